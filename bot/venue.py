"""What an article says in fields of a place that tourists go to: what kind it is, where it stands, when it is open.

Rules: every field but the kind may be missing, and what is missing is not told; words are in the language of the
article. The point is kept as it was given, with its datum (`hub.places`); a link to a map is made from it, in the
datum of that map. Pure.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hub.places import Place, links, place_of
from hub.script import reads_traditional


class VenueKind(StrEnum):
    """What kind of place it is."""

    SIGHT = "sight"
    MUSEUM = "museum"
    PARK = "park"
    OLD_TOWN = "old_town"
    HOTEL = "hotel"
    RESTAURANT = "restaurant"
    SHOP = "shop"
    STATION = "station"
    SERVICE = "service"
    "A visitor centre, a desk, a clinic."


WORDS = ("address", "opening", "ticket", "transport", "phone")
"The fields that are words, in the order in which they are told."
_LABELS: Mapping[str, Mapping[str, str]] = {
    "zh-CN": {
        "address": "地址：",
        "opening": "开放时间：",
        "ticket": "门票：",
        "transport": "交通：",
        "phone": "电话：",
        "map": "地图：",
    },
    "zh-TW": {
        "address": "地址：",
        "opening": "開放時間：",
        "ticket": "門票：",
        "transport": "交通：",
        "phone": "電話：",
        "map": "地圖：",
    },
    "en": {
        "address": "Address: ",
        "opening": "Opening hours: ",
        "ticket": "Tickets: ",
        "transport": "Getting there: ",
        "phone": "Phone: ",
        "map": "Map: ",
    },
    "ja": {
        "address": "住所：",
        "opening": "開館時間：",
        "ticket": "料金：",
        "transport": "アクセス：",
        "phone": "電話：",
        "map": "地図：",
    },
    "ko": {
        "address": "주소: ",
        "opening": "이용 시간: ",
        "ticket": "요금: ",
        "transport": "가는 길: ",
        "phone": "전화: ",
        "map": "지도: ",
    },
}


@dataclass(frozen=True, slots=True)
class Venue:
    """A place in fields."""

    kind: VenueKind
    address: str = ""
    opening: str = ""
    "When it is open, in words."
    ticket: str = ""
    "What it costs, in words, with the currency."
    transport: str = ""
    phone: str = ""
    tags: tuple[str, ...] = ()
    point: Place | None = None

    def words(self) -> Iterator[tuple[str, str]]:
        """Return the fields that are words and not empty, by name."""
        for name in WORDS:
            value: str = getattr(self, name)
            if value:
                yield name, value

    def told(self, lang: str) -> str:
        """Return the fields as lines for a reader of `lang`."""
        labels = _LABELS.get(_labelled(lang), _LABELS["en"])
        lines = [f"{labels[name]}{value}" for name, value in self.words()]
        if self.point is not None:
            shown = links(self.point)
            lines.append(f"{labels['map']}{shown['amap' if lang.startswith('zh') else 'osm']}")
        return "\n".join(lines)

    def dumped(self) -> str:
        """Return the fields as JSON, without those that are empty."""
        fields: dict[str, object] = {"kind": self.kind.value, **dict(self.words())}
        if self.tags:
            fields["tags"] = list(self.tags)
        if self.point is not None:
            fields["point"] = {"lat": self.point.lat, "lon": self.point.lon, "datum": self.point.datum.value}
        return json.dumps(fields, ensure_ascii=False)


def venue_of(dumped: str) -> Venue:
    """Return what `Venue.dumped` wrote."""
    fields = json.loads(dumped)
    point = fields.get("point")
    return Venue(
        kind=VenueKind(fields["kind"]),
        **{name: fields.get(name, "") for name in WORDS},
        tags=tuple(fields.get("tags", ())),
        point=None if point is None else place_of(point, source="article"),
    )


def _labelled(lang: str) -> str:
    if lang.startswith("zh"):
        return "zh-TW" if reads_traditional(lang) else "zh-CN"
    return lang.split("-")[0]
