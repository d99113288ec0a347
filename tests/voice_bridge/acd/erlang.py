"""The formulas of Erlang, and a hotline of one queue to hold against them.

Erlang B and C as everywhere (A. K. Erlang 1917), by the stable recursion; Erlang A (Palm 1943; Garnett, Mandelbaum and
Reiman 2002) by summing up the birth-and-death chain. Times in seconds; `load` is in erlangs.
"""

import heapq
import math
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from voice_bridge.acd.decisions import Decision, Offer
from voice_bridge.acd.engine import Engine
from voice_bridge.acd.estimate import Estimate
from voice_bridge.acd.inputs import (
    AgentChanged,
    AgentReady,
    Input,
    OfferAccepted,
    TalkEnded,
    WorkAbandoned,
    WorkArrived,
)
from voice_bridge.acd.nouns import Agent, WorkItem
from voice_bridge.acd.rows import restore, rows_of
from voice_bridge.acd.settings import Queue, Settings


def erlang_b(agents: int, load: float) -> float:
    """Return the share that finds all agents busy, if nobody can wait."""
    blocked = 1.0
    for number in range(1, agents + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked


def erlang_c(agents: int, load: float) -> float:
    """Return the share that has to wait, if everybody waits."""
    blocked = erlang_b(agents, load)
    return agents * blocked / (agents - load * (1 - blocked))


def service_level(agents: int, load: float, talk_s: float, within_s: float) -> float:
    """Return the share answered within a time."""
    return 1 - erlang_c(agents, load) * math.exp(-(agents - load) * within_s / talk_s)


def mean_wait_s(agents: int, load: float, talk_s: float) -> float:
    """Return the average speed of answer (ASA)."""
    return erlang_c(agents, load) * talk_s / (agents - load)


def erlang_a(agents: int, load: float, talk_s: float, patience_s: float) -> tuple[float, float]:
    """Return the share that gives up, and the mean wait of all, if patience is exponential."""
    arrivals, leaving = load / talk_s, 1 / patience_s
    weight, total, queue = 1.0, 0.0, 0.0
    for number in range(agents * 40):
        total += weight
        queue += weight * max(0, number - agents)
        served = min(number + 1, agents) / talk_s + max(0, number + 1 - agents) * leaving
        weight *= arrivals / served
    mean_queue = queue / total
    return mean_queue * leaving / arrivals, mean_queue / arrivals


@dataclass(frozen=True, slots=True)
class Caller:
    """When somebody calls, how long the talk is, and how long the patience. Milliseconds."""

    at_ms: int
    talk_ms: int
    patience_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a caller."""

    waited_ms: int
    served: bool
    told: Estimate | None
    "The estimate on arrival, for those who had to wait."


def callers(seed: int, count: int, load: float, talk_s: float, patience_s: float | None = None) -> Iterator[Caller]:
    """Draw Poisson arrivals with exponential talks and patience."""
    draw = random.Random(seed)  # noqa: S311 - a simulation
    at_s = 0.0
    for _ in range(count):
        at_s += draw.expovariate(load / talk_s)
        patience_ms = round(draw.expovariate(1 / patience_s) * 1000) if patience_s else None
        yield Caller(round(at_s * 1000), round(draw.expovariate(1 / talk_s) * 1000), patience_ms)


def first_come_first_served(agents: int, given: Iterable[Caller]) -> Iterator[int]:
    """Yield how long each waits by the textbook (Kiefer and Wolfowitz 1955), in milliseconds."""
    free_at = [0] * agents
    for caller in given:
        begins_ms = max(caller.at_ms, free_at[0])
        heapq.heapreplace(free_at, begins_ms + caller.talk_ms)
        yield begins_ms - caller.at_ms


def one_queue() -> Settings:
    """Return the rules of a house with one plain queue."""
    return Settings(queues={"main": Queue(id="main")})


class Simulation:
    """An engine with one queue, played through: everybody who rings answers at once.

    Who lets others decide overrides the methods of "who decides".
    """

    def __init__(
        self, agents: int, given: Sequence[Caller], *, ask: bool = False, dies_each_ms: int | None = None
    ) -> None:
        """Prepare; with `ask` each arrival that has to wait is told an estimate, with `dies_each_ms` engines die."""
        self._given = given
        self._ask = ask
        self._told: dict[int, Estimate] = {}
        self._answers: dict[int, Answer] = {}
        self._ahead: list[tuple[int, int, int]] = []
        self._dies_each_ms = dies_each_ms
        self._dies_ms = dies_each_ms or 0
        self._open()
        for number in range(agents):
            person = Agent(id=f"agent{number:03}", queues=frozenset({"main"}), capacity={"voice": 1})
            self._apply(AgentChanged(person), 0)
            self._apply(AgentReady(person.id), 0)

    # --- who decides ------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        self._engine = Engine(one_queue())

    def _apply(self, given: Input, at_ms: int) -> Sequence[Decision]:
        return self._engine.apply(given, at_ms)

    def _estimate(self, item_id: str, at_ms: int) -> Estimate:
        return self._engine.estimate(item_id, at_ms)

    def _restart(self) -> None:
        self._engine = restore(self._engine.floor.settings, rows_of(self._engine))

    # --- what happens -----------------------------------------------------------------------------------------------

    def run(self) -> list[Answer]:
        """Return what became of each."""
        for number, caller in enumerate(self._given):
            self._until(caller.at_ms)
            item = WorkItem(id=str(number), queue_id="main", medium="voice", enqueued_ms=caller.at_ms)
            self._tell(WorkArrived(item), caller.at_ms)
            if number not in self._answers:
                self._waits(number, caller)
        self._until(None)
        return [self._answers[number] for number in range(len(self._given))]

    def _waits(self, number: int, caller: Caller) -> None:
        if self._ask:
            self._told[number] = self._estimate(str(number), caller.at_ms)
        if caller.patience_ms is not None:
            heapq.heappush(self._ahead, (caller.at_ms + caller.patience_ms, 1, number))

    def _until(self, end_ms: int | None) -> None:
        """Let talks and patience end; a talk that ends in the same instant as an arrival ends first."""
        while self._ahead and (end_ms is None or self._ahead[0][0] <= end_ms):
            at_ms, kind, number = heapq.heappop(self._ahead)
            if kind == 0:
                self._tell(TalkEnded(str(number)), at_ms)
            elif number not in self._answers:
                self._tell(WorkAbandoned(str(number)), at_ms)
                self._note(number, at_ms, served=False)

    def _tell(self, given: Input, at_ms: int) -> None:
        if self._dies_each_ms is not None and at_ms >= self._dies_ms:
            self._dies_ms += self._dies_each_ms
            self._restart()
        for offer in self._apply(given, at_ms):
            self._answer(offer, at_ms)

    def _answer(self, offer: Decision, at_ms: int) -> None:
        if isinstance(offer, Offer):
            number = int(offer.item_id)
            self._note(number, at_ms, served=True)
            self._apply(OfferAccepted(offer.item_id, offer.agent_id, offer.epoch), at_ms)
            heapq.heappush(self._ahead, (at_ms + self._given[number].talk_ms, 0, number))

    def _note(self, number: int, at_ms: int, *, served: bool) -> None:
        waited_ms = at_ms - self._given[number].at_ms
        self._answers[number] = Answer(waited_ms, served, self._told.get(number))
