"""Signing in and out in the store: counting, locking, sessions, passwords, and what the audit keeps of it."""

import asyncio
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from hub import patience, sign_in
from hub.clock import ManualClock
from hub.database import Database, Tx
from hub.errors import NotFound, NotSignedIn, RateLimited
from hub.ids import UserId
from hub.people import Credentials, Org, SignedIn, User, UserState
from hub.scope import Role
from hub.sign_in import Attempt, FirstAdmin, LockOut, Opening, PasswordChange, Refusal, Reset, SessionRules
from hub.store import sessions, users
from hub.store.house_tables import sign_in_failures
from hub.store.tables import audit
from tests.people import make_org, make_person, make_two_cities

pytestmark = pytest.mark.store

LIMITS = LockOut(login_failures=3, address_failures=5, first_s=30, longest_s=120)
RULES = SessionRules(idle_s=3600, absolute_s=6 * 3600)
BY_LOGIN = "login:1"
BY_ADDRESS = "address:1"


@pytest.fixture
def clock() -> ManualClock:
    """Return a clock that the test moves."""
    return ManualClock()


def attempt(login: str = "wang", *, by_login: str = BY_LOGIN, by_address: str = BY_ADDRESS) -> Attempt:
    return Attempt(login, by_login, by_address, LIMITS)


def opening(credentials: Credentials, session_id: str, *, replaces: str | None = None) -> Opening:
    return Opening(credentials, session_id, replaces, BY_LOGIN, BY_ADDRESS, RULES)


async def wang(database: Database) -> tuple[Org, User, Credentials]:
    org = await make_org(database, "cn")
    user = await make_person(database, org, "wang", (Role.AGENT, org), password_hash="h")
    return org, user, await database.read(users.credentials, user.id)


async def audited(database: Database) -> list[tuple[str, str | None, dict[str, object]]]:
    def read(tx: Tx, _: None) -> list[tuple[str, str | None, dict[str, object]]]:
        query = select(audit.c.action, audit.c.subject_id, audit.c.fields).order_by(audit.c.id)
        return [(row[0], row[1], json.loads(row[2])) for row in tx.connection.execute(query)]

    return await database.read(read, None)


async def alive(database: Database, session_id: str) -> SignedIn | None:
    return await database.read(sign_in.find_session, (session_id, RULES))


# --- locks -----------------------------------------------------------------------------------------------------


async def test_after_some_failures_a_login_is_locked_for_longer_each_time(
    database: Database, clock: ManualClock
) -> None:
    _, user, _ = await wang(database)
    waits: list[float] = []
    for _ in range(2):
        await database.write(sign_in.admit, attempt(by_address="address:other"))
    for number in range(4):
        assert (await database.write(sign_in.admit, attempt(by_address=f"address:{number}"))).locked == ("login",)
        with pytest.raises(RateLimited, match="locked_out") as refused:
            await database.write(sign_in.admit, attempt(by_address="address:third"))
        waits.append(refused.value.retry_after_s)
        await clock.advance(refused.value.retry_after_s + 0.001)
    assert waits == [30, 60, 120, 120]
    assert (("sign_in.locked", user.id, {"by": ["login"], "address": "address:0"})) in await audited(database)


async def test_hammering_at_a_locked_door_does_not_keep_it_locked(database: Database, clock: ManualClock) -> None:
    await wang(database)
    for _ in range(3):
        await database.write(sign_in.admit, attempt())
    for _ in range(50):
        with pytest.raises(RateLimited):
            await database.write(sign_in.admit, attempt())
    await clock.advance(30.001)
    await database.write(sign_in.admit, attempt())


async def test_one_address_that_tries_many_logins_is_locked_and_others_are_not(database: Database) -> None:
    await wang(database)
    for number in range(5):
        await database.write(sign_in.admit, attempt(f"nobody{number}", by_login=f"login:n{number}"))
    with pytest.raises(RateLimited, match="locked_out"):
        await database.write(sign_in.admit, attempt())
    assert (await database.write(sign_in.admit, attempt(by_address="address:2"))).credentials is not None


async def test_a_refused_attempt_counts_for_nobody(database: Database) -> None:
    await wang(database)
    for _ in range(3):
        await database.write(sign_in.admit, attempt())
    for number in range(20):
        with pytest.raises(RateLimited):
            await database.write(sign_in.admit, attempt(by_address=f"address:n{number}"))

    def subjects(tx: Tx, _: None) -> set[str]:
        return set(tx.connection.execute(select(sign_in_failures.c.subject)).scalars())

    assert await database.read(subjects, None) == {BY_LOGIN, BY_ADDRESS}


async def test_a_right_password_is_forgiven_even_when_it_was_the_one_that_locked(database: Database) -> None:
    _, _, credentials = await wang(database)
    for number in range(20):
        for _ in range(2):
            await database.write(sign_in.admit, attempt(by_address=f"address:{number}"))
        assert (await database.write(sign_in.admit, attempt())).locked == ("login",)
        await database.write(sign_in.open_session, opening(credentials, f"s{number}"))


async def test_old_failures_are_forgotten(database: Database, clock: ManualClock) -> None:
    await wang(database)
    for _ in range(10):
        assert (await database.write(sign_in.admit, attempt())).locked == ()
        assert (await database.write(sign_in.admit, attempt())).locked == ()
        await clock.advance(LIMITS.forget_s + 1)


async def test_a_thousand_guesses_at_once_get_no_more_than_the_limit(database: Database) -> None:
    await wang(database)
    admitted = 0

    async def guess(number: int) -> None:
        nonlocal admitted
        try:
            await database.write(sign_in.admit, attempt(by_address=f"address:{number}"))
        except RateLimited:
            return
        admitted += 1

    async with asyncio.TaskGroup() as group:
        for number in range(200):
            group.create_task(guess(number))
    assert admitted == LIMITS.login_failures


async def test_attempts_that_cross_each_other_never_stall(database: Database) -> None:
    """On PostgreSQL two transactions that took their rows in different orders would wait for each other."""
    _, _, credentials = await wang(database)

    async def come_in(number: int) -> None:
        try:
            await database.write(sign_in.admit, attempt())
            await database.write(sign_in.open_session, opening(credentials, f"s{number}"))
        except RateLimited:
            return

    async with patience.timeout(20), asyncio.TaskGroup() as group:
        for number in range(40):
            group.create_task(come_in(number))


@given(failures=st.integers(0, 10_000), allowed=st.integers(1, 50))
def test_a_lock_never_shrinks_with_failures_and_never_exceeds_the_longest(failures: int, allowed: int) -> None:
    limits = LockOut()
    assert limits.lock_s(failures, allowed) <= limits.lock_s(failures + 1, allowed) <= limits.longest_s
    assert (limits.lock_s(failures, allowed) == 0) == (failures < allowed)


# --- sessions --------------------------------------------------------------------------------------------------


async def test_an_open_session_knows_its_person_and_rights(database: Database, clock: ManualClock) -> None:
    province, shenzhen, _ = await make_two_cities(database)
    user = await make_person(database, shenzhen, "wang", (Role.AGENT, shenzhen), (Role.AUDITOR, province))
    credentials = await database.read(users.credentials, user.id)
    opened = await database.write(sign_in.open_session, opening(credentials, "s1"))
    assert opened == await alive(database, "s1")
    assert opened.user == user
    assert opened.org == shenzhen
    assert opened.scope(Role.AGENT).paths == (shenzhen.path,)
    assert opened.scope().paths == (province.path,)
    assert opened.expires_ms == clock.now_ms() + RULES.absolute_s * 1000


async def test_a_person_without_rights_can_sign_in_and_sees_nothing(database: Database) -> None:
    org = await make_org(database, "cn")
    user = await make_person(database, org, "wang")
    credentials = await database.read(users.credentials, user.id)
    opened = await database.write(sign_in.open_session, opening(credentials, "s1"))
    assert opened.rights == ()
    assert not opened.scope()


async def test_idleness_ends_a_session_and_use_prolongs_it_to_the_absolute_end(
    database: Database, clock: ManualClock
) -> None:
    _, _, credentials = await wang(database)
    await database.write(sign_in.open_session, opening(credentials, "used"))
    await database.write(sign_in.open_session, opening(credentials, "idle"))
    for _ in range(6):
        await clock.advance(3599)
        assert await alive(database, "used") is not None
        await database.write(sign_in.touch_session, "used")
    assert await alive(database, "idle") is None
    await clock.advance(6)
    assert await alive(database, "used") is None
    assert await database.write(sign_in.sweep, (RULES, LIMITS)) == 2


async def test_a_disabled_person_is_out_at_once(database: Database) -> None:
    _, user, credentials = await wang(database)
    await database.write(sign_in.open_session, opening(credentials, "s1"))

    def disable(tx: Tx, _: None) -> None:
        users.set_state(tx, user.id, UserState.DISABLED)

    await database.write(disable, None)
    assert await alive(database, "s1") is None
    with pytest.raises(NotSignedIn, match="bad_credentials"):
        await database.write(sign_in.open_session, opening(credentials, "s2"))


async def test_whose_password_changed_while_it_was_judged_does_not_get_in(database: Database) -> None:
    _, user, credentials = await wang(database)

    def change(tx: Tx, _: None) -> None:
        users.set_password(tx, user.id, "other", temporary=False)

    await database.write(change, None)
    with pytest.raises(NotSignedIn, match="bad_credentials"):
        await database.write(sign_in.open_session, opening(credentials, "s1"))


async def test_a_new_sign_in_ends_the_browser_s_earlier_session(database: Database) -> None:
    _, _, credentials = await wang(database)
    await database.write(sign_in.open_session, opening(credentials, "s1"))
    await database.write(sign_in.open_session, opening(credentials, "s2", replaces="s1"))
    assert await alive(database, "s1") is None
    assert await alive(database, "s2") is not None


async def test_signing_out_ends_the_session_once(database: Database) -> None:
    _, user, credentials = await wang(database)
    opened = await database.write(sign_in.open_session, opening(credentials, "s1"))
    await database.write(sign_in.close_session, opened)
    await database.write(sign_in.close_session, opened)
    assert await alive(database, "s1") is None
    assert [action for action, subject, _ in await audited(database) if subject == user.id] == [
        "session.opened",
        "session.closed",
    ]


async def test_a_person_s_sessions_can_be_listed_and_ended(database: Database, clock: ManualClock) -> None:
    _, user, credentials = await wang(database)
    for session_id in ("s1", "s2", "s3"):
        await database.write(sign_in.open_session, opening(credentials, session_id))
        await clock.advance(1)

    assert [info.id for info in await database.read(sessions.of_user, user.id)] == ["s3", "s2", "s1"]
    assert await database.write(sessions.end_by_reset, user.id) == 3
    assert await database.read(sessions.of_user, user.id) == []


async def test_why_a_reset_ended_a_session_is_known_until_it_would_have_been_idle(
    database: Database, clock: ManualClock
) -> None:
    _, user, credentials = await wang(database)
    await database.write(sign_in.open_session, opening(credentials, "s1"))
    assert not await database.read(sign_in.was_reset, "s1")
    assert await database.write(sessions.end_by_reset, user.id) == 1
    assert await database.write(sessions.end_by_reset, user.id) == 0
    await database.write(sign_in.sweep, (RULES, LIMITS))
    assert await alive(database, "s1") is None
    assert await database.read(sign_in.was_reset, "s1")
    assert not await database.read(sign_in.was_reset, "s2")
    await clock.advance(RULES.idle_s + 1)
    await database.write(sign_in.sweep, (RULES, LIMITS))
    assert not await database.read(sign_in.was_reset, "s1")


# --- passwords -------------------------------------------------------------------------------------------------


async def test_changing_the_password_ends_all_other_sessions(database: Database) -> None:
    _, user, credentials = await wang(database)
    opened = await database.write(sign_in.open_session, opening(credentials, "s1"))
    await database.write(sign_in.open_session, opening(credentials, "s2"))
    await database.write(sign_in.change_password, PasswordChange(opened, "h", "new"))
    assert await alive(database, "s1") is not None
    assert await alive(database, "s2") is None
    assert (await database.read(users.credentials, user.id)).password_hash == "new"
    assert ("password.changed", user.id, {"sessions_ended": 1}) in await audited(database)


async def test_of_two_changes_at_once_one_is_refused(database: Database) -> None:
    _, user, credentials = await wang(database)
    opened = await database.write(sign_in.open_session, opening(credentials, "s1"))
    await database.write(sign_in.change_password, PasswordChange(opened, "h", "first"))
    with pytest.raises(NotSignedIn):
        await database.write(sign_in.change_password, PasswordChange(opened, "h", "second"))
    assert (await database.read(users.credentials, user.id)).password_hash == "first"


async def test_a_session_that_was_ended_meanwhile_changes_no_password(database: Database) -> None:
    _, user, credentials = await wang(database)
    opened = await database.write(sign_in.open_session, opening(credentials, "s1"))
    await database.write(sessions.end_by_reset, user.id)
    with pytest.raises(NotSignedIn):
        await database.write(sign_in.change_password, PasswordChange(opened, "h", "new"))


async def test_guessing_the_current_password_in_a_stolen_session_is_locked(database: Database) -> None:
    _, user, _ = await wang(database)
    for _ in range(3):
        await database.write(sign_in.admit_change, (user.id, LIMITS))
    with pytest.raises(RateLimited, match="locked_out"):
        await database.write(sign_in.admit_change, (user.id, LIMITS))


async def test_strangers_who_lock_a_login_lock_nobody_out_who_is_in(database: Database) -> None:
    _, user, credentials = await wang(database)
    opened = await database.write(sign_in.open_session, opening(credentials, "s1"))
    for number in range(3):
        await database.write(sign_in.admit, attempt(by_address=f"address:{number}"))
    with pytest.raises(RateLimited):
        await database.write(sign_in.admit, attempt(by_address="address:9"))
    assert await alive(database, "s1") is not None
    await database.write(sign_in.admit_change, (user.id, LIMITS))
    await database.write(sign_in.change_password, PasswordChange(opened, "h", "new"))


async def test_a_reset_gives_a_temporary_password_lets_in_again_and_ends_every_session(database: Database) -> None:
    _, user, credentials = await wang(database)
    await database.write(sign_in.open_session, opening(credentials, "s1"))
    for _ in range(3):
        await database.write(sign_in.admit, attempt())
    await database.write(sign_in.reset_password, Reset("wang", BY_LOGIN, "temporary"))
    assert await alive(database, "s1") is None
    assert (await database.write(sign_in.admit, attempt())).credentials == replace(
        credentials, password_hash="temporary"
    )
    found = await database.read(users.find, user.id)
    assert found is not None
    assert found.temporary_password
    with pytest.raises(NotFound, match="user_not_found"):
        await database.write(sign_in.reset_password, Reset("nobody", "login:2", "x"))


async def test_the_first_administrator_is_made_once_with_the_root(database: Database) -> None:
    first = FirstAdmin("admin", "管理员", "h", "cn", "全国")
    made = await database.write(sign_in.ensure_admin, first)
    assert made is not None
    assert made.temporary_password
    assert await database.write(sign_in.ensure_admin, first) is None
    credentials = await database.read(users.credentials, made.id)
    opened = await database.write(sign_in.open_session, opening(credentials, "s1"))
    assert opened.scope(Role.ADMIN).paths == ("/cn/",)


async def test_the_first_administrator_is_made_in_the_root_that_is_there(database: Database) -> None:
    root = await make_org(database, "demo")
    made = await database.write(sign_in.ensure_admin, FirstAdmin("admin", "管理员", "h", "cn", "全国"))
    assert made is not None
    assert made.org_id == root.id


async def test_where_the_last_administrator_was_disabled_the_login_comes_back(database: Database) -> None:
    first = FirstAdmin("admin", "管理员", "h", "cn", "全国")
    made = await database.write(sign_in.ensure_admin, first)
    assert made is not None

    def disable(tx: Tx, user_id: UserId) -> None:
        users.set_state(tx, user_id, UserState.DISABLED)

    await database.write(disable, made.id)
    again = await database.write(sign_in.ensure_admin, replace(first, password_hash="other"))
    assert again is not None
    assert again.id == made.id
    kept = await database.read(users.credentials, made.id)
    assert (kept.state, kept.password_hash) == (UserState.ACTIVE, "other")


# --- what is kept of it ----------------------------------------------------------------------------------------


async def test_a_refused_attempt_leaves_a_line_without_what_was_typed(database: Database) -> None:
    _, user, _ = await wang(database)
    await database.write(sign_in.refuse, Refusal(user.id, "bad_credentials", BY_ADDRESS))
    await database.write(sign_in.refuse, Refusal(None, "bad_credentials", BY_ADDRESS))
    fields = {"reason": "bad_credentials", "address": BY_ADDRESS}
    assert await audited(database) == [("sign_in.refused", user.id, fields), ("sign_in.refused", None, fields)]


async def test_failures_that_no_longer_count_are_swept(database: Database, clock: ManualClock) -> None:
    await wang(database)
    await database.write(sign_in.admit, attempt())
    await clock.advance(LIMITS.forget_s + 1)
    assert await database.write(sign_in.sweep, (RULES, LIMITS)) == 2
