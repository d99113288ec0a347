"""From a channel's door into the conversation: journal first, then the lane, the bot, and what the bot decided.

    receive            verified arrivals → journal rows, their lane taken or woken, committed → the door acknowledges
    take_in (unit 1)   identity, conversation, numbers, messages, events; done at once unless the bot owns it, and
                       then a cry for help is answered here (`hub.reassuring`), a closed queue is named, and who was
                       sent out adds to the ticket (`hub.left`); in the journal's own commit where the lane was idle
    bot.turn           no transaction open
    answer  (unit 2)   bot's state, replies into the outbox, actions, rows done; void if the owner has changed

Everything made has the key `journal_id:n`, so whatever is run again makes nothing twice. After five failures a
message is poison: it is shown raw to people in its place, and the lane goes on.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import structlog

from hub import bus, crash, escalation, receipts, rescuing
from hub.arrivals import Arrival, seal
from hub.bus import Bus
from hub.database import Database, Tx
from hub.errors import Unavailable
from hub.foreseeing import foresee
from hub.hearing import (
    BotsTurn,
    Met,
    Numbers,
    Reception,
    TakeIn,
    Taken,
    conversation_of,
    key_of,
    say_at_once,
    write_message,
)
from hub.ids import ConversationId, IdSource, JournalId, OrgId
from hub.keys import KeyRing
from hub.lanes import LaneWorkers
from hub.model import (
    NORMAL,
    RESCUE,
    Account,
    Actor,
    BotState,
    Escalate,
    InboundMessage,
    Journalled,
    Kind,
    Receipt,
    State,
    TurnInput,
)
from hub.outbox import OUT
from hub.store import conversations as conversation_rows
from hub.store import identities, journal, lanes, messages
from hub.store.conversations import Conversation
from hub.store.journal import Entry, Repeated
from hub.store.lanes import Lane

log = structlog.get_logger(__name__)

IN = "in"
"The kind of the lanes that lead from tourists."
LEASE_MS = 30_000
ENTERING = 128
"""How many everyday arrivals are on their way into the journal at once. The rest waits at the doors, where it costs
nothing: whatever is in hand makes each turn of the loop longer, and a cry for help needs some ten of them."""
SENDERS = 10_000
"Of so many who have written last the identity is known without asking."
BATCH = 20
"How many messages of one lane are taken at once."
MAX_ATTEMPTS = 5


# --- the door ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Enter:
    """Arrivals, and who has room for the lane of the only one (None: there is nobody)."""

    arrivals: Sequence[Arrival]
    host: "Host | None" = None
    known: str | None = None
    "The identity that the only one comes from, where that is known."


@dataclass(frozen=True, slots=True)
class Host:
    """A worker that takes an idle lane under its name, and what the message meets there."""

    owner: str
    reception: Reception


@dataclass(frozen=True, slots=True)
class Entered:
    """What was journalled, and the lane that was taken at once."""

    journalled: Sequence[Journalled]
    held: "HeldLane | None" = None


def enter(tx: Tx, args: Enter) -> Entered:
    """Unit: write arrivals to the journal and wake their lanes, or take an idle one and its message in at once.

    A repeat changes nothing.

    Raises:
        Repeated: a lane was idle and the message was taken in before; without a host there is an answer to that.
    """
    if args.host is not None and len(args.arrivals) == 1 and args.arrivals[0].message.kind != Kind.LOCATION:
        return _enter_at_once(tx, args.arrivals[0], args.host, args.known)
    return Entered([_enter_one(tx, arrival, args.known) for arrival in args.arrivals])


def _enter_one(tx: Tx, arrival: Arrival, known: str | None) -> Journalled:
    if arrival.message.kind == Kind.LOCATION:  # it may be part of a cry for help
        entry = _place(tx, arrival)
    else:
        entry = _entry(tx, arrival, known or _sender(tx, arrival).id)
    position = lanes.wake(tx, IN, entry.identity_id, entry.org_id, entry.priority)
    if journal.enter(tx, entry, position):
        return Journalled(JournalId(entry.id), True, tx.now_ms)
    journal_id, received_ms = journal.find(tx, entry.account_id, entry.external_id)
    return Journalled(JournalId(journal_id), False, received_ms)


def _enter_at_once(tx: Tx, arrival: Arrival, host: Host, known: str | None) -> Entered:
    identity_id = known or _sender(tx, arrival).id
    lane, latest, identity, outward = tx.together(
        lanes.taking_idle(tx, IN, identity_id, arrival.account.org_id, host.owner, LEASE_MS, arrival.priority),
        conversation_rows.locking_last(identity_id),
        identities.taking_numbers(identity_id, 1),
        lanes.seeing_idle(OUT, identity_id),
    )
    if lane is None or identity.merged_into is not None:
        identities.take_numbers(tx, identity_id, -1)
        if lane is not None:
            lanes.give_back(tx, lane)
        return Entered([_enter_one(tx, arrival, identity_id)])
    entry = _entry(tx, arrival, identity_id)
    account, message = arrival.account, arrival.message
    met = Met(identity, latest, outward)
    taken = take_in(tx, TakeIn(lane, account, [entry], [message], host.reception, met=met))
    journal.enter_new(tx, entry, lane.wake, done=taken.todo is None)
    if taken.todo is None:
        lanes.give_back(tx, lane)
    return Entered([Journalled(JournalId(entry.id), True, tx.now_ms)], HeldLane(lane, [entry], [message], taken))


def _sender(tx: Tx, arrival: Arrival) -> identities.Identity:
    account, message = arrival.account, arrival.message
    return identities.find_or_create(
        tx,
        org_id=account.org_id,
        account_id=account.id,
        ext_user=message.ext_user,
        display_name=message.display_name,
        lang=message.lang,
    )


def _place(tx: Tx, arrival: Arrival) -> Entry:
    """Return the entry of a place: where somebody is who has cried for help is as urgent."""
    sender = _sender(tx, arrival)
    entry = _entry(tx, arrival, sender.id)
    return replace(entry, priority=RESCUE) if journal.has_cried(tx, sender.merged_into or sender.id) else entry


def _entry(tx: Tx, arrival: Arrival, identity_id: str) -> Entry:
    account, message = arrival.account, arrival.message
    return Entry(
        id=arrival.journal_id,
        org_id=account.org_id,
        account_id=account.id,
        identity_id=identity_id,
        external_id=message.external_id,
        priority=arrival.priority,
        body=arrival.body,
        provider_ms=message.provider_ms,
        received_ms=tx.now_ms,
        attempts=0,
    )


@dataclass(frozen=True, slots=True)
class Hands:
    """Workers of the lanes in, and the name under which they hold lanes."""

    workers: LaneWorkers["HeldLane"]
    host: Host


class Intake:
    """What the channels' doors call: once `receive` returns, the messages are durable and may be acknowledged."""

    def __init__(
        self, database: Database, keys: KeyRing, ids: IdSource, wakes: Bus, hands: Hands | None = None
    ) -> None:
        """Make an intake; with `hands` an idle lane is taken in the journal's unit, and its message taken in there."""
        self._database = database
        self._keys = keys
        self._ids = ids
        self._bus = wakes
        self._hands = hands
        self._room = asyncio.Semaphore(ENTERING)
        self._senders: OrderedDict[tuple[str, str], str] = OrderedDict()
        "The identities of those who have written last, by account and sender; what never changes of them."

    async def receive(self, account: Account, arrived: Sequence[InboundMessage]) -> list[Journalled]:
        """Journal what arrived; a message that calls for rescue goes before everything that waits.

        Raises:
            StoreUnavailable, OutcomeUnknown: do not acknowledge; a repeat is harmless.
        """
        arrivals = [seal(self._keys, self._ids, account, message) for message in arrived]
        if any(arrival.priority == RESCUE for arrival in arrivals):
            return await self._keep(arrivals, patient=False)
        async with self._room:
            return await self._keep(arrivals, patient=True)

    async def _keep(self, arrivals: Sequence[Arrival], *, patient: bool) -> list[Journalled]:
        hands = self._hands
        if len(arrivals) != 1:
            return (await self._enter(Enter(arrivals)))[0]
        sender = _sender_of(arrivals[0])
        known = self._senders.get(sender)
        if hands is None or not (await hands.workers.place() if patient else hands.workers.reserve()):
            return (await self._enter(Enter(arrivals, known=known)))[0]
        try:
            return await hands.workers.bring(partial(self._enter, Enter(arrivals, hands.host, known)))
        except Unavailable:
            raise
        except Repeated:
            return (await self._enter(Enter(arrivals)))[0]
        except Exception:  # edge: what cannot be taken in is kept all the same, and is the worker's to try again
            self._senders.pop(sender, None)
            log.exception("intake.not_at_once", journal=arrivals[0].journal_id)
            return (await self._enter(Enter(arrivals)))[0]

    async def _enter(self, args: Enter) -> "tuple[list[Journalled], HeldLane | None]":
        priority = min((arrival.priority for arrival in args.arrivals), default=NORMAL)
        entered = await self._database.write(enter, args, priority)
        crash.point("intake.journalled")
        if entered.held is None:
            self._bus.wake(bus.LANES_IN)
        else:
            self._remember(args.arrivals[0], entered.held.lane.identity_id)
        return list(entered.journalled), entered.held

    def _remember(self, arrival: Arrival, identity_id: str) -> None:
        sender = _sender_of(arrival)
        self._senders[sender] = identity_id
        self._senders.move_to_end(sender)
        if len(self._senders) > SENDERS:
            self._senders.popitem(last=False)

    async def receipts(self, account: Account, told: Sequence[Receipt]) -> None:
        """Write what a platform says of our messages; repeats and late ones change nothing."""
        await self._database.write(receipts.apply, (account.id, told))


def _sender_of(arrival: Arrival) -> tuple[str, str]:
    return arrival.account.id, arrival.message.ext_user


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
    messages: Sequence[InboundMessage] | None = None
    "What the rows say, where that is known without opening their seals."
    taken: Taken | None = None
    "What became of the rows, where they were taken in together with the lane."


def claim(tx: Tx, args: ClaimLanes) -> list[HeldLane]:
    """Unit: take ready lanes with their first rows; a lane without rows is left at once."""
    held = []
    taken = lanes.claim(tx, IN, args.owner, LEASE_MS, args.limit, args.max_priority)
    waiting = journal.waiting(tx, [lane.identity_id for lane in taken], BATCH)
    for lane in taken:
        entries = waiting[lane.identity_id]
        if entries and entries[0].attempts:
            entries = entries[:1]
        if entries:
            held.append(HeldLane(lane, entries))
        else:
            lanes.leave(tx, lane, more=False)
    return held


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
    priority = min(entry.priority for entry in args.entries)
    conversation_rows.heard(tx, conversation.id, conversation.seq + len(new), priority)
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
    first = conversation.seq == 0  # then the bot has nothing to remember
    states = args.reception.bot_states
    return BotsTurn(
        TurnInput(
            ConversationId(conversation.id),
            OrgId(conversation.org_id),
            tuple(args.messages),
            BotState() if first else states.get(tx, ConversationId(conversation.id)),
            met.identity.lang or conversation.lang or "zh-CN",
            tx.now_ms,
        ),
        conversation.owner_epoch,
        conversation.identity_id,
        conversation.priority,
        foresee(conversation, met.identity, met.outward, new),
    )


def fail(tx: Tx, args: tuple[HeldLane, str, int]) -> None:
    """Unit: count a failed attempt on the lane's first row and put the lane off until a time."""
    held, error, until_ms = args
    journal.failed(tx, held.entries[0].id, error)
    lanes.put_off(tx, held.lane, until_ms)


def put_off(tx: Tx, args: tuple[HeldLane, str, int]) -> None:
    """Unit: put the lane off without counting a failure, because the fault is not the message's."""
    held, _, until_ms = args
    lanes.put_off(tx, held.lane, until_ms)


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
