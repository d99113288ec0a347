"""Whatever happens in whatever order, with a crash at any point: the thirteen properties hold.

Which property is proved where: 1, 2, 5 by `books.audit_state` and `audit_rest` after each step; 4, 6, 8, 9, 11, 13 by
`books.audit_offers` on each decision; 3 by the ledger below; 7 by the reach that only grows; 10 by a twin restored from
rows and by the replay of the log at the end; 12 by `audit_estimates`, and in test_erlang.py. Source:
reference/voice.md §6.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.voice_bridge.acd.books import Books, audit_offers, audit_rest, audit_state
from tests.voice_bridge.acd.draws import AGENTS, arrivals, hotlines, people, queues
from tests.voice_bridge.acd.floors import START_MS
from voice_bridge.acd.decisions import Decision, EndWrapUp, Offer, Overflow, Pause, Withdraw
from voice_bridge.acd.engine import Engine
from voice_bridge.acd.inputs import (
    AgentChanged,
    AgentLeft,
    AgentPaused,
    AgentReady,
    DayBegan,
    Input,
    OfferAccepted,
    OfferDeclined,
    QueueClosed,
    QueueOpened,
    SettingsChanged,
    TakenOver,
    TalkEnded,
    TalkResumed,
    TimePassed,
    WorkAbandoned,
    WorkArrived,
    WorkHurried,
    WorkTaken,
    WorkTransferred,
    WrapUpEnded,
    WrapUpExtended,
)
from voice_bridge.acd.nouns import Agent, ItemState, Outcome, Presence, WorkItem
from voice_bridge.acd.rows import restore, rows_of
from voice_bridge.acd.settings import (
    Exit,
    Settings,
)


def some(*states: ItemState) -> Callable[[Any], bool]:
    """Return a condition for a rule: there is work in one of these states."""
    return lambda machine: hasattr(machine, "engine") and bool(machine.items(*states))


class Twins(RuleBasedStateMachine):
    """An engine, a twin restored from its rows now and then, and the books of both."""

    engine: Engine
    twin: Engine
    house: Settings

    @initialize(
        given=hotlines(),
        agents=st.lists(people, min_size=2, max_size=4, unique_by=lambda each: each.id),
        early=st.lists(arrivals, min_size=4, max_size=8),
    )
    def open(self, given: Settings, agents: list[Agent], early: list[WorkItem]) -> None:
        self.house = self.first_rules = given
        self.engine, self.twin = Engine(given), Engine(given)
        self.now_ms = START_MS
        self.log: list[tuple[Input, int]] = []
        self.decided: list[Decision] = []
        self.arrived: set[str] = set()
        self.gone: dict[str, str] = {}
        self.passed: dict[tuple[str, str], int] = {}
        self.reach: dict[tuple[str, str, int], frozenset[str]] = {}
        for each in agents:
            self.tell(AgentChanged(each))
            self.tell(AgentReady(each.id))
        self.comes(early)

    # --- how everything is told -------------------------------------------------------------------------------------

    def tell(self, given: Input) -> list[Decision]:
        before = Books(self.house, rows_of(self.engine))
        if isinstance(given, SettingsChanged):
            self.house = given.settings
            self.reach.clear()
        decided = list(self.engine.apply(given, self.now_ms))
        other = list(self.twin.apply(given, self.now_ms))
        assert decided == other, f"10: the twin decides otherwise: {decided}, {other}"
        self.log.append((given, self.now_ms))
        self.decided += decided
        after = Books(self.house, rows_of(self.engine))
        self.keep_books(decided)
        audit_state(after)
        if not isinstance(given, AgentChanged | SettingsChanged):
            audit_offers(before, after, decided)
        return decided

    def keep_books(self, decided: list[Decision]) -> None:
        for each in decided:
            match each:
                case Offer(item_id, agent_id) if not self.strict(item_id):
                    assert self.passed.get((item_id, agent_id), 0) <= self.now_ms, "8: offered again too soon"
                case Withdraw(item_id, agent_id, _, Outcome.TIMED_OUT | Outcome.DECLINED):
                    self.passed[item_id, agent_id] = self.now_ms + 60_000
                case Pause(agent_id):
                    assert self.engine.floor.seats[agent_id].presence is Presence.NOT_READY
                case Overflow(item_id, _, to):
                    if isinstance(to, Exit):
                        self.leave(item_id, "overflowed")
                case EndWrapUp(item_id):
                    self.leave(item_id, "completed")

    def strict(self, item_id: str) -> bool:
        return self.engine.floor.works[item_id].terms.urgency.strict

    def leave(self, item_id: str, how: str) -> None:
        assert item_id not in self.gone, "3: over twice"
        self.gone[item_id] = how

    def catch_up(self) -> None:
        while (due_ms := self.engine.next_due()) is not None and due_ms <= self.now_ms:
            self.tell(TimePassed())

    def items(self, *states: ItemState) -> list[str]:
        works = self.engine.floor.works
        return sorted(item_id for item_id, work in works.items() if not states or work.state in states)

    def pick(self, data: st.DataObject, *states: ItemState) -> str:
        return data.draw(st.sampled_from(self.items(*states)))

    # --- what happens -----------------------------------------------------------------------------------------------

    @rule(drawn=st.lists(arrivals, min_size=1, max_size=4))
    def comes_in(self, drawn: list[WorkItem]) -> None:
        self.comes(drawn)

    def comes(self, drawn: list[WorkItem]) -> None:
        for each in drawn:
            item = replace(each, id=f"w{len(self.arrived):03}", enqueued_ms=self.now_ms)
            self.arrived.add(item.id)
            self.tell(WorkArrived(item))

    @precondition(some(ItemState.OFFERED))
    @rule(data=st.data(), fact=st.sampled_from([OfferAccepted, OfferAccepted, OfferAccepted, OfferDeclined]))
    def answers(self, data: st.DataObject, fact: type[OfferAccepted | OfferDeclined]) -> None:
        work = self.engine.floor.works[self.pick(data, ItemState.OFFERED)]
        self.tell(fact(work.id, data.draw(st.sampled_from(sorted(work.ringing))), work.epoch))

    @precondition(some(ItemState.OFFERED))
    @rule()
    def all_answer(self) -> None:
        for item_id in self.items(ItemState.OFFERED):
            work = self.engine.floor.works[item_id]
            if work.ringing:
                self.tell(OfferAccepted(item_id, min(work.ringing), work.epoch))

    @precondition(some())
    @rule(data=st.data())
    def answers_too_late(self, data: st.DataObject) -> None:
        item_id = self.pick(data)
        self.tell(OfferAccepted(item_id, min(self.engine.floor.seats), self.engine.floor.works[item_id].epoch - 1))

    @precondition(some())
    @rule(data=st.data())
    def hangs_up(self, data: st.DataObject) -> None:
        item_id = self.pick(data)
        self.leave(item_id, "abandoned")
        self.tell(WorkAbandoned(item_id))

    @precondition(some(ItemState.ACTIVE, ItemState.INTERRUPTED))
    @rule(data=st.data())
    def talk_ends(self, data: st.DataObject) -> None:
        item_id = self.pick(data, ItemState.ACTIVE, ItemState.INTERRUPTED)
        self.tell(TalkEnded(item_id))
        if item_id not in self.engine.floor.works:
            self.leave(item_id, "completed")

    @precondition(some(ItemState.ACTIVE))
    @rule()
    def all_talk_ends(self) -> None:
        for item_id in self.items(ItemState.ACTIVE):
            self.tell(TalkEnded(item_id))
            if item_id not in self.engine.floor.works:
                self.leave(item_id, "completed")

    @precondition(some(ItemState.WRAP_UP))
    @rule(data=st.data(), what=st.sampled_from(["ended", "extended", "resumed"]))
    def wrap_up(self, data: st.DataObject, what: str) -> None:
        item_id = self.pick(data, ItemState.WRAP_UP)
        if what == "ended":
            self.leave(item_id, "completed")
            self.tell(WrapUpEnded(item_id))
        elif what == "extended":
            self.tell(WrapUpExtended(item_id, self.now_ms + 30_000))
        else:
            self.tell(TalkResumed(item_id))

    @precondition(some())
    @rule(data=st.data(), queue=queues, named=st.sampled_from([None, *AGENTS]))
    def is_transferred(self, data: st.DataObject, queue: str, named: str | None) -> None:
        item_id = self.pick(data)
        self.passed = {key: until for key, until in self.passed.items() if key[0] != item_id}
        self.tell(WorkTransferred(item_id, queue, named, frozenset()))

    @precondition(some(ItemState.WAITING, ItemState.OFFERED))
    @rule(data=st.data(), priority=st.sampled_from([0, 1, 5, 6]))
    def is_hurried(self, data: st.DataObject, priority: int) -> None:
        self.tell(WorkHurried(self.pick(data, ItemState.WAITING, ItemState.OFFERED), priority))

    @rule(data=st.data())
    def calls_alone(self, data: st.DataObject) -> None:
        """An agent makes a call, if there are places for it."""
        seats = self.engine.floor.seats.values()
        taken = {seat.id: seat.load.taken for seat in seats}
        free = [name for name, load in taken.items() if not load.get("voice") and load.get("chat", 0) < 3]
        if free:
            item = WorkItem(id=f"w{len(self.arrived):03}", queue_id="main", medium="voice", enqueued_ms=self.now_ms)
            self.arrived.add(item.id)
            self.tell(WorkTaken(item, data.draw(st.sampled_from(sorted(free))), data.draw(st.booleans())))

    @rule(data=st.data(), fact=st.sampled_from([AgentReady, AgentReady, AgentPaused, AgentLeft]))
    def agent_moves(self, data: st.DataObject, fact: type[AgentReady | AgentPaused | AgentLeft]) -> None:
        self.tell(fact(data.draw(st.sampled_from(sorted(self.engine.floor.seats)))))

    @rule(seconds=st.sampled_from([0.5, 3, 12, 25, 61]))
    def time_passes(self, seconds: float) -> None:
        end_ms = self.now_ms + round(seconds * 1000)
        while (due_ms := self.engine.next_due()) is not None and due_ms <= end_ms:
            self.now_ms = max(self.now_ms, due_ms)
            self.tell(TimePassed())
        self.now_ms = end_ms
        self.tell(TimePassed())

    @rule(
        fact=st.one_of(
            st.builds(AgentChanged, people),
            st.builds(SettingsChanged, hotlines()),
            st.builds(QueueOpened, queues),
            st.builds(QueueClosed, queues, st.booleans()),
            st.builds(DayBegan),
            st.builds(TakenOver),
        )
    )
    def something_is_administered(self, fact: Input) -> None:
        # Places stay: what is in hand when they change stays in hand, and would be too much by the new ones.
        if isinstance(fact, SettingsChanged):
            fact = SettingsChanged(replace(fact.settings, media=self.house.media))
        elif isinstance(fact, AgentChanged) and (seat := self.engine.floor.seats.get(fact.agent.id)):
            fact = AgentChanged(replace(fact.agent, peak=seat.agent.peak))
        self.reach.clear()
        self.tell(fact)

    @rule()
    def crashes(self) -> None:
        """10 and 3: who goes on from the rows decides as if nothing had happened."""
        self.twin = restore(self.house, rows_of(self.engine))
        assert rows_of(self.twin) == rows_of(self.engine)

    # --- what must be so --------------------------------------------------------------------------------------------

    @precondition(lambda self: hasattr(self, "engine"))
    @invariant()
    def nobody_is_stuck_and_nobody_is_lost(self) -> None:
        self.catch_up()
        audit_rest(Books(self.house, rows_of(self.engine)))
        assert self.arrived == set(self.items()) | set(self.gone), "3: lost"
        assert not set(self.items()) & set(self.gone), "3: over and still here"

    @precondition(lambda self: hasattr(self, "engine"))
    @invariant()
    def rings_only_add(self) -> None:
        books = Books(self.house, rows_of(self.engine))
        for row in books.waiting:
            reached = frozenset(each.agent.id for each in books.rows.agents if books.reached(row, each))
            members = self.engine.floor.lines.bucket_of(self.engine.floor.works[row.item.id]).members
            waited_ms = self.now_ms - books.place(row)[0]
            assert {name for name, member in members.items() if member.after_ms <= waited_ms} == reached
            key = (row.item.id, row.item.queue_id, row.item.priority)
            assert self.reach.get(key, frozenset()) <= reached, "7: somebody was reached and is no more"
            self.reach[key] = reached

    @precondition(lambda self: hasattr(self, "engine"))
    @invariant()
    def audit_estimates(self) -> None:
        for item_id in self.items(ItemState.WAITING):
            told = self.engine.estimate(item_id, self.now_ms)
            assert told.position >= 1
            assert 0 <= told.p50_ms <= told.p90_ms < math.inf

    def teardown(self) -> None:
        """10: the log alone leads to the same decisions."""
        if not hasattr(self, "engine"):
            return
        again = Engine(self.first_rules)
        decided = [each for given, now_ms in self.log for each in again.apply(given, now_ms)]
        assert decided == self.decided
        assert rows_of(again) == rows_of(self.engine)


@pytest.mark.unit
def test_the_thirteen_properties_hold_for_twins() -> None:
    run_state_machine_as_test(Twins, settings=settings(max_examples=50, stateful_step_count=30))


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_thirteen_properties_hold_for_many_twins() -> None:
    run_state_machine_as_test(Twins, settings=settings(max_examples=2_000, stateful_step_count=60))
