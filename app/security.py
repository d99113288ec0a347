"""What protects a browser's requests: the cookie's form, whose pages may write, and who counts as one client.

Rules: the session's cookie is HttpOnly, SameSite=Lax, for the whole site; under HTTPS it is Secure and has the
`__Host-` prefix, so that no neighbour domain and no plain-text page can set it (RFC 6265bis §4.1.3). A request that
changes something, and a socket's handshake, must name our own origin in Origin or, failing that, Referer.
"""

import hashlib
import ipaddress
import re
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import Response

from hub.errors import NotPermitted
from hub.keys import KeyRing

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_TOKEN_BYTES = 32
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_IPV6_CLIENT_BITS = 64
"What a provider gives one household; a client there changes its address at will."


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """How the session's token travels."""

    secure: bool
    "Whether browsers reach us by HTTPS."
    max_age_s: int

    @property
    def name(self) -> str:
        """The cookie's name."""
        return "__Host-hub_session" if self.secure else "hub_session"

    def give(self, response: Response, token: str) -> None:
        """Let the browser keep the token."""
        self._set(response, token, self.max_age_s)

    def take_back(self, response: Response) -> None:
        """Let the browser forget the token."""
        self._set(response, "", 0)

    def session_id(self, connection: HTTPConnection) -> str | None:
        """Return the id of the session whose token came along, None if none did that could be ours."""
        token = connection.cookies.get(self.name, "")
        return session_id_of(token) if _TOKEN.fullmatch(token) else None

    def _set(self, response: Response, value: str, max_age_s: int) -> None:
        response.set_cookie(
            self.name, value, max_age=max_age_s, path="/", secure=self.secure, httponly=True, samesite="lax"
        )


def new_token() -> str:
    """Return a fresh random token of 256 bits."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def session_id_of(token: str) -> str:
    """Return what the table knows a token by."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class OwnOrigin:
    """Whose pages may send what changes something.

    `public` is the configured origin; without one, the host that the client itself addressed counts, because a
    browser on this machine may say 127.0.0.1 or localhost.
    """

    public: str | None = None

    def require(self, connection: HTTPConnection) -> None:
        """Refuse a request that does not come from a page of ours.

        Raises:
            NotPermitted: code `foreign_origin`.
        """
        named = connection.headers.get("origin")
        if named is None:
            named = _origin_of(connection.headers.get("referer", ""))
        if named is None or named != self._expected(connection):
            raise NotPermitted("foreign_origin", "this does not come from a page of this hub")

    def _expected(self, connection: HTTPConnection) -> str | None:
        if self.public is not None:
            return self.public
        secure = connection.url.scheme in {"https", "wss"}
        return _origin_of(f"{'https' if secure else 'http'}://{connection.headers.get('host', '')}")


def _origin_of(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    default = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" if port in {None, default} else f"{parts.scheme}://{host}:{port}"


class Subjects:
    """Names for those whose attempts are counted, from which nobody can read a login or an address."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def of_login(self, login: str) -> str:
        """Return the name of a login (in its normal form)."""
        return self._name("login", login)

    def of_address(self, address: str) -> str:
        """Return the name of a client's address; of IPv6 the /64 counts."""
        return self._name("address", _client(address))

    def _name(self, kind: str, value: str) -> str:
        return f"{kind}:{self._ring.mac(f'sign_in.{kind}', value.encode()).hex()[:32]}"


def _client(address: str) -> str:
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    if ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((ip, _IPV6_CLIENT_BITS), strict=False))


def address_of(connection: HTTPConnection) -> str:
    """Return the client's address, as the server in front has told it."""
    return connection.client.host if connection.client else "unknown"
