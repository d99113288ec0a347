"""Steps of a conversation's life: asked of the table, written with owner, epoch, segment and event in one place.

Rule: nobody else writes a conversation's state. The caller has locked the conversation in the same unit.
"""

from dataclasses import dataclass, replace

from hub import events, lifecycle, rescuing
from hub.database import Tx
from hub.lifecycle import OWNER_OF, Step
from hub.model import Actor, OwnerKind, State
from hub.store import conversations as rows
from hub.store.conversations import Conversation


@dataclass(frozen=True, slots=True)
class Into:
    """Where a step leads beside the state; None keeps what is there."""

    agent_id: str | None = None
    queue_id: str | None = None
    handoff: str | None = None
    "JSON of what the next owner should know."
    new_segment: bool = False
    for_agent: str | None = None
    "Whom the wait that begins is kept for."


def take_step(
    tx: Tx, conversation: Conversation, step: Step, actor: Actor, reason: str = "", into: Into | None = None
) -> Conversation:
    """Take one step of the life-cycle; returns the conversation as it now stands.

    A change of owner raises `owner_epoch`, so whatever an earlier owner still wants to say is refused.

    Raises:
        IllegalTransition: the table has no such step; nothing was written.
    """
    into = into or Into()
    moved = _moved(tx, conversation, lifecycle.after(conversation.state, step), into)
    if moved == conversation:
        return conversation
    rows.write_move(tx, moved, reason or step, into.for_agent)
    events.publish(
        tx,
        events.ConversationMoved(
            org_id=moved.org_id,
            conversation_id=moved.id,
            queue_id=moved.queue_id,
            agent_id=moved.owner_id if moved.owner_kind == OwnerKind.AGENT else None,
            actor=actor,
            step=step,
            from_state=conversation.state,
            to_state=moved.state,
            segment=moved.segment,
            owner_epoch=moved.owner_epoch,
            since_ms=conversation.moved_ms,
            from_agent_id=conversation.owner_id if conversation.owner_kind == OwnerKind.AGENT else None,
            reason=reason,
        ),
    )
    moved = replace(moved, moved_ms=tx.now_ms)
    if moved.rescue:
        rescuing.moved(tx, conversation, moved)
    return moved


def _moved(tx: Tx, before: Conversation, state: State, into: Into) -> Conversation:
    owner_kind = OWNER_OF[state]
    owner_id = None
    if owner_kind == OwnerKind.AGENT:
        owner_id = into.agent_id or before.owner_id
    queue_id = into.queue_id or before.queue_id
    same_owner = (owner_kind, owner_id) == (before.owner_kind, before.owner_id)
    queued_elsewhere = owner_kind == OwnerKind.QUEUE and queue_id != before.queue_id
    if state == before.state and same_owner and not queued_elsewhere and not into.new_segment:
        return before
    waiting = owner_kind == OwnerKind.QUEUE
    handoff = None if state == State.BOT else into.handoff or before.handoff
    return replace(
        before,
        state=state,
        is_open=int(state != State.CLOSED),
        owner_kind=owner_kind,
        owner_id=owner_id,
        owner_epoch=before.owner_epoch + (0 if same_owner and not queued_elsewhere else 1),
        queue_id=queue_id,
        segment=before.segment + int(into.new_segment),
        segment_seq=before.seq if into.new_segment else before.segment_seq,
        waiting_since_ms=(before.waiting_since_ms or tx.now_ms) if waiting else None,
        closed_ms=tx.now_ms if state == State.CLOSED else None,
        handoff=handoff,
    )
