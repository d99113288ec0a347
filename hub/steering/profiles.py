"""Agents as operator and supervisor set them: the name tourists see, languages, places, skills and queues."""

from collections.abc import Mapping
from dataclasses import dataclass

from hub import events
from hub.audit import Subject
from hub.database import Tx
from hub.errors import Conflict, NotFound, Unprocessable
from hub.ids import UserId
from hub.ports import Floor
from hub.scope import Role, scope_of
from hub.steering import steward
from hub.steering.skills import Remove
from hub.steering.steward import Steward
from hub.store import agents, members, orgs, queue_sheets, roles, skills, users
from hub.store import profiles as rows
from hub.store.agents import Agent
from hub.store.profiles import Profile

AGENT = "agent"
MEDIA = ("chat", "voice", "email", "callback", "ticket")
MOST_PLACES = 20
MOST_LEVEL = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileForm:
    """What can be set of an agent."""

    public_name: str
    languages: tuple[str, ...]
    capacity: Mapping[str, int]
    peak: Mapping[str, int]
    skills: Mapping[str, int]
    "Level by the skill's code."
    queues: tuple[str, ...]
    "Queues the agent is named for, by id."


@dataclass(frozen=True, slots=True)
class MakeProfile:
    """A person shall serve tourists."""

    steward: Steward
    user_id: str
    form: ProfileForm


@dataclass(frozen=True, slots=True)
class ChangeProfile:
    """An agent with other settings."""

    steward: Steward
    user_id: str
    rev: int
    form: ProfileForm


@dataclass(frozen=True, slots=True)
class RemoveProfile:
    """A person shall serve tourists no more."""

    floor: Floor
    what: Remove


def make(tx: Tx, args: MakeProfile) -> Profile:
    """Unit: make a person an agent of the person's organisation, with the role that this needs.

    Raises:
        NotFound: no such person for this steward.
        Conflict: the person is an agent already.
        Unprocessable: something set is not acceptable; `fields` says what.
    """
    user = users.find(tx, UserId(args.user_id))
    if user is None or not args.steward.floor.allows(orgs.get(tx, user.org_id).path):
        raise NotFound("user_not_found", args.user_id)
    if agents.find(tx, user.id) is not None:
        raise Conflict("agent_there", "this person is an agent already")
    agents.create(tx, Agent(user.id, user.org_id, steward.name(args.form.public_name, "public_name")))
    if not scope_of(roles.rights_of(tx, user.id), Role.AGENT).allows(orgs.get(tx, user.org_id).path):
        roles.grant(tx, user.id, Role.AGENT, user.org_id)
    profile = _held(tx, args.steward, user.id)
    _write(tx, args.steward, profile, args.form)
    _tell(tx, args.steward, profile, "agent.made", ("made",))
    return _held(tx, args.steward, user.id)


def change(tx: Tx, args: ChangeProfile) -> Profile:
    """Unit: change an agent's profile, skills and queues."""
    profile = _held(tx, args.steward, args.user_id)
    steward.require_rev(tx, Subject(AGENT, profile.user_id), args.rev, profile.rev)
    fields = _write(tx, args.steward, profile, args.form)
    _tell(tx, args.steward, profile, "agent.changed", fields)
    return _held(tx, args.steward, profile.user_id)


def remove(tx: Tx, args: RemoveProfile) -> None:
    """Unit: take a person off the floor.

    Raises:
        Conflict: code `agent_has_work`; `count` says how much is in hand.
    """
    who = args.what.steward
    profile = _held(tx, who, args.what.id)
    steward.require_rev(tx, Subject(AGENT, profile.user_id), args.what.rev, profile.rev)
    require_idle(tx, args.floor, profile.user_id)
    served = members.queues_of(tx, profile.user_id)
    rows.remove(tx, profile.user_id)
    _tell(tx, who, profile, "agent.removed", ("removed",))
    for queue_id in served:
        sheet = queue_sheets.find(tx, queue_id)
        if sheet is not None:
            _queue_changed(tx, who, sheet)


def require_idle(tx: Tx, floor: Floor, user_id: str) -> None:
    """Refuse to take somebody away who has work in hand.

    Raises:
        Conflict: code `agent_has_work`.
    """
    count = floor.in_hand(tx, user_id)
    if count:
        raise Conflict("agent_has_work", f"{count} pieces of work are in this agent's hands", {"count": count})


def _held(tx: Tx, who: Steward, user_id: str) -> Profile:
    profile = rows.lock(tx, user_id)
    if profile is None or not who.floor.allows(profile.org_path):
        raise NotFound("agent_not_found", user_id)
    return profile


def _write(tx: Tx, who: Steward, before: Profile, form: ProfileForm) -> tuple[str, ...]:
    """Write what is set, and return the names of what is different now."""
    had_skills, had_queues = skills.of_agent(tx, before.user_id), set(members.queues_of(tx, before.user_id))
    _judge(tx, who, had_queues, form)
    public_name = steward.name(form.public_name, "public_name")
    rows.write(
        tx,
        before.user_id,
        public_name=public_name,
        languages=form.languages,
        capacity=form.capacity,
        peak=form.peak,
    )
    skills.set_of_agent(tx, before.user_id, form.skills)
    members.set_queues_of_agent(tx, before.user_id, form.queues)
    members.renew_agent(tx)
    served = set(members.queues_of(tx, before.user_id))
    for queue_id in sorted(served ^ had_queues):
        sheet = queue_sheets.find(tx, queue_id)
        if sheet is not None:
            _queue_changed(tx, who, sheet)
    different = {
        "public_name": public_name != before.public_name,
        "languages": form.languages != before.languages,
        "capacity": dict(form.capacity) != dict(before.capacity),
        "peak": dict(form.peak) != dict(before.peak),
        "skills": dict(form.skills) != dict(had_skills),
        "queues": served != had_queues,
    }
    return tuple(name for name, differs in different.items() if differs)


def _judge(tx: Tx, who: Steward, had_queues: set[str], form: ProfileForm) -> None:
    faults = {**_place_faults("capacity", form.capacity), **_place_faults("peak", form.peak)}
    if not form.languages or len(set(form.languages)) != len(form.languages):
        faults["languages"] = "missing" if not form.languages else "repeated"
    known = {skill.code for skill in skills.everything(tx)}
    for code, level in form.skills.items():
        if code not in known:
            faults[f"skills/{code[:32]}"] = "skill_unknown"
        elif not 1 <= level <= MOST_LEVEL:
            faults[f"skills/{code}"] = "level_out_of_range"
    for number, queue_id in enumerate(form.queues):
        sheet = queue_sheets.find(tx, queue_id)
        if sheet is None or (queue_id not in had_queues and not who.floor.allows(sheet.org_path)):
            faults[f"queues/{number}"] = "unknown"
    if faults:
        raise Unprocessable("agent_invalid", "some settings are not acceptable", faults)


def _place_faults(field: str, places: Mapping[str, int]) -> dict[str, str]:
    return {
        f"{field}/{medium[:16]}": "out_of_range" if medium in MEDIA else "unknown"
        for medium, count in places.items()
        if medium not in MEDIA or not 0 <= count <= MOST_PLACES
    }


def _queue_changed(tx: Tx, who: Steward, sheet: queue_sheets.QueueSheet) -> None:
    events.publish(
        tx, events.QueueChanged(org_id=sheet.org_id, queue_id=sheet.id, actor=who.actor, fields=("members",))
    )


def _tell(tx: Tx, who: Steward, profile: Profile, action: str, fields: tuple[str, ...]) -> None:
    who.note(tx, action, Subject(AGENT, profile.user_id), fields, profile.org_id)
    events.publish(
        tx,
        events.AgentProfileChanged(
            org_id=profile.org_id, agent_id=profile.user_id, actor=who.actor, fields=tuple(sorted(fields))
        ),
    )
