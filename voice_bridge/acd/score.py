"""The one formula: how urgent a piece of work is, and how well an agent suits it.

    score(w, a) = P + beta * (wait + advance)                                    which call: `standing`
                + skill * levels + department + satisfaction                     Bucket._fit, once
                + idle * min(idle time, cap) - occupancy - worked - handled
                + turn + affinity                                                which agent: `suits`

The terms separate, so the best call for a free agent and the best agent for a new call are the best pair: at any event
one side is a single one. Sources: reference/voice.md §6 "Our formula"; Chan, Koole, L'Ecuyer 2014; Kleinrock's
time-dependent priority; the head start in waiting time is Avaya's "time advantage".
"""

from collections.abc import Callable

from voice_bridge.acd.bucket import Bucket, Member
from voice_bridge.acd.nouns import WorkItem
from voice_bridge.acd.seat import Seat
from voice_bridge.acd.settings import Advance, Weights
from voice_bridge.acd.work import Work

Standing = tuple[bool, bool, float, int, str]


def standing(work: Work, now_ms: int) -> Standing:
    """Return a key by which all waiting work is ordered, the most urgent first.

    Strict classes come before everything; what is kept for an agent before that agent's other work; then urgency, and
    among equals the longer wait.
    """
    urgency, (since_ms, item_id) = work.terms.urgency, work.place
    return (not urgency.strict, work.keeper is None, -urgency.urgency_s(since_ms, now_ms), since_ms, item_id)


def advance_ms(item: WorkItem, rules: Advance) -> int:
    """Return by how much an item is treated as if it had waited longer."""
    levels = [level for level in rules.vip_ms if level <= item.vip]
    vip_ms = rules.vip_ms[max(levels)] if levels else 0
    angry_ms = round(rules.dissatisfied_ms * min(1.0, max(0.0, item.dissatisfaction)))
    return vip_ms + angry_ms + rules.business_ms.get(item.business or "", 0)


def suits(bucket: Bucket, now_ms: int) -> Callable[[Member], float]:
    """Return how well an agent suits work of a bucket now, in points; affinity comes on top (`Weights.affinity`).

    A function made once and asked of many, because this is where the engine spends its time.
    """
    weights, medium = bucket.terms.queue.weights, bucket.terms.demand.medium
    per_ms, cap_ms = weights.idle / 1000, weights.idle_cap_ms
    counts_work = bool(weights.occupancy or weights.worked or weights.handled or weights.turn)

    def points(member: Member) -> float:
        seat = member.seat
        if member.several:
            idle_ms = cap_ms * seat.load.free_share(seat.agent, medium)
        else:
            idle_ms = now_ms - seat.idle_since_ms
            if idle_ms > cap_ms:
                idle_ms = cap_ms
        merit = member.fit + per_ms * idle_ms
        return merit + _for_work_done(seat, weights, now_ms) if counts_work else merit

    return points


def _for_work_done(seat: Seat, weights: Weights, now_ms: int) -> float:
    """Return what an agent's day so far adds or takes off: who did least has most."""
    return (
        weights.turn * (now_ms - seat.offered_ms) / 1000
        - weights.occupancy * seat.occupancy
        - weights.worked * seat.worked_ms / 1000
        - weights.handled * seat.handled
    )
