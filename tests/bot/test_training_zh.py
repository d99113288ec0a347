"""The Chinese utterances that the bot learns from are complete, well formed, without doubles, heard by the rescue."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from itertools import combinations

import pytest

from hub.rescue import is_rescue
from tests.bot.training_lines import (
    ANNOTATED,
    ENTITIES,
    INTENTS,
    TRAINING,
    Example,
    check_annotations,
    learned,
    lines,
    numbers_in,
    sections,
    too_few,
)

pytestmark = pytest.mark.unit

LEAST = {"zh-CN": 60, "zh-TW": 15}
MUCH_SAID = {
    "zh-CN": {
        "emergency_rescue": 110,
        "complaint_forced_shopping": 90,
        "complaint_guide_service": 90,
        "complaint_agency_contract": 90,
        "complaint_hotel": 90,
        "complaint_scenic": 90,
        "complaint_price": 90,
        "complaint_transport": 90,
        "complaint_restaurant": 90,
        "complaint_other": 90,
        "refund_request": 90,
        "ticket_status": 90,
        "human_agent": 90,
        "praise_suggestion": 90,
        "out_of_scope": 150,
    },
    "zh-TW": {"out_of_scope": 20},
}
LOOKUPS = {"attraction": 150, "region": 60, "dish": 60, "facility": 40, "goods": 30, "hotel_type": 20, "station": 40}

ALIKE = 0.8
"Two utterances of one intent that share more of their letter pairs than this say the same thing twice."


def _examples() -> tuple[Example, ...]:
    return tuple(example for language in LEAST for example in learned(language))


@cache
def _common(kind: str) -> Mapping[str, tuple[str, ...]]:
    return {s[kind]: tuple(lines(s["examples"])) for s in sections(TRAINING / "common.yml") if kind in s}


@pytest.mark.parametrize("language", LEAST)
def test_every_intent_is_said_in_enough_ways(language: str) -> None:
    said = learned(language)
    assert {example.intent for example in said} == INTENTS
    assert too_few(said, dict.fromkeys(INTENTS, LEAST[language]) | MUCH_SAID[language]) == {}


def test_nothing_is_said_twice() -> None:
    places = defaultdict(list)
    for example in _examples():
        places[example.bare].append((example.language, example.intent))
    assert {words: where for words, where in places.items() if len(where) > 1} == {}


@pytest.mark.parametrize("language", LEAST)
def test_an_example_adds_a_new_way_of_saying_it(language: str) -> None:
    by_intent = defaultdict(list)
    for example in _examples():
        if example.language == language and len(example.bare) > 2:
            by_intent[example.intent].append((example.bare, _pairs(example.bare)))
    alike = [
        (one, other)
        for said in by_intent.values()
        for (one, ours), (other, theirs) in combinations(said, 2)
        if len(ours & theirs) > ALIKE * len(ours | theirs)
    ]
    assert alike == []


def _pairs(words: str) -> frozenset[str]:
    return frozenset(words[i : i + 2] for i in range(len(words) - 1))


def test_annotations_are_well_formed_and_of_known_entities() -> None:
    check_annotations(_examples())


def test_every_entity_is_shown() -> None:
    shown = {entity for example in _examples() for _, entity in ANNOTATED.findall(example.text)}
    assert shown == ENTITIES


def test_nobody_real_could_be_called() -> None:
    assert numbers_in(_examples()) <= {"138-0000-0000"}


def test_lines_are_clean() -> None:
    for example in _examples():
        assert "\ufffd" not in example.text, example


def test_the_lookups_know_enough_names() -> None:
    known = _common("lookup")
    assert set(known) <= ENTITIES
    assert all(len(set(names)) == len(names) for names in known.values())
    assert {entity: len(known[entity]) for entity, least in LOOKUPS.items() if len(known[entity]) < least} == {}


def test_a_synonym_means_one_thing() -> None:
    meanings = Counter(name for names in _common("synonym").values() for name in names)
    assert [name for name, times in meanings.items() if times > 1] == []
    assert not set(_common("synonym")) & set(meanings)


def test_a_cry_for_help_is_heard_before_any_model() -> None:
    assert {e.plain for e in _examples() if e.intent == "emergency_rescue" and not is_rescue(e.plain)} == set()
