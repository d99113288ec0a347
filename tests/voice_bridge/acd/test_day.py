"""A whole day: 200 agents, 10,000 contacts, breaks, two shifts, a storm, and an engine that dies each hour."""

from collections import Counter

import pytest

from tests.voice_bridge.acd.books import Books, audit_state
from tests.voice_bridge.acd.day import HOUR_MS, MINUTE_MS, RESCUE, SURGE, Day
from voice_bridge.acd.decisions import Decision, Offer
from voice_bridge.acd.inputs import Input, TakenOver
from voice_bridge.acd.nouns import Presence
from voice_bridge.acd.rows import rows_of

CONTACTS = 10_000
AUDIT_EACH_MS = 30 * MINUTE_MS
LOOKED_AT = 12
"So many of those who wait are held against all agents at each audit; by the book that is slow."


class Auditor:
    """Sees that each offer may be made, and now and then that nobody waits whom somebody could take."""

    def __init__(self) -> None:
        self.audits = 0
        self.most_waiting = 0
        self._next_ms = 0
        self._rings: dict[str, str] = {}

    def look(self, day: Day, given: Input, decided: list[Decision]) -> None:
        """Check what was decided, and the whole state when it is time."""
        for each in decided:
            if isinstance(each, Offer):
                self._may_ring(day, each)
        if day.now_ms >= self._next_ms or isinstance(given, TakenOver):
            self._next_ms = day.now_ms + AUDIT_EACH_MS
            self.audit(day)

    def audit(self, day: Day) -> None:
        """Hold the engine's whole state against the books."""
        self.audits += 1
        books = Books(day.settings, rows_of(day.engine))
        audit_state(books)
        self.most_waiting = max(self.most_waiting, len(books.waiting))
        for row in sorted(books.waiting, key=books.place)[:LOOKED_AT]:
            able = [agent.agent.id for agent in books.rows.agents if books.able(row, agent)]
            assert able == [], f"{row.item.id} waits and {able} could take it"
        known = {row.item.id for row in books.rows.items}
        waits = {name for name, contact in day.contacts.items() if contact.at_ms < day.now_ms and contact.ended is None}
        assert waits <= known, f"lost: {sorted(waits - known)[:5]}"

    def _may_ring(self, day: Day, offer: Offer) -> None:
        contact = day.contacts[offer.item_id]
        assert contact.ended is None, f"{contact.id} has {contact.ended} and rings"
        assert contact.answered_ms is None, f"{contact.id} is in hand and rings"
        assert offer.agent_id in day.present, f"{offer.agent_id} has gone home"
        at = [agent_id for item_id, agent_id in day.ringing if item_id == contact.id]
        assert at == [offer.agent_id], f"{contact.id} rings at {at} at once"


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
    assert auditor.most_waiting > 300
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

    def mean_wait_s(of: Day) -> float:
        waits = [each.answered_ms - each.at_ms for each in of.contacts.values() if each.answered_ms is not None]
        return sum(waits) / len(waits) / 1000

    assert mean_wait_s(day) == pytest.approx(mean_wait_s(quiet), rel=0.1)
    assert max(contact.at_ms for contact in day.contacts.values()) < 20 * HOUR_MS
