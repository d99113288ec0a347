"""Answers to staff commands, kept 24 hours so that a repeat gets the same answer and has no second effect.

Rule: the row is written in the transaction of the effect, so there is never one without the other. On PostgreSQL a
transaction first takes an advisory lock on the key, which tells a repeat that the first one is still at work;
SQLite has one writer, and a repeat finds the answer.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, select, text

from hub.database import Statement, Tx
from hub.store.tables import idempotency

KEPT_MS = 24 * 3600 * 1000
"How long an answer is kept."

TRY_LOCK = Statement(
    sqlite=text("SELECT 1 WHERE :name IS NOT NULL"),
    postgresql=text("SELECT CASE WHEN pg_try_advisory_xact_lock(hashtextextended(:name, 12301)) THEN 1 ELSE 0 END"),
)
FIND = Statement(
    select(idempotency.c.request_hash, idempotency.c.status, idempotency.c.answer, idempotency.c.created_ms).where(
        idempotency.c.actor_id == bindparam("actor_id"),
        idempotency.c.method == bindparam("method"),
        idempotency.c.path == bindparam("path"),
        idempotency.c.key == bindparam("key"),
    )
)
DROP = Statement(
    text(
        "DELETE FROM idempotency WHERE actor_id = :actor_id AND method = :method AND path = :path AND key = :key"
        " AND created_ms < :before_ms"
    )
)
KEEP = Statement(
    text(
        "INSERT INTO idempotency (actor_id, method, path, key, request_hash, status, answer, created_ms)"
        " VALUES (:actor_id, :method, :path, :key, :request_hash, :status, :answer, :now_ms) ON CONFLICT DO NOTHING"
    )
)
SWEEP = Statement(text("DELETE FROM idempotency WHERE created_ms < :before_ms"))


@dataclass(frozen=True, slots=True)
class CommandKey:
    """What makes a command the same command."""

    actor_id: str
    method: str
    path: str
    key: str
    "The Idempotency-Key that the client chose."


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The answer that a command got."""

    request_hash: str
    status: int
    answer: str
    "JSON text, '' for an answer without a body."


def try_lock(tx: Tx, key: CommandKey) -> bool:
    """Hold the key until the transaction ends; tell whether nobody else holds it."""
    name = "\n".join((key.actor_id, key.method, key.path, key.key))
    return bool(tx.scalar(TRY_LOCK, name=name))


def find(tx: Tx, key: CommandKey) -> KeptAnswer | None:
    """Return the answer kept for this command, if it is not too old."""
    row = tx.row(FIND, actor_id=key.actor_id, method=key.method, path=key.path, key=key.key)
    if row is None or row[3] < tx.now_ms - KEPT_MS:
        return None
    return KeptAnswer(row[0], row[1], row[2])


def keep(tx: Tx, key: CommandKey, answer: KeptAnswer) -> bool:
    """Keep the answer in the effect's transaction; tell whether the place was free."""
    place = {"actor_id": key.actor_id, "method": key.method, "path": key.path, "key": key.key}
    tx.run(DROP, **place, before_ms=tx.now_ms - KEPT_MS)
    kept = tx.run(
        KEEP,
        **place,
        request_hash=answer.request_hash,
        status=answer.status,
        answer=answer.answer,
        now_ms=tx.now_ms,
    )
    return bool(kept)


def sweep(tx: Tx) -> int:
    """Delete the answers that are too old; return how many."""
    return tx.run(SWEEP, before_ms=tx.now_ms - KEPT_MS)
