"""The folded form of texts, and the language told by the script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.script import fold, is_traditional, language_of, writable
from hub.traditional import SIMPLIFIED, TRADITIONAL

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("護照丟了，怎麼辦？", "护照丢了,怎么办?"),
        ("\uff37\uff29\uff26\uff29", "wifi"),
        ("\uff76\uff9e\uff72\uff84\uff9e", "ガイド"),
        ("\uff27reat", "great"),
        ("", ""),
    ],
)
def test_one_text_has_one_folded_form(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_folding_what_is_folded_changes_nothing() -> None:
    letters = [chr(point) for point in range(0x11_0000)]
    assert [letter for letter in letters if fold(fold(letter)) != fold(letter)] == []


@pytest.mark.parametrize(
    ("written", "kept"),
    [("a\x00b", "ab"), ("\ud800x", "x"), ("a\r\n\tb", "a\r\n\tb"), ("🎫护照", "🎫护照"), ("\x1b[31m", "[31m")],
)
def test_what_no_store_can_keep_is_left_out(written: str, kept: str) -> None:
    assert writable(written) == kept


@given(st.text(max_size=300))
def test_any_text_folds_and_has_a_language_or_none(text: str) -> None:
    assert isinstance(fold(text), str)
    assert language_of(text) in {None, "zh-CN", "zh-TW", "en", "ja", "ko", "ru", "ar", "th"}


def test_each_traditional_character_has_one_simplified_form() -> None:
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(set(TRADITIONAL))
    assert not set(TRADITIONAL) & set(SIMPLIFIED) - set("乾著")


@pytest.mark.parametrize(
    ("text", "before", "lang"),
    [
        ("护照丢了怎么办", None, "zh-CN"),
        ("護照丟了怎麼辦", None, "zh-TW"),
        ("護照丟了怎麼辦", "zh-CN", "zh-TW"),
        ("護照丟了怎麼辦", "zh-HK", "zh-HK"),
        ("请问乾隆行宫怎么走", "zh-CN", "zh-CN"),
        ("請問台北里長怎麼走", "en", "zh-TW"),
        ("護照丟了怎麼辦", "zh-TW", "zh-TW"),
        ("我的passport丢了", None, "zh-CN"),
        ("I lost my passport in 北京", None, "en"),
        ("パスポートをなくしました", None, "ja"),
        ("入場券の予約", None, "ja"),
        ("我想订山の家民宿", None, "zh-CN"),
        ("予約変更", "ja", "ja"),
        ("我要退款", "ja", "zh-CN"),
        ("여권을 잃어버렸어요", None, "ko"),
        ("où est le musée", "fr", "fr"),
        ("hello", "zh-CN", "en"),
        ("Где музей", None, "ru"),
        ("أين المتحف", None, "ar"),
        ("พิพิธภัณฑ์อยู่ที่ไหน", None, "th"),
        ("123", "ko", "ko"),
        ("123", None, None),
        ("😀😀", "en", "en"),
        ("", "zh-CN", "zh-CN"),
    ],
)
def test_the_script_tells_the_language(text: str, before: str | None, lang: str | None) -> None:
    assert language_of(text, before) == lang


@pytest.mark.parametrize(
    ("text", "traditional"), [("我們被困在山上了", True), ("我们被困在山上了", False), ("救命", False), ("", False)]
)
def test_traditional_characters_are_told_from_simplified_ones(text: str, traditional: bool) -> None:
    assert is_traditional(text) is traditional
