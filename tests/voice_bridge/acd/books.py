"""The properties as plain arithmetic over rows: nothing here is taken from the engine but its nouns.

Numbers are those of reference/voice.md §6 "Properties to test". Everything is counted anew, slowly and by the book, so
that the engine's indexes, caches and shortcuts are judged by something that has none.
"""

from collections import Counter
from dataclasses import dataclass

from voice_bridge.acd.decisions import Decision, Offer, Pause, Withdraw
from voice_bridge.acd.nouns import ItemState, Outcome, Presence
from voice_bridge.acd.rows import AgentRow, ItemRow, Rows
from voice_bridge.acd.settings import Owner, Queue, Ring, Settings
from voice_bridge.acd.skills import AllOf, meets, relaxed

HELD = {ItemState.ACTIVE, ItemState.INTERRUPTED, ItemState.WRAP_UP}


@dataclass(frozen=True, slots=True)
class Books:
    """One state of the engine, read from its rows."""

    settings: Settings
    rows: Rows

    @property
    def now_ms(self) -> int:
        return self.rows.now_ms

    def rings(self, row: ItemRow) -> tuple[Ring, ...]:
        """Return the rings of an item: a rescue reaches everybody after a while."""
        if not self.settings.classes[row.item.priority].strict:
            return self.queue(row).rings
        skills, queues = self.settings.skills, frozenset(self.settings.queues)
        after_ms = self.settings.strict_for_all_ms
        everybody = Ring(after_ms, levels_off=10, waived=skills, also_queues=queues, peak=True)
        return (*(ring for ring in self.queue(row).rings if ring.after_ms < after_ms), everybody)

    def queue(self, row: ItemRow) -> Queue:
        return self.settings.queues[row.item.queue_id]

    def agent(self, agent_id: str) -> AgentRow:
        return next(row for row in self.rows.agents if row.agent.id == agent_id)

    def item(self, item_id: str) -> ItemRow:
        return next(row for row in self.rows.items if row.item.id == item_id)

    @property
    def waiting(self) -> list[ItemRow]:
        return [row for row in self.rows.items if row.state is ItemState.WAITING]

    def held_by(self, agent_id: str) -> list[ItemRow]:
        return [row for row in self.rows.items if row.holder == agent_id or agent_id in dict(row.ringing)]

    # --- places -----------------------------------------------------------------------------------------------------

    def taken(self, agent_id: str, *, firm_only: bool, ringing: bool = True, by_policy: bool = True) -> Counter[str]:
        """Add up the places that an agent's work takes; `by_policy` those of kinds other than its medium's own too."""
        sums: Counter[str] = Counter()
        for row in self.held_by(agent_id):
            rings = row.holder is None
            firm = rings or not row.item.interruptible
            if row.state is not ItemState.INTERRUPTED and (firm or not firm_only) and (ringing or not rings):
                for kind, units in self.settings.media[row.item.medium].takes.items():
                    if by_policy or kind == row.item.medium:
                        sums[kind] += units * row.item.weight
        return sums

    def strain(self, row: ItemRow, agent: AgentRow) -> int | None:
        """Return 0 (usual), 1 (interrupting), 2 (peak), 3 (emergency), or None for no room at all."""
        item, places = row.item, agent.agent.capacity
        medium, urgency = self.settings.media[item.medium], self.settings.classes[item.priority]
        closed = {
            kind
            for held in self.held_by(agent.agent.id)
            if held.state is not ItemState.INTERRUPTED
            for kind in self.settings.media[held.item.medium].closes
        }
        if not places.get(item.medium) or (item.medium in closed and not urgency.strict):
            return None
        interrupts = medium.interrupts or urgency.interrupts or urgency.strict
        all_taken = self.taken(agent.agent.id, firm_only=False)
        firm_taken = self.taken(agent.agent.id, firm_only=interrupts)
        worst = 0
        for kind, per_unit in medium.takes.items():
            units, room = per_unit * item.weight, places.get(kind, 0)
            peak = agent.agent.peak.get(kind, 0)
            if kind != item.medium and (urgency.strict or not room):
                continue
            if all_taken[kind] + units <= room:
                continue
            if firm_taken[kind] + units <= room:
                worst = max(worst, 1)
            elif firm_taken[kind] + units <= room + peak:
                worst = max(worst, 2)
            elif urgency.strict and firm_taken[kind] + units <= room + peak + medium.beyond:
                worst = max(worst, 3)
            else:
                return None
        return worst

    # --- who may take what ------------------------------------------------------------------------------------------

    def place(self, row: ItemRow) -> tuple[int, str]:
        item, advance = row.item, self.settings.advance
        head_start = max((ms for level, ms in advance.vip_ms.items() if level <= item.vip), default=0)
        head_start += round(advance.dissatisfied_ms * item.dissatisfaction)
        head_start += advance.business_ms.get(item.business or "", 0)
        return (item.enqueued_ms - head_start, item.id)

    def urgency_s(self, row: ItemRow) -> float:
        rules = self.settings.classes[row.item.priority]
        return rules.base_s + rules.slope * (self.now_ms - self.place(row)[0]) / 1000

    def reached(self, row: ItemRow, agent: AgentRow) -> bool:
        """Tell whether any ring that is open by now admits the agent (7: rings only add)."""
        waited_ms = self.now_ms - self.place(row)[0]
        open_rings = [ring for ring in self.rings(row) if ring.after_ms <= waited_ms]
        return any(self.admits(ring, row, agent) for ring in open_rings)

    def admits(self, ring: Ring, row: ItemRow, agent: AgentRow) -> bool:
        item, person = row.item, agent.agent
        business = self.settings.business.get(item.business or "")
        asked = AllOf((item.required, self.queue(row).need, *([business] if business else [])))
        if not person.queues & {item.queue_id, *ring.also_queues}:
            return False
        if ring.same_department and item.department is not None and person.department != item.department:
            return False
        top = item.org.split("/")
        if ring.owner is Owner.PARENT:
            top = top[:-1]
        inside = ring.owner is Owner.ANY or not any(top) or person.org.split("/")[: len(top)] == top
        return inside and meets(relaxed(asked, ring.levels_off, ring.waived), person.skills)

    def open_for_offers(self, agent: AgentRow) -> bool:
        wrapping = any(row.state is ItemState.WRAP_UP for row in self.held_by(agent.agent.id))
        return agent.presence is Presence.READY and not wrapping

    def barred(self, row: ItemRow, agent_id: str) -> bool:
        return agent_id in row.item.excluded or dict(row.barred).get(agent_id, 0) > self.now_ms

    def strict(self, row: ItemRow) -> bool:
        return self.settings.classes[row.item.priority].strict

    def able(self, row: ItemRow, agent: AgentRow) -> bool:
        """Tell whether a waiting item could be offered to an agent now; a rescue is, where nobody else is there."""
        barred = self.barred(row, agent.agent.id)
        if barred and not self.strict(row):
            return False
        return self.has_room(row, agent) and not (barred and self.others(row))

    def others(self, row: ItemRow) -> list[str]:
        """Return who could take an item and has not passed on it lately."""
        free = [each.agent.id for each in self.rows.agents if self.has_room(row, each)]
        return [agent_id for agent_id in free if not self.barred(row, agent_id)]

    def has_room(self, row: ItemRow, agent: AgentRow) -> bool:
        """Tell whether a waiting item could be offered to an agent now, had the agent not passed on it."""
        agent_id = agent.agent.id
        if not self.open_for_offers(agent):
            return False
        strain = self.strain(row, agent)
        if strain is None or (row.keeper not in {None, agent_id}):
            return False
        if row.keeper is None and not self.reached(row, agent):
            return False
        if strain < 2 or self.strict(row):
            return True
        waited_ms = self.now_ms - self.place(row)[0]
        return any(ring.peak and ring.after_ms <= waited_ms for ring in self.queue(row).rings)

    def kin(self, first: ItemRow, second: ItemRow) -> bool:
        """Tell whether two items are alike in all that decides who may take them."""
        names = ("queue_id", "priority", "medium", "weight", "required", "preferred", "org", "department", "business")
        return all(getattr(first.item, name) == getattr(second.item, name) for name in names)


def audit_state(books: Books) -> None:
    """Properties 1 and 2: places and exclusivity hold in every state."""
    for agent in books.rows.agents:
        person = agent.agent
        firm = books.taken(person.id, firm_only=True, by_policy=False)
        in_hand = books.taken(person.id, firm_only=False, ringing=False, by_policy=False)
        for kind, room in person.capacity.items():
            beyond = max(medium.beyond for medium in books.settings.media.values() if kind in medium.takes)
            most = room + person.peak.get(kind, 0) + beyond
            assert firm[kind] <= most, f"{person.id} has {firm[kind]} of {most} {kind} places taken"
            assert in_hand[kind] <= most, f"{person.id} has {in_hand[kind]} of {most} {kind} places in hand"
        calls = [row for row in books.held_by(person.id) if row.item.medium == "voice"]
        assert len(calls) <= max(1, person.capacity.get("voice", 0)), f"{person.id} has two calls"
    for row in books.rows.items:
        assert bool(row.ringing) == (row.state is ItemState.OFFERED)
        assert (row.holder is not None) == (row.state in HELD)
        assert row.wrap_up_until_ms is None or row.state is ItemState.WRAP_UP


def audit_rest(books: Books) -> None:
    """Property 5: nobody waits whom somebody could take."""
    for row in books.waiting:
        for agent in books.rows.agents:
            assert not books.able(row, agent), f"{row} waits and {agent} could take it"


def audit_offers(before: Books, after: Books, decided: list[Decision]) -> None:
    """Properties 4, 6, 9, 11 and 13, for what was decided at once."""
    for each in decided:
        if isinstance(each, Offer) and after.item(each.item_id).state is ItemState.OFFERED:
            _audit_offer(after, each)
        if isinstance(each, Pause):
            kept = [row for row in before.held_by(each.agent_id) if row.ringing and before.strict(row)]
            ended = [other for other in decided if isinstance(other, Withdraw) and other.agent_id == each.agent_id]
            missed = {other.item_id for other in ended if other.outcome is Outcome.TIMED_OUT}
            assert not kept or any(row.item.id in missed for row in kept), "a missed everyday offer took a rescue away"
        if isinstance(each, Withdraw) and each.outcome is not Outcome.ANSWERED_ELSEWHERE:
            known = any(row.agent.id == each.agent_id for row in after.rows.agents)
            was_idle = before.agent(each.agent_id)
            if known and was_idle.presence is Presence.READY and after.agent(each.agent_id).presence is Presence.READY:
                assert after.agent(each.agent_id).idle_since_ms == was_idle.idle_since_ms


def _audit_offer(books: Books, offer: Offer) -> None:
    row, agent = books.item(offer.item_id), books.agent(offer.agent_id)
    assert books.open_for_offers(agent), "9: offered to somebody who is paused or writing up"
    if books.barred(row, offer.agent_id):
        assert books.strict(row), "8: offered again to somebody who passed on it"
        assert not books.others(row), "8: a rescue offered again to somebody who passed on it, before others"
    for other in books.waiting:
        if other.keeper is not None or books.barred(other, offer.agent_id):
            continue
        if books.kin(row, other) and row.keeper is None:
            assert books.place(row) < books.place(other), "4: offered before somebody alike who has waited longer"
        _audit_urgency(books, row, other, agent)
    _audit_idleness(books, row, agent)


def _audit_urgency(books: Books, row: ItemRow, other: ItemRow, agent: AgentRow) -> None:
    """Property 6: whoever the agent could have taken instead is not more urgent; the starvation bound follows."""
    same_place = other.item.medium == row.item.medium and other.item.weight <= row.item.weight
    rules = books.settings.classes
    strict, other_strict = rules[row.item.priority].strict, rules[other.item.priority].strict
    if row.keeper is None and same_place and books.reached(other, agent) and strict == other_strict:
        usual = row.item.interruptible == other.item.interruptible and not agent.agent.peak
        assert not usual or books.urgency_s(other) <= books.urgency_s(row) + 1e-6, "6: a more urgent item was left"


def _audit_idleness(books: Books, row: ItemRow, agent: AgentRow) -> None:
    """Property 13, where idle time alone decides: calls of a queue that goes by it."""
    weights = books.queue(row).weights
    alone = weights.idle and not any(
        (weights.skill, weights.occupancy, weights.worked, weights.handled, weights.turn, weights.satisfaction)
    )
    if not alone or weights.affinity or weights.department or row.keeper or row.item.medium != "voice":
        return
    for other in books.rows.agents:
        fresh = other.agent.id not in dict(row.barred) and other.agent.id not in dict(row.ringing)
        if fresh and books.able(row, other) and books.strain(row, other) == 0:
            assert agent.idle_since_ms <= other.idle_since_ms, "13: somebody has been idle longer"
