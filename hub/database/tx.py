"""The transaction as a unit sees it: the time, fresh ids, and statements.

Rules: a unit works on its `Tx` and its arguments only, since it may be run again. It neither commits nor rolls
back; raising undoes it. A failed statement ends the unit also when the unit swallows the error, on both engines.

Each answer waited for is a round trip to a server, and round trips are what a message costs there (measured, issue 2:
0.1 ms of our CPU each, as much for four changes together as for one). So a change whose answer nobody needs is told by
`later`, and a condition that only decides between all and nothing by `require`.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from hub.database.statements import DialectName, Row, Statement
from hub.ids import IdSource


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

    @abstractmethod
    def later(self, statement: Statement, /, **params: Any) -> None:
        """Run a change before the unit's next statement or its end, together with others of this kind.

        A server gets them as one statement: none sees what another does, and no two may touch the same row.
        """

    @abstractmethod
    def require(self, statement: Statement, failing: Exception, /, **params: Any) -> None:
        """Run an UPDATE by the end of the unit at the latest; where it touches no row, the unit fails with `failing`.

        What holds for `later` holds for it too, and for all statements that `require` was given in a unit.
        """
