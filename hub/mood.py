"""What kind of business a tourist has and how content he is, told from signs that the hub really has.

    kind of business   rescue, complaint, booking, repair, suggestion by words, else inquiry; None: nothing was said
    dissatisfaction    0 to 100: angry words or the bot's word for it 60, words of complaint 30, each answer in a row
                       that the bot could not give 10 (30 at most), each time the talk was taken up again 20 (40)

Rules: pure; it orders work and is shown to staff, it refuses nobody anything. A kind once found stays with the talk,
and discontent only grows within it. There is no rating of earlier talks in the product yet; it would be one sign more.
Source: docs/acd.md "Kind of business and dissatisfaction".
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from hub import mood_words as words
from hub.script import fold

RESCUE, COMPLAINT, INQUIRY = "rescue", "complaint", "inquiry"
ANGRY = "angry"
"The bot's reason for handing over somebody who is past talking to a machine."
ANGER_COUNTS, COMPLAINT_COUNTS = 60, 30
UNSURE_COUNTS, UNSURE_MOST = 10, 30
AGAIN_COUNTS, AGAIN_MOST = 20, 40
MOST = 100
_HEAD = 2_000
"Letters looked at: the last ones, since moods change."


@dataclass(frozen=True, slots=True)
class Mood:
    """What is known of a talk; kept in the packet for whoever takes over (`conversations.handoff`)."""

    business: str | None = None
    words_count: int = 0
    "What words and the bot's failures add up to; what is told is `dissatisfied`."

    def dissatisfied(self, segment: int) -> int:
        """Return 0 (content) to 100, in this segment of the conversation (1 for the first)."""
        return min(MOST, self.words_count + min(AGAIN_MOST, AGAIN_COUNTS * max(0, segment - 1)))


def mood_of(said: Iterable[str], reason: str = "", unsure: int = 0) -> Mood:
    """Return what the signs of a talk tell.

    Args:
        said: What the tourist wrote, oldest first.
        reason: Why the bot handed over (`hub.model.Escalate`).
        unsure: How many answers in a row it could not give.
    """
    text = fold("\n".join(said))[-_HEAD:]
    plain = _HARMLESS.sub(" ", text)
    complains = _COMPLAINT.search(plain) is not None
    angry = reason == ANGRY or _ANGER.search(plain) is not None
    counts = ANGER_COUNTS * angry + COMPLAINT_COUNTS * complains + min(UNSURE_MOST, UNSURE_COUNTS * unsure)
    return Mood(_business(text, plain, reason, complains=complains), min(MOST, counts))


def _business(text: str, plain: str, reason: str, *, complains: bool) -> str | None:
    if reason == RESCUE:
        return RESCUE
    if complains:
        return COMPLAINT
    found = next((kind for kind, pattern in _KINDS if pattern.search(plain)), None)
    return found or (INQUIRY if text.strip() else None)


def later(before: Mood, now: Mood) -> Mood:
    """Return what is known of a talk after more of it: an inquiry yields to anything else, nothing is forgotten."""
    business = now.business if now.business not in {None, INQUIRY} else before.business or now.business
    return replace(now, business=business, words_count=max(before.words_count, now.words_count))


# --- in the packet ----------------------------------------------------------------------------------------------


def packed(mood: Mood) -> dict[str, object]:
    """Return the part of a packet that keeps this; empty where nothing is known."""
    written = {"business": mood.business, "mood": mood.words_count}
    return {key: value for key, value in written.items() if value}


def unpacked(handoff: str | None) -> Mood:
    """Return what a packet says; nothing is known where it says nothing."""
    try:
        packet = json.loads(handoff or "{}")
    except ValueError:
        return Mood()
    if not isinstance(packet, dict):
        return Mood()
    business, count = packet.get("business"), packet.get("mood")
    return Mood(business if isinstance(business, str) else None, count if isinstance(count, int) else 0)


def repacked(handoff: str, said: Iterable[str]) -> str:
    """Return a packet with what more of the talk tells."""
    packet = json.loads(handoff)
    return json.dumps({**packet, **packed(later(unpacked(handoff), mood_of(said)))}, ensure_ascii=False)


def _compiled(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{fold(pattern)})" for pattern in patterns))


_COMPLAINT = _compiled(words.COMPLAINT)
_ANGER = _compiled(words.ANGER)
_HARMLESS = _compiled(words.HARMLESS)
_KINDS = (
    ("booking", _compiled(words.BOOKING)),
    ("repair", _compiled(words.REPAIR)),
    ("suggestion", _compiled(words.SUGGESTION)),
)
