"""Agents' profiles with whom they belong to, as operator and supervisor see them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from hub.database import Statement, Tx
from hub.scope import Scope

_PROFILE = (
    "SELECT a.user_id, a.org_id, o.path, o.name, u.login, u.display_name, u.state, a.public_name, a.languages,"
    " a.capacity, a.peak, a.rev FROM agents a JOIN users u ON u.id = a.user_id JOIN orgs o ON o.id = a.org_id"
)
FIND = Statement(text(_PROFILE + " WHERE a.user_id = :user_id"))
LOCK = Statement(
    sqlite=text(_PROFILE + " WHERE a.user_id = :user_id"),
    postgresql=text(_PROFILE + " WHERE a.user_id = :user_id FOR UPDATE OF a"),
)
ALL = Statement(text(_PROFILE + " ORDER BY o.path, u.display_name, a.user_id"))
WRITE = Statement(
    text(
        "UPDATE agents SET public_name = :public_name, languages = :languages, capacity = :capacity, peak = :peak,"
        " rev = rev + 1 WHERE user_id = :user_id"
    )
)
MOVE = Statement(text("UPDATE agents SET org_id = :org_id, rev = rev + 1 WHERE user_id = :user_id"))
REMOVE = Statement(text("DELETE FROM agents WHERE user_id = :user_id"))


@dataclass(frozen=True, slots=True)
class Profile:
    """The profile of a person who serves tourists."""

    user_id: str
    org_id: str
    org_path: str
    org_name: str
    login: str
    display_name: str
    state: str
    "Of the person: active or disabled."
    public_name: str
    languages: tuple[str, ...]
    capacity: Mapping[str, int]
    peak: Mapping[str, int]
    rev: int


def find(tx: Tx, user_id: str) -> Profile | None:
    """Return a profile."""
    row = tx.row(FIND, user_id=user_id)
    return _profile(row) if row else None


def lock(tx: Tx, user_id: str) -> Profile | None:
    """Return a profile and hold it for this unit."""
    row = tx.row(LOCK, user_id=user_id)
    return _profile(row) if row else None


def listed(tx: Tx, scope: Scope) -> Sequence[Profile]:
    """Return the profiles of a scope."""
    return [profile for profile in map(_profile, tx.rows(ALL)) if scope.allows(profile.org_path)]


def write(
    tx: Tx,
    user_id: str,
    *,
    public_name: str,
    languages: Sequence[str],
    capacity: Mapping[str, int],
    peak: Mapping[str, int],
) -> None:
    """Write what can be set of a profile."""
    tx.run(
        WRITE,
        user_id=user_id,
        public_name=public_name,
        languages=json.dumps(list(languages)),
        capacity=json.dumps(dict(capacity)),
        peak=json.dumps(dict(peak)),
    )


def move(tx: Tx, user_id: str, org_id: str) -> None:
    """Let an agent belong to another organisation."""
    tx.run(MOVE, user_id=user_id, org_id=org_id)


def remove(tx: Tx, user_id: str) -> None:
    """Drop a profile with its skills and memberships."""
    tx.run(REMOVE, user_id=user_id)


def _profile(row: Sequence[Any]) -> Profile:
    user_id, org_id, path, org_name, login, display_name, state, public_name = row[:8]
    languages, capacity, peak = map(json.loads, row[8:11])
    rev = row[11]
    return Profile(
        user_id, org_id, path, org_name, login, display_name, state, public_name, tuple(languages), capacity, peak, rev
    )
