"""Who is offered what: the properties of reference/voice.md §6 that one decision can show."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.model import NORMAL, RESCUE
from voice_bridge.agent_rules import is_full
from voice_bridge.distributor_rules import Candidate, Decision, Match, Waiting, decide

pytestmark = pytest.mark.unit

NOW_MS = 1_000_000
AGENTS = ("anna", "ben", "chen", "dora")
QUEUES = ("city", "sea")
MEDIA = ("chat", "voice")


def agent(name: str, *, idle_since_ms: int = 0, places: int = 1, queues: Sequence[str] = ("city",)) -> Candidate:
    return Candidate(name, 0, True, idle_since_ms, frozenset(queues), {"chat": places, "voice": 1}, {})


def item(name: str, enqueued_ms: int = 0, *, queue: str = "city", priority: int = NORMAL) -> Waiting:
    return Waiting(name, queue, "chat", 1, priority, enqueued_ms)


def offered(agents: Sequence[Candidate], waiting: Sequence[Waiting], limit: int = 100) -> Decision:
    return decide(agents, in_lines(waiting), NOW_MS, limit)


def in_lines(waiting: Sequence[Waiting]) -> dict[str, Iterator[Waiting]]:
    ordered = sorted(waiting, key=lambda each: each.place)
    return {queue: iter([each for each in ordered if each.queue_id == queue]) for queue in QUEUES}


def names(decision: Decision) -> list[tuple[str, str]]:
    return [(match.item.id, match.agent.id) for match in decision.matches]


def test_one_line_over_all_queues_by_priority_and_then_by_time() -> None:
    everywhere = agent("anna", queues=QUEUES, places=2)
    waiting = [item("late", 3), item("first", 1, queue="sea"), item("second", 2), item("sos", 9, priority=RESCUE)]
    assert [name for name, _ in names(offered([everywhere], waiting))] == ["sos", "first"]


def test_the_longest_idle_agent_is_asked_first() -> None:
    agents = [agent("anna", idle_since_ms=30), agent("ben", idle_since_ms=10), agent("chen", idle_since_ms=20)]
    assert names(offered(agents, [item("a", 1), item("b", 2)])) == [("a", "ben"), ("b", "chen")]


def test_less_in_hand_counts_as_more_idle() -> None:
    holding = replace(agent("anna", idle_since_ms=1, places=3), taken={"chat": 1})
    assert names(offered([holding, agent("ben", idle_since_ms=9)], [item("a")])) == [("a", "ben")]


def test_work_is_spread_before_anybody_gets_a_second_piece() -> None:
    agents = [agent("anna", places=3, idle_since_ms=1), agent("ben", places=3, idle_since_ms=2)]
    given_to = [who for _, who in names(offered(agents, [item(str(n), n) for n in range(6)]))]
    assert given_to == ["anna", "ben", "anna", "ben", "anna", "ben"]


def test_who_declined_is_not_asked_again_for_a_while_and_then_only_after_the_others() -> None:
    declined = replace(item("a"), excluded={"anna": NOW_MS + 5})
    anna, ben = agent("anna", idle_since_ms=1), agent("ben", idle_since_ms=9)
    alone = offered([anna], [declined])
    assert (alone.matches, alone.retry_ms) == ((), NOW_MS + 5)
    later = replace(declined, excluded={"anna": NOW_MS})
    assert names(offered([anna], [later])) == [("a", "anna")]
    assert names(offered([anna, ben], [later])) == [("a", "ben")]


def test_who_must_never_be_asked_never_is_and_nothing_is_tried_again_for_that() -> None:
    decision = offered([agent("anna")], [replace(item("a"), excluded={"anna": None})])
    assert (decision.matches, decision.retry_ms) == ((), None)


def test_a_rescue_rings_at_a_busy_agent_when_nobody_is_free_one_chat_over_and_no_more() -> None:
    busy = replace(agent("anna", places=2), ready=False, taken={"chat": 2})
    sos = [item("a", 1, priority=RESCUE), item("b", 2, priority=RESCUE)]
    assert names(offered([busy], sos)) == [("a", "anna")]
    assert names(offered([busy, agent("ben")], sos[:1])) == [("a", "ben")]
    assert names(offered([busy], [item("ordinary")])) == []


def test_nobody_holds_two_calls_not_even_for_a_rescue() -> None:
    talking = replace(agent("anna"), ready=False, taken={"voice": 1})
    call = replace(item("a", priority=RESCUE), medium="voice")
    assert names(offered([talking], [call])) == []


def test_what_is_kept_for_an_agent_reaches_that_agent_outside_the_queues() -> None:
    mine = item("a", 5, queue="elsewhere")
    anna = agent("anna", places=1)
    decision = decide([anna], {"anna": iter([mine]), "city": iter([item("b", 1)])}, NOW_MS, 100)
    assert names(decision) == [("b", "anna")]
    decision = decide([anna], {"anna": iter([mine]), "city": iter([item("b", 9)])}, NOW_MS, 100)
    assert names(decision) == [("a", "anna")]


def test_a_line_is_read_no_further_than_somebody_could_take_it() -> None:
    read: list[str] = []

    def line() -> Iterator[Waiting]:
        for number in range(10_000):
            read.append(str(number))
            yield item(str(number), number)

    decide([agent("anna"), agent("ben", queues=("sea",))], {"city": line(), "sea": iter(())}, NOW_MS, 100)
    assert len(read) <= 2


def test_a_line_nobody_has_a_place_for_is_not_even_opened_unless_a_rescue_may_be_in_it() -> None:
    full = replace(agent("anna"), taken={"chat": 1})
    opened: list[bool] = []

    def line() -> Iterator[Waiting]:
        opened.append(True)
        yield item("sos", priority=RESCUE)

    assert decide([full], {"city": line()}, NOW_MS, 100, urgent=False) == Decision()
    assert opened == []
    assert len(decide([full], {"city": line()}, NOW_MS, 100).matches) == 1


def test_a_step_stops_at_its_limit_and_says_so() -> None:
    agents = [agent(name, places=9) for name in AGENTS]
    decision = offered(agents, [item(f"{n:03}", n) for n in range(30)], limit=10)
    assert (len(decision.matches), decision.more) == (10, True)


candidates = st.lists(
    st.builds(
        Candidate,
        id=st.sampled_from(AGENTS),
        rev=st.just(0),
        ready=st.booleans(),
        idle_since_ms=st.integers(0, 5),
        queues=st.frozensets(st.sampled_from(QUEUES)),
        capacity=st.fixed_dictionaries({"chat": st.integers(0, 3), "voice": st.integers(0, 1)}),
        taken=st.dictionaries(st.sampled_from(MEDIA), st.integers(0, 2)),
    ),
    unique_by=lambda each: each.id,
    max_size=4,
)
waitings = st.lists(
    st.builds(
        Waiting,
        id=st.uuids().map(str),
        queue_id=st.sampled_from(QUEUES),
        medium=st.sampled_from(MEDIA),
        weight=st.integers(1, 2),
        priority=st.sampled_from([RESCUE, NORMAL]),
        enqueued_ms=st.integers(0, 9),
        excluded=st.dictionaries(
            st.sampled_from(AGENTS), st.one_of(st.none(), st.sampled_from([NOW_MS - 1, NOW_MS, NOW_MS + 1]))
        ),
    ),
    max_size=12,
)


def barred(who: Candidate, what: Waiting) -> bool:
    until_ms = what.excluded.get(who.id, NOW_MS)
    return until_ms is None or until_ms > NOW_MS


def at_the_end(agents: Sequence[Candidate], matches: Sequence[Match]) -> dict[str, Counter[str]]:
    taken = {each.id: Counter(each.taken) for each in agents}
    for match in matches:
        taken[match.agent.id][match.item.medium] += match.item.weight
    return taken


@given(candidates, waitings)
def test_no_agent_gets_more_than_there_are_places_and_no_item_rings_twice(
    agents: list[Candidate], waiting: list[Waiting]
) -> None:
    matches = offered(agents, waiting).matches
    assert len({match.item.id for match in matches}) == len(matches)
    taken = {each.id: Counter(each.taken) for each in agents}
    for match in matches:
        who, what = match.agent, match.item
        assert what.queue_id in who.queues
        assert not barred(who, what)
        rescue = what.priority == RESCUE and what.medium == "chat"
        assert who.ready or rescue
        assert rescue or not is_full(who.capacity, taken[who.id]), "offered over capacity"
        taken[who.id][what.medium] += what.weight
        assert taken[who.id][what.medium] <= who.capacity[what.medium] + int(rescue)


@given(candidates, waitings)
def test_nothing_waits_that_somebody_ready_could_take(agents: list[Candidate], waiting: list[Waiting]) -> None:
    matches = offered(agents, waiting).matches
    taken = at_the_end(agents, matches)
    left = [each for each in waiting if each.id not in {match.item.id for match in matches}]
    for what in left:
        for who in agents:
            if what.queue_id not in who.queues or barred(who, what):
                continue
            free = who.ready and not is_full(who.capacity, taken[who.id])
            assert not (free and taken[who.id][what.medium] + what.weight <= who.capacity[what.medium])


@given(candidates, waitings)
def test_what_came_first_is_offered_first(agents: list[Candidate], waiting: list[Waiting]) -> None:
    matches = offered(agents, waiting).matches
    assert [match.item.place for match in matches] == sorted(match.item.place for match in matches)
    ringing = {match.item.id for match in matches}

    def alike(one: Waiting, other: Waiting) -> bool:
        return replace(one, id="", enqueued_ms=0) == replace(other, id="", enqueued_ms=0)

    for first in waiting:
        for later in waiting:
            if alike(first, later) and first.place < later.place and later.id in ringing:
                assert first.id in ringing


@given(candidates, waitings)
def test_the_same_rows_give_the_same_decision(agents: list[Candidate], waiting: list[Waiting]) -> None:
    assert offered(agents, waiting) == offered(list(reversed(agents)), list(reversed(waiting)))
