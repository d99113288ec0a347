"""Bad input at the sign-in door: a clear refusal for the sender, a count and a line for us, no effect on others."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from hub import patience
from hub.clock import ManualClock
from hub.database import Database, Tx
from hub.ids import UserId
from hub.scope import Role
from hub.sign_in import LockOut
from hub.store import users
from hub.store.house_tables import sign_in_failures
from hub.store.tables import audit
from tests.app.door import GOOD, Door, open_door
from tests.people import make_org

pytestmark = pytest.mark.store

ON_SQLITE = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
DEEP = b'{"login":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
HARMFUL = "<script>alert('救命')</script>"


@pytest.fixture
def clock() -> ManualClock:
    """Return a clock that the test moves."""
    return ManualClock()


@pytest.fixture
async def door(database: Database, clock: ManualClock, tmp_path: Path) -> AsyncIterator[Door]:
    async with open_door(database, clock, tmp_path, lock_out=LockOut(address_failures=1000)) as opened:
        org = await make_org(database, "cn")
        await opened.person(org, "wang", (Role.AGENT, org))
        yield opened


def fields(**values: object) -> bytes:
    return json.dumps(values).encode()


@ON_SQLITE
@pytest.mark.parametrize(
    ("content", "headers", "status", "code"),
    [
        (b"", JSON, 422, "not_acceptable_values"),
        (b"{", JSON, 400, "malformed_json"),
        (b"null", JSON, 422, "not_acceptable_values"),
        (b"[]", JSON, 422, "not_acceptable_values"),
        (b'"wang"', JSON, 422, "not_acceptable_values"),
        (DEEP, JSON, 400, "bad_request"),
        (b'{"login":"\xff\xfe","password":"x"}', JSON, 400, "malformed_text"),
        (b'{"login":"\\ud800","password":"x"}', JSON, 422, "not_acceptable_values"),
        (fields(login="wang"), JSON, 422, "not_acceptable_values"),
        (fields(login="", password=""), JSON, 422, "not_acceptable_values"),
        (fields(login=1, password=True), JSON, 422, "not_acceptable_values"),
        (fields(login=["wang"], password={"$ne": ""}), JSON, 422, "not_acceptable_values"),
        (fields(login=None, password=None), JSON, 422, "not_acceptable_values"),
        (fields(login="wang", password=GOOD, admin=True), JSON, 422, "not_acceptable_values"),
        (fields(login="w" * 257, password=GOOD), JSON, 422, "credentials_too_long"),
        (fields(login="wang", password="p" * 1025), JSON, 422, "credentials_too_long"),
        (fields(login="wang", password="x" * 10_000_000), JSON, 413, "body_too_large"),
        (b"login=wang&password=x", FORM, 422, "not_acceptable_values"),
        (fields(login="wang\x00", password=GOOD), JSON, 401, "bad_credentials"),
        (fields(login=HARMFUL, password=HARMFUL), JSON, 401, "bad_credentials"),
        (fields(login="wang'--", password="' OR 1=1 --"), JSON, 401, "bad_credentials"),
        (fields(login="../../etc/passwd", password="%00"), JSON, 401, "bad_credentials"),
        (fields(login="😀" * 60, password="👨‍👩‍👧‍👦" * 50), JSON, 401, "bad_credentials"),
        (fields(login="wang", password="\u202e" + "é\x00\x1b[31m" * 20), JSON, 401, "bad_credentials"),
    ],
)
async def test_bad_input_gets_a_clear_refusal_that_repeats_nothing(
    door: Door, content: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    browser = door.client()
    answer = await browser.http.post("/api/session", content=content, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert "set-cookie" not in answer.headers
    assert len(answer.content) < 2000
    for told in (GOOD, HARMFUL, "script", "OR 1=1"):
        assert told not in answer.text
    assert (await door.client().sign_in("wang")).status_code == 200


async def test_a_flow_of_junk_in_the_login_reaches_no_table(door: Door) -> None:
    for login in (HARMFUL, "wang\x00", "my-password-typed-into-the-wrong-field", "😀"):
        assert (await door.client().sign_in(login)).status_code == 401

    def kept(tx: Tx, _: None) -> str:
        lines = tx.connection.execute(select(audit.c.action, audit.c.subject_id, audit.c.fields)).all()
        return repr([*lines, *tx.connection.execute(select(sign_in_failures.c.subject)).all()])

    everything = await door.database.read(kept, None)
    assert everything.count("sign_in.refused") == 4
    for typed in ("script", "wang", "my-password", "😀", "10.0.0.7"):
        assert typed not in everything
    assert door.counted("bad_credentials") == 4


async def test_a_login_under_attack_is_locked_with_the_time_to_wait(door: Door, clock: ManualClock) -> None:
    for _ in range(5):
        assert (await door.client().sign_in("wang", "a wrong password")).status_code == 401
    answer = await door.client().sign_in("wang")
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (429, "locked_out", "30")
    assert door.counted("locked_out") == 1
    await clock.advance(31)
    assert (await door.client().sign_in("wang")).status_code == 200


async def test_a_lock_survives_a_restart(database: Database, door: Door, clock: ManualClock, tmp_path: Path) -> None:
    for _ in range(5):
        await door.client().sign_in("wang", "a wrong password")

    async with open_door(database, clock, tmp_path, ring=door.ring) as restarted:
        assert (await restarted.client().sign_in("wang")).status_code == 429


async def test_an_address_that_tries_every_login_is_locked_and_others_are_not(
    database: Database, clock: ManualClock, tmp_path: Path
) -> None:
    ring = None
    async with open_door(database, clock, tmp_path) as attacker:
        ring = attacker.ring
        org = await make_org(database, "cn")
        await attacker.person(org, "wang")
        for number in range(20):
            assert (await attacker.client().sign_in(f"nobody{number}")).status_code == 401
        assert (await attacker.client().sign_in("wang")).status_code == 429
    async with open_door(database, clock, tmp_path, ring=ring, address="10.0.0.8") as elsewhere:
        assert (await elsewhere.client().sign_in("wang")).status_code == 200


async def test_a_flood_of_sign_ins_gets_few_guesses_and_leaves_those_inside_alone(
    database: Database, clock: ManualClock, tmp_path: Path
) -> None:
    async with open_door(database, clock, tmp_path, waiting=6) as door:
        org = await make_org(database, "cn")
        user = await door.person(org, "wang", (Role.AGENT, org))
        inside = door.client()
        await inside.sign_in("wang")
        answers: list[httpx.Response] = []

        async def guess(number: int) -> None:
            answers.append(await door.client().sign_in("wang", f"guess number {number}"))

        async def work() -> None:
            for _ in range(20):
                assert (await inside.get("/api/things")).status_code == 200
                assert (await inside.send("POST", "/api/things")).status_code == 201

        async with patience.timeout(30), asyncio.TaskGroup() as group:
            for number in range(200):
                group.create_task(guess(number))
            group.create_task(work())
        counted = Counter((answer.status_code, answer.json()["code"]) for answer in answers)
        assert set(counted) <= {(401, "bad_credentials"), (429, "locked_out"), (429, "busy")}
        assert counted[401, "bad_credentials"] <= 5
        assert all(int(answer.headers["retry-after"]) >= 1 for answer in answers if answer.status_code == 429)
        assert await locks_in_the_audit(database, user.id) == 1


async def locks_in_the_audit(database: Database, user_id: UserId) -> int:
    def read(tx: Tx, _: None) -> int:
        query = select(audit.c.id).where(audit.c.action == "sign_in.locked", audit.c.subject_id == user_id)
        return len(tx.connection.execute(query).all())

    return await database.read(read, None)


async def test_a_hash_of_an_older_cost_is_replaced_when_its_owner_comes(door: Door) -> None:
    old = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1).hash(GOOD)

    def put(tx: Tx, _: None) -> UserId:
        kept = users.credentials_by_login(tx, "wang")
        assert kept is not None
        users.set_password(tx, kept.user_id, old, temporary=False)
        return kept.user_id

    user_id = await door.database.write(put, None)
    assert (await door.client().sign_in("wang")).status_code == 200
    assert (await door.database.read(users.credentials, user_id)).password_hash.startswith("$argon2id$v=19$m=64,t=1")
    assert (await door.client().sign_in("wang")).status_code == 200


async def test_who_comes_twice_at_once_with_a_hash_of_an_older_cost_is_let_in_twice(door: Door) -> None:
    old = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1).hash(GOOD)

    def put(tx: Tx, _: None) -> None:
        kept = users.credentials_by_login(tx, "wang")
        assert kept is not None
        users.set_password(tx, kept.user_id, old, temporary=False)

    await door.database.write(put, None)
    async with asyncio.TaskGroup() as group:
        tabs = [group.create_task(door.client().sign_in("wang")) for _ in range(3)]
    assert [tab.result().status_code for tab in tabs] == [200, 200, 200]
