"""Public holidays and make-up working days (法定节假日、调休上班) of mainland China, from a published data set.

Rules: a year is known only after the State Council has published its notice; a year that is not in the data is said
to be not announced, never guessed. The data, their version and licence stand in `holidays_cn.json`, written by
`tools.renew_holidays`. Source: docs/decisions/0010.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

CN = "cn"
"The name by which a calendar asks for this data set."
_FILE = Path(__file__).with_name("holidays_cn.json")


@dataclass(frozen=True, slots=True)
class Holidays:
    """The days of the years that have been announced."""

    name: str = ""
    version: str = ""
    source: str = ""
    licence: str = ""
    years: frozenset[int] = frozenset()
    off: Mapping[date, str] = field(default_factory=dict)
    "Day off → the holiday's name."
    make_up: Mapping[date, str] = field(default_factory=dict)
    "A Saturday or Sunday on which people work → the holiday it makes up for."

    def announced(self, day: date) -> bool:
        """Tell whether the year of this day has been published."""
        return day.year in self.years


NONE = Holidays()
"For calendars that follow no holidays."


@cache
def china() -> Holidays:
    """Return the data set that ships with the hub; read once."""
    return read(json.loads(_FILE.read_text(encoding="utf-8")))


def read(content: Mapping[str, Any]) -> Holidays:
    """Return the data set that the file's JSON holds."""
    years: Mapping[str, Mapping[str, Mapping[str, str]]] = content["years"]
    return Holidays(
        content["name"],
        content["version"],
        content["source"],
        content["licence"],
        frozenset(int(year) for year in years),
        _days(years, "off"),
        _days(years, "make_up"),
    )


def _days(years: Mapping[str, Mapping[str, Mapping[str, str]]], kind: str) -> Mapping[date, str]:
    return {date.fromisoformat(day): name for year in years.values() for day, name in year[kind].items()}
