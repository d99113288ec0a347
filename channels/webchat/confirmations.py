"""What visitors have received and read, gathered and written together a quarter of a second late at most.

Rule: a later confirmation says all that an earlier one said, so only the last of each visitor is kept; what is lost
with the process is said again by the page when it comes back.
"""

import asyncio

import structlog

from hub import receipts
from hub.clock import Clock
from hub.database import Database
from hub.errors import Unavailable
from hub.receipts import Confirmation

log = structlog.get_logger(__name__)

GATHER_S = 0.25
_AT_ONCE = 200


class Confirmations:
    """The confirmations that wait to be written."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._waiting: dict[str, Confirmation] = {}
        self._news = asyncio.Event()

    def note(self, one: Confirmation) -> None:
        """Keep a confirmation until it is written."""
        before = self._waiting.get(one.identity_id, one)
        self._waiting[one.identity_id] = Confirmation(
            one.identity_id, max(before.delivered, one.delivered), max(before.read, one.read)
        )
        self._news.set()

    async def run(self) -> None:
        """Write what comes, for ever."""
        while True:
            await self._news.wait()
            await self._clock.sleep(GATHER_S)
            self._news.clear()
            try:
                await self.flush()
            except Unavailable as problem:
                log.warning("webchat.confirm_failed", code=problem.code)

    async def flush(self) -> None:
        """Write what waits; what cannot be written waits on.

        Raises:
            Unavailable: the store is away.
        """
        while self._waiting:
            lot = [self._waiting.pop(one) for one in list(self._waiting)[:_AT_ONCE]]
            try:
                await self._database.write(receipts.confirm_all, lot)
            except BaseException:
                for one in lot:
                    self.note(one)
                raise
