"""What nobody may set for the whole house: each contradiction has a refusal of its own, beside its place."""

from typing import Any

import pytest

from hub.errors import Unprocessable
from voice_bridge import house_limits, rulebook
from voice_bridge.acd.settings import Settings
from voice_bridge.rulebook import Book, QueueRow

pytestmark = pytest.mark.unit
BOOK = Book((QueueRow("main", document={"need": ["klingon", 3]}),), frozenset({"english"}))


@pytest.mark.parametrize(
    ("document", "place", "code"),
    [
        ({"colour": 1}, "colour", "unknown_key"),
        ({"classes": []}, "classes", "not_an_object"),
        ({"classes": {"high": {}}}, "classes/high", "not_a_whole_number"),
        ({"classes": {"10": {}}}, "classes/10", "unknown"),
        ({"classes": {"5": {"base_s": 1200, "slope": 0}}}, "classes/5/slope", "never_ages"),
        ({"classes": {"5": {"base_s": 1200, "slope": 1e-9}}}, "classes/5/slope", "out_of_range"),
        ({"classes": {"1": {"base_s": 1e9}}}, "classes/1/base_s", "out_of_range"),
        ({"classes": {"5": {"base_s": "1"}}}, "classes/5/base_s", "not_a_number"),
        ({"classes": {"5": {"base_s": 2000}}}, "classes/5/base_s", "classes_out_of_order"),
        ({"classes": {"0": {"strict": False}}}, "classes/0/strict", "rescue_not_first"),
        ({"classes": {"0": {"strict": True}}}, "classes/0", "rescue_not_first"),
        ({"classes": {"1": {"base_s": 2400, "strict": True}}}, "classes/1/strict", "only_rescue_is_strict"),
        ({"strict_for_all_ms": 86_400_000}, "strict_for_all_ms", "out_of_range"),
        ({"media": {"chat": {}}}, "media/chat/takes", "missing"),
        ({"media": {"chat": {"takes": {"voice": 1}}}}, "media/chat/takes", "own_place_missing"),
        ({"media": {"chat": {"takes": {"chat": 1, "voice": -1}}}}, "media/chat", "negative"),
        ({"media": {"chat": {"takes": {"chat": 11}}}}, "media/chat/takes/chat", "out_of_range"),
        ({"media": {"chat": {"takes": {"chat": 1, "smoke": 1}}}}, "media/chat/takes/smoke", "medium_unknown"),
        ({"media": {"smoke": {"takes": {"smoke": 1}}}}, "media/smoke", "medium_unknown"),
        ({"media": {"chat": {"takes": {"chat": 1}, "closes": ["smoke"]}}}, "media/chat/closes", "medium_unknown"),
        ({"advance": {"vip_ms": {"one": 5}}}, "advance/vip_ms/one", "not_a_whole_number"),
        ({"advance": {"vip_ms": {"0": 5}}}, "advance/vip_ms/0", "out_of_range"),
        ({"advance": {"vip_ms": {"1": -5}}}, "advance/vip_ms/1", "out_of_range"),
        ({"advance": {"vip_ms": {"1": 600, "2": 500}}}, "advance/vip_ms/2", "vip_out_of_order"),
        ({"advance": {"dissatisfied_ms": 90_000_000}}, "advance/dissatisfied_ms", "out_of_range"),
        ({"advance": {"business_ms": {"投诉": 5}}}, "advance/business_ms/投诉", "invalid"),
        ({"business": {"booking": ["klingon", 1]}}, "business/booking", "skill_unknown"),
        ({"business": {"booking": ["english", 12]}}, "business/booking", "skill_level_out_of_range"),
        ({"business": {"booking": "english"}}, "business/booking", "not_a_need"),
    ],
)
def test_rules_that_contradict_are_refused_each_beside_its_place(document: Any, place: str, code: str) -> None:
    with pytest.raises(Unprocessable) as refusal:
        house_limits.judged(BOOK, document)
    assert refusal.value.code == "house_rules_invalid"
    assert refusal.value.fields == {f"document/{place}".rstrip("/"): code}


def test_all_contradictions_are_told_at_once() -> None:
    document = {
        "colour": 1,
        "classes": {"5": {"base_s": 1200, "slope": 0}, "1": {"base_s": -5}},
        "business": {"booking": ["klingon", 1]},
        "media": {"chat": {}},
        "strict_for_all_ms": 900_000,
    }
    with pytest.raises(Unprocessable) as refusal:
        house_limits.judged(BOOK, document)
    assert refusal.value.fields == {
        "document/colour": "unknown_key",
        "document/classes/5/slope": "never_ages",
        "document/classes/2/base_s": "classes_out_of_order",
        "document/business/booking": "skill_unknown",
        "document/media/chat/takes": "missing",
        "document/strict_for_all_ms": "out_of_range",
    }


def test_what_is_usual_and_what_is_bold_is_taken_whatever_the_queues_say() -> None:
    usual = rulebook.whole_document(Settings(queues={}))
    assert rulebook.document_of_rules(house_limits.judged(BOOK, usual)) == {}
    bold = {
        "classes": {
            "4": {"base_s": 1500, "interrupts": True},
            **{str(code): {"base_s": -86_400, "slope": 10} for code in range(5, 10)},
        },
        "media": {"callback": {"takes": {"callback": 1, "voice": 1}, "closes": ["chat"], "beyond": 1}},
        "advance": {"vip_ms": {"1": 0, "9": 86_400_000}, "dissatisfied_ms": 1, "business_ms": {"complaint": 1}},
        "business": {"complaint": {"any_of": [["english", 1]]}},
        "strict_for_all_ms": 0,
    }
    assert house_limits.judged(BOOK, bold) == rulebook.rules_of(bold)
