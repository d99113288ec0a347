"""Remembers which key ring a database was begun with, so that a foreign one is noticed at start.

Without the mark a hub with another machine's ring would start, take messages, and fail at the first one it has to
open; with it, it says at once what is missing.
"""

from hub.database import Tx
from hub.keys import KeyRing, KeyRingError
from hub.store import meta

_NAME = "key_ring"


def mark(tx: Tx, ring: KeyRing) -> None:
    """Mark a new database with the ring's oldest key, or see that the ring still has the key of the mark.

    Raises:
        KeyRingError: code `key_ring_foreign`; this database was begun with another ring.
    """
    begun_with = meta.keep_first(tx, _NAME, ring.first_id)
    if not ring.has(begun_with):
        raise KeyRingError(
            "key_ring_foreign",
            f"this database was begun with key {begun_with}, which is not in the ring; put the right keys folder back "
            "or add the key from an export (hotline keys import)",
        )
