"""What the bench of the ACD engine does, on a very small hotline."""

import pytest

from bench.acd import SHAPES, asked_for, figures_of
from bench.box import Box

pytestmark = pytest.mark.unit

BOX = Box("here", 2, 1.0, 0.5, 0.1)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_small_hotline_is_served_and_every_bar_is_printed(shape: object) -> None:
    asked = asked_for(["--waiting", "60", "--agents", "12", "--steps", "40"])
    rows, note = figures_of(shape, asked, BOX)  # type: ignore[arg-type]
    names = {row.name.partition(": ")[2] for row in rows}
    assert {"freed, p99", "arrives, p99", "signs in, CPU p99", "all served at once"} <= names
    assert all(row.value >= 0 for row in rows)
    assert "idle agents ring" in note
    assert sum(row.counts for row in rows) >= 11
