"""A thing found in a normalised text by a rule, and how rules are written."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of the normalised text that means something."""

    start: int
    end: int
    entity: str
    norm: str
    confidence: float
    extractor: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what it means."""

    entity: str
    pattern: re.Pattern[str]
    meaning: Callable[[re.Match[str], date], str | None]
    "From what was matched and today's date to the normal form; None: it was nothing after all."
    confidence: float = 1.0


def rule(
    entity: str, pattern: str, meaning: Callable[[re.Match[str], date], str | None], confidence: float = 1.0
) -> Rule:
    """Return a rule; its pattern is for simplified, half-width, lower-case text."""
    return Rule(entity, re.compile(pattern), meaning, confidence)
