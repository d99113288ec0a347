"""Queues with all that is set for them, as operator and supervisor see them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from hub.database import Statement, Tx
from hub.scope import Scope

_SHEET = (
    "SELECT q.id, q.org_id, q.code, q.calendar_id, q.ring_timeout_s, q.wrap_up_s, q.service_level_s, q.settings,"
    " q.is_open, q.rev, o.path, o.name FROM queues q JOIN orgs o ON o.id = q.org_id"
)
FIND = Statement(text(_SHEET + " WHERE q.id = :queue_id"))
LOCK = Statement(
    sqlite=text(_SHEET + " WHERE q.id = :queue_id"), postgresql=text(_SHEET + " WHERE q.id = :queue_id FOR UPDATE OF q")
)
ALL = Statement(text(_SHEET + " ORDER BY o.path, q.code"))
WRITE = Statement(
    text(
        "UPDATE queues SET calendar_id = :calendar_id, ring_timeout_s = :ring_timeout_s, wrap_up_s = :wrap_up_s,"
        " service_level_s = :service_level_s, settings = :settings, rev = rev + 1 WHERE id = :queue_id"
    )
)
REMOVE = Statement(text("DELETE FROM queues WHERE id = :queue_id"))
ACCOUNTS = Statement(text("SELECT name FROM accounts WHERE queue_id = :queue_id ORDER BY name"))
LATELY = Statement(
    text("SELECT count(*) FROM conversations WHERE queue_id = :queue_id AND (is_open = 1 OR closed_ms > :since_ms)")
)
_RULES_WITH_SKILLS = ("need", "members", "rings")


@dataclass(frozen=True, slots=True)
class QueueSheet:
    """A queue with its settings."""

    id: str
    org_id: str
    code: str
    calendar_id: str | None
    ring_timeout_s: int
    wrap_up_s: int
    service_level_s: int
    settings: Mapping[str, Any]
    is_open: bool
    rev: int
    org_path: str
    org_name: str


def find(tx: Tx, queue_id: str) -> QueueSheet | None:
    """Return a queue."""
    row = tx.row(FIND, queue_id=queue_id)
    return _sheet(row) if row else None


def lock(tx: Tx, queue_id: str) -> QueueSheet | None:
    """Return a queue and hold it for this unit."""
    row = tx.row(LOCK, queue_id=queue_id)
    return _sheet(row) if row else None


def everything(tx: Tx) -> Sequence[QueueSheet]:
    """Return all queues, those of upper organisations first."""
    return [_sheet(row) for row in tx.rows(ALL)]


def listed(tx: Tx, scope: Scope) -> Sequence[QueueSheet]:
    """Return the queues of a scope."""
    return [sheet for sheet in everything(tx) if scope.allows(sheet.org_path)]


def write(tx: Tx, sheet: QueueSheet) -> None:
    """Write what can be set of a queue."""
    tx.run(
        WRITE,
        queue_id=sheet.id,
        calendar_id=sheet.calendar_id,
        ring_timeout_s=sheet.ring_timeout_s,
        wrap_up_s=sheet.wrap_up_s,
        service_level_s=sheet.service_level_s,
        settings=json.dumps(sheet.settings, ensure_ascii=False, separators=(",", ":")),
    )


def remove(tx: Tx, queue_id: str) -> None:
    """Drop a queue and its members."""
    tx.run(REMOVE, queue_id=queue_id)


def accounts(tx: Tx, queue_id: str) -> Sequence[str]:
    """Return the names of the accounts that lead to a queue."""
    return [row[0] for row in tx.rows(ACCOUNTS, queue_id=queue_id)]


def talked_since(tx: Tx, queue_id: str, since_ms: int) -> int:
    """Return how many conversations of a queue are open or ended after a time: they may still come back to it."""
    return int(tx.scalar(LATELY, queue_id=queue_id, since_ms=since_ms))


def mentions(settings: Mapping[str, Any], word: str) -> bool:
    """Tell whether a queue's settings hold this very text anywhere."""
    return word in _texts(settings)


def asks_for(settings: Mapping[str, Any], skill_code: str) -> bool:
    """Tell whether a queue's rules name a skill."""
    return any(skill_code in _texts(settings.get(part)) for part in _RULES_WITH_SKILLS)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, Sequence):
        for part in value:
            yield from _texts(part)


def _sheet(row: Sequence[Any]) -> QueueSheet:
    queue_id, org_id, code, calendar_id, ring_s, wrap_up_s, level_s, settings, is_open, *rest = row
    return QueueSheet(
        queue_id, org_id, code, calendar_id, ring_s, wrap_up_s, level_s, json.loads(settings), bool(is_open), *rest
    )
