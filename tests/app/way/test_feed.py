"""The event log under overlapping transactions: every fact once, in one order, for every follower."""

import asyncio
import random
from collections.abc import Sequence

import pytest
from sqlalchemy import text

from hub import events
from hub.bus import Topic
from hub.database import Database, Statement, Tx
from hub.feed import Feed, Reset
from hub.store import events as rows
from hub.store.events import StoredEvent
from tests.app.way.conftest import SmallHub

pytestmark = pytest.mark.store

_SLOW = Statement(sqlite=text("SELECT 1"), postgresql=text("SELECT 1 FROM pg_sleep(:seconds)"))
_DROP = Statement(text("DELETE FROM events WHERE xid < :xid"))


def _publish(tx: Tx, args: tuple[str, int, float]) -> None:
    writer, count, seconds = args
    for number in range(count):
        note = events.NoteWritten(org_id="O", message_id=f"{writer}:{number}", seq=number, kind="text")
        events.publish(tx, note)
        if tx.dialect == "postgresql" and number == 0:
            tx.row(_SLOW, seconds=seconds)


async def _follow(feed: Feed, cursor: str, until: int) -> Sequence[StoredEvent]:
    seen: list[StoredEvent] = []
    while len(seen) < until:
        version = feed.news.version
        page = await feed.after(cursor, 7)
        seen.extend(page.items)
        cursor = page.cursor
        if not page.items:
            await feed.news.wait(version, 5.0)
    return seen


async def _fed(database: Database) -> Feed:
    feed = Feed(database, Topic(), window=40)
    await feed.start()
    return feed


async def test_facts_of_overlapping_transactions_are_seen_once_and_in_one_order(small: SmallHub) -> None:
    """Ten writers, slow commits, three followers: one that was there, one from memory, one from the start."""
    feed = await _fed(small.database)
    start = feed.cursor
    chance = random.Random(7)  # noqa: S311 - chance for a test, not for a key
    async with asyncio.TaskGroup() as group:
        running = group.create_task(feed.run())
        followers = [group.create_task(_follow(feed, start, 300)) for _ in range(2)]
        async with asyncio.TaskGroup() as writers:
            for number in range(100):
                args = (f"w{number}", 3, chance.choice([0, 0, 0.02]))
                writers.create_task(small.database.write(_publish, args))
        first, second = [await follower for follower in followers]
        third = await _follow(feed, start, 300)
        running.cancel()
    told = [event.subject_id for event in first]
    assert len(told) == len(set(told)) == 300
    assert [event.id for event in first] == [event.id for event in second] == [event.id for event in third]
    for number in range(100):
        own = [one for one in told if one.startswith(f"w{number}:")]
        assert own == [f"w{number}:{place}" for place in range(3)]


async def test_a_slow_commit_never_slips_in_behind_a_cursor(small: SmallHub) -> None:
    feed = await _fed(small.database)
    cursor = feed.cursor
    async with asyncio.TaskGroup() as group:
        group.create_task(small.database.write(_publish, ("slow", 2, 0.3)))
        await asyncio.sleep(0)
        group.create_task(small.database.write(_publish, ("quick", 2, 0)))
    seen: list[str] = []
    while len(seen) < 4:
        found, _ = await small.database.read(_page, cursor)
        seen.extend(event.subject_id for event in found)
        if found:
            cursor = f"{feed.epoch}.{found[-1].xid}.{found[-1].id}"
    assert sorted(seen) == ["quick:0", "quick:1", "slow:0", "slow:1"]


def _page(tx: Tx, cursor: str) -> tuple[Sequence[StoredEvent], None]:
    _, xid, event_id = cursor.split(".")
    return rows.after(tx, int(xid), event_id, 1), None


@pytest.mark.parametrize("cursor", ["", "x", "other.1.a", "{epoch}.x.y", "{epoch}", "{epoch}.-1.a"])
async def test_a_cursor_that_is_not_of_this_log_is_answered_with_reset(small: SmallHub, cursor: str) -> None:
    feed = await _fed(small.database)
    with pytest.raises(Reset):
        await feed.after(cursor.format(epoch=feed.epoch))


async def test_a_cursor_behind_what_is_kept_is_answered_with_reset(small: SmallHub) -> None:
    await small.database.write(_publish, ("old", 3, 0))
    feed = await _fed(small.database)
    old = feed.cursor
    await small.database.write(_publish, ("newer", 3, 0))
    await small.database.write(_publish, ("newest", 3, 0))
    later = await _fed(small.database)
    found = await small.database.read(lambda tx, _: rows.last(tx), None)
    await small.database.write(lambda tx, xid: tx.run(_DROP, xid=xid), found[0])
    with pytest.raises(Reset):
        await later.after(old)
