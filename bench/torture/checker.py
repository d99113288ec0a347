"""Finds in the clients' own diaries what the hub has lost, doubled, disordered or invented; it knows nothing else.

    lost         acknowledged and not in the thread; answered and not with the visitor; a question without its answer
    duplicated   one text, id or `cid` twice; a frame again that nobody asked for; two answers to one question or key
    reordered    a text before another that was acknowledged first; an answer before one that was given first
    foreign      a line that nobody wrote, or that was written to somebody else
    gap          a number left out, a `prev` that does not fit, a number that says two things
    stuck        a visitor who still waits, a diary without an end

The thread that a visitor reads in the end is the measure; every frame that ever came must agree with it, and so must
what staff read in the transcripts.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.torture import diary
from bench.torture.check_staff import Staff
from bench.torture.check_visitor import Visitor
from bench.torture.diary import Entry
from bench.torture.faults import Fault


@dataclass
class Verdict:
    """All faults, and how much there was to find them in."""

    faults: list[Fault] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def number(self, kind: str) -> int:
        """Return how many faults of a kind there are."""
        return sum(fault.kind == kind for fault in self.faults)


def check(folder: Path) -> Verdict:
    """Read all diaries of a run and judge."""
    return judge({path.stem: list(diary.read(path)) for path in sorted(folder.glob("*.jsonl"))})


def judge(diaries: Mapping[str, Sequence[Entry]]) -> Verdict:
    """Judge diaries by their writers' names: v… visitors, a… agents, s… who reads the transcripts."""
    verdict = Verdict()
    visitors = {name: Visitor(name, entries) for name, entries in diaries.items() if name.startswith("v")}
    staff = Staff(
        {name: entries for name, entries in diaries.items() if name.startswith("a")},
        [entry for name, entries in diaries.items() if name.startswith("s") for entry in entries],
    )
    for visitor in visitors.values():
        verdict.faults += visitor.faults()
        verdict.counts += visitor.counts()
    verdict.faults += staff.faults(visitors)
    verdict.counts += staff.counts()
    return verdict
