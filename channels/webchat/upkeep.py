"""What runs beside the sockets: following the facts, the passing of time, old tokens, and the end.

Rule: each of these may miss a turn without harm; seats read the store by themselves whenever they are woken.
"""

import asyncio

import structlog

from channels.webchat.desk import Desk
from channels.webchat.protocol import RESTART
from hub.clock import Clock
from hub.database import Database, Tx
from hub.errors import Unavailable
from hub.feed import Feed, Reset
from hub.store import visitors

log = structlog.get_logger(__name__)

TICK_S = 1.0
TIDY_EVERY_S = 3600.0
DRAIN_S = 3.0
_FEED_WAIT_S = 1.0
_DRAIN_STEP_S = 0.05


class Upkeep:
    """Keeps the desk going."""

    def __init__(self, desk: Desk, database: Database, feed: Feed, clock: Clock) -> None:
        self._desk = desk
        self._database = database
        self._feed = feed
        self._clock = clock

    async def run(self) -> None:
        """Do everything that has to be done beside, for ever."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.follow(), name="webchat-follow")
            tasks.create_task(self._desk.confirmations.run(), name="webchat-confirm")
            tasks.create_task(self._tick(), name="webchat-tick")
            tasks.create_task(self._tidy(), name="webchat-tidy")

    async def follow(self) -> None:
        """Wake whoever is here by what is committed, for ever."""
        cursor = self._feed.cursor
        while True:
            seen = self._feed.news.version
            try:
                page = await self._feed.after(cursor)
            except Reset:
                cursor = self._feed.cursor
                self._desk.live.wake_all()
                continue
            except Unavailable:
                await self._clock.sleep(_FEED_WAIT_S)
                continue
            cursor = page.cursor
            self._desk.live.notice(page.items)
            if not page.items:
                await self._feed.news.wait(seen, _FEED_WAIT_S)

    async def drain(self) -> None:
        """Send everybody away to come back at once: we are about to stop. Waits until they have gone, for a while."""
        self._desk.draining = True
        for visit in list(self._desk.visits):
            visit.hang_up(RESTART, "restart")
        for seat in self._desk.live.all_seats():
            seat.evict()
        waited_s = 0.0
        while self._desk.visits and waited_s < DRAIN_S:
            await self._clock.sleep(_DRAIN_STEP_S)
            waited_s += _DRAIN_STEP_S
        try:
            await self._desk.confirmations.flush()
        except Unavailable as problem:
            log.warning("webchat.confirm_failed", code=problem.code)

    async def _tick(self) -> None:
        while True:
            await self._clock.sleep(TICK_S)
            for visit in list(self._desk.visits):
                visit.tick()

    async def _tidy(self) -> None:
        while True:
            await self._clock.sleep(TIDY_EVERY_S)
            try:
                await self._database.write(_forget_expired, None)
            except Unavailable as problem:
                log.warning("webchat.tidy_failed", code=problem.code)


def _forget_expired(tx: Tx, _: None) -> int:
    return visitors.forget_expired(tx)
