"""The lives of tickets: every kind, every state, every step, against a table written by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.workflow import (
    ENDS,
    LIVES,
    NEEDS_NOTE,
    Severity,
    TicketKind,
    TicketState,
    TicketStep,
    after,
    kind_of,
    severity_of,
    steps_from,
)
from hub.errors import IllegalTransition, Unprocessable

pytestmark = pytest.mark.unit

ORDINARY = """
    new      start   open
    new      resolve resolved
    new      cancel  cancelled
    open     wait    waiting
    open     resolve resolved
    open     cancel  cancelled
    waiting  resume  open
    waiting  resolve resolved
    waiting  cancel  cancelled
    resolved reopen  open
    resolved close   closed
"""
COMPLAINT = ORDINARY.replace("    new      resolve resolved\n", "") + "    closed   reopen  open\n"
RESCUE = """
    new      start   open
    new      cancel  cancelled
    open     resolve resolved
    open     cancel  cancelled
    resolved reopen  open
    resolved close   closed
"""
TABLES = {
    "inquiry": ORDINARY,
    "booking": ORDINARY,
    "repair": ORDINARY,
    "suggestion": ORDINARY,
    "complaint": COMPLAINT,
    "rescue": RESCUE,
}


@pytest.mark.parametrize("kind", TicketKind)
def test_a_kind_lives_exactly_as_its_table_says(kind: TicketKind) -> None:
    allowed = {tuple(line.split()) for line in TABLES[kind].strip().splitlines()}
    for state in TicketState:
        for step in TicketStep:
            to_state = next((to for origin, taken, to in allowed if (origin, taken) == (state, step)), None)
            if to_state is None:
                with pytest.raises(IllegalTransition):
                    after(kind, state, step)
            else:
                assert after(kind, state, step) == to_state


@pytest.mark.parametrize("kind", TicketKind)
def test_what_can_be_done_is_what_the_table_has(kind: TicketKind) -> None:
    for state in TicketState:
        assert set(steps_from(kind, state)) == {step for step in TicketStep if step in LIVES[kind][state]}


@pytest.mark.parametrize("kind", TicketKind)
def test_every_state_that_can_be_reached_leads_to_an_end(kind: TicketKind) -> None:
    reached, todo = set(), [TicketState.NEW]
    while todo:
        state = todo.pop()
        if state not in reached:
            reached.add(state)
            todo.extend(LIVES[kind][state].values())
    for state in reached - ENDS:
        assert _reaches_an_end(kind, state)


def _reaches_an_end(kind: TicketKind, state: TicketState) -> bool:
    seen, todo = set(), [state]
    while todo:
        state = todo.pop()
        seen.add(state)
        todo.extend(set(LIVES[kind][state].values()) - seen)
    return bool(seen & ENDS)


@given(st.sampled_from(TicketKind), st.lists(st.sampled_from(TicketStep), max_size=30))
def test_no_walk_leaves_the_table(kind: TicketKind, steps: list[TicketStep]) -> None:
    state = TicketState.NEW
    for step in steps:
        if step in steps_from(kind, state):
            state = after(kind, state, step)
        assert state in TicketState
        assert state is not TicketState.WAITING or kind is not TicketKind.RESCUE


def test_cancelled_is_an_end_for_everybody() -> None:
    assert all(not LIVES[kind][TicketState.CANCELLED] for kind in TicketKind)


def test_who_resolves_or_cancels_must_say_how_or_why() -> None:
    assert {TicketStep.RESOLVE, TicketStep.CANCEL} == NEEDS_NOTE


def test_a_rescue_is_critical_from_the_start() -> None:
    assert severity_of(TicketKind.RESCUE) is Severity.CRITICAL
    assert severity_of(TicketKind.INQUIRY) is Severity.NORMAL


@pytest.mark.parametrize("code", ["", "Inquiry", "wish", "inquiry "])
def test_an_unknown_kind_is_named(code: str) -> None:
    with pytest.raises(Unprocessable) as refused:
        kind_of(code)
    assert refused.value.fields == {"kind": "unknown"}
