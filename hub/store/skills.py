"""Skills as rows, and how good agents are at them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text

from hub.database import Statement, Tx
from hub.scope import Scope

_SKILL = "SELECT s.id, s.org_id, s.code, s.name, s.rev, o.path FROM skills s JOIN orgs o ON o.id = s.org_id"
FIND = Statement(text(_SKILL + " WHERE s.id = :skill_id"))
BY_CODE = Statement(text("SELECT id FROM skills WHERE code = :code LIMIT 1"))
ALL = Statement(text(_SKILL + " ORDER BY s.code"))
ADD = Statement(text("INSERT INTO skills (id, org_id, code, name) VALUES (:id, :org_id, :code, :name)"))
RENAME = Statement(text("UPDATE skills SET name = :name, rev = rev + 1 WHERE id = :skill_id"))
REMOVE = Statement(text("DELETE FROM skills WHERE id = :skill_id"))
OF_AGENT = Statement(
    text(
        "SELECT s.code, a.level FROM agent_skills a JOIN skills s ON s.id = a.skill_id"
        " WHERE a.user_id = :user_id ORDER BY s.code"
    )
)
OF_ALL = Statement(text("SELECT a.user_id, s.code, a.level FROM agent_skills a JOIN skills s ON s.id = a.skill_id"))
FORGET = Statement(text("DELETE FROM agent_skills WHERE user_id = :user_id"))
LEARN = Statement(text("INSERT INTO agent_skills (user_id, skill_id, level) VALUES (:user_id, :skill_id, :level)"))


@dataclass(frozen=True, slots=True)
class Skill:
    """Something an agent can be good at."""

    id: str
    org_id: str
    code: str
    name: str
    rev: int
    org_path: str


def find(tx: Tx, skill_id: str) -> Skill | None:
    """Return a skill."""
    row = tx.row(FIND, skill_id=skill_id)
    return Skill(*row) if row else None


def by_code(tx: Tx, code: str) -> str | None:
    """Return the id of the skill with this code."""
    row = tx.row(BY_CODE, code=code)
    return row[0] if row else None


def everything(tx: Tx) -> Sequence[Skill]:
    """Return all skills."""
    return [Skill(*row) for row in tx.rows(ALL)]


def seen(tx: Tx, scope: Scope) -> Sequence[Skill]:
    """Return the skills of a scope and of the organisations above it: what its agents can be good at."""
    return [
        skill
        for skill in everything(tx)
        if scope.allows(skill.org_path) or any(path.startswith(skill.org_path) for path in scope.paths)
    ]


def add(tx: Tx, *, org_id: str, code: str, name: str) -> str:
    """Make a skill; returns its id."""
    skill_id = tx.new_id()
    tx.run(ADD, id=skill_id, org_id=org_id, code=code, name=name)
    return skill_id


def rename(tx: Tx, skill_id: str, name: str) -> None:
    """Give a skill another name."""
    tx.run(RENAME, skill_id=skill_id, name=name)


def remove(tx: Tx, skill_id: str) -> None:
    """Drop a skill, and what agents had of it."""
    tx.run(REMOVE, skill_id=skill_id)


def of_agent(tx: Tx, user_id: str) -> Mapping[str, int]:
    """Return an agent's levels by the skills' codes."""
    return {row[0]: row[1] for row in tx.rows(OF_AGENT, user_id=user_id)}


def of_all(tx: Tx) -> Mapping[str, Mapping[str, int]]:
    """Return everybody's levels by the skills' codes."""
    found: dict[str, dict[str, int]] = {}
    for user_id, code, level in tx.rows(OF_ALL):
        found.setdefault(user_id, {})[code] = level
    return found


def set_of_agent(tx: Tx, user_id: str, levels: Mapping[str, int]) -> None:
    """Write an agent's levels by the skills' codes, in place of those before."""
    tx.run(FORGET, user_id=user_id)
    for code, level in levels.items():
        skill_id = by_code(tx, code)
        if skill_id is not None:
            tx.run(LEARN, user_id=user_id, skill_id=skill_id, level=level)
