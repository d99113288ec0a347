"""The days off and make-up working days that ship with the hub, held against the notices they come from."""

from datetime import date

import pytest

from hub.holidays import china

pytestmark = pytest.mark.unit

# The notice of the General Office of the State Council for 2026, of November 2025.
OFF_2026 = [("01-01", 3), ("02-15", 9), ("04-04", 3), ("05-01", 5), ("06-19", 3), ("09-25", 3), ("10-01", 7)]
MAKE_UP_2026 = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


def test_the_data_tell_their_name_version_source_and_licence() -> None:
    data = china()
    assert (data.name, data.version) == ("chinesecalendar", "1.11.0")
    assert data.source.startswith("https://")
    assert data.licence.startswith("MIT")
    assert min(data.years) == 2020


def test_2026_is_as_the_state_council_announced_it() -> None:
    data = china()
    first = [date.fromisoformat(f"2026-{day}") for day, _ in OFF_2026]
    wanted = {
        date.fromordinal(day.toordinal() + n)
        for day, (_, count) in zip(first, OFF_2026, strict=True)
        for n in range(count)
    }
    assert {day for day in data.off if day.year == 2026} == wanted
    assert {day for day in data.make_up if day.year == 2026} == {
        date.fromisoformat(f"2026-{day}") for day in MAKE_UP_2026
    }


def test_people_make_up_on_weekends_only_and_never_on_a_day_off() -> None:
    data = china()
    assert all(day.weekday() >= 5 for day in data.make_up)
    assert not data.off.keys() & data.make_up.keys()
    assert {day.year for day in data.off} == set(data.years)


def test_a_year_without_a_notice_is_not_announced() -> None:
    data = china()
    assert data.announced(date(2026, 5, 1))
    assert not data.announced(date(2031, 5, 1))
