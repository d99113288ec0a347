"""Shared canned replies over the administration's API: who may set them, what is refused, what the audit keeps."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from hub.scope import Role
from tests.app.admin.floor import ADMIN, Floor, faults
from tests.app.door import Browser

pytestmark = pytest.mark.store
UNKNOWN = "slot_unknown"
REPLIES = f"{ADMIN}/canned-replies"


def sheet(**more: Any) -> dict[str, Any]:
    """Return a canned reply's form."""
    return {"code": "hi", "title": "问候", "words": {"zh-CN": "{tourist}您好，我是{agent}。"}, "position": 1, **more}


async def codes(browser: Browser) -> list[str]:
    """Return the shortcuts that somebody may set, in order."""
    return [one["code"] for one in (await browser.get(REPLIES)).json()["replies"]]


async def made(browser: Browser, org_id: str, **more: Any) -> dict[str, Any]:
    answer = await browser.send("POST", REPLIES, {"org_id": org_id, **sheet(**more)})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_one_is_made_changed_put_in_order_and_removed_and_the_audit_names_the_fields(floor: Floor) -> None:
    first = await made(floor.admin, floor.sz.id)
    await made(floor.boss, floor.sz.id, code="早", position=0)
    assert await codes(floor.boss) == ["早", "hi"]
    assert (first["rev"], first["used"], first["own"], first["org_name"]) == (0, 0, False, floor.sz.name)
    where = f"{REPLIES}/{first['id']}"
    body = {**sheet(code="\uff28ello", words={"zh-CN": "您好", "en": " Hello ", "ja": ""}, position=0), "rev": 0}
    changed = await floor.boss.send("PATCH", where, body)
    assert changed.status_code == 200, changed.text
    assert (changed.json()["code"], changed.json()["words"]) == ("hello", {"zh-CN": "您好", "en": "Hello"})
    assert await codes(floor.boss) == ["hello", "早"]
    late = await floor.admin.send("PATCH", where, body)
    assert (late.status_code, late.json()["changed"]["by"]) == (409, "Boss")
    assert (await floor.admin.send("DELETE", f"{where}?rev=0")).status_code == 409
    assert (await floor.admin.send("DELETE", f"{where}?rev=1")).status_code == 204
    assert await codes(floor.admin) == ["早"]
    asked = "SELECT subject_id, action, fields FROM audit WHERE subject_type = 'canned_reply' ORDER BY id"
    noted = await floor.query(asked)
    assert [(action, json.loads(fields)["fields"]) for one, action, fields in noted if one == first["id"]] == [
        ("canned_reply.made", ["code", "position", "title", "words"]),
        ("canned_reply.changed", ["code", "position", "words"]),
        ("canned_reply.removed", ["removed"]),
    ]


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"code": "two words"}, {"code": "invalid"}),
        ({"code": "a/b", "title": "  "}, {"code": "invalid", "title": "missing"}),
        ({"code": "字" * 33}, {"code": "invalid"}),
        ({"words": {}}, {"words/zh-CN": "missing"}),
        ({"words": {"zh-CN": " ", "en": ""}}, {"words/zh-CN": "missing"}),
        ({"words": {"zh-CN": "{tourist}，{who}", "en": "}"}}, dict.fromkeys(("words/zh-CN", "words/en"), UNKNOWN)),
        ({"words": {"fr": "Bonjour", "en": "x" * 1001}}, {"words/fr": "unknown", "words/en": "too_long"}),
    ],
)  # fmt: skip
async def test_what_cannot_be_said_is_refused_beside_its_field(
    floor: Floor, more: dict[str, Any], found: dict[str, str]
) -> None:
    answer = await floor.admin.send("POST", REPLIES, {"org_id": floor.sz.id, **sheet(**more)})
    assert (answer.status_code, faults(answer)) == (422, found), answer.text
    assert await codes(floor.admin) == []


async def test_a_shortcut_stands_once_in_an_organisation_also_when_many_come_together(floor: Floor) -> None:
    async def post(number: int) -> httpx.Response:
        body = {"org_id": floor.sz.id, **sheet(title=str(number))}
        return await floor.admin.send("POST", REPLIES, body)

    async with asyncio.TaskGroup() as group:
        asked = [group.create_task(post(number)) for number in range(4)]
    answers = [one.result() for one in asked]
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]
    assert {one.json()["code"] for one in answers if one.status_code == 409} == {"code_taken"}
    await made(floor.admin, floor.gz.id)
    other = await made(floor.admin, floor.sz.id, code="bye")
    taken = await floor.admin.send("PATCH", f"{REPLIES}/{other['id']}", {**sheet(), "rev": 0})
    assert (taken.status_code, taken.json()["code"]) == (409, "code_taken")


async def test_those_of_a_sibling_city_do_not_exist_and_plain_agents_set_none(floor: Floor) -> None:
    away = await made(floor.admin, floor.gz.id)
    assert await codes(floor.boss) == []
    for method, path, body in (
        ("POST", REPLIES, {"org_id": floor.gz.id, **sheet()}),
        ("PATCH", f"{REPLIES}/{away['id']}", {**sheet(title="x"), "rev": 0}),
        ("DELETE", f"{REPLIES}/{away['id']}?rev=0", None),
    ):
        assert (await floor.boss.send(method, path, body)).status_code == 404
    await floor.door.person(floor.sz, "plain", (Role.AGENT, floor.sz))
    plain = floor.door.client()
    await plain.sign_in("plain")
    assert (await plain.get(REPLIES)).status_code == 403
    assert (await plain.send("POST", REPLIES, {"org_id": floor.sz.id, **sheet()})).status_code == 403
