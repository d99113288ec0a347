"""Everything a stranger can send to web chat's door: a clear answer for the sender, no effect on anybody else."""

import asyncio
import base64
import json
import socket
from collections.abc import Mapping

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.typing import Origin

from channels.webchat.identity import hash_of
from channels.webchat.limits import MAX_FRAME_BYTES, MAX_TEXT
from channels.webchat.protocol import DEAD_S, HELLO_S
from channels.webchat.tokens import PASS_LIFE_MS, VISITOR_LIFE_MS
from hub.database import Tx
from tests.channels.webchat.house import ELSEWHERE, SECRET, SITE, House, came_in, eventually, new_cid
from tests.channels.webchat.test_identity import token

pytestmark = pytest.mark.journey

FOREIGN = "https://evil.example"


@pytest.fixture
def store_url(sqlite_url: str) -> str:
    """One engine is enough for what happens at the door."""
    return sqlite_url


def refusals(house: House, code: str) -> float:
    value = house.metrics.registry.get_sample_value("hub_door_refusals_total", {"channel": "webchat", "code": code})
    return value or 0.0


async def audited(house: House, action: str) -> list[dict[str, object]]:
    def look(tx: Tx, wanted: str) -> list[dict[str, object]]:
        rows = tx.connection.exec_driver_sql("SELECT action, fields FROM audit").all()
        return [json.loads(fields) for name, fields in rows if name == wanted]

    return await house.database.read(look, action)


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


async def test_a_visitor_with_a_thread_of_his_own_goes_on_there_and_is_one_customer(house: House) -> None:
    await house.give_secret()
    known = await came_in(house, identity={"jwt": house.jwt("u-9")})
    await known.say("mine")
    await known.until(t="msg", text="echo mine")
    page = await came_in(house)
    await page.say("as a stranger")
    await page.until(t="msg", text="echo as a stranger")
    await page.leave()
    answer = await page.begin(identity={"jwt": house.jwt("u-9")})
    assert (answer.json()["merged"], answer.json()["last_seq"]) == (True, 2)
    assert len(await audited(house, "customer.merged")) == 1
    lines = (await page.ask("GET", "history")).json()["messages"]
    assert [line["text"] for line in lines] == ["mine", "echo mine"]
    await known.leave()


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


# --- forms ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"nonsense", 400),
        (b"\xff\xfe\x00", 400),
        (b"[" * 10_000, 400),
        (b"[]", 422),
        (b"{}", 422),
        (b'{"site_key": 5}', 422),
        (b'{"site_key": "site", "visitor_token": ["a"]}', 422),
        (b'{"site_key": "site", "identity": "me"}', 422),
        (b'{"site_key": "site", "identity": {"id": {"$ne": null}}}', 422),
        (b'{"site_key": "' + b"x" * 20_000 + b'"}', 400),
        (b'{"site_key": "../../etc/passwd"}', 403),
        (b'{"site_key": "site\' OR 1=1 --"}', 403),
    ],
)
async def test_a_wrong_request_for_a_session_is_named(house: House, body: bytes, status: int) -> None:
    answer = await house.page().ask("POST", "session", content=body)
    assert answer.status_code == status
    assert answer.json()["type"].startswith("urn:hotline-hub:problem:")
    assert "passwd" not in answer.text
    assert "OR 1=1" not in answer.text


async def test_a_language_that_is_none_is_left_out(house: House) -> None:
    for locale in ("<script>", "zh-CN\r\nX: y", "x" * 60):
        assert (await house.page().begin(locale=locale)).status_code == 200


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x00\x01\x02", 1003),
        ("x" * (MAX_FRAME_BYTES + 1), 1009),
        ("字" * (MAX_FRAME_BYTES // 3 + 1), 1009),
        ("x" * 1_000_000, 1009),
    ],
)
async def test_what_is_no_text_frame_ends_its_own_socket_only(house: House, data: str | bytes, code: int) -> None:
    bystander = await came_in(house)
    page = await came_in(house)
    await page.until(t="welcome")
    await page.send(data)
    assert await page.until_closed() == code
    await bystander.say("still here")
    await bystander.until(t="msg", text="echo still here")
    await bystander.leave()


async def test_broken_utf8_ends_the_socket(house: House) -> None:
    page = await came_in(house)
    await page.until(t="welcome")
    assert page.socket is not None
    await page.socket.send(b'{"t":"ping","x":"\xff\xfe"}', text=True)
    assert await page.until_closed() == 1007


@pytest.mark.parametrize(
    "frame", ["", "{}", "[]", "null", '{"t":1}', '{"t":"nonsense"}', '{"t":"recv","seq":"x"}', '{"t":"msg"}']
)
async def test_a_wrong_frame_is_named_and_the_socket_goes_on(house: House, frame: str) -> None:
    page = await came_in(house)
    await page.send(frame)
    await page.until(t="error")
    await page.say("fine")
    await page.until(t="msg", text="echo fine")
    await page.leave()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": ""}, "empty"),
        ({"text": 5}, "bad_text"),
        ({"text": "x" * (MAX_TEXT + 1)}, "too_long"),
        ({"kind": "html", "text": "x"}, "bad_kind"),
        ({"text": "x", "attachments": [{"url": "file:///etc/passwd"}]}, "attachments_not_taken"),
    ],
)
async def test_a_message_that_cannot_be_taken_is_refused_on_both_ways(
    house: House, fields: Mapping[str, object], code: str
) -> None:
    page = await came_in(house)
    cid = new_cid()
    await page.send({"t": "msg", "cid": cid, **fields})
    assert await page.until(t="nack") == {"t": "nack", "cid": cid, "code": code}
    posted = await page.ask("POST", "messages", json={"t": "msg", "cid": cid, **fields})
    assert (posted.status_code, posted.json()) == (422, {"t": "nack", "cid": cid, "code": code})
    await page.leave()


async def test_script_in_names_and_messages_comes_back_as_the_text_it_is(house: House) -> None:
    script = "<img src=x onerror=alert(1)> '; DROP TABLE messages; --"
    page = await came_in(house, identity={"name": script})
    cid = await page.say(script)
    assert (await page.until(t="msg", cid=cid))["text"] == script
    assert (await page.until(t="msg", text=f"echo {script}"))["from"]["role"] == "bot"
    await page.leave()


async def test_numbers_from_nowhere_change_nothing(house: House) -> None:
    page = await came_in(house)
    for frame in ({"t": "recv", "seq": 2**53 - 1}, {"t": "gap", "after": 2**53 - 1}, {"t": "read", "seq": 10**9}):
        await page.send(frame)
    await page.say("fine")
    await page.until(t="msg", text="echo fine")
    assert page.texts() == ["fine", "echo fine"]
    await page.leave()


# --- floods -----------------------------------------------------------------------------------------------------


async def test_a_flood_is_refused_then_hung_up_while_others_talk_on(house: House) -> None:
    await house.configure(limits={"messages": {"per_s": 1, "burst": 5}})
    flooder, other = await came_in(house), await came_in(house)
    for number in range(40):
        await flooder.say(f"flood {number}")
    assert await flooder.until_closed() == 4429
    refused = [frame for frame in flooder.others if frame["t"] == "nack"]
    assert refused
    assert all(frame["code"] == "rate_limited" and frame["retry_ms"] > 0 for frame in refused)
    assert len([frame for frame in flooder.others if frame["t"] == "ack"]) == 5
    await other.say("calm")
    await other.until(t="msg", text="echo calm")
    await other.leave()


async def test_a_cry_for_rescue_gets_through_the_middle_of_a_flood(house: House) -> None:
    await house.configure(limits={"messages": {"per_s": 0.001, "burst": 2}})
    page = await came_in(house)
    for number in range(10):
        await page.say(f"flood {number}")
    cids = [await page.say("救命！有人落水了") for _ in range(8)]
    for cid in cids:
        await page.until(t="ack", cid=cid)
    by_request = await page.ask("POST", "messages", json={"t": "msg", "cid": new_cid(), "text": "救命！"})
    assert by_request.json()["t"] == "ack"
    await page.leave()


async def test_sessions_of_one_address_are_limited(house: House) -> None:
    await house.configure(limits={"sessions": {"per_s": 0.01, "burst": 2}})
    codes = [(await house.page().begin()).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    refused = await house.page().begin()
    assert int(refused.headers["retry-after"]) > 1


async def test_the_oldest_tab_makes_room_when_there_are_too_many(house: House) -> None:
    await house.configure(limits={"sockets_per_visitor": 2})
    first = await came_in(house)
    await first.until(t="welcome")
    tabs = []
    for _ in range(2):
        tab = house.page(visitor_token=first.visitor_token, resume_token=first.resume_token)
        tabs.append(await tab.connect())
        await tab.until(t="welcome")
    assert await first.until_closed() == 4409
    for tab in tabs:
        await tab.leave()


async def test_an_address_may_open_only_so_many_sockets(house: House) -> None:
    await house.configure(limits={"sockets_per_address": 1})
    one = await came_in(house)
    await one.until(t="welcome")
    assert await (await came_in(house)).until_closed() == 4429
    answer = await one.ask("GET", "poll")
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_sockets")
    await one.leave()


# --- time and slowness ------------------------------------------------------------------------------------------


async def test_a_socket_that_never_says_hello_is_closed(house: House) -> None:
    async with connect(
        f"ws://127.0.0.1:{house.port}/webchat/v1/ws", origin=Origin(house.origin), compression=None
    ) as silent:
        await eventually(house.visits)
        house.clock.leapt_s += HELLO_S
        await silent.wait_closed()
        assert silent.close_code == 4401


async def test_a_socket_that_falls_silent_is_asked_and_then_closed(house: House) -> None:
    page = await came_in(house)
    await page.until(t="welcome")
    house.clock.leapt_s += 26
    await page.until(t="ping")
    house.clock.leapt_s += DEAD_S
    assert await page.until_closed() == 4408


async def test_who_reads_too_slowly_is_cut_off_and_catches_up_later(house: House) -> None:
    page = await came_in(house)
    await page.until(t="welcome")
    await page.leave()
    slow = await _deaf_socket(house, page.resume_token or "")
    writer = house.page(resume_token=page.resume_token, visitor_token=page.visitor_token)
    await writer.connect()
    seats = house.webchat.desk.live.all_seats()
    for _ in range(2_000):
        for seat in seats:
            if seat is not seats[-1]:
                seat.put('{"t":"typing","on":true,"name":"' + "x" * 1000 + '"}')
        await asyncio.sleep(0)
    await writer.say("you missed this")
    await writer.until(t="msg", text="echo you missed this")
    await eventually(lambda: house.only(1))
    slow.close()
    page.last_seq, page.thread = 0, []
    await page.connect()
    await page.until(t="msg", text="echo you missed this")
    await page.leave()
    await writer.leave()


async def _deaf_socket(house: House, token_text: str) -> socket.socket:
    """Open a socket by hand that never reads again after its hello."""
    deaf = socket.create_connection(("127.0.0.1", house.port))
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    key = base64.b64encode(b"0123456789abcdef").decode()
    deaf.sendall(
        f"GET /webchat/v1/ws HTTP/1.1\r\nHost: 127.0.0.1:{house.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nOrigin: {house.origin}\r\n\r\n".encode()
    )
    hello = json.dumps({"t": "hello", "v": 1, "token": token_text, "last_seq": 0}).encode()
    deaf.sendall(b"\x81\xfe" + len(hello).to_bytes(2, "big") + b"\0\0\0\0" + hello)
    await eventually(house.seats)
    return deaf


async def test_a_drain_sends_everybody_away_to_come_back_at_once(house: House) -> None:
    page = await came_in(house)
    cid = await page.say("last words")
    await page.until(t="ack", cid=cid)
    async with asyncio.TaskGroup() as tasks:
        draining = tasks.create_task(house.webchat.drain())
        assert await page.until_closed() == 1012
        await draining
    assert await (await house.page(resume_token=page.resume_token).connect()).until_closed() == 1012
