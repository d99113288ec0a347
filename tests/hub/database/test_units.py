"""What a unit of work may rely on, the same on both engines."""

import asyncio
import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import MetaData, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from hub.clock import ManualClock
from hub.database import Database, Statement, Tx, open_database
from hub.errors import StoreUnavailable
from hub.ids import IdSource
from hub.model import BULK, NORMAL, RESCUE
from tests.hub.database import ledger
from tests.hub.database.ledger import Entry, Undone, accounts

pytestmark = pytest.mark.store


@pytest.fixture
def schema() -> MetaData:
    return ledger.ledger


async def test_what_a_unit_returns_is_already_durable(database: Database, store_url: str) -> None:
    await database.write(ledger.open_account, "a")
    assert await database.write(ledger.move, Entry("k", amount=7)) == 7
    async with ledger.another(store_url) as other:
        assert await other.read(ledger.balance, "a") == 7


async def test_a_unit_that_raises_is_undone_alone_and_only_its_caller_hears(database: Database) -> None:
    await database.write(ledger.open_account, "a")

    async def one(number: int) -> str:
        unit = ledger.book_and_fail if number % 7 == 3 else ledger.book
        try:
            await database.write(unit, Entry(f"k{number}"))
        except Undone as error:
            return error.detail
        return "booked"

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(number)) for number in range(40)]

    assert [task.result() for task in tasks] == [f"k{n}" if n % 7 == 3 else "booked" for n in range(40)]
    assert await database.read(ledger.balance, "a") == await database.read(ledger.entry_count, None) == 34
    assert database.counters.failed_units == 6


@pytest.mark.parametrize("error", [ValueError("ours"), KeyError("k"), Undone("undone"), LookupError()])
async def test_the_error_of_a_unit_arrives_as_it_was_raised(database: Database, error: Exception) -> None:
    def fail(_tx: Tx, _: None) -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        await database.write(fail, None)
    assert caught.value is error


async def test_even_an_error_that_no_future_can_carry_arrives(database: Database) -> None:
    def fail(_tx: Tx, _: None) -> None:
        next(iter(()))

    with pytest.raises(RuntimeError, match="StopIteration"):
        await database.write(fail, None)


async def test_a_broken_rule_of_the_tables_is_an_integrity_error_without_values(database: Database) -> None:
    await database.write(ledger.open_account, "secret-name")
    with pytest.raises(IntegrityError) as caught:
        await database.write(ledger.open_account, "secret-name")
    assert "secret-name" not in str(caught.value)


async def test_a_unit_may_answer_a_broken_rule_with_its_own_error(database: Database) -> None:
    def open_politely(tx: Tx, name: str) -> None:
        try:
            ledger.open_account(tx, name)
        except IntegrityError:
            raise Undone("taken") from None

    await database.write(open_politely, "a")
    with pytest.raises(Undone):
        await database.write(open_politely, "a")


async def test_a_unit_that_hides_a_failed_statement_fails_all_the_same(database: Database) -> None:
    def hide(tx: Tx, name: str) -> str:
        tx.run(ledger.ENTER, key="k", name=name, amount=1)
        try:
            ledger.open_account(tx, name)
        except IntegrityError:
            return "hidden"
        return "opened"

    assert await database.write(hide, "a") == "opened"
    with pytest.raises(IntegrityError):
        await database.write(hide, "a")
    assert await database.read(ledger.entry_count, None) == 1


async def test_a_value_of_the_wrong_type_is_not_repeated_in_the_error(postgres_url: str, clock: ManualClock) -> None:
    database = open_database(postgres_url, clock=clock, ids=IdSource(clock))
    with pytest.raises(DBAPIError) as caught:
        await database.write(lambda tx, value: tx.scalar(_ANY_TEXT, value=value), 13800138000)
    assert "13800138000" not in str(caught.value)
    await database.close()


_ANY_TEXT = Statement(text("SELECT CAST(:value AS TEXT)"))


@pytest.mark.parametrize("ending", ["commit", "rollback"])
async def test_a_unit_cannot_end_the_transaction_it_shares(database: Database, ending: str) -> None:
    def meddle(tx: Tx, name: str) -> None:
        ledger.open_account(tx, name)
        getattr(tx.connection, ending)()

    with pytest.raises(RuntimeError, match="neither commits nor rolls back"):
        await database.write(meddle, "a")
    assert await database.read(ledger.all_accounts, None) == []


async def test_a_part_of_a_unit_may_be_tried_and_taken_back(database: Database) -> None:
    def try_parts(tx: Tx, names: tuple[str, ...]) -> None:
        for name in names:
            with contextlib.suppress(IntegrityError), tx.connection.begin_nested():
                tx.connection.execute(accounts.insert().values(name=name, balance=1))

    await database.write(try_parts, ("a", "b", "a", "c"))
    assert [row.name for row in await database.read(ledger.all_accounts, None)] == ["a", "b", "c"]


async def test_a_unit_has_the_time_of_its_run_and_fresh_ids(store_url: str) -> None:
    clock = ManualClock(start_ms=1_700_000_000_000)
    database = open_database(store_url, clock=clock, ids=IdSource(clock))
    first = await database.write(lambda tx, _: (tx.now_ms, tx.new_id(), tx.new_id(), tx.dialect), None)
    await clock.advance(5)
    second = await database.write(lambda tx, _: (tx.now_ms, tx.new_id()), None)
    await database.close()
    assert (first[0], second[0]) == (1_700_000_000_000, 1_700_000_005_000)
    assert first[1] < first[2] < second[1]
    assert first[3] == database.dialect


async def test_rows_are_read_by_name_by_place_and_through_core(database: Database) -> None:
    await database.write(ledger.open_account, "b")
    await database.write(ledger.open_account, "a")
    first, second = await database.read(ledger.all_accounts, None)
    assert (first.name, first.balance, second[0]) == ("a", 0, "b")
    assert first == ("a", 0)
    with pytest.raises(AttributeError, match="nosuch"):
        getattr(first, "nosuch")  # noqa: B009 - mypy knows that it is not there
    names = await database.read(lambda tx, _: tx.connection.execute(select(accounts.c.name)).scalars().all(), None)
    assert sorted(names) == ["a", "b"]


async def test_counts_and_missing_rows_are_told_plainly(database: Database) -> None:
    def look(tx: Tx, _: None) -> tuple[object, ...]:
        ledger.open_account(tx, "a")
        return (
            tx.run(ledger.MOVE, account="a", amount=1),
            tx.run(ledger.MOVE, account="nobody", amount=1),
            tx.row(ledger.BALANCE, name="nobody"),
            tx.scalar(ledger.BALANCE, name="nobody"),
            tx.rows(ledger.ACCOUNTS)[0].balance,
        )

    assert await database.write(look, None) == (1, 0, None, None, 1)


async def test_many_writers_lose_no_update(database: Database) -> None:
    await database.write(ledger.open_account, "a")

    async def writer(number: int) -> None:
        for turn in range(25):
            await database.write(ledger.book, Entry(f"{number}-{turn}"))

    async with asyncio.TaskGroup() as group:
        for number in range(12):
            group.create_task(writer(number))
    assert await database.read(ledger.balance, "a") == await database.read(ledger.entry_count, None) == 300


async def test_writers_that_lock_each_other_out_all_succeed_in_the_end(database: Database) -> None:
    for name in "ab":
        await database.write(ledger.open_account, name)

    def transfer(tx: Tx, names: str) -> None:
        ledger.move(tx, Entry("", names[0], -1))
        ledger.move(tx, Entry("", names[1], 1))

    async def writer(names: str) -> None:
        for _ in range(15):
            await database.write(transfer, names)

    async with asyncio.TaskGroup() as group:
        for names in ("ab", "ba") * 2:
            group.create_task(writer(names))
    assert [tuple(row) for row in await database.read(ledger.all_accounts, None)] == [("a", 0), ("b", 0)]


Booking = tuple[int, int, bool]


@given(
    rounds=st.lists(
        st.lists(st.tuples(st.integers(0, 5), st.integers(-9, 9), st.booleans()), max_size=12), min_size=1, max_size=3
    ),
    priorities=st.lists(st.sampled_from([RESCUE, NORMAL, BULK]), min_size=1, max_size=5),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
async def test_any_mixture_of_units_leaves_what_their_successes_add_up_to(
    database: Database, rounds: list[list[Booking]], priorities: list[int]
) -> None:
    """Each booking is (key, amount, raises); of one key only the first success counts, whoever that is."""
    await database.write(_empty, None)
    await database.write(ledger.open_account, "a")
    booked: dict[str, int] = {}

    async def one(booking: Booking, priority: int) -> None:
        key, amount, raises = booking
        entry = Entry(f"k{key}", amount=amount)
        try:
            if await database.write(ledger.book_and_fail if raises else ledger.book, entry, priority):
                assert entry.key not in booked
                booked[entry.key] = amount
        except Undone:
            assert raises

    for bookings in rounds:
        async with asyncio.TaskGroup() as group:
            for place, booking in enumerate(bookings):
                group.create_task(one(booking, priorities[place % len(priorities)]))
    assert await database.read(ledger.balance, "a") == sum(booked.values())
    assert await database.read(ledger.entry_count, None) == len(booked)


def _empty(tx: Tx, _: None) -> None:
    for table in ledger.ledger.sorted_tables:
        tx.connection.execute(table.delete())


async def test_closing_finishes_what_waits_and_refuses_what_comes(database: Database, store_url: str) -> None:
    await database.write(ledger.open_account, "a")
    async with asyncio.TaskGroup() as group:
        for number in range(30):
            group.create_task(database.write(ledger.book, Entry(f"k{number}")))
        await asyncio.sleep(0)
        group.create_task(database.close())
    for refused in (database.write, database.read):
        with pytest.raises(StoreUnavailable, match="store_closed"):
            await refused(ledger.balance, "a")
    await database.close()
    async with ledger.another(store_url) as other:
        assert await other.read(ledger.balance, "a") == 30


async def test_a_healthy_store_checks_without_errors(database: Database) -> None:
    findings = await database.check()
    assert findings
    assert not [finding for finding in findings if finding.level == "error"]
