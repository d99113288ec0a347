"""The cookie's form, whose pages may write, and who counts as one client."""

import pytest
from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.security import OwnOrigin, SessionCookie, Subjects, address_of, new_token, session_id_of
from hub.errors import NotPermitted
from hub.keys import KeyRing, Ring, new_master_key

pytestmark = pytest.mark.unit

KEY = new_master_key(1)
SUBJECTS = Subjects(KeyRing(lambda: Ring(KEY.id, (KEY,))))


def connection(
    headers: dict[str, str], *, scheme: str = "http", client: tuple[str, int] | None = ("10.0.0.7", 5000)
) -> HTTPConnection:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    return HTTPConnection(
        {
            "type": "http",
            "scheme": scheme,
            "headers": raw,
            "client": client,
            "path": "/",
            "query_string": b"",
            "server": ("10.0.0.1", 80),
        }
    )


def test_the_cookie_is_out_of_reach_of_scripts_and_neighbours() -> None:
    response = Response()
    SessionCookie(secure=True, max_age_s=60).give(response, "t")
    header = response.headers["set-cookie"]
    assert header.startswith("__Host-hub_session=t;")
    for attribute in ("HttpOnly", "Secure", "SameSite=lax", "Path=/", "Max-Age=60"):
        assert attribute in header
    assert "Domain" not in header


def test_without_https_the_cookie_is_plain_but_still_out_of_reach_of_scripts() -> None:
    response = Response()
    SessionCookie(secure=False, max_age_s=60).give(response, "t")
    header = response.headers["set-cookie"]
    assert header.startswith("hub_session=t;")
    assert "Secure" not in header
    assert "HttpOnly" in header


def test_a_cookie_that_could_not_be_ours_is_no_session() -> None:
    cookie = SessionCookie(secure=False, max_age_s=60)
    token = new_token()
    assert cookie.session_id(connection({"cookie": f"hub_session={token}"})) == session_id_of(token)
    for value in ("", "x", token + "x", token[:-1] + "\xe9", "../../etc/passwd", "'; DROP TABLE users; --"):
        assert cookie.session_id(connection({"cookie": f"hub_session={value}"})) is None
    assert cookie.session_id(connection({})) is None
    assert SessionCookie(secure=True, max_age_s=60).session_id(connection({"cookie": f"hub_session={token}"})) is None


def test_tokens_are_never_the_same() -> None:
    assert len({new_token() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://hub.example"},
        {"referer": "https://hub.example/inbox?x=1"},
        {"origin": "https://hub.example", "referer": "https://evil.example/"},
    ],
)
def test_a_page_of_ours_may_write(headers: dict[str, str]) -> None:
    OwnOrigin("https://hub.example").require(connection(headers))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://hub.example"},
        {"origin": "https://hub.example.evil.example"},
        {"origin": "https://hub.example:8443"},
        {"origin": "https://evil.example", "referer": "https://hub.example/"},
        {"referer": "https://evil.example/?https://hub.example/"},
        {"referer": "https://hub.example@evil.example/"},
        {"referer": "not a url"},
        {"referer": "https://[::1"},
        {"referer": "https://hub.example:99999/"},
        {"origin": "https://evil.example", "host": "evil.example"},
    ],
)
def test_a_page_of_others_may_not_write(headers: dict[str, str]) -> None:
    with pytest.raises(NotPermitted, match="foreign_origin"):
        OwnOrigin("https://hub.example").require(connection(headers))


@pytest.mark.parametrize(
    ("host", "origin", "scheme"),
    [
        ("127.0.0.1:12301", "http://127.0.0.1:12301", "http"),
        ("localhost:12301", "http://localhost:12301", "http"),
        ("localhost:12301", "http://localhost:12301", "ws"),
        ("[::1]:12301", "http://[::1]:12301", "http"),
        ("hub.example", "https://hub.example", "https"),
        ("hub.example:443", "https://hub.example", "wss"),
    ],
)
def test_without_a_public_address_the_host_that_was_asked_counts(host: str, origin: str, scheme: str) -> None:
    OwnOrigin().require(connection({"host": host, "origin": origin}, scheme=scheme))
    with pytest.raises(NotPermitted):
        OwnOrigin().require(connection({"host": host, "origin": "http://evil.example"}, scheme=scheme))
    with pytest.raises(NotPermitted):
        OwnOrigin().require(connection({"origin": origin}, scheme=scheme))


def test_one_household_counts_as_one_client() -> None:
    assert SUBJECTS.of_address("2001:db8:1:2:3::4") == SUBJECTS.of_address("2001:db8:1:2:ffff::1")
    assert SUBJECTS.of_address("2001:db8:1:2::1") != SUBJECTS.of_address("2001:db8:1:3::1")
    assert SUBJECTS.of_address("::ffff:10.0.0.7") == SUBJECTS.of_address("10.0.0.7")
    assert SUBJECTS.of_address("fe80::1%eth0") == SUBJECTS.of_address("fe80::2")
    assert SUBJECTS.of_address("unknown") != SUBJECTS.of_address("10.0.0.7")


def test_a_subject_tells_nobody_what_was_typed() -> None:
    assert "hunter2" not in SUBJECTS.of_login("hunter2")
    assert "10.0.0.7" not in SUBJECTS.of_address("10.0.0.7")
    assert SUBJECTS.of_login("10.0.0.7") != SUBJECTS.of_address("10.0.0.7")


def test_the_address_is_what_the_server_tells() -> None:
    assert address_of(connection({"x-forwarded-for": "1.2.3.4"})) == "10.0.0.7"
    assert address_of(connection({}, client=None)) == "unknown"
