"""The real web application with nothing but the sign-in and one small router behind its guards."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import httpx
from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from app.api.application import WebParts, build_application
from app.api.deps import Caller, Guards
from app.api.pages import Pages
from app.api.session import session_router
from app.commands import Command, Commands
from app.metrics import Metrics
from app.passwords import HashCost, Passwords
from app.security import OwnOrigin, SessionCookie
from app.sessions import Sessions
from hub.clock import Clock, ManualClock
from hub.database import Database, Tx
from hub.ids import IdSource
from hub.keys import KeyRing
from hub.people import Org, User
from hub.scope import Role
from hub.sign_in import LockOut, SessionRules
from tests.people import key_ring, make_person

LIGHT = HashCost(memory_kib=64)
GOOD = "tourists-welcome-7"
OTHER = "mountains-and-rivers-9"
PLAIN = "http://hub.example"
SECURE = "https://hub.example"
Rooms = Callable[[Guards, Commands], Sequence[APIRouter]]


@dataclass(frozen=True, slots=True)
class Door:
    """A running application and what a test needs of its inside."""

    database: Database
    guards: Guards
    metrics: Metrics
    passwords: Passwords
    ring: KeyRing
    application: httpx.ASGITransport
    origin: str

    def client(self, *, origin: str | None = None) -> "Browser":
        """Return a browser that has never been here; `origin` is whose page it shows, ours if not given."""
        return Browser(self, self.origin if origin is None else origin)

    async def person(self, org: Org, login: str, *rights: tuple[Role, Org], temporary: bool = False) -> User:
        """Add somebody whose password is `GOOD`."""
        kept = await self.passwords.hash(GOOD)
        return await make_person(self.database, org, login, *rights, password_hash=kept, temporary=temporary)

    def counted(self, outcome: str) -> float:
        """Return how many sign-ins ended so."""
        return self.metrics.registry.get_sample_value("hub_sign_ins_total", {"outcome": outcome}) or 0.0


class Browser:
    """One browser with its cookies; it sends what our pages send."""

    def __init__(self, door: Door, origin: str) -> None:
        headers = {"origin": origin} if origin else {}
        self.http = httpx.AsyncClient(transport=door.application, base_url=door.origin, headers=headers)
        self.csrf = ""
        self._keys = IdSource(ManualClock())

    async def sign_in(self, login: str, password: str = GOOD) -> httpx.Response:
        """Sign in as the page does, and keep the token it is told."""
        answer = await self.http.post("/api/session", json={"login": login, "password": password})
        if answer.status_code == 200:
            self.csrf = answer.json()["csrf_token"]
        return answer

    async def get(self, path: str) -> httpx.Response:
        """Ask for something."""
        return await self.http.get(path)

    async def send(self, method: str, path: str, body: object = None, *, key: str | None = None) -> httpx.Response:
        """Ask for a change, with the token and a fresh key (or the one given)."""
        headers = {"x-csrf-token": self.csrf, "idempotency-key": key or self._keys.new_id()}
        return await self.http.request(method, path, json=body, headers=headers)

    async def change_password(self, current: str, new: str, *, key: str | None = None) -> httpx.Response:
        """Choose another password."""
        body = {"current_password": current, "new_password": new}
        return await self.send("POST", "/api/session/password", body, key=key)


@asynccontextmanager
async def open_door(
    database: Database,
    clock: Clock,
    pages: Path,
    *,
    origin: str = PLAIN,
    lock_out: LockOut | None = None,
    rules: SessionRules | None = None,
    waiting: int = 32,
    address: str = "10.0.0.7",
    ring: KeyRing | None = None,
    rooms: Rooms = lambda _guards, _commands: (),
) -> AsyncIterator[Door]:
    """Build the application on a store and give its door; `rooms` makes further routers."""
    ring, metrics, passwords = ring or key_ring(), Metrics(), Passwords(LIGHT, waiting=waiting)
    sessions = Sessions(database, ring, passwords, clock, metrics.registry, rules=rules, lock_out=lock_out)
    cookie = SessionCookie(secure=origin.startswith("https"), max_age_s=sessions.rules.absolute_s)
    guards = Guards(sessions, cookie, OwnOrigin(origin))
    commands = Commands(database)
    application = build_application(
        WebParts(
            routers=[
                session_router(sessions, commands, guards, cookie),
                things_router(guards, commands),
                *rooms(guards, commands),
            ],
            pages=Pages(pages, None),
            metrics=metrics,
            clock=clock,
            ids=IdSource(clock),
            https=cookie.secure,
        )
    )
    transport = httpx.ASGITransport(application, raise_app_exceptions=False, client=(address, 4711))
    yield Door(database, guards, metrics, passwords, ring, transport, origin)
    passwords.close()


class ThingView(BaseModel):
    """Something that was made."""

    id: str


def things_router(guards: Guards, commands: Commands) -> APIRouter:
    """Return a router as every room's is made."""
    router = guards.router("/api/things")

    @router.get("")
    async def read(caller: Annotated[Caller, Depends(guards.signed_in)]) -> list[str]:
        return list(caller.scope().paths)

    @router.get("/unguarded")
    async def forgotten() -> str:
        return "inside"

    @router.get("/supervised")
    async def supervised(caller: Annotated[Caller, Depends(guards.may(Role.SUPERVISOR))]) -> list[str]:
        return list(caller.scope(Role.SUPERVISOR).paths)

    @router.post("")
    async def make(command: Annotated[Command, Depends(guards.command)]) -> Response:
        return await commands.run(command, _make, None, answer=_thing, status=201)

    @router.post("/unguarded")
    async def forgotten_too() -> str:
        return "changed"

    return router


def _make(tx: Tx, _: None) -> str:
    return tx.new_id()


def _thing(made: str) -> ThingView:
    return ThingView(id=made)
