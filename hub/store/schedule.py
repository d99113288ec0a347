"""What is to be done at a time: one row per (kind, ref), so that putting it again moves it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from hub.database import Statement, Tx

PUT = Statement(
    text(
        "INSERT INTO schedule (kind, ref, org_id, due_ms, data) VALUES (:kind, :ref, :org_id, :due_ms, :data)"
        " ON CONFLICT (kind, ref) DO UPDATE SET due_ms = excluded.due_ms, data = excluded.data"
    )
)
DROP = Statement(text("DELETE FROM schedule WHERE kind = :kind AND ref = :ref"))
RESCUE = "rescue"
"The kind that is watched apart, because it must not wait behind anything else."
_DUE = (
    "SELECT kind, ref, org_id, due_ms, data FROM schedule WHERE due_ms <= :now_ms AND kind <> 'rescue'"
    " ORDER BY due_ms LIMIT :limit"
)
_DUE_OF = (
    "SELECT kind, ref, org_id, due_ms, data FROM schedule WHERE kind = :kind AND due_ms <= :now_ms"
    " ORDER BY due_ms LIMIT :limit"
)
DUE_OF = Statement(sqlite=text(_DUE_OF), postgresql=text(_DUE_OF + " FOR UPDATE SKIP LOCKED"))
NEXT_OF = Statement(text("SELECT min(due_ms) FROM schedule WHERE kind = :kind"))
DUE = Statement(sqlite=text(_DUE), postgresql=text(_DUE + " FOR UPDATE SKIP LOCKED"))


@dataclass(frozen=True, slots=True)
class Due:
    """Something whose time has come; `data` is JSON text."""

    kind: str
    ref: str
    org_id: str
    due_ms: int
    data: str


def put(tx: Tx, kind: str, ref: str, org_id: str, due_ms: int, data: str = "{}") -> None:
    """Say what is to be done when; again with the same (kind, ref) moves it."""
    tx.run(PUT, kind=kind, ref=ref, org_id=org_id, due_ms=due_ms, data=data)


def drop(tx: Tx, kind: str, ref: str) -> None:
    """Forget it; harmless when it is not there."""
    tx.run(DROP, kind=kind, ref=ref)


def due_of(tx: Tx, kind: str) -> int | None:
    """Return when the next thing of a kind is due."""
    due_ms: int | None = tx.scalar(NEXT_OF, kind=kind)
    return due_ms


def take_due_of(tx: Tx, kind: str, limit: int) -> Sequence[Due]:
    """Take what is due of one kind that has its own watch; doing it belongs into the same unit."""
    taken = [Due(*row) for row in tx.rows(DUE_OF, kind=kind, now_ms=tx.now_ms, limit=limit)]
    for due in taken:
        drop(tx, due.kind, due.ref)
    return taken


def take_due(tx: Tx, limit: int) -> Sequence[Due]:
    """Take what is due off the list, without the kinds that have their own watch; doing it belongs into this unit."""
    taken = [Due(*row) for row in tx.rows(DUE, now_ms=tx.now_ms, limit=limit)]
    for due in taken:
        drop(tx, due.kind, due.ref)
    return taken
