"""Unit 2: what the bot decided becomes words in the outbox and deeds, unless the conversation has another owner by now.

Everything stands in one transaction with the journal rows that are done by it, so the bot's turn takes effect once
or not at all, however often it is computed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hub import delivery, escalation, foreseeing, outbox, reassuring, rescuing
from hub.database import Tx
from hub.delivery import Berth, Ready
from hub.foreseeing import Foreseen
from hub.hearing import all_done, key_of
from hub.ids import ConversationId, OrgId
from hub.model import (
    BOT,
    RESCUE,
    TICKET_NUMBER,
    Author,
    BotState,
    BotTurn,
    CreateTicket,
    Escalate,
    InboundMessage,
    NoteTicket,
    Rate,
    SetSlot,
)
from hub.outbox import OUT, Speaker
from hub.ports import BotStates, Ratings, Router, Tickets
from hub.store import conversations as conversation_rows
from hub.store import identities, lanes
from hub.store.conversations import Conversation
from hub.store.journal import Entry
from hub.store.lanes import Lane
from hub.texts import filled


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot decided for these rows (None: it failed, and people take over)."""

    lane: Lane
    entries: Sequence[Entry]
    conversation_id: str
    owner_epoch: int
    identity_id: str
    priority: int
    turn: BotTurn
    bot_states: BotStates
    router: Router
    tickets: Tickets
    ratings: Ratings
    heard: Sequence[InboundMessage] = ()
    "What the rows say."
    carrier: str | None = None
    "The worker that has room to send the first reply at once."
    foreseen: Foreseen | None = None
    "What a plain answer, which that worker sends, meets if nobody comes between; None: look."


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of the turn."""

    current: bool
    "False: the conversation has another owner by now, and nothing was said or done."
    departing: Ready | None = None
    "The first reply, which the carrier must send now."


def answer(tx: Tx, args: Answer) -> Answered:
    """Unit 2: the bot's words and deeds, unless the conversation has another owner by now.

    Raises:
        Overtaken: not everything is as it was foreseen.
    """
    conversation, berth = _lock(tx, args)
    current = conversation.owner_epoch == args.owner_epoch
    departing = _apply(tx, args, conversation, berth) if current else None
    if berth is not None and departing is None:
        delivery.leave_berth(tx, berth)
    if not (current and args.turn.replies) and reassuring.is_cry(args.entries):
        reassuring.reassure(tx, conversation_rows.lock(tx, conversation.id), args.heard)
    all_done(tx, args.lane, args.entries)
    return Answered(current, departing)


def _lock(tx: Tx, args: Answer) -> tuple[Conversation, Berth | None]:
    """Hold the conversation, and the tourist's lane if the first reply may depart at once."""
    if args.carrier is None or not args.turn.replies:
        return conversation_rows.lock(tx, args.conversation_id), None
    if args.foreseen is not None:
        return args.foreseen.conversation, foreseeing.take(tx, args.foreseen, args.carrier, args.priority)
    org_id = args.entries[-1].org_id
    return delivery.lock_with_berth(tx, args.conversation_id, args.identity_id, org_id, args.carrier, args.priority)


def _apply(tx: Tx, args: Answer, conversation: Conversation, berth: Berth | None) -> Ready | None:
    args = _with_tickets(tx, args, conversation)
    if not conversation.rescue and _hears_danger(args.turn):
        conversation = _raised(tx, args, conversation)
    departing = _say(tx, args, conversation, berth)
    conversation = replace(conversation, seq=conversation.seq + len(args.turn.replies))
    if args.foreseen is None:
        conversation_rows.numbered(tx, conversation.id, conversation.seq)
    args.bot_states.put(tx, ConversationId(conversation.id), OrgId(conversation.org_id), args.turn.state)
    for number, action in enumerate(args.turn.actions, start=len(args.turn.replies) + 1):
        match action:
            case Escalate():
                escalation.escalate(tx, args.router, conversation, action, BOT)
            case NoteTicket(tag=tag, note=note, phone=phone):
                args.tickets.note(tx, _ticket_key(conversation, tag), note, phone)
            case Rate():
                args.ratings.rate(tx, action, ConversationId(conversation.id), key_of(args.entries[-1], number))
            case SetSlot():
                _set_slot(tx, conversation, action)
    return departing


def _hears_danger(turn: BotTurn) -> bool:
    return any(isinstance(action, Escalate) and action.reason == rescuing.REASON for action in turn.actions)


def _raised(tx: Tx, args: Answer, conversation: Conversation) -> Conversation:
    """Make it a rescue: the bot has understood what no list of words has heard."""
    conversation_rows.set_urgency(tx, conversation.id, rescue=True, priority=RESCUE)
    urgent = replace(conversation, rescue=1, priority=RESCUE)
    said = next((message.text for message in args.heard if message.text), None)
    rescuing.raise_rescue(tx, urgent, "bot", args.tickets, said)
    return urgent


def _with_tickets(tx: Tx, args: Answer, conversation: Conversation) -> Answer:
    """Open the turn's tickets, and return it with their number in its words: they are said in the same unit."""
    turn = args.turn
    for number, action in enumerate(turn.actions, start=len(turn.replies) + 1):
        if isinstance(action, CreateTicket):
            key = _ticket_key(conversation, action.tag) if action.tag else key_of(args.entries[-1], number)
            slots = {TICKET_NUMBER: args.tickets.create(tx, action, ConversationId(conversation.id), key)}
            replies = tuple(replace(reply, text=filled(reply.text, slots)) for reply in turn.replies)
            turn = replace(turn, replies=replies, state=BotState(filled(turn.state.json, slots)))
    return replace(args, turn=turn)


def _ticket_key(conversation: Conversation, tag: str) -> str:
    """Return the key of the ticket that the bot calls so in a conversation."""
    return f"bot:{conversation.id}:{tag}"


def _say(tx: Tx, args: Answer, conversation: Conversation, berth: Berth | None) -> Ready | None:
    """Put the replies on their way; they are not there yet, since their rows would be done then."""
    speaker = Speaker(Author.BOT, args.owner_epoch)
    departing = None
    cries = reassuring.is_cry(args.entries) or _hears_danger(args.turn)
    answers_cry = cries and not reassuring.is_said(tx, conversation)
    for number, reply in enumerate(args.turn.replies, start=1):
        key = reassuring.key_of(conversation) if answers_cry and number == 1 else key_of(args.entries[-1], number)
        message = outbox.compose(tx, conversation, speaker, reply, key, conversation.seq + number)
        if number == 1 and berth is not None and berth.identity.id == message.identity_id:
            departing = delivery.depart(tx, conversation, message, berth, alone=len(args.turn.replies) == 1)
            continue
        position = lanes.wake(tx, OUT, message.identity_id, message.org_id, conversation.priority)
        outbox.put(tx, conversation, message, position)
    return departing


def _set_slot(tx: Tx, conversation: Conversation, slot: SetSlot) -> None:
    if slot.name == "lang":
        identities.describe(tx, conversation.identity_id, None, slot.value)
    elif slot.name == "name":
        identities.describe(tx, conversation.identity_id, slot.value, None)
