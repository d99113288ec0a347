"""The engine against the formulas of queueing: who waits, how long, who gives up, and what one is told meanwhile.

One queue with equal agents must behave like first come, first served to the millisecond, and so like Erlang C; with
impatient callers like Erlang A. Reference values: reference/voice.md §4, computed by the exact formula.
"""

from array import array
from collections.abc import Sequence
from itertools import pairwise
from statistics import mean, median

import pytest

from tests.voice_bridge.acd.erlang import (
    Caller,
    Simulation,
    callers,
    erlang_a,
    erlang_b,
    erlang_c,
    first_come_first_served,
    mean_wait_s,
    service_level,
)
from tests.voice_bridge.acd.floors import Hotline, agent
from voice_bridge.acd.estimate import History
from voice_bridge.acd.inputs import TalkEnded

TALK_S = 180.0
LOAD = 10.0
WITHIN_S = 20.0
CLOSE = 0.02
"Two in a hundred."


@pytest.mark.unit
@pytest.mark.parametrize(
    ("agents", "blocked", "waits", "level", "asa_s"),
    [
        (11, 0.1632, 0.6821, 0.3896, 122.78),
        (12, 0.1197, 0.4494, 0.6402, 40.44),
        (13, 0.0843, 0.2853, 0.7956, 17.12),
        (14, 0.0568, 0.1741, 0.8884, 7.84),
        (15, None, 0.1020, 0.9415, 3.67),
    ],
)
def test_the_formulas_give_the_published_table(
    agents: int, blocked: float | None, waits: float, level: float, asa_s: float
) -> None:
    if blocked is not None:
        assert erlang_b(agents, LOAD) == pytest.approx(blocked, abs=5e-5)
    assert erlang_c(agents, LOAD) == pytest.approx(waits, abs=5e-5)
    assert service_level(agents, LOAD, TALK_S, WITHIN_S) == pytest.approx(level, abs=5e-5)
    assert mean_wait_s(agents, LOAD, TALK_S) == pytest.approx(asa_s, abs=5e-3)


@pytest.mark.unit
def test_with_endless_patience_erlang_a_is_erlang_c() -> None:
    gives_up, wait_s = erlang_a(14, LOAD, TALK_S, patience_s=1e9)
    assert gives_up == pytest.approx(0, abs=1e-6)
    assert wait_s == pytest.approx(mean_wait_s(14, LOAD, TALK_S), rel=1e-3)


def check_waits(count: int, seed: int) -> None:
    """Compare each single wait with the textbook's."""
    given = list(callers(seed, count, LOAD, TALK_S))
    assert [each.waited_ms for each in Simulation(13, given).run()] == [*first_come_first_served(13, given)]


@pytest.mark.unit
def test_everybody_waits_as_long_as_the_textbook_says_to_the_millisecond() -> None:
    check_waits(2_500, seed=1)


@pytest.mark.unit
def test_nobody_waits_longer_because_an_engine_died() -> None:
    given = list(callers(6, 2_500, LOAD, TALK_S))
    waits = [each.waited_ms for each in Simulation(13, given, dies_each_ms=3_600_000).run()]
    assert waits == [*first_come_first_served(13, given)]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_many_callers_wait_as_erlang_c_says() -> None:
    """The mean wait spreads so widely that 2 % takes millions; those go through the textbook, equal to the engine."""
    check_waits(100_000, seed=2)
    waits_ms = array("q", first_come_first_served(14, callers(3, 5_000_000, LOAD, TALK_S)))
    check_figures(waits_ms)
    given = list(callers(3, 400_000, LOAD, TALK_S))
    answers = [each.waited_ms for each in Simulation(14, given).run()]
    assert array("q", answers) == waits_ms[: len(given)]
    assert sum(each <= WITHIN_S * 1000 for each in answers) / len(answers) == pytest.approx(0.8884, rel=CLOSE)


def check_figures(waits_ms: Sequence[int]) -> None:
    """Compare with the row N = 14 of the table."""
    count = len(waits_ms)
    assert sum(waits_ms) / count / 1000 == pytest.approx(7.84, rel=CLOSE)
    assert sum(each <= WITHIN_S * 1000 for each in waits_ms) / count == pytest.approx(0.8884, rel=CLOSE)
    assert sum(each > 0 for each in waits_ms) / count == pytest.approx(0.1741, rel=CLOSE)


def check_impatience(count: int, close: float) -> None:
    """Compare a busy hotline with impatient callers with Erlang A."""
    given = list(callers(4, count, load=15.0, talk_s=TALK_S, patience_s=120.0))
    answers = Simulation(14, given).run()
    gives_up, wait_s = erlang_a(14, 15.0, TALK_S, patience_s=120.0)
    assert mean(not each.served for each in answers) == pytest.approx(gives_up, rel=close)
    assert mean(each.waited_ms for each in answers) / 1000 == pytest.approx(wait_s, rel=close)


@pytest.mark.unit
def test_impatient_callers_give_up_about_as_erlang_a_says() -> None:
    check_impatience(4_000, close=0.12)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_impatient_callers_give_up_as_erlang_a_says() -> None:
    check_impatience(400_000, close=CLOSE)


# --- what one is told -------------------------------------------------------------------------------------------


@pytest.mark.unit
def test_half_of_what_is_told_is_within_a_third_of_the_truth() -> None:
    given = list(callers(5, 3_000, load=13.5, talk_s=TALK_S))
    told = [each for each in Simulation(14, given, ask=True).run() if each.told is not None]
    errors = [abs(each.told.p50_ms - each.waited_ms) / max(1, each.waited_ms) for each in told if each.told]
    assert len(errors) > 1_000
    assert median(errors) <= 0.30
    assert mean(each.waited_ms <= each.told.p90_ms for each in told if each.told) >= 0.8


@pytest.mark.unit
def test_the_head_is_not_told_more_from_one_answer_to_the_next_on_the_average() -> None:
    """Everybody comes at once and agents are constant, so each answer must bring each estimate down."""
    given = [Caller(number, 60_000 + 500 * number) for number in range(80)]
    hotline = Hotline()
    hotline.seat(*(agent(f"agent{number}") for number in range(4)))
    for number in range(len(given)):
        hotline.comes(f"call{number:02}")
    last = "call79"
    seen = []
    for number in range(79):
        name = f"call{number:02}"
        hotline.accepts(name, min(hotline.engine.floor.works[name].ringing))
        if number >= 3:
            hotline.later(15)
            seen.append(hotline.engine.estimate(last, hotline.now_ms).p50_ms)
            hotline.tell(TalkEnded(f"call{number - 3:02}"))
    fallen = [earlier - later for earlier, later in pairwise(seen[10:])]
    assert mean(fallen) > 0
    assert min(fallen) > -15_000


@pytest.mark.unit
def test_without_history_the_expected_talk_is_assumed_and_a_stuck_head_counts() -> None:
    history = History()
    assert history.estimate(3, 3, fallback_ms=20_000).p50_ms == 60_000
    history.served(10_000, 2)
    assert history.estimate(4, 3, fallback_ms=20_000).p50_ms == 15_000
    stuck = history.estimate(4, 3, fallback_ms=20_000, slowest_ms=30_000)
    assert (stuck.position, stuck.p50_ms, stuck.p90_ms) == (4, 90_000, 117_000)
