"""The first look at a request: what we do not do is refused here, in the standard's order.

Source: RFC 3261 §8.2.1 to §8.2.3, §22; RFC 4475 §3.3.
"""

from dataclasses import dataclass

from voice_bridge.sip.message import Request
from voice_bridge.sip.uri import SipUri

_KNOWN = {
    "ACK", "BYE", "CANCEL", "INFO", "INVITE", "MESSAGE", "NOTIFY", "OPTIONS", "PRACK", "PUBLISH", "REFER", "REGISTER",
    "SUBSCRIBE", "UPDATE",
}  # fmt: skip
Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Abilities:
    """What our side does. Tokens in lower case, methods as they are written."""

    methods: frozenset[str]
    extensions: frozenset[str] = frozenset()
    "Option tags, e.g. `100rel`."
    bodies: frozenset[str] = frozenset({"application/sdp"})

    def lines(self) -> Lines:
        """Return the Allow, Supported and Accept lines that say so."""
        return (
            ("Allow", ", ".join(sorted(self.methods))),
            ("Supported", ", ".join(sorted(self.extensions))),
            ("Accept", ", ".join(sorted(self.bodies))),
        )


@dataclass(frozen=True, slots=True)
class Refusal:
    """How to answer: the status and the lines that say what would have been accepted."""

    status: int
    lines: Lines = ()


def screen(request: Request, abilities: Abilities) -> Refusal | None:
    """Return why the request cannot be served, or None. ACK and CANCEL are never refused for an extension."""
    allow, supported, accept = abilities.lines()
    if request.method not in abilities.methods:
        return Refusal(501 if request.method not in _KNOWN else 405, (allow,))
    if not isinstance(request.uri, SipUri) and request.uri.scheme.lower() != "tel":
        return Refusal(416)
    if request.method in {"ACK", "CANCEL"}:
        return None
    wanted = request.headers.values("Require") + request.headers.values("Proxy-Require")
    if unknown := [tag for tag in wanted if tag.lower() not in abilities.extensions]:
        return Refusal(420, (("Unsupported", ", ".join(unknown)), supported))
    if not _readable(request, abilities):
        return Refusal(415, (accept, ("Accept-Encoding", "identity")))
    if request.method == "INVITE" and not _answerable(request, abilities):
        return Refusal(406)
    return None


def _readable(request: Request, abilities: Abilities) -> bool:
    if not request.body or (request.headers.get("Content-Disposition") or "").rstrip().endswith("handling=optional"):
        return True
    encoding = (request.headers.get("Content-Encoding") or "identity").strip().lower()
    return request.content_type in abilities.bodies and encoding == "identity"


def _answerable(request: Request, abilities: Abilities) -> bool:
    ranges = {value.partition(";")[0].strip().lower() for value in request.headers.values("Accept")}
    return not ranges or bool(ranges & {"*/*", "application/*", *abilities.bodies})
