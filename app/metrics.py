"""Counts what the hub does, for Prometheus: one registry made by constructor and handed to whoever counts.

Rule: labels are codes and route templates, never ids, addresses or anything a client can choose freely, so the
number of series stays small.
"""

import platform
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_LATENCY_S = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)


class Metrics:
    """Everything that is counted, in one registry."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        build = Gauge("hub_build_info", "What is running.", ["version", "python"], registry=self.registry)
        build.labels(our_version(), platform.python_version()).set(1)
        self.http_seconds = Histogram(
            "hub_http_request_seconds",
            "Time to answer a request, by route template.",
            ["method", "route", "status"],
            buckets=_LATENCY_S,
            registry=self.registry,
        )
        self.problems = Counter(
            "hub_problems", "Requests refused or failed, by the problem's code.", ["code"], registry=self.registry
        )
        self.commands = Counter(
            "hub_commands", "Commands taken over the control socket.", ["command"], registry=self.registry
        )
        self.generation = Gauge(
            "hub_process_generation", "How often this process has been started here.", registry=self.registry
        )

    def watch(self, name: str, description: str, read: Callable[[], Mapping[str, float]], *, counts: bool) -> None:
        """Expose figures that live elsewhere, read when somebody asks.

        Args:
            name: The metric's name; each key of what `read` returns becomes the label `what`.
            description: For people.
            read: Returns the figures; cheap and thread-safe.
            counts: True for figures that only grow.
        """
        self.registry.register(_Elsewhere(name, description, read, counts))

    def page(self) -> bytes:
        """Return everything in Prometheus' text form."""
        return generate_latest(self.registry)


class _Elsewhere(Collector):
    def __init__(self, name: str, description: str, read: Callable[[], Mapping[str, float]], counts: bool) -> None:
        self._name = name
        self._description = description
        self._read = read
        self._counts = counts

    def collect(self) -> Iterable[Metric]:
        """Read the figures now."""
        kind = CounterMetricFamily if self._counts else GaugeMetricFamily
        family = kind(self._name, self._description, labels=["what"])
        for what, figure in self._read().items():
            family.add_metric([what], figure)
        yield family

    def describe(self) -> Iterable[Metric]:
        """Name the metric without reading it, so that registering costs nothing."""
        yield (CounterMetricFamily if self._counts else GaugeMetricFamily)(self._name, self._description)


def our_version() -> str:
    """Return the installed version of the hub."""
    try:
        return version("hotline-hub")
    except PackageNotFoundError:
        return "0+source"
