"""Putting a conversation off: it comes back at its time, on the tourist's word, or when its agent takes it back."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData

from hub.clock import ManualClock
from hub.database import Database
from hub.scope import Role
from hub.upkeep import do_due
from tests.app.cities import Cities, open_cities
from tests.app.way import conftest as way

pytestmark = pytest.mark.store

clock = way.clock
HOUR_S = 3600.0


@pytest.fixture
def schema() -> MetaData:
    """Return the tables of every room."""
    return way.all_tables()


@pytest.fixture
async def cities(database: Database, clock: ManualClock, tmp_path: Path) -> AsyncIterator[Cities]:
    async with open_cities(database, clock, tmp_path) as opened:
        yield opened


async def stands(cities: Cities, conversation: dict[str, Any]) -> dict[str, Any]:
    """Return how a conversation stands now."""
    return dict((await cities.shenzhen.agent.get(f"/api/conversations/{conversation['id']}")).json())


async def beat(cities: Cities) -> None:
    """Let the agent be there and ready, and let what is due be done."""
    answer = await cities.shenzhen.agent.send("POST", "/api/agents/me/state", {"state": "ready"})
    assert answer.status_code == 200, answer.text
    await cities.door.database.write(do_due, cities.shenzhen.small.router)


async def put_off(cities: Cities, conversation: dict[str, Any], clock: ManualClock, **more: Any) -> int:
    """Put it off for an hour; returns until when."""
    until_ms = clock.now_ms() + int(HOUR_S * 1000)
    answer = await cities.shenzhen.do(conversation, "snooze", {"until_ms": until_ms, **more})
    assert answer.status_code == 200, answer.text
    assert answer.json()["state"] == "snoozed"
    return until_ms


async def test_its_place_is_free_and_it_comes_back_at_its_time_to_whoever_put_it_off(
    cities: Cities, clock: ManualClock
) -> None:
    city = cities.shenzhen
    await cities.colleague("eve", (Role.AGENT, city.org), serves=city.queue)
    conversation = await city.assigned()
    until_ms = await put_off(cities, conversation, clock, note="等景区回电")
    now = await stands(cities, conversation)
    assert (now["state"], now["owner_id"], now["snoozed_until_ms"]) == ("snoozed", city.user.id, until_ms)
    assert ("agent", "等景区回电") in await city.said(conversation)
    desk = (await city.agent.get("/api/agents/me")).json()
    assert (desk["state"], desk["load"]) == ("ready", 0)
    words = len(await city.said(conversation))
    await clock.advance(HOUR_S - 1)
    await beat(cities)
    assert (await stands(cities, conversation))["state"] == "snoozed"
    await clock.advance(1)
    await beat(cities)
    woken = await stands(cities, conversation)
    assert (woken["state"], woken["segment"], woken["snoozed_until_ms"]) == ("queued", 2, None)
    [ringing] = await city.small.offers(city.user.id)
    assert ringing.conversation_id == conversation["id"]
    assert len(await city.said(conversation)) == words, "the tourist, who has not asked, is told nothing"


async def test_the_tourists_word_brings_it_back_before_its_time_and_the_time_is_harmless_then(
    cities: Cities, clock: ManualClock
) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    await put_off(cities, conversation, clock)
    await city.hear("还在吗？")
    [ringing] = await city.small.offers(city.user.id)
    assert ringing.conversation_id == conversation["id"]
    where = f"/api/offers/{ringing.work_item_id}/accept"
    assert (await city.agent.send("POST", where, {"offer_epoch": ringing.offer_epoch})).status_code == 200
    await clock.advance(HOUR_S)
    await beat(cities)
    now = await stands(cities, conversation)
    assert (now["state"], now["segment"], now["snoozed_until_ms"]) == ("assigned", 2, None)


async def test_its_agent_takes_it_back_at_once_also_away_from_the_line(cities: Cities, clock: ManualClock) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    await put_off(cities, conversation, clock)
    answer = await city.do(conversation, "wake")
    assert (answer.json()["state"], answer.json()["owner_id"]) == ("assigned", city.user.id)
    assert (await city.agent.get("/api/agents/me")).json()["load"] == 1
    assert (await city.do(conversation, "wake")).status_code == 409
    assert (await city.do(conversation, "end")).status_code == 200


async def test_a_supervisor_wakes_it_for_its_agent_and_a_colleague_may_not(cities: Cities, clock: ManualClock) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    await put_off(cities, conversation, clock)
    eve = await cities.colleague("eve", (Role.AGENT, city.org), serves=city.queue)
    where = f"/api/conversations/{conversation['id']}"
    body = {"until_ms": clock.now_ms() + 600_000}
    assert (await eve.send("POST", f"{where}/wake")).status_code == 403
    assert (await eve.send("POST", f"{where}/snooze", body)).status_code == 403
    assert (await cities.guangzhou.agent.send("POST", f"{where}/wake")).status_code == 404
    boss = await cities.colleague("dora", (Role.SUPERVISOR, cities.province))
    assert (await boss.send("POST", f"{where}/wake")).json()["state"] == "queued"
    [ringing] = await city.small.offers(city.user.id)
    assert ringing.conversation_id == conversation["id"]


async def test_the_time_is_moved_by_putting_it_off_again_and_it_can_be_ended(
    cities: Cities, clock: ManualClock
) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    await put_off(cities, conversation, clock)
    await clock.advance(HOUR_S / 2)
    later_ms = await put_off(cities, conversation, clock)
    await clock.advance(HOUR_S / 2)
    await beat(cities)
    assert (await stands(cities, conversation))["snoozed_until_ms"] == later_ms
    wrapped = await city.do(conversation, "wrap-up", {"disposition": "solved"})
    assert wrapped.json()["conversation"]["state"] == "closed"
    await clock.advance(HOUR_S)
    await beat(cities)
    assert (await stands(cities, conversation))["state"] == "closed"


@pytest.mark.parametrize("ahead_s", [-1, 0, 59, 30 * 24 * 3600 + 1])
async def test_a_time_that_is_none_is_refused_and_nothing_is_lost(
    cities: Cities, clock: ManualClock, ahead_s: int
) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    answer = await city.do(conversation, "snooze", {"until_ms": clock.now_ms() + ahead_s * 1000})
    assert (answer.status_code, answer.json()["code"]) == (422, "snooze_time")
    assert (await stands(cities, conversation))["state"] == "assigned"


async def test_nobody_in_danger_is_put_off(cities: Cities, clock: ManualClock) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    await city.hear("救命，我掉进水里了")
    answer = await city.do(conversation, "snooze", {"until_ms": clock.now_ms() + 600_000})
    assert (answer.status_code, answer.json()["code"]) == (409, "rescue_waits_for_nothing")


async def test_a_command_that_comes_twice_puts_it_off_once(cities: Cities, clock: ManualClock) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    body = {"until_ms": clock.now_ms() + 600_000, "note": "x"}
    first = await city.do(conversation, "snooze", body, key="same")
    again = await city.do(conversation, "snooze", body, key="same")
    assert first.json() == again.json()
    assert (await city.said(conversation)).count(("agent", "x")) == 1
