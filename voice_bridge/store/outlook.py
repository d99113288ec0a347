"""One cheap query that says whether the router has anything to do."""

from dataclasses import dataclass

from sqlalchemy import text

from hub.database import Statement, Tx
from voice_bridge.store.tables import IN_LINE, KEPT, PRESENT, RESCUES, WRAPPING_UP

# Each part is one probe of an index made for it.
LOOK = Statement(
    text(
        "SELECT (SELECT until_ms FROM reservations ORDER BY until_ms LIMIT 1),"  # noqa: S608 - our own constants
        f" (SELECT presence_until_ms FROM agent_state WHERE {PRESENT} ORDER BY presence_until_ms LIMIT 1),"
        f" (SELECT wrap_up_until_ms FROM work_items WHERE {WRAPPING_UP} ORDER BY wrap_up_until_ms LIMIT 1),"
        f" (SELECT min(changed_ms) FROM work_items WHERE {KEPT}),"
        f" EXISTS (SELECT 1 FROM work_items WHERE {RESCUES}),"
        " EXISTS (SELECT 1 FROM agent_state s JOIN queue_members m ON m.user_id = s.user_id"
        f" WHERE s.state = 'ready' AND EXISTS (SELECT 1 FROM work_items WHERE queue_id = m.queue_id AND {IN_LINE})),"
        " EXISTS (SELECT 1 FROM agent_state s WHERE s.state = 'ready'"
        f" AND EXISTS (SELECT 1 FROM work_items WHERE for_agent = s.user_id AND {KEPT}))"
    )
)
RESCUE = Statement(text(f"SELECT 1 FROM work_items WHERE {RESCUES} LIMIT 1"))  # noqa: S608 - our own constant


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the open rows say at a glance."""

    due_ms: int | None
    "When the first of them is due by itself: an offer, a heartbeat, a wrap-up, work kept for one agent."
    rescue: bool
    "A rescue waits in some line."
    possible: bool
    "Somebody who is ready serves a line in which something waits."


def look(tx: Tx, kept_for_ms: int) -> Outlook:
    """Return the outlook; work is kept for one agent for `kept_for_ms`."""
    row = tx.row(LOOK)
    assert row is not None, "a SELECT without FROM has one row"  # noqa: S101 - narrows the type
    rings_ms, silent_ms, wrapped_ms, kept_ms, rescue, served, kept = row
    opens_ms = None if kept_ms is None else kept_ms + kept_for_ms
    due = [at_ms for at_ms in (rings_ms, silent_ms, wrapped_ms, opens_ms) if at_ms is not None]
    return Outlook(min(due, default=None), bool(rescue), bool(served or kept))


def rescue_waits(tx: Tx) -> bool:
    """Tell whether a rescue waits in some line."""
    return tx.row(RESCUE) is not None
