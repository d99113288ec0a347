"""Where the key ring lies: `<data>/keys/ring.json`, readable by its owner only.

Rules: the folder has mode 0700 and the files 0600, and looser ones are refused, not mended, because somebody may
already have read them; the ring is made at the first start and never silently again. Losing this folder loses all
that is sealed with it (SECURITY.md): `export_ring` makes a copy that may leave the machine.
"""

import base64
import binascii
import json
import secrets
from pathlib import Path
from stat import S_IMODE

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from hub.keys import MASTER_BYTES, KeyRing, KeyRingError, MasterKey, Ring, fingerprint, new_master_key
from hub.private_files import create_private, replace_private

RING_FILE = "ring.json"
MIN_PASSPHRASE = 12
"Characters; an export outlives the machine, so it must resist guessing at leisure."
_VERSION = 1
_EXPORT_AAD = b"hotline-hub key export 1"
_SCRYPT_LOG_N = 15
"32 MiB and about 0.1 s a guess (RFC 7914: N = 2^15, r = 8, p = 1)."


def open_ring(folder: Path) -> KeyRing:
    """Return the ring that lies in `folder`.

    Raises:
        KeyRingError: there is none, it is damaged, or others can read it.
    """
    return KeyRing(lambda: read_ring(folder))


def make_ring(folder: Path, now_ms: int) -> KeyRing:
    """Return the ring of `folder`, made now if there is none: for the first start on an empty store.

    Two processes that make it at the same moment get the same ring.
    """
    if not (folder / RING_FILE).exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check_mode(folder, 0o700)
        key = new_master_key(now_ms)
        create_private(folder / RING_FILE, _encode(Ring(key.id, (key,))))  # unless somebody was first
    return open_ring(folder)


def read_ring(folder: Path) -> Ring:
    """Read and check the ring's file."""
    path = folder / RING_FILE
    try:
        _check_mode(folder, 0o700)
        _check_mode(path, 0o600)
        return _decode(path.read_text("utf-8"))
    except FileNotFoundError:
        raise KeyRingError(
            "key_ring_missing", f"{path} is not there; put it back from a backup or an export (hotline keys import)"
        ) from None
    except PermissionError as error:
        raise KeyRingError("key_ring_unreadable", f"{path}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise KeyRingError("key_ring_damaged", f"{path} is damaged: {error}") from None


def rotate(folder: Path, now_ms: int) -> str:
    """Make a new active key, keep the old ones for opening, and return the new key's id."""
    ring = read_ring(folder)
    key = new_master_key(now_ms, frozenset(old.id for old in ring.keys))
    replace_ring(folder, Ring(key.id, (*ring.keys, key)))
    return key.id


def replace_ring(folder: Path, ring: Ring) -> None:
    """Put `ring` in the place of the one that lies there, whole or not at all."""
    replace_private(folder / RING_FILE, _encode(ring))


def check(folder: Path) -> list[str]:
    """Return what is wrong with the ring, in sentences; nothing wrong, nothing returned."""
    try:
        ring = open_ring(folder)
        sealed = ring.seal("check", b"whole", b"check")
        whole = ring.open("check", sealed, b"check") == b"whole"
    except KeyRingError as error:
        return [error.detail]
    return [] if whole else ["the active key does not open what it has sealed"]


def export_ring(folder: Path, passphrase: str) -> str:
    """Return the whole ring as text, encrypted under a passphrase (scrypt, AES-256-GCM)."""
    if len(passphrase) < MIN_PASSPHRASE:
        raise KeyRingError("passphrase_too_short", f"the passphrase needs at least {MIN_PASSPHRASE} characters")
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    body = AESGCM(_passphrase_key(passphrase, salt)).encrypt(nonce, _encode(read_ring(folder)), _EXPORT_AAD)
    export = {"hotline_hub_key_export": _VERSION, "salt": _b64(salt), "nonce": _b64(nonce), "ring": _b64(body)}
    return json.dumps(export, indent=2) + "\n"


def import_ring(folder: Path, text: str, passphrase: str) -> list[str]:
    """Add the exported keys to the ring of `folder`, or make it of them; return the ids that were new.

    The active key of a ring that is already there stays active.

    Raises:
        KeyRingError: not an export, a wrong passphrase, or a key of the same id but another content.
    """
    exported = _open_export(text, passphrase)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _check_mode(folder, 0o700)
    if not (folder / RING_FILE).exists():
        replace_ring(folder, exported)
        return [key.id for key in exported.keys]
    present = read_ring(folder)
    fresh: list[MasterKey] = []
    for key in exported.keys:
        own = present.key(key.id)
        if own is None:
            fresh.append(key)
        elif own.secret != key.secret:
            raise KeyRingError("key_differs", f"key {key.id} is already here with another content")
    merged = tuple(sorted((*present.keys, *fresh), key=lambda key: (key.made_ms, key.id)))
    replace_ring(folder, Ring(present.active_id, merged))
    return [key.id for key in fresh]


def _open_export(text: str, passphrase: str) -> Ring:
    try:
        export = json.loads(text)
        _check_version(export["hotline_hub_key_export"])
        salt, nonce, body = (base64.b64decode(export[name], validate=True) for name in ("salt", "nonce", "ring"))
        return _decode(AESGCM(_passphrase_key(passphrase, salt)).decrypt(nonce, body, _EXPORT_AAD).decode())
    except InvalidTag:
        raise KeyRingError("export_not_opened", "the passphrase is wrong or the export was changed") from None
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise KeyRingError("export_unreadable", f"not an export of a key ring: {error}") from None


def _passphrase_key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=1 << _SCRYPT_LOG_N, r=8, p=1).derive(passphrase.encode())


def _encode(ring: Ring) -> bytes:
    keys = [
        {"id": key.id, "made_ms": key.made_ms, "secret": _b64(key.secret), "check": fingerprint(key)}
        for key in ring.keys
    ]
    return json.dumps({"version": _VERSION, "active": ring.active_id, "keys": keys}, indent=2).encode()


def _decode(text: str) -> Ring:
    document = json.loads(text)
    _check_version(document["version"])
    keys = tuple(_decode_key(entry) for entry in document["keys"])
    ring = Ring(document["active"], keys)
    if ring.key(ring.active_id) is None:
        raise ValueError("the active key is not among the keys")
    return ring


def _check_version(version: object) -> None:
    if version != _VERSION:
        raise ValueError(f"version {version!r} is not known here")


def _decode_key(entry: dict[str, object]) -> MasterKey:
    key = MasterKey(str(entry["id"]), int(str(entry["made_ms"])), base64.b64decode(str(entry["secret"]), validate=True))
    if len(key.secret) != MASTER_BYTES or fingerprint(key) != entry["check"]:
        raise ValueError(f"key {key.id} is not what it was when it was made")
    return key


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _check_mode(path: Path, expected: int) -> None:
    mode = S_IMODE(path.stat().st_mode)
    if mode & ~expected:
        raise KeyRingError(
            "key_ring_too_open",
            f"{path} has mode {mode:04o}, others may read it: run chmod {expected:o} {path}, "
            "and rotate the keys if somebody else uses this machine",
        )
