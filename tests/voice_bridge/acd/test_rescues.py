"""A rescue rings somewhere as long as anybody is ready for it, whoever missed, declined or handed it on before."""

from dataclasses import replace

import pytest

from tests.voice_bridge.acd.floors import Hotline, agent, every, rings, rules
from voice_bridge.acd.decisions import OpenToAll, Pause, Withdraw
from voice_bridge.acd.inputs import (
    AgentChanged,
    AgentReady,
    TalkEnded,
    WorkHurried,
    WorkTransferred,
)
from voice_bridge.acd.nouns import Outcome
from voice_bridge.acd.settings import Queue

pytestmark = pytest.mark.unit


def test_a_missed_rescue_rings_again_as_soon_as_the_only_one_there_is_ready() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.comes("rescue", priority=0)
    assert rings(hotline.later(15)) == {}
    hotline.later(3)
    assert rings(hotline.tell(AgentReady("anna"))) == {"rescue": ["anna"]}


def test_a_missed_rescue_goes_to_whoever_did_not_miss_it_before_anybody_who_did() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.comes("rescue", priority=0)
    hotline.later(15)
    hotline.tell(AgentChanged(agent("ben")))
    now_ms = hotline.now_ms
    hotline.engine.apply(AgentReady("anna"), now_ms, more=True)
    assert rings(hotline.engine.apply(AgentReady("ben"), now_ms)) == {"rescue": ["ben"]}
    hotline.accepts("rescue", "ben")
    assert rings(hotline.comes("second", priority=0)) == {"second": ["anna"]}


def test_whoever_missed_both_is_offered_the_rescue_at_once_and_everyday_work_after_its_minute() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.comes("plain", medium="chat")
    hotline.comes("rescue", medium="chat", priority=0)
    hotline.later(16)
    assert rings(hotline.tell(AgentReady("anna"))) == {"rescue": ["anna"]}
    hotline.accepts("rescue", "anna")
    assert rings(hotline.later(58)) == {}
    assert rings(hotline.later(1)) == {"plain": ["anna"]}


def test_a_lone_agent_who_declines_a_rescue_has_it_ringing_again_at_once() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.comes("rescue", priority=0)
    assert rings(hotline.declines("rescue", "anna")) == {"rescue": ["anna"]}
    hotline.seat(agent("ben"))
    assert rings(hotline.declines("rescue", "anna")) == {"rescue": ["ben"]}


def test_a_rescue_that_was_handed_on_comes_back_if_nobody_else_is_there() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.takes("rescue", "anna", priority=0)
    handed = WorkTransferred("rescue", "main", excluded=frozenset({"anna"}))
    assert rings(hotline.tell(handed)) == {"rescue": ["anna"]}
    hotline.accepts("rescue", "anna")
    hotline.seat(agent("ben"))
    assert rings(hotline.tell(handed)) == {"rescue": ["ben"]}


def test_where_all_ring_at_once_those_who_passed_on_a_rescue_do_not_unless_they_are_the_only_ones() -> None:
    hotline = Hotline(rules(Queue(id="main", at_once=None)))
    hotline.seat(agent("anna"), agent("ben"))
    hotline.comes("rescue", priority=0)
    assert rings(hotline.declines("rescue", "anna")) == {}
    assert rings(hotline.declines("rescue", "ben")) == {"rescue": ["anna", "ben"]}


def test_work_kept_for_somebody_is_kept_no_longer_once_it_is_a_rescue() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna", capacity={"voice": 1}))
    hotline.takes("busy", "anna")
    hotline.comes("handed", for_agent="anna")
    hotline.seat(agent("ben"))
    decided = hotline.tell(WorkHurried("handed", 0))
    assert every(OpenToAll, decided) == [OpenToAll("handed", "anna")]
    assert rings(decided) == {"handed": ["ben"]}


def test_a_missed_everyday_offer_takes_no_rescue_away() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.comes("plain", medium="chat")
    hotline.later(10)
    hotline.comes("rescue", medium="chat", priority=0)
    decided = hotline.later(5)
    assert [(each.item_id, each.outcome) for each in every(Withdraw, decided)] == [("plain", Outcome.TIMED_OUT)]
    assert every(Pause, decided) == []
    assert rings(hotline.later(9)) == {}
    assert hotline.accepts("rescue", "anna") == []
    assert rings(hotline.comes("next", medium="chat")) == {"next": ["anna"]}


def test_whoever_is_at_a_rescue_may_miss_an_everyday_offer() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.takes("rescue", "anna", medium="chat", priority=0)
    assert rings(hotline.comes("plain", medium="chat")) == {"plain": ["anna"]}
    decided = hotline.later(15)
    assert [(each.item_id, each.outcome) for each in every(Withdraw, decided)] == [("plain", Outcome.TIMED_OUT)]
    assert every(Pause, decided) == []
    assert rings(hotline.comes("next", medium="chat")) == {"next": ["anna"]}
    hotline.tell(TalkEnded("rescue"))
    assert every(Pause, hotline.later(15)) == [Pause("anna", "missed_offer")]


def test_whoever_misses_the_rescue_too_is_not_ready_then() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.comes("plain", medium="chat")
    hotline.later(10)
    hotline.comes("rescue", medium="chat", priority=0)
    hotline.later(5)
    decided = hotline.later(10)
    assert every(Pause, decided) == [Pause("anna", "missed_offer")]
    assert rings(hotline.tell(AgentReady("anna"))) == {"rescue": ["anna"]}


def test_a_wrap_up_that_begins_takes_no_rescue_away() -> None:
    hotline = Hotline(rules(replace(Queue(id="main"), wrap_up_ms=30_000)))
    hotline.seat(agent("anna"))
    hotline.takes("one", "anna", medium="chat")
    assert rings(hotline.comes("two", medium="chat")) == {"two": ["anna"]}
    assert rings(hotline.comes("rescue", medium="chat", priority=0)) == {"rescue": ["anna"]}
    decided = hotline.tell(TalkEnded("one"))
    assert [each.item_id for each in every(Withdraw, decided)] == ["two"]
    assert hotline.accepts("rescue", "anna") == []
