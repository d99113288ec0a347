"""Requests and responses as values: what came over the wire, or what will go.

Rule: text is decoded as UTF-8 with surrogate escapes, so bytes that are no UTF-8 come out again as they went in.
Typed views (`cseq`, `vias`, `contacts`) are read from the lines when they are asked for; `parser.parse` has read them
all once, so on a message that came through it they do not fail.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from voice_bridge.sip.address import Address, parse_address
from voice_bridge.sip.errors import Malformed
from voice_bridge.sip.headers import Headers
from voice_bridge.sip.lexis import is_token, number
from voice_bridge.sip.uri import Uri
from voice_bridge.sip.via import Via, parse_via

VERSION = "SIP/2.0"
HIGHEST_CSEQ = 2**31 - 1
LONGEST_EXPIRES_S = 2**32 - 1


@dataclass(frozen=True, slots=True)
class CSeq:
    """A request's place in its dialog, and its method."""

    number: int
    method: str

    def __str__(self) -> str:
        return f"{self.number} {self.method}"


def parse_cseq(text: str) -> CSeq:
    """Read a CSeq value.

    Raises:
        Malformed: not a number below 2**31 and a method.
    """
    digits, _, method = text.strip().partition(" ")
    if not is_token(method.strip()):
        raise Malformed("an unreadable CSeq")
    return CSeq(number(digits, HIGHEST_CSEQ, "CSeq"), method.strip())


class _Message:
    """What requests and responses have in common."""

    headers: Headers
    body: bytes

    @cached_property
    def call_id(self) -> str:
        """The name of the call, compared letter by letter."""
        return self._needed("Call-ID").strip()

    @cached_property
    def cseq(self) -> CSeq:
        """The request's number and method."""
        return parse_cseq(self._needed("CSeq"))

    @cached_property
    def sender(self) -> Address:
        """The From."""
        return parse_address(self._needed("From"))

    @cached_property
    def recipient(self) -> Address:
        """The To."""
        return parse_address(self._needed("To"))

    @cached_property
    def vias(self) -> tuple[Via, ...]:
        """The way back, the last hop first."""
        return tuple(parse_via(value) for value in self.headers.values("Via"))

    @property
    def via(self) -> Via:
        """The hop that handed us the message."""
        if not self.vias:
            raise Malformed("no Via")
        return self.vias[0]

    @cached_property
    def contacts(self) -> tuple[Address, ...]:
        """The Contacts; `*` (all of them, in a REGISTER) is no address and not among them."""
        return tuple(parse_address(value) for value in self.headers.values("Contact") if value != "*")

    @cached_property
    def routes(self) -> tuple[Address, ...]:
        """Where the request has still to go through."""
        return tuple(parse_address(value) for value in self.headers.values("Route"))

    @cached_property
    def record_routes(self) -> tuple[Address, ...]:
        """Who wants to stay in the way, the last one first."""
        return tuple(parse_address(value) for value in self.headers.values("Record-Route"))

    @property
    def expires_s(self) -> int | None:
        """The Expires header in seconds; None if there is none or it is unreadable (RFC 3261 §20.19)."""
        digits = (self.headers.get("Expires") or "").strip()
        if not digits.isascii() or not digits.isdigit():
            return None
        return min(int(digits[:11]), LONGEST_EXPIRES_S)

    @property
    def content_type(self) -> str:
        """The body's type without parameters, in lower case; empty if none is named."""
        return (self.headers.get("Content-Type") or "").partition(";")[0].strip().lower()

    def _needed(self, name: str) -> str:
        value = self.headers.get(name)
        if value is None:
            raise Malformed(f"no {name}")
        return value

    def _encoded(self, first_line: str) -> bytes:
        length = ("Content-Length", str(len(self.body)))
        lines = (*self.headers.without("Content-Length"), length)
        head = "".join(f"{name}: {value}\r\n" for name, value in lines)
        return f"{first_line}\r\n{head}\r\n".encode("utf-8", "surrogateescape") + self.body


@dataclass(frozen=True)
class Request(_Message):
    """What somebody wants."""

    method: str
    uri: Uri
    headers: Headers
    body: bytes = b""

    def __bytes__(self) -> bytes:
        return self._encoded(f"{self.method} {self.uri} {VERSION}")

    def arrived_from(self, host: str, port: int) -> "Request":
        """Return the request with what we saw of its source written into its top Via (RFC 3261 §18.2.1, RFC 3581)."""
        seen = self.via.arrived_from(host, port)
        if seen == self.via:
            return self
        return replace(self, headers=self.headers.without_first("Via").first(("Via", str(seen))))


@dataclass(frozen=True)
class Response(_Message):
    """What is answered."""

    status: int
    reason: str
    headers: Headers
    body: bytes = b""

    def __bytes__(self) -> bytes:
        return self._encoded(f"{VERSION} {self.status} {self.reason}")

    @property
    def is_final(self) -> bool:
        """Whether nothing more follows."""
        return self.status >= 200

    @property
    def is_success(self) -> bool:
        """Whether it is a 2xx."""
        return 200 <= self.status < 300


Message = Request | Response
