"""Articles as rows; an organisation sees its own and those of the organisations above it."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from bot.knowledge import Article
from bot.store.tables import articles
from hub.database import Statement, Tx
from hub.ids import OrgId
from hub.store.house_tables import orgs

LIVE = "live"

_viewer = orgs.alias("viewer")
SEEN = Statement(
    select(
        articles.c.code,
        articles.c.lang,
        articles.c.title,
        articles.c.body,
        articles.c.written_on,
        articles.c.keywords,
        articles.c.source,
        articles.c.demo,
        articles.c.state,
    )
    .join(orgs, orgs.c.id == articles.c.org_id)
    .join(_viewer, func.substr(_viewer.c.path, 1, func.length(orgs.c.path)) == orgs.c.path)
    .where(_viewer.c.id == bindparam("org_id"))
    .order_by(func.length(orgs.c.path).desc(), articles.c.code, articles.c.lang)
)
STAMP = Statement(
    select(func.count(), func.max(articles.c.changed_ms), func.sum(articles.c.rev))
    .select_from(articles)
    .join(orgs, orgs.c.id == articles.c.org_id)
    .join(_viewer, func.substr(_viewer.c.path, 1, func.length(orgs.c.path)) == orgs.c.path)
    .where(_viewer.c.id == bindparam("org_id"))
)
LIVE_SAMPLES = Statement(
    select(func.count()).select_from(articles).where(articles.c.demo == 1, articles.c.state == LIVE)
)
ADD = Statement(
    insert(articles)
    .values({column.name: bindparam(column.name) for column in articles.c if column.name != "rev"})
    .on_conflict_do_nothing(index_elements=[articles.c.org_id, articles.c.code, articles.c.lang])
)


class Stamp(NamedTuple):
    """Changes whenever an article that the organisation sees does."""

    articles: int
    changed_ms: int | None
    revisions: int | None


def stamp(tx: Tx, org_id: OrgId) -> Stamp:
    """Return what tells whether an index for this organisation is still good."""
    row = tx.row(STAMP, org_id=org_id)
    return Stamp(*row) if row else Stamp(0, None, None)


def live_samples(tx: Tx, _: None) -> int:
    """Query: how many unverified sample texts are in service."""
    row = tx.row(LIVE_SAMPLES)
    return int(row[0]) if row else 0


def seen(tx: Tx, org_id: OrgId) -> Sequence[Article]:
    """Return the articles in service for an organisation; its own version hides one from above, also a retired one."""
    nearest: dict[tuple[str, str], Article | None] = {}
    for code, lang, title, body, written_on, keywords, source, demo, state in tx.rows(SEEN, org_id=org_id):
        if (code, lang) not in nearest:
            article = Article(code, lang, title, body, written_on, tuple(json.loads(keywords)), source, bool(demo))
            nearest[code, lang] = article if state == LIVE else None
    return [article for article in nearest.values() if article is not None]


def add(tx: Tx, org_id: OrgId, article: Article) -> bool:
    """Write an article unless the organisation has one of that code and language; tell whether it is new."""
    added = tx.run(
        ADD,
        id=tx.new_id(),
        org_id=org_id,
        code=article.code,
        lang=article.lang,
        title=article.title,
        body=article.body,
        keywords=json.dumps(article.keywords, ensure_ascii=False),
        source=article.source,
        written_on=article.written_on,
        demo=int(article.demo),
        state=LIVE,
        changed_ms=tx.now_ms,
    )
    return added == 1
