"""One turn on its way: the state so far, what has happened and what comes of it; walks through steps that ask nothing.

Rules: every change is an event applied to the state; steps are walked at most `PATIENCE` in a turn, after that, as
after anything else that a flow cannot go on from, a person takes over with all that is known.
"""

from collections.abc import Mapping
from datetime import date

from bot.flows.checker import FROM_HERE
from bot.flows.definitions import (
    COMMON,
    SERVICES,
    Book,
    Branch,
    Call,
    Collect,
    Confirm,
    End,
    Flow,
    HandOver,
    Say,
    Step,
)
from bot.flows.effects import (
    SAYS_SOMETHING,
    Ask,
    Choice,
    Effect,
    Finished,
    Offer,
    OpenTicket,
    RecordRating,
    Service,
    Speak,
    Transfer,
)
from bot.flows.slots import Value
from bot.flows.state import (
    Aside,
    Called,
    Event,
    FlowEnded,
    Frame,
    HandedOver,
    Moved,
    Side,
    SlotCleared,
    State,
    Touched,
    apply,
)

PATIENCE = 100
"Steps in one turn."
RESUME_AFTER_MS = 6 * 3600 * 1000
"A flow that rested so long is gone on with only when the tourist wants to."
FLOW_FAILED = "flow_failed"


class Run:
    """A turn under way."""

    def __init__(self, book: Book, state: State, now_ms: int, today: date) -> None:
        self.book = book
        self.state = state
        self.now_ms = now_ms
        self.today = today
        self.waking = False
        "Whether the flow has rested long and the tourist has not yet said to go on."
        self.over = False
        "Whether a person takes over."
        self.events: list[Event] = []
        self.effects: list[Effect] = []

    def emit(self, event: Event) -> None:
        """Let something happen."""
        self.events.append(event)
        self.state = apply(self.state, event)

    @property
    def frame(self) -> Frame | None:
        """Return the uppermost flow's place."""
        return self.state.top

    @property
    def flow(self) -> Flow | None:
        """Return the uppermost flow."""
        return self.book.flows.get(self.frame.flow) if self.frame else None

    @property
    def step(self) -> Step | None:
        """Return the step it stands at."""
        return self.flow.step(self.frame.step) if self.flow and self.frame else None

    def speak(self, key: str, about: str | None = None, flow: str | None = None) -> None:
        """Tell something of what is open, or of the flow that is named."""
        slots = self.frame.filled if self.frame else {}
        name = flow or (self.frame.flow if self.frame else COMMON)
        self.effects.append(Speak(name, key, slots, about))

    def aside(self, side: Side) -> None:
        """Talk about something else first, or no longer."""
        if self.state.side is not side:
            self.emit(Aside(side))

    # --- walking ------------------------------------------------------------------------------------------------

    def advance(self) -> None:
        """Walk on until something has to be asked, waited for, or nothing is open."""
        for _ in range(PATIENCE):
            if self.over or self.frame is None or self.state.side is not Side.NONE or not self._walk():
                return
        self.hand_over(FLOW_FAILED)

    def _walk(self) -> bool:
        """Take one step; False where it needs the tourist, or somebody else."""
        step, frame = self.step, self.frame
        match step:
            case Collect() if frame is not None:
                return step.slot in frame.filled and self.go_on()
            case Confirm():
                return False
            case Say():
                self.speak(step.text)
                return self.go_on()
            case Branch():
                return self._branch(step)
            case Call():
                return self._call(step)
            case HandOver():
                self.hand_over(step.reason)
                return False
            case End():
                return self._end(step)
            case _:
                self.hand_over(FLOW_FAILED)
                return False

    def go_on(self) -> bool:
        """Move to the step below; a flow that has none there is broken."""
        below = self.flow.after(self.frame.step) if self.flow and self.frame else None
        if below is None:
            self.hand_over(FLOW_FAILED)
            return False
        self.emit(Moved(below))
        return True

    def _branch(self, step: Branch) -> bool:
        filled = self.frame.filled if self.frame else {}
        case = next((case for case in step.cases if case.when is None or case.when.holds(filled)), None)
        if case is None:
            return self.go_on()
        for slot in case.clear:
            self.emit(SlotCleared(slot))
        self.emit(Moved(case.to))
        return True

    def _call(self, step: Call) -> bool:
        given = self._given(step)
        if step.service in SERVICES and SERVICES[step.service].waits:
            self.emit(Called(self.state.calls + 1))
            self.effects.append(Service(self.state.calls, step.service, given))
            return False
        self.effects.append(self._done_with_the_turn(step, given))
        return self.go_on()

    def _given(self, step: Call) -> dict[str, Value | None]:
        filled = self.frame.filled if self.frame else {}
        return {
            name: source[1:] if source.startswith(FROM_HERE) else filled.get(source)
            for name, source in step.given.items()
        }

    def _done_with_the_turn(self, step: Call, given: Mapping[str, Value | None]) -> Effect:
        flow, filled = (self.frame.flow, self.frame.filled) if self.frame else ("", {})
        if step.service == "record_rating":
            stars, name, words = given.get("stars"), given.get("name"), given.get("words")
            return RecordRating(
                str(given.get("subject")),
                None if name is None else str(name),
                stars if isinstance(stars, int) else 0,
                None if words is None else str(words),
            )
        phone = given.get("phone")
        return OpenTicket(flow, str(given.get("kind")), filled, None if phone is None else str(phone))

    def _end(self, step: End) -> bool:
        if step.text:
            self.speak(step.text)
        self.finish("done")
        return True

    # --- leaving ------------------------------------------------------------------------------------------------

    def finish(self, how: str) -> None:
        """Take the uppermost flow off the stack and come back to the one below."""
        frame, flow = self.frame, self.flow
        if frame is None:
            return
        kept = how == "done" and flow is not None and any(_leaves(step) for step in flow.steps)
        self.emit(FlowEnded(how, kept))
        self.effects.append(Finished(frame.flow, how))
        below = self.frame
        if below is None or how in {"replaced", "expired"}:
            return
        self.speak("back")
        if self.now_ms - below.touched_ms >= RESUME_AFTER_MS:
            self.aside(Side.RESUMING)
        else:
            self.emit(Touched(self.now_ms))

    def hand_over(self, reason: str, lost: str | None = None) -> None:
        """Give it to a person, with all that is known; `lost` names a flow of which nothing else is."""
        if self.over:
            return
        self.over = True
        if reason == FLOW_FAILED:
            self.speak("flow_failed")
        open_flows = tuple((frame.flow, frame.filled) for frame in reversed(self.state.stack))
        if lost:
            open_flows = (*open_flows, (lost, {}))
        self.effects.append(Transfer(reason, open_flows, self.state.lang))
        self.emit(HandedOver(reason))

    # --- asking -------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """End the turn: with a question where something is open, never without a word."""
        if self.state.side is not Side.CALLING:
            self.advance()
        waiting = any(isinstance(effect, Offer | Service) for effect in self.effects)
        if self.frame is not None and not waiting:
            self._ask(self.frame)
        if not any(isinstance(effect, SAYS_SOMETHING) for effect in self.effects):
            self.speak("idle")

    def _ask(self, frame: Frame) -> None:
        yes_no = (Choice(COMMON, "yes"), Choice(COMMON, "no"))
        match self.state.side:
            case Side.CANCELLING:
                self._put("cancel_sure", frame, yes_no)
            case Side.RESUMING:
                self._put("resume", frame, yes_no)
            case Side.CHANGING:
                names = [name for name, _ in frame.slots if self.flow and self.flow.collecting(name)]
                self._put("what_wrong", frame, tuple(Choice("slot", name) for name in names))
            case _:
                self._ask_step(frame)

    def _ask_step(self, frame: Frame) -> None:
        step = self.step
        if isinstance(step, Confirm):
            self._put(step.text, frame, (Choice(COMMON, "right"), Choice(COMMON, "change"), Choice(COMMON, "stop")))
        elif isinstance(step, Collect):
            simpler = step.simpler if step.simpler and frame.tries > 1 else step.ask
            self._put(simpler, frame, self._buttons(step, frame), step.slot)

    def _put(self, key: str, frame: Frame, buttons: tuple[Choice, ...], slot: str | None = None) -> None:
        self.effects.append(Ask(frame.flow, key, slot, frame.filled, buttons))

    def _buttons(self, step: Collect, frame: Frame) -> tuple[Choice, ...]:
        slot = self.flow.slots[step.slot] if self.flow else None
        found: list[Choice] = []
        if slot is not None and slot.kind == "yes_no":
            found += [Choice(COMMON, "yes"), Choice(COMMON, "no")]
        if slot is not None and slot.kind == "rating":
            found += [Choice("stars", str(stars)) for stars in range(5, 0, -1)]
        if slot is not None and (step.buttons or frame.tries > 1):
            found += [Choice("option", option.code) for option in slot.options]
        if step.optional:
            found.append(Choice(COMMON, "skip"))
        if frame.tries > 1:
            found.append(Choice(COMMON, "person"))
        return tuple(found)


def _leaves(step: Step) -> bool:
    return isinstance(step, Call) and step.service == "create_ticket"
