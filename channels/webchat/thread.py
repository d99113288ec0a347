"""From a message of the core to the line that a visitor sees."""

import json
from collections.abc import Mapping

from channels.webchat.render import ThreadMessage
from hub.model import Button, OutboundMessage
from hub.places import links, place_in
from hub.store.messages import Message

_ROLES = {"tourist": "visitor", "bot": "bot", "agent": "agent", "system": "system"}


def shown(message: Message) -> ThreadMessage:
    """Return a stored message of the thread as its visitor sees it."""
    parts = json.loads(message.parts) if message.parts else []
    own = message.direction == "in"
    return ThreadMessage(
        seq=message.pub_seq or 0,
        id=message.id,
        role=_ROLES[message.author_kind],
        kind=message.kind,
        text=message.text,
        at_ms=message.at_ms,
        name=message.author_name,
        cid=message.ext_id if own else None,
        buttons=tuple(Button(part["label"], part["value"]) for part in parts) if message.kind == "buttons" else (),
        place=_place(parts) if message.kind == "location" else None,
    )


def leaving(message: OutboundMessage) -> ThreadMessage:
    """Return a message that is just being sent as its visitor sees it: the same line as `shown` makes of its row."""
    return ThreadMessage(
        seq=message.pub_seq,
        id=message.id,
        role=_ROLES[message.author],
        kind="buttons" if message.reply.buttons else "text",
        text=message.reply.text,
        at_ms=message.at_ms,
        name=message.author_name,
        buttons=message.reply.buttons,
    )


def _place(parts: object) -> Mapping[str, object] | None:
    """Return a place as a page shows it: in WGS-84, with a map that draws it there."""
    place = place_in(parts)
    if place is None:
        return None
    lat, lon = place.wgs84
    shown: dict[str, object] = {"lat": lat, "lon": lon, "map": links(place)["amap"]}
    if place.accuracy_m is not None:
        shown["accuracy_m"] = place.accuracy_m
    if place.label is not None:
        shown["label"] = place.label
    return shown
