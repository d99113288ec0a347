"""What the messages bench makes of a run."""

from typing import Any

import pytest

from bench.messages import asked_for, figures_of
from bench.report import Figure

pytestmark = pytest.mark.unit


def found(**changed: Any) -> dict[str, Any]:
    """Return what a good run saw."""
    times = {"p50": 5.0, "p99": 20.0, "count": 100}
    return {
        "sent": 100, "lost": 0, "duplicated": 0, "reordered": 0, "refused": 0, "hung_up": 0, "died": 0, "waiting": 0,
        "inbound": 100, "generator": 0.2, "product_cpu_s": 0.15, "server_cpu_s": 0.1, "memory_mb": 200.0,
        "ack": times, "visible": times, "visible_bot": times, "visible_agent": {**times, "p99": 40.0}, "bare_ms": 4.0,
        **changed,
    }  # fmt: skip


def rows(**changed: Any) -> dict[str, Figure]:
    """Return the rows of such a run by the end of their names."""
    return {figure.name.partition(": ")[2]: figure for figure in figures_of("sqlite", found(**changed))}


def test_a_good_run_meets_all_bars() -> None:
    assert all(figure.met for figure in rows().values())
    assert sum(figure.counts for figure in rows().values()) == 5


def test_the_slower_of_the_two_views_is_the_visible_one() -> None:
    assert rows()["visible p99"].value == 40.0


def test_cpu_is_shared_among_the_inbound_messages() -> None:
    assert rows()["CPU of our processes a message"].value == pytest.approx(1.5)


def test_an_acknowledgement_may_take_five_commits_of_this_box() -> None:
    slow = {"p50": 5.0, "p99": 90.0, "count": 100}
    assert not rows(ack=slow)["ack p99"].met
    assert rows(ack=slow, bare_ms=20.0)["ack p99"].met


@pytest.mark.parametrize("fault", ["lost", "duplicated", "reordered", "refused", "hung_up", "died"])
def test_a_single_fault_fails_the_run_even_where_the_load_was_void(fault: str) -> None:
    row = rows(**{fault: 1}, generator=0.9)["lost, duplicated, reordered"]
    assert row.counts
    assert not row.met


def test_what_an_overloaded_bot_gave_up_fails_the_run_as_well() -> None:
    missed = [name for name, row in rows(waiting=1).items() if not row.met]
    assert missed == ["left unanswered, because the bot got several at once and gave up"]


def test_a_busy_generator_voids_the_times() -> None:
    void = rows(generator=0.71)
    assert not void["ack p99"].counts
    assert not void["visible p99"].counts
    assert not void["CPU of our processes a message"].counts


def test_everybody_writes_twice_before_the_measuring() -> None:
    assert asked_for(["--rate", "100", "--visitors", "500"]).warm_up == 10
