"""Addresses as SIP writes them: `sip:` and `sips:` taken apart, every other scheme kept whole.

Rule: what was written is kept letter by letter, so that it can be repeated; what it means is worked out when two are
compared. Source: RFC 3261 §19.1, RFC 5118 §4.
"""

import re
from dataclasses import dataclass, replace
from urllib.parse import unquote

from voice_bridge.sip.errors import Malformed
from voice_bridge.sip.lexis import NONE, Params, split_host_port

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# Letters that a part may have unescaped (RFC 3261 §25.1); each check is one pass.
_MARK = r"A-Za-z0-9\-_.!~*'()%"
_USER = re.compile(rf"[{_MARK}&=+$,;?/#]+")
_PASSWORD = re.compile(rf"[{_MARK}&=+$,]*")
_PARAM = re.compile(rf"[{_MARK}\[\]/:&+$]+(?:=[{_MARK}\[\]/:&+$]+)?")
_HEADER = re.compile(rf"[{_MARK}\[\]/?:+$]+=[{_MARK}\[\]/?:+$]*")
_OPAQUE = re.compile(r"[!-;=?-~]+")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()")
_MUST_AGREE = ("user", "ttl", "method", "maddr", "transport")
"Parameters that make two addresses different even when only one of them has it (RFC 3261 §19.1.4)."


@dataclass(frozen=True, slots=True)
class SipUri:
    """A `sip:` or `sips:` address. Texts are as written, escapes included; an IPv6 host keeps its brackets."""

    host: str
    user: str | None = None
    port: int | None = None
    params: Params = NONE
    scheme: str = "sip"
    password: str | None = None
    headers: str = ""
    "What stands behind the `?`."

    @property
    def user_text(self) -> str:
        """The user with its escapes resolved; bytes that are no UTF-8 become the replacement letter."""
        return unquote(self.user or "")

    @property
    def is_loose_router(self) -> bool:
        """Whether this element keeps to RFC 3261's routing (`lr`)."""
        return "lr" in self.params

    def same(self, other: "Uri") -> bool:
        """Tell whether both mean the same resource (RFC 3261 §19.1.4)."""
        if not isinstance(other, SipUri):
            return False
        mine, theirs = _params(self.params), _params(other.params)
        return (
            self._key() == other._key()
            and all(mine.get(name) == theirs.get(name) for name in _MUST_AGREE)
            and all(theirs[name] == value for name, value in mine.items() if name in theirs)
        )

    def bare(self) -> "SipUri":
        """Return the address of record: scheme, user and host only (RFC 3261 §10.3 step 5)."""
        return replace(self, params=NONE, password=None, headers="", port=None)

    def _key(self) -> tuple[object, ...]:
        user = None if self.user is None else _canonical(self.user)
        password = None if self.password is None else _canonical(self.password)
        headers = frozenset(_canonical(header).lower() for header in self.headers.split("&"))
        return self.scheme.lower(), user, password, host_key(self.host), self.port, headers

    def __str__(self) -> str:
        user = "" if self.user is None else self.user
        if self.password is not None:
            user += f":{self.password}"
        at = "" if self.user is None else "@"
        port = "" if self.port is None else f":{self.port}"
        headers = f"?{self.headers}" if self.headers else ""
        return f"{self.scheme}:{user}{at}{self.host}{port}{self.params}{headers}"


@dataclass(frozen=True, slots=True)
class OtherUri:
    """An address of another scheme (`tel:`, `urn:`, one we do not know); nothing of it is looked into."""

    scheme: str
    rest: str

    def same(self, other: "Uri") -> bool:
        """Tell whether both are written alike."""
        return isinstance(other, OtherUri) and str(self) == str(other)

    def __str__(self) -> str:
        return f"{self.scheme}:{self.rest}"


Uri = SipUri | OtherUri


def parse_uri(text: str) -> Uri:
    """Read an address.

    Raises:
        Malformed: no scheme, a letter that must be escaped, a bad host or port.
    """
    scheme = _SCHEME.match(text)
    if scheme is None:
        raise Malformed("an address without a scheme")
    rest = text[scheme.end() :]
    if scheme.group(1).lower() in {"sip", "sips"}:
        return _sip_uri(scheme.group(1), rest)
    if not _OPAQUE.fullmatch(rest):
        raise Malformed("an address with letters that no address has")
    return OtherUri(scheme.group(1), rest)


def _sip_uri(scheme: str, text: str) -> SipUri:
    userinfo, at, place = text.rpartition("@")
    user, colon, password = userinfo.partition(":")
    place, _, headers = place.partition("?")
    host_port, *params = place.split(";")
    host, port = split_host_port(host_port, "an address")
    good = (
        (not at or (_USER.fullmatch(user) and _PASSWORD.fullmatch(password)))
        and host_port == host_port.strip()
        and all(_PARAM.fullmatch(param) for param in params)
        and (not headers or all(_HEADER.fullmatch(header) for header in headers.split("&")))
        and not _BAD_ESCAPE.search(text)
    )
    if not good:
        raise Malformed("an address with letters that must be escaped there")
    pairs = (param.partition("=") for param in params)
    items = tuple((name, value if equals else None) for name, equals, value in pairs)
    return SipUri(host, user if at else None, port, Params(items), scheme, password if at and colon else None, headers)


def host_key(host: str) -> str:
    """Return a host in the form by which two are compared.

    A third colon is forgiven: RFC 3261's own grammar asked for it by mistake (RFC 5118 §4.10).
    """
    return host.strip("[]").lower().replace(":::", "::")


def _params(params: Params) -> dict[str, str]:
    return {_canonical(name).lower(): _canonical(value or "").lower() for name, value in params.items}


def _canonical(text: str) -> str:
    """Resolve the escapes that were not necessary, and spell the others alike."""

    def resolved(escape: re.Match[str]) -> str:
        letter = chr(int(escape.group(1), 16))
        return letter if letter in _UNRESERVED else escape.group().upper()

    return _ESCAPE.sub(resolved, text)
