"""Canned replies over HTTP, as somebody sets them: the shared ones in the administration, and everybody's own."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from app.api.admin.shared import AdminParts, Body, Rev, RevQuery, Words, steward_of
from app.api.deps import Caller, Guards
from app.api.fields import Id, PathId
from app.commands import Command, Commands
from hub.database import Database, Tx
from hub.scope import WORKERS
from hub.steering import canned
from hub.steering.canned import SLOTS, ChangeReply, MakeReply, RemoveReply, Slot
from hub.steering.steward import MAX_WORDS, Steward
from hub.store import canned as rows
from hub.store.canned import SHARED, CannedReply, Sheet


class SheetBody(Body):
    """What is written of a canned reply."""

    code: Annotated[str, Field(max_length=200)]
    title: Annotated[str, Field(max_length=200)]
    words: Words
    position: Annotated[int, Field(ge=0, le=9999)] = 0

    def sheet(self) -> Sheet:
        """Return it as the hub knows it."""
        return Sheet(self.code, self.title, self.words, self.position)


class MakeSharedBody(SheetBody):
    """A new canned reply of an organisation."""

    org_id: Id


class ChangeSheetBody(SheetBody):
    """A canned reply written otherwise."""

    rev: Rev


class CannedReplyView(BaseModel):
    """A canned reply."""

    id: str
    org_id: str
    org_name: str
    own: bool
    "Whether it is the reader's alone."
    code: str
    title: str
    words: dict[str, str]
    position: int
    used: int
    "How often it was put into a reply."
    rev: int

    @classmethod
    def of(cls, found: CannedReply) -> "CannedReplyView":
        """Make the view of a canned reply."""
        return cls(
            id=found.id,
            org_id=found.org_id,
            org_name=found.org_name,
            own=found.owner_id != SHARED,
            code=found.sheet.code,
            title=found.sheet.title,
            words=dict(found.sheet.words),
            position=found.sheet.position,
            used=found.used,
            rev=found.rev,
        )


class CannedRepliesView(BaseModel):
    """Canned replies in their order, and what may stand in them."""

    replies: list[CannedReplyView]
    slots: list[Slot]
    max_length: int

    @classmethod
    def of(cls, found: Sequence[CannedReply]) -> "CannedRepliesView":
        """Make the view of canned replies."""
        replies = [CannedReplyView.of(one) for one in found]
        return cls(replies=replies, slots=list(SLOTS), max_length=MAX_WORDS)


def canned_routes(router: APIRouter, parts: AdminParts) -> None:
    """Add the routes of the shared canned replies."""

    @router.get("/canned-replies")
    async def read_shared(caller: Annotated[Caller, Depends(parts.guards.signed_in)]) -> CannedRepliesView:
        return await parts.database.read(_shared, steward_of(caller.signed_in))

    @router.post("/canned-replies", response_model=CannedReplyView, status_code=201)
    async def make_shared(body: MakeSharedBody, command: Annotated[Command, Depends(parts.guards.command)]) -> Response:
        args = MakeReply(steward_of(command.signed_in), body.org_id, body.sheet())
        return await parts.commands.run(command, canned.make, args, answer=CannedReplyView.of, status=201)

    _settings(router, "/canned-replies", parts.guards, parts.commands, own=False)


def own_canned_router(database: Database, guards: Guards, commands: Commands) -> APIRouter:
    """Return the routes of `/api/canned-replies`: what a person keeps for oneself."""
    router = APIRouter(prefix="/api", tags=["canned replies"], dependencies=[Depends(guards.may(*WORKERS))])

    @router.get("/canned-replies")
    async def read_own(caller: Annotated[Caller, Depends(guards.signed_in)]) -> CannedRepliesView:
        return await database.read(_own, caller.signed_in.user.id)

    @router.post("/canned-replies", response_model=CannedReplyView, status_code=201)
    async def make_own(body: SheetBody, command: Annotated[Command, Depends(guards.command)]) -> Response:
        args = MakeReply(steward_of(command.signed_in), None, body.sheet())
        return await commands.run(command, canned.make, args, answer=CannedReplyView.of, status=201)

    _settings(router, "/canned-replies", guards, commands, own=True)
    return router


def _settings(router: APIRouter, path: str, guards: Guards, commands: Commands, *, own: bool) -> None:
    """Add how one is changed and dropped: the same for shared ones and one's own."""
    whose = "own" if own else "shared"

    @router.patch(f"{path}/{{reply_id}}", response_model=CannedReplyView, name=f"change_{whose}")
    async def change(
        reply_id: PathId, body: ChangeSheetBody, command: Annotated[Command, Depends(guards.command)]
    ) -> Response:
        args = ChangeReply(steward_of(command.signed_in), reply_id, body.rev, body.sheet(), own)
        return await commands.run(command, canned.change, args, answer=CannedReplyView.of)

    @router.delete(f"{path}/{{reply_id}}", status_code=204, response_class=Response, name=f"remove_{whose}")
    async def remove(reply_id: PathId, rev: RevQuery, command: Annotated[Command, Depends(guards.command)]) -> Response:
        return await commands.run(
            command, canned.remove, RemoveReply(steward_of(command.signed_in), reply_id, rev, own)
        )


def _shared(tx: Tx, who: Steward) -> CannedRepliesView:
    return CannedRepliesView.of([one for one in rows.of_owner(tx, SHARED) if who.floor.allows(one.org_path)])


def _own(tx: Tx, user_id: str) -> CannedRepliesView:
    return CannedRepliesView.of(rows.of_owner(tx, user_id))
