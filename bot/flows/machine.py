"""The dialogue machine: what was, what the tourist wants now, and the time, into what is and what comes of it.

Rules:
1. Pure: the same state, inputs and time give the same turn; nothing is read, written or remembered here.
2. Whatever comes, a turn ends in a question, an end, an answer handed through, or a person; never in an error.
3. A question in the middle is answered and what was asked is asked again; a correction is taken anywhere.
4. A service that is waited for answers within the turn (`Service` → `ServiceReturned`); if the next input is anything
   else, it has failed.
Sources: reference nlu §E, §F; ARCHITECTURE §8.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot import commands as said
from bot.flows import filling
from bot.flows.definitions import COMMON, Book, Call, Collect, Confirm, text_key
from bot.flows.effects import Chat, Effect, LookUp, Offer
from bot.flows.run import FLOW_FAILED, RESUME_AFTER_MS, Run
from bot.flows.slots import LONGEST
from bot.flows.state import (
    DEPTH,
    Event,
    FlowStarted,
    LanguageChanged,
    Moved,
    Refused,
    Side,
    SlotFilled,
    State,
    Touched,
    Unsure,
)
from hub.days import local_day

EXPIRES_AFTER_MS = 14 * 24 * 3600 * 1000
"A flow that rested so long is forgotten."
MUCH = 3
"Slots filled in from which stopping is asked about once more."
UNSURE_TIMES = 2
"Not understood so many times in a row: a person."
MOST_INPUTS = 12
"Inputs of one turn that are heard; more is noise."


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn has come to."""

    state: State
    events: tuple[Event, ...]
    "What happened; folded over the state before, they are the state."
    effects: tuple[Effect, ...]


def turn(
    book: Book, state: State | Refused, inputs: Iterable[said.Input], now_ms: int, tz: str = "Asia/Shanghai"
) -> Turn:
    """Return the next state and what comes of it; raises nothing for any state or input.

    Args:
        book: The flows.
        state: As `bot.flows.state.remembered` has read it.
        inputs: In their order.
        now_ms: UTC milliseconds.
        tz: Where the tourist's days begin and end (IANA name).
    """
    known = State() if isinstance(state, Refused) else state
    run = Run(book, known, now_ms, local_day(now_ms, tz))
    heard = list(inputs)[:MOST_INPUTS]
    if isinstance(state, Refused) and state.flow is not None:
        run.hand_over(FLOW_FAILED, lost=state.flow)
    _begin(run, heard)
    for one in heard:
        if run.over:
            break
        _hear(run, one)
        run.advance()
    run.close()
    return Turn(run.state, tuple(run.events), tuple(run.effects))


def _begin(run: Run, heard: list[said.Input]) -> None:
    """See whether what was open still holds."""
    while run.frame is not None and run.now_ms - run.frame.touched_ms >= EXPIRES_AFTER_MS:
        run.finish("expired")
    if run.frame is None:
        run.aside(Side.NONE)
        return
    if not _sound(run) or (run.state.side is Side.CALLING and not _is_result(heard)):
        run.hand_over(FLOW_FAILED)
        return
    if run.state.side is not Side.CALLING and run.now_ms - run.frame.touched_ms >= RESUME_AFTER_MS:
        run.waking = True
        run.aside(Side.RESUMING)
    run.emit(Touched(run.now_ms))


def _sound(run: Run) -> bool:
    """Tell whether all that is open is still known: another version of the house may have written it."""
    flows = [(frame, run.book.flows.get(frame.flow)) for frame in run.state.stack]
    if any(flow is None or flow.step(frame.step) is None for frame, flow in flows):
        return False
    at = {Side.CALLING: Call, Side.CHANGING: Confirm}.get(run.state.side)
    return at is None or isinstance(run.step, at)


def _is_result(heard: list[said.Input]) -> bool:
    return bool(heard) and isinstance(heard[0], said.ServiceReturned | said.ServiceFailed)


def _hear(run: Run, one: said.Input) -> None:
    if run.state.unsure and not isinstance(one, said.Clarify):
        run.emit(Unsure(0))
    if run.waking and isinstance(one, said.Affirm | said.Deny | said.Repeat):
        return
    _HEARD[type(one)](run, one)


# --- what each command does -------------------------------------------------------------------------------------


def _start(run: Run, one: said.StartFlow) -> None:
    flow = run.book.flows.get(one.flow)
    if flow is None:
        run.hand_over(FLOW_FAILED)
        return
    run.aside(Side.NONE)
    if any(frame.flow == flow.id for frame in run.state.stack):
        while run.frame and run.frame.flow != flow.id:
            run.finish("replaced")
    else:
        if len(run.state.stack) >= DEPTH:
            run.finish("replaced")
        if run.frame is not None:
            run.speak("digress")
        run.emit(FlowStarted(flow.id, flow.version, flow.steps[0].id, run.now_ms))
    for name, value in one.slots.items():
        filling.fill(run, name, value)


def _set(run: Run, one: said.SetSlot) -> None:
    if run.frame is None:
        # Nobody asked: the words are a question, if they are anything.
        run.effects.append(LookUp(one.value[:LONGEST]))
        return
    if run.waking and one.slot is None and not filling.surely_answers(run, one.value):
        return
    if run.state.side in {Side.RESUMING, Side.CANCELLING}:
        # A yes or no was asked for: other words mean to go on, but are hardly the answer to what was asked before.
        run.aside(Side.NONE)
        if one.slot is None and not filling.surely_answers(run, one.value):
            return
    if one.slot is not None:
        filling.give(run, one.slot, one.value)
    elif run.state.side is Side.CHANGING:
        filling.change(run, one.value)
    else:
        filling.answer(run, one.value)


def _correct(run: Run, one: said.CorrectSlot) -> None:
    if run.frame is None:
        filling.amend(run, one.slot, one.value)
        return
    run.aside(Side.NONE)
    filling.correct(run, one.slot, one.value)


def _affirm(run: Run, _: said.Affirm) -> None:
    step, side = run.step, run.state.side
    if side is Side.CANCELLING:
        _drop(run)
    elif side is Side.RESUMING:
        run.aside(Side.NONE)
    elif side is Side.CHANGING:
        filling.misfit(run, "change")
    elif isinstance(step, Confirm):
        run.go_on()
    elif isinstance(step, Collect):
        filling.answer(run, "yes", plain=True)
    else:
        run.speak("idle")


def _deny(run: Run, _: said.Deny) -> None:
    step, side = run.step, run.state.side
    if side is Side.RESUMING:
        _drop(run)
    elif side in {Side.CANCELLING, Side.CHANGING}:
        run.aside(Side.NONE)
    elif isinstance(step, Confirm):
        run.aside(Side.CHANGING)
    elif isinstance(step, Collect) and step.optional and run.flow and run.flow.slots[step.slot].kind != "yes_no":
        run.emit(SlotFilled(step.slot, None))
    elif isinstance(step, Collect):
        filling.answer(run, "no", plain=True)
    else:
        run.speak("idle")


def _cancel(run: Run, _: said.Cancel) -> None:
    if run.frame is None:
        run.speak("nothing_open")
        return
    given = [value for _, value in run.frame.slots if value is not None]
    if len(given) >= MUCH and run.state.side not in {Side.CANCELLING, Side.RESUMING}:
        run.aside(Side.CANCELLING)
        return
    _drop(run)


def _drop(run: Run) -> None:
    run.speak("cancelled")
    run.finish("cancelled")
    run.waking = False


def _clarify(run: Run, one: said.Clarify) -> None:
    run.emit(Unsure(run.state.unsure + 1))
    if run.state.unsure >= UNSURE_TIMES:
        run.hand_over("not_understood")
    else:
        run.effects.append(Offer(one.choices))


def _language(run: Run, one: said.ChangeLanguage) -> None:
    run.emit(LanguageChanged(one.lang))
    run.speak("language")


def _returned(run: Run, one: said.ServiceReturned) -> None:
    step = run.step
    if run.state.side is not Side.CALLING or one.call != run.state.calls or not isinstance(step, Call):
        return
    values = {slot: one.result.get(name) for name, slot in step.into.items()}
    if any(not isinstance(value, str | int) for value in values.values()):
        _failed(run, said.ServiceFailed(one.call))
        return
    for slot, value in values.items():
        run.emit(SlotFilled(slot, value[:LONGEST] if isinstance(value, str) else value))
    run.aside(Side.NONE)
    run.go_on()


def _failed(run: Run, one: said.ServiceFailed) -> None:
    step = run.step
    if run.state.side is not Side.CALLING or one.call != run.state.calls or not isinstance(step, Call):
        return
    run.aside(Side.NONE)
    if step.failed is None:
        run.hand_over(FLOW_FAILED)
    else:
        run.emit(Moved(step.failed))


def _repeat(run: Run, _: said.Repeat) -> None:
    if run.frame is None:
        run.speak("idle")


def _look_up(run: Run, one: said.Answer) -> None:
    run.effects.append(LookUp(one.question))


def _chat(run: Run, one: said.ChitChat) -> None:
    run.effects.append(Chat(one.about))


def _hand_over(run: Run, one: said.Handoff) -> None:
    run.hand_over(one.reason)


def _explain(run: Run, one: said.Explain) -> None:
    key = f"format.{one.format}"
    run.speak(key if text_key(COMMON, key) in run.book.texts else "idle", flow=COMMON)


_HEARD: Mapping[type, Callable[[Run, Any], None]] = {
    said.StartFlow: _start,
    said.SetSlot: _set,
    said.CorrectSlot: _correct,
    said.Affirm: _affirm,
    said.Deny: _deny,
    said.Cancel: _cancel,
    said.Clarify: _clarify,
    said.Answer: _look_up,
    said.Handoff: _hand_over,
    said.ChitChat: _chat,
    said.Repeat: _repeat,
    said.ChangeLanguage: _language,
    said.Explain: _explain,
    said.ServiceReturned: _returned,
    said.ServiceFailed: _failed,
}
