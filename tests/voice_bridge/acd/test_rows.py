"""What is kept of the engine, and that another goes on from it."""

from dataclasses import replace

import pytest

from hub.errors import Conflict, NotFound
from tests.voice_bridge.acd.floors import Hotline, agent, every, rings, rules
from voice_bridge.acd.decisions import Withdraw
from voice_bridge.acd.inputs import AgentChanged, QueueClosed, TakenOver, TalkEnded, TimePassed
from voice_bridge.acd.nouns import ItemState, Presence
from voice_bridge.acd.rows import restore, rows_of
from voice_bridge.acd.settings import Queue, Ring

pytestmark = pytest.mark.unit


def busy_hotline() -> Hotline:
    """Return a hotline with work in every state."""
    hotline = Hotline(rules(Queue(id="main", wrap_up_ms=30_000, affinity_ms=40_000, rings=(Ring(), Ring(20_000)))))
    hotline.seat(agent("anna"), agent("ben"), agent("carl"))
    hotline.takes("written-up", "anna")
    hotline.takes("in-hand", "ben")
    hotline.tell(TalkEnded("written-up"))
    hotline.comes("rings")
    hotline.comes("kept", last_agent="ben", priority=4)
    hotline.comes("kept-too", last_agent="ben")
    hotline.later(5)
    hotline.comes("waits")
    hotline.tell(QueueClosed("main"))
    return hotline


def test_who_goes_on_from_the_rows_decides_the_same() -> None:
    hotline = busy_hotline()
    states = {hotline.state_of(name) for name in ("written-up", "in-hand", "rings", "waits")}
    assert states == {ItemState.WRAP_UP, ItemState.ACTIVE, ItemState.OFFERED, ItemState.WAITING}
    other = restore(hotline.engine.floor.settings, rows_of(hotline.engine))
    assert rows_of(other) == rows_of(hotline.engine)
    assert other.next_due() == hotline.engine.next_due()
    for seconds in (5, 6, 10, 20, 60):
        at_ms = hotline.now_ms + seconds * 1000
        assert other.apply(TimePassed(), at_ms) == hotline.engine.apply(TimePassed(), at_ms)
    assert rows_of(other) == rows_of(hotline.engine)


def test_nothing_rings_out_before_the_grace_is_over() -> None:
    hotline = busy_hotline()
    rows = rows_of(hotline.engine)
    until_ms = hotline.now_ms + 30_000
    other = restore(hotline.engine.floor.settings, rows, grace_until_ms=until_ms)
    assert every(Withdraw, other.apply(TimePassed(), until_ms - 1)) == []
    assert [each.item_id for each in every(Withdraw, other.apply(TimePassed(), until_ms))] == ["rings"]


def test_rows_of_an_agent_who_is_administered_no_more_lose_nothing() -> None:
    hotline = busy_hotline()
    rows = rows_of(hotline.engine)
    rows = replace(rows, agents=tuple(row for row in rows.agents if row.agent.id != "ben"))
    other = restore(hotline.engine.floor.settings, rows)
    assert other.floor.works["in-hand"].holder == "ben"
    other.apply(TalkEnded("in-hand"), hotline.now_ms)
    assert other.floor.works["in-hand"].state is ItemState.WRAP_UP


def test_rows_that_the_settings_do_not_know_are_refused() -> None:
    with pytest.raises(Conflict, match="settings_in_use"):
        restore(rules(Queue(id="other")), rows_of(busy_hotline().engine))


def test_who_takes_over_looks_at_everything() -> None:
    hotline = Hotline()
    hotline.comes("call")
    rows = rows_of(hotline.engine)
    hotline.tell(AgentChanged(agent("anna")))
    ready = replace(rows_of(hotline.engine).agents[0], presence=Presence.READY)
    other = restore(rules(), replace(rows, agents=(ready,)))
    assert other.apply(TimePassed(), hotline.now_ms) == ()
    assert rings(other.apply(TakenOver(), hotline.now_ms)) == {"call": ["anna"]}


def test_only_what_is_there_has_an_estimate() -> None:
    hotline = Hotline()
    hotline.comes("one")
    hotline.later(10)
    hotline.comes("two", priority=4)
    assert hotline.engine.estimate("one", hotline.now_ms).position == 2
    assert hotline.engine.estimate("two", hotline.now_ms).position == 1
    hotline.comes("danger", priority=0)
    assert hotline.engine.estimate("one", hotline.now_ms).position == 3
    with pytest.raises(NotFound, match="work_unknown"):
        hotline.engine.estimate("gone", hotline.now_ms)
