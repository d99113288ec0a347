"""From bytes to a message: one door for datagrams, WebSocket frames and what the stream framer has cut out.

Rule: whatever comes in, the only exception that goes out is `BadMessage`, and the work is bounded by `Limits`. Nothing
is guessed: a message that is let through has one meaning. Source: RFC 3261 §7, §25.1; verdicts on RFC 4475 and RFC 5118
in docs/conformance/sip.md.
"""

import re
from dataclasses import dataclass

from voice_bridge.sip.errors import Malformed
from voice_bridge.sip.headers import Headers
from voice_bridge.sip.lexis import is_token, number
from voice_bridge.sip.message import VERSION, Message, Request, Response
from voice_bridge.sip.uri import SipUri, parse_uri


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a stranger's text we are willing to look at."""

    message_bytes: int = 65_535
    head_bytes: int = 16_384
    lines: int = 256


class BadMessage(Malformed):
    """A message that cannot be used. `method` is empty when it is no request; then, or for an ACK, nothing is answered.

    `headers` are what could be read of it, for `reply.refuse`.
    """

    def __init__(self, reason: str, status: int = 400, method: str = "", headers: Headers | None = None) -> None:
        super().__init__(reason, status)
        self.method = method
        self.headers = headers or Headers()


USUAL = Limits()
HIGHEST_LENGTH = 2**31 - 1
_ONLY_ONCE = ("From", "To", "Call-ID", "CSeq", "Max-Forwards", "Content-Length", "Content-Type", "Expires")
_FOLD = re.compile(r"[ \t]*\r\n[ \t]+")
_STATUS = re.compile(r"([1-6]\d\d)(?: ([^\r\n]*))?")
_CALL_ID = re.compile(r"[\x21-\x7e]+")


def parse(data: bytes, limits: Limits = USUAL) -> Message:
    """Read one message.

    Args:
        data: a whole datagram, frame, or message cut from a stream; what stands behind Content-Length is ignored.
        limits: how much of it we are willing to look at.

    Raises:
        BadMessage: it breaks the grammar, a limit, or the rules of its headers.
    """
    method, headers = "", Headers()
    try:
        first_line, headers, rest = _take_apart(data, limits)
        first_word, _, after = first_line.partition(" ")
        is_response = first_word.upper() == VERSION
        method = "" if is_response else first_word
        body = _body(headers, rest)
        message = _response(after, headers, body) if is_response else _request(first_line, headers, body)
        _check(message)
    except BadMessage:
        raise
    except Malformed as fault:
        raise BadMessage(fault.reason, fault.status, method, headers) from None
    return message


def _take_apart(data: bytes, limits: Limits) -> tuple[str, Headers, bytes]:
    if len(data) > limits.message_bytes:
        raise Malformed("the message is too large", 513)
    start = 0
    while data.startswith(b"\r\n", start):
        start += 2
    end = data.find(b"\r\n\r\n", start, start + limits.head_bytes)
    if end < 0:
        raise Malformed("the head has no end, or is too long")
    head = data[start:end].decode("utf-8", "surrogateescape")
    first_line, _, rest = head.partition("\r\n")
    lines = _FOLD.sub(" ", rest).split("\r\n") if rest else []
    if len(lines) > limits.lines:
        raise Malformed("too many header lines")
    return first_line, Headers.of(_line(line) for line in lines), data[end + 4 :]


def _line(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    name = name.rstrip(" \t")
    if not colon or not is_token(name) or "\r" in value or "\n" in value:
        raise Malformed("an unreadable header line")
    return name, value.strip(" \t")


def _body(headers: Headers, rest: bytes) -> bytes:
    lengths = headers.all("Content-Length")
    if not lengths:
        return rest
    length = number(lengths[0], HIGHEST_LENGTH, "Content-Length")
    if length > len(rest):
        raise Malformed("the body is shorter than Content-Length")
    return rest[:length]


def _request(first_line: str, headers: Headers, body: bytes) -> Request:
    parts = first_line.split(" ")
    if len(parts) != 3 or not is_token(parts[0]):
        raise Malformed("an unreadable request line")
    method, target, version = parts
    if version.upper() != VERSION:
        raise Malformed("Version Not Supported", 505)
    uri = parse_uri(target)
    if isinstance(uri, SipUri) and uri.headers:
        raise Malformed("headers in the request's address")
    return Request(method, uri, headers, body)


def _response(after: str, headers: Headers, body: bytes) -> Response:
    found = _STATUS.fullmatch(after.rstrip(" \t") if after.isspace() else after)
    if found is None:
        raise Malformed("an unreadable status line")
    return Response(int(found.group(1)), found.group(2) or "", headers, body)


def _check(message: Message) -> None:
    """Read every header on which routing, matching or dialogs stand, once."""
    twice = [name for name in _ONLY_ONCE if len(message.headers.all(name)) > 1]
    if twice:
        raise Malformed(f"more than one {twice[0]}")
    if not _CALL_ID.fullmatch(message.call_id):
        raise Malformed("an unreadable Call-ID")
    if message.sender.tag is None and isinstance(message, Response):
        raise Malformed("no tag in From")
    _ = message.recipient, message.via, message.contacts, message.routes, message.record_routes
    for name in ("Require", "Proxy-Require", "Supported", "Accept"):
        message.headers.values(name)
    if isinstance(message, Request):
        if message.cseq.method != message.method:
            raise Malformed("the method in CSeq is another one")
        number(message.headers.get("Max-Forwards") or "70", 255, "Max-Forwards")
    else:
        _ = message.cseq
