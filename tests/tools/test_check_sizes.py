"""The size budgets: what is counted, what fails, what is let be."""

from pathlib import Path

import pytest

from tools.check_sizes import Oversize, oversizes

pytestmark = pytest.mark.unit


def found(root: Path, name: str, source: str) -> list[Oversize]:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source)
    return list(oversizes([path], root))


def function(lines: int) -> str:
    return "async def long():\n" + "    pass\n" * (lines - 1)


def test_what_is_within_the_budget_is_not_mentioned(tmp_path: Path) -> None:
    assert found(tmp_path, "hub/a.py", function(40)) == []


def test_a_function_over_the_soft_budget_is_said_but_passes(tmp_path: Path) -> None:
    (size,) = found(tmp_path, "hub/a.py", function(41))
    assert (size.where, size.lines, size.fails) == ("hub/a.py:1 long()", 41, False)


def test_a_function_over_the_hard_budget_fails(tmp_path: Path) -> None:
    (size,) = found(tmp_path, "hub/a.py", function(61))
    assert size.fails


@pytest.mark.parametrize("name", ["hub/a.py", "web/src/a.ts", "web/src/A.vue"])
def test_a_file_over_the_hard_budget_fails(tmp_path: Path, name: str) -> None:
    (size,) = found(tmp_path, name, "\n" * 601)
    assert size.fails


@pytest.mark.parametrize("name", ["web/src/api/schema.d.ts", "app/migrations/versions/0001_first.py"])
def test_generated_types_and_migrations_are_not_counted(tmp_path: Path, name: str) -> None:
    assert found(tmp_path, name, function(700)) == []
