"""The supervisor's board over HTTP: everything at one moment, and who waits in one queue, a window at a time.

Changes come over the stream (`app/board.py`); a page asks here once, and again for the window it shows of a line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from app.api.deps import Caller, Guards
from app.api.fields import PathId
from app.board import look, within
from app.board_views import BoardAgentView, BoardView, NameView, TileView, WaitingView, WaitView
from hub.database import Database, Tx
from hub.errors import NotFound
from hub.ids import OrgId
from hub.scope import Role, Scope
from hub.store import orgs, queues, texts
from hub.texts import Wording
from voice_bridge.store import board
from voice_bridge.store.board import QueueNow

_LANG = Query(max_length=35)
_MOST = 200


def board_router(database: Database, guards: Guards) -> APIRouter:
    """Return the routes of `/api/board`."""
    router = APIRouter(prefix="/api/board", tags=["supervisor"], dependencies=[Depends(guards.may(Role.SUPERVISOR))])

    @router.get("")
    async def read_board(
        caller: Annotated[Caller, Depends(guards.signed_in)], lang: Annotated[str, _LANG] = "zh-CN"
    ) -> BoardView:
        return await database.read(_board_of, (caller.scope(Role.SUPERVISOR), lang))

    @router.get("/queues/{queue_id}/waiting")
    async def read_waiting(
        queue_id: PathId,
        caller: Annotated[Caller, Depends(guards.signed_in)],
        skip: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=_MOST)] = 50,
    ) -> WaitingView:
        wanted = _Window(caller.scope(Role.SUPERVISOR), queue_id, skip, limit)
        return await database.read(_waiting_in, wanted)

    return router


@dataclass(frozen=True, slots=True)
class _Window:
    scope: Scope
    queue_id: str
    skip: int
    limit: int


def _board_of(tx: Tx, args: tuple[Scope, str]) -> BoardView:
    scope, lang = args
    seen = within(look(tx, None), scope)
    return BoardView(
        now_ms=seen.now_ms,
        queues=[TileView.of(one) for one in seen.queues],
        agents=[BoardAgentView.of(one, scope) for one in seen.agents],
        queue_names=_names(tx, seen.queues, lang),
        org_names=[NameView(id=org.id, name=org.name) for org in orgs.covered(tx, scope)],
    )


def _names(tx: Tx, found: Sequence[QueueNow], lang: str) -> list[NameView]:
    """Return what the queues are called; their codes where nobody has written a name."""
    words = {org_id: Wording(texts.by_prefix(tx, OrgId(org_id), "queue.")) for org_id in {one.org_id for one in found}}
    return [NameView(id=one.id, name=words[one.org_id].find(f"queue.{one.code}", lang) or one.code) for one in found]


def _waiting_in(tx: Tx, window: _Window) -> WaitingView:
    queue = queues.get(tx, window.queue_id)
    if not window.scope.allows(orgs.get(tx, queue.org_id).path):
        raise NotFound("queue_not_found", window.queue_id)
    found = board.waiting(tx, window.queue_id, window.skip, window.limit)
    waits = [WaitView.of(one, window.skip + index, window.scope) for index, one in enumerate(found, 1)]
    return WaitingView(now_ms=tx.now_ms, waits=waits)
