"""Signing in and out over HTTP, and changing one's own password.

Rules: a sign-in must come from a page of ours, though there is no session yet whose token it could show; nothing
here is ever cached; the password goes into no log and no answer.
"""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.deps import Caller, Guards
from app.commands import Command, Commands
from app.security import SessionCookie, address_of
from app.sessions import Sessions, SignInAttempt
from hub import sign_in
from hub.errors import Unprocessable
from hub.people import SignedIn
from hub.scope import Right, Role

_NO_STORE = "no-store"
_LONGEST_LOGIN = 256
_LONGEST_PASSWORD = 1024


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class SignInBody(_Body):
    """Login and password."""

    login: Annotated[str, Field(min_length=1, json_schema_extra={"maxLength": _LONGEST_LOGIN})]
    password: Annotated[str, Field(min_length=1, json_schema_extra={"maxLength": _LONGEST_PASSWORD})]


class PasswordBody(_Body):
    """A change of one's own password."""

    current_password: Annotated[str, Field(min_length=1, max_length=_LONGEST_PASSWORD)]
    new_password: Annotated[str, Field(min_length=1, json_schema_extra={"maxLength": _LONGEST_PASSWORD})]
    "One that is too long is told like every weak one."


class OrgView(BaseModel):
    """An organisation, as far as its people need to know it."""

    id: str
    code: str
    name: str


class UserView(BaseModel):
    """The person who is signed in."""

    id: str
    login: str
    display_name: str
    lang: str
    org: OrgView
    temporary_password: bool
    "True until the person has chosen a password; nothing else is allowed before."


class RightView(BaseModel):
    """A role in an organisation and all below it."""

    role: Role
    org_id: str


class SessionView(BaseModel):
    """Who is signed in, what they may do, and what their page must send along."""

    user: UserView
    rights: list[RightView]
    csrf_token: str
    "To be sent as X-CSRF-Token with everything that changes something."
    expires_at_ms: int
    "UTC; each use moves it, up to the session's absolute end."


def session_router(sessions: Sessions, commands: Commands, guards: Guards, cookie: SessionCookie) -> APIRouter:
    """Return the routes of `/api/session`."""
    router = APIRouter(prefix="/api/session", tags=["session"])

    @router.post("", dependencies=[Depends(guards.own_page)])
    async def open_session(body: SignInBody, request: Request, response: Response) -> SessionView:
        _require_short(body)
        attempt = SignInAttempt(body.login, body.password, address_of(request), cookie.session_id(request))
        token, opened = await sessions.open(attempt)
        cookie.give(response, token)
        response.headers["Cache-Control"] = _NO_STORE
        return _view(sessions, opened)

    @router.get("")
    async def read_session(caller: Annotated[Caller, Depends(guards.present)], response: Response) -> SessionView:
        response.headers["Cache-Control"] = _NO_STORE
        return _view(sessions, caller.signed_in)

    @router.delete("", status_code=204)
    async def close_session(caller: Annotated[Caller, Depends(guards.present)], response: Response) -> None:
        await sessions.close(caller.signed_in)
        cookie.take_back(response)

    @router.post("/password", status_code=204, response_class=Response)
    async def change_password(
        body: PasswordBody, command: Annotated[Command, Depends(guards.present_command)]
    ) -> Response:
        async def judged() -> sign_in.PasswordChange:
            return await sessions.change(command.signed_in, body.current_password, body.new_password)

        return await commands.run_after(command, judged, sign_in.change_password)

    return router


def _require_short(body: SignInBody) -> None:
    """Refuse what nobody can have typed, before it is counted or hashed."""
    given = {"login": (body.login, _LONGEST_LOGIN), "password": (body.password, _LONGEST_PASSWORD)}
    too_long = {field: "too_long" for field, (text, longest) in given.items() if len(text) > longest}
    if too_long:
        limits = f"a login has at most {_LONGEST_LOGIN} characters, a password {_LONGEST_PASSWORD}"
        raise Unprocessable("credentials_too_long", limits, too_long)


def _view(sessions: Sessions, signed_in: SignedIn) -> SessionView:
    user, org = signed_in.user, signed_in.org
    return SessionView(
        user=UserView(
            id=user.id,
            login=user.login,
            display_name=user.display_name,
            lang=user.lang,
            org=OrgView(id=org.id, code=org.code, name=org.name),
            temporary_password=user.temporary_password,
        ),
        rights=_rights(signed_in.rights),
        csrf_token=sessions.csrf_token(signed_in.session_id),
        expires_at_ms=sessions.expires_at_ms(signed_in),
    )


def _rights(rights: Sequence[Right]) -> list[RightView]:
    return [RightView(role=right.role, org_id=right.org_id) for right in rights]
