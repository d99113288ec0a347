"""How details come into a flow: what was asked for, what was told by the way, and what is taken back.

Rules: a text that fits nothing counts against the question, the third time a person takes over (what need not be
told is left out instead). A correction goes back to where its slot is asked, so that what depends on it is asked
anew; once something has been left behind (a ticket), it is added to that instead.
"""

from bot.flows.definitions import COMMON, MAX_TRIES, SERVICES, Call, Collect, Confirm, Flow
from bot.flows.effects import Amend, LookUp
from bot.flows.run import Run
from bot.flows.slots import LONGEST, Fault, Slot, Value, claimed, read
from bot.flows.state import Aside, Failed, Moved, Side, SlotCleared, SlotFilled
from hub.script import fold

CORRECTABLE_MS = 24 * 3600 * 1000
"How long after its end a flow can still be corrected."
_SKIP = frozenset(
    map(
        fold,
        (
            "跳过",
            "略过",
            "不知道",
            "不清楚",
            "没有",
            "不填",
            "不记得",
            "无",
            "没有了",
            "没了",
            "没别的了",
            "skip",
            "none",
            "no idea",
            "i don't know",
        ),
    )
) | frozenset(
    map(fold, ("スキップ", "わからない", "なし", "건너뛰기", "모르겠어요", "없음", "不方便", "不方便说", "忘了"))
)


def fill(run: Run, name: str, written: str) -> bool:
    """Fill a slot of the uppermost flow if the text fits it."""
    slot = run.flow.slots.get(name) if run.flow else None
    if slot is None or slot.kind == "result":
        return False
    value = read(slot, written, run.today)
    if isinstance(value, Fault):
        return False
    run.emit(SlotFilled(name, value))
    return True


def surely_answers(run: Run, written: str) -> bool:
    """Tell whether a text can hardly be anything but the answer to what was asked before the pause."""
    step, flow = run.step, run.flow
    return isinstance(step, Collect) and bool(flow) and claimed(_slot(flow, step.slot), written, run.today) is not None


def _slot(flow: Flow | None, name: str) -> Slot:
    return flow.slots[name] if flow else Slot(name, "text")


def answer(run: Run, written: str, plain: bool = False) -> None:
    """Take a text as the answer to what is asked.

    Args:
        run: The turn.
        written: As written.
        plain: A mere yes or no, which is no answer to anything but a question for one.
    """
    step, flow, frame = run.step, run.flow, run.frame
    if flow is None or frame is None:
        return
    if not isinstance(step, Collect):
        if not _told_by_the_way(run, written, filled=True):
            misfit(run, "change")
        return
    slot = flow.slots[step.slot]
    if step.optional and fold(written).strip(" .。!！") in _SKIP and slot.kind != "yes_no":
        run.emit(SlotFilled(slot.name, None))
        return
    value = Fault("empty") if plain and slot.kind != "yes_no" else read(slot, written, run.today)
    if not isinstance(value, Fault):
        run.emit(SlotFilled(slot.name, value))
    elif plain or not any(_told_by_the_way(run, written, filled) for filled in (False, True)):
        misfit(run, value.code)


def _told_by_the_way(run: Run, written: str, filled: bool) -> bool:
    """Fill another slot, or change a filled one, that the text is surely meant for."""
    found = _claiming(run, written, filled)
    if found is None:
        return False
    if filled:
        _replace(run, *found)
    else:
        run.emit(SlotFilled(*found))
    return True


def _claiming(run: Run, written: str, filled: bool) -> tuple[str, Value] | None:
    flow, frame = run.flow, run.frame
    if flow is None or frame is None:
        return None
    names = [name for name, _ in reversed(frame.slots)] if filled else [n for n in flow.slots if n not in frame.filled]
    for name in names:
        if name in flow.slots and flow.collecting(name):
            value = claimed(flow.slots[name], written, run.today)
            if value is not None:
                return name, value
    return None


def misfit(run: Run, code: str) -> None:
    """Count what did not fit: a hint, then buttons, then a person or nothing."""
    run.emit(Failed())
    step = run.step
    most = step.max_tries if isinstance(step, Collect) else MAX_TRIES
    if run.frame is None or run.frame.tries < most:
        run.speak(f"fault.{code}", flow=COMMON)
    elif isinstance(step, Collect) and step.optional:
        run.emit(SlotFilled(step.slot, None))
    else:
        run.hand_over("not_understood")


def give(run: Run, name: str, written: str) -> None:
    """Take a detail that was named."""
    flow, frame, step = run.flow, run.frame, run.step
    if flow is None or frame is None or name not in flow.slots or flow.slots[name].kind == "result":
        return
    if name in frame.filled:
        correct(run, name, written)
    elif not fill(run, name, written) and isinstance(step, Collect) and step.slot == name:
        answer(run, written)


def change(run: Run, written: str) -> None:
    """Take what is said to be wrong: a new value, or the name of what to ask again."""
    flow, frame = run.flow, run.frame
    if flow is None or frame is None:
        return
    named = _named(run, written)
    if named is not None:
        run.emit(Aside(Side.NONE))
        run.emit(SlotCleared(named))
        _go_back(run, named)
        return
    found = _claiming(run, written, filled=True)
    if found is None:
        misfit(run, "change")
        return
    run.emit(Aside(Side.NONE))
    _replace(run, *found)


def _named(run: Run, written: str) -> str | None:
    """Return the slot that a text names by its label, in any language; the longest label counts."""
    flow, frame, folded = run.flow, run.frame, fold(written)
    if flow is None or frame is None:
        return None
    hits = []
    for name in frame.filled:
        labels = run.book.texts.get(f"flow.{flow.id}.slot.{name}", {})
        hits += [(len(label), name) for label in map(fold, labels.values()) if label and label in folded]
    return max(hits)[1] if hits else None


def correct(run: Run, name: str | None, written: str) -> None:
    """Change a slot that was filled: the one named, the one such a value fits, or the last one."""
    flow, frame = run.flow, run.frame
    if flow is None or frame is None:
        return
    found = _meant(run, flow, name, written)
    if found is not None:
        _replace(run, *found)
    elif name is None and _claiming(run, written, filled=False):
        answer(run, written)
    elif name is not None and name in frame.filled and flow.collecting(name):
        # Named, but not readable: ask for it again.
        run.emit(SlotCleared(name))
        _go_back(run, name)
        misfit(run, "change")
    elif isinstance(run.step, Confirm):
        run.aside(Side.CHANGING)
    else:
        misfit(run, "change")


def _meant(run: Run, flow: Flow, name: str | None, written: str) -> tuple[str, Value] | None:
    if name is None:
        found = _claiming(run, written, filled=True)
        if found is not None:
            return found
        asked = [slot for slot, _ in run.frame.slots if flow.collecting(slot)] if run.frame else []
        name = asked[-1] if asked and _claiming(run, written, filled=False) is None else None
    slot = flow.slots.get(name) if name else None
    if slot is None or not flow.collecting(slot.name):
        return None
    value = read(slot, written, run.today)
    return None if isinstance(value, Fault) else (slot.name, value)


def _replace(run: Run, name: str, value: Value) -> None:
    if _left_behind(run):
        run.effects.append(Amend(run.frame.flow if run.frame else "", name, value))
    run.emit(SlotFilled(name, value))
    run.speak("corrected", about=name)
    if not _left_behind(run):
        _go_back(run, name)


def _go_back(run: Run, name: str) -> None:
    step = run.flow.collecting(name) if run.flow else None
    if step is not None:
        run.emit(Moved(step.id))


def _left_behind(run: Run) -> bool:
    """Tell whether the flow has passed a step that cannot be taken back."""
    flow, frame = run.flow, run.frame
    if flow is None or frame is None:
        return False
    names = [step.id for step in flow.steps]
    passed = flow.steps[: names.index(frame.step)]
    return any(isinstance(step, Call) and not SERVICES[step.service].waits for step in passed)


def amend(run: Run, name: str | None, written: str) -> None:
    """Take a correction after the end: add it to what was left behind; else the words are a question."""
    done = run.state.done
    flow = run.book.flows.get(done.flow) if done else None
    if done is None or flow is None or run.now_ms - done.touched_ms > CORRECTABLE_MS:
        run.effects.append(LookUp(written[:LONGEST]))
        return
    names = [name] if name else [slot for slot, _ in reversed(done.slots)]
    for candidate in names:
        slot = flow.slots.get(candidate)
        value = claimed(slot, written, run.today) if slot and flow.collecting(candidate) else None
        if value is not None:
            run.effects.append(Amend(flow.id, candidate, value))
            run.speak("amended", flow=flow.id)
            return
    run.effects.append(LookUp(written[:LONGEST]))
