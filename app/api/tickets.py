"""Tickets over HTTP: the list, one ticket with its history, opening, moving and giving away.

Every change is a command (Idempotency-Key) around one unit of `crm.tickets`; what a person may not see is 404. The
list is paged by the id of the last ticket seen, newest first.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.deps import Caller, Guards
from app.api.fields import ID_PATTERN, Id, Number, PathId
from app.api.inbox import person_of
from app.commands import Command, Commands
from crm import contacts, tickets
from crm.store.tickets import Change, Filter, Ticket
from crm.tickets import MAX_DESCRIPTION, MAX_NOTE, MAX_TITLE, TicketSheet
from crm.workflow import Severity, TicketKind, TicketState, TicketStep, steps_from
from hub.bus import EVENTS, Bus
from hub.database import Database
from hub.keys import KeyRing
from hub.phones import open_phone
from hub.scope import WORKERS
from hub.script import writable

_PAGE = 50
_ME = "me"


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class OpenTicketBody(_Body):
    """A ticket that somebody opens by hand."""

    kind: Annotated[TicketKind, Field(strict=False)]
    title: Annotated[str, Field(min_length=1, max_length=MAX_TITLE)]
    description: Annotated[str, Field(max_length=MAX_DESCRIPTION)] = ""
    severity: Annotated[Severity | None, Field(strict=False)] = None
    "Normal, for a rescue critical, if not given."
    org_id: Id | None = None
    "The caller's own organisation if not given."
    conversation_id: Id | None = None
    "What it is about; the ticket then belongs to the conversation's organisation."


class TicketStepBody(_Body):
    """A step of the ticket's life."""

    step: Annotated[TicketStep, Field(strict=False)]
    note: Annotated[str, Field(max_length=MAX_NOTE)] = ""
    "Needed to resolve or cancel."
    rev: Number | None = None
    "The revision the page shows; if the ticket has another by now, the answer is 409."


class TicketOwnerBody(_Body):
    """Who shall have the ticket; null gives it back to all."""

    owner_id: Id | None
    rev: Number | None = None


class TicketView(BaseModel):
    """A ticket at a glance."""

    id: str
    no: str
    org_id: str
    org_name: str
    kind: TicketKind
    state: TicketState
    severity: str
    title: str
    customer_id: str | None
    owner_id: str | None
    owner_name: str | None
    created_by: str
    "A person's id, or bot."
    creator_name: str | None
    created_ms: int
    changed_ms: int
    closed_ms: int | None
    rev: int
    steps: list[TicketStep]
    "What can be done with it now."

    @classmethod
    def of(cls, ticket: Ticket) -> "TicketView":
        """Make the view of a ticket."""
        return cls(
            id=ticket.id,
            no=ticket.no,
            org_id=ticket.org_id,
            org_name=ticket.org_name,
            kind=ticket.kind,
            state=ticket.state,
            severity=ticket.severity,
            title=ticket.title,
            customer_id=ticket.customer_id,
            owner_id=ticket.owner_id,
            owner_name=ticket.owner_name,
            created_by=ticket.created_by,
            creator_name=ticket.creator_name,
            created_ms=ticket.created_ms,
            changed_ms=ticket.changed_ms,
            closed_ms=ticket.closed_ms,
            rev=ticket.rev,
            steps=list(steps_from(ticket.kind, ticket.state)),
        )


class TicketPageView(BaseModel):
    """A page of the list, newest first."""

    tickets: list[TicketView]
    next: str | None
    "To be sent as `before` for the next page; null at the end."


class TicketLinkView(BaseModel):
    """The part of a conversation that a ticket is about."""

    conversation_id: str
    seq_from: int
    seq_to: int


class TicketChangeView(BaseModel):
    """Something that happened to a ticket."""

    at_ms: int
    actor_kind: str
    actor_id: str | None
    actor_name: str | None
    action: str
    "open, assign, or the step."
    from_state: str | None
    to_state: str | None
    note: str | None
    "In the words of whoever did it; for assign the new owner's id, null for nobody."

    @classmethod
    def of(cls, change: Change) -> "TicketChangeView":
        """Make the view of a change."""
        return cls(**change._asdict())


class TicketSheetView(BaseModel):
    """A ticket with all that belongs to it."""

    ticket: TicketView
    description: str
    phone_area: str | None
    "Where the number is from that the tourist has left, to be asked for; null: none was left."
    links: list[TicketLinkView]
    changes: list[TicketChangeView]

    @classmethod
    def of(cls, sheet: TicketSheet) -> "TicketSheetView":
        """Make the view of a ticket's sheet."""
        return cls(
            ticket=TicketView.of(sheet.ticket),
            description=sheet.ticket.description,
            phone_area=sheet.ticket.phone_area,
            links=[TicketLinkView(**link._asdict()) for link in sheet.links],
            changes=[TicketChangeView.of(change) for change in sheet.changes],
        )


class TicketPhoneView(BaseModel):
    """Where to reach the tourist of a ticket."""

    phone: str
    "E.164."


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketParts:
    """What the routes work with."""

    guards: Guards
    commands: Commands
    database: Database
    bus: Bus
    keys: KeyRing


def tickets_router(parts: TicketParts) -> APIRouter:
    """Return the routes of `/api/tickets`."""
    router = APIRouter(prefix="/api/tickets", tags=["tickets"], dependencies=[Depends(parts.guards.may(*WORKERS))])
    _reading(router, parts)
    _writing(router, parts)
    return router


def _reading(router: APIRouter, parts: TicketParts) -> None:
    @router.get("")
    async def list_tickets(
        caller: Annotated[Caller, Depends(parts.guards.signed_in)],
        state: Annotated[list[TicketState], Query(max_length=len(TicketState))] = [],  # noqa: B006 - FastAPI copies it
        kind: TicketKind | None = None,
        owner: Annotated[str | None, Query(pattern=f"^{_ME}$|{ID_PATTERN}")] = None,
        conversation: Id | None = None,
        q: Annotated[str, Query(max_length=100)] = "",
        before: Id | None = None,
        limit: Annotated[int, Query(ge=1, le=200)] = _PAGE,
    ) -> TicketPageView:
        person = person_of(caller.signed_in)
        wanted = Filter(
            states=tuple(state),
            kind=kind,
            owner_id=person.user_id if owner == _ME else owner,
            conversation_id=conversation,
            words=writable(q).strip(),
        )
        found = await parts.database.read(tickets.page, tickets.Wanted(person, wanted, before, limit + 1))
        shown = found[:limit]
        return TicketPageView(
            tickets=[TicketView.of(ticket) for ticket in shown],
            next=shown[-1].id if len(found) > limit else None,
        )

    @router.get("/{ticket_id}")
    async def read_ticket(
        ticket_id: PathId, caller: Annotated[Caller, Depends(parts.guards.signed_in)]
    ) -> TicketSheetView:
        person = person_of(caller.signed_in)
        sheet = await parts.database.read(lambda tx, wanted: tickets.sheet(tx, person, wanted), ticket_id)
        return TicketSheetView.of(sheet)

    @router.get("/{ticket_id}/phone")
    async def read_phone(
        ticket_id: PathId, caller: Annotated[Caller, Depends(parts.guards.signed_in)], response: Response
    ) -> TicketPhoneView:
        """Return the number; the audit keeps who has asked. No command: its answer would be kept for a day."""
        args = contacts.Reveal(person_of(caller.signed_in), ticket_id)
        sealed = await parts.database.write(contacts.reveal, args)
        response.headers["cache-control"] = "no-store"
        return TicketPhoneView(phone=open_phone(parts.keys, sealed, ticket_id))


def _writing(router: APIRouter, parts: TicketParts) -> None:
    @router.post("", status_code=201, response_model=TicketSheetView)
    async def open_ticket(body: OpenTicketBody, command: Annotated[Command, Depends(parts.guards.command)]) -> Response:
        args = tickets.Open(
            person=person_of(command.signed_in),
            key=command.key.key,
            kind=body.kind,
            title=body.title,
            description=body.description,
            org_id=body.org_id or command.signed_in.org.id,
            severity=body.severity,
            conversation_id=body.conversation_id,
        )
        answer = await parts.commands.run(command, tickets.open_ticket, args, answer=TicketSheetView.of, status=201)
        parts.bus.wake(EVENTS)
        return answer

    @router.post("/{ticket_id}/steps", response_model=TicketSheetView)
    async def take_step(
        ticket_id: PathId, body: TicketStepBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        args = tickets.TakeStep(person_of(command.signed_in), ticket_id, body.step, body.note, body.rev)
        answer = await parts.commands.run(command, tickets.take_step, args, answer=TicketSheetView.of)
        parts.bus.wake(EVENTS)
        return answer

    @router.patch("/{ticket_id}", response_model=TicketSheetView)
    async def assign_ticket(
        ticket_id: PathId, body: TicketOwnerBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        args = tickets.Assign(person_of(command.signed_in), ticket_id, body.owner_id, body.rev)
        answer = await parts.commands.run(command, tickets.assign, args, answer=TicketSheetView.of)
        parts.bus.wake(EVENTS)
        return answer
