"""What the tests of the widget share: a hub whose door is open, a browser, a site that carries the chat."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext

from hub.clock import Clock, SystemClock
from tests.app.way import conftest as way
from tests.channels.webchat.house import House
from tests.chromium import Complaints, chromium, person
from tests.web.widget.site import CarryingSite, carrying_site

small = way.small
schema = way.schema


@pytest.fixture
def store_url(sqlite_url: str) -> str:
    """One engine is enough for what happens in a browser."""
    return sqlite_url


@pytest.fixture
def clock() -> Clock:
    """Return real time: browsers have it too."""
    return SystemClock()


@pytest_asyncio.fixture
async def house(small: way.SmallHub) -> AsyncIterator[House]:
    """Return a hub that serves."""
    async with House(small).open() as opened:
        yield opened


@pytest_asyncio.fixture
async def site(house: House) -> AsyncIterator[CarryingSite]:
    """Return a site of another origin that carries the chat."""
    async with carrying_site(house) as opened:
        yield opened


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    """Return a Chromium."""
    async with chromium() as started:
        yield started


@pytest_asyncio.fixture
async def profile(browser: Browser) -> AsyncIterator[tuple[BrowserContext, Complaints]]:
    """Return a tourist's browser profile, and what its pages complain of."""
    async with person(browser) as opened:
        yield opened
