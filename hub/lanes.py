"""Workers of lanes: claim what is ready, work on each lane in a task of its own, keep one place for rescue.

Rule: the workers hold nothing that is not in the store; a worker that dies leaves leased lanes behind, which the
next generation frees at its start.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Generic, TypeVar

import structlog

from hub.bus import Topic
from hub.clock import Clock
from hub.errors import Unavailable
from hub.model import BULK, RESCUE

log = structlog.get_logger(__name__)

L = TypeVar("L")

POLL_S = 1.0
"How long a worker waits at most before it looks again by itself, in seconds."
_AFTER_ERROR_S = 0.5
_FINISH_S = 3.0


class LaneWorkers(Generic[L]):
    """Runs `work` for every lane that `claim` gives, at most `slots` at once, one of them for rescue only."""

    def __init__(
        self,
        name: str,
        claim: Callable[[int, int], Awaitable[Sequence[L]]],
        work: Callable[[L], Awaitable[None]],
        wakes: Topic,
        clock: Clock,
        slots: int = 16,
    ) -> None:
        self._name = name
        self._claim = claim
        self._work = work
        self._wakes = wakes
        self._clock = clock
        self._slots = slots
        self._busy = 0
        self._stopping = False
        self._idle = asyncio.Event()

    async def run(self) -> None:
        """Work until `finish` or cancelled."""
        self._idle.clear()
        try:
            async with asyncio.TaskGroup() as group:
                while not self._stopping:
                    seen = self._wakes.version
                    if not await self._take(group):
                        await self._wakes.wait(seen, POLL_S)
        finally:
            self._idle.set()

    async def finish(self) -> None:
        """Take no more lanes and wait until those in hand are done; what lasts too long is left to the next life."""
        self._stopping = True
        self._wakes.wake()
        with suppress(TimeoutError):
            async with asyncio.timeout(_FINISH_S):
                await self._idle.wait()

    async def _take(self, group: asyncio.TaskGroup) -> bool:
        """Claim as many lanes as there are places; False when there is nothing to do now."""
        free = self._slots - 1 - self._busy
        limit, max_priority = (free, BULK) if free > 0 else (self._slots - self._busy, RESCUE)
        if limit <= 0:
            return False
        try:
            held = await self._claim(limit, max_priority)
        except Unavailable as problem:
            log.warning("lanes.claim_failed", lanes=self._name, code=problem.code)
            await self._clock.sleep(_AFTER_ERROR_S)
            return False
        for lane in held:
            self._busy += 1
            group.create_task(self._one(lane), name=f"lane-{self._name}")
        return len(held) == limit and max_priority == BULK

    async def _one(self, lane: L) -> None:
        try:
            await self._work(lane)
        except Unavailable as problem:
            log.warning("lanes.work_put_off", lanes=self._name, code=problem.code)
        finally:
            self._busy -= 1
            self._wakes.wake()
