"""The core as it is put together: what a start frees, what a drain finishes, and a store that goes away and returns."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import MetaData

from app.api.deps import Guards
from app.commands import Commands
from app.core import Core, CoreParts, begin, build_core
from app.metrics import Metrics
from app.passwords import Passwords
from app.security import OwnOrigin, SessionCookie
from app.sessions import Sessions
from bot.model_files import ModelFiles
from bot.understanding import Understanding
from hub import patience
from hub.bus import Bus
from hub.clock import SystemClock
from hub.database import Database, Tx, open_database
from hub.errors import Unavailable
from hub.ids import IdSource
from hub.intake import ClaimLanes, Intake, claim
from hub.keys import KeyRing
from hub.model import Account, InboundMessage, Kind
from hub.store import accounts, events, identities, lanes, messages, queues
from hub.store.leases import Holder
from hub.store.messages import Message
from tests.app.door import LIGHT
from tests.app.way import conftest as way
from tests.people import key_ring, make_org
from tests.postgres import Cluster
from tests.stores import create_tables

T = TypeVar("T")
PATIENCE_S = 30.0


@pytest.fixture
def schema() -> MetaData:
    """Return the tables of every room."""
    return way.all_tables()


@dataclass
class Life:
    """One life of the process: the real core on a store, with an account to write to."""

    database: Database
    ring: KeyRing
    core: Core
    account: Account
    intake: Intake

    async def hear(self, text: str) -> None:
        """Let a tourist write, again and again until it is durable, as every door's client does."""
        message = InboundMessage("v1", f"v1:{text}", Kind.TEXT, text)

        async def received() -> bool:
            try:
                await self.intake.receive(self.account, [message])
            except Unavailable:
                return False
            return True

        await eventually(received)

    async def thread(self) -> list[Message]:
        """Return what the tourist sees; empty while the store is away."""

        def query(tx: Tx, account_id: str) -> list[Message]:
            identity = identities.find(tx, account_id, "v1")
            return list(messages.thread(tx, identity.id, 0, 1000)) if identity else []

        try:
            return await self.database.read(query, self.account.id)
        except Unavailable:
            return []

    async def answered(self, count: int) -> list[str]:
        """Wait until the tourist's n-th message stands there and all our words are sent; returns the tourist's."""

        async def look() -> list[str]:
            thread = await self.thread()
            own = [one.text or "" for one in thread if one.direction == "in"]
            ours = [one.status for one in thread if one.direction == "out"]
            return own if len(own) == count and set(ours) == {"accepted"} else []

        return await eventually(look)


async def eventually(look: Callable[[], Awaitable[T]]) -> T:
    """Return what `look` finds, as soon as it is true."""
    async with patience.timeout(PATIENCE_S):
        while not (found := await look()):  # noqa: ASYNC110 - the core tells nobody when it has finished something
            await asyncio.sleep(0.02)
    return found


def _site(tx: Tx, org_id: str) -> Account:
    found = accounts.by_code(tx, "webchat", "site")
    if found is None:
        queue = queues.create(tx, org_id, "general")
        accounts.add(tx, org_id=org_id, channel="webchat", code="site", name="site", queue_id=queue.id, settings={})
        found = accounts.by_code(tx, "webchat", "site")
    assert found is not None
    return found


async def born(database: Database, ring: KeyRing, pages: Path, generation: int = 1) -> Life:
    """Build the core as wiring does."""
    clock = SystemClock()
    ids, metrics, wakes = IdSource(clock), Metrics(), Bus()
    passwords = Passwords(LIGHT, waiting=1)
    sessions = Sessions(database, ring, passwords, clock, metrics.registry)
    own = OwnOrigin("http://hub.example")
    org = await make_org(database, f"o{generation}")
    account = await database.write(_site, org.id)
    core = build_core(
        CoreParts(
            database=database,
            keys=ring,
            clock=clock,
            ids=ids,
            metrics=metrics,
            holder=Holder("one", "control", generation),
            guards=Guards(sessions, SessionCookie(secure=False, max_age_s=60), own),
            commands=Commands(database),
            own=own,
            passwords=passwords,
            understanding=Understanding(database, ModelFiles(pages), clock),
            static=pages,
        )
    )
    passwords.close()
    return Life(database, ring, core, account, Intake(database, ring, ids, wakes))


@asynccontextmanager
async def living(life: Life) -> AsyncIterator[asyncio.TaskGroup]:
    """Run the core's services inside this block."""
    await life.core.start()
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(run(), name=name) for name, run in life.core.services.items()]
        yield tasks
        for task in running:
            task.cancel()


@pytest.mark.store
async def test_the_first_start_gives_the_log_its_epoch_and_no_later_one_changes_it(database: Database) -> None:
    with pytest.raises(LookupError):
        await database.read(lambda tx, _: events.epoch(tx), None)
    await database.write(begin, Holder("one", "control", 1))
    epoch = await database.read(lambda tx, _: events.epoch(tx), None)
    async with asyncio.TaskGroup() as group:
        for generation in range(2, 8):
            group.create_task(database.write(begin, Holder("one", "control", generation)))
    assert await database.read(lambda tx, _: events.epoch(tx), None) == epoch


@pytest.mark.store
async def test_a_start_frees_the_lanes_of_its_own_earlier_lives_and_of_nobody_else(
    database: Database, tmp_path: Path
) -> None:
    life = await born(database, key_ring(), tmp_path)
    owners = ["one:control:1", "one:control:2", "one:control:3", "two:control:1", "one:worker:1", "one:control:10"]
    for number, owner in enumerate(owners):
        await life.intake.receive(life.account, [InboundMessage(f"v{number}", f"v{number}:x", Kind.TEXT, "x")])
        assert len(await database.write(claim, ClaimLanes(owner, 10, 9))) == 1
    assert await database.write(begin, Holder("one", "control", 3)) == 2
    assert sorted(await database.read(lambda tx, _: lanes.owners(tx), None)) == sorted(owners[2:])
    assert await database.write(begin, Holder("one", "control", 3)) == 0


@pytest.mark.store
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_what_a_dead_life_held_is_done_by_the_next_one(database: Database, tmp_path: Path) -> None:
    ring = key_ring()
    first = await born(database, ring, tmp_path, 1)
    await first.hear("你好")
    assert len(await database.write(claim, ClaimLanes("one:control:1", 10, 9))) == 1
    second = await born(database, ring, tmp_path, 2)
    async with living(second):
        assert await second.answered(1) == ["你好"]


@pytest.mark.store
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_a_drain_finishes_what_is_in_hand_and_takes_nothing_more(database: Database, tmp_path: Path) -> None:
    life = await born(database, key_ring(), tmp_path)
    async with living(life) as tasks:
        await life.hear("一")
        await life.answered(1)
        drained = tasks.create_task(life.core.drain())
        await drained
        await life.hear("二")
        held = await database.write(claim, ClaimLanes("one:control:1", 10, 9))
        assert len(held) == 1, "somebody took it after the drain"
    assert not await database.read(lambda tx, _: [one for one in lanes.owners(tx) if one != "one:control:1"], None)


@pytest.mark.journey
async def test_a_store_that_is_away_for_a_while_ends_nothing_and_loses_nothing(tmp_path: Path) -> None:
    cluster = Cluster()
    try:
        clock = SystemClock()
        database = open_database(cluster.url(cluster.new_database()), clock=clock, ids=IdSource(clock))
        await database.write(create_tables, way.all_tables())
        life = await born(database, key_ring(), tmp_path)
        async with living(life) as tasks:
            await life.hear("之前")
            await life.answered(1)
            await asyncio.to_thread(cluster.stop)
            meanwhile = tasks.create_task(life.hear("其间"))
            assert await eventually(lambda: _is_away(database))
            await asyncio.to_thread(cluster.start)
            await meanwhile
            assert await life.answered(2) == ["之前", "其间"]
            await asyncio.to_thread(cluster.kill)
            await asyncio.to_thread(cluster.start)
            await life.hear("之后")
            assert await life.answered(3) == ["之前", "其间", "之后"]
            thread = await life.thread()
            assert [one.pub_seq for one in thread] == list(range(1, len(thread) + 1))
            await life.core.drain()
        await database.close()
    finally:
        cluster.remove()


async def _is_away(database: Database) -> bool:
    try:
        await database.read(lambda tx, _: events.last(tx), None)
    except Unavailable:
        return True
    return False
