"""Wishes for skills, and work put aside for something urgent: in rows, so that the next router goes on from them."""

import pytest

from hub.model import RESCUE, Claimed
from tests.voice_bridge.books import audit
from tests.voice_bridge.floor import WRAP_UP_S, Floor
from tests.voice_bridge.test_routing import set_rules, skilled

pytestmark = pytest.mark.store


async def sound(floor: Floor) -> None:
    """Fail when the tables contradict themselves."""
    await floor.see(lambda tx: audit(tx, frozenset()))


async def interrupted(floor: Floor) -> tuple[str, str]:
    """Bring an interruptible item into dora's hands, and then a rescue; returns both."""
    await floor.agent("dora")
    await floor.ask("dora", "ready")
    letter = await floor.chat("letter", interruptible=True)
    await floor.settle()
    assert isinstance(await floor.claim("dora", letter), Claimed)
    await floor.settle()
    cry = await floor.chat("cry", priority=RESCUE)
    await floor.settle()
    assert await floor.ringing("dora") == [cry]
    assert isinstance(await floor.claim("dora", cry), Claimed)
    return letter, cry


async def test_what_is_put_aside_takes_no_place_and_is_resumed_when_there_is_room(floor: Floor) -> None:
    letter, cry = await interrupted(floor)
    await floor.settle()
    item = await floor.item(letter)
    assert (item.state, item.agent_id, item.aside_ms) == ("active", "dora", floor.clock.now_ms())
    assert (await floor.desk("dora")).load == 1
    await sound(floor)
    await floor.finish(cry)
    await floor.later(WRAP_UP_S)
    item = await floor.item(letter)
    assert (item.state, item.agent_id, item.aside_ms) == ("active", "dora", None)
    assert (await floor.desk("dora")).load == 1
    await sound(floor)
    facts = await floor.rows(
        "SELECT type FROM events WHERE type IN ('WorkItemPutAside', 'WorkItemResumed') ORDER BY id"
    )
    assert facts == [("WorkItemPutAside",), ("WorkItemResumed",)]


async def test_it_lies_aside_for_the_next_router_too(floor: Floor) -> None:
    letter, cry = await interrupted(floor)
    await floor.settle()
    await floor.take_over()
    await floor.settle()
    assert (await floor.item(letter)).aside_ms is not None
    await sound(floor)
    await floor.finish(cry)
    await floor.take_over()
    await floor.later(WRAP_UP_S)
    assert (await floor.item(letter)).aside_ms is None
    await sound(floor)


async def test_a_router_that_dies_before_it_has_put_aside_leaves_nothing_torn(floor: Floor) -> None:
    letter, cry = await interrupted(floor)
    await floor.take_over()
    await floor.settle()
    assert (await floor.desk("dora")).load in {1, 2}
    await sound(floor)
    await floor.finish(cry)
    await floor.later(WRAP_UP_S)
    item = await floor.item(letter)
    assert (item.state, item.aside_ms) == ("active", None)
    await sound(floor)


@pytest.mark.parametrize("heard", [True, False], ids=["lies aside", "ended before the router wrote"])
async def test_what_lies_aside_can_be_ended_and_leaves_the_agent_where_the_urgent_work_is(
    floor: Floor, *, heard: bool
) -> None:
    letter, cry = await interrupted(floor)
    if heard:
        await floor.settle()
    await floor.finish(letter)
    await floor.settle()
    await floor.later(WRAP_UP_S)
    assert (await floor.item(cry)).state == "active"
    assert (await floor.item(letter)).aside_ms is None
    await floor.finish(cry)
    await floor.later(WRAP_UP_S)
    await sound(floor)
    assert (await floor.desk("dora")).load == 0
    fresh = await floor.chat()
    await floor.settle()
    assert await floor.ringing("dora") == [fresh], "nobody is stuck"


async def test_a_skill_that_is_good_to_have_decides_among_all_who_can(floor: Floor) -> None:
    await skilled(floor, "ben", "english", 5)
    await set_rules(floor, floor.queue.id, {"strategy": "skill_level"})
    await floor.ask("anna", "ready")
    await floor.clock.advance(60)
    await floor.ask("ben", "ready")
    wished = await floor.chat(preferred=("english", "en"))
    await floor.take_over()
    await floor.settle()
    assert await floor.ringing("ben") == [wished], "anna has been idle for longer"
    assert (await floor.item(wished)).preferred == ("english", "en")
    second = await floor.chat(preferred=("english", "en"))
    await floor.settle()
    assert await floor.ringing("anna") == [second], "and shuts nobody out"
