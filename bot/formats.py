"""The fixed formats that leaflets and short messages teach: 咨询#… 投诉#… 报修#… 查询#单号.

Rules: full width, spaces, traditional characters, another sign for # and the wrong order are all understood; what is
nearly such a format is told how it is written; anything else is not a format and none of our business. A keyword
without any sign is only ours before a ticket number: 投诉导游 is a sentence, and sentences are understood elsewhere.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.commands import Answer, Command, Explain, StartFlow
from bot.flows.slots import LONGEST
from hub.script import fold

KEYWORDS: Mapping[str, str] = MappingProxyType(
    {"consult": "咨询", "complain": "投诉", "repair": "报修", "status": "查询"}
)
FLOWS: Mapping[str, str] = MappingProxyType({"complain": "complaint", "repair": "repair", "status": "ticket_status"})
"Which flow a format begins."
_ALSO = {"谘询": "consult", "查进度": "status", "查单": "status", "保修": "repair"}
_KEYWORD_OF = {fold(word): code for code, word in KEYWORDS.items()} | {fold(word): code for word, code in _ALSO.items()}
_WORDS = "|".join(sorted(map(re.escape, _KEYWORD_OF), key=len, reverse=True))
_SIGN = r"\s*[#:*\u266f]+\s*"
_FIRST = re.compile(rf"^\s*({_WORDS})(?:{_SIGN}|\s+)(.*)$", re.DOTALL)
_LAST = re.compile(rf"^(.*?){_SIGN}({_WORDS})\s*[#。.!]*\s*$", re.DOTALL)
_SWAPPED = re.compile(rf"^\s*#+\s*({_WORDS})\s*#*\s*(.*)$", re.DOTALL)
_SIGNED = re.compile(r"^\s*([\u4e00-\u9fff]{1,4})\s*#+\s*(.*)$", re.DOTALL)
_BARE = re.compile(rf"^\s*({_WORDS})\s*#*\s*$")
_NUMBER = re.compile(r"(?<![a-z0-9])[a-z][a-z0-9_-]*[\s-]*20\d{6}[\s-]*\d{4,8}(?!\d)")
_STATUS = re.compile(rf"^\s*(?:查询|查进度|查单|查)(?:一下)?(?:单号)?\s*({_NUMBER.pattern})\s*$")
_NEAR = 1
"Characters by which a word of two may differ."


def read(text: str) -> Command | None:
    """Return what a text in a fixed format wants, `Explain` for a near miss, None for any other text."""
    shown = text[: LONGEST * 2].strip()
    folded = fold(shown)
    found = _FIRST.match(folded) or _SWAPPED.match(folded)
    if found:
        return _wanted(_KEYWORD_OF[found[1]], _original(shown, folded, found.start(2), found.end(2)))
    swapped = _LAST.match(folded)
    if swapped and swapped[1].strip():
        return _wanted(_KEYWORD_OF[swapped[2]], _original(shown, folded, swapped.start(1), swapped.end(1)))
    bare, status = _BARE.match(folded), _STATUS.match(folded)
    if status:
        return StartFlow(FLOWS["status"], {"number": status[1]})
    if bare:
        return Explain(_KEYWORD_OF[bare[1]])
    return _near_miss(folded)


def _wanted(code: str, content: str) -> Command:
    matter = content.strip(" #\uff03\t\r\n")
    if not any(letter.isalnum() for letter in matter):
        return Explain(code)
    if code == "consult":
        return Answer(matter)
    if code == "status":
        number = _NUMBER.search(fold(matter))
        return StartFlow(FLOWS[code], {"number": number[0]}) if number else Explain(code)
    return StartFlow(FLOWS[code], {"what": matter})


def _original(shown: str, folded: str, start: int, end: int) -> str:
    """Return the part of the text as it was written; the folded one where folding has moved the letters."""
    return shown[start:end] if len(shown) == len(folded) else folded[start:end]


def _near_miss(folded: str) -> Command | None:
    """Return help for a keyword with one wrong character before a sign (查旬#…, 头诉#…)."""
    found = _SIGNED.match(folded)
    if not found:
        return None
    for word, code in _KEYWORD_OF.items():
        if len(word) == len(found[1]) and sum(a != b for a, b in zip(word, found[1], strict=True)) <= _NEAR:
            return Explain(code)
    return None
