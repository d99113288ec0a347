"""A small hotline to try the engine on: builders for its nouns, and a driver that remembers what was decided."""

from collections.abc import Iterable
from typing import TypeVar

from voice_bridge.acd.decisions import Decision, Offer
from voice_bridge.acd.engine import Engine
from voice_bridge.acd.inputs import (
    AgentChanged,
    AgentReady,
    Input,
    OfferAccepted,
    OfferDeclined,
    TimePassed,
    WorkArrived,
)
from voice_bridge.acd.nouns import Agent, ItemState, WorkItem
from voice_bridge.acd.settings import Queue, Settings

D = TypeVar("D", bound=Decision)

SKILLS = frozenset({"english", "japanese", "huangshan", "complaints"})
START_MS = 1_700_000_000_000


def rules(*queues: Queue, **more: object) -> Settings:
    """Return settings with these queues, or with one plain queue called `main`."""
    given = queues or (Queue(id="main"),)
    return Settings(queues={queue.id: queue for queue in given}, skills=SKILLS, **more)  # type: ignore[arg-type]


def agent(name: str, **more: object) -> Agent:
    """Return an agent of the main queue with one voice place, three chats and two e-mails."""
    given: dict[str, object] = {
        "queues": frozenset({"main"}),
        "capacity": {"voice": 1, "chat": 3, "email": 2},
        **more,
    }
    return Agent(id=name, **given)  # type: ignore[arg-type]


class Hotline:
    """An engine with a time of its own, in seconds since its start."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.engine = Engine(settings or rules())
        self.now_s = 0.0
        self.decided: list[Decision] = []
        self.log: list[tuple[Input, int]] = []

    @property
    def now_ms(self) -> int:
        """The time as the engine is told it."""
        return START_MS + round(self.now_s * 1000)

    def tell(self, *given: Input) -> list[Decision]:
        """Tell the engine facts of this moment; returns what it decides."""
        decided: list[Decision] = []
        for each in given:
            self.log.append((each, self.now_ms))
            decided += self.engine.apply(each, self.now_ms)
        self.decided += decided
        return decided

    def later(self, seconds: float) -> list[Decision]:
        """Let time pass; the engine is told at each time it asked for."""
        end_s = self.now_s + seconds
        decided: list[Decision] = []
        while (due_ms := self.engine.next_due()) is not None and due_ms <= START_MS + end_s * 1000:
            self.now_s = max(self.now_s, (due_ms - START_MS) / 1000)
            decided += self.tell(TimePassed())
        self.now_s = end_s
        return decided + self.tell(TimePassed())

    # --- short words ----------------------------------------------------------------------------------------------

    def seat(self, *agents: Agent) -> None:
        """Seat agents who are ready, one second apart, so that the first is the most idle."""
        for each in agents:
            self.tell(AgentChanged(each), AgentReady(each.id))
            self.later(1)

    def item(self, name: str, **more: object) -> WorkItem:
        """Return a call for the main queue that begins to wait now."""
        given: dict[str, object] = {"queue_id": "main", "medium": "voice", "enqueued_ms": self.now_ms, **more}
        return WorkItem(id=name, **given)  # type: ignore[arg-type]

    def comes(self, name: str, **more: object) -> list[Decision]:
        """Let work arrive."""
        return self.tell(WorkArrived(self.item(name, **more)))

    def accepts(self, item_id: str, agent_id: str) -> list[Decision]:
        """Let an agent accept what rings."""
        return self.tell(OfferAccepted(item_id, agent_id, self.engine.floor.works[item_id].epoch))

    def declines(self, item_id: str, agent_id: str) -> list[Decision]:
        """Let an agent decline what rings."""
        return self.tell(OfferDeclined(item_id, agent_id, self.engine.floor.works[item_id].epoch))

    def takes(self, name: str, agent_id: str, **more: object) -> None:
        """Let work arrive that this agent is offered and accepts."""
        assert rings(self.comes(name, **more)) == {name: [agent_id]}
        self.accepts(name, agent_id)

    def state_of(self, item_id: str) -> ItemState | None:
        """Return where an item stands; None: not with the engine any more."""
        work = self.engine.floor.works.get(item_id)
        return None if work is None else work.state


def rings(decided: Iterable[Decision]) -> dict[str, list[str]]:
    """Return at whom each item was made to ring, in order."""
    found: dict[str, list[str]] = {}
    for offer in every(Offer, decided):
        found.setdefault(offer.item_id, []).append(offer.agent_id)
    return found


def every(kind: type[D], decided: Iterable[Decision]) -> list[D]:
    """Return the decisions of one kind."""
    return [each for each in decided if isinstance(each, kind)]
