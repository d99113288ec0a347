"""Finds dates and times of day as people write them (明天, 下周三, 国庆, 10月3号, next friday, 내일).

Rules: the norm is ISO 8601 (2026-10-03, 15:30); a day without a year is the next one, a weekday without 下 or 上 the
next such day, today included; 下周三 and "next wednesday" are in the week that begins next Monday. A part of the day
alone is its English name. The days of the lunar feasts are a table, since they follow the moon over China; after its
end a feast is found but keeps its name.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from bot.nlu.embedded.found import rule
from bot.nlu.embedded.numerals import number_in

_DAYS: Mapping[str, int] = {
    **dict.fromkeys(("大前天",), -3),
    **dict.fromkeys(("前天", "day before yesterday", "一昨日", "おととい", "그저께"), -2),
    **dict.fromkeys(("昨天", "昨日", "昨晚", "yesterday", "last night", "きのう", "어제"), -1),
    **dict.fromkeys(("今天", "今日", "今晚", "今早", "当天", "today", "tonight", "きょう", "오늘"), 0),
    **dict.fromkeys(("明天", "明日", "明晚", "明早", "tomorrow", "あした", "내일"), 1),
    **dict.fromkeys(("后天", "day after tomorrow", "明后日", "あさって", "모레"), 2),
    **dict.fromkeys(("大后天",), 3),
}
_WEEKDAYS = "一二三四五六日"
_SATURDAY = 5
_NAMED_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon", "月曜", "월요일"),
            ("tuesday", "tue", "火曜", "화요일"),
            ("wednesday", "wed", "水曜", "수요일"),
            ("thursday", "thu", "木曜", "목요일"),
            ("friday", "fri", "金曜", "금요일"),
            ("saturday", "sat", "土曜", "토요일"),
            ("sunday", "sun", "日曜", "일요일"),
        )
    )
    for name in names
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FIXED_FEASTS = {
    **dict.fromkeys(("元旦", "new year's day"), (1, 1)),
    **dict.fromkeys(("五一", "劳动节", "labor day", "labour day", "may day"), (5, 1)),
    **dict.fromkeys(("国庆", "十一假期", "十一黄金周", "national day", "golden week"), (10, 1)),
    **dict.fromkeys(("圣诞", "christmas"), (12, 25)),
}
_MOON_FEASTS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("春节", "过年", "大年初一", "spring festival", "chinese new year", "lunar new year"),
        ("2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03", "2031-01-23"),
    ),
    **dict.fromkeys(
        ("清明", "qingming"),
        ("2025-04-04", "2026-04-05", "2027-04-05", "2028-04-04", "2029-04-04", "2030-04-05", "2031-04-05"),
    ),
    **dict.fromkeys(
        ("端午", "dragon boat festival"),
        ("2025-05-31", "2026-06-19", "2027-06-09", "2028-05-28", "2029-06-16", "2030-06-05", "2031-06-24"),
    ),
    **dict.fromkeys(
        ("中秋", "mid-autumn festival"),
        ("2025-10-06", "2026-09-25", "2027-09-15", "2028-10-03", "2029-09-22", "2030-09-12", "2031-10-01"),
    ),
}
_PARTS_OF_DAY = {
    **dict.fromkeys(("凌晨",), "night"),
    **dict.fromkeys(("早上", "早晨", "清晨", "上午", "一早", "morning", "午前", "오전", "아침"), "morning"),
    **dict.fromkeys(("中午", "noon", "お昼", "정오"), "noon"),
    **dict.fromkeys(("下午", "午后", "afternoon", "오후"), "afternoon"),
    **dict.fromkeys(("傍晚", "晚上", "夜里", "evening", "夕方", "저녁"), "evening"),
}
_LATER_HALF = frozenset({"noon", "afternoon", "evening"})


def _one_of(names: Mapping[str, object]) -> str:
    ordered = sorted(names, key=len, reverse=True)
    return "|".join(rf"\b{re.escape(name)}\b" if name.isascii() else name for name in ordered)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _coming(month: int, day: int, today: date) -> str | None:
    """Return the next such day, today included."""
    this = _iso(today.year, month, day)
    if this is not None and this >= today.isoformat():
        return this
    return _iso(today.year + 1, month, day)


def _plain(found: re.Match[str], today: date) -> str | None:
    return (today + timedelta(days=_DAYS[found[0]])).isoformat()


def _number(text: str) -> int:
    return int(number_in(text) or 0)


def _full(found: re.Match[str], today: date) -> str | None:
    """Return the day of [year] month day."""
    month, day = _number(found["month"]), _number(found["day"])
    if not found["year"]:
        return _coming(month, day, today)
    year = _number(found["year"])
    return _iso(year if year >= 100 else 2000 + year, month, day)


def _numeric(found: re.Match[str], _today: date) -> str | None:
    return _iso(int(found["year"]), int(found["month"]), int(found["day"]))


def _day_of_month(found: re.Match[str], today: date) -> str | None:
    day = _number(found["day"])
    later = bool(found["next"])
    first = today.replace(day=1)
    if later or (not found["this"] and day < today.day):
        first = (first + timedelta(days=32)).replace(day=1)
    return _iso(first.year, first.month, day)


def _english(found: re.Match[str], today: date) -> str | None:
    month = _MONTHS.index((found["month"] or found["month2"])[:3]) + 1
    return _coming(month, int(found["day"] or found["day2"]), today)


def _in_week(weekday: int, weeks: int, today: date) -> str:
    monday = today - timedelta(days=today.weekday())
    return (monday + timedelta(days=weekday, weeks=weeks)).isoformat()


def _weekday(found: re.Match[str], today: date) -> str | None:
    """Return the day of 周三 or 下周三; of 周末 its Saturday."""
    weekday = _SATURDAY if found["end"] else _WEEKDAYS.find(found["day"].replace("天", "日"))
    which = found["which"] or ""
    if "下" in which or "上" in which:
        return _in_week(weekday, which.count("下") - which.count("上"), today)
    if which:
        return _in_week(weekday, 0, today)
    return (today + timedelta(days=(weekday - today.weekday()) % 7)).isoformat()


def _named_weekday(found: re.Match[str], today: date) -> str | None:
    weekday = _NAMED_WEEKDAYS[found["day"]]
    if found["which"] in {"next", "来周", "다음주", "다음 주"}:
        return _in_week(weekday, 1, today)
    return (today + timedelta(days=(weekday - today.weekday()) % 7)).isoformat()


def _fixed_feast(found: re.Match[str], today: date) -> str | None:
    return _coming(*_FIXED_FEASTS[found["feast"]], today)


def _moon_feast(found: re.Match[str], today: date) -> str | None:
    days = _MOON_FEASTS[found["feast"]]
    return next((day for day in days if day >= today.isoformat()), found["feast"])


def _part_of_day(found: re.Match[str], _today: date) -> str | None:
    return _PARTS_OF_DAY[found[0]]


def _clock(found: re.Match[str], _today: date) -> str | None:
    given = found.groupdict()
    part = _PARTS_OF_DAY.get(given.get("part") or "", "")
    half = given.get("half") or ""
    hour = _number(found["hour"])
    minute = 30 if half in {"半", "반"} else {"一刻": 15, "三刻": 45}.get(half, _number(given.get("minute") or "0"))
    if hour < 12 and (part in _LATER_HALF or given.get("ampm") == "p") and not (part == "noon" and hour > 9):
        hour += 12
    if hour == 12 and given.get("ampm") == "a":
        hour = 0
    return f"{hour % 24:02}:{minute:02}" if hour <= 24 and minute < 60 else None


_HAN = "[一二三四五六七八九十]"
_PART = f"(?P<part>{_one_of(_PARTS_OF_DAY)})"
_FEAST_END = "(?:节|假期|小长假|长假|黄金周|期间)*"

RULES = (
    rule("date", r"(?<!\d)(?P<year>20\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)", _numeric),
    rule(
        "date",
        rf"(?:(?P<year>(?<!\d)(?:\d{{4}}|\d{{2}})|[二〇零一三四五六七八九]{{4}}) ?[年년] ?)?"
        rf"(?<!\d)(?P<month>\d{{1,2}}|{_HAN}{{1,2}})"
        rf" ?[月월] ?(?P<day>\d{{1,2}}|{_HAN}{{1,3}}) ?[日号일]?",
        _full,
    ),
    rule(
        "date",
        rf"(?:(?P<next>下个?月)|(?P<this>这个?月|本月))?(?<![\d.])(?<!\d月)(?P<day>\d{{1,2}}|{_HAN}{{1,3}})号(?![线楼门院馆口])",
        _day_of_month,
    ),
    rule(
        "date",
        rf"\b(?P<month>(?:{'|'.join(_MONTHS)})[a-z]*)\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b"
        rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month2>(?:{'|'.join(_MONTHS)})[a-z]*)\b",
        _english,
    ),
    rule(
        "date",
        "(?P<which>下下个?|下个?|上个?|这个?|本)?(?:(?:周|星期|礼拜)(?P<day>[一二三四五六日天])|周(?P<end>末))(?![年边围岁])",
        _weekday,
    ),
    rule(
        "date",
        rf"(?:\b(?P<which>next|this|on|来周|다음 ?주) ?の? ?)?(?P<day>{_one_of(_NAMED_WEEKDAYS)})日?",
        _named_weekday,
    ),
    rule("date", _one_of(_DAYS), _plain),
    rule("date", f"(?P<feast>{_one_of(_FIXED_FEASTS)}){_FEAST_END}", _fixed_feast),
    rule("date", f"(?P<feast>{_one_of(_MOON_FEASTS)}){_FEAST_END}", _moon_feast),
    rule("time", rf"(?:{_PART} ?)?(?<![\d:])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?![\d:])", _clock),
    rule("time", r"(?<![\d.:])(?P<hour>1[0-2]|0?[1-9])(?::(?P<minute>[0-5]\d))? ?(?P<ampm>[ap])\.?m\b\.?", _clock),
    rule(
        "time",
        rf"(?:{_PART} ?)?(?<![\d.])(?P<hour>2[0-4]|[01]?\d|{_HAN}{{1,3}}|两)(?:[点时](?!间)|시(?!간)|点钟)"
        rf"(?P<half>半|一刻|三刻| ?반)?(?: ?(?P<minute>[0-5]?\d|[二三四五]?十[一二三四五六七八九]?)[分분])?"
        "(?!儿?建议|意见|要求|问题|[以之]?[上下]|儿|都)",
        lambda found, today: None if found[0] == "一点" else _clock(found, today),
    ),
    rule("time", _one_of(_PARTS_OF_DAY), _part_of_day, 0.9),
)
"Most telling first."
