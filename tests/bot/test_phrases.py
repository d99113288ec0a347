"""Asking for a person, anger and small talk, and the same words said in passing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.phrases import Talk, asks_for_person, is_angry, says_something, small_talk

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "text",
    [
        "人工湖在哪",
        "人工智能讲解",
        "需要人工讲解吗",
        "人工呼吸怎么做",
        "人工服务时间",
        "a travel agent in Beijing",
        "travel agency refused me",
        "human rights museum",
        "the person at the desk was rude",
        "打电话收费吗",
        "有人在吗",
        "酒店客服不理我",
    ],
)
def test_said_in_passing_is_no_wish_for_a_person(text: str) -> None:
    assert not asks_for_person(text)


@pytest.mark.parametrize(
    "text", ["垃圾桶在哪里", "景区里垃圾太多", "滚滚长江", "什么时候开门", "Scunthorpe", "这里真美！！！", "一怒之下"]
)
def test_said_in_passing_is_no_anger(text: str) -> None:
    assert not is_angry(text)


@pytest.mark.parametrize(
    ("text", "talk"),
    [
        ("你好！", Talk.GREETING),
        ("您好～", Talk.GREETING),
        ("Hello!!", Talk.GREETING),
        ("こんにちは。", Talk.GREETING),
        ("안녕하세요", Talk.GREETING),
        ("谢谢您", Talk.THANKS),
        ("謝謝", Talk.THANKS),
        ("Thank you very much.", Talk.THANKS),
        ("再见", Talk.FAREWELL),
        ("好的", Talk.YES),
        ("OK", Talk.YES),
        ("都不是", Talk.NO),
        ("答非所问", Talk.NO),
        ("你好，我要退款", None),
        ("", None),
    ],
)
def test_small_talk_is_known_only_when_there_is_nothing_else(text: str, talk: Talk | None) -> None:
    assert small_talk(text) is talk


def test_signs_say_nothing_and_a_digit_says_something() -> None:
    assert not says_something("😀？！ \u200b")
    assert says_something("1")


@given(st.text(max_size=400))
def test_any_text_can_be_judged(text: str) -> None:
    assert asks_for_person(text) in {True, False}
    assert is_angry(text) in {True, False}
    assert small_talk(text) in {None, *Talk}
