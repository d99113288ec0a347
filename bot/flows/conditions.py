"""What a branch may ask: a tiny form that is read and checked when a flow is loaded, and never evaluated as code.

    stars <= 2          kind == hotel          kind in [hotel, scenic]          amount filled
    amount empty        stars <= 2 and words filled        (and, or: one of the two, no brackets)

Rule: size is asked of numbers only; an empty slot equals nothing and has no size.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.flows.slots import KINDS, Slot, Value

_CLAUSE = re.compile(
    r"(?P<slot>[a-z_]+)\s*(?:"
    r"(?P<test>filled|empty)"
    r"|(?P<op>==|!=|<=|>=|<|>)\s*(?P<value>[\w-]+)"
    r"|in\s*\[(?P<list>[\w\s,-]+)\])"
)
_SIZES: Mapping[str, Callable[[int, int], bool]] = MappingProxyType(
    {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
)


class BadCondition(ValueError):
    """A condition that is not of the form, or asks what cannot be known."""


@dataclass(frozen=True, slots=True)
class _Clause:
    slot: str
    op: str
    values: tuple[Value, ...] = ()

    def holds(self, filled: Mapping[str, Value | None]) -> bool:
        value = filled.get(self.slot)
        if self.op in {"filled", "empty"}:
            return (value is None) == (self.op == "empty")
        if self.op == "!=":
            return value not in self.values
        if self.op in {"==", "in"}:
            return value in self.values
        return isinstance(value, int) and all(_SIZES[self.op](value, int(bound)) for bound in self.values)


@dataclass(frozen=True, slots=True)
class Condition:
    """Clauses of which all, or any, must hold."""

    clauses: tuple[_Clause, ...]
    any_of: bool = False

    def holds(self, filled: Mapping[str, Value | None]) -> bool:
        """Tell whether it is so; raises nothing."""
        return (any if self.any_of else all)(clause.holds(filled) for clause in self.clauses)


def condition(written: str, slots: Mapping[str, Slot]) -> Condition:
    """Return a condition from its written form.

    Raises:
        BadCondition: not of the form, an unknown slot, a value that the slot can never have, or size of no number.
    """
    words = written.split()
    if "and" in words and "or" in words:
        raise BadCondition(f"`and` and `or` in one condition: {written!r}")
    parts = re.split(r"\s+(?:and|or)\s+", written.strip())
    return Condition(tuple(_clause(part, slots) for part in parts), "or" in words)


def _clause(written: str, slots: Mapping[str, Slot]) -> _Clause:
    found = _CLAUSE.fullmatch(written.strip())
    if not found:
        raise BadCondition(f"not a condition: {written!r}")
    slot = slots.get(found["slot"])
    if slot is None:
        raise BadCondition(f"unknown slot {found['slot']!r}")
    if found["test"]:
        return _Clause(slot.name, found["test"])
    literals = [literal.strip() for literal in (found["value"] or found["list"]).split(",")]
    op = found["op"] or "in"
    if op in _SIZES and not KINDS[slot.kind].number:
        raise BadCondition(f"{slot.name!r} is no number, it has no size")
    return _Clause(slot.name, op, tuple(_literal(literal, slot) for literal in literals))


def _literal(written: str, slot: Slot) -> Value:
    if KINDS[slot.kind].number:
        if not (written.isascii() and written.isdigit()):
            raise BadCondition(f"{slot.name!r} is a number, {written!r} is none")
        return int(written)
    known = [option.code for option in slot.options] if slot.kind == "choice" else None
    if slot.kind == "yes_no":
        known = ["yes", "no"]
    if known is not None and written not in known:
        raise BadCondition(f"{slot.name!r} is never {written!r}")
    return written
