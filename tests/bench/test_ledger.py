"""The clients' own log finds what is lost, doubled or out of order, and times the rest."""

from typing import Any

import pytest

from bench.load.ledger import Ledger, Sent, Tally

pytestmark = pytest.mark.unit


@pytest.fixture
def ledger() -> Ledger:
    """Return an empty log."""
    return Ledger()


def line(seq: int, role: str, cid: str | None = None, prev: int | None = None) -> dict[str, Any]:
    """Return a line of a visitor's thread."""
    return {"seq": seq, "prev": seq - 1 if prev is None else prev, "from": {"role": role}, "cid": cid}


def send(ledger: Ledger, cid: str, *, visitor: int = 1, to_agent: bool = False, measured: bool = True) -> None:
    """Let a visitor write at the tenth second."""
    ledger.send(Sent(cid, visitor, 10.0, to_agent, measured), f"text {cid}")


def test_a_message_that_came_the_whole_way_is_settled(ledger: Ledger) -> None:
    send(ledger, "a")
    assert ledger.unsettled == 1
    ledger.acknowledge("a", 10.01)
    ledger.show(1, line(1, "visitor", "a"), 10.02)
    ledger.show(1, line(2, "bot"), 10.05)
    assert ledger.unsettled == 0
    assert ledger.tally() == Tally(1, 0, 0, 0)
    assert ledger.times_ms(lambda sent: sent.acked_s) == [pytest.approx(10)]
    assert ledger.times_ms(lambda sent: sent.visible_s) == [pytest.approx(50)]


def test_a_message_for_a_person_is_visible_when_the_agent_has_it(ledger: Ledger) -> None:
    send(ledger, "a", to_agent=True)
    ledger.acknowledge("a", 10.01)
    ledger.show(1, line(1, "visitor", "a"), 10.02)
    assert ledger.tally().lost == 1
    ledger.show_agent("c", 1, "text a", 10.03)
    assert ledger.tally() == Tally(1, 0, 0, 0)
    assert ledger.times_ms(lambda sent: sent.visible_s, to_agent=True) == [pytest.approx(30)]
    assert ledger.times_ms(lambda sent: sent.visible_s, to_agent=False) == []


def test_what_was_acknowledged_and_never_shown_is_lost(ledger: Ledger) -> None:
    send(ledger, "a")
    ledger.acknowledge("a", 10.01)
    assert ledger.tally() == Tally(1, 1, 0, 0)


def test_a_line_twice_is_a_double(ledger: Ledger) -> None:
    send(ledger, "a")
    ledger.show(1, line(1, "visitor", "a"), 10.02)
    ledger.show(1, line(1, "visitor", "a"), 10.03)
    assert ledger.duplicated == 1


def test_a_message_under_two_numbers_is_a_double(ledger: Ledger) -> None:
    send(ledger, "a")
    ledger.show(1, line(1, "visitor", "a"), 10.02)
    ledger.show(1, line(2, "visitor", "a"), 10.03)
    assert ledger.duplicated == 1


def test_more_answers_than_questions_and_a_greeting_are_doubles(ledger: Ledger) -> None:
    send(ledger, "a")
    ledger.show(1, line(1, "visitor", "a"), 10.02)
    ledger.show(1, line(2, "bot"), 10.03)
    ledger.show(1, line(3, "bot"), 10.04)
    assert ledger.duplicated == 0
    ledger.show(1, line(4, "bot"), 10.05)
    assert ledger.duplicated == 1


def test_what_waits_for_a_person_against_the_plan_is_neither_lost_nor_settled_in_silence(ledger: Ledger) -> None:
    send(ledger, "a")
    ledger.acknowledge("a", 10.01)
    ledger.hand_over(1)
    assert ledger.tally() == Tally(1, 1, 0, 0, 1), "not in the thread: lost, whoever should answer it"
    ledger.show(1, line(1, "visitor", "a"), 10.02)
    send(ledger, "b")
    ledger.acknowledge("b", 10.03)
    ledger.show(1, line(2, "visitor", "b"), 10.04)
    assert ledger.tally() == Tally(2, 0, 0, 0, 2)
    assert ledger.unsettled == 0
    assert ledger.times_ms(lambda sent: sent.visible_s) == []


def test_a_message_at_the_agent_twice_is_a_double(ledger: Ledger) -> None:
    send(ledger, "a", to_agent=True)
    ledger.show_agent("c", 1, "text a", 10.02)
    ledger.show_agent("c", 2, "text a", 10.03)
    assert ledger.duplicated == 1


def test_a_hole_in_the_numbers_is_disorder(ledger: Ledger) -> None:
    ledger.show(1, line(1, "bot"), 10.0)
    ledger.show(1, line(3, "bot"), 10.0)
    assert ledger.reordered == 1


def test_own_messages_in_another_order_are_disorder(ledger: Ledger) -> None:
    send(ledger, "a")
    send(ledger, "b")
    ledger.show(1, line(1, "visitor", "b"), 10.02)
    ledger.show(1, line(2, "visitor", "a"), 10.03)
    assert ledger.reordered == 1


def test_an_agents_page_that_goes_back_is_disorder(ledger: Ledger) -> None:
    ledger.show_agent("c", 2, "one", 10.0)
    ledger.show_agent("c", 1, "two", 10.1)
    assert ledger.reordered == 1


def test_the_warm_up_is_watched_but_not_timed(ledger: Ledger) -> None:
    send(ledger, "a", measured=False)
    ledger.acknowledge("a", 10.01)
    assert ledger.times_ms(lambda sent: sent.acked_s) == []
    assert ledger.measured() == 0
    assert ledger.tally().lost == 1


def test_what_nobody_of_the_run_wrote_is_left_alone(ledger: Ledger) -> None:
    ledger.show(1, line(1, "visitor", "person-1"), 10.0)
    ledger.show_agent("c", 1, "hand me over", 10.0)
    assert ledger.tally() == Tally(0, 0, 0, 0)
