"""The machine whatever happens to it: any commands in any order, at any time, from any state, end in a word."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot import commands as said
from bot.flows.effects import Ask, Chat, LookUp, Offer, Service, Speak, Transfer
from bot.flows.machine import Turn, turn
from bot.flows.speech import Speech, for_logs
from bot.flows.state import BYTES, DEPTH, Refused, Side, SlotFilled, State, fold, remembered, written
from tests.bot.flow_talk import DAY_MS, NOW_MS, book, wording

pytestmark = pytest.mark.unit

TEXTS = st.one_of(
    st.sampled_from(
        [
            "三个人",
            "明天",
            "昨天",
            "138-0000-0000",
            "1280元",
            "HZ-20261101-0003",
            "0000",
            "5",
            "跳过",
            "酒店",
            "导游",
            "电话",
        ]
    ),
    st.text(max_size=700),
)
SLOTS = st.sampled_from(sorted({name for flow in book().flows.values() for name in flow.slots} | {"nothing"}))
FLOWS = st.sampled_from([*sorted(book().flows), "no_such_flow"])
COMMANDS: st.SearchStrategy[said.Input] = st.one_of(
    st.builds(said.StartFlow, FLOWS, st.dictionaries(SLOTS, TEXTS, max_size=4)),
    st.builds(said.SetSlot, st.none() | SLOTS, TEXTS),
    st.builds(said.SetSlot, st.none(), TEXTS),
    st.builds(said.CorrectSlot, st.none() | SLOTS, TEXTS),
    st.sampled_from([said.Affirm(), said.Deny(), said.Cancel(), said.Repeat(), said.ChitChat("greet")]),
    st.builds(said.Affirm),
    st.builds(said.Answer, TEXTS),
    st.builds(said.ChangeLanguage, st.sampled_from(["en", "zh-TW", "ja", "xx"])),
    st.builds(said.Explain, st.sampled_from(["complain", "nonsense"])),
)
LEAVING: st.SearchStrategy[said.Input] = st.sampled_from(
    [said.Handoff("asked"), said.Clarify(("a", "b")), said.ServiceFailed(1), said.ServiceReturned(1, {"found": "yes"})]
)
FOUND = {"found": "yes", "state": "open", "changed_on": "2026-11-20"}


def has_a_word(done: Turn) -> bool:
    """Tell whether a turn ends in a question, an end, a person, something handed through, or plain words."""
    if done.state.stack and done.state.side is not Side.CALLING:
        return any(isinstance(effect, Ask | Offer) for effect in done.effects)
    return any(isinstance(e, Transfer | Service | LookUp | Chat | Offer | Speak) for e in done.effects)


class AnyTalk(RuleBasedStateMachine):
    """A tourist who does anything, over a service that answers, fails or says nonsense."""

    @initialize()
    def begin(self) -> None:
        self.state = State()
        self.now_ms = NOW_MS
        self.events: list[Any] = []
        self.last: Turn | None = None

    def _hear(self, *inputs: said.Input) -> None:
        done = turn(book(), self.state, inputs, self.now_ms)
        assert turn(book(), self.state, inputs, self.now_ms) == done, "the same input gives the same turn"
        assert has_a_word(done)
        assert sum(isinstance(effect, Ask) for effect in done.effects) <= 1
        self.events += done.events
        self.state = done.state
        self.last = done
        speech = Speech(book(), wording(), done.state.lang)
        assert all(reply.text for reply in speech.replies(done.effects))

    @rule(inputs=st.lists(COMMANDS, max_size=4))
    def hears(self, inputs: list[said.Input]) -> None:
        self._hear(*inputs)

    @rule(one=LEAVING)
    def leaves(self, one: said.Input) -> None:
        self._hear(one)

    @rule(result=st.sampled_from([FOUND, {"found": "no", "state": "", "changed_on": ""}, {}, None]))
    def a_service_answers(self, result: dict[str, str | int] | None) -> None:
        call = self.state.calls
        self._hear(said.ServiceFailed(call) if result is None else said.ServiceReturned(call, result))

    @rule(days=st.sampled_from([0.01, 0.5, 3, 20]))
    def time_passes(self, days: float) -> None:
        self.now_ms += int(days * DAY_MS)

    @invariant()
    def the_state_is_the_fold_of_its_events(self) -> None:
        assert fold(self.events) == self.state

    @invariant()
    def the_state_survives_paper_and_is_small(self) -> None:
        paper = written(self.state)
        assert remembered(paper) == self.state
        assert len(paper.encode()) <= BYTES
        assert len(self.state.stack) <= DEPTH


AnyTalk.TestCase.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAnyTalk = AnyTalk.TestCase


def _open(flow: str = "booking") -> State:
    return turn(book(), State(), [said.StartFlow(flow)], NOW_MS).state


def _handed(done: Turn) -> Transfer:
    return next(effect for effect in done.effects if isinstance(effect, Transfer))


@pytest.mark.parametrize(
    "paper", ["", "{", "[]", "null", "1", '{"v":99}', '{"v":1}', '{"greeted":true,"unsure":0}', "[" * 5000]
)
def test_a_foreign_state_without_anything_open_begins_anew_without_alarm(paper: str) -> None:
    state = remembered(paper)
    assert state == Refused(None)
    done = turn(book(), state, [said.ChitChat("greet")], NOW_MS)
    assert done.effects == (Chat("greet"),)


def test_no_state_is_a_fresh_one() -> None:
    assert remembered("{}") == State()


@pytest.mark.parametrize("broken", [{"v": 2}, {"calls": "many"}, {"stack": [["booking", 1, "what"]]}])
def test_a_foreign_state_with_something_open_is_handed_over(broken: dict[str, object]) -> None:
    state = remembered(json.dumps({**json.loads(written(_open())), **broken}))
    assert state == Refused("booking")
    done = turn(book(), state, [said.SetSlot(None, "三个人")], NOW_MS)
    assert _handed(done).reason == "flow_failed"
    assert _handed(done).open == (("booking", {}),)
    assert done.state.stack == ()


@pytest.mark.parametrize(("old", "new"), [('"kind"', '"gone_step"'), ('"booking"', '"gone_flow"')])
def test_a_step_that_an_upgrade_has_taken_away_is_handed_over_with_what_is_known(old: str, new: str) -> None:
    paper = written(_open()).replace(old, new, 1)
    state = remembered(paper)
    assert isinstance(state, State)
    done = turn(book(), state, [said.Affirm()], NOW_MS)
    assert _handed(done).reason == "flow_failed"


def test_a_call_that_was_never_answered_is_handed_over() -> None:
    begun = said.StartFlow("ticket_status", {"number": "HZ-20261101-0003", "last_four": "0000"})
    waiting = turn(book(), State(), [begun], NOW_MS)
    assert any(isinstance(effect, Service) for effect in waiting.effects)
    done = turn(book(), waiting.state, [said.Affirm()], NOW_MS)
    assert _handed(done).reason == "flow_failed"


def test_an_answer_to_another_call_changes_nothing() -> None:
    begun = said.StartFlow("ticket_status", {"number": "HZ-20261101-0003", "last_four": "0000"})
    waiting = turn(book(), State(), [begun], NOW_MS).state
    stale = turn(book(), waiting, [said.ServiceReturned(waiting.calls + 7, FOUND)], NOW_MS)
    assert stale.state.side is Side.CALLING


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_no_log_holds_what_a_tourist_wrote_or_a_number(text: str) -> None:
    done = turn(book(), State(), [said.StartFlow("complaint", {"what": text, "phone": "138-0000-0000"})], NOW_MS)
    for event in done.events:
        line = for_logs(book(), "complaint", event)
        assert "13800000000" not in line
        if isinstance(event, SlotFilled) and event.slot == "what":
            assert line == f"slot_filled what=<text {len(str(event.value))}>"


def test_braces_of_a_tourist_stay_out_of_the_words() -> None:
    done = turn(
        book(), State(), [said.StartFlow("booking", {"kind": "hotel", "what": "{phone}{ticket_number}"})], NOW_MS
    )
    ticket_words = Speech(book(), wording(), "zh-CN").value("booking", "what", dict(done.state.stack[0].slots)["what"])
    assert ticket_words == "(phone)(ticket_number)"
