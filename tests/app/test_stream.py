"""The live stream under writers, joins, cuts and slow pages: each page gets each fact that concerns it once, in order.

What the pages see of it on the wire is in `test_stream_socket.py`.
"""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from app.stream import Follower, Stream
from hub import events, inbox, passing, patience
from hub.clock import Clock, SystemClock
from hub.database import Tx
from hub.feed import Feed
from hub.ids import WorkItemId
from hub.inbox import Accept, Person, Write
from hub.passing import HandOver
from hub.scope import EVERYTHING, Scope
from hub.store import events as rows
from tests.app.way import conftest as way
from tests.app.way.conftest import SmallHub, person

pytestmark = pytest.mark.store
small = way.small
schema = way.schema

PATIENCE_S = 20.0


@pytest.fixture
def clock() -> Clock:
    """Return real time: the feed has it too."""
    return SystemClock()


@dataclass
class Live:
    """A stream over a small hub; it moves on inside `running` only."""

    small: SmallHub
    feed: Feed
    stream: Stream

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Follow the log inside this block."""
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(work()) for work in (self._relay, self.feed.run, self.stream.run)]
            yield
            for task in running:
                task.cancel()

    async def settled(self) -> str:
        """Wait until everything that is committed has been handed out, and return that place."""
        last = (await self.told(f"{self.feed.epoch}.0."))[-1]
        async with patience.timeout(PATIENCE_S):
            while self.stream.cursor != last:
                await self.feed.news.wait(self.feed.news.version, 0.02)
        return last

    async def _relay(self) -> None:
        watch = self.small.database.watch()
        while True:
            if await watch.wait(1.0):
                self.small.bus.wake("events")

    async def join(self, cursor: str | None = None, user_id: str = "U1", scope: Scope = EVERYTHING) -> "Page":
        """Return a page that follows."""
        follower, fresh = await self.stream.follow(user_id, scope, cursor)
        return Page(self.stream, follower, fresh or cursor or "", reset=fresh is not None)

    async def note(self, conversation_id: str, text: str, user_id: str = "U2") -> None:
        """Let a colleague write a note."""
        await self.small.database.write(inbox.note, Write(person(user_id), conversation_id, text, text))

    async def told(self, cursor: str) -> Sequence[str]:
        """Return the cursors of all facts behind one."""
        _, xid, event_id = cursor.split(".")
        found = await self.small.database.read(lambda tx, _: rows.after(tx, int(xid), event_id, 10_000), None)
        return [f"{self.feed.epoch}.{one.xid}.{one.id}" for one in found]


@dataclass
class Page:
    """What one page gets."""

    stream: Stream
    follower: Follower
    cursor: str
    reset: bool

    async def frames(self, count: int) -> Sequence[dict[str, Any]]:
        """Wait for so many frames and take them out."""
        taken: list[dict[str, Any]] = []
        async with patience.timeout(PATIENCE_S):
            while len(taken) < count:
                while self.follower.mailbox and len(taken) < count:
                    taken.append(json.loads(self.follower.mailbox.popleft()))
                    self.cursor = taken[-1].get("cursor", self.cursor)
                if len(taken) < count:
                    assert not self.follower.lost
                    self.follower.ready.clear()
                    await self.follower.ready.wait()
        return taken

    def leave(self) -> None:
        """Go away; what is in the mailbox is lost with the socket."""
        self.stream.leave(self.follower)


@pytest.fixture
async def live(small: SmallHub) -> Live:
    feed = Feed(small.database, small.bus.topic("events"), window=60)
    await feed.start()
    return Live(small, feed, Stream(small.database, feed))


async def _assigned(small: SmallHub, user: str = "v1") -> str:
    await small.hear("人工", user=user)
    await small.take_in()
    return (await small.accept()).id


async def test_whoever_joins_while_facts_pour_in_misses_none_and_gets_none_twice(live: Live) -> None:
    """Eight writers and sixteen pages, some fresh, some with an old cursor, some older than the feed's memory."""
    conversation_id = await _assigned(live.small)
    chance = random.Random(11)  # noqa: S311 - chance for a test, not for a key
    async with live.running():
        before = await live.settled()
        pages: list[Page] = []

        async def write(writer: int) -> None:
            for number in range(15):
                await live.note(conversation_id, f"{writer}:{number}")

        async def joins() -> None:
            for _ in range(16):
                await asyncio.sleep(0)
                cursor = chance.choice([None, before, live.stream.cursor, *(page.cursor for page in pages)])
                pages.append(await live.join(cursor))

        async with asyncio.TaskGroup() as group:
            for writer in range(8):
                group.create_task(write(writer))
            group.create_task(joins())
        for page in pages:
            wanted = await live.told(page.cursor)
            got = [frame["cursor"] for frame in await page.frames(len(wanted))]
            assert got == wanted
            assert not page.follower.mailbox
        assert any(not page.reset for page in pages)


async def test_cut_after_cut_everything_arrives_once_and_in_order(live: Live) -> None:
    conversation_id = await _assigned(live.small)
    chance = random.Random(12)  # noqa: S311 - chance for a test, not for a key
    async with live.running():
        start = await live.settled()
        got: list[str] = []

        async def write(writer: int) -> None:
            for number in range(20):
                await live.note(conversation_id, f"{writer}:{number}")

        async def reads() -> None:
            cursor = start
            while len(got) < 80:
                page = await live.join(cursor)
                assert not page.reset
                wanted = min(chance.randint(0, 9), 80 - len(got))
                got.extend(frame["cursor"] for frame in await page.frames(wanted))
                cursor = got[-1] if got else start
                page.leave()

        async with asyncio.TaskGroup() as group:
            for writer in range(4):
                group.create_task(write(writer))
            group.create_task(reads())
        assert got == await live.told(start)


async def test_what_happens_together_with_the_taking_over_reaches_the_new_owner(live: Live) -> None:
    await live.small.hear("人工")
    await live.small.take_in()
    page = await live.join()
    taken = await live.small.accept()
    await live.note(taken.id, "客人很着急")
    async with live.running():
        types: list[str] = []
        while "NoteWritten" not in types:
            types += [frame["type"] for frame in await page.frames(1)]
    assert "ConversationMoved" in types


async def test_a_page_that_was_cut_learns_that_a_conversation_was_taken_away(live: Live) -> None:
    conversation_id = await _assigned(live.small)
    async with live.running():
        start = await live.settled()
        supervisor = Person("U2", EVERYTHING, EVERYTHING)
        moved = HandOver(supervisor, conversation_id, None, None, "我来安排", "t", live.small.router)
        await live.small.database.write(passing.transfer, moved)
        await live.note(conversation_id, "不再是他的")
        page = await live.join(start)
        assert not page.reset
        first = (await page.frames(1))[0]
        assert (first["type"], first["view"]["conversation"]["owner_id"]) == ("ConversationMoved", None)
        await live.small.ready("U1")
        (ringing,) = await live.small.offers("U1")
        while (await page.frames(1))[0]["type"] != "OfferMade":
            pass
        back = Accept(person(), WorkItemId(ringing.work_item_id), ringing.offer_epoch, live.small.router)
        await live.small.database.write(inbox.accept, back)
        await live.note(conversation_id, "又是他的")
        while (frame := (await page.frames(1))[0])["type"] != "NoteWritten":
            pass
        assert frame["view"]["message"]["text"] == "又是他的"


async def test_what_a_tourist_adds_while_it_rings_reaches_whoever_it_rings_at_and_nobody_else(live: Live) -> None:
    await live.small.hear("人工")
    await live.small.take_in()
    await live.small.ready("U1")
    await live.small.offers("U1")
    async with live.running():
        start = await live.settled()
        page, colleague, back = await live.join(), await live.join(user_id="U2"), await live.join(start)
        await live.small.hear("救命，有人落水了")
        await live.small.take_in()
        for one in (page, back):
            while (frame := (await one.frames(1))[0])["type"] != "MessageReceived":
                pass
            assert (frame["data"]["priority"], frame["view"]["message"]["text"]) == (0, "救命，有人落水了")
        (ringing,) = await live.small.offers("U1")
        declined = Accept(person(), WorkItemId(ringing.work_item_id), ringing.offer_epoch, live.small.router)
        await live.small.database.write(inbox.decline, declined)
        await live.small.hear("还在吗")
        await live.small.take_in()
        await live.settled()
        assert "还在吗" not in "".join((*page.follower.mailbox, *back.follower.mailbox, *colleague.follower.mailbox))


async def test_a_page_that_is_too_slow_gets_no_frame_behind_the_first_it_missed(live: Live) -> None:
    conversation_id = await _assigned(live.small)
    async with live.running():
        await live.settled()
        page, quick = await live.join(), await live.join()
        await live.small.database.write(_pour, (conversation_id, 1100))
        assert len(await quick.frames(1000)) == 1000
        while not page.follower.lost:
            await quick.frames(1)
        start = page.cursor
        before_the_gap = [json.loads(frame)["cursor"] for frame in page.follower.mailbox]
        page.follower.mailbox.clear()
        last = (await live.told(start))[-1]
        while quick.cursor != last:
            await quick.frames(1)
        await live.note(conversation_id, "x")
        await quick.frames(1)
        assert not page.follower.mailbox
        assert live.stream.handed(page.follower) is None
        again = await live.join(before_the_gap[-1])
        behind_the_gap = [frame["cursor"] for frame in await again.frames(1101 - len(before_the_gap))]
        assert before_the_gap + behind_the_gap == await live.told(start)


def _pour(tx: Tx, args: tuple[str, int]) -> None:
    conversation_id, count = args
    for number in range(count):
        events.publish(
            tx,
            events.NoteWritten(
                org_id="O", conversation_id=conversation_id, message_id=f"m{number}", seq=number, kind="text"
            ),
        )


async def test_a_page_too_far_behind_reads_everything_afresh(live: Live) -> None:
    conversation_id = await _assigned(live.small)
    start = live.feed.cursor
    await live.small.database.write(_pour, (conversation_id, 1100))
    async with live.running():
        await live.settled()
        page = await live.join(start)
        assert page.reset
        assert not page.follower.mailbox
        await live.note(conversation_id, "x")
        assert [frame["cursor"] for frame in await page.frames(1)] == [page.cursor]


async def test_outside_ones_organisations_nothing_is_seen_heard_or_watched(live: Live) -> None:
    conversation_id = await _assigned(live.small)
    elsewhere = Scope(("/cn/elsewhere/",))
    async with live.running():
        await live.settled()
        stranger, colleague = await live.join(user_id="U2", scope=elsewhere), await live.join(user_id="U2")
        for page in (stranger, colleague):
            await live.stream.watch(page.follower, conversation_id)
            await live.stream.watch(page.follower, "0" * 26)
        await live.note(conversation_id, "x", user_id="U1")
        live.stream.tell_typing(conversation_id, on=True)
        types = {frame.get("type") or frame["t"] for frame in await colleague.frames(3)}
        assert types == {"watched", "NoteWritten", "typing"}
        assert not stranger.follower.mailbox


async def test_what_a_page_is_told_to_have_it_has(live: Live) -> None:
    conversation_id = await _assigned(live.small)
    async with live.running():
        await live.settled()
        page = await live.join()

        async def write(writer: int) -> None:
            for number in range(30):
                await live.note(conversation_id, f"{writer}:{number}")

        async with asyncio.TaskGroup() as group:
            writers = [group.create_task(write(writer)) for writer in range(3)]
            start = page.cursor
            got: list[str] = []
            while len(got) < 90 or not all(writer.done() for writer in writers):
                handed = live.stream.handed(page.follower)
                got += [json.loads(frame)["cursor"] for frame in page.follower.mailbox]
                page.follower.mailbox.clear()
                if handed is not None and got:
                    told = await live.told(start)
                    assert handed in {start, *told}
                    assert set(told[: told.index(handed) + 1] if handed in told else ()) <= set(got)
                await asyncio.sleep(0)
        assert live.stream.handed(page.follower) == got[-1]
