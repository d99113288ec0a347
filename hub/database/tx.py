"""The transaction as a unit sees it: the time, fresh ids, and statements.

Rules: a unit works on its `Tx` and its arguments only, since it may be run again. It neither commits nor rolls
back; raising undoes it. A failed statement ends the unit also when the unit swallows the error, on both engines.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from hub.database.statements import DialectName, Row, Statement
from hub.ids import IdSource


class Tx(ABC):
    """One unit's view of the store; read its attributes, never set them."""

    __slots__ = ("_ids", "changed", "connection", "dialect", "failure", "now_ms")

    def __init__(self, dialect: DialectName, connection: Connection, now_ms: int, ids: IdSource) -> None:
        self.dialect = dialect
        self.connection = connection
        "SQLAlchemy's connection, for statements that run seldom."
        self.now_ms = now_ms
        "UTC milliseconds when this run of the unit began."
        self.changed = False
        "Whether a statement has changed a row; what changed nothing wakes nobody."
        self.failure: Exception | None = None
        "The error of the statement that ended this unit, if one did."
        self._ids = ids

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
