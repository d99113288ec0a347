"""What every channel offers at its door: `verify`, `parse`, `send`, a policy table and its capabilities.

Rules: a channel decides nothing about conversations; it proves who speaks, turns a platform's form into the hub's
nouns and back, and says what the platform allows. The gateway does the rest, the same for all. Signatures are
computed over the raw bytes as received and compared in constant time; what cannot be proven is refused.
Sources: ARCHITECTURE §7; `docs/channels.md`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from hub.clock import Clock
from hub.keys import KeyRing
from hub.model import Account, InboundMessage, Kind, OutboundMessage, Receipt, SendOutcome


@dataclass(frozen=True, slots=True)
class RawArrival:
    """Something at the door, exactly as it came."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    "Names in lower case."
    query: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    "The network address it came from."
    at_ms: int = 0
    "When it came, UTC."


@dataclass(frozen=True, slots=True)
class Proven:
    """Who speaks, after the door has checked it."""

    ext_user: str | None = None
    "Set where the door itself knows the sender (web chat); elsewhere `parse` finds it in the body."
    chain: str | None = None
    "Within what the sender's own ids of messages are unique, where no platform gives ids (web chat)."


@dataclass(frozen=True, slots=True)
class Policy:
    """What a platform allows, as data, because platforms change it."""

    text_limit: int
    "Characters in one message."
    window_s: int | None = None
    "How long after the tourist's last word we may answer; None: for ever."
    per_window: int | None = None
    "How many answers fit into one window; None: any number."
    rate_per_s: float | None = None
    "Messages a second that an account may send; None: no limit of the platform's."


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can carry and tell; pages ask for it, so that a new channel needs no change there."""

    kinds_in: frozenset[Kind]
    kinds_out: frozenset[Kind]
    receipts: frozenset[str]
    "Which of delivered and read the platform tells us."
    typing: bool = False
    has_key: bool = False
    "The platform drops a repeat of the same message id."


class Connector(Protocol):
    """A channel as built for this process: the five names and its own name."""

    name: str
    policy: Policy
    capabilities: Capabilities

    def verify(self, account: Account, raw: RawArrival) -> Proven:
        """Prove that the arrival is from whom it claims.

        Raises:
            NotSignedIn: the proof is missing or has ended.
            NotPermitted: the proof is wrong.
        """
        ...

    def parse(self, account: Account, proven: Proven, raw: RawArrival) -> Sequence[InboundMessage | Receipt]:
        """Return what the arrival says, in its order; what we do not know comes as `Kind.UNSUPPORTED`.

        Raises:
            BadRequest: this is not the platform's form at all.
        """
        ...

    async def send(self, message: OutboundMessage) -> SendOutcome:
        """Hand one message to the platform; every failure is an outcome, not an exception."""
        ...

    @property
    def has_key(self) -> bool:
        """Tell whether a repeated `send` of the same id is dropped by the platform."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What the house lends to a channel when it is built."""

    clock: Clock
    keys: KeyRing


Make = Callable[[Parts], Connector]
"How a row of `channels.ALL` is built."
