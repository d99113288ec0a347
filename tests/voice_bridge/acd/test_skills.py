"""What a piece of work asks of an agent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_bridge.acd.skills import (
    ANYBODY,
    AllOf,
    AnyOf,
    Has,
    Need,
    both,
    faults_in,
    indispensable,
    meets,
    relaxed,
    skills_in,
    surplus,
)

pytestmark = pytest.mark.unit

ENGLISH_OR_JAPANESE = AnyOf((Has("english", 5), Has("japanese", 3)))
BOTH = AllOf((ENGLISH_OR_JAPANESE, Has("huangshan", 2)))

names = st.sampled_from(["english", "japanese", "huangshan"])
levels = st.integers(1, 10)
needs: st.SearchStrategy[Need] = st.recursive(
    st.builds(Has, names, levels),
    lambda parts: st.lists(parts, max_size=3).map(tuple).flatmap(lambda p: st.sampled_from([AllOf(p), AnyOf(p)])),
    max_leaves=6,
)
people = st.dictionaries(names, levels)


@pytest.mark.parametrize(
    ("skills", "enough"),
    [
        ({"english": 5, "huangshan": 2}, True),
        ({"japanese": 3, "huangshan": 9}, True),
        ({"english": 4, "japanese": 2, "huangshan": 9}, False),
        ({"english": 10}, False),
        ({}, False),
    ],
)
def test_all_parts_are_needed_and_one_of_the_alternatives(skills: dict[str, int], enough: bool) -> None:
    assert meets(BOTH, skills) is enough


def test_nothing_needed_is_met_by_anybody() -> None:
    assert meets(ANYBODY, {})
    assert not meets(AnyOf(()), {"english": 10})
    assert faults_in(AnyOf(())) == {"need_impossible"}
    assert faults_in(AllOf((Has("english", 11),))) == {"skill_level_out_of_range"}


def test_the_best_alternative_counts_for_the_surplus() -> None:
    assert surplus(BOTH, {"english": 7, "japanese": 9, "huangshan": 1}) == 6 - 1


def test_two_needs_become_one() -> None:
    assert both(ANYBODY, BOTH) == both(BOTH, ANYBODY) == both(BOTH, BOTH) == BOTH
    assert both(Has("english"), Has("huangshan")) == AllOf((Has("english"), Has("huangshan")))


@given(needs, people, st.integers(0, 9), st.sets(names))
def test_a_relaxed_need_shuts_nobody_out(need: Need, skills: dict[str, int], off: int, waived: set[str]) -> None:
    if meets(need, skills):
        assert meets(relaxed(need, off, waived), skills)
    assert not skills_in(relaxed(need, off, waived)) & waived


@given(needs, people)
def test_nobody_meets_a_need_without_what_is_indispensable(need: Need, skills: dict[str, int]) -> None:
    if meets(need, skills):
        assert indispensable(need) <= skills.keys()
