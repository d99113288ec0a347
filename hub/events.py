"""The facts that rooms publish: past-tense names, ids and codes, never a person's words or numbers.

Rules: an event is written in the transaction of the change it tells of (`publish`); `type` in the table is the
class's name; adding a field is free, changing one raises `v`; what reports need stands here in final form from
the start (`docs/facts.md`). Fields named in the table's own columns are not repeated in `data`.
"""

import json
from dataclasses import dataclass, fields
from functools import cache
from typing import ClassVar

from hub.database import Tx
from hub.model import SYSTEM, Actor
from hub.store.events import insert

_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_COLUMNS = frozenset({"org_id", "conversation_id", "queue_id", "agent_id", "actor"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What every fact has; `subject` names the field that holds the id of what it is about."""

    v: ClassVar[int] = 1
    subject: ClassVar[tuple[str, str]] = ("conversation", "conversation_id")
    "The subject's type and the field with its id."

    org_id: str
    conversation_id: str | None = None
    queue_id: str | None = None
    agent_id: str | None = None
    actor: Actor = SYSTEM


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationOpened(Event):
    """A tourist began to talk to us."""

    channel: str
    identity_id: str
    customer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationMoved(Event):
    """A conversation took a step of its life-cycle; the segment before it ended at this moment."""

    step: str
    from_state: str
    to_state: str
    segment: int
    owner_epoch: int
    since_ms: int
    "When the state that ended had begun."
    from_agent_id: str | None = None
    "The agent who had it until now."
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationEnded(Event):
    """A segment of a conversation is over, with its disposition."""

    segment: int
    disposition: str | None
    seq_from: int
    seq_to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived(Event):
    """A tourist's message stands in its conversation."""

    subject: ClassVar[tuple[str, str]] = ("message", "message_id")
    message_id: str
    identity_id: str
    seq: int
    pub_seq: int
    kind: str
    priority: int
    received_ms: int
    "When it was journalled."


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageQueued(Event):
    """Our message to a tourist is in the outbox."""

    subject: ClassVar[tuple[str, str]] = ("message", "message_id")
    message_id: str
    identity_id: str
    seq: int
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageMoved(Event):
    """Our message to a tourist has come a step further, or failed."""

    subject: ClassVar[tuple[str, str]] = ("message", "message_id")
    message_id: str
    identity_id: str
    seq: int
    pub_seq: int | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten(Event):
    """Something for staff only was written into a conversation."""

    subject: ClassVar[tuple[str, str]] = ("message", "message_id")
    message_id: str
    seq: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMoved(Event):
    """Tourist or agent has received or read up to a number."""

    by: str
    "tourist or agent."
    identity_id: str
    delivered: int | None = None
    read: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemEnqueued(Event):
    """Work stands in a line."""

    subject: ClassVar[tuple[str, str]] = ("work_item", "work_item_id")
    work_item_id: str
    kind: str
    medium: str
    priority: int
    business: str | None = None
    "Its kind of business, where that is known."
    dissatisfied: int = 0
    "0 (content) to 100."


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemMoved(Event):
    """Work has changed in an agent's hands (wrap-up began or ended, taken out of them), or its priority has."""

    subject: ClassVar[tuple[str, str]] = ("work_item", "work_item_id")
    work_item_id: str
    state: str
    priority: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemOverflowed(Event):
    """Work has left a queue for another one, by a rule of the first."""

    subject: ClassVar[tuple[str, str]] = ("work_item", "work_item_id")
    work_item_id: str
    to_queue_id: str
    why: str
    hops: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemSentOut(Event):
    """A rule of its queue has taken work out of the line for good; no person has seen it."""

    subject: ClassVar[tuple[str, str]] = ("work_item", "work_item_id")
    work_item_id: str
    to: str
    "bot or message (a ticket, a word and the end)."
    why: str
    waited_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemPutAside(Event):
    """An agent keeps this work, and has put it aside for something urgent: it takes no place meanwhile."""

    subject: ClassVar[tuple[str, str]] = ("work_item", "work_item_id")
    work_item_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemResumed(Event):
    """An agent has room again for work that was put aside."""

    subject: ClassVar[tuple[str, str]] = ("work_item", "work_item_id")
    work_item_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemStranded(Event):
    """Work waits that nobody there is could ever take: a member, a ring or a rule is missing."""

    subject: ClassVar[tuple[str, str]] = ("work_item", "work_item_id")
    work_item_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitTold(Event):
    """What somebody who waits may be told is different now, in figures rounded for people; channels say it."""

    subject: ClassVar[tuple[str, str]] = ("work_item", "work_item_id")
    work_item_id: str
    position: int
    "1 is the next; 0: nobody is there who could answer, so no place is told."
    p50_s: int | None = None
    "Half of all wait no longer; null: nobody knows, and the place alone is told."
    p90_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitEnded(Event):
    """Somebody who was told how long it would take waits no more: the first promise, and what came of it."""

    subject: ClassVar[tuple[str, str]] = ("work_item", "work_item_id")
    work_item_id: str
    verdict: str
    "within_p50, within_p90, over, or gave_up before the time was over."
    waited_ms: int
    "From the promise on."
    position: int
    p50_ms: int
    p90_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferMade(Event):
    """An agent's inbox rings with this item until `until_ms`."""

    subject: ClassVar[tuple[str, str]] = ("work_item", "work_item_id")
    work_item_id: str
    offer_epoch: int
    until_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferWithdrawn(Event):
    """An offer is over: accepted, declined, timed_out or withdrawn."""

    subject: ClassVar[tuple[str, str]] = ("work_item", "work_item_id")
    work_item_id: str
    offer_epoch: int
    outcome: str
    made_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemFinished(Event):
    """Work has left the line for good: done or abandoned."""

    subject: ClassVar[tuple[str, str]] = ("work_item", "work_item_id")
    work_item_id: str
    outcome: str
    enqueued_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemRepaired(Event):
    """The sweeper found work that contradicted the rest and mended it; in a healthy system this never happens."""

    subject: ClassVar[tuple[str, str]] = ("work_item", "work_item_id")
    work_item_id: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentStateChanged(Event):
    """An agent's state ended at this moment and another began."""

    subject: ClassVar[tuple[str, str]] = ("agent", "agent_id")
    from_state: str
    to_state: str
    since_ms: int
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentStateForced(Event):
    """Somebody else (the actor) set an agent's state, or what follows when the work in hand is done."""

    subject: ClassVar[tuple[str, str]] = ("agent", "agent_id")
    asked_state: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStateChosen(Event):
    """What an agent with work in hand will do after it, or that this was taken back (None)."""

    subject: ClassVar[tuple[str, str]] = ("agent", "agent_id")
    next_state: str | None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RescueRaised(Event):
    """Somebody is in danger: by words, the SOS button, or as an agent says."""

    segment: int
    cause: str
    "words, sos, bot (it understood what no list of words hears) or agent."


@dataclass(frozen=True, slots=True, kw_only=True)
class RescueLocated(Event):
    """We know where somebody is who cried for help, or better than before."""

    segment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RescueUnaccepted(Event):
    """Nobody has taken a rescue for half a minute: wider rings, the duty chief."""

    segment: int
    waited_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RescueAcknowledged(Event):
    """A chief has answered the siren; `actor` says who."""

    segment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RescueAccepted(Event):
    """Somebody of ours has the rescue."""

    segment: int
    waited_ms: int
    "How long nobody had it."


@dataclass(frozen=True, slots=True, kw_only=True)
class RescueLowered(Event):
    """Nobody is in danger after all, as `actor` says."""

    segment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RescueClosed(Event):
    """The conversation's segment ended."""

    segment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketOpened(Event):
    """A ticket has its number."""

    subject: ClassVar[tuple[str, str]] = ("ticket", "ticket_id")
    ticket_id: str
    kind: str
    severity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketMoved(Event):
    """A ticket has changed its state."""

    subject: ClassVar[tuple[str, str]] = ("ticket", "ticket_id")
    ticket_id: str
    kind: str
    from_state: str
    to_state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingGiven(Event):
    """A tourist has said what a guide, an agency, a sight or the service is worth; the names stand in the table."""

    subject: ClassVar[tuple[str, str]] = ("rating", "rating_id")
    rating_id: str
    about: str
    "guide, agency, scenic or service."
    stars: int
    "1 to 5."


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueOpened(Event):
    """A queue's opening hours have begun; a queue without a calendar is always open."""

    subject: ClassVar[tuple[str, str]] = ("queue", "queue_id")
    until_ms: int | None = None
    "When it will close; null: not within a year."


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueClosed(Event):
    """A queue's opening hours are over."""

    subject: ClassVar[tuple[str, str]] = ("queue", "queue_id")
    until_ms: int | None = None
    "When it will open; null: not within a year."


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueChanged(Event):
    """A queue was made or changed: its settings, its calendar, or who serves it."""

    subject: ClassVar[tuple[str, str]] = ("queue", "queue_id")
    fields: tuple[str, ...]
    "Names of what is different now."


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRemoved(Event):
    """A queue is gone; nothing waited in it and no account led to it."""

    subject: ClassVar[tuple[str, str]] = ("queue", "queue_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentProfileChanged(Event):
    """An agent's profile, skills or queues are different now; `removed` says that the person serves no more."""

    subject: ClassVar[tuple[str, str]] = ("agent", "agent_id")
    fields: tuple[str, ...]
    "Names of what is different now."


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillChanged(Event):
    """A skill was made, renamed or removed."""

    subject: ClassVar[tuple[str, str]] = ("skill", "skill_id")
    skill_id: str
    fields: tuple[str, ...]
    "Names of what is different now."


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingRulesChanged(Event):
    """The rules for all queues beneath an organisation are different now."""

    subject: ClassVar[tuple[str, str]] = ("org", "org_id")


def moved_from(agent_id: str) -> str:
    """Return what stands in the data of a ConversationMoved that took a conversation from this agent's hands."""
    return f'"from_agent_id":"{agent_id}"'


def publish(tx: Tx, event: Event) -> None:
    """Write the fact in the caller's transaction."""
    subject_type, subject_field = event.subject
    insert(
        tx,
        org_id=event.org_id,
        type=type(event).__name__,
        v=event.v,
        subject_type=subject_type,
        subject_id=getattr(event, subject_field),
        conversation_id=event.conversation_id,
        queue_id=event.queue_id,
        agent_id=event.agent_id,
        actor_kind=event.actor.kind,
        actor_id=event.actor.id,
        data=_data(event, subject_field),
    )


def _data(event: Event, subject_field: str) -> str:
    names = _names(type(event), subject_field)  # type: ignore[arg-type]  # a class has a hash, whatever its instances have
    return _encoded({name: getattr(event, name) for name in names})


@cache
def _names(kind: type[Event], subject_field: str) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name not in _COLUMNS and field.name != subject_field)
