"""Finds what is wrong with flows before a tourist does: dead ends, steps nobody reaches, missing words, idle loops.

Rules: every way through a flow ends in an end or a person; a loop passes a question, else it would turn for ever;
every text stands in `LANGS`, and what everybody meets in `EVERYBODY` too.
"""

from collections.abc import Iterator, Mapping

from bot.flows.definitions import (
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
    call_words,
    leads_to,
    text_key,
)
from hub.script import bare
from hub.texts import slots_in

LANGS = ("zh-CN", "zh-TW", "en")
EVERYBODY = (*LANGS, "ja", "ko")
STAFF_ONLY = ("ticket_title", "ticket_body")
"Texts that only the staff reads, in its language."
OF_THE_MACHINE = frozenset({"topic", "ticket_number", "label", "value"})
"Slots of texts that no flow has to fill."
REASONS = frozenset({"asked", "not_understood", "angry", "flow_failed"})
"Why a flow may hand over (`hub.model.Escalate`)."
FROM_HERE = "="
"Begins a word that is given to a service as it stands."


def faults(book: Book) -> list[str]:
    """Return all that is wrong, each with its place; empty if nothing is."""
    found = [fault for flow in book.flows.values() for fault in _flow(flow, book)]
    started: dict[str, str] = {}
    for flow in book.flows.values():
        for intent in flow.starts:
            if intent in started:
                found.append(f"flow {flow.id}: intent {intent} begins {started[intent]} too")
            started.setdefault(intent, flow.id)
    return [*found, *_calls(book), *_languages(book)]


def _calls(book: Book) -> Iterator[str]:
    """Yield words that would call two flows."""
    callers: dict[str, str] = {}
    for flow in book.flows.values():
        for word in call_words(flow, book.texts):
            other = callers.setdefault(bare(word), flow.id)
            if other != flow.id:
                yield f"flow {flow.id}: {word} calls {other} too"


def _flow(flow: Flow, book: Book) -> Iterator[str]:
    names = [step.id for step in flow.steps]
    for name in {name for name in names if names.count(name) > 1}:
        yield f"flow {flow.id}, step {name}: there are several of this name"
    missing = list(_jumps(flow))
    yield from missing
    for step in flow.steps:
        yield from (f"flow {flow.id}, step {step.id}: {fault}" for fault in _step(step, flow, book))
    labels = [f"slot.{step.slot}" for step in flow.steps if isinstance(step, Collect)]
    for key in ("topic", *dict.fromkeys(labels), *(STAFF_ONLY if _opens_ticket(flow) else ())):
        if text_key(flow.id, key) not in book.texts:
            yield f"flow {flow.id}: there is no text {key}"
    story = {flow.story} if flow.story else set()
    for slot in {*story, *flow.entities.values(), *(slot for told in flow.prefill.values() for slot in told)} - set(
        flow.slots
    ):
        yield f"flow {flow.id}: unknown slot {slot}"
    for intent in set(flow.prefill) - set(flow.starts):
        yield f"flow {flow.id}: prefill {intent} is of an intent that does not begin it"
    yield from _options(flow)
    if not missing and len(set(names)) == len(names):
        yield from _ways(flow)


def _jumps(flow: Flow) -> Iterator[str]:
    for step in flow.steps:
        targets = [case.to for case in step.cases] if isinstance(step, Branch) else []
        if isinstance(step, Call) and step.failed:
            targets.append(step.failed)
        for target in targets:
            if flow.step(target) is None:
                yield f"flow {flow.id}, step {step.id}: leads to {target}, which is no step"


def _ways(flow: Flow) -> Iterator[str]:
    """Yield steps that nobody reaches, ways that end nowhere, loops without a question."""
    reached: set[str] = set()
    waiting = [flow.steps[0].id]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += _next(flow, name)
    for step in flow.steps:
        if step.id not in reached:
            yield f"flow {flow.id}, step {step.id}: nobody reaches it"
        if not isinstance(step, End | HandOver) and not leads_to(flow, step):
            yield f"flow {flow.id}, step {step.id}: ends nowhere; put an `end` or a `handoff` below it"
        if not isinstance(step, Collect | Confirm) and _turns(flow, step):
            yield f"flow {flow.id}, step {step.id}: a loop without a question"


def _next(flow: Flow, name: str) -> tuple[str, ...]:
    step = flow.step(name)
    return () if step is None else leads_to(flow, step)


def _turns(flow: Flow, start: Step) -> bool:
    """Tell whether one comes back to a step without being asked for anything.

    A question counts only if the way to it clears its slot: one that is filled is passed without a word.
    """
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [(start.id, frozenset[str]())]
    while waiting:
        name, cleared = waiting.pop()
        step = flow.step(name)
        if step is None or (name, cleared) in seen:
            continue
        seen.add((name, cleared))
        if isinstance(step, Confirm) or (isinstance(step, Collect) and step.slot in cleared):
            continue
        for target, clears in _steps_out(flow, step):
            if target == start.id:
                return True
            waiting.append((target, cleared | clears))
    return False


def _steps_out(flow: Flow, step: Step) -> list[tuple[str, frozenset[str]]]:
    clears = {case.to: frozenset(case.clear) for case in step.cases} if isinstance(step, Branch) else {}
    return [(target, clears.get(target, frozenset())) for target in leads_to(flow, step)]


def _step(step: Step, flow: Flow, book: Book) -> Iterator[str]:
    for key in _texts_of(step):
        yield from _text(key, flow, book)
    slots = [step.slot] if isinstance(step, Collect) else []
    if isinstance(step, Branch):
        slots = [slot for case in step.cases for slot in case.clear]
    for slot in slots:
        if slot not in flow.slots:
            yield f"unknown slot {slot}"
    if isinstance(step, HandOver) and step.reason not in REASONS:
        yield f"unknown reason {step.reason}; there are {', '.join(sorted(REASONS))}"
    if isinstance(step, Call):
        yield from _call(step, flow)


def _text(key: str, flow: Flow, book: Book) -> Iterator[str]:
    words = book.texts.get(text_key(flow.id, key)) or book.texts.get(text_key("common", key))
    if words is None:
        yield f"there is no text {key}"
        return
    for unknown in sorted({slot for text in words.values() for slot in slots_in(text)} - _sayable(flow)):
        yield f"text {key} names the unknown slot {unknown}"


def _call(step: Call, flow: Flow) -> Iterator[str]:
    service = SERVICES.get(step.service)
    if service is None:
        yield f"unknown service {step.service}; there are {', '.join(SERVICES)}"
        return
    if set(step.given) != service.takes:
        yield f"service {step.service} takes {', '.join(sorted(service.takes))}"
    if not set(step.into) <= service.gives:
        yield f"service {step.service} gives {', '.join(sorted(service.gives)) or 'nothing'}"
    for slot in (*step.given.values(), *step.into.values()):
        if not slot.startswith(FROM_HERE) and slot not in flow.slots:
            yield f"unknown slot {slot}"


def _texts_of(step: Step) -> list[str]:
    match step:
        case Say(text=text) | Confirm(text=text):
            return [text]
        case Collect():
            return [step.ask, *([step.simpler] if step.simpler else [])]
        case End(text=str(text)):
            return [text]
        case _:
            return []


def _sayable(flow: Flow) -> frozenset[str]:
    return frozenset(flow.slots) | OF_THE_MACHINE


def _opens_ticket(flow: Flow) -> bool:
    return any(isinstance(step, Call) and step.service == "create_ticket" for step in flow.steps)


def _options(flow: Flow) -> Iterator[str]:
    for slot in flow.slots.values():
        for option in slot.options:
            for lang in sorted(set(LANGS) - set(option.labels)):
                yield f"flow {flow.id}, slot {slot.name}: option {option.code} has no {lang} words"


def _languages(book: Book) -> Iterator[str]:
    for key, words in book.texts.items():
        if key.endswith(STAFF_ONLY):
            needed: tuple[str, ...] = ("zh-CN",)
        else:
            needed = EVERYBODY if key.startswith(text_key("common", "")) else LANGS
        for lang in needed:
            if not words.get(lang):
                yield f"text {key}: there are no {lang} words"
        yield from _same_slots(key, words)


def _same_slots(key: str, words: Mapping[str, str]) -> Iterator[str]:
    meant = slots_in(words.get("zh-CN", ""))
    for lang, text in words.items():
        if slots_in(text) != meant:
            yield f"text {key}: the {lang} words name other slots than the zh-CN ones"
