"""The rules that every test obeys, tried on small runs of their own."""

import re

import pytest

pytestmark = pytest.mark.unit

MARKERS = "\n".join(
    ["[pytest]", "markers =", "    unit: u", "    store: s", "    journey: j", "    slow: l", "addopts = -p no:asyncio"]
)


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    pytester.makeini(MARKERS)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    return pytester


def outcomes(run: pytest.Pytester, source: str, *args: str) -> tuple[dict[str, int], str]:
    run.makepyfile(source)
    result = run.runpytest_inprocess("-p", "tests.house_rules", "-p", "no:cacheprovider", *args)
    return result.parseoutcomes(), result.stdout.str() + result.stderr.str()


def test_a_test_with_one_kind_runs(run: pytest.Pytester) -> None:
    counts, _ = outcomes(run, "import pytest\n@pytest.mark.unit\ndef test_it(): pass\n")
    assert counts == {"passed": 1}


@pytest.mark.parametrize("args", [[], ["-m", "unit"], ["-n", "1"]])
def test_a_test_without_a_kind_is_an_error(run: pytest.Pytester, args: list[str]) -> None:
    counts, said = outcomes(run, "def test_it(): pass\n", *args)
    assert counts == {"errors": 1}
    assert "each test needs exactly one marker" in said


def test_a_test_with_two_kinds_is_an_error(run: pytest.Pytester) -> None:
    _, said = outcomes(run, "import pytest\n@pytest.mark.unit\n@pytest.mark.store\ndef test_it(): pass\n")
    assert "['store', 'unit']" in said


def test_a_slow_test_without_a_time_limit_of_its_own_is_an_error(run: pytest.Pytester) -> None:
    counts, said = outcomes(run, "import pytest\n@pytest.mark.slow\ndef test_it(): pass\n")
    assert counts == {"errors": 1}
    assert "each slow test needs a time limit" in said


def test_a_slow_test_with_a_time_limit_runs(run: pytest.Pytester) -> None:
    counts, _ = outcomes(run, "import pytest\n@pytest.mark.slow\n@pytest.mark.timeout(900)\ndef test_it(): pass\n")
    assert counts == {"passed": 1}


def test_the_longest_kind_begins_and_within_a_kind_nothing_changes_its_place(run: pytest.Pytester) -> None:
    kinds = ["unit", "store", "journey", "store", "unit"]
    tests = [f"@pytest.mark.{kind}\ndef test_{place}(): pass\n" for place, kind in enumerate(kinds)]
    _, said = outcomes(run, "\n".join(["import pytest", *tests]), "-v")
    assert re.findall(r"::test_(\d) PASSED", said) == ["2", "1", "3", "0", "4"]


def test_a_skip_is_allowed_outside_ci(run: pytest.Pytester) -> None:
    counts, _ = outcomes(run, "import pytest\n@pytest.mark.unit\ndef test_it(): pytest.skip('no tool')\n")
    assert counts == {"skipped": 1}


def test_a_skip_fails_in_ci(run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    counts, said = outcomes(run, "import pytest\n@pytest.mark.unit\ndef test_it(): pytest.skip('no tool')\n")
    assert counts == {"failed": 1}
    assert "was skipped in CI: no tool" in said


def test_a_skipped_module_fails_in_ci(run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    counts, said = outcomes(run, "import pytest\npytest.skip('nothing here', allow_module_level=True)\n")
    assert counts == {"errors": 1}
    assert "was skipped in CI: nothing here" in said


def test_a_known_failure_stays_a_known_failure_in_ci(run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    counts, _ = outcomes(
        run, "import pytest\n@pytest.mark.unit\n@pytest.mark.xfail(strict=True)\ndef test_it(): assert False\n"
    )
    assert counts == {"xfailed": 1}
