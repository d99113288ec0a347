"""Details as tourists write them, each kind with what fits, what does not, and what it must not mistake for its own."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flows.slots import KINDS, LONGEST, Fault, Option, Slot, claimed, read, shown

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 23)
"A Monday."


def _slot(kind: str) -> Slot:
    options = (Option("hotel", {"zh-CN": "酒店", "en": "Hotel"}, ("民宿",)), Option("tour", {"zh-CN": "跟团"}))
    return Slot("x", kind, options=options if kind == "choice" else ())


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("people", "三个人", 3),
        ("people", "\uff13", 3),
        ("people", "两大一小", 3),
        ("people", "we are four people", 4),
        ("people", "十二人", 12),
        ("past_date", "昨天下午三点", "2026-11-22"),
        ("past_date", "大前天", "2026-11-20"),
        ("past_date", "上周三", "2026-11-18"),
        ("past_date", "周五", "2026-11-20"),
        ("past_date", "三天前", "2026-11-20"),
        ("past_date", "10月1號", "2026-10-01"),
        ("past_date", "十月一日", "2026-10-01"),
        ("past_date", "2026/10/01", "2026-10-01"),
        ("past_date", "on May 1st", "2026-05-01"),
        ("past_date", "12月31日", "2025-12-31"),
        ("future_date", "明天", "2026-11-24"),
        ("future_date", "5月1号", "2027-05-01"),
        ("future_date", "下周二", "2026-12-01"),
        ("future_date", "next friday", "2026-12-04"),
        ("phone", "我的电话是13800000000", "+8613800000000"),
        ("phone", "138-0000-0000", "+8613800000000"),
        ("phone", "010-12301000", "+861012301000"),
        ("phone", "+44 20 7946 0018", "+442079460018"),
        ("phone", "0044 20 7946 0018", "+442079460018"),
        ("money", "1280元", 128_000),
        ("money", "￥3,200", 320_000),
        ("money", "一千二百块", 120_000),
        ("money", "1.5万", 1_500_000),
        ("money", "3块5", 350),
        ("ticket", "hz-20261123-0001", "HZ-20261123-0001"),
        ("ticket", "单号是hz202611230001", "HZ-20261123-0001"),
        ("last_four", "尾号 8000", "8000"),
        ("yes_no", "没有", "no"),
        ("yes_no", "有照片", "yes"),
        ("yes_no", "Yes, I do", "yes"),
        ("rating", "五星", 5),
        ("rating", "★★★", 3),
        ("rating", "非常不满意", 1),
        ("rating", "不满意", 2),
        ("choice", "民宿", "hotel"),
        ("choice", "2", "tour"),
        ("choice", "HOTEL", "hotel"),
        ("text", "  东门\n售票处 ", "东门 售票处"),
    ],
)
def test_what_fits_is_read(kind: str, text: str, value: object) -> None:
    assert read(_slot(kind), text, TODAY) == value


@pytest.mark.parametrize(
    ("kind", "text", "fault"),
    [
        ("people", "很多", "people"),
        ("people", "0", "people"),
        ("people", "9999人", "people"),
        ("past_date", "明天", "past"),
        ("past_date", "2月30日", "date"),
        ("past_date", "不记得", "date"),
        ("future_date", "昨天", "future"),
        ("future_date", "2031-01-01", "date"),
        ("phone", "12345", "phone"),
        ("phone", "110", "phone"),
        ("phone", "1380000000", "phone"),
        ("money", "很贵", "money"),
        ("money", "0元", "money"),
        ("ticket", "12345", "ticket"),
        ("last_four", "12", "last_four"),
        ("yes_no", "也许", "yes_no"),
        ("rating", "9", "rating"),
        ("choice", "飞机", "choice"),
        ("text", "。。。", "empty"),
    ],
)
def test_what_does_not_fit_says_which_hint_is_needed(kind: str, text: str, fault: str) -> None:
    assert read(_slot(kind), text, TODAY) == Fault(fault)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("people", "3"),
        ("money", "3"),
        ("past_date", "导游态度很差"),
        ("phone", "2026年"),
        ("rating", "3"),
        ("people", "三人行旅行社" * 8),
    ],
)
def test_nothing_is_claimed_that_may_be_something_else(kind: str, text: str) -> None:
    assert claimed(_slot(kind), text, TODAY) is None


@given(st.sampled_from(sorted(KINDS)), st.text())
@settings(max_examples=300, deadline=None)
def test_anything_written_is_a_bounded_value_or_a_hint(kind: str, text: str) -> None:
    value = read(_slot(kind), text, TODAY)
    assert isinstance(value, Fault | int) or len(value) <= LONGEST
    claimed(_slot(kind), text, TODAY)


def test_values_are_shown_in_the_language_of_the_tourist() -> None:
    assert shown(_slot("money"), 128_050, "zh-TW") == "1,280.50 元"
    assert shown(_slot("money"), 128_000, "en") == "CNY 1,280"
    assert shown(_slot("choice"), "hotel", "ja") == "Hotel"
    assert shown(_slot("yes_no"), "no", "en") == "no"
    assert shown(_slot("text"), None, "en") == "—"
