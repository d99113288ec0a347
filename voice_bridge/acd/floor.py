"""The whole state of the engine, and the few moves by which it changes without contradicting itself.

Rules: whoever changes an agent's work or presence does it between `Seat.changes` and `Seat.changed`, which `grip`,
`let_go` and `set_presence` do; whoever brings work into the line stirs it; whoever gives an agent room frees the
agent. `Engine` looks at what was stirred and freed at the end of each input, and nowhere else.
"""

from dataclasses import dataclass, field, replace

from voice_bridge.acd.decisions import Decision, Ignored, Relax, Stranded, Waived
from voice_bridge.acd.estimate import Estimate, History
from voice_bridge.acd.lines import Lines
from voice_bridge.acd.nouns import ItemState, Presence, WorkItem
from voice_bridge.acd.overflow import next_wait_ms
from voice_bridge.acd.seat import Seat
from voice_bridge.acd.settings import Settings
from voice_bridge.acd.skills import relaxed, skills_in
from voice_bridge.acd.timers import Timers
from voice_bridge.acd.work import Kin, Work


@dataclass(slots=True)
class Floor:
    """Agents, work, lines and what is due. Times are UTC milliseconds."""

    settings: Settings
    seats: dict[str, Seat] = field(default_factory=dict)
    works: dict[str, Work] = field(default_factory=dict)
    histories: dict[Kin, History] = field(default_factory=dict)
    "By queue and class."
    closed: set[str] = field(default_factory=set)
    "Queues out of service hours."
    now_ms: int = 0
    timers: Timers = field(default_factory=Timers)
    told: list[Decision] = field(default_factory=list)
    stirred: dict[str, Work] = field(default_factory=dict)
    freed: dict[str, Seat] = field(default_factory=dict)
    lines: Lines = field(init=False)

    def __post_init__(self) -> None:
        """Make the lines for these settings."""
        self.lines = Lines(self.settings, self.seats)

    def tell(self, decision: Decision) -> None:
        """Decide."""
        self.told.append(decision)

    def ignore(self, code: str, subject: str) -> None:
        """Answer a fact that came too late."""
        self.tell(Ignored(code, subject))

    # --- work ---------------------------------------------------------------------------------------------------

    def new_work(self, item: WorkItem) -> Work:
        """Take a new item in; it stands nowhere yet."""
        work = Work(item, self.lines.terms_of(item), self.lines.place_of(item), entered_ms=self.now_ms)
        self.works[item.id] = work
        self.waive_unknown(work)
        return work

    def rewrite(self, work: Work, item: WorkItem) -> None:
        """Let work be something a little different: another queue, another class. It must stand in no line."""
        work.item = item
        work.terms, work.place = self.lines.terms_of(item), self.lines.place_of(item)

    def waive_unknown(self, work: Work) -> None:
        """Ask no longer for skills that do not exist."""
        unknown = skills_in(work.item.required) - self.settings.skills
        if unknown:
            item = work.item
            self.rewrite(work, replace(item, required=relaxed(item.required, 0, unknown)))
            self.tell(Waived(work.id, tuple(sorted(unknown))))

    def line_up(self, work: Work) -> None:
        """Let work wait, where its place is."""
        work.state, work.holder, work.wrap_up_until_ms = ItemState.WAITING, None, None
        self.lines.add(work)
        if work.keeper is None and not self.lines.bucket_of(work).members:
            self.tell(Stranded(work.id, work.item.queue_id))
        self.relax(work)

    def relax(self, work: Work) -> None:
        """Let waiting work reach as far as its wait allows by now, and look for somebody."""
        if work.keeper is None:
            ring = self.lines.bucket_of(work).ring_at(self.now_ms - work.place[0])
            if ring > work.ring:
                work.ring = ring
                self.tell(Relax(work.id, ring))
        self.stirred[work.id] = work
        self.set_timer(work)

    def set_timer(self, work: Work) -> None:
        """Note when something will be due for work by itself."""
        match work.state:
            case ItemState.WAITING:
                self.timers.set(work.id, min(self._waiting_dues(work), default=None))
            case ItemState.OFFERED:
                self.timers.set(work.id, min(work.ringing.values()))
            case ItemState.WRAP_UP:
                self.timers.set(work.id, work.wrap_up_until_ms)
            case _:
                self.timers.set(work.id, None)

    def _waiting_dues(self, work: Work) -> list[int]:
        dues = [until_ms for until_ms in work.barred.values() if until_ms > self.now_ms]
        rings = work.terms.queue.rings
        if work.keeper is not None:
            dues.append(work.kept_until_ms)
            peaks = [work.place[0] + ring.after_ms for ring in rings if ring.peak]  # from then on it may take one
            dues.extend(peak_ms for peak_ms in peaks[:1] if peak_ms > self.now_ms)
        elif work.ring + 1 < len(rings):
            dues.append(work.place[0] + rings[work.ring + 1].after_ms)
        if (overflow_ms := next_wait_ms(work)) is not None:
            dues.append(overflow_ms)
        return dues

    def forget(self, work: Work) -> None:
        """Let go of work that is over, or has left the line for good."""
        self.timers.set(work.id, None)
        self.stirred.pop(work.id, None)
        del self.works[work.id]

    # --- agents -------------------------------------------------------------------------------------------------

    def grip(self, seat: Seat, work: Work) -> None:
        """Put work into an agent's hands, or let it ring there; what it is there as was set before."""
        seat.changes(self.now_ms)
        seat.held[work.id] = work
        seat.changed()

    def let_go(self, seat: Seat, work: Work, *, idle_anew: bool = False) -> None:
        """Take work out of an agent's hands, or let it ring there no more."""
        seat.changes(self.now_ms)
        del seat.held[work.id]
        if idle_anew:
            seat.idle_since_ms = self.now_ms
        seat.changed()
        self.freed[seat.id] = seat

    def set_presence(self, seat: Seat, presence: Presence, reason: str = "") -> None:
        """Change whether an agent may be offered work."""
        seat.changes(self.now_ms)
        if presence is Presence.READY and seat.presence is not Presence.READY:
            seat.idle_since_ms = self.now_ms
        seat.presence, seat.reason = presence, reason
        seat.changed()
        self.freed[seat.id] = seat

    # --- estimates ----------------------------------------------------------------------------------------------

    def history(self, kin: Kin) -> History:
        """Return how fast these have been served lately, to be added to."""
        return self.histories.setdefault(kin, History())

    def estimate(self, work: Work, now_ms: int, staffed: int | None = None) -> Estimate:
        """Return how long work will probably still wait, in its queue's line or about to enter it; changes nothing.

        Args:
            work: the work.
            now_ms: the time.
            staffed: how many who could ever take it are signed in, where the caller has counted them.
        """
        queue = work.terms.queue
        head = self.lines.kin_head(work.kin)
        slowest_ms = 0 if head is None or head is work else (now_ms - head.entered_ms) // max(1, head.ahead)
        if staffed is None:
            staffed = self.lines.signed_in(self.lines.bucket_of(work))
        ahead, of_kin = self.lines.ahead_of(work, now_ms)
        fallback_ms = queue.expected_talk_ms // max(1, staffed)
        history = self.histories.get(work.kin) or History()
        told = history.estimate(ahead + 1, of_kin + 1, fallback_ms, slowest_ms)
        nobody = not staffed or work.item.queue_id in self.closed
        return replace(told, sure=False) if nobody else told
