"""Writing up what was talked about: how it begins, how it is broken off, and how the agent is free of it.

Rule: the agent's time for it ends by the queue's `wrap_up_s` or when the agent says ready; the work item of a
conversation itself ends only when the core says Done, since the tourist may write again until then and comes back to
the same agent.
"""

from hub import events
from hub.database import Tx
from hub.errors import Conflict
from hub.store import queues
from voice_bridge.store import work_items
from voice_bridge.store.work_items import ItemState, WorkItem

LONGEST_MS = 9 * 60_000
"Of all prolongations together; a wrap-up that nobody finishes is closed a minute later (`hub.inbox.UNFINISHED_MS`)."


def begin(tx: Tx, item: WorkItem) -> None:
    """Let the agent write up what was talked about; free at once where its queue gives no time for that."""
    wrap_up_s = queues.get(tx, item.queue_id).wrap_up_s
    if item.aside_ms is not None or wrap_up_s <= 0:
        let_go(tx, item)  # put aside: the agent is at something urgent
    else:
        until_ms = tx.now_ms + wrap_up_s * 1000
        work_items.move(tx, item, ItemState.WRAP_UP, wrap_up_until_ms=until_ms)
        tell(tx, item, ItemState.WRAP_UP)


def prolong(tx: Tx, item: WorkItem, by_ms: int) -> None:
    """Give the agent longer, up to `LONGEST_MS` after the talk.

    Raises:
        Conflict: the time is over already, or is as long as it can be.
    """
    if item.state is not ItemState.WRAP_UP or item.wrap_up_until_ms is None:
        raise Conflict("wrap_up_over", "there is no time for writing up to prolong")
    until_ms = min(item.wrap_up_until_ms + by_ms, item.changed_ms + LONGEST_MS)
    if until_ms <= item.wrap_up_until_ms:
        raise Conflict("wrap_up_longest", "writing up has its longest time already")
    work_items.prolong(tx, item.id, until_ms)
    tell(tx, item, ItemState.WRAP_UP)


def break_off(tx: Tx, item: WorkItem) -> None:
    """Give the work back to the agent who was writing it up: the talk goes on."""
    work_items.move(tx, item, ItemState.ACTIVE)
    tell(tx, item, ItemState.ACTIVE)


def let_go(tx: Tx, item: WorkItem) -> None:
    """End the agent's time; what no conversation can bring back is done."""
    if item.conversation_id is None:
        finish(tx, item, ItemState.DONE, "done")
    else:
        work_items.move(tx, item, ItemState.WRAP_UP)
        tell(tx, item, ItemState.WRAP_UP)


def finish(tx: Tx, item: WorkItem, state: ItemState, outcome: str) -> None:
    """Take the work out of the line or out of an agent's hands for good."""
    work_items.move(tx, item, state, outcome=outcome)
    events.publish(
        tx,
        events.WorkItemFinished(
            org_id=item.org_id,
            conversation_id=item.conversation_id,
            queue_id=item.queue_id,
            agent_id=item.agent_id,
            work_item_id=item.id,
            outcome=state,
            enqueued_ms=item.enqueued_ms,
        ),
    )


def tell(tx: Tx, item: WorkItem, state: ItemState, priority: int | None = None) -> None:
    """Tell that work has changed in the hands it is in, or was in until now; the router goes by it."""
    events.publish(
        tx,
        events.WorkItemMoved(
            org_id=item.org_id,
            conversation_id=item.conversation_id,
            queue_id=item.queue_id,
            agent_id=item.agent_id,
            work_item_id=item.id,
            state=state,
            priority=item.priority if priority is None else priority,
        ),
    )
