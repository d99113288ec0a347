"""Who did or saw what, so that nobody can change it afterwards unseen.

Rules:
1. `record` is a plain insert in the transaction of the deed. Its fields are ids, codes, numbers and names of
   fields, never a person's words, names or phone numbers: what does not look like one is refused.
2. Each second the `Sealer` puts what has no batch yet into the next batch: SHA-256 over the digest before and the
   rows in canonical form, signed with the key ring. Whoever can write the tables but not read the ring cannot make
   a seal.
3. The newest seal is also written beside the database (`AuditHead`), because a chain alone does not notice that
   its end was cut off. Rows not yet sealed are protected by nothing, hence each second.
"""

import asyncio
import hashlib
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

import structlog

from hub.audit_head import AuditHead
from hub.clock import Clock
from hub.database import Database, Tx
from hub.errors import Unavailable
from hub.keys import KeyRing, SealBroken
from hub.model import Actor
from hub.store import audit as rows
from hub.store.audit import AuditRow, Seal

log = structlog.get_logger()

PURPOSE = "audit"
BATCH_ROWS = 1000
"At most so many rows in one batch, so that no unit holds the writer for long."
SEAL_EVERY_S = 1.0
UNSEALED_LIMIT_S = 60
"Rows that wait longer for their seal show that no sealer is at work."
BEGINNING = hashlib.sha256(b"hotline-hub audit 1").digest()
"What the first batch is chained to."
_CODE = re.compile(r"[A-Za-z0-9_.:/@+-]{0,128}", re.ASCII)
_PAGE = 200

Value = str | int | bool | None | Sequence[str]


@dataclass(frozen=True, slots=True)
class Subject:
    """What something was done to."""

    type: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """Something in the audit that is not as it was sealed."""

    code: str
    batch: int | None
    detail: str


def record(
    tx: Tx,
    actor: Actor,
    action: str,
    subject: Subject,
    fields: Mapping[str, Value] | None = None,
    *,
    org_id: str | None = None,
) -> None:
    """Add a row to the audit, in the transaction of the deed.

    Args:
        tx: the deed's transaction.
        actor: who did it.
        action: `noun.past_verb`: 'session.opened', 'phone.revealed'.
        subject: what it was done to.
        fields: ids, codes and names of changed fields.
        org_id: whose row it is, so that an auditor of one city does not read another's.

    Raises:
        ValueError: a field holds something that is no id, code or number.
    """
    given = dict(fields or {})
    for name, value in given.items():
        if not _harmless(name) or not _harmless(value):
            raise ValueError(f"the audit holds ids, codes and numbers only: {name}")
    row = AuditRow(
        id=tx.new_id(),
        org_id=org_id,
        at_ms=tx.now_ms,
        actor_kind=actor.kind,
        actor_id=actor.id,
        action=action,
        subject_type=subject.type,
        subject_id=subject.id,
        fields=json.dumps(given, sort_keys=True, separators=(",", ":")),
    )
    rows.insert(tx, row)


@dataclass(frozen=True, slots=True)
class SealArgs:
    """What the unit `seal` needs."""

    ring: KeyRing
    limit: int = BATCH_ROWS


def seal(tx: Tx, given: SealArgs) -> Seal | None:
    """Seal what waits into one batch; None when nothing waits or another process is sealing."""
    if not rows.lock_for_sealing(tx) or not rows.has_unsealed(tx):
        return None
    before = rows.last_seal(tx)
    batch = before.batch + 1 if before else 1
    taken = rows.take_unsealed(tx, batch, given.limit)
    digest = chained(before.digest if before else BEGINNING, batch, taken)
    key_id = given.ring.active_id
    mac = given.ring.mac(PURPOSE, _signed(batch, len(taken), tx.now_ms, digest), key_id)
    made = Seal(batch, len(taken), tx.now_ms, digest, mac, key_id)
    rows.add_seal(tx, made)
    return made


def chained(before: bytes, batch: int, batch_rows: Sequence[AuditRow]) -> bytes:
    """Return the digest of a batch: over the digest before and the rows in canonical form, by id."""
    digest = hashlib.sha256(before + batch.to_bytes(8, "big"))
    for row in batch_rows:
        digest.update(json.dumps(astuple(row), separators=(",", ":")).encode() + b"\n")
    return digest.digest()


class Sealer:
    """Seals new rows each second; one per process, and any number of processes."""

    def __init__(self, database: Database, ring: KeyRing, head: AuditHead, clock: Clock) -> None:
        self._database = database
        self._ring = ring
        self._head = head
        self._clock = clock

    async def run(self) -> None:
        """Seal for ever; a store that is away is tried again, the rows wait in it."""
        while True:
            try:
                await self.seal_waiting()
            except (Unavailable, OSError) as error:
                log.warning("audit.seal_failed", reason=type(error).__name__)
            await self._clock.sleep(SEAL_EVERY_S)

    async def seal_waiting(self) -> int:
        """Seal all that waits now; return the number of rows."""
        sealed = 0
        while await self._database.read(_has_unsealed, None):
            made = await self._database.write(seal, SealArgs(self._ring))
            if made is None:
                break
            await asyncio.to_thread(self._head.note, made)  # waits for the disk
            sealed += made.rows
        return sealed


async def seal_before(database: Database, newest: int) -> Seal | None:
    """Return the seal that only the `newest` ones follow, None if the whole chain is no longer than that."""
    return await database.read(rows.seal_before, newest)


async def verify(
    database: Database, ring: KeyRing, head: AuditHead, now_ms: int, *, after: Seal | None = None
) -> list[Broken]:
    """Return all that is not as it was sealed: rows changed, deleted or added, seals forged, the end cut off.

    Args:
        database: Where the audit is.
        ring: The keys that made the seals.
        head: The newest seal as noted beside the database.
        now_ms: The time, to tell whether somebody still seals.
        after: Verify only what follows this seal, and the seal itself; None verifies everything.
    """
    found: list[Broken] = []
    last, digest = (after.batch, after.digest) if after else (0, BEGINNING)
    if after is not None and not _is_ours(after, ring):
        found.append(_forged(after))
    start = last
    noted = await asyncio.to_thread(head.read)
    while page := await database.read(_page, last):
        for one, batch_rows in page:
            found += _judged(one, batch_rows, last, digest, ring)
            if noted is not None and noted[0] == one.batch and noted[1] != one.digest:
                found.append(Broken("head_differs", one.batch, "the seal is not the one noted outside the database"))
            last, digest = one.batch, one.digest
    if noted is not None and not 0 < noted[0] <= last:
        found.append(Broken("tail_cut", last, f"sealed up to batch {noted[0]}, the table ends at {last}"))
    rest = await database.read(_rest, start)
    found += [Broken("rows_unsealed", batch, "rows name a batch that was never sealed") for batch in rest.strays]
    if rest.oldest_ms is not None and rest.oldest_ms < now_ms - UNSEALED_LIMIT_S * 1000:
        found.append(Broken("sealer_idle", None, "rows have been waiting for their seal for more than a minute"))
    return found


@dataclass(frozen=True, slots=True)
class _Rest:
    strays: tuple[int, ...]
    oldest_ms: int | None


def _has_unsealed(tx: Tx, _: None) -> bool:
    return rows.has_unsealed(tx)


def _page(tx: Tx, after: int) -> list[tuple[Seal, Sequence[AuditRow]]]:
    return [(one, rows.rows_of(tx, one.batch)) for one in rows.seals_after(tx, after, _PAGE)]


def _rest(tx: Tx, after: int) -> _Rest:
    return _Rest(tuple(rows.stray_batches(tx, after)), rows.oldest_unsealed_ms(tx))


def _judged(one: Seal, batch_rows: Sequence[AuditRow], last: int, before: bytes, ring: KeyRing) -> list[Broken]:
    found: list[Broken] = []
    if one.batch != last + 1:
        found.append(Broken("batch_missing", one.batch, f"batches {last + 1} to {one.batch - 1} are gone"))
    elif len(batch_rows) != one.rows:
        found.append(Broken("rows_counted", one.batch, f"{one.rows} rows were sealed, {len(batch_rows)} are there"))
    elif chained(before, one.batch, batch_rows) != one.digest:
        found.append(Broken("rows_changed", one.batch, "the rows are not the ones that were sealed"))
    if not _is_ours(one, ring):
        found.append(_forged(one))
    return found


def _forged(one: Seal) -> Broken:
    return Broken("seal_forged", one.batch, "the seal was not made with the key ring")


def _is_ours(one: Seal, ring: KeyRing) -> bool:
    try:
        expected = ring.mac(PURPOSE, _signed(one.batch, one.rows, one.sealed_ms, one.digest), one.key_id)
    except SealBroken:
        return False
    return secrets.compare_digest(expected, one.mac)


def _signed(batch: int, count: int, sealed_ms: int, digest: bytes) -> bytes:
    return json.dumps([batch, count, sealed_ms, digest.hex()]).encode()


def _harmless(value: Value) -> bool:
    if value is None or isinstance(value, int):
        return True
    if isinstance(value, str):
        return _CODE.fullmatch(value) is not None
    return all(_CODE.fullmatch(item) for item in value)
