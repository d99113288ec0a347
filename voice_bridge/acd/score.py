"""The one formula: how urgent a piece of work is, and how well an agent suits it.

    score(w, a) = P + beta * (wait + advance)                                    which call: `standing`
                + skill * levels + department + satisfaction                     Bucket._fit, once
                + idle * min(idle time, cap) - occupancy - worked - handled
                + turn + affinity                                                which agent: `suits`

The terms separate, so the best call for a free agent and the best agent for a new call are the best pair: at any event
one side is a single one. Sources: reference/voice.md §6 "Our formula"; Chan, Koole, L'Ecuyer 2014; Kleinrock's
time-dependent priority; the head start in waiting time is Avaya's "time advantage".
"""

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
    urgency = work.terms.urgency
    return (not urgency.strict, work.keeper is None, -urgency.urgency_s(work.place[0], now_ms), *work.place)


def advance_ms(item: WorkItem, rules: Advance) -> int:
    """Return by how much an item is treated as if it had waited longer."""
    levels = [level for level in rules.vip_ms if level <= item.vip]
    vip_ms = rules.vip_ms[max(levels)] if levels else 0
    angry_ms = round(rules.dissatisfied_ms * min(1.0, max(0.0, item.dissatisfaction)))
    return vip_ms + angry_ms + rules.business_ms.get(item.business or "", 0)


def suits(member: Member, bucket: Bucket, now_ms: int) -> float:
    """Return how well an agent suits work of a bucket, in points; affinity comes on top (`Weights.affinity`)."""
    terms = bucket.terms
    return member.fit + _merit(member.seat, terms.queue.weights, terms.demand.medium, now_ms)


def _merit(seat: Seat, weights: Weights, medium: str, now_ms: int) -> float:
    """Return the agent's own part: who did least, or waited longest for work, has most."""
    if seat.agent.capacity.get(medium, 0) > 1:
        idle_ms = weights.idle_cap_ms * seat.load.free_share(seat.agent, medium)
    else:
        idle_ms = min(now_ms - seat.idle_since_ms, weights.idle_cap_ms)
    merit = weights.idle * idle_ms / 1000
    if weights.occupancy:
        merit -= weights.occupancy * seat.occupancy
    if weights.worked:
        merit -= weights.worked * seat.worked_ms / 1000
    if weights.handled:
        merit -= weights.handled * seat.handled
    if weights.turn:
        merit += weights.turn * (now_ms - seat.offered_ms) / 1000
    return merit
