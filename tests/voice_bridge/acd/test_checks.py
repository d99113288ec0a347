"""What is refused, with which code, and that a refusal changes nothing."""

import pytest

from hub.errors import Conflict, HubError, NotFound, Unprocessable
from tests.voice_bridge.acd.floors import Hotline, agent, rings, rules
from voice_bridge.acd.checks import check, remarks
from voice_bridge.acd.engine import Engine
from voice_bridge.acd.inputs import (
    AgentChanged,
    AgentReady,
    AgentRemoved,
    Input,
    QueueClosed,
    SettingsChanged,
    WorkArrived,
    WorkHurried,
    WorkTransferred,
)
from voice_bridge.acd.rows import rows_of
from voice_bridge.acd.settings import Medium, OverflowRule, PriorityClass, Queue, Ring, Settings, Weights, When
from voice_bridge.acd.skills import AnyOf, Has

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("settings", "where", "code"),
    [
        (Settings(queues={"main": Queue(id="other")}), "queues.main.id", "not_its_key"),
        (rules(classes={5: PriorityClass(slope=0.0)}), "classes.5.slope", "never_ages"),
        (rules(classes={5: PriorityClass(slope=float("nan"))}), "classes.5.slope", "never_ages"),
        (rules(classes={5: PriorityClass(base_s=float("inf"))}), "classes.5.base_s", "not_finite"),
        (
            rules(Queue(id="main", weights=Weights(idle=float("nan")))),
            "queues.main.weights",
            "not_finite",
        ),
        (rules(media={"voice": Medium({"chat": 1})}), "media.voice.takes", "own_place_missing"),
        (rules(media={"voice": Medium({"voice": 1}, beyond=-1)}), "media.voice", "negative"),
        (rules(business={"complaint": Has("klingon")}), "business.complaint", "skill_unknown"),
        (rules(Queue(id="main", need=AnyOf(()))), "queues.main.need", "need_impossible"),
        (rules(Queue(id="main", need=Has("english", 0))), "queues.main.need", "skill_level_out_of_range"),
        (rules(Queue(id="main", at_once=0)), "queues.main.at_once", "not_positive"),
        (rules(Queue(id="main", ring_ms=0)), "queues.main.ring_ms", "out_of_range"),
        (rules(Queue(id="main", wrap_up_ms=-1)), "queues.main.wrap_up_ms", "out_of_range"),
        (rules(Queue(id="main", misses_pause=False, excluded_ms=0)), "queues.main.excluded_ms", "rings_for_ever"),
        (rules(Queue(id="main", rings=())), "queues.main.rings", "first_ring_not_at_once"),
        (rules(Queue(id="main", rings=(Ring(5),))), "queues.main.rings", "first_ring_not_at_once"),
        (rules(Queue(id="main", rings=(Ring(), Ring(9), Ring(9)))), "queues.main.rings.2", "rings_out_of_order"),
        (
            rules(Queue(id="main", rings=(Ring(waived=frozenset({"klingon"})),))),
            "queues.main.rings.0.waived",
            "skill_unknown",
        ),
        (
            rules(Queue(id="main", rings=(Ring(also_queues=frozenset({"nowhere"})),))),
            "queues.main.rings.0.also_queues",
            "queue_unknown",
        ),
        (rules(Queue(id="main", rings=(Ring(levels_off=-1),))), "queues.main.rings.0.levels_off", "negative"),
        (
            rules(Queue(id="main", overflow=(OverflowRule(When.CLOSED, "main"),))),
            "queues.main.overflow.0.to",
            "overflows_to_itself",
        ),
        (
            rules(Queue(id="main", overflow=(OverflowRule(When.CLOSED, "nowhere"),))),
            "queues.main.overflow.0.to",
            "queue_unknown",
        ),
        (
            rules(Queue(id="main", overflow=(OverflowRule(When.LENGTH, "second"),)), Queue(id="second")),
            "queues.main.overflow.0.limit",
            "out_of_range",
        ),
    ],
)
def test_settings_that_contradict_themselves_are_refused(settings: Settings, where: str, code: str) -> None:
    with pytest.raises(Unprocessable) as refused:
        check(settings)
    assert refused.value.code == "settings_contradict"
    assert refused.value.fields == {where: code}
    with pytest.raises(Unprocessable):
        Engine(settings)


def test_circles_of_overflow_are_told_of_and_allowed() -> None:
    def to(queue_id: str) -> tuple[OverflowRule, ...]:
        return (OverflowRule(When.CLOSED, queue_id),)

    settings = rules(
        Queue(id="a", overflow=to("b")),
        Queue(id="b", overflow=to("c")),
        Queue(id="c", overflow=to("b")),
        Queue(id="d", overflow=to("a")),
    )
    check(settings)
    assert remarks(settings) == [("b", "overflow_circle"), ("c", "overflow_circle")]


@pytest.mark.parametrize(
    ("given", "error", "code"),
    [
        (AgentReady("nobody"), NotFound, "agent_unknown"),
        (AgentRemoved("anna"), Conflict, "agent_has_work"),
        (AgentChanged(agent("ben", skills={"english": 11})), Unprocessable, "agent_invalid"),
        (AgentChanged(agent("ben", capacity={"voice": -1})), Unprocessable, "agent_invalid"),
        (QueueClosed("nowhere"), NotFound, "queue_unknown"),
        (WorkTransferred("held", "nowhere"), NotFound, "queue_unknown"),
        (WorkHurried("held", 77), NotFound, "class_unknown"),
        (SettingsChanged(rules(Queue(id="second"))), Conflict, "settings_in_use"),
        (SettingsChanged(rules(media={"chat": Medium({"chat": 1})})), Conflict, "settings_in_use"),
        (SettingsChanged(rules(classes={1: PriorityClass()})), Conflict, "settings_in_use"),
        (SettingsChanged(rules(Queue(id="main", ring_ms=-5))), Unprocessable, "settings_contradict"),
    ],
)
def test_a_refusal_changes_nothing(given: Input, error: type[HubError], code: str) -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.takes("held", "anna")
    hotline.comes("waits")
    before = rows_of(hotline.engine)
    with pytest.raises(error) as refused:
        hotline.tell(given)
    assert refused.value.code == code
    assert rows_of(hotline.engine) == before


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"queue_id": "nowhere"}, "queue_unknown"),
        ({"medium": "pigeon"}, "medium_unknown"),
        ({"priority": 42}, "class_unknown"),
        ({"weight": 0}, "item_invalid"),
        ({"required": AnyOf(())}, "item_invalid"),
    ],
)
def test_work_that_no_rule_knows_is_refused(more: dict[str, object], code: str) -> None:
    hotline = Hotline()
    with pytest.raises(HubError) as refused:
        hotline.tell(WorkArrived(hotline.item("call", **more)))
    assert refused.value.code == code
    assert hotline.engine.floor.works == {}


def test_new_settings_hold_at_once_for_all_who_wait() -> None:
    hotline = Hotline(rules(Queue(id="main", need=Has("japanese"))))
    hotline.seat(agent("anna"))
    hotline.comes("one")
    hotline.later(5)
    hotline.comes("two")
    assert rings(hotline.tell(SettingsChanged(rules(Queue(id="main", rings=(Ring(), Ring(60_000))))))) == {
        "one": ["anna"]
    }
    assert hotline.engine.next_due() is not None


def test_a_skill_that_is_no_more_is_not_asked_of_those_who_wait() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.comes("call", required=Has("japanese"))
    settings = Settings(queues={"main": Queue(id="main")}, skills=frozenset({"english"}))
    assert rings(hotline.tell(SettingsChanged(settings))) == {"call": ["anna"]}
