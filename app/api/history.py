"""How a conversation went from hand to hand, over HTTP: the lines that stand between the messages of a transcript."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from app.api.deps import Caller, Guards
from app.api.fields import PathId
from app.api.inbox import person_of
from crm.store import tickets
from hub import inbox
from hub.database import Database, Tx
from hub.inbox import Person
from hub.scope import WORKERS
from hub.store import segments

_MOST = 200


class SegmentView(BaseModel):
    """A stretch of a conversation under one owner in one state."""

    id: str
    segment: int
    owner_epoch: int
    state: str
    owner_kind: str
    owner_id: str | None
    owner_name: str | None
    queue_id: str | None
    queue_code: str | None
    from_ms: int
    reason: str
    "The step that began it, or why it was taken."
    for_name: str | None
    "The colleague a wait was kept for, passed on by name."


class TicketMarkView(BaseModel):
    """A ticket about a conversation, as far as a link needs it."""

    id: str
    no: str


class HistoryView(BaseModel):
    """The latest stretches of a conversation, oldest first, and the tickets that it has led to."""

    segments: list[SegmentView]
    tickets: list[TicketMarkView]


def history_router(database: Database, guards: Guards) -> APIRouter:
    """Return the route of a conversation's history."""
    router = APIRouter(prefix="/api", tags=["inbox"], dependencies=[Depends(guards.may(*WORKERS))])

    @router.get("/conversations/{conversation_id}/segments")
    async def read_segments(
        conversation_id: PathId, caller: Annotated[Caller, Depends(guards.signed_in)]
    ) -> HistoryView:
        return await database.read(_history_of, (person_of(caller.signed_in), conversation_id))

    return router


def _history_of(tx: Tx, args: tuple[Person, str]) -> HistoryView:
    person, conversation_id = args
    inbox.visible(tx, person, conversation_id)
    return HistoryView(
        segments=[SegmentView(**one._asdict()) for one in segments.latest(tx, conversation_id, _MOST)],
        tickets=[TicketMarkView(**one._asdict()) for one in tickets.about(tx, conversation_id)],
    )
