"""From the outbox to the tourist: one message of a lane at a time, each marked `sending` before its first byte.

    claim          lanes taken; the head of each becomes `sending` under its number in the tourist's thread, committed
    depart         the same for the first row of an idle lane, in the unit that puts it there
    channel.send   the platform's answer as an outcome
    settle         the outcome written and the lane's next head made `sending` in the same commit

A head found `sending` belongs to a worker that died between the two commits: where the platform drops repeats of our
id it is sent again under the same number, elsewhere it becomes `unknown`, holds the lane for ten seconds (not for
rescue) and is shown to the agent; it is never repeated blindly.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from hub import crash, receipts
from hub.clock import Clock
from hub.database import Database, Tx
from hub.errors import Unavailable
from hub.ids import AccountId, IdentityId, MessageId
from hub.model import (
    RESCUE,
    STATUS_RANK,
    Accepted,
    Author,
    Button,
    OutboundMessage,
    Refused,
    Reply,
    Retryable,
    SendOutcome,
    Status,
    Unknown,
)
from hub.outbox import OUT, publish_move, put
from hub.ports import Channel
from hub.store import conversations, identities, lanes, messages
from hub.store import outbox as rows
from hub.store import receipts as early
from hub.store.conversations import Conversation
from hub.store.identities import Identity
from hub.store.lanes import Lane, LaneLost
from hub.store.messages import Message
from hub.store.outbox import Outgoing

log = structlog.get_logger(__name__)

LEASE_MS = 60_000
HOLD_MS = 10_000
"How long an `unknown` message holds its lane, in milliseconds."
MAX_ATTEMPTS = 8
_HEADS = 4
_STORE_AWAY_S = 0.5
"When to try again to write what became of a message."
_NO_CHANNEL_S = 10.0
"When to look again for the channel of an account that this process does not know yet."


@dataclass(frozen=True, slots=True)
class ClaimOut:
    """How many lanes to take, for whom; `keyed` tells which accounts' channels drop repeats of our ids."""

    owner: str
    limit: int
    max_priority: int
    keyed: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Ready:
    """A message that is `sending` now, in a lane of ours."""

    lane: Lane
    message: OutboundMessage
    attempts: int
    row: Message
    alone: bool = False
    "Nothing stood behind it when the lane was taken or last looked at; what has come since shows when it is left."


@dataclass(frozen=True, slots=True)
class Berth:
    """The first place in an idle lane out, taken before it is sure that something departs."""

    lane: Lane
    identity: Identity
    "With the number that the message gets."


@dataclass(frozen=True, slots=True)
class Settle:
    """What became of a message."""

    ready: Ready
    outcome: SendOutcome
    keyed: Callable[[str], bool]
    again: bool = False
    "Nobody knows whether it was written already: the store went away over it."


def claim(tx: Tx, args: ClaimOut) -> list[Ready]:
    """Unit: take ready lanes and make the head of each `sending`."""
    return _next(tx, lanes.claim(tx, OUT, args.owner, LEASE_MS, args.limit, args.max_priority), args.keyed)


def settle(tx: Tx, args: Settle) -> Ready | None:
    """Unit: write the outcome and make the lane's next message `sending`; None leaves the lane."""
    ready, outcome = args.ready, args.outcome
    if isinstance(outcome, Retryable) and ready.attempts < MAX_ATTEMPTS:
        not_before_ms = tx.now_ms + round(outcome.after_s * 1000)
        rows.retry(tx, ready.row.id, not_before_ms, outcome.why)
        messages.move(tx, ready.row.id, Status.QUEUED, reason=outcome.why)
        lanes.leave(tx, ready.lane, more=True, not_before_ms=not_before_ms)
        return None
    written = args.again and rows.has_gone(tx, ready.row.id)
    if not written:
        _write_end(tx, ready.row, outcome)
    if ready.alone and not isinstance(outcome, Unknown):
        lanes.leave(tx, ready.lane, more=False)
        return None
    # What was made `sending` together with that end is with nobody but us, and we have not sent it.
    following = _next(tx, [ready.lane], (lambda _: True) if written else args.keyed)
    if not following:
        return None
    lanes.guard(tx, ready.lane, LEASE_MS)
    return following[0]


def _write_end(tx: Tx, row: Message, outcome: SendOutcome) -> None:
    match outcome:
        case Accepted(ext_id):
            _move(tx, row, Status.ACCEPTED, ext_id=ext_id if ext_id != row.id else None)
            if ext_id != row.id:  # a receipt that names our own id finds its message without, however early it comes
                for status, reason in early.take(tx, row.account_id, ext_id):
                    receipts.move(tx, row.id, status, reason)
        case Refused(refusal, why):
            _move(tx, row, Status.FAILED, reason=f"{refusal}: {why}")
        case Unknown(why):
            _move(tx, row, Status.UNKNOWN, reason=why)
        case Retryable(_, why):
            _move(tx, row, Status.FAILED, reason=f"gave up: {why}")


def lock_with_berth(
    tx: Tx, conversation_id: str, identity_id: str, org_id: str, owner: str, priority: int
) -> tuple[Conversation, Berth | None]:
    """Return a conversation and hold it, and take the first place in a lane out for it, if that is idle."""
    conversation, lane, identity = tx.together(
        conversations.locking(conversation_id),
        lanes.taking_idle(tx, OUT, identity_id, org_id, owner, LEASE_MS, priority),
        identities.taking_numbers(identity_id, 1),
    )
    if lane is None:
        identities.take_numbers(tx, identity_id, -1)
        return conversation, None
    return conversation, Berth(lane, identity)


def leave_berth(tx: Tx, berth: Berth) -> None:
    """Give a place back in the unit that took it: nothing departs."""
    identities.take_numbers(tx, berth.identity.id, -1)
    lanes.give_back(tx, berth.lane)


def depart(tx: Tx, conversation: Conversation, message: Message, berth: Berth, *, alone: bool) -> Ready:
    """Put a message that is not there yet into its place and make it `sending`."""
    lane, identity = berth.lane, berth.identity
    row = replace(message, pub_seq=identity.pub_seq, status=Status.SENDING, status_rank=STATUS_RANK[Status.SENDING])
    put(tx, conversation, row, lane.wake, sent_by=lane.owner)
    return Ready(lane, _outbound(row, identity.ext_user, conversation.priority), 1, row, alone)


def _next(tx: Tx, held: Sequence[Lane], keyed: Callable[[str], bool]) -> list[Ready]:
    """Make the next message of each lane `sending`; leave those in which there is none, or none yet."""
    waiting = rows.heads(tx, [lane.identity_id for lane in held], tx.now_ms - HOLD_MS, _HEADS)
    chosen = {lane.identity_id: _choose(tx, lane, waiting[lane.identity_id], keyed) for lane in held}
    heads = {identity_id: head for identity_id, head in chosen.items() if head is not None}
    texts = messages.of_ids(tx, [head.id for head in heads.values()]) if heads else {}
    counts = {identity_id: int(texts[head.id].pub_seq is None) for identity_id, head in heads.items()}
    tourists = identities.take_numbers_of(tx, counts)
    ready = []
    for lane in held:
        head = heads.get(lane.identity_id)
        if head is not None:
            others = waiting[lane.identity_id]
            alone = head is others[-1] and len(others) < _HEADS
            ready.append(_sending(tx, lane, head, texts[head.id], tourists[lane.identity_id], alone=alone))
    return ready


def _choose(tx: Tx, lane: Lane, heads: Sequence[Outgoing], keyed: Callable[[str], bool]) -> Outgoing | None:
    """Return the lane's next message; leave the lane when there is none, or none yet."""
    for head in heads:
        died = head.state == "sending" and not keyed(head.account_id)
        if died:
            _move(tx, _row_of(tx, head), Status.UNKNOWN, reason="worker_died")
        if died or head.state == "unknown":
            if head.priority == RESCUE:
                continue
            lanes.leave(tx, lane, more=True, not_before_ms=(head.sending_ms or 0) + HOLD_MS)
            return None
        if head.not_after_ms is not None and head.not_after_ms < tx.now_ms:
            _move(tx, _row_of(tx, head), Status.EXPIRED, reason="too_late")
            continue
        if head.not_before_ms > tx.now_ms:
            lanes.leave(tx, lane, more=True, not_before_ms=head.not_before_ms)
            return None
        return head
    lanes.leave(tx, lane, more=len(heads) == _HEADS)
    return None


def _sending(tx: Tx, lane: Lane, head: Outgoing, message: Message, tourist: Identity, *, alone: bool) -> Ready:
    row = message if message.pub_seq is not None else replace(message, pub_seq=tourist.pub_seq)
    rows.sending(tx, head.id, lane.owner)
    messages.sending(tx, row.id, tourist.pub_seq)
    return Ready(lane, _outbound(row, tourist.ext_user, head.priority), head.attempts + 1, row, alone)


def _row_of(tx: Tx, head: Outgoing) -> Message:
    message = messages.get(tx, head.id)
    if message is None:
        raise LookupError(f"outbox row {head.id} has no message")
    return message


def _outbound(message: Message, ext_user: str, priority: int) -> OutboundMessage:
    buttons = tuple(Button(**button) for button in json.loads(message.parts)) if message.parts else ()
    return OutboundMessage(
        id=MessageId(message.id),
        account_id=AccountId(message.account_id),
        identity_id=IdentityId(message.identity_id),
        ext_user=ext_user,
        pub_seq=message.pub_seq or 0,
        author=Author(message.author_kind),
        author_name=message.author_name,
        reply=Reply(message.text or "", buttons, message.lang),
        at_ms=message.at_ms,
        priority=priority,
    )


def _move(tx: Tx, row: Message, status: Status, *, ext_id: str | None = None, reason: str | None = None) -> None:
    rows.move(tx, row.id, status, reason)
    messages.arrived(tx, row.id, status, ext_id=ext_id, reason=reason)
    publish_move(tx, row, status)


class Delivery:
    """Carries messages out, lane by lane."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        channel_of: Callable[[str], str | None],
        owner: str,
        clock: Clock,
    ) -> None:
        self._database = database
        self._clock = clock
        self._channels = channels
        self._channel_of = channel_of
        self._owner = owner

    async def claim(self, limit: int, max_priority: int) -> Sequence[Ready]:
        """Take ready lanes with their heads; before all that waits for the store: one may be for a rescue."""
        ready = await self._database.write(claim, ClaimOut(self._owner, limit, max_priority, self._keyed), RESCUE)
        crash.point("delivery.sending")
        return ready

    async def give_back(self) -> int:
        """Make the lanes ready again that stand under our name; while none is in hand."""
        return await self._database.write(lanes.free_own, (OUT, self._owner))

    async def work(self, ready: Ready) -> None:
        """Send the lane's messages one after the other until it is empty."""
        following: Ready | None = ready
        try:
            while following is not None:
                following = await self._one(following)
        except LaneLost:
            log.info("delivery.lane_lost", identity=ready.lane.identity_id)

    async def _one(self, ready: Ready) -> Ready | None:
        outcome = await self._send(ready.message)
        crash.point("delivery.sent")
        following = await self._settle(Settle(ready, outcome, self._keyed), ready.lane.priority)
        crash.point("delivery.settled")
        return following

    async def _settle(self, args: Settle, priority: int) -> Ready | None:
        """Write what became of a message, again and again while the store is away.

        Nobody else knows it, and the lane is ours until its lease ends: then this fails with `LaneLost`.
        """
        while True:
            try:
                return await self._database.write(settle, args, priority)
            except Unavailable as problem:
                log.warning("delivery.settle_put_off", message=args.ready.row.id, code=problem.code)
                args = replace(args, again=True)
                await self._clock.sleep(_STORE_AWAY_S)

    async def _send(self, message: OutboundMessage) -> SendOutcome:
        channel = self._channels.get(self._channel_of(message.account_id) or "")
        if channel is None:
            return Retryable(_NO_CHANNEL_S, "no_channel")
        try:
            return await channel.send(message)
        except Unavailable as problem:
            return Unknown(problem.code)
        except Exception:  # edge: one connector must not stop the worker loop
            log.exception("delivery.send_failed", message=message.id)
            return Unknown("connector_failed")

    def _keyed(self, account_id: str) -> bool:
        channel = self._channels.get(self._channel_of(account_id) or "")
        return channel is not None and channel.has_key
