"""Articles as their editors look for them: page by page, narrowed by words, language, state and organisation.

Words are found in code, title, keywords and body as they were typed or folded (`hub.script.fold`), so that traditional
characters find simplified ones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select

from bot.store.articles import SHEET, Sheet, State, sheet_of
from bot.store.tables import articles
from hub.database import Tx
from hub.scope import Scope
from hub.script import fold
from hub.store.orgs import in_scope

_WHERE_WORDS_STAND = (articles.c.code, articles.c.title, articles.c.keywords, articles.c.body)


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for; None and empty narrow nothing."""

    words: str = ""
    lang: str | None = None
    state: State | None = None
    org_id: str | None = None
    demo: bool | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what was found."""

    sheets: Sequence[Sheet]
    total: int
    "How many were found in all."


def page(tx: Tx, scope: Scope, sought: Sought, skip: int, limit: int) -> Page:
    """Return the articles of the organisations that a scope covers, those changed last first."""
    conditions = (in_scope(scope, articles.c.org_id), *_narrowed(sought))
    total = tx.connection.execute(select(func.count()).select_from(articles).where(*conditions)).scalar_one()
    rows = tx.connection.execute(
        select(*SHEET)
        .where(*conditions)
        .order_by(articles.c.changed_ms.desc(), articles.c.code, articles.c.lang, articles.c.id)
        .offset(skip)
        .limit(limit)
    )
    return Page([sheet_of(row) for row in rows], total)


def _narrowed(sought: Sought) -> Iterator[ColumnElement[bool]]:
    for word in sought.words.split():
        typed = {word.lower(), fold(word)}
        places = (func.lower(column) for column in _WHERE_WORDS_STAND)
        yield or_(*(place.contains(one, autoescape=True) for place in places for one in sorted(typed)))
    if sought.lang is not None:
        yield articles.c.lang == sought.lang
    if sought.state is not None:
        yield articles.c.state == sought.state.value
    if sought.org_id is not None:
        yield articles.c.org_id == sought.org_id
    if sought.demo is not None:
        yield articles.c.demo == int(sought.demo)
