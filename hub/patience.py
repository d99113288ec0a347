"""Time-outs that hold on every Python we run on.

Rule: nobody else calls `asyncio.timeout`. A TaskGroup in which a task failed leaves its own task marked as cancelled
once, and in a task so marked Python up to 3.11.2 lets a time-out end with CancelledError where TimeoutError is meant:
what goes on after a broken connection would end there in silence. 3.11.2 is what Debian 12 brings.
Source: CPython gh-102780, mended in 3.11.3.
"""

import asyncio
from types import TracebackType


class Timeout:
    """An `asyncio.timeout` that counts only those cancellations that came while it lasted."""

    __slots__ = ("_before", "_timeout")

    def __init__(self, delay_s: float | None) -> None:
        self._timeout = asyncio.timeout(delay_s)  # noqa: TID251 - its one caller
        self._before = 0

    def reschedule(self, when_s: float | None) -> None:
        """Move the end to a time of the loop's clock; None: no end."""
        self._timeout.reschedule(when_s)

    def expired(self) -> bool:
        """Tell whether the time was over."""
        return self._timeout.expired()

    async def __aenter__(self) -> "Timeout":
        """Begin to wait."""
        self._before = _cancellations()
        await self._timeout.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End; raise TimeoutError where nothing but the time has cancelled what was waited for."""
        await self._timeout.__aexit__(kind, error, trace)
        if kind is asyncio.CancelledError and self._timeout.expired() and _cancellations() <= self._before:
            raise TimeoutError from error


def timeout(delay_s: float | None) -> Timeout:
    """Wait `delay_s` seconds at most for what stands in the block; None: without end.

    Raises:
        TimeoutError: at the end of the block, when the time was over.
    """
    return Timeout(delay_s)


def _cancellations() -> int:
    task = asyncio.current_task()
    return 0 if task is None else task.cancelling()
