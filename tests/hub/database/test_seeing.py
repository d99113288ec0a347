"""Looking without holding: what is found, and what becomes of a unit when it is not so any more."""

from typing import Any

import pytest
from sqlalchemy import MetaData, bindparam, update
from sqlalchemy.util import await_

from hub.database import Ask, Database, Row, Statement, Tx
from hub.database.postgres_tx import PostgresTx
from tests.hub.database import ledger
from tests.hub.database.ledger import BALANCE, MOVE, OPEN, Undone, accounts

pytestmark = pytest.mark.store

EMPTY_SEEN = Statement(
    update(accounts)
    .values(balance=0)
    .where(accounts.c.name == bindparam("account"), accounts.c.balance == bindparam("seen"))
)


@pytest.fixture
def schema() -> MetaData:
    return ledger.ledger


def ask(name: str) -> Ask[int | None]:
    return Ask(BALANCE, {"name": name}, _only)


def _only(row: Row | None) -> int | None:
    return None if row is None else int(row[0])


def look(tx: Tx, _: None) -> tuple[int | None, ...]:
    return tx.see(ask("a"), ask("nobody"), ask("b"), ask("a"), ask("c"))


def open_two(tx: Tx, _: None) -> None:
    tx.run(OPEN, name="a", balance=1)
    tx.run(OPEN, name="b", balance=2)


async def test_a_unit_and_a_query_see_what_is_there(database: Database) -> None:
    await database.write(open_two, None)
    assert await database.write(look, None) == (1, None, 2, 1, None)
    assert await database.read(look, None) == (1, None, 2, 1, None)


async def test_a_unit_that_sees_and_tells_is_no_transaction_to_a_server(database: Database) -> None:
    def unit(tx: Tx, _: None) -> bool:
        look(tx, None)
        tx.require(EMPTY_SEEN, Undone("moved", "since"), account="a", seen=1)
        tx.later(MOVE, account="b", amount=3)
        return isinstance(tx, PostgresTx) and tx.begun

    await database.write(open_two, None)
    assert not await database.write(unit, None)
    assert await database.read(ledger.all_accounts, None) == [("a", 0), ("b", 5)]


async def test_a_unit_may_go_on_as_any_other_after_it_has_seen(database: Database) -> None:
    def unit(tx: Tx, _: None) -> tuple[Any, ...]:
        tx.later(MOVE, account="a", amount=1)
        seen = look(tx, None)
        tx.run(MOVE, account="a", amount=1)
        return (*seen, *look(tx, None))

    await database.write(open_two, None)
    assert await database.write(unit, None) == (2, None, 2, 2, None, 3, None, 2, 3, None)
    assert await database.read(ledger.all_accounts, None) == [("a", 3), ("b", 2)]


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_who_comes_between_undoes_what_was_told_on_condition(database: Database) -> None:
    def unit(tx: Tx, _: None) -> None:
        seen = look(tx, None)
        await_(database.write(ledger_moves, "a"))
        tx.require(EMPTY_SEEN, Undone("moved", "since"), account="a", seen=seen[0])
        tx.later(MOVE, account="b", amount=3)

    await database.write(open_two, None)
    with pytest.raises(Undone):
        await database.write(unit, None)
    assert await database.read(ledger.all_accounts, None) == [("a", 8), ("b", 2)]


def ledger_moves(tx: Tx, account: str) -> None:
    tx.run(MOVE, account=account, amount=7)
