"""How a bench tells what it found: a table, one JSON line, one closing line, and the exit code.

Rules (CONTRACTS "Benches"): a bar without a ratio always counts; a bar that may also be met as a ratio of what this box
can do is judged by the ratio alone where the box is noisy, and by either where it is quiet. What does not count is
printed all the same. Exit 1 when a bar that counts is missed, 2 when none counted.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.box import Box
from hub.clock import SystemClock, utc

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table."""

    name: str
    value: float
    unit: str
    bar: float | None = None
    "At most this much; None for a figure without a bar."
    ratio_bar: float | None = None
    "The same bar as a multiple of the box's own figure, in this figure's unit; either suffices."
    void: str = ""
    "Why this row does not count, whatever the box."

    @property
    def counts(self) -> bool:
        """Tell whether there is a bar that counts."""
        return self.bar is not None and not self.void

    @property
    def met(self) -> bool:
        """Tell whether the bar is met."""
        return self.bar is None or self.value <= max(self.bar, self.ratio_bar or 0.0)


def close(bench: str, box: Box, figures: Sequence[Figure], notes: Sequence[str] = (), *, keep: bool = True) -> int:
    """Print everything, keep the line unless it was a trial, and return the exit code."""
    _table(box, figures)
    for note in notes:
        _say(note)
    counted = [figure for figure in figures if figure.counts]
    missed = sum(not figure.met for figure in counted)
    if keep:
        _keep(bench, box, figures, notes)
    _say(f"bars: {len(counted) - missed} met, {missed} missed")
    if not counted:
        return 2
    return 1 if missed else 0


def _table(box: Box, figures: Sequence[Figure]) -> None:
    _say(f"box: {box.machine}, {box.cores} cores")
    _say(
        f"box: fsync p99 {box.fsync_p99_ms:.2f} ms, spin overrun p99 {box.spin_p99_ms:.2f} ms, "
        f"UDP echo p99 {box.udp_echo_p99_ms:.3f} ms" + ("" if box.quiet else " (noisy box)")
    )
    for figure in figures:
        _say(f"{figure.name:<50} {figure.value:>10.2f} {figure.unit:<4} {_bar(figure):<24} {_verdict(figure)}".rstrip())


def _bar(figure: Figure) -> str:
    if figure.bar is None:
        return ""
    other = "" if figure.ratio_bar is None else f" or {figure.ratio_bar:.1f}"
    return f"≤ {figure.bar:g}{other} {figure.unit}"


def _verdict(figure: Figure) -> str:
    if figure.bar is None:
        return ""
    if figure.void:
        return f"does not count: {figure.void}"
    return "met" if figure.met else "MISSED"


def _keep(bench: str, box: Box, figures: Sequence[Figure], notes: Sequence[str]) -> None:
    RESULTS.mkdir(exist_ok=True)
    line = {
        "bench": bench,
        "at": utc(SystemClock().now_ms()).isoformat(timespec="seconds"),
        "commit": _commit(),
        "machine": box.machine,
        "box": {name: value for name, value in asdict(box).items() if name != "machine"},
        "figures": {figure.name: round(figure.value, 4) for figure in figures},
        "bars": {
            figure.name: {
                "bar": figure.bar,
                "ratio_bar": figure.ratio_bar,
                "counts": figure.counts,
                "met": figure.met,
                "void": figure.void,
            }
            for figure in figures
            if figure.bar is not None
        },
        "notes": list(notes),
    }
    with (RESULTS / f"{bench}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _commit() -> str:
    told = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False)
    return told.stdout.strip() or "unknown"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
