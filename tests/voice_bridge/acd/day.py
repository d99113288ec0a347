"""A day of a big hotline in virtual time: 200 agents in two shifts, 10,000 contacts, a surge, an engine that dies.

Everything outside the engine is drawn here by chance that is the same each time: who calls or writes when and for what,
how long they talk and wait, who lets an offer ring out, who takes a break when. Once an hour the engine is thrown away
in the middle of things and another goes on from its rows, as a router that has been killed does. Times are milliseconds
since midnight.
"""

import heapq
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from voice_bridge.acd.decisions import Decision, Offer, Overflow, Pause, Withdraw
from voice_bridge.acd.engine import Engine
from voice_bridge.acd.estimate import Estimate
from voice_bridge.acd.inputs import (
    AgentChanged,
    AgentLeft,
    AgentPaused,
    AgentReady,
    Input,
    OfferAccepted,
    OfferDeclined,
    TakenOver,
    TalkEnded,
    TimePassed,
    WorkAbandoned,
    WorkArrived,
    WrapUpEnded,
)
from voice_bridge.acd.nouns import Agent, WorkItem
from voice_bridge.acd.rows import Rows, restore, rows_of
from voice_bridge.acd.settings import Exit, OverflowRule, Queue, Ring, Settings, When
from voice_bridge.acd.skills import Has

HOUR_MS = 3_600_000
MINUTE_MS = 60_000
OPENS_MS, CLOSES_MS = 8 * HOUR_MS, 20 * HOUR_MS
PEAK = (9 * HOUR_MS, 10 * HOUR_MS)
"The morning, when half of the agents are not there yet."
SURGE = (14 * HOUR_MS, 15 * HOUR_MS)
"A storm: eight times as many in this hour, and one in fifty in danger."


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of contact: how many of a hundred, for which queue, by which medium, how long."""

    share: int
    queue: str
    medium: str
    talk_s: float
    patience_s: float
    skills: tuple[Has, ...] = ()


KINDS = (
    Kind(45, "general", "voice", 400, 1_800),
    Kind(35, "general", "chat", 600, 2_400),
    Kind(12, "english", "voice", 480, 1_800, (Has("english", 4),)),
    Kind(8, "general", "email", 300, 24 * 3_600),
)
RESCUE = Kind(0, "general", "voice", 300, 24 * 3_600)


def house() -> Settings:
    """Return the rules of the day."""
    general = Queue(id="general", wrap_up_ms=20_000, ring_ms=15_000, misses_pause=True)
    english = Queue(
        id="english",
        wrap_up_ms=20_000,
        rings=(Ring(), Ring(60_000, levels_off=3), Ring(180_000, also_queues=frozenset({"general"}), levels_off=9)),
        overflow=(OverflowRule(When.NO_AGENT, "general"), OverflowRule(When.WAIT, Exit.CALLBACK, 20 * MINUTE_MS)),
    )
    return Settings(queues={"general": general, "english": english}, skills=frozenset({"english"}))


@dataclass(slots=True)
class Contact:
    """One tourist's contact and what became of it."""

    id: str
    kind: Kind
    at_ms: int
    talk_ms: int
    patience_ms: int
    rescue: bool
    told: Estimate | None = None
    "The range that was told on arrival, to those who had to wait."
    answered_ms: int | None = None
    ended: str | None = None
    "served, gave_up or callback; each contact ends once."


@dataclass(slots=True)
class Tally:
    """What happened, counted."""

    offers: Counter[str] = field(default_factory=Counter)
    restarts: int = 0
    breaks: int = 0
    waiting: int = 0
    most_waiting: int = 0
    "At any moment of the day, those at whose agent it rang among them."

    def waits(self, change: int) -> None:
        """Count one who begins (1) or ends (-1) to wait."""
        self.waiting += change
        self.most_waiting = max(self.most_waiting, self.waiting)


class Day:
    """One day, with an engine in this process; who lets others decide overrides the methods of "who decides"."""

    def __init__(
        self,
        seed: int,
        *,
        contacts: int = 10_000,
        agents: int = 200,
        look: Callable[["Day", Input, list[Decision]], None] | None = None,
        dies_each_ms: int | None = HOUR_MS,
        settings: Settings | None = None,
        shrunk: int = 1,
    ) -> None:
        """Draw the day.

        Args:
            seed: whose chance it is.
            contacts: how many come.
            agents: how many are employed.
            look: called after each input with all that was decided.
            dies_each_ms: so often the engine is replaced; None: never.
            settings: the rules, if not the usual ones.
            shrunk: everything follows so many times as closely; talks and patience are as long as ever.
        """
        self._draw = random.Random(seed)  # noqa: S311 - a simulation
        self._look = look
        self._ahead: list[tuple[int, int, Callable[[], None]]] = []
        self._order = 0
        self._shrunk = shrunk
        self.settings = settings or house()
        self._open()
        self.now_ms = OPENS_MS - 2
        self.tally = Tally()
        self.contacts: dict[str, Contact] = {}
        self.ringing: dict[tuple[str, str], int] = {}
        "By contact and agent: the epoch of the offer that rings there."
        self.present: set[str] = set()
        self.paused: set[str] = set()
        "Of those who are at work: who has a break, or let an offer ring out a minute ago."
        self._hire(agents)
        self._invite(contacts)
        if dies_each_ms is not None:
            self._appoint_deaths(dies_each_ms)

    # --- who decides ------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        self.engine = Engine(self.settings)

    def _apply(self, given: Input) -> Sequence[Decision]:
        return self.engine.apply(given, self.now_ms)

    def _due_ms(self) -> int | None:
        return self.engine.next_due()

    def _estimate(self, item_id: str) -> Estimate | None:
        found = self.engine.estimate(item_id, self.now_ms)
        return found if found.sure else None  # as the router does: the place alone is no promise

    def rows(self) -> Rows:
        """Return how everything stands."""
        return rows_of(self.engine)

    def _restart(self) -> None:
        """Let the engine die between two inputs, and another go on from what was kept."""
        self.tally.restarts += 1
        self.engine = restore(self.settings, rows_of(self.engine), grace_until_ms=self.now_ms + 5_000)
        self._tell(TakenOver())

    # --- what is drawn ----------------------------------------------------------------------------------------------

    def _hire(self, count: int) -> None:
        for number in range(count):
            early = number % 2 == 0
            begins_ms = OPENS_MS - 1 if early else OPENS_MS + 3 * HOUR_MS
            agent = Agent(
                id=f"agent{number:03}",
                queues=frozenset({"general", "english"} if number % 5 == 0 else {"general"}),
                skills={"english": 3 + number % 7} if number % 5 == 0 else {},
                capacity={"voice": 1, "chat": 3, "email": 2},
                peak={"chat": 1},
            )
            self._apply(AgentChanged(agent))
            self._at(self._at_ms(begins_ms), partial(self._comes_to_work, agent.id))
            self._at(self._at_ms(begins_ms + 9 * HOUR_MS), partial(self._goes_home, agent.id))
            for hours, minutes in ((2.25, 15), (4.25, 45), (7.25, 15)):
                at_ms = begins_ms + round((hours + self._draw.uniform(-0.5, 0.5)) * HOUR_MS)
                self._at(self._at_ms(at_ms), partial(self._takes_a_break, agent.id, minutes))

    def _invite(self, count: int) -> None:
        for number in range(count):
            first, last = self._draw.choices((SURGE, PEAK, (OPENS_MS, CLOSES_MS - HOUR_MS)), (40, 15, 45))[0]
            at_ms = round(self._draw.uniform(first, last))
            rescue = SURGE[0] <= at_ms < SURGE[1] and self._draw.random() < 0.02
            kind = RESCUE if rescue else self._draw.choices(KINDS, [each.share for each in KINDS])[0]
            contact = Contact(
                id=f"c{number:05}",
                kind=kind,
                at_ms=self._at_ms(at_ms),
                talk_ms=round(self._draw.lognormvariate(0, 0.6) * kind.talk_s * 835),
                patience_ms=round(self._draw.expovariate(1 / kind.patience_s) * 1000),
                rescue=rescue,
            )
            self.contacts[contact.id] = contact
            self._at(contact.at_ms, partial(self._arrives, contact))

    def _appoint_deaths(self, each_ms: int) -> None:
        for at_ms in range(OPENS_MS + each_ms, CLOSES_MS, each_ms):
            self._at(self._at_ms(at_ms) + 17, self._restart)

    # --- what happens -----------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Let everything happen, and whoever still waits at the end be served."""
        while True:
            due_ms = self._due_ms()
            if due_ms is None and not self._ahead:
                return
            if due_ms is not None and (not self._ahead or due_ms < self._ahead[0][0]):
                self.now_ms = max(self.now_ms, due_ms)
                self._tell(TimePassed())
            else:
                self.now_ms, _, happens = heapq.heappop(self._ahead)
                happens()

    def mean_wait_s(self) -> float:
        """Return how long those waited who were answered."""
        waits = [each.answered_ms - each.at_ms for each in self.contacts.values() if each.answered_ms is not None]
        return sum(waits) / len(waits) / 1000

    def _at(self, at_ms: int, happens: Callable[[], None]) -> None:
        self._order += 1
        heapq.heappush(self._ahead, (at_ms, self._order, happens))

    def _at_ms(self, at_ms: int) -> int:
        """Return when something is that happens at this time of a whole day."""
        return OPENS_MS + (at_ms - OPENS_MS) // self._shrunk

    def _later(self, seconds: float, happens: Callable[[], None]) -> None:
        self._at(self.now_ms + round(seconds * 1000), happens)

    def _arrives(self, contact: Contact) -> None:
        item = WorkItem(
            id=contact.id,
            queue_id=contact.kind.queue,
            medium=contact.kind.medium,
            enqueued_ms=self.now_ms,
            priority=0 if contact.rescue else 5,
            preferred=contact.kind.skills,
            interruptible=contact.kind.medium == "email",
        )
        self.tally.waits(1)
        self._tell(WorkArrived(item))
        if contact.ended is None and not self._rings(contact):
            contact.told = self._estimate(contact.id)
        self._at(self.now_ms + contact.patience_ms, partial(self._gives_up, contact))

    def _gives_up(self, contact: Contact) -> None:
        if contact.answered_ms is None and contact.ended is None:
            self._end(contact, "gave_up")
            self._tell(WorkAbandoned(contact.id))

    def _comes_to_work(self, name: str) -> None:
        self.present.add(name)
        self._tell(AgentReady(name))

    def _goes_home(self, name: str) -> None:
        self.present.discard(name)
        self.paused.discard(name)
        self._tell(AgentLeft(name))

    def _takes_a_break(self, name: str, minutes: int) -> None:
        if name in self.present:
            self.tally.breaks += 1
            self.paused.add(name)
            self._tell(AgentPaused(name, "break"))
            self._later(minutes * 60 / self._shrunk, partial(self._is_back, name))

    def _is_back(self, name: str) -> None:
        if name in self.present:
            self.paused.discard(name)
            self._tell(AgentReady(name))

    # --- who rings, and what they do ----------------------------------------------------------------------------------

    def _tell(self, given: Input) -> None:
        decided = list(self._apply(given))
        for each in decided:
            self._heed(each)
        if self._look is not None:
            self._look(self, given, decided)

    def _heed(self, decision: Decision) -> None:
        match decision:
            case Offer(item_id, agent_id, epoch):
                self.tally.offers["made"] += 1
                self.ringing[item_id, agent_id] = epoch
                self._rings_at(item_id, agent_id, epoch)
            case Withdraw(item_id, agent_id, _, outcome):
                self.tally.offers[outcome] += 1
                self.ringing.pop((item_id, agent_id), None)
            case Pause(agent_id):
                # Only the engine says so: whoever is at a rescue is not sent away for an offer that rang out beside it.
                self.paused.add(agent_id)
                self._later(60, partial(self._is_back, agent_id))
            case Overflow(item_id, _, to) if isinstance(to, Exit):
                self._end(self.contacts[item_id], str(to))

    def _rings_at(self, item_id: str, agent_id: str, epoch: int) -> None:
        chance = self._draw.random()
        if chance < 0.02:
            self._later(self._draw.uniform(1, 6), partial(self._answers, item_id, agent_id, epoch, takes=False))
        elif chance < 0.97:
            self._later(self._draw.uniform(1, 6), partial(self._answers, item_id, agent_id, epoch, takes=True))

    def _answers(self, item_id: str, agent_id: str, epoch: int, *, takes: bool) -> None:
        if self.ringing.get((item_id, agent_id)) != epoch:
            return
        contact = self.contacts[item_id]
        if not takes:
            self._tell(OfferDeclined(item_id, agent_id, epoch))
            return
        self.ringing.pop((item_id, agent_id))
        contact.answered_ms = self.now_ms
        self.tally.waits(-1)
        self._tell(OfferAccepted(item_id, agent_id, epoch))
        self._later(contact.talk_ms / 1000, partial(self._talked, contact))

    def _talked(self, contact: Contact) -> None:
        self._end(contact, "served")
        self._tell(TalkEnded(contact.id))
        if self._draw.random() < 0.5:
            self._later(self._draw.uniform(3, 15), partial(self._tell, WrapUpEnded(contact.id)))

    def _rings(self, contact: Contact) -> bool:
        return any(item_id == contact.id for item_id, _ in self.ringing)

    def _end(self, contact: Contact, how: str) -> None:
        assert contact.ended is None, f"{contact.id} ended as {contact.ended}, and now as {how}"
        contact.ended = how
        if contact.answered_ms is None:
            self.tally.waits(-1)
