"""What we say to a visitor's page: the frames that go out, as JSON text.

Rule: pure; `seq` is always the number in the visitor's own thread (`pub_seq`), and `prev` is the number before it, so
that the page sees by itself that something is missing and asks for it. Names and texts go out as they are: the page
shows them as text, never as HTML.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from hub.model import Button
from hub.ports import Wait

BEAT_S = 25
"After so many seconds of silence each side asks for a sign of life."


@dataclass(frozen=True, slots=True)
class ThreadMessage:
    """One line of the thread as the visitor may see it."""

    seq: int
    id: str
    role: str
    "One of visitor, bot, agent, system."
    kind: str
    text: str | None
    at_ms: int
    name: str | None = None
    cid: str | None = None
    "The visitor's own id of the message."
    buttons: tuple[Button, ...] = ()
    place: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand in the visitor's conversation."""

    phase: str = "none"
    "One of none, bot, queued, agent, closed."
    agent: str | None = None
    "The public name of the agent."
    queue_pos: int | None = None
    "The place in the line, 1 is the next; null where it was not told."
    eta_s: int | None = None
    "Half of all wait no longer."
    eta_p90_s: int | None = None
    "Nine of ten wait no longer."
    nobody: bool = False
    "Waits, and nobody is there who could answer: none of the staff is signed in, or it is out of hours."
    rescue: bool = False
    "Is in danger: the page asks for the place."
    seen: int = 0
    "Up to here an agent has read what the visitor wrote."

    def waiting(self, told: Wait | None) -> "Standing":
        """Return the same with what was told of the wait."""
        if told is None:
            return self
        if not told.position:
            return replace(self, nobody=True)
        return replace(self, queue_pos=told.position, eta_s=told.p50_s, eta_p90_s=told.p90_s)


def message_object(message: ThreadMessage) -> dict[str, object]:
    """Return a message as the object that frames and the history carry."""
    shown: dict[str, object] = {
        "t": "msg",
        "seq": message.seq,
        "prev": message.seq - 1,
        "id": message.id,
        "from": {"role": message.role, "name": message.name},
        "kind": message.kind,
        "text": message.text,
        "ts": message.at_ms,
    }
    if message.cid is not None:
        shown["cid"] = message.cid
    if message.buttons:
        shown["buttons"] = [{"label": button.label, "value": button.value} for button in message.buttons]
    if message.place is not None:
        shown["place"] = dict(message.place)
    return shown


def state_object(standing: Standing) -> dict[str, object]:
    """Return the standing as an object; what is not known is null."""
    return {
        "t": "state",
        "phase": standing.phase,
        "agent": standing.agent,
        "queue_pos": standing.queue_pos,
        "eta_s": standing.eta_s,
        "eta_p90_s": standing.eta_p90_s,
        "nobody": standing.nobody,
        "rescue": standing.rescue,
    }


def seen_object(seq: int) -> dict[str, object]:
    """Return how far the visitor's messages have been read by an agent."""
    return {"t": "seen", "seq": seq}


def welcome_object(session: str, from_seq: int, last_seq: int) -> dict[str, object]:
    """Return the answer to a hello: the thread goes on at `from_seq` and stands at `last_seq`."""
    return {"t": "welcome", "session": session, "from_seq": from_seq, "last_seq": last_seq, "hb": BEAT_S}


def ack_object(cid: str, journal_id: str) -> dict[str, object]:
    """Return the promise that a message is kept; a repeat of the `cid` gets the same."""
    return {"t": "ack", "cid": cid, "id": journal_id}


def nack_object(cid: str, code: str, retry_s: float | None = None) -> dict[str, object]:
    """Return why a message was not taken, and when it is worth sending it again (never, if there is no time)."""
    refused: dict[str, object] = {"t": "nack", "cid": cid, "code": code}
    if retry_s is not None:
        refused["retry_ms"] = max(1, round(retry_s * 1000))
    return refused


def error_object(code: str) -> dict[str, object]:
    """Return what is wrong with a frame that we could not read."""
    return {"t": "error", "code": code}


def typing_object(on: bool, name: str | None) -> dict[str, object]:
    """Return that somebody on our side is writing."""
    return {"t": "typing", "on": on, "name": name}


RESET: Mapping[str, object] = {"t": "reset"}
PING: Mapping[str, object] = {"t": "ping"}
PONG: Mapping[str, object] = {"t": "pong"}


def frame(value: Mapping[str, object]) -> str:
    """Return an object as the text of one frame."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
