"""The well-known ways of choosing an agent, each a setting of the one formula.

Each names the term that decides and leaves idle time as the judge of ties, so every strategy is fair in the end. Use
with `dataclasses.replace(queue, weights=…, at_once=…)`. Sources: reference/voice.md §1 row "ACD strategies".
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from voice_bridge.acd.settings import Queue, Weights

DECIDES = 1_000_000.0
"So much that nothing else outweighs one unit of the deciding term."


@dataclass(frozen=True, slots=True)
class Strategy:
    """Weights, and how many agents ring at once."""

    weights: Weights
    at_once: int | None = 1


_TIES = Weights(idle=1.0, affinity=0.0, department=0.0)

STRATEGIES: Mapping[str, Strategy] = MappingProxyType(
    {
        "idle_time": Strategy(_TIES),
        "skill_level": Strategy(replace(_TIES, skill=DECIDES)),
        "working_time": Strategy(replace(_TIES, worked=DECIDES)),
        "occupancy": Strategy(replace(_TIES, occupancy=DECIDES)),
        "fewest_handled": Strategy(replace(_TIES, handled=DECIDES)),
        "round_robin": Strategy(replace(_TIES, turn=DECIDES)),
        "satisfaction": Strategy(replace(_TIES, satisfaction=DECIDES)),
        "ring_all": Strategy(_TIES, at_once=None),
        "balanced": Strategy(Weights(skill=60.0, idle=1.0, occupancy=600.0, satisfaction=120.0)),
    }
)
"""技能等级 skill_level · 空闲时长 idle_time · 工作时长 working_time · 占用率 occupancy · 最少接待 fewest_handled ·
轮循 round_robin · 满意度 satisfaction · 全部振铃 ring_all · 综合 balanced."""


def with_strategy(queue: Queue, name: str) -> Queue:
    """Return the queue with the weights of a named strategy.

    Raises:
        KeyError: no such strategy.
    """
    strategy = STRATEGIES[name]
    return replace(queue, weights=strategy.weights, at_once=strategy.at_once)
