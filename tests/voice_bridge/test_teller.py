"""Who is told of the wait and when, without a store: the throttle, the heads of the lines, ten thousand waiting."""

from collections.abc import Mapping

import pytest

from tests.voice_bridge.acd.floors import Hotline, agent, rules
from voice_bridge.acd.estimate import History
from voice_bridge.acd.inputs import (
    AgentChanged,
    AgentLeft,
    AgentPaused,
    AgentReady,
    QueueClosed,
    QueueOpened,
    TalkEnded,
    WorkAbandoned,
    WorkHurried,
)
from voice_bridge.acd.settings import Exit, OverflowRule, Queue, When
from voice_bridge.store.waits import Told
from voice_bridge.teller import EVERY_MS, FRONT, MOST, MOST_OFFERS, ROUND_MS, Plan, Teller
from voice_bridge.translation import Known, Noted

pytestmark = pytest.mark.unit

KIN = ("main", 5, "chat")


class Line:
    """A line of chats, and a teller who tells whoever waits there."""

    def __init__(self, queue: Queue | None = None, *, pace_s: int | None = 60) -> None:
        self.hotline = Hotline(rules(queue or Queue(id="main")))
        self.hotline.tell(AgentChanged(agent("anna", capacity={"chat": 1})), AgentPaused("anna", "tea"))
        for _ in range(0 if pace_s is None else 10):
            self.history.served((pace_s or 0) * 1000, 1)
        self.known: dict[str, Known] = {}
        self.teller = Teller({}, self.hotline.engine.floor, self.known)

    @property
    def history(self) -> History:
        """How long others waited lately."""
        return self.hotline.engine.floor.history(KIN)

    def comes(self, *names: str, **more: object) -> None:
        """Let chats arrive."""
        for name in names:
            self.hotline.comes(name, medium="chat", **more)
            self.known[name] = Known(1, self.hotline.now_ms, Noted(None, None, {}, 0))
        self.touch(*names)

    def touch(self, *names: str) -> None:
        """Let the teller hear that something has happened to them."""
        self.teller.note(self.hotline.engine.floor, self.known, names)

    def turn(self, *, missed: frozenset[str] = frozenset()) -> Plan:
        """Do a turn."""
        plan = self.teller.plan(self.hotline.engine.floor, self.known, self.hotline.now_ms)
        self.teller.wrote(plan, missed)
        return plan

    def only_ended(self) -> tuple[str, ...]:
        """Do a turn that tells nobody anything, and return whose wait is over."""
        plan = self.turn()
        assert plan.tellings == ()
        return plan.ended

    def told(self, *, missed: frozenset[str] = frozenset()) -> dict[str, int]:
        """Do a turn and return who was told which place."""
        return {each.told.item_id: each.told.position for each in self.turn(missed=missed).tellings}

    def restart(self, told: Mapping[str, Told]) -> None:
        """Go on from rows."""
        self.teller = Teller(told, self.hotline.engine.floor, self.known)


def test_who_has_come_and_waits_is_told_in_that_very_turn_and_not_again() -> None:
    line = Line()
    line.comes("one", "two")
    assert line.told() == {"one": 1, "two": 2}
    line.hotline.later(1)
    line.comes("three")
    assert line.told() == {"three": 3}
    for _ in range(5):
        line.hotline.later(EVERY_MS / 1000)
        line.turn()
    assert line.told() == {}


def test_who_rings_at_once_is_told_nothing() -> None:
    line = Line()
    line.hotline.tell(AgentReady("anna"))
    line.comes("one")
    assert line.told() == {}


def test_nobody_is_told_more_often_than_each_ten_seconds() -> None:
    line = Line()
    line.comes("c1", "c2", "c3")
    line.turn()
    line.hotline.tell(WorkAbandoned("c1"))
    line.touch("c1")
    line.hotline.later(EVERY_MS / 1000 - 1)
    assert line.only_ended() == ("c1",)
    line.hotline.later(1)
    assert line.told() == {"c2": 1, "c3": 2}


def test_a_range_that_is_said_in_the_same_words_is_not_told_again() -> None:
    line = Line()
    line.comes("one")
    (telling,) = line.turn().tellings
    assert (telling.told.p50_ms, telling.told.p90_ms) == (60_000, 78_000)
    line.hotline.later(60)
    line.history.served(62_000, 1)
    assert line.told() == {}, "still one to two minutes"
    for _ in range(30):
        line.history.served(200_000, 1)
    line.hotline.later(1)
    (telling,) = line.turn().tellings
    assert telling.told.p50_ms == 200_000


def test_while_it_rings_what_was_told_stands_and_in_hand_the_wait_is_over() -> None:
    line = Line()
    line.comes("one")
    line.turn()
    line.hotline.tell(AgentReady("anna"))
    line.touch("one")
    line.hotline.later(5)
    assert line.told() == {}
    line.hotline.accepts("one", "anna")
    line.touch("one")
    assert line.only_ended() == ("one",)
    line.hotline.tell(TalkEnded("one"))
    line.touch("one")
    assert line.told() == {}


def test_work_that_stands_in_a_line_anew_is_written_off_first_and_told_afresh() -> None:
    line = Line()
    line.comes("one")
    line.turn()
    line.known["one"] = Known(2, 0, Noted(None, None, {}, 0))
    line.touch("one")
    plan = line.turn()
    assert plan.ended == ("one",)
    assert [each.told.lined_up for each in plan.tellings] == [2]


def test_a_rescue_is_never_told_figures_and_what_became_one_is_told_no_more() -> None:
    line = Line()
    line.comes("danger", priority=0)
    assert line.told() == {}
    line.comes("one")
    assert line.told() == {"one": 2}
    line.hotline.tell(WorkHurried("one", 0))
    line.touch("one")
    assert line.only_ended() == ("one",)
    line.hotline.later(60)
    assert line.told() == {}


def test_without_history_the_place_alone_is_told() -> None:
    line = Line(pace_s=None)
    line.comes("one")
    (telling,) = line.turn().tellings
    assert (telling.told.position, telling.told.p50_ms, telling.told.p90_ms) == (1, None, None)


def test_e_mails_are_told_nothing() -> None:
    line = Line()
    line.hotline.comes("mail", medium="email")
    line.known["mail"] = Known(1, 0, Noted(None, None, {}, 0))
    line.touch("mail")
    assert line.told() == {}


def test_who_waited_no_more_when_it_was_written_counts_as_not_told() -> None:
    line = Line()
    line.comes("one")
    assert line.told(missed=frozenset({"one"})) == {"one": 1}
    line.hotline.later(1)
    assert line.told() == {"one": 1}


def test_a_long_wait_is_offered_a_message_once() -> None:
    line = Line(Queue(id="main", offer_after_s=90))
    line.comes("one", "two")
    assert [each.offer for each in line.turn().tellings] == [False, True]
    line.hotline.later(60)
    line.hotline.tell(WorkAbandoned("one"))
    line.touch("one")
    (telling,) = line.turn().tellings
    assert not telling.offer
    assert telling.told.offered_ms is not None, "that it was offered is not forgotten"


def test_who_has_waited_long_is_offered_a_message_where_no_estimate_is_known() -> None:
    line = Line(Queue(id="main", offer_after_s=90), pace_s=None)
    line.comes("one")
    assert [(each.told.p50_ms, each.offer) for each in line.turn().tellings] == [(None, False)]
    line.hotline.later(90)
    assert line.turn().tellings == ()
    line.hotline.later(1)
    (telling,) = line.turn().tellings
    assert (telling.offer, telling.again) == (True, False)
    line.hotline.later(90)
    assert line.turn().tellings == ()


@pytest.mark.parametrize("is_there", [True, False])
def test_who_will_be_sent_out_of_the_line_is_not_promised_a_place_there(is_there: bool) -> None:
    rule = OverflowRule(When.WAIT, Exit.MESSAGE, 600_000)
    line = Line(Queue(id="main", offer_after_s=30, overflow=(rule,)))
    if not is_there:
        line.hotline.tell(AgentLeft("anna"))
    line.comes("one", "two")
    assert [each.offer for each in line.turn().tellings] == [False, False]


def test_where_nobody_is_there_that_is_told_and_a_message_offered_at_once() -> None:
    line = Line()
    line.hotline.tell(AgentLeft("anna"))
    line.comes("one", "two")
    assert [(each.told.position, each.told.p50_ms, each.offer) for each in line.turn().tellings] == [
        (0, None, True),
        (0, None, True),
    ]
    line.hotline.tell(AgentPaused("anna", "tea"))
    line.hotline.later(EVERY_MS / 1000)
    assert [(each.told.position, each.returned) for each in line.turn().tellings] == [(1, True), (2, True)]
    line.hotline.tell(AgentLeft("anna"))
    line.hotline.later(EVERY_MS / 1000)
    assert [(each.told.position, each.offer) for each in line.turn().tellings] == [(0, False), (0, False)]


def test_a_closed_queue_has_no_places_and_has_said_so_in_its_own_words() -> None:
    line = Line()
    line.hotline.tell(QueueClosed("main"))
    line.comes("one")
    assert [(each.told.position, each.offer) for each in line.turn().tellings] == [(0, False)]
    line.hotline.tell(QueueOpened("main"))
    line.hotline.later(EVERY_MS / 1000)
    assert [(each.told.position, each.returned) for each in line.turn().tellings] == [(1, True)]


def test_no_limit_no_offer() -> None:
    line = Line(Queue(id="main", offer_after_s=None), pace_s=10_000)
    line.comes("one")
    assert [each.offer for each in line.turn().tellings] == [False]


def test_offers_are_few_in_each_turn_and_all_come_in_the_end() -> None:
    line = Line(Queue(id="main", offer_after_s=30))
    names = [f"c{number:03}" for number in range(23)]
    line.comes(*names)
    offered: list[str] = []
    for _ in range(40):
        mine = [each.told.item_id for each in line.turn().tellings if each.offer]
        assert len(mine) <= MOST_OFFERS
        offered += mine
        line.hotline.later(ROUND_MS / 1000)
    assert sorted(offered) == names, "each once"


def test_the_next_router_tells_nobody_what_was_told_before() -> None:
    line = Line()
    line.comes("one", "two")
    told = {each.told.item_id: each.told for each in line.turn().tellings}
    line.hotline.later(30)
    line.restart(told)
    assert line.told() == {}
    line.hotline.tell(WorkAbandoned("one"))
    line.known.pop("one")
    line.restart(told)
    plan = line.turn()
    assert plan.ended == ("one",)
    assert [(each.told.item_id, each.told.position) for each in plan.tellings] == [("two", 1)]


def test_ten_thousand_waiting_cost_a_bounded_turn_and_the_heads_hear_first() -> None:
    line = Line()
    line.comes(*(f"c{number:05}" for number in range(10_000)))
    told: set[str] = set()
    for _ in range(800):
        plan = line.turn()
        assert len(plan.tellings) <= MOST
        told |= {each.told.item_id for each in plan.tellings}
        line.hotline.now_s += ROUND_MS / 1000
    assert len(told) == 10_000, "everybody is told once in the end"
    gone = [f"c{number:05}" for number in range(500)]
    line.hotline.tell(*map(WorkAbandoned, gone))
    line.touch(*gone)
    line.hotline.now_s += 60
    heads = {f"c{number:05}" for number in range(500, 500 + FRONT)}
    assert heads <= {each.told.item_id for each in line.turn().tellings}


def test_many_small_lines_each_have_their_turn() -> None:
    queues = [Queue(id=f"q{number:03}") for number in range(300)]
    line = Line()
    line.hotline = Hotline(rules(*queues))
    everywhere = frozenset(queue.id for queue in queues)
    line.hotline.tell(AgentChanged(agent("anna", queues=everywhere)), AgentPaused("anna", "tea"))
    line.teller = Teller({}, line.hotline.engine.floor, line.known)
    for queue in queues:
        line.comes(f"{queue.id}-1", f"{queue.id}-2", queue_id=queue.id)
    for _ in range(300):
        line.turn()
    for queue in queues:
        line.hotline.tell(WorkAbandoned(f"{queue.id}-1"))
    line.hotline.now_s += 60
    told: set[str] = set()
    for _ in range(100):
        told |= set(line.told())
        line.hotline.now_s += ROUND_MS / 1000
        if len(told) == 300:
            break
    assert told == {f"{queue.id}-2" for queue in queues}
