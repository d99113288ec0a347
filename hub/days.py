"""The calendar days of organisations: which day it is where they are.

Rule: times are UTC milliseconds everywhere; a calendar day exists only in the time zone of an organisation.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from hub.clock import utc


def local_day(at_ms: int, tz: str) -> date:
    """Return the day it is at `at_ms` (UTC milliseconds) in the time zone `tz` (IANA name)."""
    return utc(at_ms).astimezone(ZoneInfo(tz)).date()


def day_began_ms(at_ms: int, tz: str) -> int:
    """Return when the day that it is at `at_ms` in the time zone `tz` began, in UTC milliseconds."""
    return began_ms(local_day(at_ms, tz), tz)


def began_ms(day: date, tz: str) -> int:
    """Return when a calendar day begins in the time zone `tz`, in UTC milliseconds."""
    return round(datetime.combine(day, time.min, ZoneInfo(tz)).timestamp() * 1000)
