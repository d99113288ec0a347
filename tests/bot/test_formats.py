"""The fixed formats, as people type them, and what is nearly one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import Answer, Command, Explain, StartFlow
from bot.formats import read
from tests.bot.flow_talk import FlowTalk

pytestmark = pytest.mark.unit

SIGN = "\uff03"
"A # in full width."
WIDE_NUMBER = "".join(chr(ord(letter) + 0xFEE0) for letter in "#HZ-20261123-0001")
NUMBER = {"number": "hz-20261123-0001"}


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("咨询#博物馆要预约吗", Answer("博物馆要预约吗")),
        (f"諮詢{SIGN}博物館要預約嗎", Answer("博物館要預約嗎")),
        ("咨询 # 要预约吗", Answer("要预约吗")),
        ("咨询：要预约吗", Answer("要预约吗")),
        ("要预约吗#咨询", Answer("要预约吗")),
        ("#咨询#要预约吗", Answer("要预约吗")),
        ("投诉#导游#强迫购物", StartFlow("complaint", {"what": "导游#强迫购物"})),
        (f"投訴{SIGN}導遊強迫購物", StartFlow("complaint", {"what": "導遊強迫購物"})),
        ("投诉 导游强迫购物", StartFlow("complaint", {"what": "导游强迫购物"})),
        ("报修#东门路灯不亮", StartFlow("repair", {"what": "东门路灯不亮"})),
        ("報修#東門路燈不亮", StartFlow("repair", {"what": "東門路燈不亮"})),
        ("查询#HZ-20261123-0001", StartFlow("ticket_status", NUMBER)),
        (f"查詢{WIDE_NUMBER}", StartFlow("ticket_status", NUMBER)),
        ("HZ-20261123-0001#查询", StartFlow("ticket_status", NUMBER)),
        ("查询HZ-20261123-0001", StartFlow("ticket_status", NUMBER)),
        ("查一下单号hz-20261123-0001", StartFlow("ticket_status", NUMBER)),
    ],
)
def test_a_format_is_understood_however_it_is_typed(text: str, command: Command) -> None:
    assert read(text) == command


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("投诉#", "complain"),
        ("投诉", "complain"),
        ("查询#我的单子", "status"),
        ("查旬#HZ-20261123-0001", "status"),
        ("头诉#导游", "complain"),
        ("报休#路灯", "repair"),
        (f"咨询{SIGN} ？", "consult"),
    ],
)
def test_a_near_miss_is_told_how_it_is_written(text: str, format_: str) -> None:
    assert read(text) == Explain(format_)
    assert "#" in FlowTalk().say(text)


@pytest.mark.parametrize(
    "text", ["投诉导游强迫购物", "我要投诉", "#西湖# 真美", "你好", "查询天气", "", "房间#302空调坏了", "怎么查询进度"]
)
def test_any_other_text_is_none_of_them(text: str) -> None:
    assert read(text) is None


@given(st.text() | st.from_regex(r"(咨询|投诉|报修|查询|投).{0,3}[#\uff03].{0,20}"))
def test_nothing_typed_upsets_it(text: str) -> None:
    read(text)
