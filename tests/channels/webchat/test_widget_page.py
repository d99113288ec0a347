"""The widget's script and frame as the hub serves them."""

import httpx
import pytest

from tests.channels.webchat.house import ELSEWHERE, House

pytestmark = pytest.mark.journey


@pytest.fixture
def store_url(sqlite_url: str) -> str:
    """One engine is enough for what happens at the door."""
    return sqlite_url


async def get(house: House, path: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=house.origin) as client:
        return await client.get(path)


async def test_any_page_may_load_the_script(house: House) -> None:
    answer = await get(house, "/widget/hotline-chat.js")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "max-age=300" in answer.headers["cache-control"]
    assert "hotline-chat" in answer.text


async def test_the_frame_stands_in_pages_of_its_site_only_and_speaks_only_to_us(house: House) -> None:
    answer = await get(house, "/widget/frame?site=site")
    assert answer.status_code == 200
    policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["content-security-policy"].split(";"))
    assert policy["frame-ancestors"] == f"'self' {ELSEWHERE}"
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["connect-src"] == f"'self' ws://127.0.0.1:{house.port}"
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("key", ["", "nobody", "../../etc/passwd", "site%00", "%27%20OR%201=1"])
async def test_a_frame_for_no_site_is_not_found(house: House, key: str) -> None:
    answer = await get(house, f"/widget/frame?site={key}")
    assert (answer.status_code, answer.json()["code"]) == (404, "site_not_found")


async def test_the_built_pages_keep_to_their_bars(house: House) -> None:
    async with httpx.AsyncClient(base_url=house.origin) as client:
        loader = await client.get("/widget/hotline-chat.js", headers={"Accept-Encoding": "gzip"})
        frame = await client.get("/widget/frame?site=site")
    assert int(loader.headers["content-length"]) <= 3_000
    assert " on" not in frame.text.replace(" one", ""), "no inline handlers"
    assert "<style" not in frame.text
