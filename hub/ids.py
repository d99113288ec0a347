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


class IdSource:
    """Makes ids that grow strictly within this process, also when the wall clock steps back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._last = 0

    def new_id(self) -> str:
        """Return a fresh id, greater than every id this source has made before."""
        fresh = (self._clock.now_ms() << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
        with self._lock:
            self._last = fresh if fresh > self._last else self._last + 1
            return _encode(self._last)


def is_id(text: str) -> bool:
    """Tell whether `text` has the shape of one of our ids."""
    return len(text) == _LENGTH and text[0] in "01234567" and all(letter in _ALPHABET for letter in text)


def _encode(number: int) -> str:
    letters = [""] * _LENGTH
    for place in range(_LENGTH - 1, -1, -1):
        letters[place] = _ALPHABET[number & 31]
        number >>= 5
    return "".join(letters)
