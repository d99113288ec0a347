"""What a message becomes on its way into the journal and out of it again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.arrivals import decode, encode, written
from hub.model import InboundMessage, Kind
from hub.script import writable

pytestmark = pytest.mark.unit

_ODD = st.sampled_from('\x00\x07\t\n\x1f\x7f\x80\x9f\xa0·é\\u\ud7ff\ud800\udfff\ue000景🎫"')
_TEXTS = st.text(st.one_of(_ODD, st.characters(codec=None)), max_size=12)


@given(text=_TEXTS, name=_TEXTS, part=st.dictionaries(_TEXTS, _TEXTS, max_size=2))
def test_what_is_written_is_what_the_journal_gives_back(text: str, name: str, part: dict[str, str]) -> None:
    message = InboundMessage("v1", "1", Kind.TEXT, text, (part,), display_name=name)
    plain = encode(message)
    assert written(message, plain) == decode(plain)
    assert decode(plain).text == writable(text)


def test_everyday_words_are_not_read_back_from_the_journal() -> None:
    message = InboundMessage("v1", "1", Kind.TEXT, "门票多少钱？\nHow much is it, café “A”?")
    assert written(message, encode(message)) is message
