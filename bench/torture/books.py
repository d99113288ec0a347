"""A last look into a store that everybody has left: whether anything is still under way that should not be."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

_COUNTS = {
    "lanes with work": "SELECT count(*) FROM lanes WHERE state <> 'idle'",
    "journal rows not done": "SELECT count(*) FROM journal WHERE state <> 'done'",
    "messages on their way": "SELECT count(*) FROM outbox WHERE state IN ('queued', 'leased', 'sending')",
    "unknown": "SELECT count(*) FROM messages WHERE status = 'unknown'",
    "failed": "SELECT count(*) FROM messages WHERE status IN ('failed', 'expired')",
    "poison": "SELECT count(*) FROM messages WHERE poison = 1",
    "work not done": "SELECT count(*) FROM work_items WHERE state NOT IN ('done', 'abandoned')",
    "reservations": "SELECT count(*) FROM reservations",
    "conversations not at rest": "SELECT count(*) FROM conversations WHERE state NOT IN ('bot', 'closed')",
    "repairs told": "SELECT count(*) FROM events WHERE type = 'WorkItemRepaired'",
}


def look(count: Callable[[str], int]) -> Mapping[str, int]:
    """Return what is left by name; all of it should be 0."""
    return {name: count(query) for name, query in _COUNTS.items()}


def look_sqlite(file: Path) -> Mapping[str, int]:
    """Look into a SQLite store that no process has open."""
    with closing(sqlite3.connect(file)) as connection:
        return look(lambda query: int(connection.execute(query).fetchone()[0]))
