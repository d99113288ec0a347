"""The inbox's live stream: each fact is read once, looked up once, and handed to whoever it concerns.

Rules: a frame is `{cursor, type, ids, view}`; a follower's cursor never runs ahead of what it was given, so a
reconnect with the last cursor misses nothing and repeats nothing; a follower that is too slow is dropped and comes
back with its cursor. Who gets a fact: the agent it names, whoever has or watches its conversation; the rest learn
from `synced` frames only how far the log has come.
"""

import asyncio
import json
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.views import ConversationView, MessageView
from hub.database import Database, Tx
from hub.errors import Unavailable
from hub.feed import Feed, Reset
from hub.model import OwnerKind
from hub.scope import Scope
from hub.store import accounts, cards, messages
from hub.store.cards import Card
from hub.store.events import StoredEvent

_PAGE = 500
_CATCH_UP_PAGES = 20
"How many pages a follower may be behind; further, reading everything afresh is cheaper."
_MAILBOX = 1024
_MESSAGE_FACTS = frozenset({"MessageReceived", "MessageQueued", "MessageMoved", "NoteWritten"})
_CONVERSATION_FACTS = frozenset(
    {"ConversationOpened", "ConversationMoved", "ConversationEnded", "OfferMade", "ReadMoved"}
)


Place = tuple[int, str]
"A place in the log: (xid, id)."


@dataclass(eq=False)
class Follower:
    """One connected page of one person."""

    user_id: str
    scope: Scope
    since: Place
    "Facts up to here come by catching up, later ones as they happen."
    conversations: set[str] = field(default_factory=set)
    "What the person has, kept up by the facts that pass."
    watched: set[str] = field(default_factory=set)
    "What the page has open beside that."
    mailbox: deque[str] = field(default_factory=deque)
    later: deque[str] | None = field(default_factory=deque)
    "Frames of facts that happen while the page still catches up; None once it has."
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    lost: bool = False
    "Too slow: the page must come back with its cursor."

    def concerned(self, event: StoredEvent) -> bool:
        """Tell whether this fact is for this page."""
        if event.agent_id == self.user_id:
            return True
        conversation_id = event.conversation_id
        return conversation_id is not None and (
            conversation_id in self.conversations or conversation_id in self.watched
        )

    def put(self, frame: str, *, late: bool = False) -> None:
        """Queue a frame; a full mailbox marks the page as lost instead of growing."""
        target = self.mailbox if late or self.later is None else self.later
        if len(target) >= _MAILBOX:
            self.lost = True
        else:
            target.append(frame)
        self.ready.set()

    def caught_up(self) -> None:
        """Let the frames that waited follow."""
        if self.later is not None:
            self.mailbox.extend(self.later)
            self.later = None
        self.ready.set()

    def learn(self, event: StoredEvent, card: Card | None) -> None:
        """Keep up what the person has."""
        if event.type != "ConversationMoved" or event.conversation_id is None or card is None:
            return
        if card.owner_kind == OwnerKind.AGENT and card.owner_id == self.user_id:
            self.conversations.add(event.conversation_id)
        else:
            self.conversations.discard(event.conversation_id)


@dataclass
class _Looked:
    """A fact with what the store says about it now; its frame is made once for all followers."""

    event: StoredEvent
    card: Card | None
    view: Mapping[str, Any]
    text: str = ""

    def frame(self, epoch: str) -> str:
        """Return the frame's JSON text."""
        if not self.text:
            self.text = json.dumps(self._content(epoch), ensure_ascii=False, separators=(",", ":"))
        return self.text

    def _content(self, epoch: str) -> Mapping[str, Any]:
        event = self.event
        ids = {
            "conversation_id": event.conversation_id,
            "queue_id": event.queue_id,
            "agent_id": event.agent_id,
            event.subject_type + "_id": event.subject_id,
        }
        return {
            "t": "event",
            "cursor": f"{epoch}.{event.xid}.{event.id}",
            "type": event.type,
            "at_ms": event.at_ms,
            "ids": {name: value for name, value in ids.items() if value is not None},
            "data": json.loads(event.data),
            "view": self.view,
        }


class Stream:
    """Hands facts to followers."""

    def __init__(self, database: Database, feed: Feed) -> None:
        self._database = database
        self._feed = feed
        self._followers: set[Follower] = set()
        self._cursor = ""
        self._handed = ""

    async def run(self) -> None:
        """Follow the feed for ever."""
        self._cursor = self._handed = self.cursor
        while True:
            seen = self._feed.news.version
            try:
                page = await self._feed.after(self.cursor, _PAGE)
            except (Unavailable, Reset):
                self._cursor = self._feed.cursor
                self._lose_all()
                await self._feed.news.wait(seen, 1.0)
                continue
            if page.items:
                # Moved before anything is looked up: who joins from now on catches up with this page by itself.
                self._cursor = page.cursor
                try:
                    await self._hand_out(page.items)
                except Unavailable:
                    # Whoever follows comes back with the last cursor it was given, and misses nothing.
                    self._lose_all()
                self._handed = page.cursor
            else:
                await self._feed.news.wait(seen, 1.0)

    @property
    def cursor(self) -> str:
        """How far the facts have been taken up: what is read from the store after this holds all of them."""
        return self._cursor or self._feed.cursor

    @property
    def handed(self) -> str:
        """How far every follower has its facts in its mailbox; empty before the first."""
        return self._handed

    async def follow(self, user_id: str, scope: Scope, cursor: str | None) -> tuple[Follower, str | None]:
        """Begin to follow; returns the follower and, when everything must be read afresh, the cursor to start from.

        With a cursor that can be followed, the facts behind it are already in the mailbox.
        """
        start = self.cursor
        follower = Follower(user_id, scope, since=_place(start))
        self._followers.add(follower)
        follower.conversations |= await self._database.read(_owned, user_id)
        behind = bool(cursor) and await self._catch_up(follower, cursor or "")
        if not behind:
            follower.mailbox.clear()
            follower.lost = False
        follower.caught_up()
        return follower, None if behind else start

    def tell_typing(self, conversation_id: str, *, on: bool) -> None:
        """Tell whoever has or watches a conversation that the tourist writes; kept nowhere."""
        frame = json.dumps({"t": "typing", "conversation_id": conversation_id, "on": on})
        for follower in self._followers:
            if conversation_id in follower.conversations or conversation_id in follower.watched:
                follower.put(frame)

    async def writer(self, user_id: str, conversation_id: str) -> "Writer | None":
        """Return how the tourist sees a person who writes in a conversation, if the person has it."""
        return await self._database.read(_writer, (user_id, conversation_id))

    def leave(self, follower: Follower) -> None:
        """Follow no more."""
        self._followers.discard(follower)

    async def _catch_up(self, follower: Follower, cursor: str) -> bool:
        """Put everything from `cursor` up to where the follower joined into the mailbox; False when it is too far."""
        for _ in range(_CATCH_UP_PAGES):
            try:
                page = await self._feed.after(cursor, _PAGE)
            except Reset:
                return False
            items = [event for event in page.items if (event.xid, event.id) <= follower.since]
            for one in await self._look(event for event in items if follower.concerned(event)):
                self._give(follower, one, late=True)
            cursor = page.cursor
            if follower.lost:
                return False
            if len(items) < len(page.items) or not page.items:
                return True
        return False

    async def _hand_out(self, events: Sequence[StoredEvent]) -> None:
        followers = tuple(self._followers)
        for one in await self._look(event for event in events if any(f.concerned(event) for f in followers)):
            for follower in followers:
                if (one.event.xid, one.event.id) > follower.since and follower.concerned(one.event):
                    self._give(follower, one)

    def _give(self, follower: Follower, one: "_Looked", *, late: bool = False) -> None:
        if one.card is not None and not follower.scope.allows(one.card.org_path):
            return
        follower.learn(one.event, one.card)
        follower.put(one.frame(self._feed.epoch), late=late)

    def _lose_all(self) -> None:
        for follower in self._followers:
            follower.lost = True
            follower.ready.set()

    async def _look(self, events: Iterable[StoredEvent]) -> "Sequence[_Looked]":
        wanted = tuple(events)
        return await self._database.read(_look_up, wanted) if wanted else ()


def _place(cursor: str) -> Place:
    _, xid, event_id = cursor.split(".", 2)
    return int(xid), event_id


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who is writing to a tourist."""

    identity_id: str
    name: str | None


def _writer(tx: Tx, args: tuple[str, str]) -> Writer | None:
    user_id, conversation_id = args
    card = cards.one(tx, conversation_id)
    if card is None or card.owner_id != user_id:
        return None
    return Writer(card.identity_id, accounts.public_name(tx, user_id))


def _owned(tx: Tx, user_id: str) -> set[str]:
    return {card.id for card in cards.of_owner(tx, user_id)}


def _look_up(tx: Tx, events: Sequence[StoredEvent]) -> Sequence[_Looked]:
    """Query: what the store says now about each fact; a conversation is looked up once for all its facts."""
    seen: dict[str, Card | None] = {}
    looked = []
    for event in events:
        conversation_id = event.conversation_id
        if conversation_id is not None and conversation_id not in seen:
            seen[conversation_id] = cards.one(tx, conversation_id)
        card = seen[conversation_id] if conversation_id is not None else None
        looked.append(_Looked(event, card, _view(tx, event, card)))
    return looked


def _view(tx: Tx, event: StoredEvent, card: Card | None) -> Mapping[str, Any]:
    view: dict[str, Any] = {}
    if event.type in _MESSAGE_FACTS:
        message = messages.get(tx, event.subject_id)
        if message is not None:
            view["message"] = MessageView.of(message).model_dump()
    if card is not None and event.type in _CONVERSATION_FACTS:
        view["conversation"] = ConversationView.of(card).model_dump()
    return view
