"""Many hands at once on both engines: agents, tourists, two lives of the router; in the end the books are right."""

import asyncio
import random

import pytest

from crm.tickets import TicketDesk
from hub import patience
from hub.clock import SystemClock
from hub.database import Database
from hub.ids import WorkItemId
from hub.model import RESCUE, Cancel, Claimed, Decline, Done, Transfer
from hub.store.leases import Holder
from tests.people import key_ring
from tests.voice_bridge.books import audit
from tests.voice_bridge.floor import Floor, open_floor
from voice_bridge.distributor import Distributor

pytestmark = pytest.mark.store

AGENTS = 10
CHATS = 80
PATIENCE_S = 90.0


@pytest.fixture
def clock() -> SystemClock:
    """Return the real clock: what is tested is who comes first."""
    return SystemClock()


class Crowd:
    """Everybody, and what they have seen."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.dice = random.Random(12301)  # noqa: S311 - a play, repeatable
        self.arrived: set[WorkItemId] = set()
        self.granted: list[tuple[str, int]] = []
        self.left_alone = asyncio.Event()

    async def tourist(self, number: int) -> None:
        """Ask for somebody, and sometimes go away or become urgent."""
        ref = f"c{number}"
        item_id = await self.floor.chat(ref)
        self.arrived.add(item_id)
        mood = self.dice.random()
        if mood < 0.2:
            await self.floor.chat(ref, priority=RESCUE)
        elif mood < 0.3:
            await self.floor.finish(item_id, Cancel("left"))

    async def agent(self, name: str) -> None:
        """Take what rings, pass some on, take breaks, until everything is done."""
        await self.floor.ask(name, "ready")
        watch = self.floor.database.watch()
        while not self.left_alone.is_set():
            for offer in await self.floor.offers(name):
                await self._answer(name, WorkItemId(offer.work_item_id), offer.offer_epoch)
            if self.dice.random() < 0.1:
                await self.floor.ask(name, "break", "tea")
            await self.floor.ask(name, "ready")
            await watch.wait(0.05)

    async def _answer(self, name: str, item_id: WorkItemId, epoch: int) -> None:
        mood = self.dice.random()
        if mood < 0.1:
            await self.floor.finish(item_id, Decline(name, epoch))
            return
        if not isinstance(await self.floor.claim(name, item_id, epoch), Claimed):
            return
        self.granted.append((item_id, epoch))
        if mood < 0.3:
            await self.floor.finish(item_id, Transfer(self.floor.queue.id, None, (name,)))
        else:
            await self.floor.finish(item_id, Done())
            await self.floor.finish(item_id, Done())

    async def until_done(self) -> None:
        """Wait until nothing is left of what came."""
        watch = self.floor.database.watch()
        while True:
            rows = await self.floor.rows("SELECT count(*) FROM work_items WHERE state NOT IN ('done', 'abandoned')")
            if rows == [(0,)]:
                return
            await watch.wait(0.05)


async def test_a_crowd_leaves_nothing_behind(database: Database, clock: SystemClock) -> None:
    floor = await open_floor(database, clock)
    names = ["anna", "ben", *(f"agent{number}" for number in range(AGENTS - 2))]
    for name in names[2:]:
        await floor.agent(name, capacity={"chat": 2, "voice": 1})
    crowd = Crowd(floor)
    routers = [
        Distributor(database, clock, TicketDesk(key_ring()), Holder("one", "control", 100 + life)) for life in range(2)
    ]
    async with patience.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
        running = [group.create_task(routers[0].run())]
        agents = [group.create_task(crowd.agent(name)) for name in names]
        async with asyncio.TaskGroup() as tourists:
            for number in range(CHATS):
                tourists.create_task(crowd.tourist(number))
        running.append(group.create_task(routers[1].run()))
        await crowd.until_done()
        crowd.left_alone.set()
        await asyncio.wait(agents)
        for task in running:
            task.cancel()
    await floor.see(lambda tx: audit(tx, frozenset()))
    assert len(crowd.arrived) == CHATS
    assert len(set(crowd.granted)) == len(crowd.granted), "one offer was granted twice"
    assert [router.figures.failures for router in routers] == [0, 0]
    assert [router.figures.repairs for router in routers] == [0, 0]
    accepted = await floor.rows("SELECT work_item_id, offer_epoch FROM offers WHERE outcome = 'accepted'")
    assert sorted(accepted) == sorted(crowd.granted)
