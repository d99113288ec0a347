"""When items leave their queue, and that no circle holds them."""

import pytest

from tests.voice_bridge.acd.floors import Hotline, agent, every, rings, rules
from voice_bridge.acd.decisions import Overflow, Stranded
from voice_bridge.acd.inputs import (
    AgentChanged,
    AgentLeft,
    AgentReady,
    QueueClosed,
    QueueOpened,
    SettingsChanged,
    WorkAbandoned,
)
from voice_bridge.acd.settings import MAX_HOPS, Exit, OverflowRule, Queue, When
from voice_bridge.acd.skills import Has

pytestmark = pytest.mark.unit


def hotline_with(*overflow: OverflowRule) -> Hotline:
    return Hotline(rules(Queue(id="main", overflow=overflow), Queue(id="second")))


def test_a_full_queue_sends_arrivals_on_and_they_wait_there() -> None:
    hotline = hotline_with(OverflowRule(When.LENGTH, "second", 2))
    for name in ("one", "two"):
        assert every(Overflow, hotline.comes(name)) == []
    assert every(Overflow, hotline.comes("three")) == [Overflow("three", "main", "second", When.LENGTH, 1)]
    hotline.tell(AgentChanged(agent("ben", queues=frozenset({"second"}))))
    assert rings(hotline.tell(AgentReady("ben"))) == {"three": ["ben"]}


def test_who_waits_too_long_is_offered_a_callback_and_is_in_the_line_no_more() -> None:
    hotline = hotline_with(OverflowRule(When.WAIT, Exit.CALLBACK, 120_000))
    hotline.comes("call")
    assert every(Overflow, hotline.later(119)) == []
    assert every(Overflow, hotline.later(1)) == [Overflow("call", "main", Exit.CALLBACK, When.WAIT, 1)]
    assert hotline.state_of("call") is None
    assert hotline.engine.next_due() is None


def test_a_wait_that_ended_while_it_rang_counts_once_it_is_back() -> None:
    hotline = hotline_with(OverflowRule(When.WAIT, "second", 10_000))
    hotline.seat(agent("anna"))
    hotline.comes("call")
    assert every(Overflow, hotline.later(14)) == []
    hotline.declines("call", "anna")
    assert every(Overflow, hotline.later(1)) == [Overflow("call", "main", "second", When.WAIT, 1)]


def test_nobody_signed_in_who_could_ever_take_it_sends_it_on() -> None:
    hotline = hotline_with(OverflowRule(When.NO_AGENT, Exit.VOICEMAIL))
    assert every(Overflow, hotline.comes("early"))[0].why is When.NO_AGENT
    hotline.seat(agent("anna"))
    hotline.takes("busy", "anna")
    assert every(Overflow, hotline.comes("patient")) == []
    assert every(Overflow, hotline.comes("odd", required=Has("japanese")))[0].to is Exit.VOICEMAIL
    assert [each.item_id for each in every(Overflow, hotline.tell(AgentLeft("anna")))] == ["patient"]


def test_what_the_last_able_agent_can_take_no_more_is_sent_on() -> None:
    hotline = hotline_with(OverflowRule(When.NO_AGENT, Exit.VOICEMAIL))
    able = agent("anna", skills={"english": 5})
    hotline.seat(able)
    hotline.takes("busy", "anna")
    hotline.comes("call", required=Has("english", 5))
    decided = hotline.tell(AgentChanged(agent("anna", skills={"english": 4})))
    assert [each.item_id for each in every(Overflow, decided)] == ["call"]
    hotline.tell(AgentChanged(able))
    hotline.comes("next", required=Has("english", 5))
    hotline.comes("danger", required=Has("english", 5), priority=0)
    decided = hotline.tell(AgentChanged(agent("anna")))
    assert [each.item_id for each in every(Overflow, decided)] == ["next"]
    assert every(Stranded, decided) == [], "after half a minute a rescue reaches anybody"
    decided = hotline.tell(AgentChanged(agent("anna", capacity={"email": 1})))
    assert every(Stranded, decided) == [Stranded("danger", "main")]


def test_new_rules_send_on_what_nobody_is_there_for() -> None:
    hotline = Hotline(rules(Queue(id="main")))
    hotline.comes("call")
    rule = OverflowRule(When.NO_AGENT, Exit.BOT)
    decided = hotline.tell(SettingsChanged(rules(Queue(id="main", overflow=(rule,)))))
    assert [each.to for each in every(Overflow, decided)] == [Exit.BOT]


def test_a_closed_queue_sends_arrivals_on_and_those_waiting_only_if_told_so() -> None:
    hotline = hotline_with(OverflowRule(When.CLOSED, Exit.MESSAGE))
    hotline.comes("waiting")
    assert hotline.tell(QueueClosed("main")) == []
    assert every(Overflow, hotline.comes("late"))[0].to is Exit.MESSAGE
    assert [each.item_id for each in every(Overflow, hotline.tell(QueueClosed("main", waiting_too=True)))] == [
        "waiting"
    ]
    hotline.tell(QueueOpened("main"))
    assert every(Overflow, hotline.comes("morning")) == []


def test_a_likely_wait_that_is_too_long_sends_arrivals_on_unless_somebody_is_free() -> None:
    hotline = hotline_with(OverflowRule(When.ESTIMATE, Exit.CALLBACK, 100_000))
    hotline.seat(agent("anna"))
    hotline.takes("busy", "anna")
    assert every(Overflow, hotline.comes("one"))[0].why is When.ESTIMATE
    hotline.seat(agent("ben"))
    assert rings(hotline.comes("two")) == {"two": ["ben"]}


def test_two_queues_that_help_each_other_make_no_circle() -> None:
    hotline = Hotline(
        rules(
            Queue(id="main", overflow=(OverflowRule(When.NO_AGENT, "second"),)),
            Queue(id="second", overflow=(OverflowRule(When.NO_AGENT, "main"),)),
        )
    )
    decided = hotline.comes("call")
    assert [(each.queue_id, each.to) for each in every(Overflow, decided)] == [("main", "second")]
    assert hotline.engine.floor.works["call"].item.queue_id == "second"
    hotline.seat(agent("ben", queues=frozenset({"second"})))
    assert rings(hotline.decided) == {"call": ["ben"]}


def test_a_long_chain_ends_after_five_hops() -> None:
    names = [f"queue{number}" for number in range(9)]
    chain = [Queue(id=names[i], overflow=(OverflowRule(When.NO_AGENT, names[i + 1]),)) for i in range(8)]
    hotline = Hotline(rules(*chain, Queue(id=names[8])))
    assert len(every(Overflow, hotline.comes("call", queue_id=names[0]))) == MAX_HOPS
    assert hotline.engine.floor.works["call"].item.queue_id == names[MAX_HOPS]


def test_a_rescue_never_leaves_the_line_and_never_for_length() -> None:
    hotline = hotline_with(
        OverflowRule(When.LENGTH, "second", 1),
        OverflowRule(When.NO_AGENT, Exit.BOT),
        OverflowRule(When.WAIT, "second", 30_000),
    )
    assert every(Overflow, hotline.comes("one", priority=0) + hotline.comes("two", priority=0)) == []
    assert [each.to for each in every(Overflow, hotline.later(30))] == ["second", "second"]


def test_what_is_sent_on_to_where_nobody_is_is_told_of_once() -> None:
    settings = rules(Queue(id="main", overflow=(OverflowRule(When.NO_AGENT, "second"),)), Queue(id="second"))
    hotline = Hotline(settings)
    hotline.seat(agent("anna", queues=frozenset({"main", "second"})))
    hotline.takes("busy", "anna")
    hotline.comes("before", queue_id="second")
    hotline.tell(WorkAbandoned("before"))
    hotline.comes("call")
    decided = hotline.tell(AgentChanged(agent("anna", queues=frozenset())))
    assert every(Stranded, decided) == [Stranded("call", "second")]
