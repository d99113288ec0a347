"""Statements that are asked for a list of ids, on both engines alike: the ids go over as one JSON text."""

import json
from collections.abc import Iterable

from sqlalchemy import text

from hub.database import Statement

_SQLITE_IDS = "(SELECT value FROM json_each(:ids))"
_POSTGRESQL_IDS = "(SELECT json_array_elements_text(CAST(:ids AS json)))"


def among(sql: str) -> Statement:
    """Return a statement in which `IN :ids` stands for the ids of a JSON list."""
    return Statement(
        sqlite=text(sql.replace(":ids", _SQLITE_IDS)), postgresql=text(sql.replace(":ids", _POSTGRESQL_IDS))
    )


def ids_of(ids: Iterable[str]) -> str:
    """Return ids as such a statement takes them."""
    return json.dumps(list(ids))
