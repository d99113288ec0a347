"""More people for the demo: the torture needs several agents with many places, and somebody who may read everything."""

import asyncio
from pathlib import Path

from app.passwords import HashCost, Passwords, generated
from hub.clock import SystemClock
from hub.database import Database, Tx, open_database
from hub.ids import IdSource
from hub.scope import Role
from hub.store import agents, orgs, queues, roles, users
from hub.store.agents import Agent

ORG = "wuyun-valley"
QUEUES = ("general", "complaints")
PLACES = {"chat": 6, "voice": 1}
_CHEAP = HashCost(memory_kib=64)

Login = tuple[str, str]
"A login and its password."


def add_people(url: str, count: int) -> tuple[tuple[Login, ...], Login]:
    """Add so many agents and one supervisor to a seeded database that nobody has open; returns their passwords."""
    return asyncio.run(_add_people(url, count))


async def _add_people(url: str, count: int) -> tuple[tuple[Login, ...], Login]:
    clock = SystemClock()
    database: Database = open_database(url, clock=clock, ids=IdSource(clock))
    passwords = Passwords(_CHEAP)
    try:
        people = [(f"agent{number}", generated()) for number in range(count)]
        reader = ("reader", generated())
        for login, password in (*people, reader):
            await database.write(_add, (login, await passwords.hash(password), login != "reader"))
    finally:
        passwords.close()
        await database.close()
    return tuple(people), reader


def _add(tx: Tx, person: tuple[str, str, bool]) -> None:
    login, password_hash, serves = person
    org = orgs.by_code(tx, ORG)
    if org is None:
        raise LookupError(f"the demo has no {ORG}")
    user = users.add(tx, org_id=org.id, login=login, display_name=login, password_hash=password_hash)
    roles.grant(tx, user.id, Role.AGENT if serves else Role.SUPERVISOR, org.id)
    if serves:
        agents.create(tx, Agent(user.id, org.id, login, capacity=PLACES))
        for code in QUEUES:
            queue = queues.by_code(tx, org.id, code)
            if queue is not None:
                queues.add_member(tx, queue.id, user.id)


def sqlite_url(data: Path) -> str:
    """Return the URL of the SQLite store in a data folder."""
    return f"sqlite://{data / 'hub.db'}"
