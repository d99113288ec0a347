"""Statements compiled once: from a SQLAlchemy expression to the driver's own SQL with positional parameters.

A store makes a `Statement` at module level; the first run on an engine compiles it, every later run only picks the
parameters in their order. Measured (issue 2, SQLite, one-row SELECT): 15 µs through `exec_driver_sql`, 13 µs for a
Core insert, 2.5 µs this way.

Rules: columns are of the kinds in `hub/store/columns.py`, so values pass unconverted; no Python-side column
defaults (server defaults are fine); `sqlalchemy.dialects.postgresql.insert(...).on_conflict_...` compiles for both
engines; what SQLite has not got at all (`FOR UPDATE SKIP LOCKED`) is left out there by its compiler. Where the two
must differ, give `Statement(sqlite=..., postgresql=...)`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any, Literal

from sqlalchemy import Executable, Select
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect
from sqlalchemy.dialects.sqlite.pysqlite import dialect as pysqlite_dialect
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler

DialectName = Literal["sqlite", "postgresql"]
Prepared = tuple[str, Sequence[Any]]

_DIALECTS: Mapping[DialectName, Callable[[], Dialect]] = {"sqlite": pysqlite_dialect, "postgresql": asyncpg_dialect}


class Row(tuple[Any, ...]):
    """One row of an answer: a plain tuple whose columns can also be read by their names."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"this row has no column {name!r}")


class Form:
    """A statement as one driver wants it."""

    __slots__ = ("_row", "changes", "prepare")

    def __init__(self, prepare: Callable[[Mapping[str, Any]], Prepared], *, changes: bool) -> None:
        self.prepare = prepare
        "Returns SQL and positional values for the named parameters."
        self.changes = changes
        "False for a SELECT: running it cannot be news to anybody."
        self._row: Callable[[Iterable[Any]], Row] | None = None

    def row_type(self, columns: Callable[[], Iterable[str]]) -> Callable[[Iterable[Any]], Row]:
        """Return what makes a driver's row into a `Row`; `columns` is asked for the names the first time only."""
        if self._row is None:
            self._row = _row_type(columns())
        return self._row


class Statement:
    """One statement of a store, for both engines."""

    def __init__(
        self,
        executable: Executable | None = None,
        *,
        sqlite: Executable | None = None,
        postgresql: Executable | None = None,
    ) -> None:
        self._executables: Mapping[DialectName, Executable | None] = {
            "sqlite": executable if sqlite is None else sqlite,
            "postgresql": executable if postgresql is None else postgresql,
        }

    @cached_property
    def on_sqlite(self) -> Form:
        """The statement for Python's sqlite3."""
        return self._compile("sqlite")

    @cached_property
    def on_postgresql(self) -> Form:
        """The statement for asyncpg."""
        return self._compile("postgresql")

    def _compile(self, name: DialectName) -> Form:
        executable = self._executables[name]
        if executable is None:
            raise TypeError(f"this statement has no variant for {name}")
        compiled = executable.compile(dialect=_DIALECTS[name]())  # type: ignore[attr-defined]
        if not isinstance(compiled, SQLCompiler):
            raise TypeError("only queries and changes of rows can be statements")
        if compiled.insert_prefetch or compiled.update_prefetch:
            columns = [*compiled.insert_prefetch, *compiled.update_prefetch]
            raise TypeError(f"Python-side defaults are not applied here: {[str(column) for column in columns]}")
        prepare = _expanding(compiled) if compiled.post_compile_params else _plain(compiled)
        return Form(prepare, changes=not isinstance(executable, Select))


def _plain(compiled: SQLCompiler) -> Callable[[Mapping[str, Any]], Prepared]:
    """Prepare a statement whose text never changes: pick the values in their order."""
    sql = str(compiled)
    places = list(compiled.positiontup or ())
    expected = frozenset(places)
    count = len(expected)
    defaults = {name: compiled.params[name] for name in expected if not compiled.binds[name].required}
    pick = _picker(places)

    def prepare(params: Mapping[str, Any]) -> Prepared:
        if len(params) != count:
            raise _mismatch(expected, params)
        return sql, pick(params)

    def prepare_with_defaults(params: Mapping[str, Any]) -> Prepared:
        return prepare({**defaults, **params})

    return prepare_with_defaults if defaults else prepare


def _picker(places: Sequence[str]) -> Callable[[Mapping[str, Any]], Sequence[Any]]:
    if not places:
        return lambda _: ()
    if len(places) == 1:
        only = places[0]
        return lambda params: (params[only],)
    return itemgetter(*places)


def _expanding(compiled: SQLCompiler) -> Callable[[Mapping[str, Any]], Prepared]:
    """Prepare a statement with an `IN` list: its text depends on how many values there are, so it costs more."""
    expected = {bind.key for bind in compiled.binds.values()}
    required = {bind.key for bind in compiled.binds.values() if bind.required}

    def prepare(params: Mapping[str, Any]) -> Prepared:
        if not required <= params.keys() <= expected:
            raise _mismatch(expected, params)
        state = compiled.construct_expanded_state(dict(params))
        return state.statement, [state.parameters[name] for name in state.positiontup or ()]

    return prepare


def _mismatch(expected: Iterable[str], params: Mapping[str, Any]) -> TypeError:
    return TypeError(f"the statement takes {sorted(expected)}, not {sorted(params)}")


def _row_type(columns: Iterable[str]) -> Callable[[Iterable[Any]], Row]:
    places = {name: property(itemgetter(place)) for place, name in enumerate(columns)}
    return type("Row", (Row,), {"__slots__": (), **places})
