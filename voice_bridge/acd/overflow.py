"""When an item leaves its queue, and where it goes: by length, wait, estimate, nobody there, closed.

Rules: an item never goes back to a queue it overflowed from and overflows at most `MAX_HOPS` times, so two queues may
help each other out without a circle; where no rule may act, it waits where it is. A strict item (a rescue) is never
sent out of the line and never away for length or estimate. Sources: reference/voice.md §1 rows "Overflow" and "Best
ideas" 1 (OpenSIPS dissuasion).
"""

from collections.abc import Callable
from dataclasses import dataclass

from voice_bridge.acd.settings import MAX_HOPS, Exit, OverflowRule, When
from voice_bridge.acd.work import Work

ON_ARRIVAL = frozenset({When.LENGTH, When.ESTIMATE, When.NO_AGENT, When.CLOSED})
NEVER_FOR_STRICT = frozenset({When.LENGTH, When.ESTIMATE})


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules ask; asked for only if a rule does."""

    length: Callable[[], int]
    likely_ms: Callable[[], int]
    somebody_signed_in: Callable[[], bool]
    closed: Callable[[], bool]


def rule_on_arrival(work: Work, facts: Facts) -> OverflowRule | None:
    """Return the rule that sends an item on as it comes into its queue."""
    return next((rule for rule in _rules(work) if rule.when in ON_ARRIVAL and _holds(rule, facts)), None)


def rule_for(work: Work, when: When) -> OverflowRule | None:
    """Return the rule that sends an item on now that this has happened in its queue."""
    return next((rule for rule in _rules(work) if rule.when is when), None)


def rule_for_wait(work: Work, now_ms: int) -> OverflowRule | None:
    """Return the rule that sends on an item which has waited long enough here."""
    return next((rule for rule in _rules(work) if rule.when is When.WAIT and _due_ms(work, rule) <= now_ms), None)


def next_wait_ms(work: Work) -> int | None:
    """Return when a rule by wait will send an item on; that may be past, if it rang meanwhile."""
    return min((_due_ms(work, rule) for rule in _rules(work) if rule.when is When.WAIT), default=None)


def _rules(work: Work) -> list[OverflowRule]:
    """Return the rules that may act on an item at all."""
    if work.hops >= MAX_HOPS or not work.terms.queue.overflow:
        return []
    strict = work.terms.urgency.strict
    stays = strict or not work.item.may_leave
    return [
        rule
        for rule in work.terms.queue.overflow
        if rule.to not in work.visited
        and not (stays and isinstance(rule.to, Exit))
        and not (strict and rule.when in NEVER_FOR_STRICT)
    ]


def _holds(rule: OverflowRule, facts: Facts) -> bool:
    match rule.when:
        case When.LENGTH:
            return facts.length() >= rule.limit
        case When.ESTIMATE:
            return facts.likely_ms() > rule.limit
        case When.NO_AGENT:
            return not facts.somebody_signed_in()
        case _:  # closed: a wait has nothing to do with arriving
            return facts.closed()


def _due_ms(work: Work, rule: OverflowRule) -> int:
    return work.entered_ms + rule.limit
