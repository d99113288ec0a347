"""An article as plain words, one for each field: how forms and files say it, and what is wrong with what they say.

Rules: all faults are found at once, by field; words of one line are put into one line; nothing is guessed but the
date, which is today's where none is given. Keywords and tags are separated by commas of any language, or lines.
"""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import date

from bot.knowledge import Article
from bot.venue import WORDS, Venue, VenueKind
from hub.places import Datum, Place
from hub.script import writable

LANGS = ("zh-CN", "zh-TW", "en", "ja", "ko")
"Languages in which articles are written."
PLAIN = ("title", "keywords", "body", "source", "written_on", "valid_from", "valid_until", "demo")
VENUE = ("kind", *WORDS, "tags", "lat", "lon", "datum")
FIELDS = ("code", "lang", *PLAIN, *VENUE)
"All fields, in the order in which files have them."
MAX_TITLE = 100
MAX_LINE = 200
MAX_BODY = 4000
MAX_WORDS = 60
"So many keywords or tags, and so many letters in each."
YES, NO = frozenset({"yes", "1", "true", "是"}), frozenset({"", "no", "0", "false", "否"})
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,47}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_COMMA = re.compile(r"[,，、;；|\n]")
_LONGEST = {"title": MAX_TITLE, "body": MAX_BODY, "source": MAX_LINE} | dict.fromkeys(WORDS, MAX_LINE)
_MOST = {"lat": 90.0, "lon": 180.0}

Fields = Mapping[str, str]


def faults_in(fields: Fields) -> dict[str, str]:
    """Return what is wrong with an article, by field: missing, unknown, invalid, too_long, too_many, too_early."""
    return {field: why for field, why in _faults(fields) if field}


def article_of(fields: Fields, today: str) -> Article:
    """Return the article that fields without faults say."""
    return Article(
        code=fields["code"].strip(),
        lang=fields["lang"].strip(),
        title=_line(fields, "title"),
        body=_text(fields, "body"),
        written_on=_line(fields, "written_on") or today,
        keywords=_words(fields, "keywords"),
        source=_line(fields, "source"),
        demo=_line(fields, "demo").lower() in YES,
        venue=_venue(fields),
        valid_from=_line(fields, "valid_from") or None,
        valid_until=_line(fields, "valid_until") or None,
    )


def fields_of(article: Article) -> dict[str, str]:
    """Return an article as fields; those that are empty too."""
    venue = article.venue
    point = venue.point if venue else None
    return {
        "code": article.code,
        "lang": article.lang,
        "title": article.title,
        "keywords": ", ".join(article.keywords),
        "body": article.body,
        "source": article.source,
        "written_on": article.written_on,
        "valid_from": article.valid_from or "",
        "valid_until": article.valid_until or "",
        "demo": "yes" if article.demo else "",
        "kind": venue.kind.value if venue else "",
        **{name: getattr(venue, name) if venue else "" for name in WORDS},
        "tags": ", ".join(venue.tags) if venue else "",
        "lat": repr(point.lat) if point else "",
        "lon": repr(point.lon) if point else "",
        "datum": point.datum.value if point else "",
    }


def _faults(fields: Fields) -> Iterator[tuple[str, str]]:
    yield from ((field, "unknown") for field in fields if field not in FIELDS)
    if not _CODE.fullmatch(_line(fields, "code")):
        yield "code", "invalid" if _line(fields, "code") else "missing"
    if _line(fields, "lang") not in LANGS:
        yield "lang", "unknown" if _line(fields, "lang") else "missing"
    yield from ((field, "missing") for field in ("title", "body") if not _text(fields, field))
    yield from ((field, "too_long") for field, most in _LONGEST.items() if len(_text(fields, field)) > most)
    for field in ("keywords", "tags"):
        words = _words(fields, field)
        if len(words) > MAX_WORDS:
            yield field, "too_many"
        elif any(len(word) > MAX_WORDS for word in words):
            yield field, "too_long"
    if _line(fields, "demo").lower() not in YES | NO:
        yield "demo", "invalid"
    yield from _day_faults(fields)
    yield from _venue_faults(fields)


def _day_faults(fields: Fields) -> Iterator[tuple[str, str]]:
    days = ("written_on", "valid_from", "valid_until")
    wrong = [field for field in days if _line(fields, field) and not _is_day(_line(fields, field))]
    yield from ((field, "invalid") for field in wrong)
    first, last = _line(fields, "valid_from"), _line(fields, "valid_until")
    if not wrong and first and last and last < first:
        yield "valid_until", "too_early"


def _venue_faults(fields: Fields) -> Iterator[tuple[str, str]]:
    kind = _line(fields, "kind")
    if not kind:
        if any(_line(fields, field) for field in VENUE if field != "datum"):
            yield "kind", "missing"
    elif kind not in frozenset(VenueKind):
        yield "kind", "unknown"
    lat, lon = _line(fields, "lat"), _line(fields, "lon")
    for field, value, other in (("lat", lat, lon), ("lon", lon, lat)):
        if value and _number(value, _MOST[field]) is None:
            yield field, "invalid"
        elif other and not value:
            yield field, "missing"
    if _line(fields, "datum") not in {"", *Datum}:
        yield "datum", "unknown"


def _venue(fields: Fields) -> Venue | None:
    kind = _line(fields, "kind")
    if not kind:
        return None
    lat, lon = _number(_line(fields, "lat"), 90), _number(_line(fields, "lon"), 180)
    datum = Datum(_line(fields, "datum") or Datum.WGS84)
    return Venue(
        kind=VenueKind(kind),
        **{name: _line(fields, name) for name in WORDS},
        tags=_words(fields, "tags"),
        point=None if lat is None or lon is None else Place(lat, lon, datum, source="article"),
    )


def _words(fields: Fields, field: str) -> tuple[str, ...]:
    words = (" ".join(word.split()) for word in _COMMA.split(writable(fields.get(field, ""))))
    return tuple(dict.fromkeys(word for word in words if word))


def _line(fields: Fields, field: str) -> str:
    return " ".join(writable(fields.get(field, "")).split())


def _text(fields: Fields, field: str) -> str:
    return writable(fields.get(field, "")).replace("\r\n", "\n").strip()


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _number(text: str, most: float) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) <= most else None
