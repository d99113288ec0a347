"""The sample articles: well formed, in both languages, and without anything that ages."""

import re
from collections import defaultdict

import pytest

from bot.demo import MARK, articles
from bot.knowledge import Article, Knowledge
from tests.bot.talk import Talk, outcome

pytestmark = pytest.mark.unit

EMERGENCY = {"110", "119", "120", "122"}
ALL = list(articles())


def _by_code() -> dict[str, dict[str, Article]]:
    found: dict[str, dict[str, Article]] = defaultdict(dict)
    for article in ALL:
        found[article.code][article.lang] = article
    return found


def test_there_are_enough_and_each_in_chinese_and_english() -> None:
    assert len(_by_code()) >= 120
    assert all(set(versions) == {"zh-CN", "en"} for versions in _by_code().values())


@pytest.mark.parametrize("article", ALL, ids=lambda article: f"{article.code}-{article.lang}")
def test_a_sample_is_whole_short_and_marked(article: Article) -> None:
    assert article.demo
    assert article.source == MARK[article.lang]
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", article.written_on)
    assert article.title
    assert article.keywords
    assert 40 < len(article.body) < 700
    assert "##" not in article.body


@pytest.mark.parametrize("article", ALL, ids=lambda article: f"{article.code}-{article.lang}")
def test_a_sample_holds_no_price_no_hours_and_no_telephone_but_the_emergency_numbers(article: Article) -> None:
    assert not re.search(r"\d ?(?:元|块|美元)|[¥￥$€]\s?\d|\d ?(?:yuan|RMB|USD)", article.body)
    assert not re.search(r"\d{1,2}[:：]\d{2}|\d ?点(?:钟|半|开|关)|\d ?[ap]\.?m\.?", article.body)
    assert not re.search(r"\d{5,}|\d{3,4}-\d{3,}", article.body)
    three_digits = set(re.findall(r"(?<!\d)\d{3}(?!\d)", article.body.replace(",", "")))
    assert three_digits <= EMERGENCY


def test_no_two_samples_have_the_same_title() -> None:
    titles = [(article.lang, article.title) for article in ALL]
    assert len(titles) == len(set(titles))


def test_a_button_with_the_title_of_a_sample_leads_to_that_sample() -> None:
    knowledge = Knowledge(ALL)
    assert [article.code for article in ALL if knowledge.named(article.title) != article.code] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("布达拉宫怎么去", "potala"), ("土楼怎么走", "tulou"), ("兵马俑", "terracotta"), ("macau", "macao")],
)
def test_a_sight_is_found_by_what_people_call_it_and_by_its_address(text: str, code: str) -> None:
    assert outcome(Talk().say(text)) == code
