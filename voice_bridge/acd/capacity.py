"""Whether an agent has room for one more, and at what strain: places of several kinds, counted from the work in hand.

    USUAL         there is a place within the agent's capacity
    INTERRUPTING  there is one if interruptible work is put aside
    PEAK          only with peak places, which a ring must have opened
    EMERGENCY     only beyond everything, for a strict class

Rule: nothing is counted up and down; what is taken is always added up from what is held, so it cannot drift
(reference/voice.md §5, pain 1). Source: reference/voice.md §6 "Ageing across channels".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from voice_bridge.acd.nouns import Agent
from voice_bridge.acd.settings import Medium, PriorityClass


class Strain(IntEnum):
    """How hard one more item would press; the smaller, the better."""

    USUAL = 0
    INTERRUPTING = 1
    PEAK = 2
    EMERGENCY = 3


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """What items of one kind take of an agent, worked out once. Compared by identity, so that it is a fast key."""

    medium: str
    takes: tuple[tuple[str, int], ...]
    closes: frozenset[str]
    interrupts: bool
    urgent: bool
    beyond: int


@dataclass(frozen=True, slots=True)
class Held:
    """A piece of work as it weighs on an agent."""

    demand: Demand
    firm: bool
    "Cannot be put aside."


@dataclass(frozen=True, slots=True)
class Load:
    """All that an agent holds, ringing work included."""

    taken: Mapping[str, int]
    firm: Mapping[str, int]
    "The part of it that cannot be put aside."
    closed: frozenset[str]

    def strain(self, agent: Agent, demand: Demand) -> Strain | None:
        """Return at what strain the agent could take one more like this; None: not at all."""
        if not agent.capacity.get(demand.medium, 0) or (demand.medium in self.closed and not demand.urgent):
            return None
        worst = Strain.USUAL
        for kind, units in demand.takes:
            strain = self._strain_of(agent, demand, kind, units)
            if strain is None:
                return None
            worst = max(worst, strain)
        return worst

    def _strain_of(self, agent: Agent, demand: Demand, kind: str, units: int) -> Strain | None:
        room = agent.capacity.get(kind, 0)
        if kind != demand.medium and (demand.urgent or not room):
            return Strain.USUAL
        if self.taken.get(kind, 0) + units <= room:
            return Strain.USUAL
        needed = (self.firm if demand.interrupts else self.taken).get(kind, 0) + units
        if needed <= room:
            return Strain.INTERRUPTING
        room += agent.peak.get(kind, 0)
        if needed <= room:
            return Strain.PEAK
        return Strain.EMERGENCY if demand.urgent and needed <= room + demand.beyond else None

    def over(self, agent: Agent) -> frozenset[str]:
        """Return the kinds of which more is taken than the usual places."""
        rooms = {kind: agent.capacity.get(kind, 0) for kind in self.taken}
        return frozenset(kind for kind, room in rooms.items() if room and self.taken[kind] > room)

    def free_share(self, agent: Agent, medium: str) -> float:
        """Return which share of the agent's places of a medium is free, 0 to 1."""
        room = agent.capacity.get(medium, 0)
        return max(0, room - self.taken.get(medium, 0)) / room if room else 0.0


def load_of(held: Iterable[Held]) -> Load:
    """Add up what an agent holds."""
    taken: dict[str, int] = {}
    firm: dict[str, int] = {}
    closed: frozenset[str] = frozenset()
    for work in held:
        closed |= work.demand.closes
        for kind, units in work.demand.takes:
            taken[kind] = taken.get(kind, 0) + units
            if work.firm:
                firm[kind] = firm.get(kind, 0) + units
    return Load(taken, firm, closed)


NOTHING = Load({}, {}, frozenset())


def demand_of(medium: str, rules: Medium, urgency: PriorityClass, weight: int) -> Demand:
    """Work out what `weight` units of a medium take."""
    return Demand(
        medium=medium,
        takes=tuple(sorted((kind, units * weight) for kind, units in rules.takes.items())),
        closes=rules.closes,
        interrupts=rules.interrupts or urgency.interrupts or urgency.strict,
        urgent=urgency.strict,
        beyond=rules.beyond,
    )
