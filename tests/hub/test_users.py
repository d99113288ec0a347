"""Users in the store."""

import pytest

from hub.database import Database, Tx
from hub.errors import Conflict, NotFound, Unprocessable
from hub.ids import UserId
from hub.people import UserState
from hub.scope import Role
from hub.store import users
from tests.people import make_org, make_person

pytestmark = pytest.mark.store


async def test_a_user_is_found_by_id_and_by_login(database: Database) -> None:
    org = await make_org(database, "cn")
    made = await make_person(database, org, "wang.li", temporary=True)

    def read(tx: Tx, _: None) -> None:
        assert users.find(tx, made.id) == made == users.by_login(tx, "wang.li")
        assert made.temporary_password
        assert users.by_login(tx, "li") is None
        assert users.find(tx, UserId("nobody")) is None
        with pytest.raises(NotFound, match="user_not_found"):
            users.credentials(tx, UserId("nobody"))

    await database.read(read, None)


async def test_a_login_is_given_once_and_only_in_its_form(database: Database) -> None:
    org = await make_org(database, "cn")
    await make_person(database, org, "wang")
    with pytest.raises(Conflict, match="login_taken"):
        await make_person(database, org, "wang")
    with pytest.raises(Unprocessable, match="login_invalid"):
        await make_person(database, org, "Wang <script>")


async def test_a_password_is_changed_and_an_old_rehash_never_brings_it_back(database: Database) -> None:
    org = await make_org(database, "cn")
    made = await make_person(database, org, "wang", password_hash="first", temporary=True)

    def change(tx: Tx, _: None) -> None:
        users.set_password(tx, made.id, "second", temporary=False)
        users.rehash(tx, made.id, "first", "first, dearer")
        assert users.credentials(tx, made.id).password_hash == "second"
        users.rehash(tx, made.id, "second", "second, dearer")
        with pytest.raises(NotFound):
            users.set_password(tx, UserId("nobody"), "x", temporary=False)

    await database.write(change, None)

    def read(tx: Tx, _: None) -> None:
        kept = users.credentials_by_login(tx, "wang")
        assert kept is not None
        assert kept.password_hash == "second, dearer"
        found = users.find(tx, made.id)
        assert found is not None
        assert not found.temporary_password

    await database.read(read, None)


async def test_a_disabled_person_no_longer_counts_as_holding_a_role(database: Database) -> None:
    org = await make_org(database, "cn")
    made = await make_person(database, org, "wang", (Role.ADMIN, org))
    assert await database.read(users.somebody_is, Role.ADMIN)
    assert not await database.read(users.somebody_is, Role.AUDITOR)

    def disable(tx: Tx, user_id: UserId) -> None:
        users.set_state(tx, user_id, UserState.DISABLED)

    await database.write(disable, made.id)
    assert not await database.read(users.somebody_is, Role.ADMIN)
    with pytest.raises(NotFound):
        await database.write(disable, UserId("nobody"))
