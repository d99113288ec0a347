"""Web chat of the real hub while it is killed, stopped and started: nothing acknowledged is lost, nothing twice."""

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from hub import patience
from tests.channels.webchat.house import PATIENCE_S, VisitorPage, new_cid
from tests.processes import HubProcess, free_port

pytestmark = pytest.mark.journey

SITE_KEY = "demo"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    """Return a hub with the demo's site."""
    with HubProcess(tmp_path / "data", settings={"HUB_DEMO": "1"}) as running:
        yield running


async def came_in(hub: HubProcess) -> VisitorPage:
    """Return a page with a session and an open socket."""
    page = VisitorPage(hub.origin, hub.origin)
    answer = await page.begin(SITE_KEY)
    assert answer.status_code == 200, answer.text
    return await page.connect()


async def back(page: VisitorPage) -> None:
    """Connect again, as often as it takes."""
    async with patience.timeout(PATIENCE_S):
        while True:
            try:
                await page.connect()
                if await page.hear() is not None:
                    return
            except (OSError, InvalidHandshake, TimeoutError):
                await asyncio.sleep(0.05)


async def send_until_acked(page: VisitorPage, texts: list[str]) -> None:
    """Send each text under its id until the hub has acknowledged it, as a page does."""
    for text in texts:
        cid = new_cid()
        while not any(frame.get("cid") == cid and frame["t"] == "ack" for frame in page.others):
            try:
                await page.say(text, cid)
                while (frame := await page.hear()) is not None and frame.get("cid") != cid:
                    pass
            except ConnectionClosed:
                frame = None
            if frame is None:
                await back(page)


async def own_lines(page: VisitorPage, count: int) -> list[str]:
    """Wait until so many of the visitor's own lines stand in the thread, and return them."""
    async with patience.timeout(PATIENCE_S):
        while len(own := [line["text"] for line in page.thread if line["from"]["role"] == "visitor"]) < count:
            if await page.hear() is None:
                await back(page)
    return own


@pytest.mark.parametrize("point", ["intake.journalled", "delivery.sent"])
async def test_a_hub_that_dies_at_every_third_step_keeps_all_once_and_in_order(tmp_path: Path, point: str) -> None:
    texts = [f"第 {number} 条" for number in range(8)]
    settings = {"HUB_DEMO": "1", "HUB_CRASH_AT": f"{point}:3"}
    with HubProcess(tmp_path / "data", settings=settings) as hub:
        page = await came_in(hub)
        await send_until_acked(page, texts)
        assert await own_lines(page, len(texts)) == texts
        await asyncio.to_thread(hub.event, "child.started", at_least=2)
        assert [line["seq"] for line in page.thread] == list(range(1, len(page.thread) + 1))
        await page.leave()


async def test_an_acknowledged_message_outlives_a_power_cut(tmp_path: Path) -> None:
    settings = {"HUB_DEMO": "1", "HUB_HTTP_PORT": str(free_port())}
    with HubProcess(tmp_path / "data", settings=settings) as hub:
        page = await came_in(hub)
        await send_until_acked(page, ["救命，有人落水了"])
        hub.kill_everything()
    with HubProcess(tmp_path / "data", settings=settings) as again:
        assert again.origin == page.hub
        await back(page)
        assert await own_lines(page, 1) == ["救命，有人落水了"]
        await page.leave()


async def test_a_hub_that_is_stopped_sends_its_visitors_away_with_1012(hub: HubProcess) -> None:
    page = await came_in(hub)
    await send_until_acked(page, ["再见"])
    hub.signal(signal.SIGTERM)
    assert await page.until_closed() == 1012
    assert await asyncio.to_thread(hub.exit_code) == 0


async def test_a_body_of_ten_megabytes_is_refused_before_it_is_read(hub: HubProcess) -> None:
    async with httpx.AsyncClient(base_url=hub.origin, headers={"Origin": hub.origin}, timeout=30) as client:
        page = await came_in(hub)
        await page.leave()
        headers = {"Authorization": f"Bearer {page.resume_token}"}
        for path in ("/webchat/v1/session", "/webchat/v1/messages"):
            answer = await client.post(path, content=b'{"x":"' + b"x" * 10_000_000 + b'"}', headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
        assert (await client.get("/readyz")).status_code == 200
