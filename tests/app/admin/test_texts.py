"""Texts in an organisation's own words over the API: who may, what is said then, what is refused."""

import asyncio
import json
from typing import Any

import pytest

from hub import texts
from hub.database import Tx
from hub.ids import OrgId
from hub.people import Org
from hub.rescue import REPLY
from hub.scope import Role
from hub.texts import BUILT_IN
from tests.app.admin.floor import ADMIN, Floor, faults
from tests.app.door import Browser

pytestmark = pytest.mark.store
HELD = "conversation.held"


async def read(browser: Browser, org: Org, key: str = HELD) -> dict[str, Any]:
    """Return a text as an organisation has it."""
    answer = await browser.get(f"{ADMIN}/texts?org_id={org.id}")
    assert answer.status_code == 200, answer.text
    (found,) = [one for one in answer.json()["texts"] if one["key"] == key]
    return dict(found)


async def said(floor: Floor, org: Org, lang: str, key: str = HELD) -> str:
    """Return what the organisation says."""

    def heard(tx: Tx, org_id: OrgId) -> str:
        return texts.say(tx, org_id, key, lang)

    return await floor.door.database.read(heard, OrgId(org.id))


async def write(browser: Browser, org: Org, words: dict[str, str], key: str = HELD, **more: Any) -> Any:
    """Write a text on sight of what is there."""
    rev = (await read(browser, org, key))["rev"]
    return await browser.send("PUT", f"{ADMIN}/texts/{key}", {"org_id": org.id, "rev": rev, "words": words, **more})


async def test_every_text_is_listed_with_its_built_in_words_and_what_may_stand_in_it(floor: Floor) -> None:
    answer = (await floor.admin.get(f"{ADMIN}/texts?org_id={floor.sz.id}")).json()
    keys = [one["key"] for one in answer["texts"]]
    assert keys[0] == REPLY
    assert set(BUILT_IN) | {"bot.greeting", "webchat.greeting"} <= set(keys)
    assert len(set(keys)) == len(keys)
    found = {one["key"]: one for one in answer["texts"]}
    assert found[HELD]["otherwise"]["ja"] == {"words": BUILT_IN[HELD]["ja"], "source": "built_in"}
    assert found["rescue.ticket"]["otherwise"]["ja"]["source"] == "other_language"
    assert found["webchat.greeting"]["otherwise"] == {}
    assert found[REPLY]["must_say"] == ["110", "119", "120"]
    (opens,) = found["closed"]["slots"]
    assert (opens["name"], opens["samples"]["zh-CN"]) == ("opens", "明天 10:00")


async def test_what_is_written_is_said_from_then_on_below_too_until_it_is_taken_back(floor: Floor) -> None:
    answer = await write(floor.admin, floor.province, {"zh-CN": " 请稍等，广东为您核实。 ", "en": ""})
    assert answer.status_code == 200, answer.text
    assert answer.json()["own"] == {"zh-CN": "请稍等，广东为您核实。"}
    assert await said(floor, floor.sz, "zh-CN") == "请稍等，广东为您核实。"
    assert await said(floor, floor.sz, "en") == BUILT_IN[HELD]["en"]
    below = await read(floor.admin, floor.sz)
    assert (below["own"], below["otherwise"]["zh-CN"]["source"]) == ({}, "above")
    assert (await write(floor.admin, floor.sz, {"zh-CN": "深圳为您核实。"})).status_code == 200
    assert [await said(floor, org, "zh-CN") for org in (floor.sz, floor.gz)] == [
        "深圳为您核实。",
        "请稍等，广东为您核实。",
    ]
    assert (await write(floor.admin, floor.sz, {})).json()["own"] == {}
    assert await said(floor, floor.sz, "zh-CN") == "请稍等，广东为您核实。"
    noted = await floor.query("SELECT subject_id, fields FROM audit WHERE action = 'text.changed' ORDER BY id")
    assert [(subject, json.loads(fields)) for subject, fields in noted] == [
        (f"{org.id}/{HELD}", {"fields": ["zh-CN"]}) for org in (floor.province, floor.sz, floor.sz)
    ]


@pytest.mark.parametrize(
    ("key", "words", "found"),
    [
        (REPLY, {"zh-CN": "我们马上来，请拨打 110 或 120。"}, {"words/zh-CN": "number_missing"}),
        (REPLY, {"en": "Help is coming."}, {"words/en": "number_missing"}),
        ("closed", {"zh-CN": "{open}再来", "en": "x" * 1001}, {"words/zh-CN": "slot_unknown", "words/en": "too_long"}),
        (HELD, {"fr": "Un moment"}, {"words/fr": "unknown"}),
    ],
)
async def test_words_that_cannot_be_said_are_refused_beside_their_language_and_nothing_is_kept(
    floor: Floor, key: str, words: dict[str, str], found: dict[str, str]
) -> None:
    answer = await write(floor.admin, floor.sz, words | {"ja": "110 119 120"}, key)
    assert (answer.status_code, faults(answer)) == (422, found)
    assert await floor.query("SELECT lang FROM texts") == []


async def test_whoever_comes_second_is_told_who_was_first_also_when_both_come_together(floor: Floor) -> None:
    rev = (await read(floor.admin, floor.sz))["rev"]
    async with asyncio.TaskGroup() as group:
        bodies = [{"org_id": floor.sz.id, "rev": rev, "words": {"en": f"Wait {number}."}} for number in range(4)]
        asked = [group.create_task(floor.admin.send("PUT", f"{ADMIN}/texts/{HELD}", body)) for body in bodies]
    answers = [one.result() for one in asked]
    assert sorted(one.status_code for one in answers) == [200, 409, 409, 409]
    refused = next(one.json() for one in answers if one.status_code == 409)
    assert (refused["code"], refused["changed"]["by"]) == ("changed_meanwhile", "Root")


async def test_only_the_organisations_own_administrators_write_and_only_what_is_said(floor: Floor) -> None:
    await floor.door.person(floor.gz, "gina", (Role.ADMIN, floor.gz))
    gina = floor.door.client()
    await gina.sign_in("gina")
    assert (await write(gina, floor.gz, {"en": "Wait."})).status_code == 200
    assert (await gina.get(f"{ADMIN}/texts?org_id={floor.sz.id}")).status_code == 404
    body = {"org_id": floor.sz.id, "rev": 0, "words": {"en": "Ha"}}
    assert (await gina.send("PUT", f"{ADMIN}/texts/{HELD}", body)).status_code == 404
    assert (await floor.boss.get(f"{ADMIN}/texts?org_id={floor.sz.id}")).status_code == 403
    body = {"org_id": floor.gz.id, "rev": 0, "words": {"en": "Ha"}}
    for key in ("queue.general", "bot.topics", "nothing"):
        assert (await gina.send("PUT", f"{ADMIN}/texts/{key}", body)).json()["code"] == "text_not_found"
    assert await floor.query("SELECT org_id, lang FROM texts") == [(floor.gz.id, "en")]
