"""What somebody who came into a queue now would meet: a free agent, a place and a range, or the way to elsewhere.

Rule: the rules for arrivals (`arrivals`) and the estimate (`Floor.estimate`) are asked as for those who really come, so
there is one answer; nothing is changed but the index of the lines. Pure.
"""

from dataclasses import dataclass
from enum import StrEnum

from voice_bridge.acd.arrivals import facts_of
from voice_bridge.acd.floor import Floor
from voice_bridge.acd.nouns import WorkItem
from voice_bridge.acd.overflow import rule_on_arrival
from voice_bridge.acd.work import Work


class Meets(StrEnum):
    """What somebody who comes would meet."""

    FREE = "free"
    "Somebody could take it at once."
    WAITS = "waits"
    NOBODY = "nobody"
    "The queue is closed, or nobody is signed in who could ever take it: it would wait without a place."
    ELSEWHERE = "elsewhere"
    "A rule of the queue would send it on as it comes."


@dataclass(frozen=True, slots=True)
class Prospect:
    """What somebody who comes would be told; times only if they are fit to be told."""

    meets: Meets
    position: int = 0
    "1 for the next, 0 where nobody waits in this line."
    p50_ms: int | None = None
    p90_ms: int | None = None


def newcomer(floor: Floor, item: WorkItem, now_ms: int) -> Work:
    """Return an item as it would come; it stands nowhere.

    Raises:
        KeyError: the settings do not know its queue, medium or class.
    """
    return Work(item, floor.lines.terms_of(item), floor.lines.place_of(item), entered_ms=now_ms)


def prospect(floor: Floor, work: Work, now_ms: int) -> Prospect:
    """Return what such a newcomer would meet now."""
    if rule_on_arrival(work, facts_of(floor, work)) is not None:
        return Prospect(Meets.ELSEWHERE)
    if work.item.queue_id in floor.closed or not floor.lines.signed_in(floor.lines.bucket_of(work)):
        return Prospect(Meets.NOBODY)
    if floor.lines.somebody_free(work, now_ms):
        return Prospect(Meets.FREE)
    found = floor.estimate(work, now_ms)
    if not found.sure:
        return Prospect(Meets.WAITS, found.position)
    return Prospect(Meets.WAITS, found.position, found.p50_ms, found.p90_ms)
