"""How much one visitor, and one network address, may ask of us: token buckets on a time that is handed in.

Rules: a bucket says how long to wait, it never sleeps; what has not been used for a while is forgotten, oldest first,
so that a flood of strangers costs bounded memory; a rescue has a bucket of its own and is only ever slowed.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

MAX_FRAME_BYTES = 64 * 1024
"A longer frame closes the socket."
MAX_TEXT = 5_000
"Characters in one message."
MAX_NAME = 64
"Characters in a visitor's name."
MAX_STRANGERS = 1_000
"Sockets of one address that have not said yet who comes."
RESCUE_DELAY_S = 2.0
"The longest that a rescue is held back."


@dataclass(frozen=True, slots=True)
class Rate:
    """So many a second, and so many at once after a pause."""

    per_s: float
    burst: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What a site allows; its account's settings may change it."""

    messages: Rate = Rate(1.0, 15)
    "Of one visitor, over all tabs."
    address_messages: Rate = Rate(20.0, 200)
    "Of one network address: a school, a hotel, a mobile carrier's exit."
    sessions: Rate = Rate(2.0, 60)
    "New sessions of one network address."
    connects: Rate = Rate(10.0, 300)
    "Sockets and polls of one network address."
    frames: Rate = Rate(10.0, 60)
    "Frames of any kind on one socket."
    rescues: Rate = Rate(0.5, 5)
    "Rescue messages of one visitor beyond the ordinary; past it they wait `RESCUE_DELAY_S`."
    sockets_per_visitor: int = 8
    sockets_per_address: int = 200


_RATES = ("messages", "address_messages", "sessions", "connects", "frames", "rescues")
_COUNTS = ("sockets_per_visitor", "sockets_per_address")


def limits_of(settings: Mapping[str, object]) -> Limits:
    """Return the limits that an account's `limits` setting asks for, the built-in ones where it is silent.

    A rate is `{"per_s": 1, "burst": 15}`; what has another form is ignored.
    """
    given = settings.get("limits")
    if not isinstance(given, Mapping):
        return Limits()
    changed: dict[str, Rate | int] = {}
    for name in _RATES:
        if (rate := _rate(given.get(name))) is not None:
            changed[name] = rate
    for name in _COUNTS:
        count = given.get(name)
        if isinstance(count, int) and not isinstance(count, bool) and count > 0:
            changed[name] = count
    return Limits(**changed)  # type: ignore[arg-type]  # each name was given the type it has


def _rate(given: object) -> Rate | None:
    if not isinstance(given, Mapping):
        return None
    per_s, burst = given.get("per_s"), given.get("burst")
    if _positive(per_s) and _positive(burst):
        return Rate(float(per_s), float(burst))  # type: ignore[arg-type]  # just checked
    return None


def _positive(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


class Bucket:
    """Tokens that come back with time."""

    __slots__ = ("_at_s", "_rate", "_tokens")

    def __init__(self, rate: Rate, now_s: float) -> None:
        self._rate = rate
        self._tokens = rate.burst
        self._at_s = now_s

    def take(self, now_s: float) -> float:
        """Take a token and return 0, or leave all as it is and return the seconds until there is one."""
        grown = self._tokens + max(0.0, now_s - self._at_s) * self._rate.per_s
        self._tokens = min(self._rate.burst, grown)
        self._at_s = max(self._at_s, now_s)
        if self._tokens >= 1.0:
            self._tokens -= 1.0
            return 0.0
        return (1.0 - self._tokens) / self._rate.per_s


class Buckets:
    """A bucket for each key, for so many keys; who has been silent longest is forgotten first."""

    def __init__(self, rate: Rate, max_keys: int = 20_000) -> None:
        self._rate = rate
        self._max_keys = max_keys
        self._of: OrderedDict[str, Bucket] = OrderedDict()

    def of(self, key: str, now_s: float) -> Bucket:
        """Return the key's bucket, a full one if it is new."""
        bucket = self._of.get(key)
        if bucket is None:
            bucket = self._of[key] = Bucket(self._rate, now_s)
            if len(self._of) > self._max_keys:
                self._of.popitem(last=False)
        else:
            self._of.move_to_end(key)
        return bucket

    def take(self, key: str, now_s: float) -> float:
        """Take a token of the key's bucket; see `Bucket.take`."""
        return self.of(key, now_s).take(now_s)

    def __len__(self) -> int:
        return len(self._of)


@dataclass(frozen=True, slots=True)
class Passage:
    """May it pass? `refused`: not now; otherwise after `wait_s`."""

    wait_s: float = 0.0
    refused: bool = False


class Turnstile:
    """The limits of one site as they stand now."""

    def __init__(self, limits: Limits, is_rescue: Callable[[str], bool]) -> None:
        self.limits = limits
        self._is_rescue = is_rescue
        self._messages = Buckets(limits.messages)
        self._address_messages = Buckets(limits.address_messages)
        self._rescues = Buckets(limits.rescues)
        self._sessions = Buckets(limits.sessions)
        self._connects = Buckets(limits.connects)

    def message(self, visitor: str, address: str, text: str | None, now_s: float, *, urgent: bool = False) -> Passage:
        """Say whether a visitor's message may pass; a rescue, and what is `urgent`, always may, at worst later."""
        wait_s = self._messages.take(visitor, now_s) or self._address_messages.take(address, now_s)
        if wait_s == 0.0:
            return Passage()
        if not urgent and (text is None or not self._is_rescue(text)):
            return Passage(wait_s, refused=True)
        return Passage(min(self._rescues.take(visitor, now_s), RESCUE_DELAY_S))

    def session(self, address: str, now_s: float) -> float:
        """Return the seconds until this address may begin another session, 0 for now."""
        return self._sessions.take(address, now_s)

    def connect(self, address: str, now_s: float) -> float:
        """Return the seconds until this address may open another socket or poll, 0 for now."""
        return self._connects.take(address, now_s)
