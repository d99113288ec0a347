"""Lists of codes over HTTP: how conversations end, and why agents are away."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from app.api.admin.shared import AdminParts, Body, Code, Rev, Words, steward_of
from app.api.deps import Caller
from app.api.fields import ID_PATTERN, Id, PathId
from app.commands import Command
from hub import break_reasons
from hub.database import Tx
from hub.scope import Role
from hub.steering import choices, steward
from hub.steering.choices import ChangeDisposition, MakeDisposition, SetBreakReasons
from hub.steering.steward import Steward
from hub.store import choices as rows
from hub.store.choices import Disposition

Position = Annotated[int, Field(ge=0, le=9999)]


class DispositionView(BaseModel):
    """A way for conversations to end."""

    id: str
    org_id: str
    code: str
    names: dict[str, str]
    position: int
    active: bool
    rev: int


class DispositionsView(BaseModel):
    """The dispositions of the caller's organisations."""

    dispositions: list[DispositionView]


class MakeDispositionBody(Body):
    """A new disposition."""

    org_id: Id
    code: Code
    names: Words
    position: Position = 0


class ChangeDispositionBody(Body):
    """A disposition changed."""

    rev: Rev
    names: Words
    position: Position
    active: bool


class ReasonBody(Body):
    """A reason for a break."""

    code: Code
    names: Words


class ReasonsBody(Body):
    """All reasons of an organisation; none: those of the organisations above."""

    org_id: Id
    reasons: Annotated[list[ReasonBody], Field(max_length=50)]


class ReasonView(BaseModel):
    """A reason for a break."""

    code: str
    names: dict[str, str]


class ReasonsView(BaseModel):
    """What people of an organisation choose from."""

    org_id: str
    own: bool
    "False: the reasons are those of an organisation above, or ours."
    reasons: list[ReasonView]


def choice_routes(router: APIRouter, parts: AdminParts) -> None:
    """Add the routes of dispositions and break reasons."""
    _dispositions(router, parts)
    _reasons(router, parts)


def _dispositions(router: APIRouter, parts: AdminParts) -> None:
    admins = [Depends(parts.guards.may(Role.ADMIN))]

    def made(tx: Tx, args: MakeDisposition) -> DispositionView:
        return _view(tx, choices.make(tx, args))

    def changed(tx: Tx, args: ChangeDisposition) -> DispositionView:
        return _view(tx, choices.change(tx, args))

    @router.get("/dispositions", dependencies=admins)
    async def read_dispositions(caller: Annotated[Caller, Depends(parts.guards.signed_in)]) -> DispositionsView:
        return await parts.database.read(_all, steward_of(caller.signed_in))

    @router.post("/dispositions", response_model=DispositionView, status_code=201, dependencies=admins)
    async def make_disposition(
        body: MakeDispositionBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        args = MakeDisposition(steward_of(command.signed_in), body.org_id, body.code, body.names, body.position)
        return await parts.commands.run(command, made, args, answer=_same, status=201)

    @router.patch("/dispositions/{disposition_id}", response_model=DispositionView, dependencies=admins)
    async def change_disposition(
        disposition_id: PathId,
        body: ChangeDispositionBody,
        command: Annotated[Command, Depends(parts.guards.command)],
    ) -> Response:
        who = steward_of(command.signed_in)
        args = ChangeDisposition(who, disposition_id, body.rev, body.names, body.position, body.active)
        return await parts.commands.run(command, changed, args, answer=_same)


def _reasons(router: APIRouter, parts: AdminParts) -> None:
    admins = [Depends(parts.guards.may(Role.ADMIN))]

    def written(tx: Tx, args: SetBreakReasons) -> ReasonsView:
        choices.set_break_reasons(tx, args)
        return _reasons_of(tx, args.org_id)

    @router.get("/break-reasons", dependencies=admins)
    async def read_reasons(
        org_id: Annotated[str, Query(pattern=ID_PATTERN)],
        caller: Annotated[Caller, Depends(parts.guards.signed_in)],
    ) -> ReasonsView:
        return await parts.database.read(_seen_reasons, (steward_of(caller.signed_in), org_id))

    @router.patch("/break-reasons", response_model=ReasonsView, dependencies=admins)
    async def set_reasons(body: ReasonsBody, command: Annotated[Command, Depends(parts.guards.command)]) -> Response:
        reasons = tuple((reason.code, reason.names) for reason in body.reasons)
        args = SetBreakReasons(steward_of(command.signed_in), body.org_id, reasons)
        return await parts.commands.run(command, written, args, answer=_same_reasons)


def _all(tx: Tx, who: Steward) -> DispositionsView:
    found = [one for one in rows.every_disposition(tx) if who.admin.allows(one.org_path)]
    return DispositionsView(dispositions=[_view(tx, one) for one in found])


def _view(tx: Tx, found: Disposition) -> DispositionView:
    return DispositionView(
        id=found.id,
        org_id=found.org_id,
        code=found.code,
        names=choices.names(tx, found),
        position=found.position,
        active=found.state == choices.ACTIVE,
        rev=found.rev,
    )


def _seen_reasons(tx: Tx, args: tuple[Steward, str]) -> ReasonsView:
    who, org_id = args
    return _reasons_of(tx, steward.org_of(tx, who.admin, org_id).id)


def _reasons_of(tx: Tx, org_id: str) -> ReasonsView:
    reasons = [ReasonView(code=code, names=dict(names)) for code, names in break_reasons.of_org(tx, org_id).items()]
    return ReasonsView(org_id=org_id, own=bool(break_reasons.own(tx, org_id)), reasons=reasons)


def _same(view: DispositionView) -> DispositionView:
    return view


def _same_reasons(view: ReasonsView) -> ReasonsView:
    return view
