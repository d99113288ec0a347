"""Search over the API: found is what stands there, in any way of writing, in one's own organisations only."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import MetaData, text

from hub.bus import Topic
from hub.clock import ManualClock
from hub.database import Database
from hub.feed import Feed
from hub.scope import Role
from hub.search import SearchFollower
from tests.app.cities import Cities, open_cities
from tests.app.door import Browser
from tests.app.way import conftest as way

pytestmark = pytest.mark.store

clock = way.clock


@pytest.fixture
def schema() -> MetaData:
    """Return the tables of every room."""
    return way.all_tables()


@pytest.fixture
async def cities(database: Database, clock: ManualClock, tmp_path: Path) -> AsyncIterator[Cities]:
    async with open_cities(database, clock, tmp_path) as opened:
        yield opened


async def follow(cities: Cities, clock: ManualClock) -> None:
    """Let a follower that has just started take in all there is."""
    database = cities.door.database
    feed = Feed(database, Topic())
    await feed.start()
    follower = SearchFollower(database, feed, clock)
    while await follower.turn():
        pass


def asking(query: str, **more: Any) -> str:
    """Return the address of a search."""
    return "/api/search?" + urlencode({"q": query, **more})


async def found(browser: Browser, query: str) -> list[dict[str, Any]]:
    """Return all that is found, page by page."""
    hits: list[dict[str, Any]] = []
    more: dict[str, Any] = {}
    while True:
        answer = await browser.get(asking(query, **more))
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert len(page["hits"]) <= 20
        hits += page["hits"]
        if page["next"] is None:
            return hits
        more = {"before": page["next"]}


async def test_words_are_found_in_messages_notes_and_names_with_their_place(cities: Cities, clock: ManualClock) -> None:
    city = cities.shenzhen
    await city.hear("你好", "请问雾云谷的索道几点停运？", name="王小明")
    conversation = await city.assigned()
    await city.do(conversation, "notes", {"text": "索道下午四点停"})
    await follow(cities, clock)
    hits = await found(city.agent, "索道")
    assert [(one["direction"], one["conversation_id"]) for one in hits] == [
        ("note", conversation["id"]),
        ("in", conversation["id"]),
    ]
    said = hits[1]
    assert [said["excerpt"][first:behind] for first, behind in said["marks"]] == ["索道"]
    messages = (await city.agent.get(f"/api/conversations/{conversation['id']}/messages")).json()["messages"]
    assert [one["text"] for one in messages if one["seq"] == said["seq"]] == ["请问雾云谷的索道几点停运？"]
    [named] = await found(city.agent, "小明")
    assert (named["kind"], named["conversation_id"], named["excerpt"]) == ("tourist", conversation["id"], "王小明")


async def test_what_the_bot_says_is_not_searched(cities: Cities, clock: ManualClock) -> None:
    city = cities.shenzhen
    await city.hear("索道停运")
    conversation = (await found_after(cities, clock))[0]["conversation_id"]
    said = (await cities.shenzhen.agent.get(f"/api/conversations/{conversation}/messages")).json()["messages"]
    assert ("bot", "echo 索道停运") in [(one["author"], one["text"]) for one in said]


async def found_after(cities: Cities, clock: ManualClock) -> list[dict[str, Any]]:
    await follow(cities, clock)
    hits = await found(cities.shenzhen.agent, "索道")
    assert [one["author"] for one in hits] == ["tourist"]
    return hits


async def test_any_way_of_writing_finds_it_and_scattered_pairs_do_not(cities: Cities, clock: ManualClock) -> None:
    city = cities.shenzhen
    await city.hear("霧雲谷的WiFi密碼", "云谷在雾云之上，雾云")
    await follow(cities, clock)
    for query in ("雾云谷", "\uff37\uff29\uff26\uff29密码", "wifi 雾云谷"):
        assert [one["excerpt"] for one in await found(city.agent, query)] == ["霧雲谷的WiFi密碼"], query
    assert await found(city.agent, "谷雾") == []
    assert await found(city.agent, '索" OR "雾云') == []


async def test_another_city_finds_nothing_and_the_province_finds_both(cities: Cities, clock: ManualClock) -> None:
    await cities.shenzhen.hear("索道停运")
    await cities.guangzhou.hear("索道开放")
    await follow(cities, clock)
    assert [one["excerpt"] for one in await found(cities.guangzhou.agent, "索道")] == ["索道开放"]
    boss = await cities.colleague("dora", (Role.SUPERVISOR, cities.province))
    assert [one["excerpt"] for one in await found(boss, "索道")] == ["索道开放", "索道停运"]


async def test_what_is_taken_in_twice_stands_there_once_and_the_follower_goes_on_where_it_was(
    cities: Cities, clock: ManualClock
) -> None:
    city = cities.shenzhen
    await city.hear("索道停运")
    await follow(cities, clock)
    await cities.door.database.write(
        lambda tx, _: tx.connection.execute(text("DELETE FROM meta WHERE name = 'search_cursor'")).rowcount, None
    )
    await follow(cities, clock)
    await city.hear("索道开放")
    await follow(cities, clock)
    assert [one["excerpt"] for one in await found(city.agent, "索道")] == ["索道开放", "索道停运"]


async def test_many_hits_come_in_pages_without_a_gap(cities: Cities, clock: ManualClock) -> None:
    city = cities.shenzhen
    await city.hear(*(f"索道第{number}号" for number in range(25)))
    await follow(cities, clock)
    first = (await city.agent.get(asking("索道"))).json()
    assert (len(first["hits"]), first["next"] is None) == (20, False)
    numbers = [one["excerpt"] for one in await found(city.agent, "索道")]
    assert numbers == [f"索道第{number}号" for number in reversed(range(25))]


@pytest.mark.parametrize("query", ["", "谷", "？！", "\x00"])
async def test_what_cannot_be_found_is_refused_clearly(cities: Cities, query: str) -> None:
    answer = await cities.shenzhen.agent.get(asking(query))
    assert (answer.status_code, answer.json()["code"]) == (422, "query_too_short")
