"""Whom an item reaches, and from when on: rings, owners, departments, affinity, head starts, peak places."""

import pytest

from tests.voice_bridge.acd.floors import Hotline, agent, every, rings, rules
from voice_bridge.acd.decisions import Offer, OpenToAll, Relax, Stranded, Waived
from voice_bridge.acd.inputs import AgentChanged, AgentLeft, AgentReady, TalkEnded
from voice_bridge.acd.nouns import WorkItem
from voice_bridge.acd.score import advance_ms
from voice_bridge.acd.settings import Advance, Owner, Queue, Ring, Weights
from voice_bridge.acd.skills import AllOf, AnyOf, Has

pytestmark = pytest.mark.unit

ENGLISH = Has("english", 6)


def test_a_wider_ring_takes_levels_off_and_the_next_waives_the_skill() -> None:
    waiving = Ring(60_000, waived=frozenset({"english"}))
    hotline = Hotline(rules(Queue(id="main", rings=(Ring(), Ring(30_000, levels_off=3), waiving))))
    hotline.seat(agent("anna", skills={"english": 3}), agent("ben"))
    hotline.comes("call", required=ENGLISH)
    assert rings(hotline.later(29)) == {}
    decided = hotline.later(1)
    assert every(Relax, decided) == [Relax("call", 1)]
    assert rings(decided) == {"call": ["anna"]}
    hotline.declines("call", "anna")
    decided = hotline.later(30)
    assert every(Relax, decided) == [Relax("call", 2)]
    assert rings(decided) == {"call": ["ben"]}


def test_a_ring_reaches_members_of_other_queues() -> None:
    settings = rules(
        Queue(id="main", rings=(Ring(), Ring(20_000, also_queues=frozenset({"second"})))), Queue(id="second")
    )
    hotline = Hotline(settings)
    hotline.seat(agent("ben", queues=frozenset({"second"})))
    hotline.comes("call")
    assert rings(hotline.later(20)) == {"call": ["ben"]}


def test_rings_go_up_the_tree_of_organisations() -> None:
    settings = rules(Queue(id="main", rings=(Ring(owner=Owner.OWN), Ring(10_000, owner=Owner.PARENT), Ring(20_000))))
    hotline = Hotline(settings)
    hotline.seat(agent("nation", org="cn"), agent("hefei", org="cn/ah/hefei"), agent("park", org="cn/ah/hs/park"))
    assert rings(hotline.comes("one", org="cn/ah/hs")) == {"one": ["park"]}
    hotline.comes("two", org="cn/ah/hs")
    assert rings(hotline.later(10)) == {"two": ["hefei"]}
    hotline.accepts("one", "park")
    hotline.accepts("two", "hefei")
    hotline.comes("three", org="cn/ah/hs")
    assert rings(hotline.later(20)) == {"three": ["nation"]}


def test_the_department_that_knows_the_tourist_comes_first() -> None:
    hotline = Hotline(rules(Queue(id="main", rings=(Ring(same_department=True), Ring(10_000)))))
    hotline.seat(agent("anna", department="rail"), agent("ben", department="hotels"))
    assert rings(hotline.comes("one", department="hotels")) == {"one": ["ben"]}
    hotline.comes("two", department="hotels")
    assert rings(hotline.later(10)) == {"two": ["anna"]}
    assert rings(hotline.tell(AgentChanged(agent("carl")), AgentReady("carl"))) == {}
    assert rings(hotline.comes("three")) == {"three": ["carl"]}


def test_required_and_preferred_alternatives_are_understood() -> None:
    hotline = Hotline(rules(Queue(id="main", weights=Weights(skill=100.0))))
    hotline.seat(agent("anna", skills={"english": 6}), agent("ben", skills={"english": 6, "huangshan": 4}))
    need = AllOf((AnyOf((Has("japanese", 2), ENGLISH)),))
    assert rings(hotline.comes("call", required=need, preferred=(Has("huangshan", 2),))) == {"call": ["ben"]}


def test_a_queue_and_a_kind_of_business_ask_for_skills_of_their_own() -> None:
    settings = rules(Queue(id="main", need=Has("english")), business={"complaint": Has("complaints", 4)})
    hotline = Hotline(settings)
    hotline.seat(agent("anna", skills={"english": 1}), agent("ben", skills={"english": 1, "complaints": 4}))
    assert rings(hotline.comes("one", business="complaint")) == {"one": ["ben"]}
    assert rings(hotline.comes("two", business="inquiry")) == {"two": ["anna"]}


def test_the_agent_who_knows_the_tourist_is_waited_for_a_while() -> None:
    hotline = Hotline(rules(Queue(id="main", affinity_ms=20_000)))
    hotline.seat(agent("anna"))
    hotline.takes("first", "anna")
    hotline.seat(agent("ben"))
    assert rings(hotline.comes("again", last_agent="anna")) == {}
    assert rings(hotline.tell(TalkEnded("first"))) == {"again": ["anna"]}
    hotline.accepts("again", "anna")
    hotline.comes("third", last_agent="anna")
    decided = hotline.later(20)
    assert every(OpenToAll, decided) == [OpenToAll("third", "anna")]
    assert rings(decided) == {"third": ["ben"]}


def test_nobody_is_waited_for_who_is_not_there() -> None:
    hotline = Hotline(rules(Queue(id="main", affinity_ms=20_000)))
    hotline.seat(agent("anna"), agent("ben"))
    hotline.tell(AgentLeft("anna"))
    assert rings(hotline.comes("again", last_agent="anna")) == {"again": ["ben"]}


def test_of_free_agents_the_one_who_knows_the_tourist_has_it() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"), agent("ben"))
    (offer,) = every(Offer, hotline.comes("again", last_agent="ben"))
    assert (offer.agent_id, offer.score) == ("ben", 3_601)


def test_work_handed_to_an_agent_by_name_waits_for_that_agent_even_in_another_queue() -> None:
    hotline = Hotline(rules(Queue(id="main"), Queue(id="second")))
    hotline.seat(agent("anna"))
    hotline.tell(AgentChanged(agent("ben", queues=frozenset({"second"}))), AgentReady("ben"))
    hotline.takes("busy", "ben", queue_id="second")
    assert rings(hotline.comes("handed", for_agent="ben")) == {}
    assert rings(hotline.tell(TalkEnded("busy"))) == {"handed": ["ben"]}
    decided = hotline.declines("handed", "ben")
    assert every(OpenToAll, decided) == [OpenToAll("handed", "ben")]
    assert rings(decided) == {"handed": ["anna"]}


def test_a_rescue_handed_to_an_agent_goes_there_if_that_agent_is_free() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"), agent("ben"))
    assert rings(hotline.comes("rescue", priority=0, for_agent="ben")) == {"rescue": ["ben"]}


def test_kept_work_is_opened_when_its_agent_leaves() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.takes("busy", "anna")
    hotline.comes("handed", for_agent="anna")
    hotline.seat(agent("ben"))
    assert rings(hotline.tell(AgentLeft("anna"))) == {"handed": ["ben"]}


def test_of_several_kept_for_an_agent_the_most_urgent_comes_first() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.takes("busy", "anna")
    hotline.comes("plain", for_agent="anna")
    hotline.comes("vital", for_agent="anna", priority=1)
    hotline.comes("anybody", priority=1)
    assert rings(hotline.tell(TalkEnded("busy"))) == {"vital": ["anna"]}
    hotline.accepts("vital", "anna")
    assert rings(hotline.tell(TalkEnded("vital"))) == {"plain": ["anna"]}


def test_a_rescue_is_kept_for_nobody() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.takes("busy", "anna")
    hotline.seat(agent("ben"))
    assert rings(hotline.comes("rescue", priority=0, for_agent="anna")) == {"rescue": ["ben"]}


def test_vip_dissatisfaction_and_business_are_a_head_start_in_waiting() -> None:
    advance = Advance({1: 60_000, 3: 300_000}, dissatisfied_ms=100_000, business_ms={"complaint": 30_000})

    def item(**more: object) -> WorkItem:
        return WorkItem(id="x", queue_id="main", medium="voice", enqueued_ms=0, **more)  # type: ignore[arg-type]

    assert [advance_ms(item(vip=level), advance) for level in range(5)] == [0, 60_000, 60_000, 300_000, 300_000]
    assert advance_ms(item(dissatisfaction=0.5, business="complaint", vip=1), advance) == 140_000
    assert advance_ms(item(dissatisfaction=7), advance) == 100_000

    hotline = Hotline(rules(advance=advance))
    hotline.comes("plain")
    hotline.later(50)
    hotline.comes("vip", vip=1)
    hotline.tell(AgentChanged(agent("anna")))
    assert rings(hotline.tell(AgentReady("anna"))) == {"vip": ["anna"]}


def test_peak_places_are_used_only_when_waiting_is_long() -> None:
    hotline = Hotline(rules(Queue(id="main", rings=(Ring(), Ring(40_000, peak=True)))))
    hotline.seat(agent("anna", capacity={"chat": 1}, peak={"chat": 1}))
    hotline.takes("one", "anna", medium="chat")
    hotline.comes("two", medium="chat")
    assert rings(hotline.later(39)) == {}
    assert rings(hotline.later(1)) == {"two": ["anna"]}
    hotline.accepts("two", "anna")
    hotline.comes("three", medium="chat")
    assert rings(hotline.later(60)) == {}


def test_what_is_kept_for_somebody_reaches_that_agents_peak_places_in_time_too() -> None:
    hotline = Hotline(rules(Queue(id="main", rings=(Ring(), Ring(40_000, peak=True)))))
    hotline.seat(agent("anna", capacity={"chat": 1}, peak={"chat": 1}))
    hotline.takes("one", "anna", medium="chat")
    hotline.comes("two", medium="chat", for_agent="anna")
    assert rings(hotline.later(39)) == {}
    assert rings(hotline.later(1)) == {"two": ["anna"]}


def test_work_that_nobody_can_ever_take_is_told_of() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    assert every(Stranded, hotline.comes("call", required=Has("japanese"))) == [Stranded("call", "main")]
    decided = hotline.tell(AgentChanged(agent("ben", skills={"japanese": 1})), AgentReady("ben"))
    assert rings(decided) == {"call": ["ben"]}


def test_skills_that_do_not_exist_are_not_asked_for() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna", skills={"english": 8}))
    decided = hotline.comes("call", required=AllOf((ENGLISH, Has("klingon", 3))))
    assert every(Waived, decided) == [Waived("call", ("klingon",))]
    assert rings(decided) == {"call": ["anna"]}


def test_a_rescue_reaches_everybody_after_half_a_minute_whatever_its_queue_asks() -> None:
    hotline = Hotline(rules(Queue(id="main", need=ENGLISH, rings=(Ring(owner=Owner.OWN),)), Queue(id="second")))
    hotline.seat(agent("ben", queues=frozenset({"second"}), org="cn/zj"))
    hotline.comes("everyday", org="cn/ah")
    hotline.comes("rescue", org="cn/ah", priority=0)
    assert rings(hotline.later(29)) == {}
    assert rings(hotline.later(1)) == {"rescue": ["ben"]}
