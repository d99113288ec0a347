"""The embedded store by itself: commits in groups, one writer, and disks that fill up."""

import asyncio
import contextlib
import sqlite3
import stat
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Column, ForeignKey, MetaData, Table, Text, bindparam, insert

from hub import patience
from hub.clock import Clock, ManualClock
from hub.database import Database, Statement, Tx, open_database
from hub.database import sqlite_link as sqlite_link_module
from hub.database.sqlite import SqliteDatabase
from hub.database.sqlite_writer import MAX_UNITS
from hub.errors import StoreUnavailable
from hub.ids import IdSource
from hub.model import NORMAL, RESCUE
from tests.hub.database import ledger
from tests.hub.database.ledger import Entry, Undone
from tests.stores import create_tables

pytestmark = pytest.mark.store

PATIENCE_S = 20
ROOM = 200_000
"""Bytes of text that do not fit into what `fill_disk` leaves."""


@pytest.fixture
def clock() -> Clock:
    """Time stands still, so that batches end by their number of units alone."""
    return ManualClock()


@pytest.fixture
async def database(sqlite_url: str, clock: Clock) -> AsyncIterator[SqliteDatabase]:
    opened = open_database(sqlite_url, clock=clock, ids=IdSource(clock))
    assert isinstance(opened, SqliteDatabase)
    await opened.write(create_tables, ledger.ledger)
    await opened.write(ledger.open_account, "a")
    yield opened
    await opened.close()


def files(url: str) -> list[Path]:
    """Return the store's file and what stands beside it."""
    file = Path(url.removeprefix("sqlite://"))
    return sorted(path for path in file.parent.iterdir() if path.name.startswith(file.name))


def size(url: str) -> int:
    return files(url)[0].stat().st_size


def spoil(url: str) -> None:
    """Overwrite all but the first pages, as a bad disk might."""
    file = files(url)[0]
    content = bytearray(file.read_bytes())
    content[3 * 4096 :] = b"\xa5" * len(content[3 * 4096 :])
    file.write_bytes(content)


class Held:
    """Occupies the writer until it is let go."""

    def __init__(self, database: Database, group: asyncio.TaskGroup) -> None:
        self._entered = threading.Event()
        self._released = threading.Event()
        group.create_task(self._occupy(database))

    async def _occupy(self, database: Database) -> None:
        with contextlib.suppress(StoreUnavailable):  # what befalls the batch befalls this unit too
            await database.write(self._stay, None)

    def _stay(self, _tx: Tx, _: None) -> None:
        self._entered.set()
        assert self._released.wait(PATIENCE_S)

    async def entered(self) -> None:
        assert await asyncio.to_thread(self._entered.wait, PATIENCE_S)

    def release(self) -> None:
        self._released.set()


async def test_units_that_wait_together_share_one_commit(database: SqliteDatabase) -> None:
    async with asyncio.TaskGroup() as group:
        held = Held(database, group)
        await held.entered()
        before = database.counters.commits
        for number in range(50):
            group.create_task(database.write(ledger.book, Entry(f"k{number}")))
        await asyncio.sleep(0)
        held.release()
    assert database.counters.commits - before == 1
    assert await database.read(ledger.balance, "a") == 50


async def test_a_batch_ends_after_its_greatest_number_of_units(database: SqliteDatabase) -> None:
    async with asyncio.TaskGroup() as group:
        held = Held(database, group)
        await held.entered()
        before = database.counters.commits
        for number in range(3 * MAX_UNITS):
            group.create_task(database.write(ledger.book, Entry(f"k{number}")))
        await asyncio.sleep(0)
        held.release()
    assert database.counters.commits - before == 4  # the unit that held the writer took a place in the first


async def test_a_batch_with_a_rescue_takes_no_ordinary_unit_after_it(database: SqliteDatabase) -> None:
    committed: list[int] = []

    def look(_tx: Tx, _: None) -> None:
        committed.append(database.counters.commits)

    async with asyncio.TaskGroup() as group:
        held = Held(database, group)
        await held.entered()
        group.create_task(database.write(look, None, NORMAL))
        group.create_task(database.write(look, None, RESCUE))
        group.create_task(database.write(look, None, RESCUE))
        await asyncio.sleep(0)
        held.release()
    first, second, ordinary = committed
    assert first == second == ordinary - 1


async def test_a_batch_that_has_worked_long_enough_takes_only_rescues(
    database: SqliteDatabase, clock: ManualClock
) -> None:
    committed: list[tuple[str, int]] = []

    def look(_tx: Tx, name: str) -> None:
        committed.append((name, database.counters.commits))

    async with asyncio.TaskGroup() as group:
        held = Held(database, group)
        await held.entered()
        group.create_task(database.write(look, "ordinary", NORMAL))
        await asyncio.sleep(0)
        await clock.advance(1)
        group.create_task(database.write(look, "rescue", RESCUE))
        await asyncio.sleep(0)
        held.release()
    (name, rescued), (_, ordinary) = committed
    assert name == "rescue"
    assert ordinary == rescued + 1


async def test_an_overfull_house_refuses_all_but_rescues(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.database.sqlite.MAX_WAITING", 3)
    async with asyncio.TaskGroup() as group:
        held = Held(database, group)
        await held.entered()
        for number in range(2):
            group.create_task(database.write(ledger.book, Entry(f"k{number}")))
        await asyncio.sleep(0)
        with pytest.raises(StoreUnavailable, match="store_overloaded"):
            await database.write(ledger.book, Entry("k2"))
        rescue = group.create_task(database.write(ledger.book, Entry("k3"), RESCUE))
        await asyncio.sleep(0)
        held.release()
    assert rescue.result()
    assert await database.write(ledger.book, Entry("k2"))


def fill_disk(tx: Tx, pages_left: int) -> None:
    """Leave room for only a few pages more: SQLite then answers as on a full disk."""
    used = tx.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    tx.connection.exec_driver_sql(f"PRAGMA max_page_count={used + pages_left}")


def empty_disk(tx: Tx, _: None) -> None:
    tx.connection.exec_driver_sql("PRAGMA max_page_count=1000000")


async def test_a_full_disk_is_told_to_the_callers_and_forgotten_when_there_is_room(database: SqliteDatabase) -> None:
    await database.write(fill_disk, 4)
    for turn in range(3):
        with pytest.raises(StoreUnavailable, match="disk_full"):
            await database.write(ledger.book, Entry("k" * ROOM + str(turn)))
    assert await database.write(ledger.book, Entry("small"))
    await database.write(empty_disk, None)
    assert await database.write(ledger.book, Entry("k" * ROOM))
    assert await database.read(ledger.balance, "a") == await database.read(ledger.entry_count, None) == 2
    assert database.counters.refused == 3


async def test_nobody_is_told_yes_when_sqlite_gives_up_the_whole_transaction(database: SqliteDatabase) -> None:
    """After some errors SQLite has rolled back all of the batch, what was good in it too."""

    def lose_everything(tx: Tx, _: None) -> None:
        tx.connection.connection.cursor().execute("ROLLBACK")
        raise Undone("undone")

    answers: list[str] = []

    async def ask(unit: object, entry: Entry) -> None:
        try:
            await database.write(unit, entry)  # type: ignore[arg-type]
            answers.append("yes")
        except StoreUnavailable as error:
            answers.append(error.code)

    async with asyncio.TaskGroup() as group:
        held = Held(database, group)
        await held.entered()
        group.create_task(ask(ledger.book, Entry("before")))
        group.create_task(ask(lose_everything, Entry("")))
        group.create_task(ask(ledger.book, Entry("after")))
        await asyncio.sleep(0)
        held.release()
    assert answers == ["transaction_lost", "transaction_lost", "yes"]
    assert await database.read(ledger.entry_count, None) == 1


async def test_a_commit_that_fails_is_told_to_all_of_its_batch(database: SqliteDatabase) -> None:
    schema = MetaData()
    parents = Table("parents", schema, Column("id", Text, primary_key=True))
    deferred = ForeignKey(parents.c.id, deferrable=True, initially="DEFERRED")
    children = Table("children", schema, Column("id", Text, primary_key=True), Column("parent", Text, deferred))
    adopt = Statement(insert(children).values(id=bindparam("id"), parent="nobody"))
    await database.write(create_tables, schema)

    with pytest.raises(StoreUnavailable, match="commit_failed"):
        await database.write(lambda tx, key: tx.run(adopt, id=key), "c")
    assert await database.write(ledger.book, Entry("next"))


class BrokenClock(ManualClock):
    """Raises when a thread other than the loop's asks it, once it is told to."""

    broken = False

    def monotonic_s(self) -> float:
        if self.broken:
            raise ArithmeticError("broken clock")
        return super().monotonic_s()


async def test_a_writer_that_failed_by_our_mistake_says_no_instead_of_nothing(sqlite_url: str) -> None:
    clock = BrokenClock()
    database = open_database(sqlite_url, clock=clock, ids=IdSource(clock))
    await database.write(create_tables, ledger.ledger)
    clock.broken = True
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match=r"writer_failed.*broken clock"):
            await database.write(ledger.open_account, "a")
    assert await database.read(ledger.balance, "a") is None
    await database.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up at once when somebody else holds the file."""
    monkeypatch.setattr(sqlite_link_module, "BUSY_TIMEOUT_MS", 1)
    monkeypatch.setattr(sqlite_link_module, "_ALWAYS", ("foreign_keys=ON", "busy_timeout=1"))


async def test_a_file_that_another_program_holds_is_unavailable_until_it_lets_go(
    impatient: None, sqlite_url: str, database: SqliteDatabase
) -> None:
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite://"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="store_busy"):
        await database.write(ledger.book, Entry("k"))
    assert await database.read(ledger.balance, "a") == 0, "reading goes on"
    other.execute("ROLLBACK")
    other.close()
    assert await database.write(ledger.book, Entry("k"))


async def test_a_commit_delayed_by_another_program_arrives_when_it_may(
    sqlite_url: str, database: SqliteDatabase
) -> None:
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite://"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(database.write(ledger.book, Entry(f"k{number}"))) for number in range(8)]
        assert await database.read(ledger.entry_count, None) == 0
        assert not any(task.done() for task in tasks)
        other.execute("COMMIT")
    other.close()
    assert all(task.result() for task in tasks)


async def test_the_log_is_folded_into_the_file_while_writing_goes_on(sqlite_url: str, database: SqliteDatabase) -> None:
    before = size(sqlite_url)

    def grow(tx: Tx, number: int) -> None:
        for place in range(100):
            tx.run(ledger.ENTER, key=f"{number}-{place}", name="x" * 500, amount=1)

    for number in range(40):
        await database.write(grow, number)
    async with patience.timeout(PATIENCE_S):
        while size(sqlite_url) < before + 1_000_000:
            await database.read(ledger.entry_count, None)


async def test_only_the_owner_may_read_the_files(sqlite_url: str, database: SqliteDatabase) -> None:
    assert [stat.S_IMODE(path.stat().st_mode) for path in files(sqlite_url)] == [0o600] * 3


async def test_an_ended_store_leaves_one_file_with_everything(sqlite_url: str, database: SqliteDatabase) -> None:
    await database.write(ledger.book, Entry("k"))
    await database.close()
    assert [path.name for path in files(sqlite_url)] == ["hub.db"]


@pytest.mark.parametrize("content", ["no folder", "no database"])
def test_a_file_that_cannot_be_opened_is_said_at_once(tmp_path: Path, clock: Clock, content: str) -> None:
    file = tmp_path / "hub.db"
    if content == "no folder":
        file = tmp_path / "nowhere" / "hub.db"
    else:
        file.write_text("this is no database " * 100)
    with pytest.raises(StoreUnavailable, match=r"cannot_open|store_corrupt"):
        open_database(f"sqlite://{file}", clock=clock, ids=IdSource(clock))


@pytest.mark.parametrize("url", ["mysql://host/db", "sqlite:relative.db", "hub.db", ""])
def test_a_url_of_no_engine_is_refused(url: str, clock: Clock) -> None:
    with pytest.raises(ValueError, match=r"sqlite:/// or postgresql://"):
        open_database(url, clock=clock, ids=IdSource(clock))


async def test_the_check_tells_how_safe_the_file_is(database: SqliteDatabase) -> None:
    findings = {finding.code: finding for finding in await database.check()}
    assert findings["sqlite_file"].level == "ok"
    assert findings["sqlite_durability"].level == "ok"
    assert "MiB free" in findings["disk_space"].detail


async def test_a_damaged_file_is_found(sqlite_url: str, database: SqliteDatabase, clock: Clock) -> None:
    for number in range(300):
        await database.write(ledger.book, Entry(f"{number}" * 20))
    await database.close()
    spoil(sqlite_url)
    async with ledger.another(sqlite_url) as damaged:
        found = {finding.code: finding.level for finding in await damaged.check()}
    assert found["sqlite_file"] == "error"
