"""Work that is alike stands in one bucket: same queue, class, medium, needs and owner, so the same agents may take it.

Rules: within a bucket the order is by `Work.place` and never changes, so only heads of buckets are compared. Who is
ahead has waited longer and so has the wider ring: whom the head does not reach, nobody behind it reaches. Which agents
are members, and from what wait on, is worked out once when a bucket is made or an agent changes; it only grows with the
wait, because each agent joins at the first ring that admits the agent and stays (reference/voice.md §6, 7).
"""

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field

from voice_bridge.acd.nouns import Agent, WorkItem
from voice_bridge.acd.seat import Seat
from voice_bridge.acd.settings import Owner, Ring, Settings
from voice_bridge.acd.skills import ANYBODY, Has, Need, both, indispensable, meets, relaxed, surplus
from voice_bridge.acd.work import Kin, Place, Terms, Work

Signature = tuple[str, int, str, int, Need, tuple[Has, ...], str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Member:
    """An agent who may take from a bucket."""

    seat: Seat
    after_ms: int
    "From what adjusted wait on."
    several: bool
    "Whether the agent has several places of the medium: then free places count, not idle time."
    fit: float
    "The part of the agent's score that belongs to agent and bucket: skills, department, satisfaction."


@dataclass(slots=True, eq=False)
class Bucket:
    """Waiting work that is alike, first come first served."""

    terms: Terms
    priority: int
    need: Need
    preferred: tuple[Has, ...]
    org: str
    department: str | None
    peak_after_ms: int | None
    "From what adjusted wait on peak places may be used; None: never."
    needs: tuple[Need, ...]
    "What each ring asks."
    line: list[Place] = field(default_factory=list)
    works: dict[str, Work] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)

    @property
    def kin(self) -> Kin:
        """Those who wait here, and in other buckets, for the same places."""
        return (self.terms.queue.id, self.priority, self.terms.demand.medium)

    def add(self, work: Work) -> None:
        """Put work where it belongs in the line."""
        insort(self.line, work.place)
        self.works[work.id] = work

    def remove(self, work: Work) -> None:
        """Take work out of the line."""
        del self.line[bisect_left(self.line, work.place)]
        del self.works[work.id]

    def after(self, place: Place | None) -> Work | None:
        """Return the first work behind a place, or the head."""
        line = self.line
        index = 0 if place is None else bisect_right(line, place)
        return self.works[line[index][1]] if index < len(line) else None

    def more_urgent_than(self, urgency_s: float, strict: bool, now_ms: int) -> int:
        """Return how many in this line come before work of such urgency in another bucket."""
        urgency = self.terms.urgency
        if urgency.strict != strict:
            return len(self.line) if urgency.strict else 0
        return bisect_left(self.line, (urgency.since_ms(urgency_s, now_ms), ""))

    def before(self, place: Place) -> int:
        """Return how many in this line stand before a place."""
        return bisect_left(self.line, place)

    def ring_at(self, waited_ms: int) -> int:
        """Return the widest ring that is open after this adjusted wait."""
        return max(0, sum(ring.after_ms <= waited_ms for ring in self.terms.queue.rings) - 1)

    def indispensable(self) -> frozenset[str]:
        """Return skills without which an agent is no member, whatever the ring."""
        return frozenset.intersection(*(indispensable(need) for need in self.needs))

    def admit(self, seat: Seat) -> Member | None:
        """Make the agent a member, or not, as the rings say."""
        agent = seat.agent
        self.members.pop(agent.id, None)
        places = agent.capacity.get(self.terms.demand.medium, 0)
        if not places:
            return None
        for ring, need in zip(self.terms.queue.rings, self.needs, strict=True):
            if self._admits(ring, agent) and meets(need, agent.skills):
                member = Member(seat, ring.after_ms, places > 1, self._fit(agent))
                self.members[agent.id] = member
                return member
        return None

    def _admits(self, ring: Ring, agent: Agent) -> bool:
        if self.terms.queue.id not in agent.queues and ring.also_queues.isdisjoint(agent.queues):
            return False
        if ring.same_department and self.department not in {None, agent.department}:
            return False
        return _within(agent.org, self.org, ring.owner)

    def _fit(self, agent: Agent) -> float:
        weights = self.terms.queue.weights
        levels = surplus(self.need, agent.skills) + sum(
            level for wish in self.preferred if (level := agent.skills.get(wish.skill, 0)) >= wish.level
        )
        known = self.department is not None and self.department == agent.department
        return (
            weights.skill * levels
            + weights.department * known
            + weights.satisfaction * agent.satisfaction.get(self.terms.queue.id, 0.0)
        )


def signature_of(item: WorkItem) -> Signature:
    """Return what makes work alike."""
    return (
        item.queue_id,
        item.priority,
        item.medium,
        item.weight,
        item.required,
        item.preferred,
        item.org,
        item.department,
        item.business,
    )


def bucket_for(work: Work, settings: Settings) -> Bucket:
    """Make the bucket for work like this; it has no members yet."""
    item, queue = work.item, work.terms.queue
    need = both(both(item.required, queue.need), settings.business.get(item.business or "", ANYBODY))
    peaks = [ring.after_ms for ring in queue.rings if ring.peak]
    return Bucket(
        terms=work.terms,
        priority=item.priority,
        need=need,
        preferred=item.preferred,
        org=item.org,
        department=item.department,
        peak_after_ms=0 if work.terms.urgency.strict else min(peaks, default=None),
        needs=tuple(relaxed(need, ring.levels_off, ring.waived) for ring in queue.rings),
    )


def _within(org: str, owner: str, reach: Owner) -> bool:
    """Tell whether an agent's organisation is one that a ring reaches, seen from the owner of the work."""
    top = owner if reach is Owner.OWN else owner.rpartition("/")[0]
    return reach is Owner.ANY or not top or org == top or org.startswith(top + "/")
