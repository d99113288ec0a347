"""Who is meant by a From, To, Contact or Route: a name, an address, and parameters behind it.

Source: RFC 3261 §20.10, §25.1. Deviation: a display name may have any letters that do not end it (carriers send Chinese
names without quotation marks), and spaces inside the angle brackets are forgiven.
"""

import re
from dataclasses import dataclass, replace

from voice_bridge.sip.errors import Malformed
from voice_bridge.sip.lexis import NONE, Params, quoted, split, unquoted
from voice_bridge.sip.uri import Uri, parse_uri

_QUOTED_NAME = re.compile(r'"(?:[^"\\]|\\.)*"\s*', re.DOTALL)
_NEEDS_BRACKETS = frozenset(";?,")


@dataclass(frozen=True, slots=True)
class Address:
    """A name-addr with its header parameters, e.g. `"Li Na" <sip:lina@example.org>;tag=77`."""

    uri: Uri
    params: Params = NONE
    display: str = ""
    "The name as a person reads it, without quotation marks; empty if there is none."

    @property
    def tag(self) -> str | None:
        """The `tag` parameter."""
        return self.params.get("tag")

    def with_tag(self, tag: str) -> "Address":
        """Return the same with this tag."""
        return replace(self, params=self.params.with_("tag", tag))

    def __str__(self) -> str:
        name = f"{quoted(self.display)} " if self.display else ""
        return f"{name}<{self.uri}>{self.params}"


def parse_address(text: str) -> Address:
    """Read one address with its parameters, with angle brackets or without.

    Raises:
        Malformed: anything is wrong with the name, the address or the parameters; also an address with `?`, `;` or `,`
            of its own that stands outside of brackets.
    """
    display, rest = _display(text.strip())
    if rest.startswith("<"):
        inner, closed, params = rest[1:].partition(">")
        params = params.strip()
        if not closed or (params and not params.startswith(";")):
            raise Malformed("an address whose bracket is not closed well")
        return Address(parse_uri(inner.strip()), Params.parse(split(params, ";")[1:]), display)
    address, *parts = split(rest, ";")
    if display or _NEEDS_BRACKETS.intersection(address):
        raise Malformed("an address that needs angle brackets")
    return Address(parse_uri(address), Params.parse(parts))


def _display(text: str) -> tuple[str, str]:
    if name := _QUOTED_NAME.match(text):
        return unquoted(name.group().rstrip()), text[name.end() :]
    bracket = text.find("<")
    if bracket < 0:
        return "", text
    name_text = text[:bracket]
    if '"' in name_text or ";" in name_text:
        raise Malformed("a name whose quotation mark is not closed")
    return " ".join(name_text.split()), text[bracket:]
