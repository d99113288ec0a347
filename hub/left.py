"""What is written by somebody whom a rule has sent out of the line with a ticket and a word: it belongs to that ticket.

    within the grace time, the ticket is in work ─► a note on it, one short word, the conversation stays closed
    a cry for help, asking for a person, anger    ─► the conversation goes on as any other that is written to again

Rules: called in unit 1, the conversation locked; once in each segment the tourist reads that it was added, and how to
line up again. Source: docs/acd.md "Overflow".
"""

from collections.abc import Callable, Sequence

from hub import telling
from hub.database import Tx
from hub.ids import ConversationId
from hub.model import RESCUE, CreateTicket, InboundMessage, State
from hub.ports import Tickets
from hub.store import segments
from hub.store.conversations import Conversation

WITH_WORD = "overflow_message"
"The reason under which the end of a conversation is kept whose tourist was asked to leave a message."
ADDED_WORDS = "overflow.added"


def key_of(conversation_id: str) -> str:
    """Return the key of the ticket for what somebody left in a conversation."""
    return f"left:{conversation_id}"


def is_added(
    tx: Tx,
    conversation: Conversation,
    written: Sequence[InboundMessage],
    tickets: Tickets,
    wants_person: Callable[[str], bool],
) -> bool:
    """Tell whether what is written to a conversation belongs to the ticket of somebody who was sent out."""
    if conversation.state != State.CLOSED or conversation.priority == RESCUE:
        return False
    if any(wants_person(message.text) for message in written if message.text):
        return False
    ended = segments.latest(tx, conversation.id, 1)
    if not ended or ended[0].reason != WITH_WORD:
        return False
    return tickets.left(tx, key_of(conversation.id)) is not None


def add(tx: Tx, conversation: Conversation, written: Sequence[InboundMessage], tickets: Tickets) -> None:
    """Add what was written to the ticket, and say so.

    Args:
        tx: The unit's transaction.
        conversation: Locked and closed; what was written stands in it.
        written: What was written.
        tickets: Keeps the note.
    """
    note = CreateTicket("inquiry", ADDED_WORDS, "\n".join(message.text for message in written if message.text))
    number = tickets.leave(tx, note, ConversationId(conversation.id), key_of(conversation.id))
    made_key = f"told:{ADDED_WORDS}:{conversation.id}:{conversation.segment}"
    telling.say(tx, conversation, ADDED_WORDS, conversation.lang, made_key, ticket=number)
