"""Queues over HTTP: names, hours, members, and the router's rules."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from app.api.admin.shared import AdminParts, Body, Code, Rev, RevQuery, Words, steward_of
from app.api.deps import Caller
from app.api.fields import Id, PathId
from app.commands import Command
from hub import opening
from hub.database import Tx
from hub.hours import Open
from hub.steering import queues
from hub.steering.queues import ChangeQueue, MakeQueue, QueueForm, RemoveQueue
from hub.steering.skills import Remove
from hub.steering.steward import Steward
from hub.store import members
from hub.store import queue_sheets as rows
from hub.store.members import Member
from hub.store.queue_sheets import QueueSheet

Seconds = Annotated[int, Field(ge=0, le=86_400)]


class QueueBody(Body):
    """A queue as the form has it."""

    names: Words
    closed: Words
    "What tourists are told when it is closed; empty: the organisation's words."
    calendar_id: Id | None
    ring_timeout_s: Seconds
    wrap_up_s: Seconds
    service_level_s: Seconds
    settings: Annotated[dict[str, Any], Field(max_length=40)]
    "The router's rules (docs/acd.md) and `members`, who serves by skills."
    named: Annotated[list[Id], Field(max_length=2000)]
    "Members named one by one."

    def form(self) -> QueueForm:
        """Return what is set."""
        return QueueForm(
            names=self.names,
            closed=self.closed,
            calendar_id=self.calendar_id,
            ring_timeout_s=self.ring_timeout_s,
            wrap_up_s=self.wrap_up_s,
            service_level_s=self.service_level_s,
            settings=self.settings,
            named=tuple(self.named),
        )


class MakeQueueBody(QueueBody):
    """A new queue."""

    org_id: Id
    code: Code


class ChangeQueueBody(QueueBody):
    """A queue changed."""

    rev: Rev


class QueueMemberView(BaseModel):
    """Somebody who serves a queue."""

    user_id: str
    by_rule: bool


class QueueSheetView(BaseModel):
    """A queue with all that is set."""

    id: str
    org_id: str
    org_name: str
    code: str
    names: dict[str, str]
    closed: dict[str, str]
    calendar_id: str | None
    is_open: bool
    changes_ms: int | None
    "When it opens or closes next; null: not within a year."
    tz: str | None
    "The time zone of its hours (IANA)."
    ring_timeout_s: int
    wrap_up_s: int
    service_level_s: int
    settings: dict[str, Any]
    members: list[QueueMemberView]
    waiting: int
    "Work of this queue that is not over."
    rev: int


class QueueSheetsView(BaseModel):
    """The queues of the caller's organisations."""

    queues: list[QueueSheetView]


def queue_routes(router: APIRouter, parts: AdminParts) -> None:
    """Add the routes of queues."""

    def all_of(tx: Tx, who: Steward) -> QueueSheetsView:
        served: dict[str, list[Member]] = {}
        for one in members.everything(tx):
            served.setdefault(one.queue_id, []).append(one)
        sheets = rows.listed(tx, who.floor)
        return QueueSheetsView(queues=[_view(tx, parts, sheet, served.get(sheet.id, [])) for sheet in sheets])

    @router.get("/queues")
    async def read_queues(caller: Annotated[Caller, Depends(parts.guards.signed_in)]) -> QueueSheetsView:
        return await parts.database.read(all_of, steward_of(caller.signed_in))

    @router.delete("/queues/{queue_id}", status_code=204, response_class=Response)
    async def remove_queue(
        queue_id: PathId, rev: RevQuery, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        args = RemoveQueue(parts.floor, Remove(steward_of(command.signed_in), queue_id, rev))
        return await parts.commands.run(command, queues.remove, args)

    _changing(router, parts)


def _changing(router: APIRouter, parts: AdminParts) -> None:
    def view(tx: Tx, sheet: QueueSheet) -> QueueSheetView:
        return _view(tx, parts, sheet, [one for one in members.everything(tx) if one.queue_id == sheet.id])

    def made(tx: Tx, args: MakeQueue) -> QueueSheetView:
        return view(tx, queues.make(tx, args))

    def changed(tx: Tx, args: ChangeQueue) -> QueueSheetView:
        return view(tx, queues.change(tx, args))

    @router.post("/queues", response_model=QueueSheetView, status_code=201)
    async def make_queue(body: MakeQueueBody, command: Annotated[Command, Depends(parts.guards.command)]) -> Response:
        args = MakeQueue(steward_of(command.signed_in), parts.floor, body.org_id, body.code, body.form())
        return await parts.commands.run(command, made, args, answer=_same, status=201)

    @router.patch("/queues/{queue_id}", response_model=QueueSheetView)
    async def change_queue(
        queue_id: PathId, body: ChangeQueueBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        args = ChangeQueue(steward_of(command.signed_in), parts.floor, queue_id, body.rev, body.form())
        return await parts.commands.run(command, changed, args, answer=_same)


def _view(tx: Tx, parts: AdminParts, sheet: QueueSheet, serving: list[Member]) -> QueueSheetView:
    state = opening.state_of(tx, sheet.id)
    return QueueSheetView(
        id=sheet.id,
        org_id=sheet.org_id,
        org_name=sheet.org_name,
        code=sheet.code,
        names=queues.names(tx, sheet),
        closed=queues.closed_words(tx, sheet),
        calendar_id=sheet.calendar_id,
        is_open=isinstance(state, Open),
        changes_ms=state.until_ms,
        tz=opening.zone_of(tx, sheet.id),
        ring_timeout_s=sheet.ring_timeout_s,
        wrap_up_s=sheet.wrap_up_s,
        service_level_s=sheet.service_level_s,
        settings=dict(sheet.settings),
        members=[QueueMemberView(user_id=one.user_id, by_rule=one.by_rule) for one in serving],
        waiting=parts.floor.in_queue(tx, sheet.id),
        rev=sheet.rev,
    )


def _same(view: QueueSheetView) -> QueueSheetView:
    return view
