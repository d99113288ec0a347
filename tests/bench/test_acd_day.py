"""The bench of honest waiting: what it counts, on waits made up by hand."""

import pytest

from bench.acd_day import Wait, figures_of, share_within, waits_of
from tests.voice_bridge.acd.day import KINDS, Contact
from voice_bridge.acd.estimate import Estimate

pytestmark = pytest.mark.unit


def wait(waited_ms: int, *, rang: bool = True) -> Wait:
    return Wait(0, waited_ms, rang, p50_ms=100, p90_ms=200)


def test_the_share_counts_who_waited_no_longer_than_told() -> None:
    waits = [wait(50), wait(100), wait(150), wait(250)]
    assert share_within(waits, "p50_ms") == 50
    assert share_within(waits, "p90_ms") == 75


def test_who_gave_up_early_says_nothing_and_late_says_it_was_too_long() -> None:
    assert share_within([wait(50), wait(60, rang=False)], "p90_ms") == 100
    assert share_within([wait(50), wait(300, rang=False)], "p90_ms") == 50


def test_estimates_that_are_far_off_miss_the_bar() -> None:
    late = [Wait(9, 300, True, 100, 200) for _ in range(300)]
    rows = {row.name: row for row in figures_of(late)}
    assert not rows["all day: that is off by"].met
    assert rows["all day: within the p90 told"].value == 0


def test_only_those_who_were_told_something_count() -> None:
    def contact(medium: int, told: Estimate | None) -> Contact:
        return Contact("c", KINDS[medium], 10, 5, 1_000, rescue=False, told=told, answered_ms=90)

    told = Estimate(3, 100, 200)
    assert [one.waited_ms for one in waits_of([contact(0, told), contact(0, None), contact(3, told)])] == [80]
