"""The frames of web chat: one JSON object per text frame, at most 64 KB, every field checked.

Rules: pure; a frame that is no frame at all raises `BadFrame`; a message that cannot be taken raises `BadMessage`
with the `cid` it belongs to, so that the sender learns which one; fields we do not know are ignored, because an older
server must understand a newer page. Texts lose control characters, nothing else: what people write is theirs.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from channels.webchat.limits import MAX_FRAME_BYTES, MAX_TEXT
from hub.model import Kind
from hub.places import BadPlace, place_of
from hub.rescue import SOS

_CID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
MAX_SEQ = 2**53 - 1
"The greatest whole number that a browser counts exactly."


class BadFrame(Exception):
    """What came is not one of our frames; `code` says why, for the sender."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BadMessage(Exception):
    """A message that we cannot take; its sender is told by its `cid`."""

    def __init__(self, cid: str, code: str) -> None:
        super().__init__(code)
        self.cid = cid
        self.code = code


@dataclass(frozen=True, slots=True)
class Hello:
    """The first frame: who I am and what I have seen."""

    token: str
    last_seq: int


@dataclass(frozen=True, slots=True)
class Say:
    """A message of the visitor's."""

    cid: str
    kind: Kind
    text: str | None
    parts: tuple[Mapping[str, object], ...] = ()
    sos: bool = False
    "The SOS button sent it."

    @property
    def is_urgent(self) -> bool:
        """Whether it is never refused, whatever its words: a cry by the button, or where somebody is."""
        return self.sos or self.kind == Kind.LOCATION


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything up to `seq` has arrived, or has been read."""

    seq: int
    read: bool


@dataclass(frozen=True, slots=True)
class Typing:
    """The visitor began or stopped to write."""

    on: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Something is missing after this number."""

    after: int


@dataclass(frozen=True, slots=True)
class Beat:
    """A sign of life; a question wants an answer."""

    question: bool


Frame = Hello | Say | Seen | Typing | Gap | Beat


def read(data: str | bytes) -> Frame:
    """Return the frame that came as text.

    Raises:
        BadFrame: too long, not JSON, not an object, of an unknown type, or with a field of the wrong type.
        BadMessage: a message whose content we cannot take.
    """
    if isinstance(data, bytes):
        raise BadFrame("binary")
    if len(data) > MAX_FRAME_BYTES or len(data.encode("utf-8", "surrogatepass")) > MAX_FRAME_BYTES:
        raise BadFrame("too_big")
    return of_object(json_object(data))


def of_body(body: bytes) -> Frame:
    """Return the frame that came as a request's body; raises as `read` does."""
    if len(body) > MAX_FRAME_BYTES:
        raise BadFrame("too_big")
    return of_object(json_object(body))


def json_object(data: str | bytes) -> Mapping[str, object]:
    """Return the JSON object in `data`; raises `BadFrame` for anything else, however deep or broken."""
    try:
        value = json.loads(data, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BadFrame("bad_json") from None
    if not isinstance(value, dict):
        raise BadFrame("bad_json")
    return value


def of_object(value: Mapping[str, object]) -> Frame:
    """Return the frame that an object stands for; raises as `read` does."""
    kind = value.get("t")
    if not isinstance(kind, str):
        raise BadFrame("bad_type")
    match kind:
        case "hello":
            return _hello(value)
        case "msg":
            return _say(value)
        case "recv" | "read":
            return Seen(_seq(value, "seq"), read=kind == "read")
        case "typing":
            return Typing(_truth(value, "on"))
        case "gap":
            return Gap(_seq(value, "after"))
        case "ping" | "pong":
            return Beat(question=kind == "ping")
    raise BadFrame("unknown_type")


def clean(text: str) -> str:
    """Return `text` with one kind of line end and without control characters, outer blanks cut."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _hello(value: Mapping[str, object]) -> Hello:
    token = value.get("token")
    if not isinstance(token, str) or len(token) > 512:
        raise BadFrame("bad_token")
    if value.get("v", 1) != 1:
        raise BadFrame("bad_version")
    return Hello(token, _seq(value, "last_seq"))


def _say(value: Mapping[str, object]) -> Say:
    cid = value.get("cid")
    if not isinstance(cid, str) or not _CID.fullmatch(cid):
        raise BadFrame("bad_cid")
    if value.get("attachments"):
        raise BadMessage(cid, "attachments_not_taken")
    sos = value.get("sos") is True
    marks: tuple[Mapping[str, object], ...] = ({"kind": SOS},) if sos else ()
    match value.get("kind", "text"):
        case "text":
            return Say(cid, Kind.TEXT, _text(cid, value.get("text")), marks, sos)
        case "location":
            return Say(cid, Kind.LOCATION, None, (_place(cid, value), *marks), sos)
    raise BadMessage(cid, "bad_kind")


def _text(cid: str, text: object) -> str:
    if not isinstance(text, str) or _SURROGATES.search(text):
        raise BadMessage(cid, "bad_text")
    text = clean(text)
    if not text:
        raise BadMessage(cid, "empty")
    if len(text) > MAX_TEXT:
        raise BadMessage(cid, "too_long")
    return text


def _place(cid: str, value: Mapping[str, object]) -> Mapping[str, object]:
    try:
        return place_of(value, source="device").part()
    except BadPlace:
        raise BadMessage(cid, "bad_location") from None


def _seq(value: Mapping[str, object], name: str) -> int:
    number = value.get(name, 0)
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= MAX_SEQ:
        raise BadFrame(f"bad_{name}")
    return number


def _truth(value: Mapping[str, object], name: str) -> bool:
    given = value.get(name)
    if not isinstance(given, bool):
        raise BadFrame(f"bad_{name}")
    return given


def _no_constant(name: str) -> object:
    raise ValueError(name)
