"""Whose words are used, in which language, and that none are missing when it matters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub import rescue
from hub.errors import NotFound
from hub.script import is_traditional
from hub.steering.steward import LANGS
from hub.store.texts import Written
from hub.texts import BUILT_IN, Wording, fallbacks, filled, slots_in

pytestmark = pytest.mark.unit

STAFF_ONLY = {"rescue.ticket", "rescue.lowered", "rescue.raised", "overflow.ticket"}
GREETING = {"greeting": {"zh-CN": "您好", "en": "Hello", "ja": "こんにちは"}}


@pytest.mark.parametrize(
    ("lang", "tried"),
    [
        ("zh-CN", ("zh-CN", "zh", "en")),
        ("zh-TW", ("zh-TW", "zh", "zh-CN", "en")),
        ("zh-Hant-HK", ("zh-Hant-HK", "zh-Hant", "zh-TW", "zh", "zh-CN", "en")),
        ("zh-HK", ("zh-HK", "zh-TW", "zh", "zh-CN", "en")),
        ("zh-Hans-HK", ("zh-Hans-HK", "zh-Hans", "zh", "zh-CN", "en")),
        ("zh-SG", ("zh-SG", "zh", "zh-CN", "en")),
        ("en", ("en", "zh-CN")),
        ("en-GB", ("en-GB", "en", "zh-CN")),
        ("fr", ("fr", "zh-CN", "en")),
        ("", ("zh-CN", "en")),
        (None, ("zh-CN", "en")),
    ],
)
def test_languages_are_tried_from_the_wanted_one_to_the_last_resorts(lang: str | None, tried: tuple[str, ...]) -> None:
    assert fallbacks(lang) == tried


@pytest.mark.parametrize(
    ("lang", "words"), [("zh-TW", "您好"), ("en-US", "Hello"), ("ja", "こんにちは"), ("fr", "您好"), (None, "您好")]
)
def test_the_best_language_there_is_is_spoken(lang: str | None, words: str) -> None:
    assert Wording(built_in=GREETING).say("greeting", lang) == words


def test_the_nearest_organisation_speaks_first() -> None:
    nearest_first = [Written("greeting", "zh-CN", "杭州欢迎您"), Written("greeting", "zh-CN", "浙江欢迎您")]
    assert Wording(nearest_first, GREETING).say("greeting", "zh-CN") == "杭州欢迎您"


def test_the_right_language_counts_more_than_the_nearest_organisation() -> None:
    wording = Wording([Written("greeting", "zh-CN", "杭州欢迎您")], GREETING)
    assert wording.say("greeting", "en") == "Hello"


def test_a_text_that_nobody_wrote_is_named() -> None:
    with pytest.raises(NotFound, match="text_not_found"):
        Wording(built_in=GREETING).say("farewell", "en")
    assert Wording(built_in=GREETING).find("farewell", "en") is None


def test_a_language_is_spoken_when_anything_is_written_in_it() -> None:
    wording = Wording(built_in=GREETING)
    assert wording.speaks("en-AU")
    assert wording.speaks("zh-SG")
    assert wording.speaks("zh-Hans")
    assert not wording.speaks("fr")


def test_slots_are_filled_plainly() -> None:
    assert filled("您是第 {position} 位，{name}", {"position": 3}) == "您是第 3 位，{name}"
    assert filled("{a}{b}", {"a": "{b}", "b": "x"}) == "{b}x"
    assert filled("{a.__class__} {0} {} }{ {a", {"a": 1}) == "{a.__class__} {0} {} }{ {a"


@given(st.text(max_size=200), st.dictionaries(st.sampled_from(["a", "b"]), st.text(max_size=20)))
def test_no_text_that_people_write_can_fail_to_be_filled(words: str, slots: dict[str, str]) -> None:
    assert isinstance(filled(words, slots), str)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("key", sorted(BUILT_IN.keys() - STAFF_ONLY))
def test_the_hub_has_words_for_tourists_in_every_language(key: str, lang: str) -> None:
    words = BUILT_IN[key][lang]
    assert words.strip()
    assert slots_in(words) == slots_in(BUILT_IN[key]["zh-CN"])
    assert lang != "zh-TW" or is_traditional(words)


@pytest.mark.parametrize("lang", ["zh-TW", "zh-HK", "zh-Hant", "zh-Hant-MO"])
def test_whoever_reads_traditional_characters_is_told_in_them(lang: str) -> None:
    assert Wording().speaks(lang)
    assert Wording().say("conversation.held", lang) == BUILT_IN["conversation.held"]["zh-TW"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_answer_to_a_cry_for_help_names_the_emergency_numbers(lang: str) -> None:
    for key in (rescue.REPLY, rescue.UNACCEPTED):
        assert all(number in BUILT_IN[key][lang] for number in ("110", "119", "120"))


@pytest.mark.parametrize(
    ("lang", "next_step"),
    [
        ("zh-CN", "半分钟内没有人接，会向更多值班人员发出警报"),
        ("zh-TW", "半分鐘內沒有人接，會向更多值班人員發出警報"),
        ("en", "If nobody answers within half a minute, more of them are alerted"),
        ("ja", "30秒以内に応答がなければ、ほかの当直者にも警報"),
        ("ko", "30초 안에 응답이 없으면 다른 당직 직원들에게도 경보"),
    ],
)
def test_the_first_words_to_somebody_in_danger_promise_no_connection_but_say_what_is_done(
    lang: str, next_step: str
) -> None:
    words = BUILT_IN[rescue.REPLY][lang]
    assert next_step in words
    assert not any(promise in words for promise in ("接通", "connecting", "おつなぎ", "연결"))
