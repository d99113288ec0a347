"""One holder at a time, whoever believes to be alive, and fences that only rise."""

import asyncio

import pytest

from hub.clock import ManualClock
from hub.database import Database, Tx
from hub.store import leases
from hub.store.leases import Holder, Lease, LeaseLost

pytestmark = pytest.mark.store

LENGTH_MS = 5_000
ONE, TWO = Holder("one", "control", 1), Holder("two", "control", 1)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


async def take(database: Database, holder: Holder, name: str = "router") -> Lease | None:
    def unit(tx: Tx, _: None) -> Lease | None:
        return leases.acquire(tx, name, holder, LENGTH_MS)

    return await database.write(unit, None)


async def guard(database: Database, lease: Lease) -> None:
    def unit(tx: Tx, _: None) -> None:
        leases.guard(tx, lease, LENGTH_MS)

    await database.write(unit, None)


async def free_earlier(database: Database, holder: Holder) -> list[str]:
    def unit(tx: Tx, _: None) -> list[str]:
        return list(leases.release_earlier(tx, holder.node, holder.role, holder.generation))

    return await database.write(unit, None)


async def test_one_holder_at_a_time_until_it_has_run_out(database: Database, clock: ManualClock) -> None:
    first = await take(database, ONE)
    assert first == Lease("router", "one:control:1", 1)
    assert await take(database, TWO) is None
    await clock.advance(LENGTH_MS / 1000)
    assert await take(database, TWO) == Lease("router", "two:control:1", 2)
    with pytest.raises(LeaseLost):
        await guard(database, first)


async def test_guarding_prolongs_and_forgives_a_late_holder_nobody_has_replaced(
    database: Database, clock: ManualClock
) -> None:
    lease = await take(database, ONE)
    assert lease is not None
    await clock.advance(LENGTH_MS / 1000 - 1)
    await guard(database, lease)
    await clock.advance(LENGTH_MS / 1000 - 1)
    assert await take(database, TWO) is None
    await clock.advance(60)
    await guard(database, lease)
    assert await take(database, TWO) is None


async def test_taking_again_fences_off_what_the_same_process_held_before(database: Database) -> None:
    old = await take(database, ONE)
    new = await take(database, ONE)
    assert old is not None
    assert new is not None
    assert new.fence == old.fence + 1
    with pytest.raises(LeaseLost):
        await guard(database, old)


async def test_a_released_lease_is_free_at_once_and_its_fence_is_spent(database: Database) -> None:
    lease = await take(database, ONE)
    assert lease is not None

    def release(tx: Tx, held: Lease) -> bool:
        return leases.release(tx, held)

    assert await database.write(release, lease)
    assert not await database.write(release, lease)
    with pytest.raises(LeaseLost):
        await guard(database, lease)
    taken = await take(database, TWO)
    assert taken is not None
    assert taken.fence > lease.fence


async def test_a_new_life_frees_what_its_own_earlier_lives_held_and_nothing_else(database: Database) -> None:
    mine = await take(database, ONE)
    assert mine is not None
    await take(database, TWO, "other node")
    await take(database, Holder("one", "jobs", 1), "other role")
    await take(database, Holder("one", "control", 10), "later life")
    assert await free_earlier(database, Holder("one", "control", 9)) == ["router"]
    assert await free_earlier(database, Holder("one", "control", 9)) == []
    with pytest.raises(LeaseLost):
        await guard(database, mine)
    taken = await take(database, Holder("one", "control", 9))
    assert taken is not None
    assert taken.fence > mine.fence

    def holders(tx: Tx, _: None) -> list[str]:
        return [str(leases.holder_of(tx, name)) for name in ("other node", "other role", "later life", "none")]

    assert await database.read(holders, None) == ["two:control:1", "one:jobs:1", "one:control:10", "None"]


async def test_of_many_who_reach_for_it_one_gets_it(database: Database) -> None:
    async with asyncio.TaskGroup() as group:
        reaching = [group.create_task(take(database, Holder(f"n{number}", "router", 1))) for number in range(10)]
    assert len([task for task in reaching if task.result()]) == 1
