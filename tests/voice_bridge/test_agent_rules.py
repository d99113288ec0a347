"""What state follows from what an agent asked for and the work in hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import Unprocessable
from voice_bridge.agent_rules import (
    ASKABLE,
    MISSED_OFFER,
    PRESENCE_LOST,
    WORKING,
    AgentState,
    Desk,
    Load,
    asked,
    is_full,
    lost,
    missed,
    returned,
    settled,
)

pytestmark = pytest.mark.unit

PLACES = {"chat": 2, "voice": 1}
IDLE = Load(PLACES, {})
ONE_CHAT = Load(PLACES, {"chat": 1})
TWO_CHATS = Load(PLACES, {"chat": 2})
WRITING_UP = Load(PLACES, {"chat": 1}, wrapping_up=True)
READY = Desk(AgentState.READY)

loads = st.builds(
    Load,
    st.just(PLACES),
    st.dictionaries(st.sampled_from(["chat", "voice"]), st.integers(0, 3)),
    st.booleans(),
)
moves = st.one_of(
    st.tuples(st.just("asked"), st.sampled_from(sorted(ASKABLE)), loads),
    st.tuples(st.just("settled"), st.none(), loads),
    st.tuples(st.just("missed"), st.none(), loads),
    st.tuples(st.just("lost"), st.none(), loads),
)


@pytest.mark.parametrize(
    ("load", "state"),
    [
        (IDLE, AgentState.READY),
        (ONE_CHAT, AgentState.READY),
        (TWO_CHATS, AgentState.BUSY),
        (Load(PLACES, {"chat": 3}), AgentState.BUSY),
        (Load(PLACES, {"voice": 1}), AgentState.BUSY),
        (WRITING_UP, AgentState.WRAP_UP),
        (Load(PLACES, {"chat": 2}, wrapping_up=True), AgentState.WRAP_UP),
    ],
)
def test_work_moves_a_ready_agent_between_ready_busy_and_wrap_up(load: Load, state: AgentState) -> None:
    assert settled(READY, load) == Desk(state)
    assert asked(Desk(), "ready", None, load) == Desk(state)


@pytest.mark.parametrize("state", sorted(set(AgentState) - WORKING))
@pytest.mark.parametrize("load", [IDLE, TWO_CHATS, WRITING_UP])
def test_work_never_moves_whoever_is_away(state: AgentState, load: Load) -> None:
    away = Desk(state, "lunch")
    assert settled(away, load) == away


def test_a_medium_without_places_makes_nobody_busy() -> None:
    assert not is_full({"chat": 3, "voice": 0}, {"chat": 1})
    assert not is_full({}, {"chat": 1})


def test_a_break_asked_for_with_work_in_hand_waits_for_its_end() -> None:
    waiting = asked(READY, "break", "lunch", ONE_CHAT)
    assert waiting == Desk(AgentState.BUSY, None, AgentState.BREAK, "lunch")
    writing_up = settled(waiting, WRITING_UP)
    assert (writing_up.state, writing_up.next_state) == (AgentState.WRAP_UP, AgentState.BREAK)
    assert settled(writing_up, IDLE) == Desk(AgentState.BREAK, "lunch")


def test_a_break_asked_for_without_work_begins_at_once() -> None:
    assert asked(READY, "break", "lunch", IDLE) == Desk(AgentState.BREAK, "lunch")


def test_asking_for_ready_takes_back_what_was_asked_for_next() -> None:
    assert asked(asked(READY, "offline", None, ONE_CHAT), "ready", None, ONE_CHAT) == READY


def test_a_missed_offer_is_a_break_at_once_and_ends_only_by_saying_ready() -> None:
    away = missed(asked(READY, "break", "lunch", ONE_CHAT))
    assert away == Desk(AgentState.BREAK, MISSED_OFFER, missed_offer=True)
    assert settled(away, IDLE) == away
    assert asked(away, "ready", None, IDLE) == READY


def test_who_falls_silent_is_offline_and_comes_back_to_where_it_was() -> None:
    silent = lost(asked(READY, "break", "lunch", ONE_CHAT))
    assert (silent.state, silent.reason) == (AgentState.OFFLINE, PRESENCE_LOST)
    assert returned(silent, AgentState.BUSY, None, ONE_CHAT).next_state is AgentState.BREAK
    assert returned(silent, AgentState.BUSY, None, IDLE) == Desk(AgentState.BREAK, "lunch")
    assert returned(lost(READY), AgentState.READY, None, TWO_CHATS) == Desk(AgentState.BUSY)
    assert returned(lost(Desk(AgentState.BREAK, "lunch")), AgentState.BREAK, "lunch", IDLE) == Desk(
        AgentState.BREAK, "lunch"
    )


@pytest.mark.parametrize("state", ["busy", "wrap_up", "asleep", ""])
def test_nobody_can_ask_for_what_follows_from_work(state: str) -> None:
    with pytest.raises(Unprocessable, match="agent_state_unknown"):
        asked(READY, state, None, IDLE)


@pytest.mark.parametrize("reason", ["missed_offer", "presence_lost", "吃饭", "Lunch", "a b", "", "x" * 33, "lunch\n"])
def test_a_reason_is_a_code_and_none_of_ours(reason: str) -> None:
    with pytest.raises(Unprocessable, match="agent_reason_invalid"):
        asked(READY, "break", reason, IDLE)


@given(st.lists(moves, max_size=12))
def test_whatever_happens_the_desk_says_what_the_work_says(
    steps: list[tuple[str, AgentState | None, Load]],
) -> None:
    desk = Desk()
    for kind, wanted, load in steps:
        before = desk
        match kind:
            case "asked":
                desk = asked(desk, str(wanted), "because", load)
            case "settled":
                desk = settled(desk, load)
            case "missed":
                desk = missed(desk)
            case "lost":
                desk = lost(desk)
        if kind in {"asked", "settled"} and desk.state in WORKING:
            assert (desk.state is AgentState.WRAP_UP) == load.wrapping_up
            assert desk.state is not AgentState.READY or not (load.full or desk.next_state)
            assert desk.next_state is None or load.total
        if kind == "settled" and before.state not in WORKING:
            assert desk == before
        assert desk.next_reason is None or desk.next_state is not None
