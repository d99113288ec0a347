"""The demo: made once, told once, and never in the way of what is there already."""

import pytest
from sqlalchemy import MetaData

from app.admins import first_admin
from app.passwords import HashCost, Passwords
from app.seed import PEOPLE, PLACES, seed_demo
from bot.store.tables import metadata as bot
from hub.database import Database, Tx
from hub.scope import Role
from hub.store import orgs, roles, users
from hub.store.tables import metadata as hub
from tests.people import make_org, make_person

pytestmark = pytest.mark.store


@pytest.fixture
def schema() -> MetaData:
    together = MetaData()
    for metadata in (hub, bot):
        for table in metadata.tables.values():
            table.to_metadata(together)
    return together


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(HashCost(memory_kib=64))


def _facts(tx: Tx, _: None) -> tuple[dict[str, str], dict[str, set[Role]]]:
    """Return the places' paths by code and the people's roles by login."""
    paths = {code: orgs.get(tx, found.id).path for code, *_ in PLACES if (found := orgs.by_code(tx, code))}
    rights = {
        person.login: {right.role for right in roles.rights_of(tx, user.id)}
        for person in PEOPLE
        if (user := users.by_login(tx, person.login))
    }
    return paths, rights


async def test_the_demo_has_a_tree_with_two_sibling_cities_and_people_with_rights(
    database: Database, passwords: Passwords
) -> None:
    await first_admin(database, passwords)
    told = await seed_demo(database, passwords)
    assert [one.login for one in told] == [person.login for person in PEOPLE]
    assert len({one.password for one in told}) == len(told)
    paths, rights = await database.read(_facts, None)
    assert paths == {
        "yunling": "/cn/yunling/",
        "qingxi": "/cn/yunling/qingxi/",
        "bailu": "/cn/yunling/bailu/",
        "wuyun-valley": "/cn/yunling/qingxi/wuyun-valley/",
    }
    assert rights == {person.login: set(person.roles) for person in PEOPLE}


async def test_a_second_seeding_makes_and_tells_nothing(database: Database, passwords: Passwords) -> None:
    await seed_demo(database, passwords)
    before = await database.read(_facts, None)
    assert await seed_demo(database, passwords) == []
    assert await database.read(_facts, None) == before


async def test_whoever_is_there_already_keeps_password_and_place(database: Database, passwords: Passwords) -> None:
    nation = await make_org(database, "cn")
    somebody = await make_person(database, nation, "lin")
    told = await seed_demo(database, passwords)
    assert [one.login for one in told] == ["chen", "zhao"]
    assert await database.read(lambda tx, _: users.by_login(tx, "lin"), None) == somebody
