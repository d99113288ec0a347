"""The inbox over HTTP: offers, one's conversations, their transcripts, and what can be done with them.

Every change is a command (Idempotency-Key) around one unit of `hub.inbox`; what a person may not see is 404.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.deps import Caller, Guards
from app.api.fields import Number, PathId
from app.commands import Command, Commands
from app.stream import Stream
from app.views import ConversationView, MessageView, OfferView
from crm.workflow import TicketKind
from hub import inbox
from hub.bus import LANES_OUT, Bus
from hub.database import Database, Tx
from hub.errors import NotFound
from hub.ids import OrgId, WorkItemId
from hub.inbox import Person
from hub.lifecycle import Step
from hub.model import CreateTicket
from hub.people import SignedIn
from hub.ports import Router, Tickets
from hub.scope import WORKERS, Role
from hub.store import cards, choices, messages, texts
from hub.store.conversations import Conversation
from hub.store.messages import Message
from hub.texts import Wording
from voice_bridge.agent_rules import AgentState
from voice_bridge.store import agent_state, offers

_PAGE = 50


class Body(BaseModel):
    """What all bodies of commands have in common: nothing is guessed, nothing is told again in an error."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class OfferBody(Body):
    """Which ringing of an item is meant."""

    offer_epoch: Number


class ReplyBody(Body):
    """Something to say to the tourist."""

    text: Annotated[str, Field(max_length=20_000)]
    owner_epoch: Number | None
    "The epoch of the conversation as the writer saw it; null sends whoever owns it."


class NoteBody(Body):
    """Something for colleagues only."""

    text: Annotated[str, Field(max_length=20_000)]


class TicketBody(Body):
    """A ticket to open with the wrap-up."""

    kind: Annotated[str, Field(max_length=32)]
    title: Annotated[str, Field(min_length=1, max_length=200)]
    description: Annotated[str, Field(max_length=10_000)] = ""


class WrapUpBody(Body):
    """How the conversation ended."""

    disposition: Annotated[str, Field(max_length=64)] | None
    ticket: TicketBody | None = None


class ReadBody(Body):
    """How far the reader has read."""

    seq: Number


class InboxView(BaseModel):
    """Everything an inbox shows at first, and the cursor to follow from."""

    offers: list[OfferView]
    conversations: list[ConversationView]
    cursor: str
    now_ms: int
    "The hub's clock, by which offers end."


class TranscriptView(BaseModel):
    """A page of a transcript, oldest first."""

    messages: list[MessageView]
    more: bool
    "Whether there are older messages before the first one."


class StepView(BaseModel):
    """How a conversation stands after a command."""

    id: str
    state: str
    owner_kind: str
    owner_id: str | None
    owner_epoch: int

    @classmethod
    def of(cls, conversation: Conversation) -> "StepView":
        """Make the view of a conversation."""
        return cls(
            id=conversation.id,
            state=conversation.state,
            owner_kind=conversation.owner_kind,
            owner_id=conversation.owner_id,
            owner_epoch=conversation.owner_epoch,
        )


class WrappedView(BaseModel):
    """What the wrap-up made."""

    conversation: StepView
    ticket_no: str | None

    @classmethod
    def of(cls, wrapped: inbox.Wrapped) -> "WrappedView":
        """Make the view of a wrap-up."""
        return cls(conversation=StepView.of(wrapped.conversation), ticket_no=wrapped.ticket_no)


class ChoiceView(BaseModel):
    """Something to choose: a queue, or how a conversation ended."""

    id: str
    code: str
    name: str


class ColleagueView(BaseModel):
    """Somebody a conversation can be passed on to."""

    queue_id: str
    user_id: str
    name: str
    state: AgentState
    "What this person is doing now."


class ChoicesView(BaseModel):
    """What can be chosen for conversations of one organisation."""

    queues: list[ChoiceView]
    dispositions: list[ChoiceView]
    colleagues: list[ColleagueView]
    ticket_kinds: list[str]


@dataclass(frozen=True, slots=True)
class InboxParts:
    """What the inbox's routes work with."""

    database: Database
    commands: Commands
    guards: Guards
    stream: Stream
    router: Router
    tickets: Tickets
    bus: Bus


def inbox_router(parts: InboxParts) -> APIRouter:
    """Return the routes of `/api/inbox`, `/api/offers` and `/api/conversations`."""
    router = APIRouter(prefix="/api", tags=["inbox"], dependencies=[Depends(parts.guards.may(*WORKERS))])
    _reading(router, parts)
    _offers(router, parts)
    _writing(router, parts)
    _steps(router, parts)
    return router


def person_of(signed_in: SignedIn) -> Person:
    """Return a signed-in person as the inbox's units know one."""
    return Person(signed_in.user.id, signed_in.scope(*WORKERS), signed_in.scope(Role.SUPERVISOR, Role.DUTY_CHIEF))


def _reading(router: APIRouter, parts: InboxParts) -> None:
    @router.get("/inbox")
    async def read_inbox(caller: Annotated[Caller, Depends(parts.guards.signed_in)]) -> InboxView:
        cursor = parts.stream.cursor  # before the read, so that nothing falls between the two
        return await parts.database.read(_inbox_of, (caller.signed_in.user.id, cursor))

    @router.get("/conversations/{conversation_id}/choices")
    async def read_choices(
        conversation_id: PathId,
        caller: Annotated[Caller, Depends(parts.guards.signed_in)],
        lang: Annotated[str, Query(max_length=35)] = "zh-CN",
    ) -> ChoicesView:
        return await parts.database.read(_choices_of, (person_of(caller.signed_in), conversation_id, lang))

    @router.get("/conversations/{conversation_id}")
    async def read_conversation(
        conversation_id: PathId, caller: Annotated[Caller, Depends(parts.guards.signed_in)]
    ) -> ConversationView:
        return await parts.database.read(_card_of, (person_of(caller.signed_in), conversation_id))

    @router.get("/conversations/{conversation_id}/messages")
    async def read_messages(
        conversation_id: PathId,
        caller: Annotated[Caller, Depends(parts.guards.signed_in)],
        before: Number | None = None,
        after: Number | None = None,
        limit: Annotated[int, Query(ge=1, le=200)] = _PAGE,
    ) -> TranscriptView:
        wanted = _Wanted(person_of(caller.signed_in), conversation_id, before, after, limit)
        found = await parts.database.read(_messages_of, wanted)
        return TranscriptView(
            messages=[MessageView.of(message) for message in found],
            more=bool(found) and after is None and found[0].seq > 1,
        )


def _offers(router: APIRouter, parts: InboxParts) -> None:
    def accepting(command: Command, item: str, body: OfferBody) -> inbox.Accept:
        return inbox.Accept(person_of(command.signed_in), WorkItemId(item), body.offer_epoch, parts.router)

    @router.post("/offers/{item}/accept", response_model=StepView)
    async def accept(
        item: PathId, body: OfferBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        return await parts.commands.run(command, inbox.accept, accepting(command, item, body), answer=StepView.of)

    @router.post("/offers/{item}/decline", status_code=204, response_class=Response)
    async def decline(
        item: PathId, body: OfferBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        return await parts.commands.run(command, inbox.decline, accepting(command, item, body))


def _writing(router: APIRouter, parts: InboxParts) -> None:
    def writing(command: Command, conversation_id: str, text: str) -> inbox.Write:
        return inbox.Write(person_of(command.signed_in), conversation_id, text, command.key.key)

    @router.post("/conversations/{conversation_id}/replies", response_model=MessageView)
    async def reply(
        conversation_id: PathId, body: ReplyBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        args = replace(writing(command, conversation_id, body.text), owner_epoch=body.owner_epoch)
        answer = await parts.commands.run(command, inbox.reply, args, answer=MessageView.of)
        parts.bus.wake(LANES_OUT)
        return answer

    @router.post("/conversations/{conversation_id}/notes", response_model=MessageView)
    async def note(
        conversation_id: PathId, body: NoteBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        args = writing(command, conversation_id, body.text)
        return await parts.commands.run(command, inbox.note, args, answer=MessageView.of)

    @router.post("/conversations/{conversation_id}/read", status_code=204)
    async def read_upto(
        conversation_id: PathId, body: ReadBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> None:
        args = inbox.Read(person_of(command.signed_in), conversation_id, body.seq)
        await parts.database.write(inbox.read, args)  # monotone, so the key need not be kept


def _steps(router: APIRouter, parts: InboxParts) -> None:
    def step_route(name: str, step: Step) -> None:
        @router.post(f"/conversations/{{conversation_id}}/{name}", response_model=StepView, name=name)
        async def take(conversation_id: PathId, command: Annotated[Command, Depends(parts.guards.command)]) -> Response:
            args = inbox.Change(person_of(command.signed_in), conversation_id, step, parts.router)
            answer = await parts.commands.run(command, inbox.change, args, answer=StepView.of)
            parts.bus.wake(LANES_OUT)  # the tourist is told of a hold
            return answer

    step_route("hold", Step.HELD)
    step_route("resume", Step.RESUMED)
    step_route("end", Step.ENDED)

    @router.post("/conversations/{conversation_id}/wrap-up", response_model=WrappedView)
    async def wrap_up(
        conversation_id: PathId, body: WrapUpBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        ticket = CreateTicket(body.ticket.kind, body.ticket.title, body.ticket.description) if body.ticket else None
        person = person_of(command.signed_in)
        args = inbox.WrapUp(
            person, conversation_id, body.disposition, ticket, command.key.key, parts.router, parts.tickets
        )
        return await parts.commands.run(command, inbox.wrap_up, args, answer=WrappedView.of)


# --- queries ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Wanted:
    person: Person
    conversation_id: str
    before: int | None
    after: int | None
    limit: int


def _inbox_of(tx: Tx, args: tuple[str, str]) -> InboxView:
    user_id, cursor = args
    ringing = []
    for offer in offers.ringing(tx, user_id):
        card = cards.one(tx, offer.conversation_id) if offer.conversation_id else None
        if card is not None:
            view = ConversationView.of(card)
            ringing.append(
                OfferView(
                    work_item_id=offer.work_item_id,
                    offer_epoch=offer.offer_epoch,
                    until_ms=offer.until_ms,
                    conversation=view,
                )
            )
    mine = [ConversationView.of(card) for card in cards.of_owner(tx, user_id)]
    return InboxView(offers=ringing, conversations=mine, cursor=cursor, now_ms=tx.now_ms)


def _card_of(tx: Tx, args: tuple[Person, str]) -> ConversationView:
    person, conversation_id = args
    inbox.visible(tx, person, conversation_id)
    card = cards.one(tx, conversation_id)
    if card is None:
        raise NotFound("conversation_not_found", conversation_id)
    return ConversationView.of(card)


def _choices_of(tx: Tx, args: tuple[Person, str, str]) -> ChoicesView:
    person, conversation_id, lang = args
    org_id = OrgId(inbox.visible(tx, person, conversation_id).org_id)

    def named(kind: str, found: Sequence[choices.Choice]) -> list[ChoiceView]:
        words = Wording(texts.by_prefix(tx, org_id, f"{kind}."))
        return [
            ChoiceView(id=one.id, code=one.code, name=words.find(f"{kind}.{one.code}", lang) or one.code)
            for one in found
        ]

    found = [one for one in choices.colleagues(tx, org_id) if one.user_id != person.user_id]
    states = agent_state.states_of(tx, {one.user_id for one in found})
    return ChoicesView(
        queues=named("queue", choices.queues(tx, org_id)),
        dispositions=named("disposition", choices.dispositions(tx, org_id)),
        colleagues=[
            ColleagueView(
                queue_id=one.queue_id,
                user_id=one.user_id,
                name=one.name,
                state=states.get(one.user_id, AgentState.OFFLINE),
            )
            for one in found
        ],
        ticket_kinds=list(TicketKind),
    )


def _messages_of(tx: Tx, wanted: _Wanted) -> Sequence[Message]:
    inbox.visible(tx, wanted.person, wanted.conversation_id)
    if wanted.after is not None:
        return messages.transcript(tx, wanted.conversation_id, wanted.after, wanted.limit)
    before = wanted.before if wanted.before is not None else 2**62
    return messages.transcript_before(tx, wanted.conversation_id, before, wanted.limit)
