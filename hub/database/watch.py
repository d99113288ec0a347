"""Waking those who wait for news of the store.

A wake says only that something was committed, never what: whoever is woken reads with its own cursor. Wakes may be
lost with a connection or a process, so every reader also looks by itself, once a second, by its time-out.
"""

import asyncio

from hub import patience


class Signal:
    """Counts commits that changed something, and wakes every watch; belongs to one event loop."""

    def __init__(self) -> None:
        self.count = 0
        self._next: asyncio.Event | None = None

    def wake(self) -> None:
        """Tell all watches that something was committed."""
        self.count += 1
        if self._next is not None:
            self._next.set()
            self._next = None

    async def next(self) -> None:
        """Wait for the next wake."""
        if self._next is None:
            self._next = asyncio.Event()
        await self._next.wait()


class Watch:
    """One reader's memory of what it has been woken for."""

    def __init__(self, signal: Signal) -> None:
        self._signal = signal
        self._seen = signal.count

    async def wait(self, timeout_s: float) -> bool:
        """Return True as soon as anything was committed since the last wait, False after `timeout_s`."""
        if self._seen == self._signal.count:
            try:
                async with patience.timeout(timeout_s):
                    await self._signal.next()
            except TimeoutError:
                return False
        self._seen = self._signal.count
        return True
