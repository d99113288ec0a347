"""Reads numbers as people write them in texts: 3,000, 三千五, 两百二, 二〇二六, 3万, 一点五.

Rules: pure; what cannot be read is None, never a guess. A last digit after a unit counts the next smaller unit
(两百二 is 220).
"""

import re

NUMERAL = r"(?:\d+(?:,\d{3})*(?:\.\d+)?万?|[零〇一二两三四五六七八九十百千万]+(?:点[零〇一二三四五六七八九]+)?)"
"A pattern (of simplified, half-width text) for what `number_in` reads."

_DIGITS = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}  # noqa: RUF001 - the year 二〇二六 is written so
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIAD = 10_000
_POINT = re.compile("点(?=[零〇一二三四五六七八九])")


def number_in(text: str) -> float | None:
    """Return the number that `text` writes, or None."""
    plain = text.replace(",", "")
    if plain[:1].isascii():
        return _digits(plain)
    whole, *after = _POINT.split(plain, maxsplit=1)
    value = _chinese(whole)
    if value is None or not after:
        return value
    decimals = [_DIGITS.get(letter) for letter in after[0]]
    if None in decimals:
        return None
    return float(f"{value}.{''.join(map(str, decimals))}")


def written(value: float) -> str:
    """Return a number in digits, without a fraction that is none."""
    return str(int(value)) if value == int(value) else str(value)


def _digits(text: str) -> float | None:
    factor = _MYRIAD if text.endswith("万") else 1
    try:
        return float(text.removesuffix("万")) * factor
    except ValueError:
        return None


def _chinese(text: str) -> int | None:
    if not text or any(letter not in _DIGITS and letter not in _UNITS and letter != "万" for letter in text):
        return None
    if all(letter in _DIGITS for letter in text):
        return int("".join(str(_DIGITS[letter]) for letter in text))
    before, myriad, after = text.rpartition("万")
    if not myriad:
        return _below_myriad(text)
    high = _chinese(before) if before else None
    if high is None:
        return None
    if len(after) == 1 and after in _DIGITS:
        return high * _MYRIAD + _DIGITS[after] * 1000
    low = _below_myriad(after) if after else 0
    return None if low is None else high * _MYRIAD + low


def _below_myriad(text: str) -> int | None:
    total, digit, unit, zero = 0, None, 10_000, False
    for letter in text:
        if letter in _UNITS:
            if _UNITS[letter] >= unit:
                return None
            unit = _UNITS[letter]
            total += unit * (1 if digit is None else digit)
            digit, zero = None, False
        elif digit:
            return None
        else:
            digit = _DIGITS[letter]
            zero = zero or digit == 0
    if digit is None:
        return total
    # 两百二 is 220, 两百零二 is 202, 二十二 is 22.
    return total + digit * (1 if zero or unit <= _UNITS["十"] else unit // 10)
