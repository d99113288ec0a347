"""Finds what the knowledge says to a question: one article that fits beyond doubt, or a few that may be meant."""

from dataclasses import dataclass

from bot.knowledge import Hit, Knowledge

SURE = 0.7
"Confidence from which an article is told; measured on 7,287 real questions about other things: 5 wrong answers."
AHEAD = 1.6
"How many times the score of another article that is named as well the best one must have."
WORTH_OFFERING = 0.2
"Confidence from which an article is worth a button."
OFFERS = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What there is about a question, as codes of articles."""

    told: str | None = None
    offered: tuple[str, ...] = ()
    "Those that may be meant, the likeliest first, where none is sure."


def find(knowledge: Knowledge, question: str, about: str | None = None) -> Found:
    """Return what the knowledge says to a question.

    Args:
        knowledge: The articles.
        question: What is asked.
        about: The code of what was talked about before: a question that names nothing itself is about that.
    """
    named = knowledge.named(question)
    if named is not None:
        return Found(named)
    if about is not None and knowledge.goes_on(question, about):
        return Found(about)
    hits = knowledge.search(question)
    if is_sure(hits):
        return Found(hits[0].code)
    return Found(None, tuple(hit.code for hit in hits if hit.confidence >= WORTH_OFFERING)[:OFFERS])


def is_sure(hits: tuple[Hit, ...]) -> bool:
    """Tell whether the first of these hits is what the question is about, beyond reasonable doubt."""
    if not hits or not hits[0].named or hits[0].confidence < SURE:
        return False
    best = hits[0].score
    return all(best >= hit.score * AHEAD for hit in hits[1:] if hit.named)


def topic(knowledge: Knowledge, text: str, about: str | None) -> str | None:
    """Return the code of the article that a talk is probably about.

    Args:
        knowledge: The articles.
        text: What was written last.
        about: The code of what was talked about before.
    """
    hits = [hit for hit in knowledge.search(text, limit=1) if hit.confidence >= WORTH_OFFERING]
    guessed = hits[0].code if hits else None
    code = guessed if hits and hits[0].named else about or guessed
    return code if code is not None and code in knowledge else None
