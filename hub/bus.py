"""Wake-up calls within one process: who waits on a topic looks again; nothing else is carried.

Rule: a wake-up may be lost or doubled without harm, because every reader looks at the store and also looks again
by itself each second. Between processes the database's own notifications do the same.
"""

import asyncio
from collections import defaultdict

from hub import patience

LANES_IN = "lanes_in"
"Something was journalled."
LANES_OUT = "lanes_out"
"Something was put into the outbox."
EVENTS = "events"
"Facts were committed."


class Topic:
    """One thing to be woken for."""

    def __init__(self) -> None:
        self.version = 0
        self._sleepers: set[asyncio.Event] = set()

    def wake(self) -> None:
        """Let everybody who waits look again."""
        self.version += 1
        for sleeper in self._sleepers:
            sleeper.set()

    async def wait(self, seen: int, timeout_s: float) -> int:
        """Wait until the topic was woken after version `seen`, at most `timeout_s`; returns the version now."""
        if self.version == seen and timeout_s > 0:
            sleeper = asyncio.Event()
            self._sleepers.add(sleeper)
            try:
                async with patience.timeout(timeout_s):
                    await sleeper.wait()
            except TimeoutError:
                pass
            finally:
                self._sleepers.discard(sleeper)
        return self.version


class Bus:
    """The topics of this process."""

    def __init__(self) -> None:
        self._topics: defaultdict[str, Topic] = defaultdict(Topic)

    def topic(self, name: str) -> Topic:
        """Return the topic of that name."""
        return self._topics[name]

    def wake(self, *names: str) -> None:
        """Wake these topics; call it on the loop's thread, after the commit."""
        for name in names:
            self._topics[name].wake()

    def wake_all(self) -> None:
        """Wake everybody: another process has committed something."""
        for topic in self._topics.values():
            topic.wake()
