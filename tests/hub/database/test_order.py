"""Who comes first, who is let go, and what readers see meanwhile; the same on both engines.

To make an order visible, the store is occupied by a unit that stays in its transaction until the test lets it go.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy import MetaData
from sqlalchemy.exc import DBAPIError

from hub import patience
from hub.clock import Clock
from hub.database import Database, Tx, open_database
from hub.database.contract import PoolSizes
from hub.database.postgres import PostgresDatabase
from hub.ids import IdSource
from hub.model import BULK, NORMAL, RESCUE
from tests.gate import Gate
from tests.hub.database import ledger
from tests.hub.database.ledger import Entry
from tests.stores import create_tables

pytestmark = pytest.mark.store

PATIENCE_S = 20


@pytest.fixture
async def narrow(store_url: str, clock: Clock) -> AsyncIterator[Database]:
    """A store that runs one ordinary unit at a time, on PostgreSQL with one more connection for rescues."""
    database: Database
    if store_url.startswith("sqlite"):
        database = open_database(store_url, clock=clock, ids=IdSource(clock))
    else:
        sizes = PoolSizes(writes=2, reserved=1, reads=2)
        database = PostgresDatabase(store_url, clock=clock, ids=IdSource(clock), name="narrow", sizes=sizes)
    await database.write(create_tables, ledger.ledger)
    yield database
    await database.close()


@pytest.fixture
def schema() -> MetaData:
    return ledger.ledger


@contextlib.asynccontextmanager
async def occupied(database: Database, gate: Gate) -> AsyncIterator[asyncio.TaskGroup]:
    """Inside the block the store is busy with one unit; leaving it lets that unit go and waits for all tasks."""
    async with patience.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
        group.create_task(database.write(lambda tx, held: held.wait(tx), gate))
        await gate.entered()
        yield group
        await until(lambda: database.counters.waiting > 1)
        await gate.open()


async def until(true: Callable[[], bool]) -> None:
    """Wait until `true()`, letting everything else run."""
    while not true():  # noqa: ASYNC110 - what it waits for has no event
        await asyncio.sleep(0)


def remember(tx: Tx, told: tuple[list[str], str]) -> None:
    """Add a word to the list: the one thing by which these units show their order."""
    told[0].append(told[1])


async def test_units_run_most_urgent_first_and_in_the_order_they_came(narrow: Database, gate: Gate) -> None:
    order: list[str] = []
    async with occupied(narrow, gate) as group:
        for name, priority in (("b1", BULK), ("n1", NORMAL), ("b2", BULK), ("n2", NORMAL), ("n3", NORMAL)):
            group.create_task(narrow.write(remember, (order, name), priority))
    assert order == ["n1", "n2", "n3", "b1", "b2"]


async def test_a_rescue_passes_all_that_wait(narrow: Database, gate: Gate) -> None:
    order: list[str] = []
    async with occupied(narrow, gate) as group:
        for number in range(100):
            group.create_task(narrow.write(remember, (order, f"n{number}"), NORMAL))
        await until(lambda: narrow.counters.waiting == 101)
        group.create_task(narrow.write(remember, (order, "rescue"), RESCUE))
        await until(lambda: narrow.counters.waiting == 102 or order == ["rescue"])
    assert order == ["rescue", *[f"n{number}" for number in range(100)]]


async def test_a_rescue_is_answered_while_ordinary_work_hangs(narrow: Database, gate: Gate) -> None:
    """SQLite has one writer: there a rescue waits for the unit that runs, and units are short."""
    if narrow.dialect == "sqlite":
        await gate.open()
    async with patience.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(narrow.write(lambda tx, held: held.wait(tx), gate))
        await gate.entered()
        assert await narrow.write(lambda tx, _: "answered", None, RESCUE) == "answered"
        await gate.open()


async def test_a_unit_taken_back_while_it_waits_is_never_run(narrow: Database, gate: Gate) -> None:
    order: list[str] = []
    async with occupied(narrow, gate) as group:
        tasks = [group.create_task(narrow.write(remember, (order, name))) for name in ("a", "b", "c")]
        await until(lambda: narrow.counters.waiting == 4)
        tasks[1].cancel()
        await until(tasks[1].done)
    assert order == ["a", "c"]


async def test_a_caller_who_leaves_in_the_middle_of_a_unit_harms_nobody(narrow: Database, gate: Gate) -> None:
    await narrow.write(ledger.open_account, "a")

    def halfway(tx: Tx, held: Gate) -> None:
        ledger.move(tx, Entry("k"))
        held.wait(tx)

    async with patience.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
        leaver = group.create_task(narrow.write(halfway, gate))
        await gate.entered()
        leaver.cancel()
        await until(leaver.done)
        await gate.open()
        # SQLite's thread finishes the unit, PostgreSQL's server finds nobody to answer: all of it stands, or nothing.
        assert await narrow.write(ledger.move, Entry("k")) == {"sqlite": 2, "postgresql": 1}[narrow.dialect]


async def test_many_callers_who_leave_at_any_moment_harm_nobody(narrow: Database) -> None:
    await narrow.write(ledger.open_account, "a")

    async def leave() -> None:
        with contextlib.suppress(TimeoutError):
            async with patience.timeout(0.001):
                await narrow.write(ledger.move, Entry("k"))

    async with asyncio.TaskGroup() as group:
        for _ in range(20):
            group.create_task(leave())
    # Who has left may still be written for: this unit comes after all of them, and waits for what holds the row.
    before = await narrow.write(ledger.move, Entry("k", amount=0))
    assert await narrow.write(ledger.move, Entry("k")) == before + 1


@pytest.mark.parametrize("how", ["hot", "cold"])
async def test_a_read_cannot_write(database: Database, how: str) -> None:
    def sneak(tx: Tx, name: str) -> None:
        if how == "hot":
            ledger.open_account(tx, name)
        else:
            tx.connection.execute(ledger.accounts.insert().values(name=name, balance=0))

    with pytest.raises(DBAPIError, match=r"read.?only"):
        await database.read(sneak, "a")
    assert await database.read(ledger.all_accounts, None) == []
    await database.write(ledger.open_account, "a")


async def test_a_read_sees_all_that_was_committed_before_it(database: Database) -> None:
    await database.write(ledger.open_account, "a")
    for turn in range(1, 30):
        await database.write(ledger.move, Entry("k"))
        assert await database.read(ledger.balance, "a") == turn


async def test_all_statements_of_a_read_see_one_moment(database: Database, gate: Gate) -> None:
    await database.write(ledger.open_account, "a")

    def twice(tx: Tx, held: Gate) -> tuple[int | None, int | None]:
        before = ledger.balance(tx, "a")
        held.wait(tx)
        return before, ledger.balance(tx, "a")

    async with patience.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
        reading = group.create_task(database.read(twice, gate))
        await gate.entered()
        await until_locked(database, gate)
        await database.write(ledger.move, Entry("k"))
        await gate.open()
    assert reading.result() == (0, 0)
    assert await database.read(ledger.balance, "a") == 1


async def until_locked(database: Database, gate: Gate) -> None:
    """On PostgreSQL: wait until the server itself has the unit waiting at the gate."""
    if gate.admin is not None:
        waiting = 0
        while not waiting:
            waiting = await gate.admin.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted")


async def test_a_read_that_raises_reaches_its_caller(database: Database) -> None:
    def fail(_tx: Tx, _: None) -> None:
        raise LookupError("ours")

    with pytest.raises(LookupError, match="ours"):
        await database.read(fail, None)


def open_account_cold(tx: Tx, name: str) -> None:
    tx.connection.execute(ledger.accounts.insert().values(name=name, balance=0))


@pytest.mark.parametrize("unit", [ledger.open_account, open_account_cold])
async def test_a_watch_wakes_at_a_commit(database: Database, unit: Callable[[Tx, str], None]) -> None:
    watch, another = database.watch(), database.watch()
    async with patience.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
        waiting = group.create_task(watch.wait(PATIENCE_S))
        await asyncio.sleep(0)
        await database.write(unit, "a")
    assert waiting.result()
    assert await another.wait(0), "the commit was before the wait, and is remembered"


async def test_a_watch_sleeps_on_when_nothing_was_changed(database: Database) -> None:
    await database.write(ledger.open_account, "a")
    watch = database.watch()
    while await watch.wait(0.2):
        """PostgreSQL wakes once more when it has begun to listen for other processes."""
    await database.read(ledger.balance, "a")
    await database.write(ledger.balance, "a")
    assert await database.write(lambda tx, name: tx.run(ledger.MOVE, account=name, amount=1), "nobody") == 0
    with pytest.raises(ledger.Undone):
        await database.write(ledger.book_and_fail, Entry("k"))
    assert not await watch.wait(0.05)
    await database.write(ledger.book, Entry("k"))
    assert await watch.wait(0.05)
    assert not await watch.wait(0)
