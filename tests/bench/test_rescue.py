"""What the rescue bench makes of a run."""

from typing import Any

import pytest

from bench.report import Figure
from bench.rescue import asked_for, figures_of

pytestmark = pytest.mark.unit


def found(**changed: Any) -> dict[str, Any]:
    """Return what a good run saw."""
    return {
        "seconds": 10.0, "written": 30_000, "acked": 5_000, "refused": 0, "cries": 4, "cries_acked": 4,
        "ack": {"p50": 5.0, "p99": 20.0}, "generator": 0.4, "died": 0, "waits": [50.0, 60.0, 70.0, 900.0], **changed,
    }  # fmt: skip


def rows(**changed: Any) -> dict[str, Figure]:
    """Return the rows of such a run by the end of their names."""
    return {figure.name.partition(": ")[2]: figure for figure in figures_of("sqlite", found(**changed))}


def test_a_good_run_meets_all_bars() -> None:
    assert all(figure.met for figure in rows().values())
    assert sum(figure.counts for figure in rows().values()) == 3


def test_a_cry_that_was_never_offered_is_lost() -> None:
    assert not rows(waits=[50.0, 60.0, 70.0])["cries lost"].met


def test_a_slow_offer_misses_the_bar() -> None:
    assert not rows(waits=[50.0, 60.0, 70.0, 2_100.0])["a cry, durable to offered, p99"].met


def test_a_busy_generator_voids_the_time_but_not_the_loss() -> None:
    void = rows(generator=0.8, waits=[])
    assert not void["a cry, durable to offered, p99"].counts
    assert void["cries lost"].counts


def test_the_load_is_ten_times_what_the_hub_is_built_for() -> None:
    assert asked_for([]).rate == 3_000
