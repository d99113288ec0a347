"""Articles as rows; an organisation sees its own and those of the organisations above it.

Rules: what an organisation sees is in service, holds today, and is its own rather than one from above; a withdrawn one
of its own hides the one from above, a draft or one whose days are over does not. Each change keeps what the article
says from then on as a version; a version is never changed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.knowledge import Article
from bot.store.tables import article_versions, articles
from bot.venue import Venue, venue_of
from hub.database import Statement, Tx
from hub.days import local_day
from hub.ids import OrgId
from hub.store.house_tables import orgs


class State(StrEnum):
    """Whether an article is told."""

    DRAFT = "draft"
    LIVE = "live"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Sheet:
    """An article with what only its editors see."""

    id: str
    org_id: OrgId
    article: Article
    state: State
    changed_ms: int
    rev: int


@dataclass(frozen=True, slots=True)
class Version:
    """What an article said from a change on."""

    rev: int
    at_ms: int
    actor_id: str | None
    "None: it came with the hub."
    article: Article
    state: State


class Stamp(NamedTuple):
    """Changes whenever an article that an organisation sees does, and with the day that it is there."""

    articles: int
    changed_ms: int | None
    revisions: int | None
    day: str


_CONTENT = (
    articles.c.code,
    articles.c.lang,
    articles.c.title,
    articles.c.body,
    articles.c.written_on,
    articles.c.keywords,
    articles.c.source,
    articles.c.demo,
    articles.c.venue,
    articles.c.valid_from,
    articles.c.valid_until,
)
"In the order of the fields of `Article`."
SHEET = (articles.c.id, articles.c.org_id, articles.c.state, articles.c.changed_ms, articles.c.rev, *_CONTENT)
_viewer = orgs.alias("viewer")
_SEEN_FROM = articles.join(orgs, orgs.c.id == articles.c.org_id).join(
    _viewer, func.substr(_viewer.c.path, 1, func.length(orgs.c.path)) == orgs.c.path
)
SEEN = Statement(
    select(articles.c.state, *_CONTENT)
    .select_from(_SEEN_FROM)
    .where(_viewer.c.id == bindparam("org_id"))
    .order_by(func.length(orgs.c.path).desc(), articles.c.code, articles.c.lang)
)
_here = orgs.alias("here")
ZONE = select(_here.c.tz).where(_here.c.id == bindparam("org_id"))
STAMP = Statement(
    select(func.count(), func.max(articles.c.changed_ms), func.sum(articles.c.rev), ZONE.scalar_subquery().label("tz"))
    .select_from(_SEEN_FROM)
    .where(_viewer.c.id == bindparam("org_id"))
)
FIND = Statement(select(*SHEET).where(articles.c.id == bindparam("id")))
OWN = Statement(
    select(*SHEET).where(
        articles.c.org_id == bindparam("org_id"),
        articles.c.code == bindparam("code"),
        articles.c.lang == bindparam("lang"),
    )
)
OF_ORG = Statement(
    select(*SHEET).where(articles.c.org_id == bindparam("org_id")).order_by(articles.c.code, articles.c.lang)
)
COUNT = Statement(select(func.count()).select_from(articles).where(articles.c.org_id == bindparam("org_id")))
ADD = Statement(
    upsert(articles)
    .values({column.name: bindparam(column.name) for column in articles.c if column.name != "rev"})
    .on_conflict_do_nothing(index_elements=[articles.c.org_id, articles.c.code, articles.c.lang])
)
_CHANGE = (
    update(articles)
    .where(articles.c.id == bindparam("article_id"))
    .values(
        {column.name: bindparam(column.name) for column in _CONTENT}
        | {name: bindparam(name) for name in ("state", "changed_ms")}
        | {"rev": articles.c.rev + 1}
    )
)
CHANGE = Statement(_CHANGE)
KEEP = Statement(
    insert(article_versions).values({column.name: bindparam(column.name) for column in article_versions.c})
)
VERSIONS = Statement(
    select(article_versions.c.rev, article_versions.c.at_ms, article_versions.c.actor_id, article_versions.c.content)
    .where(article_versions.c.article_id == bindparam("article_id"))
    .order_by(article_versions.c.rev.desc())
)
LIVE_SAMPLES = Statement(
    select(func.count()).select_from(articles).where(articles.c.demo == 1, articles.c.state == State.LIVE.value)
)


def stamp(tx: Tx, org_id: OrgId) -> Stamp:
    """Return what tells whether an index for this organisation is still good."""
    ((count, changed_ms, revisions, tz),) = tx.rows(STAMP, org_id=org_id)
    return Stamp(count, changed_ms, revisions, local_day(tx.now_ms, tz or "UTC").isoformat())


def seen(tx: Tx, org_id: OrgId, today: str) -> Sequence[Article]:
    """Return the articles that an organisation tells on a day, an ISO date there (`Stamp.day`)."""
    nearest: dict[tuple[str, str], Article | None] = {}
    for state, *content in tx.rows(SEEN, org_id=org_id):
        article = _article(content)
        if (article.code, article.lang) in nearest or state == State.DRAFT:
            continue
        if state == State.WITHDRAWN:
            nearest[article.code, article.lang] = None
        elif (article.valid_from or today) <= today <= (article.valid_until or today):
            nearest[article.code, article.lang] = article
    return [article for article in nearest.values() if article is not None]


def live_samples(tx: Tx, _: None = None) -> int:
    """Query: how many unverified sample texts tourists may be told."""
    row = tx.row(LIVE_SAMPLES)
    return int(row[0]) if row else 0


def find(tx: Tx, article_id: str) -> Sheet | None:
    """Return an article by its id."""
    row = tx.row(FIND, id=article_id)
    return sheet_of(row) if row else None


def own(tx: Tx, org_id: OrgId, code: str, lang: str) -> Sheet | None:
    """Return an organisation's own article of a code and language."""
    row = tx.row(OWN, org_id=org_id, code=code, lang=lang)
    return sheet_of(row) if row else None


def of_org(tx: Tx, org_id: OrgId) -> Sequence[Sheet]:
    """Return an organisation's own articles, by code and language."""
    return [sheet_of(row) for row in tx.rows(OF_ORG, org_id=org_id)]


def count(tx: Tx, org_id: OrgId) -> int:
    """Return how many articles an organisation has, each language counted."""
    return int(tx.scalar(COUNT, org_id=org_id) or 0)


def add(
    tx: Tx, org_id: OrgId, article: Article, state: State = State.LIVE, actor_id: str | None = None
) -> Sheet | None:
    """Write an article unless the organisation has one of that code and language; None: it has."""
    sheet = Sheet(tx.new_id(), org_id, article, state, tx.now_ms, 0)
    if tx.run(ADD, id=sheet.id, org_id=org_id, **_told(sheet)) != 1:
        return None
    tx.run(KEEP, **_version(sheet, actor_id))
    return sheet


def change(tx: Tx, before: Sheet, article: Article, state: State, actor_id: str | None) -> Sheet:
    """Write what an article says from now on."""
    sheet = Sheet(before.id, before.org_id, article, state, tx.now_ms, before.rev + 1)
    tx.run(CHANGE, article_id=sheet.id, **_told(sheet))
    tx.run(KEEP, **_version(sheet, actor_id))
    return sheet


def write_many(tx: Tx, new: Sequence[Sheet], changed: Sequence[Sheet], actor_id: str | None) -> None:
    """Write many at once: those of `new` as they are, of `changed` what they say from now on.

    A sheet of `changed` has the revision that it is to have. Nobody else may write them meanwhile (`orgs.lock`).
    """
    if new:
        rows = [{"id": one.id, "org_id": one.org_id, "rev": 0, **_told(one)} for one in new]
        tx.connection.execute(insert(articles), rows)
    if changed:
        tx.connection.execute(_CHANGE, [{"article_id": one.id, **_told(one)} for one in changed])
    if new or changed:
        kept = [_version(one, actor_id) for one in (*new, *changed)]
        tx.connection.execute(insert(article_versions), kept)


def versions(tx: Tx, article_id: str) -> Sequence[Version]:
    """Return what an article has said, the latest first."""
    return [
        Version(rev, at_ms, actor_id, *_read(json.loads(content)))
        for rev, at_ms, actor_id, content in tx.rows(VERSIONS, article_id=article_id)
    ]


def _version(sheet: Sheet, actor_id: str | None) -> dict[str, object]:
    content = {name: value for name, value in asdict(sheet.article).items() if value not in (None, "", ())}
    venue = sheet.article.venue
    content |= {"state": sheet.state.value} | ({"venue": json.loads(venue.dumped())} if venue else {})
    return {
        "article_id": sheet.id,
        "rev": sheet.rev,
        "org_id": sheet.org_id,
        "at_ms": sheet.changed_ms,
        "actor_id": actor_id,
        "content": json.dumps(content, ensure_ascii=False),
    }


def _read(content: Mapping[str, Any]) -> tuple[Article, State]:
    fields = {name: value for name, value in content.items() if name != "state"}
    fields["keywords"] = tuple(fields.get("keywords", ()))
    if "venue" in fields:
        fields["venue"] = venue_of(json.dumps(fields["venue"]))
    return Article(**fields), State(content["state"])


def _told(sheet: Sheet) -> dict[str, object]:
    article = sheet.article
    return {
        "state": sheet.state.value,
        "changed_ms": sheet.changed_ms,
        "code": article.code,
        "lang": article.lang,
        "title": article.title,
        "body": article.body,
        "written_on": article.written_on,
        "keywords": json.dumps(article.keywords, ensure_ascii=False),
        "source": article.source,
        "demo": int(article.demo),
        "venue": _dumped(article.venue),
        "valid_from": article.valid_from,
        "valid_until": article.valid_until,
    }


def _dumped(venue: Venue | None) -> str | None:
    return None if venue is None else venue.dumped()


def sheet_of(row: Sequence[Any]) -> Sheet:
    """Return the sheet in a row of `SHEET`."""
    article_id, org_id, state, changed_ms, rev, *content = row
    return Sheet(article_id, OrgId(org_id), _article(content), State(state), changed_ms, rev)


def _article(content: Sequence[Any]) -> Article:
    code, lang, title, body, written_on, keywords, source, demo, venue, valid_from, valid_until = content
    fields = None if venue is None else venue_of(venue)
    words = tuple(json.loads(keywords))
    return Article(code, lang, title, body, written_on, words, source, bool(demo), fields, valid_from, valid_until)
