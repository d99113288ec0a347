"""An agent's desk over HTTP: what it shows, what can be asked for, and what is refused."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import MetaData

from hub.clock import ManualClock
from hub.database import Database
from hub.scope import Role
from tests.app.cities import Cities, open_cities
from tests.app.way import conftest as way
from voice_bridge import desks
from voice_bridge.desks import PRESENCE_MS
from voice_bridge.store import agent_state

pytestmark = [pytest.mark.store, pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)]

DESK = "/api/agents/me"
STATE = "/api/agents/me/state"
clock = way.clock


@pytest.fixture
def schema() -> MetaData:
    """Return the tables of every room."""
    return way.all_tables()


@pytest.fixture
async def cities(database: Database, clock: ManualClock, tmp_path: Path) -> AsyncIterator[Cities]:
    async with open_cities(database, clock, tmp_path) as opened:
        yield opened


async def test_a_new_agent_is_offline_and_sees_the_queues_it_serves(cities: Cities) -> None:
    desk = (await cities.shenzhen.agent.get(DESK)).json()
    assert (desk["is_agent"], desk["public_name"], desk["state"], desk["load"]) == (True, "小sz", "offline", 0)
    assert desk["queues"] == [{"id": cities.shenzhen.queue.id, "code": "general"}]


async def test_a_break_waits_for_the_work_in_hand_and_ready_takes_it_back(cities: Cities) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    asked = (await city.agent.send("POST", STATE, {"state": "break", "reason": "meal"})).json()
    assert (asked["state"], asked["next_state"], asked["next_reason"], asked["load"]) == ("busy", "break", "meal", 1)
    assert (await city.agent.get(DESK)).json() == asked
    await city.do(conversation, "end")
    writing_up = (await city.agent.get(DESK)).json()
    assert (writing_up["state"], writing_up["wrap_up_until_ms"] > writing_up["since_ms"]) == ("wrap_up", True)
    await city.do(conversation, "wrap-up", {"disposition": "solved"})
    desk = (await city.agent.get(DESK)).json()
    assert (desk["state"], desk["reason"], desk["next_state"], desk["load"]) == ("break", "meal", None, 0)
    assert desk["wrap_up_until_ms"] is None
    assert (await city.agent.send("POST", STATE, {"state": "ready"})).json()["state"] == "ready"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"state": "busy"}, "agent_state_unknown"),
        ({"state": "吃饭"}, "agent_state_unknown"),
        ({"state": "break", "reason": "我去吃饭了"}, "agent_reason_invalid"),
        ({"state": "break", "reason": "missed_offer"}, "agent_reason_invalid"),
        ({"state": "break", "reason": "siesta"}, "agent_reason_unknown"),
    ],
)
async def test_what_nobody_can_ask_for_changes_nothing(cities: Cities, body: dict[str, str], code: str) -> None:
    agent = cities.shenzhen.agent
    await agent.send("POST", STATE, {"state": "ready"})
    before = (await agent.get(DESK)).json()
    refused = await agent.send("POST", STATE, body)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert (await agent.get(DESK)).json() == before


async def test_who_only_supervises_has_no_state_to_set(cities: Cities) -> None:
    boss = await cities.colleague("boss", (Role.SUPERVISOR, cities.shenzhen.org))
    desk = (await boss.get(DESK)).json()
    assert (desk["is_agent"], desk["state"], desk["queues"]) == (False, "offline", [])
    refused = await boss.send("POST", STATE, {"state": "ready"})
    assert (refused.status_code, refused.json()["code"]) == (404, "agent_not_found")


async def test_the_same_key_asks_once(cities: Cities) -> None:
    agent = cities.shenzhen.agent
    first = await agent.send("POST", STATE, {"state": "break", "reason": "meal"}, key="k")
    await agent.send("POST", STATE, {"state": "ready"})
    again = await agent.send("POST", STATE, {"state": "break", "reason": "meal"}, key="k")
    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (await agent.get(DESK)).json()["state"] == "ready"


async def test_an_agent_comes_takes_a_break_and_goes(cities: Cities, clock: ManualClock) -> None:
    agent = cities.shenzhen.agent
    for state, reason in (("ready", None), ("break", "meal"), ("training", None), ("offline", None)):
        await clock.advance(1)
        desk = (await agent.send("POST", STATE, {"state": state, "reason": reason})).json()
        assert (desk["state"], desk["reason"], desk["since_ms"]) == (state, reason, clock.now_ms())
        assert (await agent.get(DESK)).json() == desk


async def test_asking_counts_as_being_there_until_the_heart_stops(cities: Cities, clock: ManualClock) -> None:
    city = cities.shenzhen
    await city.agent.send("POST", STATE, {"state": "ready"})
    row = await cities.door.database.read(agent_state.find, city.user.id)
    assert row is not None
    assert row.presence_until_ms == clock.now_ms() + PRESENCE_MS
    await clock.advance(PRESENCE_MS / 1000 + 1)
    await cities.door.database.write(desks.lose, city.user.id)
    assert (await city.agent.get(DESK)).json()["state"] == "offline"


async def test_a_body_of_another_shape_changes_nothing(cities: Cities) -> None:
    agent = cities.shenzhen.agent
    await agent.send("POST", STATE, {"state": "training"})
    for body in (
        None,
        {},
        {"state": ""},
        {"state": 7},
        {"state": "x" * 17},
        {"state": "break", "reason": "x" * 65},
        {"state": "ready", "agent_id": "0" * 26},
    ):
        assert (await agent.send("POST", STATE, body)).status_code == 422, body
    assert (await agent.get(DESK)).json()["state"] == "training"
