"""How conversations, messages and offers look to staff: the shapes of the API and of the stream alike."""

import json
from typing import Any

from pydantic import BaseModel

from hub import mood
from hub.model import Kind
from hub.places import Place, links, place_in
from hub.store.cards import Card
from hub.store.messages import Message

_EXCERPT = 120


class PlaceView(BaseModel):
    """Where somebody is: in WGS-84, with maps that show it."""

    lat: float
    lon: float
    accuracy_m: float | None
    label: str | None
    source: str
    datum: str
    "In which it was received."
    links: dict[str, str]
    "Addresses that show it: amap, baidu, osm, geo."

    @classmethod
    def of(cls, place: Place) -> "PlaceView":
        """Make the view of a place."""
        lat, lon = place.wgs84
        return cls(
            lat=round(lat, 7),
            lon=round(lon, 7),
            accuracy_m=place.accuracy_m,
            label=place.label,
            source=place.source,
            datum=place.datum,
            links=dict(links(place)),
        )


class MessageView(BaseModel):
    """One message of a transcript."""

    id: str
    conversation_id: str
    seq: int
    pub_seq: int | None
    direction: str
    kind: str
    author: str
    author_name: str | None
    text: str | None
    parts: list[dict[str, Any]]
    place: PlaceView | None
    "Where the tourist is, in a message of kind `location`."
    reply_to_id: str | None
    at_ms: int
    status: str
    status_reason: str | None
    poison: bool
    "The bot could not take it in; people see it as it came."
    command_key: str | None
    "The Idempotency-Key under which a member of staff wrote it, so that the writer's page knows its own words."

    @classmethod
    def of(cls, message: Message) -> "MessageView":
        """Make the view of a message."""
        parts = json.loads(message.parts) if message.parts else []
        place = place_in(parts) if message.kind == Kind.LOCATION else None
        return cls(
            id=message.id,
            conversation_id=message.conversation_id,
            seq=message.seq,
            pub_seq=message.pub_seq,
            direction=message.direction,
            kind=message.kind,
            author=message.author_kind,
            author_name=message.author_name,
            text=message.text,
            parts=parts,
            place=PlaceView.of(place) if place else None,
            reply_to_id=message.reply_to_id,
            at_ms=message.at_ms,
            status=message.status,
            status_reason=message.status_reason,
            poison=bool(message.poison),
            command_key=_command_key(message.made_key),
        )


def _command_key(made_key: str) -> str | None:
    kind, *rest = made_key.split(":", 3)
    return rest[2] if kind in {"reply", "note"} else None


class LineView(BaseModel):
    """A line of the talk before it was handed over."""

    who: str
    "tourist or bot."
    text: str


class DetailView(BaseModel):
    """One thing that the tourist has told the bot, as the staff reads it."""

    label: str
    value: str


class KnownView(BaseModel):
    """Something that was under way with the bot."""

    topic: str
    details: list[DetailView]


class HandoffView(BaseModel):
    """What the bot, or the colleague who had it, says to the person who takes over."""

    reason: str
    "Why the bot gave it up; transferred for a colleague, taken_over for a supervisor, agent_gone for a lost one."
    summary: str
    by: str | None = None
    "The colleague's name."
    topic: str | None = None
    "What the bot thinks it is about."
    business: str | None = None
    "Its kind of business: inquiry, complaint, booking, repair, suggestion, rescue."
    dissatisfied: int = 0
    "0 (content) to 100."
    recent: list[LineView] = []
    known: list[KnownView] = []
    "What was under way, the last begun first."

    @classmethod
    def of(cls, packet: str, segment: int) -> "HandoffView":
        """Return the view of a packet as it was written, in this segment of its conversation."""
        felt = mood.unpacked(packet)
        return cls(**{**json.loads(packet), "dissatisfied": felt.dissatisfied(segment)})


class ConversationView(BaseModel):
    """A conversation at a glance."""

    id: str
    org_id: str
    channel: str
    account_name: str
    state: str
    owner_kind: str
    owner_id: str | None
    owner_name: str | None
    owner_epoch: int
    queue_id: str | None
    queue_code: str | None
    rescue: bool
    lang: str | None
    seq: int
    segment: int
    unread_from_seq: int
    "The first number that the owner has not read."
    unread: int
    "How many of the tourist's messages the owner has not read."
    handoff: HandoffView | None
    opened_ms: int
    last_ms: int
    waiting_since_ms: int | None
    snoozed_until_ms: int | None
    "Until when it is put off."
    customer_id: str
    tourist_name: str | None
    verified: bool
    delivered_seq: int
    "How far the tourist has received our side, in the tourist's numbers."
    read_seq: int
    last_text: str | None
    last_kind: str | None
    "Of what kind the last message of either side is: one without words, such as a place, has a name at least."
    tourist_text: str | None
    "The tourist's own last words."

    @classmethod
    def of(cls, card: Card) -> "ConversationView":
        """Make the view of a card."""
        return cls(
            id=card.id,
            org_id=card.org_id,
            channel=card.channel,
            account_name=card.account_name,
            state=card.state,
            owner_kind=card.owner_kind,
            owner_id=card.owner_id,
            owner_name=card.owner_name,
            owner_epoch=card.owner_epoch,
            queue_id=card.queue_id,
            queue_code=card.queue_code,
            rescue=bool(card.rescue),
            lang=card.lang,
            seq=card.seq,
            segment=card.segment,
            unread_from_seq=card.agent_read_seq + 1,
            unread=card.unread,
            handoff=HandoffView.of(card.handoff, card.segment) if card.handoff else None,
            opened_ms=card.opened_ms,
            last_ms=card.last_ms,
            waiting_since_ms=card.waiting_since_ms,
            snoozed_until_ms=card.snoozed_until_ms,
            customer_id=card.customer_id,
            tourist_name=card.tourist_name,
            verified=card.verified != "none",
            delivered_seq=card.delivered_seq,
            read_seq=card.read_seq,
            last_text=card.last_text[:_EXCERPT] if card.last_text else None,
            last_kind=card.last_kind,
            tourist_text=card.tourist_text[:_EXCERPT] if card.tourist_text else None,
        )


class OfferView(BaseModel):
    """A conversation that rings at an agent's desk."""

    work_item_id: str
    offer_epoch: int
    until_ms: int
    conversation: ConversationView
