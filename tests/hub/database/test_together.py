"""Statements that are asked together: the same answers on both engines as one after the other."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import MetaData, text
from sqlalchemy.exc import DBAPIError

from hub.database import Ask, Database, Row, Statement, Tx
from tests.hub.database import ledger
from tests.hub.database.ledger import ACCOUNTS, BALANCE, MOVE, OPEN

pytestmark = pytest.mark.store

_HELD = "SELECT name, balance FROM accounts WHERE name = :name"
HOLD = Statement(sqlite=text(_HELD), postgresql=text(_HELD + " FOR UPDATE"))


@pytest.fixture
def schema() -> MetaData:
    return ledger.ledger


def ask(statement: Statement, **params: Any) -> Ask[Row | None]:
    return Ask(statement, params, lambda row: row)


def open_two(tx: Tx, _: None) -> None:
    tx.run(OPEN, name="a", balance=1)
    tx.run(OPEN, name="b", balance=2)


async def test_each_gets_its_own_row_or_none(database: Database) -> None:
    def unit(tx: Tx, _: None) -> list[Row | None]:
        return [
            *tx.together(ask(MOVE, account="a", amount=5), ask(MOVE, account="nobody", amount=7), ask(HOLD, name="b"))
        ]

    await database.write(open_two, None)
    assert await database.write(unit, None) == [(6,), None, ("b", 2)]
    assert await database.read(ledger.all_accounts, None) == [("a", 6), ("b", 2)]


async def test_a_row_has_the_names_of_its_own_columns_also_where_others_are_the_same(database: Database) -> None:
    def unit(tx: Tx, _: None) -> list[tuple[str, int]]:
        found = tx.together(ask(HOLD, name="b"), ask(HOLD, name="a"))
        return [(row.name, row.balance) for row in found if row is not None]

    await database.write(open_two, None)
    assert await database.write(unit, None) == [("b", 2), ("a", 1)]


async def test_what_was_put_off_before_is_seen_and_what_comes_after_sees_them(database: Database) -> None:
    def unit(tx: Tx, _: None) -> tuple[int, int | None]:
        tx.later(OPEN, name="a", balance=3)
        moved, nothing = tx.together(Ask(MOVE, {"account": "a", "amount": 1}, _only), ask(BALANCE, name="x"))
        assert nothing is None
        return moved, ledger.balance(tx, "a")

    assert await database.write(unit, None) == (4, 4)


def _only(row: Row | None) -> int:
    assert row is not None
    return int(row[0])


async def test_a_change_among_them_is_news_and_questions_alone_are_none(database: Database) -> None:
    def look(tx: Tx, _: None) -> None:
        tx.together(ask(BALANCE, name="a"), ask(ACCOUNTS))

    def change(tx: Tx, _: None) -> None:
        tx.together(ask(BALANCE, name="a"), ask(MOVE, account="a", amount=1))

    await database.write(ledger.open_account, "a")
    watch = database.watch()
    await watch.wait(1)
    await database.write(look, None)
    assert not await watch.wait(0.1)
    await database.write(change, None)
    assert await watch.wait(5)


async def test_a_row_that_is_held_or_changed_is_found_as_it_stands_by_then(database: Database) -> None:
    """Sixteen at once on two rows: each must see the sum that the one before it left, or amounts are lost."""

    def unit(tx: Tx, number: int) -> None:
        first, second = ("a", "b") if number % 2 else ("b", "a")
        held, _ = tx.together(ask(HOLD, name=first), ask(BALANCE, name=second))
        assert held is not None
        tx.run(SET, name=first, balance=held.balance + 1)

    await database.write(open_two, None)
    async with asyncio.TaskGroup() as writers:
        for number in range(40):
            writers.create_task(database.write(unit, number))
    assert await database.read(ledger.all_accounts, None) == [("a", 21), ("b", 22)]


SET = Statement(text("UPDATE accounts SET balance = :balance WHERE name = :name"))


async def test_a_query_may_ask_together_but_not_change(database: Database) -> None:
    def query(tx: Tx, _: None) -> list[Row | None]:
        return [*tx.together(ask(BALANCE, name="b"), ask(BALANCE, name="a"))]

    def forbidden(tx: Tx, _: None) -> None:
        tx.together(ask(BALANCE, name="b"), ask(MOVE, account="a", amount=1))

    await database.write(open_two, None)
    for _ in range(2):
        assert await database.read(query, None) == [(2,), (1,)]
        with pytest.raises(DBAPIError):
            await database.read(forbidden, None)
