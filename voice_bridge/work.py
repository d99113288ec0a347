"""Work items as they come, are taken, and go: what the core's commands do, in the caller's unit.

Rules: an item is locked before its agent's row, everywhere. What is put back keeps the time at which it was first
enqueued and so goes first, also after a transfer. What was finished and is enqueued again under the same key
(the bot gave it up, then the tourist asked for a person once more) stands in the line anew.
"""

from dataclasses import replace

from hub import events
from hub.database import Tx
from hub.ids import ConversationId, WorkItemId
from hub.model import Cancel, Claimed, ClaimRefused, Decline, Done, Finish, Prolong, Take, Transfer, WorkItemSpec
from voice_bridge import desks, offers, wrap_up
from voice_bridge.agent_rules import AgentState
from voice_bridge.offers import Outcome
from voice_bridge.store import agent_state, work_items
from voice_bridge.store.work_items import OVER, ItemState, WorkItem

DECLINED_FOR_MS = 60_000
"How long an item that an agent declined is not offered there again; afterwards others still come first."


IN_HANDS = frozenset({ItemState.ACTIVE, ItemState.WRAP_UP})


def enqueue(tx: Tx, spec: WorkItemSpec) -> WorkItemId:
    """Put work in the line; work that is there already is only hurried, or brought back from its wrap-up."""
    item = work_items.lock_by_key(tx, spec.kind, spec.ref, spec.segment)
    for_agent = _keeper(tx, spec.for_agent)
    if item is None:
        fresh = work_items.insert(tx, spec, for_agent)
        if fresh is not None:
            _tell(tx, fresh, spec)
            return WorkItemId(fresh)
        item = work_items.lock_by_key(tx, spec.kind, spec.ref, spec.segment)
        assert item is not None, "the key was taken by a row that is committed"  # noqa: S101 - narrows the type
    if item.state in OVER:
        excluded = dict.fromkeys(spec.excluded)
        _line_up(tx, item, spec, for_agent, excluded)
    elif item.state is ItemState.WRAP_UP:
        wrap_up.break_off(tx, item)
        _hands_changed(tx, item)
    if spec.priority < item.priority and item.state not in OVER:
        _hurry(tx, item, spec.priority)
    return WorkItemId(item.id)


def hurry(tx: Tx, item_id: WorkItemId, priority: int) -> None:
    """Give work another priority, wherever it stands; harmless on an item that is over."""
    item = work_items.lock(tx, item_id)
    if item.state not in OVER and item.priority != priority:
        _hurry(tx, item, priority)


def _hurry(tx: Tx, item: WorkItem, priority: int) -> None:
    work_items.hurry(tx, item.id, priority)
    wrap_up.tell(tx, item, item.state, priority)


def claim(tx: Tx, item_id: WorkItemId, agent_id: str, offer_epoch: int) -> Claimed | ClaimRefused:
    """Give the item to the agent at whom it rings under this epoch; the same claim again is granted again."""
    item = work_items.lock(tx, item_id)
    granted = Claimed(item_id, ConversationId(item.conversation_id) if item.conversation_id else None)
    if item.offer_epoch == offer_epoch and item.state is ItemState.OFFERED:
        if not offers.end(tx, item, agent_id, Outcome.ACCEPTED):
            return ClaimRefused("withdrawn")
        offers.end_all(tx, item, Outcome.ANSWERED_ELSEWHERE)
        work_items.move(tx, item, ItemState.ACTIVE, agent_id=agent_id)
        desks.work_changed(tx, agent_id)
        return granted
    if (item.agent_id, item.offer_epoch) != (agent_id, offer_epoch):
        return ClaimRefused("taken" if item.state is ItemState.ACTIVE else "withdrawn")
    if item.state is ItemState.ACTIVE:
        return granted
    return ClaimRefused("finished")


def finish(tx: Tx, item_id: WorkItemId, how: Finish) -> None:
    """Decline, end, cancel, transfer, take over or prolong; harmless on an item that is over."""
    item = work_items.lock(tx, item_id)
    if item.state in OVER:
        return
    match how:
        case Decline():
            _decline(tx, item, how)
        case Done():
            _done(tx, item)
        case Cancel():
            _cancel(tx, item, how.why)
        case Transfer():
            _transfer(tx, item, how)
        case Take():
            _take(tx, item, how.agent_id)
        case Prolong():
            wrap_up.prolong(tx, item, how.by_s * 1000)


def _decline(tx: Tx, item: WorkItem, how: Decline) -> None:
    if item.state is ItemState.OFFERED and item.offer_epoch == how.offer_epoch:
        offers.pass_on(tx, item, how.agent_id, Outcome.DECLINED, {how.agent_id: tx.now_ms + DECLINED_FOR_MS})


def _done(tx: Tx, item: WorkItem) -> None:
    """The first Done ends the talk and begins the wrap-up, the second ends the work."""
    if item.state is ItemState.ACTIVE:
        wrap_up.begin(tx, item)
        _hands_changed(tx, item)
    else:
        _cancel(tx, item, "done")


def _cancel(tx: Tx, item: WorkItem, why: str) -> None:
    held = item.state in IN_HANDS
    if item.state is ItemState.OFFERED:
        offers.end_all(tx, item, Outcome.WITHDRAWN)
    wrap_up.finish(tx, item, ItemState.DONE if held else ItemState.ABANDONED, why)
    if held:
        _hands_changed(tx, item)


def _transfer(tx: Tx, item: WorkItem, how: Transfer) -> None:
    if item.state is ItemState.OFFERED:
        offers.end_all(tx, item, Outcome.WITHDRAWN)
    work_items.line_up(
        tx,
        item,
        queue_id=how.queue_id,
        for_agent=_keeper(tx, how.for_agent),
        excluded=dict.fromkeys(how.excluded),
        priority=item.priority,
        enqueued_ms=item.enqueued_ms,
    )
    if item.state in IN_HANDS:
        wrap_up.tell(tx, item, ItemState.WAITING)
    _tell_again(tx, item, how.queue_id, item.priority)
    if item.state in IN_HANDS:
        _hands_changed(tx, item)


def _take(tx: Tx, item: WorkItem, agent_id: str) -> None:
    held = item.state in IN_HANDS
    if item.state is ItemState.OFFERED:
        offers.end_all(tx, item, Outcome.WITHDRAWN)
    changed = {item.agent_id} if held and item.agent_id else set()
    if desks.seat(tx, agent_id):
        work_items.take(tx, item.id, agent_id)
        wrap_up.tell(tx, replace(item, agent_id=agent_id), ItemState.ACTIVE)
        changed.add(agent_id)
    else:
        wrap_up.finish(tx, item, ItemState.DONE, "taken_over")
    for one in sorted(changed):
        desks.work_changed(tx, one)


def _line_up(
    tx: Tx, item: WorkItem, spec: WorkItemSpec, for_agent: str | None, excluded: dict[str, int | None]
) -> None:
    work_items.line_up(
        tx,
        item,
        queue_id=spec.queue_id,
        for_agent=for_agent,
        excluded=excluded,
        priority=spec.priority,
        enqueued_ms=tx.now_ms,
    )
    work_items.renew(tx, item.id, spec)
    _tell(tx, item.id, spec)


def _keeper(tx: Tx, agent_id: str | None) -> str | None:
    """Return for whom to keep work: nobody, when that agent is not there."""
    row = agent_state.find(tx, agent_id) if agent_id else None
    return None if row is None or row.desk.state is AgentState.OFFLINE else row.user_id


def _hands_changed(tx: Tx, item: WorkItem) -> None:
    if item.agent_id is not None:
        desks.work_changed(tx, item.agent_id)


def _tell(tx: Tx, item_id: str, spec: WorkItemSpec) -> None:
    events.publish(
        tx,
        events.WorkItemEnqueued(
            org_id=spec.org_id,
            conversation_id=spec.conversation_id,
            queue_id=spec.queue_id,
            work_item_id=item_id,
            kind=spec.kind,
            medium=spec.medium,
            priority=spec.priority,
            business=spec.business,
            dissatisfied=spec.dissatisfied,
        ),
    )


def _tell_again(tx: Tx, item: WorkItem, queue_id: str, priority: int) -> None:
    events.publish(
        tx,
        events.WorkItemEnqueued(
            org_id=item.org_id,
            conversation_id=item.conversation_id,
            queue_id=queue_id,
            work_item_id=item.id,
            kind=item.kind,
            medium=item.medium,
            priority=priority,
            business=item.business,
            dissatisfied=item.dissatisfied,
        ),
    )
