"""Takes work out of the line for good, by a rule of its queue: part of a turn's unit.

Rules: the conversation is locked before the item, as in the core's own commands. Work that has been taken, put in a
line anew or become a rescue meanwhile stays where it is, and is looked at again. What becomes of the tourist is the
hub's (`hub/leaving.py`), in this very unit: nobody leaves the line twice, or unheard.
"""

from hub import events, leaving
from hub.database import Tx
from hub.errors import NotFound
from hub.ids import WorkItemId
from hub.model import RESCUE, State
from hub.ports import Tickets
from hub.store import conversations
from hub.store.conversations import Conversation
from voice_bridge import work, wrap_up
from voice_bridge.acd.decisions import Overflow
from voice_bridge.acd.settings import Exit
from voice_bridge.store import work_items
from voice_bridge.store.work_items import SENT_OUT, ItemState, WorkItem


def send_out(tx: Tx, decided: Overflow, lined_up: int, tickets: Tickets) -> bool:
    """Let work leave the line; False when it was decided for a line in which it stands no more.

    Args:
        tx: The turn's unit.
        decided: What leaves, and which way.
        lined_up: The time in the line for which that was decided.
        tickets: Opens a ticket for who leaves a message.
    """
    conversation = _conversation(tx, decided.item_id)
    item = work_items.lock(tx, decided.item_id)
    if item.state is not ItemState.WAITING or item.lined_up != lined_up or item.priority == RESCUE:
        return False
    if conversation is not None and conversation.rescue:
        work.hurry(tx, WorkItemId(item.id), RESCUE)
        return False
    wrap_up.finish(tx, item, ItemState.ABANDONED, f"{SENT_OUT}{decided.to}")
    if conversation is None or conversation.state != State.QUEUED:
        return True  # work that contradicts its conversation; only the line is freed of it, as by the sweeper
    _tell(tx, item, decided)
    if decided.to == Exit.BOT:
        leaving.to_bot(tx, conversation)
    else:
        leaving.with_word(tx, conversation, item.business, tickets)
    return True


def _conversation(tx: Tx, item_id: str) -> Conversation | None:
    found = work_items.read(tx, [item_id])
    if not found or found[0].conversation_id is None:
        return None
    try:
        return conversations.lock(tx, found[0].conversation_id)
    except NotFound:
        return None


def _tell(tx: Tx, item: WorkItem, decided: Overflow) -> None:
    events.publish(
        tx,
        events.WorkItemSentOut(
            org_id=item.org_id,
            conversation_id=item.conversation_id,
            queue_id=item.queue_id,
            work_item_id=item.id,
            to=decided.to,
            why=decided.why,
            waited_ms=max(0, tx.now_ms - item.enqueued_ms),
        ),
    )
