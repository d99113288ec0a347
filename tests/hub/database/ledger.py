"""A small ledger that the engine's tests write to: accounts with a balance, and entries that carry a key."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, MetaData, Table, Text, bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from hub.clock import SystemClock
from hub.database import Database, Row, Statement, Tx
from hub.database.open import open_database
from hub.errors import HubError
from hub.ids import IdSource

ledger = MetaData()

accounts = Table("accounts", ledger, Column("name", Text, primary_key=True), Column("balance", BigInteger))
entries = Table(
    "entries", ledger, Column("key", Text, primary_key=True), Column("name", Text), Column("amount", BigInteger)
)

OPEN = Statement(insert(accounts))
BALANCE = Statement(select(accounts.c.balance).where(accounts.c.name == bindparam("name")))
ACCOUNTS = Statement(select(accounts).order_by(accounts.c.name))
MOVE = Statement(
    update(accounts)
    .values(balance=accounts.c.balance + bindparam("amount"))
    .where(accounts.c.name == bindparam("account"))
    .returning(accounts.c.balance)
)
ENTER_ONCE = Statement(upsert(entries).on_conflict_do_nothing().returning(entries.c.key))
ENTER = Statement(insert(entries))
ENTRY_COUNT = Statement(select(func.count()).select_from(entries))


@dataclass(frozen=True, slots=True)
class Entry:
    """One booking; the same key again changes nothing."""

    key: str
    name: str = "a"
    amount: int = 1


class Undone(HubError):
    """What a unit of these tests raises on purpose."""


def open_account(tx: Tx, name: str) -> None:
    """Make an account with nothing in it."""
    tx.run(OPEN, name=name, balance=0)


def book(tx: Tx, entry: Entry) -> bool:
    """Book an entry once, and say whether this was the once."""
    if tx.row(ENTER_ONCE, key=entry.key, name=entry.name, amount=entry.amount) is None:
        return False
    tx.run(MOVE, account=entry.name, amount=entry.amount)
    return True


def book_and_fail(tx: Tx, entry: Entry) -> None:
    """Book an entry, then raise."""
    book(tx, entry)
    raise Undone("undone", entry.key)


def move(tx: Tx, entry: Entry) -> int:
    """Change a balance and return the new one."""
    return int(tx.scalar(MOVE, account=entry.name, amount=entry.amount))


def balance(tx: Tx, name: str) -> int | None:
    """Return an account's balance."""
    found: int | None = tx.scalar(BALANCE, name=name)
    return found


def all_accounts(tx: Tx, _: None) -> list[Row]:
    """Return all accounts by name."""
    return list(tx.rows(ACCOUNTS))


def entry_count(tx: Tx, _: None) -> int:
    """Return how many entries were booked."""
    return int(tx.scalar(ENTRY_COUNT))


@contextlib.asynccontextmanager
async def another(url: str) -> AsyncIterator[Database]:
    """Open the store once more, as another process would."""
    clock = SystemClock()
    database = open_database(url, clock=clock, ids=IdSource(clock))
    try:
        yield database
    finally:
        await database.close()
