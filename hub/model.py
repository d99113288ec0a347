"""The nouns that cross a room's door: frozen values, made once and never changed.

Rule: no `dict[str, Any]` between rooms; what a platform sent is parsed at its door into one of these. Codes are
snake_case strings as they stand in the tables; the glossary lists them all. Times are UTC milliseconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from hub.ids import AccountId, ConversationId, CustomerId, IdentityId, JournalId, MessageId, OrgId, QueueId, WorkItemId

RESCUE = 0
"Priority of whoever is in danger: before everything, everywhere."
NORMAL = 5
"Priority of everyday work."
BULK = 9
"Priority of what may wait: bulk notices, imports."


class State(StrEnum):
    """Where a conversation stands (会话状态)."""

    BOT = "bot"
    QUEUED = "queued"
    ASSIGNED = "assigned"
    ON_HOLD = "on_hold"
    WRAP_UP = "wrap_up"
    CLOSED = "closed"
    SNOOZED = "snoozed"
    CALLBACK_PENDING = "callback_pending"
    IN_CALL = "in_call"


class OwnerKind(StrEnum):
    """Who has the conversation."""

    BOT = "bot"
    QUEUE = "queue"
    AGENT = "agent"
    NONE = "none"


class Direction(StrEnum):
    """Which way a message went; a note is never sent, by type."""

    IN = "in"
    OUT = "out"
    NOTE = "note"
    SYS = "sys"
    CALL = "call"


class Author(StrEnum):
    """Who wrote a message."""

    TOURIST = "tourist"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


class Kind(StrEnum):
    """What a message carries; what we do not know is `unsupported`, kept and shown, never dropped."""

    TEXT = "text"
    IMAGE = "image"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"
    LOCATION = "location"
    BUTTONS = "buttons"
    EVENT = "event"
    UNSUPPORTED = "unsupported"


class Status(StrEnum):
    """How far a message has come; `STATUS_RANK` orders them, and ranks only go up from `accepted` on."""

    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    RECEIVED = "received"


STATUS_RANK: Mapping[Status, int] = MappingProxyType(
    {
        Status.QUEUED: 0,
        Status.SENDING: 1,
        Status.UNKNOWN: 2,
        Status.ACCEPTED: 3,
        Status.FAILED: 4,
        Status.DELIVERED: 5,
        Status.READ: 6,
        Status.EXPIRED: 9,
        Status.CANCELLED: 9,
        Status.RECEIVED: 9,
    }
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, for events and the audit."""

    kind: str
    "One of user, bot, tourist, system."
    id: str | None = None


SYSTEM = Actor("system")
BOT = Actor("bot")


@dataclass(frozen=True, slots=True)
class Button:
    """A choice offered to the tourist; pressing it sends `value` as if written."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Reply:
    """Something to say to the tourist, on whatever channel."""

    text: str
    buttons: tuple[Button, ...] = ()
    lang: str | None = None


# --- in -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """What a tourist sent, parsed from a platform's form."""

    ext_user: str
    "The platform's name for the sender (openid, number, visitor id)."
    external_id: str
    "Unique within the account for ever; repeats are acknowledged and ignored."
    kind: Kind
    text: str | None = None
    parts: tuple[Mapping[str, object], ...] = ()
    "What the kind needs beside text, as JSON objects (a location, a file's reference)."
    lang: str | None = None
    display_name: str | None = None
    provider_ms: int | None = None
    client_key: str | None = None
    "The sender's own id of the message, told back to the sender (web chat's `cid`)."


@dataclass(frozen=True, slots=True)
class Receipt:
    """A platform's word on one of our messages."""

    ext_id: str
    "The platform's id, or ours where the platform takes ours."
    status: Status
    at_ms: int
    reason: str | None = None


# --- out ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """One message handed to a channel; `id` serves as idempotency key where the platform has one."""

    id: MessageId
    account_id: AccountId
    identity_id: IdentityId
    ext_user: str
    pub_seq: int
    author: Author
    author_name: str | None
    reply: Reply
    at_ms: int
    priority: int = NORMAL


@dataclass(frozen=True, slots=True)
class Accepted:
    """The platform has taken the message; `ext_id` is its id for receipts."""

    ext_id: str


@dataclass(frozen=True, slots=True)
class Retryable:
    """The platform has certainly not taken it; try again after so many seconds."""

    after_s: float
    why: str


class Refusal(StrEnum):
    """Why a platform will never take a message."""

    WINDOW_CLOSED = "window_closed"
    QUOTA_EXCEEDED = "quota_exceeded"
    OPTED_OUT = "opted_out"
    PERMANENT = "permanent"


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform said no for good."""

    refusal: Refusal
    why: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request left, the answer did not come: never repeated blindly."""

    why: str


SendOutcome = Accepted | Retryable | Refused | Unknown


# --- the bot --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BotState:
    """What the bot remembers of a conversation, as the JSON text that only the bot reads."""

    json: str = "{}"


@dataclass(frozen=True, slots=True)
class TurnInput:
    """All the bot may know when it answers."""

    conversation_id: ConversationId
    org_id: OrgId
    messages: tuple[InboundMessage, ...]
    "Oldest first; the ones to answer now."
    state: BotState
    lang: str
    now_ms: int


@dataclass(frozen=True, slots=True)
class Known:
    """Something that was under way with the bot."""

    topic: str
    "In the staff's language."
    details: tuple[tuple[str, str], ...]
    "(label, value) as the staff reads them, in the order they were told."


@dataclass(frozen=True, slots=True)
class Escalate:
    """Hand over to a person."""

    reason: str
    "One of asked, not_understood, angry, rescue, flow_failed."
    summary: str = ""
    queue: str | None = None
    "A queue's code, or None for the account's own."
    topic: str = ""
    "What it is probably about, in the staff's language; empty when that is not clear."
    recent: tuple[tuple[str, str], ...] = ()
    "The last lines of the talk: tourist or bot, and what was said."
    unsure: int = 0
    "How many answers in a row the bot could not give."
    known: tuple[Known, ...] = ()
    "What was under way, the last begun first."


TICKET_NUMBER = "ticket_number"
"The slot in a turn's replies that the number of the ticket it opens goes into."


@dataclass(frozen=True, slots=True)
class CreateTicket:
    """Open a ticket about this conversation."""

    kind: str
    title: str
    description: str = ""
    phone: str | None = None
    "E.164: where to reach the tourist; its last four digits are asked of who wants to know how far the ticket is."
    tag: str = ""
    "What the bot calls it within the conversation, to add to it later; the same tag is the same ticket."


@dataclass(frozen=True, slots=True)
class NoteTicket:
    """Add to a ticket that the bot has opened in this conversation."""

    tag: str
    note: str
    phone: str | None = None
    "E.164: where to reach the tourist from now on; None: where it was."


@dataclass(frozen=True, slots=True)
class Rate:
    """Keep what the tourist thinks of something."""

    subject: str
    "guide, agency, scenic or service."
    name: str | None
    stars: int
    "1 to 5, 5 is best."
    words: str | None = None


@dataclass(frozen=True, slots=True)
class SetSlot:
    """Tell the core a fact about the customer that the bot has learnt."""

    name: str
    value: str


BotAction = Escalate | CreateTicket | NoteTicket | Rate | SetSlot


@dataclass(frozen=True, slots=True)
class BotTurn:
    """What to say and what to do; the bot itself does neither."""

    replies: tuple[Reply, ...]
    actions: tuple[BotAction, ...]
    state: BotState


# --- work -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WorkItemSpec:
    """A piece of work for the one queue; idempotent on (kind, ref, segment)."""

    org_id: OrgId
    kind: str
    "chat, callback, call, ticket or follow_up."
    ref: str
    "What the work is about: a conversation's id for chats."
    segment: int
    queue_id: QueueId
    medium: str
    "The place it takes of an agent's capacity: chat, voice, email."
    conversation_id: ConversationId | None = None
    priority: int = NORMAL
    weight: int = 1
    for_agent: str | None = None
    "Offer it to this agent only (a transfer to a person)."
    excluded: tuple[str, ...] = ()
    "Agents who must not be offered it."
    needs: str | None = None
    "The skills it asks for, as JSON in the form of a queue's rules."
    preferred: tuple[str, ...] = ()
    "Codes of skills that are good to have: whoever has them comes before others, and nobody is shut out."
    interruptible: bool = False
    "Whether an agent may put it aside for something urgent: an e-mail, a ticket."
    business: str | None = None
    "Its kind of business (业务类型)."
    vip: int = 0
    dissatisfied: int = 0
    "0 (content) to 100."
    last_agent: str | None = None
    "Who served this tourist last, and of which department (organisation) that was."
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """The agent has the item."""

    work_item_id: WorkItemId
    conversation_id: ConversationId | None


@dataclass(frozen=True, slots=True)
class ClaimRefused:
    """The offer is over: withdrawn, timed out, or somebody else's."""

    why: str


@dataclass(frozen=True, slots=True)
class Decline:
    """The agent does not take the offer made under this epoch."""

    agent_id: str
    offer_epoch: int


@dataclass(frozen=True, slots=True)
class Done:
    """The agent has finished; the place is free."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """The work is no longer wanted: the tourist left, the bot took it back."""

    why: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """Put it back in the line, of another queue or for one agent."""

    queue_id: QueueId
    for_agent: str | None = None
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Take:
    """A supervisor takes it, out of the line or out of somebody's hands; whoever is no agent takes it off all lists."""

    agent_id: str


@dataclass(frozen=True, slots=True)
class Prolong:
    """The agent needs longer to write it up."""

    by_s: int


Finish = Decline | Done | Cancel | Transfer | Take | Prolong


@dataclass(frozen=True, slots=True)
class QueueRules:
    """How a queue's work is routed, as somebody wants to set it; `document` is JSON that the router reads."""

    queue_id: str
    ring_timeout_s: int
    wrap_up_s: int
    document: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class AgentCommand:
    """A change of an agent's state: ready, break (with a reason), training, offline, or a heartbeat."""

    state: str | None
    "None: only the heartbeat."
    reason: str | None = None
    presence_until_ms: int | None = None
    by: Actor | None = None
    "Who asks in the agent's place; None for the agent."


# --- journal and customers ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Journalled:
    """What the journal said of an arrival; `fresh` is false for a repeat."""

    journal_id: JournalId
    fresh: bool
    received_ms: int


@dataclass(frozen=True, slots=True)
class Account:
    """One of our addresses on a channel."""

    id: AccountId
    org_id: OrgId
    channel: str
    code: str
    queue_id: QueueId | None
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """A tourist as the core knows one in a thread."""

    identity_id: IdentityId
    customer_id: CustomerId
    display_name: str | None
    lang: str | None
