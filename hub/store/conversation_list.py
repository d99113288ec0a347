"""The conversations of a scope, the newest opened first, narrowed by what a supervisor asks for.

Rule: ids grow with the time of opening, so that a page and a day are both a stretch of the primary key.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, or_, select

from hub.database import Tx
from hub.ids import first_id
from hub.scope import Scope
from hub.store.orgs import in_scope
from hub.store.tables import conversations, owner_segments

_id = conversations.c.id


@dataclass(frozen=True, slots=True)
class Sought:
    """Which conversations are wanted; what is empty does not narrow."""

    states: tuple[str, ...] = ()
    queue_id: str | None = None
    agent_id: str | None = None
    "Whoever has it or had it at any time."
    from_ms: int | None = None
    to_ms: int | None = None
    "Opened from `from_ms` on and before `to_ms`."
    rescue: bool = False
    also: tuple[ColumnElement[bool], ...] = ()
    "Conditions of another room's tables."


def page(tx: Tx, scope: Scope, sought: Sought, before: str | None, limit: int) -> Sequence[str]:
    """Return the ids of a page: those that were opened before the conversation `before`."""
    query = select(_id).where(in_scope(scope, conversations.c.org_id), *_conditions(sought), *sought.also)
    if before is not None:
        query = query.where(_id < before)
    return [row[0] for row in tx.connection.execute(query.order_by(_id.desc()).limit(limit))]


def _conditions(sought: Sought) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if sought.states:
        found.append(conversations.c.state.in_(sought.states))
    if sought.queue_id is not None:
        found.append(conversations.c.queue_id == sought.queue_id)
    if sought.agent_id is not None:
        had = exists().where(owner_segments.c.conversation_id == _id, owner_segments.c.owner_id == sought.agent_id)
        found.append(or_(conversations.c.owner_id == sought.agent_id, had))
    if sought.rescue:
        found.append(conversations.c.rescue == 1)
    if sought.from_ms is not None:
        found += [conversations.c.opened_ms >= sought.from_ms, _id >= first_id(sought.from_ms)]
    if sought.to_ms is not None:
        found += [conversations.c.opened_ms < sought.to_ms, _id < first_id(sought.to_ms)]
    return found
