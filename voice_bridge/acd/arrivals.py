"""How work comes into the line, goes on to another, and out of it: arrival, overflow, keeping, hurry, transfer.

    arrived ─► enter ─► an overflow rule for arrivals? ─► another queue, or out
                 └────► kept for one agent for a while? ─► that agent's own line
                 └────► the line of its bucket

Rule: whatever happens to an item, the time it was first enqueued stays, so it keeps its place.
"""

from collections.abc import Iterable
from dataclasses import replace

from voice_bridge.acd import offers
from voice_bridge.acd.bucket import Bucket
from voice_bridge.acd.decisions import OpenToAll, Overflow, Stranded
from voice_bridge.acd.floor import Floor
from voice_bridge.acd.nouns import ItemState, Presence, WorkItem
from voice_bridge.acd.overflow import Facts, rule_for, rule_for_wait, rule_on_arrival
from voice_bridge.acd.seat import Seat
from voice_bridge.acd.settings import Exit, OverflowRule, When
from voice_bridge.acd.work import Work


def arrive(floor: Floor, item: WorkItem, epoch: int = 0) -> None:
    """Take a new item in; one that is there already is only hurried, if it has become more urgent."""
    known = floor.works.get(item.id)
    if known is None:
        work = floor.new_work(replace(item, enqueued_ms=min(item.enqueued_ms, floor.now_ms)))
        work.epoch = epoch
        enter(floor, work)
    elif item.priority < known.item.priority:
        hurry(floor, known, item.priority)
    else:
        floor.ignore("work_known", item.id)


def enter(floor: Floor, work: Work) -> None:
    """Bring work into the queue that its item names, or on, if a rule there says so."""
    while rule := rule_on_arrival(work, facts_of(floor, work)) or rule_for_wait(work, floor.now_ms):
        if not _moved(floor, work, rule):
            return
    work.ahead = floor.lines.kin_length(work.kin) + 1
    _keep(floor, work)
    floor.line_up(work)


def overflow(floor: Floor, works: Iterable[Work], when: When) -> None:
    """Send waiting work on, where its queue has a rule for what has happened."""
    for work in works:
        if (rule := rule_for(work, when)) is not None:
            _send_on(floor, work, rule)


def waited(floor: Floor, work: Work) -> None:
    """Do what is due for work that waits: send it on, open it to all, widen its ring, offer it again."""
    if (rule := rule_for_wait(work, floor.now_ms)) is not None:
        _send_on(floor, work, rule)
        return
    if work.keeper is not None and work.kept_until_ms <= floor.now_ms:
        open_to_all(floor, work)
    else:
        floor.relax(work)


def open_to_all(floor: Floor, work: Work) -> None:
    """Keep waiting work for nobody any longer."""
    assert work.keeper is not None, "only kept work is opened"  # noqa: S101 - narrows the type
    floor.lines.remove(work)
    floor.tell(OpenToAll(work.id, work.keeper))
    work.keeper = None
    floor.line_up(work)


def hurry(floor: Floor, work: Work, priority: int) -> None:
    """Give work another class; its wait stays. A rescue is kept for nobody any longer."""
    item = replace(work.item, priority=priority)
    waits = work.state is ItemState.WAITING
    if waits:
        floor.lines.remove(work)
    floor.rewrite(work, item)
    if work.keeper is not None and work.terms.urgency.strict:
        floor.tell(OpenToAll(work.id, work.keeper))
        work.keeper = None
    if waits:
        floor.line_up(work)
        return
    for agent_id in [*work.ringing, work.holder]:
        if agent_id is not None:
            floor.seats[agent_id].changed()
            floor.freed[agent_id] = floor.seats[agent_id]


def transfer(floor: Floor, work: Work, queue_id: str, for_agent: str | None, excluded: frozenset[str]) -> None:
    """Put work back in a line, out of whatever hands it is in."""
    offers.release(floor, work)
    floor.rewrite(work, replace(work.item, queue_id=queue_id, for_agent=for_agent, excluded=excluded))
    work.entered_ms, work.ring, work.hops, work.visited = floor.now_ms, 0, 0, ()
    work.barred.clear()
    enter(floor, work)


def abandon(floor: Floor, work: Work) -> None:
    """Drop work that is no longer wanted."""
    offers.release(floor, work)
    floor.forget(work)


def agent_left(floor: Floor, seat: Seat) -> None:
    """Open what was kept for an agent who is gone, and send on what nobody is there for any more."""
    for work in floor.lines.kept_for(seat.id):
        open_to_all(floor, work)
    nobody_left(floor, floor.lines.buckets_with(seat))


def nobody_left(floor: Floor, buckets: Iterable[Bucket]) -> None:
    """Send on what waits in those of the buckets that nobody who is signed in can take from any more."""
    for bucket in [each for each in buckets if each.line]:
        if not floor.lines.signed_in(bucket):
            overflow(floor, [bucket.works[item_id] for _, item_id in bucket.line], When.NO_AGENT)


def nobody_at_all(floor: Floor, buckets: Iterable[Bucket]) -> None:
    """Tell of what waits in those of the buckets that nobody can ever take from any more."""
    for bucket in buckets:
        if not bucket.members:
            for _, item_id in bucket.line:
                floor.tell(Stranded(item_id, bucket.terms.queue.id))


def _send_on(floor: Floor, work: Work, rule: OverflowRule) -> None:
    floor.lines.remove(work)
    if _moved(floor, work, rule):
        enter(floor, work)


def _moved(floor: Floor, work: Work, rule: OverflowRule) -> bool:
    """Let work follow an overflow rule; False when it has left the line for good."""
    left = work.item.queue_id
    work.hops += 1
    work.visited = (*work.visited, left)
    work.keeper = None
    floor.tell(Overflow(work.id, left, rule.to, rule.when, work.hops))
    if isinstance(rule.to, Exit):
        floor.forget(work)
        return False
    floor.rewrite(work, replace(work.item, queue_id=rule.to))
    work.entered_ms, work.ring = floor.now_ms, 0
    return True


def _keep(floor: Floor, work: Work) -> None:
    """Keep work for the agent it was handed to, or for the one who served the tourist last, if worth waiting for."""
    queue, item = work.terms.queue, work.item
    work.keeper = None
    if work.hops or work.terms.urgency.strict:
        return
    named = floor.seats.get(item.for_agent or "")
    last = floor.seats.get(item.last_agent or "")
    if named is not None and queue.kept_ms and _may_come(work, named):
        work.keeper, work.kept_until_ms = named.id, floor.now_ms + queue.kept_ms
    elif (
        last is not None
        and queue.affinity_ms
        and last.presence is Presence.READY
        and _may_come(work, last)
        and last.id in floor.lines.bucket_of(work).members
    ):
        work.keeper, work.kept_until_ms = last.id, floor.now_ms + queue.affinity_ms


def _may_come(work: Work, seat: Seat) -> bool:
    return (
        seat.presence is not Presence.OFFLINE
        and seat.id not in work.item.excluded
        and seat.agent.capacity.get(work.item.medium, 0) > 0
    )


def facts_of(floor: Floor, work: Work) -> Facts:
    """Return what the rules of an item's queue ask as it comes."""
    queue_id = work.item.queue_id
    return Facts(
        length=lambda: floor.lines.length(queue_id),
        likely_ms=lambda: (
            0 if floor.lines.somebody_free(work, floor.now_ms) else floor.estimate(work, floor.now_ms).p50_ms
        ),
        somebody_signed_in=lambda: floor.lines.signed_in(floor.lines.bucket_of(work)) > 0,
        closed=lambda: queue_id in floor.closed,
    )
