"""The calendar days of organisations: which day it is where they are.

Rule: times are UTC milliseconds everywhere; a calendar day exists only in the time zone of an organisation.
"""

from datetime import date
from zoneinfo import ZoneInfo

from hub.clock import utc


def local_day(at_ms: int, tz: str) -> date:
    """Return the day it is at `at_ms` (UTC milliseconds) in the time zone `tz` (IANA name)."""
    return utc(at_ms).astimezone(ZoneInfo(tz)).date()
