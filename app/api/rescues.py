"""Rescues over HTTP: which sirens sound, and what can be done about them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from app.api.deps import Caller, Guards
from app.api.fields import PathId
from app.api.inbox import StepView, person_of
from app.commands import Command, Commands
from app.views import PlaceView
from hub import rescue_desk
from hub.database import Database, Tx
from hub.places import place_in
from hub.ports import Router, Tickets
from hub.rescue_desk import Deed
from hub.scope import WORKERS, Role, Scope
from hub.store.conversations import Conversation
from hub.store.rescues import Sounding

CHIEFS = (Role.DUTY_CHIEF, Role.SUPERVISOR)
"For whom sirens sound."
_EXCERPT = 120


class SirenView(BaseModel):
    """A rescue that nobody takes."""

    conversation_id: str
    segment: int
    org_name: str
    channel: str
    customer_id: str
    tourist_name: str | None
    tourist_text: str | None
    "The tourist's last words."
    raised_ms: int
    unaccepted_ms: int
    "When the sirens began."
    place: PlaceView | None
    seen_by: str | None
    "The name of whoever has answered the siren."
    seen_ms: int | None

    @classmethod
    def of(cls, one: Sounding) -> "SirenView":
        """Make the view of a rescue for which sirens sound."""
        place = place_in([json.loads(one.place)]) if one.place else None
        return cls(
            conversation_id=one.conversation_id,
            segment=one.segment,
            org_name=one.org_name,
            channel=one.channel,
            customer_id=one.customer_id,
            tourist_name=one.tourist_name,
            tourist_text=one.tourist_text[:_EXCERPT] if one.tourist_text else None,
            raised_ms=one.raised_ms,
            unaccepted_ms=one.unaccepted_ms,
            place=PlaceView.of(place) if place else None,
            seen_by=one.seen_by,
            seen_ms=one.seen_ms,
        )


class SirensView(BaseModel):
    """The sirens that sound for this person, the oldest first."""

    sirens: list[SirenView]
    now_ms: int
    "The hub's clock, by which people wait."


@dataclass(frozen=True, slots=True)
class RescueParts:
    """What these routes work with."""

    database: Database
    commands: Commands
    guards: Guards
    router: Router
    tickets: Tickets


Unit = Callable[[Tx, Deed], Conversation]


def rescues_router(parts: RescueParts) -> APIRouter:
    """Return the routes of `/api/sirens`, and those of a conversation's rescue."""
    router = APIRouter(prefix="/api", tags=["rescue"])

    @router.get("/sirens", dependencies=[Depends(parts.guards.may(*CHIEFS))])
    async def read_sirens(caller: Annotated[Caller, Depends(parts.guards.signed_in)]) -> SirensView:
        return await parts.database.read(_sirens, caller.scope(*CHIEFS))

    def deed_route(name: str, unit: Unit, *roles: Role) -> None:
        @router.post(
            f"/conversations/{{conversation_id}}/rescue/{name}",
            response_model=StepView,
            name=f"{name}_rescue",
            dependencies=[Depends(parts.guards.may(*roles))],
        )
        async def do(conversation_id: PathId, command: Annotated[Command, Depends(parts.guards.command)]) -> Response:
            deed = Deed(person_of(command.signed_in), conversation_id, parts.router, parts.tickets)
            return await parts.commands.run(command, unit, deed, answer=StepView.of)

    deed_route("acknowledge", rescue_desk.acknowledge, *CHIEFS)
    deed_route("take", rescue_desk.take, *CHIEFS)
    deed_route("lower", rescue_desk.lower, *WORKERS)
    deed_route("raise", rescue_desk.raise_up, *WORKERS)
    return router


def _sirens(tx: Tx, scope: Scope) -> SirensView:
    return SirensView(sirens=[SirenView.of(one) for one in rescue_desk.sirens(tx, scope)], now_ms=tx.now_ms)
