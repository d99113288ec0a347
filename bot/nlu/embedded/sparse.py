"""The first and usual judge of a text: which runs of characters speak for which intent.

Rules: a run counts by its rarity (idf), a text is of length 1; runs seen in one training text only are not kept.
Kept are the runs' numbers, sorted, and one row of half-precision weights for each: to judge is to look the text's
runs up and to add their rows (reference nlu §C1: 0.2 ms, against 3 ms through a machine-learning package).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.nlu.embedded.features import Keys, keys
from bot.nlu.embedded.linear import Example, Floats, Rows

Halves = NDArray[np.float16]
LEAST_TEXTS: Final = 2


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The runs a model knows, and how rare each was."""

    known: Keys
    "Sorted."
    rarity: Floats

    @classmethod
    def of(cls, texts: Sequence[Keys], least_texts: int = LEAST_TEXTS) -> "Vocabulary":
        """Return the runs that are in at least so many of these texts."""
        distinct = [np.unique(one) for one in texts]
        found, counts = np.unique(np.concatenate(distinct), return_counts=True)
        kept = counts >= least_texts
        rarity = np.log((1.0 + len(texts)) / (1.0 + counts[kept])) + 1.0
        return cls(found[kept], rarity.astype(np.float32))

    def find(self, runs: Keys) -> Rows:
        """Return the rows of the runs that are known, repeats included."""
        if not len(self.known):
            return np.zeros(0, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.known, runs), len(self.known) - 1)
        found: Rows = at[self.known[at] == runs]
        return found

    def example(self, runs: Keys, labels: tuple[int, ...]) -> Example:
        """Return a text as the trainer wants it."""
        rows, counts = np.unique(self.find(runs), return_counts=True)
        weights = (counts * self.rarity[rows]).astype(np.float32)
        length = float(np.sqrt(np.dot(weights, weights))) or 1.0
        return Example(rows, weights / np.float32(length), labels)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a text's runs say."""

    margins: Floats
    "For each intent: above 0 speaks for it."
    known: float
    "Share of the text's runs that the model has ever seen."


@dataclass(frozen=True, slots=True)
class SparseModel:
    """A trained judge."""

    vocabulary: Vocabulary
    planes: Halves
    "Features × intents."

    def judge(self, shown: str) -> Judged:
        """Judge a text with signs (`features.with_signs`)."""
        runs = keys(shown)
        found = self.vocabulary.find(runs)
        rows, counts = np.unique(found, return_counts=True)
        weights = (counts * self.vocabulary.rarity[rows]).astype(np.float32)
        length = float(np.sqrt(np.dot(weights, weights))) or 1.0
        margins = (weights / np.float32(length)) @ self.planes[rows].astype(np.float32)
        return Judged(margins, len(found) / len(runs))
