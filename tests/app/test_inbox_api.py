"""The inbox over HTTP: what an agent does with offers and conversations, and what is refused."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import MetaData

from hub.clock import Clock
from hub.database import Database, Tx
from hub.scope import Role
from hub.store import events, users
from tests.app.cities import Cities, open_cities
from tests.app.way import conftest as way

# What differs between the engines is tried on both in tests/app/way and in tests/app/test_inbox_bad_input.py.
pytestmark = [pytest.mark.store, pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)]


@pytest.fixture
def schema() -> MetaData:
    """Return the tables of every room."""
    return way.all_tables()


@pytest.fixture
async def cities(database: Database, clock: Clock, tmp_path: Path) -> AsyncIterator[Cities]:
    async with open_cities(database, clock, tmp_path) as opened:
        yield opened


async def test_an_agent_takes_an_offer_talks_and_ends_with_a_ticket(cities: Cities) -> None:
    city = cities.shenzhen
    offer = await city.rings()
    handoff = offer["conversation"]["handoff"]
    assert (handoff["reason"], handoff["summary"], handoff["by"]) == ("asked", "要人工", None)
    assert offer["until_ms"] > (await city.agent.get("/api/inbox")).json()["now_ms"]
    where = f"/api/offers/{offer['work_item_id']}/accept"
    accepted = await city.agent.send("POST", where, {"offer_epoch": offer["offer_epoch"]})
    taken = accepted.json()
    assert (taken["state"], taken["owner_id"]) == ("assigned", city.user.id)
    said = await city.do(taken, "replies", {"text": "您好", "owner_epoch": taken["owner_epoch"]}, key="mine")
    assert (said.status_code, said.json()["command_key"], said.json()["author_name"]) == (200, "mine", "小sz")
    await city.do(taken, "notes", {"text": "找包"})
    assert await city.said(taken) == [("tourist", "人工"), ("bot", "转人工"), ("agent", "您好"), ("agent", "找包")]
    assert (await city.do(taken, "hold")).json()["state"] == "on_hold"
    assert (await city.said(taken))[-1] == ("system", "请稍候，我们正在为您核实，马上回来。")
    assert (await city.do(taken, "hold")).status_code == 409
    assert len(await city.said(taken)) == 5
    assert (await city.do(taken, "resume")).json()["state"] == "assigned"
    assert (await city.do(taken, "end")).json()["state"] == "wrap_up"
    ticket = {"kind": "complaint", "title": "导游迟到"}
    wrapped = (await city.do(taken, "wrap-up", {"disposition": "solved", "ticket": ticket})).json()
    assert (wrapped["conversation"]["state"], wrapped["ticket_no"][:3]) == ("closed", "SZ-")
    assert (await city.agent.get("/api/inbox")).json()["conversations"] == []


async def test_an_offer_can_be_declined_and_is_over_then(cities: Cities) -> None:
    city = cities.shenzhen
    offer = await city.rings()
    where = f"/api/offers/{offer['work_item_id']}"
    body = {"offer_epoch": offer["offer_epoch"]}
    assert (await city.agent.send("POST", f"{where}/decline", body)).status_code == 204
    assert (await city.agent.get("/api/inbox")).json()["offers"] == []
    late = await city.agent.send("POST", f"{where}/accept", body)
    assert (late.status_code, late.json()["code"]) == (409, "offer_over")


async def test_the_transcript_is_read_in_pages_both_ways(cities: Cities) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    for number in range(5):
        await city.do(conversation, "notes", {"text": f"n{number}"})
    where = f"/api/conversations/{conversation['id']}/messages"
    last = (await city.agent.get(f"{where}?limit=3")).json()
    assert ([one["text"] for one in last["messages"]], last["more"]) == (["n2", "n3", "n4"], True)
    first = (await city.agent.get(f"{where}?limit=9&before={last['messages'][0]['seq']}")).json()
    assert ([one["seq"] for one in first["messages"]], first["more"]) == ([1, 2, 3, 4], False)
    newer = (await city.agent.get(f"{where}?after=5")).json()
    assert [one["seq"] for one in newer["messages"]] == [6, 7]


async def test_reading_lowers_the_count_of_unread_and_never_raises_it(cities: Cities) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    await city.hear("在吗", "喂")
    where = f"/api/conversations/{conversation['id']}"
    before = (await city.agent.get(where)).json()
    assert (before["unread"], before["unread_from_seq"], before["last_text"]) == (3, 1, "喂")
    for seq in (3, 2, 99):
        assert (await city.do(conversation, "read", {"seq": seq})).status_code == 204
    after = (await city.agent.get(where)).json()
    assert (after["unread"], after["unread_from_seq"]) == (1, 4)


async def test_what_can_be_chosen_is_named_in_the_readers_language_or_by_its_code(cities: Cities) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    await cities.colleague("carl", (Role.AGENT, city.org), serves=city.queue)
    found = (await city.agent.get(f"/api/conversations/{conversation['id']}/choices?lang=en")).json()
    assert [(one["id"], one["name"]) for one in found["queues"]] == [(city.queue.id, "general")]
    assert [one["code"] for one in found["dispositions"]] == ["solved", "nonsense"]
    assert [(one["queue_id"], one["name"], one["state"]) for one in found["colleagues"]] == [
        (city.queue.id, "Carl", "offline")
    ]
    assert "complaint" in found["ticket_kinds"]


# --- the key of a command -----------------------------------------------------------------------------------------


async def test_a_repeat_gets_the_same_answer_and_makes_no_second_message(cities: Cities) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    body = {"text": "您好", "owner_epoch": conversation["owner_epoch"]}
    first = await city.do(conversation, "replies", body, key="once")
    again = await city.do(conversation, "replies", body, key="once")
    assert (again.status_code, again.json()) == (200, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    other = await city.do(conversation, "replies", {**body, "text": "再见"}, key="once")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert [text for author, text in await city.said(conversation) if author == "agent"] == ["您好"]


async def test_the_same_key_in_another_conversation_or_for_a_note_is_another_message(cities: Cities) -> None:
    city = cities.shenzhen
    one, two = await city.assigned("v1"), await city.assigned("v2")
    for conversation in (one, two):
        for what, body in (("replies", {"text": "您好", "owner_epoch": None}), ("notes", {"text": "急"})):
            answer = await city.do(conversation, what, body, key="same")
            assert answer.json()["conversation_id"] == conversation["id"]
            assert answer.json()["command_key"] == "same"
        assert [text for author, text in await city.said(conversation) if author == "agent"] == ["您好", "急"]
    for conversation in (one, two):
        moved = await city.do(conversation, "transfer", {"reason": "请接"}, key="same")
        assert (moved.status_code, moved.json()["id"]) == (200, conversation["id"])


@pytest.mark.parametrize("what", ["replies", "notes", "read", "hold", "resume", "end", "transfer", "wrap-up"])
async def test_every_change_needs_our_page_the_token_and_a_key(cities: Cities, what: str) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    bodies = {
        "replies": {"text": "x", "owner_epoch": None},
        "notes": {"text": "x"},
        "read": {"seq": 1},
        "transfer": {"reason": "x"},
        "wrap-up": {"disposition": None},
    }
    where, token, csrf = f"/api/conversations/{conversation['id']}/{what}", "x-csrf-token", city.agent.csrf
    for headers, status, code in (
        ({"idempotency-key": "k"}, 403, "csrf_token_wrong"),
        ({"idempotency-key": "k", token: "A" * 43}, 403, "csrf_token_wrong"),
        ({"idempotency-key": "k", token: cities.guangzhou.agent.csrf}, 403, "csrf_token_wrong"),
        ({"idempotency-key": "k", token: csrf, "origin": "https://evil.example"}, 403, "foreign_origin"),
        ({token: csrf}, 400, "idempotency_key_missing"),
        ({token: csrf, "idempotency-key": "two words"}, 400, "idempotency_key_invalid"),
    ):
        answer = await city.agent.http.post(where, json=bodies.get(what), headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await city.agent.get(f"/api/conversations/{conversation['id']}")).json() == conversation


# --- whose it is ----------------------------------------------------------------------------------------------------


async def test_the_neighbouring_citys_conversations_do_not_exist(cities: Cities) -> None:
    theirs, mine = await cities.shenzhen.assigned(), await cities.guangzhou.assigned()
    stranger = cities.guangzhou
    where = f"/api/conversations/{theirs['id']}"
    for path in ("", "/messages", "/choices"):
        assert (await stranger.agent.get(where + path)).status_code == 404
    for what, body in (
        ("replies", {"text": "x", "owner_epoch": None}),
        ("replies", {"text": "x", "owner_epoch": theirs["owner_epoch"]}),
        ("notes", {"text": "x"}),
        ("read", {"seq": 1}),
        ("hold", None),
        ("end", None),
        ("transfer", {"reason": "x"}),
        ("wrap-up", {"disposition": None}),
    ):
        answer = await stranger.do(theirs, what, body)
        assert (answer.status_code, answer.json()["code"]) == (404, "conversation_not_found"), what
    found = (await stranger.agent.get("/api/inbox")).json()["conversations"]
    assert [one["id"] for one in found] == [mine["id"]]
    assert (await cities.shenzhen.agent.get(where)).json() == theirs


async def test_an_offer_to_somebody_else_is_not_taken_and_not_declined(cities: Cities) -> None:
    offer = await cities.shenzhen.rings()
    where, body = f"/api/offers/{offer['work_item_id']}", {"offer_epoch": offer["offer_epoch"]}
    stranger = cities.guangzhou.agent
    assert (await stranger.send("POST", f"{where}/accept", body)).json()["code"] == "offer_over"
    await stranger.send("POST", f"{where}/decline", body)
    assert (await cities.shenzhen.agent.get("/api/inbox")).json()["offers"] == [offer]


async def test_who_lost_the_conversation_is_told_the_owners_name_and_may_insist(cities: Cities) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    colleague = await cities.colleague("carl", (Role.AGENT, city.org), serves=city.queue)
    where = f"/api/conversations/{conversation['id']}/replies"
    refused = await colleague.send("POST", where, {"text": "我来", "owner_epoch": conversation["owner_epoch"]})
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (409, "stale_owner")
    assert problem["owner"] == {"kind": "agent", "id": city.user.id, "name": "Anna"}
    insisted = await colleague.send("POST", where, {"text": "我来", "owner_epoch": None})
    assert (insisted.status_code, insisted.json()["author_name"]) == (200, "carl")


async def test_an_old_epoch_of_ones_own_is_refused_with_ones_own_name(cities: Cities) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    body = {"text": "x", "owner_epoch": conversation["owner_epoch"] - 1}
    refused = await city.do(conversation, "replies", body)
    assert (refused.status_code, refused.json()["owner"]["name"]) == (409, "Anna")


async def test_only_the_owner_or_a_supervisor_takes_steps(cities: Cities) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    colleague = await cities.colleague("carl", (Role.AGENT, city.org), serves=city.queue)
    for what, body in (
        ("hold", None),
        ("end", None),
        ("transfer", {"reason": "x"}),
        ("wrap-up", {"disposition": None}),
    ):
        answer = await colleague.send("POST", f"/api/conversations/{conversation['id']}/{what}", body)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_yours")
    boss = await cities.colleague("dora", (Role.SUPERVISOR, cities.province))
    ended = await boss.send("POST", f"/api/conversations/{conversation['id']}/end")
    assert (ended.status_code, ended.json()["state"]) == (200, "wrap_up")


async def test_strangers_and_people_of_other_roles_get_nothing(cities: Cities) -> None:
    auditor = await cities.colleague("eve", (Role.AUDITOR, cities.shenzhen.org))
    for browser, status in ((cities.door.client(), 401), (auditor, 403)):
        assert (await browser.get("/api/inbox")).status_code == status
        assert (await browser.get("/api/agents/me")).status_code == status
        assert (await browser.send("POST", "/api/agents/me/state", {"state": "ready"})).status_code == status


# --- passing on, and the end ----------------------------------------------------------------------------------------


async def test_a_conversation_is_passed_to_a_colleague_of_its_queue(cities: Cities) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    colleague = await cities.colleague("carl", (Role.AGENT, city.org), serves=city.queue)
    desk = (await colleague.send("POST", "/api/agents/me/state", {"state": "ready"})).json()
    assert desk["state"] == "ready"
    found = (await city.agent.get(f"/api/conversations/{conversation['id']}/choices")).json()["colleagues"]
    body = {"queue_id": found[0]["queue_id"], "agent_id": found[0]["user_id"], "reason": "请接"}
    moved = await city.do(conversation, "transfer", body)
    assert (moved.status_code, moved.json()["state"]) == (200, "queued")
    history = (await city.agent.get(f"/api/conversations/{conversation['id']}/segments")).json()["segments"]
    assert [one["for_name"] for one in history if one["state"] == "queued"] == [None, "Carl"]
    await city.small.offers(city.user.id)
    (offer,) = (await colleague.get("/api/inbox")).json()["offers"]
    handoff = offer["conversation"]["handoff"]
    assert (handoff["reason"], handoff["summary"], handoff["by"]) == ("transferred", "请接", "Anna")
    (note, told) = (await city.said(conversation))[-2:]
    assert note == ("agent", "请接")
    assert (told[0], told[1][:6]) == ("system", "正在为您转接")


@pytest.mark.parametrize("aim", ["foreign queue", "no queue", "foreign agent", "no agent", "agent of another queue"])
async def test_nothing_is_passed_to_where_nobody_would_find_it(cities: Cities, aim: str) -> None:
    city, other = cities.shenzhen, cities.guangzhou
    conversation = await city.assigned()
    nowhere = "0" * 26
    await cities.colleague("carl", (Role.AGENT, city.org), serves=other.queue)
    carl = await cities.door.database.read(_user_id, "carl")
    aims: dict[str, dict[str, str]] = {
        "foreign queue": {"queue_id": other.queue.id},
        "no queue": {"queue_id": nowhere},
        "foreign agent": {"agent_id": other.user.id},
        "no agent": {"agent_id": nowhere},
        "agent of another queue": {"queue_id": city.queue.id, "agent_id": carl},
    }
    body = aims[aim]
    refused = await city.do(conversation, "transfer", {**body, "reason": "x"})
    field = "agent_id" if "agent_id" in body else "queue_id"
    assert (refused.status_code, refused.json()["errors"]) == (422, [{"pointer": f"#/{field}", "code": "unsuitable"}])
    assert (await city.agent.get(f"/api/conversations/{conversation['id']}")).json() == conversation


def _user_id(tx: Tx, login: str) -> str:
    user = users.by_login(tx, login)
    assert user is not None
    return user.id


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"disposition": "wonderful"}, "disposition_unknown"),
        ({"disposition": "solved", "ticket": {"kind": "wish", "title": "x"}}, "ticket_kind_unknown"),
        ({"disposition": "solved", "ticket": {"kind": "complaint", "title": " \n "}}, "title_missing"),
    ],
)
async def test_an_end_that_makes_no_sense_is_refused_and_ends_nothing(
    cities: Cities, body: dict[str, object], code: str
) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    refused = await city.do(conversation, "wrap-up", body)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert (await city.agent.get(f"/api/conversations/{conversation['id']}")).json() == conversation


@pytest.mark.parametrize("first", [(), ("end",)])
async def test_where_a_queue_gives_no_time_to_write_up_the_disposition_is_kept_too(
    database: Database, clock: Clock, tmp_path: Path, first: tuple[str, ...]
) -> None:
    async with open_cities(database, clock, tmp_path, wrap_up_s=0) as cities:
        city = cities.shenzhen
        conversation = await city.assigned()
        for name in first:
            assert (await city.do(conversation, name)).json()["state"] == "wrap_up"
            assert (await city.agent.get("/api/agents/me")).json()["load"] == 0
        wrapped = await city.do(conversation, "wrap-up", {"disposition": "solved"})
        assert wrapped.json()["conversation"]["state"] == "closed"
        facts = await database.read(lambda tx, _: events.after(tx, 0, "", 500), None)
        ends = [json.loads(fact.data) for fact in facts if fact.type == "ConversationEnded"]
        assert [end["disposition"] for end in ends] == ["solved"]
