"""The few Protocols through which commands go down from the core into the rooms.

Rule: the core owns these interfaces and they stay small; a room returns a value or publishes a fact and never
calls back. A `Tx` is handed through unopened: what a room writes in it commits with the core's own change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from hub.database import Ask, Tx
from hub.ids import ConversationId, OrgId, UserId, WorkItemId
from hub.model import (
    Actor,
    AgentCommand,
    BotState,
    BotTurn,
    Claimed,
    ClaimRefused,
    CreateTicket,
    Finish,
    OutboundMessage,
    QueueRules,
    Rate,
    SendOutcome,
    TurnInput,
    WorkItemSpec,
)


class Bot(Protocol):
    """Answers a tourist: a value in, a value out, no transaction open."""

    async def turn(self, given: TurnInput) -> BotTurn:
        """Return what to say and do; raises nothing for odd input, it asks or hands over instead.

        Raises:
            Unavailable: what it needs cannot be reached now; the message waits and is tried again.
        """
        ...


class BotStates(Protocol):
    """Where the bot keeps its place in a conversation, inside the core's transactions."""

    def get(self, tx: Tx, conversation_id: ConversationId) -> BotState:
        """Return the last state put, or an empty one."""
        ...

    def seeing(self, identity_id: str) -> Ask[BotState]:
        """Look at the last state put for the open conversation of an identity, or an empty one."""
        ...

    def left(self, tx: Tx, conversation_id: ConversationId) -> BotState:
        """Return what a conversation that is over leaves to the tourist's next one."""
        ...

    def put(self, tx: Tx, conversation_id: ConversationId, org_id: OrgId, state: BotState) -> None:
        """Keep `state` as the conversation's last."""
        ...


class Router(Protocol):
    """The one queue, called inside the caller's unit so that conversation and work item commit together.

    Offers come back only as events (OfferMade, OfferWithdrawn).
    """

    def enqueue(self, tx: Tx, spec: WorkItemSpec) -> WorkItemId:
        """Put work in the line; the same (kind, ref, segment) again returns the item that is there."""
        ...

    def claim(self, tx: Tx, item: WorkItemId, agent_id: str, offer_epoch: int) -> Claimed | ClaimRefused:
        """Give the item to the agent it was offered to, if that very offer still stands."""
        ...

    def finish(self, tx: Tx, item: WorkItemId, how: Finish) -> None:
        """Decline, end, cancel, transfer, take over or prolong; harmless on an item that is already finished."""
        ...

    def set_agent(self, tx: Tx, agent_id: str, command: AgentCommand) -> None:
        """Change an agent's state or prolong the presence."""
        ...

    def set_priority(self, tx: Tx, item: WorkItemId, priority: int) -> None:
        """Give an item another priority wherever it stands: a false alarm goes back to everyday work."""
        ...

    def item_of(self, tx: Tx, conversation_id: ConversationId) -> WorkItemId | None:
        """Return the live work item of a conversation, if it has one."""
        ...


@dataclass(frozen=True, slots=True)
class Wait:
    """What somebody who waits may be told, in figures rounded for people."""

    position: int
    "1 is the next; 0: nobody is there who could answer, so no place is told."
    p50_s: int | None = None
    "Half of all wait no longer; None: nobody knows."
    p90_s: int | None = None


class Waits(Protocol):
    """What those who wait were told, for the channels that show it; the fact `WaitTold` says when it has changed."""

    def told(self, tx: Tx, conversation_id: ConversationId) -> Wait | None:
        """Return what was told last in a conversation that waits for a person, None in any other."""
        ...


class Floor(Protocol):
    """What is being worked on, asked before something is set or taken away."""

    def in_hand(self, tx: Tx, agent_id: str) -> int:
        """Return how many pieces of work ring at an agent or are in the agent's hands."""
        ...

    def in_queue(self, tx: Tx, queue_id: str) -> int:
        """Return how many pieces of work of a queue are not over."""
        ...

    def faults(self, tx: Tx, rules: QueueRules) -> Mapping[str, str]:
        """Return what is wrong with a queue's rules, by places such as `rings/1/after_ms`; empty if they hold."""
        ...


@dataclass(frozen=True, slots=True)
class Alarm:
    """A rescue that nobody takes, for whoever is to be summoned."""

    conversation_id: ConversationId
    org_id: OrgId
    chiefs: tuple[UserId, ...]
    "The duty chiefs of the organisation and of those above it, the nearest first."
    waited_ms: int


class Summons(Protocol):
    """A way to reach a duty chief beside the screen: a text message, a call.

    The escalation of a rescue is a row of steps; each way that is wired is one of them.
    """

    @property
    def after_s(self) -> float:
        """How long a rescue may wait before this way is used, in seconds."""
        ...

    def summon(self, tx: Tx, alarm: Alarm) -> None:
        """Put the summons on its way, in the caller's unit; who cannot be reached so is left out."""
        ...


class Tickets(Protocol):
    """Opens tickets inside the core's transactions."""

    def note(self, tx: Tx, key: str, note: str, phone: str | None = None) -> None:
        """Add a note to the ticket that `key` has made, and another phone (E.164); harmless where there is none."""
        ...

    def mark(self, tx: Tx, key: str, action: str, actor: Actor) -> None:
        """Write into the ticket that `key` has made what somebody did; harmless where there is none."""
        ...

    def create(self, tx: Tx, action: CreateTicket, conversation_id: ConversationId, key: str) -> str:
        """Return the ticket's number; the same `key` again returns the same ticket."""
        ...

    def leave(self, tx: Tx, action: CreateTicket, conversation_id: ConversationId, key: str) -> str:
        """Return the number of the ticket to which this was added as a note.

        That is the one that `key` made, while somebody works on it, else a new one.
        """
        ...

    def left(self, tx: Tx, key: str) -> str | None:
        """Return the number of the ticket to which `leave` would add a note, None where it would open one."""
        ...


class Ratings(Protocol):
    """Keeps what tourists think of guides, agencies, sights and the service."""

    def rate(self, tx: Tx, rating: Rate, conversation_id: ConversationId, key: str) -> None:
        """Keep a rating; the same `key` again changes nothing."""
        ...


class Channel(Protocol):
    """How the delivery sends; receiving is the gateway's affair."""

    async def send(self, message: OutboundMessage) -> SendOutcome:
        """Hand one message to the platform; every failure is an outcome, not an exception."""
        ...

    @property
    def has_key(self) -> bool:
        """Tell whether the platform drops a repeat of the same message id, so that `sending` may be repeated."""
        ...
