"""The router's mind while it is at work: the engine, fed with what is new in the rows, and its decisions written down.

    read what is new ─► facts for the engine ─► decisions ─► one unit: decisions, offers, place in the log ─► again

Rules: the rows are the truth and the engine follows them; between two turns nothing is remembered that could not be
read again. A decision that was overtaken is left out by the unit, and its item and agent are looked at again at once.
Where engine and rows contradict each other, or a unit's fate is unknown, the engine is thrown away and made anew from
the rows. Sources: ARCHITECTURE §6 "ACD", docs/decisions/0009.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace

import structlog

from hub.clock import Clock
from hub.database import Database, Tx
from hub.days import local_day
from hub.errors import Conflict, HubError
from hub.model import NORMAL, RESCUE
from hub.ports import Tickets
from hub.store import leases
from hub.store.leases import Holder, Lease
from voice_bridge import news, rulebook, translation, turn
from voice_bridge.acd import decisions, inputs
from voice_bridge.acd.decisions import Decision
from voice_bridge.acd.inputs import Input
from voice_bridge.acd.nouns import Agent, ItemState, WorkItem
from voice_bridge.acd.work import Kin, Work
from voice_bridge.news import Ask, Everything, News, Row, Staff
from voice_bridge.restoring import fit, no_collection, restore_from
from voice_bridge.store import agent_state, offers
from voice_bridge.store.agent_state import DeskRow, Figures
from voice_bridge.store.router import Pace
from voice_bridge.teller import NOTHING, Plan, Teller
from voice_bridge.translation import Known, Seen
from voice_bridge.turn import Desk, Note, Turn, Written

log = structlog.get_logger(__name__)

LEASE = "router"
GRACE_MS = 10_000
"After a change of router nothing rings out and nobody counts as silent for so long."
PACES_MS = 10_000
"How often the queues' pace is written down."
MANY = 40
"More new facts than this are told to the engine in a thread, so that nobody else waits for it."
RENEW_MS = turn.LEASE_MS // 3


def take_over(tx: Tx, holder: Holder) -> Lease | None:
    """Unit: become the one router, if nobody else is; earlier generations of this process are surely dead."""
    leases.release_earlier(tx, holder.node, holder.role, holder.generation)
    lease = leases.acquire(tx, LEASE, holder, turn.LEASE_MS)
    if lease is not None:
        offers.give_grace(tx, tx.now_ms + GRACE_MS)
        agent_state.give_grace(tx, tx.now_ms + GRACE_MS)
    return lease


class Dispatch:
    """One router at work, from taking over until it stops or errs."""

    def __init__(self, database: Database, clock: Clock, tickets: Tickets, lease: Lease, left: Everything) -> None:
        self._database = database
        self._tickets = tickets
        self._clock = clock
        self._lease = lease
        self._place = left.place
        self._tz = left.tz
        self._known: dict[str, Known] = {}
        self._unsettled = False
        "The engine has heard facts of this moment and has offered nothing yet."
        self._stranded: set[str] = set()
        self._paces: set[Kin] = set()
        self._silent_at_ms: int | None = None
        self._again_agents: set[str] = set()
        self._touched: set[str] = set()
        "Work that this turn's facts and decisions were about."
        self._decided: list[Decision] = []
        self._moved: set[str] = set()
        "Work that this turn's decisions were about."
        self._behind = False
        self._complained: set[str] = set()
        self._new = True
        self.inputs: list[tuple[int, Input, bool]] | None = None
        "Where tests want it: what the engine was told, and when."
        now_ms = clock.now_ms()
        self._paces_ms = self._written_ms = now_ms
        self._staff = left.staff
        self._revs = {agent_id: desk.rev for agent_id, desk in left.desks.items()}
        restored = restore_from(left, now_ms)
        self._again_items = restored.again
        self._unread = restored.unread
        self.engine = restored.engine
        for row in restored.heard:
            self._remember(row)
        self._teller = Teller(left.told, self.engine.floor, self._known)

    @classmethod
    async def over(cls, database: Database, clock: Clock, tickets: Tickets, lease: Lease) -> "Dispatch":
        """Return a router that goes on from the rows."""
        with no_collection():
            left = await database.read(news.read_all, None)
            return await asyncio.to_thread(cls, database, clock, tickets, lease, left)

    @property
    def lease(self) -> Lease:
        """The lease under which it writes."""
        return self._lease

    def nothing_new(self) -> Turn:
        """Return the turn that only says that this router is at work, and how far it has come."""
        return Turn(lease=self._lease, place=self._place, tickets=self._tickets)

    def due_ms(self) -> int | None:
        """Return when there will be something to do, unless something happens before; None: never."""
        due = [self.engine.next_due(), self._silent_at_ms]
        return min((each for each in due if each is not None), default=None)

    # --- one turn -----------------------------------------------------------------------------------------------

    async def turn(self) -> Written | None:
        """Do one turn; None when there was nothing to write down.

        Raises:
            LeaseLost: another router is at work.
            Unlike: engine and rows contradict each other; take over again.
            StoreUnavailable, OutcomeUnknown: nothing, or who knows what, was written; take over again.
        """
        seen = await self._database.read(news.read, Ask(self._place, self._again_items, self._again_agents))
        if seen.staff is None and self._names_strangers(seen):
            seen.staff = await self._database.read(news.staff_now, None)
        now_ms = self._clock.now_ms()
        self._again_items, self._again_agents = set(), set()
        self._touched, self._decided, self._moved = set(), [], set()
        self._behind = seen.more
        self._silent_at_ms = seen.silent_at_ms
        self._place = replace(self._place, xid=seen.xid, event_id=seen.event_id)
        if seen.staff is not None:
            await self._staff_changed(seen.staff, now_ms)
        if len(seen.rows) + len(seen.desks) > MANY:
            await asyncio.to_thread(self._hear, seen, now_ms)
        else:
            self._hear(seen, now_ms)
        day_began = self._time_passes(now_ms)
        urgent = any(self._is_rescue(item_id) for item_id in self._touched)
        made = self._made(seen, now_ms, day_began, self._tellings(seen, now_ms, urgent=urgent))
        if made is None:
            self._again_items |= self._unread
            return None
        written = await self._database.write(turn.write, made, RESCUE if urgent else NORMAL)
        self._wrote(written, now_ms, made)
        return written

    def _tellings(self, seen: News, now_ms: int, *, urgent: bool) -> Plan:
        """Return what those who wait are told in this turn: nothing while there is something more urgent to do."""
        self._teller.note(self.engine.floor, self._known, self._touched | seen.gone)
        if urgent or self._behind:
            return NOTHING
        return self._teller.plan(self.engine.floor, self._known, now_ms, self._staff.homes)

    def _names_strangers(self, seen: News) -> bool:
        """Tell whether rows name agents or queues that came without a fact: rules and people are read anew then."""
        people = {agent_id for agent_id, desk in seen.desks.items() if desk is not None}
        people |= {row.item.named_agent for row in seen.rows.values() if row.item.named_agent is not None}
        queues = {row.item.queue_id for row in seen.rows.values()}
        return bool(people - self._staff.agents.keys() or queues - self.engine.floor.settings.queues.keys())

    def _hear(self, seen: News, now_ms: int) -> None:
        """Tell the engine what is new: what waits no more, who is there, then who waits, the longest first.

        All rows are of one moment and are heard together: nothing is offered before the last of them (`_time_passes`).
        """
        for queue_id, opened in seen.hours:
            self._hours(queue_id, now_ms, opened=opened)
        self._unread = seen.unread
        for agent_id, desk in seen.desks.items():
            self._seat(agent_id, now_ms)
            self._revs[agent_id] = -1 if desk is None else desk.rev
        for item_id in sorted(seen.gone | seen.unread):
            if item_id in self.engine.floor.works:
                self._tell(inputs.WorkAbandoned(item_id), now_ms, more=True)
        waiting, others = news.by_waiting(seen.rows.values())
        for row in others:
            self._look_at(row, now_ms)
        for agent_id, desk in seen.desks.items():
            self._look_at_agent(agent_id, desk, now_ms)
        for row in waiting:
            self._look_at(row, now_ms)

    def _look_at(self, row: Row, now_ms: int) -> None:
        item_id = row.item.id
        self._touched.add(item_id)
        work = self.engine.floor.works.get(item_id)
        if item_id in self._moved and work is not None and not translation.is_over(row.item):
            self._again_items.add(item_id)  # what was decided a moment ago is not in the row yet
            return
        seen = Seen(row.item, row.ringing, self._staff.orgs.get(row.item.org_id, ""))
        try:
            told = translation.told_of(seen, work, self._known.get(item_id))
            for each in told:
                if isinstance(each, inputs.WorkArrived | inputs.WorkTaken):
                    self._make_fit([each.item], now_ms)
                elif isinstance(each, inputs.WorkTransferred):
                    self._make_fit([replace(translation.item_of(seen), id=item_id)], now_ms)
                self._tell(each, now_ms, more=True)
        except (HubError, ValueError) as problem:
            log.exception("router.work_unreadable", work_item_id=item_id, problem=str(problem))
            self._unread.add(item_id)
            return
        self._remember(row)

    def _remember(self, row: Row) -> None:
        item = row.item
        if translation.is_over(item):
            self._known.pop(item.id, None)
        else:
            self._known[item.id] = translation.known_of(item)

    def _look_at_agent(self, agent_id: str, desk: DeskRow | None, now_ms: int) -> None:
        presence = translation.presence_of(desk)
        if self.engine.floor.seats[agent_id].presence is not presence:
            self._tell(translation.moved_to(agent_id, presence, translation.reason_of(desk)), now_ms, more=True)

    def _time_passes(self, now_ms: int) -> bool:
        if self._new:
            self._new = False
            self._tell(inputs.TakenOver(), now_ms)
        due_ms = self.engine.next_due()
        if self._unsettled or (due_ms is not None and due_ms <= now_ms):
            self._tell(inputs.TimePassed(), now_ms)
        day = local_day(now_ms, self._tz).isoformat()
        if day == self._place.day:
            return False
        began = self._place.day != ""
        self._place = replace(self._place, day=day)
        if began:
            self._tell(inputs.DayBegan(), now_ms)
        return began

    def _tell(self, fact: Input, now_ms: int, *, more: bool = False) -> None:
        """Tell the engine a fact and keep what it decides; with `more` others of the same moment follow."""
        if self.inputs is not None:
            self.inputs.append((now_ms, fact, more))
        decided = self.engine.apply(fact, now_ms, more=more)
        self._unsettled = more
        for each in decided:
            if not isinstance(each, decisions.Ignored | decisions.Waived | decisions.Pause):
                self._touched.add(each.item_id)
            if isinstance(each, decisions.Offer | decisions.Withdraw | decisions.Overflow):
                self._moved.add(each.item_id)
        self._decided.extend(decided)

    # --- rules and people -----------------------------------------------------------------------------------------

    async def _staff_changed(self, staff: Staff, now_ms: int) -> None:
        """Let new rules and profiles hold; the look at all who wait takes long, so it is not done in this thread."""
        before, self._staff = self._staff, staff
        for where, code in rulebook.problems(staff.book).items():
            log.warning("router.rule_left_out", where=where, code=code)
        settings = fit(rulebook.read(staff.book), self._items())
        if settings != self.engine.floor.settings:
            await asyncio.to_thread(self._tell, inputs.SettingsChanged(settings), now_ms)
        for agent_id, agent in staff.agents.items():
            if before.agents.get(agent_id) != agent or agent_id not in self.engine.floor.seats:
                self._tell(inputs.AgentChanged(agent), now_ms)
                self._again_agents.add(agent_id)
        for agent_id in sorted(before.agents.keys() - staff.agents.keys()):
            self._dismiss(agent_id, now_ms)

    def _dismiss(self, agent_id: str, now_ms: int) -> None:
        """Let an agent be gone; one with work in hand keeps it, and gets no more."""
        try:
            self._tell(inputs.AgentRemoved(agent_id), now_ms)
        except Conflict:
            self._tell(inputs.AgentLeft(agent_id), now_ms)
            self._tell(inputs.AgentChanged(Agent(id=agent_id)), now_ms)

    def _seat(self, agent_id: str, now_ms: int) -> None:
        """Let the engine know somebody whom a row names."""
        if agent_id not in self.engine.floor.seats:
            agent = self._staff.agents.get(agent_id) or Agent(id=agent_id)
            self._tell(inputs.AgentChanged(agent), now_ms)

    def _hours(self, queue_id: str, now_ms: int, *, opened: bool) -> None:
        if queue_id not in self.engine.floor.settings.queues:
            return
        self._tell(inputs.QueueOpened(queue_id) if opened else inputs.QueueClosed(queue_id), now_ms)
        self._place = replace(self._place, closed=tuple(sorted(self.engine.floor.closed)))

    def _items(self) -> list[WorkItem]:
        return [work.item for work in self.engine.floor.works.values()]

    def _make_fit(self, items: Iterable[WorkItem], now_ms: int) -> None:
        """Give work of an unknown queue, medium or class plain rules, so that it is served all the same."""
        settings = fit(self.engine.floor.settings, items)
        if settings is not self.engine.floor.settings:
            self._tell(inputs.SettingsChanged(settings), now_ms)

    # --- what is written ------------------------------------------------------------------------------------------

    def _made(self, seen: News, now_ms: int, day_began: bool, waits: Plan) -> Turn | None:
        """Return what is to be written; None when nothing is, and nothing has to be said of the lease and the place."""
        decided = [each for each in self._decided if not isinstance(each, decisions.Ignored | decisions.Waived)]
        decided = [each for each in decided if not isinstance(each, decisions.Stranded) or self._is_news(each)]
        notes = self._notes()
        renew = now_ms - self._written_ms >= RENEW_MS
        noted = any(note.noted for note in notes.values())
        if not (decided or seen.silent or day_began or renew or waits or noted):
            return None
        offered = {each.agent_id for each in decided if isinstance(each, decisions.Offer)}
        changed = decisions.EndWrapUp | decisions.Pause | decisions.Interrupt | decisions.Resume
        ended = {each.agent_id for each in decided if isinstance(each, changed)}
        return Turn(
            lease=self._lease,
            place=self._place,
            tickets=self._tickets,
            decided=decided,
            desks={agent_id: self._desk(agent_id) for agent_id in offered | ended},
            notes=notes,
            silent=seen.silent,
            paces=self._changed_paces(now_ms),
            day_began=day_began,
            waits=waits,
        )

    def _is_news(self, stranded: decisions.Stranded) -> bool:
        fresh = stranded.item_id not in self._stranded
        self._stranded.add(stranded.item_id)
        return fresh

    def _notes(self) -> dict[str, Note]:
        notes: dict[str, Note] = {}
        for item_id in self._touched:
            work, known = self.engine.floor.works.get(item_id), self._known.get(item_id)
            if known is not None and work is None and item_id in self._moved:
                notes[item_id] = Note(known.lined_up)  # it has left the line
            if work is None or known is None:
                continue
            noted = None
            if work.state in {ItemState.WAITING, ItemState.OFFERED}:
                now = translation.noted_of(work)
                if now != known.noted:
                    noted, self._known[item_id] = now, replace(known, noted=now)
            notes[item_id] = Note(known.lined_up, noted, work.hops, work.visited)
        return notes

    def _desk(self, agent_id: str) -> Desk:
        seat = self.engine.floor.seats[agent_id]
        figures = Figures(seat.handled, seat.worked_ms, seat.idle_ms, seat.counted_to_ms, seat.offered_ms)
        return Desk(self._revs.get(agent_id, -1), figures)

    def _changed_paces(self, now_ms: int) -> list[Pace]:
        offered = [each.item_id for each in self._decided if isinstance(each, decisions.Offer)]
        works = [work for item_id in offered if (work := self.engine.floor.works.get(item_id)) is not None]
        self._paces |= {work.kin for work in works}
        if now_ms - self._paces_ms < PACES_MS:
            return []
        histories = self.engine.floor.histories
        return [(*key, tuple(histories[key].paces_ms)) for key in sorted(self._paces & histories.keys())]

    def _wrote(self, written: Written, now_ms: int, made: Turn) -> None:
        self._written_ms = now_ms
        self._revs |= written.revs
        self._again_items |= written.overtaken_items | self._unread
        self._again_agents |= written.overtaken_agents
        self._teller.wrote(made.waits, written.waits.missed)
        if made.paces:
            self._paces_ms = now_ms
            self._paces.clear()

    def newly_unread(self) -> int:
        """Return how many rows could not be read this time that could before, or were not looked at."""
        fresh, self._complained = self._unread - self._complained, set(self._unread)
        return len(fresh)

    @property
    def more(self) -> bool:
        """Whether there is something to look at again at once."""
        return bool(self._behind or self._again_agents or self._again_items - self._unread)

    def look_again(self, states: Mapping[str, str]) -> set[str]:
        """Compare with the states of all open rows; what the engine does not know so is looked at at the next turn."""
        works = self.engine.floor.works
        odd = {item_id for item_id in works if item_id not in states}
        odd |= {item_id for item_id, state in states.items() if _differs(state, works.get(item_id))}
        self._again_items |= odd
        return odd

    def _is_rescue(self, item_id: str) -> bool:
        work = self.engine.floor.works.get(item_id)
        return work is not None and work.item.priority == RESCUE


def _differs(state: str, work: Work | None) -> bool:
    """Tell whether an open row's state is one in which the engine should see it otherwise."""
    if work is None:
        return state != "wrap_up"  # written up, and only its Done is missing
    return work.state != state
