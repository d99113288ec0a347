"""Who gets what, now: pairs of waiting work and able agents, the most urgent work first, to its best agent.

Rule: after every input no waiting item has an able agent (reference/voice.md §6, 5). So a new pair can only come from
work that was stirred (it arrived, came back, reached a wider ring) or from an agent who was freed; a `Front` is one of
either with the other side to choose from, and only fronts are looked at. Complexity: one freed agent costs one
comparison for each non-empty bucket the agent can serve, one arrival a look at the bucket's members.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import count

from voice_bridge.acd.bucket import Bucket, Member
from voice_bridge.acd.capacity import Strain
from voice_bridge.acd.nouns import ItemState
from voice_bridge.acd.score import standing, suits
from voice_bridge.acd.work import Place, Work

_Entry = tuple[Strain, float, int, str, int, Member]
"""Strain, points (negative), idle since, agent's id: the smaller the better; then the seat's version, and the agent."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """An agent for a piece of work, and the points that made the choice."""

    member: Member
    score: float


class Roster:
    """The agents who may take from one bucket, best first; what changed since it was made is noticed."""

    def __init__(self, bucket: Bucket, members: Iterable[Member], first: Work, now_ms: int) -> None:
        """Let in who has a place and is reached by the first work; what stands behind it reaches nobody else."""
        self._bucket = bucket
        self._now_ms = now_ms
        self._points = suits(bucket, now_ms)
        waited_ms = math.inf if first.keeper is not None else now_ms - first.place[0]
        reached = [member for member in members if member.after_ms <= waited_ms]
        self._heap = [entry for member in reached if (entry := self._entry(member)) is not None]
        heapify(self._heap)

    def choose(self, work: Work) -> tuple[list[Chosen], bool]:
        """Return who is to be offered this work, and whether work behind it might still find somebody.

        Strict work lies nowhere while anybody has room for it: where all others fail, it goes to those it is not to be
        offered to just now.
        """
        wanted = self._bucket.terms.queue.at_once or len(self._heap)
        chosen: list[_Entry] = []
        passed: list[_Entry] = []
        barred: list[_Entry] = []
        seen: list[_Entry] = []
        hopeful = False
        while self._heap and len(chosen) < wanted:
            entry = heappop(self._heap)
            strain, _, _, agent_id, version, member = entry
            if version != member.seat.version:
                if (fresh := self._entry(member)) is not None:
                    heappush(self._heap, fresh)
                continue
            seen.append(entry)
            if self._reached(work, member, strain):
                hopeful = True
                if work.bars(agent_id, self._now_ms):
                    barred.append(entry)
                else:
                    (passed if agent_id in work.barred else chosen).append(entry)
        for entry in seen:
            heappush(self._heap, entry)
        able = [*chosen, *passed] or (barred if self._bucket.terms.urgency.strict else [])
        best = self._favoured(work, able[:wanted])
        return [Chosen(member, -points) for _, points, _, _, _, member in best], hopeful

    def _entry(self, member: Member) -> _Entry | None:
        seat = member.seat
        strain = seat.strain(self._bucket.terms.demand)
        if strain is None:
            return None
        return (strain, -self._points(member), seat.idle_since_ms, seat.id, seat.version, member)

    def _reached(self, work: Work, member: Member, strain: Strain) -> bool:
        """Tell whether the work has waited long enough for this agent, and for the places it would take."""
        waited_ms = self._now_ms - work.place[0]
        if work.keeper is None and waited_ms < member.after_ms:
            return False
        peak_ms = self._bucket.peak_after_ms
        return strain < Strain.PEAK or (peak_ms is not None and waited_ms >= peak_ms)

    def _favoured(self, work: Work, best: list[_Entry]) -> list[_Entry]:
        """Put the agent whom the item is meant for in the last one's stead, if affinity outweighs the difference."""
        member = self._bucket.members.get(work.item.for_agent or work.item.last_agent or "")
        if not best or member is None or work.keeper is not None or any(entry[5] is member for entry in best):
            return best
        entry = self._entry(member)
        if entry is None or member.seat.id in work.barred or work.bars(member.seat.id, self._now_ms):
            return best
        strain, points, *_ = entry
        favoured = (strain, points - self._bucket.terms.queue.weights.affinity)
        if self._reached(work, member, strain) and favoured < best[-1][:2]:
            return [*best[:-1], (*favoured, *entry[2:])]
        return best


class Front:
    """Work to look at in its order, and the agents who may take it; all of one bucket."""

    __slots__ = ("_bucket", "_head", "_members", "_passed", "_roster", "_works")

    def __init__(self, bucket: Bucket, members: Collection[Member], works: Sequence[Work] | None = None) -> None:
        """Look at `works`, which stand in order, or at the bucket's whole line."""
        self._bucket = bucket
        self._members = members
        self._works = None if works is None else iter(works)
        self._head = None if self._works is None else next(self._works, None)
        self._passed: Place | None = None
        self._roster: Roster | None = None

    def head(self) -> Work | None:
        """Return the work to look at next."""
        if self._works is None:
            return self._bucket.after(self._passed)
        while self._head is not None and self._head.state is not ItemState.WAITING:
            self._head = next(self._works, None)
        return self._head

    def spent(self) -> bool:
        """Tell whether none of the agents has any room; asked before all that is dear."""
        if self._roster is not None:
            return False
        demand = self._bucket.terms.demand
        for member in self._members:  # noqa: SIM110 - asked very often, and a generator costs three times as much
            if member.seat.strain(demand) is not None:
                return False
        return True

    def choose(self, work: Work, now_ms: int) -> tuple[list[Chosen], bool]:
        """See `Roster.choose`."""
        if self._roster is None:
            self._roster = Roster(self._bucket, self._members, work, now_ms)
        return self._roster.choose(work)

    def skip(self, work: Work) -> None:
        """Look behind this work from now on."""
        self._passed = work.place
        if self._works is not None:
            self._head = next(self._works, None)


def matches(fronts: Iterable[Front], now_ms: int) -> Iterator[tuple[Work, list[Chosen]]]:
    """Yield who is offered what; the caller makes each offer before asking for the next."""
    number = count()
    heap = [(standing(work, now_ms), next(number), work, front) for front in fronts if (work := front.head())]
    heapify(heap)
    offers, sweep_at = 0, 1
    while heap:
        _, _, seen, front = heappop(heap)
        if front.spent():
            continue
        work = front.head()
        if work is seen:
            chosen, hopeful = front.choose(work, now_ms)
            if chosen:
                yield work, chosen
                offers += 1
                if offers == sweep_at:  # the 1st, 2nd, 4th, … offer: one freed agent is mostly full after one
                    heap = [entry for entry in heap if not entry[3].spent()]
                    heapify(heap)
                    sweep_at *= 2
            elif not hopeful:
                continue
            else:
                front.skip(work)
            work = front.head()
        if work is not None:
            heappush(heap, (standing(work, now_ms), next(number), work, front))
