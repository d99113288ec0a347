"""What the inbox's door takes from nobody, and what it keeps of strange signs; where an engine may differ, on both."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import MetaData

from hub.clock import Clock
from hub.database import Database
from tests.app.cities import Cities, open_cities
from tests.app.way import conftest as way

pytestmark = pytest.mark.store
on_sqlite = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)

NOWHERE = "0" * 26
SCRIPT = "<script>alert('猫')</script>&amp;\"\\"
UNWRITABLE = "a\x00b\x1b[31m\x9fc"


@pytest.fixture
def schema() -> MetaData:
    """Return the tables of every room."""
    return way.all_tables()


@pytest.fixture
async def cities(database: Database, clock: Clock, tmp_path: Path) -> AsyncIterator[Cities]:
    async with open_cities(database, clock, tmp_path) as opened:
        yield opened


async def test_signs_that_no_store_can_keep_are_left_out_of_what_either_side_says(cities: Cities) -> None:
    city = cities.shenzhen
    await city.hear(UNWRITABLE + "\ud800", name="王\x00五\udfff")
    conversation = await city.assigned()
    assert conversation["tourist_name"] == "王五"
    for what, body in (
        ("replies", {"text": UNWRITABLE, "owner_epoch": None}),
        ("notes", {"text": UNWRITABLE}),
    ):
        assert (await city.do(conversation, what, body)).status_code == 200
    clean = "ab[31mc"
    agents_side = [("agent", clean), ("agent", clean)]
    said = await city.said(conversation)
    assert said[:2] == [("tourist", clean), ("bot", f"echo {clean}")]
    assert said[-2:] == agents_side
    assert (await city.do(conversation, "transfer", {"reason": UNWRITABLE})).status_code == 200
    assert [words for who, words in await city.said(conversation) if who == "agent"] == [clean, clean, clean]
    state = await city.agent.send("POST", "/api/agents/me/state", {"state": "break", "reason": "me\x00al"})
    assert (state.status_code, state.json()["code"]) == (422, "agent_reason_unknown")
    nothing = await city.do(conversation, "notes", {"text": "\x00\x1b"})
    assert (nothing.status_code, nothing.json()["code"]) == (422, "text_missing")


async def test_ids_and_numbers_of_any_shape_are_refused_and_break_nothing(cities: Cities) -> None:
    agent = cities.shenzhen.agent
    conversation = await cities.shenzhen.assigned()
    for shape in (
        "%00" * 26,
        "%f0%9f%90%b1" * 26,
        "x" * 26,
        "9" * 26,
        "1",
        "1" * 999,
        "%FF" * 26,
        "' OR 1=1 --" + "x" * 15,
    ):
        for path in ("", "/messages", "/choices"):
            assert (await agent.get(f"/api/conversations/{shape}{path}")).status_code == 404
        for path, body in ((f"offers/{shape}/accept", {"offer_epoch": 1}), (f"conversations/{shape}/hold", None)):
            assert (await agent.send("POST", f"/api/{path}", body)).status_code == 404
    for wrong_link in ("/api/conversations/NOPE", "/api/tickets/XXXX"):
        answer = await agent.get(wrong_link)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert "errors" not in answer.json()
    where = f"/api/conversations/{conversation['id']}"
    for number in (-1, 2**63, 10**30, "x", 1.5):
        for name in ("before", "after", "limit"):
            assert (await agent.get(f"{where}/messages?{name}={number}")).status_code == 422
        assert (await agent.send("POST", f"{where}/read", {"seq": number})).status_code == 422
    assert (await agent.send("POST", f"{where}/read", {"seq": 2**53 - 1})).status_code == 204
    far = await agent.send("POST", f"{where}/replies", {"text": "x", "owner_epoch": 10**30})
    assert far.status_code == 422
    for what in ("accept", "decline"):
        unknown = await agent.send("POST", f"/api/offers/{NOWHERE}/{what}", {"offer_epoch": 2**40})
        assert unknown.status_code == 404
    assert (await agent.get(where)).json() == conversation


@on_sqlite
async def test_script_comes_back_word_for_word_as_json(cities: Cities) -> None:
    city = cities.shenzhen
    await city.hear(SCRIPT, name=SCRIPT)
    conversation = await city.assigned()
    assert conversation["tourist_name"] == SCRIPT
    told = await city.do(conversation, "replies", {"text": SCRIPT, "owner_epoch": conversation["owner_epoch"]})
    assert told.json()["text"] == SCRIPT
    read = await city.agent.get(f"/api/conversations/{conversation['id']}/messages")
    assert read.headers["content-type"] == "application/json"
    assert read.headers["x-content-type-options"] == "nosniff"
    assert read.json()["messages"][0]["text"] == SCRIPT


@on_sqlite
async def test_a_body_of_the_wrong_shape_is_refused_and_changes_nothing(cities: Cities) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    bodies: dict[str, list[object]] = {
        "replies": [
            None, [], "text", 7, {}, {"text": "x"}, {"text": 7, "owner_epoch": 1}, {"text": None, "owner_epoch": 1},
            {"text": "x", "owner_epoch": "1"}, {"text": "x", "owner_epoch": 1.5}, {"text": "x", "owner_epoch": True},
            {"text": "", "owner_epoch": 1}, {"text": " \n ", "owner_epoch": 1},
            {"text": "x", "owner_epoch": 1, "html": "<b>"},
            {"text": "长" * 4_001, "owner_epoch": 1}, {"text": "长" * 20_001, "owner_epoch": 1},
        ],
        "notes": [{}, {"text": ["x"]}, {"text": {"$ne": 1}}, {"text": "长" * 20_001}],
        "read": [{}, {"seq": None}, {"seq": "1"}],
        "transfer": [{}, {"reason": ""}, {"reason": "x" * 2_001}, {"reason": "x", "queue_id": 7}],
        "wrap-up": [{}, {"disposition": 7}, {"disposition": "x" * 65}, {"disposition": None, "ticket": "yes"},
                    {"disposition": None, "ticket": {"kind": "complaint", "title": "x" * 201}}],
    }  # fmt: skip
    for what, wrong in bodies.items():
        for body in wrong:
            answer = await city.do(conversation, what, body)
            assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json"), body
    assert (await city.agent.get(f"/api/conversations/{conversation['id']}")).json() == conversation


@on_sqlite
async def test_a_body_that_is_no_json_or_has_no_end_is_refused(cities: Cities) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    headers = {"x-csrf-token": city.agent.csrf, "idempotency-key": "k", "content-type": "application/json"}
    reply = json.dumps({"text": "x", "owner_epoch": None}).encode()
    for content, status in (
        (b"", 422),
        (b"{", 400),
        (b'{"text": "\xff\xfe", "owner_epoch": null}', 400),
        (b'{"text": "\\ud800", "owner_epoch": null}', 422),
        (b"[" * 100_000, 400),
        (b'{"text": "' + b"x" * 10_000_000 + b'", "owner_epoch": null}', 413),
        (reply + reply, 400),
    ):
        where = f"/api/conversations/{conversation['id']}/replies"
        answer = await city.agent.http.post(where, content=content, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), content[
            :50
        ]
    form = {**headers, "content-type": "application/x-www-form-urlencoded"}
    assert (await city.agent.http.post(where, content=reply, headers=form)).status_code == 422
    assert len(await city.said(conversation)) == 2


@on_sqlite
@pytest.mark.parametrize(
    "path",
    [
        "/api/conversations/../../etc/passwd",
        "/api/conversations/..%2f..%2fetc%2fpasswd",
        "/api/conversations/%2e%2e/messages",
        "/api//inbox",
        "/api/inbox/",
        "/api/inbox/%00",
        "/api/conversations/" + "a/" * 500,
    ],
)
async def test_tricks_with_the_path_lead_nowhere(cities: Cities, path: str) -> None:
    answer = await cities.shenzhen.agent.http.get(path, headers={"accept": "application/json"})
    assert answer.status_code in {404, 422}
    assert answer.headers["content-type"] == "application/problem+json"
