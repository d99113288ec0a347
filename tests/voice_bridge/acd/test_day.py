"""A whole day: 200 agents, 10,000 contacts, breaks, two shifts, a storm, and an engine that dies each hour."""

from collections import Counter

import pytest

from tests.voice_bridge.acd.auditor import Auditor
from tests.voice_bridge.acd.day import HOUR_MS, RESCUE, SURGE, Day
from voice_bridge.acd.nouns import Presence
from voice_bridge.acd.rows import rows_of

CONTACTS = 10_000


@pytest.fixture(scope="module")
def auditor() -> Auditor:
    """Who looked on."""
    return Auditor()


@pytest.fixture(scope="module")
def day(auditor: Auditor) -> Day:
    """A day that is over."""
    over = Day(1, contacts=CONTACTS, look=auditor.look)
    over.run()
    auditor.audit(over)
    return over


@pytest.mark.unit
def test_every_contact_ends_and_ends_once(day: Day) -> None:
    ends = Counter(contact.ended for contact in day.contacts.values())
    assert sum(ends.values()) == CONTACTS
    assert set(ends) <= {"served", "gave_up", "callback"}, "somebody is still there"
    assert ends["served"] > CONTACTS * 0.8
    assert day.engine.floor.works == {}
    assert day.ringing == {}


@pytest.mark.unit
def test_every_agent_can_go_home(day: Day) -> None:
    agents = rows_of(day.engine).agents
    assert len(agents) == 200
    assert {row.presence for row in agents} == {Presence.OFFLINE}
    assert day.tally.breaks == 600


@pytest.mark.unit
def test_the_day_was_hard(day: Day, auditor: Auditor) -> None:
    assert day.tally.restarts == 11
    assert auditor.audits > 20
    assert day.tally.most_waiting > 300
    assert day.tally.offers["timed_out"] > 100
    assert day.tally.offers["declined"] > 100


@pytest.mark.unit
def test_in_the_storm_whoever_is_in_danger_is_answered_at_once(day: Day) -> None:
    rescues = [contact for contact in day.contacts.values() if contact.kind is RESCUE]
    assert len(rescues) > 40
    waits_s = sorted(((contact.answered_ms or 0) - contact.at_ms) / 1000 for contact in rescues)
    assert all(contact.ended == "served" for contact in rescues)
    assert waits_s[len(waits_s) // 2] < 10
    assert waits_s[-1] < 90, "one let it ring out, and perhaps the next one too"
    others = [contact for contact in day.contacts.values() if SURGE[0] < contact.at_ms < SURGE[1] and contact.told]
    assert len(others) > 1_000, "for everybody else there was a line"


@pytest.mark.unit
def test_an_engine_that_never_died_would_have_served_them_alike(day: Day) -> None:
    quiet = Day(1, contacts=CONTACTS, dies_each_ms=None)
    quiet.run()

    assert day.mean_wait_s() == pytest.approx(quiet.mean_wait_s(), rel=0.1)
    assert max(contact.at_ms for contact in day.contacts.values()) < 20 * HOUR_MS
