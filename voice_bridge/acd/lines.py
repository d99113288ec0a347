"""All that waits, in buckets, and who might take it: the index that makes a decision cheap.

Rules: buckets are made when the first work like it comes, and thrown away when they are empty and there are very many;
they hold nothing that does not follow from work, agents and settings, so making them anew changes no decision.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from voice_bridge.acd.bucket import Bucket, Member, Signature, bucket_for, signature_of
from voice_bridge.acd.capacity import Demand, demand_of
from voice_bridge.acd.matching import Front
from voice_bridge.acd.nouns import Presence, WorkItem
from voice_bridge.acd.score import advance_ms
from voice_bridge.acd.seat import Seat
from voice_bridge.acd.settings import Settings
from voice_bridge.acd.work import Kin, Place, Terms, Work

MANY_BUCKETS = 4_000


class Lines:
    """The waiting work of all queues under one set of rules."""

    def __init__(self, settings: Settings, seats: dict[str, Seat]) -> None:
        self._settings = settings
        self._seats = seats
        self._buckets: dict[Signature, Bucket] = {}
        self._of_queue: dict[str, list[Bucket]] = {queue_id: [] for queue_id in settings.queues}
        self._memberships: dict[str, dict[Bucket, Member]] = {}
        self._skilled: dict[str, dict[str, Seat]] = {}
        self._serving: dict[str, dict[str, Seat]] = {}
        self._serves: dict[str, frozenset[str]] = {}
        self._lengths: Counter[Kin] = Counter()
        self._for_all = {queue_id: settings.for_all(queue) for queue_id, queue in settings.queues.items()}
        self._demands: dict[tuple[str, int, bool, bool], Demand] = {}
        self._kept: dict[str, dict[str, Work]] = {}
        self._standing: dict[str, Bucket] = {}
        for seat in seats.values():
            self.admit(seat)

    def terms_of(self, item: WorkItem) -> Terms:
        """Return what the settings say of an item."""
        urgency = self._settings.classes[item.priority]
        key = (item.medium, item.weight, urgency.interrupts, urgency.strict)
        demand = self._demands.get(key)
        if demand is None:
            medium = self._settings.media[item.medium]
            demand = self._demands[key] = demand_of(item.medium, medium, urgency, item.weight)
        queues = self._for_all if urgency.strict else self._settings.queues
        return Terms(queues[item.queue_id], urgency, demand)

    def place_of(self, item: WorkItem) -> Place:
        """Return where an item stands among its like."""
        return (item.enqueued_ms - advance_ms(item, self._settings.advance), item.id)

    def add(self, work: Work) -> None:
        """Put an item in its bucket's line, or in its keeper's."""
        if work.keeper is None:
            bucket = self._standing[work.id] = self.bucket_of(work)
            bucket.add(work)
            self._lengths[work.kin] += 1
        else:
            self._kept.setdefault(work.keeper, {})[work.id] = work

    def remove(self, work: Work) -> None:
        """Take an item out of wherever it stands."""
        if work.keeper is None:
            self._standing.pop(work.id).remove(work)
            self._lengths[work.kin] -= 1
            return
        kept = self._kept[work.keeper]
        del kept[work.id]
        if not kept:
            del self._kept[work.keeper]

    def admit(self, seat: Seat) -> None:
        """Find out anew what an agent may take, after the agent changed."""
        self._memberships[seat.id] = {}
        for skilled in self._skilled.values():
            skilled.pop(seat.id, None)
        for skill in seat.agent.skills:
            self._skilled.setdefault(skill, {})[seat.id] = seat
        for queue_id in self._serves.get(seat.id, frozenset()):
            del self._serving[queue_id][seat.id]
        self._serves[seat.id] = seat.agent.queues
        for queue_id in seat.agent.queues:
            self._serving.setdefault(queue_id, {})[seat.id] = seat
        for bucket in self._buckets.values():
            self._admit(bucket, seat)

    def dismiss(self, seat: Seat) -> None:
        """Forget an agent who is gone."""
        for bucket in self._memberships.pop(seat.id):
            del bucket.members[seat.id]
        for skill in seat.agent.skills:
            del self._skilled[skill][seat.id]
        for queue_id in self._serves.pop(seat.id):
            del self._serving[queue_id][seat.id]

    def kept_for(self, agent_id: str) -> list[Work]:
        """Return what is kept for an agent, longest waiting first."""
        return sorted(self._kept.get(agent_id, {}).values(), key=lambda work: work.place)

    def buckets_of(self, queue_id: str) -> list[Bucket]:
        """Return the buckets of a queue."""
        return self._of_queue[queue_id]

    def waiting_in(self, queue_id: str) -> list[Work]:
        """Return what stands in a queue's line and is kept for nobody, longest waiting first."""
        found = [work for bucket in self._of_queue[queue_id] for work in bucket.works.values()]
        return sorted(found, key=lambda work: work.place)

    def length(self, queue_id: str) -> int:
        """Return how many stand in a queue's line."""
        return sum(len(bucket.line) for bucket in self._of_queue[queue_id])

    def kin_length(self, kin: Kin) -> int:
        """Return how many of the like stand in their queue's line."""
        return self._lengths[kin]

    def kin_head(self, kin: Kin) -> Work | None:
        """Return who of the like has stood longest in their queue's line."""
        buckets = [bucket for bucket in self._of_queue[kin[0]] if bucket.line and bucket.kin == kin]
        first = min(buckets, key=lambda bucket: bucket.line[0], default=None)
        return first.after(None) if first else None

    def ahead_of(self, work: Work, now_ms: int) -> tuple[int, int]:
        """Return how many in its queue's line come before an item: all of them, and those of its own like."""
        urgency = work.terms.urgency
        urgency_s = urgency.urgency_s(work.place[0], now_ms)
        buckets, own = self._of_queue[work.item.queue_id], self.bucket_of(work)
        return (
            sum(
                bucket.before(work.place)
                if bucket is own
                else bucket.more_urgent_than(urgency_s, urgency.strict, now_ms)
                for bucket in buckets
            ),
            sum(bucket.before(work.place) for bucket in buckets if bucket.kin == work.kin),
        )

    # --- fronts: where a new pair may be found ------------------------------------------------------------------

    def fronts(self, stirred: Iterable[Work], freed: Iterable[Seat]) -> Iterator[Front]:
        """Return all places where somebody might find somebody."""
        by_bucket: dict[Bucket, list[Work]] = {}
        for work in stirred:
            if work.keeper is None:
                by_bucket.setdefault(self.bucket_of(work), []).append(work)
            else:
                yield from self._kept_front(work, self._seats[work.keeper])
        for bucket, works in by_bucket.items():
            works.sort(key=lambda work: work.place)
            yield Front(bucket, bucket.members.values(), works)
        yield from self._freed_fronts(freed)

    def _freed_fronts(self, freed: Iterable[Seat]) -> Iterator[Front]:
        touched: dict[Bucket, list[Member]] = {}
        for seat in freed:
            if not seat.open:
                continue
            for work in self._kept.get(seat.id, {}).values():
                yield from self._kept_front(work, seat)
            for bucket, member in self._memberships[seat.id].items():
                if bucket.line and seat.strain(bucket.terms.demand) is not None:
                    if bucket in touched:
                        touched[bucket].append(member)
                    else:
                        touched[bucket] = [member]
        for bucket, members in touched.items():
            yield Front(bucket, members)

    def _kept_front(self, work: Work, keeper: Seat) -> Iterator[Front]:
        if keeper.strain(work.terms.demand) is not None:
            bucket = self.bucket_of(work)
            yield Front(bucket, [bucket.members.get(keeper.id) or Member(keeper, 0, several=False, fit=0.0)], [work])

    def signed_in(self, bucket: Bucket) -> int:
        """Return how many who could ever take from a bucket are signed in."""
        return sum(member.seat.presence is not Presence.OFFLINE for member in bucket.members.values())

    def somebody_free(self, work: Work, now_ms: int) -> bool:
        """Tell whether somebody could take an item at once, were it to enter its line now."""
        bucket, waited_ms = self.bucket_of(work), now_ms - work.place[0]
        return not bucket.line and any(
            member.after_ms <= waited_ms and member.seat.strain(bucket.terms.demand) is not None
            for member in bucket.members.values()
        )

    def buckets_with(self, seat: Seat) -> list[Bucket]:
        """Return the buckets that an agent is a member of, by what stands in them."""
        return sorted(self._memberships.get(seat.id, ()), key=lambda bucket: bucket.line[:1])

    def buckets(self) -> list[Bucket]:
        """Return all buckets, by what stands in them."""
        return sorted(self._buckets.values(), key=lambda bucket: bucket.line[:1])

    # --- buckets ------------------------------------------------------------------------------------------------

    def bucket_of(self, work: Work) -> Bucket:
        """Return the bucket of an item's like, whether it stands there or not."""
        if (standing := self._standing.get(work.id)) is not None:
            return standing
        signature = signature_of(work.item)
        bucket = self._buckets.get(signature)
        if bucket is None:
            if len(self._buckets) >= MANY_BUCKETS:
                self._throw_empty_away()
            bucket = self._buckets[signature] = bucket_for(work, self._settings)
            self._of_queue[work.item.queue_id].append(bucket)
            for seat in self._candidates(bucket).values():
                self._admit(bucket, seat)
        return bucket

    def _candidates(self, bucket: Bucket) -> Mapping[str, Seat]:
        """Return who may be a member at all: those of its queue, or the holders of a skill that every ring asks for."""
        holders = [self._skilled.get(skill, {}) for skill in bucket.indispensable()]
        queue = bucket.terms.queue
        if not any(ring.also_queues for ring in queue.rings):
            holders.append(self._serving.get(queue.id, {}))
        return min(holders, key=len, default=self._seats)

    def _admit(self, bucket: Bucket, seat: Seat) -> None:
        member = bucket.admit(seat)
        if member is not None:
            self._memberships[seat.id][bucket] = member

    def _throw_empty_away(self) -> None:
        for signature, bucket in [*self._buckets.items()]:
            if not bucket.line:
                del self._buckets[signature]
                self._of_queue[bucket.terms.queue.id].remove(bucket)
                for agent_id in bucket.members:
                    del self._memberships[agent_id][bucket]
