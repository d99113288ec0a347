"""Out of the line without a person: back to the bot, or a word, a ticket and the end.

Rules: called in the unit in which the router takes the work out of the line, so that it happens once or not at all;
the tourist hears what comes next, in words that an organisation may write itself, and staff reads it in the
transcript. Nobody in danger is ever sent away: the caller asks for that first (`hub.model.RESCUE`). Who was asked to
leave a message has a ticket; what is written afterwards is added to it (`hub/left.py`).
Source: docs/acd.md "Overflow".
"""

from hub import conversations, inbox, telling, texts
from hub.database import Tx
from hub.ids import ConversationId, OrgId
from hub.left import WITH_WORD, key_of
from hub.lifecycle import Step
from hub.model import SYSTEM, CreateTicket, Direction
from hub.ports import Tickets
from hub.store import conversations as rows
from hub.store import messages, orgs
from hub.store.conversations import Conversation

TO_BOT = "overflow_bot"
"The reason under which the segment with the bot is kept."
BOT_WORDS = "overflow.bot"
MESSAGE_WORDS = "overflow.message"
TICKET_TITLE = "overflow.ticket"
_KINDS = frozenset({"inquiry", "complaint", "booking", "repair", "suggestion"})
"Kinds of business that are kinds of tickets too; anything else is an inquiry."
_LINES, _WORDS, _LETTERS = 40, 80, 4_000
_SAME_MS = 60_000
"Whoever writes several lines in a row reads the words once a minute at most."


def to_bot(tx: Tx, conversation: Conversation) -> None:
    """Give a conversation that waits back to the bot.

    Args:
        tx: The unit's transaction.
        conversation: Locked, queued.
    """
    moved = conversations.take_step(tx, conversation, Step.RETURNED_TO_BOT, SYSTEM, TO_BOT)
    telling.tell(tx, moved, BOT_WORDS)


def with_word(tx: Tx, conversation: Conversation, business: str | None, tickets: Tickets) -> None:
    """End a conversation that waits, with a ticket for what was written and a word on what happens with it.

    Args:
        tx: The unit's transaction.
        conversation: Locked, queued.
        business: Its kind of business, where that is known.
        tickets: Opens the ticket.
    """
    number = tickets.leave(
        tx, _ticket(tx, conversation, business), ConversationId(conversation.id), key_of(conversation.id)
    )
    made_key = f"told:{MESSAGE_WORDS}:{conversation.id}:{tx.now_ms // _SAME_MS}"
    telling.say(tx, conversation, MESSAGE_WORDS, conversation.lang, made_key, ticket=number)
    told = rows.lock(tx, conversation.id)
    closed = conversations.take_step(tx, told, Step.EXPIRED, SYSTEM, WITH_WORD)
    rows.write_end(tx, closed.id, None, SYSTEM.kind, WITH_WORD)
    inbox.publish_end(tx, closed, None, SYSTEM, None)


def _ticket(tx: Tx, conversation: Conversation, business: str | None) -> CreateTicket:
    org = orgs.get(tx, OrgId(conversation.org_id))
    lines = messages.transcript_before(tx, conversation.id, conversation.seq + 1, _LINES)
    said = [
        line.text
        for line in lines
        if line.text and line.direction == Direction.IN and line.seq > conversation.segment_seq
    ]
    # The last line is often but "a person, please"; the longest says more than others what it is about.
    words = " ".join(max(said, key=len, default="…").split())[:_WORDS]
    title = texts.say(tx, org.id, TICKET_TITLE, org.lang, words=words)
    return CreateTicket(business if business in _KINDS else "inquiry", title, "\n".join(said)[-_LETTERS:])
