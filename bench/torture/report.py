"""What the torture found: kills by point, faults one by one, the bars, a line for the records."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench import report
from bench.box import Box
from bench.report import Figure
from bench.torture import checker, faults
from bench.torture.arena import Outcome
from bench.torture.checker import Verdict
from bench.torture.faults import Fault
from bench.torture.points import EVERYTHING, POSTGRES, RANDOM

_SHOWN = 40
"Faults printed at most."
_MINUTES = 25.0
_EXPECTED_ERRORS = frozenset({"library.logged"})
"What a hub may log as an error when its database is killed under it."


@dataclass
class Sums:
    """All arenas together."""

    kills: Counter[str]
    crossed: Counter[str]
    counts: Counter[str]
    books: Counter[str]
    errors: Counter[str]
    faults: list[tuple[str, Fault]]
    repairs: int
    unchecked: int


class Report:
    """The outcome of a run, judged."""

    def __init__(self, seed: str, outcomes: Sequence[Outcome], *, wanted_times: int, points: Sequence[str]) -> None:
        self._seed = seed
        self._outcomes = outcomes
        self._times = wanted_times
        self._points = points
        self.verdicts: Mapping[str, Verdict] = {one.name: checker.check(one.diaries) for one in outcomes}
        self.sums = _sums(outcomes, self.verdicts)

    @property
    def kills(self) -> int:
        """Return how many processes were killed, all causes together."""
        return self.sums.kills.total()

    def figures(self, minutes: float) -> list[Figure]:
        """Return the rows, each with its bar."""
        sums = self.sums
        rows = [self._none(f"{kind}", self._number(kind)) for kind in faults.KINDS]
        rows += [
            self._none("repairs of the router", sums.repairs + sums.books["repairs told"]),
            self._none("arenas that did not drain", sum(not one.drained for one in self._outcomes)),
            self._none("audit chains broken", sums.unchecked),
            self._none("errors logged", sum(sums.errors.values())),
        ]
        rows += [self._none(name, count) for name, count in sorted(sums.books.items()) if name != "repairs told"]
        short = sum(sums.kills[point] < self._times for point in self._points)
        rows.append(self._none(f"points that killed less than {self._times} times", short))
        rows.append(Figure("the whole run", minutes, "min", _MINUTES))
        rows += [Figure(name, count, "") for name, count in sorted(sums.counts.items())]
        return rows

    def tell(self, box: Box, *, minutes: float, keep: bool = True) -> int:
        """Print everything, keep the line, and return the exit code."""
        self._tell_points()
        for name, fault in self.sums.faults[:_SHOWN]:
            print(f"{name} {fault.kind}: {fault.who}: {fault.what}")
        for one in self._outcomes:
            if one.checked:
                print(f"{one.name} check: {one.checked}")
        notes = [
            f"seed {self._seed}",
            f"errors logged {dict(self.sums.errors)}",
            f"kills {dict(sorted(self.sums.kills.items()))}",
            self.line(),
        ]
        return report.close("torture", box, self.figures(minutes), notes, keep=keep)

    def line(self) -> str:
        """Return the last line but one; a number left out is a loss."""
        lost = self._number(faults.LOST) + self._number(faults.GAP)
        return (
            f"lost {lost} duplicated {self._number(faults.DUPLICATED)} "
            f"reordered {self._number(faults.REORDERED)} "
            f"repairs {self.sums.repairs + self.sums.books['repairs told']} kills {self.kills}"
        )

    def _tell_points(self) -> None:
        print(f"{'point':<44} {'killed':>7} {'crossed':>8}   by engine")
        for point in (*self._points, RANDOM, EVERYTHING, POSTGRES):
            by_engine = Counter[str]()
            for one in self._outcomes:
                by_engine[one.engine] += one.kills[point]
            told = ", ".join(f"{engine} {count}" for engine, count in sorted(by_engine.items()))
            print(f"{point:<44} {self.sums.kills[point]:>7} {self.sums.crossed[point]:>8}   {told}")

    def _number(self, kind: str) -> int:
        return sum(verdict.number(kind) for verdict in self.verdicts.values())

    @staticmethod
    def _none(name: str, count: int) -> Figure:
        return Figure(name, count, "", 0)


def _sums(outcomes: Sequence[Outcome], verdicts: Mapping[str, Verdict]) -> Sums:
    sums = Sums(Counter(), Counter(), Counter(), Counter(), Counter(), [], 0, 0)
    for one in outcomes:
        verdict = verdicts[one.name]
        sums.kills.update(one.kills)
        sums.crossed.update(one.crossed)
        sums.counts.update(verdict.counts)
        sums.books.update(one.books)
        sums.errors.update({name: count for name, count in one.errors.items() if name not in _EXPECTED_ERRORS})
        sums.faults += [(one.name, fault) for fault in verdict.faults]
        sums.repairs += one.repairs
        sums.unchecked += bool(one.checked)
    return sums
