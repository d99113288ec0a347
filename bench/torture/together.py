"""Things a client does side by side, in a task of their own.

A TaskGroup in which one failed leaves its own task marked as cancelled once, and on Debian 12's Python 3.11.2 that
mark ends every later time-out of the task with CancelledError, the WebSocket library's own ones too
(`hub/patience.py`). A client lives on after its connection breaks, so the marked task must not be its own.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any

from hub import patience


async def together(*works: Coroutine[Any, Any, None], most_s: float | None = None) -> None:
    """Run all until each has ended, one has failed, or `most_s` seconds are over.

    Raises:
        TimeoutError: when the time was over.
        BaseExceptionGroup: what failed.
    """
    await asyncio.create_task(_all(works, most_s))  # noqa: TID251 - owned by whoever waits right here


async def _all(works: tuple[Coroutine[Any, Any, None], ...], most_s: float | None) -> None:
    async with patience.timeout(most_s), asyncio.TaskGroup() as tasks:
        for work in works:
            tasks.create_task(work)
