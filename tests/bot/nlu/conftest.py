"""A small set of lessons, the model they make, and an engine whose clock stands on a Monday."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.nlu.embedded.engine import EmbeddedEngine
from bot.nlu.embedded.model import Model
from bot.nlu.embedded.training import train
from bot.nlu.training_data import TrainingData
from bot.nlu.training_file import read_folder
from hub.clock import ManualClock

MONDAY_MS = int(datetime(2026, 11, 23, 8, tzinfo=UTC).timestamp() * 1000)


@pytest.fixture(scope="session")
def lessons() -> TrainingData:
    """Return the tests' own training data."""
    return read_folder(Path(__file__).parent / "lessons")


@pytest.fixture(scope="session")
def model(lessons: TrainingData) -> Model:
    """Return the model they make."""
    return train(lessons, MONDAY_MS)


@pytest.fixture
def engine(model: Model) -> EmbeddedEngine:
    """Return an engine that uses it."""
    return EmbeddedEngine(model, ManualClock(MONDAY_MS))
