"""The life of a conversation: every step from every state, what can be reached, and who owns it where."""

import pytest

from hub.errors import IllegalTransition
from hub.lifecycle import OWNER_OF, TRANSITIONS, Step, after
from hub.model import OwnerKind, State

pytestmark = pytest.mark.unit

TABLE = """
bot              wrote bot, escalated queued, taken_over assigned, callback_requested callback_pending,
                 expired closed
queued           wrote queued, accepted assigned, taken_over assigned, transferred queued, returned_to_bot bot,
                 callback_requested callback_pending, expired closed
assigned         wrote assigned, held on_hold, transferred queued, returned_to_bot bot, snoozed snoozed,
                 taken_over assigned, callback_requested callback_pending, call_started in_call, ended wrap_up
on_hold          wrote on_hold, resumed assigned, taken_over assigned, transferred queued, ended wrap_up
wrap_up          wrote assigned, wrapped closed
closed           reopened bot, reopened_queued queued
snoozed          wrote queued, woke queued, ended wrap_up
callback_pending wrote callback_pending, call_started in_call, call_failed queued, expired closed
in_call          wrote in_call, call_ended assigned, transferred queued, ended wrap_up
"""
"The life-cycle a second time, as it is told to people; one of the two cannot change alone."


def _told() -> dict[tuple[State, Step], State]:
    told: dict[tuple[State, Step], State] = {}
    for line in TABLE.strip().replace(",\n", ",").splitlines():
        state, _, steps = line.partition(" ")
        for pair in steps.split(","):
            step, to_state = pair.split()
            told[State(state), Step(step)] = State(to_state)
    return told


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_each_step_from_each_state_leads_where_it_is_told_or_is_refused(state: State, step: Step) -> None:
    expected = _told().get((state, step))
    if expected is not None:
        assert after(state, step) is expected
    else:
        with pytest.raises(IllegalTransition) as refused:
            after(state, step)
        assert refused.value.code == "illegal_transition"
        assert (state in refused.value.detail, step in refused.value.detail) == (True, True)


def test_every_state_is_reached_from_the_bot_and_leads_to_the_end() -> None:
    def closure(start: State) -> set[State]:
        seen, todo = {start}, [start]
        while todo:
            fresh = set(TRANSITIONS[todo.pop()].values()) - seen
            seen |= fresh
            todo += fresh
        return seen

    assert closure(State.BOT) == set(State)
    for state in State:
        assert State.CLOSED in closure(state), "somebody would wait for ever"


def test_every_step_is_of_some_use() -> None:
    assert {step for row in TRANSITIONS.values() for step in row} == set(Step)


def test_a_tourist_can_write_in_every_state_but_closed_where_it_reopens() -> None:
    assert [state for state in State if Step.WROTE not in TRANSITIONS[state]] == [State.CLOSED]
    assert {Step.REOPENED, Step.REOPENED_QUEUED} == set(TRANSITIONS[State.CLOSED])


def test_each_state_has_one_kind_of_owner_and_nobody_owns_what_is_closed() -> None:
    assert set(OWNER_OF) == set(State)
    assert [state for state in State if OWNER_OF[state] == OwnerKind.NONE] == [State.CLOSED]
    assert OWNER_OF[State.BOT] == OwnerKind.BOT
    waiting = {state for state in State if OWNER_OF[state] == OwnerKind.QUEUE}
    assert waiting == {State.QUEUED, State.CALLBACK_PENDING}


def test_the_table_cannot_be_changed_by_accident() -> None:
    with pytest.raises(TypeError):
        TRANSITIONS[State.BOT][Step.ENDED] = State.CLOSED  # type: ignore[index]
