"""Places: who has room for one more, what is put aside for something urgent, and how far a rescue may go."""

import pytest

from tests.voice_bridge.acd.floors import Hotline, agent, every, rings, rules
from voice_bridge.acd.decisions import Interrupt, Resume
from voice_bridge.acd.inputs import (
    TalkEnded,
    WorkTaken,
)
from voice_bridge.acd.nouns import ItemState
from voice_bridge.acd.settings import Medium, PriorityClass, Queue, ten_classes, usual_media

pytestmark = pytest.mark.unit


def test_a_call_closes_chat_and_full_chats_refuse_a_call() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.takes("call", "anna")
    assert rings(hotline.comes("chat", medium="chat")) == {}
    hotline.tell(TalkEnded("call"))
    hotline.accepts("chat", "anna")
    for name in ("chat2", "chat3"):
        hotline.takes(name, "anna", medium="chat")
    assert rings(hotline.comes("call2")) == {}
    assert rings(hotline.tell(TalkEnded("chat"))) == {"call2": ["anna"]}


def test_a_rescue_call_reaches_an_agent_whose_chats_are_all_taken() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    for name in ("one", "two", "three"):
        hotline.takes(name, "anna", medium="chat")
    assert rings(hotline.comes("call")) == {}
    assert rings(hotline.comes("rescue", priority=0)) == {"rescue": ["anna"]}
    hotline.tell(WorkTaken(hotline.item("mail", medium="email", interruptible=True), "anna"))
    assert every(Interrupt, hotline.accepts("rescue", "anna")) == [], "an e-mail makes no room for a call here"
    assert rings(hotline.comes("second", priority=0)) == {}


def test_agents_without_chat_places_take_calls_all_the_same() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna", capacity={"voice": 1}))
    assert rings(hotline.comes("call")) == {"call": ["anna"]}
    assert rings(hotline.comes("chat", medium="chat")) == {}


def test_a_heavy_item_waits_for_enough_places() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna"))
    hotline.takes("chat", "anna", medium="chat", weight=2)
    assert rings(hotline.comes("heavy", medium="chat", weight=2)) == {}
    assert rings(hotline.comes("light", medium="chat")) == {"light": ["anna"]}


def test_a_rescue_puts_an_email_aside_and_it_is_resumed_afterwards() -> None:
    media = {**usual_media(), "email": Medium({"email": 1, "voice": 1})}
    hotline = Hotline(rules(media=media))
    hotline.seat(agent("anna", capacity={"voice": 1, "email": 1}))
    hotline.takes("mail", "anna", medium="email", interruptible=True)
    assert rings(hotline.comes("rescue", priority=0)) == {"rescue": ["anna"]}
    assert every(Interrupt, hotline.accepts("rescue", "anna")) == [Interrupt("mail", "anna")]
    assert hotline.state_of("mail") is ItemState.INTERRUPTED
    assert every(Resume, hotline.tell(TalkEnded("rescue"))) == [Resume("mail", "anna")]
    hotline.tell(TalkEnded("mail"))
    assert hotline.state_of("mail") is None


def test_work_that_was_put_aside_ends_without_a_wrap_up() -> None:
    media = {**usual_media(), "email": Medium({"email": 1, "voice": 1})}
    hotline = Hotline(rules(Queue(id="main", wrap_up_ms=30_000), media=media))
    hotline.seat(agent("anna"))
    hotline.takes("mail", "anna", medium="email", interruptible=True)
    hotline.takes("call", "anna")
    hotline.tell(TalkEnded("mail"))
    assert hotline.state_of("mail") is None
    assert hotline.state_of("call") is ItemState.ACTIVE


def test_a_free_agent_is_preferred_to_one_who_would_be_interrupted() -> None:
    media = {**usual_media(), "email": Medium({"email": 1, "voice": 1})}
    hotline = Hotline(rules(media=media))
    hotline.seat(agent("anna"))
    hotline.takes("mail", "anna", medium="email", interruptible=True)
    hotline.seat(agent("ben"))
    assert rings(hotline.comes("call")) == {"call": ["ben"]}


def test_a_rescue_chat_may_go_one_beyond_a_full_agent_and_nothing_else_may() -> None:
    hotline = Hotline()
    hotline.seat(agent("anna", capacity={"chat": 1}))
    hotline.takes("chat", "anna", medium="chat")
    assert rings(hotline.comes("plain", medium="chat")) == {}
    assert rings(hotline.comes("rescue", medium="chat", priority=0)) == {"rescue": ["anna"]}
    assert rings(hotline.comes("rescue2", medium="chat", priority=0)) == {}


def test_a_class_may_interrupt_though_it_is_not_strict() -> None:
    classes = {**ten_classes(), 1: PriorityClass(base_s=3_000, interrupts=True)}
    media = {**usual_media(), "chat": Medium({"chat": 1})}
    hotline = Hotline(rules(classes=classes, media=media))
    hotline.seat(agent("anna", capacity={"chat": 1}))
    hotline.takes("survey", "anna", medium="chat", interruptible=True)
    assert rings(hotline.comes("plain", medium="chat")) == {}
    assert rings(hotline.comes("complaint", medium="chat", priority=1)) == {"complaint": ["anna"]}
