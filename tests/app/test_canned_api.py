"""Canned replies in the composer and one's own, over HTTP: who sees which, what fills the slots, what is counted."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData

from hub.clock import Clock
from hub.database import Database, Tx
from hub.ids import OrgId
from hub.scope import EVERYTHING, Role
from hub.steering import canned
from hub.steering.canned import MakeReply
from hub.steering.steward import Steward
from hub.store import texts
from hub.store.canned import Sheet
from tests.app.cities import Cities, City, open_cities
from tests.app.door import Browser
from tests.app.way import conftest as way

pytestmark = pytest.mark.store
OWN = "/api/canned-replies"


@pytest.fixture
def schema() -> MetaData:
    """Return the tables of every room."""
    return way.all_tables()


@pytest.fixture
async def cities(database: Database, clock: Clock, tmp_path: Path) -> AsyncIterator[Cities]:
    async with open_cities(database, clock, tmp_path) as opened:
        yield opened


def sheet(code: str = "hi", **more: Any) -> dict[str, Any]:
    """Return a canned reply's form."""
    return {"code": code, "title": code, "words": {"zh-CN": "{tourist}您好"}, **more}


async def shared(cities: Cities, org_id: str, code: str, position: int = 0) -> None:
    """Let an organisation have a canned reply."""
    who = Steward(cities.shenzhen.user.id, EVERYTHING, EVERYTHING)
    args = MakeReply(who, org_id, Sheet(code, code, {"zh-CN": "好"}, position))
    await cities.door.database.write(canned.make, args)


async def choice(city: City, conversation: dict[str, Any], by: Browser | None = None) -> dict[str, Any]:
    """Return what can be said in a conversation."""
    answer = await (by or city.agent).get(f"/api/conversations/{conversation['id']}/canned-replies")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_first_come_ones_own_then_the_nearest_organisations_and_nobody_elses(cities: Cities) -> None:
    city = cities.shenzhen
    for code, position in (("p2", 2), ("p1", 1)):
        await shared(cities, cities.province.id, code, position)
    await shared(cities, city.org.id, "sz")
    await shared(cities, cities.guangzhou.org.id, "gz")
    assert (await city.agent.send("POST", OWN, sheet("mine"))).status_code == 201
    assert (await cities.guangzhou.agent.send("POST", OWN, sheet("theirs"))).status_code == 201
    conversation = await city.assigned()
    found = (await choice(city, conversation))["replies"]
    assert [(one["code"], one["own"]) for one in found] == [
        ("mine", True),
        ("sz", False),
        ("p1", False),
        ("p2", False),
    ]
    chief = await cities.colleague("chief", (Role.SUPERVISOR, cities.province))
    assert [one["code"] for one in (await choice(city, conversation, chief))["replies"]] == ["sz", "p1", "p2"]
    where = f"/api/conversations/{conversation['id']}/canned-replies"
    assert (await cities.guangzhou.agent.get(where)).status_code == 404


async def test_the_slots_get_what_is_known_of_this_conversation_and_null_for_the_rest(cities: Cities) -> None:
    city = cities.shenzhen
    await city.hear("你好", name="王芳")
    conversation = await city.assigned()
    values = (await choice(city, conversation))["values"]
    assert values == {
        "tourist": "王芳",
        "agent": "小sz",
        "ticket": None,
        "queue": {},
        "org": city.org.name,
        "tz": "Asia/Shanghai",
    }

    def name_queue(tx: Tx, org_id: OrgId) -> None:
        texts.put(tx, org_id, "queue.general", "en", "Enquiries")
        texts.put(tx, org_id, "queue.general", "zh-CN", "综合咨询")

    await cities.door.database.write(name_queue, OrgId(city.org.id))
    await city.do(conversation, "wrap-up", {"disposition": None, "ticket": {"kind": "complaint", "title": "导游迟到"}})
    values = (await choice(city, conversation))["values"]
    assert (values["ticket"][:3], values["queue"]["en"], values["queue"]["zh-CN"]) == ("SZ-", "Enquiries", "综合咨询")


async def test_ones_own_are_made_changed_and_removed_by_nobody_else(cities: Cities) -> None:
    mine, other = cities.shenzhen.agent, cities.guangzhou.agent
    made = (await mine.send("POST", OWN, sheet("/Hi"))).json()
    assert (made["code"], made["own"], made["rev"]) == ("hi", True, 0)
    assert (await mine.send("POST", OWN, sheet())).json()["code"] == "code_taken"
    assert (await other.send("POST", OWN, sheet())).status_code == 201
    where = f"{OWN}/{made['id']}"
    body = {**sheet("bye", words={"en": "Bye"}), "rev": 0}
    assert (await other.send("PATCH", where, body)).status_code == 404
    assert (await other.send("DELETE", f"{where}?rev=0")).status_code == 404
    changed = (await mine.send("PATCH", where, body)).json()
    assert (changed["code"], changed["words"], changed["rev"]) == ("bye", {"en": "Bye"}, 1)
    assert [one["code"] for one in (await mine.get(OWN)).json()["replies"]] == ["bye"]
    assert (await mine.send("DELETE", f"{where}?rev=1")).status_code == 204
    assert (await mine.get(OWN)).json()["replies"] == []


async def test_nobody_keeps_more_of_ones_own_than_can_be_found(cities: Cities, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canned, "MOST_OWN", 2)
    agent = cities.shenzhen.agent
    codes = [(await agent.send("POST", OWN, sheet(code))).status_code for code in ("a", "b", "c")]
    assert codes == [201, 201, 409]


async def test_each_use_counts_once_under_its_key_and_only_where_it_can_be_said(cities: Cities) -> None:
    city = cities.shenzhen
    await shared(cities, city.org.id, "sz")
    await shared(cities, cities.guangzhou.org.id, "gz")
    conversation = await city.assigned()
    (reply,) = (await choice(city, conversation))["replies"]
    for key in ("k1", "k1", "k2"):
        answer = await city.do(conversation, f"canned-replies/{reply['id']}/uses", key=key)
        assert answer.status_code == 204, answer.text
    assert (await choice(city, conversation))["replies"][0]["used"] == 2
    away = await cities.guangzhou.assigned()
    (gone,) = (await choice(cities.guangzhou, away))["replies"]
    await city.do(conversation, f"canned-replies/{gone['id']}/uses", key="k3")
    assert (await choice(cities.guangzhou, away))["replies"][0]["used"] == 0
