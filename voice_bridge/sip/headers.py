"""The lines above a message's body: kept in their order and wording, found by name.

Rule: what must be echoed is echoed as it came (RFC 3261 §8.2.6.2), so a line's value is text until somebody asks for
its meaning. Names are compared without regard to case, and the one-letter forms are the long ones.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from voice_bridge.sip.lexis import split

_COMPACT = {
    "a": "Accept-Contact",  # RFC 3841
    "b": "Referred-By",  # RFC 3892
    "c": "Content-Type",
    "d": "Request-Disposition",  # RFC 3841
    "e": "Content-Encoding",
    "f": "From",
    "i": "Call-ID",
    "j": "Reject-Contact",  # RFC 3841
    "k": "Supported",
    "l": "Content-Length",
    "m": "Contact",
    "n": "Identity-Info",  # RFC 4474
    "o": "Event",  # RFC 6665
    "r": "Refer-To",  # RFC 3515
    "s": "Subject",
    "t": "To",
    "u": "Allow-Events",  # RFC 6665
    "v": "Via",
    "x": "Session-Expires",  # RFC 4028
    "y": "Identity",  # RFC 8224
}
_SPELLINGS = {
    name.lower(): name
    for name in (*_COMPACT.values(), "Allow", "Authorization", "CSeq", "Max-Forwards", "Min-SE", "RAck", "RSeq",
                 "Record-Route", "Replaces", "Require", "Route", "Via", "WWW-Authenticate")
}  # fmt: skip


def full_name(name: str) -> str:
    """Return a header's name in the spelling we use: the long form, or as it was written if we do not know it."""
    lower = name.lower()
    return _COMPACT.get(lower) or _SPELLINGS.get(lower, name)


@dataclass(frozen=True, slots=True)
class Headers:
    """Header lines in order; each is (name, value), the name in its long form, the value as it was written."""

    lines: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, lines: Iterable[tuple[str, str]]) -> "Headers":
        """Make headers of (name, value) lines in any spelling."""
        return cls(tuple((full_name(name), value) for name, value in lines))

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.lines)

    def get(self, name: str) -> str | None:
        """Return the first value of this name (long form, any case), or None."""
        return next(iter(self.all(name)), None)

    def all(self, name: str) -> list[str]:
        """Return the values of all lines of this name, uncut."""
        wanted = name.lower()
        return [value for have, value in self.lines if have.lower() == wanted]

    def values(self, name: str) -> list[str]:
        """Return all values of a header whose lines are comma-separated lists.

        Raises:
            Malformed: a quotation mark or a bracket is never closed.
        """
        return [value for line in self.all(name) for value in split(line, ",") if value]

    def tokens(self, name: str) -> frozenset[str]:
        """Return the values of a list of tokens (Require, Supported, Allow), in lower case."""
        return frozenset(value.lower() for value in self.values(name))

    def with_(self, *lines: tuple[str, str]) -> "Headers":
        """Return the same with these lines in place of all of their names, at the end."""
        return Headers((*self.without(*(name for name, _ in lines)).lines, *lines))

    def first(self, *lines: tuple[str, str]) -> "Headers":
        """Return the same with these lines on top."""
        return Headers((*lines, *self.lines))

    def without(self, *names: str) -> "Headers":
        """Return the same without the lines of these names."""
        gone = {name.lower() for name in names}
        return Headers(tuple(line for line in self.lines if line[0].lower() not in gone))

    def without_first(self, name: str) -> "Headers":
        """Return the same without the first value of a comma-separated header."""
        lines, wanted, found = [], name.lower(), False
        for have, value in self.lines:
            if found or have.lower() != wanted:
                lines.append((have, value))
                continue
            found = True
            if rest := split(value, ",")[1:]:
                lines.append((have, ", ".join(rest)))
        return Headers(tuple(lines))
