"""Too much, too slow, too silent: what web chat's door does about it, and that a rescue gets through."""

import asyncio
import base64
import json
import socket

import pytest
from websockets.asyncio.client import connect
from websockets.typing import Origin

from channels.webchat.limits import MAX_STRANGERS
from channels.webchat.protocol import DEAD_S, HELLO_S, TOO_SLOW
from channels.webchat.visit import SocketSeat
from hub import patience
from tests.channels.webchat.house import PATIENCE_S, House, came_in, eventually, new_cid

pytestmark = pytest.mark.journey


@pytest.fixture
def store_url(sqlite_url: str) -> str:
    """One engine is enough for what happens at the door."""
    return sqlite_url


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


async def test_the_sos_button_and_a_location_get_through_a_flood(house: House) -> None:
    await house.configure(limits={"messages": {"per_s": 0.001, "burst": 2}, "rescues": {"per_s": 0.001, "burst": 1}})
    page = await came_in(house)
    for number in range(10):
        await page.say(f"flood {number}")
    sent = [
        {"t": "msg", "cid": new_cid(), "kind": "text", "text": "需要帮助", "sos": True},
        {"t": "msg", "cid": new_cid(), "kind": "location", "lat": 30.1, "lon": 118.2, "sos": True},
        {"t": "msg", "cid": new_cid(), "kind": "location", "lat": 30.2, "lon": 118.3},
    ]
    for frame in sent:
        await page.send(frame)
    for frame in sent:
        await page.until(t="ack", cid=frame["cid"])
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


async def test_an_address_full_of_silent_strangers_gets_no_more_of_them(house: House) -> None:
    desk = house.webchat.desk
    desk.strangers["127.0.0.1"] = MAX_STRANGERS
    page = house.page()
    await page.begin()
    assert await (await page.connect()).until_closed() == 4429
    desk.strangers["127.0.0.1"] -= 1
    await page.connect()
    await page.until(t="welcome")
    assert desk.strangers["127.0.0.1"] == MAX_STRANGERS - 1, "who has said hello is no stranger"
    await page.leave()


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
    await eventually(lambda: house.only(0))
    slow, seat = await _deaf_socket(house, page.resume_token or "")
    writer = await house.page(resume_token=page.resume_token, visitor_token=page.visitor_token).connect()
    await writer.until(t="welcome")
    async with patience.timeout(PATIENCE_S):
        while not seat.overflowed:  # which it is once the network is full, and then the mailbox
            seat.put('{"t":"typing","on":true,"name":"' + "x" * 1000 + '"}')
            await asyncio.sleep(0)
    await eventually(lambda: house.only(1))
    assert seat.hang is not None
    assert seat.hang.code == TOO_SLOW
    await eventually(lambda: house.connected(1))  # though what it was told is still unread
    await writer.say("you missed this")
    await writer.until(t="msg", text="echo you missed this")
    slow.close()
    page.last_seq, page.thread = 0, []
    await page.connect()
    await page.until(t="msg", text="echo you missed this")
    await page.leave()
    await writer.leave()


async def _deaf_socket(house: House, token_text: str) -> tuple[socket.socket, SocketSeat]:
    """Open a socket by hand that reads nothing after the handshake; returns the seat that it has taken, too."""
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(deaf, ("127.0.0.1", house.port))
    key = base64.b64encode(b"0123456789abcdef").decode()
    handshake = (
        f"GET /webchat/v1/ws HTTP/1.1\r\nHost: 127.0.0.1:{house.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nOrigin: {house.origin}\r\n\r\n"
    )
    await loop.sock_sendall(deaf, handshake.encode())
    assert (await loop.sock_recv(deaf, 4096)).startswith(b"HTTP/1.1 101")  # before it, nobody may say anything
    hello = json.dumps({"t": "hello", "v": 1, "token": token_text, "last_seq": 0}).encode()
    await loop.sock_sendall(deaf, b"\x81\xfe" + len(hello).to_bytes(2, "big") + b"\0\0\0\0" + hello)
    (seat,) = await eventually(house.seats)
    assert isinstance(seat, SocketSeat)
    return deaf, seat


async def test_a_drain_sends_everybody_away_to_come_back_at_once(house: House) -> None:
    page = await came_in(house)
    cid = await page.say("last words")
    await page.until(t="ack", cid=cid)
    async with asyncio.TaskGroup() as tasks:
        draining = tasks.create_task(house.webchat.drain())
        assert await page.until_closed() == 1012
        await draining
    assert await (await house.page(resume_token=page.resume_token).connect()).until_closed() == 1012
