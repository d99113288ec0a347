"""What the engine decides: values, in the order in which they are to be written down.

Rule: the engine counts each decision as done. Whoever cannot write them down throws the engine away and restores it
from the rows (`rows.restore`).
"""

from dataclasses import dataclass

from voice_bridge.acd.nouns import Outcome
from voice_bridge.acd.settings import Exit, When


@dataclass(frozen=True, slots=True)
class Offer:
    """Ring at this agent with this item; several agents may ring under one epoch, the first to accept has it."""

    item_id: str
    agent_id: str
    epoch: int
    until_ms: int
    score: float
    "The agent's part of the formula, in points: why this agent and not another."


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Stop ringing there."""

    item_id: str
    agent_id: str
    epoch: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Pause:
    """The agent is not ready any more, by the engine's own doing; only saying ready again ends it."""

    agent_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Relax:
    """The item has waited long enough for a wider ring; 0 is the first."""

    item_id: str
    ring: int


@dataclass(frozen=True, slots=True)
class OpenToAll:
    """The item is kept for this agent no longer."""

    item_id: str
    agent_id: str


@dataclass(frozen=True, slots=True)
class Overflow:
    """The item leaves `queue_id`: for another queue, where it waits on, or out of the line for good."""

    item_id: str
    queue_id: str
    to: str | Exit
    why: When
    hops: int


@dataclass(frozen=True, slots=True)
class Interrupt:
    """The agent puts this work aside for something urgent and keeps it."""

    item_id: str
    agent_id: str


@dataclass(frozen=True, slots=True)
class Resume:
    """The agent goes on with work that was put aside."""

    item_id: str
    agent_id: str


@dataclass(frozen=True, slots=True)
class EndWrapUp:
    """Time for writing it up is over; so is the work."""

    item_id: str
    agent_id: str


@dataclass(frozen=True, slots=True)
class Stranded:
    """Nobody there is, signed in or not, could ever take this item; it waits, and somebody should know."""

    item_id: str
    queue_id: str


@dataclass(frozen=True, slots=True)
class Waived:
    """The item asked for skills that do not exist; they are not asked for, so that it is not stuck."""

    item_id: str
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ignored:
    """The fact came too late, or twice; nothing was changed."""

    code: str
    subject: str


Decision = (
    Offer
    | Withdraw
    | Pause
    | Relax
    | OpenToAll
    | Overflow
    | Interrupt
    | Resume
    | EndWrapUp
    | Stranded
    | Waived
    | Ignored
)
