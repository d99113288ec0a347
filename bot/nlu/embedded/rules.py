"""Asks all rules, and keeps of what overlaps the longest.

Rule: a text without any sign of a number, a day or a clock is answered at once; most are.
"""

import re
from collections.abc import Iterable
from datetime import date

from bot.nlu.embedded import amounts, dates
from bot.nlu.embedded.found import Found, Rule

_SIGNS = re.compile(
    r"[\d零\u3007一二两三四五六七八九十百千万半俩仨天日周节晚早午夜晨]|旦|国庆|五一|清明|春节|过年|中秋|端午|圣诞|曜|今|明|昨|あ|き|お|오|내|어|모|저|아|정|그|요일|박"
    r"|da[yr]|noon|night|morning|evening|week|mon|tue|wed|thu|fri|sat|sun|year|fest|christmas|qingming"
)
_RULES: tuple[Rule, ...] = (*dates.RULES, *amounts.RULES)


def find(normal: str, today: date) -> list[Found]:
    """Return what the rules find in a normalised text, in its order, without overlaps."""
    if _SIGNS.search(normal) is None:
        return []
    return apart(_all(normal, today))


def apart(found: Iterable[Found]) -> list[Found]:
    """Return those that do not overlap: the longest first, then the earlier in `found`."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda this: this.start - this.end):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda this: this.start)


def _all(normal: str, today: date) -> Iterable[Found]:
    for one in _RULES:
        for match in one.pattern.finditer(normal):
            norm = one.meaning(match, today)
            if norm is not None:
                start, end = match.span("number" if "number" in one.pattern.groupindex else 0)
                yield Found(start, end, one.entity, norm, one.confidence, "rule")
