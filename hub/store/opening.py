"""Which queue is open: the calendar it follows, what was last said of it, and who waits in it untold."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from hub.database import Statement, Tx

CLOSED_KEY = "closed:"
"How the `made_key` of what is said to tourists at a closed queue begins; conversation and segment follow."
_HOURS = (
    "SELECT q.id, q.org_id, q.code, q.is_open, c.rules, o.tz, q.settings FROM queues q"
    " LEFT JOIN calendars c ON c.id = q.calendar_id JOIN orgs o ON o.id = coalesce(c.org_id, q.org_id)"
)
OF_QUEUE = Statement(text(_HOURS + " WHERE q.id = :queue_id"))
LOCKED = Statement(
    sqlite=text(_HOURS + " WHERE q.id = :queue_id"), postgresql=text(_HOURS + " WHERE q.id = :queue_id FOR UPDATE OF q")
)
IDS = Statement(text("SELECT id FROM queues WHERE calendar_id IS NOT NULL OR is_open = 0 ORDER BY id"))
FOLLOWERS = Statement(text("SELECT id FROM queues WHERE calendar_id = :calendar_id ORDER BY id"))
SET = Statement(text("UPDATE queues SET is_open = :is_open WHERE id = :queue_id"))
UNTOLD = Statement(
    text(
        "SELECT id FROM conversations WHERE state = 'queued' AND is_open = 1 AND queue_id = :queue_id AND rescue = 0"
        " AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.made_key ="
        " 'closed:' || conversations.id || ':' || conversations.segment)"
        " ORDER BY last_ms LIMIT :limit"
    )
)


@dataclass(frozen=True, slots=True)
class QueueHours:
    """A queue as its opening hours see it."""

    id: str
    org_id: str
    code: str
    is_open: bool
    "As it was last said."
    rules: Mapping[str, Any] | None
    "The calendar's; None: always open."
    tz: str
    ways_out: tuple[str, ...] = ()
    "Queues to which its work goes when it is closed, or names of ways out of the line."


def of_queue(tx: Tx, queue_id: str) -> QueueHours | None:
    """Return a queue's hours."""
    return _hours(tx.row(OF_QUEUE, queue_id=queue_id))


def lock(tx: Tx, queue_id: str) -> QueueHours | None:
    """Return a queue's hours and hold the queue for this unit."""
    return _hours(tx.row(LOCKED, queue_id=queue_id))


def ids(tx: Tx) -> Sequence[str]:
    """Return the queues that are not simply always open."""
    return [row[0] for row in tx.rows(IDS)]


def followers(tx: Tx, calendar_id: str) -> Sequence[str]:
    """Return the queues that follow a calendar."""
    return [row[0] for row in tx.rows(FOLLOWERS, calendar_id=calendar_id)]


def set_open(tx: Tx, queue_id: str, *, is_open: bool) -> None:
    """Keep what has been said of a queue."""
    tx.run(SET, queue_id=queue_id, is_open=int(is_open))


def untold(tx: Tx, queue_id: str, limit: int) -> Sequence[str]:
    """Return conversations that wait in a queue and were not told in this segment that it is closed."""
    return [row[0] for row in tx.rows(UNTOLD, queue_id=queue_id, limit=limit)]


def _hours(row: Sequence[Any] | None) -> QueueHours | None:
    if row is None:
        return None
    queue_id, org_id, code, is_open, rules, tz, settings = row
    hours = None if rules is None else json.loads(rules)
    return QueueHours(queue_id, org_id, code, bool(is_open), hours, tz, tuple(_ways_out(json.loads(settings))))


def _ways_out(settings: object) -> Iterator[str]:
    ways = settings.get("overflow") if isinstance(settings, Mapping) else None
    for way in ways if isinstance(ways, list) else ():
        if isinstance(way, Mapping) and way.get("when") == "closed" and isinstance(way.get("to"), str):
            yield way["to"]
