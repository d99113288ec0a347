"""The transaction as a unit sees it: the time, fresh ids, and statements.

Rules: a unit works on its `Tx` and its arguments only, since it may be run again. It neither commits nor rolls
back; raising undoes it. A failed statement ends the unit also when the unit swallows the error, on both engines.

Each answer waited for is a round trip to a server, and round trips are what a message costs there (measured, issue 2:
0.1 ms of our CPU each, as much for four changes together as for one). So a change whose answer nobody needs is told by
`later`, a condition that only decides between all and nothing by `require`, and what needs no other answer first is
asked `together`. A unit that only has to `see` before it tells is two round trips in all.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

from sqlalchemy import Connection

from hub.database.statements import DialectName, Row, Statement
from hub.ids import IdSource

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Ask(Generic[A]):
    """A statement that has at most one row to answer, and what the row, or None, means."""

    statement: Statement
    params: Mapping[str, Any]
    meaning: Callable[[Row | None], A]


class Tx(ABC):
    """One unit's view of the store; read its attributes, never set them."""

    __slots__ = ("_connection", "_ids", "changed", "dialect", "failure", "now_ms")

    def __init__(self, dialect: DialectName, connection: Connection, now_ms: int, ids: IdSource) -> None:
        self.dialect = dialect
        self._connection = connection
        self.now_ms = now_ms
        "UTC milliseconds when this run of the unit began."
        self.changed = False
        "Whether a statement has changed a row; what changed nothing wakes nobody."
        self.failure: Exception | None = None
        "The error of the statement that ended this unit, if one did."
        self._ids = ids

    @property
    def connection(self) -> Connection:
        """SQLAlchemy's connection, for statements that run seldom."""
        return self._connection

    def new_id(self) -> str:
        """Return a fresh id; a unit that is run again gets others."""
        return self._ids.new_id()

    @abstractmethod
    def run(self, statement: Statement, /, **params: Any) -> int:
        """Run a change and return how many rows it touched."""

    @abstractmethod
    def row(self, statement: Statement, /, **params: Any) -> Row | None:
        """Return the first row of the answer, or None."""

    @abstractmethod
    def rows(self, statement: Statement, /, **params: Any) -> Sequence[Row]:
        """Return all rows of the answer."""

    @abstractmethod
    def scalar(self, statement: Statement, /, **params: Any) -> Any:
        """Return the first column of the first row, or None when there is no row."""

    @overload
    def together(self, first: Ask[A], second: Ask[B], /) -> tuple[A, B]: ...

    @overload
    def together(self, first: Ask[A], second: Ask[B], third: Ask[C], /) -> tuple[A, B, C]: ...

    @overload
    def together(self, first: Ask[A], second: Ask[B], third: Ask[C], fourth: Ask[D], /) -> tuple[A, B, C, D]: ...

    def together(self, *asks: Ask[Any]) -> tuple[Any, ...]:
        """Run several statements and return what their answers mean.

        A server gets them as one statement, in no order: none sees what another does, and no two may change the same
        row. A row that is changed or locked is found as it stands when it is.
        """
        return tuple(ask.meaning(row) for ask, row in zip(asks, self._answers(asks), strict=True))

    def see(
        self, first: Ask[A], second: Ask[B], third: Ask[C], fourth: Ask[D], fifth: Ask[E], /
    ) -> tuple[A, B, C, D, E]:
        """Look, as the first thing in a unit, at what it holds nothing of: all at one moment, which has passed then.

        Who writes on the strength of it writes on the condition (`require`) that it is still so. A server needs no
        transaction around the two.
        """
        asks: Sequence[Ask[Any]] = (first, second, third, fourth, fifth)
        a, b, c, d, e = (ask.meaning(row) for ask, row in zip(asks, self._seen(asks), strict=True))
        return a, b, c, d, e

    @abstractmethod
    def _answers(self, asks: Sequence[Ask[Any]]) -> Sequence[Row | None]:
        """Run statements of at most one row each and return their rows."""

    @abstractmethod
    def _seen(self, asks: Sequence[Ask[Any]]) -> Sequence[Row | None]:
        """Run queries of at most one row each before anything else and return their rows."""

    @abstractmethod
    def later(self, statement: Statement, /, **params: Any) -> None:
        """Run a change before the unit's next statement or its end, together with others of this kind.

        A server gets them as one statement: none sees what another does, and no two may touch the same row.
        """

    @abstractmethod
    def require(self, statement: Statement, failing: Exception, /, **params: Any) -> None:
        """Run a change by the end of the unit at the latest; where it touches no row, the unit fails with `failing`.

        What holds for `later` holds for it too, and for all statements that `require` was given in a unit. Of several
        that touch no row a server may name the first.
        """
