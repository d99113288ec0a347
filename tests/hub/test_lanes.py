"""The workers of lanes: everything is claimed and done, one place is kept for rescue, and none outlives its end."""

import asyncio
from collections import deque
from collections.abc import Sequence

import pytest

from hub.bus import Topic
from hub.clock import ManualClock, SystemClock
from hub.errors import StoreUnavailable
from hub.lanes import LaneWorkers
from hub.model import BULK, NORMAL, RESCUE

pytestmark = pytest.mark.unit

PATIENCE_S = 10.0


class Lanes:
    """Lanes that lie ready as (priority, name), and workers that wait in them until let go."""

    def __init__(self) -> None:
        self.ready: deque[tuple[int, str]] = deque()
        self.claims: list[tuple[int, int]] = []
        self.begun: list[str] = []
        self.done: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}
        self.away = 0
        "So many claims find the store away."
        self.broken: set[str] = set()
        "In these lanes the store is away."
        self.news = Topic()

    async def claim(self, limit: int, max_priority: int) -> Sequence[tuple[int, str]]:
        self.claims.append((limit, max_priority))
        if self.away:
            self.away -= 1
            raise StoreUnavailable("store_away")
        taken = sorted(one for one in self.ready if one[0] <= max_priority)[:limit]
        for one in taken:
            self.ready.remove(one)
        return taken

    async def work(self, lane: tuple[int, str]) -> bool:
        self.begun.append(lane[1])
        self.news.wake()
        if lane[1] in self.broken:
            raise StoreUnavailable("store_away")
        if lane[1] in self.gates:
            await self.gates[lane[1]].wait()
        self.done.append(lane[1])
        self.news.wake()
        return False

    async def until(self, done: int | None = None, begun: int | None = None) -> None:
        """Wait until so many lanes are done or begun."""
        async with asyncio.timeout(PATIENCE_S):
            while (done is not None and len(self.done) < done) or (begun is not None and len(self.begun) < begun):
                await self.news.wait(self.news.version, 0.05)


def _workers(lanes: Lanes, wakes: Topic, slots: int = 4) -> LaneWorkers[tuple[int, str]]:
    return LaneWorkers("test", lanes.claim, lanes.work, wakes, SystemClock(), slots)


async def test_all_that_is_ready_is_done_and_a_wake_brings_more() -> None:
    lanes, wakes = Lanes(), Topic()
    lanes.ready.extend((NORMAL, f"a{number}") for number in range(20))
    workers = _workers(lanes, wakes)
    async with asyncio.TaskGroup() as group:
        group.create_task(workers.run())
        await lanes.until(done=20)
        lanes.ready.append((NORMAL, "b"))
        wakes.wake()
        await lanes.until(done=21)
        await workers.finish()
    assert sorted(lanes.done) == sorted([f"a{number}" for number in range(20)] + ["b"])


async def test_one_place_is_kept_for_rescue_however_much_waits() -> None:
    lanes, wakes = Lanes(), Topic()
    for number in range(10):
        lanes.ready.append((NORMAL, f"n{number}"))
        lanes.gates[f"n{number}"] = asyncio.Event()
    workers = _workers(lanes, wakes)
    async with asyncio.TaskGroup() as group:
        group.create_task(workers.run())
        await lanes.until(begun=3)
        lanes.ready.append((RESCUE, "sos"))
        wakes.wake()
        await lanes.until(done=1)
        assert lanes.done == ["sos"]
        assert len(lanes.begun) == 4, "the place for rescue was given away"
        for gate in lanes.gates.values():
            gate.set()
        await lanes.until(done=11)
        await workers.finish()
    assert {limit for limit, most in lanes.claims if most == BULK} <= {1, 2, 3}
    assert {limit for limit, most in lanes.claims if most == RESCUE} == {1}


async def test_a_store_that_is_away_ends_no_worker() -> None:
    lanes, wakes = Lanes(), Topic()
    lanes.away, lanes.broken = 2, {"x"}
    lanes.ready.extend([(NORMAL, "x"), (NORMAL, "y")])
    clock = ManualClock()
    workers = LaneWorkers("test", lanes.claim, lanes.work, wakes, clock)
    async with asyncio.TaskGroup() as group:
        group.create_task(workers.run())
        async with asyncio.timeout(PATIENCE_S):
            while len(lanes.done) < 1:
                await clock.advance(1)
                wakes.wake()
                await asyncio.sleep(0)
        await workers.finish()
    assert (sorted(lanes.begun), lanes.done) == (["x", "y"], ["y"])


async def test_the_end_waits_for_what_is_in_hand_and_takes_nothing_more() -> None:
    lanes, wakes = Lanes(), Topic()
    lanes.ready.append((NORMAL, "long"))
    lanes.gates["long"] = asyncio.Event()
    workers = _workers(lanes, wakes)
    async with asyncio.TaskGroup() as group:
        group.create_task(workers.run())
        await lanes.until(begun=1)
        ending = group.create_task(workers.finish())
        await asyncio.sleep(0)
        lanes.ready.append((NORMAL, "late"))
        wakes.wake()
        assert not ending.done()
        lanes.gates["long"].set()
        await ending
    assert lanes.done == ["long"]
    assert lanes.ready == deque([(NORMAL, "late")])


async def test_ending_what_never_ran_does_not_wait() -> None:
    workers = _workers(Lanes(), Topic())
    async with asyncio.timeout(1):
        await workers.finish()
    async with asyncio.timeout(PATIENCE_S):
        await workers.run()
