"""From a channel's door into the conversation: journal first, then the lane, the bot, and what the bot decided.

    receive            verified arrivals → journal rows, their lane taken or woken, committed → the door acknowledges
    take_in (unit 1)   `hub.hearing`: identity, conversation, numbers, messages, events; done at once unless the bot
                       owns it, and then a cry for help is answered here (`hub.reassuring`), a closed queue is named,
                       and who was sent out adds to the ticket (`hub.left`); in the journal's own commit where the
                       lane was idle, with nothing held before that where the line moves nothing but numbers
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

from hub import bus, crash, receipts
from hub.arrivals import Arrival, seal
from hub.bus import Bus
from hub.database import Database, Tx
from hub.errors import Unavailable
from hub.foreseeing import Overtaken
from hub.hearing import BATCH, LEASE_MS, Met, Reception, TakeIn, Taken, take_in
from hub.ids import IdSource, JournalId
from hub.keys import KeyRing
from hub.lanes import LaneWorkers
from hub.model import NORMAL, RESCUE, Account, InboundMessage, Journalled, Kind, Receipt, State
from hub.outbox import OUT
from hub.store import conversations as conversation_rows
from hub.store import identities, journal, lanes
from hub.store.journal import Entry, Repeated
from hub.store.lanes import Lane

log = structlog.get_logger(__name__)

IN = "in"
"The kind of the lanes that lead from tourists."
ENTERING = 128
"""How many everyday arrivals are on their way into the journal at once. The rest waits at the doors, where it costs
nothing: whatever is in hand makes each turn of the loop longer, and a cry for help needs some ten of them."""
SENDERS = 10_000
"Of so many who have written last the identity is known without asking."
_QUIET = (State.BOT, State.ASSIGNED)
"In these a line of the tourist's moves nothing but numbers."
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
    senders: Sequence[str]
    "From which identity each arrival came."
    held: "HeldLane | None" = None


def enter(tx: Tx, args: Enter) -> Entered:
    """Unit: write arrivals to the journal and wake their lanes, or take an idle one and its message in at once.

    A repeat changes nothing.

    Raises:
        Repeated, Overtaken: a lane was idle, but the message was taken in before, or somebody came between; without a
            host there is an answer to that.
    """
    if args.host is not None and len(args.arrivals) == 1 and args.arrivals[0].message.kind != Kind.LOCATION:
        return _enter_at_once(tx, args.arrivals[0], args.host, args.known)
    entered = [_enter_one(tx, arrival, args.known) for arrival in args.arrivals]
    return Entered([journalled for journalled, _ in entered], [sender for _, sender in entered])


def _enter_one(tx: Tx, arrival: Arrival, known: str | None) -> tuple[Journalled, str]:
    if arrival.message.kind == Kind.LOCATION:  # it may be part of a cry for help
        entry = _place(tx, arrival)
    else:
        entry = _entry(tx, arrival, known or _sender(tx, arrival).id)
    if journal.enter(tx, IN, entry):
        return Journalled(JournalId(entry.id), True, tx.now_ms), entry.identity_id
    journal_id, received_ms = journal.find(tx, entry.account_id, entry.external_id)
    return Journalled(JournalId(journal_id), False, received_ms), entry.identity_id


def _enter_at_once(tx: Tx, arrival: Arrival, host: Host, known: str | None) -> Entered:
    passed = _pass_by(tx, arrival, host, known) if known is not None and arrival.priority != RESCUE else None
    lane, met = passed or _hold(tx, arrival, host, known or _sender(tx, arrival).id)
    if lane is None:
        journalled, sender = _enter_one(tx, arrival, met.identity.id)
        return Entered([journalled], [sender])
    entry = _entry(tx, arrival, met.identity.id)
    taken = take_in(tx, TakeIn(lane, arrival.account, [entry], [arrival.message], host.reception, met=met))
    journal.enter_new(tx, entry, lane.wake, done=taken.todo is None)
    if taken.todo is None and passed is None:
        lanes.give_back(tx, lane)
    held = HeldLane(lane, [entry], [arrival.message], taken)
    return Entered([Journalled(JournalId(entry.id), True, tx.now_ms)], [entry.identity_id], held)


def _hold(tx: Tx, arrival: Arrival, host: Host, identity_id: str) -> tuple[Lane | None, Met]:
    """Take the lane, hold whom it belongs to, and take a number; no lane where it cannot be done at once."""
    lane, latest, identity, outward = tx.together(
        lanes.taking_idle(tx, IN, identity_id, arrival.account.org_id, host.owner, LEASE_MS, arrival.priority),
        conversation_rows.locking_last(identity_id),
        identities.taking_numbers(identity_id, 1),
        lanes.seeing_idle(OUT, identity_id),
    )
    if lane is not None and identity.merged_into is None:
        return lane, Met(identity, latest, outward)
    identities.take_numbers(tx, identity_id, -1)
    if lane is not None:
        lanes.give_back(tx, lane)
    return None, Met(identity, latest, outward)


def _pass_by(tx: Tx, arrival: Arrival, host: Host, identity_id: str) -> tuple[Lane | None, Met] | None:
    """Do the same on condition, without holding anything; None where more may change than lane and numbers."""
    lane, latest, identity, outward, bot_state = tx.see(
        lanes.seeing_idle(IN, identity_id),
        conversation_rows.seeing_open(identity_id),
        identities.seeing(identity_id),
        lanes.seeing_idle(OUT, identity_id),
        host.reception.bot_states.seeing(identity_id),
    )
    if lane is None:
        return None, Met(identity, latest, outward)
    if latest is None or latest.rescue or latest.state not in _QUIET or identity.merged_into is not None:
        return None
    numbered = identities.take_number_seen(tx, identity, Overtaken())
    met = Met(numbered, latest, outward, bot_state)
    if latest.state == State.BOT:
        return lanes.take_seen(tx, lane, host.owner, LEASE_MS, arrival.priority, Overtaken()), met
    return lanes.pass_seen(tx, lane, host.owner, arrival.priority, Overtaken()), met


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
        except (Repeated, Overtaken):
            return (await self._enter(Enter(arrivals)))[0]
        except Exception:  # edge: what cannot be taken in is kept all the same, and is the worker's to try again
            self._senders.pop(sender, None)
            log.exception("intake.not_at_once", journal=arrivals[0].journal_id)
            return (await self._enter(Enter(arrivals)))[0]

    async def _enter(self, args: Enter) -> "tuple[list[Journalled], HeldLane | None]":
        priority = min((arrival.priority for arrival in args.arrivals), default=NORMAL)
        entered = await self._database.write(enter, args, priority)
        crash.point("intake.journalled")
        for arrival, identity_id in zip(args.arrivals, entered.senders, strict=True):
            self._remember(arrival, identity_id)
        if entered.held is None:
            self._bus.wake(bus.LANES_IN)
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


def fail(tx: Tx, args: tuple[HeldLane, str, int]) -> None:
    """Unit: count a failed attempt on the lane's first row and put the lane off until a time."""
    held, error, until_ms = args
    journal.failed(tx, held.entries[0].id, error)
    lanes.put_off(tx, held.lane, until_ms)


def put_off(tx: Tx, args: tuple[HeldLane, str, int]) -> None:
    """Unit: put the lane off without counting a failure, because the fault is not the message's."""
    held, _, until_ms = args
    lanes.put_off(tx, held.lane, until_ms)
