"""Canned replies in the composer, over HTTP: what can be said in a conversation, and what its slots are filled with.

The page fills the slots: it knows the language of the reply and the hour. What the hub does not know it leaves null,
and the page has the writer fill it in before anything is sent.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from app.api.admin.canned import CannedReplyView
from app.api.deps import Caller, Guards
from app.api.fields import PathId
from app.api.inbox import person_of
from app.commands import Command, Commands
from crm.store import tickets
from hub import inbox
from hub.database import Database, Tx
from hub.errors import NotFound
from hub.ids import OrgId
from hub.inbox import Person
from hub.scope import WORKERS
from hub.steering.steward import LANGS
from hub.store import accounts, canned, cards, orgs, texts
from hub.texts import Wording


class SlotValuesView(BaseModel):
    """What stands in the slots in this conversation; null is not known."""

    tourist: str | None
    agent: str | None
    "The name that tourists see of the reader."
    ticket: str | None
    "The number of the last ticket about this conversation."
    queue: dict[str, str]
    "What the queue is called, by language."
    org: str
    tz: str
    "The organisation's time zone, for the date and the time."


class CannedChoiceView(BaseModel):
    """What the reader can say in a conversation: first what is the reader's own, then what is nearest."""

    replies: list[CannedReplyView]
    values: SlotValuesView


def canned_router(database: Database, guards: Guards, commands: Commands) -> APIRouter:
    """Return the routes of a conversation's canned replies."""
    router = APIRouter(prefix="/api", tags=["canned replies"], dependencies=[Depends(guards.may(*WORKERS))])
    where = "/conversations/{conversation_id}/canned-replies"

    @router.get(where)
    async def read_canned(
        conversation_id: PathId, caller: Annotated[Caller, Depends(guards.signed_in)]
    ) -> CannedChoiceView:
        return await database.read(_choice, (person_of(caller.signed_in), conversation_id))

    @router.post(f"{where}/{{reply_id}}/uses", status_code=204, response_class=Response)
    async def count_use(
        conversation_id: PathId, reply_id: PathId, command: Annotated[Command, Depends(guards.command)]
    ) -> Response:
        args = (person_of(command.signed_in), conversation_id, reply_id)
        return await commands.run(command, _count_use, args)

    return router


def _choice(tx: Tx, args: tuple[Person, str]) -> CannedChoiceView:
    person, conversation_id = args
    inbox.visible(tx, person, conversation_id)
    card = cards.one(tx, conversation_id)
    if card is None:
        raise NotFound("conversation_not_found", conversation_id)
    org = orgs.get(tx, OrgId(card.org_id))
    about = tickets.about(tx, conversation_id)
    code = f"queue.{card.queue_code}"
    words = Wording(texts.by_key(tx, org.id, code))
    named = {lang: words.find(code, lang) for lang in LANGS} if card.queue_code else {}
    return CannedChoiceView(
        replies=[CannedReplyView.of(one) for one in canned.for_writer(tx, card.org_id, person.user_id)],
        values=SlotValuesView(
            tourist=card.tourist_name,
            agent=accounts.public_name(tx, person.user_id),
            ticket=about[-1].no if about else None,
            queue={lang: name for lang, name in named.items() if name},
            org=org.name,
            tz=org.tz,
        ),
    )


def _count_use(tx: Tx, args: tuple[Person, str, str]) -> None:
    """Unit: count that a canned reply was put into a reply; one that is gone by now counts no more."""
    person, conversation_id, reply_id = args
    conversation = inbox.visible(tx, person, conversation_id)
    if any(one.id == reply_id for one in canned.for_writer(tx, conversation.org_id, person.user_id)):
        canned.count_use(tx, reply_id)
