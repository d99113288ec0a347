"""Receipts that came before we knew the platform's id of the message they belong to."""

from collections.abc import Sequence

from sqlalchemy import text

from hub.database import Statement, Tx
from hub.model import STATUS_RANK, Receipt, Status

KEEP = Statement(
    text(
        "INSERT INTO receipts (account_id, ext_id, status, status_rank, reason, at_ms, received_ms)"
        " VALUES (:account_id, :ext_id, :status, :rank, :reason, :at_ms, :received_ms)"
        " ON CONFLICT (account_id, ext_id, status) DO NOTHING"
    )
)
TAKE = Statement(
    text(
        "DELETE FROM receipts WHERE account_id = :account_id AND ext_id = :ext_id RETURNING status, status_rank, reason"
    )
)
FORGET = Statement(text("DELETE FROM receipts WHERE received_ms < :before_ms"))


def keep(tx: Tx, account_id: str, receipt: Receipt) -> None:
    """Keep a receipt whose message is not known (yet)."""
    tx.run(
        KEEP,
        account_id=account_id,
        ext_id=receipt.ext_id,
        status=receipt.status,
        rank=STATUS_RANK[receipt.status],
        reason=receipt.reason,
        at_ms=receipt.at_ms,
        received_ms=tx.now_ms,
    )


def take(tx: Tx, account_id: str, ext_id: str) -> Sequence[tuple[Status, str | None]]:
    """Take what was kept for a message whose platform id is known now, the lowest standing first."""
    rows = sorted(tx.rows(TAKE, account_id=account_id, ext_id=ext_id), key=lambda row: int(row[1]))
    return [(Status(row[0]), row[2]) for row in rows]


def forget(tx: Tx, before_ms: int) -> int:
    """Drop receipts that nothing has matched."""
    return tx.run(FORGET, before_ms=before_ms)
