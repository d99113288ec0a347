"""What the tests of web chat share: a small hub whose door is open."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from hub.clock import Clock, SystemClock
from tests.app.way import conftest as way
from tests.channels.webchat.house import House

small = way.small
schema = way.schema


@pytest.fixture
def clock() -> Clock:
    """Return real time: sockets have it too."""
    return SystemClock()


@pytest_asyncio.fixture
async def house(small: way.SmallHub) -> AsyncIterator[House]:
    """Return a hub that serves."""
    async with House(small).open() as opened:
        yield opened
