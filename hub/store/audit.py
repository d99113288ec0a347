"""Rows of the audit and the seals over them.

Rule: a row is inserted once and then changed only by the sealer, which gives it the number of its batch. The sealer
takes whatever has no batch yet, in one statement, so a row that a slow transaction commits late simply lands in a
later batch.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from hub.database import Statement, Tx

_COLUMNS = "id, org_id, at_ms, actor_kind, actor_id, action, subject_type, subject_id, fields"
INSERT = Statement(
    text(
        f"INSERT INTO audit ({_COLUMNS}) VALUES (:id, :org_id, :at_ms, :actor_kind, :actor_id, :action,"  # noqa: S608 - our own constant
        " :subject_type, :subject_id, :fields)"
    )
)
UNSEALED = Statement(text("SELECT 1 FROM audit WHERE batch IS NULL LIMIT 1"))
OLDEST_UNSEALED = Statement(text("SELECT min(at_ms) FROM audit WHERE batch IS NULL"))
# One sealer at a time over all processes; SQLite has one writer anyway.
TRY_LOCK = Statement(
    sqlite=text("SELECT 1"),
    postgresql=text("SELECT CASE WHEN pg_try_advisory_xact_lock(1230100001) THEN 1 ELSE 0 END"),
)
TAKE = Statement(
    text(
        f"UPDATE audit SET batch = :batch WHERE id IN (SELECT id FROM audit WHERE batch IS NULL ORDER BY id LIMIT :limit)"  # noqa: E501, S608
        f" RETURNING {_COLUMNS}"
    )
)
ROWS = Statement(text(f"SELECT {_COLUMNS} FROM audit WHERE batch = :batch ORDER BY id"))  # noqa: S608 - our own constant
_SEAL = "batch, rows, sealed_ms, digest, mac, key_id"
LAST_SEAL = Statement(text(f"SELECT {_SEAL} FROM audit_seals ORDER BY batch DESC LIMIT 1"))  # noqa: S608 - our own constant
SEAL_BEFORE = Statement(text(f"SELECT {_SEAL} FROM audit_seals ORDER BY batch DESC LIMIT 1 OFFSET :newest"))  # noqa: S608 - our own constant
SEALS = Statement(
    text(f"SELECT {_SEAL} FROM audit_seals WHERE batch > :batch ORDER BY batch LIMIT :limit")  # noqa: S608 - our own constant
)
ADD_SEAL = Statement(
    text(
        f"INSERT INTO audit_seals ({_SEAL}) VALUES (:batch, :rows, :sealed_ms, :digest, :mac, :key_id)"  # noqa: S608 - our own constant
    )
)
LAST_OF = Statement(
    text(
        f"SELECT {_COLUMNS} FROM audit WHERE subject_type = :subject_type AND subject_id = :subject_id"  # noqa: S608 - our own constant
        " ORDER BY id DESC LIMIT 1"
    )
)
STRAY = Statement(
    text(
        "SELECT DISTINCT batch FROM audit WHERE batch > :after"
        " AND NOT EXISTS (SELECT 1 FROM audit_seals WHERE audit_seals.batch = audit.batch) ORDER BY batch LIMIT 20"
    )
)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One thing done or seen."""

    id: str
    org_id: str | None
    at_ms: int
    actor_kind: str
    actor_id: str | None
    action: str
    subject_type: str
    subject_id: str | None
    fields: str
    "JSON object."


@dataclass(frozen=True, slots=True)
class Seal:
    """The seal over one batch of rows."""

    batch: int
    rows: int
    sealed_ms: int
    digest: bytes
    mac: bytes
    key_id: str


def insert(tx: Tx, row: AuditRow) -> None:
    """Add a row."""
    tx.run(
        INSERT,
        id=row.id,
        org_id=row.org_id,
        at_ms=row.at_ms,
        actor_kind=row.actor_kind,
        actor_id=row.actor_id,
        action=row.action,
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        fields=row.fields,
    )


def last_of(tx: Tx, subject_type: str, subject_id: str) -> AuditRow | None:
    """Return the latest thing that was done to a subject."""
    row = tx.row(LAST_OF, subject_type=subject_type, subject_id=subject_id)
    return AuditRow(*row) if row else None


def has_unsealed(tx: Tx) -> bool:
    """Tell whether there is anything to seal."""
    return tx.scalar(UNSEALED) is not None


def oldest_unsealed_ms(tx: Tx) -> int | None:
    """Return since when the oldest row has been waiting for its seal."""
    at_ms: int | None = tx.scalar(OLDEST_UNSEALED)
    return at_ms


def lock_for_sealing(tx: Tx) -> bool:
    """Hold the right to seal until the transaction ends; tell whether nobody else has it."""
    return bool(tx.scalar(TRY_LOCK))


def take_unsealed(tx: Tx, batch: int, limit: int) -> Sequence[AuditRow]:
    """Put up to `limit` rows that have no batch into this one and return them by id."""
    rows = [AuditRow(*row) for row in tx.rows(TAKE, batch=batch, limit=limit)]
    return sorted(rows, key=lambda row: row.id)


def rows_of(tx: Tx, batch: int) -> Sequence[AuditRow]:
    """Return a batch's rows by id."""
    return [AuditRow(*row) for row in tx.rows(ROWS, batch=batch)]


def last_seal(tx: Tx) -> Seal | None:
    """Return the newest seal."""
    row = tx.row(LAST_SEAL)
    return _seal(row) if row else None


def seal_before(tx: Tx, newest: int) -> Seal | None:
    """Return the seal that only the `newest` ones follow, None if there are no more than those."""
    row = tx.row(SEAL_BEFORE, newest=newest)
    return _seal(row) if row else None


def seals_after(tx: Tx, batch: int, limit: int) -> Sequence[Seal]:
    """Return the next seals in order."""
    return [_seal(row) for row in tx.rows(SEALS, batch=batch, limit=limit)]


def add_seal(tx: Tx, seal: Seal) -> None:
    """Keep a seal."""
    tx.run(
        ADD_SEAL,
        batch=seal.batch,
        rows=seal.rows,
        sealed_ms=seal.sealed_ms,
        digest=seal.digest,
        mac=seal.mac,
        key_id=seal.key_id,
    )


def stray_batches(tx: Tx, after: int) -> Sequence[int]:
    """Return numbers of later batches that rows name but no seal covers (the first 20)."""
    return [row[0] for row in tx.rows(STRAY, after=after)]


def _seal(row: Sequence[object]) -> Seal:
    batch, rows, sealed_ms, digest, mac, key_id = row
    if not (isinstance(digest, bytes | memoryview) and isinstance(mac, bytes | memoryview)):
        raise TypeError("a seal's digest and mac are bytes")
    return Seal(int(str(batch)), int(str(rows)), int(str(sealed_ms)), bytes(digest), bytes(mac), str(key_id))
