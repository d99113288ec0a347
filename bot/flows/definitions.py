"""What a flow is, once it is read: slots, steps in their order, texts; frozen, and the same for every tourist.

Rules: a step goes on to the one below it unless it says otherwise; a slot that is filled is not asked for again, so
that whoever tells everything in one sentence is asked nothing. A service is named in `SERVICES` with all it takes
and gives back; whoever runs the machine provides it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.flows.conditions import Condition
from bot.flows.slots import Slot
from hub.script import bare, fold

COMMON = "common"
"Whose texts all flows share."
SHARED_BUTTONS = ("yes", "no", "right", "change", "stop", "person")
MAX_TRIES = 3
"Failures to fill a slot: a hint, then buttons or a simpler question, then a person."


@dataclass(frozen=True, slots=True)
class Service:
    """Something that is done for a flow by others."""

    takes: frozenset[str]
    gives: frozenset[str] = frozenset()
    waits: bool = False
    "Whether the flow needs what it gives before it goes on; else it is done with the turn."


SERVICES: Mapping[str, Service] = MappingProxyType(
    {
        "ticket_status": Service(
            frozenset({"number", "last_four"}), frozenset({"found", "state", "changed_on"}), waits=True
        ),
        "create_ticket": Service(frozenset({"kind", "phone"})),
        "record_rating": Service(frozenset({"subject", "name", "stars", "words"})),
    }
)
"`ticket_status`: found is yes or no; no also when the last four digits are not those of the ticket's phone."


@dataclass(frozen=True, slots=True)
class Say:
    """Say something and go on."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Collect:
    """Ask for a slot until it is filled."""

    id: str
    slot: str
    ask: str
    simpler: str | None = None
    "Asked instead after two failures."
    max_tries: int = MAX_TRIES
    optional: bool = False
    buttons: bool = False
    "Whether the options stand under the first question already."


@dataclass(frozen=True, slots=True)
class Call:
    """Have a service do something."""

    id: str
    service: str
    given: Mapping[str, str]
    "What it takes → the slot it comes from, or a word after `=`."
    into: Mapping[str, str] = field(default_factory=dict)
    "What it gives → the slot it goes into."
    failed: str | None = None
    "The step to go on with when it fails; None hands over."


@dataclass(frozen=True, slots=True)
class Case:
    """One way out of a branch."""

    when: Condition | None
    "None: in all other cases."
    to: str
    clear: tuple[str, ...] = ()
    "Slots that are forgotten on this way, to be asked again."


@dataclass(frozen=True, slots=True)
class Branch:
    """Go on elsewhere, depending on the slots; the first case that holds decides."""

    id: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Confirm:
    """Read out what was said and go on when it is right."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """Give it to a person."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class End:
    """The flow is done."""

    id: str
    text: str | None = None


Step = Say | Collect | Call | Branch | Confirm | HandOver | End


@dataclass(frozen=True, slots=True)
class Flow:
    """A dialogue with an aim."""

    id: str
    version: int
    starts: tuple[str, ...]
    "Intents that begin it."
    slots: Mapping[str, Slot]
    steps: tuple[Step, ...]
    prefill: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    "Intent → slots that it already tells."
    entities: Mapping[str, str] = field(default_factory=dict)
    "Entity → the slot that it fills."

    story: str | None = None
    "The slot that a long first sentence is the value of."
    words: tuple[str, ...] = ()
    "What begins it if it is all that is written, in any language; its topic does as well, since buttons send that."
    after_articles: tuple[str, ...] = ()
    "Codes of the articles after which it is offered."

    def step(self, step_id: str) -> Step | None:
        """Return a step by its name."""
        return next((step for step in self.steps if step.id == step_id), None)

    def after(self, step_id: str) -> str | None:
        """Return the name of the step below, None below the last."""
        names = [step.id for step in self.steps]
        below = names.index(step_id) + 1
        return names[below] if below < len(names) else None

    def collecting(self, slot: str) -> Collect | None:
        """Return the step that asks for a slot."""
        return next((step for step in self.steps if isinstance(step, Collect) and step.slot == slot), None)


def leads_to(flow: Flow, step: Step) -> tuple[str, ...]:
    """Return the names of all steps that may come next."""
    match step:
        case End() | HandOver():
            return ()
        case Branch():
            ways = [case.to for case in step.cases]
            return tuple(ways if step.cases[-1].when is None else [*ways, *_below(flow, step)])
        case Call(failed=str(failed)):
            return (*_below(flow, step), failed)
        case _:
            return _below(flow, step)


def _below(flow: Flow, step: Step) -> tuple[str, ...]:
    below = flow.after(step.id)
    return () if below is None else (below,)


@dataclass(frozen=True, slots=True)
class Book:
    """All flows and their texts."""

    flows: Mapping[str, Flow]
    texts: Mapping[str, Mapping[str, str]]
    "`flow.<flow>.<key>` → language → words; what all flows share is `flow.common.<key>`."
    called: Mapping[str, str] = field(default_factory=dict)
    "Words as `hub.script.bare` makes them → the flow that they begin."
    pressed: Mapping[str, str] = field(default_factory=dict)
    "What stands on a button that all flows share, in any language, folded → the key of its text."

    @classmethod
    def of(cls, flows: Mapping[str, Flow], texts: Mapping[str, Mapping[str, str]]) -> "Book":
        """Return the book of these flows and texts, ready to be asked for each message."""
        called = {bare(word): flow.id for flow in flows.values() for word in call_words(flow, texts)}
        pressed = {
            fold(words): key for key in SHARED_BUTTONS for words in texts.get(text_key(COMMON, key), {}).values()
        }
        return cls(
            MappingProxyType(flows), MappingProxyType(texts), MappingProxyType(called), MappingProxyType(pressed)
        )

    def offered_after(self, article: str) -> Flow | None:
        """Return the flow that is offered to who has read an article."""
        return next((flow for flow in self.flows.values() if article in flow.after_articles), None)

    def starting(self, intent: str) -> Flow | None:
        """Return the flow that an intent begins."""
        return next((flow for flow in self.flows.values() if intent in flow.starts), None)


def call_words(flow: Flow, texts: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Return all that begins a flow if nothing else is written."""
    return (*flow.words, *texts.get(text_key(flow.id, "topic"), {}).values())


def text_key(flow: str, key: str) -> str:
    """Return the full key of a flow's text."""
    return f"flow.{flow}.{key}"
