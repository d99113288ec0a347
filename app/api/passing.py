"""How a conversation goes from hand to hand, over HTTP: passed on, prolonged, taken over or ended by a supervisor.

Every change is a command (Idempotency-Key) around one unit of `hub.passing` or `hub.inbox`.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from app.api.deps import Guards
from app.api.fields import Id, Number, PathId
from app.api.inbox import Body, InboxParts, StepView, person_of
from app.commands import Command
from hub import inbox, passing
from hub.bus import LANES_OUT
from hub.scope import WORKERS, Role

MOST_MORE_S = 300


class TransferBody(Body):
    """Where the conversation should go, and why."""

    queue_id: Id | None = None
    agent_id: Id | None = None
    reason: Annotated[str, Field(max_length=2000)]
    owner_epoch: Number | None = None
    "The epoch of the conversation as the page saw it; null passes it on whoever has it."


class ProlongBody(Body):
    """How much longer the writing up takes."""

    by_s: Annotated[int, Field(ge=1, le=MOST_MORE_S)]


class SeenBody(Body):
    """How the supervisor saw the conversation."""

    owner_epoch: Number
    "If the conversation has another by now, nothing is done and the answer says who has it."


def passing_router(parts: InboxParts) -> APIRouter:
    """Return the routes by which conversations change hands."""
    router = APIRouter(prefix="/api", tags=["inbox"], dependencies=[Depends(parts.guards.may(*WORKERS))])
    _by_owners(router, parts)
    _by_supervisors(router, parts, parts.guards)
    return router


def _by_owners(router: APIRouter, parts: InboxParts) -> None:
    @router.post("/conversations/{conversation_id}/transfer", response_model=StepView)
    async def transfer(
        conversation_id: PathId, body: TransferBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        args = passing.HandOver(
            person_of(command.signed_in),
            conversation_id,
            body.queue_id,
            body.agent_id,
            body.reason,
            command.key.key,
            parts.router,
            body.owner_epoch,
        )
        answer = await parts.commands.run(command, passing.transfer, args, answer=StepView.of)
        parts.bus.wake(LANES_OUT)  # the tourist is told
        return answer

    @router.post("/conversations/{conversation_id}/prolong", response_model=StepView)
    async def prolong(
        conversation_id: PathId, body: ProlongBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        args = inbox.MoreTime(person_of(command.signed_in), conversation_id, body.by_s, parts.router)
        return await parts.commands.run(command, inbox.prolong, args, answer=StepView.of)


def _by_supervisors(router: APIRouter, parts: InboxParts, guards: Guards) -> None:
    supervisors = [Depends(guards.may(Role.SUPERVISOR))]

    @router.post("/conversations/{conversation_id}/take-over", response_model=StepView, dependencies=supervisors)
    async def take_over(
        conversation_id: PathId, body: SeenBody, command: Annotated[Command, Depends(guards.command)]
    ) -> Response:
        args = passing.TakeOver(person_of(command.signed_in), conversation_id, body.owner_epoch, parts.router)
        return await parts.commands.run(command, passing.take_over, args, answer=StepView.of)

    @router.post("/conversations/{conversation_id}/end-for-all", response_model=StepView, dependencies=supervisors)
    async def end_for_all(
        conversation_id: PathId, body: SeenBody, command: Annotated[Command, Depends(guards.command)]
    ) -> Response:
        args = passing.EndForAll(person_of(command.signed_in), conversation_id, body.owner_epoch, parts.router)
        return await parts.commands.run(command, passing.end_for_all, args, answer=StepView.of)
