"""Commands: the same key gives one effect and one answer, however often and however crosswise it comes."""

import asyncio
import json

import pytest
from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy import func, select

from app.commands import REPLAYED, Command, Commands, OneTime, named
from hub.clock import ManualClock
from hub.database import Database, Tx
from hub.errors import BadRequest, Conflict, HubError, NotFound, Unprocessable
from hub.ids import IdSource, OrgId, UserId
from hub.people import Org, SignedIn, User, UserState
from hub.store.idempotency import KEPT_MS
from hub.store.tables import idempotency, meta

pytestmark = pytest.mark.store

ORG = Org(OrgId("o"), None, "/cn/", "nation", "cn", "全国", "Asia/Shanghai", "zh-CN")


@pytest.fixture
def clock() -> ManualClock:
    """Return a clock that the test moves."""
    return ManualClock()


@pytest.fixture
def commands(database: Database) -> Commands:
    return Commands(database)


class Made(BaseModel):
    id: str
    password: OneTime = None


def command(key: str = "k1", *, user: str = "u1", body: bytes = b"{}", path: str = "/api/things") -> Command:
    person = User(UserId(user), ORG.id, user, user, "zh-CN", UserState.ACTIVE, temporary_password=False)
    return named(SignedIn("s", person, ORG, (), 0, 1), "POST", path, key, (body,))


def make(tx: Tx, name: str) -> str:
    """Do something that is seen to have been done once or twice."""
    row_id = tx.new_id()
    tx.connection.execute(meta.insert().values(name=f"{name}.{row_id}", value="x"))
    return row_id


def made(row_id: str) -> Made:
    return Made(id=row_id)


async def count(database: Database) -> int:
    def read(tx: Tx, _: None) -> int:
        return int(tx.connection.execute(select(func.count()).select_from(meta)).scalar_one())

    return await database.read(read, None)


def body(response: Response) -> dict[str, object]:
    document = json.loads(bytes(response.body))
    assert isinstance(document, dict)
    return document


async def test_a_repeat_gets_the_same_answer_and_has_no_effect(database: Database, commands: Commands) -> None:
    first = await commands.run(command(), make, "a", answer=made, status=201)
    again = await commands.run(command(), make, "a", answer=made, status=201)
    assert await count(database) == 1
    assert first.body == again.body
    assert (first.status_code, again.status_code) == (201, 201)
    assert REPLAYED not in first.headers
    assert again.headers[REPLAYED] == "true"


async def test_an_answer_without_a_body_is_repeated_as_such(database: Database, commands: Commands) -> None:
    first = await commands.run(command(), make, "a")
    again = await commands.run(command(), make, "a")
    assert (first.status_code, first.body) == (again.status_code, again.body) == (204, b"")
    assert again.headers[REPLAYED] == "true"
    assert await count(database) == 1


async def test_the_same_key_for_another_request_is_refused(database: Database, commands: Commands) -> None:
    await commands.run(command(), make, "a", answer=made)
    with pytest.raises(Unprocessable, match="idempotency_key_reused"):
        await commands.run(command(body=b'{"x":1}'), make, "a", answer=made)
    assert await count(database) == 1


async def test_a_key_belongs_to_its_person_and_address(database: Database, commands: Commands) -> None:
    await commands.run(command(), make, "a", answer=made)
    await commands.run(command(user="u2"), make, "a", answer=made)
    await commands.run(command(path="/api/others"), make, "a", answer=made)
    assert await count(database) == 3


async def test_a_refused_command_has_no_effect_and_may_be_tried_again(database: Database, commands: Commands) -> None:
    def refuse(tx: Tx, name: str) -> str:
        make(tx, name)
        raise NotFound("thing_not_found", "there is no such thing")

    for _ in range(2):
        with pytest.raises(NotFound):
            await commands.run(command(), refuse, "a", answer=made)
    assert await count(database) == 0
    assert REPLAYED not in (await commands.run(command(), make, "a", answer=made)).headers


async def test_a_secret_is_told_once_and_never_kept(database: Database, commands: Commands) -> None:
    def with_password(row_id: str) -> Made:
        return Made(id=row_id, password="kT7x-secret")

    first = await commands.run(command(), make, "a", answer=with_password)
    again = await commands.run(command(), make, "a", answer=with_password)
    assert body(first)["password"] == "kT7x-secret"
    assert body(again) == {"id": body(first)["id"], "password": None}

    def read(tx: Tx, _: None) -> str:
        return str(tx.connection.execute(select(idempotency.c.answer)).scalar_one())

    assert "secret" not in await database.read(read, None)


async def test_an_answer_is_kept_for_a_day_and_then_swept(
    database: Database, commands: Commands, clock: ManualClock
) -> None:
    await commands.run(command(), make, "a", answer=made)
    await clock.advance(KEPT_MS / 1000)
    assert await commands.sweep() == 0
    assert REPLAYED in (await commands.run(command(), make, "a", answer=made)).headers
    await clock.advance(1)
    assert REPLAYED not in (await commands.run(command(), make, "a", answer=made)).headers
    assert await count(database) == 2
    await clock.advance(KEPT_MS / 1000 + 1)
    assert await commands.sweep() == 1


async def test_of_many_at_once_in_one_process_one_acts_and_the_rest_are_told(
    database: Database, commands: Commands
) -> None:
    outcomes: list[Response | HubError] = []

    async def ask() -> None:
        try:
            outcomes.append(await commands.run(command(), make, "a", answer=made))
        except Conflict as error:
            outcomes.append(error)

    async with asyncio.TaskGroup() as group:
        for _ in range(20):
            group.create_task(ask())
    refused = [one for one in outcomes if isinstance(one, Conflict)]
    assert await count(database) == 1
    assert {error.code for error in refused} == {"idempotency_key_in_use"}
    assert len(refused) == 19


async def test_of_many_at_once_in_many_processes_one_acts(database: Database) -> None:
    """Each `Commands` stands for a process: only the store knows of them all."""
    answers: list[bytes] = []
    refused: list[str] = []

    async def ask() -> None:
        try:
            answers.append(bytes((await Commands(database).run(command(), make, "a", answer=made)).body))
        except Conflict as error:
            refused.append(error.code)

    async with asyncio.TaskGroup() as group:
        for _ in range(40):
            group.create_task(ask())
    assert await count(database) == 1
    assert len(set(answers)) == 1
    assert len(answers) + len(refused) == 40
    assert set(refused) <= {"idempotency_key_in_use"}


async def test_what_must_be_prepared_is_not_prepared_for_a_repeat(database: Database, commands: Commands) -> None:
    prepared = 0

    async def prepare() -> str:
        nonlocal prepared
        prepared += 1
        return "a"

    first = await commands.run_after(command(), prepare, make, answer=made)
    again = await commands.run_after(command(), prepare, make, answer=made)
    assert prepared == 1
    assert first.body == again.body
    with pytest.raises(Unprocessable, match="idempotency_key_reused"):
        await commands.run_after(command(body=b"x"), prepare, make, answer=made)
    assert await count(database) == 1


async def test_a_second_request_while_the_first_is_being_prepared_is_told_to_wait(
    database: Database, commands: Commands
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def prepare() -> str:
        begun.set()
        await go_on.wait()
        return "a"

    async with asyncio.TaskGroup() as group:
        first = group.create_task(commands.run_after(command(), prepare, make, answer=made))
        await begun.wait()
        with pytest.raises(Conflict, match="idempotency_key_in_use"):
            await commands.run_after(command(), prepare, make, answer=made)
        go_on.set()
    assert first.result().status_code == 200
    assert await count(database) == 1


async def test_a_command_that_is_cancelled_while_it_prepares_frees_its_key(
    database: Database, commands: Commands
) -> None:
    begun = asyncio.Event()

    async def never() -> str:
        begun.set()
        return await asyncio.Future[str]()

    async with asyncio.TaskGroup() as group:
        first = group.create_task(commands.run_after(command(), never, make, answer=made))
        await begun.wait()
        first.cancel()
    assert (await commands.run(command(), make, "a", answer=made)).status_code == 200


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("key", ["", "k" * 129, "a b", "a\n", "键", "a\x00", "\x7f"])
async def test_a_key_that_is_none_is_refused(commands: Commands, key: str) -> None:
    with pytest.raises(BadRequest, match="idempotency_key_invalid"):
        command(key)


async def test_a_missing_key_is_refused_and_parts_of_a_request_never_run_together(clock: ManualClock) -> None:
    person = User(UserId("u"), ORG.id, "u", "u", "zh-CN", UserState.ACTIVE, temporary_password=False)
    signed_in = SignedIn("s", person, ORG, (), 0, 1)
    with pytest.raises(BadRequest, match="idempotency_key_missing"):
        named(signed_in, "POST", "/", None, ())
    one = named(signed_in, "POST", "/", "k", (b"ab", b"c"))
    other = named(signed_in, "POST", "/", "k", (b"a", b"bc"))
    assert one.key == other.key
    assert one.request_hash != other.request_hash
    assert IdSource(clock).new_id() != one.request_hash
