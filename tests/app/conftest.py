"""What tests of the application share: stores with the hub's tables."""

import pytest
from sqlalchemy import MetaData

from hub.store.tables import metadata


@pytest.fixture
def schema() -> MetaData:
    """Return the hub's tables."""
    return metadata
