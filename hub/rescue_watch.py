"""Keeps the watch over rescues that nobody takes: by itself, before everything else, in every process.

Rules: what is due stands in the store, so a watch that dies is replaced by the next one; several at once do no harm.
Looking costs one query a second and writes nothing; only an alarm that is due is a write, of a rescue's priority.
"""

from collections.abc import Mapping, Sequence

import structlog

from hub import rescuing
from hub.clock import Clock
from hub.database import Database, Tx
from hub.errors import HubError
from hub.model import RESCUE
from hub.ports import Summons
from hub.store import rescues, schedule

log = structlog.get_logger(__name__)

LOOK_S = 1.0
COUNT_S = 10.0
"How often the figures are counted afresh."


class RescueWatch:
    """Looks each second whether an alarm is due."""

    def __init__(self, database: Database, clock: Clock, ways: Sequence[Summons] = ()) -> None:
        """Make the watch; `ways` are used after the screen, each after its own time."""
        self._database = database
        self._clock = clock
        self._ways = sorted(ways, key=lambda way: way.after_s)
        self._figures: Mapping[str, int] = {}

    def counted(self) -> Mapping[str, float]:
        """Return how many rescues there have been and how many wait, as last counted."""
        return self._figures

    async def run(self) -> None:
        """Look for ever; a failure is logged and tried again with the next look."""
        counted_s = self._clock.monotonic_s() - COUNT_S
        while True:
            try:
                await self.look()
                if self._clock.monotonic_s() - counted_s >= COUNT_S:
                    counted_s = self._clock.monotonic_s()
                    self._figures = await self._database.read(_counts, None)
            except HubError as problem:
                log.warning("rescue.watch_failed", code=problem.code)
            await self._clock.sleep(LOOK_S)

    async def look(self) -> int:
        """Take the steps that are due; returns how many alarms were looked at."""
        due_ms = await self._database.read(_next_due, None)
        if due_ms is None or due_ms > self._clock.now_ms():
            return 0
        return await self._database.write(rescuing.ring, self._ways, RESCUE)


def _next_due(tx: Tx, _: None) -> int | None:
    return schedule.due_of(tx, schedule.RESCUE)


def _counts(tx: Tx, _: None) -> Mapping[str, int]:
    return rescues.counts(tx)
