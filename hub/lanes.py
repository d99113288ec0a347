"""Workers of lanes: claim what is ready, work on each lane in a task of its own, keep one place for rescue.

Rules: the workers hold nothing that is not in the store; a worker that dies leaves leased lanes behind, which the
next generation frees at its start. A lane may also be brought by whoever put the first row into it and took it in the
same unit; that saves the claim, nothing else depends on it. It is half the work of a claimed lane, so what comes is
brought as long as there is room also while others wait, or a backlog would make itself longer; but some places stay
theirs, so that they never wait for ever. After the store has gone away over a unit that takes or leaves a lane, one may
stand under our name that nobody works on: what is in hand is finished first, and then everything is given back.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Generic, TypeVar

import structlog

from hub import patience
from hub.bus import Topic
from hub.clock import Clock
from hub.errors import OutcomeUnknown, Unavailable
from hub.model import BULK, RESCUE

log = structlog.get_logger(__name__)

L = TypeVar("L")
R = TypeVar("R")

POLL_S = 1.0
"How long a worker waits at most before it looks again by itself, in seconds."
_AFTER_ERROR_S = 0.5
_FINISH_S = 3.0
_PLACE_S = 2.0
"""How long who brings a lane waits for a place. With a tenth of a second a burst took the dearer way, by a claim, and
made itself a backlog that stayed (measured)."""
_THEIRS = 2
"While lanes wait, one place in so many is for them alone; with one in eight, some waited thrice as long (measured)."


class LaneWorkers(Generic[L]):
    """Runs `work` for every lane that `claim` gives or that is brought; of its places one is for rescue only."""

    def __init__(
        self,
        name: str,
        claim: Callable[[int, int], Awaitable[Sequence[L]]],
        work: Callable[[L], Awaitable[bool | None]],
        give_back: Callable[[], Awaitable[object]],
        wakes: Topic,
        clock: Clock,
        slots: int = 16,
    ) -> None:
        """Make workers.

        Args:
            name: For the log.
            claim: Takes so many ready lanes, as urgent as this or more.
            work: Works on one; returns True when it leaves the lane with more to do.
            give_back: Makes all lanes ready again that stand under our name.
            wakes: What tells of ready lanes.
            clock: The clock.
            slots: How many lanes are worked on at once.
        """
        self._name = name
        self._claim = claim
        self._work = work
        self._give_back = give_back
        self._wakes = wakes
        self._clock = clock
        self._slots = slots
        self._busy = 0
        self._guests = 0
        "How many of these are for lanes that are brought."
        self._served = -1
        "The version of the wake-ups up to which everything ready was claimed."
        self._crowded = True
        "When last looked at, there were more lanes than places."
        self._asked = 0
        "For how many lanes there must be places, because a claim for them is on its way."
        self._group: asyncio.TaskGroup | None = None
        self._waiters: deque[asyncio.Future[None]] = deque()
        self._doubtful = False
        self._stopping = False
        self._own_wakes = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def run(self) -> None:
        """Work until `finish` or cancelled."""
        self._idle.clear()
        try:
            async with asyncio.TaskGroup() as self._group:
                while not self._stopping:
                    seen = self._wakes.version
                    if not await self._take(self._group, seen):
                        await self._wakes.wait(seen, POLL_S)
                while self._busy:  # what was promised a place may still come
                    await self._wakes.wait(self._wakes.version, POLL_S)
        finally:
            self._group = None
            self._idle.set()

    async def finish(self) -> None:
        """Take no more lanes and wait until those in hand are done; what lasts too long is left to the next life."""
        self._stopping = True
        self._wake()
        with suppress(TimeoutError):
            async with patience.timeout(_FINISH_S):
                await self._idle.wait()

    # --- lanes that are brought -------------------------------------------------------------------------------

    def reserve(self) -> bool:
        """Keep a place for a lane that may be brought; False where there is none but for rescue and those who wait."""
        if self._doubtful or self._stopping or self._group is None:
            return False
        places = self._slots - 1
        theirs = max(1, places // _THEIRS) if self._crowded else 0
        if self._busy + self._asked >= places or self._guests >= places - theirs:
            return False
        self._busy += 1
        self._guests += 1
        return True

    async def place(self) -> bool:
        """Do the same as `reserve`, and wait a moment for a place where there is none."""
        if self.reserve():
            return True
        with suppress(TimeoutError):
            async with patience.timeout(_PLACE_S):
                while self._group is not None and not (self._stopping or self._doubtful):
                    freed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                    self._waiters.append(freed)
                    await freed
                    if self.reserve():
                        return True
        return False

    def release(self) -> None:
        """Give a reserved place back: no lane comes."""
        self._guests -= 1
        self._free()
        if self._stopping or self._doubtful:
            self._wake()

    def _free(self) -> None:
        self._busy -= 1
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():  # or its time was over
                waiter.set_result(None)
                break

    def doubt(self) -> None:
        """Take no more lanes until those in hand are done and any other that stands under our name is given back."""
        self._doubtful = True

    def go_on(self, lane: L) -> None:
        """Work on a lane that was taken for a reserved place."""
        if self._group is None:
            self.release()  # we have stopped: the next life frees the lane
        else:
            self._group.create_task(self._guest(lane), name=f"lane-{self._name}")

    async def bring(self, put: Callable[[], Awaitable[tuple[R, L | None]]]) -> R:
        """Run `put` and go on with the lane it takes; to be called with a reserved place.

        It runs in a task of the workers: a caller that goes away meanwhile leaves no lane without a worker.
        """
        if self._group is None:
            raise RuntimeError("a place is reserved only while the workers run")
        told: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._group.create_task(self._brought(put, told), name=f"lane-{self._name}")
        return await told

    async def _brought(self, put: Callable[[], Awaitable[tuple[R, L | None]]], told: "asyncio.Future[R]") -> None:
        lane: L | None = None
        try:
            result, lane = await put()
        except asyncio.CancelledError:
            told.cancel()
            raise
        except Exception as problem:  # noqa: BLE001 - the workers' edge: it belongs to the one who waits for it
            self._doubt_after(problem)
            if not told.done():
                told.set_exception(problem)
        else:
            if not told.done():
                told.set_result(result)
        finally:
            if lane is None:
                self.release()
        if lane is not None:
            await self._guest(lane)

    async def _guest(self, lane: L) -> None:
        try:
            await self._one(lane)
        finally:
            self._guests -= 1

    # --- lanes that are claimed -------------------------------------------------------------------------------

    async def _take(self, group: asyncio.TaskGroup, seen: int) -> bool:
        """Claim lanes for half of the free places, the others are for what is brought; False: nothing to do now."""
        if self._doubtful and not await self._settle_doubts():
            return False
        free = self._slots - 1 - self._busy
        limit, max_priority = ((free + 1) // 2, BULK) if free > 0 else (self._slots - self._busy, RESCUE)
        self._crowded = self._crowded or free <= 0
        if limit <= 0:
            return False
        self._asked = limit
        try:
            held = await self._claim(limit, max_priority)
        except Unavailable as problem:
            log.warning("lanes.claim_failed", lanes=self._name, code=problem.code)
            self._doubt_after(problem)
            await self._clock.sleep(_AFTER_ERROR_S)
            return False
        finally:
            self._asked = 0
        for lane in held:
            self._busy += 1
            group.create_task(self._one(lane), name=f"lane-{self._name}")
        if max_priority != BULK:
            return False
        self._crowded = len(held) == limit
        if not self._crowded:
            self._served = seen
        return self._crowded

    def _doubt_after(self, problem: Exception) -> None:
        if isinstance(problem, OutcomeUnknown):
            self.doubt()

    async def _settle_doubts(self) -> bool:
        if self._busy:
            return False
        try:
            await self._give_back()
        except Unavailable as problem:
            log.warning("lanes.give_back_failed", lanes=self._name, code=problem.code)
            await self._clock.sleep(_AFTER_ERROR_S)
            return False
        self._doubtful = False
        return True

    async def _one(self, lane: L) -> None:
        called = self._called
        more: bool | None = True
        try:
            more = await self._work(lane)
        except Unavailable as problem:
            log.warning("lanes.work_put_off", lanes=self._name, code=problem.code)
            self.doubt()
        finally:
            self._free()
            # Rows may have come while the lane was ours, and lanes while there was no place.
            missed = self._called != called or self._served != self._wakes.version
            if more or missed or self._stopping or self._doubtful:
                self._wake()

    @property
    def _called(self) -> int:
        """How often others have woken us."""
        return self._wakes.version - self._own_wakes

    def _wake(self) -> None:
        self._own_wakes += 1
        self._wakes.wake()
