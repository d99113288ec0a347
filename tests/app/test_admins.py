"""The first administrator, and the way back in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.admins import LOGIN, first_admin, reset_password
from hub.clock import ManualClock
from hub.database import Database
from hub.errors import NotFound
from tests.app.door import OTHER, Door, open_door

pytestmark = [pytest.mark.store, pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)]


@pytest.fixture
async def door(database: Database, tmp_path: Path) -> AsyncIterator[Door]:
    async with open_door(database, ManualClock(), tmp_path) as opened:
        yield opened


async def test_the_first_start_tells_a_one_time_password_once_and_only_for_choosing_another(door: Door) -> None:
    told = await first_admin(door.database, door.passwords)
    assert told is not None
    assert await first_admin(door.database, door.passwords) is None
    assert told.password not in repr(told)

    browser = door.client()
    answer = await browser.sign_in(LOGIN, told.password)
    assert answer.json()["rights"][0]["role"] == "admin"
    assert (await browser.get("/api/things")).json()["code"] == "password_change_required"
    assert (await browser.change_password(told.password, OTHER)).status_code == 204
    assert (await browser.get("/api/things")).json() == ["/cn/"]


async def test_a_reset_lets_a_locked_administrator_in_and_everybody_else_out(door: Door) -> None:
    told = await first_admin(door.database, door.passwords)
    assert told is not None
    inside = door.client()
    await inside.sign_in(LOGIN, told.password)
    for number in range(6):
        await door.client().sign_in(LOGIN, f"wrong password {number}")
    assert (await door.client().sign_in(LOGIN, told.password)).status_code == 429

    again = await reset_password(door.database, door.ring, door.passwords, " Admin ")
    assert again.login == LOGIN
    assert again.password != told.password
    ended = await inside.get("/api/session")
    assert (ended.status_code, ended.json()["code"]) == (401, "password_reset")
    assert (await door.client().get("/api/session")).json()["code"] == "not_signed_in"
    assert (await door.client().sign_in(LOGIN, told.password)).status_code == 401
    assert (await door.client().sign_in(LOGIN, again.password)).json()["user"]["temporary_password"]
    await inside.sign_in(LOGIN, again.password)
    await inside.send("DELETE", "/api/session")
    assert (await inside.get("/api/session")).json()["code"] == "not_signed_in"


async def test_nobody_s_password_cannot_be_reset(door: Door) -> None:
    with pytest.raises(NotFound, match="user_not_found"):
        await reset_password(door.database, door.ring, door.passwords, "nobody")
