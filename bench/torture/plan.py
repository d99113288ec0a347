"""What each life of the control process shall die of: a file with a line for each, which the process takes itself."""

import fcntl
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.torture.points import EVERYTHING, POINTS, POSTGRES, RANDOM

SELDOM = ("core.begin", "dispatch.take_over", "hearing.take_in", "session.open_session")
"What a life does seldom: here the first hit kills."


def make(rng: random.Random, times: int, *, share: int = 1, postgres: bool = False) -> list[str]:
    """Return a plan with each point so often, divided among so many runs, and moments of chance between them.

    It goes in rounds through all points, so that a run that ends early has killed at each of them about as often. What
    a life does seldom is planned once more in each run, since some of those lives end without having done it.
    """
    lines = [point for point in POINTS if _is_seldom(point)]
    rng.shuffle(lines)
    for number in range(-(-times // share)):
        around = [_with_count(rng, point) for point in POINTS] + [RANDOM, RANDOM]
        if number % 2 == 0:
            around += [EVERYTHING, *([POSTGRES] if postgres else [])]
        rng.shuffle(around)
        lines += around
    return lines


def make_short(rng: random.Random, points: Sequence[str], *, postgres: bool = False) -> list[str]:
    """Return a short plan: these points, chance twice, everything once."""
    lines = [*points, RANDOM, RANDOM, EVERYTHING, *([POSTGRES] if postgres else [])]
    rng.shuffle(lines)
    return lines


def _is_seldom(point: str) -> bool:
    return any(point.endswith(name) for name in SELDOM)


def _with_count(rng: random.Random, point: str) -> str:
    if _is_seldom(point) or point.startswith("command.") or rng.random() < 0.5:
        return point
    return f"{point}:{rng.randrange(2, 6)}"


class PlanFile:
    """The lines that are left, shared with the process under torture."""

    def __init__(self, path: Path, lines: Iterable[str]) -> None:
        self.path = path
        self.path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def left(self) -> int:
        """Return how many lines nobody has taken."""
        return len(self.path.read_text(encoding="utf-8").splitlines())

    def append(self, line: str) -> None:
        """Plan another life."""
        with self.path.open("a", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(f"{line}\n")

    def give_half(self) -> list[str]:
        """Give the later half of what is left away, but for what only this plan can do."""
        with self.path.open("r+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            lines = file.read().splitlines()
            later = range(len(lines) - len(lines) // 2, len(lines))
            given = [lines[number] for number in later if lines[number] != POSTGRES]
            kept = [line for number, line in enumerate(lines) if number not in later or line == POSTGRES]
            file.seek(0)
            file.writelines(f"{line}\n" for line in kept)
            file.truncate()
        return given

    def clear(self) -> None:
        """Let the next life live."""
        with self.path.open("r+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.truncate()
