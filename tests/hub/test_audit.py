"""The audit: what was sealed cannot be changed, deleted, added to or cut off unseen."""

import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, text, update

from hub import audit, patience
from hub.audit import BATCH_ROWS, SealArgs, Sealer, Subject, record, seal, seal_before, verify
from hub.audit_head import AuditHead
from hub.clock import ManualClock
from hub.database import Database, Tx
from hub.keys import KeyRing, Ring, new_master_key
from hub.model import SYSTEM, Actor
from hub.store import audit as rows
from hub.store.audit import Seal
from hub.store.tables import audit as audit_table
from hub.store.tables import audit_seals
from tests.people import key_ring

pytestmark = pytest.mark.store

MIDDLE = 2
WORKERS = 8
ON_SQLITE = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
"For what no engine does differently: PostgreSQL takes half a second to make its tables."


@pytest.fixture
def clock() -> ManualClock:
    """Return a clock that the test moves."""
    return ManualClock()


@pytest.fixture
def ring() -> KeyRing:
    return key_ring()


@pytest.fixture
def head(tmp_path: Path) -> AuditHead:
    return AuditHead(tmp_path / "audit-head.json")


@pytest.fixture
def sealer(database: Database, ring: KeyRing, head: AuditHead, clock: ManualClock) -> Sealer:
    return Sealer(database, ring, head, clock)


def deed(tx: Tx, number: int) -> None:
    record(tx, Actor("user", f"u{number}"), "thing.done", Subject("thing", f"t{number}"), {"n": number}, org_id="o")


async def sealed_batches(database: Database, sealer: Sealer, batches: int = 3, each: int = 4) -> None:
    for batch in range(batches):
        for number in range(each):
            await database.write(deed, batch * each + number)
        assert await sealer.seal_waiting() == each


def last_seal(tx: Tx, _: None) -> Seal | None:
    return rows.last_seal(tx)


async def findings(database: Database, ring: KeyRing, head: AuditHead, clock: ManualClock) -> set[str]:
    return {broken.code for broken in await verify(database, ring, head, clock.now_ms())}


async def test_what_nobody_touched_is_found_whole(
    database: Database, sealer: Sealer, ring: KeyRing, head: AuditHead, clock: ManualClock
) -> None:
    assert await findings(database, ring, head, clock) == set()
    await sealed_batches(database, sealer)
    assert await findings(database, ring, head, clock) == set()
    assert await sealer.seal_waiting() == 0


async def test_a_row_keeps_ids_and_codes_and_nothing_a_person_said(database: Database) -> None:
    for harmful in ("张三", "two words", "<script>", "a\n"):
        harms: list[Mapping[str, audit.Value]] = [{"value": harmful}, {harmful: 1}, {"values": ["ok", harmful]}]
        for fields in harms:

            def harm(tx: Tx, given: Mapping[str, audit.Value]) -> None:
                record(tx, SYSTEM, "x.done", Subject("x"), given)

            with pytest.raises(ValueError, match="ids, codes and numbers"):
                await database.write(harm, fields)

    def harmless(tx: Tx, _: None) -> None:
        record(tx, SYSTEM, "x.done", Subject("x"), {"fields": ["name", "phone"], "to": None, "open": True, "n": 3})

    await database.write(harmless, None)

    def read(tx: Tx, _: None) -> list[str]:
        return list(tx.connection.execute(select(audit_table.c.fields)).scalars())

    [kept] = await database.read(read, None)
    assert json.loads(kept) == {"fields": ["name", "phone"], "to": None, "open": True, "n": 3}


Harm = Callable[[Tx, None], object]


def in_batch(tx: Tx, batch: int) -> str:
    query = select(audit_table.c.id).where(audit_table.c.batch == batch).order_by(audit_table.c.id).limit(1)
    return str(tx.connection.execute(query).scalar_one())


def change_a_row(tx: Tx, _: None) -> None:
    change = update(audit_table).where(audit_table.c.id == in_batch(tx, MIDDLE))
    tx.connection.execute(change.values(actor_id="somebody else"))


def delete_a_row(tx: Tx, _: None) -> None:
    tx.connection.execute(delete(audit_table).where(audit_table.c.id == in_batch(tx, MIDDLE)))


def swap_two_rows(tx: Tx, _: None) -> None:
    """Exchange what two rows say and leave every count as it was."""
    ids = tx.connection.execute(select(audit_table.c.id, audit_table.c.actor_id).limit(2)).all()
    for (row_id, _own), (_other_id, other) in zip(ids, reversed(ids), strict=True):
        tx.connection.execute(update(audit_table).where(audit_table.c.id == row_id).values(actor_id=other))


def add_a_row(tx: Tx, _: None) -> None:
    deed(tx, 99)
    tx.connection.execute(update(audit_table).where(audit_table.c.batch.is_(None)).values(batch=MIDDLE))


def move_a_row(tx: Tx, _: None) -> None:
    tx.connection.execute(update(audit_table).where(audit_table.c.id == in_batch(tx, MIDDLE)).values(batch=MIDDLE + 1))


def name_a_batch_that_never_was(tx: Tx, _: None) -> None:
    deed(tx, 99)
    tx.connection.execute(update(audit_table).where(audit_table.c.batch.is_(None)).values(batch=77))


def delete_a_batch(tx: Tx, _: None) -> None:
    tx.connection.execute(delete(audit_table).where(audit_table.c.batch == MIDDLE))
    tx.connection.execute(delete(audit_seals).where(audit_seals.c.batch == MIDDLE))


def delete_the_first_batch(tx: Tx, _: None) -> None:
    tx.connection.execute(delete(audit_table).where(audit_table.c.batch == 1))
    tx.connection.execute(delete(audit_seals).where(audit_seals.c.batch == 1))


def cut_the_tail(tx: Tx, _: None) -> None:
    tx.connection.execute(delete(audit_table).where(audit_table.c.batch == MIDDLE + 1))
    tx.connection.execute(delete(audit_seals).where(audit_seals.c.batch == MIDDLE + 1))


def cut_everything(tx: Tx, _: None) -> None:
    tx.connection.execute(delete(audit_table))
    tx.connection.execute(delete(audit_seals))


def forge_a_seal(tx: Tx, _: None) -> None:
    """Change a row and mend the whole chain after it, as somebody without the key ring can."""
    delete_a_row(tx, None)
    before = audit.BEGINNING
    for one in rows.seals_after(tx, 0, 100):
        batch_rows = rows.rows_of(tx, one.batch)
        digest = audit.chained(before, one.batch, batch_rows)
        change = update(audit_seals).where(audit_seals.c.batch == one.batch)
        tx.connection.execute(change.values(digest=digest, rows=len(batch_rows)))
        before = digest


def replace_the_last_seal(tx: Tx, _: None) -> None:
    """Take the last batch's rows back and let the running sealer seal others in their place."""
    cut_the_tail(tx, None)
    deed(tx, 1234)


@ON_SQLITE
@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (change_a_row, "rows_changed"),
        (swap_two_rows, "rows_changed"),
        (delete_a_row, "rows_counted"),
        (add_a_row, "rows_counted"),
        (move_a_row, "rows_counted"),
        (name_a_batch_that_never_was, "rows_unsealed"),
        (delete_a_batch, "batch_missing"),
        (delete_the_first_batch, "batch_missing"),
        (cut_the_tail, "tail_cut"),
        (cut_everything, "tail_cut"),
        (forge_a_seal, "seal_forged"),
    ],
)
async def test_every_kind_of_harm_is_found(
    database: Database,
    sealer: Sealer,
    ring: KeyRing,
    head: AuditHead,
    clock: ManualClock,
    harm: Harm,
    code: str,
) -> None:
    await sealed_batches(database, sealer)
    await database.write(harm, None)
    assert code in await findings(database, ring, head, clock)


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (change_a_row, "rows_changed"),
        (delete_a_batch, "batch_missing"),
        (name_a_batch_that_never_was, "rows_unsealed"),
        (forge_a_seal, "seal_forged"),
        (cut_everything, "tail_cut"),
    ],
)
async def test_the_newest_batches_can_be_verified_without_the_old_ones(
    database: Database,
    sealer: Sealer,
    ring: KeyRing,
    head: AuditHead,
    clock: ManualClock,
    harm: Harm,
    code: str,
) -> None:
    async def newest(count: int) -> set[str]:
        after = await seal_before(database, count)
        return {broken.code for broken in await verify(database, ring, head, clock.now_ms(), after=after)}

    await sealed_batches(database, sealer)
    assert await seal_before(database, 3) is None
    assert await newest(1) == set()
    await database.write(harm, None)
    assert code in await newest(2)
    assert (code in await newest(1)) is (harm is not change_a_row)


async def test_a_tail_that_was_cut_and_sealed_anew_differs_from_the_note(
    database: Database, ring: KeyRing, head: AuditHead, sealer: Sealer, clock: ManualClock
) -> None:
    await sealed_batches(database, sealer)
    await database.write(replace_the_last_seal, None)
    await database.write(seal, SealArgs(ring))
    assert await findings(database, ring, head, clock) == {"head_differs"}
    head.forget()
    assert await findings(database, ring, head, clock) == set()


async def test_a_damaged_note_is_a_finding_and_no_accident(
    database: Database, ring: KeyRing, sealer: Sealer, clock: ManualClock, tmp_path: Path
) -> None:
    await sealed_batches(database, sealer)
    path = tmp_path / "audit-head.json"
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text("{}")
    assert await findings(database, ring, AuditHead(path), clock) == {"tail_cut"}


async def test_a_seal_of_a_key_that_is_not_in_the_ring_is_not_ours(
    database: Database, sealer: Sealer, head: AuditHead, clock: ManualClock
) -> None:
    await sealed_batches(database, sealer, batches=1)
    assert await findings(database, key_ring(), head, clock) == {"seal_forged"}


async def test_seals_hold_over_a_rotation_of_the_keys(database: Database, head: AuditHead, clock: ManualClock) -> None:
    old, new = new_master_key(1), new_master_key(2)
    before, after = KeyRing(lambda: Ring(old.id, (old,))), KeyRing(lambda: Ring(new.id, (old, new)))
    await sealed_batches(database, Sealer(database, before, head, clock))
    await sealed_batches(database, Sealer(database, after, head, clock))
    assert await findings(database, after, head, clock) == set()


async def test_rows_that_wait_for_a_seal_show_that_nobody_seals(
    database: Database, ring: KeyRing, head: AuditHead, clock: ManualClock
) -> None:
    await database.write(deed, 1)
    assert await findings(database, ring, head, clock) == set()
    await clock.advance(audit.UNSEALED_LIMIT_S + 1)
    assert await findings(database, ring, head, clock) == {"sealer_idle"}


async def test_many_rows_are_sealed_in_batches_that_hold_nobody_up(
    database: Database, sealer: Sealer, ring: KeyRing, head: AuditHead, clock: ManualClock
) -> None:
    def many(tx: Tx, count: int) -> None:
        row = {"at_ms": tx.now_ms, "actor_kind": "system", "action": "x.done", "subject_type": "x", "fields": "{}"}
        tx.connection.execute(insert(audit_table), [{"id": tx.new_id(), **row} for _ in range(count)])

    await database.write(many, BATCH_ROWS * 2 + 1)
    assert await sealer.seal_waiting() == BATCH_ROWS * 2 + 1
    assert await findings(database, ring, head, clock) == set()

    def batches(tx: Tx, _: None) -> list[int]:
        return list(tx.connection.execute(select(audit_seals.c.rows).order_by(audit_seals.c.batch)).scalars())

    assert await database.read(batches, None) == [BATCH_ROWS, BATCH_ROWS, 1]


async def test_with_many_writers_and_two_sealers_every_row_is_sealed_once(
    database: Database, ring: KeyRing, head: AuditHead, clock: ManualClock
) -> None:
    done = asyncio.Event()

    async def write(worker: int) -> None:
        for number in range(25):
            await database.write(deed, worker * 100 + number)

    async def write_all() -> None:
        async with asyncio.TaskGroup() as group:
            for worker in range(WORKERS):
                group.create_task(write(worker))
        done.set()

    async def seal_on() -> int:
        sealed = 0
        while not done.is_set():
            made = await database.write(seal, SealArgs(ring, limit=7))
            sealed += made.rows if made else 0
        return sealed

    async with asyncio.TaskGroup() as group:
        group.create_task(write_all())
        sealers = [group.create_task(seal_on()) for _ in range(2)]
    rest = await Sealer(database, ring, head, clock).seal_waiting()
    assert sum(task.result() for task in sealers) + rest == WORKERS * 25
    assert await findings(database, ring, head, clock) == set()


async def test_a_row_that_is_committed_late_lands_in_a_later_batch(
    database: Database, sealer: Sealer, ring: KeyRing, head: AuditHead, clock: ManualClock
) -> None:
    """Its id is smaller than those sealed before it; a sealer that went by ids would have passed it by."""

    def late(tx: Tx, row_id: str) -> None:
        insertion = text(
            "INSERT INTO audit (id, at_ms, actor_kind, action, subject_type, fields)"
            " VALUES (:id, :now_ms, 'system', 'x.done', 'x', '{}')"
        )
        tx.connection.execute(insertion, {"id": row_id, "now_ms": tx.now_ms})

    await sealed_batches(database, sealer, batches=1)
    await database.write(late, "0" * 26)
    assert await sealer.seal_waiting() == 1
    assert await findings(database, ring, head, clock) == set()


async def test_the_sealer_seals_each_second(
    database: Database, sealer: Sealer, ring: KeyRing, head: AuditHead, clock: ManualClock
) -> None:
    watch = database.watch()
    async with patience.timeout(10), asyncio.TaskGroup() as group:
        running = group.create_task(sealer.run())
        await database.write(deed, 1)
        while head.read() is None:
            await clock.advance(1)
            await watch.wait(0.05)
        running.cancel()
    assert await findings(database, ring, head, clock) == set()


@ON_SQLITE
async def test_a_note_that_cannot_be_written_stops_no_sealing_and_is_made_up_for(
    database: Database, ring: KeyRing, clock: ManualClock, tmp_path: Path
) -> None:
    head = AuditHead(tmp_path / "not there yet" / "audit-head.json")
    watch = database.watch()
    async with patience.timeout(10), asyncio.TaskGroup() as group:
        running = group.create_task(Sealer(database, ring, head, clock).run())
        await database.write(deed, 1)
        while await database.read(last_seal, None) is None:
            await clock.advance(1)
            await watch.wait(0.05)
        (tmp_path / "not there yet").mkdir()
        await database.write(deed, 2)
        while head.read() is None:
            await clock.advance(1)
            await watch.wait(0.05)
        running.cancel()
    assert await findings(database, ring, head, clock) == set()
