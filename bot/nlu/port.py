"""The door between the bot and whatever understands texts: what is asked, and the one form of the answer.

Rules: everything here is a value. Places in a text (`start`, `end`) count code points of the text as it was written,
so that an entity can be marked in what the tourist sees. Intents are ranked; `in_scope` is asked apart, since a
high share of a wrong question is still a wrong question (reference nlu §C6).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from hub.script import language_of

OUT_OF_SCOPE = "out_of_scope"
"The intent of training texts that are nobody's business here; it is never told as an intent, only as `in_scope`."


@dataclass(frozen=True, slots=True)
class Scored:
    """An intent and how sure the engine is of it, 0 to 1."""

    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that is named in a text."""

    start: int
    "Code point in the original text."
    end: int
    "Code point after the last one."
    entity: str
    "The kind: attraction, date, phone …"
    value: str
    "As it was written."
    norm: str
    "As programs compare it: a synonym's name, an ISO date, a number in digits."
    confidence: float
    extractor: str
    "Who found it: crf, gazetteer or rule."


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text with a matter of its own."""

    start: int
    end: int
    intent: Scored


@dataclass(frozen=True, slots=True)
class Parse:
    """What an engine makes of a text."""

    text: str
    norm: str
    lang: str | None
    "BCP 47; None where neither script nor talk tells."
    intents: tuple[Scored, ...]
    "Of the whole text, surest first."
    entities: tuple[Entity, ...]
    "In the order of the text, never overlapping."
    in_scope: float
    "0 (nobody's business here) to 1."
    model: str
    parts: tuple[Part, ...] = ()
    "In the order of the text; two or more where several things are asked at once."


def nothing_understood(text: str, lang: str | None = None) -> Parse:
    """Return what is made of a text where nobody understands it; `lang` is the language of the talk so far."""
    return Parse(text, "", language_of(text, lang), (), (), 0.0, "none")


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """Which model answers, and how good it was when it was made."""

    engine: str
    version: str
    data_hash: str
    trained_ms: int
    "UTC."
    metrics: Mapping[str, float] = field(default_factory=dict)


class NLUEngine(Protocol):
    """Whoever understands texts."""

    async def parse(self, text: str, *, lang: str | None = None) -> Parse:
        """Understand `text`; `lang` is the language of the talk so far."""
        ...

    def info(self) -> ModelInfo:
        """Return which model answers."""
        ...
