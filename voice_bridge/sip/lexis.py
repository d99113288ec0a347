"""The smallest pieces of SIP text: tokens, quoted strings, lists and parameters.

Rule: everything here works in one pass over the text; an open quotation mark or bracket ends it at once.
Source: RFC 3261 §25.1.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from voice_bridge.sip.errors import Malformed

_TOKEN = re.compile(r"[A-Za-z0-9\-.!%*_+`'~]+")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_VALUE = re.compile(r'[^\s;,<>"]+')
_HOST = re.compile(r"\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+")
_PIECES = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>]*>|[,;"<]', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
MOST_DIGITS = 10
"No number in SIP that we read needs more: 2**32 has ten digits."


def is_token(text: str) -> bool:
    """Tell whether the text is one token."""
    return _TOKEN.fullmatch(text) is not None


def number(text: str, most: int, what: str) -> int:
    """Read an unsigned decimal number up to `most`.

    Raises:
        Malformed: not digits, or too large; `what` names it.
    """
    digits = text.strip()
    if not digits.isascii() or not digits.isdigit():
        raise Malformed(f"{what} is not a number")
    if len(digits.lstrip("0")) > MOST_DIGITS or int(digits) > most:
        raise Malformed(f"{what} is too large")
    return int(digits)


def split(text: str, separator: str) -> list[str]:
    """Cut at each separator (`,` or `;`) outside of quotation marks and angle brackets; the parts are stripped.

    Raises:
        Malformed: a quotation mark or a bracket is never closed.
    """
    parts, start = [], 0
    for piece in _PIECES.finditer(text):
        found = piece.group()
        if found in {'"', "<"}:
            raise Malformed("a quotation mark or a bracket is not closed")
        if found == separator:
            parts.append(text[start : piece.start()].strip())
            start = piece.end()
    parts.append(text[start:].strip())
    return parts


def quoted(text: str) -> str:
    """Return the text as a quoted string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def unquoted(text: str) -> str:
    """Return what a quoted string says; anything else as it is."""
    if not _QUOTED.fullmatch(text):
        return text
    return _ESCAPED.sub(r"\1", text[1:-1])


def split_host_port(text: str, what: str) -> tuple[str, int | None]:
    """Read `host` or `host:port`; an IPv6 address stands in brackets and keeps them.

    Raises:
        Malformed: no host, or a port that is none; `what` names where it stands.
    """
    host = _HOST.match(text)
    if host is None:
        raise Malformed(f"{what} has no host")
    rest = text[host.end() :].strip()
    if not rest:
        return host.group(), None
    if rest[0] != ":":
        raise Malformed(f"{what} has a bad host")
    return host.group(), number(rest[1:], 65_535, f"the port in {what}")


@dataclass(frozen=True, slots=True)
class Params:
    """The `;name=value` parameters behind a value, in their order and spelling; values keep their quotation marks."""

    items: tuple[tuple[str, str | None], ...] = ()

    @classmethod
    def parse(cls, parts: list[str]) -> "Params":
        """Read parameters that were already cut at their semicolons.

        Raises:
            Malformed: an empty parameter, or a name or value with letters that it must not have.
        """
        return cls(tuple(_param(part) for part in parts))

    def __contains__(self, name: str) -> bool:
        return any(have == name for have, _ in self._lower())

    def get(self, name: str) -> str | None:
        """Return the value of the first parameter of this (lower-case) name; None also for one without a value."""
        return next((value for have, value in self._lower() if have == name), None)

    def with_(self, name: str, value: str | None) -> "Params":
        """Return the same with this parameter set, in its place if it is there, else at the end."""
        if name not in self:
            return Params((*self.items, (name, value)))
        return Params(tuple((have, value if have.lower() == name else old) for have, old in self.items))

    def without(self, *names: str) -> "Params":
        """Return the same without the parameters of these (lower-case) names."""
        return Params(tuple(item for item in self.items if item[0].lower() not in names))

    def __str__(self) -> str:
        return "".join(f";{name}" if value is None else f";{name}={value}" for name, value in self.items)

    def _lower(self) -> Iterator[tuple[str, str | None]]:
        return ((name.lower(), value) for name, value in self.items)


NONE = Params()


def _param(part: str) -> tuple[str, str | None]:
    name, equals, value = part.partition("=")
    name, value = name.strip(), value.strip()
    if not is_token(name):
        raise Malformed("an empty or unreadable parameter")
    if not equals:
        return name, None
    if not (_VALUE.fullmatch(value) or _QUOTED.fullmatch(value)):
        raise Malformed(f"the parameter {name} has an unreadable value")
    return name, value
