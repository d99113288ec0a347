"""Plans hold every point often enough, are the same for the same seed, and are taken line by line."""

from collections import Counter
from pathlib import Path

import pytest

from bench.torture import plan
from bench.torture.chance import chance
from bench.torture.plan import PlanFile
from bench.torture.points import EVERYTHING, POINTS, POSTGRES, RANDOM
from bench.torture.words import mark, marks, writer

pytestmark = pytest.mark.unit


def test_the_shares_of_a_plan_hold_each_point_often_enough() -> None:
    names = Counter[str]()
    for number in range(4):
        lines = plan.make(chance(number), 20, share=4, postgres=number == 1)
        names.update(line.partition(":")[0] for line in lines)
    assert all(names[point] >= 20 for point in POINTS)
    assert min(names[RANDOM], names[EVERYTHING], names[POSTGRES]) > 0


def test_the_same_seed_plans_the_same() -> None:
    assert plan.make(chance(7), 3) == plan.make(chance(7), 3)
    assert plan.make(chance(7), 3) != plan.make(chance(8), 3)


def test_points_have_names_of_their_own() -> None:
    assert len(set(POINTS)) == len(POINTS)


def test_a_plan_file_grows_and_is_emptied(tmp_path: Path) -> None:
    lines = PlanFile(tmp_path / "plan", ["a", "b:2"])
    lines.append("c")
    assert (lines.left(), lines.path.read_text()) == (3, "a\nb:2\nc\n")
    lines.clear()
    assert lines.left() == 0


def test_a_plan_gives_half_of_what_is_left_to_others_but_not_what_only_it_can_do(tmp_path: Path) -> None:
    plan_file = PlanFile(tmp_path / "plan", ["a", "b", "c:3", POSTGRES, "e"])
    assert plan_file.give_half() == ["e"]
    assert plan_file.path.read_text().splitlines() == ["a", "b", "c:3", POSTGRES]
    assert plan_file.give_half() == ["c:3"]
    assert plan_file.path.read_text().splitlines() == ["a", "b", POSTGRES]


def test_a_number_is_found_in_a_text_whatever_stands_around_it() -> None:
    assert marks(f"答复{mark('a01', 12)} {mark('v07', 12345)}。") == ["a01n0012", "v07n12345"]
    assert writer(mark("v07", 3)) == "v07"
    assert marks("xv01n0001 v1n0001 v01n001") == marks(None) == []
