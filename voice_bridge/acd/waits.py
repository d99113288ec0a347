"""What people are told of a wait, in figures fit to be said, and what became of a promise.

Rules: people hear whole minutes and round places, so that they are told again only when something has really changed;
far from the head the steps are wider. The promise that is held against what came is the estimate before rounding, as
in `bench/acd_day.py`. Pure. Source: reference/conversation.md §5, 11.
"""

from dataclasses import dataclass
from enum import StrEnum

NOBODY_THERE = 0
"Told instead of a place where nobody is signed in who could take it, or the queue is closed: no place moves then."
_MINUTE_MS = 60_000
_STEPS = ((10 * _MINUTE_MS, 1), (60 * _MINUTE_MS, 5))
"Below so much, in steps of so many minutes."
_LONGEST_STEP = 10
_EXACT = 20
"Fewer before one are told exactly, up to five times as many to the nearest ten, more to the nearest hundred."


@dataclass(frozen=True, slots=True)
class Said:
    """What people are told."""

    position: int
    p50_s: int | None = None
    p90_s: int | None = None

    @property
    def place(self) -> str:
        """Return the place as a text says it in any language: 7, and ≈31 where it is rounded."""
        return f"≈{self.position}" if self.position > _EXACT else str(self.position)


class Verdict(StrEnum):
    """What became of a promise."""

    WITHIN_P50 = "within_p50"
    WITHIN_P90 = "within_p90"
    OVER = "over"
    GAVE_UP = "gave_up"
    "Went before the time was over: nobody knows how long it would have been."


def said_of(position: int, p50_ms: int | None, p90_ms: int | None) -> Said:
    """Return what is said of an estimate; without times the place alone.

    Args:
        position: 1 for the next; `NOBODY_THERE` for no place at all.
        p50_ms: half of all wait no longer.
        p90_ms: nine of ten wait no longer.
    """
    place = _round(position - 1) + 1 if position > NOBODY_THERE else NOBODY_THERE
    if p50_ms is None or p90_ms is None:
        return Said(place)
    step = _step_ms(p50_ms)
    least_ms = max(step, (p50_ms + step // 2) // step * step)
    step = _step_ms(p90_ms)
    most_ms = max(least_ms, -(-p90_ms // step) * step)
    return Said(place, least_ms // 1000, most_ms // 1000)


def verdict(waited_ms: int, p50_ms: int, p90_ms: int, *, served: bool) -> Verdict:
    """Return what became of a promise; who gave up after more than was promised waited too long all the same."""
    if waited_ms > p90_ms:
        return Verdict.OVER
    if not served:
        return Verdict.GAVE_UP
    return Verdict.WITHIN_P50 if waited_ms <= p50_ms else Verdict.WITHIN_P90


def _step_ms(wait_ms: int) -> int:
    minutes = next((minutes for below_ms, minutes in _STEPS if wait_ms < below_ms), _LONGEST_STEP)
    return minutes * _MINUTE_MS


def _round(ahead: int) -> int:
    if ahead < _EXACT:
        return ahead
    step = 10 if ahead < 5 * _EXACT else 100
    return (ahead + step // 2) // step * step
