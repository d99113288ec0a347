"""Rescues over HTTP: for whom sirens sound, and who may do what about them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import MetaData

from hub.clock import ManualClock
from hub.database import Database
from hub.rescue_watch import RescueWatch
from hub.scope import Role
from tests.app.cities import Cities, open_cities
from tests.app.door import Browser
from tests.app.way import conftest as way

pytestmark = pytest.mark.store

DEEDS = ("acknowledge", "take", "lower", "raise")


@pytest.fixture
def schema() -> MetaData:
    """Return the tables of every room."""
    return way.all_tables()


@pytest.fixture
def clock() -> ManualClock:
    """Return a clock that the test moves."""
    return ManualClock()


@pytest.fixture
async def cities(database: Database, clock: ManualClock, tmp_path: Path) -> AsyncIterator[Cities]:
    async with open_cities(database, clock, tmp_path) as opened:
        yield opened


async def alarm(cities: Cities, clock: ManualClock) -> str:
    """Let a tourist of Shenzhen cry in vain; returns the conversation."""
    await cities.shenzhen.hear("救命！有人落水了")
    await clock.advance(31)
    await RescueWatch(cities.door.database, clock).look()
    chief = await cities.colleague("watcher", (Role.SUPERVISOR, cities.province))
    [siren] = (await chief.get("/api/sirens")).json()["sirens"]
    return str(siren["conversation_id"])


async def deed(browser: Browser, conversation_id: str, name: str) -> tuple[int, str | None]:
    """Do something about a rescue; returns status and code of the problem."""
    answer = await browser.send("POST", f"/api/conversations/{conversation_id}/rescue/{name}")
    return answer.status_code, answer.json().get("code")


async def test_sirens_sound_for_the_chief_of_the_city_and_of_all_above_it_and_for_no_sibling(
    cities: Cities, clock: ManualClock
) -> None:
    conversation_id = await alarm(cities, clock)
    card = (await cities.shenzhen.agent.get(f"/api/conversations/{conversation_id}")).json()
    own = await cities.colleague("own", (Role.DUTY_CHIEF, cities.shenzhen.org))
    above = await cities.colleague("above", (Role.DUTY_CHIEF, cities.province))
    sibling = await cities.colleague("sibling", (Role.DUTY_CHIEF, cities.guangzhou.org))
    for browser, heard in ((own, 1), (above, 1), (sibling, 0)):
        assert len((await browser.get("/api/sirens")).json()["sirens"]) == heard
    assert (await cities.shenzhen.agent.get("/api/sirens")).status_code == 403
    for name in DEEDS:
        assert await deed(sibling, conversation_id, name) == (404, "conversation_not_found")
    assert await deed(own, conversation_id, "acknowledge") == (200, None)
    [siren] = (await above.get("/api/sirens")).json()["sirens"]
    assert (siren["seen_by"], siren["tourist_text"]) == ("Own", "救命！有人落水了")
    # By the end of this id all pages speak of somebody without a name.
    assert siren["customer_id"] == card["customer_id"]
    assert await deed(above, conversation_id, "take") == (200, None)
    assert (await own.get("/api/sirens")).json()["sirens"] == []
    assert await deed(own, conversation_id, "take") == (409, "rescue_taken")


async def test_an_agent_lowers_and_raises_only_what_is_in_hand(cities: Cities, clock: ManualClock) -> None:
    conversation_id = await alarm(cities, clock)
    assert await deed(cities.shenzhen.agent, conversation_id, "take") == (403, "role_missing")
    assert await deed(cities.shenzhen.agent, conversation_id, "lower") == (403, "not_yours")
    mine = await cities.shenzhen.assigned(visitor="v2")
    for name, rescue in (("raise", True), ("raise", True), ("lower", False), ("lower", False)):
        assert await deed(cities.shenzhen.agent, mine["id"], name) == (200, None)
        shown = (await cities.shenzhen.agent.get(f"/api/conversations/{mine['id']}")).json()
        assert shown["rescue"] is rescue
    history = (await cities.shenzhen.agent.get(f"/api/conversations/{mine['id']}/segments")).json()
    (ticket,) = history["tickets"]
    assert (ticket["no"][:3], history["segments"][-1]["owner_name"]) == ("SZ-", "Anna")
