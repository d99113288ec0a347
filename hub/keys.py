"""The key ring: everything secret at rest is sealed or signed with a key derived from one of its master keys.

Rules:
1. One key per use: HKDF-SHA256 (RFC 5869) turns a master key and a purpose (`phone`, `journal.body`, …) into the
   key of that purpose, so that a text sealed for one use can never be opened as another.
2. The id of the master key stands in every ciphertext; `rotate` makes a new key the active one and keeps the old
   ones for opening.
3. The additional data (`aad`) names the row, so that a ciphertext copied into another row does not open.
4. Each text gets a key of its own, derived from the first half of a random 24-byte nonce (the way of C2SP's
   XAES-256-GCM): with a bare 12-byte nonce a busy hub would reach the 2^32 texts that NIST SP 800-38D §8.3 allows
   one key within months.

The files are `hub/key_folder.py`'s affair; nothing here touches the disk but through `read`.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hub.errors import HubError

MASTER_BYTES = 32
KEY_ID_BYTES = 4
_FORMAT = b"\x01"
_NONCE_BYTES = 24
_TAG_BYTES = 16
_HEAD_BYTES = len(_FORMAT) + KEY_ID_BYTES + _NONCE_BYTES


class KeyRingError(HubError):
    """The key ring cannot be used as it lies there; `code` says why, `detail` what the operator can do."""


class SealBroken(HubError):
    """A sealed text does not open: changed, moved to another row or use, or its key is not in the ring."""


@dataclass(frozen=True, slots=True)
class MasterKey:
    """One random master key; the secret never shows in a representation."""

    id: str
    "Eight hexadecimal digits."
    made_ms: int
    secret: bytes

    def __repr__(self) -> str:
        return f"MasterKey(id={self.id!r}, made_ms={self.made_ms})"


@dataclass(frozen=True, slots=True)
class Ring:
    """The master keys as they lay in the folder at one moment."""

    active_id: str
    keys: tuple[MasterKey, ...]
    "Oldest first."

    def key(self, key_id: str) -> MasterKey | None:
        """Return the key of this id, if the ring has it."""
        return next((key for key in self.keys if key.id == key_id), None)


def new_master_key(now_ms: int, taken: frozenset[str] = frozenset()) -> MasterKey:
    """Return a fresh random master key whose id is none of `taken`."""
    while (key_id := secrets.token_hex(KEY_ID_BYTES)) in taken:
        continue
    return MasterKey(key_id, now_ms, secrets.token_bytes(MASTER_BYTES))


class KeyRing:
    """Seals, opens and signs; safe to use from any thread.

    Args:
        read: reads the ring from its folder; called now, and again when a text names a key that is not known
            here, which is how a running process learns of a rotation made by the command line.
    """

    def __init__(self, read: Callable[[], Ring]) -> None:
        self._read = read
        self._ring = read()
        self._derived: dict[tuple[str, str], bytes] = {}

    @property
    def active_id(self) -> str:
        """The id of the key that seals and signs now."""
        return self._ring.active_id

    @property
    def first_id(self) -> str:
        """The id of the ring's oldest key: it tells one installation's ring from another's."""
        return self._ring.keys[0].id

    def has(self, key_id: str) -> bool:
        """Tell whether the ring has this key."""
        return self._ring.key(key_id) is not None

    def reload(self) -> None:
        """Read the folder again, after a rotation."""
        self._ring = self._read()

    def seal(self, purpose: str, plaintext: bytes, aad: bytes) -> bytes:
        """Return `plaintext` encrypted for this purpose and this row (AES-256-GCM)."""
        key_id = self._ring.active_id
        nonce = secrets.token_bytes(_NONCE_BYTES)
        head = _FORMAT + bytes.fromhex(key_id) + nonce
        cipher = AESGCM(self._text_key(key_id, purpose, nonce))
        return head + cipher.encrypt(nonce[12:], plaintext, head + aad)

    def open(self, purpose: str, ciphertext: bytes, aad: bytes) -> bytes:
        """Return what was sealed.

        Raises:
            SealBroken: the text was changed, belongs to another purpose or row, or its key is missing.
        """
        if len(ciphertext) < _HEAD_BYTES + _TAG_BYTES or not ciphertext.startswith(_FORMAT):
            raise SealBroken("seal_unreadable", "not a sealed text of a form that this version knows")
        head = ciphertext[:_HEAD_BYTES]
        key_id = self.key_id_of(ciphertext)
        if not self.has(key_id):
            self.reload()
        if not self.has(key_id):
            raise SealBroken("seal_key_missing", f"sealed with key {key_id}, which is not in the ring")
        nonce = head[-_NONCE_BYTES:]
        try:
            return AESGCM(self._text_key(key_id, purpose, nonce)).decrypt(
                nonce[12:], ciphertext[_HEAD_BYTES:], head + aad
            )
        except InvalidTag:
            raise SealBroken("seal_broken", "changed, or sealed for another row or use") from None

    @staticmethod
    def key_id_of(ciphertext: bytes) -> str:
        """Return the id of the key that a text was sealed with."""
        return ciphertext[len(_FORMAT) : len(_FORMAT) + KEY_ID_BYTES].hex()

    def mac(self, purpose: str, data: bytes, key_id: str | None = None) -> bytes:
        """Return the HMAC-SHA256 of `data` under the active key, or under the one named.

        Raises:
            SealBroken: the key named is not in the ring.
        """
        return hmac.digest(self._purpose_key(key_id or self._ring.active_id, f"mac:{purpose}"), data, "sha256")

    def macs(self, purpose: str, data: bytes) -> tuple[bytes, ...]:
        """Return the HMAC under every key, newest first: what a look-up must search for after rotations."""
        return tuple(self.mac(purpose, data, key.id) for key in reversed(self._ring.keys))

    def verify(self, purpose: str, data: bytes, mac: bytes) -> bool:
        """Tell, in constant time for each key, whether `mac` was made by one of the ring's keys."""
        return any(hmac.compare_digest(candidate, mac) for candidate in self.macs(purpose, data))

    def _text_key(self, key_id: str, purpose: str, nonce: bytes) -> bytes:
        return hmac.digest(self._purpose_key(key_id, f"seal:{purpose}"), nonce[:12], "sha256")

    def _purpose_key(self, key_id: str, info: str) -> bytes:
        derived = self._derived.get((key_id, info))
        if derived is None:
            master = self._ring.key(key_id)
            if master is None:
                raise SealBroken("seal_key_missing", f"key {key_id} is not in the ring")
            derived = HKDF(SHA256(), 32, salt=b"hotline-hub", info=info.encode()).derive(master.secret)
            self._derived[key_id, info] = derived
        return derived


def fingerprint(key: MasterKey) -> str:
    """Return what tells that a stored key is whole without telling the key (first 16 digits of a SHA-256)."""
    return hashlib.sha256(b"hotline-hub key check" + key.secret).hexdigest()[:16]
