"""Builders for those who sign in: organisations, users with rights, and a key ring of its own."""

from dataclasses import dataclass

from hub.database import Database, Tx
from hub.ids import OrgId, UserId
from hub.keys import KeyRing, Ring, new_master_key
from hub.people import Org, User
from hub.scope import Role
from hub.store import orgs, roles, users

NO_PASSWORD = "!"
"A hash that no password has."


def key_ring() -> KeyRing:
    """Return a fresh ring that lies nowhere."""
    key = new_master_key(1)
    return KeyRing(lambda: Ring(key.id, (key,)))


@dataclass(frozen=True, slots=True)
class _Node:
    code: str
    parent_id: OrgId | None


@dataclass(frozen=True, slots=True)
class _Person:
    org_id: OrgId
    login: str
    password_hash: str
    temporary: bool
    rights: tuple[tuple[Role, OrgId], ...]


async def make_org(database: Database, code: str, parent: Org | None = None) -> Org:
    """Add an organisation."""
    return await database.write(_add_org, _Node(code, parent.id if parent else None))


async def make_person(
    database: Database,
    org: Org,
    login: str,
    *rights: tuple[Role, Org],
    password_hash: str = NO_PASSWORD,
    temporary: bool = False,
) -> User:
    """Add somebody who can sign in, with rights."""
    given = tuple((role, where.id) for role, where in rights)
    return await database.write(_add_person, _Person(org.id, login, password_hash, temporary, given))


async def make_two_cities(database: Database) -> tuple[Org, Org, Org]:
    """Add a province with two cities: guangdong, shenzhen, guangzhou."""
    nation = await make_org(database, "cn")
    province = await make_org(database, "gd", nation)
    return province, await make_org(database, "sz", province), await make_org(database, "gz", province)


def _add_org(tx: Tx, node: _Node) -> Org:
    return orgs.add(tx, code=node.code, name=node.code.upper(), kind="city", parent_id=node.parent_id)


def _add_person(tx: Tx, person: _Person) -> User:
    user = users.add(
        tx,
        org_id=person.org_id,
        login=person.login,
        display_name=person.login.title(),
        password_hash=person.password_hash,
        temporary_password=person.temporary,
    )
    for role, org_id in person.rights:
        roles.grant(tx, UserId(user.id), role, org_id)
    return user
