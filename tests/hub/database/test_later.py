"""Changes that are put off to be sent together, and requirements: the same outcome on both engines."""

import pytest
from sqlalchemy import MetaData, bindparam, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from hub.database import Database, Statement, Tx
from hub.database.postgres_tx import Together
from hub.database.statements import Prepared
from tests.hub.database import ledger
from tests.hub.database.ledger import ENTER, MOVE, Entry, Undone, accounts

pytestmark = pytest.mark.store

EMPTY = Statement(
    update(accounts)
    .values(balance=0)
    .where(accounts.c.name == bindparam("account"), accounts.c.balance == bindparam("expected"))
)


@pytest.fixture
def schema() -> MetaData:
    return ledger.ledger


def put_off(tx: Tx, names: tuple[str, ...]) -> None:
    """Open accounts and enter a key for each, without waiting for any answer."""
    for name in names:
        tx.later(ledger.OPEN, name=name, balance=1)
        tx.later(ENTER, key=name, name=name, amount=1)


async def count(database: Database) -> int:
    return await database.read(ledger.entry_count, None)


async def test_what_was_put_off_is_there_after_the_unit(database: Database) -> None:
    await database.write(put_off, ("a", "b", "c"))
    assert await database.read(ledger.all_accounts, None) == [("a", 1), ("b", 1), ("c", 1)]
    assert await count(database) == 3


async def test_the_units_next_statement_sees_what_was_put_off(database: Database) -> None:
    def unit(tx: Tx, _: None) -> int | None:
        put_off(tx, ("a",))
        tx.later(MOVE, account="nobody", amount=5)
        return ledger.balance(tx, "a")

    assert await database.write(unit, None) == 1


async def test_what_was_put_off_goes_down_with_its_unit(database: Database) -> None:
    def unit(tx: Tx, entry: Entry) -> None:
        ledger.book(tx, entry)
        put_off(tx, ("a", "b"))
        raise Undone("undone")

    with pytest.raises(Undone):
        await database.write(unit, Entry("k"))
    assert await count(database) == 0


@pytest.mark.parametrize("asks_first", [False, True])
async def test_of_what_was_put_off_all_or_nothing_happens(database: Database, asks_first: bool) -> None:
    def unit(tx: Tx, _: None) -> None:
        if asks_first:
            ledger.entry_count(tx, None)
        put_off(tx, ("c", "a"))

    await database.write(put_off, ("a",))
    with pytest.raises(IntegrityError):
        await database.write(unit, None)
    assert await count(database) == 1


@pytest.mark.parametrize("asks_first", [False, True])
@pytest.mark.parametrize(("expected", "remains"), [(1, 0), (7, 1)])
async def test_a_requirement_that_does_not_hold_undoes_the_unit(
    database: Database, asks_first: bool, expected: int, remains: int
) -> None:
    def unit(tx: Tx, _: None) -> None:
        tx.require(EMPTY, Undone("not so"), account="a", expected=expected)
        if asks_first:
            ledger.entry_count(tx, None)
        put_off(tx, ("b",))

    await database.write(put_off, ("a",))
    if remains:
        with pytest.raises(Undone, match="not so"):
            await database.write(unit, None)
    else:
        await database.write(unit, None)
    assert await database.read(ledger.balance, "a") == remains
    assert await count(database) == (1 if remains else 2)


async def test_every_requirement_of_a_unit_must_hold(database: Database) -> None:
    def unit(tx: Tx, balances: tuple[int, int]) -> None:
        for name, expected in zip("ab", balances, strict=True):
            tx.require(EMPTY, Undone("not so"), account=name, expected=expected)

    await database.write(put_off, ("a", "b"))
    with pytest.raises(Undone):
        await database.write(unit, (1, 2))
    assert await database.read(ledger.all_accounts, None) == [("a", 1), ("b", 1)]
    await database.write(unit, (1, 1))
    assert await database.read(ledger.all_accounts, None) == [("a", 0), ("b", 0)]


async def test_a_unit_that_hides_a_broken_requirement_is_undone_all_the_same(database: Database) -> None:
    def unit(tx: Tx, _: None) -> str:
        try:
            tx.require(EMPTY, Undone("not so"), account="nobody", expected=1)
        except Undone:
            return "hidden"
        return "put off"

    with pytest.raises(Undone):
        await database.write(unit, None)


async def test_changes_that_were_put_off_are_news(database: Database) -> None:
    watch = database.watch()
    await database.write(put_off, ("a",))
    assert await watch.wait(5)


def test_parameters_are_numbered_through_all_parts() -> None:
    changes: list[Prepared] = [("INSERT INTO t VALUES ($1, $2)", (1, 2)), ("UPDATE u SET v = $1, w = $1", (3,))]
    required: list[Prepared] = [("UPDATE x SET y = $2 WHERE z = $1", (4, 5))]
    together = Together.of(changes, required)
    assert together.sql == (
        "WITH p0 AS (INSERT INTO t VALUES ($1, $2)), p1 AS (UPDATE u SET v = $3, w = $3),"
        " p2 AS (UPDATE x SET y = $5 WHERE z = $4 RETURNING 1) SELECT 1 / least((SELECT count(*) FROM p2))"
    )
    assert together.values == [1, 2, 3, 4, 5]


def test_a_single_change_stays_as_it_is() -> None:
    assert Together.of([("DELETE FROM t WHERE a = $1", (7,))], ()) == Together("DELETE FROM t WHERE a = $1", (7,))


async def test_more_changes_than_fit_into_one_statement_are_made_all_the_same(database: Database) -> None:
    names = tuple(f"a{number:02}" for number in range(40))
    await database.write(put_off, names)
    assert [name for name, _ in await database.read(ledger.all_accounts, None)] == list(names)
    assert await count(database) == 40


async def test_a_query_of_several_statements_sees_one_moment_also_at_its_first_run(database: Database) -> None:
    def query(tx: Tx, _: None) -> tuple[int, int | None, int]:
        return ledger.entry_count(tx, None), ledger.balance(tx, "a"), ledger.entry_count(tx, None)

    await database.write(put_off, ("a",))
    for _ in range(3):
        assert await database.read(query, None) == (1, 1, 1)


@pytest.mark.parametrize("asks_first", [False, True])
async def test_a_query_cannot_put_a_change_off(database: Database, asks_first: bool) -> None:
    def query(tx: Tx, _: None) -> None:
        if asks_first:
            ledger.entry_count(tx, None)
        put_off(tx, ("a",))

    for _ in range(2):
        with pytest.raises(DBAPIError):
            await database.read(query, None)
    assert await count(database) == 0
