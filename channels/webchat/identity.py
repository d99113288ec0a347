"""Who a site says its visitor is, and the proof that the site itself has said so.

Rules: pure; the proof is either the hex HMAC-SHA256 of the visitor's id under the site's secret, made on the site's
own server, or a JWT (HS256) signed with the same secret that lives at most an hour. A wrong proof is refused; it never
turns into an anonymous visit. Sources: RFC 7515, RFC 7519 §4.1 and §7.2, RFC 8725 §2.1 (the algorithm is ours to say,
not the token's).
"""

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from channels.webchat.limits import MAX_NAME
from hub.errors import NotSignedIn

MAX_LIFE_S = 3600
"The longest that a site's token may live."
LEEWAY_S = 60
"How far two servers' clocks may differ."
MAX_ID = 128
MAX_JWT = 4096
_HEX = re.compile(r"[0-9a-fA-F]{64}")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a page says of its visitor."""

    id: str | None = None
    name: str | None = None
    hash: str | None = None
    jwt: str | None = None


@dataclass(frozen=True, slots=True)
class Vouched:
    """A visitor whom the site's own server vouches for."""

    id: str
    name: str | None


def name_of(given: object) -> str | None:
    """Return a name fit to be shown: one line, nothing invisible or turning the line round, not too long."""
    if not isinstance(given, str):
        return None
    return _UNSEEN.sub("", " ".join(given.split()))[:MAX_NAME].strip() or None


def check(claim: Claim, secret: bytes | None, now_s: float) -> Vouched | None:
    """Return whom the site vouches for, None where the page claims nobody.

    Raises:
        NotSignedIn: an id without proof, or a proof that does not hold (`bad_identity`, `identity_expired`).
    """
    if claim.id is None and claim.jwt is None and claim.hash is None:
        return None
    if secret is None:
        raise NotSignedIn("bad_identity", "this site has no secret for identities")
    if claim.jwt is not None:
        return _by_jwt(claim, secret, now_s)
    if claim.id is None or claim.hash is None or not _fit(claim.id):
        raise NotSignedIn("bad_identity", "an id needs its hash")
    expected = hmac.digest(secret, claim.id.encode(), "sha256")
    if not _HEX.fullmatch(claim.hash) or not hmac.compare_digest(bytes.fromhex(claim.hash), expected):
        raise NotSignedIn("bad_identity", "the hash does not belong to this id")
    return Vouched(claim.id, name_of(claim.name))


def _by_jwt(claim: Claim, secret: bytes, now_s: float) -> Vouched:
    payload = _opened(claim.jwt or "", secret)
    issued, begins, expires = (_time(payload, name) for name in ("iat", "nbf", "exp"))
    if expires is None:
        raise NotSignedIn("bad_identity", "a token must end")
    if now_s >= expires + LEEWAY_S:
        raise NotSignedIn("identity_expired", "the token's time is over")
    if expires - min(now_s, now_s if issued is None else issued) > MAX_LIFE_S + LEEWAY_S:
        raise NotSignedIn("bad_identity", "a token lives at most an hour")
    if any(moment is not None and moment > now_s + LEEWAY_S for moment in (issued, begins)):
        raise NotSignedIn("bad_identity", "the token is not valid yet")
    subject = payload.get("sub")
    if not isinstance(subject, str) or not _fit(subject) or (claim.id is not None and claim.id != subject):
        raise NotSignedIn("bad_identity", "the token is somebody else's")
    return Vouched(subject, name_of(payload.get("name")) or name_of(claim.name))


def _opened(token: str, secret: bytes) -> Mapping[str, object]:
    """Return the payload of a token that was signed with `secret`."""
    parts = token.split(".")
    if len(token) > MAX_JWT or len(parts) != 3:
        raise NotSignedIn("bad_identity", "not a signed token")
    header, payload, signature = parts
    expected = hmac.digest(secret, f"{header}.{payload}".encode(), "sha256")
    if _json(header).get("alg") != "HS256" or not hmac.compare_digest(_bytes(signature), expected):
        raise NotSignedIn("bad_identity", "the signature does not hold")
    return _json(payload)


def _bytes(part: str) -> bytes:
    if not _BASE64URL.fullmatch(part):
        raise NotSignedIn("bad_identity", "not a signed token")
    try:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except binascii.Error:
        raise NotSignedIn("bad_identity", "not a signed token") from None


def _json(part: str) -> Mapping[str, object]:
    try:
        value = json.loads(_bytes(part))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise NotSignedIn("bad_identity", "not a signed token")
    return value


def _time(payload: Mapping[str, object], name: str) -> float | None:
    value = payload.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e15 < value < 1e15:
        raise NotSignedIn("bad_identity", f"the token's {name} is no time")
    return float(value)


def _fit(visitor_id: str) -> bool:
    return 0 < len(visitor_id) <= MAX_ID and visitor_id.isprintable()


def hash_of(secret: bytes, visitor_id: str) -> str:
    """Return what a site's server computes for its visitor; the demo site and the tests use it."""
    return hmac.new(secret, visitor_id.encode(), hashlib.sha256).hexdigest()
