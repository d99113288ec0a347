"""Search over HTTP: what was said, noted or is called so, in all conversations that the reader may see."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from app.api.deps import Caller, Guards
from app.api.fields import Number
from hub import search
from hub.database import Database
from hub.errors import Unprocessable
from hub.scope import WORKERS
from hub.script import writable
from hub.search import Asked, Hit


class HitView(BaseModel):
    """A place where all that was asked for stands."""

    kind: str
    "message, or tourist for a name."
    conversation_id: str
    channel: str
    state: str
    customer_id: str
    tourist_name: str | None
    seq: int | None
    "The message's number in its conversation."
    direction: str | None
    author: str | None
    author_name: str | None
    at_ms: int
    excerpt: str
    marks: list[tuple[int, int]]
    "Where it stands in the excerpt, in characters (code points): from and behind."

    @classmethod
    def of(cls, hit: Hit) -> "HitView":
        """Make the view of a hit."""
        found = hit.found
        return cls(
            kind=found.kind,
            conversation_id=found.conversation_id,
            channel=found.channel,
            state=found.state,
            customer_id=found.customer_id,
            tourist_name=found.tourist_name,
            seq=found.seq,
            direction=found.direction,
            author=found.author_kind,
            author_name=found.author_name,
            at_ms=found.at_ms,
            excerpt=hit.excerpt,
            marks=list(hit.marks),
        )


class HitsView(BaseModel):
    """A page of hits, the newest first."""

    hits: list[HitView]
    next: int | None
    "To be sent as `before` for the next page; null at the end."


def search_router(database: Database, guards: Guards) -> APIRouter:
    """Return the route of `/api/search`."""
    router = APIRouter(prefix="/api", tags=["inbox"], dependencies=[Depends(guards.may(*WORKERS))])

    @router.get("/search")
    async def search_for(
        caller: Annotated[Caller, Depends(guards.signed_in)],
        q: Annotated[str, Query(max_length=100)],
        before: Number | None = None,
    ) -> HitsView:
        query = writable(q)
        if not search.terms(query):
            raise Unprocessable("query_too_short", "at least two characters, or a word", {"q": "too_short"})
        found = await database.read(search.find, Asked(caller.scope(*WORKERS), query, before))
        return HitsView(hits=[HitView.of(hit) for hit in found.hits], next=found.next)

    return router
