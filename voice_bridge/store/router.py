"""How far the router has come in the event log, and what it keeps beside the rows of work and agents."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text

from hub.database import Statement, Tx

FIND = Statement(text("SELECT epoch, xid, event_id, day, closed FROM router WHERE name = 'router'"))
PUT = Statement(
    text(
        "INSERT INTO router (name, epoch, xid, event_id, day, closed, fence)"
        " VALUES ('router', :epoch, :xid, :event_id, :day, :closed, :fence) ON CONFLICT (name) DO UPDATE SET"
        " epoch = excluded.epoch, xid = excluded.xid, event_id = excluded.event_id, day = excluded.day,"
        " closed = excluded.closed, fence = excluded.fence"
    )
)
PACES = Statement(text("SELECT queue_id, priority, medium, paces_ms FROM queue_statistics WHERE priority >= 0"))
PUT_PACE = Statement(
    text(
        "INSERT INTO queue_statistics (queue_id, priority, medium, paces_ms, changed_ms)"
        " VALUES (:queue_id, :priority, :medium, :paces_ms, :now_ms)"
        " ON CONFLICT (queue_id, priority, medium) DO UPDATE SET paces_ms = excluded.paces_ms,"
        " changed_ms = excluded.changed_ms"
    )
)
HOMES = Statement(text("SELECT q.id, o.path FROM queues q JOIN orgs o ON o.id = q.org_id"))
PATHS = Statement(text("SELECT id, path FROM orgs"))
ROOT_TZ = Statement(text("SELECT tz FROM orgs ORDER BY length(path), path LIMIT 1"))
Pace = tuple[str, int, str, tuple[int, ...]]
"""A queue, a class, a medium, and the milliseconds per place of those served last."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the event log, with what follows from the events before it and stands in no other row."""

    epoch: str
    xid: int
    event_id: str
    day: str = ""
    "The day whose figures are counted; empty: none yet."
    closed: tuple[str, ...] = ()
    "Queues that are out of service hours."


def find(tx: Tx) -> Place | None:
    """Return where the last router stopped."""
    row = tx.row(FIND)
    return None if row is None else Place(row[0], row[1], row[2], row[3], tuple(json.loads(row[4])))


def put(tx: Tx, place: Place, fence: int) -> None:
    """Write down how far the router has come."""
    tx.run(
        PUT,
        epoch=place.epoch,
        xid=place.xid,
        event_id=place.event_id,
        day=place.day,
        closed=json.dumps(place.closed),
        fence=fence,
    )


def paces(tx: Tx) -> Sequence[Pace]:
    """Return how fast queues have answered lately."""
    return [(row[0], row[1], row[2], tuple(json.loads(row[3]))) for row in tx.rows(PACES)]


def put_paces(tx: Tx, changed: Iterable[Pace]) -> None:
    """Write down how fast queues have answered lately."""
    for queue_id, priority, medium, paces_ms in changed:
        params = {"queue_id": queue_id, "priority": priority, "medium": medium, "paces_ms": json.dumps(paces_ms)}
        tx.run(PUT_PACE, now_ms=tx.now_ms, **params)


def org_paths(tx: Tx) -> Mapping[str, str]:
    """Return each organisation's path as the engine writes it, such as `cn/ah`."""
    return {row[0]: row[1].strip("/") for row in tx.rows(PATHS)}


def homes(tx: Tx) -> Mapping[str, str]:
    """Return the path of each queue's organisation, as the engine writes it."""
    return {row[0]: row[1].strip("/") for row in tx.rows(HOMES)}


def time_zone(tx: Tx) -> str:
    """Return the time zone whose midnight begins a day: that of the highest organisation."""
    return str(tx.scalar(ROOT_TZ) or "Asia/Shanghai")
