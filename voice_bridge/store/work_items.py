"""Work items: every piece of work, from the line through an agent's hands to its end.

Rule: whoever changes an item locks it first (`lock`) or names what it must be (`offer`, `take`), so that two
processes never both believe they moved it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import text

from hub.database import Statement, Tx
from hub.errors import NotFound
from hub.model import WorkItemSpec
from voice_bridge.distributor_rules import Waiting
from voice_bridge.store.tables import IN_HAND, IN_LINE, KEPT, LIVE, WRAPPING_UP


class ItemState(StrEnum):
    """Where a piece of work stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    ACTIVE = "active"
    WRAP_UP = "wrap_up"
    DONE = "done"
    ABANDONED = "abandoned"


OVER = frozenset({ItemState.DONE, ItemState.ABANDONED})
PAGE = 50
"How many rows of a line are read at once."

_COLUMNS = (
    "id, org_id, kind, ref, segment, conversation_id, queue_id, medium, weight, priority, state, agent_id,"
    " offer_epoch, for_agent, excluded, enqueued_ms, changed_ms, wrap_up_until_ms"
)


def _locking(where: str) -> Statement:
    select = f"SELECT {_COLUMNS} FROM work_items WHERE {where}"  # noqa: S608 - our own constants
    return Statement(sqlite=text(select), postgresql=text(select + " FOR UPDATE"))


LOCK = _locking("id = :id")
LOCK_BY_KEY = _locking("kind = :kind AND ref = :ref AND segment = :segment")
LOCK_RINGING = _locking(f"agent_id = :agent_id AND {IN_HAND} AND state = 'offered' ORDER BY id")
LOCK_WRAPPING_UP = _locking(f"agent_id = :agent_id AND {IN_HAND} AND {WRAPPING_UP} ORDER BY id")
LIVE_OF = Statement(
    text(
        f"SELECT id FROM work_items WHERE conversation_id = :conversation_id AND {LIVE}"  # noqa: S608 - our own constants
        " ORDER BY enqueued_ms DESC, id DESC LIMIT 1"
    )
)
INSERT = Statement(
    text(
        "INSERT INTO work_items (id, org_id, kind, ref, segment, conversation_id, queue_id, medium, weight, priority,"
        " for_agent, excluded, enqueued_ms, changed_ms) VALUES (:id, :org_id, :kind, :ref, :segment,"
        " :conversation_id, :queue_id, :medium, :weight, :priority, :for_agent, :excluded, :now_ms, :now_ms)"
        " ON CONFLICT (kind, ref, segment) DO NOTHING"
    )
)
QUEUE_UP = Statement(
    text(
        "UPDATE work_items SET state = 'waiting', agent_id = NULL, wrap_up_until_ms = NULL, outcome = NULL,"
        " queue_id = :queue_id, priority = :priority, for_agent = :for_agent, excluded = :excluded,"
        " enqueued_ms = :enqueued_ms, changed_ms = :now_ms WHERE id = :id"
    )
)
HURRY = Statement(text("UPDATE work_items SET priority = :priority WHERE id = :id"))
OFFER = Statement(
    text(
        "UPDATE work_items SET state = 'offered', agent_id = :agent_id, offer_epoch = offer_epoch + 1,"
        " changed_ms = :now_ms WHERE id = :id AND state = 'waiting' RETURNING offer_epoch"
    )
)
MOVE = Statement(
    text(
        "UPDATE work_items SET state = :state, wrap_up_until_ms = :wrap_up_until_ms, outcome = :outcome,"
        " for_agent = NULL, changed_ms = :now_ms WHERE id = :id"
    )
)
TAKE = Statement(
    text(
        "UPDATE work_items SET state = 'active', agent_id = :agent_id, for_agent = NULL, wrap_up_until_ms = NULL,"
        " changed_ms = :now_ms WHERE id = :id"
    )
)
PROLONG = Statement(text("UPDATE work_items SET wrap_up_until_ms = :until_ms WHERE id = :id"))
OPEN_TO_ALL = Statement(
    text(f"UPDATE work_items SET for_agent = NULL WHERE for_agent = :agent_id AND {KEPT}")  # noqa: S608 - our own constant
)
OPEN_OLD_TO_ALL = Statement(
    text(f"UPDATE work_items SET for_agent = NULL WHERE {KEPT} AND changed_ms <= :before_ms")  # noqa: S608 - our own constant
)
KEEPERS = Statement(text(f"SELECT DISTINCT for_agent FROM work_items WHERE {KEPT}"))  # noqa: S608 - our own constant
WRAPPED = Statement(
    text(
        "SELECT id FROM work_items"  # noqa: S608 - our own constant
        f" WHERE {WRAPPING_UP} AND wrap_up_until_ms <= :now_ms ORDER BY wrap_up_until_ms LIMIT :limit"
    )
)
WRAPS_UP_UNTIL = Statement(
    text(f"SELECT max(wrap_up_until_ms) FROM work_items WHERE agent_id = :agent_id AND {WRAPPING_UP}")  # noqa: S608 - our own constant
)
_LINE = (
    "SELECT id, queue_id, medium, weight, priority, enqueued_ms, excluded FROM work_items WHERE %s"
    " AND (priority, enqueued_ms, id) > (:priority, :enqueued_ms, :id)"
    " ORDER BY priority, enqueued_ms, id LIMIT :limit"
)
QUEUE_LINE = Statement(text(_LINE % f"queue_id = :line AND {IN_LINE}"))
OWN_LINE = Statement(text(_LINE % f"for_agent = :line AND {KEPT}"))


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A piece of work as it stands."""

    id: str
    org_id: str
    kind: str
    ref: str
    segment: int
    conversation_id: str | None
    queue_id: str
    medium: str
    weight: int
    priority: int
    state: ItemState
    agent_id: str | None
    "Who is offered it or has it; of finished work, who had it last."
    offer_epoch: int
    for_agent: str | None
    excluded: Mapping[str, int | None]
    enqueued_ms: int
    changed_ms: int
    wrap_up_until_ms: int | None


def lock(tx: Tx, item_id: str) -> WorkItem:
    """Return an item and hold it for this unit.

    Raises:
        NotFound: there is none with this id.
    """
    row = tx.row(LOCK, id=item_id)
    if row is None:
        raise NotFound("work_item_not_found", item_id)
    return _item(tuple(row))


def lock_by_key(tx: Tx, kind: str, ref: str, segment: int) -> WorkItem | None:
    """Return and hold the item of this key."""
    row = tx.row(LOCK_BY_KEY, kind=kind, ref=ref, segment=segment)
    return _item(tuple(row)) if row else None


def lock_ringing(tx: Tx, agent_id: str) -> Sequence[WorkItem]:
    """Return and hold what rings at an agent now."""
    return [_item(tuple(row)) for row in tx.rows(LOCK_RINGING, agent_id=agent_id)]


def lock_wrapping_up(tx: Tx, agent_id: str) -> Sequence[WorkItem]:
    """Return and hold what an agent is writing up now."""
    return [_item(tuple(row)) for row in tx.rows(LOCK_WRAPPING_UP, agent_id=agent_id)]


def live_of(tx: Tx, conversation_id: str) -> str | None:
    """Return the id of a conversation's live item."""
    found: str | None = tx.scalar(LIVE_OF, conversation_id=conversation_id)
    return found


def insert(tx: Tx, spec: WorkItemSpec, for_agent: str | None) -> str | None:
    """Put new work in the line; None when somebody was first with this key."""
    item_id = tx.new_id()
    fresh = tx.run(
        INSERT,
        id=item_id,
        org_id=spec.org_id,
        kind=spec.kind,
        ref=spec.ref,
        segment=spec.segment,
        conversation_id=spec.conversation_id,
        queue_id=spec.queue_id,
        medium=spec.medium,
        weight=spec.weight,
        priority=spec.priority,
        for_agent=for_agent,
        excluded=json.dumps(dict.fromkeys(spec.excluded)),
        now_ms=tx.now_ms,
    )
    return item_id if fresh == 1 else None


def queue_up(
    tx: Tx,
    item: WorkItem,
    *,
    queue_id: str,
    for_agent: str | None,
    excluded: Mapping[str, int | None],
    priority: int,
    enqueued_ms: int,
) -> None:
    """Put an item back into a line."""
    tx.run(
        QUEUE_UP,
        id=item.id,
        queue_id=queue_id,
        for_agent=for_agent,
        excluded=json.dumps(dict(excluded)),
        priority=priority,
        enqueued_ms=enqueued_ms,
        now_ms=tx.now_ms,
    )


def hurry(tx: Tx, item_id: str, priority: int) -> None:
    """Give an item another priority, wherever it stands."""
    tx.run(HURRY, id=item_id, priority=priority)


def offer(tx: Tx, item_id: str, agent_id: str) -> int | None:
    """Let a waiting item ring at an agent; returns the offer's epoch, None when it waits no more."""
    epoch: int | None = tx.scalar(OFFER, id=item_id, agent_id=agent_id, now_ms=tx.now_ms)
    return epoch


def move(tx: Tx, item_id: str, state: ItemState, *, wrap_up_until_ms: int | None = None, outcome: str = "") -> None:
    """Give an item that has left the line its next state."""
    tx.run(MOVE, id=item_id, state=state, wrap_up_until_ms=wrap_up_until_ms, outcome=outcome or None, now_ms=tx.now_ms)


def take(tx: Tx, item_id: str, agent_id: str) -> None:
    """Put an item into an agent's hands, wherever it stood."""
    tx.run(TAKE, id=item_id, agent_id=agent_id, now_ms=tx.now_ms)


def prolong(tx: Tx, item_id: str, until_ms: int) -> None:
    """Let the time for writing up end later."""
    tx.run(PROLONG, id=item_id, until_ms=until_ms)


def open_to_all(tx: Tx, agent_id: str) -> None:
    """Let everybody in the queues have what was kept for this agent."""
    tx.run(OPEN_TO_ALL, agent_id=agent_id)


def open_old_to_all(tx: Tx, before_ms: int) -> int:
    """Let everybody have what has been kept for one agent since before a time; returns how much that was."""
    return tx.run(OPEN_OLD_TO_ALL, before_ms=before_ms)


def keepers(tx: Tx) -> Sequence[str]:
    """Return the agents for whom something is kept."""
    return [row[0] for row in tx.rows(KEEPERS)]


def wrapped(tx: Tx, limit: int) -> Sequence[str]:
    """Return the items whose time for writing up is over."""
    return [row[0] for row in tx.rows(WRAPPED, now_ms=tx.now_ms, limit=limit)]


def wraps_up_until(tx: Tx, agent_id: str) -> int | None:
    """Return when an agent's time for writing up is over, None where there is nothing to write up."""
    until_ms: int | None = tx.scalar(WRAPS_UP_UNTIL, agent_id=agent_id)
    return until_ms


def queue_line(tx: Tx, queue_id: str) -> Iterator[Waiting]:
    """Yield what waits for anybody in a queue, in the order of the line, page by page."""
    return _pages(tx, QUEUE_LINE, queue_id)


def own_line(tx: Tx, agent_id: str) -> Iterator[Waiting]:
    """Yield what is kept for one agent, in the order of the line."""
    return _pages(tx, OWN_LINE, agent_id)


def _pages(tx: Tx, statement: Statement, line: str) -> Iterator[Waiting]:
    place = (-1, -1, "")
    while True:
        page = tx.rows(statement, line=line, priority=place[0], enqueued_ms=place[1], id=place[2], limit=PAGE)
        for item_id, queue_id, medium, weight, priority, enqueued_ms, excluded in page:
            waiting = Waiting(item_id, queue_id, medium, weight, priority, enqueued_ms, _who(excluded))
            place = waiting.place
            yield waiting
        if len(page) < PAGE:
            return


def _item(row: tuple[object, ...]) -> WorkItem:
    values = list(row)
    values[10] = ItemState(str(values[10]))
    values[14] = _who(str(values[14]))
    return WorkItem(*values)  # type: ignore[arg-type]  # a row of exactly `_COLUMNS`


def _who(excluded: str) -> Mapping[str, int | None]:
    return {} if excluded == "{}" else json.loads(excluded)
