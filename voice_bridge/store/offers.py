"""Offers: which item rings at which agent now, and how each offer ever made ended."""

from collections.abc import Mapping, Sequence
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
FREE = Statement(
    text(
        "DELETE FROM reservations WHERE work_item_id = :work_item_id AND agent_id = :agent_id"
        " AND offer_epoch = :offer_epoch"
    )
)
CLOSE = Statement(
    text(
        "UPDATE offers SET ended_ms = :now_ms, outcome = :outcome"
        " WHERE work_item_id = :work_item_id AND offer_epoch = :offer_epoch AND agent_id = :agent_id"
        " AND ended_ms IS NULL RETURNING made_ms"
    )
)
GIVE_GRACE = Statement(text("UPDATE reservations SET until_ms = :until_ms WHERE until_ms < :until_ms"))
AT = Statement(
    text("SELECT agent_id, until_ms FROM reservations WHERE work_item_id = :work_item_id ORDER BY until_ms, agent_id")
)
ALL = Statement(text("SELECT work_item_id, agent_id, until_ms FROM reservations ORDER BY until_ms, agent_id"))
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


def close_offer(tx: Tx, item_id: str, offer_epoch: int, agent_id: str, outcome: str) -> int | None:
    """Note how an offer ended; returns when it had been made, None when it rings no more."""
    if not tx.run(FREE, work_item_id=item_id, offer_epoch=offer_epoch, agent_id=agent_id):
        return None
    given = {"work_item_id": item_id, "offer_epoch": offer_epoch, "agent_id": agent_id, "outcome": outcome}
    made_ms = tx.scalar(CLOSE, now_ms=tx.now_ms, **given)
    return tx.now_ms if made_ms is None else int(made_ms)


def at(tx: Tx, item_id: str) -> Mapping[str, int]:
    """Return at whom an item rings, and until when."""
    return {row[0]: row[1] for row in tx.rows(AT, work_item_id=item_id)}


def by_item(tx: Tx) -> Mapping[str, Mapping[str, int]]:
    """Return at whom each item rings, and until when."""
    found: dict[str, dict[str, int]] = {}
    for item_id, agent_id, until_ms in tx.rows(ALL):
        found.setdefault(item_id, {})[agent_id] = until_ms
    return found


def give_grace(tx: Tx, until_ms: int) -> None:
    """Let nothing ring out before a time: while no router ran, nobody could hear it."""
    tx.run(GIVE_GRACE, until_ms=until_ms)


def ringing(tx: Tx, agent_id: str) -> Sequence[Ringing]:
    """Return what rings at an agent now, the most pressing first."""
    return [Ringing(*row) for row in tx.rows(RINGING, agent_id=agent_id)]
