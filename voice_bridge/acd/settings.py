"""All that an operator can set, as one frozen value; `checks.check` refuses what contradicts itself.

Nothing here is read from anywhere: the distributor hands a whole `Settings` in, and a change is one input like any
other. Each setting is explained, in both languages, in docs/acd.md. Sources: reference/voice.md §1 and §6.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from hub.model import RESCUE
from voice_bridge.acd.skills import ANYBODY, Need

MAX_HOPS = 5
"An item overflows at most so often (loop guard, reference/voice.md §1 row Overflow)."


@dataclass(frozen=True, slots=True)
class PriorityClass:
    """How urgent a class of work is, and how its urgency grows; in seconds of waiting (优先级)."""

    base_s: float = 0.0
    "P: the head start of the class."
    slope: float = 1.0
    "Beta: how much each second of waiting counts; above 0, or the class could starve."
    strict: bool = False
    "Before everything else whatever the wait, with peak and emergency places at once. For rescue."
    interrupts: bool = False
    "Whether it may push interruptible work aside."

    def urgency_s(self, since_ms: int, now_ms: int) -> float:
        """Return P + beta * wait, in seconds: the call's side of the formula (see `score`)."""
        return self.base_s + self.slope * (now_ms - since_ms) / 1000

    def since_ms(self, urgency_s: float, now_ms: int) -> int:
        """Return since when work of this class must have waited to be so urgent now."""
        return now_ms - round(1000 * (urgency_s - self.base_s) / self.slope)


@dataclass(frozen=True, slots=True)
class Medium:
    """What one unit of a medium takes of an agent (渠道容量)."""

    takes: Mapping[str, int]
    """Places by kind: a call takes `{'voice': 1}`, by policy also `{'chat': 1}`. All must be free; of kinds other than
    the medium's own only those that the agent has at all, and none for a strict class."""
    closes: frozenset[str] = frozenset()
    "Media that nothing more is offered of while this is in hand: a call closes chat."
    interrupts: bool = False
    "Whether every item of the medium may push interruptible work aside: a call before an e-mail."
    beyond: int = 0
    "Emergency places: how far a strict class may go beyond capacity and peak. 1 for chat, 0 for calls."


class Owner(StrEnum):
    """Which organisations' agents a ring reaches, seen from the organisation that owns the work (归属)."""

    ANY = "any"
    OWN = "own"
    "The owner and what lies beneath it."
    PARENT = "parent"
    "The organisation above the owner, and all beneath that."


@dataclass(frozen=True, slots=True)
class Ring:
    """Whom an item reaches after a while; rings only add agents, they never take any away (环形扩展)."""

    after_ms: int = 0
    "Adjusted wait (the wait and the head start for VIP and the like) from which the ring is open."
    levels_off: int = 0
    waived: frozenset[str] = frozenset()
    also_queues: frozenset[str] = frozenset()
    "Members of these queues too."
    owner: Owner = Owner.ANY
    same_department: bool = False
    "Only agents of the department that served the tourist last, where it is known."
    peak: bool = False
    "From here on agents' peak places may be used."


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each term counts when an agent is chosen: points per unit. See `score` and `strategies`."""

    skill: float = 0.0
    "Per level above the need, and per level of a preferred skill."
    idle: float = 1.0
    "Per second of idle time, or the same for free places where an agent has several."
    idle_cap_ms: int = 3_600_000
    "Longer idleness counts as this much."
    occupancy: float = 0.0
    "Taken off at an occupancy of 1."
    worked: float = 0.0
    "Taken off per second worked today."
    handled: float = 0.0
    "Taken off per item handled today."
    turn: float = 0.0
    "Per second since the last offer: round robin."
    affinity: float = 3_600.0
    "For the agent who served this tourist last."
    department: float = 600.0
    "For agents of the department that served this tourist last."
    satisfaction: float = 0.0
    "At a satisfaction of 1."


class When(StrEnum):
    """What makes an item leave its queue for another place (溢出条件)."""

    LENGTH = "length"
    "On arrival, `limit` items wait already."
    WAIT = "wait"
    "It has waited here for `limit` milliseconds."
    ESTIMATE = "estimate"
    "On arrival, the likely wait (p50) exceeds `limit` milliseconds."
    NO_AGENT = "no_agent"
    "Nobody who could ever take it is signed in."
    CLOSED = "closed"
    "The queue is closed."


class Exit(StrEnum):
    """Where an item goes that leaves the line; another part of the house takes it from there."""

    CALLBACK = "callback"
    BOT = "bot"
    VOICEMAIL = "voicemail"
    MESSAGE = "message"
    "An announcement or a text with an honest word, and the end."


@dataclass(frozen=True, slots=True)
class OverflowRule:
    """When items go elsewhere, and where to: another queue's id, or an exit."""

    when: When
    to: str | Exit
    limit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """One queue's rules (队列)."""

    id: str
    need: Need = ANYBODY
    "Asked of every agent on top of what the item itself asks."
    rings: tuple[Ring, ...] = (Ring(),)
    weights: Weights = Weights()
    at_once: int | None = 1
    "How many agents ring at the same time; None: all who can take it."
    ring_ms: int = 15_000
    "How long an offer rings."
    excluded_ms: int = 60_000
    "How long an item is not offered again to an agent who passed on it."
    misses_pause: bool = True
    "Whoever lets an offer ring out is not ready until saying so (RONA)."
    wrap_up_ms: int = 0
    affinity_ms: int = 0
    "How long an item waits for the agent who served the tourist last."
    kept_ms: int = 120_000
    "How long an item that was handed to an agent by name waits for that agent."
    overflow: tuple[OverflowRule, ...] = ()
    "Tried in this order."
    expected_talk_ms: int = 180_000
    "For the first estimates, before there is any history."
    offer_after_s: int | None = 300
    "Whoever is told a longer wait (p50) is told too that a message may be left; None: nobody is."


@dataclass(frozen=True, slots=True)
class Advance:
    """By how much an item is treated as if it had waited longer, in milliseconds."""

    vip_ms: Mapping[int, int] = field(default_factory=dict)
    "By VIP level; a level that is not named counts as the next lower one."
    dissatisfied_ms: int = 0
    "At a dissatisfaction of 1."
    business_ms: Mapping[str, int] = field(default_factory=dict)
    "By kind of business."


def ten_classes() -> dict[int, PriorityClass]:
    """Return the classes 0 to 9 as they are until somebody sets them: rescue strict, the others 5 minutes apart."""
    classes = {code: PriorityClass(base_s=(9 - code) * 300.0) for code in range(1, 10)}
    return {RESCUE: PriorityClass(strict=True, interrupts=True), **classes}


def usual_media() -> dict[str, Medium]:
    """Return the media as they are until somebody sets them."""
    return {
        "voice": Medium({"voice": 1, "chat": 1}, closes=frozenset({"chat"}), interrupts=True),
        "chat": Medium({"chat": 1}, beyond=1),
        "email": Medium({"email": 1}),
        "ticket": Medium({"ticket": 1}),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole of it."""

    queues: Mapping[str, Queue]
    skills: frozenset[str] = frozenset()
    "All skills there are."
    classes: Mapping[int, PriorityClass] = field(default_factory=ten_classes)
    media: Mapping[str, Medium] = field(default_factory=usual_media)
    advance: Advance = Advance()
    business: Mapping[str, Need] = field(default_factory=dict)
    "What a kind of business asks of an agent."
    strict_for_all_ms: int = 30_000
    """From what adjusted wait on strict work (a rescue) reaches everybody with a place for it, whatever the queue's
    rings say: of all queues and organisations, without any skill asked for, peak places included."""

    def for_all(self, queue: Queue) -> Queue:
        """Return a queue as strict work meets it: its own rings, and after a while everybody."""
        everybody = Ring(
            self.strict_for_all_ms, waived=self.skills, also_queues=frozenset(self.queues), levels_off=10, peak=True
        )
        own = tuple(ring for ring in queue.rings if ring.after_ms < self.strict_for_all_ms)
        return replace(queue, rings=(*own, everybody))
