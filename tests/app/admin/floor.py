"""Two sibling cities whose people, agents and queues are set over the real administration's API."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from fastapi import APIRouter
from sqlalchemy import text

from app.api.admin.routes import admin_router
from app.api.admin.shared import AdminParts
from app.api.deps import Guards
from app.commands import Commands
from app.passwords import Passwords
from hub.clock import Clock
from hub.database import Database, Tx
from hub.people import Org
from hub.scope import Role
from tests.app.door import LIGHT, Browser, Door, open_door
from tests.people import key_ring, make_two_cities
from voice_bridge.distributor import Lines
from voice_bridge.workplace import Workplace

ADMIN = "/api/admin"


@dataclass(frozen=True, slots=True)
class Floor:
    """Two sibling cities, an administrator of their province, and a supervisor in one of them."""

    door: Door
    province: Org
    sz: Org
    gz: Org
    admin: Browser
    boss: Browser
    "Supervises Shenzhen."

    async def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Read rows."""
        return await self.door.database.read(
            lambda tx, one: [tuple(row) for row in tx.connection.execute(text(one))], sql
        )

    async def agent(self, login: str, org: Org, **more: Any) -> dict[str, Any]:
        """Make a person and let the person serve tourists."""
        user = await self.door.person(org, login)
        made = await self.admin.send("POST", f"{ADMIN}/agents", {"user_id": user.id, **profile(**more)})
        assert made.status_code == 201, made.text
        return dict(made.json())

    async def queue(self, code: str, org: Org, by: Browser | None = None, **more: Any) -> dict[str, Any]:
        """Make a queue."""
        body = {"org_id": org.id, "code": code, **queue(**more)}
        made = await (by or self.admin).send("POST", f"{ADMIN}/queues", body)
        assert made.status_code == 201, made.text
        return dict(made.json())

    async def skill(self, code: str) -> dict[str, Any]:
        """Make a skill of the province's."""
        body = {"org_id": self.province.id, "code": code, "name": code}
        return dict((await self.admin.send("POST", f"{ADMIN}/skills", body)).json())


def profile(**more: Any) -> dict[str, Any]:
    """Return an agent's form."""
    return {
        "public_name": "小林",
        "languages": ["zh-CN"],
        "capacity": {"chat": 3},
        "peak": {},
        "skills": {},
        "queues": [],
        **more,
    }


def queue(**more: Any) -> dict[str, Any]:
    """Return a queue's form."""
    return {
        "names": {"zh-CN": "综合", "en": "General"},
        "closed": {},
        "calendar_id": None,
        "ring_timeout_s": 25,
        "wrap_up_s": 15,
        "service_level_s": 20,
        "settings": {},
        "named": [],
        **more,
    }


def faults(answer: httpx.Response) -> dict[str, str]:
    """Return which fields were refused, and why."""
    return {one["pointer"].removeprefix("#/"): one["code"] for one in answer.json().get("errors", [])}


@asynccontextmanager
async def open_floor(database: Database, clock: Clock, pages: Path) -> AsyncIterator[Floor]:
    """Open the door with both cities behind it."""
    province, sz, gz = await make_two_cities(database)
    passwords = Passwords(LIGHT)

    def rooms(guards: Guards, commands: Commands) -> Sequence[APIRouter]:
        parts = AdminParts(
            guards=guards,
            commands=commands,
            database=database,
            router=Lines(),
            floor=Workplace(),
            passwords=passwords,
            keys=key_ring(),
        )
        return [admin_router(parts)]

    async with open_door(database, clock, pages, rooms=rooms) as door:
        await door.person(province, "root", (Role.ADMIN, province))
        await door.person(sz, "boss", (Role.SUPERVISOR, sz))
        browsers = [door.client() for _ in range(2)]
        for browser, login in zip(browsers, ("root", "boss"), strict=True):
            assert (await browser.sign_in(login)).status_code == 200
        yield Floor(door, province, sz, gz, *browsers)
    passwords.close()


def give_work(tx: Tx, args: tuple[str, str | None]) -> None:
    """Unit: let something wait in a queue, or be in an agent's hands."""
    queue_id, agent_id = args
    tx.connection.execute(
        text(
            "INSERT INTO work_items (id, org_id, kind, ref, segment, queue_id, medium, state, agent_id, enqueued_ms,"
            " changed_ms) VALUES (:id, 'O', 'chat', :id, 1, :queue_id, 'chat', :state, :agent_id, 0, 0)"
        ),
        {
            "id": tx.new_id(),
            "queue_id": queue_id,
            "agent_id": agent_id,
            "state": "active" if agent_id else "waiting",
        },
    )
