"""Telling the other processes on one PostgreSQL that something was committed, and hearing it from them.

A NOTIFY inside a message's transaction would make all commits queue behind one lock, so it is sent afterwards, on
a connection of its own, without payload and at most once per `PAUSE_S`. When that connection dies it is made
again; what was missed meanwhile the readers find by looking themselves.
"""

import asyncio
import contextlib

from sqlalchemy.ext.asyncio import AsyncEngine

from hub.clock import Clock
from hub.database import postgres_errors as errors
from hub.database.postgres_link import PostgresLink
from hub.database.postgres_links import Links
from hub.database.watch import Signal
from hub.errors import StoreUnavailable
from hub.model import RESCUE

CHANNEL = "hub"
PAUSE_S = 0.02


class News:
    """The task that sends and hears the notifications of one process."""

    def __init__(self, engine: AsyncEngine, clock: Clock, signal: Signal) -> None:
        self._links = Links(engine, clock, size=1, reserved=0)
        self._clock = clock
        self._signal = signal
        self._stir = asyncio.Event()
        self._to_tell = False
        self._own_pid = 0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen; harmless when begun."""
        if self._task is None:
            # The one task that no TaskGroup holds: the store owns it, from its first use until close().
            self._task = asyncio.get_running_loop().create_task(self._run(), name="hub-news")

    def tell(self) -> None:
        """Something was committed here: wake our own readers now, the others soon."""
        self._signal.wake()
        self._to_tell = True
        self._stir.set()
        self.start()

    async def close(self) -> None:
        """End the task and its connection."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._links.close()

    async def _run(self) -> None:
        while True:
            try:
                link = await self._links.take(RESCUE)
            except StoreUnavailable:
                continue  # `take` has waited between its tries
            try:
                await self._converse(link)
            except errors.DRIVER_ERRORS:
                pass  # the connection died; readers look by themselves until there is another
            finally:
                await self._links.give_up(link)

    async def _converse(self, link: PostgresLink) -> None:
        wire = link.wire
        self._own_pid = wire.get_server_pid()
        wire.add_termination_listener(lambda _connection: self._stir.set())
        await wire.add_listener(CHANNEL, self._heard)
        self._signal.wake()  # for all that was told while nobody listened
        while not wire.is_closed():
            await self._stir.wait()
            self._stir.clear()
            if self._to_tell:
                self._to_tell = False
                await wire.execute(f"NOTIFY {CHANNEL}")
                await self._clock.sleep(PAUSE_S)

    def _heard(self, _connection: object, pid: int, _channel: str, _payload: str) -> None:
        if pid != self._own_pid:
            self._signal.wake()
