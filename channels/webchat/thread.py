"""From a message of the core to the line that a visitor sees."""

import json
from collections.abc import Mapping

from channels.webchat.render import ThreadMessage
from hub.model import Button, OutboundMessage
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


def _place(parts: list[Mapping[str, object]]) -> Mapping[str, object] | None:
    if not parts:
        return None
    return {name: parts[0][name] for name in ("lat", "lon", "accuracy_m") if name in parts[0]}
