"""What staff sees of one tourist as a person: how to reach him, and what was talked about before.

Rules: a person is every customer that was found to be the same one (`merged_into`). Whatever lies outside the reader's
organisations does not exist, address by address and talk by talk. Newest first; ids grow with the time of opening.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from hub.database import Tx
from hub.scope import Scope
from hub.store.house_tables import dispositions, users
from hub.store.orgs import in_scope
from hub.store.tables import accounts, conversations, customers, identities, messages, owner_segments

_MOST_MERGED = 50
"More records of one person are not looked through."
_NOTED = 20
"In the notes of how many talks, the newest first, is looked."


class Customer(NamedTuple):
    """A tourist as one person."""

    id: str
    name: str | None
    lang: str | None
    region: str | None
    vip: int
    since_ms: int


class Address(NamedTuple):
    """Where the tourist writes from."""

    channel: str
    account_name: str
    name: str | None
    "What the tourist is called there."
    verified: str
    since_ms: int


class Talk(NamedTuple):
    """A conversation of the tourist's, as a line of the history."""

    id: str
    org_id: str
    channel: str
    account_name: str
    state: str
    rescue: int
    opened_ms: int
    closed_ms: int | None
    last_ms: int
    disposition: str | None
    "The code of how it ended."
    agent_name: str | None
    "Who served it last."
    first_words: str | None
    "What the tourist said first."


class Note(NamedTuple):
    """What staff noted in a talk."""

    id: str
    conversation_id: str
    seq: int
    author_name: str | None
    text: str
    at_ms: int


def person(tx: Tx, customer_id: str) -> tuple[Customer | None, Sequence[str]]:
    """Return a person, and the ids of all customers that are this person; None where the first is not there."""
    found = None
    for _ in range(_MOST_MERGED):
        found = tx.connection.execute(_CUSTOMER.where(customers.c.id == customer_id)).one_or_none()
        if found is None or found.merged_into is None:
            break
        customer_id = found.merged_into
    if found is None:
        return None, (customer_id,)
    ids = [customer_id]
    frontier = [customer_id]
    while frontier and len(ids) < _MOST_MERGED:
        query = select(customers.c.id).where(customers.c.merged_into.in_(frontier), customers.c.id.not_in(ids))
        frontier = [row[0] for row in tx.connection.execute(query.limit(_MOST_MERGED - len(ids)))]
        ids += frontier
    return Customer(*tuple(found)[:-1]), ids


def addresses(tx: Tx, scope: Scope, customer_ids: Sequence[str]) -> Sequence[Address]:
    """Return where the tourist writes from, the newest first."""
    query = _ADDRESS.where(identities.c.customer_id.in_(customer_ids), in_scope(scope, identities.c.org_id))
    return [Address(*row) for row in tx.connection.execute(query.order_by(identities.c.id.desc()).limit(_MOST_MERGED))]


def talks(
    tx: Tx, scope: Scope, customer_ids: Sequence[str], *, but: str, before: str | None, limit: int
) -> Sequence[Talk]:
    """Return a page of the tourist's conversations but one: those that were opened before the conversation `before`."""
    query = _TALK.where(*_within(scope, customer_ids, but))
    if before is not None:
        query = query.where(conversations.c.id < before)
    return [Talk(*tuple(row)) for row in tx.connection.execute(query.order_by(conversations.c.id.desc()).limit(limit))]


def notes(tx: Tx, scope: Scope, customer_ids: Sequence[str], *, but: str, limit: int) -> Sequence[Note]:
    """Return the newest notes of the tourist's latest conversations without one of them."""
    latest = select(conversations.c.id).where(*_within(scope, customer_ids, but))
    ids = [row[0] for row in tx.connection.execute(latest.order_by(conversations.c.id.desc()).limit(_NOTED))]
    query = _NOTE.where(messages.c.conversation_id.in_(ids), messages.c.direction == "note")
    newest = query.order_by(messages.c.at_ms.desc(), messages.c.id.desc()).limit(limit)
    return [Note(*row) for row in tx.connection.execute(newest)]


def _within(scope: Scope, ids: Sequence[str], but: str) -> tuple[ColumnElement[bool], ...]:
    own = conversations.c.org_id
    return conversations.c.customer_id.in_(ids), conversations.c.id != but, in_scope(scope, own)


_CUSTOMER = select(
    customers.c.id,
    customers.c.name,
    customers.c.lang,
    customers.c.region,
    customers.c.vip,
    customers.c.created_ms,
    customers.c.merged_into,
)
_ADDRESS = select(
    accounts.c.channel, accounts.c.name, identities.c.display_name, identities.c.verified, identities.c.created_ms
).join(accounts, accounts.c.id == identities.c.account_id)
_served = (
    select(users.c.display_name)
    .join(owner_segments, owner_segments.c.owner_id == users.c.id)
    .where(owner_segments.c.conversation_id == conversations.c.id, owner_segments.c.owner_kind == "agent")
    .order_by(owner_segments.c.from_ms.desc(), owner_segments.c.id.desc())
    .limit(1)
    .correlate(conversations)
    .scalar_subquery()
)
_said = (
    select(messages.c.text)
    .where(messages.c.conversation_id == conversations.c.id, messages.c.direction == "in", messages.c.text.is_not(None))
    .order_by(messages.c.seq)
    .limit(1)
    .correlate(conversations)
    .scalar_subquery()
)
_TALK = (
    select(
        conversations.c.id,
        conversations.c.org_id,
        conversations.c.channel,
        accounts.c.name,
        conversations.c.state,
        conversations.c.rescue,
        conversations.c.opened_ms,
        conversations.c.closed_ms,
        conversations.c.last_ms,
        dispositions.c.code,
        _served,
        _said,
    )
    .join(accounts, accounts.c.id == conversations.c.account_id)
    .outerjoin(dispositions, dispositions.c.id == conversations.c.disposition_id)
)
_NOTE = select(
    messages.c.id,
    messages.c.conversation_id,
    messages.c.seq,
    messages.c.author_name,
    messages.c.text,
    messages.c.at_ms,
)
