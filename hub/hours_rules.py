"""Opening hours as they are kept and sent: JSON with spans of wall-clock times, judged before they are kept.

    {"week": {"mon": [["08:30", "12:00"], ["13:00", "18:00"]], …, "sun": []},
     "dates": {"2026-12-31": [["09:00", "12:00"]]}, "holidays": "cn",
     "on_holidays": [["10:00", "16:00"]], "on_make_up": null}

Rules: a span that ends at or before the time it begins ends on the next day; "24:00" ends with the day; spans of one
day do not overlap; a weekday that is missing is closed, and hours without any `week` are always open. What nobody can
mean is refused, with the place of the fault.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from hub.errors import Unprocessable
from hub.holidays import CN, NONE, china
from hub.hours import ALWAYS, DAY_MIN, Calendar, Span, Spans

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_SPANS = 12
"Of one day."
MOST_DATES = 400
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_KEYS = frozenset({"week", "dates", "holidays", "on_holidays", "on_make_up"})


def read(rules: Mapping[str, Any]) -> Calendar:
    """Return the calendar that these rules describe.

    Raises:
        Unprocessable: code `hours_invalid`; `fields` names each place, as `rules/week/mon/0`.
    """
    faults: dict[str, str] = {f"rules/{key}": "unknown" for key in rules if key not in _KEYS}
    week = _mapping(rules.get("week", {}), "rules/week", faults)
    faults.update({f"rules/week/{name}": "unknown" for name in week if name not in WEEKDAYS})
    follows = rules.get("holidays")
    if follows not in {None, CN}:
        faults["rules/holidays"] = "unknown"
    make_up = rules.get("on_make_up")
    weekdays = [_spans(week.get(name, []), f"rules/week/{name}", faults) for name in WEEKDAYS]
    calendar = Calendar(
        week=tuple(weekdays) if "week" in rules else ALWAYS.week,  # type: ignore[arg-type]  # seven of them
        dates=_dates(rules.get("dates", {}), faults),
        holidays=china() if follows == CN else NONE,
        on_holidays=_spans(rules.get("on_holidays", []), "rules/on_holidays", faults),
        on_make_up=None if make_up is None else _spans(make_up, "rules/on_make_up", faults),
    )
    if faults:
        raise Unprocessable("hours_invalid", "some opening hours are not acceptable", faults)
    return calendar


def written(spans: Spans) -> list[list[str]]:
    """Return spans as the JSON has them."""
    return [[_clock(span.begins), _clock(span.ends)] for span in spans]


def _clock(minutes: int) -> str:
    if minutes == DAY_MIN:
        return "24:00"
    return f"{minutes % DAY_MIN // 60:02d}:{minutes % 60:02d}"


def _dates(given: object, faults: dict[str, str]) -> Mapping[date, Spans]:
    dates = _mapping(given, "rules/dates", faults)
    if len(dates) > MOST_DATES:
        faults["rules/dates"] = "too_many"
        return {}
    found: dict[date, Spans] = {}
    for name, spans in dates.items():
        place = f"rules/dates/{name[:10]}"
        try:
            day = date.fromisoformat(name) if len(name) == 10 else None
        except ValueError:
            day = None
        if day is None:
            faults[place] = "date_invalid"
        else:
            found[day] = _spans(spans, place, faults)
    return found


def _spans(given: object, place: str, faults: dict[str, str]) -> Spans:
    if not isinstance(given, Sequence) or isinstance(given, str):
        faults[place] = "spans_invalid"
        return ()
    if len(given) > MOST_SPANS:
        faults[place] = "too_many"
        return ()
    found = [(number, _span(pair)) for number, pair in enumerate(given)]
    faults.update({f"{place}/{number}": "time_invalid" for number, span in found if span is None})
    spans = sorted((span, number) for number, span in found if span is not None)
    for (before, _), (after, number) in pairwise(spans):
        if after.begins < before.ends:
            faults[f"{place}/{number}"] = "overlaps"
    return tuple(span for span, _ in spans)


def _span(pair: object) -> Span | None:
    if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
        return None
    begins, ends = _minutes(pair[0]), DAY_MIN if pair[1] == "24:00" else _minutes(pair[1])
    if begins is None or ends is None or begins == ends:
        return None
    return Span(begins, ends if ends > begins else ends + DAY_MIN)


def _minutes(written_time: object) -> int | None:
    found = _TIME.fullmatch(written_time) if isinstance(written_time, str) else None
    return int(found[1]) * 60 + int(found[2]) if found else None


def _mapping(given: object, place: str, faults: dict[str, str]) -> Mapping[str, Any]:
    if isinstance(given, Mapping):
        return given
    faults[place] = "invalid"
    return {}
