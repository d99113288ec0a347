"""What a piece of work asks of an agent, and whether an agent has it: skills with levels, joined by and / or.

Levels run from 1 (knows a little) to 10 (knows all of it). A need is a small tree of `Has`, `AllOf` and `AnyOf`; a ring
loosens it by taking levels off or by waiving skills. Sources: reference/voice.md §1 rows "Skills" and "Bullseye", §6.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass

MIN_LEVEL, MAX_LEVEL = 1, 10


@dataclass(frozen=True, slots=True)
class Has:
    """The agent has this skill at least at this level (技能与等级)."""

    skill: str
    level: int = MIN_LEVEL


@dataclass(frozen=True, slots=True)
class AllOf:
    """All parts hold; of nothing, so anybody will do."""

    parts: "tuple[Need, ...]" = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; of nothing, so nobody will do (such a need is refused)."""

    parts: "tuple[Need, ...]"


Need = Has | AllOf | AnyOf
Skills = Mapping[str, int]
ANYBODY: Need = AllOf()


def meets(need: Need, skills: Skills) -> bool:
    """Tell whether an agent with these skills has what is needed."""
    match need:
        case Has(skill, level):
            return skills.get(skill, 0) >= level
        case AllOf(parts):
            return all(meets(part, skills) for part in parts)
        case AnyOf(parts):
            return any(meets(part, skills) for part in parts)


def surplus(need: Need, skills: Skills) -> int:
    """Return by how many levels the agent is above (or below) the need; of alternatives the best counts."""
    match need:
        case Has(skill, level):
            return skills.get(skill, 0) - level
        case AllOf(parts):
            return sum(surplus(part, skills) for part in parts)
        case AnyOf(parts):
            return max((surplus(part, skills) for part in parts), default=0)


def relaxed(need: Need, levels_off: int, waived: Set[str]) -> Need:
    """Return the need as a wider ring asks it: every level lower by `levels_off`, waived skills not asked at all."""
    match need:
        case Has(skill, level):
            return ANYBODY if skill in waived else Has(skill, max(MIN_LEVEL, level - levels_off))
        case AllOf(parts):
            return AllOf(tuple(relaxed(part, levels_off, waived) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(relaxed(part, levels_off, waived) for part in parts))


def both(first: Need, second: Need) -> Need:
    """Return the need that asks for the one and the other."""
    if first == ANYBODY:
        return second
    return first if second in {ANYBODY, first} else AllOf((first, second))


def skills_in(need: Need) -> frozenset[str]:
    """Return all skills that a need names."""
    if isinstance(need, Has):
        return frozenset({need.skill})
    return frozenset[str]().union(*(skills_in(part) for part in need.parts))


def indispensable(need: Need) -> frozenset[str]:
    """Return the skills without which nobody meets a need; not all of them, where there are alternatives."""
    match need:
        case Has(skill, _):
            return frozenset({skill})
        case AllOf(parts):
            return frozenset[str]().union(*(indispensable(part) for part in parts))
        case AnyOf():
            return frozenset()


def faults_in(need: Need) -> frozenset[str]:
    """Return the codes of what makes a need impossible, whatever the agents."""
    match need:
        case Has(_, level):
            return frozenset() if MIN_LEVEL <= level <= MAX_LEVEL else frozenset({"skill_level_out_of_range"})
        case AnyOf(()):
            return frozenset({"need_impossible"})
        case AllOf(parts) | AnyOf(parts):
            return frozenset[str]().union(*(faults_in(part) for part in parts))
