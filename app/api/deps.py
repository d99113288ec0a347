"""Who asks, from where, and whether they may: the guards that stand before every route of the staff API.

Rules: a router of the staff API is made by `Guards.router`, which puts `signed_in` before all its routes, so that
forgetting a guard leaves a route closed, not open. A request that changes something must come from our own page and
carry the session's CSRF token, and, but for signing out, an Idempotency-Key (`Guards.command`). A person whose
password was made by the machine may do nothing but choose another. Rows are then judged by `Caller.scope`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request
from starlette.requests import HTTPConnection

from app.commands import Command, named
from app.security import SAFE_METHODS, OwnOrigin, SessionCookie
from app.sessions import Sessions
from hub.errors import NotPermitted, NotSignedIn
from hub.model import Actor
from hub.people import SignedIn
from hub.scope import Role, Scope

CSRF_HEADER = "X-CSRF-Token"
CsrfToken = Annotated[str | None, Header(alias=CSRF_HEADER)]
IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key")]


@dataclass(frozen=True, slots=True)
class Caller:
    """The person behind a request."""

    signed_in: SignedIn

    @property
    def actor(self) -> Actor:
        """The person, for events and the audit."""
        return Actor("user", self.signed_in.user.id)

    def scope(self, *roles: Role) -> Scope:
        """Return what the person may look into; with roles named, only by those."""
        return self.signed_in.scope(*roles)


class Guards:
    """The dependencies that routes ask for: `Annotated[Caller, Depends(guards.signed_in)]`."""

    def __init__(self, sessions: Sessions, cookie: SessionCookie, origin: OwnOrigin) -> None:
        self._sessions = sessions
        self._cookie = cookie
        self._origin = origin

    def router(self, prefix: str) -> APIRouter:
        """Return a router of the staff API: nothing in it answers a stranger."""
        return APIRouter(prefix=prefix, dependencies=[Depends(self.signed_in)])

    async def own_page(self, request: Request) -> None:
        """Refuse what changes something and does not come from a page of ours."""
        if request.method not in SAFE_METHODS:
            self._origin.require(request)

    async def present(self, request: Request, csrf_token: CsrfToken = None) -> Caller:
        """Somebody is signed in, perhaps with a temporary password: for the session's own routes."""
        known = getattr(request.state, "caller", None)
        if isinstance(known, Caller):
            return known
        await self.own_page(request)
        caller = await self._found(request)
        if request.method not in SAFE_METHODS:
            self._require_token(caller, csrf_token)
        request.state.caller = caller
        return caller

    async def signed_in(self, request: Request, csrf_token: CsrfToken = None) -> Caller:
        """Somebody is signed in with a password of their own."""
        return _settled(await self.present(request, csrf_token))

    async def command(
        self, request: Request, csrf_token: CsrfToken = None, idempotency_key: IdempotencyKey = None
    ) -> Command:
        """Somebody asks for an effect, under a key that makes a repeat harmless."""
        return await _command(request, await self.signed_in(request, csrf_token), idempotency_key)

    async def present_command(
        self, request: Request, csrf_token: CsrfToken = None, idempotency_key: IdempotencyKey = None
    ) -> Command:
        """The same for somebody who may still have a temporary password."""
        return await _command(request, await self.present(request, csrf_token), idempotency_key)

    def may(self, *roles: Role) -> Callable[..., Awaitable[Caller]]:
        """Return the dependency that asks for one of these roles, in whatever organisation."""

        async def permitted(caller: Annotated[Caller, Depends(self.signed_in)]) -> Caller:
            if not caller.signed_in.has(*roles):
                raise NotPermitted("role_missing", "this needs another role")
            return caller

        return permitted

    async def of_socket(self, connection: HTTPConnection) -> Caller:
        """Judge a WebSocket's handshake: to be called before it is accepted."""
        self._origin.require(connection)
        return _settled(await self._found(connection))

    async def holds(self, caller: Caller) -> bool:
        """Tell whether a socket's caller is still signed in: to be asked now and then while it is open."""
        found = await self._sessions.find(caller.signed_in.session_id)
        return found is not None and not found.user.temporary_password

    async def _found(self, connection: HTTPConnection) -> Caller:
        session_id = self._cookie.session_id(connection)
        found = await self._sessions.find(session_id) if session_id else None
        if found is None and session_id and await self._sessions.was_reset(session_id):
            raise NotSignedIn("password_reset", "an administrator has reset the password of this session's person")
        if found is None:
            raise NotSignedIn("not_signed_in", "nobody is signed in here, or the session has ended")
        return Caller(found)

    def _require_token(self, caller: Caller, token: str | None) -> None:
        if not self._sessions.csrf_holds(caller.signed_in.session_id, token or ""):
            raise NotPermitted("csrf_token_wrong", f"send the session's token as {CSRF_HEADER}")


def _settled(caller: Caller) -> Caller:
    if caller.signed_in.user.temporary_password:
        raise NotPermitted("password_change_required", "choose a password of your own first")
    return caller


async def _command(request: Request, caller: Caller, key: str | None) -> Command:
    content = (request.url.query.encode(), await request.body())
    return named(caller.signed_in, request.method, request.url.path, key, content)
