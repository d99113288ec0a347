"""Ten thousand waiting, a thousand agents: how long one decision takes (ARCHITECTURE §10, "ACD decision").

Sixty skills and six classes with slopes of their own make 360 buckets, three rings widen them; agents have three to
eight skills. Timed is each `Engine.apply` as the distributor would call it: in a full house an agent is freed, a
tourist arrives, one gives up; then a thousand idle agents are served, one after the other as they sign in, and all
together as when another process takes over. The same for one plain queue, where every agent can take everything. A bar
by the clock may be missed by as much as the box alone makes a busy loop late; CPU has no such excuse.

    python -m bench.acd [--waiting 10000] [--agents 1000] [--steps 20000] [--dry]
"""

import argparse
import gc
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.box import Box, measure, percentile
from bench.report import Figure, close
from voice_bridge.acd.decisions import Offer
from voice_bridge.acd.engine import Engine
from voice_bridge.acd.inputs import (
    AgentChanged,
    AgentReady,
    Input,
    OfferAccepted,
    SettingsChanged,
    TakenOver,
    TalkEnded,
    TimePassed,
    WorkAbandoned,
    WorkArrived,
)
from voice_bridge.acd.nouns import Agent, Presence, WorkItem
from voice_bridge.acd.rows import restore, rows_of
from voice_bridge.acd.settings import PriorityClass, Queue, Ring, Settings
from voice_bridge.acd.skills import ANYBODY, Has, Need

DECISION_MS = 1.0
DRAIN_MS = 100.0
SKILLS = tuple(f"skill{number:02}" for number in range(60))
CLASSES = {code: PriorityClass(base_s=(7 - code) * 120.0, slope=0.5 + code / 6) for code in range(1, 7)}
SEED = 12301
GIVE_UP = 0.2
"One in five gives up, and another comes."
_STEP_MS = 20
"Between two things that happen in the full house."


@dataclass(slots=True)
class Times:
    """How long each of many steps took, in milliseconds: by the clock, and in CPU of this thread."""

    wall_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    @contextmanager
    def step(self) -> Iterator[None]:
        """Time one step."""
        cpu_s, wall_s = time.thread_time(), time.perf_counter()
        yield
        self.wall_ms.append((time.perf_counter() - wall_s) * 1000)
        self.cpu_ms.append((time.thread_time() - cpu_s) * 1000)


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of hotline."""

    name: str
    rings: tuple[Ring, ...]
    skilled: bool
    "Whether work asks for a skill; else everybody can take everything."


SHAPES = (
    Shape("60 skills", (Ring(), Ring(60_000, levels_off=2), Ring(180_000, levels_off=4)), skilled=True),
    Shape("one plain queue", (Ring(),), skilled=False),
)


class House:
    """A hotline of one shape, drawn by chance that is the same each time."""

    def __init__(self, shape: Shape, waiting: int, agents: int) -> None:
        self._draw = random.Random(SEED)  # noqa: S311 - a load, not a secret
        self._shape = shape
        self._drawn = 0
        self.now_ms = 0
        self.settings = Settings(
            queues={"main": Queue(id="main", rings=shape.rings)}, skills=frozenset(SKILLS), classes=CLASSES
        )
        self.engine = Engine(self.settings)
        self.people = [self._agent(number) for number in range(agents)]
        for person in self.people:
            self.tell(AgentChanged(person))
        for _ in range(waiting):
            self.tell(self.arrival())

    def _agent(self, number: int) -> Agent:
        known = self._draw.sample(SKILLS, self._draw.randint(3, 8))
        return Agent(
            id=f"agent{number:04}",
            queues=frozenset({"main"}),
            skills={skill: self._draw.randint(1, 10) for skill in known},
            capacity={"voice": 1},
        )

    def _need(self) -> Need:
        number = self._draw.randrange(len(SKILLS))
        return Has(SKILLS[number], 1 + number % 3)

    def arrival(self) -> WorkArrived:
        """Return the next tourist."""
        self._drawn += 1
        need: Need = self._need() if self._shape.skilled else ANYBODY
        return WorkArrived(
            WorkItem(
                id=f"w{self._drawn:07}",
                queue_id="main",
                medium="voice",
                enqueued_ms=self.now_ms,
                priority=self._draw.randint(1, 6),
                required=need,
            )
        )

    def tell(self, given: Input) -> list[Offer]:
        """Tell the engine, and return what rings."""
        return [each for each in self.engine.apply(given, self.now_ms) if isinstance(each, Offer)]

    def accept(self, offers: Sequence[Offer]) -> None:
        """Let everybody who rings answer."""
        for offer in offers:
            self.tell(OfferAccepted(offer.item_id, offer.agent_id, offer.epoch))


def full_house(house: House, steps: int) -> dict[str, Times]:
    """Keep all agents busy and the line at its length; returns what each kind of step took."""
    for person in house.people:
        house.accept(house.tell(AgentReady(person.id)))
        house.accept(house.tell(house.arrival()))
    draw = random.Random(SEED)  # noqa: S311 - a load, not a secret
    times = {kind: Times() for kind in ("freed", "arrives", "gives up", "rings widen")}
    for _ in range(steps):
        house.now_ms += _STEP_MS
        seat = house.engine.floor.seats[draw.choice(house.people).id]
        if seat.held:
            ended = TalkEnded(next(iter(seat.held)))
            with times["freed"].step():
                offers = house.tell(ended)
            house.accept(offers)
        arrival = house.arrival()
        with times["arrives"].step():
            offers = house.tell(arrival)
        house.accept(offers)
        if draw.random() < GIVE_UP:
            _somebody_gives_up(house, draw, times["gives up"])
        due_ms = house.engine.next_due()
        if due_ms is not None and due_ms <= house.now_ms:
            with times["rings widen"].step():
                offers = house.tell(TimePassed())
            house.accept(offers)
    return times


def _somebody_gives_up(house: House, draw: random.Random, times: Times) -> None:
    bucket = draw.choice(house.engine.floor.lines.buckets_of("main"))
    if bucket.line:
        gone = WorkAbandoned(draw.choice(bucket.line)[1])
        with times.step():
            house.tell(gone)
        house.accept(house.tell(house.arrival()))


def one_by_one(house: House) -> Times:
    """Let all agents sign in, one after the other; returns what each took."""
    times = Times()
    for person in house.people:
        with times.step():
            house.tell(AgentReady(person.id))
    return times


def all_at_once(house: House) -> tuple[Times, int]:
    """Let another process take over while all are idle and the line is long; returns its time, and how many ring."""
    rows = rows_of(house.engine)
    ready = tuple(replace(row, presence=Presence.READY) for row in rows.agents)
    house.engine = restore(house.settings, replace(rows, agents=ready))
    times = Times()
    with times.step():
        offers = house.tell(TakenOver())
    return times, len(offers)


def new_rules(house: House) -> Times:
    """Change the settings while everybody waits; returns what that took."""
    times = Times()
    with times.step():
        house.tell(SettingsChanged(house.settings))
    return times


def figures_of(shape: Shape, asked: argparse.Namespace, box: Box) -> tuple[list[Figure], str]:
    """Run one shape; returns its rows, and a line about it."""

    def house() -> House:
        made = House(shape, asked.waiting, asked.agents)
        gc.collect()
        return made

    busy = house()
    times = full_house(busy, asked.steps)
    rows = [row for kind, each in times.items() if each.wall_ms for row in _rows(f"{shape.name}: {kind}", each, box)]
    signed_in = one_by_one(house())
    rows += _rows(f"{shape.name}: signs in", signed_in, box)
    crowd = house()
    taken_over, ringing = all_at_once(crowd)
    changed = new_rules(house())
    rows += [
        Figure(f"{shape.name}: all sign in, one by one", sum(signed_in.wall_ms), "ms"),
        Figure(f"{shape.name}: all sign in, one by one, CPU", sum(signed_in.cpu_ms), "ms", DRAIN_MS),
        Figure(f"{shape.name}: all served at once", sum(taken_over.wall_ms), "ms", DRAIN_MS),
        Figure(f"{shape.name}: all served at once, CPU", sum(taken_over.cpu_ms), "ms", DRAIN_MS),
        Figure(f"{shape.name}: the rules change, CPU", sum(changed.cpu_ms), "ms"),
    ]
    lines = busy.engine.floor.lines
    note = (
        f"{shape.name}: {lines.length('main')} waiting at the end in {len(lines.buckets_of('main'))} buckets, "
        f"{ringing} of {len(crowd.people)} idle agents ring after the take-over"
    )
    return rows, note


def _rows(name: str, times: Times, box: Box) -> list[Figure]:
    wall_ms, cpu_ms = percentile(times.wall_ms, 0.99), percentile(times.cpu_ms, 0.99)
    return [
        Figure(f"{name}, p50", percentile(times.wall_ms, 0.50), "ms"),
        Figure(f"{name}, p99", wall_ms, "ms", DECISION_MS, ratio_bar=DECISION_MS + box.spin_p99_ms),
        Figure(f"{name}, CPU p99", cpu_ms, "ms", DECISION_MS),
    ]


def asked_for(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.acd", description=__doc__)
    parser.add_argument("--waiting", type=int, default=10_000)
    parser.add_argument("--agents", type=int, default=1_000)
    parser.add_argument("--steps", type=int, default=20_000, help="things that happen in the full house")
    parser.add_argument("--dry", action="store_true", help="keep no line in bench/results")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Run the bench and return its exit code."""
    asked = asked_for(arguments)
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        box = measure(Path(folder))
    figures: list[Figure] = []
    notes: list[str] = []
    for shape in SHAPES:
        rows, note = figures_of(shape, asked, box)
        figures += rows
        notes.append(note)
    return close("acd", box, figures, notes, keep=not asked.dry)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
