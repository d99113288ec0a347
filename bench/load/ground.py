"""What a run stands on: a store with people and a site in it, and what a bare commit costs there.

Rule: the data set is written before the hub starts, through the hub's own store functions; the folder's key ring is
made first, since the hub makes one only for an empty store.
"""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from app import demo_service
from app.data_folder import DataFolder
from app.migrations import chain
from app.passwords import HashCost, Passwords, generated
from bench.box import percentile
from bot import demo as bot_demo
from hub import key_folder, key_mark
from hub.clock import SystemClock
from hub.database import Database, Statement, Tx, open_database
from hub.ids import IdSource
from hub.keys import KeyRing
from hub.scope import Role
from hub.store import accounts, agents, orgs, queues, roles, users
from hub.store.agents import Agent

SITE_KEY = demo_service.SITE_KEY
_MUCH = {"per_s": 1_000_000, "burst": 1_000_000}
_SETTINGS = {
    "limits": {
        **dict.fromkeys(("address_messages", "sessions", "connects"), _MUCH),
        "sockets_per_address": 1_000_000,
    }
}
"All visitors of a run come from one address; what one visitor may do stays as it is."
_PLACES = 1.5
"Places of an agent for each conversation that he will get."
_KEEP = Statement(text("INSERT INTO meta (name, value) VALUES (:name, :value)"))
_FORGET = Statement(text("DELETE FROM meta WHERE name LIKE 'bench-%'"))


@dataclass(frozen=True, slots=True)
class Staff:
    """The people of a run; they share one password."""

    logins: list[str]
    password: str


@dataclass(frozen=True, slots=True)
class _Plan:
    ring: KeyRing
    logins: list[str]
    password_hash: str
    places: int


async def furnish(url: str, data_dir: Path, agents_wanted: int, with_agents: int) -> Staff:
    """Write organisation, queue, site, articles and agents into a store whose tables are there."""
    clock = SystemClock()
    folder = DataFolder(data_dir)
    folder.prepare(0)
    password = generated()
    passwords = Passwords(HashCost())
    database = open_database(url, clock=clock, ids=IdSource(clock), name="bench")
    try:
        plan = _Plan(
            key_folder.make_ring(folder.keys, clock.now_ms()),
            [f"agent{number:03}" for number in range(agents_wanted)],
            await passwords.hash(password),
            max(3, round(_PLACES * with_agents / max(1, agents_wanted))),
        )
        await database.write(_furnish, plan)
    finally:
        passwords.close()
        await database.close()
    return Staff(plan.logins, password)


def make_tables(url: str) -> None:
    """Bring an empty store to this version."""
    chain.upgrade(url)


def _furnish(tx: Tx, plan: _Plan) -> None:
    key_mark.mark(tx, plan.ring)
    org = orgs.add(tx, code="bench", name="Bench", kind="nation")
    queue = queues.create(tx, org.id, "general")
    for login in plan.logins:
        user = users.add(tx, org_id=org.id, login=login, display_name=login, password_hash=plan.password_hash)
        roles.grant(tx, user.id, Role.AGENT, org.id)
        agents.create(tx, Agent(user.id, org.id, login, capacity={"chat": plan.places, "voice": 1}))
        queues.add_member(tx, queue.id, user.id)
    accounts.add(
        tx,
        org_id=org.id,
        channel="webchat",
        code=SITE_KEY,
        name="Bench",
        queue_id=queue.id,
        settings=_SETTINGS,
    )
    bot_demo.load(tx, org.id)


async def bare_commit_p99_ms(url: str, rate: float, seconds: float) -> float:
    """Return the p99 of writing one row at a rate into this very store: what a commit costs with nothing around it."""
    clock = SystemClock()
    database = open_database(url, clock=clock, ids=IdSource(clock), name="bench")
    taken: list[float] = []
    try:
        start_s = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for count in range(round(rate * seconds)):
                await asyncio.sleep(max(0.0, start_s + count / rate - time.perf_counter()))
                group.create_task(_keep_one(database, count, taken))
        await database.write(lambda tx, _: tx.run(_FORGET), None)
    finally:
        await database.close()
    return percentile(taken, 0.99)


async def _keep_one(database: Database, count: int, taken: list[float]) -> None:
    start_s = time.perf_counter()
    await database.write(_keep, count)
    taken.append((time.perf_counter() - start_s) * 1000)


def _keep(tx: Tx, count: int) -> None:
    tx.run(_KEEP, name=f"bench-{count}", value="x" * 200)
