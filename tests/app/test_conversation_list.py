"""The supervisor's list of conversations: what narrows it, how it is paged, and who sees which."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import MetaData

from hub.clock import ManualClock
from hub.database import Database
from hub.scope import Role
from tests.app.cities import Cities, open_cities
from tests.app.door import Browser
from tests.app.way import conftest as way

pytestmark = pytest.mark.store

LIST = "/api/supervisor/conversations"
clock = way.clock


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


async def names(browser: Browser, narrowed: str = "") -> Sequence[str]:
    """Return the tourists of the list, as it stands for these filters."""
    answer = await browser.get(f"{LIST}?{narrowed}")
    assert answer.status_code == 200, answer.text
    return [str(one["conversation"]["tourist_name"]) for one in answer.json()["conversations"]]


async def test_each_filter_narrows_the_list(cities: Cities, boss: Browser) -> None:
    city = cities.shenzhen
    await city.hear("你好", visitor="v1", name="小结")
    done = await city.assigned("v1")
    await city.agent.send("POST", "/api/agents/me/state", {"state": "offline"})
    ticket = {"kind": "complaint", "title": "导游迟到"}
    wrapped = await city.do(done, "wrap-up", {"disposition": "solved", "ticket": ticket})
    assert wrapped.status_code == 200, wrapped.text
    await city.hear("人工", visitor="v2", name="排队")
    await city.hear("你好", visitor="v3", name="机器人")
    assert await names(boss) == ["机器人", "排队", "小结"]
    assert await names(boss, "state=bot") == ["机器人"]
    assert await names(boss, "state=bot&state=closed") == ["机器人", "小结"]
    assert await names(boss, f"queue={city.queue.id}") == ["机器人", "排队", "小结"]
    assert await names(boss, f"queue={cities.guangzhou.queue.id}") == []
    assert await names(boss, f"agent={city.user.id}") == ["小结"]
    assert await names(boss, "ticket=with") == ["小结"]
    assert await names(boss, "ticket=without") == ["机器人", "排队"]
    assert await names(boss, "rescue=true") == []
    listed = (await boss.get(f"{LIST}?ticket=with")).json()["conversations"][0]
    assert listed["ticket_nos"] == [wrapped.json()["ticket_no"]]


async def test_a_day_is_one_of_the_organisations_own_calendar(
    cities: Cities, boss: Browser, clock: ManualClock
) -> None:
    now = datetime.fromtimestamp(clock.now_ms() / 1000, UTC).astimezone(ZoneInfo("Asia/Shanghai"))
    midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), now.tzinfo)
    await cities.shenzhen.hear("你好", visitor="v1", name="昨天")
    await clock.advance((midnight - now).total_seconds() + 1)
    await cities.shenzhen.hear("你好", visitor="v2", name="今天")
    boss = cities.door.client()
    await boss.sign_in("boss")
    assert await names(boss, f"day={now.date()}") == ["昨天"]
    assert await names(boss, f"day={midnight.date()}") == ["今天"]
    assert await names(boss, "day=9999-12-31") == []
    assert (await boss.get(f"{LIST}?day=heute")).status_code == 422


async def test_pages_follow_each_other_without_a_hole(cities: Cities, boss: Browser) -> None:
    for number in range(5):
        await cities.shenzhen.hear("你好", visitor=f"v{number}", name=f"{number}")
    seen: list[str] = []
    before = ""
    while True:
        page = (await boss.get(f"{LIST}?limit=2{before}")).json()
        seen += [one["conversation"]["tourist_name"] for one in page["conversations"]]
        if page["next"] is None:
            break
        before = f"&before={page['next']}"
    assert seen == ["4", "3", "2", "1", "0"]


async def test_sibling_cities_see_nothing_of_each_other(cities: Cities, boss: Browser) -> None:
    await cities.shenzhen.hear("你好", name="深圳")
    await cities.guangzhou.hear("你好", name="广州")
    chief = await cities.colleague("chief", (Role.SUPERVISOR, cities.province))
    assert (await names(boss), await names(chief)) == (["深圳"], ["广州", "深圳"])
    assert (await cities.shenzhen.agent.get(LIST)).json()["code"] == "role_missing"
