"""Finds the named things that no rule can find: a conditional random field over characters.

Rules: each character is described by its neighbours, its kind, and whether a known name stands there; one known name
in five is hidden while learning, so that names nobody has told are found by their surroundings too. A run of Latin
letters is described as a word. The field is CRFsuite's (python-crfsuite, MIT); it reads files, so a model's bytes
take the way over a private temporary file when they are made.
"""

import re
import tempfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite  # type: ignore[import-untyped]  # a C extension without stubs

from bot.nlu.embedded.found import Found
from bot.nlu.embedded.gazetteer import Gazetteer, Hit

_HIDDEN_OF_FIVE = 1
_LATIN_WORD = re.compile(r"[a-z0-9']+")
_KINDS = (
    ("h", "\u4e00", "\u9fff"),
    ("k", "\u3040", "\u30ff"),
    ("g", "\uac00", "\ud7a3"),
    ("d", "0", "9"),
    ("l", "a", "z"),
)
_OUTSIDE = "O"


@dataclass(frozen=True, slots=True)
class Tagged:
    """A training text in normal form with the places of its named things."""

    normal: str
    spans: tuple[tuple[int, int, str], ...]


def learn(
    texts: Sequence[Tagged], gazetteer: Gazetteer, rounds: int = 60, told: Callable[[], None] = lambda: None
) -> bytes:
    """Return a model; `told` is called after each text that is prepared and may raise to stop."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.05, "c2": 0.01, "max_iterations": rounds, "feature.minfreq": 1})
    for text in texts:
        if text.normal:
            known = [hit for hit in gazetteer.find(text.normal) if not _hidden(text.normal, hit)]
            trainer.append(_described(text.normal, known), _marks(text))
        told()
    with tempfile.TemporaryDirectory(prefix="tagger-") as folder:
        path = Path(folder) / "crf"
        trainer.train(str(path))
        return path.read_bytes()


class Tagger:
    """A learned field."""

    def __init__(self, model: bytes) -> None:
        self._tagger = pycrfsuite.Tagger()
        self._model = model
        "CRFsuite reads from this very memory as long as the tagger lives."
        self._tagger.open_inmemory(model)

    def find(self, normal: str, known: Sequence[Hit]) -> list[Found]:
        """Return the named things in a normalised text, given the known names in it."""
        if not normal:
            return []
        marks = self._tagger.tag(_described(normal, known))
        found = []
        start = 0
        for end in range(1, len(marks) + 1):
            if end < len(marks) and marks[end].startswith("I-"):
                continue
            if marks[start] != _OUTSIDE:
                sure = min(self._tagger.marginal(marks[place], place) for place in range(start, end))
                found.append(Found(start, end, marks[start][2:], normal[start:end], sure, "crf"))
            start = end
        return found


def _hidden(normal: str, hit: Hit) -> bool:
    return zlib.crc32(normal[hit.start : hit.end].encode() + normal.encode()) % 5 < _HIDDEN_OF_FIVE


def _marks(text: Tagged) -> list[str]:
    marks = [_OUTSIDE] * len(text.normal)
    for start, end, entity in text.spans:
        marks[start] = f"B-{entity}"
        marks[start + 1 : end] = [f"I-{entity}"] * (end - start - 1)
    return marks


def _kind(letter: str) -> str:
    for kind, first, last in _KINDS:
        if first <= letter <= last:
            return kind
    return "o"


def _described(normal: str, known: Sequence[Hit]) -> list[list[str]]:
    """Describe each character."""
    kinds = [_kind(letter) for letter in normal]
    letters = [
        "<",
        "<",
        *("0" if kind == "d" else letter for letter, kind in zip(normal, kinds, strict=True)),
        ">",
        ">",
    ]
    described = []
    for place, kind in enumerate(kinds):
        two, one, this, after, next_after = letters[place : place + 5]
        described.append(
            [
                f"0{this}",
                f"k{kind}",
                f"-1{one}",
                f"+1{after}",
                f"-2{two}",
                f"+2{next_after}",
                f"a{one}{this}",
                f"b{this}{after}",
                f"c{two}{one}",
                f"d{after}{next_after}",
                f"e{one}{this}{after}",
            ]
        )
    _describe_words(normal, described)
    _describe_names(known, described)
    return described


def _describe_words(normal: str, described: list[list[str]]) -> None:
    before = "<"
    for word in _LATIN_WORD.finditer(normal):
        for place in range(word.start(), word.end()):
            described[place].append(f"w{word[0]}")
            described[place].append(f"v{before}")
        before = word[0]


def _describe_names(known: Sequence[Hit], described: list[list[str]]) -> None:
    for hit in known:
        long = min(hit.end - hit.start, 6)
        described[hit.start].append(f"GB{hit.entity}")
        described[hit.start].append(f"GB{hit.entity}{long}")
        for place in range(hit.start + 1, hit.end):
            described[place].append(f"GI{hit.entity}")
        described[hit.end - 1].append(f"GE{hit.entity}")
        if hit.end < len(described):
            described[hit.end].append(f"GA{hit.entity}")
        if hit.start:
            described[hit.start - 1].append(f"GP{hit.entity}")
