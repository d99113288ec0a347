"""Normal forms lead back to what was written."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.nlu.embedded.normalise import MAX_LETTERS, normalise
from hub.script import fold

pytestmark = pytest.mark.unit

WRITTEN = st.text(max_size=40) | st.text(alphabet="ｶﾞ㍿İ\uff11臺灣A故宫 é́각ᄀ", max_size=20)


@given(WRITTEN)
@example("ｶﾞ㍿İ臺灣１２３Ａ")
def test_every_stretch_of_the_normal_form_stands_somewhere_in_the_original(text: str) -> None:
    normal = normalise(text)
    for start in range(len(normal.text)):
        for end in range(start + 1, min(start + 6, len(normal.text)) + 1):
            first, last = normal.span(start, end)
            assert 0 <= first < last <= len(text)


@given(WRITTEN)
def test_places_never_go_back(text: str) -> None:
    normal = normalise(text)
    places = [normal.span(place, place + 1) for place in range(len(normal.text))]
    assert places == sorted(places)


@given(WRITTEN.filter(lambda text: "Σ" not in text))
def test_the_normal_form_is_the_hubs(text: str) -> None:
    assert normalise(text).text == fold(text)


@given(st.text(alphabet="\uff21\uff11臺灣ｶﾞ㍿故宫x", min_size=1, max_size=20), st.data())
def test_there_and_back_covers_what_was_meant(text: str, data: st.DataObject) -> None:
    normal = normalise(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = normal.within(start, end)
    if first < last:
        back = normal.span(first, last)
        assert start <= back[0] < back[1] <= end


def test_full_width_and_traditional_are_one_with_half_width_and_simplified() -> None:
    assert normalise("臺灣ＡＢＣ１２３").text == normalise("台湾abc123").text


def test_an_enormous_text_is_read_as_far_as_its_limit() -> None:
    assert len(normalise("故" * 100_000).text) == MAX_LETTERS
