"""Putting conversations off and taking them back, over HTTP.

Every change is a command (Idempotency-Key) around one unit of `hub.snoozing`.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from app.api.fields import Number, PathId
from app.api.inbox import Body, InboxParts, StepView, person_of
from app.commands import Command
from hub import snoozing
from hub.scope import WORKERS


class SnoozeBody(Body):
    """Until when the conversation is put off."""

    until_ms: Number
    "UTC milliseconds, between a minute and thirty days ahead."
    note: Annotated[str, Field(max_length=20_000)] = ""
    "Why, for colleagues."


def snoozing_router(parts: InboxParts) -> APIRouter:
    """Return the routes by which conversations are put off."""
    router = APIRouter(prefix="/api", tags=["inbox"], dependencies=[Depends(parts.guards.may(*WORKERS))])

    @router.post("/conversations/{conversation_id}/snooze", response_model=StepView)
    async def snooze(
        conversation_id: PathId, body: SnoozeBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        person = person_of(command.signed_in)
        args = snoozing.PutOff(person, conversation_id, body.until_ms, body.note, command.key.key, parts.router)
        return await parts.commands.run(command, snoozing.put_off, args, answer=StepView.of)

    @router.post("/conversations/{conversation_id}/wake", response_model=StepView)
    async def wake(conversation_id: PathId, command: Annotated[Command, Depends(parts.guards.command)]) -> Response:
        args = snoozing.Wake(person_of(command.signed_in), conversation_id, parts.router)
        return await parts.commands.run(command, snoozing.wake, args, answer=StepView.of)

    return router
