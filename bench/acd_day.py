"""What tourists are told of their wait, against how long they did wait (ARCHITECTURE §6, "Honest waiting").

Whole days in virtual time: 200 agents in two shifts with breaks, 10,000 calls, chats and e-mails, a morning with half
of the agents, a storm at two o'clock, an engine that dies each hour (`tests/voice_bridge/acd/day.py`). Whoever has to
wait is told a middle and an upper end on arrival, if the router would (`Estimate.sure`), and what came is judged as the
router judges it (`voice_bridge/acd/waits.py`). Half of the waits shall be within the middle and nine of ten within
the upper end, ten points more or less, in each stretch of the day that has enough of them. Who gave up had waited at
least so long: counted where that is longer than what was told, left out where it is not. E-mails are told nothing.

    python -m bench.acd_day [--days 5] [--dry]
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.box import measure
from bench.report import Figure, close
from tests.voice_bridge.acd.day import HOUR_MS, SURGE, Contact, Day
from voice_bridge.acd.waits import Verdict, verdict

POINTS = 10.0
WITHIN = {
    "p50_ms": frozenset({Verdict.WITHIN_P50}),
    "p90_ms": frozenset({Verdict.WITHIN_P50, Verdict.WITHIN_P90}),
}
ENOUGH = 200
"Fewer waits say nothing of a share."


@dataclass(frozen=True, slots=True)
class Wait:
    """What one tourist was told, and what came."""

    at_ms: int
    waited_ms: int
    rang: bool
    "False: gave up."
    p50_ms: int
    p90_ms: int


def waits_of(contacts: Iterable[Contact]) -> Iterator[Wait]:
    """Yield the waits of those who were told something."""
    for contact in contacts:
        if contact.told is None or contact.kind.medium == "email":
            continue
        until_ms = contact.answered_ms if contact.answered_ms is not None else contact.at_ms + contact.patience_ms
        yield Wait(
            contact.at_ms,
            until_ms - contact.at_ms,
            contact.answered_ms is not None,
            contact.told.p50_ms,
            contact.told.p90_ms,
        )


def share_within(waits: Sequence[Wait], told: str) -> float:
    """Return how many of a hundred waited no longer than they were told."""
    verdicts = [verdict(wait.waited_ms, wait.p50_ms, wait.p90_ms, served=wait.rang) for wait in waits]
    judged = [each for each in verdicts if each is not Verdict.GAVE_UP]
    return 100 * sum(each in WITHIN[told] for each in judged) / len(judged)


def figures_of(waits: Sequence[Wait]) -> list[Figure]:
    """Return the rows for the whole of it and for the storm."""
    stretches = {
        "all day": list(waits),
        "before the storm": [wait for wait in waits if wait.at_ms < SURGE[0]],
        "in and after the storm": [wait for wait in waits if wait.at_ms >= SURGE[0]],
    }
    rows = []
    for name, some in stretches.items():
        rows.append(Figure(f"{name}: told of their wait", len(some), ""))
        if not some:
            continue
        few = f"only {len(some)} waits" if len(some) < ENOUGH else ""
        mean_s = sum(wait.waited_ms for wait in some) / len(some) / 1000
        rows.append(Figure(f"{name}: mean wait of those", mean_s, "s"))
        for told, share in (("p50_ms", 50.0), ("p90_ms", 90.0)):
            within = share_within(some, told)
            rows.append(Figure(f"{name}: within the {told[:3]} told", within, "%"))
            rows.append(Figure(f"{name}: that is off by", abs(within - share), "pts", POINTS, void=few))
    return rows


def main(arguments: Sequence[str]) -> int:
    """Run the bench and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.acd_day", description=__doc__)
    parser.add_argument("--days", type=int, default=5)
    parser.add_argument("--dry", action="store_true", help="keep no line in bench/results")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        box = measure(Path(folder))
    waits: list[Wait] = []
    began_s = time.process_time()
    for seed in range(1, asked.days + 1):
        day = Day(seed)
        day.run()
        waits += waits_of(day.contacts.values())
        print(f"  day {seed} of {asked.days}", file=sys.stderr, flush=True)
    cpu_s = (time.process_time() - began_s) / asked.days
    figures = [*figures_of(waits), Figure("CPU for a day of 10,000 contacts", cpu_s, "s")]
    last_h = max((wait.at_ms for wait in waits), default=0) / HOUR_MS
    note = f"{asked.days} days, the last who waited came at {last_h:.1f} h; virtual time, so the box does not matter"
    return close("acd_day", box, figures, [note], keep=not asked.dry)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
