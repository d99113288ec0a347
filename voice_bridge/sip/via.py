"""The way back: one Via of a message, where its answer goes, and what we write into it on arrival.

Source: RFC 3261 §18.2.1, §18.2.2, §20.42; RFC 3581 (rport).
"""

import re
from dataclasses import dataclass, replace

from voice_bridge.sip.errors import Malformed
from voice_bridge.sip.lexis import NONE, Params, is_token, split, split_host_port
from voice_bridge.sip.uri import host_key

COOKIE = "z9hG4bK"
"Begins every branch made by RFC 3261's rules."
_DEFAULT_PORTS = {"TLS": 5061, "WSS": 443, "WS": 80}


@dataclass(frozen=True, slots=True)
class Via:
    """One hop. `host` keeps the brackets of an IPv6 address."""

    transport: str
    host: str
    port: int | None = None
    params: Params = NONE
    protocol: str = "SIP/2.0"

    @property
    def branch(self) -> str | None:
        """The transaction's name, or None when it cannot be one: absent, or nothing behind the cookie."""
        branch = self.params.get("branch")
        made_by_the_rules = branch is not None and branch.startswith(COOKIE) and len(branch) > len(COOKIE)
        return branch if made_by_the_rules else None

    @property
    def sent_by(self) -> tuple[str, int]:
        """Host and port as they are compared when messages are matched."""
        return host_key(self.host), self.port or _DEFAULT_PORTS.get(self.transport.upper(), 5060)

    @property
    def reply_to(self) -> tuple[str, int]:
        """Host (without brackets) and port for an answer over an unreliable transport.

        `maddr` is not followed: an answer never goes where its request did not come from.
        """
        port = self.sent_by[1]
        observed = self.params.get("rport")
        if observed and observed.isascii() and observed.isdigit() and 0 < int(observed[:6]) <= 65_535:
            port = int(observed)
        return (self.params.get("received") or self.host).strip("[]"), port

    def arrived_from(self, host: str, port: int) -> "Via":
        """Return the same with what we saw: `received` when it differs or was asked for, `rport` when asked for.

        Args:
            host: the source address, without brackets.
            port: the source port.
        """
        params = self.params
        if host_key(host) != host_key(self.host) or "rport" in params:
            params = params.with_("received", host)
        if "rport" in params:
            params = params.with_("rport", str(port))
        return replace(self, params=params)

    def __str__(self) -> str:
        port = "" if self.port is None else f":{self.port}"
        return f"{self.protocol}/{self.transport} {self.host}{port}{self.params}"


_HOP = re.compile(r"([^\s/]+)\s*/\s*([^\s/]+)\s*/\s*([^\s/]+)\s+(\S.*)", re.DOTALL)


def parse_via(text: str) -> Via:
    """Read one Via value.

    Raises:
        Malformed: it is not protocol, version, transport, host and parameters.
    """
    hop, *params = split(text, ";")
    found = _HOP.fullmatch(hop)
    if found is None or not all(is_token(part) for part in found.groups()[:3]):
        raise Malformed("an unreadable Via")
    host, port = split_host_port(found.group(4), "Via")
    return Via(found.group(3), host, port, Params.parse(params), f"{found.group(1)}/{found.group(2)}")
