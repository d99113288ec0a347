"""One connection to the SQLite file, and the transaction object that runs on it.

Rules: transactions are ours, begun and ended by statements we send; SQLAlchemy sits on the same connection in
its autocommit mode and is kept from committing. Every acknowledged write is on the disk: WAL with
synchronous=FULL. Source: sqlite.org, "Write-Ahead Logging", "PRAGMA Statements".
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import NullPool

from hub.clock import Clock
from hub.database.statements import Form, Row, Statement
from hub.database.tx import Ask, Tx
from hub.errors import HubError, OutcomeUnknown, StoreUnavailable
from hub.ids import IdSource

BUSY_TIMEOUT_MS = 5000
"Only a backup or a maintenance command of ours can hold the file; the writer is alone otherwise."

_ALWAYS = ("foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}", "temp_store=MEMORY", "cache_size=-16000")
_WRITING = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "journal_size_limit=67108864",
    # The checkpointer keeps the log short; this is the writer's own backstop, in pages.
    "wal_autocheckpoint=2000",
)
_READING = ("query_only=ON",)

_CODES = {
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_IOERR: "disk_error",
    sqlite3.SQLITE_READONLY: "disk_read_only",
    sqlite3.SQLITE_BUSY: "store_busy",
    sqlite3.SQLITE_LOCKED: "store_busy",
    sqlite3.SQLITE_PROTOCOL: "store_busy",
    sqlite3.SQLITE_NOMEM: "out_of_memory",
    sqlite3.SQLITE_CANTOPEN: "cannot_open",
    sqlite3.SQLITE_CORRUPT: "store_corrupt",
    sqlite3.SQLITE_NOTADB: "store_corrupt",
}


class SqliteLink:
    """A connection with its cursor; used by one thread at a time."""

    def __init__(self, path: Path, *, writes: bool) -> None:
        """Open the file; `writes=False` gives a connection that cannot change anything.

        Raises:
            StoreUnavailable: the file cannot be opened.
        """
        self._writes = writes
        self._engine = sa.create_engine(
            "sqlite://",
            creator=lambda: _connect(path, writes=writes),
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
        )
        event.listen(self._engine, "commit", _refuse)
        event.listen(self._engine, "rollback", _refuse)
        try:
            self.connection = self._engine.connect()
        except (DBAPIError, sqlite3.Error, OSError) as error:
            raise unavailable(error) or StoreUnavailable("cannot_open", str(error)) from error
        self.connection.begin()  # and never ended: SQLAlchemy shall believe it is inside a transaction of ours
        self.raw: sqlite3.Connection = self.connection.connection.dbapi_connection  # type: ignore[assignment]
        self.cursor = self.raw.cursor()

    def begin_unit(self, clock: Clock, ids: IdSource) -> "SqliteTx":
        """Return the transaction object for one run of a unit or query."""
        return SqliteTx(self, clock.now_ms(), ids)

    def send(self, sql: str) -> None:
        """Run a statement that has neither parameters nor an answer."""
        self.cursor.execute(sql)

    def close(self) -> None:
        """Give the file back; the last one to close folds the log into it."""
        event.remove(self._engine, "rollback", _refuse)
        self.cursor.close()
        self.connection.close()


class SqliteTx(Tx):
    """Statements run on the driver's cursor itself."""

    __slots__ = ("_cursor",)

    def __init__(self, link: SqliteLink, now_ms: int, ids: IdSource) -> None:
        super().__init__("sqlite", link.connection, now_ms, ids)
        self._cursor = link.cursor

    def run(self, statement: Statement, /, **params: Any) -> int:
        """Run a change and return how many rows it touched."""
        cursor = self._execute(statement.on_sqlite, params)
        if cursor.description is not None:
            cursor.fetchall()  # only then the count is right
        return cursor.rowcount

    def row(self, statement: Statement, /, **params: Any) -> Row | None:
        """Return the first row of the answer, or None."""
        form = statement.on_sqlite
        found = self._execute(form, params).fetchone()
        return None if found is None else form.row_type(self._columns)(found)

    def rows(self, statement: Statement, /, **params: Any) -> Sequence[Row]:
        """Return all rows of the answer."""
        form = statement.on_sqlite
        found = self._execute(form, params).fetchall()
        return list(map(form.row_type(self._columns), found)) if found else []

    def scalar(self, statement: Statement, /, **params: Any) -> Any:
        """Return the first column of the first row, or None when there is no row."""
        found = self._execute(statement.on_sqlite, params).fetchone()
        return None if found is None else found[0]

    def _answers(self, asks: Sequence[Ask[Any]]) -> Sequence[Row | None]:
        return [self.row(ask.statement, **ask.params) for ask in asks]

    def _seen(self, asks: Sequence[Ask[Any]]) -> Sequence[Row | None]:
        return self._answers(asks)

    def later(self, statement: Statement, /, **params: Any) -> None:
        """Run a change; here a statement costs no round trip, so it runs at once."""
        self.run(statement, **params)

    def require(self, statement: Statement, failing: Exception, /, **params: Any) -> None:
        """Run a change, which must touch a row."""
        if self.run(statement, **params) == 0:
            self.failure = failing
            raise failing

    def _execute(self, form: Form, params: dict[str, Any]) -> sqlite3.Cursor:
        sql, values = form.prepare(params)
        try:
            return self._cursor.execute(sql, values)
        except sqlite3.IntegrityError as error:
            self.failure = IntegrityError(sql, None, error, hide_parameters=True)
        except sqlite3.Error as error:
            self.failure = DBAPIError(sql, None, error, hide_parameters=True)
        raise self.failure from self.failure.orig

    def _columns(self) -> list[str]:
        return [column[0] for column in self._cursor.description]


def unavailable(error: BaseException) -> StoreUnavailable | None:
    """Return what callers shall hear when the store itself is the reason of `error`, else None."""
    error_code = _primary_code(error)
    return StoreUnavailable(_CODES[error_code], str(error)) if error_code in _CODES else None


def is_forbidden(error: BaseException) -> bool:
    """Tell whether a query tried to write: the query is wrong then, not the store."""
    return _primary_code(error) == sqlite3.SQLITE_READONLY


def commit_failed(error: sqlite3.Error) -> HubError:
    """Return what a batch's callers shall hear when its commit failed.

    After a failed write or sync the last pages may or may not be on the disk, and a crash could bring them back.
    """
    if _primary_code(error) == sqlite3.SQLITE_IOERR:
        return OutcomeUnknown("commit_failed", str(error))
    return unavailable(error) or StoreUnavailable("commit_failed", str(error))


def _primary_code(error: BaseException) -> int:
    driver_error = error.orig if isinstance(error, DBAPIError) else error
    return int(getattr(driver_error, "sqlite_errorcode", 0)) & 0xFF


def _connect(path: Path, *, writes: bool) -> sqlite3.Connection:
    if writes and not path.exists():
        path.touch(mode=0o600)  # tourists' words are in it; its log files inherit the mode
    raw = sqlite3.connect(
        f"{path.as_uri()}?mode={'rw' if writes else 'ro'}",
        uri=True,
        timeout=BUSY_TIMEOUT_MS / 1000,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=512,
    )
    try:
        for pragma in _ALWAYS + (_WRITING if writes else _READING):
            raw.execute(f"PRAGMA {pragma}").close()
    except sqlite3.Error:
        raw.close()
        raise
    return raw


def _refuse(_connection: sa.Connection) -> None:
    raise RuntimeError("a unit neither commits nor rolls back: return, or raise")
