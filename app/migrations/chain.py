"""Reads and moves a database along the chain of revisions; the only module that opens one for its schema.

Rules: all revisions of one upgrade run in one transaction under a lock, so an upgrade that dies leaves the database
as it was, and two that start at the same moment follow each other. Alembic is loaded only when there is something to
do: a child that is started again must be ready within three seconds.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, create_engine, event, inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from hub.errors import StoreUnavailable

R = TypeVar("R")
_HERE = Path(__file__).parent
_SQLITE = "sqlite://"
_SQLITE_FULL = 13
"SQLITE_FULL of sqlite3.h."
_UPGRADE_LOCK = 1_230_100_001
"Key of PostgreSQL's advisory lock for upgrades; any number that no other program uses."
_CONNECT_S = 5.0


class ForeignKeysBroken(Exception):
    """After an upgrade a row points at nothing; the upgrade was undone."""


def head() -> str:
    """Return the newest revision that this program knows."""
    return max(path.name[:4] for path in (_HERE / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))


def known() -> frozenset[str]:
    """Return every revision that this program knows."""
    return frozenset(path.name[:4] for path in (_HERE / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))


def current(url: str) -> str | None:
    """Return the revision that the database stands at, None if it has none of our tables.

    Raises:
        StoreUnavailable: nobody answers there.
    """
    path = sqlite_file(url)
    if path is not None and not path.exists():
        return None
    return in_transaction(url, revision_of)


def upgrade(url: str) -> None:
    """Run every revision that is missing.

    Raises:
        StoreUnavailable: nobody answers there.
        ForeignKeysBroken: a revision of ours is wrong; nothing was changed.
    """
    in_transaction(url, run_missing)


def copy_sqlite(url: str, target: Path) -> None:
    """Write a whole and consistent copy of a SQLite database to `target`, which must not exist."""

    def copy(connection: Connection) -> None:
        connection.exec_driver_sql("COMMIT")  # VACUUM runs outside of transactions only
        connection.exec_driver_sql("VACUUM INTO ?", (str(target),))
        connection.exec_driver_sql("BEGIN")

    in_transaction(url, copy)


def sqlite_file(url: str) -> Path | None:
    """Return where a SQLite database lies, None for another engine; read as `hub.database.open_database` does."""
    return Path("/" + url.removeprefix(_SQLITE).lstrip("/")) if url.startswith(_SQLITE) else None


def revision_of(connection: Connection) -> str | None:
    """Return the revision on an open connection."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return revision


def run_missing(connection: Connection, upto: str = "head") -> None:
    """Run every revision that is missing on an open connection, up to one that tests name; the caller commits."""
    from alembic import command
    from alembic.config import Config

    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})")
    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, upto)
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise ForeignKeysBroken("a row points at nothing")


def in_transaction(url: str, work: Callable[[Connection], R]) -> R:
    """Run `work` in one transaction on the database behind `url`.

    Raises:
        StoreUnavailable: nobody answers there, or it is no database.
    """
    path = sqlite_file(url)
    try:
        if path is not None:
            return _with_sqlite(path, work)
        return asyncio.run(_with_postgresql(url, work))
    except (DBAPIError, OSError, TimeoutError) as error:
        raise StoreUnavailable(_code(error), _reason(error)) from error


def _with_sqlite(path: Path, work: Callable[[Connection], R]) -> R:
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "begin", _begin_at_once)
    with engine.begin() as connection:
        return work(connection)


def _leave_transactions_to_us(connection: Any, _record: object) -> None:
    # Python's sqlite3 would otherwise begin only before the first change of data and leave DDL outside.
    connection.isolation_level = None


def _begin_at_once(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


async def _with_postgresql(url: str, work: Callable[[Connection], R]) -> R:
    from sqlalchemy.ext.asyncio import create_async_engine

    engine = create_async_engine(
        make_url(url).set(drivername="postgresql+asyncpg"),
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"timeout": _CONNECT_S},
    )
    async with engine.begin() as connection:
        return await connection.run_sync(work)


def _code(error: Exception) -> str:
    return "disk_full" if getattr(getattr(error, "orig", None), "sqlite_errorcode", 0) == _SQLITE_FULL else "store_away"


def _reason(error: Exception) -> str:
    inner = getattr(error, "orig", None) or error
    return str(inner).splitlines()[0] if str(inner) else type(inner).__name__
