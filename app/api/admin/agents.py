"""Agents and skills over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from app.api.admin.shared import AdminParts, Body, Code, Lang, Name, Rev, RevQuery, steward_of
from app.api.deps import Caller
from app.api.fields import Id, PathId
from app.commands import Command
from hub.database import Tx
from hub.scope import Role
from hub.steering import profiles, skills
from hub.steering.profiles import ChangeProfile, MakeProfile, ProfileForm, RemoveProfile
from hub.steering.skills import ChangeSkill, MakeSkill, Remove
from hub.steering.steward import Steward
from hub.store import agents as agent_rows
from hub.store import members, orgs, users
from hub.store import profiles as profile_rows
from hub.store import skills as skill_rows
from hub.store.profiles import Profile
from hub.store.skills import Skill

Places = Annotated[dict[Annotated[str, Field(max_length=16)], int], Field(max_length=8)]


class ProfileBody(Body):
    """An agent as the form has it."""

    public_name: Name
    languages: Annotated[list[Lang], Field(max_length=12)]
    capacity: Places
    peak: Places
    skills: Annotated[dict[Annotated[str, Field(max_length=32)], int], Field(max_length=200)]
    "Level, 1 to 10, by the skill's code."
    queues: Annotated[list[Id], Field(max_length=200)]
    "Queues the agent is named for."

    def form(self) -> ProfileForm:
        """Return what is set."""
        return ProfileForm(
            public_name=self.public_name,
            languages=tuple(self.languages),
            capacity=self.capacity,
            peak=self.peak,
            skills=self.skills,
            queues=tuple(self.queues),
        )


class MakeAgentBody(ProfileBody):
    """A person who shall serve tourists."""

    user_id: Id


class ChangeAgentBody(ProfileBody):
    """An agent changed."""

    rev: Rev


class MembershipView(BaseModel):
    """A queue that an agent serves."""

    queue_id: str
    by_rule: bool


class AgentProfileView(BaseModel):
    """An agent with all that is set."""

    id: str
    org_id: str
    org_name: str
    login: str
    display_name: str
    active: bool
    public_name: str
    languages: list[str]
    capacity: dict[str, int]
    peak: dict[str, int]
    skills: dict[str, int]
    queues: list[MembershipView]
    rev: int


class CandidateView(BaseModel):
    """A person who could be made an agent."""

    id: str
    display_name: str
    login: str
    org_name: str


class AgentProfilesView(BaseModel):
    """The agents of the caller's organisations, and who could become one."""

    agents: list[AgentProfileView]
    others: list[CandidateView]


class SkillView(BaseModel):
    """A skill."""

    id: str
    org_id: str
    code: str
    name: str
    rev: int
    editable: bool
    agents: int
    "How many agents have it."


class SkillsView(BaseModel):
    """The skills that agents of the caller's organisations can have."""

    skills: list[SkillView]


class MakeSkillBody(Body):
    """A new skill."""

    org_id: Id
    code: Code
    name: Name


class ChangeSkillBody(Body):
    """Another name."""

    rev: Rev
    name: Name


def agent_routes(router: APIRouter, parts: AdminParts) -> None:
    """Add the routes of agents."""

    @router.get("/agents")
    async def read_agents(caller: Annotated[Caller, Depends(parts.guards.signed_in)]) -> AgentProfilesView:
        return await parts.database.read(_agents, steward_of(caller.signed_in))

    @router.post("/agents", response_model=AgentProfileView, status_code=201)
    async def make_agent(body: MakeAgentBody, command: Annotated[Command, Depends(parts.guards.command)]) -> Response:
        args = MakeProfile(steward_of(command.signed_in), body.user_id, body.form())
        return await parts.commands.run(command, _made, args, answer=_same, status=201)

    @router.patch("/agents/{user_id}", response_model=AgentProfileView)
    async def change_agent(
        user_id: PathId, body: ChangeAgentBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        args = ChangeProfile(steward_of(command.signed_in), user_id, body.rev, body.form())
        return await parts.commands.run(command, _changed, args, answer=_same)

    @router.delete("/agents/{user_id}", status_code=204, response_class=Response)
    async def remove_agent(
        user_id: PathId, rev: RevQuery, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        args = RemoveProfile(parts.floor, Remove(steward_of(command.signed_in), user_id, rev))
        return await parts.commands.run(command, profiles.remove, args)


def skill_routes(router: APIRouter, parts: AdminParts) -> None:
    """Add the routes of skills."""
    admins = [Depends(parts.guards.may(Role.ADMIN))]

    @router.get("/skills")
    async def read_skills(caller: Annotated[Caller, Depends(parts.guards.signed_in)]) -> SkillsView:
        return await parts.database.read(_skills, steward_of(caller.signed_in))

    @router.post("/skills", response_model=SkillView, status_code=201, dependencies=admins)
    async def make_skill(body: MakeSkillBody, command: Annotated[Command, Depends(parts.guards.command)]) -> Response:
        args = MakeSkill(steward_of(command.signed_in), body.org_id, body.code, body.name)
        return await parts.commands.run(command, skills.make, args, answer=_fresh, status=201)

    @router.patch("/skills/{skill_id}", response_model=SkillView, dependencies=admins)
    async def change_skill(
        skill_id: PathId, body: ChangeSkillBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        args = ChangeSkill(steward_of(command.signed_in), skill_id, body.rev, body.name)
        return await parts.commands.run(command, skills.change, args, answer=_fresh)

    @router.delete("/skills/{skill_id}", status_code=204, response_class=Response, dependencies=admins)
    async def remove_skill(
        skill_id: PathId, rev: RevQuery, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        args = Remove(steward_of(command.signed_in), skill_id, rev)
        return await parts.commands.run(command, skills.remove, args)


def _made(tx: Tx, args: MakeProfile) -> AgentProfileView:
    """Unit: make an agent."""
    return _agent(tx, profiles.make(tx, args))


def _changed(tx: Tx, args: ChangeProfile) -> AgentProfileView:
    """Unit: change an agent."""
    return _agent(tx, profiles.change(tx, args))


def _agents(tx: Tx, who: Steward) -> AgentProfilesView:
    levels = skill_rows.of_all(tx)
    served: dict[str, list[MembershipView]] = {}
    for one in members.everything(tx):
        served.setdefault(one.user_id, []).append(MembershipView(queue_id=one.queue_id, by_rule=one.by_rule))
    names = {org.id: org.name for org in orgs.covered(tx, who.floor)}
    others = [user for user in users.listed(tx, who.floor) if agent_rows.find(tx, user.id) is None]
    return AgentProfilesView(
        agents=[
            _view(profile, dict(levels.get(profile.user_id, {})), served.get(profile.user_id, []))
            for profile in profile_rows.listed(tx, who.floor)
        ],
        others=[
            CandidateView(id=user.id, display_name=user.display_name, login=user.login, org_name=names[user.org_id])
            for user in others
        ],
    )


def _agent(tx: Tx, profile: Profile) -> AgentProfileView:
    served = [
        MembershipView(queue_id=one.queue_id, by_rule=one.by_rule)
        for one in members.everything(tx)
        if one.user_id == profile.user_id
    ]
    return _view(profile, dict(skill_rows.of_agent(tx, profile.user_id)), served)


def _view(profile: Profile, levels: dict[str, int], served: list[MembershipView]) -> AgentProfileView:
    return AgentProfileView(
        id=profile.user_id,
        org_id=profile.org_id,
        org_name=profile.org_name,
        login=profile.login,
        display_name=profile.display_name,
        active=profile.state == "active",
        public_name=profile.public_name,
        languages=list(profile.languages),
        capacity=dict(profile.capacity),
        peak=dict(profile.peak),
        skills=levels,
        queues=served,
        rev=profile.rev,
    )


def _skills(tx: Tx, who: Steward) -> SkillsView:
    levels = skill_rows.of_all(tx).values()
    return SkillsView(
        skills=[
            _skill(skill, sum(skill.code in one for one in levels), editable=who.admin.allows(skill.org_path))
            for skill in skill_rows.seen(tx, who.floor)
        ]
    )


def _skill(skill: Skill, count: int, *, editable: bool) -> SkillView:
    return SkillView(
        id=skill.id,
        org_id=skill.org_id,
        code=skill.code,
        name=skill.name,
        rev=skill.rev,
        editable=editable,
        agents=count,
    )


def _fresh(skill: Skill) -> SkillView:
    return _skill(skill, 0, editable=True)


def _same(view: AgentProfileView) -> AgentProfileView:
    return view
