"""How long a tourist will probably wait, told as a range (p50 to p90), from how long others waited lately.

The history keeps, for each queue, class and medium, the pace of those who waited lately: their wait until it rang,
divided by their position among their like when they came. A position times the likely pace is the estimate. Who stands
at the head and still waits counts with the pace so far, if that is slower: so an estimate grows at once when answers
stop coming. It is a delay-history predictor (last to enter service, head of line: Ibrahim and Whitt 2009) and not a
mean holding time. What was told is held against what came by `bench/acd_day.py`. Sources: reference/voice.md §6 "EWT"
and property 12; reference/conversation.md §5, 11.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

REMEMBERED = 30
"So many of those served last make the history; with more, the estimate follows a storm too late."
SPREAD = 1.3
"The upper end is at least so many times the middle: those served lately waited alike, the next may not."
ENOUGH = 3
"Fewer waits say nothing of the next one."


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one may honestly tell a tourist."""

    position: int
    "1 is the next."
    p50_ms: int
    "Half of all wait no longer."
    p90_ms: int
    "Nine of ten wait no longer."
    sure: bool = True
    "Whether the range rests on waits of lately, with somebody there; otherwise only the position is fit to be told."


class History:
    """The paces of those who waited lately in one queue and class, in milliseconds per place."""

    def __init__(self, paces_ms: Iterable[int] = ()) -> None:
        self.paces_ms = deque(paces_ms, REMEMBERED)

    def served(self, waited_ms: int, position: int) -> None:
        """Note that somebody who came at this position rang after this wait; who need not wait is not asked about."""
        self.paces_ms.append(max(0, waited_ms) // max(1, position))

    def estimate(self, position: int, places: int, fallback_ms: int, slowest_ms: int = 0) -> Estimate:
        """Return the range for a position.

        Args:
            position: 1 for the head, whatever the class; this is told.
            places: the same within the class; this is reckoned with, since the pace is the kin's own.
            fallback_ms: milliseconds per place to assume before anybody was answered.
            slowest_ms: milliseconds per place that the head has waited so far, not being answered yet.
        """
        paces = sorted(self.paces_ms) or [fallback_ms]
        last = len(paces) - 1
        p50_ms = max(paces[last // 2], slowest_ms)
        p90_ms = max(paces[last * 9 // 10], round(p50_ms * SPREAD))
        return Estimate(position, places * p50_ms, places * p90_ms, sure=len(self.paces_ms) >= ENOUGH)
