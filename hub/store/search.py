"""The index of what was said: filled by its follower, asked for candidates that hold all of some words.

Rule: `(kind, ref)` stands there once, whatever is taken in again.
"""

import json
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Text,
    and_,
    bindparam,
    case,
    column,
    func,
    literal_column,
    or_,
    select,
    text,
)

from hub.database import Statement, Tx
from hub.scope import Scope
from hub.store.orgs import in_scope
from hub.store.search_tables import search_words
from hub.store.tables import conversations, identities, messages

_INTO = "INSERT INTO search_words (org_id, kind, ref, conversation_id, at_ms, words)"
_ONCE = " ON CONFLICT (kind, ref) DO NOTHING"
ADD = Statement(
    sqlite=text(
        f"{_INTO} SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),"  # noqa: S608 - our own constants
        " json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]')"
        f" FROM json_each(:rows) WHERE true{_ONCE}"
    ),
    postgresql=text(
        f"{_INTO} SELECT r->>0, r->>1, r->>2, r->>3, CAST(r->>4 AS bigint), r->>5"  # noqa: S608 - our own constants
        f" FROM json_array_elements(CAST(:rows AS json)) AS r{_ONCE}"
    ),
)
LAST = Statement(text("SELECT coalesce(max(n), 0) FROM search_words"))
INDEX = Statement(
    sqlite=text("INSERT INTO search_index (rowid, words) SELECT n, words FROM search_words WHERE n > :last")
)
CURSOR = Statement(text("SELECT value FROM meta WHERE name = 'search_cursor'"))
KEEP = Statement(
    text(
        "INSERT INTO meta (name, value) VALUES ('search_cursor', :value)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    )
)


TOURIST = Statement(
    text(
        "SELECT c.org_id, c.opened_ms, coalesce(i.display_name, '') FROM conversations c"
        " JOIN identities i ON i.id = c.identity_id WHERE c.id = :conversation_id"
    )
)


class Entry(NamedTuple):
    """Something that can be found."""

    org_id: str
    kind: str
    "message or tourist."
    ref: str
    "The message's id, the conversation's for its tourist."
    conversation_id: str
    at_ms: int
    words: Sequence[str]


class Found(NamedTuple):
    """A candidate, with what has to be shown of it."""

    n: int
    kind: str
    conversation_id: str
    channel: str
    state: str
    customer_id: str
    tourist_name: str | None
    message_id: str | None
    seq: int | None
    direction: str | None
    author_kind: str | None
    author_name: str | None
    at_ms: int
    text: str | None


def add(tx: Tx, entries: Sequence[Entry]) -> None:
    """Let all of these be found, in a few statements for however many; harmless for those that can be."""
    rows = json.dumps([(*entry[:-1], " ".join(entry.words)) for entry in entries if entry.words])
    if tx.dialect == "sqlite":
        last = tx.scalar(LAST)  # nobody else writes meanwhile: what comes behind it is ours
        tx.run(ADD, rows=rows)
        tx.run(INDEX, last=last)
    else:
        tx.run(ADD, rows=rows)


def tourist(tx: Tx, conversation_id: str) -> tuple[str, int, str]:
    """Return organisation, time of opening and tourist's name (empty for a nameless one) of a conversation."""
    row = tx.row(TOURIST, conversation_id=conversation_id)
    return ("", 0, "") if row is None else (row[0], row[1], row[2])


def cursor(tx: Tx, _: None) -> str | None:
    """Return how far the log has been followed."""
    found: str | None = tx.scalar(CURSOR)
    return found


def keep_cursor(tx: Tx, value: str) -> None:
    """Keep how far the log has been followed."""
    tx.run(KEEP, value=value)


_is_message = search_words.c.kind == "message"
_CANDIDATES = (
    select(
        search_words.c.n,
        search_words.c.kind,
        search_words.c.conversation_id,
        conversations.c.channel,
        conversations.c.state,
        conversations.c.customer_id,
        identities.c.display_name,
        messages.c.id,
        messages.c.seq,
        messages.c.direction,
        messages.c.author_kind,
        messages.c.author_name,
        search_words.c.at_ms,
        case((_is_message, messages.c.text), else_=identities.c.display_name),
    )
    .join(conversations, conversations.c.id == search_words.c.conversation_id)
    .join(identities, identities.c.id == conversations.c.identity_id)
    .outerjoin(messages, and_(messages.c.id == search_words.c.ref, _is_message))
    .where(or_(messages.c.id.is_not(None), search_words.c.kind != "message"))
)
_HOLDS_SQLITE = search_words.c.n.in_(
    text("SELECT rowid FROM search_index WHERE search_index MATCH :wanted").columns(column("rowid", Integer))
)
_BLANK: ColumnElement[str] = literal_column("' '")
"Written out, as in the index: a parameter would not be known to be the same."
_HOLDS_POSTGRESQL = func.string_to_array(search_words.c.words, _BLANK).op("@>", is_comparison=True)(
    func.string_to_array(bindparam("wanted", type_=Text), _BLANK)
)


def candidates(tx: Tx, scope: Scope, words: Sequence[str], before: int | None, limit: int) -> Sequence[Found]:
    """Return what holds all the words, the newest first; the words alone do not make it a hit."""
    on_sqlite = tx.dialect == "sqlite"
    wanted = " ".join(f'"{word}"' for word in words) if on_sqlite else " ".join(words)
    query = _CANDIDATES.where(
        _HOLDS_SQLITE if on_sqlite else _HOLDS_POSTGRESQL, in_scope(scope, conversations.c.org_id)
    )
    if before is not None:
        query = query.where(search_words.c.n < before)
    rows = tx.connection.execute(query.order_by(search_words.c.n.desc()).limit(limit), {"wanted": wanted})
    return [Found(*tuple(row)) for row in rows]
