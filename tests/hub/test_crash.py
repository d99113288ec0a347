"""Crash points are harmless until armed, and exact when they are."""

import functools
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub import crash

pytestmark = pytest.mark.unit

PASSES = """
import os
from hub import crash
crash.arm_from(os.environ)
for turn in range(3):
    print("turn", turn, flush=True)
    crash.point("first")
    crash.point("second")
"""


@pytest.fixture(autouse=True)
def harmless_afterwards() -> Iterator[None]:
    yield
    crash.disarm()


def passing(**environ: str) -> tuple[int, int]:
    """Run the passes in a process of their own; return its exit status and the turns it began."""
    done = subprocess.run([sys.executable, "-c", PASSES], env=environ, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.count("turn")


def without_pids(log: Path) -> list[str]:
    """Return the log's lines, those of an arming without the number of the process."""
    return [re.sub(r"^armed \d+", "armed", line).rstrip() for line in log.read_text().splitlines()]


def test_a_point_does_nothing_when_nobody_armed_it() -> None:
    crash.arm_from({})
    assert not crash.armed()
    crash.point("first")


@pytest.mark.parametrize(
    ("spec", "status", "turns"),
    [("", 0, 3), ("first", -signal.SIGKILL, 1), ("second:2", -signal.SIGKILL, 2), ("second:4", 0, 3), ("other", 0, 3)],
)
def test_the_process_dies_at_the_hit_that_was_named(spec: str, status: int, turns: int) -> None:
    assert passing(HUB_CRASH_AT=spec) == (status, turns)


def test_the_log_tells_which_points_were_crossed_and_which_killed(tmp_path: Path) -> None:
    log = tmp_path / "points"
    passing(HUB_CRASH_LOG=str(log))
    assert without_pids(log) == ["armed", "seen first", "seen second"]
    passing(HUB_CRASH_LOG=str(log), HUB_CRASH_AT="second:2")
    assert without_pids(log)[3:] == ["armed second:2", "seen first", "seen second", "kill second"]


def test_each_life_takes_a_line_of_the_plan_until_there_is_none(tmp_path: Path) -> None:
    plan, log = tmp_path / "plan", tmp_path / "points"
    plan.write_text("second:2\nfirst\n")
    told = [passing(HUB_CRASH_LOG=str(log), HUB_CRASH_AT=f"@{plan}") for _ in range(3)]
    assert told == [(-signal.SIGKILL, 2), (-signal.SIGKILL, 1), (0, 3)]
    assert plan.read_text() == ""
    armed = [line for line in without_pids(log) if line.startswith("armed")]
    assert armed == ["armed second:2", "armed first", "armed"]


@pytest.mark.parametrize("spec", ["first:0", "first:-1", "first:x"])
def test_a_count_that_cannot_be_is_refused(spec: str) -> None:
    with pytest.raises(ValueError, match=r"at least 1|invalid literal"):
        crash.arm(spec)


def test_arming_again_forgets_the_first_plan(tmp_path: Path) -> None:
    crash.arm("first")
    crash.arm("", tmp_path / "points")
    crash.point("first")
    assert without_pids(tmp_path / "points") == ["armed", "seen first"]


def test_a_unit_is_called_by_its_module_and_its_name() -> None:
    assert crash.name_of(without_pids) == "test_crash.without_pids"
    assert crash.name_of(functools.partial(without_pids)) == "functools.unit"
