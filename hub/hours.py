"""When a service is open: many spans a day, by weekday and by date, with holidays and make-up working days; pure.

Rules:
1. One day has one list of spans: that of its date, else of a public holiday or make-up working day (if the calendar
   follows them), else of its weekday.
2. A span belongs to the day on which it begins, also where it runs over midnight. Spans that touch are one.
3. Spans are wall-clock times of the calendar's place. Where clocks are put forward, a time that does not exist is
   the moment of the jump; where they are put back, an opening counts from the first of two equal times and a closing
   from the second: in doubt, open.
4. A year whose holidays are not announced is treated as ordinary weeks, and said so (`Day.announced`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from hub.clock import utc
from hub.days import local_day
from hub.holidays import NONE, Holidays

DAY_MIN = 24 * 60
HORIZON_DAYS = 400
"How far ahead a change is looked for: a year and the holidays round its end."


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From so many minutes after the day's midnight to so many; beyond 1440 it ends on the next day."""

    begins: int
    ends: int


Spans = tuple[Span, ...]
WHOLE_DAY: Spans = (Span(0, DAY_MIN),)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a service's opening hours are made of."""

    week: tuple[Spans, Spans, Spans, Spans, Spans, Spans, Spans]
    "Monday first."
    dates: Mapping[date, Spans] = field(default_factory=dict)
    "Days with spans of their own; an empty list is closed."
    holidays: Holidays = NONE
    on_holidays: Spans = ()
    on_make_up: Spans | None = None
    "None: as on a Monday."


ALWAYS = Calendar((WHOLE_DAY,) * 7)


class DayKind(StrEnum):
    """Why a day has the spans it has."""

    WEEKDAY = "weekday"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a calendar."""

    date: date
    kind: DayKind
    spans: Spans
    holiday: str | None
    "The holiday's name, in Chinese as it was published."
    announced: bool
    "False: the holidays of this year are not known yet, and the calendar follows them."


@dataclass(frozen=True, slots=True)
class Open:
    """Somebody serves now."""

    until_ms: int | None
    "When it closes; None: not within a year."


class Why(StrEnum):
    """Why it is closed."""

    OUTSIDE_HOURS = "outside_hours"
    HOLIDAY = "holiday"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Closed:
    """Nobody serves now."""

    until_ms: int | None
    "When it opens; None: not within a year."
    why: Why
    holiday: str | None = None


def state_at(calendar: Calendar, now_ms: int, tz: str) -> Open | Closed:
    """Return whether it is open at `now_ms` (UTC milliseconds), and when that changes.

    Args:
        calendar: The opening hours.
        now_ms: When.
        tz: IANA name of the time zone whose clocks the hours are of.
    """
    today = local_day(now_ms, tz)
    for opens_ms, closes_ms in openings(calendar, today - timedelta(days=1), HORIZON_DAYS, tz):
        if now_ms < opens_ms:
            return _closed(calendar, today, opens_ms)
        if now_ms < closes_ms:
            ends = local_day(closes_ms, tz) - today < timedelta(days=HORIZON_DAYS - 2)
            return Open(closes_ms if ends else None)
    return _closed(calendar, today, None)


def openings(calendar: Calendar, first: date, days: int, tz: str) -> Iterator[tuple[int, int]]:
    """Yield when it opens and closes (UTC milliseconds) through the spans that begin within so many days, in order.

    What touches or overlaps, over midnight too, is one opening.
    """
    zone = ZoneInfo(tz)
    held: tuple[int, int] | None = None
    for offset in range(days):
        day = first + timedelta(days=offset)
        for span in day_of(calendar, day).spans:
            opens, closes = _moment(day, span.begins, zone, fold=0), _moment(day, span.ends, zone, fold=1)
            if held is not None and opens <= held[1]:
                held = (held[0], max(held[1], closes))
                continue
            if held is not None and held[0] < held[1]:
                yield held
            held = (opens, closes)
    if held is not None and held[0] < held[1]:
        yield held


def day_of(calendar: Calendar, day: date) -> Day:
    """Return a day as the calendar has it."""
    follows = calendar.holidays
    announced = not follows.years or follows.announced(day)
    off, made_up = follows.off.get(day), follows.make_up.get(day)
    if day in calendar.dates:
        return Day(day, DayKind.DATE, calendar.dates[day], off or made_up, announced)
    if off is not None:
        return Day(day, DayKind.HOLIDAY, calendar.on_holidays, off, announced)
    if made_up is not None:
        spans = calendar.week[0] if calendar.on_make_up is None else calendar.on_make_up
        return Day(day, DayKind.MAKE_UP, spans, made_up, announced)
    return Day(day, DayKind.WEEKDAY, calendar.week[day.weekday()], None, announced)


def days(calendar: Calendar, first: date, count: int) -> list[Day]:
    """Return so many days in a row."""
    return [day_of(calendar, first + timedelta(days=offset)) for offset in range(count)]


def _closed(calendar: Calendar, today: date, until_ms: int | None) -> Closed:
    day = day_of(calendar, today)
    why = {DayKind.HOLIDAY: Why.HOLIDAY, DayKind.DATE: Why.DATE}.get(day.kind, Why.OUTSIDE_HOURS)
    return Closed(until_ms, why, day.holiday if why is Why.HOLIDAY else None)


def _moment(day: date, minutes: int, zone: ZoneInfo, *, fold: int) -> int:
    """Return a wall-clock time of a place as UTC milliseconds."""
    on, minute = day + timedelta(days=minutes // DAY_MIN), minutes % DAY_MIN
    wall = datetime.combine(on, time(minute // 60, minute % 60), zone)
    early, late = (_ms(wall.replace(fold=one)) for one in (0, 1))
    if early > late:  # the time does not exist: with fold 0 it is read after the jump, with fold 1 before it
        return _jump_ms(late, early, zone)
    return late if fold else early


def _jump_ms(before_ms: int, after_ms: int, zone: ZoneInfo) -> int:
    """Return the moment between two at which the zone's clocks are put forward."""
    offset = utc(before_ms).astimezone(zone).utcoffset()
    while after_ms - before_ms > 1:
        middle_ms = (before_ms + after_ms) // 2
        if utc(middle_ms).astimezone(zone).utcoffset() == offset:
            before_ms = middle_ms
        else:
            after_ms = middle_ms
    return after_ms


def _ms(wall: datetime) -> int:
    return round(wall.timestamp() * 1000)
