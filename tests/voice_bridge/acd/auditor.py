"""Who looks on for a whole day: each offer as it is made, and now and then the whole state by the book."""

from bisect import insort

from tests.voice_bridge.acd.books import Books, audit_state
from tests.voice_bridge.acd.day import MINUTE_MS, Contact, Day
from voice_bridge.acd.decisions import Decision, Offer, Overflow, Withdraw
from voice_bridge.acd.inputs import Input, TakenOver, WorkAbandoned, WorkArrived
from voice_bridge.acd.nouns import Outcome
from voice_bridge.acd.settings import Exit

AUDIT_EACH_MS = 30 * MINUTE_MS
EXCLUDED_MS = 60_000
LOOKED_AT = 12
"So many of those who wait are held against all agents at each audit; by the book that is slow."
Alike = tuple[str, str, bool]
"""Queue, medium and whether in danger: what those have in common who are served in the order of waiting."""


class Lines:
    """Who waits, as the world outside sees it: those alike are offered in the order of waiting (property 4)."""

    def __init__(self) -> None:
        self._lines: dict[Alike, list[tuple[int, str]]] = {}
        self._alike: dict[str, Alike] = {}
        self._passed: dict[tuple[str, str], int] = {}

    def arrives(self, contact: Contact, queue_id: str) -> None:
        """Let somebody stand in a queue's line, where the time of arrival says."""
        alike = self._alike[contact.id] = (queue_id, contact.kind.medium, contact.rescue)
        insort(self._lines.setdefault(alike, []), (contact.at_ms, contact.id))

    def leaves(self, contact: Contact) -> Alike | None:
        """Let somebody stand there no more."""
        alike = self._alike.get(contact.id)
        place = (contact.at_ms, contact.id)
        if alike is None or place not in self._lines[alike]:
            return None
        self._lines[alike].remove(place)
        return alike

    def comes_back(self, contact: Contact) -> None:
        """Let somebody whose offer is over stand where it was."""
        if contact.id in self._alike and (contact.at_ms, contact.id) not in self._lines[self._alike[contact.id]]:
            self.arrives(contact, self._alike[contact.id][0])

    def passes_on(self, contact: Contact, agent_id: str, now_ms: int) -> None:
        """Note that an agent shall not be offered this again for a while."""
        self._passed[contact.id, agent_id] = now_ms + EXCLUDED_MS

    def rings(self, contact: Contact, agent_id: str, now_ms: int) -> None:
        """Fail if the agent should have been offered somebody alike who has waited longer."""
        alike = self.leaves(contact)
        assert alike is not None, f"{contact.id} rings and did not wait"
        assert self._passed.get((contact.id, agent_id), 0) <= now_ms, "8: offered again too soon"
        for at_ms, other in self._lines[alike]:
            if (at_ms, other) > (contact.at_ms, contact.id):
                return
            barred = self._passed.get((other, agent_id), 0) > now_ms
            assert barred, f"4: {contact.id} was offered to {agent_id} before {other}"


class Auditor:
    """Sees that each offer may be made, and now and then that nobody waits whom somebody could take."""

    def __init__(self) -> None:
        self.audits = 0
        self._next_ms = 0
        self._lines = Lines()

    def look(self, day: Day, given: Input, decided: list[Decision]) -> None:
        """Check what was decided, and the whole state when it is time."""
        self._note(day, given)
        for each in decided:
            self._follow(day, each)
        if day.now_ms >= self._next_ms or isinstance(given, TakenOver):
            self._next_ms = day.now_ms + AUDIT_EACH_MS
            self.audit(day)

    def hold_off(self, until_ms: int) -> None:
        """Look at nothing but what rings up to and in this moment."""
        self._next_ms = max(self._next_ms, until_ms + 1)

    def audit(self, day: Day) -> None:
        """Hold the whole state against the books."""
        self.audits += 1
        books = Books(day.settings, day.rows())
        audit_state(books)
        for row in sorted(books.waiting, key=books.place)[:LOOKED_AT]:
            able = [agent.agent.id for agent in books.rows.agents if books.able(row, agent)]
            assert able == [], f"{row.item.id} waits and {able} could take it"
        known = {row.item.id for row in books.rows.items}
        waits = {name for name, contact in day.contacts.items() if contact.at_ms < day.now_ms and contact.ended is None}
        assert waits <= known, f"lost: {sorted(waits - known)[:5]}"
        listed = {row.item.id for row in books.waiting} | {item_id for item_id, _ in day.ringing}
        gone = {name for name in listed if day.contacts[name].ended is not None}
        assert gone == set(), f"gone, and still listed: {sorted(gone)[:5]}"

    def _note(self, day: Day, given: Input) -> None:
        match given:
            case WorkArrived(item):
                self._lines.arrives(day.contacts[item.id], item.queue_id)
            case WorkAbandoned(item_id):
                self._lines.leaves(day.contacts[item_id])

    def _follow(self, day: Day, decision: Decision) -> None:
        match decision:
            case Offer(item_id, agent_id):
                self._may_ring(day, item_id, agent_id)
                self._lines.rings(day.contacts[item_id], agent_id, day.now_ms)
            case Withdraw(item_id, agent_id, _, outcome):
                contact = day.contacts[item_id]
                if outcome in {Outcome.DECLINED, Outcome.TIMED_OUT}:
                    self._lines.passes_on(contact, agent_id, day.now_ms)
                if contact.ended is None:
                    self._lines.comes_back(contact)
            case Overflow(item_id, _, to):
                self._lines.leaves(day.contacts[item_id])
                if not isinstance(to, Exit):
                    self._lines.arrives(day.contacts[item_id], to)

    def _may_ring(self, day: Day, item_id: str, agent_id: str) -> None:
        contact = day.contacts[item_id]
        assert contact.ended is None, f"{contact.id} has {contact.ended} and rings"
        assert contact.answered_ms is None, f"{contact.id} is in hand and rings"
        assert agent_id in day.present, f"{agent_id} has gone home"
        assert agent_id not in day.paused, f"{agent_id} has a break"
        at = [each for name, each in day.ringing if name == contact.id]
        assert at == [agent_id], f"{contact.id} rings at {at} at once"
