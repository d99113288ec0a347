"""Queues that open and close by their calendar, and what a tourist at a closed one is told."""

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text, update

from hub import opening
from hub.clock import ManualClock
from hub.database import Database, Tx
from hub.ids import OrgId
from hub.model import AgentCommand
from hub.store import calendars
from hub.store import queues as queue_rows
from hub.store import texts as text_rows
from hub.store.house_tables import queues
from hub.store.tables import conversations
from hub.upkeep import Upkeep
from tests.app.way.conftest import SmallHub

pytestmark = pytest.mark.store

OFFICE = {"week": {day: [["08:30", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}, "holidays": "cn"}


def at(wall: str) -> int:
    return round(datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo("Asia/Shanghai")).timestamp() * 1000)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(at("2026-11-23 17:59"))


def follow(tx: Tx, rules: dict[str, Any]) -> None:
    """Give the queue a calendar."""
    calendar_id = calendars.add(tx, org_id="O", code="office", name="办公时间", rules=rules)
    tx.connection.execute(update(queues).values(calendar_id=calendar_id))
    opening.settle(tx, "Q")


async def said(database: Database) -> Sequence[tuple[str, int | None]]:
    """Return what was said of the queue: the fact, and until when."""

    def read(tx: Tx, _: None) -> Sequence[tuple[str, int | None]]:
        found = tx.connection.execute(
            text("SELECT type, data FROM events WHERE subject_type = 'queue' ORDER BY xid, id")
        )
        return [(row[0], int(row[1].split(":")[1].rstrip("}"))) for row in found]

    return await database.read(read, None)


async def told(small: SmallHub, user: str = "v1") -> list[str]:
    """Return what the system said to a tourist."""
    lines = await small.transcript((await small.conversation(user)).id)
    return [one.text or "" for one in lines if one.author_kind == "system" and one.direction == "out"]


async def test_each_change_is_said_once_whoever_looks(small: SmallHub, clock: ManualClock) -> None:
    await small.database.write(follow, OFFICE)
    assert await said(small.database) == [], "open, as it was"
    await clock.advance(60)
    ticks = [Upkeep(small.database, clock, small.router) for _ in range(4)]
    async with asyncio.TaskGroup() as group:
        for upkeep in ticks:
            group.create_task(upkeep.tick())
            group.create_task(upkeep.sweep())
    assert await said(small.database) == [("QueueClosed", at("2026-11-24 08:30"))]
    await clock.advance((at("2026-11-24 08:30") - clock.now_ms()) / 1000)
    for upkeep in ticks:
        await upkeep.tick()
    assert (await said(small.database))[1:] == [("QueueOpened", at("2026-11-24 18:00"))]


async def test_a_clock_that_jumps_over_changes_loses_none_that_still_holds(small: SmallHub, clock: ManualClock) -> None:
    await small.database.write(follow, OFFICE)
    upkeep = Upkeep(small.database, clock, small.router)
    await clock.advance(36 * 3600)  # asleep over a closing, an opening and a closing
    await upkeep.tick()
    assert await said(small.database) == [("QueueClosed", at("2026-11-25 08:30"))]


async def test_a_closed_queue_tells_the_tourist_what_happens_next_once(small: SmallHub, clock: ManualClock) -> None:
    await small.database.write(follow, OFFICE)
    await clock.advance(600)
    await small.hear("人工")
    await small.take_in()
    await small.hear("在吗", "有人吗")
    await small.take_in()
    (words,) = await told(small)
    assert words.split("\n")[0] == "现在不在人工服务时间，明天 08:30 起有人值班。"
    assert "119" in words
    await Upkeep(small.database, clock, small.router).sweep()
    assert len(await told(small)) == 1
    staff = [one.seq for one in await small.transcript((await small.conversation()).id)]
    assert staff == list(range(1, len(staff) + 1)), "no number is taken twice or left out"


async def test_a_closed_queue_rings_at_whoever_is_ready_all_the_same(small: SmallHub, clock: ManualClock) -> None:
    await small.database.write(follow, OFFICE)
    await clock.advance(600)
    await Upkeep(small.database, clock, small.router).tick()
    await small.ready("U1")
    await small.hear("人工")
    await small.take_in()
    assert len(await small.offers("U1")) == 1, "hours promise, states decide"


async def test_whoever_waits_when_it_closes_is_told_too(small: SmallHub, clock: ManualClock) -> None:
    await small.database.write(follow, OFFICE)
    await small.hear("人工")
    await small.take_in()
    assert await told(small) == []
    await clock.advance(60)
    await Upkeep(small.database, clock, small.router).tick()
    assert len(await told(small)) == 1


async def test_whoever_waited_over_a_closed_time_hears_once_that_people_are_there_and_the_place(
    small: SmallHub, clock: ManualClock
) -> None:
    await small.database.write(follow, OFFICE)
    gone = AgentCommand("break", "tea", at("2026-11-25 00:00"))
    await small.database.write(lambda tx, _: small.router.set_agent(tx, "U1", gone), None)
    await clock.advance(600)
    await Upkeep(small.database, clock, small.router).tick()
    for user in ("v1", "v2"):
        await small.hear("人工", user=user)
        await small.take_in()
    await small.offers("U1")
    await clock.advance((at("2026-11-24 08:30") - clock.now_ms()) / 1000)
    await Upkeep(small.database, clock, small.router).tick()
    for _ in range(3):
        await small.offers("U1")
        await clock.advance(11)
    assert [len(await told(small, user)) for user in ("v1", "v2")] == [2, 2]
    first, second = (await told(small))[1], (await told(small, "v2"))[1]
    assert first == "现在有人值班了，您排在第 1 位，会按顺序为您接通，不需要重复发送。"
    assert "第 2 位" in second
    await small.hear("人工", user="v3")
    await small.take_in()
    await small.offers("U1")
    assert await told(small, "v3") == [], "who comes when it is open needs no such word"


async def test_who_waited_over_a_closed_time_hears_nothing_while_nobody_is_there(
    small: SmallHub, clock: ManualClock
) -> None:
    await small.database.write(follow, OFFICE)
    await clock.advance(600)
    await small.database.write(lambda tx, _: small.router.set_agent(tx, "U1", AgentCommand("offline")), None)
    await small.hear("人工")
    await small.take_in()
    await small.offers("U1")
    await clock.advance((at("2026-11-24 08:30") - clock.now_ms()) / 1000)
    await Upkeep(small.database, clock, small.router).tick()
    await small.offers("U1")
    assert not [words for words in await told(small) if "现在有人值班" in words]


async def test_somebody_in_danger_is_not_told_to_come_back_tomorrow(small: SmallHub, clock: ManualClock) -> None:
    await small.database.write(follow, OFFICE)
    await clock.advance(600)
    await small.hear("人工")

    def cry(tx: Tx, _: None) -> None:
        tx.connection.execute(update(conversations).values(rescue=1))

    await small.database.write(cry, None)
    await small.hear("救命，我掉下悬崖了")
    await small.take_in()
    await Upkeep(small.database, clock, small.router).sweep()
    assert not [words for words in await told(small) if "人工服务时间" in words]


async def test_a_queue_can_say_it_in_words_of_its_own_and_in_the_tourists_language(
    small: SmallHub, clock: ManualClock
) -> None:
    def write(tx: Tx, _: None) -> None:
        follow(tx, OFFICE)
        text_rows.put(tx, OrgId("O"), "closed.general", "zh-CN", "{opens}再见")
        text_rows.put(tx, OrgId("O"), "closed.general", "en", "See you {opens}")

    await small.database.write(write, None)
    await clock.advance(600)
    for user, lang in (("v1", "zh-CN"), ("v2", "en-GB"), ("v3", "fr")):
        await small.hear("hello", user=user)
        await small.take_in()

        def speak(tx: Tx, one: str) -> None:
            tx.connection.execute(update(conversations).where(conversations.c.lang.is_(None)).values(lang=one))

        await small.database.write(speak, lang)
        await small.hear("人工", user=user)
        await small.take_in()
    assert await told(small, "v1") == ["明天 08:30再见"]
    assert await told(small, "v2") == await told(small, "v3") == ["See you tomorrow at 08:30"]


async def test_nothing_is_said_where_the_work_goes_on_to_a_queue_that_is_open(
    small: SmallHub, clock: ManualClock
) -> None:
    def lead_on(tx: Tx, _: None) -> None:
        follow(tx, OFFICE)
        night = queue_rows.create(tx, "O", "night")
        ways = json.dumps({"overflow": [{"when": "closed", "to": night.id}]})
        tx.connection.execute(update(queues).where(queues.c.id == "Q").values(settings=ways))

    await small.database.write(lead_on, None)
    await clock.advance(600)
    await small.hear("人工")
    await small.take_in()
    assert await told(small) == []


@pytest.mark.parametrize("rules", [{"week": {"mon": "nonsense"}}, {}])
async def test_hours_that_say_nothing_shut_nobody_out(
    small: SmallHub, clock: ManualClock, rules: dict[str, Any]
) -> None:
    await small.database.write(follow, rules)
    await clock.advance(3600 * 24)
    await Upkeep(small.database, clock, small.router).sweep()
    assert await said(small.database) == []


async def test_a_queue_that_never_opens_promises_no_time(small: SmallHub, clock: ManualClock) -> None:
    await small.database.write(follow, {"week": {}})
    await small.hear("人工")
    await small.take_in()
    (words,) = await told(small)
    assert words.startswith("现在没有人工服务。")
