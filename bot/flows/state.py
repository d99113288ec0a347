"""Where a dialogue stands, as the fold of what has happened in it; written as JSON with a version, and small.

Rules: nothing but `apply` makes a next state, so state and events can never disagree. What was written by another
version or by nobody we know is refused, and says whether something was open, so that a person can take over instead
of the tourist starting again unheard. A value is bounded by its slot, the stack by `DEPTH`: so is the whole.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from bot.flows.slots import LONGEST, Value

VERSION = 1
DEPTH = 3
"Flows that may stand on each other; one more takes the place of the uppermost."
BYTES = 32 * 1024
"The most that a state is, as JSON."
SLOTS = 16
_NAME = 64
_T = TypeVar("_T")


class Side(StrEnum):
    """What is talked about instead of the step itself."""

    NONE = ""
    CANCELLING = "cancelling"
    "Whether to stop and lose what was filled in."
    RESUMING = "resuming"
    "Whether to go on with what was begun long ago."
    CHANGING = "changing"
    "What of the things read out is wrong."
    CALLING = "calling"
    "A service has been asked; only between two inputs of one turn."


@dataclass(frozen=True, slots=True)
class Frame:
    """One flow under way."""

    flow: str
    version: int
    step: str
    slots: tuple[tuple[str, Value | None], ...] = ()
    "In the order in which they were filled; None was left out by the tourist."
    tries: int = 0
    "Failures at this step in a row."
    touched_ms: int = 0

    @property
    def filled(self) -> dict[str, Value | None]:
        """Return the slots by name."""
        return dict(self.slots)


@dataclass(frozen=True, slots=True)
class State:
    """Where a dialogue stands."""

    lang: str = "zh-CN"
    stack: tuple[Frame, ...] = ()
    "The uppermost is the last."
    side: Side = Side.NONE
    unsure: int = 0
    "Times in a row that nothing fitting was found."
    calls: int = 0
    done: Frame | None = None
    "The last finished flow that left something behind, for what is corrected too late."

    @property
    def top(self) -> Frame | None:
        """Return the flow that is talked about."""
        return self.stack[-1] if self.stack else None


# --- what happens -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FlowStarted:
    """A flow was put on the stack."""

    flow: str
    version: int
    step: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class SlotFilled:
    """A detail was given, or left out (None)."""

    slot: str
    value: Value | None


@dataclass(frozen=True, slots=True)
class SlotCleared:
    """A detail is to be asked for again."""

    slot: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The flow went on to a step."""

    step: str


@dataclass(frozen=True, slots=True)
class Touched:
    """The tourist said something in it."""

    at_ms: int


@dataclass(frozen=True, slots=True)
class Failed:
    """What was said did not fit the step."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Something else is talked about first, or no longer."""

    side: Side


@dataclass(frozen=True, slots=True)
class Called:
    """A service was asked."""

    call: int


@dataclass(frozen=True, slots=True)
class FlowEnded:
    """The uppermost flow left the stack."""

    how: str
    "done, cancelled, replaced or expired."
    kept: bool = False
    "Whether it left something behind that may still be corrected."


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A person takes over; nothing stays open here."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """Nothing fitting was found (so many times in a row)."""

    times: int


@dataclass(frozen=True, slots=True)
class LanguageChanged:
    """The talk goes on in another language."""

    lang: str


Event = (
    FlowStarted
    | SlotFilled
    | SlotCleared
    | Moved
    | Touched
    | Failed
    | Aside
    | Called
    | FlowEnded
    | HandedOver
    | Unsure
    | LanguageChanged
)


def apply(state: State, event: Event) -> State:
    """Return the state after an event; an event of a flow when none is open changes nothing."""
    match event:
        case FlowStarted():
            frame = Frame(event.flow, event.version, event.step, touched_ms=event.at_ms)
            return replace(state, stack=(*state.stack, frame)[-DEPTH:], side=Side.NONE, done=None)
        case FlowEnded():
            done = state.top if event.kept else state.done
            return replace(state, stack=state.stack[:-1], side=Side.NONE, done=done)
        case HandedOver():
            return replace(state, stack=(), side=Side.NONE, unsure=0, done=None)
        case Aside():
            return replace(state, side=event.side)
        case Called():
            return replace(state, calls=event.call, side=Side.CALLING)
        case Unsure():
            return replace(state, unsure=event.times)
        case LanguageChanged():
            return replace(state, lang=event.lang[:_NAME])
        case _:
            return state if state.top is None else replace(state, stack=(*state.stack[:-1], _in(state.top, event)))


def _in(frame: Frame, event: SlotFilled | SlotCleared | Moved | Touched | Failed) -> Frame:
    match event:
        case SlotFilled():
            kept = frame.filled
            kept[event.slot] = event.value
            return replace(frame, slots=tuple(kept.items())[-SLOTS:], tries=0)
        case SlotCleared():
            return replace(frame, slots=tuple(pair for pair in frame.slots if pair[0] != event.slot))
        case Moved():
            return replace(frame, step=event.step, tries=0)
        case Touched():
            return replace(frame, touched_ms=event.at_ms)
        case Failed():
            return replace(frame, tries=frame.tries + 1)


def fold(events: Iterable[Event], state: State | None = None) -> State:
    """Return the state that these events have made."""
    state = state or State()
    for event in events:
        state = apply(state, event)
    return state


# --- on paper ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Refused:
    """A state that is not ours to read."""

    flow: str | None
    "What was open in it, as far as one can tell."


def written(state: State) -> str:
    """Return a state as JSON."""
    value = {
        "v": VERSION,
        "lang": state.lang,
        "stack": [_row(frame) for frame in state.stack],
        "side": state.side,
        "unsure": state.unsure,
        "calls": state.calls,
        "done": None if state.done is None else _row(state.done),
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _row(frame: Frame) -> list[object]:
    return [frame.flow, frame.version, frame.step, dict(frame.slots), frame.tries, frame.touched_ms]


def remembered(text: str) -> State | Refused:
    """Return the state that a JSON text holds, a fresh one for none; raises nothing."""
    try:
        value = json.loads(text) if len(text) <= BYTES * 2 else None
    except (ValueError, RecursionError):
        return Refused(None)
    if value == {}:
        return State()
    if not isinstance(value, dict) or value.get("v") != VERSION:
        return Refused(_open_flow(value))
    try:
        return _state(value)
    except (KeyError, TypeError, ValueError):
        return Refused(_open_flow(value))


def _state(value: Mapping[str, Any]) -> State:
    return State(
        lang=_of(str, value["lang"]),
        stack=tuple(_frame(row) for row in _of(list, value["stack"])[:DEPTH]),
        side=Side(value["side"]),
        unsure=_of(int, value["unsure"]),
        calls=_of(int, value["calls"]),
        done=None if value["done"] is None else _frame(value["done"]),
    )


def _frame(row: Any) -> Frame:
    flow, version, step, slots, tries, touched_ms = row
    pairs = [(str(name), _value(value)) for name, value in _of(dict, slots).items()]
    return Frame(_of(str, flow), _of(int, version), _of(str, step), tuple(pairs), _of(int, tries), _of(int, touched_ms))


def _value(value: Any) -> Value | None:
    if value is None or isinstance(value, int):
        return value
    return _of(str, value)[:LONGEST]


def _of(kind: type[_T], value: object) -> _T:
    if not isinstance(value, kind):
        raise TypeError
    return value


def _open_flow(value: object) -> str | None:
    """Return the name of the flow that an unreadable state had open, "" for one without a name, None for none."""
    stack = value.get("stack") if isinstance(value, dict) else None
    if not isinstance(stack, list) or not stack:
        return None
    first = stack[-1][0] if isinstance(stack[-1], list) and stack[-1] else None
    return first[:_NAME] if isinstance(first, str) else ""
