"""What nobody of a queue can do, told before anybody waits for it in vain."""

import pytest

from voice_bridge.acd.lacks import Lack, lacks
from voice_bridge.acd.settings import Queue, Ring
from voice_bridge.acd.skills import AllOf, AnyOf, Has

pytestmark = pytest.mark.unit

JAPANESE = Has("japanese", 8)
LIN, CHEN = {"japanese": 5, "english": 9}, {"japanese": 2}


def queue(need: Has | AllOf | AnyOf, *rings: Ring) -> Queue:
    return Queue(id="main", need=need, rings=(Ring(), *rings))


def test_a_skill_that_nobody_has_well_enough_is_named_with_the_best_there_is() -> None:
    both = AllOf((JAPANESE, Has("english", 6)))
    assert lacks(queue(both), {"main": [LIN, CHEN]}) == (Lack("japanese", 8, 5),)
    assert lacks(queue(JAPANESE), {"main": [{}]}) == (Lack("japanese", 8, 0),)
    assert lacks(queue(JAPANESE), {}) == (Lack("japanese", 8, 0),)


def test_nothing_is_lacking_where_somebody_can_take_it() -> None:
    assert lacks(queue(Has("japanese", 5)), {"main": [CHEN, LIN]}) == ()
    assert lacks(queue(AnyOf((JAPANESE, Has("english", 9)))), {"main": [LIN]}) == ()
    assert lacks(queue(AllOf()), {}) == ()


def test_a_ring_that_asks_for_less_or_borrows_agents_is_counted() -> None:
    assert lacks(queue(JAPANESE, Ring(30_000, levels_off=3)), {"main": [LIN]}) == ()
    assert lacks(queue(JAPANESE, Ring(30_000, levels_off=1)), {"main": [LIN]}) == (Lack("japanese", 7, 5),)
    assert lacks(queue(JAPANESE, Ring(30_000, waived=frozenset({"japanese"}))), {"main": [{}]}) == ()
    borrowing = queue(JAPANESE, Ring(30_000, also_queues=frozenset({"second"})))
    assert lacks(borrowing, {"main": [CHEN], "second": [{"japanese": 9}]}) == ()


def test_skills_that_nobody_has_together_are_all_named() -> None:
    both = AllOf((Has("japanese", 5), Has("korean", 3)))
    assert lacks(queue(both), {"main": [LIN, {"korean": 4}]}) == (Lack("japanese", 5, 5), Lack("korean", 3, 4))
