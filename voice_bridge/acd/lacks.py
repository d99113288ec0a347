"""Which skills of a queue's need none of its agents has well enough, so that nobody could ever take its work.

Rule: rings are asked as they will be asked of agents (`bucket`): each with the levels it takes off, the skills it
waives and the queues it borrows from. What one ring finds is not lacking; where none finds anybody, the last one tells
what is. Whose organisation or department a ring asks for is left aside: it only narrows. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from voice_bridge.acd.settings import Queue, Ring
from voice_bridge.acd.skills import AnyOf, Has, Need, Skills, meets, relaxed

Members = Mapping[str, Sequence[Skills]]
"The skills of each queue's agents, by the queue's id."


@dataclass(frozen=True, slots=True)
class Lack:
    """A skill that is asked for at a level, and the best level there is; 0: nobody has it at all."""

    skill: str
    level: int
    best: int
    "As good as `level` where each skill is there, but nobody has all of them."


def lacks(queue: Queue, members: Members) -> tuple[Lack, ...]:
    """Return what nobody whom the queue reaches has well enough; empty where somebody could take its work."""
    asked = [(relaxed(queue.need, ring.levels_off, ring.waived), _folk(queue, ring, members)) for ring in queue.rings]
    if any(meets(need, skills) for need, folk in asked for skills in folk):
        return ()
    need, folk = asked[-1]
    if meets(need, {}):
        return ()  # nothing is asked for: there is simply nobody
    found = tuple(_unmet(need, folk)) or tuple(_all_of(need))
    return tuple(
        Lack(one.skill, one.level, max((skills.get(one.skill, 0) for skills in folk), default=0))
        for one in dict.fromkeys(found)
    )


def _folk(queue: Queue, ring: Ring, members: Members) -> list[Skills]:
    return [skills for queue_id in {queue.id} | ring.also_queues for skills in members.get(queue_id, ())]


def _unmet(need: Need, folk: Sequence[Skills]) -> Iterator[Has]:
    """Yield the skills that nobody has, each asked for by itself; of alternatives, none where one of them is there."""
    if isinstance(need, Has | AnyOf) and any(meets(need, skills) for skills in folk):
        return
    if isinstance(need, Has):
        yield need
        return
    for part in need.parts:
        yield from _unmet(part, folk)


def _all_of(need: Need) -> Iterator[Has]:
    if isinstance(need, Has):
        yield need
        return
    for part in need.parts:
        yield from _all_of(part)
