"""Offers: which item rings at which agent now, and how each offer ever made ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from hub.database import Statement, Tx

RESERVE = Statement(
    text(
        "INSERT INTO reservations (work_item_id, agent_id, offer_epoch, until_ms)"
        " VALUES (:work_item_id, :agent_id, :offer_epoch, :until_ms)"
    )
)
INSERT = Statement(
    text(
        "INSERT INTO offers (work_item_id, offer_epoch, org_id, agent_id, made_ms)"
        " VALUES (:work_item_id, :offer_epoch, :org_id, :agent_id, :now_ms)"
    )
)
FREE = Statement(text("DELETE FROM reservations WHERE work_item_id = :work_item_id AND offer_epoch = :offer_epoch"))
CLOSE = Statement(
    text(
        "UPDATE offers SET ended_ms = :now_ms, outcome = :outcome"
        " WHERE work_item_id = :work_item_id AND offer_epoch = :offer_epoch AND ended_ms IS NULL RETURNING made_ms"
    )
)
RUNG_OUT = Statement(
    text("SELECT work_item_id FROM reservations WHERE until_ms <= :now_ms ORDER BY until_ms LIMIT :limit")
)
GIVE_GRACE = Statement(text("UPDATE reservations SET until_ms = :until_ms WHERE until_ms < :until_ms"))
RESERVED = Statement(text("SELECT 1 FROM reservations WHERE work_item_id = :work_item_id"))
RINGING = Statement(
    text(
        "SELECT r.work_item_id, r.offer_epoch, r.until_ms, w.conversation_id, w.queue_id, w.priority"
        " FROM reservations r JOIN work_items w ON w.id = r.work_item_id WHERE r.agent_id = :agent_id"
        " ORDER BY r.until_ms, r.work_item_id"
    )
)


@dataclass(frozen=True, slots=True)
class Ringing:
    """An offer that rings at an agent now."""

    work_item_id: str
    offer_epoch: int
    until_ms: int
    conversation_id: str | None
    queue_id: str
    priority: int


def open_offer(tx: Tx, *, item_id: str, org_id: str, agent_id: str, offer_epoch: int, until_ms: int) -> None:
    """Note that an item rings at an agent until a time."""
    tx.run(RESERVE, work_item_id=item_id, agent_id=agent_id, offer_epoch=offer_epoch, until_ms=until_ms)
    tx.run(INSERT, work_item_id=item_id, offer_epoch=offer_epoch, org_id=org_id, agent_id=agent_id, now_ms=tx.now_ms)


def close_offer(tx: Tx, item_id: str, offer_epoch: int, outcome: str) -> int:
    """Note how an offer ended; returns when it had been made."""
    tx.run(FREE, work_item_id=item_id, offer_epoch=offer_epoch)
    made_ms = tx.scalar(CLOSE, work_item_id=item_id, offer_epoch=offer_epoch, outcome=outcome, now_ms=tx.now_ms)
    return tx.now_ms if made_ms is None else int(made_ms)


def is_reserved(tx: Tx, item_id: str) -> bool:
    """Tell whether an item rings somewhere."""
    return tx.row(RESERVED, work_item_id=item_id) is not None


def rung_out(tx: Tx, limit: int) -> Sequence[str]:
    """Return the items whose offers have rung for their whole time."""
    return [row[0] for row in tx.rows(RUNG_OUT, now_ms=tx.now_ms, limit=limit)]


def give_grace(tx: Tx, until_ms: int) -> None:
    """Let nothing ring out before a time: while no router ran, nobody could hear it."""
    tx.run(GIVE_GRACE, until_ms=until_ms)


def ringing(tx: Tx, agent_id: str) -> Sequence[Ringing]:
    """Return what rings at an agent now, the most pressing first."""
    return [Ringing(*row) for row in tx.rows(RINGING, agent_id=agent_id)]
