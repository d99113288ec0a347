"""The card of a conversation's tourist: earlier talks, tickets, notes, and what another city does not see."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, text

from hub.clock import ManualClock
from hub.database import Database, Statement, Tx
from hub.scope import Role
from tests.app.cities import Cities, City, open_cities
from tests.app.door import Browser
from tests.app.way import conftest as way

pytestmark = pytest.mark.store

clock = way.clock
SAME_PERSON = Statement(text("UPDATE customers SET merged_into = :into WHERE id = :id"))


@pytest.fixture
def schema() -> MetaData:
    """Return the tables of every room."""
    return way.all_tables()


@pytest.fixture
async def cities(database: Database, clock: ManualClock, tmp_path: Path) -> AsyncIterator[Cities]:
    async with open_cities(database, clock, tmp_path) as opened:
        yield opened


async def served(city: City, visitor: str, *, ticket: bool = False, note: str = "") -> dict[str, Any]:
    """Serve a tourist from asking to writing it up; returns the conversation."""
    conversation = await city.assigned(visitor)
    if note:
        assert (await city.do(conversation, "notes", {"text": note})).status_code == 200
    body: dict[str, Any] = {"disposition": "solved"}
    if ticket:
        body["ticket"] = {"kind": "complaint", "title": "导游迟到"}
    wrapped = await city.do(conversation, "wrap-up", body)
    assert wrapped.status_code == 200, wrapped.text
    await city.agent.send("POST", "/api/agents/me/state", {"state": "offline"})
    return conversation | {"ticket_no": wrapped.json()["ticket_no"]}


async def card(browser: Browser, conversation: dict[str, Any]) -> dict[str, Any]:
    answer = await browser.get(f"/api/conversations/{conversation['id']}/customer")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def merge(cities: Cities, gone: dict[str, Any], into: dict[str, Any]) -> None:
    def same(tx: Tx, ids: tuple[str, str]) -> None:
        tx.run(SAME_PERSON, id=ids[0], into=ids[1])

    await cities.door.database.write(same, (gone["customer_id"], into["customer_id"]))


async def test_somebody_new_has_no_history(cities: Cities) -> None:
    city = cities.shenzhen
    found = await card(city.agent, await city.assigned())
    assert (found["tickets"], found["notes"], found["history"]) == ([], [], {"talks": [], "next": None})
    [address] = found["addresses"]
    assert (address["channel"], address["account_name"], address["verified"]) == ("webchat", "site-sz", False)


async def test_earlier_talks_stand_there_with_their_end_their_tickets_and_their_notes(cities: Cities) -> None:
    city = cities.shenzhen
    earlier = await served(city, "v1", ticket=True, note="请轻声")
    now = await city.assigned("v2")
    await merge(cities, earlier, now)
    found = await card(city.agent, now)
    [talk] = found["history"]["talks"]
    assert (talk["id"], talk["state"], talk["disposition"]) == (earlier["id"], "closed", "solved")
    assert (talk["first_words"], talk["agent_name"]) == ("人工", "Anna")
    assert [(one["no"], one["title"]) for one in found["tickets"]] == [(earlier["ticket_no"], "导游迟到")]
    assert [(one["text"], one["conversation_id"]) for one in found["notes"]] == [("请轻声", earlier["id"])]
    assert len(found["addresses"]) == 2


async def test_whoever_was_merged_is_the_same_person_from_both_sides(cities: Cities) -> None:
    city = cities.shenzhen
    first, second = await served(city, "v1"), await served(city, "v2")
    third = await city.assigned("v3")
    await merge(cities, first, second)
    await merge(cities, second, third)
    for one, others in ((first, [third, second]), (third, [second, first])):
        talks = (await card(city.agent, one))["history"]["talks"]
        assert [talk["id"] for talk in talks] == [other["id"] for other in others]


async def test_what_another_city_has_is_left_out_and_the_province_sees_it(cities: Cities) -> None:
    here, there = cities.shenzhen, cities.guangzhou
    elsewhere = await served(there, "v1", ticket=True, note="x")
    now = await here.assigned("v1")
    await merge(cities, elsewhere, now)
    found = await card(here.agent, now)
    assert (found["history"]["talks"], found["tickets"], found["notes"], len(found["addresses"])) == ([], [], [], 1)
    boss = await cities.colleague("dora", (Role.SUPERVISOR, cities.province))
    seen = await card(boss, now)
    assert [one["id"] for one in seen["history"]["talks"]] == [elsewhere["id"]]
    assert (len(seen["tickets"]), len(seen["notes"]), len(seen["addresses"])) == (1, 1, 2)
    assert (await there.agent.get(f"/api/conversations/{now['id']}/customer")).status_code == 404


async def test_a_long_history_comes_in_pages(cities: Cities) -> None:
    city = cities.shenzhen
    now = await city.assigned("v0")
    await city.agent.send("POST", "/api/agents/me/state", {"state": "offline"})
    for number in range(1, 13):
        await city.hear("你好", visitor=f"v{number}", name=str(number))

    def same(tx: Tx, into: str) -> None:
        tx.connection.execute(
            text("UPDATE customers SET merged_into = :into WHERE id <> :into AND name IS NOT NULL"), {"into": into}
        )

    await cities.door.database.write(same, now["customer_id"])
    first = (await card(city.agent, now))["history"]
    assert len(first["talks"]) == 10
    where = f"/api/conversations/{now['id']}/customer/history?before={first['next']}"
    rest = (await city.agent.get(where)).json()
    assert (len(rest["talks"]), rest["next"]) == (2, None)
    ids = [one["id"] for one in (*first["talks"], *rest["talks"])]
    assert ids == sorted(ids, reverse=True)
