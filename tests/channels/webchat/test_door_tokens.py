"""Who may come in at web chat's door: origins, tokens, identities, and everything that only looks like them."""

import base64
import json
from collections.abc import Mapping

import httpx
import pytest

from channels.webchat.desk import Page
from channels.webchat.frames import Say
from channels.webchat.identity import hash_of
from channels.webchat.protocol import NOT_PROVEN
from channels.webchat.tokens import PASS_LIFE_MS, VISITOR_LIFE_MS
from hub.database import Tx
from hub.model import Kind
from tests.channels.webchat.house import (
    ELSEWHERE,
    SECRET,
    SITE,
    House,
    VisitorPage,
    audited,
    came_in,
    eventually,
    new_cid,
    refusals,
)
from tests.channels.webchat.test_identity import token

pytestmark = pytest.mark.journey

FOREIGN = "https://evil.example"


@pytest.fixture
def store_url(sqlite_url: str) -> str:
    """One engine is enough for what happens at the door."""
    return sqlite_url


# --- origins ----------------------------------------------------------------------------------------------------


async def test_a_foreign_page_gets_no_session_and_may_not_read_why(house: House) -> None:
    answer = await house.page(FOREIGN).begin()
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")
    assert "access-control-allow-origin" not in answer.headers
    assert refusals(house, "foreign_origin") == 1
    assert await audited(house, "visitor.refused") == [{"code": "foreign_origin"}]


@pytest.mark.parametrize(
    "spoof", ["null", "https://valley.example.evil.example", "http://valley.example", "https://valley.example:444"]
)
async def test_an_origin_that_only_looks_like_the_sites_is_foreign(house: House, spoof: str) -> None:
    assert (await house.page(spoof).begin()).status_code == 403


async def test_a_request_that_names_no_page_is_foreign(house: House) -> None:
    async with httpx.AsyncClient(base_url=house.origin) as client:
        answer = await client.post("/webchat/v1/session", json={"site_key": SITE})
    assert answer.status_code == 403


async def test_a_page_of_the_site_may_use_the_chat_and_read_the_answers(house: House) -> None:
    page = house.page(ELSEWHERE)
    answer = await page.begin()
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == ELSEWHERE
    assert "origin" in answer.headers["vary"].lower()
    assert "set-cookie" not in answer.headers
    preflight = await page.ask("OPTIONS", "messages", headers={"Access-Control-Request-Method": "POST"})
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-headers"] == "authorization, content-type"
    await page.connect()
    await page.until(t="welcome")
    await page.leave()


async def test_a_foreign_page_cannot_use_a_stolen_pass_neither_by_socket_nor_by_request(house: House) -> None:
    page = await came_in(house)
    thief = house.page(FOREIGN, resume_token=page.resume_token)
    assert await (await thief.connect()).until_closed() == 4403
    for method, path in (("GET", "poll"), ("GET", "history"), ("POST", "messages")):
        answer = await thief.ask(method, path, json={"t": "msg", "cid": new_cid(), "text": "x"})
        assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")
    preflight = await thief.ask("OPTIONS", "messages")
    assert "access-control-allow-origin" not in preflight.headers
    await page.leave()


async def test_a_page_of_another_site_cannot_use_this_sites_pass(house: House) -> None:
    page = house.page(ELSEWHERE)
    await page.begin()
    await house.configure(origins=["https://other.example"])
    other = house.page("https://other.example", resume_token=page.resume_token)
    assert (await other.ask("GET", "history")).status_code == 200, "the list of origins decides, and it has changed"
    assert (await page.ask("GET", "history")).status_code == 403


# --- tokens -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["", "x", "p12345678.e30.AAAA", "Bearer", "\x00", "a" * 500])
async def test_a_made_up_pass_opens_nothing(house: House, given: str) -> None:
    stranger = house.page(resume_token=given)
    assert await (await stranger.connect()).until_closed() == 4401
    answer = await stranger.ask("GET", "history", headers={"Authorization": f"Bearer {given}".strip(" \0")})
    assert answer.status_code == 401


async def test_a_pass_that_was_changed_opens_nothing(house: House) -> None:
    page = house.page()
    await page.begin()
    assert page.resume_token is not None
    head, body, mac = page.resume_token.split(".")
    fields = json.loads(base64.urlsafe_b64decode(body + "=="))
    fields[1] = "somebody else"
    forged = base64.urlsafe_b64encode(json.dumps(fields).encode()).rstrip(b"=").decode()
    page.resume_token = f"{head}.{forged}.{mac}"
    assert await (await page.connect()).until_closed() == 4401


async def test_a_pass_ends_and_the_visitors_token_brings_him_back(house: House) -> None:
    page = await came_in(house)
    await page.say("a")
    await page.until(t="msg", text="echo a")
    await page.leave()
    house.clock.leapt_s += PASS_LIFE_MS / 1000
    assert await (await page.connect()).until_closed() == 4401
    assert (await page.ask("GET", "history")).json()["code"] == "pass_expired"
    await page.begin()
    assert [line["text"] for line in (await page.ask("GET", "history")).json()["messages"]] == ["a", "echo a"]


async def test_a_replaced_token_is_good_until_its_successor_is_used_and_then_never_again(house: House) -> None:
    page = house.page()
    await page.begin()
    first = page.visitor_token
    assert first is not None
    assert (await page.begin()).status_code == 200  # the answer may be lost on its way …
    second = page.visitor_token
    assert (await page.begin(visitor_token=first)).status_code == 200  # … so the first is still good
    page.visitor_token = second
    await page.begin()
    stolen = await house.page().begin(visitor_token=first)
    assert (stolen.status_code, stolen.json()["code"]) == (401, "token_rotated")
    assert refusals(house, "token_rotated") == 1
    assert len(await audited(house, "visitor_token.reused")) == 1


async def test_showing_the_new_pass_ends_the_old_token_too(house: House) -> None:
    page = house.page()
    await page.begin()
    first = page.visitor_token
    await page.begin()
    await page.connect()
    await page.until(t="welcome")
    assert (await house.page().begin(visitor_token=first)).json()["code"] == "token_rotated"
    await page.leave()


async def test_a_token_is_over_after_thirty_days(house: House) -> None:
    page = house.page()
    await page.begin()
    house.clock.leapt_s += VISITOR_LIFE_MS / 1000 + 1
    # The store keeps its own time; a token of a month ago is one whose end lies a month back.
    await house.database.write(_age_tokens, VISITOR_LIFE_MS)
    assert (await page.begin()).json()["code"] == "token_expired"


def _age_tokens(tx: Tx, by_ms: int) -> None:
    tx.connection.exec_driver_sql("UPDATE visitor_tokens SET expires_ms = expires_ms - ?", (by_ms,))


@pytest.mark.parametrize("given", ["x", "v12345678.AAAA.AAAA", "Ω" * 20, "a" * 512])
async def test_a_made_up_visitors_token_is_refused_and_not_replaced_in_silence(house: House, given: str) -> None:
    answer = await house.page().begin(visitor_token=given)
    assert (answer.status_code, answer.json()["code"]) == (401, "bad_token")


# --- identities -------------------------------------------------------------------------------------------------


async def test_a_vouched_visitor_has_one_thread_on_all_machines(house: House) -> None:
    await house.give_secret()
    identity = {"id": "u-7", "name": "李华", "hash": hash_of(SECRET.encode(), "u-7")}
    at_home = await came_in(house, identity=identity)
    await at_home.say("from home")
    await at_home.until(t="msg", text="echo from home")
    on_the_way = house.page()
    answer = await on_the_way.begin(identity={"jwt": house.jwt("u-7")})
    assert answer.json()["known"]
    lines = (await on_the_way.ask("GET", "history")).json()["messages"]
    assert [line["text"] for line in lines] == ["from home", "echo from home"]
    await at_home.leave()


async def test_an_anonymous_thread_becomes_the_visitors_when_the_site_vouches_for_him(house: House) -> None:
    await house.give_secret()
    page = await came_in(house)
    await page.say("before")
    await page.until(t="msg", text="echo before")
    answer = await page.begin(identity={"id": "u-8", "hash": hash_of(SECRET.encode(), "u-8")})
    assert (answer.json()["known"], answer.json()["merged"], answer.json()["last_seq"]) == (True, False, 2)
    await page.leave()
    other = house.page()
    assert (await other.begin(identity={"jwt": house.jwt("u-8")})).json()["last_seq"] == 2


async def test_a_visitor_with_a_thread_of_his_own_goes_on_there_once_nothing_here_can_be_missed(house: House) -> None:
    await house.give_secret()
    known = await came_in(house, identity={"jwt": house.jwt("u-9")})
    await known.say("mine")
    await known.until(t="msg", text="echo mine")
    page = await came_in(house)
    await page.say("人工")
    await page.until(t="msg", text="转人工")
    answer = await page.begin(identity={"jwt": house.jwt("u-9")})
    assert (answer.json()["known"], answer.json()["merged"]) == (True, False), "an agent is about to answer here"
    assert len(await audited(house, "customer.merged")) == 1
    waiting = await house.small.accept()
    await house.small.wrap_up(waiting.id)
    await page.send({"t": "recv", "seq": page.last_seq})
    answer = await eventually(lambda: moved(page, house))
    assert answer.json()["last_seq"] == 2
    assert await page.until_closed() == NOT_PROVEN, "his other tabs come in again"
    lines = (await page.ask("GET", "history")).json()["messages"]
    assert [line["text"] for line in lines] == ["mine", "echo mine"]
    assert len(await audited(house, "customer.merged")) == 1
    await known.leave()


async def test_a_message_that_was_on_its_way_at_the_merge_stands_once_and_where_he_reads(house: House) -> None:
    await house.give_secret()
    known = await came_in(house, identity={"jwt": house.jwt("u-9")})
    await known.say("mine")
    await known.until(t="msg", text="echo mine")
    page = house.page()
    await page.begin()
    late, cid = page.resume_token, new_cid()
    assert (await page.begin(identity={"jwt": house.jwt("u-9")})).json()["merged"]
    assert late is not None
    guest = await house.webchat.desk.admit(late, Page(house.origin, own=True, address="127.0.0.1"))
    kept = await house.webchat.desk.keep(guest, Say(cid, Kind.TEXT, "help"))
    again = await page.ask("POST", "messages", json={"t": "msg", "cid": cid, "kind": "text", "text": "help"})
    assert again.json()["id"] == kept, "the page sends again what it has no answer for"
    await known.until(t="msg", text="echo help")
    assert [line["text"] for line in known.thread] == ["mine", "echo mine", "help", "echo help"]
    assert known.thread[2]["cid"] == cid
    await known.leave()


async def moved(page: VisitorPage, house: House) -> httpx.Response | None:
    """Begin again, vouched for; None while the page stays in its thread."""
    answer = await page.begin(identity={"jwt": house.jwt("u-9")})
    return answer if answer.json()["merged"] else None


async def test_the_next_person_at_the_same_machine_does_not_get_the_first_ones_thread(house: House) -> None:
    await house.give_secret()
    page = await came_in(house, identity={"jwt": house.jwt("first")})
    await page.say("private")
    await page.until(t="msg", text="echo private")
    await page.leave()
    answer = await page.begin(identity={"jwt": house.jwt("second")})
    assert answer.status_code == 200
    assert (await page.ask("GET", "history")).json()["messages"] == []


@pytest.mark.parametrize(
    "identity",
    [
        {"id": "u-7"},
        {"id": "u-7", "hash": "0" * 64},
        {"id": "u-7", "hash": hash_of(SECRET.encode(), "u-8")},
        {"jwt": "a.b.c"},
        {"jwt": token({"sub": "u-7", "exp": 1}, secret=SECRET.encode())},
        {"jwt": token({"sub": "u-7", "exp": 4e9}, secret=b"not the site's")},
    ],
)
async def test_a_wrong_proof_is_refused_and_never_anonymous(house: House, identity: Mapping[str, str]) -> None:
    await house.give_secret()
    answer = await house.page().begin(identity=dict(identity))
    assert answer.status_code == 401
    assert answer.json()["code"] in {"bad_identity", "identity_expired"}
    assert "visitor_token" not in answer.json()


async def test_a_site_may_refuse_strangers(house: House) -> None:
    await house.configure(anonymous=False)
    assert (await house.page().begin()).json()["code"] == "identity_required"


async def test_a_blocked_visitor_is_told_so_everywhere(house: House) -> None:
    page = house.page()
    await page.begin()
    await house.database.write(lambda tx, _: tx.connection.exec_driver_sql("UPDATE identities SET blocked = 1"), None)
    assert (await page.begin()).json()["code"] == "blocked"
    assert await (await page.connect()).until_closed() == 4403
    answer = await page.ask("POST", "messages", json={"t": "msg", "cid": new_cid(), "text": "x"})
    assert (answer.status_code, answer.json()["code"]) == (403, "blocked")
