"""Where somebody is (位置): coordinates as they were given, with their datum, and the same place in WGS-84.

Chinese law has maps of China drawn in a shifted datum: GCJ-02 (AMap, Tencent, WeChat), and BD-09 (Baidu), which is
shifted once more; read as WGS-84 such a point lies up to 700 m beside the place, the wrong side of a river. So a
place keeps what was received and says in which datum; whatever compares or draws places uses `wgs84`.

Rules: pure. GCJ-02 differs from WGS-84 in mainland China, Hong Kong and Macau only; elsewhere all three datums that
we know are treated as one. The border is a handful of rectangles, which prefer to call a valley across the border
Chinese to calling a Chinese one foreign. The inverse has no closed form; it is iterated to less than a millimetre.
Sources: the public formulas of GCJ-02 on the Krasovsky ellipsoid (SK-42) and of BD-09; RFC 5870 (geo URI); the link
parameters of uri.amap.com and api.map.baidu.com.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urlencode

KIND = "location"
MAX_ACCURACY_M = 10_000_000.0
MAX_LABEL = 200

_A = 6_378_245.0
"Krasovsky 1940, semi-major axis in metres."
_EE = 0.00669342162296594323
"Its first eccentricity, squared."
_BD = math.pi * 3000 / 180
_CLOSE = 1e-9
"Degrees at which the inverse is good: a tenth of a millimetre."
_ROUNDS = 30

LatLon = tuple[float, float]


class Datum(StrEnum):
    """What the figures of a place refer to (坐标系)."""

    WGS84 = "wgs84"
    "GPS, OpenStreetMap, what browsers tell."
    GCJ02 = "gcj02"
    "AMap, Tencent, WeChat, in China."
    BD09 = "bd09"
    "Baidu, in China."


class BadPlace(ValueError):
    """What came is not a place on Earth."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place as it was received."""

    lat: float
    "Degrees north, in `datum`."
    lon: float
    "Degrees east, in `datum`."
    datum: Datum = Datum.WGS84
    accuracy_m: float | None = None
    "The radius in metres within which it is, as the sender believes."
    source: str = "device"
    "Who says so: device (a satellite or network fix), tourist (chosen on a map), agent, channel."
    label: str | None = None
    "What people call it."

    @property
    def wgs84(self) -> LatLon:
        """Return latitude and longitude in WGS-84."""
        return to_wgs84(self.lat, self.lon, self.datum)

    @property
    def gcj02(self) -> LatLon:
        """Return latitude and longitude in GCJ-02: as received, where it was received so."""
        if self.datum is Datum.GCJ02:
            return self.lat, self.lon
        return bd09_to_gcj02(self.lat, self.lon) if self.datum is Datum.BD09 else wgs84_to_gcj02(self.lat, self.lon)

    def part(self) -> Mapping[str, object]:
        """Return the place as it stands in a message's parts: as received, and in WGS-84."""
        lat, lon = self.wgs84
        part: dict[str, object] = {
            "kind": KIND,
            "lat": self.lat,
            "lon": self.lon,
            "datum": self.datum.value,
            "source": self.source,
            "wgs84": {"lat": round(lat, 7), "lon": round(lon, 7)},
        }
        if self.accuracy_m is not None:
            part["accuracy_m"] = self.accuracy_m
        if self.label is not None:
            part["label"] = self.label
        return part


def place_of(given: Mapping[str, object], *, source: str | None = None) -> Place:
    """Return the place in an object with lat, lon and perhaps datum, accuracy_m, source, label.

    Args:
        given: What came; an accuracy or a label that cannot be one is left out, the place itself must be right.
        source: Who says so, if the object is not asked.

    Raises:
        BadPlace: no numbers, out of range, not a number, or a datum that we do not know.
    """
    lat, lon = _number(given.get("lat"), 90), _number(given.get("lon"), 180)
    if lat is None or lon is None:
        raise BadPlace("not a place on Earth")
    accuracy = _number(given.get("accuracy_m"), MAX_ACCURACY_M)
    told = given.get("source")
    return Place(
        lat,
        lon,
        _datum(given.get("datum", Datum.WGS84)),
        accuracy if accuracy is not None and accuracy >= 0 else None,
        source or (told if isinstance(told, str) and 0 < len(told) <= 20 else "device"),
        _label(given.get("label")),
    )


def place_in(parts: object) -> Place | None:
    """Return the first place among a message's parts, None where there is none that can be read."""
    if not isinstance(parts, list | tuple):
        return None
    for part in parts:
        if isinstance(part, Mapping) and part.get("kind") == KIND:
            try:
                return place_of(part)
            except BadPlace:
                continue
    return None


def links(place: Place) -> Mapping[str, str]:
    """Return addresses that show the place: amap, baidu, osm, and `geo` for the reader's own map program.

    AMap and Baidu are given a datum that they know, by its name, as near to what was received as can be; OpenStreetMap
    and `geo:` (RFC 5870) are WGS-84.
    """
    lat, lon = place.wgs84
    wgs = f"{lat:.6f},{lon:.6f}"
    near = place.datum is Datum.WGS84
    amap_lat, amap_lon = (lat, lon) if near else place.gcj02
    name = place.label or "位置"
    amap = {
        "position": f"{amap_lon:.6f},{amap_lat:.6f}",
        "name": name,
        "coordinate": "wgs84" if near else "gaode",
        "callnative": 1,
    }
    baidu = {
        "location": f"{place.lat:.6f},{place.lon:.6f}",
        "title": name,
        "content": name,
        "output": "html",
        "coord_type": {Datum.WGS84: "wgs84", Datum.GCJ02: "gcj02", Datum.BD09: "bd09ll"}[place.datum],
    }
    spread = "" if place.accuracy_m is None else f";u={round(place.accuracy_m)}"
    return {
        "amap": f"https://uri.amap.com/marker?{urlencode(amap, safe=',', quote_via=quote)}",
        "baidu": f"https://api.map.baidu.com/marker?{urlencode(baidu, safe=',', quote_via=quote)}",
        "osm": f"https://www.openstreetmap.org/?mlat={lat:.6f}&mlon={lon:.6f}#map=16/{lat:.6f}/{lon:.6f}",
        "geo": f"geo:{wgs}{spread}",
    }


# --- datums -----------------------------------------------------------------------------------------------------


def to_wgs84(lat: float, lon: float, datum: Datum) -> LatLon:
    """Return a point of any datum in WGS-84."""
    match datum:
        case Datum.WGS84:
            return lat, lon
        case Datum.GCJ02:
            return gcj02_to_wgs84(lat, lon)
        case Datum.BD09:
            return bd09_to_wgs84(lat, lon)


def wgs84_to_gcj02(lat: float, lon: float) -> LatLon:
    """Shift a point as the maps of China do; outside China it stays."""
    return _shifted(lat, lon) if is_shifted(lat, lon) else (lat, lon)


def gcj02_to_wgs84(lat: float, lon: float) -> LatLon:
    """Take the shift back, to a tenth of a millimetre; outside China the point stays."""
    if not is_shifted(lat, lon):
        return lat, lon
    true_lat, true_lon = lat, lon
    for _ in range(_ROUNDS):
        seen_lat, seen_lon = _shifted(true_lat, true_lon)
        off_lat, off_lon = seen_lat - lat, seen_lon - lon
        true_lat, true_lon = true_lat - off_lat, true_lon - off_lon
        if abs(off_lat) < _CLOSE and abs(off_lon) < _CLOSE:
            break
    return true_lat, true_lon


def gcj02_to_bd09(lat: float, lon: float) -> LatLon:
    """Shift a point of GCJ-02 once more, as Baidu does; outside China it stays."""
    return _shifted_again(lat, lon) if is_shifted(lat, lon) else (lat, lon)


def bd09_to_gcj02(lat: float, lon: float) -> LatLon:
    """Take Baidu's own shift back, to a tenth of a millimetre; outside China the point stays."""
    if not is_shifted(lat, lon):
        return lat, lon
    true_lat, true_lon = lat - 0.006, lon - 0.0065
    for _ in range(_ROUNDS):
        seen_lat, seen_lon = _shifted_again(true_lat, true_lon)
        off_lat, off_lon = seen_lat - lat, seen_lon - lon
        true_lat, true_lon = true_lat - off_lat, true_lon - off_lon
        if abs(off_lat) < _CLOSE and abs(off_lon) < _CLOSE:
            break
    return true_lat, true_lon


def wgs84_to_bd09(lat: float, lon: float) -> LatLon:
    """Return a point of WGS-84 as Baidu has it."""
    return gcj02_to_bd09(*wgs84_to_gcj02(lat, lon))


def bd09_to_wgs84(lat: float, lon: float) -> LatLon:
    """Return a point of Baidu's in WGS-84."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lat, lon))


def distance_m(one: LatLon, other: LatLon) -> float:
    """Return the metres between two points of one datum on a sphere (haversine, mean radius); 0.5 % is its error."""
    lat1, lat2 = math.radians(one[0]), math.radians(other[0])
    half_lat, half_lon = (lat2 - lat1) / 2, math.radians(other[1] - one[1]) / 2
    root = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * 6_371_008.8 * math.asin(min(1.0, math.sqrt(root)))


def is_shifted(lat: float, lon: float) -> bool:
    """Tell whether maps shift this point: mainland China, Hong Kong, Macau."""
    return _in_any(_CHINA, lat, lon) and not _in_any(_NOT_CHINA, lat, lon)


_Box = tuple[float, float, float, float]
"South, west, north, east."

_CHINA: tuple[_Box, ...] = (
    (42.8899, 79.4462, 49.2204, 96.33),
    (39.3742, 109.6872, 54.1415, 135.0002),
    (29.5297, 73.1246, 42.8899, 124.1433),
    (26.7186, 82.9684, 29.5297, 97.0352),
    (20.4141, 97.0253, 29.5297, 124.3674),
    (15.4, 107.9758, 20.4141, 113.0),
)
_NOT_CHINA: tuple[_Box, ...] = (
    (21.785, 119.9213, 25.3986, 122.4976),  # Taiwan, which maps do not shift
    (21.785, 122.4976, 25.0, 124.3674),  # Yaeyama
    (20.0988, 101.8652, 22.284, 106.665),  # Laos, Vietnam
    (20.4878, 106.4525, 21.5422, 108.051),  # Vietnam
    (15.4, 107.9758, 17.8, 111.0),  # Vietnam's coast
    (20.4141, 97.0253, 23.8, 98.6),  # Myanmar
    (20.4141, 98.6, 21.5, 101.1),  # Myanmar
    (26.7186, 82.9684, 27.9, 88.6),  # Nepal
    (26.7186, 89.25, 27.95, 91.6),  # Bhutan
    (29.5297, 73.1246, 35.4, 78.3),  # India, Pakistan
    (35.4, 73.1246, 36.8, 75.2),  # Pakistan
    (41.0, 73.1246, 42.8899, 77.0),  # Kyrgyzstan
    (42.0, 77.0, 42.8899, 79.9),  # Kyrgyzstan
    (50.3257, 109.0323, 54.1415, 119.127),  # Russia
    (50.35, 127.6, 54.1415, 135.0002),  # Russia
    (49.62, 128.0, 50.35, 135.0002),  # Russia
    (42.5692, 131.2662, 44.8922, 135.0002),  # Russia
    (39.3742, 125.5, 41.0, 135.0002),  # Korea
    (41.0, 129.3, 42.3, 135.0002),  # Korea
)


def _in_any(boxes: tuple[_Box, ...], lat: float, lon: float) -> bool:
    return any(south <= lat <= north and west <= lon <= east for south, west, north, east in boxes)


def _shifted(lat: float, lon: float) -> LatLon:
    x, y = lon - 105.0, lat - 35.0
    radians = math.radians(lat)
    curve = 1 - _EE * math.sin(radians) ** 2
    root = math.sqrt(curve)
    d_lat = math.degrees(_northward(x, y) / (_A * (1 - _EE) / (curve * root)))
    d_lon = math.degrees(_eastward(x, y) / (_A / root * math.cos(radians)))
    return lat + d_lat, lon + d_lon


def _waves(*pairs: tuple[float, float]) -> float:
    """Return two thirds of a sum of sine waves: pairs of amplitude in metres and phase in radians."""
    return sum(amplitude * math.sin(phase) for amplitude, phase in pairs) * 2 / 3


def _northward(x: float, y: float) -> float:
    """Return the shift to the north in metres, of a point so many degrees from 105° E, 35° N."""
    pi = math.pi
    return (
        -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * math.sqrt(abs(x))
        + _waves((20.0, 6 * pi * x), (20.0, 2 * pi * x))
        + _waves((20.0, pi * y), (40.0, pi * y / 3))
        + _waves((160.0, pi * y / 12), (320.0, pi * y / 30))
    )


def _eastward(x: float, y: float) -> float:
    """Return the shift to the east in metres, of a point so many degrees from 105° E, 35° N."""
    pi = math.pi
    return (
        300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * math.sqrt(abs(x))
        + _waves((20.0, 6 * pi * x), (20.0, 2 * pi * x))
        + _waves((20.0, pi * x), (40.0, pi * x / 3))
        + _waves((150.0, pi * x / 12), (300.0, pi * x / 30))
    )


def _shifted_again(lat: float, lon: float) -> LatLon:
    reach = math.hypot(lon, lat) + 0.00002 * math.sin(lat * _BD)
    angle = math.atan2(lat, lon) + 0.000003 * math.cos(lon * _BD)
    return reach * math.sin(angle) + 0.006, reach * math.cos(angle) + 0.0065


# --- what came --------------------------------------------------------------------------------------------------


def _number(value: object, most: float) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
        return None  # NaN fails both comparisons
    return float(value)


def _datum(value: object) -> Datum:
    try:
        return Datum(str(value))
    except ValueError:
        raise BadPlace("a datum that we do not know") from None


def _label(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(value.split())[:MAX_LABEL] or None
