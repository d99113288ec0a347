"""Wake-up calls: nobody sleeps through one that came after the last look, and nobody waits for ever."""

import asyncio

import pytest

from hub import patience
from hub.bus import Bus, Topic

pytestmark = pytest.mark.unit

PATIENCE_S = 10.0


async def test_a_call_between_the_look_and_the_wait_is_not_missed() -> None:
    topic = Topic()
    seen = topic.version
    topic.wake()
    assert await topic.wait(seen, PATIENCE_S) == seen + 1


async def test_everybody_who_waits_is_woken_by_one_call() -> None:
    topic = Topic()
    async with asyncio.TaskGroup() as group:
        sleepers = [group.create_task(topic.wait(0, PATIENCE_S)) for _ in range(5)]
        await asyncio.sleep(0)
        topic.wake()
    assert [sleeper.result() for sleeper in sleepers] == [1] * 5


async def test_without_a_call_the_wait_ends_by_itself() -> None:
    topic = Topic()
    assert await topic.wait(0, 0.001) == 0
    assert await topic.wait(0, 0) == 0


async def test_who_is_cancelled_leaves_nothing_behind() -> None:
    topic = Topic()
    with pytest.raises(TimeoutError):
        async with patience.timeout(0.001):
            await topic.wait(0, PATIENCE_S)
    topic.wake()
    assert await topic.wait(0, 0) == 1


async def test_a_burst_of_calls_wakes_once_and_a_later_one_again() -> None:
    topic = Topic()
    looked = 0
    version = 0
    for burst in (3, 1):
        for _ in range(burst):
            topic.wake()
        version = await topic.wait(version, PATIENCE_S)
        looked += 1
    assert (looked, version) == (2, 4)


async def test_a_bus_wakes_the_topics_that_are_named_or_all_that_are_known() -> None:
    bus = Bus()
    one, two = bus.topic("one"), bus.topic("two")
    assert bus.topic("one") is one
    bus.wake("one")
    assert (one.version, two.version) == (1, 0)
    bus.wake_all()
    assert (one.version, two.version) == (2, 1)
