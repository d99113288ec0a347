"""Those who sign in: users, their organisations and the sessions of their browsers.

Rules: a login is kept in one form (`normal_login`); a user is `active` or `disabled`, and who is disabled is out at
once, because every look-up of a session asks for the user's state.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from hub.ids import OrgId, UserId
from hub.scope import Right, Role, Scope, scope_of

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,62}", re.ASCII)


class UserState(StrEnum):
    """Whether a person may sign in."""

    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Org:
    """A node of the organisation tree."""

    id: OrgId
    parent_id: OrgId | None
    path: str
    kind: str
    code: str
    name: str
    tz: str
    lang: str


@dataclass(frozen=True, slots=True)
class User:
    """A person who can sign in."""

    id: UserId
    org_id: OrgId
    login: str
    display_name: str
    lang: str
    state: UserState
    temporary_password: bool
    "Made by the machine: good for nothing but choosing an own one."


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a sign-in is judged by."""

    user_id: UserId
    login: str
    state: UserState
    password_hash: str

    def __repr__(self) -> str:
        return f"Credentials(user_id={self.user_id!r}, state={self.state!r})"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A living session and all that the answer to a request needs to know of its person."""

    session_id: str
    "SHA-256 of the cookie's token, in hexadecimal."
    user: User
    org: Org
    rights: tuple[Right, ...]
    seen_ms: int
    expires_ms: int
    "The absolute end; idleness may end it earlier."

    def has(self, *roles: Role) -> bool:
        """Tell whether the person has one of these roles anywhere."""
        return any(right.role in roles for right in self.rights)

    def scope(self, *roles: Role) -> Scope:
        """Return what the person may look into; with roles named, only by those."""
        return scope_of(self.rights, *roles)


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """A session as an administrator sees it in a list."""

    id: str
    user_id: UserId
    created_ms: int
    seen_ms: int
    expires_ms: int


def normal_login(written: str) -> str:
    """Return a login in its one form: NFKC, without surrounding space, lower case."""
    return unicodedata.normalize("NFKC", written).strip().lower()


def is_login(login: str) -> bool:
    """Tell whether `login` can be somebody's: ASCII letters, digits and `._@+-`, at most 63."""
    return _LOGIN.fullmatch(login) is not None
