"""The connections of one process to PostgreSQL: a fixed number, handed out most urgent first.

Rule: some are kept back for rescues, so that a rescue never waits behind ordinary work, however slow that is.
"""

import asyncio
import heapq
import itertools

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from hub.clock import Clock
from hub.database import postgres_errors as errors
from hub.database.postgres_link import PostgresLink
from hub.errors import StoreUnavailable
from hub.model import RESCUE

PATIENCE = (0.0, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"Seconds before each try to connect; a server that restarts is back within them."
PATIENCE_S = 5.0
"After this no further try is begun: a server that does not even refuse us is not coming back."

_CONNECT_ERRORS: tuple[type[Exception], ...] = (*errors.DRIVER_ERRORS, DBAPIError)
Slot = PostgresLink | None


class Links:
    """Up to `size` connections; `reserved` of them serve only rescues."""

    def __init__(self, engine: AsyncEngine, clock: Clock, *, size: int, reserved: int, writes: bool = True) -> None:
        self._engine = engine
        self._writes = writes
        self._clock = clock
        self._reserved = reserved
        self._free: list[Slot] = [None] * size  # None is a connection not made yet; the last used is taken first
        self._queue: list[tuple[int, int, asyncio.Future[Slot]]] = []
        self._order = itertools.count()

    def take_at_once(self, priority: int) -> PostgresLink | None:
        """Return a living connection that is free now, if there is one."""
        if self._may_take(priority):
            link = self._free[-1]
            if link is not None and not link.wire.is_closed():
                self._free.pop()
                return link
        return None

    async def take(self, priority: int) -> PostgresLink:
        """Wait for a living connection.

        Raises:
            StoreUnavailable: the server cannot be reached.
        """
        link = await self._slot(priority)
        try:
            if link is not None and link.wire.is_closed():
                stale, link = link, None
                await stale.drop()
            return link or await self._connect()
        except StoreUnavailable as error:
            self._send_away(error)
            self._put(None)
            raise
        except BaseException:
            self._put(None)
            raise

    def give(self, link: PostgresLink) -> None:
        """Bring back a connection that is in no transaction."""
        self._put(link)

    async def give_up(self, link: PostgresLink) -> None:
        """Bring back a connection whose state is unknown: it is closed, and another made when needed."""
        try:
            await link.drop()
        finally:
            self._put(None)

    async def close(self) -> None:
        """Close the connections; all have been brought back."""
        while self._free:
            link = self._free.pop()
            if link is not None:
                await link.close()

    async def _slot(self, priority: int) -> Slot:
        if self._may_take(priority):
            return self._free.pop()
        turn: asyncio.Future[Slot] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._queue, (priority, next(self._order), turn))
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self._put(turn.result())
            raise

    def _may_take(self, priority: int) -> bool:
        return len(self._free) > (0 if priority == RESCUE else self._reserved)

    def _put(self, slot: Slot) -> None:
        self._free.append(slot)
        while self._queue and (self._queue[0][2].done() or self._may_take(self._queue[0][0])):
            turn = heapq.heappop(self._queue)[2]
            if not turn.done():
                turn.set_result(self._free.pop())

    def _send_away(self, error: StoreUnavailable) -> None:
        """Tell all who wait what one has found out, or each would be patient in turn."""
        for _, _, turn in self._queue:
            if not turn.done():
                turn.set_exception(StoreUnavailable(error.code, error.detail))
        self._queue.clear()

    async def _connect(self) -> PostgresLink:
        failure: Exception | None = None
        gives_up_s = self._clock.monotonic_s() + PATIENCE_S
        for pause_s in PATIENCE:
            await self._clock.sleep(pause_s)
            if self._clock.monotonic_s() > gives_up_s:
                break
            try:
                return await PostgresLink.open(self._engine, writes=self._writes)
            except _CONNECT_ERRORS as error:
                failure = error
                if errors.is_hopeless(error):
                    break
        raise StoreUnavailable("store_unreachable", str(failure)) from failure
