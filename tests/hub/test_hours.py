"""Opening hours: days with their spans, midnight, holidays and make-up days, clocks that are put forward and back."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub import hours, hours_rules
from hub.clock import utc
from hub.errors import Unprocessable
from hub.holidays import NONE
from hub.hours import ALWAYS, Calendar, Closed, DayKind, Open, Span, Why, state_at

pytestmark = pytest.mark.unit

SHANGHAI = "Asia/Shanghai"
BERLIN = "Europe/Berlin"
OFFICE = [["08:30", "12:00"], ["13:00", "18:00"]]
WORKING_DAYS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OFFICE)


def at(text: str, tz: str = SHANGHAI, *, fold: int = 0) -> int:
    wall = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(tz), fold=fold)
    return round(wall.timestamp() * 1000)


def told(state: Open | Closed, tz: str = SHANGHAI) -> tuple[str, str | None]:
    until = None if state.until_ms is None else utc(state.until_ms).astimezone(ZoneInfo(tz)).strftime("%m-%d %H:%M")
    return ("open" if isinstance(state, Open) else state.why, until)


def office(**more: Any) -> Calendar:
    return hours_rules.read({"week": WORKING_DAYS, "holidays": "cn", **more})


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-23 08:29", ("outside_hours", "11-23 08:30")),  # a Monday
        ("2026-11-23 08:30", ("open", "11-23 12:00")),
        ("2026-11-23 12:00", ("outside_hours", "11-23 13:00")),  # lunch
        ("2026-11-23 17:59", ("open", "11-23 18:00")),
        ("2026-11-27 18:00", ("outside_hours", "11-30 08:30")),  # over the weekend
        ("2026-10-01 10:00", ("holiday", "10-08 08:30")),  # seven days off
        ("2026-09-20 10:00", ("open", "09-20 12:00")),  # a Sunday on which people make up
        ("2026-02-14 09:00", ("open", "02-14 12:00")),
        ("2026-02-14 18:00", ("outside_hours", "02-24 08:30")),  # then nine days of Spring Festival
        ("2027-10-01 10:00", ("open", "10-01 12:00")),  # not announced: an ordinary Friday
    ],
)
def test_an_office_in_china(now: str, expected: tuple[str, str | None]) -> None:
    assert told(state_at(office(), at(now), SHANGHAI)) == expected


def test_a_holiday_is_named_and_may_have_hours_of_its_own() -> None:
    closed = state_at(office(), at("2026-02-17 10:00"), SHANGHAI)
    assert closed == Closed(at("2026-02-24 08:30"), Why.HOLIDAY, "春节")
    calendar = office(on_holidays=[["10:00", "16:00"]], on_make_up=[["09:00", "11:00"]])
    assert told(state_at(calendar, at("2026-02-17 10:00"), SHANGHAI)) == ("open", "02-17 16:00")
    assert told(state_at(calendar, at("2026-02-14 09:00"), SHANGHAI)) == ("open", "02-14 11:00")


def test_a_date_of_its_own_comes_before_holiday_and_weekday() -> None:
    calendar = office(dates={"2026-10-01": [["09:00", "10:00"]], "2026-11-24": []})
    assert told(state_at(calendar, at("2026-10-01 09:30"), SHANGHAI)) == ("open", "10-01 10:00")
    assert told(state_at(calendar, at("2026-11-24 09:30"), SHANGHAI)) == ("date", "11-25 08:30")


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    nights = hours_rules.read({"week": {"fri": [["22:00", "06:00"]], "sat": [["06:00", "08:00"]]}})
    assert told(state_at(nights, at("2026-11-28 05:00"), SHANGHAI)) == ("open", "11-28 08:00"), (
        "spans that touch are one"
    )
    assert told(state_at(nights, at("2026-11-27 05:00"), SHANGHAI)) == ("outside_hours", "11-27 22:00")


def test_what_never_closes_and_what_never_opens_have_no_next_change() -> None:
    now_ms = at("2026-11-23 10:00")
    assert state_at(ALWAYS, now_ms, SHANGHAI) == Open(None)
    assert state_at(hours_rules.read({}), now_ms, SHANGHAI) == Open(None)
    assert state_at(hours_rules.read({"week": {}}), now_ms, SHANGHAI) == Closed(None, Why.OUTSIDE_HOURS)


def test_a_closing_in_the_night_when_clocks_are_put_back_counts_from_the_second_of_two_equal_times() -> None:
    bar = hours_rules.read({"week": {"sat": [["20:00", "02:30"]]}})
    state = state_at(bar, at("2026-10-25 02:15", BERLIN), BERLIN)
    assert state == Open(at("2026-10-25 02:30", BERLIN, fold=1))
    assert isinstance(state_at(bar, at("2026-10-25 02:45", BERLIN, fold=0), BERLIN), Open)


def test_a_time_that_the_clocks_leave_out_is_the_moment_of_the_jump() -> None:
    early = hours_rules.read({"week": {"sun": [["02:30", "05:00"]]}})
    state = state_at(early, at("2026-03-29 01:00", BERLIN), BERLIN)
    assert state == Closed(at("2026-03-29 03:00", BERLIN), Why.OUTSIDE_HOURS)
    gone = hours_rules.read({"week": {"sun": [["02:10", "02:50"]]}})
    assert told(state_at(gone, at("2026-03-29 01:00", BERLIN), BERLIN), BERLIN) == ("outside_hours", "04-05 02:10")


def test_days_say_what_they_are_and_whether_their_year_is_announced() -> None:
    found = hours.days(office(dates={"2026-10-11": []}), date(2026, 10, 7), 5)
    kinds = [day.kind for day in found]
    assert kinds == [DayKind.HOLIDAY, DayKind.WEEKDAY, DayKind.WEEKDAY, DayKind.MAKE_UP, DayKind.DATE]
    assert hours_rules.written(found[3].spans) == OFFICE
    assert not hours.day_of(office(), date(2031, 1, 1)).announced
    assert hours.day_of(ALWAYS, date(2031, 1, 1)).announced, "who follows no holidays misses no notice"


@pytest.mark.parametrize(
    ("rules", "place", "code"),
    [
        ({"week": {"mon": [["8:30", "12:00"]]}}, "rules/week/mon/0", "time_invalid"),
        ({"week": {"mon": [["08:30", "25:00"]]}}, "rules/week/mon/0", "time_invalid"),
        ({"week": {"mon": [["08:30", "08:30"]]}}, "rules/week/mon/0", "time_invalid"),
        ({"week": {"mon": [["08:30", "12:00"], ["11:00", "13:00"]]}}, "rules/week/mon/1", "overlaps"),
        ({"week": {"mon": [["20:00", "04:00"], ["22:00", "23:00"]]}}, "rules/week/mon/1", "overlaps"),
        ({"week": {"mon": [["00:00", "00:01"]] * 13}}, "rules/week/mon", "too_many"),
        ({"week": {"mon": "08:30"}}, "rules/week/mon", "spans_invalid"),
        ({"week": {"moon": []}}, "rules/week/moon", "unknown"),
        ({"week": []}, "rules/week", "invalid"),
        ({"dates": {"2026-02-30": []}}, "rules/dates/2026-02-30", "date_invalid"),
        ({"dates": {"20260228": []}}, "rules/dates/20260228", "date_invalid"),
        ({"holidays": "mars"}, "rules/holidays", "unknown"),
        ({"on_holidays": [[1, 2]]}, "rules/on_holidays/0", "time_invalid"),
        ({"openings": []}, "rules/openings", "unknown"),
    ],
)
def test_hours_that_nobody_can_mean_are_refused_at_their_place(rules: dict[str, Any], place: str, code: str) -> None:
    with pytest.raises(Unprocessable) as refused:
        hours_rules.read(rules)
    assert refused.value.fields == {place: code}


# --- properties ---------------------------------------------------------------------------------------------------

SPANS = st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 1440)), max_size=4).map(
    lambda pairs: tuple(sorted(Span(a, a + b) for a, b in pairs))
)
CALENDARS = st.builds(
    Calendar,
    st.tuples(*[SPANS] * 7),
    st.dictionaries(st.dates(date(2026, 10, 20), date(2026, 11, 5)), SPANS, max_size=3),
    st.sampled_from([NONE, hours_rules.read({"holidays": "cn"}).holidays]),
    SPANS,
)
ZONES = st.sampled_from([SHANGHAI, BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])
MOMENTS = st.integers(at("2026-10-20 00:00"), at("2026-11-10 00:00"))


def naive(calendar: Calendar, now_ms: int, tz: str) -> bool:
    """Judge by looking at the clock on the wall of a zone without jumps."""
    wall = utc(now_ms).astimezone(ZoneInfo(tz))
    minute = wall.hour * 60 + wall.minute
    today, before = (hours.day_of(calendar, wall.date() - timedelta(days=back)).spans for back in (0, 1))
    return _within(today, minute) or _within(before, minute + hours.DAY_MIN)


def _within(spans: Iterable[Span], minute: int) -> bool:
    return any(span.begins <= minute < span.ends for span in spans)


@given(CALENDARS, MOMENTS)
def test_the_wall_clock_agrees_where_clocks_never_jump(calendar: Calendar, now_ms: int) -> None:
    assert isinstance(state_at(calendar, now_ms, SHANGHAI), Open) == naive(calendar, now_ms, SHANGHAI)


@given(CALENDARS, MOMENTS, ZONES)
def test_a_state_holds_until_its_end_and_not_longer(calendar: Calendar, now_ms: int, tz: str) -> None:
    state = state_at(calendar, now_ms, tz)
    if state.until_ms is None:
        return
    assert state.until_ms > now_ms
    assert type(state_at(calendar, state.until_ms - 1, tz)) is type(state)
    assert type(state_at(calendar, state.until_ms, tz)) is not type(state)


@given(CALENDARS, ZONES)
def test_openings_are_in_order_and_never_touch(calendar: Calendar, tz: str) -> None:
    found = list(hours.openings(calendar, date(2026, 10, 20), 21, tz))
    assert all(opens < closes for opens, closes in found)
    assert all(one[1] < two[0] for one, two in pairwise(found))


@given(SPANS)
def test_spans_are_read_as_they_are_written(spans: tuple[Span, ...]) -> None:
    apart = tuple(span for number, span in enumerate(spans) if number == 0 or spans[number - 1].ends <= span.begins)
    whole = all(span.ends - span.begins < hours.DAY_MIN for span in apart)
    disjoint = all(one.ends <= two.begins for one, two in pairwise(apart))
    if whole and disjoint:
        assert hours_rules.read({"on_holidays": hours_rules.written(apart)}).on_holidays == apart
