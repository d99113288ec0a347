"""How much work an agent holds and a queue has, whatever the medium."""

from sqlalchemy import text

from hub.database import Statement, Tx
from voice_bridge.store.tables import IN_HAND, LIVE

IN_HANDS = Statement(text(f"SELECT count(*) FROM work_items WHERE agent_id = :agent_id AND {IN_HAND}"))  # noqa: S608 - our own constant
IN_QUEUE = Statement(text(f"SELECT count(*) FROM work_items WHERE queue_id = :queue_id AND {LIVE}"))  # noqa: S608 - our own constant


def in_hands(tx: Tx, agent_id: str) -> int:
    """Return how many pieces of work ring at an agent or are in the agent's hands."""
    return int(tx.scalar(IN_HANDS, agent_id=agent_id))


def in_queue(tx: Tx, queue_id: str) -> int:
    """Return how many pieces of work of a queue are not over."""
    return int(tx.scalar(IN_QUEUE, queue_id=queue_id))
