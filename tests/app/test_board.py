"""The board: what it shows of queues, agents and lines, to whom, and how what changes reaches those who watch."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, text

from hub import leaving, patience
from hub.clock import ManualClock
from hub.database import Database, Statement, Tx
from hub.ids import OrgId, QueueId
from hub.model import RESCUE, WorkItemSpec
from hub.scope import Role, Scope
from hub.store import conversations as conversation_rows
from hub.store import queues, skills, texts
from tests.app.cities import Cities, City, open_cities
from tests.app.door import Browser
from tests.app.way import conftest as way
from voice_bridge.acd.prospect import Meets, Prospect
from voice_bridge.distributor import Lines
from voice_bridge.store import board as board_rows
from voice_bridge.store import outlooks, work_items

pytestmark = pytest.mark.store

clock = way.clock
PATIENCE_S = 20
SET_RULES = Statement(text("UPDATE queues SET settings = :settings WHERE id = :id"))
REMOVE = Statement(text("DELETE FROM queues WHERE id = :id"))


@pytest.fixture
def schema() -> MetaData:
    """Return the tables of every room."""
    return way.all_tables()


@pytest.fixture
async def cities(database: Database, clock: ManualClock, tmp_path: Path) -> AsyncIterator[Cities]:
    async with open_cities(database, clock, tmp_path) as opened:
        yield opened


@pytest.fixture
async def boss(cities: Cities) -> Browser:
    """Return the browser of Shenzhen's supervisor."""
    return await cities.colleague("boss", (Role.SUPERVISOR, cities.shenzhen.org))


async def shown(browser: Browser, lang: str = "zh-CN") -> dict[str, Any]:
    """Return the whole board as somebody sees it."""
    answer = await browser.get(f"/api/board?lang={lang}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def tile(browser: Browser) -> dict[str, Any]:
    """Return the one queue that somebody sees."""
    (one,) = (await shown(browser))["queues"]
    return dict(one)


async def figures(browser: Browser) -> tuple[int, ...]:
    """Return who waits, rings, is talked with and written up."""
    one = await tile(browser)
    return one["waiting"], one["offered"], one["active"], one["wrap_up"]


# --- what it shows ------------------------------------------------------------------------------------------------


async def test_a_tourist_is_counted_where_the_talk_stands(cities: Cities, boss: Browser, clock: ManualClock) -> None:
    city = cities.shenzhen
    assert await figures(boss) == (0, 0, 0, 0)
    await city.hear("人工")
    began_ms = clock.now_ms()
    await clock.advance(5)
    waiting = await tile(boss)
    assert (waiting["waiting"], waiting["oldest_ms"], waiting["rescues"]) == (1, began_ms, 0)
    assert waiting["media"] == [{"medium": "chat", "waiting": 1, "offered": 0, "active": 0, "wrap_up": 0}]
    await city.agent.send("POST", "/api/agents/me/state", {"state": "ready"})
    await city.small.offers(city.user.id)
    ringing = await tile(boss)
    assert (ringing["waiting"], ringing["offered"], ringing["oldest_ms"]) == (0, 1, began_ms)
    assert ringing["agents"] == {"ready": 1}
    (line,) = (await boss.get(f"/api/board/queues/{city.queue.id}/waiting")).json()["waits"]
    assert (line["ringing"], line["enqueued_ms"]) == (True, began_ms), "whoever rings is not served yet"
    conversation = await city.assigned()
    assert await figures(boss) == (0, 0, 1, 0)
    await city.do(conversation, "end")
    assert await figures(boss) == (0, 0, 0, 1)
    await city.do(conversation, "wrap-up", {"disposition": "solved"})
    done = await tile(boss)
    assert (done["answered"], done["in_time"], done["abandoned"], done["oldest_ms"]) == (1, 1, 0, None)


async def test_work_of_every_medium_is_counted_by_itself(cities: Cities, boss: Browser) -> None:
    city = cities.shenzhen
    await city.hear("人工")
    await cities.door.database.write(_other_work, (city.queue.id, city.org.id))
    one = await tile(boss)
    assert one["waiting"] == 4
    assert [(each["medium"], each["waiting"], each["active"]) for each in one["media"]] == [
        ("callback", 2, 0),
        ("chat", 1, 0),
        ("email", 1, 0),
    ]
    answer = await boss.get(f"/api/board/queues/{city.queue.id}/waiting")
    found = [(each["medium"], each["foreign"], each["customer_id"] is None) for each in answer.json()["waits"]]
    assert sorted(found) == [
        ("callback", False, True),
        ("callback", False, True),
        ("chat", False, False),
        ("email", False, True),
    ]


def _other_work(tx: Tx, args: tuple[str, str]) -> None:
    queue_id, org_id = args
    for kind, medium, ref in (("callback", "voice", "a"), ("callback", "voice", "b"), ("chat", "email", "c")):
        spec = WorkItemSpec(OrgId(org_id), kind, ref, 1, queue_id=QueueId(queue_id), medium=medium)
        Lines().enqueue(tx, spec)


async def test_what_the_router_would_tell_whoever_comes_now_is_shown_in_the_figures_people_are_told(
    cities: Cities, boss: Browser, clock: ManualClock
) -> None:
    queue_id = cities.shenzhen.queue.id

    async def told(met: Prospect) -> tuple[Any, ...]:
        await cities.door.database.write(outlooks.put, [outlooks.Outlook(queue_id, "chat", met)])
        (ahead,) = (await tile(boss))["ahead"]
        assert ahead["at_ms"] == clock.now_ms()
        return ahead["meets"], ahead["position"], ahead["p50_s"], ahead["p90_s"]

    assert await told(Prospect(Meets.WAITS, 3, 170_000, 250_000)) == ("waits", 3, 180, 300)
    assert await told(Prospect(Meets.WAITS, 2)) == ("waits", 2, None, None)
    assert await told(Prospect(Meets.FREE)) == ("free", 0, None, None)
    assert await told(Prospect(Meets.ELSEWHERE)) == ("elsewhere", 0, None, None)
    await clock.advance(outlooks.FRESH_MS / 1000 + 1)
    assert (await tile(boss))["ahead"] == []


async def test_a_skill_that_no_agent_of_a_queue_has_well_enough_is_named(cities: Cities, boss: Browser) -> None:
    city = cities.shenzhen
    assert (await tile(boss))["lacks"] == []

    def ask(tx: Tx, levels: tuple[int, int]) -> None:
        tx.run(SET_RULES, id=city.queue.id, settings=json.dumps({"need": {"all_of": [["japanese", levels[0]]]}}))
        if skills.by_code(tx, "japanese") is None:
            skills.add(tx, org_id=city.org.id, code="japanese", name="日语")
        skills.set_of_agent(tx, city.user.id, {"japanese": levels[1]})

    await cities.door.database.write(ask, (8, 5))
    assert (await tile(boss))["lacks"] == [{"code": "japanese", "name": "日语", "level": 8, "best": 5}]
    await cities.door.database.write(ask, (8, 8))
    assert (await tile(boss))["lacks"] == []

    def forget(tx: Tx, code: str) -> None:
        skills.set_of_agent(tx, city.user.id, {})
        skills.remove(tx, skills.by_code(tx, code) or "")

    await cities.door.database.write(forget, "japanese")
    assert (await tile(boss))["lacks"] == [], "nobody is asked for a skill that has gone"


async def test_the_day_so_far_tells_who_was_served_in_time_and_who_gave_up(
    cities: Cities, boss: Browser, clock: ManualClock
) -> None:
    city = cities.shenzhen
    await city.hear("人工", visitor="slow")
    await clock.advance(21)
    await city.assigned("slow")
    await city.hear("人工", visitor="gone")
    gone = await city.small.conversation(f"{city.org.code}-gone")
    body = {"owner_epoch": gone.owner_epoch}
    await boss.send("POST", f"/api/conversations/{gone.id}/end-for-all", body)
    day = await tile(boss)
    assert (day["answered"], day["in_time"], day["abandoned"]) == (1, 0, 1)
    await clock.advance(24 * 3600)
    found = await cities.door.database.read(lambda tx, _: board_rows.queues(tx, [city.queue.id]), None)
    assert [(one.answered, one.abandoned) for one in found] == [(0, 0)]


async def test_whom_a_rule_sent_out_of_the_line_did_not_give_up(cities: Cities, boss: Browser) -> None:
    city = cities.shenzhen
    await city.hear("人工", visitor="to the bot")
    await city.hear("人工", visitor="with a word")

    def send_out(tx: Tx, args: tuple[str, str]) -> None:
        leaving.to_bot(tx, conversation_rows.lock(tx, args[0]))
        leaving.with_word(tx, conversation_rows.lock(tx, args[1]), None, city.small.tickets)

    ids = [(await city.small.conversation(f"{city.org.code}-{one}")).id for one in ("to the bot", "with a word")]
    await cities.door.database.write(send_out, (ids[0], ids[1]))
    day = await tile(boss)
    assert (day["answered"], day["abandoned"], day["sent_out"]) == (0, 0, 2)


async def test_an_agent_is_shown_with_state_work_and_what_was_missed(
    cities: Cities, boss: Browser, clock: ManualClock
) -> None:
    city = cities.shenzhen
    conversation = await city.assigned()
    await city.agent.send("POST", "/api/agents/me/state", {"state": "break", "reason": "meal"})
    (agent,) = (await shown(boss))["agents"]
    assert (agent["name"], agent["state"], agent["next_state"], agent["next_reason"]) == (
        "Anna",
        "busy",
        "break",
        "meal",
    )
    assert (agent["load"], agent["capacity"], agent["queue_ids"]) == (1, {"chat": 3, "voice": 1}, [city.queue.id])
    (work,) = agent["work"]
    assert (work["conversation_id"], work["state"], work["rescue"]) == (conversation["id"], "active", False)
    await city.do(conversation, "hold")
    (agent,) = (await shown(boss))["agents"]
    assert agent["work"][0]["conversation_state"] == "on_hold"
    await city.agent.send("POST", "/api/agents/me/state", {"state": "ready"})
    await city.hear("人工", visitor="v2")
    await city.small.offers(city.user.id)
    await clock.advance(30)
    await city.small.offers(city.user.id)
    (agent,) = (await shown(boss))["agents"]
    assert (agent["state"], agent["reason"], agent["missed"]) == ("break", "missed_offer", 1)


async def test_the_line_is_read_in_its_order_a_window_at_a_time(cities: Cities, boss: Browser) -> None:
    city = cities.shenzhen
    for number in range(5):
        await city.hear("人工", visitor=f"v{number}", name=f"游客{number}")
    last = await city.small.conversation(f"{city.org.code}-v4")

    def hurry(tx: Tx, conversation_id: str) -> None:
        item = work_items.live_of(tx, conversation_id)
        work_items.hurry(tx, str(item), RESCUE)

    await cities.door.database.write(hurry, last.id)
    where = f"/api/board/queues/{city.queue.id}/waiting"
    whole = (await boss.get(where)).json()["waits"]
    assert [(one["place"], one["tourist_name"], one["rescue"]) for one in whole] == [
        (1, "游客4", True),
        *((number + 2, f"游客{number}", False) for number in range(4)),
    ]
    part = (await boss.get(f"{where}?skip=2&limit=2")).json()["waits"]
    assert part == whole[2:4]
    assert (await tile(boss))["rescues"] == 1


async def test_queues_are_called_by_their_names_in_the_readers_language(cities: Cities, boss: Browser) -> None:
    city = cities.shenzhen

    def name(tx: Tx, org_id: OrgId) -> None:
        texts.put(tx, org_id, "queue.general", "zh-CN", "综合咨询")
        texts.put(tx, org_id, "queue.general", "en", "General")

    assert [one["name"] for one in (await shown(boss))["queue_names"]] == ["general"]
    await cities.door.database.write(name, city.org.id)
    assert [one["name"] for one in (await shown(boss))["queue_names"]] == ["综合咨询"]
    assert [one["name"] for one in (await shown(boss, "en-GB"))["queue_names"]] == ["General"]


# --- to whom ------------------------------------------------------------------------------------------------------


async def test_sibling_cities_see_nothing_of_each_other_and_the_province_sees_both(
    cities: Cities, boss: Browser
) -> None:
    for city in (cities.shenzhen, cities.guangzhou):
        await city.assigned()
        await city.hear("人工", visitor="waits")
    chief = await cities.colleague("chief", (Role.SUPERVISOR, cities.province))
    mine, all_of_it = await shown(boss), await shown(chief)
    assert [one["org_id"] for one in mine["queues"]] == [cities.shenzhen.org.id]
    assert [one["name"] for one in mine["agents"]] == ["Anna"]
    assert [one["name"] for one in mine["org_names"]] == ["SZ"]
    assert cities.guangzhou.org.id not in json.dumps(mine)
    assert len(all_of_it["queues"]) == len(all_of_it["agents"]) == 2
    foreign = f"/api/board/queues/{cities.guangzhou.queue.id}/waiting"
    assert (await boss.get(foreign)).json()["code"] == "queue_not_found"
    assert len((await chief.get(foreign)).json()["waits"]) == 1


async def test_an_agents_work_for_a_foreign_city_is_only_counted(cities: Cities, boss: Browser) -> None:
    city, other = cities.shenzhen, cities.guangzhou

    def join(tx: Tx, _: None) -> None:
        queues.add_member(tx, other.queue.id, city.user.id)

    await cities.door.database.write(join, None)
    await other.hear("人工", name="广州游客")
    await city.agent.send("POST", "/api/agents/me/state", {"state": "ready"})
    await other.small.offers(city.user.id)
    (agent,) = (await shown(boss))["agents"]
    (work,) = agent["work"]
    assert (work["state"], work["conversation_id"], work["tourist_name"], work["queue_id"]) == (
        "offered",
        None,
        None,
        None,
    )


async def test_agents_and_strangers_see_no_board(cities: Cities) -> None:
    city = cities.shenzhen
    for where in ("/api/board", f"/api/board/queues/{city.queue.id}/waiting"):
        assert (await city.agent.get(where)).json()["code"] == "role_missing"
        assert (await cities.door.client().get(where)).status_code == 401


# --- as it changes ------------------------------------------------------------------------------------------------


@dataclass
class Eye:
    """Somebody who watches, with the frames that came."""

    frames: list[dict[str, Any]] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, text: str) -> None:
        """Take a frame."""
        self.frames.append(json.loads(text))
        self.came.set()

    async def second(self, clock: ManualClock) -> None:
        """Let a second pass, and what is at work get on with it."""
        self.came.clear()
        await clock.advance(1)
        with suppress(TimeoutError):
            async with patience.timeout(0.05):
                await self.came.wait()

    async def tile(self, city: City, clock: ManualClock, **wanted: object) -> dict[str, Any]:
        """Wait until the latest frame of a city's queue has these fields, while the seconds pass."""
        async with patience.timeout(PATIENCE_S):
            while True:
                tiles = [one for frame in self.frames for one in frame["queues"] if one["id"] == city.queue.id]
                if tiles and wanted.items() <= tiles[-1].items():
                    return dict(tiles[-1])
                await self.second(clock)


@asynccontextmanager
async def running(cities: Cities) -> AsyncIterator[None]:
    """Let the facts and the board run inside this block."""
    async with asyncio.TaskGroup() as tasks:
        works = [tasks.create_task(work()) for work in (cities.relay, cities.feed.run, cities.board.run)]
        yield
        for work in works:
            work.cancel()


def scope_of(city: City) -> Scope:
    """Return the scope of a city's supervisor."""
    return Scope((city.org.path,))


async def test_who_watches_gets_everything_and_then_what_changes(cities: Cities, clock: ManualClock) -> None:
    city, eye, foreign = cities.shenzhen, Eye(), Eye()
    async with running(cities):
        await cities.board.watch(scope_of(city), eye.put)
        await cities.board.watch(scope_of(cities.guangzhou), foreign.put)
        assert (eye.frames[0]["full"], len(eye.frames[0]["queues"]), len(eye.frames[0]["agents"])) == (True, 1, 1)
        await city.hear("人工")
        await eye.tile(city, clock, waiting=1)
        conversation = await city.assigned()
        assert (await eye.tile(city, clock, active=1, waiting=0))["answered"] == 1
        await city.do(conversation, "end")
        await eye.tile(city, clock, wrap_up=1)
    assert [frame["full"] for frame in eye.frames[1:]] == [False] * (len(eye.frames) - 1)
    assert [frame for frame in foreign.frames[1:] if frame["queues"] or frame["agents"]] == []


async def test_however_much_happens_each_second_tells_once(cities: Cities, clock: ManualClock) -> None:
    city, eye = cities.shenzhen, Eye()
    async with running(cities):
        await cities.board.watch(scope_of(city), eye.put)
        for number in range(12):
            await city.hear("人工", visitor=f"v{number}")
        before_s = clock.monotonic_s()
        await eye.tile(city, clock, waiting=12)
        passed_s = clock.monotonic_s() - before_s
    assert len(eye.frames) - 1 <= passed_s + 2


async def test_the_former_queue_of_what_was_passed_on_is_told_too(cities: Cities, clock: ManualClock) -> None:
    city, eye = cities.shenzhen, Eye()
    second = await cities.door.database.write(lambda tx, org_id: queues.create(tx, org_id, "second"), city.org.id)
    boss = await cities.colleague("boss", (Role.SUPERVISOR, city.org))
    await city.hear("人工")
    conversation = await city.small.conversation(f"{city.org.code}-v1")
    async with running(cities):
        await cities.board.watch(scope_of(city), eye.put)
        body = {"queue_id": second.id, "reason": "二组处理", "owner_epoch": conversation.owner_epoch}
        moved = await boss.send("POST", f"/api/conversations/{conversation.id}/transfer", body)
        assert moved.status_code == 200, moved.text
        await eye.tile(city, clock, waiting=0)
    latest = {one["id"]: one["waiting"] for frame in eye.frames for one in frame["queues"]}
    assert latest == {city.queue.id: 0, second.id: 1}


async def test_a_queue_that_is_gone_leaves_the_board(cities: Cities, clock: ManualClock) -> None:
    city, eye = cities.shenzhen, Eye()
    second = await cities.door.database.write(lambda tx, org_id: queues.create(tx, org_id, "second"), city.org.id)

    def remove(tx: Tx, queue_id: str) -> None:
        tx.run(REMOVE, id=queue_id)

    async with running(cities):
        await cities.board.watch(scope_of(city), eye.put)
        await cities.door.database.write(remove, second.id)
        async with patience.timeout(PATIENCE_S):
            while second.id not in eye.frames[-1]["gone"]:
                await eye.second(clock)
