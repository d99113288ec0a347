"""Queues, calendars and lists of codes as they are set: what acts at once, what is refused and how."""

from typing import Any

import pytest
from sqlalchemy import text

from hub.database import Tx
from hub.store import accounts, queues
from tests.app.admin.floor import ADMIN, Floor, faults, give_work, profile, queue

pytestmark = pytest.mark.store

OFFICE: dict[str, Any] = {"week": {"mon": [["08:30", "12:00"], ["13:00", "18:00"]]}, "holidays": "cn"}


# --- queues -----------------------------------------------------------------------------------------------------


async def test_members_by_rule_come_and_go_with_skills_and_rule(floor: Floor) -> None:
    await floor.skill("english")
    lin = await floor.agent("lin", floor.sz, skills={"english": 6})
    await floor.agent("gao", floor.gz, skills={"english": 9})
    rule = {"members": {"all_of": [["english", 5]], "orgs": "own"}}
    line = await floor.queue("english", floor.sz, settings=rule)
    assert line["members"] == [{"user_id": lin["id"], "by_rule": True}], "a sibling city's agent is not ours"
    body = {**profile(skills={"english": 4}), "rev": lin["rev"]}
    lower = await floor.boss.send("PATCH", f"{ADMIN}/agents/{lin['id']}", body)
    assert lower.json()["queues"] == []
    wider = queue(settings={"members": {"all_of": [["english", 4]], "orgs": "parent"}})
    answer = await floor.boss.send("PATCH", f"{ADMIN}/queues/{line['id']}", {**wider, "rev": line["rev"]})
    assert len(answer.json()["members"]) == 2


@pytest.mark.parametrize(
    ("wrong", "place", "code"),
    [
        ({"ring_timeout_s": 1}, "ring_timeout_s", "out_of_range"),
        ({"calendar_id": "0" * 26}, "calendar_id", "unknown"),
        ({"named": ["0" * 26]}, "named/0", "unknown"),
        ({"names": {"en": "General"}}, "names/zh-CN", "missing"),
        ({"names": {"zh-CN": "综合", "xx": "?"}}, "names/xx", "unknown"),
        ({"closed": {"zh-CN": "{open}再来"}}, "closed/zh-CN", "slot_unknown"),
        ({"settings": {"members": {"all_of": [["klingon", 3]]}}}, "settings/members/all_of/0", "skill_unknown"),
        ({"settings": {"members": {"orgs": "moon"}}}, "settings/members/orgs", "unknown"),
        ({"settings": {"members": []}}, "settings/members", "invalid"),
        ({"settings": {"strategy": "luck"}}, "settings/strategy", "unknown"),
        ({"settings": {"offer_after_s": 0}}, "settings/offer_after_s", "out_of_range"),
        ({"settings": {"offer_after_s": "soon"}}, "settings/offer_after_s", "not_a_whole_number"),
        ({"settings": {"offer_after_s": 90_000}}, "settings/offer_after_s", "out_of_range"),
        ({"settings": {"colour": 1}}, "settings/colour", "unknown_key"),
        ({"settings": {"rings": [{}, {"after_ms": "soon"}]}}, "settings/rings/1/after_ms", "not_a_whole_number"),
    ],
)
async def test_contradictory_rules_are_refused_beside_their_field(
    floor: Floor, wrong: dict[str, Any], place: str, code: str
) -> None:
    answer = await floor.admin.send(
        "POST", f"{ADMIN}/queues", {"org_id": floor.sz.id, "code": "general", **queue(**wrong)}
    )
    assert answer.status_code == 422, answer.text
    assert faults(answer).get(place) == code, faults(answer)
    assert await floor.query("SELECT code FROM queues") == []


async def test_all_that_is_wrong_with_a_queue_is_told_at_once(floor: Floor) -> None:
    settings = {"colour": 1, "need": ["klingon", 3], "rings": [{"after_ms": 5_000}], "members": {"orgs": "moon"}}
    wrong = queue(settings=settings, ring_timeout_s=1, wrap_up_s=9_999, names={"en": "General"})
    answer = await floor.admin.send("POST", f"{ADMIN}/queues", {"org_id": floor.sz.id, "code": "No Code", **wrong})
    assert faults(answer) == {
        "code": "invalid",
        "names/zh-CN": "missing",
        "ring_timeout_s": "out_of_range",
        "wrap_up_s": "out_of_range",
        "settings/colour": "unknown_key",
        "settings/members/orgs": "unknown",
        "settings/need": "skill_unknown",
        "settings/rings": "first_ring_not_at_once",
    }
    assert await floor.query("SELECT code FROM queues") == []


async def test_a_sibling_city_is_out_of_a_supervisors_reach(floor: Floor) -> None:
    theirs = await floor.queue("general", floor.gz)
    gao = await floor.agent("gao", floor.gz)
    await floor.queue("general", floor.sz, by=floor.boss)
    assert [one["org_id"] for one in (await floor.boss.get(f"{ADMIN}/queues")).json()["queues"]] == [floor.sz.id]
    assert (await floor.boss.get(f"{ADMIN}/agents")).json()["agents"] == []
    assert [one["id"] for one in (await floor.boss.get(f"{ADMIN}/orgs")).json()["orgs"]] == [floor.sz.id]
    refused = [
        await floor.boss.send("PATCH", f"{ADMIN}/queues/{theirs['id']}", {**queue(), "rev": 1}),
        await floor.boss.send("DELETE", f"{ADMIN}/queues/{theirs['id']}?rev=1"),
        await floor.boss.send("PATCH", f"{ADMIN}/agents/{gao['id']}", {**profile(), "rev": gao["rev"]}),
        await floor.boss.send("DELETE", f"{ADMIN}/agents/{gao['id']}?rev=1"),
        await floor.boss.send("POST", f"{ADMIN}/queues", {"org_id": floor.gz.id, "code": "mine", **queue()}),
    ]
    assert [answer.status_code for answer in refused] == [404] * 5
    stolen = queue(named=[gao["id"]])
    answer = await floor.boss.send("POST", f"{ADMIN}/queues", {"org_id": floor.sz.id, "code": "mine", **stolen})
    assert faults(answer) == {"named/0": "unknown"}


async def test_a_queue_is_removed_only_when_nobody_can_come_back_to_it(floor: Floor) -> None:
    line = await floor.queue("general", floor.sz)
    other = await floor.queue(
        "night", floor.sz, settings={"overflow": [{"when": "wait", "to": line["id"], "limit": 90000}]}
    )
    where = f"{ADMIN}/queues/{line['id']}?rev={line['rev']}"
    assert (await floor.boss.send("DELETE", where)).json()["users"] == ["night"]
    await floor.boss.send("DELETE", f"{ADMIN}/queues/{other['id']}?rev={other['rev']}")

    def lead(tx: Tx, queue_id: str) -> None:
        accounts.add(
            tx,
            org_id=floor.sz.id,
            channel="webchat",
            code="site",
            name="官网",
            queue_id=queues.get(tx, queue_id).id,
            settings={},
        )

    await floor.door.database.write(give_work, (line["id"], None))
    waiting = await floor.boss.send("DELETE", where)
    assert (waiting.json()["code"], waiting.json()["count"]) == ("queue_has_work", 1)
    await floor.door.database.write(lambda tx, _: tx.connection.execute(text("DELETE FROM work_items")).rowcount, None)
    await floor.door.database.write(lead, line["id"])
    assert (await floor.boss.send("DELETE", where)).json()["users"] == ["官网"]
    await floor.door.database.write(lambda tx, _: tx.connection.execute(text("DELETE FROM accounts")).rowcount, None)
    assert (await floor.boss.send("DELETE", where)).status_code == 204
    assert (await floor.query("SELECT type FROM events"))[-1] == ("QueueRemoved",)
    assert await floor.query("SELECT * FROM texts") == []


# --- calendars, lists ---------------------------------------------------------------------------------------------


async def test_a_calendar_acts_at_once_on_the_queues_that_follow_it(floor: Floor) -> None:
    body = {"org_id": floor.province.id, "code": "office", "name": "办公时间", "rules": OFFICE}
    made = (await floor.admin.send("POST", f"{ADMIN}/calendars", body)).json()
    line = await floor.queue("general", floor.sz, calendar_id=made["id"])
    assert line["is_open"]
    shut = {"rev": made["rev"], "name": "停办", "rules": {"week": {}}}
    answer = await floor.admin.send("PATCH", f"{ADMIN}/calendars/{made['id']}", shut)
    assert answer.json()["queues"] == ["general"]
    assert (await floor.query("SELECT type FROM events WHERE type LIKE 'QueueClosed'")) == [("QueueClosed",)]
    assert not (await floor.boss.get(f"{ADMIN}/queues")).json()["queues"][0]["is_open"]
    refused = await floor.admin.send("DELETE", f"{ADMIN}/calendars/{made['id']}?rev=1")
    assert (refused.json()["code"], refused.json()["queues"]) == ("calendar_in_use", ["general"])
    assert (await floor.boss.send("PATCH", f"{ADMIN}/calendars/{made['id']}", shut)).status_code == 403
    seen = (await floor.boss.get(f"{ADMIN}/calendars")).json()["calendars"]
    assert [(one["code"], one["editable"]) for one in seen] == [("office", False)]


async def test_hours_are_shown_for_two_weeks_before_they_are_kept(floor: Floor) -> None:
    body = {"org_id": floor.sz.id, "rules": OFFICE}
    shown = (await floor.boss.send("POST", f"{ADMIN}/calendars/preview", body)).json()
    assert len(shown["days"]) == 14
    assert shown["days"][0] == {
        "date": "2026-11-23", "kind": "weekday", "spans": OFFICE["week"]["mon"], "holiday": None, "announced": True
    }  # fmt: skip
    assert shown["is_open"]
    assert shown["tz"] == "Asia/Shanghai"
    assert (await floor.queue("general", floor.sz))["tz"] == "Asia/Shanghai"
    wrong = await floor.boss.send(
        "POST", f"{ADMIN}/calendars/preview", {**body, "rules": {"week": {"mon": [["9", "8"]]}}}
    )
    assert faults(wrong) == {"rules/week/mon/0": "time_invalid"}


async def test_all_that_is_wrong_with_a_calendar_is_told_at_once(floor: Floor) -> None:
    rules = {"week": {"mon": [["09:00", "25:00"]], "tue": [["9", "18:00"]]}}
    body = {"org_id": floor.sz.id, "code": "Night Shift", "name": " ", "rules": rules}
    answer = await floor.admin.send("POST", f"{ADMIN}/calendars", body)
    assert (answer.status_code, faults(answer)) == (
        422,
        {
            "name": "missing",
            "code": "invalid",
            "rules/week/mon/0": "time_invalid",
            "rules/week/tue/0": "time_invalid",
        },
    )


async def test_the_page_is_told_which_years_are_known_and_from_where(floor: Floor) -> None:
    known = (await floor.boss.get(f"{ADMIN}/holidays/2026")).json()
    assert (known["announced"], known["name"], len(known["days"])) == (True, "chinesecalendar", 39)
    unknown = (await floor.boss.get(f"{ADMIN}/holidays/2031")).json()
    assert (unknown["announced"], unknown["days"]) == (False, [])


async def test_dispositions_are_named_ordered_and_retired(floor: Floor) -> None:
    body = {"org_id": floor.sz.id, "code": "solved", "names": {"zh-CN": "已解决"}, "position": 2}
    made = (await floor.admin.send("POST", f"{ADMIN}/dispositions", body)).json()
    again = await floor.admin.send("POST", f"{ADMIN}/dispositions", body)
    assert again.json()["code"] == "code_taken"
    retired = {"rev": made["rev"], "names": {"zh-CN": "办结", "en": "Done"}, "position": 1, "active": False}
    await floor.admin.send("PATCH", f"{ADMIN}/dispositions/{made['id']}", retired)
    (seen,) = (await floor.admin.get(f"{ADMIN}/dispositions")).json()["dispositions"]
    assert (seen["names"], seen["active"], seen["position"]) == ({"zh-CN": "办结", "en": "Done"}, False, 1)


async def test_break_reasons_are_inherited_until_an_organisation_has_its_own(floor: Floor) -> None:
    where = f"{ADMIN}/break-reasons?org_id={floor.sz.id}"
    built_in = (await floor.admin.get(where)).json()
    assert not built_in["own"]
    assert "meal" in [one["code"] for one in built_in["reasons"]]
    reasons = [{"code": "prayer", "names": {"zh-CN": "礼拜", "en": "Prayer"}}]
    body = {"org_id": floor.province.id, "reasons": reasons}
    assert (await floor.admin.send("PATCH", f"{ADMIN}/break-reasons", body)).json()["own"]
    inherited = (await floor.admin.get(where)).json()
    assert [one["code"] for one in inherited["reasons"]] == ["prayer"]
    twice = {"org_id": floor.sz.id, "reasons": reasons * 2}
    assert (await floor.admin.send("PATCH", f"{ADMIN}/break-reasons", twice)).status_code == 422
