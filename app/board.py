"""The live board: what changed in a queue or at an agent is read once, at most once a second, for all who watch.

Rules: the facts say where to look, the store says how it is; whoever begins to watch gets everything, then what
differs; each frame goes only to those whose right as a supervisor covers the organisation. What no fact tells (a new
day, a queue that was removed) shows within `WHOLE_EVERY_S`, when everything is read again.
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.board_views import BoardAgentView, TileView
from hub import events
from hub.clock import Clock
from hub.database import Database, Tx
from hub.errors import Unavailable
from hub.feed import Feed, Reset
from hub.model import RESCUE
from hub.scope import Scope
from hub.store.events import StoredEvent
from voice_bridge.store import board
from voice_bridge.store.board import AgentNow, QueueNow

EVERY_S = 1.0
"A queue or an agent is read at most so often, however many watch and however much happens."
WHOLE_EVERY_S = 10.0
_PAGE = 500
_TELLING = frozenset(
    kind.__name__
    for kind in (
        events.ConversationMoved,
        events.WorkItemEnqueued,
        events.OfferMade,
        events.OfferWithdrawn,
        events.WorkItemFinished,
        events.WorkItemRepaired,
        events.AgentStateChanged,
        events.AgentStateForced,
    )
)
"Facts after which a queue or an agent looks different."
_SETTINGS = frozenset(
    kind.__name__
    for kind in (
        events.QueueChanged,
        events.QueueOpened,
        events.QueueClosed,
        events.QueueRemoved,
        events.AgentProfileChanged,
        events.SkillChanged,
    )
)
"Facts after which anything may."
_CRY = f'"priority":{RESCUE},'
"What stands in the data of a message by which waiting work may have become a rescue."
_PASSED_ON = '"step":"transferred"'
"In the data of a move whose former queue no fact names."


@dataclass(eq=False)
class Watcher:
    """Somebody who looks at the board."""

    scope: Scope
    put: Callable[[str], None]
    "Takes a frame's text."


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read at one moment."""

    now_ms: int
    queues: Sequence[QueueNow]
    agents: Sequence[AgentNow]


@dataclass(slots=True)
class _Due:
    """What has to be read again."""

    queues: set[str] = field(default_factory=set)
    agents: set[str] = field(default_factory=set)
    whole: bool = False

    def __bool__(self) -> bool:
        return bool(self.queues or self.agents or self.whole)

    def note(self, event: StoredEvent) -> None:
        """Note where a fact says that something changed."""
        if event.type in _SETTINGS or (event.type == "ConversationMoved" and _PASSED_ON in event.data):
            self.whole = True
        if event.type not in _TELLING and not (event.type == "MessageReceived" and _CRY in event.data):
            return
        if event.queue_id is not None:
            self.queues.add(event.queue_id)
        self.agents.update(one for one in (event.agent_id, _former(event)) if one is not None)


class Board:
    """Tells those who watch what changes on their part of the board."""

    def __init__(self, database: Database, feed: Feed, clock: Clock) -> None:
        self._database = database
        self._feed = feed
        self._clock = clock
        self._watchers: set[Watcher] = set()
        self._due = _Due()
        self._one_at_a_time = asyncio.Lock()
        self._queues: Mapping[str, QueueNow] = {}
        self._agents: Mapping[str, AgentNow] = {}
        self._whole_s = float("-inf")
        self._whole = Seen(0, (), ())

    async def run(self) -> None:
        """Follow the facts for ever."""
        cursor = self._feed.cursor
        while True:
            seen = self._feed.news.version
            cursor = await self._note_from(cursor)
            if self._watchers and (self._due or self._age_s() >= WHOLE_EVERY_S):
                await self._tell()
                await self._clock.sleep(EVERY_S)
            else:
                await self._feed.news.wait(seen, EVERY_S)

    async def watch(self, scope: Scope, put: Callable[[str], None]) -> Watcher:
        """Give somebody everything, and from then on what changes."""
        watcher = Watcher(scope, put)
        async with self._one_at_a_time:
            if self._age_s() >= EVERY_S or not self._watchers:
                fresh = await self._database.read(look, None)
                if self._watchers:
                    self._tell_all(fresh, whole=True)
                self._keep(fresh, whole=True)
            else:
                fresh = Seen(self._whole.now_ms, tuple(self._queues.values()), tuple(self._agents.values()))
            # A thousand agents take longer than anything may hold up the sockets.
            put(await asyncio.to_thread(_frame, within(fresh, scope), scope, full=True))
            self._watchers.add(watcher)
        return watcher

    def leave(self, watcher: Watcher) -> None:
        """Watch no more."""
        self._watchers.discard(watcher)

    async def _note_from(self, cursor: str) -> str:
        while True:
            try:
                page = await self._feed.after(cursor, _PAGE)
            except (Reset, Unavailable):
                self._due.whole = True
                return self._feed.cursor
            for event in page.items:
                self._due.note(event)
            if not page.items:
                return page.cursor
            cursor = page.cursor

    async def _tell(self) -> None:
        async with self._one_at_a_time:
            due, self._due = self._due, _Due()
            due.whole = due.whole or self._age_s() >= WHOLE_EVERY_S
            try:
                fresh = await self._database.read(look, None if due.whole else (due.queues, due.agents))
            except Unavailable:
                self._due.whole = True  # whatever was missed is read when the store is back
                return
            self._tell_all(fresh, whole=due.whole)
            self._keep(fresh, whole=due.whole)

    def _tell_all(self, fresh: Seen, *, whole: bool) -> None:
        queues = [one for one in fresh.queues if self._queues.get(one.id) != one]
        agents = [one for one in fresh.agents if self._agents.get(one.id) != one]
        gone: list[str] = []
        if whole:
            present = {one.id for one in fresh.queues} | {one.id for one in fresh.agents}
            gone = [one for one in (*self._queues, *self._agents) if one not in present]
        if not (queues or agents or gone):
            return
        changed = Seen(fresh.now_ms, queues, agents)
        texts: dict[Scope, str] = {}  # made once for all with the same right
        for watcher in self._watchers:
            if watcher.scope not in texts:
                texts[watcher.scope] = _frame(within(changed, watcher.scope), watcher.scope, full=False, gone=gone)
            if texts[watcher.scope]:
                watcher.put(texts[watcher.scope])

    def _keep(self, fresh: Seen, *, whole: bool) -> None:
        queues, agents = {one.id: one for one in fresh.queues}, {one.id: one for one in fresh.agents}
        if whole:
            self._queues, self._agents = queues, agents
            self._whole, self._whole_s = fresh, self._clock.monotonic_s()
        else:
            self._queues, self._agents = {**self._queues, **queues}, {**self._agents, **agents}

    def _age_s(self) -> float:
        return self._clock.monotonic_s() - self._whole_s


def look(tx: Tx, wanted: tuple[Iterable[str], Iterable[str]] | None) -> Seen:
    """Query: these queues and agents with the queues they serve; None for everything."""
    if wanted is None:
        return Seen(tx.now_ms, board.queues(tx), board.agents(tx))
    agents = board.agents(tx, wanted[1])
    served = {queue_id for agent in agents for queue_id in agent.queue_ids}
    return Seen(tx.now_ms, board.queues(tx, served.union(wanted[0])), agents)


def within(seen: Seen, scope: Scope) -> Seen:
    """Return the part of what was read that a scope covers."""
    queues = [one for one in seen.queues if scope.allows(one.org_path)]
    return Seen(seen.now_ms, queues, [one for one in seen.agents if scope.allows(one.org_path)])


def _frame(part: Seen, scope: Scope, *, full: bool, gone: Sequence[str] = ()) -> str:
    """Return the JSON of what somebody may see; empty when there is nothing to tell."""
    if not (full or part.queues or part.agents or gone):
        return ""
    content = {
        "t": "board",
        "full": full,
        "now_ms": part.now_ms,
        "queues": [TileView.of(one).model_dump() for one in part.queues],
        "agents": [BoardAgentView.of(one, scope).model_dump() for one in part.agents],
        "gone": list(gone),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _former(event: StoredEvent) -> str | None:
    former = json.loads(event.data).get("from_agent_id") if event.type == "ConversationMoved" else None
    return former if isinstance(former, str) else None
