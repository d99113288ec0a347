"""Who is told what of the wait, and when: the few of many thousands for whom something has changed, at each turn.

    came and waits still ─► told in that very turn          left the line ─► what was promised is held against what came
    twice a second: the heads of the lines, then some of all others ─► told, if what is *said* has changed

Rules: nobody is told twice within ten seconds; nobody in danger is told figures; a range without waits of lately is not
told, but the place; where nobody is there, or the queue is closed, that is told and no place. While it rings, what was
told last stands. A turn with a rescue in it, or with facts still unread, tells nothing: decisions come first. What a
turn may cost is bounded whatever the length of the lines (`BUDGET`), so at 10,000 waiting those at the heads are looked
at twice a second and everybody else about each half minute. What those who watch are told of the queues (`lookout`)
goes by the same rules. Nothing here is remembered that the next router does not read from `waits_told` or reckon again.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType

from voice_bridge.acd.bucket import Bucket
from voice_bridge.acd.floor import Floor
from voice_bridge.acd.nouns import ItemState
from voice_bridge.acd.overflow import rule_for
from voice_bridge.acd.settings import Exit, When
from voice_bridge.acd.waits import NOBODY_THERE, said_of
from voice_bridge.acd.work import Work
from voice_bridge.lookout import Lookout
from voice_bridge.store.outlooks import Outlook
from voice_bridge.store.waits import Told
from voice_bridge.translation import Known

EVERY_MS = 10_000
"Nobody is told more often."
ROUND_MS = 500
"Between two looks at who waits; whoever has just come is looked at in each turn."
MOST = 25
"So many are told in one turn."
MOST_OFFERS = 5
"So many of them are offered to leave a message: that is a message each."
MOST_ENDED = 100
FRONT = 20
"So many at the head of each line are looked at first."
FRONTS = 100
SWEPT = 200
"So many of all others are passed each time; most of them have been told lately."
BUDGET = 4_000
"Buckets and members that may be looked through in one turn: a few milliseconds."
SILENT_MEDIA = frozenset({"email", "ticket"})
"Nobody sits there and waits."
NO_HOMES: Mapping[str, str] = MappingProxyType({})
_IN_LINE = frozenset({ItemState.WAITING, ItemState.OFFERED})


@dataclass(frozen=True, slots=True)
class Telling:
    """What somebody is to be told."""

    told: Told
    offer: bool = False
    "Whether it is also to be offered to leave a message: the wait is long, or nobody is there."
    again: bool = True
    "Whether what is said differs from what was said before; otherwise only the offer is due."
    returned: bool = False
    "Whether there is a place where there was none: people are there now."


@dataclass(frozen=True, slots=True)
class Plan:
    """What one turn tells, whose wait may be over, and what those who watch are told of the queues."""

    tellings: tuple[Telling, ...] = ()
    ended: tuple[str, ...] = ()
    outlooks: tuple[Outlook, ...] = ()
    at_ms: int = 0

    def __bool__(self) -> bool:
        return bool(self.tellings or self.ended or self.outlooks)


NOTHING = Plan()


@dataclass(slots=True)
class _Purse:
    """What may still be spent in this turn."""

    left: int = BUDGET
    tellings: list[Telling] = field(default_factory=list)
    offers: int = 0
    barred: Set[str] = frozenset()
    "Who was told for an earlier time in the line, which is not written off yet."
    staffed: dict[Bucket, int] = field(default_factory=dict)
    "How many of a bucket's members are signed in, counted once."
    looked: set[str] = field(default_factory=set)

    @property
    def empty(self) -> bool:
        return self.left <= 0 or len(self.tellings) >= MOST


class Teller:
    """Remembers what everybody was told, and finds whom to tell next."""

    def __init__(self, told: Mapping[str, Told], floor: Floor, known: Mapping[str, Known]) -> None:
        """Go on from what another router told."""
        self._told = dict(told)
        self._over: dict[str, None] = {}
        "Whose wait may be over."
        self._fresh: dict[str, None] = {}
        "Who waits and was told nothing yet, in the order of coming (ids rise with time)."
        self._sweep: Iterator[str] = iter(())
        self._next_line = -1
        "The line that was looked at last; the next is another's turn."
        self._looked_ms: int | None = None
        self._lookout = Lookout(SILENT_MEDIA)
        self.note(floor, known, told.keys() | floor.works.keys())

    def note(self, floor: Floor, known: Mapping[str, Known], touched: Iterable[str]) -> None:
        """Take in that something has happened to this work."""
        for item_id in sorted(touched):
            work, told = floor.works.get(item_id), self._told.get(item_id)
            waits = work is not None and _is_told(work)
            lined_up = known[item_id].lined_up if item_id in known else 0
            if told is not None and not (waits and told.lined_up == lined_up):
                del self._told[item_id]
                self._over[item_id] = None
                told = None
            if waits and told is None:
                self._fresh[item_id] = None

    def plan(self, floor: Floor, known: Mapping[str, Known], now_ms: int, homes: Mapping[str, str] = NO_HOMES) -> Plan:
        """Return what this turn tells; what is not told in the end is to be given to `missed`.

        Args:
            floor: the engine's.
            known: the rows as last read.
            now_ms: the time.
            homes: the path of each queue's organisation.
        """
        ended = tuple(islice(self._over, MOST_ENDED))
        purse = _Purse(barred=self._over.keys() - set(ended))
        for item_id in list(islice(self._fresh, MOST)):
            if purse.empty:
                break
            if item_id not in purse.barred:
                del self._fresh[item_id]
                self._look(floor, known, item_id, now_ms, purse)
        if self._looked_ms is None or now_ms - self._looked_ms >= ROUND_MS:
            self._looked_ms = now_ms
            for item_id in self._round(floor):
                if purse.empty:
                    break
                self._look(floor, known, item_id, now_ms, purse)
        return Plan(tuple(purse.tellings), ended, self._lookout.look(floor, homes, now_ms), now_ms)

    def wrote(self, plan: Plan, missed: Set[str]) -> None:
        """Remember what was told; `missed` did not wait so any more when it was written down."""
        for item_id in plan.ended:
            self._over.pop(item_id, None)
        for telling in plan.tellings:
            if telling.told.item_id not in missed:
                self._told[telling.told.item_id] = telling.told
        self._lookout.wrote(plan.outlooks, plan.at_ms)

    # --- whom to look at --------------------------------------------------------------------------------------------

    def _round(self, floor: Floor) -> Iterator[str]:
        """Yield the heads of the lines, then some of all others."""
        lines = [bucket for bucket in floor.lines.buckets() if bucket.line]
        looked = 0
        for _ in lines:
            if looked >= FRONTS:
                break
            self._next_line = (self._next_line + 1) % len(lines)
            for _, item_id in lines[self._next_line].line[:FRONT]:
                looked += 1
                yield item_id
        swept = list(islice(self._sweep, SWEPT))
        if not swept:
            self._sweep = iter(list(floor.works))
            swept = list(islice(self._sweep, SWEPT))
        yield from swept

    def _look(self, floor: Floor, known: Mapping[str, Known], item_id: str, now_ms: int, purse: _Purse) -> None:
        """Tell one who waits, if there is something to tell."""
        work, told = floor.works.get(item_id), self._told.get(item_id)
        if work is None or work.state is not ItemState.WAITING or not _is_told(work):
            return
        if item_id not in known or item_id in purse.barred or item_id in purse.looked:
            return
        purse.looked.add(item_id)
        if told is not None and now_ms - told.told_ms < EVERY_MS:
            return
        position, p50_ms, p90_ms = _estimate(floor, work, now_ms, purse)
        again = told is None or said_of(position, p50_ms, p90_ms) != said_of(told.position, told.p50_ms, told.p90_ms)
        offered_ms = told.offered_ms if told else None
        returned = told is not None and told.position == NOBODY_THERE and position > NOBODY_THERE
        if returned and offered_ms is None:
            # The words of the closed time have offered it; now that people are there, the night is no long wait.
            offered_ms = now_ms
        offer = offered_ms is None and purse.offers < MOST_OFFERS and _is_long(floor, work, position, p50_ms)
        if again or offer:
            purse.offers += offer
            telling = Told(
                item_id,
                known[item_id].lined_up,
                position,
                p50_ms,
                p90_ms,
                now_ms,
                now_ms if offer else offered_ms,
            )
            purse.tellings.append(Telling(telling, offer, again, returned))


def _is_long(floor: Floor, work: Work, position: int, p50_ms: int | None) -> bool:
    """Tell whether it is to be offered to leave a message; at a closed queue other words have said so already."""
    limit_s = work.terms.queue.offer_after_s
    if limit_s is None or _is_sent_out_in_time(work):
        return False
    if position == NOBODY_THERE:
        return work.item.queue_id not in floor.closed
    return max(p50_ms or 0, floor.now_ms - work.entered_ms) > limit_s * 1000


def _is_sent_out_in_time(work: Work) -> bool:
    """Tell whether a rule will take it out of the line, where the offer promises that the place is kept."""
    rule = rule_for(work, When.WAIT)
    return rule is not None and isinstance(rule.to, Exit)


def _is_told(work: Work) -> bool:
    """Tell whether work is such that its wait is told of, and waits or rings."""
    return work.state in _IN_LINE and not work.terms.urgency.strict and work.item.medium not in SILENT_MEDIA


def _estimate(floor: Floor, work: Work, now_ms: int, purse: _Purse) -> tuple[int, int | None, int | None]:
    """Return position and range of one who waits, as far as they are fit to be told."""
    bucket = floor.lines.bucket_of(work)
    if bucket not in purse.staffed:
        purse.staffed[bucket] = floor.lines.signed_in(bucket)
        purse.left -= len(bucket.members)
    if not purse.staffed[bucket] or work.item.queue_id in floor.closed:
        purse.left -= 1
        return (NOBODY_THERE, None, None)
    purse.left -= 1 + 2 * len(floor.lines.buckets_of(work.item.queue_id))
    found = floor.estimate(work, now_ms, purse.staffed[bucket])
    return (found.position, found.p50_ms, found.p90_ms) if found.sure else (found.position, None, None)
