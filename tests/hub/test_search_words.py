"""How texts are cut for the search: pairs of characters, whole words, one form for all ways of writing."""

import pytest

from hub.search import terms, tokens

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("雾云谷索道", ["雾云", "云谷", "谷索", "索道"]),
        ("霧雲谷", ["雾云", "云谷"]),
        ("\uff37i-Fi 密码？", ["wi", "fi", "密码"]),
        ("单号WYG-0001号", ["单号", "wyg", "0001", "号"]),
        ("お茶 커피", ["お茶", "커피"]),
        ("谷谷谷", ["谷谷"]),
        ("！？ 🙂", []),
        ("", []),
    ],
)
def test_texts_are_cut(text: str, cut: list[str]) -> None:
    assert tokens(text) == cut


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("索道 停运", ["索道", "停运"]),
        ("Hello", ["hello"]),
        ("谷", []),
        ("a", []),
        ("？", []),
        ("谷 索道", ["谷", "索道"]),
    ],
)
def test_a_query_is_its_parts_and_nothing_where_it_is_of_no_use(query: str, wanted: list[str]) -> None:
    assert terms(query) == wanted


def test_a_long_text_is_cut_no_further_than_its_beginning() -> None:
    assert len(tokens("".join(chr(0x4E00 + number) for number in range(5000)))) == 1999
