"""Messages in a stream: however the bytes are cut, the same messages come out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voice_bridge.sip.wording import INVITE, SDP, wire
from voice_bridge.sip.errors import Malformed
from voice_bridge.sip.parser import Limits
from voice_bridge.sip.stream import PING, StreamFramer

pytestmark = pytest.mark.unit

CALL = wire(INVITE, SDP)
EMPTY = wire(INVITE)


@given(st.lists(st.sampled_from([CALL, EMPTY, PING]), max_size=4), st.data())
def test_however_the_bytes_are_cut_the_messages_are_the_same(items: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(items)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    framer, found = StreamFramer(), []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        found += list(framer.feed(stream[start:end]))
    assert found == items
    assert not framer.is_waiting


def test_a_byte_at_a_time() -> None:
    framer = StreamFramer()
    found = [message for byte in CALL + PING + EMPTY for message in framer.feed(bytes([byte]))]
    assert found == [CALL, PING, EMPTY]


def test_a_message_that_has_begun_is_being_waited_for() -> None:
    framer = StreamFramer()
    assert list(framer.feed(b"\r\n")) == []
    assert not framer.is_waiting
    assert list(framer.feed(CALL[:10])) == []
    assert framer.is_waiting


@pytest.mark.parametrize("name", ["Content-Length: ", "l:", "CONTENT-LENGTH :", "Content-Length:\r\n "])
def test_the_length_in_every_spelling(name: str) -> None:
    raw = CALL.replace(b"Content-Length: ", name.encode())
    assert list(StreamFramer().feed(raw + EMPTY)) == [raw, EMPTY]


@pytest.mark.parametrize("length", [b"", b"Content-Length: -1\r\n", b"Content-Length: 1\r\nl: 2\r\n", b"l: 1e3\r\n"])
def test_without_a_clear_length_the_stream_is_lost(length: bytes) -> None:
    with pytest.raises(Malformed):
        list(StreamFramer().feed(EMPTY.replace(b"Content-Length: 0\r\n", length)))


def test_nobody_fills_our_memory() -> None:
    limits = Limits(message_bytes=1_000, head_bytes=400)
    framer = StreamFramer(limits)
    with pytest.raises(Malformed):
        list(framer.feed(b"INVITE " + b"a" * 400))
    with pytest.raises(Malformed) as large:
        list(StreamFramer(limits).feed(b"A\r\nl: 999\r\n\r\n"))
    assert large.value.status == 513
