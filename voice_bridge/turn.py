"""One turn's decisions, written down in one unit together with how far the router has come, before any offer shows.

Rules: the lease guards the unit, so a router that was taken for dead writes nothing. Each decision names what it was
made for (an item's time in the line, an agent's revision); one that has been overtaken is left out and reported, and
the rows are looked at again. A row is locked before the agent's, as everywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hub import conversations, events
from hub.database import Tx
from hub.errors import NotFound
from hub.lifecycle import Step
from hub.model import SYSTEM, State
from hub.ports import Tickets
from hub.store import conversations as conversation_rows
from hub.store import leases
from hub.store.leases import Lease
from voice_bridge import desks, offers, sending_out, waits, wrap_up
from voice_bridge.acd import decisions
from voice_bridge.acd.decisions import Decision
from voice_bridge.acd.nouns import Outcome as Ending
from voice_bridge.acd.settings import Exit
from voice_bridge.offers import Outcome
from voice_bridge.store import agent_state, router, work_items
from voice_bridge.store.agent_state import Figures
from voice_bridge.store.router import Pace, Place
from voice_bridge.store.work_items import ItemState
from voice_bridge.teller import NOTHING, Plan
from voice_bridge.translation import Noted
from voice_bridge.waits import Kept

LEASE_MS = 5_000


@dataclass(frozen=True, slots=True)
class Desk:
    """An agent as the engine knew one when it decided."""

    rev: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be kept of an item that waits or rings, and for which time in the line."""

    lined_up: int
    noted: Noted | None = None
    "None: nothing but the two below."
    hops: int = 0
    visited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one turn decided."""

    lease: Lease
    place: Place
    tickets: Tickets
    "For those who are asked to leave a message."
    decided: Sequence[Decision] = ()
    desks: Mapping[str, Desk] = field(default_factory=dict)
    notes: Mapping[str, Note] = field(default_factory=dict)
    silent: Sequence[str] = ()
    paces: Sequence[Pace] = ()
    day_began: bool = False
    waits: Plan = NOTHING
    "What those who wait are told."


@dataclass(slots=True)
class Written:
    """What became of it."""

    offers: int = 0
    rung_out: int = 0
    overtaken_items: set[str] = field(default_factory=set)
    overtaken_agents: set[str] = field(default_factory=set)
    revs: dict[str, int] = field(default_factory=dict)
    waits: Kept = field(default_factory=Kept)


def write(tx: Tx, turn: Turn) -> Written:
    """Unit: write a turn's decisions down.

    Raises:
        LeaseLost: another router is at work; nothing was written.
    """
    leases.guard(tx, turn.lease, LEASE_MS)
    kept = waits.write(tx, turn.waits)
    if turn.day_began:
        agent_state.day_began(tx)
    for agent_id in sorted(turn.silent):
        desks.lose(tx, agent_id)
    pen = _Pen(tx, turn)
    pen.written.waits = kept
    for decision in turn.decided:
        pen.put(decision)
    for item_id, note in turn.notes.items():
        if note.noted is not None:
            _note(tx, item_id, note.lined_up, note.noted)
    router.put_paces(tx, turn.paces)
    router.put(tx, turn.place, turn.lease.fence)
    return pen.written


def _note(tx: Tx, item_id: str, lined_up: int, noted: Noted) -> None:
    work_items.note(
        tx,
        item_id,
        lined_up,
        for_agent=noted.for_agent,
        kept_until_ms=noted.kept_until_ms,
        excluded=noted.excluded,
        ring=noted.ring,
    )


class _Pen:
    """Writes decisions down, one after the other."""

    def __init__(self, tx: Tx, turn: Turn) -> None:
        self._tx = tx
        self._turn = turn
        self._held: dict[str, bool] = {}
        "Who is held for offers in this unit, or could not be."
        self._missed: set[str] = set()
        self._revs = {agent_id: desk.rev for agent_id, desk in turn.desks.items()}
        self.written = Written(revs=self._revs)

    def put(self, decision: Decision) -> None:
        """Write one decision down; what was relaxed and opened to all stands in the notes."""
        match decision:
            case decisions.Offer():
                self._offer(decision)
            case decisions.Withdraw():
                self._withdraw(decision)
            case decisions.Pause(agent_id, _):
                self._pause(agent_id)
            case decisions.Overflow():
                self._overflow(decision)
            case decisions.EndWrapUp():
                self._end_wrap_up(decision)
            case decisions.Stranded(item_id, _):
                self._strand(item_id)
            case decisions.Interrupt() | decisions.Resume():
                self._put_aside(decision)

    def _pause(self, agent_id: str) -> None:
        if agent_id in self._missed:
            self._revise(agent_id, changed=desks.miss(self._tx, agent_id))

    def _offer(self, offer: decisions.Offer) -> None:
        tx, item_id, agent_id = self._tx, offer.item_id, offer.agent_id
        if agent_id not in self._held:
            desk = self._turn.desks.get(agent_id)
            self._held[agent_id] = desk is not None and agent_state.promise(
                tx, agent_id, self._revs[agent_id], desk.figures
            )
        if not self._held[agent_id]:
            self._overtaken(item_id, agent_id)
            return
        note = self._turn.notes.get(item_id)
        fresh = note is not None and work_items.offer(tx, item_id, agent_id, offer.epoch, note.lined_up)
        item = work_items.lock(tx, item_id)
        if not fresh and (item.state, item.offer_epoch) != (ItemState.OFFERED, offer.epoch):
            self._overtaken(item_id, agent_id)
            return
        offers.make(tx, item, agent_id, offer.epoch, offer.until_ms)
        self.written.offers += 1

    def _withdraw(self, ended: decisions.Withdraw) -> None:
        """Stop the ringing; mostly the one who ended it has done so already, in the same unit as the cause."""
        item = work_items.lock(self._tx, ended.item_id)
        timed_out = ended.outcome is Ending.TIMED_OUT
        if item.state is ItemState.OFFERED and item.offer_epoch == ended.epoch:
            barred = {ended.agent_id: self._tx.now_ms} if timed_out else None
            rang = offers.pass_on(self._tx, item, ended.agent_id, Outcome(ended.outcome), barred)
            if rang and timed_out:
                self._missed.add(ended.agent_id)
                self.written.rung_out += 1
            if rang:
                return
        if timed_out:
            self._overtaken(ended.item_id, ended.agent_id)

    def _overflow(self, moved: decisions.Overflow) -> None:
        tx, note = self._tx, self._turn.notes.get(moved.item_id)
        if isinstance(moved.to, Exit):
            if note is None or not sending_out.send_out(tx, moved, note.lined_up, self._turn.tickets):
                self.written.overtaken_items.add(moved.item_id)
            return
        if note is None or not work_items.move_on(tx, moved.item_id, note.lined_up, moved.to, note.hops, note.visited):
            self.written.overtaken_items.add(moved.item_id)
            return
        item = work_items.lock(tx, moved.item_id)
        events.publish(
            tx,
            events.WorkItemOverflowed(
                org_id=item.org_id,
                conversation_id=item.conversation_id,
                queue_id=moved.queue_id,
                work_item_id=item.id,
                to_queue_id=moved.to,
                why=moved.why,
                hops=moved.hops,
            ),
        )
        if item.conversation_id is not None:
            _requeue(tx, item.conversation_id, moved.to)

    def _put_aside(self, decided: decisions.Interrupt | decisions.Resume) -> None:
        """Let work in hand lie aside, or go on with it; the agent's places are counted anew."""
        tx, item_id, agent_id = self._tx, decided.item_id, decided.agent_id
        aside = isinstance(decided, decisions.Interrupt)
        item = work_items.lock(tx, item_id)
        change = work_items.put_aside if aside else work_items.resume
        if not change(tx, item_id, agent_id):
            self._overtaken(item_id, agent_id)
            return
        fact = events.WorkItemPutAside if aside else events.WorkItemResumed
        events.publish(
            tx,
            fact(
                org_id=item.org_id,
                conversation_id=item.conversation_id,
                queue_id=item.queue_id,
                agent_id=agent_id,
                work_item_id=item_id,
            ),
        )
        self._revise(agent_id, changed=desks.recount(tx, agent_id))

    def _end_wrap_up(self, ended: decisions.EndWrapUp) -> None:
        tx = self._tx
        item = work_items.lock(tx, ended.item_id)
        until_ms = item.wrap_up_until_ms
        if item.state is not ItemState.WRAP_UP or until_ms is None or until_ms > tx.now_ms or item.agent_id is None:
            self._overtaken(ended.item_id, ended.agent_id)
            return
        wrap_up.let_go(tx, item)
        self._revise(item.agent_id, changed=desks.work_changed(tx, item.agent_id))

    def _strand(self, item_id: str) -> None:
        item = work_items.lock(self._tx, item_id)
        if item.state is ItemState.WAITING:
            events.publish(
                self._tx,
                events.WorkItemStranded(
                    org_id=item.org_id,
                    conversation_id=item.conversation_id,
                    queue_id=item.queue_id,
                    work_item_id=item_id,
                ),
            )

    def _revise(self, agent_id: str, *, changed: bool) -> None:
        """Follow our own change of an agent's row; had somebody else changed it too, the count would not fit."""
        if changed and agent_id in self._revs:
            self._revs[agent_id] += 1
        self._held.pop(agent_id, None)

    def _overtaken(self, item_id: str, agent_id: str) -> None:
        self.written.overtaken_items.add(item_id)
        self.written.overtaken_agents.add(agent_id)


def _requeue(tx: Tx, conversation_id: str, queue_id: str) -> None:
    """Let the conversation wait where its work does."""
    try:
        conversation = conversation_rows.lock(tx, conversation_id)
    except NotFound:
        return
    if conversation.state == State.QUEUED:
        into = conversations.Into(queue_id=queue_id)
        conversations.take_step(tx, conversation, Step.TRANSFERRED, SYSTEM, "overflow", into)
