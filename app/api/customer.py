"""Who a conversation's tourist is, over HTTP: ways to reach him, tickets, notes and the talks before this one.

Rule: it is asked for by the conversation, so that nobody looks up people who are not being served; what the reader's
rights do not cover is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from app.api.deps import Caller, Guards
from app.api.fields import Id, PathId
from app.api.inbox import person_of
from crm.store import tickets
from crm.store.tickets import Filter
from crm.workflow import TicketKind, TicketState
from hub import inbox
from hub.database import Database, Tx
from hub.errors import NotFound
from hub.ids import OrgId
from hub.inbox import Person
from hub.scope import WORKERS
from hub.store import customers, texts
from hub.store.customers import Talk
from hub.texts import Wording

_PAGE = 10
_TICKETS = 10
_NOTES = 5
_EXCERPT = 120


class AddressView(BaseModel):
    """Where the tourist writes from."""

    channel: str
    account_name: str
    name: str | None
    verified: bool
    since_ms: int


class TicketLineView(BaseModel):
    """A ticket of the tourist's."""

    id: str
    no: str
    kind: TicketKind
    state: TicketState
    title: str
    created_ms: int


class CustomerNoteView(BaseModel):
    """What staff noted in another conversation."""

    conversation_id: str
    seq: int
    author_name: str | None
    text: str
    at_ms: int


class TalkView(BaseModel):
    """Another conversation of the same tourist."""

    id: str
    channel: str
    account_name: str
    state: str
    rescue: bool
    opened_ms: int
    closed_ms: int | None
    last_ms: int
    disposition: str | None
    "How it ended, in words."
    agent_name: str | None
    first_words: str | None


class TalksView(BaseModel):
    """A page of the tourist's other conversations, the newest first."""

    talks: list[TalkView]
    next: str | None
    "To be sent as `before` for the next page; null at the end."


class CustomerView(BaseModel):
    """A tourist as one person."""

    id: str
    name: str | None
    lang: str | None
    region: str | None
    vip: int
    since_ms: int
    addresses: list[AddressView]
    tickets: list[TicketLineView]
    "The newest ten."
    notes: list[CustomerNoteView]
    "The newest five of other conversations."
    history: TalksView
    "Its first page."


def customer_router(database: Database, guards: Guards) -> APIRouter:
    """Return the routes of a conversation's customer."""
    router = APIRouter(prefix="/api/conversations", tags=["inbox"], dependencies=[Depends(guards.may(*WORKERS))])

    @router.get("/{conversation_id}/customer")
    async def read_customer(
        conversation_id: PathId,
        caller: Annotated[Caller, Depends(guards.signed_in)],
        lang: Annotated[str, Query(max_length=35)] = "zh-CN",
    ) -> CustomerView:
        return await database.read(_customer_of, _Wanted(person_of(caller.signed_in), conversation_id, lang))

    @router.get("/{conversation_id}/customer/history")
    async def read_history(
        conversation_id: PathId,
        caller: Annotated[Caller, Depends(guards.signed_in)],
        before: Id,
        lang: Annotated[str, Query(max_length=35)] = "zh-CN",
    ) -> TalksView:
        wanted = _Wanted(person_of(caller.signed_in), conversation_id, lang, before)
        return await database.read(_more_of, wanted)

    return router


@dataclass(frozen=True, slots=True)
class _Wanted:
    person: Person
    conversation_id: str
    lang: str
    before: str | None = None


def _customer_of(tx: Tx, wanted: _Wanted) -> CustomerView:
    scope = wanted.person.scope
    conversation = inbox.visible(tx, wanted.person, wanted.conversation_id)
    customer, ids = customers.person(tx, conversation.customer_id)
    if customer is None:
        raise NotFound("customer_not_found", conversation.customer_id)
    opened = tickets.page(tx, scope, Filter(customer_ids=tuple(ids)), None, _TICKETS)
    noted = customers.notes(tx, scope, ids, but=conversation.id, limit=_NOTES)
    return CustomerView(
        **customer._asdict(),
        addresses=[
            AddressView(**{**one._asdict(), "verified": one.verified != "none"})
            for one in customers.addresses(tx, scope, ids)
        ],
        tickets=[
            TicketLineView(
                id=one.id, no=one.no, kind=one.kind, state=one.state, title=one.title, created_ms=one.created_ms
            )
            for one in opened
        ],
        notes=[
            CustomerNoteView(
                conversation_id=one.conversation_id,
                seq=one.seq,
                author_name=one.author_name,
                text=one.text,
                at_ms=one.at_ms,
            )
            for one in noted
        ],
        history=_history(tx, wanted, ids),
    )


def _more_of(tx: Tx, wanted: _Wanted) -> TalksView:
    conversation = inbox.visible(tx, wanted.person, wanted.conversation_id)
    _, ids = customers.person(tx, conversation.customer_id)
    return _history(tx, wanted, ids)


def _history(tx: Tx, wanted: _Wanted, ids: Sequence[str]) -> TalksView:
    scope, this = wanted.person.scope, wanted.conversation_id
    found = customers.talks(tx, scope, ids, but=this, before=wanted.before, limit=_PAGE + 1)
    shown = found[:_PAGE]
    words = {
        org_id: Wording(texts.by_prefix(tx, OrgId(org_id), "disposition.")) for org_id in {t.org_id for t in shown}
    }
    return TalksView(
        talks=[_view(one, words[one.org_id], wanted.lang) for one in shown],
        next=shown[-1].id if len(found) > _PAGE else None,
    )


def _view(talk: Talk, words: Wording, lang: str) -> TalkView:
    ended = talk.disposition and (words.find(f"disposition.{talk.disposition}", lang) or talk.disposition)
    return TalkView(
        id=talk.id,
        channel=talk.channel,
        account_name=talk.account_name,
        state=talk.state,
        rescue=bool(talk.rescue),
        opened_ms=talk.opened_ms,
        closed_ms=talk.closed_ms,
        last_ms=talk.last_ms,
        disposition=ended,
        agent_name=talk.agent_name,
        first_words=talk.first_words[:_EXCERPT] if talk.first_words else None,
    )
