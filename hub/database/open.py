"""Choosing the engine by its URL."""

from pathlib import Path

from hub.clock import Clock
from hub.database.contract import Database, PoolSizes
from hub.database.sqlite import SqliteDatabase
from hub.ids import IdSource

SQLITE = "sqlite://"
POSTGRESQL = "postgresql://"


def open_database(
    url: str, *, clock: Clock, ids: IdSource, name: str = "hotline", sizes: PoolSizes | None = None
) -> Database:
    """Return the store behind `url`: `sqlite:///abs/path/hub.db` or `postgresql://user@host:port/name`.

    SQLite is opened here and now; PostgreSQL is connected to when it is first used. `name` is what PostgreSQL's
    own lists call this process, `sizes` how many connections it gets.

    Raises:
        StoreUnavailable: the SQLite file cannot be opened.
        ValueError: the URL is neither of the two.
    """
    if url.startswith(f"{SQLITE}/"):
        return SqliteDatabase(Path("/" + url.removeprefix(SQLITE).lstrip("/")), clock=clock, ids=ids)
    if url.startswith(POSTGRESQL):
        # Its driver and what SQLAlchemy loads for it are a sixth of a start, which a hub on SQLite need not wait for.
        from hub.database.postgres import PostgresDatabase

        return PostgresDatabase(url, clock=clock, ids=ids, name=name, sizes=sizes)
    raise ValueError("the store's URL begins with sqlite:/// or postgresql://")
