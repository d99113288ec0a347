"""Work items: every piece of work, from the line through an agent's hands to its end.

Rule: whoever changes an item locks it first (`lock`) or names what it must be (`offer`, `note`), so that two
processes never both believe they moved it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import text

from hub.database import Statement, Tx
from hub.errors import NotFound
from hub.model import WorkItemSpec
from voice_bridge.store.tables import IN_HAND, KEPT, LIVE, WRAPPING_UP


class ItemState(StrEnum):
    """Where a piece of work stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    ACTIVE = "active"
    WRAP_UP = "wrap_up"
    DONE = "done"
    ABANDONED = "abandoned"


OVER = frozenset({ItemState.DONE, ItemState.ABANDONED})
SENT_OUT = "sent_to_"
"How the outcome begins of work that a rule took out of the line."

_COLUMNS = (
    "id, org_id, kind, ref, segment, conversation_id, queue_id, medium, weight, priority, state, agent_id,"
    " offer_epoch, for_agent, excluded, enqueued_ms, changed_ms, wrap_up_until_ms, needs, business, vip, dissatisfied,"
    " last_agent, department, named_agent, kept_until_ms, entered_ms, lined_up, ring, hops, visited,"
    " preferred, interruptible, aside_ms"
)


def _locking(where: str) -> Statement:
    select = f"SELECT {_COLUMNS} FROM work_items WHERE {where}"  # noqa: S608 - our own constants
    return Statement(sqlite=text(select), postgresql=text(select + " FOR UPDATE"))


FIND = Statement(text(f"SELECT {_COLUMNS} FROM work_items WHERE id = :id"))  # noqa: S608 - our own constant
LOCK = _locking("id = :id")
LOCK_BY_KEY = _locking("kind = :kind AND ref = :ref AND segment = :segment")
LOCK_RINGING = _locking(
    "id IN (SELECT work_item_id FROM reservations WHERE agent_id = :agent_id) AND state = 'offered' ORDER BY id"
)
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
        " for_agent, named_agent, excluded, needs, business, vip, dissatisfied, last_agent, department, enqueued_ms,"
        " changed_ms, entered_ms, lined_up, preferred, interruptible)"
        " VALUES (:id, :org_id, :kind, :ref, :segment, :conversation_id, :queue_id,"
        " :medium, :weight, :priority, :for_agent, :for_agent, :excluded, :needs, :business, :vip, :dissatisfied,"
        " :last_agent, :department, :now_ms, :now_ms, :now_ms, 1,"
        " :preferred, :interruptible) ON CONFLICT (kind, ref, segment) DO NOTHING"
    )
)
LINE_UP = Statement(
    text(
        "UPDATE work_items SET state = 'waiting', agent_id = NULL, wrap_up_until_ms = NULL, outcome = NULL,"
        " queue_id = :queue_id, priority = :priority, for_agent = :for_agent, named_agent = :for_agent,"
        " kept_until_ms = NULL, excluded = :excluded, enqueued_ms = :enqueued_ms, changed_ms = :now_ms,"
        " entered_ms = :now_ms, lined_up = lined_up + 1, ring = 0, hops = 0, visited = '[]', aside_ms = NULL"
        " WHERE id = :id"
    )
)
RENEW = Statement(
    text(
        "UPDATE work_items SET needs = :needs, business = :business, vip = :vip, dissatisfied = :dissatisfied,"
        " last_agent = :last_agent, department = :department, preferred = :preferred,"
        " interruptible = :interruptible WHERE id = :id"
    )
)
PUT_BACK = Statement(
    text(
        "UPDATE work_items SET state = 'waiting', agent_id = NULL, for_agent = :for_agent, excluded = :excluded,"
        " changed_ms = :now_ms WHERE id = :id"
    )
)
HURRY = Statement(text("UPDATE work_items SET priority = :priority WHERE id = :id"))
OFFER = Statement(
    text(
        "UPDATE work_items SET state = 'offered', agent_id = :agent_id, offer_epoch = :epoch, changed_ms = :now_ms"
        " WHERE id = :id AND state = 'waiting' AND offer_epoch < :epoch AND lined_up = :lined_up"
    )
)
MOVE = Statement(
    text(
        "UPDATE work_items SET state = :state, agent_id = :agent_id, wrap_up_until_ms = :wrap_up_until_ms,"
        " outcome = :outcome, for_agent = NULL, aside_ms = NULL, changed_ms = :now_ms WHERE id = :id"
    )
)
NOTE = Statement(
    text(
        "UPDATE work_items SET for_agent = :for_agent, kept_until_ms = :kept_until_ms, excluded = :excluded,"
        " ring = :ring WHERE id = :id AND state IN ('waiting', 'offered') AND lined_up = :lined_up"
    )
)
MOVE_ON = Statement(
    text(
        "UPDATE work_items SET queue_id = :queue_id, for_agent = NULL, hops = :hops, visited = :visited, ring = 0,"
        " entered_ms = :now_ms WHERE id = :id AND state = 'waiting' AND lined_up = :lined_up"
    )
)
TAKE = Statement(
    text(
        "UPDATE work_items SET state = 'active', agent_id = :agent_id, for_agent = NULL, named_agent = NULL,"
        " kept_until_ms = NULL, wrap_up_until_ms = NULL, aside_ms = NULL, changed_ms = :now_ms WHERE id = :id"
    )
)
PUT_ASIDE = Statement(
    text(
        "UPDATE work_items SET aside_ms = :now_ms"
        " WHERE id = :id AND state = 'active' AND agent_id = :agent_id AND aside_ms IS NULL AND interruptible = 1"
    )
)
RESUME = Statement(
    text("UPDATE work_items SET aside_ms = NULL WHERE id = :id AND agent_id = :agent_id AND aside_ms IS NOT NULL")
)
PROLONG = Statement(text("UPDATE work_items SET wrap_up_until_ms = :until_ms WHERE id = :id"))
OPEN_TO_ALL = Statement(
    text(f"UPDATE work_items SET for_agent = NULL WHERE for_agent = :agent_id AND {KEPT}")  # noqa: S608 - our own constant
)
OPEN_WORK = Statement(text(f"SELECT {_COLUMNS} FROM work_items WHERE {LIVE} ORDER BY id"))  # noqa: S608 - our own constants
_STANDING = "CASE WHEN aside_ms IS NULL THEN state ELSE 'interrupted' END"
OPEN_IDS = Statement(text(f"SELECT id, {_STANDING} FROM work_items WHERE {LIVE}"))  # noqa: S608 - our own constants
WRAPS_UP_UNTIL = Statement(
    text(f"SELECT max(wrap_up_until_ms) FROM work_items WHERE agent_id = :agent_id AND {WRAPPING_UP}")  # noqa: S608 - our own constant
)


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
    "Who has it, or the first who is offered it; of finished work, who had it last."
    offer_epoch: int
    for_agent: str | None
    excluded: Mapping[str, int | None]
    enqueued_ms: int
    changed_ms: int
    wrap_up_until_ms: int | None
    needs: str | None
    business: str | None
    vip: int
    dissatisfied: int
    "0 to 100."
    last_agent: str | None
    department: str | None
    named_agent: str | None
    kept_until_ms: int | None
    entered_ms: int
    "When it came into the queue it is in."
    lined_up: int
    "How often it was put into a line; what was decided for an earlier time does not count."
    ring: int
    hops: int
    visited: tuple[str, ...]
    preferred: tuple[str, ...] = ()
    interruptible: int = 0
    aside_ms: int | None = None
    "Since when it lies aside in its agent's hands for something urgent."


def sent_out(outcome: str | None) -> bool:
    """Tell whether a rule took work with this outcome out of the line."""
    return outcome is not None and outcome.startswith(SENT_OUT)


def lock(tx: Tx, item_id: str) -> WorkItem:
    """Return an item and hold it for this unit.

    Raises:
        NotFound: there is none with this id.
    """
    row = tx.row(LOCK, id=item_id)
    if row is None:
        raise NotFound("work_item_not_found", item_id)
    return item_of(tuple(row))


def lock_by_key(tx: Tx, kind: str, ref: str, segment: int) -> WorkItem | None:
    """Return and hold the item of this key."""
    row = tx.row(LOCK_BY_KEY, kind=kind, ref=ref, segment=segment)
    return item_of(tuple(row)) if row else None


def lock_ringing(tx: Tx, agent_id: str) -> Sequence[WorkItem]:
    """Return and hold what rings at an agent now."""
    return [item_of(tuple(row)) for row in tx.rows(LOCK_RINGING, agent_id=agent_id)]


def lock_wrapping_up(tx: Tx, agent_id: str) -> Sequence[WorkItem]:
    """Return and hold what an agent is writing up now."""
    return [item_of(tuple(row)) for row in tx.rows(LOCK_WRAPPING_UP, agent_id=agent_id)]


def live_of(tx: Tx, conversation_id: str) -> str | None:
    """Return the id of a conversation's live item."""
    found: str | None = tx.scalar(LIVE_OF, conversation_id=conversation_id)
    return found


def read(tx: Tx, item_ids: Sequence[str]) -> Sequence[WorkItem]:
    """Return these items as they stand; what does not exist is left out.

    Raises:
        ValueError: a row that cannot be read.
    """
    found = [tx.row(FIND, id=item_id) for item_id in item_ids]
    return [item_of(tuple(row)) for row in found if row is not None]


def open_rows(tx: Tx) -> Sequence[tuple[object, ...]]:
    """Return all work that is not over, each row for `item_of`."""
    return [tuple(row) for row in tx.rows(OPEN_WORK)]


def open_ids(tx: Tx) -> Mapping[str, str]:
    """Return the states of all work that is not over."""
    return {row[0]: row[1] for row in tx.rows(OPEN_IDS)}


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
        **_known(spec),
        now_ms=tx.now_ms,
    )
    return item_id if fresh == 1 else None


def line_up(
    tx: Tx,
    item: WorkItem,
    *,
    queue_id: str,
    for_agent: str | None,
    excluded: Mapping[str, int | None],
    priority: int,
    enqueued_ms: int,
) -> None:
    """Put an item into a line anew."""
    tx.run(
        LINE_UP,
        id=item.id,
        queue_id=queue_id,
        for_agent=for_agent,
        excluded=json.dumps(dict(excluded)),
        priority=priority,
        enqueued_ms=enqueued_ms,
        now_ms=tx.now_ms,
    )


def renew(tx: Tx, item_id: str, spec: WorkItemSpec) -> None:
    """Write what is known of the tourist by now onto work that stands in the line anew."""
    tx.run(
        RENEW,
        id=item_id,
        **_known(spec),
    )


def _known(spec: WorkItemSpec) -> dict[str, Any]:
    """Return the columns that tell of the tourist and of what helps."""
    return {
        "needs": spec.needs,
        "business": spec.business,
        "vip": spec.vip,
        "dissatisfied": spec.dissatisfied,
        "last_agent": spec.last_agent,
        "department": spec.department,
        "preferred": json.dumps(spec.preferred),
        "interruptible": int(spec.interruptible),
    }


def put_back(tx: Tx, item_id: str, for_agent: str | None, excluded: Mapping[str, int | None]) -> None:
    """Put an item that rings no more back where it stood."""
    tx.run(PUT_BACK, id=item_id, for_agent=for_agent, excluded=json.dumps(dict(excluded)), now_ms=tx.now_ms)


def hurry(tx: Tx, item_id: str, priority: int) -> None:
    """Give an item another priority, wherever it stands."""
    tx.run(HURRY, id=item_id, priority=priority)


def offer(tx: Tx, item_id: str, agent_id: str, epoch: int, lined_up: int) -> bool:
    """Let a waiting item ring at an agent under an epoch; False when it waits no more, or was put in a line anew."""
    params = {"id": item_id, "agent_id": agent_id, "epoch": epoch, "lined_up": lined_up, "now_ms": tx.now_ms}
    return tx.run(OFFER, **params) == 1


def move(
    tx: Tx,
    item: WorkItem,
    state: ItemState,
    *,
    wrap_up_until_ms: int | None = None,
    outcome: str = "",
    agent_id: str = "",
) -> None:
    """Give an item that has left the line its next state, in the same hands unless others are named."""
    tx.run(
        MOVE,
        id=item.id,
        state=state,
        agent_id=agent_id or item.agent_id,
        wrap_up_until_ms=wrap_up_until_ms,
        outcome=outcome or None,
        now_ms=tx.now_ms,
    )


def note(
    tx: Tx,
    item_id: str,
    lined_up: int,
    *,
    for_agent: str | None,
    kept_until_ms: int | None,
    excluded: Mapping[str, int | None],
    ring: int,
) -> None:
    """Keep what the router has found out about an item that waits or rings."""
    tx.run(
        NOTE,
        id=item_id,
        lined_up=lined_up,
        for_agent=for_agent,
        kept_until_ms=kept_until_ms,
        excluded=json.dumps(dict(excluded)),
        ring=ring,
    )


def move_on(tx: Tx, item_id: str, lined_up: int, queue_id: str, hops: int, visited: Sequence[str]) -> bool:
    """Let a waiting item overflow into another queue; False when it waits no more."""
    params = {"id": item_id, "lined_up": lined_up, "queue_id": queue_id, "hops": hops, "now_ms": tx.now_ms}
    return tx.run(MOVE_ON, visited=json.dumps(list(visited)), **params) == 1


def take(tx: Tx, item_id: str, agent_id: str) -> None:
    """Put an item into an agent's hands, wherever it stood."""
    tx.run(TAKE, id=item_id, agent_id=agent_id, now_ms=tx.now_ms)


def put_aside(tx: Tx, item_id: str, agent_id: str) -> bool:
    """Let interruptible work lie aside in its agent's hands; False when it is there no more, or not so."""
    return tx.run(PUT_ASIDE, id=item_id, agent_id=agent_id, now_ms=tx.now_ms) == 1


def resume(tx: Tx, item_id: str, agent_id: str) -> bool:
    """Let an agent go on with work that lay aside; False when it lies there no more."""
    return tx.run(RESUME, id=item_id, agent_id=agent_id) == 1


def prolong(tx: Tx, item_id: str, until_ms: int) -> None:
    """Let the time for writing up end later."""
    tx.run(PROLONG, id=item_id, until_ms=until_ms)


def open_to_all(tx: Tx, agent_id: str) -> None:
    """Let everybody in the queues have what was kept for this agent."""
    tx.run(OPEN_TO_ALL, agent_id=agent_id)


def wraps_up_until(tx: Tx, agent_id: str) -> int | None:
    """Return when an agent's time for writing up is over, None where there is nothing to write up."""
    until_ms: int | None = tx.scalar(WRAPS_UP_UNTIL, agent_id=agent_id)
    return until_ms


def item_of(row: tuple[object, ...]) -> WorkItem:
    """Return the item of a row of `open_rows`.

    Raises:
        ValueError: something in it cannot be read.
    """
    values = list(row)
    values[10] = ItemState(str(values[10]))
    values[14] = _who(str(values[14]))
    values[30] = tuple(json.loads(str(values[30])))
    values[31] = _codes(str(values[31]))
    return WorkItem(*values)  # type: ignore[arg-type]  # a row of exactly `_COLUMNS`


def _codes(preferred: str) -> tuple[str, ...]:
    return () if preferred == "[]" else tuple(str(code) for code in json.loads(preferred))


def _who(excluded: str) -> Mapping[str, int | None]:
    if excluded == "{}":
        return {}
    return {str(agent_id): until_ms for agent_id, until_ms in dict(json.loads(excluded)).items()}
