"""Fills an empty hub with a demo: an invented part of the country, its people and their rights.

Rules: whatever is there already is left as it is, so that seeding twice changes nothing; passwords are random and
told once, to whoever seeds; all of it is invented and none of it ages.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app import demo_service
from app.admins import OneTimePassword
from app.passwords import Passwords, generated
from hub.database import Database, Tx
from hub.ids import OrgId, UserId
from hub.people import Org
from hub.scope import Role
from hub.store import agents, orgs, roles, users
from hub.store.agents import Agent

ROOT = ("cn", "全国", "nation")
PLACES = (
    ("yunling", "云岭省", "province", "cn"),
    ("qingxi", "青溪市", "city", "yunling"),
    ("bailu", "白鹭市", "city", "yunling"),
    ("wuyun-valley", "雾云谷景区", "scenic_area", "qingxi"),
)
"Code, name, kind and parent's code; two sibling cities, so that it shows when one sees the other's rows."


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who works in the demo."""

    login: str
    name: str
    org_code: str
    roles: tuple[Role, ...]
    public_name: str | None = None
    "What tourists see; None for somebody who serves none."


VALLEY = "wuyun-valley"
"The code of the place whose tourists write to us."
PEOPLE = (
    DemoPerson("lin", "林晓燕", "wuyun-valley", (Role.AGENT,), "小林"),
    DemoPerson("chen", "陈志远", "wuyun-valley", (Role.AGENT,), "小陈"),
    DemoPerson("zhao", "赵敏", "qingxi", (Role.SUPERVISOR, Role.DUTY_CHIEF)),
)


async def seed_demo(database: Database, passwords: Passwords) -> Sequence[OneTimePassword]:
    """Make what is missing of the demo and return the passwords of the people made now."""
    missing = await database.read(_missing_people, None)
    fresh = {person.login: generated() for person in missing}
    hashes = {login: await passwords.hash(password) for login, password in fresh.items()}
    made = await database.write(_seed, hashes)
    return [OneTimePassword(login, fresh[login]) for login in made]


def _missing_people(tx: Tx, _: None) -> Sequence[DemoPerson]:
    return [person for person in PEOPLE if users.by_login(tx, person.login) is None]


def _seed(tx: Tx, hashes: dict[str, str]) -> Sequence[str]:
    """Make the places and the people; return the logins that are new."""
    places: dict[str, Org] = {}
    code, name, kind = ROOT
    places[code] = orgs.by_code(tx, code) or orgs.root(tx) or orgs.add(tx, code=code, name=name, kind=kind)
    for code, name, kind, parent in PLACES:
        found = orgs.by_code(tx, code)
        places[code] = found or orgs.add(tx, code=code, name=name, kind=kind, parent_id=places[parent].id)
    made = [
        person.login
        for person in PEOPLE
        if person.login in hashes and _add(tx, person, hashes[person.login], places[person.org_code].id)
    ]
    demo_service.furnish(tx, places[ROOT[0]].id, places[VALLEY].id, _agents(tx))
    return made


def _agents(tx: Tx) -> Sequence[UserId]:
    """Return those of the demo's people who serve tourists."""
    found = [users.by_login(tx, person.login) for person in PEOPLE if person.public_name is not None]
    return [user.id for user in found if user is not None and agents.find(tx, user.id) is not None]


def _add(tx: Tx, person: DemoPerson, password_hash: str, org_id: OrgId) -> bool:
    if users.by_login(tx, person.login) is not None:
        return False
    user = users.add(tx, org_id=org_id, login=person.login, display_name=person.name, password_hash=password_hash)
    for role in person.roles:
        roles.grant(tx, user.id, role, org_id)
    if person.public_name is not None:
        agents.create(tx, Agent(user.id, org_id, person.public_name))
    return True
