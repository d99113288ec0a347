"""The router over its store, told facts like an engine: core commands go in, and what the log then says comes out.

The world outside is played by those who play it against the bare engine (`acd/day.py`, `acd/erlang.py`), so that the
same day can be held against both. Each fact is done by the port's own unit; then the router does its turns until it
rests, unless it dies in one of them: dropped without a goodbye at a call of the store, before or after what it asked
for was done. Another one, with a fence of its own, goes on from the rows. Time is the world's; nobody sleeps.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import MetaData, text

from hub.clock import ManualClock
from hub.database import Database, Tx, open_database
from hub.events import AgentProfileChanged, publish
from hub.ids import IdSource, OrgId, QueueId, UserId, WorkItemId
from hub.model import AgentCommand, Cancel, Claimed, Decline, Done, Finish, WorkItemSpec
from hub.store import agents, events, profiles, queues, skills
from hub.store.events import StoredEvent
from hub.store.leases import LeaseLost
from hub.store.queues import Queue
from tests.stores import create_tables
from tests.voice_bridge.books import audit, overdue, stale_promises
from tests.voice_bridge.floor import ADD_ORG, ADD_USER, ORG, START_LOG, Floor
from tests.voice_bridge.mortal import Died, Mortal
from voice_bridge import news, rulebook, turn
from voice_bridge.acd import decisions, inputs
from voice_bridge.acd.decisions import Decision
from voice_bridge.acd.estimate import Estimate
from voice_bridge.acd.inputs import Input
from voice_bridge.acd.nouns import Agent, Outcome, WorkItem
from voice_bridge.acd.rows import Rows, rows_of
from voice_bridge.acd.settings import Settings, When
from voice_bridge.acd.waits import Verdict
from voice_bridge.dispatch import Dispatch
from voice_bridge.restoring import restore_from

R = TypeVar("R")

MIDNIGHT_MS = round(datetime(2026, 3, 2, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp() * 1000)
PRESENT_MS = 24 * 3_600_000
PAGE = 500
SET_RULES = text("UPDATE queues SET settings = :document WHERE id = :id")
TOLD = text("SELECT first_position, first_p50_ms, first_p90_ms FROM waits_told WHERE work_item_id = :id")


@dataclass(frozen=True, slots=True)
class Death:
    """A router that died: with which call to the store, and whether the store had done it."""

    call: int
    after: bool


class StoredHotline:
    """One house whose router may die; what it is told and what it decides is about the world's own ids."""

    def __init__(self, url: str, schema: MetaData, settings: Settings, *, at_once: bool) -> None:
        """Open an empty house under these rules.

        Args:
            url: of an empty store.
            schema: its tables.
            settings: the rules; they are written down as an operator would write them.
            at_once: whether a router that died is replaced in the same moment; else by `take_over`.
        """
        self.clock = ManualClock(MIDNIGHT_MS)
        self.verdicts: Counter[Verdict] = Counter()
        self.overtaken = 0
        self.deaths: list[Death] = []
        self._at_once = at_once
        self._loop = asyncio.Runner()
        self._database: Database = self._loop.run(self._opened(url, schema))
        self._mortal = Mortal(self._database)
        self._doomed: Death | None = None
        opened = self._loop.run(self._database.write(_furnish, settings))
        self._world = Floor(self._database, self.clock, opened)
        mortal: Any = self._mortal
        self._desk = replace(self._world, database=mortal)
        self.router: Dispatch | None = None
        self._dead: Dispatch | None = None
        self._place = (0, "")
        self._id_of: dict[str, str] = {}
        self._name_of: dict[str, str] = {}
        self.take_over()

    async def _opened(self, url: str, schema: MetaData) -> Database:
        database = open_database(url, clock=self.clock, ids=IdSource(self.clock))
        await database.write(create_tables, schema)
        return database

    def close(self) -> None:
        """Let go of the store."""
        self._loop.run(self._database.close())
        self._loop.close()

    # --- as an engine is told -----------------------------------------------------------------------------------------

    def apply(self, given: Input, now_ms: int) -> list[Decision]:
        """Do what happened, let the router do what it does, and return what the log says since."""
        return self._loop.run(self._apply(given, now_ms))

    def due_ms(self) -> int | None:
        """Return when the router will have something to do by itself; None: never, or there is none."""
        due_ms = None if self.router is None else self.router.due_ms()
        return None if due_ms is None else due_ms - MIDNIGHT_MS

    def told(self, name: str) -> Estimate | None:
        """Return what somebody who waits was told of the wait first; None: the place alone, or nothing yet."""
        row = self._see(lambda tx: tx.connection.execute(TOLD, {"id": self._id_of[name]}).first())
        return None if row is None or row[1] is None else Estimate(*row)

    def rows(self) -> Rows:
        """Return how everything stands in the tables, as a router would read it that takes over now."""
        left = self._loop.run(self._database.read(news.read_all, None))
        restored = restore_from(left, self.clock.now_ms())
        assert not restored.again, f"rows that say too little: {restored.again}"
        found = rows_of(restored.engine)
        items = [replace(row, item=replace(row.item, id=self._name_of[row.item.id])) for row in found.items]
        return replace(found, items=tuple(items))

    @property
    def settings(self) -> Settings:
        """The rules as the router reads them."""
        return rulebook.read(self._loop.run(self._database.read(news.staff_now, None)).book)

    def _see(self, query: Callable[[Tx], R]) -> R:
        return self._loop.run(self._world.see(query))

    # --- the router dies ----------------------------------------------------------------------------------------------

    def doom(self, death: Death) -> None:
        """Let the router die at its n-th call of the store from now on."""
        self._doomed = death
        self._mortal.dies_at(death.call, after=death.after)

    def take_over(self) -> bool:
        """Let another router go on from the rows; the dead one, should it wake up, writes nothing. False: not yet."""
        return self._loop.run(self._take_over())

    async def _take_over(self) -> bool:
        elsewhere = 0 if self._at_once else len(self.deaths) % 2
        self.router = await self._desk.take_over(f"node{elsewhere}")
        if self.router is None:
            return False
        if self._dead is not None:
            with pytest.raises(LeaseLost):
                await self._database.write(turn.write, self._dead.nothing_new())
        return True

    def audit(self) -> None:
        """Hold the tables against the books while the router rests: nothing contradicts, is due, or unknown to it."""
        self._see(lambda tx: audit(tx, frozenset()))
        assert self._see(overdue) == []
        assert self._see(stale_promises) == []
        assert self.router is not None
        states = self._loop.run(self._database.read(news.open_ids, None))
        assert self.router.look_again(states) == set(), "the router sees it otherwise than the rows"

    # --- what happens, and what the log says --------------------------------------------------------------------------

    async def _apply(self, given: Input, now_ms: int) -> list[Decision]:
        await self.clock.advance((MIDNIGHT_MS + now_ms - self.clock.now_ms()) / 1000)
        await self._do(given)
        await self._route()
        return [each for fact in await self._facts() if (each := self._decision(fact)) is not None]

    async def _route(self) -> None:
        """Let the router come to rest, or die."""
        while self.router is not None:
            try:
                await self._turns(self.router)
            except Died:
                assert self._doomed is not None
                self.deaths.append(self._doomed)
                self._dead, self.router = self.router, None
                if self._at_once:
                    assert await self._take_over(), "an earlier life on this machine holds no lease any more"
            else:
                return

    async def _turns(self, router: Dispatch) -> None:
        for _ in range(200):
            written = await router.turn()
            if written is not None:
                self.verdicts.update(written.waits.verdicts)
                self.overtaken += len(written.overtaken_items)
            if written is None and not router.more:
                return
        raise AssertionError("the router never comes to rest")

    async def _facts(self) -> Sequence[StoredEvent]:
        found: list[StoredEvent] = []
        while True:
            xid, event_id = self._place
            page = await self._world.see(lambda tx: events.after(tx, xid, event_id, PAGE))  # noqa: B023 - called at once
            found += page
            if page:
                self._place = (page[-1].xid, page[-1].id)
            if len(page) < PAGE:
                return found

    async def _do(self, given: Input) -> None:
        """Do what happened by the unit of the port that the core would use."""
        match given:
            case inputs.AgentChanged(agent):
                await self._world.do(lambda tx: _hire(tx, agent))
            case inputs.AgentReady(agent_id):
                await self._ask(agent_id, AgentCommand("ready", None, self.clock.now_ms() + PRESENT_MS))
            case inputs.AgentPaused(agent_id, reason):
                await self._ask(agent_id, AgentCommand("break", reason))
            case inputs.AgentLeft(agent_id):
                await self._ask(agent_id, AgentCommand("offline"))
            case inputs.WorkArrived(item):
                item_id = await self._world.do(lambda tx: self._world.router.enqueue(tx, _spec(item)))
                self._id_of[item.id], self._name_of[item_id] = item_id, item.id
            case inputs.OfferAccepted(name, agent_id, epoch):
                await self._claim(name, agent_id, epoch)
            case _:
                await self._finish_somehow(given)

    async def _finish_somehow(self, given: Input) -> None:
        match given:
            case inputs.OfferDeclined(name, agent_id, epoch):
                await self._finish(name, Decline(agent_id, epoch))
            case inputs.WorkAbandoned(name):
                await self._finish(name, Cancel("left"))
            case inputs.TalkEnded(name) | inputs.WrapUpEnded(name):
                await self._finish(name, Done())

    async def _claim(self, name: str, agent_id: str, epoch: int) -> None:
        item_id = self._item(name)
        granted = await self._world.do(lambda tx: self._world.router.claim(tx, item_id, agent_id, epoch))
        assert isinstance(granted, Claimed), f"{name} rings at {agent_id}, who may not have it: {granted}"

    async def _ask(self, agent_id: str, command: AgentCommand) -> None:
        await self._world.do(lambda tx: self._world.router.set_agent(tx, agent_id, command))

    async def _finish(self, name: str, how: Finish) -> None:
        await self._world.do(lambda tx: self._world.router.finish(tx, self._item(name), how))

    def _item(self, name: str) -> WorkItemId:
        return WorkItemId(self._id_of[name])

    def _decision(self, fact: StoredEvent) -> Decision | None:
        """Return what a fact tells the world; None for what the world has done itself."""
        data = json.loads(fact.data)
        name, agent_id = self._name_of.get(fact.subject_id, ""), fact.agent_id or ""
        match fact.type:
            case "OfferMade":
                return decisions.Offer(name, agent_id, data["offer_epoch"], data["until_ms"] - MIDNIGHT_MS, score=0)
            case "OfferWithdrawn" if data["outcome"] != "accepted":
                return decisions.Withdraw(name, agent_id, data["offer_epoch"], Outcome(data["outcome"]))
            case "WorkItemOverflowed":
                return decisions.Overflow(
                    name, fact.queue_id or "", data["to_queue_id"], When(data["why"]), data["hops"]
                )
        return None


def _spec(item: WorkItem) -> WorkItemSpec:
    return WorkItemSpec(
        OrgId(ORG), "call", item.id, 1, QueueId(item.queue_id), item.medium, priority=item.priority, weight=item.weight
    )


def _furnish(tx: Tx, settings: Settings) -> Queue:
    """Unit: open the house with the rules written down, each queue under its own name."""
    tx.run(ADD_ORG, id=ORG)
    tx.run(START_LOG)
    for skill in sorted(settings.skills):
        skills.add(tx, org_id=ORG, code=skill, name=skill)
    for queue in settings.queues.values():
        seconds = {"ring_timeout_s": queue.ring_ms // 1000, "wrap_up_s": queue.wrap_up_ms // 1000}
        tx.run(queues.INSERT, id=queue.id, org_id=ORG, code=queue.id, service_level_s=20, **seconds)
        tx.connection.execute(SET_RULES, {"id": queue.id, "document": json.dumps(rulebook.document_of(queue))})
    return queues.get(tx, next(iter(settings.queues)))


def _hire(tx: Tx, agent: Agent) -> None:
    tx.run(ADD_USER, id=agent.id, org_id=ORG)
    agents.create(tx, agents.Agent(UserId(agent.id), OrgId(ORG), agent.id, capacity=agent.capacity))
    profiles.write(tx, agent.id, public_name=agent.id, languages=("zh-CN",), capacity=agent.capacity, peak=agent.peak)
    skills.set_of_agent(tx, agent.id, agent.skills)
    for queue_id in sorted(agent.queues):
        queues.add_member(tx, queue_id, agent.id)
    publish(tx, AgentProfileChanged(org_id=ORG, agent_id=agent.id, fields=("capacity",)))
