"""Tells whether somebody is in danger, before anything else is done with what they wrote.

Rules: pure, and cheap enough (< 50 µs) to be asked before the journal write of every message; an ordinary message
costs a look for telltale letters. Only where a word is found are the readings in which nobody is in danger taken out
and the rest searched again. Expressions are compiled when first needed: all of them would be a ninth of the time
in which a hub starts. Words and guards stand in `hub.rescue_words`, the Chinese ones in `hub.rescue_words_zh`.
Source: ARCHITECTURE §8.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property
from types import MappingProxyType

from hub import rescue_words as words
from hub import rescue_words_ja_ko as east
from hub import rescue_words_zh as zh
from hub.model import InboundMessage
from hub.traditional import SIMPLIFIED, TRADITIONAL

REPLY = "rescue.reply"
"The text (hub.texts) said at once to whoever is in danger; it names 110, 119 and 120."

UNACCEPTED = "rescue.unaccepted"
"The text said to whoever is in danger when nobody of ours has come in time: it does not console, it says whom to call."

SOS = "sos"
"The part's kind in a message that the tourist sent by the SOS button: a cry, whatever its words."

_HEAD = 1000
_TAIL = 300
"Only the beginning and the end of an enormous text are looked at: nobody in danger writes that much."

_WORD = r"\b(?=[\w'])"
"Where a word of English begins, or its 'm or 're: at a blank no pattern matches, and not asking saves half the time."


def is_cry(message: InboundMessage) -> bool:
    """Tell whether a message cries for help: by its words, or because the SOS button sent it."""
    return any(part.get("kind") == SOS for part in message.parts) or is_rescue(message.text)


def is_rescue(text: str | None) -> bool:
    """Tell whether `text` is the cry of somebody in danger, or of somebody who sees one."""
    if not text:
        return False
    if len(text) > _HEAD + _TAIL:
        text = f"{text[:_HEAD]}\n{text[-_TAIL:]}"
    if text.isascii():
        return _is_english_cry(text.strip().lower())
    plain = unicodedata.normalize("NFKC", text).lower().replace("\u2019", "'").strip()
    return _is_chinese_cry(plain) or _is_english_cry(plain) or _is_other_cry(plain)


def _is_chinese_cry(text: str) -> bool:
    if not _has_chinese_cry(text):
        return False
    # Japanese writes some of the same words (人質, 行方不明), and has its own ways of meaning no danger by them.
    return _KANA.search(text) is None or _has_chinese_cry(_JA.in_danger(text))


def _has_chinese_cry(text: str) -> bool:
    present = _TELLTALES.intersection(text)
    if not present:
        return False
    numbers = {number for letter in present for number in _GROUPS_OF[letter]}
    alarming = [_GROUPS[number] for number in numbers if _GROUPS[number].alarm.search(text)]
    if not alarming:
        return False
    rest = _chinese_harmless().sub(" ", text)
    return any(group.is_in(rest) for group in alarming)


def _is_english_cry(text: str) -> bool:
    if not _has_any(words.EN_STEMS, text):
        return False
    return _EN.is_in(text) or (_has_any(words.EN_HAPPENED_STEMS, text) and _EN_HAPPENED.is_in(text))


def _is_other_cry(text: str) -> bool:
    if _KANA.search(text) is not None and _has_any(east.JA_STEMS, text) and _JA.is_in(text):
        return True
    return _HANGUL.search(text) is not None and _has_any(east.KO_STEMS, text) and _KO.is_in(text)


def _has_any(stems: Iterable[str], text: str) -> bool:
    # A plain loop: `any` with a generator takes a third longer, of every message that is written.
    for stem in stems:  # noqa: SIM110
        if stem in text:
            return True
    return False


class _Group:
    """Some alarming patterns and the readings of them in which nobody is in danger."""

    def __init__(self, alarm: str, harmless: str, compiled: Callable[[str], re.Pattern[str]] = re.compile) -> None:
        self._alarm = alarm
        self._harmless = harmless
        self._compiled = compiled

    @cached_property
    def alarm(self) -> re.Pattern[str]:
        """What alarms."""
        return self._compiled(self._alarm)

    @cached_property
    def _peace(self) -> re.Pattern[str]:
        return self._compiled(self._harmless)

    def in_danger(self, text: str) -> str:
        """Return `text` without its harmless readings."""
        return self._peace.sub(" ", text)

    def is_in(self, text: str) -> bool:
        """Tell whether an alarm is left when the harmless readings are taken out."""
        if self.alarm.search(text) is None:
            return False
        rest, harmless = self._peace.subn(" ", text)
        return not harmless or self.alarm.search(rest) is not None


def _any(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(patterns)})"


def _forms() -> Mapping[str, str]:
    """Map each simplified character to itself and its traditional forms."""
    forms: dict[str, str] = {}
    for old, new in zip(TRADITIONAL, SIMPLIFIED, strict=True):
        forms[new] = forms.get(new, new) + old
    return MappingProxyType(forms)


_FORMS = _forms()


def _both_scripts(pattern: str) -> re.Pattern[str]:
    """Compile `pattern` so that each of its characters matches in simplified and traditional form."""
    written, in_class = [], False
    for letter in pattern:
        if letter in "[]":
            in_class = letter == "["
        either = _FORMS.get(letter, letter)
        written.append(either if in_class or len(either) == 1 else f"[{either}]")
    return re.compile("".join(written))


def _cry(patterns: tuple[str, ...]) -> _Group:
    either = _any(patterns)
    return _Group(either, zh.NO_NEED + either, _both_scripts)


def _danger(patterns: tuple[str, ...]) -> _Group:
    either = _any(patterns)
    unreal = (zh.UNREAL + either, f"{zh.DOUBTED}{either}(?!了)", either + zh.TAUGHT)
    return _Group(either, _any(unreal), _both_scripts)


@cache
def _chinese_harmless() -> re.Pattern[str]:
    return _both_scripts(_any(zh.HARMLESS))


def _english(core: tuple[str, ...], dangers: tuple[str, ...]) -> _Group:
    danger = _any(dangers)
    harmless = _any((*words.EN_HARMLESS, words.EN_UNREAL + danger))
    return _Group(f"{_WORD}{_any((*core, danger))}", f"{_WORD}{harmless}", _ascii)


def _ascii(pattern: str) -> re.Pattern[str]:
    """Compile `pattern` so that a letter of another script ends a word: people write 我们SOS."""
    return re.compile(pattern, re.ASCII)


def _groups_of() -> Mapping[str, tuple[int, ...]]:
    """Map each telltale character to the groups that need it."""
    found: dict[str, tuple[int, ...]] = {}
    for number, letters in enumerate((*zh.CORE, *zh.DANGER)):
        for letter in "".join(_FORMS.get(letter, letter) for letter in letters):
            found[letter] = (*found.get(letter, ()), number)
    return MappingProxyType(found)


_GROUPS = (*map(_cry, zh.CORE.values()), *map(_danger, zh.DANGER.values()))
_GROUPS_OF = _groups_of()
_TELLTALES = frozenset(_GROUPS_OF)
_EN = _english(words.EN_CORE, words.EN_DANGER)
_EN_HAPPENED = _english((), words.EN_HAPPENED)
_JA = _Group(_any(east.JA), _any(east.JA_HARMLESS))
_KO = _Group(_any(east.KO), _any(east.KO_HARMLESS))
_KANA = re.compile("[ぁ-ヺ]")
_HANGUL = re.compile("[가-힣]")
