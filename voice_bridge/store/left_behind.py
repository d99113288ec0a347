"""Talks whose agent's browser is gone while the tourist waits for an answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from hub.database import Statement, Tx
from voice_bridge.agent_rules import PRESENCE_LOST
from voice_bridge.store.tables import LIVE

_ANSWERED_LAST = (
    "SELECT m.direction FROM messages m WHERE m.conversation_id = c.id AND m.author_kind IN ('tourist', 'agent')"
    " AND m.direction IN ('in', 'out') ORDER BY m.seq DESC LIMIT 1"
)
FIND = Statement(
    text(
        "SELECT c.id, w.agent_id FROM agent_state s JOIN work_items w ON w.agent_id = s.user_id"  # noqa: S608 - our own constants
        f" AND w.state = 'active' AND w.{LIVE} JOIN conversations c ON c.id = w.conversation_id"
        " WHERE s.state = 'offline' AND s.reason = :lost AND c.owner_id = w.agent_id AND c.queue_id IS NOT NULL"
        " AND c.state IN ('assigned', 'on_hold') AND (c.rescue = 1 OR (s.since_ms <= :before_ms"
        f" AND (c.state = 'on_hold' OR ({_ANSWERED_LAST}) = 'in'))) ORDER BY c.rescue DESC, c.id LIMIT :limit"
    )
)


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A conversation, and the agent who has it and is gone."""

    conversation_id: str
    agent_id: str


def find(tx: Tx, before_ms: int, limit: int) -> Sequence[LeftBehind]:
    """Return talks in which somebody waits whose agent was lost before a time; rescues however lately, and first."""
    return [LeftBehind(*row) for row in tx.rows(FIND, lost=PRESENCE_LOST, before_ms=before_ms, limit=limit)]
