"""The rules every test obeys, as a pytest plugin: one kind each, and in CI nothing is skipped in silence.

Rule 1: each test carries exactly one of the markers in `KINDS`; another count is an error of collection, so that
no `-m` can leave a test out unseen.
Rule 2: with CI=true a skip is a failure, unless its reason stands in `ALLOWED_SKIPS`. A missing system tool is
something for `make test` to install, never a reason to prove less.
Rule 3: a slow test names its own time limit (`@pytest.mark.timeout`). The usual one is a fault detector for quick tests
and would end it half way, wherever the alarm finds it: in a collection of garbage the failure it raises is lost, and
all that is left of it is a warning about a callback that had nothing to do with it.
Rule 4: the kind whose tests last longest comes first. Two workers share the files, and whoever gets a long one at the
end lets the other wait; quick ones fill the last minutes evenly.
"""

import os
from collections.abc import Generator

import pytest

KINDS = ("slow", "journey", "store", "unit")
"Those whose tests last longest come first."

ALLOWED_SKIPS: frozenset[str] = frozenset()
"""Reasons, word for word, for which a test may be skipped in CI too. Empty, and hard to argue a way into."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest kind begin; within a kind nothing changes its place."""
    items.sort(key=lambda item: KINDS.index(_kinds(item)[0]))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure in CI."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and not _may_skip(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped in CI: {_reason(report.longrepr)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Refuse a module that has a test without a kind, or one skipped as a whole in CI."""
    report = yield
    wrong = [f"  {item.nodeid}: {_kinds(item)}" for item in _tests(report) if len(_kinds(item)) != 1]
    endless = [f"  {item.nodeid}" for item in _tests(report) if _kinds(item) == ["slow"] and not _limited(item)]
    if wrong:
        _refuse(report, f"each test needs exactly one marker of {sorted(KINDS)}", wrong)
    elif endless:
        _refuse(report, "each slow test needs a time limit of its own, @pytest.mark.timeout(seconds)", endless)
    elif report.skipped and not _may_skip(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} was skipped in CI: {_reason(report.longrepr)}"
    return report


def _refuse(report: pytest.CollectReport, why: str, tests: list[str]) -> None:
    report.outcome = "failed"
    report.longrepr = "\n".join([why, *tests])
    report.result = []


def _limited(item: pytest.Item) -> bool:
    return item.get_closest_marker("timeout") is not None


def _tests(report: pytest.CollectReport) -> list[pytest.Item]:
    return [found for found in report.result or () if isinstance(found, pytest.Item)]


def _kinds(item: pytest.Item) -> list[str]:
    return sorted({mark.name for mark in item.iter_markers()} & set(KINDS))


def _may_skip(longrepr: object) -> bool:
    return os.environ.get("CI") != "true" or _reason(longrepr) in ALLOWED_SKIPS


def _reason(longrepr: object) -> str:
    text = longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
    return text.removeprefix("Skipped: ")
