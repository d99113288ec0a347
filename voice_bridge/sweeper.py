"""Repairs what no unit of ours can leave behind, and counts it: a healthy system never repairs anything.

Rule: looking writes nothing; each repair looks again at its own rows, held for the unit. Work that was written up and
whose conversation is closed is only tidied away, which is no repair.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hub import events
from hub.database import Tx
from hub.ids import ConversationId, OrgId, QueueId, WorkItemId
from hub.model import Cancel, Done, State, Transfer, WorkItemSpec
from hub.store import conversations
from voice_bridge import desks, work
from voice_bridge.store import offers as offer_rows
from voice_bridge.store import sweep, work_items
from voice_bridge.store.sweep import Fault, Finding
from voice_bridge.store.work_items import OVER, ItemState

CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Found:
    """What a sweep has seen."""

    findings: Sequence[Finding] = ()
    left_over: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.findings or self.left_over)


def look(tx: Tx, _: None) -> Found:
    """Query: see what contradicts itself."""
    return Found(sweep.find(tx), sweep.left_over(tx))


def repair(tx: Tx, found: Found) -> list[Finding]:
    """Unit: mend what was found, if it is still so; returns what was mended."""
    for item_id in found.left_over:
        work.finish(tx, WorkItemId(item_id), Done())
    return [finding for finding in found.findings if _mend(tx, finding)]


def _mend(tx: Tx, finding: Finding) -> bool:
    match finding.fault:
        case Fault.NOT_IN_LINE:
            return _put_in_line(tx, finding.ref)
        case Fault.LOAD_WRONG:
            desks.recount(tx, finding.ref)
            return True
        case Fault.RINGS_FOR_EVER:
            return _stop_ringing(tx, finding.ref)
        case Fault.CONVERSATION_CLOSED | Fault.CONVERSATION_ELSEWHERE:
            return _take_out(tx, finding)


def _put_in_line(tx: Tx, conversation_id: str) -> bool:
    conversation = conversations.lock(tx, conversation_id)
    if conversation.state != State.QUEUED or conversation.queue_id is None or sweep.in_line(tx, conversation_id):
        return False
    queue_id = QueueId(conversation.queue_id)
    spec = WorkItemSpec(
        org_id=OrgId(conversation.org_id),
        kind=CHAT,
        ref=conversation.id,
        segment=conversation.segment,
        queue_id=queue_id,
        medium=CHAT,
        conversation_id=ConversationId(conversation.id),
        priority=conversation.priority,
    )
    item_id = work.enqueue(tx, spec)
    if work_items.lock(tx, item_id).state is ItemState.ACTIVE:
        work.finish(tx, item_id, Transfer(queue_id))
    _tell(tx, item_id, Fault.NOT_IN_LINE)
    return True


def _stop_ringing(tx: Tx, item_id: str) -> bool:
    item = work_items.lock(tx, item_id)
    if item.state is not ItemState.OFFERED or offer_rows.at(tx, item_id):
        return False
    work_items.put_back(tx, item.id, item.for_agent, item.excluded)
    _tell(tx, item_id, Fault.RINGS_FOR_EVER)
    return True


def _take_out(tx: Tx, finding: Finding) -> bool:
    if work_items.lock(tx, finding.ref).state in OVER:
        return False
    work.finish(tx, WorkItemId(finding.ref), Cancel(finding.fault))
    _tell(tx, finding.ref, finding.fault)
    return True


def _tell(tx: Tx, item_id: str, fault: Fault) -> None:
    item = work_items.lock(tx, item_id)
    events.publish(
        tx,
        events.WorkItemRepaired(
            org_id=item.org_id,
            conversation_id=item.conversation_id,
            queue_id=item.queue_id,
            work_item_id=item.id,
            fault=fault,
        ),
    )
