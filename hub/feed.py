"""The feed: one reader of the event log for all who follow it, with cursors that survive everything but a restore.

A cursor is `epoch.xid.id`. Followers inside the window of recent facts are served from memory, older cursors from
the store; a cursor that is unknown (another epoch) or trimmed away gets `Reset`, never silence.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from hub.bus import Topic
from hub.database import Database, Tx
from hub.errors import BadRequest, Unavailable
from hub.ids import is_id
from hub.store import events as rows
from hub.store.events import StoredEvent

_PAGE = 500
POLL_S = 1.0

T = TypeVar("T")


class Reset(BadRequest):
    """The cursor cannot be followed any more: read everything afresh and take the new cursor."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in the log."""

    xid: int
    id: str


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Facts behind a cursor, and the cursor behind them."""

    items: Sequence[T]
    cursor: str


class Feed:
    """Follows the log and keeps the last `window` facts in memory."""

    def __init__(self, database: Database, wakes: Topic, window: int = 10_000) -> None:
        self._database = database
        self._wakes = wakes
        self._window = window
        self._epoch = ""
        self._places: list[Place] = []
        self._recent: list[StoredEvent] = []
        self._head = Place(0, "")
        "The newest fact read."
        self._tail = Place(0, "")
        "The window holds all facts behind this place."
        self.news = Topic()
        "Woken when facts were read; wait on it, then ask `after`."

    async def start(self) -> None:
        """Read the epoch and stand at the end of the log."""
        self._epoch, (xid, event_id) = await self._database.read(_end, None)
        self._head = self._tail = Place(xid, event_id)

    async def run(self) -> None:
        """Read what is committed, for ever."""
        while True:
            seen = self._wakes.version
            try:
                while await self._read_on():
                    pass
            except Unavailable:
                await self._wakes.wait(self._wakes.version, POLL_S)
                continue
            await self._wakes.wait(seen, POLL_S)

    @property
    def epoch(self) -> str:
        """The log's epoch, the first part of every cursor."""
        return self._epoch

    @property
    def cursor(self) -> str:
        """The cursor behind the newest fact read."""
        return self._cursor(self._head)

    async def after(self, cursor: str, limit: int = _PAGE) -> Page[StoredEvent]:
        """Return up to `limit` facts behind a cursor.

        Raises:
            Reset: the cursor is of another epoch, malformed, or older than what is kept.
        """
        place = self._place(cursor)
        if place >= self._tail:
            start = bisect_right(self._places, place)
            found: Sequence[StoredEvent] = self._recent[start : start + limit]
        else:
            found, oldest = await self._database.read(_after, (place, limit))
            if place != Place(0, "") and place < oldest:
                raise Reset("cursor_trimmed", "facts behind this cursor are not kept any more")
        last = Place(found[-1].xid, found[-1].id) if found else place
        return Page(found, self._cursor(last))

    async def _read_on(self) -> bool:
        found = await self._database.read(_next, (self._head, _PAGE))
        if not found:
            return False
        self._recent.extend(found)
        self._places.extend(Place(event.xid, event.id) for event in found)
        self._head = self._places[-1]
        surplus = len(self._recent) - self._window
        if surplus > self._window // 4:
            self._tail = self._places[surplus - 1]
            del self._recent[:surplus], self._places[:surplus]
        self.news.wake()
        return len(found) == _PAGE

    def _cursor(self, place: Place) -> str:
        return f"{self._epoch}.{place.xid}.{place.id}"

    def _place(self, cursor: str) -> Place:
        epoch, _, rest = cursor.partition(".")
        xid, _, event_id = rest.partition(".")
        number = xid.isascii() and xid.isdigit() and len(xid) <= 19
        if epoch != self._epoch or not number or not (is_id(event_id) or event_id == ""):
            raise Reset("cursor_unknown", "this cursor does not belong to this log")
        return Place(int(xid), event_id)


def _end(tx: Tx, _: None) -> tuple[str, tuple[int, str]]:
    return rows.epoch(tx), rows.last(tx)


def _next(tx: Tx, args: tuple[Place, int]) -> Sequence[StoredEvent]:
    place, limit = args
    return rows.after(tx, place.xid, place.id, limit)


def _after(tx: Tx, args: tuple[Place, int]) -> tuple[Sequence[StoredEvent], Place]:
    place, limit = args
    return rows.after(tx, place.xid, place.id, limit), Place(*rows.first(tx))
