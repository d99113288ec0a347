"""Ids: unique, growing with the process whatever the clock does, and known by their shape."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.clock import ManualClock
from hub.ids import IdSource, is_id

pytestmark = pytest.mark.unit


class BackwardClock(ManualClock):
    """A clock that somebody keeps setting back."""

    def now_ms(self) -> int:
        """Return a time a second before the last."""
        self._now_ms -= 1_000
        return self._now_ms


@pytest.mark.parametrize("clock", [ManualClock(), BackwardClock()])
def test_ids_grow_within_the_same_moment_and_when_the_clock_goes_back(clock: ManualClock) -> None:
    source = IdSource(clock)
    made = [source.new_id() for _ in range(2_000)]
    assert made == sorted(set(made))
    assert all(is_id(one) for one in made)


def test_ids_of_later_moments_are_greater_whoever_makes_them() -> None:
    early, late = IdSource(ManualClock(1_000)), IdSource(ManualClock(1_001))
    assert all(early.new_id() < late.new_id() for _ in range(100))


def test_threads_never_get_the_same_id() -> None:
    source = IdSource(ManualClock())
    made: list[list[str]] = [[] for _ in range(8)]

    def make(into: list[str]) -> None:
        into.extend(source.new_id() for _ in range(500))

    threads = [threading.Thread(target=make, args=(into,)) for into in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one for into in made for one in into}) == 4_000
    assert all(into == sorted(into) for into in made)


@pytest.mark.parametrize("text", ["", "0" * 25, "0" * 27, "8" + "0" * 25, "I" * 26, "0" * 25 + "l", "0" * 25 + "\n"])
def test_what_has_another_shape_is_no_id(text: str) -> None:
    assert not is_id(text)


@given(st.text(max_size=30))
def test_only_our_alphabet_makes_ids(text: str) -> None:
    assert not is_id(text) or (text.isascii() and text == text.upper() and len(text) == 26)


@given(st.integers(0, 2**48 - 1))
def test_every_moment_until_the_year_10889_has_ids(moment_ms: int) -> None:
    assert is_id(IdSource(ManualClock(moment_ms)).new_id())
