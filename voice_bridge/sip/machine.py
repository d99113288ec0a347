"""What the four transaction machines share: their times, what they ask for, and how they repeat themselves.

Rule: a machine is told the moment (seconds on any steady clock) and returns what is to be done; it does nothing itself.
Source: RFC 3261 §17, RFC 6026.
"""

from dataclasses import dataclass
from enum import Enum, auto

from voice_bridge.sip.message import Message


@dataclass(frozen=True, slots=True)
class Timers:
    """RFC 3261's basic times; all others are made of them (§17, table 4)."""

    t1_s: float = 0.5
    "A round trip as we expect it: the first repetition."
    t2_s: float = 4.0
    "The longest time between two repetitions."
    t4_s: float = 5.0
    "How long a message may wander about in the network."
    completed_invite_s: float = 32.0
    "Timer D: how long a refused INVITE answers repeated refusals."

    @property
    def patience_s(self) -> float:
        """Return 64 × T1: timers B, F, H, J, L and M."""
        return 64 * self.t1_s


class State(Enum):
    """Where a transaction stands."""

    CALLING = auto()
    TRYING = auto()
    PROCEEDING = auto()
    ACCEPTED = auto()
    COMPLETED = auto()
    CONFIRMED = auto()
    TERMINATED = auto()


@dataclass(frozen=True, slots=True)
class Send:
    """Put the message on the wire, the same way as the transaction's other messages."""

    message: Message


@dataclass(frozen=True, slots=True)
class Deliver:
    """Hand the message to whoever decides about calls."""

    message: Message


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The caller does not want its INVITE answered any more; a 487 is expected."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Nobody answered, or the wire is gone; `reason` is `timeout`, `no_ack` or `transport`."""

    reason: str


Act = Send | Deliver | Cancelled | Failed


class Machine:
    """A transaction: two moments at which it wants to be asked, and what it repeats."""

    def __init__(self, state: State, timers: Timers, *, reliable: bool) -> None:
        self.state = state
        self.timers = timers
        self.reliable = reliable
        self._repeat_s: float | None = None
        self._over_s: float | None = None
        self._pause_s = timers.t1_s

    @property
    def due_s(self) -> float | None:
        """When `tick` is to be called next; None if nothing is planned."""
        moments = [moment for moment in (self._repeat_s, self._over_s) if moment is not None]
        return min(moments, default=None)

    def tick(self, now_s: float) -> list[Act]:
        """Do what time asks for."""
        if self._over_s is not None and now_s >= self._over_s:
            return self.end(self.expiry())
        if self._repeat_s is not None and now_s >= self._repeat_s:
            self._pause_s = min(2 * self._pause_s, self.longest_pause_s())
            self._repeat_s = now_s + self._pause_s
            return [Send(message) for message in self.repeated()]
        return []

    def transport_failed(self) -> list[Act]:
        """Tell that a message could not be put on the wire."""
        return self.end("transport") if self.state is not State.TERMINATED else []

    def end(self, reason: str = "") -> list[Act]:
        """Be over, with a failure if there is a reason."""
        self.state = State.TERMINATED
        self._repeat_s = self._over_s = None
        return [Failed(reason)] if reason else []

    def expiry(self) -> str:
        """Return why it is a failure that the machine's time is over now; empty if it is none."""
        raise NotImplementedError

    def repeated(self) -> list[Message]:
        """Return what is sent again."""
        raise NotImplementedError

    def longest_pause_s(self) -> float:
        """Return the longest time between two repetitions."""
        return self.timers.t2_s

    def enter(self, state: State, now_s: float, *, stay_s: float | None, repeat: bool = False) -> None:
        """Go to a state.

        Args:
            state: where to.
            now_s: the moment.
            stay_s: how long at most; None for as long as it takes, 0 to be over at once.
            repeat: whether something is sent again and again there, T1 after now for the first time.
        """
        self.state = state
        self._pause_s = self.timers.t1_s
        self._repeat_s = now_s + self._pause_s if repeat else None
        self._over_s = None if stay_s is None else now_s + stay_s
        if stay_s == 0:
            self.end()
