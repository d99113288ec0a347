"""What those who wait were told, and how their waits ended.

Rule: a row is for one time in the line; one that was told for an earlier time, or of work that waits no more or has
become a rescue, is shown to nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import text

from hub.database import Statement, Tx

_COLUMNS = "work_item_id, lined_up, position, p50_ms, p90_ms, told_ms, offered_ms"
ALL = Statement(text(f"SELECT {_COLUMNS} FROM waits_told"))  # noqa: S608 - our own constant
SHOWN = Statement(
    text(
        "SELECT t.position, t.p50_ms, t.p90_ms FROM waits_told t JOIN work_items w ON w.id = t.work_item_id"
        " WHERE t.conversation_id = :conversation_id AND w.state IN ('waiting', 'offered') AND w.priority > 0"
        " AND w.lined_up = t.lined_up"
    )
)
# The first promise is the first with a time; until then the place alone was told.
TELL = Statement(
    text(
        "INSERT INTO waits_told (work_item_id, org_id, conversation_id, queue_id, lined_up, position, p50_ms, p90_ms,"
        " told_ms, first_ms, first_position, first_p50_ms, first_p90_ms)"
        " SELECT id, org_id, conversation_id, queue_id, lined_up, CAST(:position AS INTEGER), CAST(:p50_ms AS BIGINT),"
        " CAST(:p90_ms AS BIGINT), CAST(:now_ms AS BIGINT), CAST(:now_ms AS BIGINT), CAST(:position AS INTEGER),"
        " CAST(:p50_ms AS BIGINT), CAST(:p90_ms AS BIGINT) FROM work_items"
        " WHERE id = :id AND state = 'waiting' AND lined_up = :lined_up AND priority > 0"
        " ON CONFLICT (work_item_id) DO UPDATE SET queue_id = excluded.queue_id,"
        " position = excluded.position, p50_ms = excluded.p50_ms, p90_ms = excluded.p90_ms, told_ms = excluded.told_ms,"
        " first_ms = CASE WHEN waits_told.first_p50_ms IS NULL THEN excluded.told_ms ELSE waits_told.first_ms END,"
        " first_position = CASE WHEN waits_told.first_p50_ms IS NULL THEN excluded.position"
        " ELSE waits_told.first_position END,"
        " first_p50_ms = COALESCE(waits_told.first_p50_ms, excluded.p50_ms),"
        " first_p90_ms = COALESCE(waits_told.first_p90_ms, excluded.p90_ms)"
        " RETURNING org_id, queue_id, conversation_id"
    )
)
OFFERED = Statement(text("UPDATE waits_told SET offered_ms = :now_ms WHERE work_item_id = :id"))
ENDING = Statement(
    text(
        "SELECT t.org_id, t.conversation_id, t.first_ms, t.first_position, t.first_p50_ms, t.first_p90_ms,"
        " t.queue_id, w.agent_id, w.state, w.changed_ms, w.outcome, (SELECT min(o.ended_ms) FROM offers o"
        " WHERE o.work_item_id = t.work_item_id AND o.outcome = 'accepted' AND o.ended_ms >= t.first_ms)"
        " FROM waits_told t LEFT JOIN work_items w ON w.id = t.work_item_id WHERE t.work_item_id = :id"
    )
)
FORGET = Statement(text("DELETE FROM waits_told WHERE work_item_id = :id"))


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody who waits was told last."""

    item_id: str
    lined_up: int
    position: int
    p50_ms: int | None
    p90_ms: int | None
    told_ms: int
    offered_ms: int | None = None
    "When it was offered to leave a message."


@dataclass(frozen=True, slots=True)
class Ending:
    """A wait that may be over: the first promise, and where the work is now."""

    org_id: str
    conversation_id: str | None
    first_ms: int
    first_position: int
    first_p50_ms: int | None
    first_p90_ms: int | None
    queue_id: str
    "Where it waited when it was told last."
    agent_id: str | None
    state: str | None
    "None: the work is not there any more."
    changed_ms: int | None
    outcome: str | None
    accepted_ms: int | None
    "When somebody accepted it, after it was promised."


def every(tx: Tx) -> Mapping[str, Told]:
    """Return what everybody was told last, by item."""
    return {row[0]: Told(*row) for row in tx.rows(ALL)}


def shown(tx: Tx, conversation_id: str) -> tuple[int, int | None, int | None] | None:
    """Return position, p50 and p90 (milliseconds) as told to somebody who still waits, None to anybody else."""
    row = tx.row(SHOWN, conversation_id=conversation_id)
    return None if row is None else (row[0], row[1], row[2])


def tell(tx: Tx, told: Told) -> tuple[str, str, str | None] | None:
    """Note what somebody is told now; None when that work does not wait (so) any more.

    Returns:
        Organisation, queue and conversation of the work.
    """
    row = tx.row(
        TELL,
        id=told.item_id,
        lined_up=told.lined_up,
        position=told.position,
        p50_ms=told.p50_ms,
        p90_ms=told.p90_ms,
        now_ms=told.told_ms,
    )
    return None if row is None else (row[0], row[1], row[2])


def offered(tx: Tx, item_id: str) -> None:
    """Note that it was offered to leave a message."""
    tx.run(OFFERED, id=item_id, now_ms=tx.now_ms)


def end(tx: Tx, item_id: str) -> Ending | None:
    """Forget what was told, and return it with where the work is now; None where nothing was told."""
    row = tx.row(ENDING, id=item_id)
    if row is None:
        return None
    tx.run(FORGET, id=item_id)
    return Ending(*row)
