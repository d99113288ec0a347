"""Where time comes from: one clock, handed to whoever needs it.

Rule: nobody asks the operating system for the time anywhere else, so that every due time can be tested
without waiting. Wall time is in UTC milliseconds (as the tables keep it), durations are in seconds.
"""

import asyncio
import heapq
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """The time as the hub sees it."""

    def now_ms(self) -> int:
        """Return the wall-clock time in UTC milliseconds."""
        ...

    def monotonic_s(self) -> float:
        """Return seconds from an arbitrary start; never goes back."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait for `seconds` of this clock's time."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now_ms(self) -> int:
        """Return the wall-clock time in UTC milliseconds."""
        return time.time_ns() // 1_000_000

    def monotonic_s(self) -> float:
        """Return seconds from an arbitrary start; never goes back."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait for `seconds` of real time."""
        await asyncio.sleep(seconds)


class ManualClock:
    """A clock that stands still until it is told to move; sleepers wake in the order of their due times."""

    def __init__(self, start_ms: int = 1_700_000_000_000) -> None:
        self._now_ms = start_ms
        self._origin_ms = start_ms
        self._sleepers: list[tuple[int, int, asyncio.Event]] = []
        self._order = 0

    def now_ms(self) -> int:
        """Return the time it was last moved to, in UTC milliseconds."""
        return self._now_ms

    def monotonic_s(self) -> float:
        """Return the seconds this clock has been moved since it was made."""
        return (self._now_ms - self._origin_ms) / 1000

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock has been advanced by `seconds`."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken = asyncio.Event()
        self._order += 1
        heapq.heappush(self._sleepers, (self._now_ms + round(seconds * 1000), self._order, woken))
        await woken.wait()

    async def advance(self, seconds: float) -> None:
        """Move the clock by `seconds`, stopping at each due time so that sleepers run in order."""
        target_ms = self._now_ms + round(seconds * 1000)
        while self._sleepers and self._sleepers[0][0] <= target_ms:
            due_ms, _, woken = heapq.heappop(self._sleepers)
            self._now_ms = max(self._now_ms, due_ms)
            woken.set()
            await asyncio.sleep(0)
        self._now_ms = target_ms
        await asyncio.sleep(0)


def utc(at_ms: int) -> datetime:
    """Return UTC milliseconds as an aware datetime, for calendars and for people."""
    return datetime.fromtimestamp(at_ms / 1000, tz=UTC)
