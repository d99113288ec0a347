"""The English, Japanese and Korean the bot learns from, and the sentences of all languages it is measured by."""

import re
from collections import Counter

import pytest

from hub.script import language_of
from tests.bot.training_lines import (
    INTENTS,
    Example,
    check_annotations,
    examples,
    kept_back,
    learned,
    numbers_in,
    too_few,
)

pytestmark = pytest.mark.unit

LEAST = {"en": 25, "ja": 15, "ko": 15}
MUCH_SAID = {
    "en": {"emergency_rescue": 40, "human_agent": 40, "out_of_scope": 60},
    "ja": {"emergency_rescue": 40, "human_agent": 40, "out_of_scope": 20},
    "ko": {"emergency_rescue": 40, "human_agent": 40, "out_of_scope": 20},
}
LEAST_HELD_OUT = {"zh-CN": 12, "zh-TW": 4, "en": 5, "ja": 3, "ko": 3}
MUCH_HELD_OUT = {"zh-CN": {"emergency_rescue": 40, "out_of_scope": 60}}
COMPLAINTS_AT_LEAST = 40
TWO_IN_ONE_AT_LEAST = 40
HARMLESS_AT_LEAST = 60

SOUNDS_LIKE_DANGER = re.compile(
    "救命|救救|救援|急救|急死|急疯|死|溺水|淹|被困|迷路|着火|纵火|地震|骨折|晕|要命|命都|短命"
)
KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
TAKEN_FOR_CHINESE = frozenset({"有人対応希望", "終了", "了解", "所在地", "遭難 二人 救助要請"})
"Japanese with a character that elsewhere gives Chinese away, so that not even the talk so far helps."


@pytest.mark.parametrize("language", LEAST)
def test_every_intent_is_taught_in_enough_ways(language: str) -> None:
    taught = learned(language)
    assert {example.intent for example in taught} == INTENTS
    assert too_few(taught, dict.fromkeys(INTENTS, LEAST[language]) | MUCH_SAID[language]) == {}
    assert sum(example.intent.startswith("complaint_") for example in taught) >= COMPLAINTS_AT_LEAST


@pytest.mark.parametrize("language", LEAST_HELD_OUT)
def test_every_intent_is_measured_by_enough_sentences(language: str) -> None:
    measured = kept_back(language)
    assert {part for example in measured for part in example.intent.split("+")} == INTENTS
    assert too_few(measured, dict.fromkeys(INTENTS, LEAST_HELD_OUT[language]) | MUCH_HELD_OUT.get(language, {})) == {}


def test_two_requests_in_one_sentence_are_measured() -> None:
    assert sum("+" in example.intent for example in kept_back("zh-CN")) >= TWO_IN_ONE_AT_LEAST


def test_harmless_words_of_danger_are_measured() -> None:
    harmless = [
        example
        for example in kept_back("zh-CN")
        if "emergency_rescue" not in example.intent
        and example.intent != "out_of_scope"
        and SOUNDS_LIKE_DANGER.search(example.plain)
    ]
    assert len(harmless) >= HARMLESS_AT_LEAST


@pytest.mark.parametrize("language", LEAST)
def test_nothing_is_taught_twice(language: str) -> None:
    times = Counter(example.bare for example in learned(language))
    assert [words for words, often in times.items() if often > 1] == []


def test_nothing_is_measured_that_was_taught_or_is_measured_already() -> None:
    taught = {example.bare: example for example in examples() if not example.held_out}
    measured = [example for example in examples() if example.held_out]
    assert [(example, taught[example.bare]) for example in measured if example.bare in taught] == []
    for language in LEAST_HELD_OUT:
        times = Counter(example.bare for example in kept_back(language))
        assert [words for words, often in times.items() if often > 1] == []


def _ours() -> tuple[Example, ...]:
    return tuple(example for example in examples() if example.held_out or example.language in LEAST)


def test_annotations_are_well_formed_and_of_known_entities() -> None:
    check_annotations(_ours())


def test_nobody_real_could_be_called() -> None:
    assert numbers_in(_ours()) == {"138-0000-0000"}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_english_and_korean_are_seen_as_such(language: str) -> None:
    strange = [e.plain for e in (*learned(language), *kept_back(language)) if language_of(e.plain) != language]
    assert strange in ([], ["138-0000-0000"])


def test_japanese_is_seen_as_such_unless_it_is_kanji_alone() -> None:
    said = (*learned("ja"), *kept_back("ja"))
    for example in said:
        assert (language_of(example.plain) == "ja") == bool(KANA.search(example.plain)), example
        in_a_talk = language_of(example.plain, before="ja") == "ja"
        assert in_a_talk != (example.plain in TAKEN_FOR_CHINESE), example
    assert sum(not KANA.search(example.plain) for example in said) <= len(said) // 20
