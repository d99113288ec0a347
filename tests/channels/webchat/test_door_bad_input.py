"""Everything a stranger can send to web chat's door: a clear answer for the sender, no effect on anybody else."""

from collections.abc import Mapping

import pytest

from channels.webchat.limits import MAX_FRAME_BYTES, MAX_TEXT
from tests.channels.webchat.house import House, came_in, new_cid

pytestmark = pytest.mark.journey


@pytest.fixture
def store_url(sqlite_url: str) -> str:
    """One engine is enough for what happens at the door."""
    return sqlite_url


# --- forms ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"nonsense", 400),
        (b"\xff\xfe\x00", 400),
        (b"[" * 10_000, 400),
        (b"[]", 422),
        (b"{}", 422),
        (b'{"site_key": 5}', 422),
        (b'{"site_key": "site", "visitor_token": ["a"]}', 422),
        (b'{"site_key": "site", "identity": "me"}', 422),
        (b'{"site_key": "site", "identity": {"id": {"$ne": null}}}', 422),
        (b'{"site_key": "' + b"x" * 20_000 + b'"}', 400),
        (b'{"site_key": "../../etc/passwd"}', 403),
        (b'{"site_key": "site\' OR 1=1 --"}', 403),
    ],
)
async def test_a_wrong_request_for_a_session_is_named(house: House, body: bytes, status: int) -> None:
    answer = await house.page().ask("POST", "session", content=body)
    assert answer.status_code == status
    assert answer.json()["type"].startswith("urn:hotline-hub:problem:")
    assert "passwd" not in answer.text
    assert "OR 1=1" not in answer.text


async def test_a_language_that_is_none_is_left_out(house: House) -> None:
    for locale in ("<script>", "zh-CN\r\nX: y", "x" * 60):
        assert (await house.page().begin(locale=locale)).status_code == 200


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x00\x01\x02", 1003),
        ("x" * (MAX_FRAME_BYTES + 1), 1009),
        ("字" * (MAX_FRAME_BYTES // 3 + 1), 1009),
        ("x" * 1_000_000, 1009),
    ],
)
async def test_what_is_no_text_frame_ends_its_own_socket_only(house: House, data: str | bytes, code: int) -> None:
    bystander = await came_in(house)
    page = await came_in(house)
    await page.until(t="welcome")
    await page.send(data)
    assert await page.until_closed() == code
    await bystander.say("still here")
    await bystander.until(t="msg", text="echo still here")
    await bystander.leave()


async def test_broken_utf8_ends_the_socket(house: House) -> None:
    page = await came_in(house)
    await page.until(t="welcome")
    assert page.socket is not None
    await page.socket.send(b'{"t":"ping","x":"\xff\xfe"}', text=True)
    assert await page.until_closed() == 1007


@pytest.mark.parametrize(
    "frame", ["", "{}", "[]", "null", '{"t":1}', '{"t":"nonsense"}', '{"t":"recv","seq":"x"}', '{"t":"msg"}']
)
async def test_a_wrong_frame_is_named_and_the_socket_goes_on(house: House, frame: str) -> None:
    page = await came_in(house)
    await page.send(frame)
    await page.until(t="error")
    await page.say("fine")
    await page.until(t="msg", text="echo fine")
    await page.leave()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": ""}, "empty"),
        ({"text": 5}, "bad_text"),
        ({"text": "x" * (MAX_TEXT + 1)}, "too_long"),
        ({"kind": "html", "text": "x"}, "bad_kind"),
        ({"text": "x", "attachments": [{"url": "file:///etc/passwd"}]}, "attachments_not_taken"),
    ],
)
async def test_a_message_that_cannot_be_taken_is_refused_on_both_ways(
    house: House, fields: Mapping[str, object], code: str
) -> None:
    page = await came_in(house)
    cid = new_cid()
    await page.send({"t": "msg", "cid": cid, **fields})
    assert await page.until(t="nack") == {"t": "nack", "cid": cid, "code": code}
    posted = await page.ask("POST", "messages", json={"t": "msg", "cid": cid, **fields})
    assert (posted.status_code, posted.json()) == (422, {"t": "nack", "cid": cid, "code": code})
    await page.leave()


async def test_script_in_names_and_messages_comes_back_as_the_text_it_is(house: House) -> None:
    script = "<img src=x onerror=alert(1)> '; DROP TABLE messages; --"
    page = await came_in(house, identity={"name": script})
    cid = await page.say(script)
    assert (await page.until(t="msg", cid=cid))["text"] == script
    assert (await page.until(t="msg", text=f"echo {script}"))["from"]["role"] == "bot"
    await page.leave()


async def test_numbers_from_nowhere_change_nothing(house: House) -> None:
    page = await came_in(house)
    for frame in ({"t": "recv", "seq": 2**53 - 1}, {"t": "gap", "after": 2**53 - 1}, {"t": "read", "seq": 10**9}):
        await page.send(frame)
    await page.say("fine")
    await page.until(t="msg", text="echo fine")
    assert page.texts() == ["fine", "echo fine"]
    await page.leave()
