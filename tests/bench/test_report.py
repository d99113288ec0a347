"""How a bench judges its figures, and what it keeps of them."""

import json
from pathlib import Path

import pytest

from bench import report
from bench.box import Box, percentile
from bench.report import Figure, close

pytestmark = pytest.mark.unit

QUIET = Box("here", 2, 1.0, 0.5, 0.1)
NOISY = Box("here", 2, 1.0, 9.0, 0.1)


@pytest.fixture(autouse=True)
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let what is kept lie in a folder of the test's own."""
    monkeypatch.setattr(report, "RESULTS", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([], 0.99, 0.0), ([5.0], 0.5, 5.0), ([3.0, 1.0, 2.0], 0.5, 2.0), (list(range(100)), 0.99, 99), ([1.0, 2.0], 1, 2)],
)
def test_a_percentile_is_one_of_the_values(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == expected


def test_a_bar_is_met_up_to_its_very_value() -> None:
    assert Figure("f", 2.5, "ms", 2.5).met
    assert not Figure("f", 2.6, "ms", 2.5).met
    assert Figure("without a bar", 99, "ms").met


def test_a_ratio_of_the_box_may_stand_in_for_a_bar_but_does_not_tighten_it() -> None:
    assert Figure("f", 80, "ms", 30, ratio_bar=100).met
    assert Figure("f", 25, "ms", 30, ratio_bar=10).met
    assert not Figure("f", 120, "ms", 30, ratio_bar=100).met


def test_all_bars_met_is_a_success(capsys: pytest.CaptureFixture[str]) -> None:
    assert close("b", QUIET, [Figure("f", 1, "ms", 2), Figure("g", 9, "ms")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "bars: 1 met, 0 missed"


def test_a_missed_bar_is_a_failure_also_on_a_noisy_box(capsys: pytest.CaptureFixture[str]) -> None:
    assert close("b", NOISY, [Figure("f", 3, "ms", 2), Figure("g", 1, "ms", 2)]) == 1
    said = capsys.readouterr().out
    assert "(noisy box)" in said
    assert said.splitlines()[-1] == "bars: 1 met, 1 missed"


def test_a_bench_in_which_nothing_counted_is_neither(capsys: pytest.CaptureFixture[str]) -> None:
    assert close("b", QUIET, [Figure("f", 3, "ms", 2, void="the generator was busy")]) == 2
    assert "does not count: the generator was busy" in capsys.readouterr().out


def test_one_line_is_kept_for_each_run(results: Path) -> None:
    close("b", QUIET, [Figure("f", 1.23456, "ms", 2)], ["a note"])
    close("b", QUIET, [Figure("f", 1, "ms", 2)])
    kept = [json.loads(line) for line in (results / "b.jsonl").read_text("utf-8").splitlines()]
    assert len(kept) == 2
    assert {"bench", "commit", "machine", "box", "figures", "bars"} <= kept[0].keys()
    assert kept[0]["figures"] == {"f": 1.2346}
    assert kept[0]["bars"]["f"] == {"bar": 2, "ratio_bar": None, "counts": True, "met": True, "void": ""}
    assert kept[0]["notes"] == ["a note"]


def test_a_trial_is_not_kept(results: Path) -> None:
    close("b", QUIET, [Figure("f", 1, "ms", 2)], keep=False)
    assert not list(results.iterdir())
