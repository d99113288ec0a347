"""Fixtures for tests that need a store, as a pytest plugin.

A test that takes `database` runs twice, on SQLite and on PostgreSQL, each time on an empty store with the tables
of the `schema` fixture. A module says which tables by overriding it:

    @pytest.fixture
    def schema() -> MetaData:
        return metadata

It may override `clock` too. Tests of one engine take `sqlite_url` or `postgres_url` and open the store themselves.

On PostgreSQL making a database takes half a second, so tests that take `database` share one for each schema, and
get it emptied. A test that changes the tables themselves takes `postgres_url`, which is its own.
"""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

# asyncpg ships no types.
import asyncpg  # type: ignore[import-untyped]
import pytest
import pytest_asyncio
from sqlalchemy import MetaData

from hub.clock import Clock, SystemClock
from hub.database import Database, Tx, open_database
from hub.ids import IdSource
from tests.gate import GATE, LOCK, Gate
from tests.postgres import Cluster


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """One server for all tests of this process."""
    cluster = Cluster()
    yield cluster
    cluster.remove()


@pytest.fixture
def postgres_url(postgres: Cluster) -> Iterator[str]:
    """Return the URL of an empty database of its own."""
    name = postgres.new_database()
    yield postgres.url(name)
    postgres.drop_database(name)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Return the URL of a file that is not there yet."""
    return f"sqlite://{tmp_path / 'hub.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, schema: MetaData) -> str:
    """Return the URL of an empty store, of either engine; the one that `database` has open, if the test takes it."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    if "database" not in request.fixturenames:
        return str(request.getfixturevalue("postgres_url"))
    postgres: Cluster = request.getfixturevalue("postgres")
    shape = frozenset((table.name, *table.columns.keys()) for table in schema.tables.values())
    return postgres.url(postgres.shared_database(shape))


@pytest_asyncio.fixture
async def gate(store_url: str) -> AsyncIterator[Gate]:
    """Return a closed gate for units of the store at `store_url`."""
    if store_url.startswith("sqlite"):
        yield Gate(None)
        return
    admin = await asyncpg.connect(store_url, server_settings={"application_name": GATE})
    await admin.execute(f"SELECT pg_advisory_lock({LOCK})")
    yield Gate(admin)
    await admin.close()


@pytest.fixture
def schema() -> MetaData:
    """Return the tables that `database` shall have; to be overridden."""
    return MetaData()


@pytest.fixture
def clock() -> Clock:
    """Return the clock of the store; a test that moves time overrides it."""
    return SystemClock()


@pytest_asyncio.fixture
async def database(store_url: str, schema: MetaData, clock: Clock) -> AsyncIterator[Database]:
    """Return an open store of either engine with the tables of `schema`."""
    opened = open_database(store_url, clock=clock, ids=IdSource(clock))
    await opened.write(create_tables if opened.dialect == "sqlite" else empty_tables, schema)
    yield opened
    await opened.close()


def empty_tables(tx: Tx, schema: MetaData) -> None:
    """Bring a shared PostgreSQL database back to empty tables, and make them the first time."""
    strangers = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name <> $1"
    )
    tx.connection.exec_driver_sql(strangers, (GATE,))
    if not tx.connection.exec_driver_sql("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1").all():
        schema.create_all(tx.connection)
    elif schema.sorted_tables:
        names = [table.name for table in reversed(schema.sorted_tables)]
        deletes = "".join(f'DELETE FROM "{name}";' for name in names)  # noqa: S608 - the names of our own tables
        tx.connection.exec_driver_sql(f"DO $$ BEGIN {deletes} END $$")


def create_tables(tx: Tx, schema: MetaData) -> None:
    """Make the tables; a unit, for tests that open their store themselves."""
    schema.create_all(tx.connection)
