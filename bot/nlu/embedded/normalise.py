"""One form for a text however it was typed, with the way back to where each character stood.

Rules: NFKC, simplified, lower case, as `hub.script.fold` has it, but with a map of offsets, because NFKC may make one
character of several (half-width ｶﾞ) and several of one (㍿). A normal text is its own form and costs one look. The
simplified forms are the hub's table: on 110,000 characters of tourists' turns it undoes OpenCC's conversion but for
0.1 % (measured 2026-11), so that OpenCC need not be installed.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from hub.script import fold
from hub.traditional import SIMPLIFIED, TRADITIONAL

MAX_LETTERS = 600
"A question stands in the first of these; the rest of an enormous text is not read."

_SIMPLIFY = str.maketrans(TRADITIONAL, SIMPLIFIED)
_HALVE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"What every Chinese text has, its full-width marks, one for one, so that most texts need no map."
_VOWELS_AND_ENDS = range(0x1160, 0x1200)
"Hangul letters that join the one before."
_HALF_VOWELS_AND_ENDS = range(0xFFA0, 0xFFDD)


@dataclass(frozen=True, slots=True)
class Normal:
    """A text in its normal form, and where each character of it comes from."""

    text: str
    original: str
    starts: tuple[int, ...] | None
    "For each character of `text` where its source begins in `original`; None: at the same place."
    ends: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the stretch `start` to `end` (not empty) of `text` stands in `original`."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Return which stretch of `text` comes from `start` to `end` of `original`; empty where none does."""
        if self.starts is None or self.ends is None:
            return min(start, len(self.text)), min(end, len(self.text))
        first = bisect_left(self.starts, start)
        return first, max(first, bisect_right(self.ends, end))


def normalise(text: str) -> Normal:
    """Return the normal form of (the beginning of) `text`."""
    read = text[:MAX_LETTERS]
    plain = read.translate(_HALVE)
    if plain.isascii() or (unicodedata.is_normalized("NFKC", plain) and len(plain.lower()) == len(plain)):
        return Normal(plain.translate(_SIMPLIFY).lower(), text, None, None)
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(read):
        folded = fold(read[start:end])
        letters.append(folded)
        starts.extend([start] * len(folded))
        ends.extend([end] * len(folded))
    return Normal("".join(letters), text, tuple(starts), tuple(ends))


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches that are folded each on its own: a character and what joins it."""
    start = 0
    for place in range(1, len(text)):
        if not _joins(text[place]):
            yield start, place
            start = place
    if text:
        yield start, len(text)


def _joins(letter: str) -> bool:
    if letter.isascii():
        return False
    code = ord(letter)
    if code in _VOWELS_AND_ENDS or code in _HALF_VOWELS_AND_ENDS:
        return True
    return unicodedata.category(unicodedata.normalize("NFKC", letter)[0]).startswith("M")
