"""The two tokens of a visitor: one that brings him back for 30 days, one that opens doors for two hours.

Rules: both are signed with the key ring, so a forged one is refused without a look into the store. The visitor's token
is random and kept only as its SHA-256; it changes with each session. The pass says who comes by itself and is what
sockets and requests show; it is never put into an address. No reason for a refusal tells more than "sign in again".
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import astuple, dataclass
from typing import Protocol

from hub.clock import Clock
from hub.errors import NotSignedIn
from hub.keys import SealBroken

VISITOR_LIFE_MS = 30 * 24 * 3600 * 1000
PASS_LIFE_MS = 2 * 3600 * 1000
_VISITOR = "webchat.visitor_token"
_PASS = "webchat.pass"  # noqa: S105 - the name of a purpose
_MAC_BYTES = 16
_RELOAD_EVERY_S = 1.0
"How often at most a token with an unknown key makes us look for new keys."


class Signer(Protocol):
    """What the key ring does for tokens."""

    @property
    def active_id(self) -> str:
        """The key that signs now."""
        ...

    def has(self, key_id: str) -> bool:
        """Tell whether this key is known."""
        ...

    def reload(self) -> None:
        """Look for keys made since."""
        ...

    def mac(self, purpose: str, data: bytes, key_id: str | None = None) -> bytes:
        """Return the HMAC of `data`."""
        ...


@dataclass(frozen=True, slots=True)
class Pass:
    """Who shows it, until when."""

    account_id: str
    identity_id: str
    ext_user: str
    chain: str
    "Within what the page's ids of messages are unique."
    session: str
    token_id: str
    "The visitor's token that was handed out together with it."
    expires_ms: int


class Tokens:
    """Makes and checks tokens."""

    def __init__(self, keys: Signer, clock: Clock) -> None:
        self._keys = keys
        self._clock = clock
        self._reloaded_s = clock.monotonic_s() - _RELOAD_EVERY_S

    def new_visitor_token(self) -> str:
        """Return a fresh token; nobody knows it but who gets it."""
        return self._signed("v", _VISITOR, secrets.token_urlsafe(24))

    def visitor_token_id(self, token: str) -> str:
        """Return under which name the store knows this token.

        Raises:
            NotSignedIn: we never made such a token.
        """
        self._opened(token, "v", _VISITOR)
        return hashlib.sha256(token.encode()).hexdigest()

    def new_pass(self, shown: Pass) -> str:
        """Return the pass as text."""
        payload = json.dumps(astuple(shown), ensure_ascii=False, separators=(",", ":"))
        return self._signed("p", _PASS, _text(payload.encode()))

    def read_pass(self, text: str) -> Pass:
        """Return what a pass says.

        Raises:
            NotSignedIn: not ours, or its time is over (`pass_expired`).
        """
        payload = self._opened(text, "p", _PASS)
        try:
            shown = Pass(*json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))))
        except TypeError:  # ours, but of another version, which told other things
            raise NotSignedIn("pass_expired", "open the session again") from None
        if shown.expires_ms <= self._clock.now_ms():
            raise NotSignedIn("pass_expired", "open the session again")
        return shown

    def _signed(self, kind: str, purpose: str, body: str) -> str:
        head = f"{kind}{self._keys.active_id}.{body}"
        mac = self._keys.mac(purpose, head.encode(), self._keys.active_id)
        return f"{head}.{_text(mac[:_MAC_BYTES])}"

    def _opened(self, token: str, kind: str, purpose: str) -> str:
        head, _, mac = token.rpartition(".")
        first, _, body = head.partition(".")
        key_id = first[1:]
        if not (token.isascii() and first[:1] == kind and body and mac):
            raise NotSignedIn("bad_token", "not one of our tokens")
        if not self._keys.has(key_id):
            self._look_for_keys()
        try:
            expected = self._keys.mac(purpose, head.encode(), key_id)
            given = base64.urlsafe_b64decode(mac + "=" * (-len(mac) % 4))
        except (SealBroken, binascii.Error):
            raise NotSignedIn("bad_token", "not one of our tokens") from None
        if not hmac.compare_digest(given, expected[:_MAC_BYTES]):
            raise NotSignedIn("bad_token", "not one of our tokens")
        return body

    def _look_for_keys(self) -> None:
        now_s = self._clock.monotonic_s()
        if now_s - self._reloaded_s >= _RELOAD_EVERY_S:
            self._reloaded_s = now_s
            self._keys.reload()


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
