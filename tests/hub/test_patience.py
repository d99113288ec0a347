"""A time-out is a time-out, also in a task whose TaskGroup has failed before."""

import asyncio

import pytest

from hub import patience

pytestmark = pytest.mark.unit


async def _fail() -> None:
    raise EOFError


async def _for_ever() -> None:
    await asyncio.Event().wait()


async def _marked() -> None:
    """Let a TaskGroup fail, which leaves its mark."""
    with pytest.raises(ExceptionGroup):
        async with asyncio.TaskGroup() as group:
            group.create_task(_fail())


async def test_time_that_is_over_is_told_as_such() -> None:
    with pytest.raises(TimeoutError):
        async with patience.timeout(0.001):
            await _for_ever()


async def test_time_is_over_also_after_a_task_group_has_failed() -> None:
    await _marked()
    with pytest.raises(TimeoutError):
        async with patience.timeout(0.001) as waiting:
            await _for_ever()
    assert waiting.expired()


async def test_one_within_another_ends_alone() -> None:
    await _marked()
    async with patience.timeout(60) as outer:
        with pytest.raises(TimeoutError):
            async with patience.timeout(0.001):
                await _for_ever()
    assert not outer.expired()


async def test_who_is_cancelled_is_cancelled() -> None:
    ended: list[str] = []

    async def wait() -> None:
        await _marked()
        try:
            async with patience.timeout(60):
                await _for_ever()
        except TimeoutError:
            ended.append("time")
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    async with asyncio.TaskGroup() as group:
        task = group.create_task(wait())
        for _ in range(10):
            await asyncio.sleep(0)
        task.cancel()
    assert ended == ["cancelled"]


async def test_an_error_inside_stays_what_it_is_and_the_end_can_be_moved() -> None:
    with pytest.raises(EOFError):
        async with patience.timeout(60):
            await _fail()
    with pytest.raises(TimeoutError):
        await _moved()


async def _moved() -> None:
    async with patience.timeout(None) as waiting:
        waiting.reschedule(asyncio.get_running_loop().time())
        await _for_ever()
