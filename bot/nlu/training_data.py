"""What the engines learn from: examples with intents and named things, synonyms, patterns and lists of names.

Rules: everything here is a value, so that it can be compared and hashed; the one file format is Rasa NLU YAML 3.1,
read and written by `bot.nlu.training_file`. The hash is over the content in its order: equal hash, equal model.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hub.errors import Unprocessable


class BadTrainingData(Unprocessable):
    """Training data cannot be read; `detail` names file and line of each fault."""

    def __init__(self, faults: Iterable[str]) -> None:
        super().__init__("training_data", "\n".join(faults))


@dataclass(frozen=True, slots=True)
class Named:
    """A named thing in an example."""

    start: int
    "Code point in the example's text."
    end: int
    entity: str
    value: str | None = None
    "What it means, if not what is written."
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """Something a tourist might write."""

    text: str
    intents: tuple[str, ...]
    entities: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class TrainingData:
    """All of it."""

    samples: tuple[Sample, ...] = ()
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    "What is meant → how it is written."
    patterns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    "A kind of named thing → regular expressions."
    lookups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    "A kind of named thing → names."

    def data_hash(self) -> str:
        """Return the SHA-256 over the content, in hexadecimal."""
        content = {
            "samples": [
                [one.text, one.intents, [[e.start, e.end, e.entity, e.value, e.role] for e in one.entities]]
                for one in self.samples
            ],
            "tables": [list(map(list, table.items())) for table in (self.synonyms, self.patterns, self.lookups)],
        }
        return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()

    def contradictions(self) -> dict[str, set[tuple[str, ...]]]:
        """Return the texts that stand under different intents."""
        under: dict[str, set[tuple[str, ...]]] = {}
        for one in self.samples:
            under.setdefault(one.text, set()).add(tuple(sorted(one.intents)))
        return {text: intents for text, intents in under.items() if len(intents) > 1}


def together(parts: Iterable[TrainingData]) -> TrainingData:
    """Return the content of all parts, in their order."""
    samples: list[Sample] = []
    synonyms: dict[str, tuple[str, ...]] = {}
    patterns: dict[str, tuple[str, ...]] = {}
    lookups: dict[str, tuple[str, ...]] = {}
    for part in parts:
        samples.extend(part.samples)
        for whole, more in ((synonyms, part.synonyms), (patterns, part.patterns), (lookups, part.lookups)):
            for name, texts in more.items():
                whole[name] = (*whole.get(name, ()), *texts)
    return TrainingData(tuple(samples), synonyms, patterns, lookups)
