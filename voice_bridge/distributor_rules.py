"""Who is offered what: the plain first rule, pure. Open rows in, matches out.

Rules: the line is one line over all queues, by priority, then by when the work was enqueued; each item goes to the
longest idle agent of its queue who has a place for it (where agents hold several, less in hand counts as more idle).
Only an agent who is ready and not at capacity is offered anything, with one exception: a rescue may also ring at a
busy agent, one chat over capacity. Whoever has passed on an item (declined it, let it ring out) comes after everybody
who has not. An item meant for one agent waits in that agent's own line.
Source: reference/voice.md §6, properties 1, 2, 4, 5, 8, 9, 13.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hub.model import RESCUE
from voice_bridge.agent_rules import is_full

RESCUE_MEDIUM = "chat"
"The medium in which a rescue may exceed an agent's places; nobody can hold two calls."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A piece of work in the line."""

    id: str
    queue_id: str
    medium: str
    weight: int
    priority: int
    enqueued_ms: int
    excluded: Mapping[str, int | None] = field(default_factory=dict)
    "Agents who passed on it, and until when they must not be offered it again; None: never again."

    @property
    def place(self) -> tuple[int, int, str]:
        """Where it stands in the one line."""
        return (self.priority, self.enqueued_ms, self.id)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agent who may be offered work."""

    id: str
    rev: int
    "What the agent's row counted when it was read; the store refuses the offer when it has moved."
    ready: bool
    "False: busy, and here only for a rescue."
    idle_since_ms: int
    queues: frozenset[str]
    capacity: Mapping[str, int]
    taken: Mapping[str, int]
    "Places of held and of ringing work, by medium."


@dataclass(frozen=True, slots=True)
class Match:
    """An item and the agent it is to ring at."""

    item: Waiting
    agent: Candidate


@dataclass(frozen=True, slots=True)
class Decision:
    """What one step decides."""

    matches: tuple[Match, ...] = ()
    more: bool = False
    "The step stopped at its limit: decide again at once."
    retry_ms: int | None = None
    "When the first exclusion ends that kept an item from somebody in this step."


@dataclass(slots=True)
class _Seat:
    """A candidate with what this step has already given away."""

    agent: Candidate
    taken: dict[str, int]

    @property
    def idleness(self) -> tuple[int, int, str]:
        """The smaller, the more idle."""
        return (sum(self.taken.values()), self.agent.idle_since_ms, self.agent.id)

    @property
    def free(self) -> bool:
        return self.agent.ready and not is_full(self.agent.capacity, self.taken)

    def fits(self, item: Waiting) -> bool:
        places = self.agent.capacity.get(item.medium, 0)
        return self.free and self.taken.get(item.medium, 0) + item.weight <= places

    def fits_rescue(self, item: Waiting) -> bool:
        places = self.agent.capacity.get(item.medium, 0)
        return (
            item.priority == RESCUE
            and item.medium == RESCUE_MEDIUM
            and places > 0
            and self.taken.get(item.medium, 0) + item.weight <= places + 1
        )


class Floor:
    """All candidates of one step; knows which lines are worth reading."""

    def __init__(self, agents: Iterable[Candidate], now_ms: int) -> None:
        self._now_ms = now_ms
        self.retry_ms: int | None = None
        self._of_queue: dict[str, list[_Seat]] = {}
        self._of_agent: dict[str, _Seat] = {}
        for agent in agents:
            seat = _Seat(agent, dict(agent.taken))
            self._of_agent[agent.id] = seat
            for queue_id in agent.queues:
                self._of_queue.setdefault(queue_id, []).append(seat)

    def has_place(self, line: str) -> bool:
        """Tell whether anybody who serves this line (a queue's or an agent's id) could take ordinary work."""
        return any(seat.free for seat in self._seats(line))

    def take(self, line: str, item: Waiting) -> Match | None:
        """Give the item to whom it belongs, if anybody can take it now."""
        open_to = [seat for seat in self._seats(line) if not self._barred(seat, item)]
        able = [seat for seat in open_to if seat.fits(item)] or [seat for seat in open_to if seat.fits_rescue(item)]
        if not able:
            return None
        seat = min(able, key=lambda each: (each.agent.id in item.excluded, each.idleness))
        seat.taken[item.medium] = seat.taken.get(item.medium, 0) + item.weight
        return Match(item, seat.agent)

    def _seats(self, line: str) -> Sequence[_Seat]:
        own = self._of_agent.get(line)
        return [own] if own else self._of_queue.get(line, ())

    def _barred(self, seat: _Seat, item: Waiting) -> bool:
        if seat.agent.id not in item.excluded:
            return False
        until_ms = item.excluded[seat.agent.id]
        if until_ms is None:
            return True
        if until_ms <= self._now_ms:
            return False
        self.retry_ms = until_ms if self.retry_ms is None else min(self.retry_ms, until_ms)
        return True


def decide(
    agents: Sequence[Candidate],
    lines: Mapping[str, Iterator[Waiting]],
    now_ms: int,
    limit: int,
    *,
    urgent: bool = True,
) -> Decision:
    """Return who is offered what, at most `limit` matches.

    Args:
        agents: everybody who may be offered anything.
        lines: the waiting work of each queue, and of each agent by name, in the order of `Waiting.place`; read
            lazily, and no further than somebody could take it.
        now_ms: the time of the step.
        limit: how many matches one step may make.
        urgent: a rescue may be at the head of a line, so lines are looked at also where nobody has a place.
    """
    floor = Floor(agents, now_ms)
    matches: list[Match] = []
    open_lines = {name: line for name, line in lines.items() if urgent or floor.has_place(name)}
    heads = [(item.place, name, item) for name, line in open_lines.items() if (item := next(line, None))]
    heapq.heapify(heads)
    while heads and len(matches) < limit:
        _, name, item = heads[0]
        if (match := floor.take(name, item)) is not None:
            matches.append(match)
        following = next(lines[name], None) if item.priority == RESCUE or floor.has_place(name) else None
        if following is None:
            heapq.heappop(heads)
        else:
            heapq.heapreplace(heads, (following.place, name, following))
    return Decision(tuple(matches), bool(heads), floor.retry_ms)
