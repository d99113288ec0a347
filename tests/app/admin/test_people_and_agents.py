"""People, agents and skills as they are set: who may, what acts at once, what is refused and how."""

import json
from typing import Any

import httpx
import pytest

from hub.model import AgentCommand
from hub.scope import Role
from tests.app.admin.floor import ADMIN, Floor, faults, give_work, profile
from tests.app.door import GOOD
from voice_bridge.distributor import Lines

pytestmark = pytest.mark.store

# --- people -------------------------------------------------------------------------------------------------------


async def test_a_new_person_signs_in_with_the_password_that_was_shown_once(floor: Floor) -> None:
    body = {
        "org_id": floor.sz.id,
        "login": "Ming",
        "display_name": "明",
        "rights": [{"role": "agent", "org_id": floor.sz.id}],
    }
    made = await floor.admin.send("POST", f"{ADMIN}/people", body, key="k1")
    assert made.status_code == 201
    password = made.json()["password"]
    again = await floor.admin.send("POST", f"{ADMIN}/people", body, key="k1")
    assert again.json()["password"] is None, "a secret is not kept"
    ming = floor.door.client()
    session = (await ming.sign_in("ming", password)).json()
    assert session["user"]["temporary_password"]
    assert [right["role"] for right in session["rights"]] == ["agent"]


async def test_another_password_ends_the_persons_sessions_and_is_shown_once(floor: Floor) -> None:
    (person,) = [one for one in (await floor.admin.get(f"{ADMIN}/people")).json()["people"] if one["login"] == "boss"]
    answer = await floor.admin.send("POST", f"{ADMIN}/people/{person['id']}/password")
    assert (await floor.boss.get("/api/session")).status_code == 401
    assert (await floor.door.client().sign_in("boss", GOOD)).status_code == 401
    assert (await floor.door.client().sign_in("boss", answer.json()["password"])).status_code == 200


async def test_who_is_shut_out_is_out_at_once_and_comes_back_when_let_in(floor: Floor) -> None:
    (person,) = [one for one in (await floor.admin.get(f"{ADMIN}/people")).json()["people"] if one["login"] == "boss"]
    form = {name: person[name] for name in ("rev", "display_name", "lang", "rights")}
    shut = await floor.admin.send("PATCH", f"{ADMIN}/people/{person['id']}", {**form, "active": False})
    assert shut.status_code == 200, shut.text
    assert (await floor.boss.get("/api/session")).status_code == 401
    form["rev"] = shut.json()["rev"]
    await floor.admin.send("PATCH", f"{ADMIN}/people/{person['id']}", {**form, "active": True})
    assert (await floor.boss.sign_in("boss")).status_code == 200


async def test_nobody_shuts_out_or_disarms_oneself_or_gives_what_one_has_not(floor: Floor) -> None:
    people = {one["login"]: one for one in (await floor.admin.get(f"{ADMIN}/people")).json()["people"]}
    root, boss = people["root"], people["boss"]
    form = {name: root[name] for name in ("rev", "display_name", "lang", "rights")}
    where = f"{ADMIN}/people/{root['id']}"
    assert (await floor.admin.send("PATCH", where, {**form, "active": False})).json()["code"] == "own_account"
    disarmed = await floor.admin.send("PATCH", where, {**form, "active": True, "rights": []})
    assert disarmed.json()["code"] == "own_account"
    (nation,) = await floor.query("SELECT id FROM orgs WHERE parent_id IS NULL")
    more = [{"role": "admin", "org_id": nation[0]}]
    form = {name: boss[name] for name in ("rev", "display_name", "lang")}
    answer = await floor.admin.send("PATCH", f"{ADMIN}/people/{boss['id']}", {**form, "active": True, "rights": more})
    assert answer.json()["code"] == "right_not_yours"
    assert len(await floor.query("SELECT user_id FROM roles WHERE role = 'admin'")) == 1


async def test_people_are_an_administrators_affair(floor: Floor) -> None:
    assert (await floor.boss.get(f"{ADMIN}/people")).status_code == 403
    stranger = floor.door.client()
    assert (await stranger.get(f"{ADMIN}/queues")).status_code == 401
    agent = await floor.door.person(floor.sz, "plain", (Role.AGENT, floor.sz))
    await stranger.sign_in("plain")
    assert (await stranger.get(f"{ADMIN}/queues")).status_code == 403
    assert agent.login == "plain"


# --- agents and skills ----------------------------------------------------------------------------------------------


async def test_an_agents_profile_acts_at_once_and_is_audited_by_names_of_fields(floor: Floor) -> None:
    await floor.skill("english")
    line = await floor.queue("general", floor.sz)
    made = await floor.agent("lin", floor.sz)
    body = profile(
        public_name="Lin", languages=["zh-CN", "en"], peak={"chat": 1}, skills={"english": 7}, queues=[line["id"]]
    )
    answer = await floor.boss.send("PATCH", f"{ADMIN}/agents/{made['id']}", {**body, "rev": made["rev"]})
    assert answer.status_code == 200, answer.text
    assert answer.json() | {"rev": 0} == made | {
        "public_name": "Lin", "languages": ["zh-CN", "en"], "peak": {"chat": 1}, "skills": {"english": 7},
        "queues": [{"queue_id": line["id"], "by_rule": False}], "rev": 0,
    }  # fmt: skip
    facts = await floor.query("SELECT type, data FROM events WHERE type LIKE 'AgentProfile%' ORDER BY xid, id")
    changed = json.loads(facts[-1][1])["fields"]
    assert changed == ["languages", "peak", "public_name", "queues", "skills"]
    ((noted,),) = await floor.query("SELECT fields FROM audit WHERE action = 'agent.changed'")
    assert json.loads(noted) == {"fields": changed}
    assert ("QueueChanged", '{"fields":["members"]}') in await floor.query("SELECT type, data FROM events")


@pytest.mark.parametrize(
    ("wrong", "place", "code"),
    [
        ({"skills": {"klingon": 3}}, "skills/klingon", "skill_unknown"),
        ({"skills": {"english": 11}}, "skills/english", "level_out_of_range"),
        ({"capacity": {"chat": 99}}, "capacity/chat", "out_of_range"),
        ({"capacity": {"pigeon": 1}}, "capacity/pigeon", "unknown"),
        ({"languages": []}, "languages", "missing"),
        ({"languages": ["en", "en"]}, "languages", "repeated"),
        ({"public_name": " "}, "public_name", "missing"),
        ({"queues": ["0" * 26]}, "queues/0", "unknown"),
    ],
)
async def test_what_nobody_can_mean_is_refused_beside_its_field(
    floor: Floor, wrong: dict[str, Any], place: str, code: str
) -> None:
    await floor.skill("english")
    made = await floor.agent("lin", floor.sz)
    answer = await floor.boss.send("PATCH", f"{ADMIN}/agents/{made['id']}", {**profile(**wrong), "rev": made["rev"]})
    assert (answer.status_code, faults(answer)) == (422, {place: code})


async def test_whoever_comes_second_is_told_who_was_first(floor: Floor) -> None:
    made = await floor.agent("lin", floor.sz)
    body = {**profile(), "rev": made["rev"]}
    assert (await floor.boss.send("PATCH", f"{ADMIN}/agents/{made['id']}", body)).status_code == 200
    answer = await floor.admin.send("PATCH", f"{ADMIN}/agents/{made['id']}", body)
    assert answer.status_code == 409
    assert answer.json()["code"] == "changed_meanwhile"
    assert answer.json()["changed"]["by"] == "Boss"


async def test_an_agent_with_work_in_hand_is_neither_removed_nor_shut_out(floor: Floor) -> None:
    line = await floor.queue("general", floor.sz)
    made = await floor.agent("lin", floor.sz)
    await floor.door.database.write(give_work, (line["id"], made["id"]))
    answer = await floor.boss.send("DELETE", f"{ADMIN}/agents/{made['id']}?rev={made['rev']}")
    assert (answer.status_code, answer.json()["code"], answer.json()["count"]) == (409, "agent_has_work", 1)
    (person,) = [one for one in (await floor.admin.get(f"{ADMIN}/people")).json()["people"] if one["id"] == made["id"]]
    form = {name: person[name] for name in ("rev", "display_name", "lang", "rights")}
    shut = await floor.admin.send("PATCH", f"{ADMIN}/people/{made['id']}", {**form, "active": False})
    assert shut.json()["code"] == "agent_has_work"


async def with_rights(floor: Floor, user_id: str, *roles: str) -> httpx.Response:
    """Give somebody these roles in Shenzhen, and take all others."""
    (person,) = [one for one in (await floor.admin.get(f"{ADMIN}/people")).json()["people"] if one["id"] == user_id]
    form = {name: person[name] for name in ("rev", "display_name", "lang", "active")}
    form["rights"] = [{"role": role, "org_id": floor.sz.id} for role in roles]
    return await floor.admin.send("PATCH", f"{ADMIN}/people/{user_id}", form)


async def test_the_right_to_serve_is_not_taken_from_whoever_has_work_in_hand(floor: Floor) -> None:
    line = await floor.queue("general", floor.sz)
    made = await floor.agent("lin", floor.sz)
    assert (await with_rights(floor, made["id"], "agent", "author")).status_code == 200
    await floor.door.database.write(give_work, (line["id"], made["id"]))
    taken = await with_rights(floor, made["id"], "author")
    assert (taken.status_code, taken.json()["code"]) == (409, "agent_has_work"), "nobody else could finish it"
    assert (await with_rights(floor, made["id"], "supervisor")).status_code == 200, "a supervisor may serve too"


async def test_whoever_may_serve_no_longer_is_offline(floor: Floor) -> None:
    made = await floor.agent("lin", floor.sz)
    await with_rights(floor, made["id"], "agent")
    ready = AgentCommand("ready")
    await floor.door.database.write(lambda tx, _: Lines().set_agent(tx, made["id"], ready), None)
    assert await floor.query("SELECT state FROM agent_state") == [("ready",)]
    assert (await with_rights(floor, made["id"], "author")).status_code == 200
    assert await floor.query("SELECT state FROM agent_state") == [("offline",)]


async def test_a_skill_that_a_queue_asks_for_stays(floor: Floor) -> None:
    skill = await floor.skill("english")
    await floor.queue("general", floor.sz, settings={"need": {"all_of": [["english", 5]]}})
    answer = await floor.admin.send("DELETE", f"{ADMIN}/skills/{skill['id']}?rev=0")
    assert (answer.json()["code"], answer.json()["queues"]) == ("skill_in_use", ["general"])
    assert (await floor.boss.send("DELETE", f"{ADMIN}/skills/{skill['id']}?rev=0")).status_code == 403
