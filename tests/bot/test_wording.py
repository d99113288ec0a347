"""The bot's own words: none are missing in any language that tourists are told in."""

import pytest

from bot.phrases import asks_for_person
from bot.wording import WORDS, wording
from hub.script import is_traditional
from hub.steering.steward import LANGS
from hub.texts import slots_in
from tests.bot.talk import decide, demo, heard, written

pytestmark = pytest.mark.unit

STAFF_ONLY = ("bot.summary", "bot.kind.", "bot.topics")
"What agents read, and a list of codes."
FOR_TOURISTS = sorted(key for key in WORDS if not key.startswith(STAFF_ONLY))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("key", FOR_TOURISTS)
def test_the_bot_has_words_for_tourists_in_every_language(key: str, lang: str) -> None:
    words = WORDS[key][lang]
    assert words.strip()
    assert slots_in(words) == slots_in(WORDS[key]["zh-CN"])


def test_traditional_words_are_not_simplified_ones() -> None:
    same = {key for key in FOR_TOURISTS if not is_traditional(WORDS[key]["zh-TW"])}
    assert same == {"bot.source", "bot.citation"}, "brackets and slots are the same in both"


@pytest.mark.parametrize("lang", LANGS)
def test_the_button_for_a_person_is_understood_in_every_language(lang: str) -> None:
    assert asks_for_person(WORDS["bot.person"][lang])


@pytest.mark.parametrize("lang", ["zh-TW", "zh-HK", "zh-Hant", "zh-CN", "en"])
def test_a_tourist_who_writes_in_traditional_characters_is_answered_in_them(lang: str) -> None:
    turn = decide(heard(written("你們在說什麼呀這樣"), lang=lang), demo(), wording())
    assert is_traditional(turn.replies[0].text)
