"""Finds known names in a text: all of them in one walk over it, whatever their number.

Rules: names are kept in normal form; a name of Latin letters must stand alone as words; the longest name at a place
wins. Names that are also everyday words are the sequence model's to judge (`tagger`): here is only told that a name
stands there. The walk is Aho and Corasick's (pyahocorasick, BSD-3-Clause).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import ahocorasick  # type: ignore[import-not-found]  # a C extension without stubs

from bot.nlu.embedded.normalise import normalise

LEAST_LETTERS = 2


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """Something that has a name."""

    entity: str
    name: str
    "As people write it; the normal form is made from it."
    means: str = ""
    "The name that programs use, if it is another."


@dataclass(frozen=True, slots=True)
class Hit:
    """A known name in a normalised text."""

    start: int
    end: int
    entity: str
    means: str


class Gazetteer:
    """All names an engine knows."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._walk = ahocorasick.Automaton()
        kept: dict[str, tuple[int, str, str]] = {}
        for one in names:
            normal = normalise(one.name).text
            if len(normal) >= LEAST_LETTERS:
                kept.setdefault(normal, (len(normal), one.entity, one.means or one.name))
        for normal, value in kept.items():
            self._walk.add_word(normal, value)
        if kept:
            self._walk.make_automaton()
        self._kept = kept

    def __len__(self) -> int:
        return len(self._kept)

    def meaning(self, normal: str) -> str | None:
        """Return what a name in normal form means, None if it is not known."""
        found = self._kept.get(normal)
        return None if found is None else found[2]

    def find(self, normal: str) -> list[Hit]:
        """Return the longest names in a normalised text, in its order, without overlaps."""
        if not self._kept:
            return []
        kept: list[Hit] = []
        for last, (length, entity, means) in self._walk.iter_long(normal):
            start, end = last - length + 1, last + 1
            if not _inside_a_word(normal, start, end):
                kept.append(Hit(start, end, entity, means))
        return kept


def _inside_a_word(normal: str, start: int, end: int) -> bool:
    return (_latin(normal, start) and _latin(normal, start - 1)) or (_latin(normal, end - 1) and _latin(normal, end))


def _latin(normal: str, place: int) -> bool:
    return 0 <= place < len(normal) and normal[place].isascii() and normal[place].isalnum()
