"""From a channel's door into the conversation: journal first, then the lane, the bot, and what the bot decided.

    receive            verified arrivals → journal rows and a wake of the lane, committed → the door acknowledges
    take_in (unit 1)   identity, conversation, numbers, messages, events; done at once unless the bot owns it
    bot.turn           no transaction open
    answer  (unit 2)   bot's state, replies into the outbox, actions, rows done; void if the owner has changed

Everything made has the key `journal_id:n`, so whatever is run again makes nothing twice. After five failures a
message is poison: it is shown raw to people in its place, and the lane goes on.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from hub import bus, conversations, crash, escalation, events, receipts
from hub.bus import Bus
from hub.conversations import Into
from hub.database import Database, Tx
from hub.ids import ConversationId, IdSource, JournalId, OrgId
from hub.keys import KeyRing
from hub.lifecycle import Step
from hub.model import (
    NORMAL,
    RESCUE,
    Account,
    Actor,
    Author,
    Direction,
    Escalate,
    InboundMessage,
    Journalled,
    Kind,
    Receipt,
    State,
    Status,
    TurnInput,
)
from hub.ports import BotStates, Router
from hub.rescue import is_rescue
from hub.script import writable
from hub.store import accounts, identities, journal, lanes, messages, schedule
from hub.store import conversations as conversation_rows
from hub.store.conversations import Conversation
from hub.store.journal import Entry
from hub.store.lanes import Lane
from hub.store.messages import Message

IN = "in"
"The kind of the lanes that lead from tourists."
LEASE_MS = 30_000
BATCH = 20
"How many messages of one lane are taken at once."
MAX_ATTEMPTS = 5
_JOURNAL = "journal"
WRAP_UP = "wrap_up"
"The schedule's kind for a wrap-up that nobody finishes."


# --- the door ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Arrival:
    """One verified message with all that its unit needs."""

    journal_id: str
    account: Account
    message: InboundMessage
    priority: int
    body: bytes


def enter(tx: Tx, arrivals: Sequence[Arrival]) -> list[Journalled]:
    """Unit: write arrivals to the journal and wake their lanes; a repeat changes nothing."""
    return [_enter_one(tx, arrival) for arrival in arrivals]


def _enter_one(tx: Tx, arrival: Arrival) -> Journalled:
    account, message = arrival.account, arrival.message
    identity = identities.find_or_create(
        tx,
        org_id=account.org_id,
        account_id=account.id,
        ext_user=message.ext_user,
        display_name=writable(message.display_name) if message.display_name else None,
        lang=message.lang,
    )
    fresh = journal.enter(
        tx,
        journal_id=arrival.journal_id,
        org_id=account.org_id,
        account_id=account.id,
        identity_id=identity.id,
        external_id=message.external_id,
        position=lanes.wake(tx, IN, identity.id, account.org_id, arrival.priority),
        priority=arrival.priority,
        body=arrival.body,
        provider_ms=message.provider_ms,
    )
    if fresh:
        return Journalled(JournalId(arrival.journal_id), True, tx.now_ms)
    journal_id, received_ms = journal.find(tx, account.id, message.external_id)
    return Journalled(JournalId(journal_id), False, received_ms)


class Intake:
    """What the channels' doors call: once `receive` returns, the messages are durable and may be acknowledged."""

    def __init__(self, database: Database, keys: KeyRing, ids: IdSource, wakes: Bus) -> None:
        self._database = database
        self._keys = keys
        self._ids = ids
        self._bus = wakes

    async def receive(self, account: Account, arrived: Sequence[InboundMessage]) -> list[Journalled]:
        """Journal what arrived; a message that calls for rescue goes before everything that waits.

        Raises:
            StoreUnavailable, OutcomeUnknown: do not acknowledge; a repeat is harmless.
        """
        arrivals = [self._arrival(account, message) for message in arrived]
        priority = min((arrival.priority for arrival in arrivals), default=NORMAL)
        results = await self._database.write(enter, arrivals, priority)
        crash.point("intake.journalled")
        self._bus.wake(bus.LANES_IN)
        return results

    async def receipts(self, account: Account, told: Sequence[Receipt]) -> None:
        """Write what a platform says of our messages; repeats and late ones change nothing."""
        await self._database.write(receipts.apply, (account.id, told))

    def _arrival(self, account: Account, message: InboundMessage) -> Arrival:
        journal_id = self._ids.new_id()
        priority = RESCUE if is_rescue(message.text) else NORMAL
        body = self._keys.seal(_JOURNAL, encode(message), journal_id.encode())
        return Arrival(journal_id, account, message, priority, body)


def encode(message: InboundMessage) -> bytes:
    """Return the message as the JSON bytes that the journal seals."""
    return json.dumps(asdict(message), ensure_ascii=False).encode("utf-8", "surrogatepass")


def decode(body: bytes) -> InboundMessage:
    """Return the message that `encode` made these bytes from, without signs that no store can keep."""
    fields = _writable(json.loads(body.decode("utf-8", "surrogatepass")))
    fields["kind"] = Kind(fields["kind"])
    fields["parts"] = tuple(fields["parts"])
    return InboundMessage(**fields)


def _writable(value: Any) -> Any:
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, list):
        return [_writable(one) for one in value]
    if isinstance(value, dict):
        return {name: _writable(one) for name, one in value.items()}
    return value


# --- the lane ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClaimLanes:
    """How many lanes to take, for whom."""

    owner: str
    limit: int
    max_priority: int


@dataclass(frozen=True, slots=True)
class HeldLane:
    """A lane of ours and the rows that wait in it."""

    lane: Lane
    entries: Sequence[Entry]


def claim(tx: Tx, args: ClaimLanes) -> list[HeldLane]:
    """Unit: take ready lanes with their first rows; a lane without rows is left at once."""
    held = []
    for lane in lanes.claim(tx, IN, args.owner, LEASE_MS, args.limit, args.max_priority):
        entries = journal.waiting(tx, lane.identity_id, BATCH)
        if entries and entries[0].attempts:
            entries = entries[:1]
        if entries:
            held.append(HeldLane(lane, entries))
        else:
            lanes.leave(tx, lane, more=False)
    return held


@dataclass(frozen=True, slots=True)
class TakeIn:
    """Rows to bring into their conversation, with what they say (None: unreadable)."""

    lane: Lane
    account: Account
    entries: Sequence[Entry]
    messages: Sequence[InboundMessage]
    router: Router
    bot_states: BotStates
    grace_ms: int
    poison: str | None = None
    "The error that makes the one row of this call poison."


@dataclass(frozen=True, slots=True)
class BotsTurn:
    """The bot owns the conversation: what it must answer, and under which epoch."""

    given: TurnInput
    owner_epoch: int


def take_in(tx: Tx, args: TakeIn) -> BotsTurn | None:
    """Unit 1: the rows become messages of the tourist's conversation; None when nothing is left to do for the bot."""
    lanes.guard(tx, args.lane, LEASE_MS)
    repeated = args.lane.attempts > 1 or args.entries[0].attempts > 0
    new = [
        (entry, message)
        for entry, message in zip(args.entries, args.messages, strict=True)
        if not (repeated and messages.by_key(tx, key_of(entry, 0)))
    ]
    identity = identities.take_numbers(tx, args.lane.identity_id, len(new))
    conversation = _conversation(tx, args, identity)
    first_pub_seq = identity.pub_seq - len(new) + 1
    for place, (entry, message) in enumerate(new):
        _write_message(tx, conversation, entry, message, first_pub_seq + place, poison=args.poison is not None)
    if args.poison is not None:
        _set_poison_aside(tx, args, conversation)
        return None
    if conversation.state != State.BOT:
        all_done(tx, args.lane, args.entries)
        return None
    return BotsTurn(
        TurnInput(
            ConversationId(conversation.id),
            OrgId(conversation.org_id),
            tuple(args.messages),
            args.bot_states.get(tx, ConversationId(conversation.id)),
            identity.lang or conversation.lang or "zh-CN",
            tx.now_ms,
        ),
        conversation.owner_epoch,
    )


def fail(tx: Tx, args: tuple[HeldLane, str, int]) -> None:
    """Unit: count a failed attempt on the lane's first row and put the lane off until a time."""
    held, error, until_ms = args
    lanes.guard(tx, held.lane, LEASE_MS)
    journal.failed(tx, held.entries[0].id, error)
    lanes.put_off(tx, held.lane, until_ms)


def put_off(tx: Tx, args: tuple[HeldLane, str, int]) -> None:
    """Unit: put the lane off without counting a failure, because the fault is not the message's."""
    held, _, until_ms = args
    lanes.guard(tx, held.lane, LEASE_MS)
    lanes.put_off(tx, held.lane, until_ms)


def _conversation(tx: Tx, args: TakeIn, identity: identities.Identity) -> Conversation:
    priority = min(entry.priority for entry in args.entries)
    tourist = Actor("tourist", identity.id)
    latest = conversation_rows.lock_last(tx, identity.id)
    if latest is None or (not latest.is_open and tx.now_ms - (latest.closed_ms or 0) > args.grace_ms):
        return _open(tx, args, identity, priority, tourist)
    conversation_rows.heard(tx, latest.id, priority)
    latest = replace(latest, priority=min(priority, latest.priority), rescue=int(priority == RESCUE or latest.rescue))
    if latest.is_open:
        return _go_on(tx, args, latest, tourist)
    to_people = latest.handoff is not None and latest.queue_id is not None
    step = Step.REOPENED_QUEUED if to_people else Step.REOPENED
    reopened = conversations.take_step(tx, latest, step, tourist, into=Into(new_segment=True))
    if to_people:
        escalation.enqueue(tx, args.router, reopened)
    return reopened


def _go_on(tx: Tx, args: TakeIn, before: Conversation, tourist: Actor) -> Conversation:
    """Let an open conversation hear the tourist, and its work item what that changes for it."""
    into = Into(new_segment=before.state == State.SNOOZED)
    heard = conversations.take_step(tx, before, Step.WROTE, tourist, into=into)
    match before.state:
        case State.SNOOZED:
            escalation.enqueue(tx, args.router, heard, for_agent=before.owner_id)
        case State.WRAP_UP:
            schedule.drop(tx, WRAP_UP, heard.id)
            escalation.enqueue(tx, args.router, heard)
        case State.QUEUED if heard.priority == RESCUE:
            escalation.enqueue(tx, args.router, heard)
    return heard


def _open(tx: Tx, args: TakeIn, identity: identities.Identity, priority: int, tourist: Actor) -> Conversation:
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


def _write_message(
    tx: Tx, conversation: Conversation, entry: Entry, message: InboundMessage, pub_seq: int, *, poison: bool
) -> None:
    row = Message(
        id=tx.new_id(),
        org_id=entry.org_id,
        conversation_id=conversation.id,
        seq=conversation_rows.take_numbers(tx, conversation.id, 1),
        identity_id=entry.identity_id,
        pub_seq=pub_seq,
        direction=Direction.IN,
        kind=Kind.UNSUPPORTED if poison else message.kind,
        author_kind=Author.TOURIST,
        author_id=entry.identity_id,
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
            actor=Actor("tourist", entry.identity_id),
            message_id=row.id,
            identity_id=row.identity_id,
            seq=row.seq,
            pub_seq=pub_seq,
            kind=row.kind,
            priority=entry.priority,
            received_ms=entry.received_ms,
        ),
    )


def _set_poison_aside(tx: Tx, args: TakeIn, conversation: Conversation) -> None:
    """Show it to people: what the bot cannot take in, a person must see."""
    journal.poison(tx, args.entries[0].id, args.poison or "")
    lanes.leave(tx, args.lane, more=True)
    if conversation.state == State.BOT and conversation.queue_id is not None:
        escalation.escalate(tx, args.router, conversation, Escalate("flow_failed"), Actor("system"))


def all_done(tx: Tx, lane: Lane, entries: Sequence[Entry]) -> None:
    """Mark the rows as dealt with and leave their lane."""
    for entry in entries:
        journal.done(tx, entry.id)
    lanes.leave(tx, lane, more=len(entries) >= BATCH or entries[0].attempts > 0)


def key_of(entry: Entry, number: int) -> str:
    """Return the key of the n-th thing that a journal row makes; the 0th is the tourist's message."""
    return f"{entry.id}:{number}"
