"""People who can sign in: listed, made with a password that is shown once, changed, given another password."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from app.api.admin.shared import AdminParts, Body, Lang, Name, Rev, steward_of
from app.api.deps import Caller
from app.api.fields import Id, PathId
from app.api.session import RightView
from app.commands import Command, OneTime
from app.passwords import generated
from app.security import Subjects
from hub import sign_in
from hub.database import Tx
from hub.people import UserState
from hub.scope import Role
from hub.sign_in import Reset
from hub.steering import people
from hub.steering.people import ChangePerson, MakePerson, Person, Wanted
from hub.steering.steward import Steward
from hub.store import orgs, users


class RightBody(Body):
    """A role in an organisation and all below it."""

    role: Annotated[Role, Field(strict=False)]
    org_id: Id


Rights = Annotated[list[RightBody], Field(max_length=50)]


class MakePersonBody(Body):
    """Somebody new."""

    org_id: Id
    login: Annotated[str, Field(min_length=1, max_length=200)]
    display_name: Name
    lang: Lang = "zh-CN"
    rights: Rights


class ChangePersonBody(Body):
    """The person as the form has it."""

    rev: Rev
    display_name: Name
    lang: Lang
    active: bool
    rights: Rights


class PersonView(BaseModel):
    """Somebody who can sign in."""

    id: str
    org_id: str
    org_name: str
    login: str
    display_name: str
    lang: str
    active: bool
    temporary_password: bool
    is_agent: bool
    rights: list[RightView]
    rev: int

    @classmethod
    def of(cls, person: Person) -> "PersonView":
        """Make the view of a person."""
        user = person.user
        return cls(
            id=user.id,
            org_id=user.org_id,
            org_name=person.org_name,
            login=user.login,
            display_name=user.display_name,
            lang=user.lang,
            active=user.state is UserState.ACTIVE,
            temporary_password=user.temporary_password,
            is_agent=person.is_agent,
            rights=[RightView(role=right.role, org_id=right.org_id) for right in person.rights],
            rev=person.rev,
        )


class PasswordView(BaseModel):
    """A person and the password that is told this once."""

    person: PersonView
    password: OneTime = None


class OrgNodeView(BaseModel):
    """A node of the organisation tree."""

    id: str
    parent_id: str | None
    path: str
    kind: str
    code: str
    name: str
    tz: str


class PeopleView(BaseModel):
    """The people of the caller's organisations."""

    people: list[PersonView]


class OrgsView(BaseModel):
    """The organisations in which the caller may set something, parents before children."""

    orgs: list[OrgNodeView]


def people_routes(router: APIRouter, parts: AdminParts) -> None:
    """Add the routes of people and organisations."""

    @router.get("/orgs")
    async def read_orgs(caller: Annotated[Caller, Depends(parts.guards.signed_in)]) -> OrgsView:
        return await parts.database.read(_orgs, steward_of(caller.signed_in))

    @router.get("/people")
    async def read_people(caller: Annotated[Caller, Depends(parts.guards.may(Role.ADMIN))]) -> PeopleView:
        return await parts.database.read(_people, steward_of(caller.signed_in))

    _making(router, parts)

    @router.patch("/people/{user_id}", response_model=PersonView, dependencies=[Depends(parts.guards.may(Role.ADMIN))])
    async def change_person(
        user_id: PathId, body: ChangePersonBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        args = ChangePerson(
            steward_of(command.signed_in),
            parts.floor,
            parts.router,
            user_id,
            body.rev,
            body.display_name,
            body.lang,
            body.active,
            _wanted(body.rights),
        )
        return await parts.commands.run(command, people.change, args, answer=PersonView.of)


def _making(router: APIRouter, parts: AdminParts) -> None:
    admins = [Depends(parts.guards.may(Role.ADMIN))]

    @router.post("/people", response_model=PasswordView, status_code=201, dependencies=admins)
    async def make_person(body: MakePersonBody, command: Annotated[Command, Depends(parts.guards.command)]) -> Response:
        password = generated()

        async def prepared() -> MakePerson:
            kept = await parts.passwords.hash(password)
            who, rights = steward_of(command.signed_in), _wanted(body.rights)
            return MakePerson(who, body.org_id, body.login, body.display_name, body.lang, rights, kept)

        def told(person: Person) -> PasswordView:
            return PasswordView(person=PersonView.of(person), password=password)

        return await parts.commands.run_after(command, prepared, people.make, answer=told, status=201)

    @router.post("/people/{user_id}/password", response_model=PasswordView, dependencies=admins)
    async def reset_password(user_id: PathId, command: Annotated[Command, Depends(parts.guards.command)]) -> Response:
        password, who = generated(), steward_of(command.signed_in)

        async def prepared() -> tuple[Steward, str, Reset]:
            person = await parts.database.read(_seen, (who, user_id))
            login = person.user.login
            subject = Subjects(parts.keys).of_login(login)
            return who, user_id, Reset(login, subject, await parts.passwords.hash(password), who.actor)

        def told(person: Person) -> PasswordView:
            return PasswordView(person=PersonView.of(person), password=password)

        return await parts.commands.run_after(command, prepared, _reset, answer=told)


def _reset(tx: Tx, args: tuple[Steward, str, Reset]) -> Person:
    """Unit: give a person of the steward's a password that is good for choosing another."""
    who, user_id, reset = args
    people.seen(tx, who, user_id)
    sign_in.reset_password(tx, reset)
    return people.seen(tx, who, user_id)


def _seen(tx: Tx, args: tuple[Steward, str]) -> Person:
    return people.seen(tx, *args)


def _orgs(tx: Tx, who: Steward) -> OrgsView:
    return OrgsView(
        orgs=[
            OrgNodeView(
                id=org.id,
                parent_id=org.parent_id,
                path=org.path,
                kind=org.kind,
                code=org.code,
                name=org.name,
                tz=org.tz,
            )
            for org in orgs.covered(tx, who.floor)
        ]
    )


def _people(tx: Tx, who: Steward) -> PeopleView:
    return PeopleView(people=[PersonView.of(people.seen(tx, who, user.id)) for user in users.listed(tx, who.admin)])


def _wanted(rights: list[RightBody]) -> tuple[Wanted, ...]:
    return tuple((right.role, right.org_id) for right in rights)
