"""Unit 1: what a tourist wrote becomes a line of a conversation: which one, under which numbers, what that changes.

Rules: the unit holds the lane, or has seen it idle and writes on the condition that it still is; the identity is locked
before its conversation. A conversation that ended not long ago goes on, with people if people had it; who was sent out
with a ticket adds to that (`left`).
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from hub import conversations, escalation, events, left, mood, opening, reassuring, rescuing
from hub.conversations import Into
from hub.database import Tx
from hub.foreseeing import Foreseen, Overtaken, foresee
from hub.ids import ConversationId, OrgId
from hub.lifecycle import Step
from hub.model import (
    RESCUE,
    Account,
    Actor,
    Author,
    BotState,
    Direction,
    Escalate,
    InboundMessage,
    Kind,
    State,
    Status,
    TurnInput,
)
from hub.outbox import OUT
from hub.ports import BotStates, Router, Tickets
from hub.store import accounts, identities, journal, lanes, messages, schedule
from hub.store import conversations as conversation_rows
from hub.store.conversations import Conversation
from hub.store.identities import Identity
from hub.store.journal import Entry
from hub.store.lanes import Idle, Lane
from hub.store.messages import Message

LEASE_MS = 30_000
BATCH = 20
"How many messages of one lane are taken at once."
WRAP_UP = "wrap_up"
"The schedule's kind for a wrap-up that nobody finishes."


@dataclass(frozen=True, slots=True)
class Reception:
    """What a message meets when it is taken in."""

    router: Router
    bot_states: BotStates
    tickets: Tickets
    wants_person: Callable[[str], bool]
    "Whether words ask for a person."
    grace_ms: int
    "So long after its end a conversation goes on when the tourist writes again."


@dataclass(frozen=True, slots=True)
class Met:
    """Whom a lane belongs to."""

    identity: Identity
    "Where he reads, with the numbers that his messages take."
    latest: Conversation | None
    "Locked."
    outward: Idle | None
    "The lane to him, where nothing waits in it."
    bot_state: BotState | None = None
    """Where the bot stands in the conversation, if all this was only seen and nothing of it is held: what is written
    of it then is written on the condition that it is still so."""


@dataclass(frozen=True, slots=True)
class TakeIn:
    """Rows to bring into their conversation, with what they say."""

    lane: Lane
    account: Account
    entries: Sequence[Entry]
    messages: Sequence[InboundMessage]
    reception: Reception
    poison: str | None = None
    "The error that makes the one row of this call poison."
    met: "Met | None" = None
    "Not None: the lane was taken in this very unit, and this with it."


@dataclass(frozen=True, slots=True)
class BotsTurn:
    """The bot owns the conversation: what it must answer, under which epoch, to whom, and how urgent that is."""

    given: TurnInput
    owner_epoch: int
    identity_id: str
    priority: int
    foreseen: Foreseen | None = None
    "What the answer meets if nobody comes between."


@dataclass(frozen=True, slots=True)
class Taken:
    """What unit 1 has made: new messages of the tourist's thread, and what is left to do for the bot."""

    messages: Sequence[Message]
    todo: BotsTurn | None
    reassured: bool = False
    "Something for the tourist waits in the lane out already."


@dataclass(frozen=True, slots=True)
class Numbers:
    """A place in the conversation and one in the tourist's thread."""

    seq: int
    pub_seq: int

    def after(self, count: int) -> "Numbers":
        """Return the places so many further on."""
        return Numbers(self.seq + count, self.pub_seq + count)


def take_in(tx: Tx, args: TakeIn) -> Taken:
    """Unit 1: the rows become messages of the tourist's conversation.

    Where the lane was taken in this very unit, its row and the journal's are left to the caller.
    """
    repeated = args.lane.attempts > 1 or args.entries[0].attempts > 0
    new = [
        (entry, message)
        for entry, message in zip(args.entries, args.messages, strict=True)
        if not (repeated and messages.by_key(tx, key_of(entry, 0)))
    ]
    met = args.met or _meet(tx, args.lane.identity_id, len(new))
    identity = met.identity
    conversation = conversation_of(tx, args, met)
    to_bot = conversation.state == State.BOT and args.poison is None
    # Asked for before anything is written, so that all of that goes to the server together.
    todo = _bots_turn(tx, args, conversation, met, len(new)) if to_bot else None
    numbers = Numbers(conversation.seq, identity.pub_seq - len(new))
    written = [
        write_message(tx, conversation, entry, message, numbers.after(place), poison=args.poison is not None)
        for place, (entry, message) in enumerate(new, start=1)
    ]
    _note_heard(tx, args, conversation, met, len(new))
    if conversation.rescue and new:
        heard = conversation_rows.lock(tx, conversation.id)
        rescuing.heard(tx, heard, [message for _, message in new], args.reception.tickets)
    if todo is not None:
        if args.met is None:
            lanes.guard(tx, args.lane, LEASE_MS)
        return Taken(written, todo)
    if args.poison is not None:
        _set_poison_aside(tx, args, conversation)
    elif args.met is None:
        all_done(tx, args.lane, args.entries)
    return Taken(written, None, reassured=say_at_once(tx, args, conversation))


def _note_heard(tx: Tx, args: TakeIn, conversation: Conversation, met: Met, new: int) -> None:
    priority = min(entry.priority for entry in args.entries)
    if met.bot_state is None:
        conversation_rows.heard(tx, conversation.id, conversation.seq + new, priority)
    else:
        conversation_rows.heard_seen(tx, conversation, priority, Overtaken())


def _meet(tx: Tx, identity_id: str, count: int) -> Met:
    """Return the identity in whose thread the tourist reads, with the numbers of his messages taken there."""
    latest, identity, outward = tx.together(
        conversation_rows.locking_last(identity_id),
        identities.taking_numbers(identity_id, count),
        lanes.seeing_idle(OUT, identity_id),
    )
    if identity.merged_into is None:
        return Met(identity, latest, outward)
    # These had been on their way when we learnt who he is.
    identities.take_numbers(tx, identity_id, -count)
    return _meet(tx, identity.merged_into, count)


def _bots_turn(tx: Tx, args: TakeIn, conversation: Conversation, met: Met, new: int) -> BotsTurn:
    state = met.bot_state or _bot_state(tx, args.reception, conversation, met.latest)
    return BotsTurn(
        TurnInput(
            ConversationId(conversation.id),
            OrgId(conversation.org_id),
            tuple(args.messages),
            state,
            met.identity.lang or conversation.lang or "zh-CN",
            tx.now_ms,
        ),
        conversation.owner_epoch,
        conversation.identity_id,
        conversation.priority,
        foresee(conversation, met.identity, met.outward, new),
    )


def _bot_state(tx: Tx, reception: Reception, conversation: Conversation, before: Conversation | None) -> BotState:
    if conversation.seq == 0:  # then it has nothing to remember but what the last one has left
        return BotState() if before is None else reception.bot_states.left(tx, ConversationId(before.id))
    return reception.bot_states.get(tx, ConversationId(conversation.id))


def conversation_of(tx: Tx, args: TakeIn, met: Met) -> Conversation:
    """Return the conversation that the rows belong to, locked, and as what they say has moved it."""
    identity, latest = met.identity, met.latest
    priority = min(entry.priority for entry in args.entries)
    tourist = Actor("tourist", identity.id)
    if latest is None or (not latest.is_open and tx.now_ms - (latest.closed_ms or 0) > args.reception.grace_ms):
        return _open(tx, args, identity, priority, tourist)
    latest = replace(latest, priority=min(priority, latest.priority), rescue=int(priority == RESCUE or latest.rescue))
    if latest.is_open:
        return _go_on(tx, args, latest, tourist)
    if args.poison is None and left.is_added(
        tx, latest, args.messages, args.reception.tickets, args.reception.wants_person
    ):
        return latest
    to_people = latest.handoff is not None and latest.queue_id is not None
    step = Step.REOPENED_QUEUED if to_people else Step.REOPENED
    said = [message.text for message in args.messages if message.text]
    handoff = mood.repacked(latest.handoff, said) if latest.handoff is not None else None
    reopened = conversations.take_step(tx, latest, step, tourist, into=Into(new_segment=True, handoff=handoff))
    if to_people:
        escalation.enqueue(tx, args.reception.router, reopened)
    return reopened


def _go_on(tx: Tx, args: TakeIn, before: Conversation, tourist: Actor) -> Conversation:
    """Let an open conversation hear the tourist, and its work item what that changes for it."""
    into = Into(new_segment=before.state == State.SNOOZED)
    heard = conversations.take_step(tx, before, Step.WROTE, tourist, into=into)
    match before.state:
        case State.SNOOZED:
            escalation.enqueue(tx, args.reception.router, heard, for_agent=before.owner_id)
        case State.WRAP_UP:
            schedule.drop(tx, WRAP_UP, heard.id)
            # A supervisor who is no agent has none: lined up anew, it would ring at others.
            if args.reception.router.item_of(tx, ConversationId(heard.id)) is not None:
                escalation.enqueue(tx, args.reception.router, heard)
        case State.QUEUED if heard.priority == RESCUE:
            escalation.enqueue(tx, args.reception.router, heard)
    return heard


def _open(tx: Tx, args: TakeIn, identity: Identity, priority: int, tourist: Actor) -> Conversation:
    customer_id = identity.customer_id
    if customer_id is None:
        customer_id = accounts.create_customer(tx, identity.org_id, identity.display_name, identity.lang)
        identities.known_as(tx, identity.id, customer_id)
    opened = conversation_rows.open_new(
        tx,
        org_id=identity.org_id,
        account_id=identity.account_id,
        identity_id=identity.id,
        customer_id=customer_id,
        channel=args.account.channel,
        queue_id=args.account.queue_id,
        priority=priority,
        lang=identity.lang,
    )
    events.publish(
        tx,
        events.ConversationOpened(
            org_id=opened.org_id,
            conversation_id=opened.id,
            queue_id=opened.queue_id,
            actor=tourist,
            channel=opened.channel,
            identity_id=identity.id,
            customer_id=customer_id,
        ),
    )
    return opened


def write_message(
    tx: Tx, conversation: Conversation, entry: Entry, message: InboundMessage, numbers: Numbers, *, poison: bool
) -> Message:
    """Write a journal row as a message, and the fact of it."""
    row = Message(
        id=tx.new_id(),
        org_id=entry.org_id,
        conversation_id=conversation.id,
        seq=numbers.seq,
        identity_id=conversation.identity_id,
        pub_seq=numbers.pub_seq,
        direction=Direction.IN,
        kind=Kind.UNSUPPORTED if poison else message.kind,
        author_kind=Author.TOURIST,
        author_id=conversation.identity_id,
        author_name=message.display_name,
        text=message.text,
        parts=json.dumps([dict(part) for part in message.parts], ensure_ascii=False) if message.parts else None,
        lang=message.lang,
        account_id=entry.account_id,
        ext_id=message.client_key,
        made_key=key_of(entry, 0),
        provider_ms=entry.provider_ms,
        at_ms=entry.received_ms,
        status=Status.RECEIVED,
        status_rank=9,
        poison=int(poison),
    )
    messages.insert(tx, row)
    events.publish(
        tx,
        events.MessageReceived(
            org_id=row.org_id,
            conversation_id=row.conversation_id,
            queue_id=conversation.queue_id,
            agent_id=conversation.owner_id,
            actor=Actor("tourist", conversation.identity_id),
            message_id=row.id,
            identity_id=row.identity_id,
            seq=row.seq,
            pub_seq=numbers.pub_seq,
            kind=row.kind,
            priority=entry.priority,
            received_ms=entry.received_ms,
        ),
    )
    return row


def say_at_once(tx: Tx, args: TakeIn, conversation: Conversation) -> bool:
    """Say what a conversation that is not the bot's is told as it hears the tourist.

    Returns:
        Whether something for the tourist waits in the lane out.
    """
    if conversation.state == State.CLOSED:
        left.add(tx, conversation, args.messages, args.reception.tickets)
        return True
    cry = reassuring.is_cry(args.entries)
    if cry:
        reassuring.reassure(tx, conversation, args.messages)
    return opening.tell_if_closed(tx, conversation) or cry


def key_of(entry: Entry, number: int) -> str:
    """Return the key of the n-th thing that a journal row makes; the 0th is the tourist's message."""
    return f"{entry.id}:{number}"


def _set_poison_aside(tx: Tx, args: TakeIn, conversation: Conversation) -> None:
    """Show it to people: what the bot cannot take in, a person must see."""
    journal.poison(tx, args.entries[0].id, args.poison or "")
    lanes.leave(tx, args.lane, more=True)
    if conversation.state == State.BOT and conversation.queue_id is not None:
        escalation.escalate(tx, args.reception.router, conversation, Escalate("flow_failed"), Actor("system"))


def all_done(tx: Tx, lane: Lane, entries: Sequence[Entry]) -> None:
    """Mark the rows as dealt with and leave their lane."""
    for entry in entries:
        journal.done(tx, entry.id)
    lanes.leave(tx, lane, more=may_hold_more(entries))


def may_hold_more(entries: Sequence[Entry]) -> bool:
    """Tell whether more may have stood behind these rows when they were read."""
    return len(entries) >= BATCH or entries[0].attempts > 0
