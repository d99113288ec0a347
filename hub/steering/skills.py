"""Skills: what an agent can be good at. One is removed only when no queue asks for it any more."""

from dataclasses import dataclass

from hub import events
from hub.audit import Subject
from hub.database import Tx
from hub.errors import Conflict, NotFound
from hub.steering import steward
from hub.steering.steward import Steward
from hub.store import queue_sheets
from hub.store import skills as rows
from hub.store.skills import Skill

SKILL = "skill"


@dataclass(frozen=True, slots=True)
class MakeSkill:
    """A new skill."""

    steward: Steward
    org_id: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ChangeSkill:
    """Another name for a skill; its code stays, because rules hold it."""

    steward: Steward
    skill_id: str
    rev: int
    name: str


@dataclass(frozen=True, slots=True)
class Remove:
    """Something shall be gone."""

    steward: Steward
    id: str
    rev: int


def make(tx: Tx, args: MakeSkill) -> Skill:
    """Unit: make a skill.

    Raises:
        NotFound: no such organisation for this steward.
        Conflict: another skill has the code, in whatever organisation: rules name skills by code.
    """
    org = steward.org_of(tx, args.steward.admin, args.org_id)
    if rows.by_code(tx, steward.code(args.code)) is not None:
        raise Conflict("code_taken", "another skill has this code", {"field": "code"})
    skill_id = rows.add(tx, org_id=org.id, code=args.code, name=steward.name(args.name))
    _tell(tx, args.steward, org.id, skill_id, "skill.made", ("code", "name"))
    return _held(tx, args.steward, skill_id)


def change(tx: Tx, args: ChangeSkill) -> Skill:
    """Unit: rename a skill."""
    skill = _held(tx, args.steward, args.skill_id)
    steward.require_rev(tx, Subject(SKILL, skill.id), args.rev, skill.rev)
    rows.rename(tx, skill.id, steward.name(args.name))
    _tell(tx, args.steward, skill.org_id, skill.id, "skill.changed", ("name",))
    return _held(tx, args.steward, skill.id)


def remove(tx: Tx, args: Remove) -> None:
    """Unit: remove a skill, from agents too.

    Raises:
        Conflict: code `skill_in_use`; `queues` names those whose rules ask for it.
    """
    skill = _held(tx, args.steward, args.id)
    steward.require_rev(tx, Subject(SKILL, skill.id), args.rev, skill.rev)
    asking = [queue.code for queue in queue_sheets.everything(tx) if queue_sheets.asks_for(queue.settings, skill.code)]
    if asking:
        raise Conflict("skill_in_use", f"queues ask for it: {', '.join(asking)}", {"queues": asking})
    rows.remove(tx, skill.id)
    _tell(tx, args.steward, skill.org_id, skill.id, "skill.removed", ("removed",))


def _held(tx: Tx, who: Steward, skill_id: str) -> Skill:
    skill = rows.find(tx, skill_id)
    if skill is None or not who.admin.allows(skill.org_path):
        raise NotFound("skill_not_found", skill_id)
    return skill


def _tell(tx: Tx, who: Steward, org_id: str, skill_id: str, action: str, fields: tuple[str, ...]) -> None:
    who.note(tx, action, Subject(SKILL, skill_id), fields, org_id)
    events.publish(tx, events.SkillChanged(org_id=org_id, skill_id=skill_id, actor=who.actor, fields=fields))
