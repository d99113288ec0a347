"""Articles as words in fields: what is taken, and what is wrong with the rest, all at once."""

import pytest

from bot.article_fields import MAX_BODY, MAX_TITLE, MAX_WORDS, article_of, faults_in, fields_of
from bot.knowledge import Article
from bot.venue import Venue, VenueKind
from hub.places import Datum, Place

pytestmark = pytest.mark.unit

TODAY = "2026-11-24"
PLAIN = {"code": "tea", "lang": "zh-CN", "title": "茶馆", "body": "喝茶。"}
FULL = Article(
    code="tea",
    lang="zh-CN",
    title="茶馆",
    body="喝茶。\n\n再来。",
    written_on="2026-01-02",
    keywords=("茶", "龙井"),
    source="市旅游局",
    demo=True,
    venue=Venue(VenueKind.RESTAURANT, address="湖边", tags=("安静",), point=Place(30.1, 120.2, source="article")),
    valid_from="2026-01-01",
    valid_until="2026-12-31",
)


def test_an_article_and_its_fields_are_one_and_the_same() -> None:
    fields = fields_of(FULL)
    assert faults_in(fields) == {}
    assert article_of(fields, TODAY) == FULL


def test_what_is_left_out_is_nothing_and_the_date_is_today_s() -> None:
    assert article_of(PLAIN, TODAY) == Article("tea", "zh-CN", "茶馆", "喝茶。", TODAY)


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({"code": ""}, {"code": "missing"}),
        ({"code": "Tea House"}, {"code": "invalid"}),
        ({"code": "茶"}, {"code": "invalid"}),
        ({"lang": ""}, {"lang": "missing"}),
        ({"lang": "fr"}, {"lang": "unknown"}),
        ({"title": " \u0000 ", "body": "\n"}, {"title": "missing", "body": "missing"}),
        ({"title": "茶" * (MAX_TITLE + 1)}, {"title": "too_long"}),
        ({"body": "茶" * (MAX_BODY + 1)}, {"body": "too_long"}),
        ({"keywords": "、".join(map(str, range(MAX_WORDS + 1)))}, {"keywords": "too_many"}),
        ({"keywords": "茶" * (MAX_WORDS + 1)}, {"keywords": "too_long"}),
        ({"written_on": "2026-02-30"}, {"written_on": "invalid"}),
        ({"written_on": "24.11.2026"}, {"written_on": "invalid"}),
        ({"valid_from": "2026-11-24", "valid_until": "2026-11-23"}, {"valid_until": "too_early"}),
        ({"valid_from": "2026-11-24", "valid_until": "2026-11-24"}, {}),
        ({"demo": "maybe"}, {"demo": "invalid"}),
        ({"kind": "castle"}, {"kind": "unknown"}),
        ({"address": "湖边"}, {"kind": "missing"}),
        ({"kind": "sight", "lat": "91", "lon": "nan"}, {"lat": "invalid", "lon": "invalid"}),
        ({"kind": "sight", "lat": "30"}, {"lon": "missing"}),
        ({"kind": "sight", "datum": "mars"}, {"datum": "unknown"}),
        ({"colour": "green"}, {"colour": "unknown"}),
    ],
)
def test_every_fault_is_found_with_its_field(changed: dict[str, str], faults: dict[str, str]) -> None:
    found = faults_in(PLAIN | changed)
    # A fault of one half of a point may be told at the other too: both are looked at again.
    assert {field: found.get(field) for field in faults} == faults
    assert found.keys() <= faults.keys() | ({"lat", "lon"} if "lat" in changed else set())


def test_all_faults_are_found_at_once() -> None:
    assert faults_in({"code": "!", "lang": "xx", "written_on": "soon"}) == {
        "code": "invalid",
        "lang": "unknown",
        "title": "missing",
        "body": "missing",
        "written_on": "invalid",
    }


def test_words_are_cut_at_the_commas_of_any_language_and_said_once() -> None:
    made = article_of({**PLAIN, "keywords": "茶，龙井、 绿 茶 ;tea|tea\n茶"}, TODAY)
    assert made.keywords == ("茶", "龙井", "绿 茶", "tea")


def test_a_point_keeps_its_datum() -> None:
    venue = article_of({**PLAIN, "kind": "park", "lat": "30.25", "lon": "120.13", "datum": "gcj02"}, TODAY).venue
    assert venue is not None
    assert venue.point == Place(30.25, 120.13, Datum.GCJ02, source="article")
