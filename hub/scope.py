"""Whose rows a person may see and change: rights, and the scope that they make.

Rules: a right is (role, organisation) and covers that organisation and everything below it; a row belongs to
exactly one organisation; every query that lists rows takes a `Scope` (`hub.store.orgs.in_scope` turns it into
SQL). A path is '/code/code/' from the root, with a slash at both ends, so that '/cn/gd/sz/' does not cover
'/cn/gd/szx/'. Source: CONTRACTS "Codes and values".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hub.ids import OrgId

_PATH = re.compile(r"/(?:[a-z0-9][a-z0-9-]{0,62}/)*", re.ASCII)
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,62}", re.ASCII)


class Role(StrEnum):
    """What a person may be trusted with (角色)."""

    ADMIN = "admin"
    SUPERVISOR = "supervisor"
    AGENT = "agent"
    AUTHOR = "author"
    "Writes notices."
    APPROVER = "approver"
    "Approves the notices of others."
    DUTY_CHIEF = "duty_chief"
    "Is called when nobody takes a rescue (值班长)."
    AUDITOR = "auditor"
    "Reads the audit, changes nothing."


WORKERS = (Role.AGENT, Role.SUPERVISOR, Role.DUTY_CHIEF)
"Who serves tourists; nobody else may accept, answer or end anything."


@dataclass(frozen=True, slots=True)
class Right:
    """A role in an organisation; `path` is that organisation's path."""

    role: Role
    org_id: OrgId
    path: str


@dataclass(frozen=True, slots=True)
class Scope:
    """The parts of the organisation tree that a caller may look into.

    `paths` is sorted and minimal: none of them lies below another. An empty scope covers nothing.
    """

    paths: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for path in self.paths:
            if not _PATH.fullmatch(path):
                raise ValueError(f"not an organisation's path: {path!r}")
        object.__setattr__(self, "paths", _minimal(self.paths))

    def allows(self, org_path: str) -> bool:
        """Tell whether rows of the organisation at `org_path` may be seen."""
        return any(org_path.startswith(path) for path in self.paths)

    def narrowed(self, org_path: str) -> "Scope":
        """Return what of this scope lies at or below `org_path`."""
        if self.allows(org_path):
            return Scope((org_path,))
        return Scope(tuple(path for path in self.paths if path.startswith(org_path)))

    def __bool__(self) -> bool:
        return bool(self.paths)


def scope_of(rights: Iterable[Right], *roles: Role) -> Scope:
    """Return what the rights cover; with roles named, only what those roles cover."""
    return Scope(tuple(right.path for right in rights if not roles or right.role in roles))


def is_org_code(code: str) -> bool:
    """Tell whether `code` can name an organisation: lower-case ASCII letters, digits and hyphens."""
    return _CODE.fullmatch(code) is not None


def _minimal(paths: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)


EVERYTHING = Scope(("/",))
"The whole tree: for the system's own work, never for a person's request."
