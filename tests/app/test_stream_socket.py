"""The live stream on the wire: hello and resume, what is refused and how it is said, heartbeat, typing, the end."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter
from sqlalchemy import MetaData
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from app.api.deps import Guards
from app.api.stream import Pace, StreamParts, stream_router
from app.board import Board
from app.presence import Presence
from app.stream import Stream
from hub import events, patience
from hub.clock import Clock
from hub.database import Database, Tx
from hub.scope import Role, Scope
from hub.store import events as rows
from tests.app.cities import Cities, open_cities
from tests.app.door import PLAIN, Browser
from tests.app.serving import serving
from tests.app.way import conftest as way

# What differs between the engines is tried on both in tests/app/test_stream.py.
pytestmark = [pytest.mark.journey, pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)]

PATIENCE_S = 20.0
PACE = Pace(hello_s=PATIENCE_S, silent_s=PATIENCE_S, synced_s=0.05)


@pytest.fixture
def schema() -> MetaData:
    """Return the tables of every room."""
    return way.all_tables()


@dataclass
class House:
    """Both cities behind a real socket."""

    cities: Cities
    port: int
    stopping: asyncio.Event
    beats: list[str]
    typing: list[tuple[str, str, bool]]

    async def page(self, browser: Browser, *, origin: str = PLAIN) -> "Page":
        """Return a page of this browser that has said nothing yet."""
        cookies = "; ".join(f"{name}={value}" for name, value in browser.http.cookies.items())
        where = f"ws://127.0.0.1:{self.port}/api/stream"
        made = await connect(
            where,
            origin=Origin(origin),
            additional_headers={"Cookie": cookies} if cookies else None,
            ping_interval=None,
            compression=None,
            max_queue=1,
        )
        return Page(made)

    async def told(self) -> Sequence[str]:
        """Return the cursors of all facts."""
        found = await self.cities.door.database.read(lambda tx, _: rows.after(tx, 0, "", 10_000), None)
        return [f"{self.cities.feed.epoch}.{one.xid}.{one.id}" for one in found]


@dataclass
class Page:
    """What a page of the inbox hears."""

    socket: ClientConnection
    frames: list[dict[str, Any]] = field(default_factory=list)

    async def hello(self, cursor: object = None) -> dict[str, Any]:
        """Say hello and return the first answer."""
        await self.send({"t": "hello", "cursor": cursor})
        return await self.hear()

    async def send(self, frame: object) -> None:
        """Send one frame: text and bytes as they are, anything else as JSON."""
        await self.socket.send(frame if isinstance(frame, str | bytes) else json.dumps(frame))

    async def hear(self) -> dict[str, Any]:
        """Take the next frame."""
        async with patience.timeout(PATIENCE_S):
            frame: dict[str, Any] = json.loads(await self.socket.recv())
        self.frames.append(frame)
        return frame

    async def until(self, **wanted: object) -> dict[str, Any]:
        """Take frames until one has these fields."""
        while not wanted.items() <= (frame := await self.hear()).items():
            pass
        return frame

    async def closed(self) -> int:
        """Take frames until the socket is closed, and return the code."""
        try:
            while True:
                await self.hear()
        except ConnectionClosed:
            assert self.socket.close_code is not None
            return self.socket.close_code

    def cursors(self) -> list[str]:
        """Return the cursors of the facts heard."""
        return [frame["cursor"] for frame in self.frames if frame["t"] == "event"]


@asynccontextmanager
async def open_house(database: Database, clock: Clock, pages: Path, pace: Pace = PACE) -> AsyncIterator[House]:
    """Serve both cities' hub with its stream."""
    stopping, beats, typing = asyncio.Event(), list[str](), list[tuple[str, str, bool]]()

    async def beat(user_id: str) -> None:
        beats.append(user_id)

    async def types(user_id: str, conversation_id: str, on: bool) -> None:
        typing.append((user_id, conversation_id, on))

    def router(guards: Guards, stream: Stream, board: Board) -> APIRouter:
        return stream_router(StreamParts(stream, guards, beat, types, stopping, board, Presence(clock), pace))

    async with open_cities(database, clock, pages, more=[router]) as cities, asyncio.TaskGroup() as tasks:
        works = (cities.relay, cities.feed.run, cities.stream.run, cities.board.run)
        running = [tasks.create_task(work()) for work in works]
        async with serving(cities.door.application.app, send_buffer=16_384) as port:
            yield House(cities, port, stopping, beats, typing)
        for task in running:
            task.cancel()


@pytest.fixture
async def house(database: Database, clock: Clock, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(database, clock, tmp_path) as opened:
        yield opened


async def test_a_page_starts_afresh_and_comes_back_with_its_cursor(house: House) -> None:
    city = house.cities.shenzhen
    conversation = await city.assigned()
    inbox = (await city.agent.get("/api/inbox")).json()
    page = await house.page(city.agent)
    assert (await page.hello(inbox["cursor"])) == {"t": "welcome", "cursor": inbox["cursor"]}
    said = await city.do(conversation, "replies", {"text": "您好", "owner_epoch": conversation["owner_epoch"]}, key="k")
    frame = await page.until(t="event", type="MessageQueued")
    assert frame["view"]["message"] == said.json()
    assert (frame["ids"]["conversation_id"], frame["ids"]["message_id"]) == (conversation["id"], said.json()["id"])
    assert frame["data"]["seq"] == said.json()["seq"]
    page.socket.transport.abort()
    await city.do(conversation, "hold")
    again = await house.page(city.agent)
    assert (await again.hello(frame["cursor"]))["t"] == "welcome"
    moved = await again.until(t="event")
    assert (moved["type"], moved["view"]["conversation"]["state"]) == ("ConversationMoved", "on_hold")
    await again.socket.close()


@pytest.mark.parametrize("cursor", [None, "", "x", "other.1.0", "{epoch}.x.y", "{epoch}.0.\x00", "{epoch}.0.\ud800"])
async def test_without_a_cursor_of_this_log_everything_is_to_be_read_afresh(house: House, cursor: str | None) -> None:
    city = house.cities.shenzhen
    conversation = await city.assigned()
    page = await house.page(city.agent)
    first = await page.hello(cursor and cursor.format(epoch=house.cities.feed.epoch))
    assert (first["t"], first["cursor"] in await house.told()) == ("reset", True)
    await city.do(conversation, "notes", {"text": "x"})
    assert (await page.until(t="event", type="NoteWritten"))["cursor"] == (await house.told())[-1]
    await page.socket.close()


async def test_strangers_foreign_pages_and_people_with_a_temporary_password_are_refused(house: House) -> None:
    agent = house.cities.shenzhen.agent
    await house.cities.door.person(house.cities.province, "temp", (Role.AGENT, house.cities.province), temporary=True)
    temporary = house.cities.door.client()
    await temporary.sign_in("temp")
    assert await (await house.page(house.cities.door.client())).closed() == 4401
    assert await (await house.page(agent, origin="https://evil.example")).closed() == 4403
    assert await (await house.page(temporary)).closed() == 4403


async def test_what_is_no_frame_of_ours_ends_the_socket(house: House) -> None:
    agent = house.cities.shenzhen.agent
    nested = "[" * 100_000
    for first in ("x", "[]", "7", "{}", b"\x00\xff", nested, {"t": "watch"}, {"t": "hello", "cursor": 7}):
        page = await house.page(agent)
        await page.send(first)
        assert await page.closed() == 4400, first
    for later in (
        "{",
        "null",
        b"{}",
        nested,
        {"t": "dance"},
        {"t": "watch"},
        {"t": "typing", "conversation_id": "x" * 26},
    ):
        page = await house.page(agent)
        await page.hello()
        await page.send(later)
        assert await page.closed() == 4400, later
    page = await house.page(agent)
    assert (await page.hello())["t"] == "reset"
    await page.socket.close()


async def test_a_silent_page_is_let_go(database: Database, clock: Clock, tmp_path: Path) -> None:
    async with open_house(database, clock, tmp_path, Pace(hello_s=0.05, silent_s=0.05)) as house:
        agent = house.cities.shenzhen.agent
        mute = await house.page(agent)
        assert await mute.closed() == 4408
        dead = await house.page(agent)
        await dead.send({"t": "hello", "cursor": None})
        assert await dead.closed() == 4408


async def test_a_beat_counts_until_the_session_ends(house: House) -> None:
    city = house.cities.shenzhen
    page = await house.page(city.agent)
    await page.hello()
    await page.send({"t": "beat"})
    await page.until(t="synced")
    async with patience.timeout(PATIENCE_S):
        while not house.beats:
            await page.hear()
    assert (await city.agent.send("DELETE", "/api/session")).status_code == 204
    await page.send({"t": "beat"})
    assert await page.closed() == 4401
    assert house.beats == [city.user.id]


async def test_typing_goes_both_ways(house: House) -> None:
    city = house.cities.shenzhen
    conversation = await city.assigned()
    page, stranger = await house.page(city.agent), await house.page(house.cities.guangzhou.agent)
    for one in (page, stranger):
        await one.hello()
        await one.send({"t": "watch", "conversation_id": conversation["id"]})
        await one.send({"t": "typing", "conversation_id": conversation["id"], "on": one is page})
        await one.until(t="synced")
    async with patience.timeout(PATIENCE_S):
        while len(house.typing) < 2:
            await page.hear()
    assert house.typing[0] == (city.user.id, conversation["id"], True)
    house.cities.stream.tell_typing(conversation["id"], on=True)
    assert await page.until(t="typing") == {"t": "typing", "conversation_id": conversation["id"], "on": True}
    await stranger.until(t="synced")
    assert {frame["t"] for frame in stranger.frames} == {"reset", "synced"}
    for one in (page, stranger):
        await one.socket.close()


async def test_who_has_a_conversation_open_is_seen_by_the_others_and_by_no_stranger(house: House) -> None:
    city = house.cities.shenzhen
    conversation = await city.assigned()
    boss = await house.cities.colleague("dora", (Role.SUPERVISOR, house.cities.province))
    page, other, stranger = [await house.page(one) for one in (city.agent, boss, house.cities.guangzhou.agent)]
    for one in (page, other, stranger):
        await one.hello()
        await one.send({"t": "watch", "conversation_id": conversation["id"]})
        await one.until(t="synced")
    seen = await page.until(t="company")
    assert (len(seen["people"]), seen["answering"]) == (2, None)
    await stranger.send({"t": "typing", "conversation_id": conversation["id"], "on": True, "words": True})
    await other.send({"t": "typing", "conversation_id": conversation["id"], "on": True, "note": True})
    noted = await page.until(t="company")
    assert sorted(one["doing"] or "" for one in noted["people"]) == ["", "note"]
    await page.send({"t": "typing", "conversation_id": conversation["id"], "on": True, "words": True})
    assert (await other.until(t="company", conversation_id=conversation["id"]))["t"] == "company"
    answering = await page.until(t="company")
    assert answering["answering"]["user_id"] == city.user.id
    assert (city.user.id, conversation["id"], True) in house.typing
    assert len(house.typing) == 2, "a note is never shown to the tourist"
    await other.send({"t": "unwatch", "conversation_id": conversation["id"]})
    assert len((await page.until(t="company"))["people"]) == 1
    assert "company" not in {frame["t"] for frame in stranger.frames}
    for one in (page, other, stranger):
        await one.socket.close()


async def test_a_supervisor_follows_what_is_open_on_the_page_and_no_more(house: House) -> None:
    city = house.cities.shenzhen
    one, two = await city.assigned("v1"), await city.assigned("v2")
    boss = await house.cities.colleague("dora", (Role.SUPERVISOR, house.cities.province))
    page = await house.page(boss)
    await page.hello()
    for conversation in (two, one):
        await page.send({"t": "watch", "conversation_id": conversation["id"]})
    await page.send({"t": "unwatch", "conversation_id": two["id"]})
    await page.send({"t": "beat"})
    async with patience.timeout(PATIENCE_S):
        while not house.beats:
            await page.hear()
    for conversation in (two, one):
        await city.do(conversation, "notes", {"text": "x"})
    frame = await page.until(t="event")
    assert frame["ids"]["conversation_id"] == one["id"]
    await page.socket.close()


async def test_a_page_hears_from_when_on_it_gets_the_facts_of_somebody_elses_conversation(house: House) -> None:
    """What is said between its reading and its watching comes by no fact: it has to know when to read once more."""
    city = house.cities.shenzhen
    conversation = await city.assigned()
    boss = await house.cities.colleague("dora", (Role.SUPERVISOR, house.cities.province))
    page, own = await house.page(boss), await house.page(city.agent)
    for one in (page, own):
        await one.hello()
        await one.send({"t": "watch", "conversation_id": conversation["id"]})
    watched = {"t": "watched", "conversation_id": conversation["id"]}
    assert await page.until(t="watched") == watched
    await city.do(conversation, "notes", {"text": "x"})
    assert (await page.until(t="event"))["ids"]["conversation_id"] == conversation["id"]
    await own.until(t="event")
    assert watched not in own.frames
    for one in (page, own):
        await one.socket.close()


async def test_a_page_can_watch_only_so_many(house: House) -> None:
    city = house.cities.shenzhen
    conversation = await city.assigned()
    follower, _ = await house.cities.stream.follow("U", Scope((house.cities.province.path,)), None)
    follower.watched |= {str(number) for number in range(50)}
    await house.cities.stream.watch(follower, conversation["id"])
    assert conversation["id"] not in follower.watched


async def test_synced_never_runs_ahead_and_comes_to_the_end(house: House) -> None:
    city = house.cities.shenzhen
    conversation = await city.assigned()
    page = await house.page(city.agent)
    start = (await page.hello())["cursor"]
    for number in range(3):
        await house.cities.door.database.write(_pour, (conversation["id"], city.org.id, 40 * number + 1))
        last = (await house.told())[-1]
        await page.until(t="synced", cursor=last)
        told = await house.told()
        assert page.cursors() == told[told.index(start) + 1 :]
    await page.socket.close()


async def test_a_page_that_does_not_read_is_closed_and_catches_up(house: House) -> None:
    city = house.cities.shenzhen
    conversation = await city.assigned()
    page = await house.page(city.agent)
    start = (await page.hello())["cursor"]
    for _ in range(6):
        await house.cities.door.database.write(_pour, (conversation["id"], city.org.id, 500))
    await house.cities.caught_up((await house.told())[-1])
    assert await page.closed() == 1013
    got = page.cursors()
    while len(got) < 3000:
        page = await house.page(city.agent)
        assert (await page.hello(got[-1]))["t"] in {"welcome", "reset"}
        if page.frames[0]["t"] == "reset":
            break
        await page.until(t="synced")
        got += page.cursors()
    told = await house.told()
    assert got == told[told.index(start) + 1 :][: len(got)]
    assert len(got) > 1000
    await page.socket.close()


async def test_a_process_that_drains_sends_its_pages_away_to_come_back_at_once(house: House) -> None:
    page = await house.page(house.cities.shenzhen.agent)
    await page.hello()
    house.stopping.set()
    assert await page.closed() == 1012


def _pour(tx: Tx, args: tuple[str, str, int]) -> None:
    conversation_id, org_id, count = args
    for number in range(count):
        events.publish(
            tx,
            events.NoteWritten(
                org_id=org_id, conversation_id=conversation_id, message_id=f"m{number}", seq=number, kind="text"
            ),
        )
