"""What a text is judged by: its runs of one to four characters, and its words where words are written apart.

Rules: digits count as one sign, marks and blanks as another; the ends of the text are characters too. A run is known
by a 64-bit number, so that a model keeps a sorted array instead of a dictionary (no Python object per run), and a
text's runs are found by a few operations on arrays, whatever their number.
"""

import re
import zlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

LONGEST_RUN = 4
Keys = NDArray[np.uint64]

_DIGITS = re.compile(r"\d")
_MARKS = re.compile(r"[^\w]+|_+")
_WORD = re.compile(r"[a-zà-öø-ÿ]+|[가-힣]+")
_START, _END = "\x02", "\x03"
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SEEDS = np.array([0, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3], dtype=np.uint64)
_WORD_SPACE = 0x5157 << 40
_PAIR_SPACE = 0x7A35 << 40


def keys(normal: str) -> Keys:
    """Return the numbers of all runs and words of a normalised text, repeats included."""
    plain = _MARKS.sub(" ", _DIGITS.sub("0", normal)).strip()
    codes = np.frombuffer(f"{_START}{plain}{_END}".encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(
        np.uint64
    )
    found = [codes]
    rolled = codes
    for length in range(2, min(LONGEST_RUN, len(codes)) + 1):
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
