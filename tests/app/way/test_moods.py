"""Kind of business and discontent, from what a tourist writes to the item in the line and the packet for the agent."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from hub import events
from hub.clock import ManualClock
from hub.database import Tx
from hub.escalation import skills_for
from hub.model import AgentCommand, State
from tests.app.way.conftest import SmallHub
from voice_bridge.store import rules

pytestmark = pytest.mark.store


async def items(small: SmallHub) -> list[tuple[Any, ...]]:
    """Return kind of business and discontent of all work, in the order of coming."""
    sql = "SELECT business, dissatisfied FROM work_items ORDER BY id"
    return await small.database.read(lambda tx, _: [tuple(row) for row in tx.connection.execute(text(sql))], None)


async def asks(small: SmallHub, user: str, *lines: str) -> None:
    """Let a tourist write and ask for a person."""
    await small.hear(*lines, "人工", user=user)
    while await small.take_in():
        pass


async def test_what_was_written_to_the_bot_goes_with_the_work(small: SmallHub) -> None:
    await asks(small, "v1", "几点开门")
    await asks(small, "v2", "导游强迫购物，太过分了")
    assert await items(small) == [("inquiry", 0), ("complaint", 90)]
    packet = json.loads((await small.conversation("v2")).handoff or "{}")
    assert (packet["business"], packet["mood"]) == ("complaint", 90)
    sql = "SELECT data FROM events WHERE type = 'WorkItemEnqueued' ORDER BY id"
    told = await small.database.read(lambda tx, _: [row[0] for row in tx.connection.execute(text(sql))], None)
    assert [(json.loads(data)["business"], json.loads(data)["dissatisfied"]) for data in told] == [
        ("inquiry", 0),
        ("complaint", 90),
    ]


async def test_who_writes_in_another_language_had_better_meet_somebody_who_speaks_it(small: SmallHub) -> None:
    await small.hear("hello")
    await small.take_in()
    await small.database.write(lambda tx, _: tx.connection.execute(text("UPDATE identities SET lang = 'en-GB'")), None)
    await asks(small, "v1")
    sql = text("SELECT preferred FROM work_items")
    found = await small.database.read(lambda tx, _: tx.connection.execute(sql).scalar_one(), None)
    assert json.loads(found) == ["english", "en"]


@pytest.mark.parametrize("lang", ["zh-CN", "zh-Hant", None, "xx"])
def test_chinese_and_what_nobody_has_a_name_for_wishes_for_nothing(lang: str | None) -> None:
    assert skills_for(lang) == ()


async def test_who_comes_back_is_less_content_and_what_is_new_counts(small: SmallHub, clock: ManualClock) -> None:
    await asks(small, "v1", "怎么预约")
    conversation = await small.accept()
    await small.wrap_up(conversation.id)
    await clock.advance(5)
    await small.hear("还是约不上，我要投诉", user="v1")
    await small.take_in()
    assert (await small.conversation()).state == State.QUEUED
    assert await items(small) == [("booking", 0), ("complaint", 50)]


async def test_a_complaint_overtakes_by_the_head_start_that_the_house_gives_it(
    small: SmallHub, clock: ManualClock
) -> None:
    def tea(tx: Tx, _: None) -> None:
        small.router.set_agent(tx, "U1", AgentCommand("break", "tea", presence_until_ms=tx.now_ms + 10**9))
        tx.connection.execute(text("UPDATE agents SET capacity = '{\"chat\": 1}'"))
        advance = {"business_ms": {"complaint": 60_000}, "dissatisfied_ms": 60_000}
        rules.put(tx, "O", {"advance": advance}, rules.find(tx, "O")[1])
        events.publish(tx, events.RoutingRulesChanged(org_id="O"))

    await small.database.write(tea, None)
    for user, line, later_s in (("v1", "几点开门", 200), ("v2", "几点关门", 10), ("v3", "太过分了，我要投诉", 1)):
        await asks(small, user, line)
        await clock.advance(later_s)
    # 60 s for the kind, 54 s for a discontent of 90: before v2, who came 10 s earlier, and not before v1.
    taken = []
    for _ in range(3):
        conversation = await small.accept()
        taken.append(conversation.id)
        await small.wrap_up(conversation.id)
    assert taken == [(await small.conversation(user)).id for user in ("v1", "v3", "v2")]
