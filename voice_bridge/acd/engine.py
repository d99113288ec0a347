"""The engine: facts in, decisions out. Read this from top to bottom to see how one caller finds one agent.

    apply(WorkArrived)   arrivals.enter: overflow rules first, then the place in a line            stirs the work
    apply(AgentReady)    agents.ready, or work in hand is over (offers.finish)                     frees the agent
      └► _settle         matching.matches: the most urgent work first, to its best agent
            └► offers.make ─► Offer(item, agent, epoch, until)                                     told to the caller
    apply(OfferAccepted) offers.accept ─► in hand          apply(OfferDeclined) ─► back in the line, stirred again
    apply(TimePassed)    what is due: offers ring out, rings widen, overflow, ends of wrap-ups

Rules: pure. No clock, no I/O, no randomness: equal inputs at equal times give equal decisions, so the log of inputs can
be replayed. An input that raises has changed nothing. After each input, the last of its moment, no waiting item has an
able agent. Time never goes back: an earlier `now_ms` counts as the latest one seen. Sources: ARCHITECTURE §6 "ACD",
ADR-0002, ADR-0008, reference/voice.md §6.
"""

from hub.errors import HubError, NotFound
from voice_bridge.acd import agents, arrivals, checks, inputs, offers
from voice_bridge.acd.decisions import Decision
from voice_bridge.acd.estimate import Estimate
from voice_bridge.acd.floor import Floor
from voice_bridge.acd.inputs import Input
from voice_bridge.acd.lines import Lines
from voice_bridge.acd.matching import matches
from voice_bridge.acd.nouns import ItemState
from voice_bridge.acd.seat import Seat
from voice_bridge.acd.settings import Settings, When
from voice_bridge.acd.work import Work


class Engine:
    """One queue order and one agent state over all media."""

    def __init__(self, settings: Settings) -> None:
        """Begin with an empty floor.

        Raises:
            Unprocessable: `settings_contradict`.
        """
        checks.check(settings)
        self.floor = Floor(settings)

    def apply(self, given: Input, now_ms: int, *, more: bool = False) -> tuple[Decision, ...]:
        """Take note of a fact and return what is decided because of it, in order.

        Args:
            given: the fact.
            now_ms: the time.
            more: other facts of the same moment follow; nothing is offered before the last of them has been heard.

        Raises:
            NotFound: `queue_unknown`, `medium_unknown`, `class_unknown`, `agent_unknown`.
            Unprocessable: settings, an agent or an item that make no sense.
            Conflict: `settings_in_use`, `agent_has_work`.
        """
        floor, before_ms = self.floor, self.floor.now_ms
        floor.now_ms = max(before_ms, now_ms)
        floor.told = []
        try:
            self._take_note(given)
        except HubError:
            floor.now_ms = before_ms
            raise
        if not more:
            self._settle()
        return tuple(floor.told)

    def next_due(self) -> int | None:
        """Return when `TimePassed` will do something, unless something else happens before; None: never."""
        return self.floor.timers.next_ms()

    def estimate(self, item_id: str, now_ms: int) -> Estimate:
        """Return position and likely wait of an item that waits; changes nothing.

        Raises:
            NotFound: `work_unknown`.
        """
        if item_id not in self.floor.works:
            raise NotFound("work_unknown", item_id)
        return self.floor.estimate(self.floor.works[item_id], max(self.floor.now_ms, now_ms))

    # --- what was stirred and freed finds each other --------------------------------------------------------------

    def _settle(self) -> None:
        """Offer everything that can be offered now."""
        floor = self.floor
        if not (floor.stirred or floor.freed):
            return
        freed = [floor.freed[agent_id] for agent_id in sorted(floor.freed)]
        for seat in freed:
            offers.resume(floor, seat)
        stirred = [work for work in floor.stirred.values() if work.state is ItemState.WAITING]
        for work, chosen in matches(floor.lines.fronts(stirred, freed), floor.now_ms):
            offers.make(floor, work, chosen)
        floor.stirred.clear()
        floor.freed.clear()

    # --- facts ----------------------------------------------------------------------------------------------------

    def _take_note(self, given: Input) -> None:
        match given:
            case inputs.WorkArrived(item, epoch):
                checks.check_item(item, self.floor.settings)
                arrivals.arrive(self.floor, item, epoch)
            case inputs.WorkTaken():
                self._taken(given)
            case inputs.AgentChanged(agent):
                checks.check_agent(agent)
                agents.change(self.floor, agent)
            case inputs.AgentRemoved() | inputs.AgentReady() | inputs.AgentPaused() | inputs.AgentLeft():
                self._agent_moved(given, self._seat(given.agent_id))
            case inputs.TimePassed():
                self._time_passed()
            case (
                inputs.TakenOver()
                | inputs.DayBegan()
                | inputs.SettingsChanged()
                | inputs.QueueOpened()
                | inputs.QueueClosed()
            ):
                self._rules_changed(given)
            case _:
                self._work_moved(given)

    def _work_moved(self, given: inputs.AboutWork) -> None:
        floor = self.floor
        work = floor.works.get(given.item_id)
        if work is None:
            floor.ignore("work_unknown", given.item_id)
            return
        match given:
            case inputs.OfferAccepted(_, agent_id, epoch):
                offers.accept(floor, work, self._seat(agent_id), epoch)
            case inputs.OfferDeclined(_, agent_id, epoch):
                offers.decline(floor, work, self._seat(agent_id), epoch)
            case inputs.OfferLost(_, agent_id, epoch):
                offers.lose(floor, work, self._seat(agent_id), epoch)
            case inputs.WorkAbandoned():
                arrivals.abandon(floor, work)
            case inputs.WorkHurried(_, priority):
                checks.check_class(priority, floor.settings)
                arrivals.hurry(floor, work, priority)
            case inputs.WorkTransferred(_, queue_id, for_agent, excluded):
                checks.check_queue(queue_id, floor.settings)
                arrivals.transfer(floor, work, queue_id, for_agent, excluded)
            case _:
                self._hands_moved(given, work)

    def _hands_moved(self, given: inputs.AboutHands, work: Work) -> None:
        floor, seat = self.floor, self.floor.seats.get(work.holder or "")
        match given, work.state:
            case inputs.TalkEnded(), ItemState.ACTIVE | ItemState.INTERRUPTED if seat:
                offers.end_talk(floor, work, seat, given.until_ms)
            case inputs.TalkResumed(), ItemState.WRAP_UP if seat:
                offers.resume_talk(floor, work, seat)
            case inputs.WrapUpExtended(_, until_ms), ItemState.WRAP_UP:
                work.wrap_up_until_ms = max(until_ms, work.wrap_up_until_ms or 0)
                floor.set_timer(work)
            case inputs.WrapUpEnded(), ItemState.WRAP_UP:
                offers.finish(floor, work)
            case _:
                floor.ignore(f"work_{work.state}", work.id)

    def _taken(self, given: inputs.WorkTaken) -> None:
        floor, seat = self.floor, self._seat(given.agent_id)
        checks.check_item(given.item, floor.settings)
        work = floor.works.get(given.item.id)
        if work is None:
            work = floor.new_work(given.item)
        elif work.holder == seat.id:
            floor.ignore("work_known", work.id)
            return
        else:
            offers.release(floor, work)
        work.resets_idle, work.epoch = given.resets_idle, max(work.epoch, given.epoch)
        offers.hold(floor, work, seat)

    def _agent_moved(
        self,
        given: inputs.AboutAgent,
        seat: Seat,
    ) -> None:
        match given:
            case inputs.AgentReady():
                agents.ready(self.floor, seat)
            case inputs.AgentPaused(_, reason):
                agents.pause(self.floor, seat, reason)
            case inputs.AgentLeft():
                agents.leave(self.floor, seat)
            case inputs.AgentRemoved():
                agents.remove(self.floor, seat)

    def _seat(self, agent_id: str) -> Seat:
        seat = self.floor.seats.get(agent_id)
        if seat is None:
            raise NotFound("agent_unknown", agent_id)
        return seat

    # --- time and rules -------------------------------------------------------------------------------------------

    def _time_passed(self) -> None:
        floor = self.floor
        for item_id in floor.timers.due(floor.now_ms):
            work = floor.works[item_id]
            match work.state:
                case ItemState.WAITING:
                    arrivals.waited(floor, work)
                case ItemState.OFFERED:
                    offers.ring_out(floor, work)
                case ItemState.WRAP_UP:
                    offers.end_wrap_up(floor, work)

    def _rules_changed(self, given: inputs.AboutRules) -> None:
        match given:
            case inputs.TakenOver():
                self.floor.freed.update(self.floor.seats)
            case inputs.DayBegan():
                self._day_began()
            case inputs.SettingsChanged(settings):
                self._settings_changed(settings)
            case inputs.QueueOpened() | inputs.QueueClosed():
                self._hours_changed(given)

    def _day_began(self) -> None:
        for seat in self.floor.seats.values():
            seat.changes(self.floor.now_ms)
            seat.handled = seat.worked_ms = seat.idle_ms = 0
            seat.changed()

    def _hours_changed(self, given: inputs.QueueOpened | inputs.QueueClosed) -> None:
        floor = self.floor
        checks.check_queue(given.queue_id, floor.settings)
        if isinstance(given, inputs.QueueOpened):
            floor.closed.discard(given.queue_id)
            return
        floor.closed.add(given.queue_id)
        if given.waiting_too:
            arrivals.overflow(floor, floor.lines.waiting_in(given.queue_id), When.CLOSED)

    def _settings_changed(self, settings: Settings) -> None:
        """Let new rules hold at once: everybody keeps the place, everything is looked at again."""
        floor = self.floor
        checks.check(settings)
        checks.check_change(settings, [work.item for work in floor.works.values()])
        floor.settings = settings
        floor.closed = {queue_id for queue_id in floor.closed if queue_id in settings.queues}
        floor.lines = Lines(settings, floor.seats)
        for item_id in sorted(floor.works):
            work = floor.works[item_id]
            floor.rewrite(work, work.item)
            floor.waive_unknown(work)
            work.ring = 0
        for seat in floor.seats.values():
            seat.changed()
        floor.freed.update(floor.seats)
        waiting = [work for work in floor.works.values() if work.state is ItemState.WAITING]
        for work in sorted(waiting, key=lambda each: each.place):
            floor.line_up(work)
        arrivals.nobody_left(floor, floor.lines.buckets())
