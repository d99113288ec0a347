"""The workers of lanes: everything is claimed and done, one place is kept for rescue, and none outlives its end."""

import asyncio
from collections import deque
from collections.abc import Sequence

import pytest

from hub import patience
from hub.bus import Topic
from hub.clock import ManualClock, SystemClock
from hub.errors import OutcomeUnknown, StoreUnavailable
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
        self.given_back: list[list[str]] = []
        "What had been begun each time when everything was given back."
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

    async def give_back(self) -> None:
        """Give back what broke."""
        self.given_back.append(list(self.begun))
        self.ready.extend((NORMAL, name) for name in sorted(self.broken))
        self.broken.clear()

    async def until(self, done: int | None = None, begun: int | None = None) -> None:
        """Wait until so many lanes are done or begun."""
        async with patience.timeout(PATIENCE_S):
            while (done is not None and len(self.done) < done) or (begun is not None and len(self.begun) < begun):
                await self.news.wait(self.news.version, 0.05)


def _workers(lanes: Lanes, wakes: Topic, slots: int = 4) -> LaneWorkers[tuple[int, str]]:
    return LaneWorkers("test", lanes.claim, lanes.work, lanes.give_back, wakes, SystemClock(), slots)


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
    workers = LaneWorkers("test", lanes.claim, lanes.work, lanes.give_back, wakes, clock)
    async with asyncio.TaskGroup() as group:
        group.create_task(workers.run())
        async with patience.timeout(PATIENCE_S):
            while len(lanes.done) < 2:
                await clock.advance(1)
                wakes.wake()
                await asyncio.sleep(0)
        await workers.finish()
    assert (sorted(lanes.begun), lanes.done) == (["x", "x", "y"], ["y", "x"])


async def test_who_brings_a_lane_waits_a_moment_for_a_place() -> None:
    lanes, wakes = Lanes(), Topic()
    workers = _workers(lanes, wakes)
    async with asyncio.TaskGroup() as group:
        group.create_task(workers.run())
        await _running(workers, lanes)
        assert [workers.reserve() for _ in range(4)] == [True, True, True, False], "the fourth is for rescue"
        waits = [group.create_task(workers.place()) for _ in range(2)]
        await asyncio.sleep(0)
        assert not any(wait.done() for wait in waits)
        workers.release()
        assert sorted([await wait for wait in waits]) == [False, True], "one place was free, and one waited in vain"
        for _ in range(3):
            workers.release()
        assert await workers.place()
        workers.release()
        await workers.finish()
    assert not await workers.place(), "nobody works any more"


async def test_what_the_store_left_in_doubt_is_given_back_when_nothing_is_in_hand() -> None:
    lanes, wakes = Lanes(), Topic()
    lanes.gates["slow"] = asyncio.Event()
    lanes.broken = {"x"}
    lanes.ready.append((NORMAL, "slow"))
    workers = _workers(lanes, wakes)
    async with asyncio.TaskGroup() as group:
        group.create_task(workers.run())
        await lanes.until(begun=1)
        lanes.ready.append((NORMAL, "x"))
        wakes.wake()
        await lanes.until(begun=2)
        lanes.ready.append((NORMAL, "z"))
        wakes.wake()
        await asyncio.sleep(0)
        assert not workers.reserve(), "a lane was to be brought that would be given back under its worker's hands"
        assert lanes.begun == ["slow", "x"]
        lanes.gates["slow"].set()
        await lanes.until(done=3)
        await workers.finish()
    assert lanes.given_back == [["slow", "x"]]
    assert sorted(lanes.done) == ["slow", "x", "z"]


async def test_a_put_whose_outcome_nobody_knows_leaves_a_doubt() -> None:
    lanes, wakes = Lanes(), Topic()
    workers = _workers(lanes, wakes)

    async def lost() -> tuple[None, tuple[int, str] | None]:
        lanes.broken = {"x"}  # it was taken, and nobody was told
        raise OutcomeUnknown("connection_lost_in_commit")

    async with asyncio.TaskGroup() as group:
        group.create_task(workers.run())
        await _running(workers, lanes)
        assert workers.reserve()
        with pytest.raises(OutcomeUnknown):
            await workers.bring(lost)
        await lanes.until(done=1)
        await workers.finish()
    assert (lanes.done, lanes.given_back) == (["x"], [[]])


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
    async with patience.timeout(1):
        await workers.finish()
    async with patience.timeout(PATIENCE_S):
        await workers.run()


async def _running(workers: LaneWorkers[tuple[int, str]], lanes: Lanes) -> None:
    """Wait until the workers have looked and found nothing waiting."""
    async with patience.timeout(PATIENCE_S):
        while not workers.reserve():
            await lanes.news.wait(lanes.news.version, 0.01)
    workers.release()


async def test_a_lane_that_is_brought_is_worked_on_without_a_claim() -> None:
    lanes = Lanes()
    workers = _workers(lanes, Topic())

    async def put() -> tuple[str, tuple[int, str] | None]:
        return "kept", (NORMAL, "brought")

    async with asyncio.TaskGroup() as group:
        group.create_task(workers.run())
        await _running(workers, lanes)
        claims = len(lanes.claims)
        assert workers.reserve()
        assert await workers.bring(put) == "kept"
        await lanes.until(done=1)
        assert len(lanes.claims) == claims
        await workers.finish()
    assert lanes.done == ["brought"]


async def test_whoever_leaves_while_a_lane_is_brought_leaves_it_with_its_worker() -> None:
    lanes, put_on = Lanes(), asyncio.Event()
    workers = _workers(lanes, Topic())

    async def put() -> tuple[None, tuple[int, str] | None]:
        await put_on.wait()
        return None, (NORMAL, "brought")

    async with asyncio.TaskGroup() as group:
        group.create_task(workers.run())
        await _running(workers, lanes)
        assert workers.reserve()
        gone = group.create_task(workers.bring(put))
        await asyncio.sleep(0)
        gone.cancel()
        put_on.set()
        await lanes.until(done=1)
        await workers.finish()
    assert lanes.done == ["brought"]


async def test_what_fails_while_a_lane_is_brought_is_the_callers_and_frees_the_place() -> None:
    lanes = Lanes()
    workers = _workers(lanes, Topic(), slots=2)

    async def fail() -> tuple[None, None]:
        raise StoreUnavailable("store_away")

    async def nothing() -> tuple[int, None]:
        return 7, None

    async with asyncio.TaskGroup() as group:
        group.create_task(workers.run())
        await _running(workers, lanes)
        assert workers.reserve()
        assert not workers.reserve(), "the place for rescue was given away"
        with pytest.raises(StoreUnavailable):
            await workers.bring(fail)
        assert workers.reserve()
        assert await workers.bring(nothing) == 7
        assert workers.reserve()
        workers.release()
        await workers.finish()


async def test_nobody_is_brought_past_those_who_wait() -> None:
    lanes, wakes = Lanes(), Topic()
    workers = _workers(lanes, wakes)
    assert not workers.reserve(), "nobody works yet"
    async with asyncio.TaskGroup() as group:
        group.create_task(workers.run())
        await _running(workers, lanes)
        waiting = [f"w{number}" for number in range(6)]
        lanes.gates = {name: asyncio.Event() for name in waiting}
        lanes.ready.extend((NORMAL, name) for name in waiting)
        wakes.wake()
        await lanes.until(begun=3)
        for number, name in enumerate(waiting, start=1):
            assert not (lanes.ready and workers.reserve()), "those who wait come first"
            lanes.gates[name].set()
            await lanes.until(done=number, begun=min(number + 3, 6))
        await _running(workers, lanes)
        assert workers.reserve()
        workers.release()
        await workers.finish()
    assert lanes.begun == waiting
    assert not workers.reserve()


async def test_however_many_are_brought_one_place_serves_those_who_wait() -> None:
    lanes, wakes = Lanes(), Topic()
    workers = _workers(lanes, wakes)
    waiting = [f"w{number}" for number in range(4)]
    lanes.gates = {name: asyncio.Event() for name in ("g1", "g2", *waiting)}
    async with asyncio.TaskGroup() as group:
        group.create_task(workers.run())
        await _running(workers, lanes)
        for name in ("g1", "g2"):
            assert workers.reserve()
            workers.go_on((NORMAL, name))
        lanes.ready.extend((NORMAL, name) for name in waiting)
        wakes.wake()
        for number, name in enumerate(waiting, start=1):
            await lanes.until(begun=number + 2)
            assert not workers.reserve()
            lanes.gates[name].set()
        await lanes.until(done=4)
        lanes.gates["g1"].set()
        lanes.gates["g2"].set()
        await workers.finish()
    assert lanes.begun == ["g1", "g2", *waiting]


async def test_while_others_wait_what_comes_is_brought_where_there_is_room() -> None:
    lanes, wakes = Lanes(), Topic()
    names = [f"w{number}" for number in range(4)]
    lanes.gates = {name: asyncio.Event() for name in names}
    again, told = asyncio.Event(), asyncio.Event()

    async def claim(limit: int, max_priority: int) -> Sequence[tuple[int, str]]:
        if not lanes.ready:  # four are in hand, as many as there were places for, so there may be more
            again.set()
            await told.wait()
        return await lanes.claim(limit, max_priority)

    workers = LaneWorkers("test", claim, lanes.work, lanes.give_back, wakes, SystemClock(), 8)
    lanes.ready.extend((NORMAL, name) for name in names)
    async with asyncio.TaskGroup() as group:
        group.create_task(workers.run())
        await again.wait()
        assert [workers.reserve(), workers.reserve()] == [True, False], "two of the last three may be claimed"
        workers.release()
        told.set()
        for gate in lanes.gates.values():
            gate.set()
        await lanes.until(done=4)
        await workers.finish()


async def test_what_is_brought_while_a_claim_is_on_its_way_leaves_places_for_it() -> None:
    lanes, wakes = Lanes(), Topic()
    on_its_way, told = asyncio.Event(), asyncio.Event()
    taken: list[bool] = []

    async def slowly(limit: int, max_priority: int) -> Sequence[tuple[int, str]]:
        on_its_way.set()
        await told.wait()
        return await lanes.claim(limit, max_priority)

    workers = LaneWorkers("test", slowly, lanes.work, lanes.give_back, wakes, SystemClock(), 4)
    async with asyncio.TaskGroup() as group:
        group.create_task(workers.run())
        told.set()
        await _running(workers, lanes)
        told.clear()
        on_its_way.clear()
        wakes.wake()
        await on_its_way.wait()
        while len(taken) < 5:
            taken.append(workers.reserve())
        told.set()
        for _ in range(taken.count(True)):
            workers.release()
        await workers.finish()
    assert taken == [True, False, False, False, False], "of three places two may be claimed"


async def test_a_row_that_comes_while_its_lane_is_held_is_claimed_when_the_lane_is_left() -> None:
    lanes, wakes = Lanes(), Topic()
    lanes.gates["held"] = asyncio.Event()
    workers = _workers(lanes, wakes)

    async def put() -> tuple[None, tuple[int, str]]:
        return None, (NORMAL, "held")

    async with asyncio.TaskGroup() as group:
        group.create_task(workers.run())
        await _running(workers, lanes)
        assert workers.reserve()
        await workers.bring(put)
        await lanes.until(begun=1)
        wakes.wake()
        await _running(workers, lanes)
        lanes.ready.append((NORMAL, "next"))  # as the lane is once it has been left
        began_s = asyncio.get_running_loop().time()
        lanes.gates["held"].set()
        await lanes.until(done=2)
        assert asyncio.get_running_loop().time() - began_s < 0.9, "it was found by looking each second only"
        await workers.finish()
