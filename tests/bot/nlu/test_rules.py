"""Days, clocks, amounts and numbers as people write them; today is Monday, 23 November 2026."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.embedded.normalise import normalise
from bot.nlu.embedded.numerals import number_in
from bot.nlu.embedded.rules import find

pytestmark = pytest.mark.unit
TODAY = date(2026, 11, 23)


def told(text: str) -> list[str]:
    normal = normalise(text).text
    return [f"{one.entity} {one.norm}" for one in find(normal, TODAY)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我想明天下午3点半去", ["date 2026-11-24", "time 15:30"]),
        ("下周三两个人", ["date 2026-12-02", "people 2"]),
        ("周六还开门吗", ["date 2026-11-28"]),
        ("星期一", ["date 2026-11-23"]),
        ("上周五", ["date 2026-11-20"]),
        ("這個週末", ["date 2026-11-28"]),
        ("国庆期间", ["date 2027-10-01"]),
        ("春节放假吗", ["date 2027-02-06"]),
        ("10月3号", ["date 2027-10-03"]),
        ("十二月二十五日晚上七点", ["date 2026-12-25", "time 19:00"]),
        ("2026年12月31日", ["date 2026-12-31"]),
        ("下个月5号", ["date 2026-12-05"]),
        ("15号", ["date 2026-12-15"]),
        ("2月30号", ["number 2", "number 30"]),
        ("next friday at 3:15 pm for 2 adults", ["date 2026-12-04", "time 15:15", "people 2"]),
        ("October 3rd", ["date 2027-10-03"]),
        ("来週の金曜日 午後3時 2名", ["date 2026-12-04", "time 15:00", "people 2"]),
        ("내일 오후 3시 2명", ["date 2026-11-24", "time 15:00", "people 2"]),
        ("人均100-150元", ["money CNY 100-150"]),
        ("三百五十块钱", ["money CNY 350"]),
        ("$50", ["money USD 50"]),
        ("4.5分以上", ["rating >=4.5"]),
        ("一个半小时", ["duration PT90M"]),
        ("三天两晚", ["duration P3D", "duration P2D"]),
        ("电话138-0000-0000", ["phone +8613800000000"]),
        ("我的单号是CN-20261123-0001", ["ticket CN-20261123-0001"]),
        ("一家三口", ["people 3"]),
        ("两千五", ["number 2500"]),
        ("大概300吧", ["number 300"]),
        ("三四个人", []),
        ("有一点远", []),
        ("提三点建议", []),
        ("天安门广场", []),
        ("十三陵和千岛湖", []),
        ("几点开门", []),
    ],
)
def test_what_is_written_is_what_is_told(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三十五", 35),
        ("十二", 12),
        ("一百零二", 102),
        ("两百二", 220),
        ("三万五", 35_000),
        ("二〇二六", 2026),
        ("1,200", 1200),
        ("一点五", 1.5),
        ("3万", 30_000),
        ("百百", None),
        ("万", None),
        ("", None),
        ("故宫", None),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, value: float | None) -> None:
    assert number_in(text) == value


@given(st.text(alphabet="0123456789一二三十百千万年月日号点半周下明天元块人个小时分:-/. apm", max_size=30))
def test_no_text_of_numbers_breaks_the_rules(text: str) -> None:
    found = find(normalise(text).text, TODAY)
    assert all(one.start < one.end for one in found)
    assert all(one.end <= after.start for one, after in pairwise(found))
