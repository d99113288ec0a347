"""What the engine speaks of: work that wants an agent, and agents who take work. Frozen values from outside.

An agent is always a human being; a work item is a chat, an e-mail, a callback, a ticket or a call. Times are UTC
milliseconds. Sources: CONTRACTS "Codes and values", docs/glossary.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hub.model import NORMAL
from voice_bridge.acd.skills import ANYBODY, Has, Need


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One piece of work, of any medium (工作项)."""

    id: str
    queue_id: str
    medium: str
    enqueued_ms: int
    "When the tourist began to wait; kept through transfers, overflow and a callback that keeps its place."
    priority: int = NORMAL
    "The code of its priority class; 0 is a rescue."
    weight: int = 1
    "How many units of its medium it takes of an agent's places."
    required: Need = ANYBODY
    preferred: tuple[Has, ...] = ()
    "Skills that are good to have: they raise an agent's score and shut nobody out."
    org: str = ""
    "The path of the organisation that owns it, such as `cn/ah/huangshan`."
    department: str | None = None
    "The department that served this tourist last."
    business: str | None = None
    "Its kind of business (业务类型): inquiry, complaint, rescue, booking."
    vip: int = 0
    "The tourist's VIP level; 0 for none."
    dissatisfaction: float = 0.0
    "From 0 (content) to 1 (angry, or served badly before)."
    last_agent: str | None = None
    "Who served this tourist last: waited for within the queue's affinity time."
    for_agent: str | None = None
    "Whom it was handed to by name (a transfer to a person): kept for that agent for a while."
    interruptible: bool = False
    "Whether an urgent item may push it aside while an agent works on it: an e-mail, a ticket."
    excluded: frozenset[str] = frozenset()
    "Agents who must not be offered it."
    may_leave: bool = True
    "Whether a rule may send it out of the line for good: there is a talk that can go on, or end, without a person."


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A human being who serves tourists, as administered (坐席)."""

    id: str
    org: str = ""
    department: str | None = None
    queues: frozenset[str] = frozenset()
    skills: Mapping[str, int] = field(default_factory=dict)
    capacity: Mapping[str, int] = field(default_factory=dict)
    "Places, by kind of place: `{'voice': 1, 'chat': 3}`."
    peak: Mapping[str, int] = field(default_factory=dict)
    "Further places for times when waiting is long (峰值单元)."
    satisfaction: Mapping[str, float] = field(default_factory=dict)
    "Tourists' satisfaction with this agent, by queue, 0 to 1."


class ItemState(StrEnum):
    """Where a work item stands; what is over is known to the engine no more."""

    WAITING = "waiting"
    OFFERED = "offered"
    ACTIVE = "active"
    INTERRUPTED = "interrupted"
    "In an agent's hands, pushed aside by something urgent; takes no place."
    WRAP_UP = "wrap_up"


class Presence(StrEnum):
    """Whether an agent may be offered work, as far as the agent says; places and wrap-up decide the rest."""

    OFFLINE = "offline"
    NOT_READY = "not_ready"
    "A break, a training, an offer that rang out, a telephone that cannot be reached."
    READY = "ready"


class Outcome(StrEnum):
    """How an offer ended."""

    DECLINED = "declined"
    TIMED_OUT = "timed_out"
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    WITHDRAWN = "withdrawn"
    "The tourist left, the work went elsewhere, or the agent can take no more."
