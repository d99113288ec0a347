"""Sample articles for a first look; every one is marked 演示数据，未核实.

Rules: only facts that do not age (no prices, hours, or telephone numbers but the national emergency numbers). One
file per article, named by its code: a date, then for each language `## <lang> <title>`, a line of keywords and the
body. An article that an organisation has changed or removed is left alone.
"""

import re
from collections.abc import Iterator
from importlib import resources

from bot.knowledge import Article
from bot.store import articles as rows
from hub.database import Tx
from hub.ids import OrgId

MARK = {"zh-CN": "演示数据，未核实", "en": "Sample data, not verified"}

_VERSION = re.compile(
    r"^## (?P<lang>\S+) (?P<title>.+)\nkeywords: (?P<keywords>.+)\n(?P<body>(?:(?!## ).*\n?)*)", re.MULTILINE
)
_DATE = re.compile(r"^date: (\d{4}-\d{2}-\d{2})$", re.MULTILINE)


def load(tx: Tx, org_id: OrgId) -> int:
    """Unit: give the organisation the sample articles it has not got yet; return how many are new."""
    return sum(rows.add(tx, org_id, article) for article in articles())


def articles() -> Iterator[Article]:
    """Return every language version of every sample article."""
    files = sorted(resources.files(__name__).iterdir(), key=lambda file: file.name)
    for file in files:
        if file.name.endswith(".md"):
            yield from _parse(file.name.removesuffix(".md"), file.read_text(encoding="utf-8"))


def _parse(code: str, text: str) -> Iterator[Article]:
    date = _DATE.search(text)
    if date is None:
        raise ValueError(f"sample article {code} has no date")
    for version in _VERSION.finditer(text):
        yield Article(
            code=code,
            lang=version["lang"],
            title=version["title"].strip(),
            body=version["body"].strip(),
            written_on=date[1],
            keywords=tuple(word.strip() for word in version["keywords"].split(",")),
            source=MARK[version["lang"]],
            demo=True,
        )
