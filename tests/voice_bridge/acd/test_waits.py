"""What is said of a wait, and what becomes of a promise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voice_bridge.acd.floors import Hotline, agent, rules
from voice_bridge.acd.estimate import ENOUGH
from voice_bridge.acd.inputs import AgentChanged, AgentLeft, AgentPaused, QueueClosed, QueueOpened
from voice_bridge.acd.settings import Queue
from voice_bridge.acd.waits import Said, Verdict, said_of, verdict

pytestmark = pytest.mark.unit

MINUTE_MS = 60_000


@pytest.mark.parametrize(
    ("p50_ms", "p90_ms", "minutes"),
    [
        (1, 1, (1, 1)),
        (20_000, 26_000, (1, 1)),
        (100_000, 130_000, (2, 3)),
        (120_000, 300_000, (2, 5)),
        (89_999, 180_000, (1, 3)),
        (570_000, 721_000, (10, 15)),
        (13 * MINUTE_MS, 34 * MINUTE_MS, (15, 35)),
        (62 * MINUTE_MS, 95 * MINUTE_MS, (60, 100)),
    ],
)
def test_people_hear_whole_minutes_in_wider_steps_the_longer_it_takes(
    p50_ms: int, p90_ms: int, minutes: tuple[int, int]
) -> None:
    assert said_of(4, p50_ms, p90_ms) == Said(4, minutes[0] * 60, minutes[1] * 60)


def test_without_a_range_the_place_alone_is_said() -> None:
    assert said_of(4, None, None) == Said(4)
    assert said_of(0, None, None) == Said(0), "nobody is there"


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (0, 0),
        (19, 19),
        (20, 20),
        (21, 20),
        (25, 30),
        (30, 30),
        (31, 30),
        (94, 90),
        (101, 100),
        (150, 200),
        (9_998, 10_000),
    ],
)
def test_places_far_back_are_said_to_the_nearest_ten_and_hundred(ahead: int, said: int) -> None:
    assert said_of(ahead + 1, None, None).position - 1 == said


@given(st.integers(0, 20_000))
def test_nobody_further_back_is_told_a_place_further_ahead(ahead: int) -> None:
    assert said_of(ahead + 1, None, None).position <= said_of(ahead + 2, None, None).position


@given(st.integers(1, 20_000), st.integers(0, 10_000_000), st.integers(0, 10_000_000))
def test_what_is_said_is_a_range_and_never_promises_less_than_the_upper_end(position: int, one: int, two: int) -> None:
    p50_ms, p90_ms = sorted((one, two))
    said = said_of(position, p50_ms, p90_ms)
    assert said.p50_s is not None
    assert said.p90_s is not None
    assert 60 <= said.p50_s <= said.p90_s
    assert said.p90_s * 1000 >= p90_ms


def test_a_promise_is_kept_broken_or_not_tried_to_its_end() -> None:
    assert verdict(60_000, 60_000, 90_000, served=True) is Verdict.WITHIN_P50
    assert verdict(60_001, 60_000, 90_000, served=True) is Verdict.WITHIN_P90
    assert verdict(90_001, 60_000, 90_000, served=True) is Verdict.OVER
    assert verdict(90_000, 60_000, 90_000, served=False) is Verdict.GAVE_UP
    assert verdict(90_001, 60_000, 90_000, served=False) is Verdict.OVER, "nobody waits so long in vain unnoticed"


def test_a_range_is_told_only_after_some_waits_with_somebody_there_and_the_queue_open() -> None:
    hotline = Hotline(rules(Queue(id="main")))
    hotline.tell(AgentChanged(agent("anna")), AgentPaused("anna", "tea"))
    hotline.comes("one")
    history = hotline.engine.floor.history(("main", 5, "voice"))
    for waits in range(ENOUGH):
        assert not hotline.engine.estimate("one", hotline.now_ms).sure, f"after {waits} waits"
        history.served(60_000, 1)
    assert hotline.engine.estimate("one", hotline.now_ms).sure
    hotline.tell(QueueClosed("main"))
    assert not hotline.engine.estimate("one", hotline.now_ms).sure
    hotline.tell(QueueOpened("main"))
    assert hotline.engine.estimate("one", hotline.now_ms).sure
    hotline.tell(AgentLeft("anna"))
    assert not hotline.engine.estimate("one", hotline.now_ms).sure
