"""What tests of the administration share: the two cities, on a Monday morning."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import MetaData

from hub.clock import ManualClock
from hub.database import Database
from tests.app.admin.floor import Floor, open_floor
from tests.app.way.conftest import all_tables


@pytest.fixture
def schema() -> MetaData:
    """Return the tables of every room."""
    return all_tables()


@pytest.fixture
def clock() -> ManualClock:
    """Return a clock that stands on a Monday morning in Shenzhen, 23 November 2026, 10:00."""
    return ManualClock(1_795_399_200_000)


@pytest_asyncio.fixture
async def floor(database: Database, clock: ManualClock, tmp_path: Path) -> AsyncIterator[Floor]:
    """Return both cities behind the door."""
    async with open_floor(database, clock, tmp_path) as opened:
        yield opened
