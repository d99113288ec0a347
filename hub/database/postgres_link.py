"""One connection to PostgreSQL.

Rules: transactions are ours, begun and ended by statements we send; SQLAlchemy sits on the same connection in its
autocommit mode and is kept from committing.
"""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from hub.clock import Clock
from hub.database.postgres_tx import PostgresTx, Runs, Wire
from hub.ids import IdSource

STATEMENT_TIMEOUT_MS = 30_000
CONNECT_TIMEOUT_S = 3
_ANSWER_TIMEOUT_S = STATEMENT_TIMEOUT_MS / 1000 + 5
"After this the network is dead, since the server would have answered with its own time-out."

_CLOSING = "closing"


def make_engine(url: str, name: str, server_settings: Mapping[str, str]) -> AsyncEngine:
    """Return SQLAlchemy's engine for `url`; it keeps no connections, `Links` does."""
    settings = {
        "application_name": name,
        "synchronous_commit": "on",
        "statement_timeout": str(STATEMENT_TIMEOUT_MS),
        # A machine that dies in a transaction holds its locks until the server has noticed.
        "idle_in_transaction_session_timeout": "60000",
        "tcp_keepalives_idle": "30",
        "tcp_keepalives_interval": "10",
        "tcp_keepalives_count": "3",
        "jit": "off",
        **server_settings,
    }
    engine = create_async_engine(
        make_url(url).set(drivername="postgresql+asyncpg"),
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
        connect_args={
            "timeout": CONNECT_TIMEOUT_S,
            "command_timeout": _ANSWER_TIMEOUT_S,
            "statement_cache_size": 512,
            "max_cached_statement_lifetime": 0,
            "server_settings": settings,
        },
    )
    event.listen(engine.sync_engine, "commit", _refuse)
    event.listen(engine.sync_engine, "rollback", _refuse)
    return engine


class PostgresLink:
    """A connection; used by one transaction at a time."""

    def __init__(self, connection: AsyncConnection, wire: Wire, *, writes: bool) -> None:
        self._writes = writes
        self.connection = connection
        self.wire = wire
        self.warned = False
        "Whether the server has said a warning since this was last set to False."
        self.touched = False
        "Whether a cold statement has changed rows since this was last set to False."
        wire.add_log_listener(self._heard_log)
        event.listen(connection.sync_connection, "after_cursor_execute", self._ran_cold)

    @classmethod
    async def open(cls, engine: AsyncEngine, *, writes: bool) -> "PostgresLink":
        """Connect; raises whatever the driver does."""
        connection = await engine.connect()
        await connection.begin()  # and never ended: SQLAlchemy shall believe it is inside a transaction of ours
        raw = await connection.get_raw_connection()
        link = cls(connection, cast("Wire", raw.driver_connection), writes=writes)
        if not writes:
            await link.wire.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
        return link

    def begin_unit(self, begin: str | None, clock: Clock, ids: IdSource) -> PostgresTx:
        """Return the transaction object for one run of a unit or query; it says `begin` before its first statement.

        Without `begin` it may be a single statement only.
        """
        connection = self.connection.sync_connection
        assert connection is not None, "an open AsyncConnection has one"  # noqa: S101 - narrows the type
        return PostgresTx(Runs(self.wire, begin, not self._writes), connection, clock.now_ms(), ids)

    async def close(self) -> None:
        """Say goodbye to the server."""
        self.connection.info[_CLOSING] = True
        await self.connection.close()

    async def drop(self) -> None:
        """Let go of the connection without asking the server; what was not committed is undone there."""
        self.wire.terminate()
        await self.connection.invalidate()
        await self.connection.close()

    def _ran_cold(self, _c: object, cursor: Any, _s: str, _p: object, context: Any, _m: bool) -> None:
        changes = context.isinsert or context.isupdate or context.isdelete or cursor.description is None
        self.touched = self.touched or (changes and cursor.rowcount != 0)

    def _heard_log(self, _connection: object, message: Any) -> None:
        self.warned = self.warned or message.severity_en == "WARNING"


def _refuse(connection: Connection) -> None:
    if connection.invalidated or connection.info.get(_CLOSING):
        return  # it is `close` or `drop`, and no transaction of ours is open
    raise RuntimeError("a unit neither commits nor rolls back: return, or raise")
