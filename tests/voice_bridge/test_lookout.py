"""What those who watch are told of whoever comes now: the very words that whoever then comes is told, and bounded."""

import pytest

from tests.voice_bridge.acd.floors import Hotline, agent, rules
from tests.voice_bridge.test_teller import Line
from voice_bridge.acd.inputs import AgentChanged, AgentPaused, AgentReady, WorkAbandoned
from voice_bridge.acd.prospect import Meets, Prospect
from voice_bridge.acd.settings import OverflowRule, Queue, When
from voice_bridge.lookout import EVERY_MS, KEEP_MS, MOST, Lookout

pytestmark = pytest.mark.unit


def seen(line: Line) -> dict[str, Prospect]:
    """Do a turn and return what is written of each medium of the one queue."""
    return {each.medium: each.prospect for each in line.turn().outlooks}


def test_what_is_said_of_whoever_comes_now_is_what_the_next_one_is_told() -> None:
    line = Line()
    for count in range(1, 6):
        met = seen(line)["chat"]
        assert met == Prospect(Meets.WAITS, count, count * 60_000, count * 78_000)
        line.comes(f"c{count}")
        (telling,) = line.turn().tellings
        assert (telling.told.position, telling.told.p50_ms, telling.told.p90_ms) == (
            met.position,
            met.p50_ms,
            met.p90_ms,
        )
        line.hotline.later(EVERY_MS / 1000)


def test_where_somebody_is_free_nobody_would_wait() -> None:
    line = Line()
    line.hotline.tell(AgentReady("anna"))
    assert seen(line) == {"chat": Prospect(Meets.FREE)}
    line.hotline.tell(AgentPaused("anna", "tea"))
    line.hotline.later(EVERY_MS / 1000)
    assert seen(line)["chat"].meets is Meets.WAITS


def test_no_time_is_said_without_waits_of_lately() -> None:
    assert seen(Line(pace_s=None)) == {"chat": Prospect(Meets.WAITS, 1)}


def test_whom_a_rule_would_send_on_does_not_wait_here() -> None:
    full = Queue(id="main", overflow=(OverflowRule(When.LENGTH, "other", 1),))
    hotline = Hotline(rules(full, Queue(id="other")))
    hotline.comes("one", medium="chat")
    found = Lookout().look(hotline.engine.floor, {}, hotline.now_ms)
    assert {each.queue_id: each.prospect.meets for each in found} == {"main": Meets.ELSEWHERE, "other": Meets.NOBODY}


def test_it_is_written_again_when_the_words_change_and_once_a_minute() -> None:
    line = Line()
    assert seen(line)
    for _ in range(3):
        line.hotline.later(EVERY_MS / 1000)
        assert seen(line) == {}
    line.comes("one")
    assert seen(line) == {}, "each queue is looked at each two seconds at most"
    line.hotline.later(EVERY_MS / 1000)
    assert seen(line)["chat"].position == 2
    line.hotline.tell(WorkAbandoned("one"))
    line.touch("one")
    line.hotline.later(EVERY_MS / 1000)
    assert seen(line)["chat"].position == 1
    line.hotline.later(KEEP_MS / 1000)
    assert seen(line)["chat"].position == 1


def test_media_in_which_somebody_has_waited_are_told_of_too_but_not_those_nobody_sits_and_waits_for() -> None:
    line = Line()
    for medium in ("voice", "email"):
        line.hotline.engine.floor.history(("main", 5, medium)).served(60_000, 1)
    assert seen(line).keys() == {"chat", "voice"}


def test_what_was_not_written_is_told_again() -> None:
    line = Line()
    floor, now_ms = line.hotline.engine.floor, line.hotline.now_ms
    lookout = Lookout()
    (first,) = lookout.look(floor, {}, now_ms)
    assert lookout.look(floor, {}, now_ms + EVERY_MS) == (first,)
    lookout.wrote([first], now_ms)
    assert lookout.look(floor, {}, now_ms + 2 * EVERY_MS) == ()


def test_many_queues_each_have_their_turn_and_a_turn_stays_bounded() -> None:
    queues = [Queue(id=f"q{number:03}") for number in range(10 * MOST)]
    hotline = Hotline(rules(*queues))
    names = frozenset(queue.id for queue in queues)
    for number in range(50):
        hotline.tell(AgentChanged(agent(f"a{number}", queues=names)))
    lookout, found = Lookout(), []
    for _ in range(30):
        written = lookout.look(hotline.engine.floor, {}, hotline.now_ms)
        assert len(written) <= MOST
        lookout.wrote(written, hotline.now_ms)
        found += [each.queue_id for each in written]
    assert sorted(found) == [queue.id for queue in queues]
