"""One visitor's socket, frame by frame, with the time handed in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.webchat.frames import Say
from channels.webchat.limits import Passage, Rate
from channels.webchat.protocol import (
    DEAD_S,
    HELLO_S,
    PATIENCE,
    Admit,
    Confirm,
    Effect,
    Hang,
    Keep,
    Peer,
    Rewind,
    Show,
    Write,
)
from channels.webchat.render import BEAT_S
from hub.model import Kind

pytestmark = pytest.mark.unit

CID = "0123456789abcdef"
MANY = Rate(1000, 1000)


def always(_say: Say, _now_s: float) -> Passage:
    return Passage()


def open_peer(now_s: float = 0.0, frames: Rate = MANY) -> Peer:
    peer = Peer(frames, now_s)
    assert peer.receive('{"t":"hello","token":"good","last_seq":0}', now_s) == (Admit("good", 0),)
    peer.admitted(always)
    return peer


def written(effects: tuple[Effect, ...]) -> list[dict[str, object]]:
    return [json.loads(effect.text) for effect in effects if isinstance(effect, Write)]


def said(text: str = "hello") -> str:
    return json.dumps({"t": "msg", "cid": CID, "text": text})


def test_the_first_frame_must_say_who_comes() -> None:
    for first in (said(), '{"t":"ping"}', "{}", "nonsense", '{"t":"msg","cid":"0123456789","text":""}'):
        peer = Peer(MANY, 0.0)
        (hang,) = peer.receive(first, 0.0)
        assert isinstance(hang, Hang)
        assert hang.code == 4401
        assert peer.receive(said(), 0.0) == ()


def test_whoever_says_nothing_for_five_seconds_is_hung_up() -> None:
    peer = Peer(MANY, 100.0)
    assert peer.tick(100.0 + HELLO_S - 0.1) == ()
    assert peer.tick(100.0 + HELLO_S) == (Hang(4401, "no hello"),)
    assert peer.tick(200.0) == ()


def test_a_message_is_kept_and_not_acknowledged_here() -> None:
    assert open_peer().receive(said("你好"), 0.0) == (Keep(Say(CID, Kind.TEXT, "你好"), 0.0),)


def test_a_second_hello_is_an_error_and_no_more() -> None:
    peer = open_peer()
    effects = peer.receive('{"t":"hello","token":"other","last_seq":0}', 0.0)
    assert written(effects) == [{"t": "error", "code": "hello_again"}]
    assert peer.is_open


def test_confirmations_only_grow() -> None:
    peer = open_peer()
    assert peer.receive('{"t":"recv","seq":5}', 0.0) == (Confirm(5, 0),)
    assert peer.receive('{"t":"recv","seq":3}', 0.0) == ()
    assert peer.receive('{"t":"read","seq":4}', 0.0) == (Confirm(5, 4),)
    assert peer.receive('{"t":"read","seq":9}', 0.0) == (Confirm(9, 9),)
    assert peer.receive('{"t":"read","seq":9}', 0.0) == ()


def test_typing_is_shown_at_most_every_three_seconds_and_its_end_at_once() -> None:
    peer = open_peer()
    assert peer.receive('{"t":"typing","on":true}', 10.0) == (Show(on=True),)
    assert peer.receive('{"t":"typing","on":true}', 11.0) == ()
    assert peer.receive('{"t":"typing","on":false}', 11.5) == (Show(on=False),)
    assert peer.receive('{"t":"typing","on":true}', 15.0) == (Show(on=True),)


def test_a_gap_is_filled_from_where_the_page_says() -> None:
    assert open_peer().receive('{"t":"gap","after":12}', 0.0) == (Rewind(12),)


def test_silence_is_asked_about_and_then_ended() -> None:
    peer = open_peer()
    assert peer.tick(BEAT_S - 1) == ()
    assert written(peer.tick(BEAT_S)) == [{"t": "ping"}]
    assert peer.tick(BEAT_S + 1) == ()
    assert peer.receive('{"t":"pong"}', BEAT_S + 2) == ()
    assert written(peer.tick(BEAT_S * 2 + 2)) == [{"t": "ping"}]
    assert peer.tick(BEAT_S + 2 + DEAD_S) == (Hang(4408, "silent"),)


def test_a_ping_is_answered() -> None:
    assert written(open_peer().receive('{"t":"ping"}', 0.0)) == [{"t": "pong"}]


def test_a_message_that_may_not_pass_is_refused_with_the_time_to_wait() -> None:
    peer = Peer(MANY, 0.0)
    peer.receive('{"t":"hello","token":"good","last_seq":0}', 0.0)
    peer.admitted(lambda _say, _now: Passage(1.5, refused=True))
    answers = written(peer.receive(said(), 0.0))
    assert answers == [{"t": "nack", "cid": CID, "code": "rate_limited", "retry_ms": 1500}]


def test_who_does_not_stop_is_hung_up() -> None:
    peer = Peer(MANY, 0.0)
    peer.receive('{"t":"hello","token":"good","last_seq":0}', 0.0)
    peer.admitted(lambda _say, _now: Passage(1.0, refused=True))
    for _ in range(PATIENCE - 1):
        peer.receive(said(), 0.0)
    assert peer.receive(said(), 0.0)[-1] == Hang(4429, "too much")


def test_a_rescue_that_must_wait_is_kept_all_the_same() -> None:
    peer = Peer(MANY, 0.0)
    peer.receive('{"t":"hello","token":"good","last_seq":0}', 0.0)
    peer.admitted(lambda _say, _now: Passage(2.0))
    for _ in range(PATIENCE * 3):
        assert peer.receive(said("救命"), 0.0) == (Keep(Say(CID, Kind.TEXT, "救命"), 2.0),)


def test_a_flood_of_small_frames_is_hung_up_while_messages_still_pass() -> None:
    peer = open_peer(frames=Rate(1, 3))
    effects: tuple[Effect, ...] = ()
    for _ in range(PATIENCE + 10):
        effects = peer.receive('{"t":"ping"}', 0.0) or effects
        if not peer.is_open:
            break
    assert effects[-1] == Hang(4429, "too much")


@pytest.mark.parametrize(("data", "code"), [(b"\x00\x01", 1003), ("x" * 70_000, 1009)])
def test_a_socket_that_sends_what_cannot_be_text_is_hung_up(data: str | bytes, code: int) -> None:
    (hang,) = open_peer().receive(data, 0.0)
    assert isinstance(hang, Hang)
    assert hang.code == code


def test_a_wrong_frame_is_named_and_the_socket_goes_on() -> None:
    peer = open_peer()
    assert written(peer.receive('{"t":"recv","seq":"x"}', 0.0)) == [{"t": "error", "code": "bad_seq"}]
    assert peer.receive(said(), 0.0) == (Keep(Say(CID, Kind.TEXT, "hello"), 0.0),)


def test_a_hang_up_of_ours_happens_once() -> None:
    peer = open_peer()
    assert peer.hang(1012, "restart") == (Hang(1012, "restart"),)
    assert peer.hang(1012, "restart") == ()
    assert peer.receive(said(), 0.0) == ()


frames = st.one_of(
    st.just(said()),
    st.builds(lambda seq: json.dumps({"t": "recv", "seq": seq}), st.integers(-1, 50)),
    st.builds(lambda seq: json.dumps({"t": "read", "seq": seq}), st.integers(-1, 50)),
    st.sampled_from(['{"t":"ping"}', '{"t":"pong"}', '{"t":"typing","on":true}', '{"t":"gap","after":1}', "x", "{}"]),
    st.just('{"t":"hello","token":"again"}'),
    st.binary(max_size=4),
)


@given(st.lists(st.tuples(frames, st.floats(0, 30)), max_size=60))
def test_whatever_comes_a_hung_up_socket_stays_silent_and_confirmations_never_fall(
    course: list[tuple[str | bytes, float]],
) -> None:
    peer, now = open_peer(frames=Rate(5, 10)), 0.0
    hung, confirmed = False, Confirm(0, 0)
    for data, pause in course:
        now += pause
        for effect in (*peer.tick(now), *peer.receive(data, now)):
            assert not hung, "an effect after the hang-up"
            hung = isinstance(effect, Hang)
            if isinstance(effect, Confirm):
                assert effect.delivered >= max(confirmed.delivered, effect.read)
                assert effect.read >= confirmed.read
                confirmed = effect
    assert peer.is_open is not hung
