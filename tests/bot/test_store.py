"""The bot on a real store: articles down the tree, dialogue states, and news that it notices."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from app import check
from bot import demo
from bot.answering import AnsweringBot
from bot.knowledge import Article
from bot.library import FRESH_S, Library
from bot.store import articles as article_rows
from bot.store.articles import Sheet, State, Version
from bot.store.dialogue import DialogueStates
from bot.venue import Venue, VenueKind
from bot.wording import wording
from crm.status import StatusDesk
from hub.clock import ManualClock
from hub.database import Database, Tx
from hub.errors import StoreUnavailable
from hub.ids import ConversationId, OrgId
from hub.model import BotState, TurnInput
from hub.places import Datum, Place
from hub.store import texts
from tests.bot.talk import understanding, written
from tests.people import key_ring, make_org, make_two_cities

pytestmark = pytest.mark.store

TEA = Article("tea", "zh-CN", "哪里喝茶", "在茶馆喝茶。", "2026-01-01", ("喝茶", "茶馆"), "市旅游局")


def _add(tx: Tx, args: tuple[OrgId, Article]) -> Sheet | None:
    return article_rows.add(tx, *args)


def _seen(tx: Tx, org_id: OrgId) -> list[tuple[str, str]]:
    return [
        (article.code, article.body) for article in article_rows.seen(tx, org_id, article_rows.stamp(tx, org_id).day)
    ]


def _withdraw(tx: Tx, org_id: OrgId) -> None:
    sheet = article_rows.own(tx, org_id, TEA.code, TEA.lang)
    assert sheet is not None
    article_rows.change(tx, sheet, sheet.article, State.WITHDRAWN, None)


def _asked(org_id: OrgId, text: str, state: BotState | None = None) -> TurnInput:
    return TurnInput(ConversationId("c"), org_id, (written(text),), state or BotState(), "zh-CN", 0)


def _bot(database: Database, clock: ManualClock) -> AnsweringBot:
    return AnsweringBot(Library(database, clock), understanding(), StatusDesk(database, key_ring()))


async def _last_words(bot: AnsweringBot, org_id: OrgId, text: str) -> str:
    return (await bot.turn(_asked(org_id, text))).replies[-1].text


async def test_the_samples_are_loaded_once_and_never_over_what_is_there(database: Database) -> None:
    city = await make_org(database, "hz")
    own = Article("pets", "zh-CN", "宠物", "我们欢迎宠物。", "2026-02-02")
    await database.write(_add, (city.id, own))
    assert await database.write(demo.load, city.id) == len(list(demo.articles())) - 1
    assert await database.write(demo.load, city.id) == 0
    assert ("pets", "我们欢迎宠物。") in await database.read(_seen, city.id)


async def test_articles_are_seen_from_below_and_not_from_beside(database: Database) -> None:
    province, one, other = await make_two_cities(database)
    await database.write(_add, (province.id, TEA))
    await database.write(_add, (one.id, Article("boat", "zh-CN", "坐船", "在码头坐船。", "2026-01-01")))
    assert await database.read(_seen, one.id) == [("boat", "在码头坐船。"), ("tea", "在茶馆喝茶。")]
    assert await database.read(_seen, other.id) == [("tea", "在茶馆喝茶。")]
    assert await database.read(_seen, province.id) == [("tea", "在茶馆喝茶。")]


async def test_an_own_article_hides_the_one_from_above_even_when_it_is_withdrawn(database: Database) -> None:
    province, one, other = await make_two_cities(database)
    await database.write(_add, (province.id, TEA))
    await database.write(_add, (one.id, Article("tea", "zh-CN", "哪里喝茶", "这里不喝茶。", "2026-01-01")))
    assert await database.read(_seen, one.id) == [("tea", "这里不喝茶。")]
    await database.write(_withdraw, one.id)
    assert await database.read(_seen, one.id) == []
    assert await database.read(_seen, other.id) == [("tea", "在茶馆喝茶。")]


async def test_an_article_is_told_on_its_days_as_they_are_where_the_organisation_is(
    database: Database, clock: ManualClock
) -> None:
    city = await make_org(database, "hz")
    day = replace(TEA, valid_from="2026-11-02", valid_until="2026-11-03")
    await database.write(_add, (city.id, day))
    library = Library(database, clock)
    told: list[bool] = []
    for iso in ("2026-11-01T15:59:50", "2026-11-01T16:00:00", "2026-11-03T15:59:50", "2026-11-03T16:00:00"):
        at = datetime.fromisoformat(f"{iso}+00:00").timestamp()
        await clock.advance(at - clock.now_ms() / 1000)
        told.append("tea" in (await library.desk(city.id)).knowledge)
    assert told == [False, True, True, False]


async def test_a_draft_is_not_told_and_hides_nothing(database: Database) -> None:
    province, one, _ = await make_two_cities(database)
    await database.write(_add, (province.id, TEA))
    own = replace(TEA, body="这里不喝茶。")
    await database.write(lambda tx, org_id: article_rows.add(tx, org_id, own, State.DRAFT), one.id)
    assert await database.read(_seen, one.id) == [("tea", "在茶馆喝茶。")]


async def test_each_change_keeps_what_an_article_says_from_then_on(database: Database) -> None:
    city = await make_org(database, "hz")
    place = Place(30.25, 120.13, Datum.GCJ02, source="article")
    full = replace(
        TEA, venue=Venue(VenueKind.SIGHT, address="湖边", tags=("茶",), point=place), valid_from="2026-01-01"
    )

    def work(tx: Tx, org_id: OrgId) -> Sequence[Version]:
        made = article_rows.add(tx, org_id, full)
        assert made is not None
        changed = article_rows.change(tx, made, replace(full, venue=None, body="喝茶去。"), State.DRAFT, "u1")
        assert article_rows.find(tx, made.id) == changed
        return article_rows.versions(tx, made.id)

    second, first = await database.write(work, city.id)
    assert (first.rev, first.actor_id, first.article, first.state) == (0, None, full, State.LIVE)
    assert (second.rev, second.actor_id, second.state) == (1, "u1", State.DRAFT)
    assert second.article == replace(full, venue=None, body="喝茶去。")


async def test_a_dialogue_s_state_is_the_last_one_put(database: Database) -> None:
    states = DialogueStates()
    conversation, org = ConversationId("c1"), OrgId("o1")

    def put(tx: Tx, state: BotState) -> BotState:
        states.put(tx, conversation, org, state)
        return states.get(tx, conversation)

    assert await database.read(states.get, conversation) == BotState()
    assert await database.write(put, BotState('{"unsure":1}')) == BotState('{"unsure":1}')
    assert await database.write(put, BotState("{}")) == BotState("{}")
    assert await database.read(states.get, ConversationId("c2")) == BotState()


async def test_it_answers_from_the_articles_of_the_tourist_s_organisation(
    database: Database, clock: ManualClock
) -> None:
    _, one, other = await make_two_cities(database)
    await database.write(_add, (one.id, TEA))
    bot = _bot(database, clock)
    assert (await _last_words(bot, one.id, "哪里喝茶")).startswith(
        "在茶馆喝茶。\n\n—— 摘自《哪里喝茶》，2026-01-01（市旅游局）"
    )
    assert await _last_words(bot, other.id, "哪里喝茶") == wording().say("bot.rephrase", "zh-CN")


async def test_a_new_article_and_new_words_are_known_within_seconds(database: Database, clock: ManualClock) -> None:
    city = await make_org(database, "hz")
    bot = _bot(database, clock)
    assert not (await _last_words(bot, city.id, "哪里喝茶")).startswith("在茶馆")
    await database.write(_add, (city.id, TEA))
    await database.write(lambda tx, org_id: texts.put(tx, org_id, "bot.welcome", "zh-CN", "应该的。"), city.id)
    await clock.advance(FRESH_S)
    assert (await _last_words(bot, city.id, "哪里喝茶")).startswith("在茶馆")
    assert await _last_words(bot, city.id, "谢谢") == "应该的。"
    await database.write(_withdraw, city.id)
    await clock.advance(FRESH_S)
    assert not (await _last_words(bot, city.id, "哪里喝茶")).startswith("在茶馆")


async def test_a_change_elsewhere_makes_no_new_index_and_many_who_ask_at_once_read_once(
    database: Database, clock: ManualClock
) -> None:
    _, one, other = await make_two_cities(database)
    await database.write(_add, (one.id, TEA))
    library = Library(database, clock)
    before = database.counters.reads
    async with asyncio.TaskGroup() as group:
        asked = [group.create_task(library.desk(one.id)) for _ in range(20)]
    desks = [one.result() for one in asked]
    assert (len(set(map(id, desks))), database.counters.reads - before) == (1, 1)
    await database.write(_add, (other.id, TEA))
    await clock.advance(FRESH_S)
    assert (await library.desk(one.id)).knowledge is desks[0].knowledge
    await database.write(_withdraw, one.id)
    await clock.advance(FRESH_S)
    assert "tea" not in (await library.desk(one.id)).knowledge


async def test_without_its_store_it_goes_on_with_what_it_knows(database: Database, clock: ManualClock) -> None:
    city = await make_org(database, "hz")
    await database.write(_add, (city.id, TEA))
    bot, stranger = _bot(database, clock), _bot(database, clock)
    await _last_words(bot, city.id, "你好")
    await database.close()
    await clock.advance(FRESH_S)
    assert (await _last_words(bot, city.id, "哪里喝茶")).startswith("在茶馆")
    with pytest.raises(StoreUnavailable):
        await stranger.turn(_asked(city.id, "哪里喝茶"))
    assert await _last_words(stranger, city.id, "救命") == wording().say("rescue.reply", "zh-CN")


async def test_the_check_warns_while_a_sample_is_in_service(database: Database) -> None:
    city = await make_org(database, "hz")
    assert await database.read(article_rows.live_samples, None) == 0
    await database.write(_add, (city.id, replace(TEA, demo=True)))
    assert [(one.level, one.code) for one in await check.store_findings(database)][-1] == ("warn", "sample_articles")
    await database.write(_withdraw, city.id)
    assert "sample_articles" not in {one.code for one in await check.store_findings(database)}
