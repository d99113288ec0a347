"""The rules of the house as they are set over the API: who may, what is refused and where, what acts at once."""

import asyncio
import json
from collections.abc import AsyncIterator
from copy import deepcopy
from typing import Any

import pytest
import pytest_asyncio

from hub.database import Tx
from hub.scope import Role
from hub.store import orgs
from tests.app.admin.floor import ADMIN, Floor, faults
from tests.app.door import Browser
from voice_bridge.store import rules

pytestmark = pytest.mark.store
RULES = f"{ADMIN}/house-rules"


@pytest_asyncio.fixture
async def chief(floor: Floor) -> AsyncIterator[Browser]:
    """Return an administrator of the root organisation."""
    nation = await floor.door.database.read(lambda tx, _: orgs.root(tx), None)
    assert nation is not None
    await floor.door.person(nation, "chief", (Role.ADMIN, nation))
    browser = floor.door.client()
    assert (await browser.sign_in("chief")).status_code == 200
    yield browser


async def read(browser: Browser) -> dict[str, Any]:
    """Return the rules as they are."""
    answer = await browser.get(RULES)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_before_anything_is_set_all_is_as_usual_and_the_whole_of_it_is_shown(
    floor: Floor, chief: Browser
) -> None:
    found = await read(chief)
    assert found["document"] == found["usual"]
    assert (found["rev"], found["editable"], found["faults"]) == (0, True, {})
    assert list(found["document"]["classes"]) == [str(code) for code in range(10)]
    assert found["document"]["classes"]["0"] == {"strict": True, "interrupts": True}
    assert found["document"]["media"]["voice"]["takes"] == {"voice": 1, "chat": 1}


async def test_what_is_set_is_kept_told_and_audited_by_places_and_only_what_differs_is_written(
    floor: Floor, chief: Browser
) -> None:
    await floor.skill("english")
    found = await read(chief)
    document = deepcopy(found["document"])
    document["classes"]["5"]["base_s"] = 1500
    document["advance"]["vip_ms"] = {"1": 60_000, "2": 300_000}
    document["business"]["booking"] = ["english", 3]
    answer = await chief.send("PUT", RULES, {"rev": 0, "document": document})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["document"], answer.json()["rev"]) == (document, 1)
    assert answer.json()["usual"] == found["usual"]
    ((written,),) = await floor.query("SELECT document FROM routing_rules")
    assert json.loads(written) == {
        "classes": {"5": {"base_s": 1500.0}},
        "advance": {"vip_ms": {"1": 60_000, "2": 300_000}, "business_ms": {}},
        "business": {"booking": ["english", 3]},
    }
    ((subject,),) = await floor.query("SELECT subject_id FROM events WHERE type = 'RoutingRulesChanged'")
    assert subject == found["org_id"]
    ((noted,),) = await floor.query("SELECT fields FROM audit WHERE action = 'routing_rules.changed'")
    assert json.loads(noted) == {"fields": ["advance.vip_ms", "business.booking", "classes.5"]}

    back = await chief.send("PUT", RULES, {"rev": 1, "document": found["usual"]})
    assert (back.json()["document"], back.json()["rev"]) == (found["usual"], 2)
    assert await floor.query("SELECT document FROM routing_rules") == [("{}",)]


async def test_a_repeat_under_the_same_key_sets_nothing_twice(floor: Floor, chief: Browser) -> None:
    body = {"rev": 0, "document": {"advance": {"dissatisfied_ms": 1000}}}
    first = await chief.send("PUT", RULES, body, key="k1")
    again = await chief.send("PUT", RULES, body, key="k1")
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json() == first.json()
    assert len(await floor.query("SELECT id FROM events WHERE type = 'RoutingRulesChanged'")) == 1


async def test_whoever_comes_second_is_told_who_was_first_also_when_both_come_together(
    floor: Floor, chief: Browser
) -> None:
    answers = await _together(chief, [{"advance": {"dissatisfied_ms": 1000 * number}} for number in range(1, 5)])
    assert sorted(status for status, _ in answers) == [200, 409, 409, 409]
    refused = next(body for status, body in answers if status == 409)
    assert refused["code"] == "changed_meanwhile"
    assert (refused["changed"]["rev"], refused["changed"]["by"]) == (1, "Chief")
    assert len(await floor.query("SELECT id FROM audit WHERE action = 'routing_rules.changed'")) == 1


async def _together(chief: Browser, documents: list[Any]) -> list[tuple[int, dict[str, Any]]]:
    async with asyncio.TaskGroup() as group:
        asked = [group.create_task(chief.send("PUT", RULES, {"rev": 0, "document": one})) for one in documents]
    return [(one.result().status_code, one.result().json()) for one in asked]


async def test_only_the_root_organisations_administrators_change_them_and_those_below_may_read(
    floor: Floor, chief: Browser
) -> None:
    assert (await read(floor.admin))["editable"] is False
    answer = await floor.admin.send("PUT", RULES, {"rev": 0, "document": {}})
    assert (answer.status_code, answer.json()["code"]) == (403, "house_rules_not_yours")
    for status in ((await floor.boss.get(RULES)), (await floor.boss.send("PUT", RULES, {"rev": 0, "document": {}}))):
        assert status.status_code == 403
    keyless = await chief.http.put(RULES, json={"rev": 0, "document": {}}, headers={"x-csrf-token": chief.csrf})
    assert keyless.json()["code"] == "idempotency_key_missing"
    assert await floor.query("SELECT org_id FROM routing_rules") == []


async def test_what_is_at_fault_is_refused_beside_its_place_and_changes_nothing(floor: Floor, chief: Browser) -> None:
    classes = {"0": {"strict": False}, "5": {"slope": 0}, "1": {"base_s": "1"}}
    for document, found in (
        (
            {"classes": classes, "colour": 1},
            {"document/classes/1/base_s": "not_a_number", "document/colour": "unknown_key"},
        ),
        (
            {"classes": {"0": {"strict": False}, "5": {"base_s": 1200, "slope": 0}}},
            {"document/classes/5/slope": "never_ages", "document/classes/0/strict": "rescue_not_first"},
        ),
        ({"advance": {"vip_ms": {"1": 600, "2": 500}}}, {"document/advance/vip_ms/2": "vip_out_of_order"}),
    ):
        answer = await chief.send("PUT", RULES, {"rev": 0, "document": document})
        assert (answer.status_code, answer.json()["code"]) == (422, "house_rules_invalid")
        assert faults(answer) == found
    assert await floor.query("SELECT org_id FROM routing_rules") == []
    assert await floor.query("SELECT id FROM events WHERE type = 'RoutingRulesChanged'") == []


async def test_what_was_written_by_other_ways_and_is_at_fault_is_shown_and_set_right(
    floor: Floor, chief: Browser
) -> None:
    found = await read(chief)

    def by_hand(tx: Tx, org_id: str) -> None:
        rules.put(tx, org_id, {"classes": {"5": {"slope": -1}}, "advance": {"dissatisfied_ms": 7}}, 0)

    await floor.door.database.write(by_hand, found["org_id"])
    spoilt = await read(chief)
    assert spoilt["faults"] == {"classes.5.slope": "never_ages"}
    assert spoilt["document"]["classes"] == found["usual"]["classes"]
    assert spoilt["document"]["advance"]["dissatisfied_ms"] == 7
    mended = await chief.send("PUT", RULES, {"rev": spoilt["rev"], "document": spoilt["document"]})
    assert mended.json()["faults"] == {}
