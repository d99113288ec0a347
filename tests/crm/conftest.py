"""What tests of this room share: stores with its tables and the hub's, and a clock that is moved by hand."""

import pytest
from sqlalchemy import MetaData

from crm.store import tables
from hub.clock import ManualClock
from hub.store import tables as hub_tables


@pytest.fixture
def schema() -> MetaData:
    """Return the tables of tickets and of the hub."""
    both = MetaData()
    for metadata in (hub_tables.metadata, tables.metadata):
        for table in metadata.sorted_tables:
            table.to_metadata(both)
    return both


@pytest.fixture
def clock() -> ManualClock:
    """Return a clock that stands at 22 November 2026, 20:00 in Shanghai."""
    return ManualClock(1_795_348_800_000)
