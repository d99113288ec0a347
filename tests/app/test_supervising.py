"""What a supervisor does to conversations and agents, over HTTP: taken over, ended, passed on, set to a break."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData

from hub.clock import ManualClock
from hub.database import Database, Tx
from hub.scope import Role
from hub.store import audit as audit_rows
from hub.store import events
from tests.app.cities import Cities, City, open_cities
from tests.app.door import Browser
from tests.app.way import conftest as way
from voice_bridge import sweeper
from voice_bridge.store import agent_state, work_items

pytestmark = pytest.mark.store

clock = way.clock


@pytest.fixture
def schema() -> MetaData:
    """Return the tables of every room."""
    return way.all_tables()


@pytest.fixture
async def cities(database: Database, clock: ManualClock, tmp_path: Path) -> AsyncIterator[Cities]:
    async with open_cities(database, clock, tmp_path) as opened:
        yield opened
        assert not await database.read(sweeper.look, None), "the sweeper finds contradictions"


@pytest.fixture
async def boss(cities: Cities) -> Browser:
    """Return the browser of Shenzhen's supervisor, who is no agent."""
    return await cities.colleague("boss", (Role.SUPERVISOR, cities.shenzhen.org))


async def seen(city: City, visitor: str = "v1") -> dict[str, Any]:
    """Return the tourist's conversation as it stands."""
    found = await city.small.conversation(f"{city.org.code}-{visitor}")
    return {"id": found.id, "owner_epoch": found.owner_epoch, "state": found.state, "owner_id": found.owner_id}


async def send(browser: Browser, conversation: dict[str, Any], what: str) -> dict[str, Any]:
    """Send a supervisor's command about a conversation as it was seen; return the answer with its status."""
    where = f"/api/conversations/{conversation['id']}/{what}"
    answer = await browser.send("POST", where, {"owner_epoch": conversation["owner_epoch"]})
    return {"status": answer.status_code, **answer.json()}


async def audited(cities: Cities) -> list[tuple[str, str | None]]:
    """Return what of this page's deeds stands in the audit."""

    def query(tx: Tx, _: None) -> Sequence[Any]:
        return audit_rows.rows_of(tx, 1)

    await cities.door.database.write(lambda tx, _: audit_rows.take_unsealed(tx, 1, 1000), None)
    found = await cities.door.database.read(query, None)
    return [(row.action, row.subject_id) for row in found if row.action.split(".")[0] in {"conversation", "agent"}]


async def load(city: City) -> int:
    """Return how many places of the agent's are taken."""
    row = await city.small.database.read(agent_state.find, city.user.id)
    return row.load if row else 0


async def test_a_conversation_is_taken_over_from_an_agent_who_sees_it_go(cities: Cities, boss: Browser) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    taken = await send(boss, conversation, "take-over")
    assert (taken["status"], taken["state"], taken["owner_epoch"]) == (200, "assigned", conversation["owner_epoch"] + 1)
    (mine,) = (await boss.get("/api/inbox")).json()["conversations"]
    assert (mine["id"], mine["owner_id"]) == (conversation["id"], taken["owner_id"])
    assert (await city.agent.get("/api/inbox")).json()["conversations"] == []
    assert await load(city) == 0
    body = {"text": "您好", "owner_epoch": conversation["owner_epoch"]}
    late = await city.do(conversation, "replies", body)
    assert (late.status_code, late.json()["code"]) == (409, "stale_owner")
    assert ("conversation.taken_over", conversation["id"]) in await audited(cities)
    wrapped = await boss.send("POST", f"/api/conversations/{mine['id']}/wrap-up", {"disposition": "solved"})
    assert (wrapped.status_code, wrapped.json()["conversation"]["state"]) == (200, "closed")


async def test_a_supervisor_who_is_no_agent_chooses_a_disposition_after_the_end(cities: Cities, boss: Browser) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    where = f"/api/conversations/{conversation['id']}"
    owner_id = (await send(boss, conversation, "take-over"))["owner_id"]
    assert (await boss.send("POST", f"{where}/end")).json()["state"] == "wrap_up"
    await city.hear("还有一件事")
    back = await seen(city)
    assert (back["state"], back["owner_id"]) == ("assigned", owner_id)
    assert await city.small.database.read(work_items.live_of, conversation["id"]) is None, "and it rings at nobody else"
    assert (await boss.send("POST", f"{where}/end")).json()["state"] == "wrap_up"
    wrapped = await boss.send("POST", f"{where}/wrap-up", {"disposition": "solved"})
    assert (wrapped.status_code, wrapped.json()["conversation"]["state"]) == (200, "closed")


async def test_a_supervisor_who_is_an_agent_has_the_work_in_hand_and_writes_it_up(cities: Cities) -> None:
    city = cities.shenzhen
    rights = ((Role.SUPERVISOR, city.org), (Role.AGENT, city.org))
    chief = await cities.colleague("chief", *rights, serves=city.queue)
    offer = await city.rings()
    conversation = offer["conversation"]
    taken = await send(chief, conversation, "take-over")
    assert (taken["status"], taken["state"]) == (200, "assigned")
    assert (await chief.get("/api/agents/me")).json()["load"] == 1
    body = {"offer_epoch": offer["offer_epoch"]}
    late = await city.agent.send("POST", f"/api/offers/{offer['work_item_id']}/accept", body)
    assert (late.status_code, late.json()["code"]) == (409, "offer_over")
    ended = await chief.send("POST", f"/api/conversations/{conversation['id']}/end")
    assert ended.json()["state"] == "wrap_up"


async def test_a_conversation_with_the_bot_is_taken_over_and_the_bot_falls_silent(
    cities: Cities, boss: Browser
) -> None:
    city = cities.shenzhen
    await city.hear("你好")
    conversation = await seen(city)
    assert conversation["state"] == "bot"
    taken = await send(boss, conversation, "take-over")
    assert (taken["status"], taken["state"]) == (200, "assigned")
    await city.hear("还在吗")
    assert [author for author, _ in await city.said(conversation)] == ["tourist", "bot", "tourist"]


@pytest.mark.parametrize("what", ["take-over", "end-for-all"])
async def test_who_moved_first_is_told_and_nothing_else_happens(cities: Cities, boss: Browser, what: str) -> None:
    city = cities.shenzhen
    offer = await city.rings()
    where = f"/api/offers/{offer['work_item_id']}/accept"
    await city.agent.send("POST", where, {"offer_epoch": offer["offer_epoch"]})
    late = await send(boss, offer["conversation"], what)
    assert (late["status"], late["code"], late["owner"]["name"]) == (409, "stale_owner", "Anna")
    assert (await seen(city))["owner_id"] == city.user.id


async def test_a_waiting_conversation_is_given_to_one_agent_by_the_epoch_that_was_seen(
    cities: Cities, boss: Browser
) -> None:
    city = cities.shenzhen
    await city.hear("人工")
    waiting = await seen(city)
    body = {"agent_id": city.user.id, "reason": "请小sz接", "owner_epoch": waiting["owner_epoch"] + 1}
    where = f"/api/conversations/{waiting['id']}/transfer"
    late = await boss.send("POST", where, body)
    assert (late.status_code, late.json()["code"]) == (409, "stale_owner")
    moved = await boss.send("POST", where, {**body, "owner_epoch": waiting["owner_epoch"]})
    assert (moved.status_code, moved.json()["state"]) == (200, "queued")
    assert ("conversation.reassigned", waiting["id"]) in await audited(cities)
    assert [author for author, _ in await city.said(waiting)] == ["tourist", "bot", "agent"]


@pytest.mark.parametrize("stage", ["bot", "queued", "assigned", "on_hold", "wrap_up"])
async def test_a_stuck_conversation_is_ended_wherever_it_stands(cities: Cities, boss: Browser, stage: str) -> None:
    city = cities.shenzhen
    if stage in {"bot", "queued"}:
        await city.hear("你好" if stage == "bot" else "人工")
    else:
        conversation = await city.assigned()
        if stage != "assigned":
            await city.do(conversation, "hold" if stage == "on_hold" else "end")
    before = await seen(city)
    assert before["state"] == stage
    ended = await send(boss, before, "end-for-all")
    assert (ended["status"], ended["state"], ended["owner_id"]) == (200, "closed", None)
    assert await load(city) == 0
    assert (await send(boss, await seen(city), "end-for-all"))["code"] == "illegal_transition"


async def test_an_agent_is_set_to_a_break_keeps_the_work_and_is_told_by_whom(cities: Cities, boss: Browser) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    where = f"/api/agents/{city.user.id}/state"
    told_by = (await boss.get("/api/session")).json()["user"]["display_name"]
    assert (await city.agent.get("/api/agents/me")).json()["forced"] is None
    forced = await boss.send("POST", where, {"state": "break", "reason": "meal"})
    assert forced.status_code == 200, forced.text
    assert (forced.json()["state"], forced.json()["next_state"], forced.json()["load"]) == ("busy", "break", 1)
    assert (await seen(city))["owner_id"] == city.user.id
    facts = await city.small.database.read(lambda tx, _: events.after(tx, 0, "", 1000), None)
    told = next(one for one in facts if one.type == "AgentStateForced")
    assert (told.agent_id, told.actor_kind) == (city.user.id, "user")
    assert told.actor_id != city.user.id
    await city.do(conversation, "end")
    await city.do(conversation, "wrap-up", {"disposition": "solved"})
    desk = (await city.agent.get("/api/agents/me")).json()
    assert (desk["state"], desk["reason"]) == ("break", "meal")
    assert desk["forced"] == {"by": told_by, "state": "break"}, "also after a reload"
    assert ("agent.state_forced", city.user.id) in await audited(cities)
    asked = (await city.agent.send("POST", "/api/agents/me/state", {"state": "ready"})).json()
    assert (asked["state"], asked["forced"]) == ("ready", None)
    await city.agent.send("POST", "/api/agents/me/state", {"state": "break", "reason": "meal"})
    own = (await city.agent.get("/api/agents/me")).json()
    assert (own["state"], own["forced"]) == ("break", None)
    assert [deed for deed, _ in await audited(cities)].count("agent.state_asked") == 1


async def test_who_is_away_is_set_to_nothing(cities: Cities, boss: Browser) -> None:
    where = f"/api/agents/{cities.shenzhen.user.id}/state"
    refused = await boss.send("POST", where, {"state": "ready"})
    assert (refused.status_code, refused.json()["code"]) == (409, "agent_away")


async def test_the_sibling_city_and_plain_agents_can_do_none_of_it(cities: Cities, boss: Browser) -> None:
    city, other = cities.shenzhen, cities.guangzhou
    conversation = await other.assigned()
    for what in ("take-over", "end-for-all"):
        assert (await send(boss, conversation, what))["status"] == 404
        assert (await send(other.agent, conversation, what))["code"] == "role_missing"
    where = f"/api/agents/{other.user.id}/state"
    foreign = await boss.send("POST", where, {"state": "break"})
    assert (foreign.status_code, foreign.json()["code"]) == (404, "agent_not_found")
    assert (await city.agent.send("POST", where, {"state": "break"})).json()["code"] == "role_missing"
    # Who is an agent here and a supervisor elsewhere sees the conversation, and steers nothing.
    rights = ((Role.AGENT, other.org), (Role.SUPERVISOR, city.org))
    mixed = await cities.colleague("mixed", *rights)
    assert (await send(mixed, conversation, "take-over"))["code"] == "not_supervised"
    assert (await seen(other))["owner_id"] == other.user.id


async def test_writing_up_takes_longer_when_asked_for_and_not_for_ever(cities: Cities) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    early = await city.do(conversation, "prolong", {"by_s": 60})
    assert (early.status_code, early.json()["code"]) == (409, "wrap_up_over")
    await city.do(conversation, "end")
    before = (await city.agent.get("/api/agents/me")).json()["wrap_up_until_ms"]
    assert (await city.do(conversation, "prolong", {"by_s": 60})).status_code == 200
    assert (await city.agent.get("/api/agents/me")).json()["wrap_up_until_ms"] == before + 60_000
    answers = [await city.do(conversation, "prolong", {"by_s": 300}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 409]
    assert answers[-1].json()["code"] == "wrap_up_longest"
    desk = (await city.agent.get("/api/agents/me")).json()
    assert (desk["state"], desk["wrap_up_until_ms"]) == ("wrap_up", before - 15_000 + 9 * 60_000)
