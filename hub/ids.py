"""Identifiers: 26-character ULIDs made by us, ordered by time and, within one process, by the order of making.

They fit the 32 characters that the strictest platform allows for a client message id, so an outbox id can
serve as its idempotency key. Layout: 48 bits of UTC milliseconds, 80 random bits, Crockford base 32.
"""

import secrets
import threading
from typing import NewType

from hub.clock import Clock

OrgId = NewType("OrgId", str)
UserId = NewType("UserId", str)
AccountId = NewType("AccountId", str)
IdentityId = NewType("IdentityId", str)
CustomerId = NewType("CustomerId", str)
ConversationId = NewType("ConversationId", str)
MessageId = NewType("MessageId", str)
JournalId = NewType("JournalId", str)
QueueId = NewType("QueueId", str)
WorkItemId = NewType("WorkItemId", str)

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_BITS = 80
_LENGTH = 26
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
_STOCK = 256
"Ids for which random bytes are fetched at once: a call of the system each time costs more than all the rest."


class IdSource:
    """Makes ids that grow strictly within this process, also when the wall clock steps back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._last = 0
        self._stock = b""
        self._used = 0

    def new_id(self) -> str:
        """Return a fresh id, greater than every id this source has made before."""
        now_ms = self._clock.now_ms()
        with self._lock:
            fresh = (now_ms << _RANDOM_BITS) | self._random()
            self._last = fresh if fresh > self._last else self._last + 1
            return _encode(self._last)

    def _random(self) -> int:
        if self._used == len(self._stock):
            self._stock, self._used = secrets.token_bytes(_STOCK * _RANDOM_BITS // 8), 0
        begin, self._used = self._used, self._used + _RANDOM_BITS // 8
        return int.from_bytes(self._stock[begin : self._used])


def first_id(at_ms: int) -> str:
    """Return what no id made at `at_ms` (UTC milliseconds) or later is smaller than."""
    return _encode(max(0, at_ms) << _RANDOM_BITS)


def is_id(text: str) -> bool:
    """Tell whether `text` has the shape of one of our ids."""
    return len(text) == _LENGTH and text[0] in "01234567" and all(letter in _ALPHABET for letter in text)


def _encode(number: int) -> str:
    pairs = [_PAIRS[(number >> shift) & 1023] for shift in range(5 * (_LENGTH - 2), -1, -10)]
    return "".join(pairs)
