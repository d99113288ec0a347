"""How much may come, and that a rescue always may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.webchat.limits import RESCUE_DELAY_S, Bucket, Buckets, Limits, Passage, Rate, Turnstile, limits_of

pytestmark = pytest.mark.unit


def is_rescue(text: str) -> bool:
    return "救命" in text


def test_a_full_bucket_gives_its_burst_and_then_one_for_each_interval() -> None:
    bucket = Bucket(Rate(per_s=2, burst=3), now_s=10.0)
    assert [bucket.take(10.0) for _ in range(3)] == [0.0, 0.0, 0.0]
    assert bucket.take(10.0) == pytest.approx(0.5)
    assert bucket.take(10.5) == 0.0


def test_a_clock_that_steps_back_gives_nothing_away() -> None:
    bucket = Bucket(Rate(per_s=1, burst=1), now_s=100.0)
    assert bucket.take(100.0) == 0.0
    assert bucket.take(50.0) > 0
    assert bucket.take(100.5) > 0


@given(st.lists(st.floats(min_value=0, max_value=5), max_size=60), st.integers(1, 5), st.integers(1, 5))
def test_no_bucket_gives_more_than_its_burst_and_its_rate(pauses: list[float], per_s: int, burst: int) -> None:
    bucket = Bucket(Rate(per_s, burst), 0.0)
    now, given_out = 0.0, 0
    for pause in pauses:
        now += pause
        given_out += bucket.take(now) == 0.0
    assert given_out <= burst + now * per_s + 1e-6


def test_strangers_in_a_flood_cost_bounded_memory() -> None:
    buckets = Buckets(Rate(1, 1), max_keys=100)
    for number in range(10_000):
        buckets.take(f"visitor-{number}", 0.0)
    assert len(buckets) == 100


def test_a_flood_of_one_visitor_is_refused_with_the_time_to_wait() -> None:
    turnstile = Turnstile(Limits(messages=Rate(1, 2)), is_rescue)
    assert [turnstile.message("v", "a", "hi", 0.0).refused for _ in range(3)] == [False, False, True]
    refused = turnstile.message("v", "a", "hi", 0.5)
    assert refused.refused
    assert refused.wait_s == pytest.approx(0.5)


def test_one_visitors_flood_costs_another_nothing() -> None:
    turnstile = Turnstile(Limits(messages=Rate(1, 2)), is_rescue)
    for _ in range(50):
        turnstile.message("flooder", "a", "hi", 0.0)
    assert turnstile.message("other", "a", "hi", 0.0) == Passage()


def test_an_address_with_many_visitors_has_a_limit_of_its_own() -> None:
    turnstile = Turnstile(Limits(address_messages=Rate(1, 5)), is_rescue)
    passed = [not turnstile.message(f"v{number}", "hotel", "hi", 0.0).refused for number in range(8)]
    assert passed == [True] * 5 + [False] * 3
    assert not turnstile.message("v9", "elsewhere", "hi", 0.0).refused


def test_a_rescue_is_slowed_and_never_refused() -> None:
    turnstile = Turnstile(Limits(messages=Rate(1, 1), rescues=Rate(0.5, 2)), is_rescue)
    passages = [turnstile.message("v", "a", "救命", 0.0) for _ in range(50)]
    assert not any(passage.refused for passage in passages)
    assert passages[0].wait_s == 0.0
    assert max(passage.wait_s for passage in passages) == RESCUE_DELAY_S


def test_settings_change_limits_and_nonsense_changes_nothing() -> None:
    changed = limits_of({"limits": {"messages": {"per_s": 50, "burst": 100}, "sockets_per_visitor": 3}})
    assert changed.messages == Rate(50.0, 100.0)
    assert changed.sockets_per_visitor == 3
    for nonsense in (
        {},
        {"limits": "many"},
        {"limits": {"messages": 5}},
        {"limits": {"messages": {"per_s": -1, "burst": 5}}},
        {"limits": {"messages": {"per_s": True, "burst": 5}}},
        {"limits": {"sockets_per_visitor": 0, "sockets_per_address": "9"}},
    ):
        assert limits_of(nonsense) == Limits()
