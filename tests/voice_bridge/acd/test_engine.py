"""How one caller finds one agent, and what becomes of an offer."""

from dataclasses import replace

import pytest

from hub.errors import NotFound
from tests.voice_bridge.acd.floors import Hotline, agent, every, rings, rules
from voice_bridge.acd.decisions import EndWrapUp, Ignored, Offer, Pause, Withdraw
from voice_bridge.acd.inputs import (
    AgentChanged,
    AgentLeft,
    AgentPaused,
    AgentReady,
    AgentRemoved,
    DayBegan,
    OfferAccepted,
    OfferDeclined,
    TalkEnded,
    TalkResumed,
    TimePassed,
    WorkAbandoned,
    WorkArrived,
    WorkHurried,
    WorkTaken,
    WorkTransferred,
    WrapUpEnded,
    WrapUpExtended,
)
from voice_bridge.acd.nouns import ItemState, Outcome, Presence
from voice_bridge.acd.settings import Queue
from voice_bridge.acd.skills import Has

pytestmark = pytest.mark.unit


def test_a_call_goes_to_the_longest_idle_agent() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"), agent("ben"))
    offer = every(Offer, hotline.comes("call"))[0]
    assert (offer.agent_id, offer.epoch, offer.until_ms) == ("anna", 1, hotline.now_ms + 15_000)
    assert rings(hotline.comes("next")) == {"next": ["ben"]}
    assert rings(hotline.comes("third")) == {}


def test_a_freed_agent_gets_the_most_urgent_call_and_then_the_longest_waiting() -> None:
    hotline = Hotline()
    for name, priority in (("plain", 5), ("later", 5), ("vital", 1)):
        hotline.comes(name, priority=priority)
        hotline.later(1)
    hotline.tell(AgentChanged(agent("anna")))
    got = []
    hotline.tell(AgentReady("anna"))
    for _ in range(3):
        item_id = next(iter(hotline.engine.floor.seats["anna"].held))
        got.append(item_id)
        hotline.accepts(item_id, "anna")
        hotline.tell(TalkEnded(item_id))
    assert got == ["vital", "plain", "later"]


def test_waiting_outweighs_a_class_in_the_end() -> None:
    hotline = Hotline()
    hotline.comes("patient", priority=6)
    hotline.later(301)
    hotline.comes("important", priority=5)
    hotline.tell(AgentChanged(agent("anna")))
    assert rings(hotline.tell(AgentReady("anna"))) == {"patient": ["anna"]}


def test_a_rescue_comes_before_everything_however_long_that_has_waited() -> None:
    hotline = Hotline()
    hotline.comes("old", priority=1)
    hotline.later(80_000)
    hotline.comes("rescue", priority=0)
    hotline.tell(AgentChanged(agent("anna")))
    assert rings(hotline.tell(AgentReady("anna"))) == {"rescue": ["anna"]}


def test_whoever_lets_it_ring_is_not_ready_and_the_call_keeps_its_place() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.comes("first")
    hotline.comes("second")
    decided = hotline.later(15)
    assert every(Withdraw, decided)[0].outcome is Outcome.TIMED_OUT
    assert every(Pause, decided) == [Pause("anna", "missed_offer")]
    hotline.tell(AgentChanged(agent("ben")))
    assert rings(hotline.tell(AgentReady("ben"))) == {"first": ["ben"]}
    assert rings(hotline.tell(AgentReady("anna"))) == {"second": ["anna"]}


def test_an_agent_who_declined_gets_it_again_after_a_while_if_nobody_else_is_there() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.comes("call")
    assert rings(hotline.declines("call", "anna")) == {}
    assert rings(hotline.later(59)) == {}
    assert rings(hotline.later(2)) == {"call": ["anna"]}
    assert hotline.engine.floor.works["call"].epoch == 2


def test_an_agent_who_declined_comes_after_all_who_did_not() -> None:
    hotline = Hotline(rules(Queue(id="main", excluded_ms=5_000)))
    hotline.seat(agent("anna"))
    hotline.comes("call")
    hotline.declines("call", "anna")
    hotline.later(4)
    hotline.tell(AgentChanged(agent("ben")), AgentPaused("anna"), AgentReady("anna"))
    hotline.later(0.5)
    assert rings(hotline.tell(AgentReady("ben"))) == {"call": ["ben"]}


def test_only_the_offer_that_stands_can_be_accepted() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.comes("call")
    assert hotline.tell(OfferAccepted("call", "anna", 7)) == [Ignored("offer_over", "call")]
    assert hotline.tell(OfferAccepted("call", "anna", 1)) == []
    assert hotline.tell(OfferAccepted("call", "anna", 1)) == [], "the same fact again is no fault"
    assert hotline.tell(OfferDeclined("call", "anna", 1)) == [Ignored("offer_over", "call")]
    assert hotline.tell(OfferAccepted("gone", "anna", 1)) == [Ignored("work_unknown", "gone")]


def test_an_abandoned_call_stops_ringing_and_the_agent_is_as_idle_as_before() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"), agent("ben"))
    hotline.comes("call")
    hotline.later(5)
    assert every(Withdraw, hotline.tell(WorkAbandoned("call")))[0].outcome is Outcome.WITHDRAWN
    assert rings(hotline.comes("next")) == {"next": ["anna"]}


def test_all_ring_and_one_has_it() -> None:
    hotline = Hotline(rules(Queue(id="main", at_once=None)))
    hotline.seat(agent("anna"), agent("ben"), agent("carl"))
    assert rings(hotline.comes("call")) == {"call": ["anna", "ben", "carl"]}
    decided = hotline.accepts("call", "ben")
    assert {each.agent_id: each.outcome for each in every(Withdraw, decided)} == {
        "anna": Outcome.ANSWERED_ELSEWHERE,
        "carl": Outcome.ANSWERED_ELSEWHERE,
    }
    assert hotline.tell(OfferAccepted("call", "anna", 1)) == [Ignored("offer_over", "call")]
    assert rings(hotline.comes("next")) == {"next": ["anna", "carl"]}


def test_one_of_several_may_decline_and_the_others_ring_on() -> None:
    hotline = Hotline(rules(Queue(id="main", at_once=2)))
    hotline.seat(agent("anna"), agent("ben"), agent("carl"))
    assert rings(hotline.comes("call")) == {"call": ["anna", "ben"]}
    assert rings(hotline.declines("call", "anna")) == {}
    assert hotline.state_of("call") is ItemState.OFFERED
    decided = hotline.later(15)
    assert every(Pause, decided) == [Pause("ben", "missed_offer")]
    assert rings(decided) == {"call": ["carl"]}


def test_who_rang_out_with_several_chats_gets_none_of_them() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.comes("one", medium="chat")
    hotline.later(5)
    hotline.comes("two", medium="chat")
    decided = hotline.later(10)
    assert {each.item_id: each.outcome for each in every(Withdraw, decided)} == {
        "one": Outcome.TIMED_OUT,
        "two": Outcome.WITHDRAWN,
    }
    assert rings(hotline.tell(AgentReady("anna"))) == {"two": ["anna"]}


def test_wrap_up_ends_by_itself_and_nothing_is_offered_until_then() -> None:
    hotline = Hotline(rules(Queue(id="main", wrap_up_ms=30_000)))
    hotline.seat(agent("anna"))
    hotline.takes("call", "anna")
    hotline.comes("chat", medium="chat")
    hotline.tell(TalkEnded("call"))
    assert hotline.state_of("call") is ItemState.WRAP_UP
    assert rings(hotline.comes("chat2", medium="chat")) == {}
    decided = hotline.later(30)
    assert every(EndWrapUp, decided) == [EndWrapUp("call", "anna")]
    assert rings(decided) == {"chat": ["anna"], "chat2": ["anna"]}


def test_a_wrap_up_can_be_extended_broken_off_and_ended() -> None:
    hotline = Hotline(rules(Queue(id="main", wrap_up_ms=30_000)))
    hotline.seat(agent("anna"))
    hotline.takes("chat", "anna", medium="chat")
    hotline.tell(TalkEnded("chat"), TalkResumed("chat"))
    assert hotline.state_of("chat") is ItemState.ACTIVE
    hotline.tell(TalkEnded("chat"), WrapUpExtended("chat", hotline.now_ms + 90_000))
    assert every(EndWrapUp, hotline.later(60)) == []
    assert hotline.tell(TalkEnded("chat")) == [Ignored("work_wrap_up", "chat")]
    hotline.tell(WrapUpEnded("chat"))
    assert hotline.state_of("chat") is None


def test_what_rings_elsewhere_at_an_agent_who_begins_a_wrap_up_rings_at_somebody_else() -> None:
    hotline = Hotline(rules(Queue(id="main", wrap_up_ms=30_000)))
    hotline.seat(agent("anna"))
    hotline.takes("one", "anna", medium="chat")
    assert rings(hotline.comes("two", medium="chat")) == {"two": ["anna"]}
    hotline.seat(agent("ben"))
    assert rings(hotline.tell(TalkEnded("one"))) == {"two": ["ben"]}


def test_a_pause_sends_what_rings_to_others_and_leaves_what_is_in_hand() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.takes("one", "anna", medium="chat")
    hotline.comes("two", medium="chat")
    decided = hotline.tell(AgentPaused("anna", "lunch"))
    assert [each.item_id for each in every(Withdraw, decided)] == ["two"]
    assert hotline.state_of("one") is ItemState.ACTIVE
    assert rings(hotline.tell(AgentReady("anna"))) == {"two": ["anna"]}


def test_hurried_work_overtakes_and_is_served_at_once_where_only_urgency_was_missing() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna", capacity={"chat": 1}))
    hotline.takes("chat", "anna", medium="chat")
    hotline.comes("plain", medium="chat")
    assert rings(hotline.tell(WorkHurried("plain", 0))) == {"plain": ["anna"]}
    hotline.tell(WorkHurried("plain", 5))
    assert hotline.engine.floor.works["plain"].item.priority == 5
    assert rings(hotline.tell(WorkArrived(hotline.item("chat", priority=2)))) == {}
    assert hotline.engine.floor.works["chat"].item.priority == 2


def test_a_transfer_keeps_the_wait_and_forgets_who_passed_on_it() -> None:
    hotline = Hotline(rules(Queue(id="main"), Queue(id="second")))
    hotline.seat(agent("anna"))
    hotline.takes("call", "anna")
    hotline.later(100)
    hotline.comes("young", queue_id="second")
    hotline.tell(WorkTransferred("call", "second", excluded=frozenset({"anna"})))
    hotline.tell(AgentChanged(agent("ben", queues=frozenset({"second"}))))
    assert rings(hotline.tell(AgentReady("ben"))) == {"call": ["ben"]}


def test_work_that_an_agent_took_alone_counts_and_resets_idleness_only_if_told_so() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"), agent("ben"))
    hotline.tell(WorkTaken(hotline.item("outbound"), "anna", resets_idle=False))
    assert rings(hotline.comes("call")) == {"call": ["ben"]}
    hotline.tell(WorkAbandoned("call"), TalkEnded("outbound"))
    assert rings(hotline.comes("next")) == {"next": ["anna"]}
    hotline.tell(WorkTaken(hotline.item("next"), "ben"))
    assert hotline.engine.floor.works["next"].holder == "ben"
    assert hotline.tell(WorkTaken(hotline.item("next"), "ben")) == [Ignored("work_known", "next")]


def test_the_same_arrival_again_changes_nothing() -> None:
    hotline = Hotline()
    hotline.comes("call")
    assert hotline.comes("call") == [Ignored("work_known", "call")]
    assert hotline.engine.floor.lines.length("main") == 1


def test_time_never_goes_back() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.engine.apply(TimePassed(), 5)
    assert every(Offer, hotline.comes("call"))[0].until_ms == hotline.now_ms + 15_000


def test_who_is_not_there_cannot_do_anything() -> None:
    hotline = Hotline()
    with pytest.raises(NotFound, match="agent_unknown"):
        hotline.tell(AgentReady("nobody"))
    with pytest.raises(NotFound, match="agent_unknown"):
        hotline.tell(WorkTaken(hotline.item("call"), "nobody"))
    assert hotline.engine.floor.works == {}


def test_an_agent_without_work_can_be_removed_and_rings_no_more() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna", skills={"english": 2}), agent("ben", skills={"english": 2}))
    hotline.comes("call", required=Has("english"))
    hotline.tell(AgentChanged(agent("anna", skills={"english": 3})))
    assert rings(hotline.tell(AgentRemoved("anna"))) == {"call": ["ben"]}
    assert "anna" not in hotline.engine.floor.seats


def test_who_leaves_keeps_what_is_in_hand() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.takes("call", "anna")
    hotline.tell(AgentLeft("anna"), TalkEnded("call"))
    assert hotline.state_of("call") is None
    assert hotline.engine.floor.seats["anna"].presence is Presence.OFFLINE
    assert rings(hotline.comes("next")) == {}


def test_a_new_day_counts_from_nothing() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.takes("call", "anna")
    hotline.later(60)
    hotline.tell(DayBegan())
    seat = hotline.engine.floor.seats["anna"]
    assert (seat.handled, seat.worked_ms, seat.idle_ms) == (0, 0, 0)
    hotline.later(30)
    hotline.tell(TalkEnded("call"))
    assert seat.worked_ms == 30_000


def test_who_may_miss_an_offer_without_a_pause_is_offered_others() -> None:
    hotline = Hotline(rules(replace(Queue(id="main"), misses_pause=False)))
    hotline.seat(agent("anna"))
    hotline.comes("first")
    hotline.comes("second")
    decided = hotline.later(15)
    assert every(Pause, decided) == []
    assert rings(decided) == {"second": ["anna"]}


@pytest.mark.unit
def test_facts_of_one_moment_are_heard_before_anything_is_offered() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    now_ms = hotline.now_ms
    assert not every(Offer, hotline.engine.apply(WorkArrived(hotline.item("early")), now_ms, more=True))
    assert rings(hotline.engine.apply(WorkArrived(hotline.item("sos", priority=0)), now_ms)) == {"sos": ["anna"]}
