"""What a text is judged by: its runs of characters, and its words where words are written apart.

Rules: known names count as one sign for each kind, so that what was learned of one place holds for all; runs have one
or two characters in East Asian scripts and up to four in Latin letters (out of fold on the project's texts, names as
signs and short runs make 2.5 points of accuracy for Chinese, short runs alone 4 for Japanese). Digits count
as one sign, marks and blanks as another; the ends of the text are characters too. A run is
known by a 64-bit number, so that a model keeps a sorted array instead of a dictionary,
and a text's runs are found by a few operations on arrays, whatever their number.
"""

import re
import zlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.nlu.embedded.gazetteer import Hit

LONGEST_RUN = 4
LONGEST_EASTERN_RUN = 2
Keys = NDArray[np.uint64]

_DIGITS = re.compile(r"\d")
_MARKS = re.compile(r"[^\w\ue000-\uf8ff]+|_+")
_EASTERN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_SIGNS, _FIRST_SIGN = 6_000, 0xE000
"Of the private use area: no text has them but by mistake."
_WORD = re.compile(r"[a-zà-öø-ÿ]+|[가-힣]+")
_START, _END = "\x02", "\x03"
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SEEDS = np.array([0, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3], dtype=np.uint64)
_WORD_SPACE = 0x5157 << 40
_PAIR_SPACE = 0x7A35 << 40


def with_signs(normal: str, hits: Sequence[Hit]) -> str:
    """Return a normalised text with the sign of its kind in the place of each known name."""
    shown, last = "", 0
    for hit in hits:
        shown += normal[last : hit.start] + chr(_FIRST_SIGN + zlib.crc32(hit.entity.encode()) % _SIGNS)
        last = hit.end
    return shown + normal[last:]


def keys(normal: str) -> Keys:
    """Return the numbers of all runs and words of a text with signs, repeats included."""
    plain = _MARKS.sub(" ", _DIGITS.sub("0", normal)).strip()
    codes = np.frombuffer(f"{_START}{plain}{_END}".encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(
        np.uint64
    )
    found = [codes]
    rolled = codes
    longest = LONGEST_EASTERN_RUN if _EASTERN.search(plain) else LONGEST_RUN
    for length in range(2, min(longest, len(codes)) + 1):
        rolled = rolled[:-1] * _FACTOR + codes[length - 1 :]
        found.append(rolled ^ _SEEDS[length - 1])
    words = _WORD.findall(plain)
    if words:
        found.append(_word_keys(words))
    return np.concatenate(found)


def _word_keys(words: Sequence[str]) -> Keys:
    numbers = [_WORD_SPACE | zlib.crc32(word.encode()) for word in words]
    numbers.extend(_PAIR_SPACE | zlib.crc32(f"{one} {two}".encode()) for one, two in pairwise(words))
    return np.array(numbers, dtype=np.uint64)
