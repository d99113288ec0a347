"""The clocks: real time goes on, and a manual clock moves only when told, waking sleepers in their order."""

import asyncio
from datetime import UTC, datetime

import pytest

from hub import patience
from hub.clock import ManualClock, SystemClock, utc

pytestmark = pytest.mark.unit


async def test_real_time_goes_on_and_agrees_with_the_machine() -> None:
    clock = SystemClock()
    before_ms, before_s = clock.now_ms(), clock.monotonic_s()
    await clock.sleep(0.002)
    assert clock.monotonic_s() - before_s >= 0.002
    assert before_ms <= clock.now_ms() <= before_ms + 60_000
    assert utc(before_ms).year >= 2024


async def test_a_manual_clock_stands_still_until_it_is_moved() -> None:
    clock = ManualClock(5_000)
    assert (clock.now_ms(), clock.monotonic_s()) == (5_000, 0)
    await clock.advance(1.5)
    assert (clock.now_ms(), clock.monotonic_s()) == (6_500, 1.5)


async def test_sleepers_wake_at_their_time_and_in_their_order() -> None:
    clock = ManualClock(0)
    woken: list[tuple[str, int]] = []

    async def sleep(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append((name, clock.now_ms()))

    async with asyncio.TaskGroup() as group:
        for name, seconds in (("late", 3), ("soon", 1), ("also soon", 1), ("now", 0), ("past", -1)):
            group.create_task(sleep(name, seconds))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert woken == [("now", 0), ("past", 0)]
        await clock.advance(0.999)
        assert len(woken) == 2
        await clock.advance(10)
    assert woken[2:] == [("soon", 1_000), ("also soon", 1_000), ("late", 3_000)]


async def test_who_goes_to_sleep_again_while_time_moves_wakes_within_the_same_move() -> None:
    clock = ManualClock(0)
    beats: list[int] = []

    async def beat() -> None:
        while len(beats) < 3:
            await clock.sleep(1)
            beats.append(clock.now_ms())

    async with asyncio.TaskGroup() as group:
        group.create_task(beat())
        await asyncio.sleep(0)
        await clock.advance(5)
    assert beats == [1_000, 2_000, 3_000]


async def test_a_sleeper_that_was_cancelled_wakes_nobody() -> None:
    clock = ManualClock(0)
    with pytest.raises(TimeoutError):
        async with patience.timeout(0.001):
            await clock.sleep(1)
    await clock.advance(2)
    assert clock.now_ms() == 2_000


def test_milliseconds_become_an_aware_time() -> None:
    assert utc(0) == datetime(1970, 1, 1, tzinfo=UTC)
    assert utc(1_795_348_800_500).isoformat() == "2026-11-22T12:00:00.500000+00:00"
