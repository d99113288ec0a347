"""Sample articles for a first look; every one is marked 演示数据，未核实.

Rules: only facts that do not age (no prices, hours, or telephone numbers but the national emergency numbers). They
stand in files as anybody can import them (`bot.article_files`). An article that an organisation has changed or
withdrawn is left alone.
"""

from collections.abc import Iterator
from dataclasses import replace
from importlib import resources

from bot.article_files import MARKDOWN, parse
from bot.knowledge import Article
from bot.store import articles as rows
from hub.database import Tx
from hub.ids import OrgId

MARK = {"zh-CN": "演示数据，未核实", "en": "Sample data, not verified"}


def load(tx: Tx, org_id: OrgId) -> int:
    """Unit: give the organisation the sample articles it has not got yet; return how many are new."""
    return sum(rows.add(tx, org_id, article) is not None for article in articles())


def articles() -> Iterator[Article]:
    """Return every language version of every sample article."""
    files = sorted(resources.files(__name__).iterdir(), key=lambda file: file.name)
    for file in files:
        if file.name.endswith(".md"):
            yield from _parsed(file.name, file.read_text(encoding="utf-8"))


def _parsed(name: str, text: str) -> Iterator[Article]:
    parsed = parse(MARKDOWN, text, "")
    if parsed.faults:
        raise ValueError(f"{name}: {parsed.faults}")
    return (replace(article, source=MARK[article.lang], demo=True) for article in parsed.articles)
