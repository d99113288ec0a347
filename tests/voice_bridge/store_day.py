"""The simulated day (`acd/day.py`) through router and store: same tourists, same agents, same storm."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle
from typing import Any

from tests.voice_bridge.acd.auditor import Auditor
from tests.voice_bridge.acd.day import MINUTE_MS, Day, house
from tests.voice_bridge.acd.erlang import Caller, Simulation
from tests.voice_bridge.stored_hotline import Death, StoredHotline
from voice_bridge.acd.decisions import Decision
from voice_bridge.acd.estimate import Estimate
from voice_bridge.acd.inputs import Input, TakenOver
from voice_bridge.acd.rows import Rows
from voice_bridge.acd.settings import OverflowRule, Ring, Settings, When
from voice_bridge.acd.skills import Has

WAYS_TO_DIE = tuple(Death(call, after) for call in (2, 1, 3, 4) for after in (False, True))
"Before and after each read and each write of a turn."
AWAY_S = (0.5, 6.0)
"So long nobody routes; after five seconds a lease has run out, and a router on another machine takes over."


def written_house() -> Settings:
    """Return the day's rules as they can be written down: nothing leaves the line, and English is asked for."""
    usual = house()
    english = replace(
        usual.queues["english"],
        need=Has("english", 4),
        rings=(
            Ring(),
            Ring(60_000, levels_off=3),
            Ring(180_000, also_queues=frozenset({"general"}), waived=frozenset({"english"})),
        ),
        overflow=(OverflowRule(When.NO_AGENT, "general"), OverflowRule(When.WAIT, "general", 20 * MINUTE_MS)),
    )
    return replace(usual, queues={**usual.queues, "english": english})


class StoreDay(Day):
    """A day in which the router decides, over its store, and dies each hour in the middle of a turn."""

    def __init__(self, seed: int, hotline: StoredHotline, **drawn: Any) -> None:
        """Draw the day; the other arguments are those of `Day`."""
        self.hotline = hotline
        self.away_ms: Counter[str] = Counter()
        super().__init__(seed, settings=hotline.settings, **drawn)

    def _open(self) -> None:
        """Nothing to make: the house is open."""

    def _apply(self, given: Input) -> Sequence[Decision]:
        had_router = self.hotline.router is not None
        decided = self.hotline.apply(given, self.now_ms)
        if had_router and self.hotline.router is None:
            self._later(self._draw.uniform(*AWAY_S), self._take_over)
        return decided

    def _due_ms(self) -> int | None:
        return self.hotline.due_ms()

    def _estimate(self, item_id: str) -> Estimate | None:
        return self.hotline.told(item_id)

    def rows(self) -> Rows:
        """Return how everything stands in the tables."""
        return self.hotline.rows()

    def _restart(self) -> None:
        """Let the router die in one of its next turns."""
        self.hotline.doom(WAYS_TO_DIE[self.tally.restarts % len(WAYS_TO_DIE)])
        self.tally.restarts += 1

    def _take_over(self) -> None:
        if self.hotline.take_over():
            self._tell(TakenOver())
        else:
            self._later(1, self._take_over)


class StoreSimulation(Simulation):
    """Erlang's hotline behind a router and its store; a router that dies is replaced in the same moment."""

    def __init__(self, agents: int, given: Sequence[Caller], hotline: StoredHotline, *, dies_each_ms: int) -> None:
        """Prepare."""
        self.hotline = hotline
        self._ways = cycle(WAYS_TO_DIE)
        super().__init__(agents, given, dies_each_ms=dies_each_ms)

    def _open(self) -> None:
        """Nothing to make: the house is open."""

    def _apply(self, given: Input, at_ms: int) -> Sequence[Decision]:
        return self.hotline.apply(given, at_ms)

    def _restart(self) -> None:
        self.hotline.doom(next(self._ways))


class StoreAuditor(Auditor):
    """Looks on while a router over its store decides; while there is none, only at what rings."""

    def look(self, day: Day, given: Input, decided: list[Decision]) -> None:
        """Check what the log says, and all tables when it is time and there is a router that rests."""
        assert isinstance(day, StoreDay)
        if day.hotline.router is None:
            self.hold_off(day.now_ms)
        super().look(day, given, decided)

    def audit(self, day: Day) -> None:
        """Hold the tables against both kinds of books."""
        assert isinstance(day, StoreDay)
        super().audit(day)
        day.hotline.audit()
