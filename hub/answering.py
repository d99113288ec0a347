"""Unit 2: what the bot decided becomes words in the outbox and deeds, unless the conversation has another owner by now.

Everything stands in one transaction with the journal rows that are done by it, so the bot's turn takes effect once
or not at all, however often it is computed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hub import escalation, outbox
from hub.database import Tx
from hub.ids import ConversationId, OrgId
from hub.intake import LEASE_MS, all_done, key_of
from hub.model import BOT, Author, BotTurn, CreateTicket, Escalate, SetSlot
from hub.outbox import Speaker
from hub.ports import BotStates, Router, Tickets
from hub.store import conversations as conversation_rows
from hub.store import identities, lanes
from hub.store.conversations import Conversation
from hub.store.journal import Entry
from hub.store.lanes import Lane


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot decided for these rows (None: it failed, and people take over)."""

    lane: Lane
    entries: Sequence[Entry]
    conversation_id: str
    owner_epoch: int
    turn: BotTurn
    bot_states: BotStates
    router: Router
    tickets: Tickets


def answer(tx: Tx, args: Answer) -> bool:
    """Unit 2: the bot's words and deeds, unless the conversation has another owner by now (then False)."""
    lanes.guard(tx, args.lane, LEASE_MS)
    conversation = conversation_rows.lock(tx, args.conversation_id)
    current = conversation.owner_epoch == args.owner_epoch
    if current:
        _apply(tx, args, conversation)
    all_done(tx, args.lane, args.entries)
    return current


def _apply(tx: Tx, args: Answer, conversation: Conversation) -> None:
    last = args.entries[-1]
    args.bot_states.put(tx, ConversationId(conversation.id), OrgId(conversation.org_id), args.turn.state)
    speaker = Speaker(Author.BOT, args.owner_epoch)
    for number, reply in enumerate(args.turn.replies, start=1):
        outbox.say(tx, conversation, speaker, reply, key_of(last, number))
    for number, action in enumerate(args.turn.actions, start=len(args.turn.replies) + 1):
        match action:
            case Escalate():
                escalation.escalate(tx, args.router, conversation, action, BOT)
            case CreateTicket():
                args.tickets.create(tx, action, ConversationId(conversation.id), key_of(last, number))
            case SetSlot():
                _set_slot(tx, conversation, action)


def _set_slot(tx: Tx, conversation: Conversation, slot: SetSlot) -> None:
    if slot.name == "lang":
        identities.describe(tx, conversation.identity_id, None, slot.value)
    elif slot.name == "name":
        identities.describe(tx, conversation.identity_id, slot.value, None)
