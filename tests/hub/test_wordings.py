"""What may be said in an organisation's own words, and which texts there are."""

import pytest

from hub import rescue
from hub.steering import wordings
from hub.text_guide import EMERGENCY_NUMBERS, HUB, Guide, OwnText, catalogue
from hub.texts import BUILT_IN, filled

pytestmark = pytest.mark.unit


def test_every_built_in_text_can_be_written_and_explained_ones_come_first() -> None:
    assert HUB.keys() == BUILT_IN.keys()
    found = catalogue(
        {"new.words": {"en": "In {minutes} min"}, "old": {"en": "Old"}}, {"old": Guide({"en": "The old"})}
    )
    assert list(found) == ["old", "new.words"]
    assert found["new.words"].guide.title == {"zh-CN": "new.words"}
    assert found["new.words"].slots == ("minutes",)


@pytest.mark.parametrize("key", sorted(HUB))
def test_the_built_in_words_are_such_as_may_be_written(key: str) -> None:
    assert wordings.faults_in(HUB[key], HUB[key].built_in) == {}


def test_words_for_a_rescue_name_all_three_numbers() -> None:
    assert [HUB[key].guide.must_say for key in (rescue.REPLY, rescue.UNACCEPTED)] == [EMERGENCY_NUMBERS] * 2


RESCUE = OwnText("help", {"en": "Call 110, 119 or 120 {when}"}, Guide({}, must_say=EMERGENCY_NUMBERS))


@pytest.mark.parametrize(
    ("lang", "said", "code"),
    [
        ("en", "", None),
        ("en", "  ", None),
        ("en", "110, 119, 120, and our own 12301", None),
        ("zh-CN", "请拨打１１０、１１９或１２０", None),
        ("en", "110/119/120 {when}", None),
        ("en", "Call 110 or 119", "number_missing"),
        ("en", "1100 1190 1200", "number_missing"),
        ("en", "110 119 120 {where}", "slot_unknown"),
        ("en", "110 119 120 {When}", "slot_unknown"),
        ("en", "110 119 120 {when", "slot_unknown"),
        ("en", "110 119 120 " + "x" * 1000, "too_long"),
        ("fr", "110 119 120", "unknown"),
    ],
)
def test_words_that_cannot_be_said_are_refused_by_language(lang: str, said: str, code: str | None) -> None:
    assert wordings.faults_in(RESCUE, {lang: said}) == ({} if code is None else {f"words/{lang}": code})


def test_words_with_two_faults_are_refused_for_both() -> None:
    found = wordings.faults_in(RESCUE, {"en": "We come {soon}"})
    assert found == {"words/en": "slot_unknown", "words/en/numbers": "number_missing"}


def test_a_revision_stands_for_the_words() -> None:
    assert wordings.rev_of({"en": "a", "ja": "b"}) == wordings.rev_of({"ja": "b", "en": "a"})
    assert len({wordings.rev_of(own) for own in ({}, {"en": "a"}, {"en": "b"}, {"ja": "a"})}) == 4
    assert 0 <= wordings.rev_of({}) < 2**31


def test_what_is_filled_in_says_nothing_of_its_own() -> None:
    assert filled("{opens} {other}", {"opens": "{other}"}) == "{other} {other}"
