"""The router as a running task: it wakes, it hands over, it outlives what fails, and rests when there is nothing."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import text

from crm.tickets import TicketDesk
from hub import patience
from hub.clock import SystemClock
from hub.database import Database, Tx
from hub.errors import StoreUnavailable
from hub.model import Claimed
from hub.store.leases import Holder
from tests.people import key_ring
from tests.voice_bridge.floor import Floor, open_floor
from tests.voice_bridge.test_sweeper import change, conversation, put
from voice_bridge.distributor import Distributor, give_up

pytestmark = pytest.mark.store

PATIENCE_S = 20.0


@pytest.fixture
def clock() -> SystemClock:
    """Return the real clock: a task's rests are real."""
    return SystemClock()


@pytest.fixture
async def floor(database: Database, clock: SystemClock) -> Floor:
    """Return an open house whose router is not running."""
    opened = await open_floor(database, clock)
    assert opened.at_work is not None
    await database.write(give_up, opened.at_work.lease)
    return opened


@asynccontextmanager
async def running(*routers: Distributor) -> AsyncIterator[list["asyncio.Task[None]"]]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(router.run()) for router in routers]
        yield tasks
        for task in tasks:
            task.cancel()


async def until(floor: Floor, condition: Callable[[], Awaitable[bool]]) -> None:
    watch = floor.database.watch()
    async with patience.timeout(PATIENCE_S):
        while not await condition():
            await watch.wait(0.05)


def router_of(floor: Floor, generation: int, node: str = "one") -> Distributor:
    return Distributor(
        floor.database, floor.any_clock, TicketDesk(key_ring()), Holder(node, "control", generation + 100)
    )


async def test_an_arrival_rings_without_being_asked_for(floor: Floor) -> None:
    router = router_of(floor, 1)
    async with running(router):
        await floor.ask("anna", "ready")
        item_id = await floor.chat()

        async def rings() -> bool:
            return await floor.ringing("anna") == [item_id]

        await until(floor, rings)
        assert isinstance(await floor.claim("anna", item_id), Claimed)
        await floor.finish(item_id)
        following = await floor.chat()
        await floor.ask("anna", "ready")

        async def rings_again() -> bool:
            return await floor.ringing("anna") == [following]

        await until(floor, rings_again)
    assert (router.figures.offers, router.figures.repairs, router.figures.failures) == (2, 0, 0)


async def test_an_offer_rings_out_by_itself(floor: Floor) -> None:
    quick = await floor.new_queue("quick", ring_timeout_s=1)
    await floor.agent("carl", serves=[quick])
    async with running(router_of(floor, 1)):
        await floor.ask("carl", "ready")
        await floor.chat(queue_id=quick.id)

        async def on_a_break() -> bool:
            return await floor.state("carl") == "break"

        await until(floor, on_a_break)


async def test_the_next_life_takes_over_at_once_and_the_last_one_stops(floor: Floor) -> None:
    old, new = router_of(floor, 1), router_of(floor, 2)
    async with running(old):
        await until(floor, lambda: served(old))
        async with running(new):
            await until(floor, lambda: served(new))
            await floor.ask("anna", "ready")
            await floor.chat()

            async def rings() -> bool:
                return len(await floor.ringing("anna")) == 1

            await until(floor, rings)
            assert (new.figures.offers, old.figures.offers) == (1, 0)


async def test_another_node_waits_until_the_router_is_gone(floor: Floor) -> None:
    here, there = router_of(floor, 1), router_of(floor, 1, "two")
    async with running(there):
        await until(floor, lambda: served(there))
        async with running(here) as tasks:
            await floor.ask("anna", "ready")
            await floor.chat()
            await until(floor, lambda: offered(there))
            assert here.figures.take_overs == 0
            assert not tasks[0].done()


async def served(router: Distributor) -> bool:
    return router.figures.take_overs == 1


async def rested(router: Distributor) -> bool:
    return router.figures.looks >= 3


async def offered(router: Distributor) -> bool:
    return router.figures.offers == 1


async def test_what_it_cannot_read_is_counted_and_outlived(floor: Floor) -> None:
    router = router_of(floor, 1)
    await floor.ask("anna", "ready")
    await floor.chat(priority=0)
    broken = "UPDATE work_items SET excluded = 'broken'"
    await floor.do(lambda tx: tx.connection.execute(text(broken)).rowcount)
    async with running(router):

        async def failed() -> bool:
            return router.figures.failures > 0

        await until(floor, failed)
        mended = "UPDATE work_items SET excluded = '{}'"
        await floor.do(lambda tx: tx.connection.execute(text(mended)).rowcount)
        await until(floor, lambda: offered(router))


class Away:
    """A store that answers nobody for a while."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.refusals = 3

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    async def write(self, unit: Callable[[Tx, Any], Any], args: Any, priority: int = 5) -> Any:
        if self.refusals:
            self.refusals -= 1
            raise StoreUnavailable("away")
        return await self._database.write(unit, args, priority)


async def test_a_store_that_comes_back_finds_the_router_at_work(floor: Floor) -> None:
    away: Any = Away(floor.database)
    router = Distributor(away, floor.any_clock, TicketDesk(key_ring()), Holder("one", "control", 101))
    async with running(router):
        await until(floor, lambda: served(router))
    assert away.refusals == 0


async def test_a_house_at_rest_costs_reads_and_no_steps(floor: Floor) -> None:
    router = router_of(floor, 1)
    async with running(router):
        await floor.ask("anna", "break")
        for _ in range(5):
            await floor.chat()
        await until(floor, lambda: served(router))
        await until(floor, lambda: rested(router))
        looks, before = router.figures.looks, router.figures.steps

        async def has_looked() -> bool:
            await floor.ask("anna", None)
            return router.figures.looks >= looks + 3

        await until(floor, has_looked)
        assert router.figures.steps <= before + 1, "the lease alone is renewed"


async def test_the_talk_of_an_agent_who_is_gone_goes_back_into_the_line_by_itself(floor: Floor) -> None:
    talk = await conversation(floor, "queued")
    item_id = await floor.chat(talk)
    await floor.ask("anna", "ready")

    async def rings() -> bool:
        return await floor.ringing("anna") == [item_id]

    async with running(router_of(floor, 1)):
        await until(floor, rings)
    await floor.claim("anna", item_id)
    await put(floor, talk, "on_hold")
    await change(floor, "UPDATE conversations SET owner_kind = 'agent', owner_id = :value WHERE id = :id", talk, "anna")
    gone = "UPDATE agent_state SET state = 'offline', reason = :value, since_ms = 0 WHERE user_id = :id"
    await change(floor, gone, "anna", "presence_lost")
    router = router_of(floor, 2)

    async def waits() -> bool:
        return (await floor.item(item_id)).state == "waiting"

    async with running(router):
        await until(floor, waits)
    assert (router.figures.given_back, router.figures.failures) == (1, 0)
