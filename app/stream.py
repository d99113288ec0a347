"""The inbox's live stream: each fact is read once, looked up once, and handed to whoever it concerns.

Rules: a frame is `{cursor, type, ids, view}`; a follower's cursor never runs ahead of what it was given, so a
reconnect with the last cursor misses nothing and repeats nothing; a follower that is too slow is dropped and comes
back with its cursor. Who gets a fact: the agent it names, whoever has or watches its conversation or has it ringing;
the rest learn from `synced` frames only how far the log has come.
"""

import asyncio
import json
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.views import ConversationView, MessageView
from hub.database import Database, Tx
from hub.errors import Unavailable
from hub.events import AgentStateForced, ConversationMoved, NoteWritten, OfferMade, OfferWithdrawn, moved_from
from hub.feed import Feed, Reset
from hub.ids import UserId
from hub.scope import Scope
from hub.store import accounts, cards, events, messages, users
from hub.store.cards import Card
from hub.store.events import StoredEvent
from voice_bridge.offers import Outcome
from voice_bridge.store import offers

_PAGE = 500
_CATCH_UP_PAGES = 20
"How many pages a follower may be behind; further, reading everything afresh is cheaper."
_MAILBOX = 1024
WATCHED = 50
"How many conversations beside the person's own a page can have open."
_MOVED = ConversationMoved.__name__
_PERSONAL_FACTS = frozenset({AgentStateForced.__name__, NoteWritten.__name__})
"Facts of which one wants to know who did it."
_RINGS = OfferMade.__name__
_RINGS_NO_MORE = OfferWithdrawn.__name__
_TAKEN = f'"outcome":"{Outcome.ACCEPTED}"'
"What stands in the data of an offer that ended because the agent took it."
_SIREN_FACTS = frozenset(
    {"RescueUnaccepted", "RescueAcknowledged", "RescueAccepted", "RescueLowered", "RescueClosed", "RescueLocated"}
)
"What changes the sirens of a chief, whoever has the conversation."
_FOR_ANY = _SIREN_FACTS | {_MOVED}
"Facts that may be for a page which neither has nor watches their conversation."
_MESSAGE_FACTS = frozenset({"MessageReceived", "MessageQueued", "MessageMoved", "NoteWritten"})
_CONVERSATION_FACTS = frozenset(
    {
        "ConversationOpened",
        "ConversationMoved",
        "ConversationEnded",
        "OfferMade",
        "ReadMoved",
        "RescueRaised",
        "RescueLowered",
    }
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
    conversations: set[str]
    "What the person has, or has ringing, at that place of the log, kept up by the facts that pass."
    watched: set[str] = field(default_factory=set)
    "What the page has open beside that."
    mailbox: deque[str] = field(default_factory=deque)
    later: deque[str] | None = field(default_factory=deque)
    "Frames of facts that happen while the page still catches up; None once it has."
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    sirens: bool = False
    "The person is called when nobody takes a rescue."
    lost: bool = False
    "Too slow: the page must come back with its cursor, and gets nothing more until then."

    def takes(self, event: StoredEvent, mine: set[str]) -> bool:
        """Tell whether this fact is for this page, which has `mine` when it happens, and keep `mine` up."""
        conversation_id = event.conversation_id
        if conversation_id is None:
            return event.agent_id == self.user_id
        concerned = event.agent_id == self.user_id or conversation_id in mine or conversation_id in self.watched
        if event.type == _MOVED:
            concerned = concerned or moved_from(self.user_id) in event.data
            if event.agent_id == self.user_id:
                mine.add(conversation_id)
            else:
                mine.discard(conversation_id)
        elif event.agent_id == self.user_id and event.type == _RINGS:
            mine.add(conversation_id)
        elif event.agent_id == self.user_id and event.type == _RINGS_NO_MORE and _TAKEN not in event.data:
            mine.discard(conversation_id)
        return concerned or (self.sirens and event.type in _SIREN_FACTS)

    def put(self, frame: str) -> None:
        """Queue a frame of something that happens; a full mailbox marks the page as lost instead of growing."""
        target = self.mailbox if self.later is None else self.later
        if self.lost:
            return  # a frame behind a gap would carry the page's cursor past what it never got
        if len(target) >= _MAILBOX:
            self.lost = True
        else:
            target.append(frame)
        self.ready.set()

    def lose(self) -> None:
        """Let the page come back with its cursor once it has what is in its mailbox."""
        self.lost = True
        self.ready.set()

    def caught_up(self) -> None:
        """Let the frames that waited follow."""
        if self.later is not None:
            self.mailbox.extend(self.later)
            self.later = None
        self.ready.set()


@dataclass
class _Looked:
    """A fact with what the store says about it now; its frame is made once for all followers."""

    event: StoredEvent
    card: Card | None
    view: Mapping[str, Any]
    text: str = ""

    def visible_to(self, scope: Scope) -> bool:
        """Tell whether somebody may see it; what is not about a conversation was addressed to the person."""
        return self.card is None or scope.allows(self.card.org_path)

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
                self._cursor = self._handed = self._feed.cursor
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

    def handed(self, follower: Follower) -> str | None:
        """Return the cursor up to which a follower has all its facts in its mailbox; None for one that is lost."""
        if follower.lost or not self._handed:
            return None
        handed = _place(self._handed)
        return self._handed if handed >= follower.since else self._text(follower.since)

    async def follow(
        self, user_id: str, scope: Scope, cursor: str | None, *, sirens: bool = False
    ) -> tuple[Follower, str | None]:
        """Begin to follow; returns the follower and, when everything must be read afresh, the cursor to start from.

        With a cursor that can be followed, the facts behind it are already in the mailbox.
        """
        known = _place(self.cursor)
        mine = await self._database.read(_mine_since, (user_id, known))
        follower = Follower(user_id, scope, since=_place(self.cursor), conversations=mine, sirens=sirens)
        self._followers.add(follower)
        try:
            behind = bool(cursor) and await self._catch_up(follower, cursor or "")
        except BaseException:
            self.leave(follower)
            raise
        if not behind:
            follower.mailbox.clear()
        follower.caught_up()
        return follower, None if behind else self._text(follower.since)

    async def watch(self, follower: Follower, conversation_id: str) -> bool:
        """Let a page follow a conversation that it shows, if its person may see it; tell whether it does now.

        A page that did not get its facts before is told from when on it does: what happened since it read the
        conversation and until then would not come by itself.
        """
        card = await self._database.read(cards.one, conversation_id)
        if card is None or not follower.scope.allows(card.org_path) or len(follower.watched) >= WATCHED:
            return False
        follower.watched.add(conversation_id)
        if conversation_id not in follower.conversations:
            follower.put(json.dumps({"t": "watched", "conversation_id": conversation_id}))
        return True

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
        mine = set(follower.conversations)  # apart from what is kept up by the facts that happen meanwhile
        for _ in range(_CATCH_UP_PAGES):
            try:
                page = await self._feed.after(cursor, _PAGE)
            except Reset:
                return False
            items = [event for event in page.items if (event.xid, event.id) <= follower.since]
            for one in await self._look([event for event in items if follower.takes(event, mine)]):
                if one.visible_to(follower.scope):
                    follower.mailbox.append(one.frame(self._feed.epoch))
            cursor = page.cursor
            if len(follower.mailbox) > _MAILBOX:
                return False
            if len(items) < len(page.items) or not page.items:
                return True
        return False

    async def _hand_out(self, page: Sequence[StoredEvent]) -> None:
        followers = tuple(self._followers)
        wanted: list[StoredEvent] = []
        takers: list[Sequence[Follower]] = []
        followed = set[str | None]().union(*(one.conversations | one.watched for one in followers))
        for event in page:
            if event.agent_id is not None:
                followed.add(event.conversation_id)  # it may be somebody's from here on
            elif event.type not in _FOR_ANY and event.conversation_id not in followed:
                continue  # a talk with the bot, as most are: no page need be asked
            place = (event.xid, event.id)
            taken_by = [one for one in followers if place > one.since and one.takes(event, one.conversations)]
            if taken_by:
                wanted.append(event)
                takers.append(taken_by)
        for one, those in zip(await self._look(wanted), takers, strict=True):
            for follower in those:
                if one.visible_to(follower.scope):
                    follower.put(one.frame(self._feed.epoch))

    def _lose_all(self) -> None:
        for follower in self._followers:
            follower.lose()

    def _text(self, place: Place) -> str:
        return f"{self._feed.epoch}.{place[0]}.{place[1]}"

    async def _look(self, wanted: Sequence[StoredEvent]) -> "Sequence[_Looked]":
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


def _mine_since(tx: Tx, args: tuple[str, Place]) -> set[str]:
    """Query: what a person has or has ringing now, or had at any time after a place of the log."""
    user_id, (xid, event_id) = args
    rings = {one.conversation_id for one in offers.ringing(tx, user_id) if one.conversation_id is not None}
    return {*cards.ids_of_owner(tx, user_id), *events.left_since(tx, xid, event_id, moved_from(user_id)), *rings}


def _look_up(tx: Tx, wanted: Sequence[StoredEvent]) -> Sequence[_Looked]:
    """Query: what the store says now about each fact; a conversation is looked up once for all its facts."""
    seen: dict[str, Card | None] = {}
    looked = []
    for event in wanted:
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
    if event.type in _PERSONAL_FACTS and event.actor_id is not None:
        person = users.find(tx, UserId(event.actor_id))
        view |= {"by": person.display_name if person else None, "by_id": event.actor_id}
    if card is not None and event.type in _CONVERSATION_FACTS:
        view["conversation"] = ConversationView.of(card).model_dump()
    return view
