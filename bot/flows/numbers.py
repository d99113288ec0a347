"""Reads numbers as tourists write them: 3, 三, 两, 十二, 一百二十, three, 1.5万, 3,200."""

import re
from decimal import Decimal

DIGITS = "零\u3007一二两俩三仨四五六七八九"
_VALUE = {
    "零": 0,
    "\u3007": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "俩": 2,
    "三": 3,
    "仨": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
}
_VALUE |= {"八": 8, "九": 9}
_UNIT = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10_000, "k": 1000, "w": 10_000}
_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_FIGURES = re.compile(r"\d[\d,]*(?:\.\d+)?")
_HAN = re.compile(rf"[{DIGITS}十百千万]+")
_WORDS = re.compile(rf"\b({'|'.join(_ENGLISH)})\b")
_LONGEST = 12


def number(text: str) -> int | None:
    """Return the whole number that all of a text is, None if it is none."""
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= _LONGEST else None
    if text in _ENGLISH:
        return _ENGLISH.index(text)
    return _han(text) if _HAN.fullmatch(text) else None


def first_amount(text: str) -> Decimal | None:
    """Return the first number in a folded text, with a following 万 or k counted in."""
    found = _FIGURES.search(text)
    if found:
        if len(found[0]) > _LONGEST:
            return None
        after = text[found.end() : found.end() + 1]
        return Decimal(found[0].replace(",", "")) * _BIG.get(after, 1)
    han = _HAN.search(text)
    if han:
        value = _han(han[0])
        return None if value is None else Decimal(value)
    word = _WORDS.search(text)
    return Decimal(_ENGLISH.index(word[1])) if word else None


def _han(text: str) -> int | None:
    if len(text) > _LONGEST:
        return None
    if not any(letter in _UNIT or letter == "万" for letter in text):
        return int("".join(str(_VALUE[letter]) for letter in text))
    total = section = digit = 0
    for letter in text:
        if letter in _VALUE:
            digit = _VALUE[letter]
        elif letter == "万":
            total, section, digit = (total + section + digit) * _BIG["万"], 0, 0
        else:
            section, digit = section + (digit or 1) * _UNIT[letter], 0
    return total + section + digit
