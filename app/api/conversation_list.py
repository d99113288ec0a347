"""The conversations a supervisor answers for, over HTTP: narrowed by state, queue, agent, day, rescue and ticket.

Words in them are found by the search; this list is for "what happened in this queue yesterday".
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from app.api.deps import Caller, Guards
from app.api.fields import Id
from app.views import ConversationView
from crm.store import tickets
from hub.database import Database, Tx
from hub.days import began_ms
from hub.model import State
from hub.scope import Role, Scope
from hub.store import cards, conversation_list
from hub.store.conversation_list import Sought

_PAGE = 50


class ListedView(BaseModel):
    """A conversation of the list, with the tickets about it."""

    conversation: ConversationView
    ticket_nos: list[str]


class ConversationPageView(BaseModel):
    """A page of the list, the newest opened first."""

    conversations: list[ListedView]
    next: str | None
    "To be sent as `before` for the next page; null at the end."


def conversation_list_router(database: Database, guards: Guards) -> APIRouter:
    """Return the route of `/api/supervisor/conversations`."""
    router = APIRouter(
        prefix="/api/supervisor", tags=["supervisor"], dependencies=[Depends(guards.may(Role.SUPERVISOR))]
    )

    @router.get("/conversations")
    async def list_conversations(
        caller: Annotated[Caller, Depends(guards.signed_in)],
        state: Annotated[list[State], Query(max_length=len(State))] = [],  # noqa: B006 - FastAPI copies it
        queue: Id | None = None,
        agent: Id | None = None,
        day: date | None = None,
        rescue: bool = False,
        ticket: Literal["with", "without"] | None = None,
        before: Id | None = None,
        limit: Annotated[int, Query(ge=1, le=100)] = _PAGE,
    ) -> ConversationPageView:
        tz = caller.signed_in.org.tz
        with_ticket = tickets.has_ticket()
        conditions = {"with": (with_ticket,), "without": (~with_ticket,), None: ()}
        sought = Sought(
            states=tuple(state),
            queue_id=queue,
            agent_id=agent,
            from_ms=None if day is None else began_ms(day, tz),
            to_ms=None if day is None or day == date.max else began_ms(day + timedelta(days=1), tz),
            rescue=rescue,
            also=conditions[ticket],
        )
        return await database.read(_page_of, _Wanted(caller.scope(Role.SUPERVISOR), sought, before, limit))

    return router


@dataclass(frozen=True, slots=True)
class _Wanted:
    scope: Scope
    sought: Sought
    before: str | None
    limit: int


def _page_of(tx: Tx, wanted: _Wanted) -> ConversationPageView:
    found = conversation_list.page(tx, wanted.scope, wanted.sought, wanted.before, wanted.limit + 1)
    shown = found[: wanted.limit]
    about = tickets.numbers_about(tx, shown)
    listed = [
        ListedView(conversation=ConversationView.of(card), ticket_nos=list(about.get(card.id, ())))
        for card in (cards.one(tx, one) for one in shown)
        if card is not None
    ]
    return ConversationPageView(conversations=listed, next=shown[-1] if len(found) > wanted.limit else None)
