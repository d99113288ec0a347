"""A small call centre for tests: people, queues, and short words for what happens there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import text

from crm.tickets import TicketDesk
from hub import events
from hub.clock import Clock, ManualClock
from hub.database import Database, Statement, Tx
from hub.ids import ConversationId, OrgId, QueueId, UserId, WorkItemId
from hub.model import NORMAL, AgentCommand, Claimed, ClaimRefused, Decline, Done, Finish, WorkItemSpec
from hub.store import agents, queues
from hub.store.agents import Agent
from hub.store.leases import Holder
from hub.store.queues import Queue
from tests.people import key_ring
from voice_bridge import dispatch
from voice_bridge.dispatch import Dispatch
from voice_bridge.distributor import Lines
from voice_bridge.store import agent_state, offers, work_items
from voice_bridge.store.agent_state import DeskRow
from voice_bridge.store.offers import Ringing
from voice_bridge.store.work_items import WorkItem
from voice_bridge.turn import Written

R = TypeVar("R")

ORG = "org-city"
RING_S, WRAP_UP_S = 25, 15
ADD_ORG = Statement(text("INSERT INTO orgs (id, path, kind, code, name) VALUES (:id, '/city/', 'city', 'city', '市')"))
START_LOG = Statement(text("INSERT INTO meta (name, value) VALUES ('event_epoch', 'E1')"))
ADD_USER = Statement(
    text(
        "INSERT INTO users (id, org_id, login, display_name, password_hash, created_ms, password_changed_ms)"
        " VALUES (:id, :org_id, :id, :id, '!', 0, 0)"
    )
)


@dataclass(slots=True)
class Floor:
    """The house, seen by a test."""

    database: Database
    any_clock: Clock
    queue: Queue
    router: Lines = field(default_factory=Lines)
    at_work: Dispatch | None = None
    generation: int = 0
    chats: int = 0

    @property
    def clock(self) -> ManualClock:
        """The house's clock, where the test moves it."""
        assert isinstance(self.any_clock, ManualClock)
        return self.any_clock

    async def do(self, unit: Callable[[Tx], R]) -> R:
        """Run something in a unit of its own."""
        return await self.database.write(_call, unit)

    async def see(self, query: Callable[[Tx], R]) -> R:
        """Read something."""
        return await self.database.read(_call, query)

    # --- the router

    async def take_over(self, node: str = "one") -> Dispatch | None:
        """Start the router once more, as after a crash."""
        self.generation += 1
        lease = await self.database.write(dispatch.take_over, Holder(node, "control", self.generation))
        if lease is None:
            return None
        self.at_work = await Dispatch.over(self.database, self.any_clock, TicketDesk(key_ring()), lease)
        return self.at_work

    async def step(self) -> Written:
        """Let the router do one turn."""
        assert self.at_work is not None
        return await self.at_work.turn() or Written()

    async def settle(self) -> None:
        """Let the router do turns until it sees nothing more to do."""
        assert self.at_work is not None
        for _ in range(200):
            if await self.at_work.turn() is None and not self.at_work.more:
                return
        raise AssertionError("the router never comes to rest")

    async def later(self, seconds: float) -> None:
        """Let time pass, then let the router do what is due."""
        await self.clock.advance(seconds)
        await self.settle()

    # --- the core

    async def chat(self, ref: str | None = None, **more: Any) -> WorkItemId:
        """Put a chat into the line."""
        self.chats += 1
        spec = self.spec(ref or f"chat-{self.chats:04}", **more)
        return await self.do(lambda tx: self.router.enqueue(tx, spec))

    def spec(self, ref: str, **more: Any) -> WorkItemSpec:
        """Return a chat's work."""
        given: dict[str, Any] = {
            "queue_id": self.queue.id,
            "conversation_id": ConversationId(ref),
            "priority": NORMAL,
            "medium": "chat",
            **more,
        }
        return WorkItemSpec(OrgId(ORG), "chat", ref, 1, **given)

    async def claim(self, agent_id: str, item_id: str, epoch: int | None = None) -> Claimed | ClaimRefused:
        """Let an agent accept what rings."""
        item = await self.item(item_id)
        asked = item.offer_epoch if epoch is None else epoch
        return await self.do(lambda tx: self.router.claim(tx, WorkItemId(item_id), agent_id, asked))

    async def decline(self, agent_id: str, item_id: str) -> None:
        """Let an agent decline what rings."""
        item = await self.item(item_id)
        await self.finish(item_id, Decline(agent_id, item.offer_epoch))

    async def finish(self, item_id: str, how: Finish | None = None) -> None:
        """Finish work somehow."""
        await self.do(lambda tx: self.router.finish(tx, WorkItemId(item_id), how or Done()))

    async def serve(self, agent_id: str) -> WorkItemId:
        """Bring a fresh chat into an agent's hands."""
        item_id = await self.chat()
        await self.settle()
        assert isinstance(await self.claim(agent_id, item_id), Claimed)
        return item_id

    # --- agents

    async def ask(
        self, agent_id: str, state: str | None, reason: str | None = None, present_s: float | None = 3600
    ) -> None:
        """Let an agent ask for a state, or only beat (None)."""
        until_ms = None if present_s is None else self.any_clock.now_ms() + round(present_s * 1000)
        command = AgentCommand(state, reason, until_ms)
        await self.do(lambda tx: self.router.set_agent(tx, agent_id, command))

    async def agent(
        self, name: str, *, capacity: Mapping[str, int] | None = None, serves: Sequence[Queue] | None = None
    ) -> str:
        """Hire somebody for the queues, by default the house's own."""
        where = [self.queue] if serves is None else serves
        await self.do(lambda tx: _hire(tx, name, capacity or {"chat": 1, "voice": 1}, where))
        return name

    async def new_queue(self, code: str, **rules: int) -> Queue:
        """Open another queue."""
        return await self.do(lambda tx: _open_queue(tx, code, rules))

    # --- what is to be seen

    async def item(self, item_id: str) -> WorkItem:
        """Return an item as it stands."""
        return await self.do(lambda tx: work_items.lock(tx, item_id))

    async def desk(self, agent_id: str) -> DeskRow:
        """Return an agent's row."""
        row = await self.see(lambda tx: agent_state.find(tx, agent_id))
        assert row is not None
        return row

    async def state(self, agent_id: str) -> str:
        """Return an agent's state."""
        return str((await self.desk(agent_id)).desk.state)

    async def ringing(self, agent_id: str) -> list[str]:
        """Return the items that ring at an agent."""
        return [offer.work_item_id for offer in await self.offers(agent_id)]

    async def offers(self, agent_id: str) -> Sequence[Ringing]:
        """Return what rings at an agent."""
        return await self.see(lambda tx: offers.ringing(tx, agent_id))

    async def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return await self.see(lambda tx: [tuple(row) for row in tx.connection.execute(text(sql))])


async def open_floor(database: Database, clock: Clock) -> Floor:
    """Open the house, with anna and ben."""
    queue = await database.write(_open, None)
    floor = Floor(database, clock, queue)
    await floor.take_over()
    await floor.agent("anna")
    await floor.agent("ben")
    return floor


def _call(tx: Tx, unit: Callable[[Tx], R]) -> R:
    return unit(tx)


def _open(tx: Tx, _: None) -> Queue:
    tx.run(ADD_ORG, id=ORG)
    tx.run(START_LOG)
    return queues.create(tx, ORG, "city", ring_timeout_s=RING_S, wrap_up_s=WRAP_UP_S)


def _open_queue(tx: Tx, code: str, rules: Mapping[str, int]) -> Queue:
    queue = queues.create(tx, ORG, code, **rules)
    events.publish(tx, events.QueueChanged(org_id=ORG, queue_id=queue.id, fields=("code",)))
    return queue


def _hire(tx: Tx, name: str, capacity: Mapping[str, int], serves: Sequence[Queue]) -> None:
    tx.run(ADD_USER, id=name, org_id=ORG)
    agents.create(tx, Agent(UserId(name), OrgId(ORG), name.title(), capacity=capacity))
    for queue in serves:
        queues.add_member(tx, QueueId(queue.id), name)
    events.publish(tx, events.AgentProfileChanged(org_id=ORG, agent_id=name, fields=("capacity",)))
