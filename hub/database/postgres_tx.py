"""The transaction object on PostgreSQL: statements, one by one or together.

Hot statements go to asyncpg itself (measured, issue 2: half the CPU of `exec_driver_sql`), cold ones through
`Tx.connection`. What a unit puts off is sent as one statement with a `WITH` part for each; a requirement that does not
hold makes the server divide by zero, so that it undoes that statement and with it the transaction by itself.
Source: PostgreSQL documentation, "WITH Queries", "Data-Modifying Statements in WITH".
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection
from sqlalchemy.util import await_

from hub.database import postgres_errors as errors
from hub.database.statements import Prepared, Row, Statement
from hub.database.tx import Ask, Tx
from hub.ids import IdSource

_PLACE = re.compile(r"\$(\d+)")
_TOGETHER = 12
"Changes that are sent together at most."
_COMBINATIONS = 1024
"More than the units have between them."
_THERE = "is_there"

R = TypeVar("R")


class Wire(Protocol):
    """The part of asyncpg's connection that we use."""

    async def execute(self, query: str, *args: Any, timeout: float | None = None) -> str:  # noqa: ASYNC109
        """Run a statement and return its tag, such as `UPDATE 3`; `timeout` in seconds."""
        ...

    async def fetch(self, query: str, *args: Any) -> list[Any]:
        """Return all rows of a query."""
        ...

    async def fetchrow(self, query: str, *args: Any) -> Any:
        """Return the first row of a query, or None."""
        ...

    async def add_listener(self, channel: str, callback: Callable[..., None]) -> None:
        """Call `callback(connection, pid, channel, payload)` at each notification."""
        ...

    def add_log_listener(self, callback: Callable[..., None]) -> None:
        """Call `callback(connection, message)` at each notice and warning."""
        ...

    def add_termination_listener(self, callback: Callable[..., None]) -> None:
        """Call `callback(connection)` when the connection has ended."""
        ...

    def get_server_pid(self) -> int:
        """Return the number of the server's process."""
        ...

    def is_closed(self) -> bool:
        """Tell whether the connection has ended."""
        ...

    def terminate(self) -> None:
        """End the connection at once."""
        ...


@dataclass(frozen=True, slots=True)
class Together:
    """Several changes as one statement."""

    sql: str
    values: Sequence[Any]

    @classmethod
    def of(cls, changes: Sequence[Prepared], required: Sequence[Prepared]) -> "Together":
        """Return the statement that makes all these changes, or fails if one of the required touches no row."""
        if len(changes) == 1 and not required:
            return cls(*changes[0])
        everything = (*changes, *required)
        lengths = tuple(len(values) for _, values in everything)
        sql = _together(tuple(sql for sql, _ in everything), lengths, len(changes))
        return cls(sql, [value for _, values in everything for value in values])


@lru_cache(_COMBINATIONS)
def _together(statements: tuple[str, ...], lengths: tuple[int, ...], free: int) -> str:
    parts = []
    taken = 0
    for number, (sql, length) in enumerate(zip(statements, lengths, strict=True)):
        moved = _moved(sql, taken) + ("" if number < free or " RETURNING " in sql else " RETURNING 1")
        parts.append(f"p{number} AS ({moved})")
        taken += length
    counts = [f"(SELECT count(*) FROM p{number})" for number in range(free, len(statements))]  # noqa: S608 - numbers
    verdict = f"1 / least({', '.join(counts)})" if counts else "1"
    return f"WITH {', '.join(parts)} SELECT {verdict}"


@lru_cache(_COMBINATIONS)
def _beside(statements: tuple[str, ...], lengths: tuple[int, ...]) -> str:
    """Return one statement whose only row holds the rows of all these, each behind a mark that it is there."""
    parts, joins = [], []
    taken = 0
    for number, (sql, length) in enumerate(zip(statements, lengths, strict=True)):
        parts.append(f"p{number} AS ({_moved(sql, taken)})")
        joins.append(f" LEFT JOIN (SELECT 1 AS {_THERE}, p{number}.* FROM p{number}) AS a{number} ON true")  # noqa: S608 - numbers
        taken += length
    columns = ", ".join(f"a{number}.*" for number in range(len(statements)))
    return f"WITH {', '.join(parts)} SELECT {columns} FROM (SELECT 1) AS one{''.join(joins)}"  # noqa: S608 - numbers


@lru_cache(_COMBINATIONS)
def _cuts(names: tuple[str, ...]) -> Sequence[tuple[tuple[str, ...], int, int]]:
    """Return where the columns of each statement begin and end in the row that holds them all."""
    marks = [place for place, name in enumerate(names) if name == _THERE]
    ends = [*marks[1:], len(names)]
    return [(names[mark + 1 : end], mark + 1, end) for mark, end in zip(marks, ends, strict=True)]


def _moved(sql: str, by: int) -> str:
    """Return a statement whose parameters begin behind the first `by`."""
    return _PLACE.sub(lambda place: f"${int(place[1]) + by}", sql)


class NotAlone(BaseException):
    """A query that was taken for a single statement has a second one: it must be run again in a transaction.

    No `Exception`, so that no query catches it.
    """


@dataclass(frozen=True, slots=True)
class Runs:
    """Where and how a transaction runs."""

    wire: Wire
    begin: str | None
    "What to say before the first statement; None where there may be only one."
    reading: bool


class PostgresTx(Tx):
    """Statements run on asyncpg's connection, waited for from inside the unit's greenlet."""

    __slots__ = ("_begin", "_later", "_reading", "_required", "_wire", "asked", "begun")

    def __init__(self, runs: Runs, connection: Connection, now_ms: int, ids: IdSource) -> None:
        super().__init__("postgresql", connection, now_ms, ids)
        self._wire = runs.wire
        self._begin = runs.begin
        self._reading = runs.reading
        self._later: list[Prepared] = []
        self._required: list[tuple[Prepared, Exception]] = []
        self.asked = False
        "Whether a statement was sent."
        self.begun = False
        "Whether the server knows of this transaction; one that is a single statement need not be begun."

    @property
    def connection(self) -> Connection:
        """SQLAlchemy's connection, for statements that run seldom."""
        if self._begin is None:
            raise NotAlone  # who knows how many statements follow
        self._first()
        return self._connection

    def run(self, statement: Statement, /, **params: Any) -> int:
        """Run a change and return how many rows it touched."""
        form = statement.on_postgresql
        sql, values = form.prepare(params)
        tag = self._ask(sql, self._wire.execute, values)
        count = int(tag.rpartition(" ")[2])
        if count and form.changes:
            self.changed = True
        return count

    def row(self, statement: Statement, /, **params: Any) -> Row | None:
        """Return the first row of the answer, or None."""
        form = statement.on_postgresql
        sql, values = form.prepare(params)
        found = self._ask(sql, self._wire.fetchrow, values)
        if found is None:
            return None
        if form.changes:
            self.changed = True
        return form.row_type(found.keys)(found)

    def rows(self, statement: Statement, /, **params: Any) -> Sequence[Row]:
        """Return all rows of the answer."""
        form = statement.on_postgresql
        sql, values = form.prepare(params)
        found = self._ask(sql, self._wire.fetch, values)
        if not found:
            return []
        if form.changes:
            self.changed = True
        return list(map(form.row_type(found[0].keys), found))

    def scalar(self, statement: Statement, /, **params: Any) -> Any:
        """Return the first column of the first row, or None when there is no row."""
        form = statement.on_postgresql
        sql, values = form.prepare(params)
        found = self._ask(sql, self._wire.fetchrow, values)
        if found is None:
            return None
        if form.changes:
            self.changed = True
        return found[0]

    def _answers(self, asks: Sequence[Ask[Any]]) -> Sequence[Row | None]:
        self._first()
        return self._beside(asks)

    def _seen(self, asks: Sequence[Ask[Any]]) -> Sequence[Row | None]:
        if self.begun or self._later or self._reading:
            return self._answers(asks)
        return self._beside(asks)

    def _beside(self, asks: Sequence[Ask[Any]]) -> Sequence[Row | None]:
        forms = [ask.statement.on_postgresql for ask in asks]
        prepared = [form.prepare(ask.params) for form, ask in zip(forms, asks, strict=True)]
        sql = _beside(tuple(sql for sql, _ in prepared), tuple(len(values) for _, values in prepared))
        found = self._wait(sql, self._wire.fetchrow, [value for _, values in prepared for value in values])
        rows: list[Row | None] = []
        for form, (names, begin, end) in zip(forms, _cuts(tuple(found.keys())), strict=True):
            there = found[begin - 1] is not None
            rows.append(form.row_type(names.__iter__)(found[begin:end]) if there else None)
            self.changed = self.changed or (there and form.changes)
        return rows

    def later(self, statement: Statement, /, **params: Any) -> None:
        """Run a change with others before the next statement or at the end."""
        if self._reading:
            self.run(statement, **params)  # which the server refuses
            return
        if len(self._later) == _TOGETHER:  # or each length of a long list would be a statement of its own
            self._first()
        self._later.append(statement.on_postgresql.prepare(params))
        self.changed = True

    def require(self, statement: Statement, failing: Exception, /, **params: Any) -> None:
        """Run a change at the end, which must touch a row."""
        if self._reading:
            self.run(statement, **params)
            return
        self._required.append((statement.on_postgresql.prepare(params), failing))
        self.changed = True

    def rest(self) -> Together | None:
        """Return all that is still to run, as one statement, when the unit has come to its end."""
        if not self._later and not self._required:
            return None
        rest = Together.of(self._later, [prepared for prepared, _ in self._required])
        self._later = []
        return rest

    def end(self) -> None:
        """Run what is still to run, unless it can be a transaction of its own."""
        if self.begun and (rest := self.rest()) is not None:
            self._wait(rest.sql, self._wire.fetchrow, rest.values)

    def failed(self, sql: str, error: BaseException) -> Exception:
        """Return what a driver's error means to the unit: a requirement that does not hold, or a failed statement."""
        if self._required and errors.is_division_by_zero(error):
            self.failure = self._required[0][1]
        else:
            self.failure = errors.translated(sql, error)
        return self.failure

    def _first(self) -> None:
        """Begin, if this is the first statement, and run what was put off.

        Raises:
            NotAlone: with nothing to begin with, this was already the second statement.
        """
        if self._begin is None:
            if self.asked:
                raise NotAlone
        elif not self.begun:
            self.begun = True
            self._wait(self._begin, self._wire.execute, ())
        self.asked = True
        if self._later:
            together = Together.of(self._later, ())
            self._later = []
            self._wait(together.sql, self._wire.fetchrow, together.values)

    def _ask(self, sql: str, call: Callable[..., Awaitable[R]], values: Sequence[Any]) -> R:
        self._first()
        return self._wait(sql, call, values)

    def _wait(self, sql: str, call: Callable[..., Awaitable[R]], values: Sequence[Any]) -> R:
        try:
            return await_(call(sql, *values))
        except errors.DRIVER_ERRORS as error:
            raise self.failed(sql, error) from error
