"""An agent at work, as the engine sees it: presence, what is in hand, and the figures that strategies count by.

Rules: an agent is open for offers when ready and writing nothing up, over all queues (reference/voice.md §6, 9). Idle
time begins when the agent becomes ready or work in hand is over; an offer that came to nothing does not touch it (11).
Occupancy is measured at the last change, so an agent's order among others only changes when something happens.
"""

from dataclasses import dataclass, field

from voice_bridge.acd.capacity import NOTHING, Demand, Held, Load, Strain, load_of
from voice_bridge.acd.nouns import Agent, ItemState, Presence
from voice_bridge.acd.work import Work


@dataclass(slots=True, eq=False)
class Seat:
    """One agent. Times are UTC milliseconds; all but the last four fields are kept in rows (`rows`)."""

    agent: Agent
    presence: Presence = Presence.OFFLINE
    reason: str = ""
    idle_since_ms: int = 0
    handled: int = 0
    "Items taken today."
    worked_ms: int = 0
    "Time with work in hand today."
    idle_ms: int = 0
    "Time ready and without work today."
    counted_to_ms: int = 0
    "Until when the two are counted."
    offered_ms: int = 0
    "When the last offer was made: round robin goes by it."
    held: dict[str, Work] = field(default_factory=dict)
    "What rings, is in hand or is written up, by item."
    load: Load = NOTHING
    version: int = 0
    "Rises with every change, so that what was worked out before is known to be stale."
    _strains: dict[Demand, Strain | None] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The agent's id."""
        return self.agent.id

    @property
    def open(self) -> bool:
        """Tell whether the agent may be offered anything, places permitting."""
        return self.presence is Presence.READY and not any(
            work.state is ItemState.WRAP_UP for work in self.held.values()
        )

    @property
    def occupancy(self) -> float:
        """The share of ready time with work in hand, 0 to 1, as of the last change."""
        return self.worked_ms / total if (total := self.worked_ms + self.idle_ms) else 0.0

    def strain(self, demand: Demand) -> Strain | None:
        """Return at what strain the agent can be offered one more of this; None: not now."""
        try:
            return self._strains[demand]
        except KeyError:
            strain = self.load.strain(self.agent, demand) if self.open else None
            self._strains[demand] = strain
            return strain

    def changes(self, now_ms: int) -> None:
        """Count the time up to now; called before any change of presence or work."""
        elapsed_ms = max(0, now_ms - self.counted_to_ms)
        if any(self.id not in work.ringing for work in self.held.values()):
            self.worked_ms += elapsed_ms
        elif self.presence is Presence.READY:
            self.idle_ms += elapsed_ms
        self.counted_to_ms = now_ms

    def changed(self) -> None:
        """Add up what is held; called after any change of presence, work or agent."""
        self.load = load_of(
            Held(work.terms.demand, firm=not work.item.interruptible or self.id in work.ringing)
            for work in self.held.values()
            if work.state is not ItemState.INTERRUPTED
        )
        self.version += 1
        self._strains.clear()
