"""Places in three datums: a table of known points, the way back, links, and what is no place.

The expected figures of the table are those of a second implementation (prcoords 1.0.2, in the public domain), rounded
to a tenth of a metre; the WGS-84 points were read off OpenStreetMap. One point is from the tests of
wandergis/coordtransform.
"""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub import places
from hub.places import BadPlace, Datum, Place, distance_m, links, place_in, place_of

pytestmark = pytest.mark.unit

CHINA = (
    # what, WGS-84, GCJ-02, BD-09: latitude and longitude each
    ("天安门广场", 39.9055, 116.3976, 39.906903, 116.403843, 39.913243, 116.410219),
    ("上海外滩", 31.2397, 121.49, 31.237715, 121.494468, 31.243371, 121.501076),
    ("广州塔", 23.1066, 113.3245, 23.103998, 113.329921, 23.109704, 113.336477),
    ("成都宽窄巷子", 30.6697, 104.0531, 30.667262, 104.055580, 30.673474, 104.062010),
    ("西安大雁塔", 34.2198, 108.964, 34.218245, 108.968723, 34.224543, 108.975146),
    ("黄山光明顶", 30.1318, 118.1668, 30.129414, 118.172102, 30.135456, 118.178601),
    ("玉龙雪山", 27.117, 100.177, 27.113591, 100.178222, 27.119715, 100.184682),
    ("九寨沟", 33.26, 103.918, 33.257945, 103.920196, 33.264261, 103.926612),
    ("布达拉宫", 29.6578, 91.1169, 29.655095, 91.118461, 29.660982, 91.125012),
    ("珠峰大本营", 28.141, 86.851, 28.137208, 86.853030, 28.143250, 86.859519),
    ("喀什古城", 39.47, 75.99, 39.470227, 75.992956, 39.476188, 75.999465),
    ("乌鲁木齐国际大巴扎", 43.779, 87.617, 43.780231, 87.619848, 43.786357, 87.626266),
    ("敦煌莫高窟", 40.0362, 94.804, 40.036887, 94.805134, 40.043155, 94.811504),
    ("茶卡盐湖", 36.75, 99.08, 36.750140, 99.081225, 36.756016, 99.087793),
    ("呼伦贝尔满洲里", 49.598, 117.379, 49.599968, 117.387298, 49.606025, 117.393793),
    ("哈尔滨中央大街", 45.773, 126.617, 45.774915, 126.622926, 45.781055, 126.629381),
    ("漠河北极村", 53.483, 122.345, 53.485022, 122.352495, 53.490723, 122.359105),
    ("长白山天池", 42.006, 128.056, 42.008512, 128.062119, 42.014669, 128.068577),
    ("大连星海广场", 38.879, 121.583, 38.879755, 121.587945, 38.885794, 121.594432),
    ("青岛栈桥", 36.061, 120.32, 36.061175, 120.325052, 36.067083, 120.331578),
    ("桂林漓江阳朔", 24.778, 110.496, 24.775105, 110.500600, 24.781281, 110.507066),
    ("三亚天涯海角", 18.294, 109.349, 18.292449, 109.353207, 18.298396, 109.359724),
    ("张家界", 29.325, 110.434, 29.322386, 110.439054, 29.328238, 110.445610),
    ("厦门鼓浪屿", 24.447, 118.066, 24.444338, 118.070962, 24.450649, 118.077378),
    ("西双版纳告庄", 22.009, 100.8, 22.006135, 100.801120, 22.012440, 100.807567),
    ("香港天星码头", 22.2937, 114.1687, 22.290958, 114.173667, 22.296631, 114.180211),
    ("澳门大三巴", 22.1975, 113.5409, 22.194568, 113.546012, 22.200638, 113.552492),
)
ELSEWHERE = (
    # Taiwan is drawn without a shift, as is everything abroad.
    ("台北101", 25.0339, 121.5645),
    ("台湾日月潭", 23.857, 120.916),
    ("东京塔", 35.6586, 139.7454),
    ("首尔景福宫", 37.5796, 126.977),
    ("加德满都", 27.704, 85.307),
    ("巴黎埃菲尔铁塔", 48.8584, 2.2945),
    ("悉尼歌剧院", -33.8568, 151.2153),
    ("自由女神像", 40.6892, -74.0445),
)
WITHIN_M = 1.0


@pytest.mark.parametrize(
    ("lat", "lon", "gcj_lat", "gcj_lon", "bd_lat", "bd_lon"), [row[1:] for row in CHINA], ids=[row[0] for row in CHINA]
)
def test_a_known_point_is_shifted_as_others_shift_it_and_back(
    lat: float, lon: float, gcj_lat: float, gcj_lon: float, bd_lat: float, bd_lon: float
) -> None:
    assert distance_m(places.wgs84_to_gcj02(lat, lon), (gcj_lat, gcj_lon)) < WITHIN_M
    assert distance_m(places.wgs84_to_bd09(lat, lon), (bd_lat, bd_lon)) < WITHIN_M
    assert distance_m(places.gcj02_to_wgs84(gcj_lat, gcj_lon), (lat, lon)) < WITHIN_M
    assert distance_m(places.bd09_to_wgs84(bd_lat, bd_lon), (lat, lon)) < WITHIN_M
    assert distance_m((lat, lon), (gcj_lat, gcj_lon)) > 100, "read in the wrong datum it would be far off"


@pytest.mark.parametrize(("lat", "lon"), [row[1:] for row in ELSEWHERE], ids=[row[0] for row in ELSEWHERE])
def test_a_point_abroad_stays_where_it_is(lat: float, lon: float) -> None:
    assert not places.is_shifted(lat, lon)
    for datum in Datum:
        assert places.to_wgs84(lat, lon, datum) == (lat, lon)
    assert places.wgs84_to_gcj02(lat, lon) == places.wgs84_to_bd09(lat, lon) == (lat, lon)


def test_the_table_is_long_enough() -> None:
    assert len(CHINA) + len(ELSEWHERE) >= 30


def test_a_point_of_anothers_tests_comes_out_the_same() -> None:
    assert distance_m(places.gcj02_to_bd09(39.915, 116.404), (39.92133699351021, 116.41036949371029)) < 0.01
    assert distance_m(places.wgs84_to_gcj02(39.915, 116.404), (39.91640428150164, 116.41024449916938)) < 0.01
    assert distance_m(places.bd09_to_gcj02(39.915, 116.404), (39.90865673957631, 116.39762729119315)) < WITHIN_M


@given(st.floats(19, 53, allow_nan=False), st.floats(76, 134, allow_nan=False))
def test_the_way_back_ends_where_it_began(lat: float, lon: float) -> None:
    shifted, twice = places.wgs84_to_gcj02(lat, lon), places.wgs84_to_bd09(lat, lon)
    assert distance_m(shifted, (lat, lon)) < 1_200
    if places.is_shifted(*shifted) == places.is_shifted(lat, lon):  # not across a border
        assert distance_m(places.gcj02_to_wgs84(*shifted), (lat, lon)) < 0.01
        if places.is_shifted(*twice) == places.is_shifted(lat, lon):
            assert distance_m(places.bd09_to_wgs84(*twice), (lat, lon)) < 0.01


def test_a_place_keeps_what_was_received_beside_wgs84() -> None:
    tiananmen = place_of({"lat": 39.906903, "lon": 116.403843, "datum": "gcj02", "accuracy_m": 15, "label": " 天安门 "})
    part = tiananmen.part()
    assert (part["lat"], part["lon"], part["datum"], part["accuracy_m"]) == (39.906903, 116.403843, "gcj02", 15.0)
    assert part["wgs84"] == {"lat": pytest.approx(39.9055, abs=1e-5), "lon": pytest.approx(116.3976, abs=1e-5)}
    assert part["label"] == "天安门"
    assert place_in([{"kind": "note"}, part]) == tiananmen


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"lat": 91, "lon": 0},
        {"lat": 0, "lon": -180.5},
        {"lat": math.nan, "lon": 0},
        {"lat": math.inf, "lon": 0},
        {"lat": "39", "lon": 116},
        {"lat": True, "lon": 116},
        {"lat": 39, "lon": 116, "datum": "mars"},
        {"lat": 39, "lon": 116, "datum": 7},
    ],
)
def test_what_is_no_place_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(BadPlace):
        place_of(given)
    assert place_in([{"kind": "location", **given}]) is None


@pytest.mark.parametrize("accuracy", [-1, math.nan, "12", None, 10**8])
def test_an_accuracy_that_is_none_is_left_out_but_the_place_is_kept(accuracy: object) -> None:
    assert place_of({"lat": 1, "lon": 2, "accuracy_m": accuracy}) == Place(1.0, 2.0)


def test_links_name_the_datum_that_they_use() -> None:
    from_gps = links(Place(39.9055, 116.3976, accuracy_m=20, label="天安门"))
    assert "position=116.397600,39.905500" in from_gps["amap"]
    assert "coordinate=wgs84" in from_gps["amap"]
    assert "coord_type=wgs84" in from_gps["baidu"]
    assert from_gps["geo"] == "geo:39.905500,116.397600;u=20"
    from_wechat = links(Place(39.906903, 116.403843, Datum.GCJ02))
    assert "position=116.403843,39.906903" in from_wechat["amap"]
    assert "coordinate=gaode" in from_wechat["amap"]
    assert "coord_type=gcj02" in from_wechat["baidu"]
    assert "mlat=39.90550" in from_wechat["osm"]
    from_baidu = links(Place(39.913243, 116.410219, Datum.BD09))
    assert "position=116.40384" in from_baidu["amap"]
    assert "location=39.913243,116.410219" in from_baidu["baidu"]
    assert "coord_type=bd09ll" in from_baidu["baidu"]


def test_a_label_cannot_add_anything_to_a_link() -> None:
    shown = links(Place(1, 2, label="a&coordinate=gaode#<script>"))
    assert "coordinate=gaode" not in shown["amap"]
    assert "<" not in shown["amap"] + shown["baidu"]
