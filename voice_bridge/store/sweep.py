"""What the sweeper looks for: rows that contradict each other, found with one query for each kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import text

from hub.database import Statement, Tx
from voice_bridge.store.tables import IN_HAND, LIVE, PRESENT

LIMIT = 200
"How many of each kind one sweep takes."


class Fault(StrEnum):
    """A contradiction that no unit of ours can leave behind."""

    NOT_IN_LINE = "not_in_line"
    "A conversation is queued, and nothing stands in the line for it."
    CONVERSATION_CLOSED = "conversation_closed"
    "Work is live whose conversation is closed."
    CONVERSATION_ELSEWHERE = "conversation_elsewhere"
    "Work stands in the line whose conversation is with the bot or with an agent."
    RINGS_FOR_EVER = "rings_for_ever"
    "Work is offered, and no reservation says until when."
    LOAD_WRONG = "load_wrong"
    "An agent's load is not the sum of the work in hand."


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction; `ref` is a conversation for NOT_IN_LINE, an agent for LOAD_WRONG, else an item."""

    fault: Fault
    ref: str


_CLOSED = "JOIN conversations c ON c.id = w.conversation_id AND c.state = 'closed'"
QUERIES = {
    Fault.NOT_IN_LINE: Statement(
        text(
            "SELECT c.id FROM conversations c WHERE c.is_open = 1 AND c.state = 'queued' AND NOT EXISTS"  # noqa: S608 - our own constants
            f" (SELECT 1 FROM work_items WHERE conversation_id = c.id AND {LIVE}"
            " AND state IN ('waiting', 'offered')) LIMIT :limit"
        )
    ),
    Fault.CONVERSATION_CLOSED: Statement(
        text(
            f"SELECT w.id FROM work_items w {_CLOSED} WHERE w.{LIVE} AND w.state <> 'wrap_up' LIMIT :limit"  # noqa: S608 - our own constants
        )
    ),
    Fault.CONVERSATION_ELSEWHERE: Statement(
        text(
            "SELECT w.id FROM work_items w JOIN conversations c ON c.id = w.conversation_id"  # noqa: S608 - our own constants
            f" WHERE w.{LIVE} AND w.state IN ('waiting', 'offered') AND w.kind = 'chat'"
            " AND c.state IN ('bot', 'assigned', 'on_hold') LIMIT :limit"
        )
    ),
    Fault.RINGS_FOR_EVER: Statement(
        text(
            "SELECT w.id FROM work_items w"  # noqa: S608 - our own constants
            f" WHERE w.{IN_HAND} AND w.state = 'offered' AND NOT EXISTS"
            " (SELECT 1 FROM reservations r WHERE r.work_item_id = w.id) LIMIT :limit"
        )
    ),
    Fault.LOAD_WRONG: Statement(
        text(
            "SELECT s.user_id FROM agent_state s"  # noqa: S608 - our own constants
            f" WHERE s.{PRESENT} AND s.load <> (SELECT coalesce(sum(w.weight), 0) FROM work_items w"
            f" WHERE w.agent_id = s.user_id AND w.{IN_HAND} AND w.state <> 'offered' AND w.aside_ms IS NULL"
            " AND NOT (w.state = 'wrap_up' AND w.wrap_up_until_ms IS NULL)) LIMIT :limit"
        )
    ),
}
LEFT_OVER = Statement(
    text(
        f"SELECT w.id FROM work_items w {_CLOSED}"  # noqa: S608 - our own constants
        f" WHERE w.{LIVE} AND w.state = 'wrap_up' AND w.wrap_up_until_ms IS NULL LIMIT :limit"
    )
)
STILL_QUEUED = Statement(
    text(
        "SELECT 1 FROM work_items"  # noqa: S608 - our own constant
        f" WHERE conversation_id = :conversation_id AND {LIVE} AND state IN ('waiting', 'offered')"
    )
)


def find(tx: Tx) -> Sequence[Finding]:
    """Return the contradictions of this moment."""
    return [Finding(fault, row[0]) for fault, statement in QUERIES.items() for row in tx.rows(statement, limit=LIMIT)]


def left_over(tx: Tx) -> Sequence[str]:
    """Return the work that was written up and whose conversation is closed: only its Done is missing."""
    return [row[0] for row in tx.rows(LEFT_OVER, limit=LIMIT)]


def in_line(tx: Tx, conversation_id: str) -> bool:
    """Tell whether something stands in the line for a conversation."""
    return tx.row(STILL_QUEUED, conversation_id=conversation_id) is not None
