"""Reads the days that tourists write: 昨天, 下周三, 5月1号, 2026-05-01, tomorrow, May 1.

Rules: a day without a year is the one nearest to today in the direction that the slot asks for; what is no day of
the calendar is no day. Whole days only: a time of day is told in words and kept in words.
"""

import re
from datetime import date, timedelta

from bot.flows.numbers import DIGITS, number
from hub.script import fold

_RELATIVE = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "今天": 0, "今日": 0, "今晚": 0, "今早": 0, "刚才": 0,
    "刚刚": 0, "现在": 0, "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "后天": 2, "大后天": 3,
    "day before yesterday": -2, "yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "this morning": 0,
    "just now": 0, "right now": 0, "day after tomorrow": 2, "tomorrow": 1,
    "一昨日": -2, "きのう": -1, "きょう": 0, "あした": 1, "あさって": 2, "그저께": -2, "어제": -1, "오늘": 0, "내일": 1,
    "모레": 2,
}  # fmt: skip
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_EN_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EN_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_N = rf"[0-9{DIGITS}十]"
_FULL = re.compile(r"(?<!\d)(20\d\d)\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})(?!\d)")
_MONTH_DAY = re.compile(rf"({_N}{{1,2}})\s*[月월]\s*({_N}{{1,3}})(?:[日号일]|(?![0-9]))")
_SLASH = re.compile(r"(?<![\d./-])(\d{1,2})[/.-](\d{1,2})(?![\d./-])")
_DAY = re.compile(rf"(?<!{_N})({_N}{{1,3}})(?:号|日)(?!线|楼|店|车|门|院)")
_AGO = re.compile(rf"({_N}{{1,3}})(?:天|days? )(前|后|以后|之后|ago)")
_WEEK = re.compile(r"(上上|上|这|本|下下|下)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])")
_EN_WEEK = re.compile(rf"\b(last|this|next|on)?\s*({'|'.join(_EN_WEEKDAYS)})\b")
_EN_DAY = re.compile(
    rf"\b({'|'.join(_EN_MONTHS)})[a-z]*\.? (\d{{1,2}})(?:st|nd|rd|th)?\b"
    rf"|\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({'|'.join(_EN_MONTHS)})[a-z]*\b"
)
_WEEKS = {"上上": -14, "上": -7, "下": 7, "下下": 14, "last": -7, "next": 7}
_PLAUSIBLE_DAYS = 800


def read_day(text: str, today: date, past: bool) -> date | None:
    """Return the day that a text names, None for none.

    Args:
        text: As written; the first day in it counts.
        today: Where the tourist is.
        past: Which way a day without a year, or a weekday, is meant.
    """
    folded = fold(text)
    if _FULL.search(folded) or _MONTH_DAY.search(folded):
        # 2月30日 is no day; it must not be read as some 30日.
        return _written_out(folded) or _month_and_day(folded, today, past)
    return (
        _month_and_day(folded, today, past)
        or _relative(folded, today)
        or _of_week(folded, today, past)
        or _of_month(folded, today, past)
    )


def _written_out(text: str) -> date | None:
    found = _FULL.search(text)
    return _day(int(found[1]), int(found[2]), int(found[3])) if found else None


def _month_and_day(text: str, today: date, past: bool) -> date | None:
    if _FULL.search(text):
        return None
    found = _MONTH_DAY.search(text) or _SLASH.search(text)
    if found:
        return _nearest(number(found[1]), number(found[2]), today, past)
    english = _EN_DAY.search(text)
    if not english:
        return None
    month, day = (english[1], english[2]) if english[1] else (english[4], english[3])
    return _nearest(_EN_MONTHS.index(month) + 1, int(day), today, past)


def _relative(text: str, today: date) -> date | None:
    ago = _AGO.search(text)
    days = number(ago[1]) if ago else None
    if ago and days is not None:
        return today + timedelta(days=-days if ago[2] in {"前", "ago"} else days)
    # The longest word first: 大前天 holds 前天.
    word = max((word for word in _RELATIVE if word in text), key=len, default=None)
    return None if word is None else today + timedelta(days=_RELATIVE[word])


def _of_week(text: str, today: date, past: bool) -> date | None:
    chinese, english = _WEEK.search(text), _EN_WEEK.search(text)
    if chinese:
        weekday, which = _WEEKDAYS[chinese[2]], chinese[1]
    elif english:
        weekday, which = _EN_WEEKDAYS.index(english[2]), english[1]
    else:
        return None
    found = today + timedelta(days=weekday - today.weekday() + _WEEKS.get(which or "", 0))
    if which in _WEEKS or which in {"这", "本", "this"}:
        return found
    if past:
        return found if found <= today else found - timedelta(days=7)
    return found if found >= today else found + timedelta(days=7)


def _of_month(text: str, today: date, past: bool) -> date | None:
    found = _DAY.search(text)
    day = number(found[1]) if found else None
    if day is None:
        return None
    months = [(today.year + (today.month - 1 + step) // 12, (today.month - 1 + step) % 12 + 1) for step in (-1, 0, 1)]
    days = [made for year, month in months if (made := _day(year, month, day))]
    fits = [made for made in days if (made <= today if past else made >= today)]
    return (max(fits) if past else min(fits)) if fits else None


def _nearest(month: int | None, day: int | None, today: date, past: bool) -> date | None:
    if month is None or day is None:
        return None
    days = [made for year in (today.year - 1, today.year, today.year + 1) if (made := _day(year, month, day))]
    fits = [made for made in days if (made <= today if past else made >= today)]
    chosen = (max(fits) if past else min(fits)) if fits else None
    return chosen if chosen and abs((chosen - today).days) <= _PLAUSIBLE_DAYS else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
