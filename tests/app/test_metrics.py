"""The registry: made by constructor, fed by what lives elsewhere."""

import pytest

from app.metrics import Metrics

pytestmark = pytest.mark.unit


def test_two_registries_know_nothing_of_each_other() -> None:
    first, second = Metrics(), Metrics()
    first.commands.labels("seed").inc()
    assert first.registry.get_sample_value("hub_commands_total", {"command": "seed"}) == 1
    assert second.registry.get_sample_value("hub_commands_total", {"command": "seed"}) is None


def test_figures_that_live_elsewhere_are_read_when_somebody_asks() -> None:
    metrics = Metrics()
    figures = {"units": 1}
    metrics.watch("hub_store_work", "What was done.", lambda: figures, counts=True)
    metrics.watch("hub_store_now", "What is in hand.", lambda: {"waiting": 7}, counts=False)
    figures["units"] = 41
    page = metrics.page().decode()
    assert 'hub_store_work_total{what="units"} 41.0' in page
    assert 'hub_store_now{what="waiting"} 7.0' in page


def test_the_process_and_the_build_tell_of_themselves() -> None:
    page = Metrics().page().decode()
    assert "process_resident_memory_bytes" in page
    assert 'hub_build_info{python="' in page
