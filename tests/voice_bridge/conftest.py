"""What tests of the voice bridge share: stores with its tables and the hub's, and a clock that is moved by hand."""

import pytest
from sqlalchemy import MetaData

from hub.clock import ManualClock
from hub.database import Database
from hub.store import tables as hub_tables
from tests.voice_bridge.floor import Floor, open_floor
from voice_bridge.store import tables


@pytest.fixture
def schema() -> MetaData:
    """Return the tables of the voice bridge and of the hub."""
    both = MetaData()
    for metadata in (hub_tables.metadata, tables.metadata):
        for table in metadata.sorted_tables:
            table.to_metadata(both)
    return both


@pytest.fixture
def clock() -> ManualClock:
    """Return a clock that stands still until it is advanced."""
    return ManualClock()


@pytest.fixture
async def floor(database: Database, clock: ManualClock) -> Floor:
    """Return an open house: one queue `city` with the agents anna and ben, all offline, and a router."""
    return await open_floor(database, clock)
