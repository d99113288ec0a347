"""Places in fields: how they are told, and that nothing is lost when they are kept."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.venue import WORDS, Venue, VenueKind, venue_of
from hub.places import Datum, Place

pytestmark = pytest.mark.unit

HALL = Venue(
    VenueKind.MUSEUM,
    address="北街",
    opening="周一闭馆",
    transport="坐地铁",
    tags=("室内", "免费"),
    point=Place(39.9, 116.4, Datum.GCJ02, source="article"),
)
VENUES = st.builds(
    Venue,
    kind=st.sampled_from(VenueKind),
    **{name: st.text(max_size=20) for name in WORDS},
    tags=st.lists(st.text(min_size=1, max_size=9), max_size=4).map(tuple),
    point=st.none()
    | st.builds(
        Place,
        lat=st.floats(-90, 90),
        lon=st.floats(-180, 180),
        datum=st.sampled_from(Datum),
        source=st.just("article"),
    ),
)


@given(VENUES)
def test_what_is_kept_comes_back_as_it_was(venue: Venue) -> None:
    assert venue_of(venue.dumped()) == venue


def test_it_is_told_in_the_reader_s_words_and_what_is_missing_is_not() -> None:
    chinese = HALL.told("zh-CN").splitlines()
    assert chinese[:3] == ["地址：北街", "开放时间：周一闭馆", "交通：坐地铁"]
    assert HALL.told("zh-Hant-HK").splitlines()[1] == "開放時間：周一闭馆"
    assert HALL.told("ja-JP").splitlines()[0] == "住所：北街"
    assert HALL.told("fr").splitlines()[0] == "Address: 北街"
    assert Venue(VenueKind.SHOP).told("en") == ""


def test_the_map_is_linked_in_the_datum_of_that_map() -> None:
    assert HALL.point is not None
    chinese, english = (urlsplit(HALL.told(lang).splitlines()[-1].split(maxsplit=1)[-1]) for lang in ("zh-CN", "en"))
    lon, lat = parse_qs(chinese.query)["position"][0].split(",")
    assert (float(lat), float(lon)) == pytest.approx(HALL.point.gcj02, abs=1e-5)
    assert float(parse_qs(english.query)["mlat"][0]) == pytest.approx(HALL.point.wgs84[0], abs=1e-5)
