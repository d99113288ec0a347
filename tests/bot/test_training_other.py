"""The English, Japanese and Korean the bot learns from, and the sentences of all languages it is measured by."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from hub.script import language_of

pytestmark = pytest.mark.unit

TRAINING = Path(__file__).parents[2] / "bot" / "training"
HELD_OUT = "held_out"

_INTENTS = """
emergency_rescue complaint_forced_shopping complaint_guide_service complaint_agency_contract complaint_hotel
complaint_scenic complaint_price complaint_transport complaint_restaurant complaint_other refund_request
lost_property report_repair ticket_status human_agent callback_request weather_query traffic_query policy_discount
policy_visa_entry policy_rules reserve_rule book_ticket book_hotel book_tour book_restaurant cancel_booking
verify_agency_guide facility_query opening_hours recommend_route emergency_notice praise_suggestion insurance_query
hotline_info affirm deny greet bye thank small_talk cancel_flow change_language find_attraction find_hotel
find_restaurant find_entertainment find_shopping find_agency nearby_attraction nearby_hotel nearby_restaurant
ask_address ask_phone ask_price ask_ticket ask_rating ask_duration ask_dish ask_hotel_type metro taxi travel_tips
rate_guide rate_agency rate_scenic rate_service inform out_of_scope
"""
_ENTITIES = "attraction hotel restaurant dish region agency facility hotel_type station person goods"
INTENTS = frozenset(_INTENTS.split())
ENTITIES = frozenset(_ENTITIES.split())

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

ANNOTATED = re.compile(r"\[([^\[\]()]+)\]\(([a-z_]+)\)")
PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8}|[48]00[- ]?\d{3}[- ]?\d{4})(?!\d)")
SOUNDS_LIKE_DANGER = re.compile(
    "救命|救救|救援|急救|急死|急疯|死|溺水|淹|被困|迷路|着火|纵火|地震|骨折|晕|要命|命都|短命"
)
KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
TAKEN_FOR_CHINESE = frozenset({"有人対応希望", "終了", "了解", "所在地", "遭難 二人 救助要請"})
"Japanese with a character that elsewhere gives Chinese away, so that not even the talk so far helps."


class Example(NamedTuple):
    """A sentence as it stands in the file, of one language and one intent (or two, joined by a plus)."""

    language: str
    held_out: bool
    intent: str
    text: str

    @property
    def plain(self) -> str:
        """The words without annotation."""
        return ANNOTATED.sub(r"\1", self.text)

    @property
    def bare(self) -> str:
        """What is left of the words when width, case, blanks and punctuation do not count."""
        folded = unicodedata.normalize("NFKC", self.plain).lower()
        return "".join(c for c in folded if unicodedata.category(c)[0] not in "PZSC") or folded


def _read(path: Path) -> Iterator[Example]:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert document["version"] == "3.1", path.name
    held_out = path.parent.name == HELD_OUT
    language = path.stem if held_out else path.parent.name
    for section in document["nlu"]:
        lines = section["examples"].splitlines()
        assert all(line.startswith("- ") and line == line.rstrip() for line in lines), (path.name, section)
        if "intent" in section:
            yield from (Example(language, held_out, section["intent"], line[2:]) for line in lines)
        else:
            assert section.keys() & {"synonym", "lookup", "regex"}, (path.name, section)


@cache
def _all() -> tuple[Example, ...]:
    return tuple(example for path in sorted(TRAINING.rglob("*.yml")) for example in _read(path))


def _learned(language: str) -> tuple[Example, ...]:
    return tuple(example for example in _all() if example.language == language and not example.held_out)


def _kept_back(language: str) -> tuple[Example, ...]:
    return tuple(example for example in _all() if example.language == language and example.held_out)


def _too_few(examples: tuple[Example, ...], wanted: dict[str, int]) -> dict[str, int]:
    said = Counter(example.intent for example in examples)
    return {intent: said[intent] for intent in INTENTS if said[intent] < wanted[intent]}


@pytest.mark.parametrize("language", LEAST)
def test_every_intent_is_taught_in_enough_ways(language: str) -> None:
    examples = _learned(language)
    assert {example.intent for example in examples} == INTENTS
    assert _too_few(examples, dict.fromkeys(INTENTS, LEAST[language]) | MUCH_SAID[language]) == {}
    assert sum(example.intent.startswith("complaint_") for example in examples) >= COMPLAINTS_AT_LEAST


@pytest.mark.parametrize("language", LEAST_HELD_OUT)
def test_every_intent_is_measured_by_enough_sentences(language: str) -> None:
    examples = _kept_back(language)
    assert {part for example in examples for part in example.intent.split("+")} == INTENTS
    assert _too_few(examples, dict.fromkeys(INTENTS, LEAST_HELD_OUT[language]) | MUCH_HELD_OUT.get(language, {})) == {}


def test_two_requests_in_one_sentence_are_measured() -> None:
    assert sum("+" in example.intent for example in _kept_back("zh-CN")) >= TWO_IN_ONE_AT_LEAST


def test_harmless_words_of_danger_are_measured() -> None:
    harmless = [
        example
        for example in _kept_back("zh-CN")
        if "emergency_rescue" not in example.intent
        and example.intent != "out_of_scope"
        and SOUNDS_LIKE_DANGER.search(example.plain)
    ]
    assert len(harmless) >= HARMLESS_AT_LEAST


@pytest.mark.parametrize("language", LEAST)
def test_nothing_is_taught_twice(language: str) -> None:
    times = Counter(example.bare for example in _learned(language))
    assert [words for words, often in times.items() if often > 1] == []


def test_nothing_is_measured_that_was_taught_or_is_measured_already() -> None:
    taught = {example.bare: example for example in _all() if not example.held_out}
    measured = [example for example in _all() if example.held_out]
    assert [(example, taught[example.bare]) for example in measured if example.bare in taught] == []
    for language in LEAST_HELD_OUT:
        times = Counter(example.bare for example in _kept_back(language))
        assert [words for words, often in times.items() if often > 1] == []


def _ours() -> tuple[Example, ...]:
    return tuple(example for example in _all() if example.held_out or example.language in LEAST)


def test_annotations_are_well_formed_and_of_known_entities() -> None:
    for example in _ours():
        assert {entity for _, entity in ANNOTATED.findall(example.text)} <= ENTITIES, example
        assert not set("[]") & set(example.plain), example
        assert all(value == value.strip() for value, _ in ANNOTATED.findall(example.text)), example


def test_nobody_real_could_be_called() -> None:
    assert {number for example in _ours() for number in PHONE.findall(example.plain)} == {"138-0000-0000"}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_english_and_korean_are_seen_as_such(language: str) -> None:
    strange = [e.plain for e in (*_learned(language), *_kept_back(language)) if language_of(e.plain) != language]
    assert strange in ([], ["138-0000-0000"])


def test_japanese_is_seen_as_such_unless_it_is_kanji_alone() -> None:
    examples = (*_learned("ja"), *_kept_back("ja"))
    for example in examples:
        assert (language_of(example.plain) == "ja") == bool(KANA.search(example.plain)), example
        in_a_talk = language_of(example.plain, before="ja") == "ja"
        assert in_a_talk != (example.plain in TAKEN_FOR_CHINESE), example
    assert sum(not KANA.search(example.plain) for example in examples) <= len(examples) // 20
