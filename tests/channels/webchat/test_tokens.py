"""The visitor's two tokens: made by us, changed by nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.webchat.tokens import PASS_LIFE_MS, Pass, Tokens
from hub.clock import ManualClock
from hub.errors import NotSignedIn
from hub.keys import KeyRing, Ring, new_master_key
from tests.people import key_ring

pytestmark = pytest.mark.unit


def shown(clock: ManualClock) -> Pass:
    return Pass("account", "identity", "v_1", "v_0", "session", "a" * 64, clock.now_ms() + PASS_LIFE_MS)


def test_a_visitors_token_is_known_by_its_digest_and_every_one_is_new() -> None:
    tokens = Tokens(key_ring(), ManualClock())
    first, second = tokens.new_visitor_token(), tokens.new_visitor_token()
    assert first != second
    assert tokens.visitor_token_id(first) == tokens.visitor_token_id(first)
    assert len(tokens.visitor_token_id(first)) == 64
    assert first not in tokens.visitor_token_id(first)


async def test_a_pass_says_who_comes_until_its_time_is_over() -> None:
    clock = ManualClock()
    tokens = Tokens(key_ring(), clock)
    text = tokens.new_pass(shown(clock))
    assert tokens.read_pass(text) == shown(clock)
    await clock.advance(PASS_LIFE_MS / 1000)
    with pytest.raises(NotSignedIn, match="pass_expired"):
        tokens.read_pass(text)


def test_a_pass_of_another_version_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = ManualClock()
    tokens = Tokens(key_ring(), clock)
    told = ("account", "identity", "v_1", "session", "a" * 64, clock.now_ms() + PASS_LIFE_MS)
    monkeypatch.setattr("channels.webchat.tokens.astuple", lambda _: told)
    text = tokens.new_pass(shown(clock))
    with pytest.raises(NotSignedIn, match="pass_expired"):
        tokens.read_pass(text)


def test_one_kind_of_token_does_not_pass_for_the_other() -> None:
    clock = ManualClock()
    tokens = Tokens(key_ring(), clock)
    with pytest.raises(NotSignedIn):
        tokens.read_pass(tokens.new_visitor_token())
    with pytest.raises(NotSignedIn):
        tokens.visitor_token_id(tokens.new_pass(shown(clock)))


def test_a_changed_token_is_refused() -> None:
    clock = ManualClock()
    tokens = Tokens(key_ring(), clock)
    text = tokens.new_pass(shown(clock))
    for place in range(len(text) - 1):
        changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        with pytest.raises(NotSignedIn):
            tokens.read_pass(changed)


def test_another_installations_token_is_refused() -> None:
    clock = ManualClock()
    with pytest.raises(NotSignedIn):
        Tokens(key_ring(), clock).read_pass(Tokens(key_ring(), clock).new_pass(shown(clock)))


async def test_a_token_of_a_key_made_since_is_read_after_one_look_at_the_ring() -> None:
    clock = ManualClock()
    old = new_master_key(1)
    new = new_master_key(2, frozenset({old.id}))
    looks = 0
    ring = Ring(old.id, (old,))

    def read() -> Ring:
        nonlocal looks
        looks += 1
        return ring

    here = Tokens(KeyRing(read), clock)
    ring = Ring(new.id, (old, new))
    elsewhere = Tokens(KeyRing(lambda: ring), clock)
    assert here.read_pass(elsewhere.new_pass(shown(clock))) == shown(clock)
    assert looks == 2
    for _ in range(50):
        with pytest.raises(NotSignedIn):
            here.read_pass("p00000000.e30.AAAA")
    assert looks == 2, "a flood of foreign keys must not read the folder each time"


@given(st.text(max_size=200))
def test_no_text_is_a_token_by_chance(text: str) -> None:
    tokens = Tokens(key_ring(), ManualClock())
    with pytest.raises(NotSignedIn):
        tokens.visitor_token_id(text)
    with pytest.raises(NotSignedIn):
        tokens.read_pass(text)
