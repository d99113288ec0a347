"""The few kinds of column that every table of the house is made of.

Rule: only types that need no conversion on the way in or out, so that hot statements can run at the driver:
ids and codes are TEXT, times are BIGINT UTC milliseconds, truth values are INTEGER 0 or 1, JSON is text.
"""

from typing import Any

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Text
from sqlalchemy.types import TypeEngine

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def new_metadata() -> MetaData:
    """Return an empty schema whose constraints get the same names on both engines."""
    return MetaData(naming_convention=NAMING)


def key(name: str = "id") -> Column[str]:
    """Return the primary key column: one of our 26-character ids."""
    return Column(name, Text, primary_key=True)


def text(name: str, *, default: str | None = None, null: bool = False) -> Column[str]:
    """Return a TEXT column; with a default for rows that do not name it."""
    return _column(name, Text, default, null)


def number(name: str, *, default: int | None = None, null: bool = False) -> Column[int]:
    """Return a 32-bit INTEGER column."""
    return _column(name, Integer, default, null)


def big(name: str, *, default: int | None = None, null: bool = False) -> Column[int]:
    """Return a 64-bit column, for counters that never restart."""
    return _column(name, BigInteger, default, null)


def flag(name: str, *, default: bool = False) -> Column[int]:
    """Return a truth value kept as 0 or 1."""
    return _column(name, Integer, int(default), null=False)


def millis(name: str, *, null: bool = False, default: int | None = None) -> Column[int]:
    """Return a point in time in UTC milliseconds."""
    return _column(name, BigInteger, default, null)


def blob(name: str, *, null: bool = False) -> Column[bytes]:
    """Return a column of raw bytes (ciphertext, digests)."""
    return _column(name, LargeBinary, None, null)


def _column(name: str, kind: type[TypeEngine[Any]], default: str | int | None, null: bool) -> Column[Any]:
    return Column(name, kind, nullable=null, server_default=None if default is None else str(default))
