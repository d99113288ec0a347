"""The organisation tree in the store, and who may see which rows of it."""

import pytest
from sqlalchemy import select

from hub.database import Database, Tx
from hub.errors import Conflict, NotFound, Unprocessable
from hub.ids import OrgId
from hub.scope import EVERYTHING, Role, Scope
from hub.store import orgs, roles, users
from hub.store.house_tables import users as users_table
from tests.people import make_org, make_person, make_two_cities

pytestmark = pytest.mark.store

ON_SQLITE = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
"For what no engine does differently: PostgreSQL takes half a second to make its tables."


async def test_a_node_s_path_tells_its_whole_line(database: Database) -> None:
    _, shenzhen, _ = await make_two_cities(database)
    assert shenzhen.path == "/cn/gd/sz/"

    def read(tx: Tx, org_id: OrgId) -> None:
        assert orgs.find(tx, org_id) == shenzhen
        assert orgs.by_code(tx, "sz") == shenzhen
        assert orgs.by_code(tx, "nowhere") is None
        root = orgs.root(tx)
        assert root is not None
        assert root.code == "cn"
        with pytest.raises(NotFound, match="org_not_found"):
            orgs.get(tx, OrgId("nobody"))

    await database.read(read, shenzhen.id)


async def test_a_code_is_given_once(database: Database) -> None:
    nation = await make_org(database, "cn")
    with pytest.raises(Conflict, match="org_code_taken"):
        await make_org(database, "cn", nation)


@ON_SQLITE
@pytest.mark.parametrize("code", ["", "CN", "a/b", "a_b", "a%", "中国", "a b", "a\x00"])
async def test_a_code_that_could_bend_a_path_is_refused(database: Database, code: str) -> None:
    with pytest.raises(Unprocessable, match="org_code_invalid"):
        await make_org(database, code)


async def test_a_list_shows_the_scope_and_never_the_city_next_door(database: Database) -> None:
    province, shenzhen, guangzhou = await make_two_cities(database)
    airport = await make_org(database, "sz-airport", shenzhen)
    lookalike = await make_org(database, "szx", province)
    for org in (province, shenzhen, guangzhou, airport, lookalike):
        await make_person(database, org, f"in.{org.code}")

    def seen(tx: Tx, scope: Scope) -> tuple[set[str], set[str]]:
        people = {user.login for user in users.listed(tx, scope)}
        query = select(users_table.c.login).where(orgs.in_scope(scope, users_table.c.org_id))
        assert people == {row[0] for row in tx.connection.execute(query)}
        return people, {org.code for org in orgs.covered(tx, scope)}

    assert await database.read(seen, Scope((shenzhen.path,))) == ({"in.sz", "in.sz-airport"}, {"sz", "sz-airport"})
    assert await database.read(seen, Scope((guangzhou.path,))) == ({"in.gz"}, {"gz"})
    both = Scope((guangzhou.path, airport.path))
    assert await database.read(seen, both) == ({"in.gz", "in.sz-airport"}, {"gz", "sz-airport"})
    assert await database.read(seen, Scope()) == (set(), set())
    everybody, everywhere = await database.read(seen, EVERYTHING)
    assert len(everybody) == 5
    assert everywhere == {"cn", "gd", "sz", "gz", "sz-airport", "szx"}


async def test_what_a_scope_covers_comes_parents_first(database: Database) -> None:
    province, _, _ = await make_two_cities(database)
    covered = await database.read(orgs.covered, Scope((province.path,)))
    assert [org.code for org in covered] == ["gd", "gz", "sz"]


async def test_rights_are_given_and_taken_back(database: Database) -> None:
    province, shenzhen, guangzhou = await make_two_cities(database)
    user = await make_person(database, shenzhen, "wang", (Role.AGENT, shenzhen), (Role.SUPERVISOR, province))

    def change(tx: Tx, _: None) -> None:
        roles.grant(tx, user.id, Role.AGENT, shenzhen.id)
        assert not roles.revoke(tx, user.id, Role.AGENT, guangzhou.id)
        assert roles.revoke(tx, user.id, Role.SUPERVISOR, province.id)

    await database.write(change, None)
    rights = await database.read(roles.rights_of, user.id)
    assert [(right.role, right.path) for right in rights] == [(Role.AGENT, shenzhen.path)]
