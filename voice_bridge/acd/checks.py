"""Whether settings, agents and work make sense: refused with a code and the field, or the way out is defined.

Refused is what contradicts itself. Not refused, because the outcome is defined: circles of overflow (an item never goes
back), skills of an agent that do not exist (they count for nothing), a need that nobody can meet (`Stranded`), an
item's unknown skills (`Waived`). `remarks` tells the operator of circles all the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from itertools import pairwise
from math import isfinite

from hub.errors import Conflict, NotFound, Unprocessable
from voice_bridge.acd.nouns import Agent, WorkItem
from voice_bridge.acd.settings import Exit, OverflowRule, PriorityClass, Queue, Ring, Settings, Weights, When
from voice_bridge.acd.skills import MAX_LEVEL, MIN_LEVEL, Need, faults_in, skills_in

Fault = tuple[str, str]
"""Where, and the code of what is wrong."""

MOST_MS = 86_400_000
"A day: no time that can be set is longer (reference/voice.md §1, limits of mod_callcenter)."


def check(settings: Settings) -> None:
    """Refuse settings that contradict themselves.

    Raises:
        Unprocessable: `settings_contradict`; `fields` maps each place to its code.
    """
    found = dict(faults(settings))
    if found:
        detail = ", ".join(f"{where}: {code}" for where, code in found.items())
        raise Unprocessable("settings_contradict", detail, found)


def check_agent(agent: Agent) -> None:
    """Refuse an agent whose figures make no sense.

    Raises:
        Unprocessable: `agent_invalid`.
    """
    faults: dict[str, str] = {}
    for skill, level in agent.skills.items():
        if not MIN_LEVEL <= level <= MAX_LEVEL:
            faults[f"skills.{skill}"] = "skill_level_out_of_range"
    for name, places in (("capacity", agent.capacity), ("peak", agent.peak)):
        faults.update({f"{name}.{kind}": "negative" for kind, units in places.items() if units < 0})
    if faults:
        raise Unprocessable("agent_invalid", agent.id, faults)


def check_item(item: WorkItem, settings: Settings) -> None:
    """Refuse work that no rule knows how to serve.

    Raises:
        NotFound: `queue_unknown`, `medium_unknown` or `class_unknown`.
        Unprocessable: `item_invalid`: weight, required skills or their levels.
    """
    check_queue(item.queue_id, settings)
    if item.medium not in settings.media:
        raise NotFound("medium_unknown", item.medium)
    check_class(item.priority, settings)
    faults = dict.fromkeys(["required"] if faults_in(item.required) else [], "impossible")
    if item.weight < 1:
        faults["weight"] = "not_positive"
    if faults:
        raise Unprocessable("item_invalid", item.id, faults)


def check_queue(queue_id: str, settings: Settings) -> None:
    """Raises NotFound `queue_unknown`."""
    if queue_id not in settings.queues:
        raise NotFound("queue_unknown", queue_id)


def check_class(priority: int, settings: Settings) -> None:
    """Raises NotFound `class_unknown`."""
    if priority not in settings.classes:
        raise NotFound("class_unknown", str(priority))


def check_change(settings: Settings, items: Iterable[WorkItem]) -> None:
    """Refuse new settings that have no place for work that is there.

    Raises:
        Conflict: `settings_in_use`; `extra` names the queues, media and classes that are missed.
    """
    missing: dict[str, set[str]] = {"queues": set(), "media": set(), "classes": set()}
    for item in items:
        if item.queue_id not in settings.queues:
            missing["queues"].add(item.queue_id)
        if item.medium not in settings.media:
            missing["media"].add(item.medium)
        if item.priority not in settings.classes:
            missing["classes"].add(str(item.priority))
    if any(missing.values()):
        extra = {kind: sorted(names) for kind, names in missing.items() if names}
        raise Conflict("settings_in_use", "work is there that the new settings do not know", extra)


def remarks(settings: Settings) -> list[Fault]:
    """Return what is allowed but worth knowing: circles of overflow, each by the queue it leads back to."""
    targets = {
        queue.id: sorted({rule.to for rule in queue.overflow if not isinstance(rule.to, Exit)})
        for queue in settings.queues.values()
    }
    return [(queue_id, "overflow_circle") for queue_id in sorted(targets) if _comes_back(queue_id, targets)]


def _comes_back(start: str, targets: Mapping[str, list[str]]) -> bool:
    seen: set[str] = set()
    ahead = list(targets[start])
    while ahead:
        queue_id = ahead.pop()
        if queue_id == start:
            return True
        if queue_id not in seen:
            seen.add(queue_id)
            ahead.extend(targets.get(queue_id, ()))
    return False


def faults(settings: Settings) -> Iterator[Fault]:
    """Yield where settings contradict themselves, and how."""
    for code, urgency in settings.classes.items():
        yield from _class_faults(f"classes.{code}", urgency)
    for name, medium in settings.media.items():
        if medium.takes.get(name, 0) < 1:
            yield f"media.{name}.takes", "own_place_missing"
        if medium.beyond < 0 or any(units < 0 for units in medium.takes.values()):
            yield f"media.{name}", "negative"
    if not 0 <= settings.strict_for_all_ms <= MOST_MS:
        yield "strict_for_all_ms", "out_of_range"
    for name, need in settings.business.items():
        yield from _need_faults(f"business.{name}", need, settings)
    for key, queue in settings.queues.items():
        yield from _queue_faults(f"queues.{key}", key, queue, settings)


def _class_faults(where: str, urgency: PriorityClass) -> Iterator[Fault]:
    if not isfinite(urgency.base_s):
        yield f"{where}.base_s", "not_finite"
    if not (urgency.slope > 0 and isfinite(urgency.slope)):
        yield f"{where}.slope", "never_ages"


def _queue_faults(where: str, key: str, queue: Queue, settings: Settings) -> Iterator[Fault]:
    if queue.id != key:
        yield f"{where}.id", "not_its_key"
    if queue.at_once is not None and queue.at_once < 1:
        yield f"{where}.at_once", "not_positive"
    yield from _time_faults(where, queue)
    if not queue.misses_pause and not queue.excluded_ms:
        yield f"{where}.excluded_ms", "rings_for_ever"
    yield from _weight_faults(f"{where}.weights", queue.weights)
    yield from _need_faults(f"{where}.need", queue.need, settings)
    yield from _ring_faults(f"{where}.rings", queue.rings, settings)
    for number, rule in enumerate(queue.overflow):
        yield from _overflow_faults(f"{where}.overflow.{number}", key, rule, settings)


def _time_faults(where: str, queue: Queue) -> Iterator[Fault]:
    if not 0 < queue.ring_ms <= MOST_MS:
        yield f"{where}.ring_ms", "out_of_range"
    for name in ("excluded_ms", "wrap_up_ms", "affinity_ms", "kept_ms", "expected_talk_ms"):
        if not 0 <= getattr(queue, name) <= MOST_MS:
            yield f"{where}.{name}", "out_of_range"
    if queue.offer_after_s is not None and not 0 < queue.offer_after_s <= MOST_MS // 1000:
        yield f"{where}.offer_after_s", "out_of_range"


def _weight_faults(where: str, weights: Weights) -> Iterator[Fault]:
    if not all(isfinite(getattr(weights, each.name)) for each in fields(weights)):
        yield where, "not_finite"


def _need_faults(where: str, need: Need, settings: Settings) -> Iterator[Fault]:
    for code in sorted(faults_in(need)):
        yield where, code
    if skills_in(need) - settings.skills:
        yield where, "skill_unknown"


def _ring_faults(where: str, rings: tuple[Ring, ...], settings: Settings) -> Iterator[Fault]:
    if not rings or rings[0].after_ms != 0:
        yield where, "first_ring_not_at_once"
    for number, (ring, following) in enumerate(pairwise(rings)):
        if following.after_ms <= ring.after_ms:
            yield f"{where}.{number + 1}", "rings_out_of_order"
    for number, ring in enumerate(rings):
        if ring.waived - settings.skills:
            yield f"{where}.{number}.waived", "skill_unknown"
        if ring.also_queues - settings.queues.keys():
            yield f"{where}.{number}.also_queues", "queue_unknown"
        if ring.levels_off < 0:
            yield f"{where}.{number}.levels_off", "negative"


def _overflow_faults(where: str, key: str, rule: OverflowRule, settings: Settings) -> Iterator[Fault]:
    if rule.to == key:
        yield f"{where}.to", "overflows_to_itself"
    elif not isinstance(rule.to, Exit) and rule.to not in settings.queues:
        yield f"{where}.to", "queue_unknown"
    if rule.limit < 0 or (rule.when is When.LENGTH and rule.limit < 1):
        yield f"{where}.limit", "out_of_range"
