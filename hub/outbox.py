"""Into the outbox: the one place where something to say becomes a message on its way.

Rule: ownership is checked here and only here. A bot that lost the conversation is refused; a person who lost it is
told who has it now and may insist; what a person has committed is never cancelled.
"""

import json
from dataclasses import asdict, dataclass

from hub import events
from hub.database import Tx
from hub.errors import Conflict
from hub.ids import UserId
from hub.model import Actor, Author, Direction, Kind, OwnerKind, Reply, Status
from hub.store import conversations, lanes, messages, users
from hub.store import outbox as rows
from hub.store.conversations import Conversation
from hub.store.messages import Message

OUT = "out"
"The kind of the lanes that lead to tourists."


class StaleOwner(Conflict):
    """The conversation has another owner by now; `owner_kind`, `owner_id` and `owner_name` say who."""

    def __init__(self, owner_kind: str, owner_id: str | None, owner_name: str | None) -> None:
        owner = {"kind": owner_kind, "id": owner_id, "name": owner_name}
        super().__init__("stale_owner", f"the conversation belongs to {owner_kind}", {"owner": owner})
        self.owner_kind = owner_kind
        self.owner_id = owner_id
        self.owner_name = owner_name


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, and under which epoch they believe to own the conversation (None: insist, or the system)."""

    author: Author
    owner_epoch: int | None
    id: str | None = None
    name: str | None = None
    "What the tourist sees."


def say(tx: Tx, conversation: Conversation, speaker: Speaker, reply: Reply, made_key: str) -> Message:
    """Put a reply on its way; the same `made_key` again returns the message made before.

    Raises:
        StaleOwner: somebody else owns the conversation now; nothing was written.
    """
    earlier = messages.by_key(tx, made_key)
    if earlier is not None:
        return earlier
    if speaker.owner_epoch is not None and speaker.owner_epoch != conversation.owner_epoch:
        raise stale_owner(tx, conversation)
    message = compose(tx, conversation, speaker, reply, made_key, conversations.take_numbers(tx, conversation.id, 1))
    put(tx, conversation, message, lanes.wake(tx, OUT, message.identity_id, message.org_id, conversation.priority))
    return message


def put(tx: Tx, conversation: Conversation, message: Message, position: int, *, sent_by: str | None = None) -> None:
    """Write a message that is not there yet, its row in the outbox, and the fact of it.

    Args:
        tx: The unit's transaction.
        conversation: Where it belongs.
        message: What `compose` made.
        position: Its place in the lane.
        sent_by: The worker that sends it as soon as this has been committed; None leaves it in the lane.
    """
    messages.insert(tx, message)
    rows.insert(
        tx,
        message_id=message.id,
        org_id=message.org_id,
        account_id=message.account_id,
        identity_id=message.identity_id,
        conversation_id=message.conversation_id,
        position=position,
        author_kind=message.author_kind,
        owner_epoch=conversation.owner_epoch,
        priority=conversation.priority,
        sent_by=sent_by,
    )
    events.publish(
        tx,
        events.MessageQueued(
            org_id=message.org_id,
            conversation_id=message.conversation_id,
            queue_id=conversation.queue_id,
            agent_id=_agent(conversation),
            actor=Actor("user" if message.author_kind == Author.AGENT else message.author_kind, message.author_id),
            message_id=message.id,
            identity_id=message.identity_id,
            seq=message.seq,
            author=message.author_kind,
        ),
    )


def stale_owner(tx: Tx, conversation: Conversation) -> StaleOwner:
    """Return the error that tells who has the conversation now."""
    owner = users.find(tx, UserId(conversation.owner_id)) if conversation.owner_id else None
    return StaleOwner(conversation.owner_kind, conversation.owner_id, owner.display_name if owner else None)


def cancel_bot(tx: Tx, conversation: Conversation) -> None:
    """Cancel what the bot still has queued, because a person takes over."""
    for message_id in rows.cancel_bot(tx, conversation.id, "taken_over"):
        messages.move(tx, message_id, Status.CANCELLED, reason="taken_over")
        message = messages.get(tx, message_id)
        if message is not None:
            publish_move(tx, message, Status.CANCELLED)


def publish_move(tx: Tx, message: Message, status: Status, pub_seq: int | None = None) -> None:
    """Tell that one of our messages has come a step further."""
    events.publish(
        tx,
        events.MessageMoved(
            org_id=message.org_id,
            conversation_id=message.conversation_id,
            message_id=message.id,
            identity_id=message.identity_id,
            seq=message.seq,
            pub_seq=message.pub_seq if pub_seq is None else pub_seq,
            status=status,
        ),
    )


def compose(tx: Tx, conversation: Conversation, speaker: Speaker, reply: Reply, made_key: str, seq: int) -> Message:
    """Return a reply as the message it becomes, with staff number `seq`."""
    parts = json.dumps([asdict(button) for button in reply.buttons], ensure_ascii=False) if reply.buttons else None
    return Message(
        id=tx.new_id(),
        org_id=conversation.org_id,
        conversation_id=conversation.id,
        seq=seq,
        identity_id=conversation.identity_id,
        direction=Direction.OUT,
        kind=Kind.BUTTONS if reply.buttons else Kind.TEXT,
        author_kind=speaker.author,
        author_id=speaker.id,
        author_name=speaker.name,
        text=reply.text,
        parts=parts,
        lang=reply.lang or conversation.lang,
        account_id=conversation.account_id,
        made_key=made_key,
        at_ms=tx.now_ms,
        status=Status.QUEUED,
        status_rank=0,
    )


def _agent(conversation: Conversation) -> str | None:
    return conversation.owner_id if conversation.owner_kind == OwnerKind.AGENT else None
