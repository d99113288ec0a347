"""Searching the articles: cutting texts, ranking, certainty, and the reader's language."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.finding import is_sure
from bot.knowledge import Article, Knowledge
from bot.tokens import MAX_LETTERS, shortened, tokens
from bot.venue import Venue, VenueKind
from hub.places import Datum, Place
from tests.bot.talk import demo

pytestmark = pytest.mark.unit


def article(code: str, title: str, *keywords: str, lang: str = "zh-CN", body: str = "正文。") -> Article:
    return Article(code, lang, title, body, "2026-01-01", keywords)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("护照丢失", ["护照", "照丢", "丢失"]),
        ("護照丟失", ["护照", "照丢", "丢失"]),
        ("请问护照怎么办？", ["护照"]),
        ("My passports, please!", ["passport"]),
        ("cities and glass", ["city", "glass"]),
        ("拨打110", ["拨打", "110"]),
        ("パスポートをなくしました", ["パスポート"]),
        ("여권을", ["여권", "권을"]),
        ("对", []),
        ("😀 ！？", []),
    ],
)
def test_texts_are_cut_into_what_they_are_about(text: str, cut: list[str]) -> None:
    assert tokens(text) == cut


def test_an_enormous_text_is_searched_at_both_ends() -> None:
    text = f"护照{'啊' * 100_000}轮椅"
    assert len(shortened(text)) == MAX_LETTERS + 1
    assert {"护照", "轮椅"} <= set(tokens(shortened(text)))


def test_the_article_that_is_about_it_comes_first() -> None:
    assert demo().search("护照丢了怎么办")[0].code == "lost-passport"


def test_nothing_in_common_finds_nothing() -> None:
    assert demo().search("量子力学") == ()
    assert Knowledge().search("护照") == ()
    assert demo().search("") == ()


def test_one_common_word_is_not_enough_to_be_sure() -> None:
    hits = Knowledge([article("tea", "龙井茶", "龙井茶"), article("silk", "丝绸", "丝绸")]).search("龙井在哪个村")
    assert hits[0].code == "tea"
    assert not is_sure(hits)


def test_an_article_that_leaves_out_what_is_asked_is_no_answer() -> None:
    knowledge = Knowledge([article("wall", "长城", "长城", "八达岭长城")])
    assert is_sure(knowledge.search("八达岭长城"))
    assert not is_sure(knowledge.search("八达岭长城多少钱"))
    assert not is_sure(knowledge.search("八达岭长城的电话"))


def test_an_article_that_speaks_of_it_is_one() -> None:
    assert is_sure(Knowledge([article("wall", "长城门票多少钱", "长城票价")]).search("长城门票多少钱"))


def test_two_articles_that_are_both_named_leave_doubt() -> None:
    knowledge = Knowledge([article("one", "高原反应", "高原反应"), article("two", "保险理赔", "保险理赔")])
    assert not is_sure(knowledge.search("高原反应保险理赔"))


def test_a_title_or_keyword_names_its_article_whatever_its_writing() -> None:
    assert demo().named("護照丟了怎麼辦？") == "lost-passport"
    assert demo().named("  WHO are you! ") == "about-us"
    assert demo().named("") is None


def test_a_name_that_two_articles_share_names_neither() -> None:
    knowledge = Knowledge([article("one", "甲茶", "茶馆"), article("two", "乙茶", "茶馆")])
    assert knowledge.named("茶馆") is None
    assert knowledge.named("甲茶") == "one"


@pytest.mark.parametrize(
    ("lang", "got"),
    [("zh-CN", "zh-CN"), ("zh-TW", "zh-CN"), ("en", "en"), ("en-GB", "en"), ("ja", "en"), ("fr", "en")],
)
def test_the_reader_gets_the_version_he_understands_best(lang: str, got: str) -> None:
    assert demo().article("lost-passport", lang).lang == got


def test_a_version_in_the_reader_s_own_language_comes_first_and_any_is_better_than_none() -> None:
    versions = [article("tea", "お茶", lang="ja"), article("tea", "Tea", lang="en"), article("tea", "茶")]
    assert Knowledge(versions).article("tea", "ja").title == "お茶"
    assert Knowledge(versions[:1]).article("tea", "zh-CN").title == "お茶"


def test_the_order_of_the_articles_does_not_matter() -> None:
    versions = [article(f"a{number}", f"第{number}篇文章", "景区", "门票") for number in range(8)]
    shuffled = list(versions)
    random.Random(7).shuffle(shuffled)  # noqa: S311 - an order, not a secret
    assert Knowledge(versions).search("景区门票") == Knowledge(shuffled).search("景区门票")


LAKE = replace(
    article("lake", "月亮湖", "月亮湖", body="城西的湖。"),
    venue=Venue(
        VenueKind.PARK,
        address="城西路",
        transport="坐到湖滨站",
        tags=("划船",),
        point=Place(30.25, 120.13, Datum.GCJ02),
    ),
)


def test_a_place_answers_what_its_fields_say() -> None:
    knowledge = Knowledge([LAKE, article("hill", "太阳山", "太阳山")])
    for question in ("月亮湖怎么走", "月亮湖的地址", "月亮湖怎么去"):
        assert is_sure(knowledge.search(question)), question
        assert knowledge.search(question)[0].code == "lake"
    for question in ("月亮湖几点开门", "月亮湖的电话", "月亮湖多少钱", "太阳山怎么去"):
        assert not is_sure(knowledge.search(question)), question


def test_a_place_is_told_with_its_fields_below_the_body_in_the_reader_s_words() -> None:
    told = Knowledge([LAKE, replace(LAKE, lang="en", title="Moon Lake", body="A lake.")])
    assert told.article("lake", "zh-CN").body.splitlines()[:3] == ["城西的湖。", "地址：城西路", "交通：坐到湖滨站"]
    assert told.article("lake", "en").body.splitlines()[1] == "Address: 城西路"


@pytest.mark.parametrize(
    "question", ["它怎么去", "那里怎么走呢？", "它在哪里", "这个景区地址是什么", "How do I get there?"]
)
def test_a_question_that_names_nothing_is_about_the_place_that_was_talked_about(question: str) -> None:
    assert Knowledge([LAKE]).goes_on(question, "lake")


@pytest.mark.parametrize("question", ["它几点开门", "太阳山怎么去", "火车站怎么走", "它好玩吗", "谢谢", ""])
def test_what_it_does_not_say_or_what_names_something_else_is_not(question: str) -> None:
    assert not Knowledge([LAKE]).goes_on(question, "lake")
    assert not Knowledge([article("hill", "太阳山")]).goes_on("它怎么去", "hill")
    assert not Knowledge([LAKE]).goes_on("它怎么去", "gone")


def test_a_field_of_a_place_is_found() -> None:
    assert Knowledge([LAKE, article("hill", "太阳山")]).search("划船")[0].code == "lake"


@given(st.text(max_size=300))
def test_any_text_can_be_searched(text: str) -> None:
    for hit in demo().search(text):
        assert hit.score > 0
        assert 0 <= hit.coverage <= 1 + 1e-9
        assert demo().article(hit.code, "zh-CN").code == hit.code
