"""Signing in and out over HTTP: what the page does, step by step, and what it may rely on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from starlette.requests import HTTPConnection

from hub.clock import ManualClock
from hub.database import Database, Tx
from hub.errors import NotPermitted, NotSignedIn
from hub.people import UserState
from hub.scope import Role
from hub.sign_in import LockOut, SessionRules
from hub.store import sessions, users
from tests.app.door import GOOD, OTHER, PLAIN, SECURE, Browser, Door, open_door
from tests.people import make_org, make_two_cities

# What differs between the engines lies below and is tried on both in tests/hub and tests/app/test_commands.py.
pytestmark = [pytest.mark.store, pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)]

RULES = SessionRules(idle_s=3600, absolute_s=6 * 3600)
NOT_SIGNED_IN = (401, "not_signed_in")


@pytest.fixture
def clock() -> ManualClock:
    """Return a clock that the test moves."""
    return ManualClock()


@pytest.fixture
async def door(database: Database, clock: ManualClock, tmp_path: Path) -> AsyncIterator[Door]:
    async with open_door(database, clock, tmp_path, rules=RULES) as opened:
        yield opened


async def status(browser: Browser, path: str = "/api/session") -> tuple[int, str]:
    answer = await browser.get(path)
    return answer.status_code, answer.json().get("code", "") if answer.status_code >= 400 else ""


async def test_a_person_signs_in_is_known_and_signs_out(door: Door, clock: ManualClock) -> None:
    province, shenzhen, _ = await make_two_cities(door.database)
    user = await door.person(shenzhen, "wang.li", (Role.AGENT, shenzhen), (Role.AUDITOR, province))
    browser = door.client()
    assert await status(browser) == NOT_SIGNED_IN

    answer = await browser.sign_in(" Wang.Li ")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    assert told.pop("csrf_token")
    assert told == {
        "user": {
            "id": user.id,
            "login": "wang.li",
            "display_name": "Wang.Li",
            "lang": "zh-CN",
            "org": {"id": shenzhen.id, "code": "sz", "name": "SZ"},
            "temporary_password": False,
        },
        "rights": [{"role": "auditor", "org_id": province.id}, {"role": "agent", "org_id": shenzhen.id}],
        "expires_at_ms": clock.now_ms() + 3600 * 1000,
    }
    again = await browser.get("/api/session")
    assert again.json() == answer.json()
    assert again.headers["cache-control"] == "no-store"
    assert door.counted("opened") == 1

    assert (await browser.send("DELETE", "/api/session")).status_code == 204
    assert dict(browser.http.cookies) == {}
    assert await status(browser) == NOT_SIGNED_IN


async def test_a_stranger_learns_nothing_about_who_exists(door: Door) -> None:
    org = await make_org(door.database, "cn")
    await door.person(org, "wang")
    gone = await door.person(org, "gone")

    def disable(tx: Tx, _: None) -> None:
        users.set_state(tx, gone.id, UserState.DISABLED)

    await door.database.write(disable, None)
    answers = [
        await door.client().sign_in("wang", "a wrong password"),
        await door.client().sign_in("nobody"),
        await door.client().sign_in("gone"),
        await door.client().sign_in("王<b>"),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].json()["code"] == "bad_credentials"
    assert all("set-cookie" not in answer.headers for answer in answers)


@pytest.mark.parametrize("field", ["login", "password"])
async def test_a_login_or_password_that_nobody_types_is_refused_by_its_name_and_not_counted(
    door: Door, field: str
) -> None:
    given = {"login": "wang", "password": GOOD, field: "x" * 5000}
    for _ in range(10):
        answer = await door.client().sign_in(given["login"], given["password"])
        assert (answer.status_code, answer.json()["code"]) == (422, "credentials_too_long")
        assert answer.json()["errors"] == [{"pointer": f"#/{field}", "code": "too_long"}]


async def test_the_cookie_alone_may_not_change_anything(door: Door) -> None:
    org = await make_org(door.database, "cn")
    await door.person(org, "wang")
    browser = door.client()
    await browser.sign_in("wang")
    for token in (b"", b"x", browser.csrf[:-1].encode(), "键".encode()):
        headers = {b"x-csrf-token": token, b"idempotency-key": b"k"}
        answer = await browser.http.post("/api/things", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf_token_wrong")
    answer = await browser.http.delete("/api/session")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_token_wrong")
    assert (await browser.send("POST", "/api/things")).status_code == 201


async def test_a_token_of_another_session_does_not_help(door: Door) -> None:
    org = await make_org(door.database, "cn")
    await door.person(org, "wang")
    mine, theirs = door.client(), door.client()
    await mine.sign_in("wang")
    await theirs.sign_in("wang")
    mine.csrf = theirs.csrf
    assert (await mine.send("POST", "/api/things")).json()["code"] == "csrf_token_wrong"


async def test_a_page_of_others_may_neither_sign_in_nor_change(door: Door) -> None:
    org = await make_org(door.database, "cn")
    await door.person(org, "wang")
    browser = door.client()
    await browser.sign_in("wang")
    for origin in ("https://evil.example", "null", "https://hub.example", PLAIN + ".evil.example"):
        headers = {"origin": origin, "x-csrf-token": browser.csrf, "idempotency-key": "k"}
        answer = await browser.http.post("/api/things", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")
        answer = await door.client(origin=origin).sign_in("wang")
        assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")
    assert (await door.client(origin="").sign_in("wang")).json()["code"] == "foreign_origin"


async def test_a_cookie_stolen_before_sign_out_opens_nothing_after_it(door: Door) -> None:
    org = await make_org(door.database, "cn")
    await door.person(org, "wang")
    browser, thief = door.client(), door.client()
    await browser.sign_in("wang")
    thief.http.cookies.update(browser.http.cookies)
    thief.csrf = browser.csrf
    assert await status(thief) == (200, "")
    await browser.send("DELETE", "/api/session")
    assert await status(thief) == NOT_SIGNED_IN
    assert (await thief.send("POST", "/api/things")).json()["code"] == "not_signed_in"


async def test_a_made_up_cookie_opens_nothing_and_harms_nothing(door: Door) -> None:
    for value in ("x", "a" * 43, "A" * 5000, "'; DROP TABLE sessions; --", "%00", "../../etc/passwd"):
        browser = door.client()
        browser.http.headers["cookie"] = f"hub_session={value}"
        assert await status(browser) == NOT_SIGNED_IN


async def test_a_new_sign_in_gets_a_new_cookie_and_ends_the_browser_s_old_session(door: Door) -> None:
    org = await make_org(door.database, "cn")
    user = await door.person(org, "wang")
    browser = door.client()
    await browser.sign_in("wang")
    first = browser.http.cookies["hub_session"]
    await browser.sign_in("wang")
    assert browser.http.cookies["hub_session"] != first
    assert len(await door.database.read(sessions.of_user, user.id)) == 1


async def test_who_is_disabled_or_idle_is_out_with_the_next_request(door: Door, clock: ManualClock) -> None:
    org = await make_org(door.database, "cn")
    user = await door.person(org, "wang")
    await door.person(org, "li")
    disabled, idle = door.client(), door.client()
    await disabled.sign_in("wang")
    await idle.sign_in("li")

    def disable(tx: Tx, _: None) -> None:
        users.set_state(tx, user.id, UserState.DISABLED)

    await door.database.write(disable, None)
    assert await status(disabled) == NOT_SIGNED_IN
    await clock.advance(3601)
    assert await status(idle) == NOT_SIGNED_IN


async def test_use_is_noted_once_a_minute_and_keeps_the_session(door: Door, clock: ManualClock) -> None:
    org = await make_org(door.database, "cn")
    await door.person(org, "wang")
    browser = door.client()
    await browser.sign_in("wang")
    written = door.database.counters.units
    for _ in range(50):
        await browser.get("/api/things")
    assert door.database.counters.units == written
    for _ in range(5):
        await clock.advance(3599)
        assert (await browser.get("/api/session")).json()["expires_at_ms"] <= clock.now_ms() + 3600 * 1000
    await clock.advance(3599)
    assert (await browser.get("/api/session")).json()["expires_at_ms"] == clock.now_ms() + 6_000
    await clock.advance(6)
    assert await status(browser) == NOT_SIGNED_IN


# --- one's own password ----------------------------------------------------------------------------------------


async def test_a_temporary_password_is_good_for_choosing_another_and_nothing_else(door: Door) -> None:
    org = await make_org(door.database, "cn")
    await door.person(org, "wang", temporary=True)
    browser = door.client()
    assert (await browser.sign_in("wang")).json()["user"]["temporary_password"]
    assert await status(browser, "/api/things") == (403, "password_change_required")
    assert (await browser.send("POST", "/api/things")).json()["code"] == "password_change_required"
    assert (await browser.change_password(GOOD, OTHER)).status_code == 204
    assert await status(browser, "/api/things") == (200, "")
    assert not (await browser.get("/api/session")).json()["user"]["temporary_password"]


async def test_a_changed_password_ends_the_other_browsers_and_the_old_one_is_wrong(door: Door) -> None:
    org = await make_org(door.database, "cn")
    await door.person(org, "wang")
    mine, other = door.client(), door.client()
    await mine.sign_in("wang")
    await other.sign_in("wang")
    assert (await mine.change_password(GOOD, OTHER)).status_code == 204
    assert await status(mine) == (200, "")
    assert await status(other) == NOT_SIGNED_IN
    assert (await door.client().sign_in("wang", GOOD)).status_code == 401
    assert (await door.client().sign_in("wang", OTHER)).status_code == 200


async def test_a_change_whose_answer_was_lost_can_be_sent_again(door: Door) -> None:
    org = await make_org(door.database, "cn")
    await door.person(org, "wang")
    browser = door.client()
    await browser.sign_in("wang")
    assert (await browser.change_password(GOOD, OTHER, key="k")).status_code == 204
    again = await browser.change_password(GOOD, OTHER, key="k")
    assert (again.status_code, again.headers["idempotency-replayed"]) == (204, "true")
    answer = await browser.change_password(GOOD, OTHER + "!", key="k")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")


@pytest.mark.parametrize(
    ("current", "new", "code", "errors"),
    [
        ("not it at all", OTHER, "current_password_wrong", [{"pointer": "#/current_password", "code": "wrong"}]),
        (GOOD, "short", "password_weak", [{"pointer": "#/new_password", "code": "too_short"}]),
        (GOOD, "wang-wang-wang-wang", "password_weak", [{"pointer": "#/new_password", "code": "is_login"}]),
        (GOOD, "wang12345678", "password_weak", [{"pointer": "#/new_password", "code": "is_login"}]),
        (GOOD, "x-y-z" * 500, "password_weak", [{"pointer": "#/new_password", "code": "too_long"}]),
        (GOOD, "passwordpassword", "password_weak", [{"pointer": "#/new_password", "code": "too_common"}]),
        (GOOD, GOOD, "password_weak", [{"pointer": "#/new_password", "code": "unchanged"}]),
    ],
)
async def test_a_bad_change_is_refused_with_the_field_and_nothing_of_it_is_told(
    door: Door, current: str, new: str, code: str, errors: list[dict[str, str]]
) -> None:
    org = await make_org(door.database, "cn")
    await door.person(org, "wang")
    browser = door.client()
    await browser.sign_in("wang")
    answer = await browser.change_password(current, new)
    assert (answer.status_code, answer.json()["code"], answer.json()["errors"]) == (422, code, errors)
    assert current not in answer.text
    assert (await door.client().sign_in("wang", GOOD)).status_code == 200


async def test_guessing_the_current_password_is_locked_but_the_session_goes_on(
    database: Database, clock: ManualClock, tmp_path: Path
) -> None:
    async with open_door(database, clock, tmp_path, lock_out=LockOut(login_failures=3)) as door:
        org = await make_org(database, "cn")
        await door.person(org, "wang")
        browser = door.client()
        await browser.sign_in("wang")
        for number in range(3):
            assert (await browser.change_password(f"guess {number}", OTHER)).status_code == 422
        answer = await browser.change_password(GOOD, OTHER)
        assert (answer.status_code, answer.json()["code"]) == (429, "locked_out")
        assert await status(browser, "/api/things") == (200, "")
        assert (await door.client().sign_in("wang")).status_code == 200


# --- guards ----------------------------------------------------------------------------------------------------


async def test_a_route_whose_guard_was_forgotten_is_closed(door: Door) -> None:
    org = await make_org(door.database, "cn")
    await door.person(org, "wang")
    stranger = door.client()
    assert await status(stranger, "/api/things/unguarded") == NOT_SIGNED_IN
    assert (await stranger.send("POST", "/api/things/unguarded")).status_code == 401
    browser = door.client()
    await browser.sign_in("wang")
    assert await status(browser, "/api/things/unguarded") == (200, "")
    browser.csrf = ""
    assert (await browser.send("POST", "/api/things/unguarded")).json()["code"] == "csrf_token_wrong"


async def test_a_route_asks_for_its_role_and_sees_only_that_role_s_part(door: Door) -> None:
    province, shenzhen, guangzhou = await make_two_cities(door.database)
    await door.person(shenzhen, "wang", (Role.AGENT, province), (Role.SUPERVISOR, shenzhen))
    await door.person(guangzhou, "li", (Role.AGENT, guangzhou))
    wang, li = door.client(), door.client()
    await wang.sign_in("wang")
    await li.sign_in("li")
    assert (await wang.get("/api/things/supervised")).json() == [shenzhen.path]
    assert (await wang.get("/api/things")).json() == [province.path]
    assert await status(li, "/api/things/supervised") == (403, "role_missing")


async def test_a_command_needs_a_key_and_a_repeat_gets_the_kept_answer(door: Door) -> None:
    org = await make_org(door.database, "cn")
    await door.person(org, "wang")
    browser = door.client()
    await browser.sign_in("wang")
    answer = await browser.http.post("/api/things", headers={"x-csrf-token": browser.csrf})
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")
    first = await browser.send("POST", "/api/things", key="k")
    again = await browser.send("POST", "/api/things", key="k")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    reused = await browser.send("POST", "/api/things?other=1", key="k")
    assert (reused.status_code, reused.json()["code"]) == (422, "idempotency_key_reused")


async def test_a_socket_is_judged_by_page_and_session_before_it_opens(door: Door) -> None:
    org = await make_org(door.database, "cn")
    user = await door.person(org, "wang")
    browser = door.client()
    await browser.sign_in("wang")
    cookie = f"hub_session={browser.http.cookies['hub_session']}"

    def handshake(**headers: str) -> HTTPConnection:
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        return HTTPConnection({"type": "websocket", "scheme": "ws", "headers": raw, "path": "/", "query_string": b""})

    caller = await door.guards.of_socket(handshake(origin=PLAIN, cookie=cookie))
    assert caller.actor.id == user.id
    with pytest.raises(NotPermitted, match="foreign_origin"):
        await door.guards.of_socket(handshake(origin="https://evil.example", cookie=cookie))
    with pytest.raises(NotPermitted, match="foreign_origin"):
        await door.guards.of_socket(handshake(cookie=cookie))
    with pytest.raises(NotSignedIn):
        await door.guards.of_socket(handshake(origin=PLAIN))
    assert await door.guards.holds(caller)
    await browser.send("DELETE", "/api/session")
    assert not await door.guards.holds(caller)


async def test_under_https_the_cookie_has_its_prefix_and_a_plain_one_is_ignored(
    database: Database, clock: ManualClock, tmp_path: Path
) -> None:
    async with open_door(database, clock, tmp_path, origin=SECURE) as door:
        org = await make_org(database, "cn")
        await door.person(org, "wang")
        browser = door.client()
        header = (await browser.sign_in("wang")).headers["set-cookie"]
        assert header.startswith("__Host-hub_session=")
        assert "Secure" in header
        assert await status(browser) == (200, "")
        fixated = door.client()
        fixated.http.cookies.set("hub_session", browser.http.cookies["__Host-hub_session"])
        assert await status(fixated) == NOT_SIGNED_IN
