"""What the engine is told: facts, each a value, in the order in which they happened.

Rules: the engine changes by nothing else. Equal inputs at equal times give equal decisions, `TimePassed` included: the
log of inputs is all a replay needs. A fact that comes too late, or twice, changes nothing and is answered by
`decisions.Ignored`.
"""

from dataclasses import dataclass

from voice_bridge.acd.nouns import Agent, WorkItem
from voice_bridge.acd.settings import Settings

# --- time and rules ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TimePassed:
    """It is later: do what is due. Best sent at `Engine.next_due()`, and after the facts of the same moment."""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Another process goes on from the rows: everything is looked at again, in case they were not quite at rest."""


@dataclass(frozen=True, slots=True)
class DayBegan:
    """What agents worked and handled is counted from nothing again."""


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """The operator has changed the rules; they hold at once for everybody who waits."""

    settings: Settings


@dataclass(frozen=True, slots=True)
class QueueOpened:
    """Service hours have begun."""

    queue_id: str


@dataclass(frozen=True, slots=True)
class QueueClosed:
    """Service hours are over; who waits is still served, unless `waiting_too` sends them by the rule for arrivals."""

    queue_id: str
    waiting_too: bool = False


# --- work -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WorkArrived:
    """A tourist waits for a person; the same id again only hurries what is there."""

    item: WorkItem
    epoch: int = 0
    "Under which it was offered last, in an earlier life."


@dataclass(frozen=True, slots=True)
class WorkHurried:
    """The work has become more, or less, urgent."""

    item_id: str
    priority: int


@dataclass(frozen=True, slots=True)
class WorkAbandoned:
    """The work is no longer wanted: the tourist left, the bot took it back, somebody closed it."""

    item_id: str


@dataclass(frozen=True, slots=True)
class WorkTaken:
    """An agent has it without an offer: an outbound call, or picked from a list. Facts are not disputed here."""

    item: WorkItem
    agent_id: str
    resets_idle: bool = True
    "Whether it makes the agent less idle when it is over."
    epoch: int = 0
    "Under which it was offered last."


@dataclass(frozen=True, slots=True)
class WorkTransferred:
    """Whoever had it put it back in a line; it keeps the time it was first enqueued."""

    item_id: str
    queue_id: str
    for_agent: str | None = None
    excluded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TalkEnded:
    """The talk is over; the wrap-up begins, where the queue gives time for one."""

    item_id: str
    until_ms: int | None = None
    "When the time for it is over, where that is fixed already; None: the queue's time."


@dataclass(frozen=True, slots=True)
class TalkResumed:
    """The tourist wrote again during the wrap-up: same agent, no new offer."""

    item_id: str


@dataclass(frozen=True, slots=True)
class WrapUpExtended:
    """The agent needs longer."""

    item_id: str
    until_ms: int


@dataclass(frozen=True, slots=True)
class WrapUpEnded:
    """The agent has written it up; the work is over."""

    item_id: str


# --- offers -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OfferAccepted:
    """An agent took the item offered under this epoch."""

    item_id: str
    agent_id: str
    epoch: int


@dataclass(frozen=True, slots=True)
class OfferDeclined:
    """An agent does not take it; it goes to somebody else."""

    item_id: str
    agent_id: str
    epoch: int


@dataclass(frozen=True, slots=True)
class OfferLost:
    """The offer does not stand: it could not be made, or was taken back, and nobody is to blame."""

    item_id: str
    agent_id: str
    epoch: int


# --- agents -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AgentChanged:
    """An agent was made, or has other skills, queues or places now; state and work in hand stay."""

    agent: Agent


@dataclass(frozen=True, slots=True)
class AgentRemoved:
    """There is no such agent any more; refused while the agent holds work."""

    agent_id: str


@dataclass(frozen=True, slots=True)
class AgentReady:
    """The agent may be offered work."""

    agent_id: str


@dataclass(frozen=True, slots=True)
class AgentPaused:
    """No new offers: a break, a training, a telephone that cannot be reached. Work in hand stays."""

    agent_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AgentLeft:
    """The agent signed out or is no longer heard of; work in hand stays, what was kept for the agent is opened."""

    agent_id: str


AboutRules = TakenOver | DayBegan | SettingsChanged | QueueOpened | QueueClosed
"What changes for everybody."
AboutAgent = AgentRemoved | AgentReady | AgentPaused | AgentLeft
"What an agent does."
AboutHands = TalkEnded | TalkResumed | WrapUpExtended | WrapUpEnded
"What happens to work in an agent's hands."
AboutWork = AboutHands | OfferAccepted | OfferDeclined | OfferLost | WorkAbandoned | WorkHurried | WorkTransferred
"What happens to work that is there."
Input = TimePassed | WorkArrived | WorkTaken | AgentChanged | AboutRules | AboutAgent | AboutWork
