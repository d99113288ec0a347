"""A day through router and store: whichever turn it dies in, nobody is stuck, lost, offered twice or out of turn."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from statistics import mean

import pytest
from sqlalchemy import MetaData

from tests.voice_bridge.acd.day import RESCUE, Day
from tests.voice_bridge.acd.erlang import (
    Caller,
    callers,
    erlang_c,
    first_come_first_served,
    one_queue,
    service_level,
)
from tests.voice_bridge.store_day import WAYS_TO_DIE, StoreAuditor, StoreDay, StoreSimulation, written_house
from tests.voice_bridge.stored_hotline import StoredHotline
from voice_bridge.acd.settings import Settings
from voice_bridge.acd.waits import Verdict

Opens = Callable[..., StoredHotline]
TALK_S = 180.0
WITHIN_S = 20.0


@pytest.fixture
def opens(schema: MetaData) -> Iterator[Opens]:
    """Return how to open a house; it is closed in the end."""
    with ExitStack() as stack:

        def open_one(url: str, settings: Settings, *, at_once: bool = False) -> StoredHotline:
            return stack.enter_context(closing(StoredHotline(url, schema, settings, at_once=at_once)))

        yield open_one


def live(hotline: StoredHotline, **drawn: int) -> tuple[StoreDay, StoreAuditor]:
    """Let a day pass, looking on, and see that everybody was served and went home."""
    auditor = StoreAuditor()
    day = StoreDay(1, hotline, look=auditor.look, **drawn)
    assert day.settings == written_house(), "the router reads the rules as they were meant"
    day.run()
    auditor.audit(day)
    assert day.rows().items == ()
    assert day.ringing == {}
    assert {contact.ended for contact in day.contacts.values()} <= {"served", "gave_up"}
    assert (day.tally.restarts, len(hotline.deaths)) == (11, 11)
    assert set(hotline.deaths) == set(WAYS_TO_DIE)
    return day, auditor


def live_an_hour(hotline: StoredHotline, contacts: int, agents: int) -> None:
    """Let a day pass within an hour and a quarter, and see that it was one."""
    day, auditor = live(hotline, contacts=contacts, agents=agents, shrunk=10)
    ends = [contact.ended for contact in day.contacts.values()]
    assert ends.count("served") > contacts * 0.8
    assert auditor.audits > 11
    assert day.tally.breaks == 3 * agents


@pytest.mark.store
def test_in_an_hour_with_eleven_deaths_everybody_is_served_in_turn(opens: Opens, sqlite_url: str) -> None:
    live_an_hour(opens(sqlite_url, written_house()), contacts=120, agents=20)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_on_the_other_engine_too(opens: Opens, postgres_url: str) -> None:
    live_an_hour(opens(postgres_url, written_house()), contacts=300, agents=40)


def erlangs_waits_s(hotline: StoredHotline, agents: int, given: Sequence[Caller]) -> list[float]:
    """Return how long callers wait for a router that dies each five minutes: to the millisecond as in the textbook."""
    waits_ms = [each.waited_ms for each in StoreSimulation(agents, given, hotline, dies_each_ms=300_000).run()]
    assert waits_ms == [*first_come_first_served(agents, given)]
    assert len(hotline.deaths) > 8
    return [wait_ms / 1000 for wait_ms in waits_ms]


@pytest.mark.store
def test_whoever_dies_everybody_waits_as_long_as_the_textbook_says_to_the_millisecond(
    opens: Opens, sqlite_url: str
) -> None:
    given = list(callers(7, 120, load=6.0, talk_s=TALK_S))
    waits_s = erlangs_waits_s(opens(sqlite_url, one_queue(), at_once=True), 7, given)
    assert sum(wait_s > 0 for wait_s in waits_s) > 30


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_over_many_hours_they_wait_as_erlang_c_says(opens: Opens, sqlite_url: str) -> None:
    agents, load = 13, 10.0
    waits_s = erlangs_waits_s(
        opens(sqlite_url, one_queue(), at_once=True), agents, list(callers(8, 3_000, load, TALK_S))
    )
    assert mean(wait_s > 0 for wait_s in waits_s) == pytest.approx(erlang_c(agents, load), abs=0.05)
    answered = mean(wait_s <= WITHIN_S for wait_s in waits_s)
    assert answered == pytest.approx(service_level(agents, load, TALK_S, WITHIN_S), abs=0.05)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_a_whole_day_with_a_storm_and_a_death_each_hour_is_like_one_without(opens: Opens, sqlite_url: str) -> None:
    hotline = opens(sqlite_url, written_house())
    day, _ = live(hotline, contacts=10_000, agents=200)
    quiet = Day(1, settings=written_house(), contacts=10_000, agents=200, dies_each_ms=None)
    quiet.run()
    assert day.mean_wait_s() == pytest.approx(quiet.mean_wait_s(), rel=0.1)
    assert day.tally.most_waiting > 300
    rescues = sorted((each.answered_ms or 0) - each.at_ms for each in day.contacts.values() if each.kind is RESCUE)
    assert rescues[len(rescues) // 2] < 10_000
    judged = sum(hotline.verdicts.values()) - hotline.verdicts[Verdict.GAVE_UP]
    within_p50 = hotline.verdicts[Verdict.WITHIN_P50]
    assert within_p50 / judged == pytest.approx(0.5, abs=0.1)
    assert (within_p50 + hotline.verdicts[Verdict.WITHIN_P90]) / judged == pytest.approx(0.9, abs=0.1)
