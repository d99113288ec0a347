"""Conversations and the segments of their ownership.

Rule: whoever changes a conversation locks it first (`lock`, `lock_open`), so that the life-cycle table is asked
about the state that is really there.
"""

from dataclasses import dataclass

from sqlalchemy import text

from hub.database import Ask, Row, Statement, Tx
from hub.errors import NotFound
from hub.model import State

_COLUMNS = (
    "id, org_id, account_id, identity_id, customer_id, channel, state, is_open, owner_kind, owner_id, owner_epoch,"
    " queue_id, priority, rescue, lang, seq, segment, agent_read_seq, handoff, opened_ms, last_ms, waiting_since_ms,"
    " closed_ms, moved_ms, segment_seq"
)


def _locking(where: str) -> Statement:
    select = f"SELECT {_COLUMNS} FROM conversations WHERE {where}"  # noqa: S608 - our own constants
    return Statement(sqlite=text(select), postgresql=text(select + " FOR UPDATE"))


GET = Statement(text(f"SELECT {_COLUMNS} FROM conversations WHERE id = :id"))  # noqa: S608 - our own constant
LOCK = _locking("id = :id")
LOCK_OPEN = _locking("identity_id = :identity_id AND is_open = 1")
LOCK_LAST = _locking(
    "id = (SELECT id FROM conversations WHERE identity_id = :identity_id ORDER BY is_open DESC, id DESC LIMIT 1)"
)
SEE_OPEN = Statement(text(f"SELECT {_COLUMNS} FROM conversations WHERE identity_id = :identity_id AND is_open = 1"))  # noqa: S608 - our own constant
OPEN = Statement(
    text(
        "INSERT INTO conversations (id, org_id, account_id, identity_id, customer_id, channel, state, is_open,"  # noqa: S608 - our own constant
        " owner_kind, owner_epoch, queue_id, priority, rescue, lang, opened_ms, last_ms, moved_ms)"
        " VALUES (:id, :org_id, :account_id, :identity_id, :customer_id, :channel, 'bot', 1, 'bot', 1, :queue_id,"
        f" :priority, :rescue, :lang, :now_ms, :now_ms, :now_ms) RETURNING {_COLUMNS}"
    )
)
NUMBER = Statement(text("UPDATE conversations SET seq = seq + :count, last_ms = :now_ms WHERE id = :id RETURNING seq"))
MOVE = Statement(
    text(
        "UPDATE conversations SET state = :state, is_open = :is_open, owner_kind = :owner_kind, owner_id = :owner_id,"
        " owner_epoch = :owner_epoch, queue_id = :queue_id, segment = :segment, segment_seq = :segment_seq,"
        " waiting_since_ms = :waiting_since_ms, closed_ms = :closed_ms, handoff = :handoff, moved_ms = :now_ms,"
        " snoozed_until_ms = NULL, rev = rev + 1 WHERE id = :id"
    )
)
NUMBERED = Statement(text("UPDATE conversations SET seq = :seq, last_ms = :now_ms WHERE id = :id"))
NUMBER_SEEN = Statement(
    text(
        "UPDATE conversations SET seq = seq + 1, last_ms = :now_ms WHERE id = :id AND seq = :seq"
        " AND owner_epoch = :owner_epoch AND identity_id = :identity_id"
    )
)
HEARD = Statement(
    text(
        "UPDATE conversations SET seq = :seq, last_ms = :now_ms, last_inbound_ms = :now_ms,"
        " priority = CASE WHEN :priority < priority THEN :priority ELSE priority END,"
        " rescue = CASE WHEN :priority = 0 THEN 1 ELSE rescue END WHERE id = :id"
    )
)
HEARD_SEEN = Statement(
    text(
        "UPDATE conversations SET seq = seq + 1, last_ms = :now_ms, last_inbound_ms = :now_ms,"
        " priority = CASE WHEN :priority < priority THEN :priority ELSE priority END WHERE id = :id AND seq = :seq"
        " AND owner_epoch = :owner_epoch AND identity_id = :identity_id AND state = :state AND rescue = 0"
    )
)
SNOOZE = Statement(text("UPDATE conversations SET snoozed_until_ms = :until_ms WHERE id = :id"))
SET_URGENCY = Statement(text("UPDATE conversations SET rescue = :rescue, priority = :priority WHERE id = :id"))
END = Statement(
    text(
        "UPDATE conversations SET disposition_id = :disposition_id, closed_by = :closed_by, close_reason = :reason"
        " WHERE id = :id"
    )
)
IDLE_WITH_BOT = Statement(
    text("SELECT id FROM conversations WHERE state = 'bot' AND is_open = 1 AND last_ms < :before_ms LIMIT :limit")
)
AGENT_READ = Statement(
    text("UPDATE conversations SET agent_read_seq = :seq WHERE id = :id AND agent_read_seq < :seq AND :seq <= seq")
)
CLOSE_SEGMENT = Statement(
    text("UPDATE owner_segments SET to_ms = :now_ms WHERE conversation_id = :conversation_id AND to_ms IS NULL")
)
OPEN_SEGMENT = Statement(
    text(
        "INSERT INTO owner_segments (id, org_id, conversation_id, segment, owner_epoch, owner_kind, owner_id,"
        " queue_id, state, from_ms, reason, for_agent) VALUES (:id, :org_id, :conversation_id, :segment, :owner_epoch,"
        " :owner_kind, :owner_id, :queue_id, :state, :now_ms, :reason, :for_agent)"
    )
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as it stands."""

    id: str
    org_id: str
    account_id: str
    identity_id: str
    customer_id: str
    channel: str
    state: State
    is_open: int
    owner_kind: str
    owner_id: str | None
    owner_epoch: int
    queue_id: str | None
    priority: int
    rescue: int
    lang: str | None
    seq: int
    segment: int
    agent_read_seq: int
    handoff: str | None
    opened_ms: int
    last_ms: int
    waiting_since_ms: int | None
    closed_ms: int | None
    moved_ms: int
    "When it came into its state."
    segment_seq: int
    "The last number before this segment's first message."

    @classmethod
    def of(cls, row: tuple[object, ...]) -> "Conversation":
        """Build it from a row of `_COLUMNS`."""
        values = list(row)
        values[6] = State(str(values[6]))
        return cls(*values)  # type: ignore[arg-type]  # a row of exactly these columns


def get(tx: Tx, conversation_id: str) -> Conversation:
    """Return a conversation.

    Raises:
        NotFound: there is none with this id.
    """
    return _one(tx.row(GET, id=conversation_id), conversation_id)


def lock(tx: Tx, conversation_id: str) -> Conversation:
    """Return a conversation and hold it for this unit.

    Raises:
        NotFound: there is none with this id.
    """
    return _one(tx.row(LOCK, id=conversation_id), conversation_id)


def locking(conversation_id: str) -> Ask[Conversation]:
    """Do the same as `lock`."""
    return Ask(LOCK, {"id": conversation_id}, lambda row: _one(row, conversation_id))


def lock_open(tx: Tx, identity_id: str) -> Conversation | None:
    """Return and hold the one open conversation of an identity."""
    row = tx.row(LOCK_OPEN, identity_id=identity_id)
    return Conversation.of(tuple(row)) if row else None


def lock_last(tx: Tx, identity_id: str) -> Conversation | None:
    """Return and hold the identity's latest conversation, open or closed."""
    return _last(tx.row(LOCK_LAST, identity_id=identity_id))


def locking_last(identity_id: str) -> Ask[Conversation | None]:
    """Do the same as `lock_last`."""
    return Ask(LOCK_LAST, {"identity_id": identity_id}, _last)


def seeing_open(identity_id: str) -> Ask[Conversation | None]:
    """Look at the one open conversation of an identity."""
    return Ask(SEE_OPEN, {"identity_id": identity_id}, _last)


def open_new(
    tx: Tx,
    *,
    org_id: str,
    account_id: str,
    identity_id: str,
    customer_id: str,
    channel: str,
    queue_id: str | None,
    priority: int,
    lang: str | None,
) -> Conversation:
    """Open a conversation with the bot as its owner, and its first segment of ownership."""
    conversation_id = tx.new_id()
    row = tx.row(
        OPEN,
        id=conversation_id,
        org_id=org_id,
        account_id=account_id,
        identity_id=identity_id,
        customer_id=customer_id,
        channel=channel,
        queue_id=queue_id,
        priority=priority,
        rescue=int(priority == 0),
        lang=lang,
        now_ms=tx.now_ms,
    )
    opened = _one(row, conversation_id)
    _open_segment(tx, opened, "opened")
    return opened


def take_numbers(tx: Tx, conversation_id: str, count: int) -> int:
    """Take `count` staff numbers; returns the last of them."""
    return int(tx.scalar(NUMBER, id=conversation_id, count=count, now_ms=tx.now_ms))


def numbered(tx: Tx, conversation_id: str, seq: int) -> None:
    """Keep up to where the staff numbers of a conversation are given, which this unit has locked."""
    tx.later(NUMBERED, id=conversation_id, seq=seq, now_ms=tx.now_ms)


def take_number_seen(tx: Tx, seen: Conversation, failing: Exception) -> None:
    """Take the number behind the last one seen; the unit fails if it was taken since, or the owner changed."""
    tx.require(
        NUMBER_SEEN,
        failing,
        id=seen.id,
        seq=seen.seq,
        owner_epoch=seen.owner_epoch,
        identity_id=seen.identity_id,
        now_ms=tx.now_ms,
    )


def heard(tx: Tx, conversation_id: str, seq: int, priority: int) -> None:
    """Note that the tourist wrote, up to which number, and how urgent it is; urgency never falls by writing."""
    tx.later(HEARD, id=conversation_id, seq=seq, priority=priority, now_ms=tx.now_ms)


def heard_seen(tx: Tx, seen: Conversation, priority: int, failing: Exception) -> None:
    """Note that the tourist wrote one message into a talk that is no rescue; the unit fails if it has moved since."""
    tx.require(
        HEARD_SEEN,
        failing,
        id=seen.id,
        seq=seen.seq,
        owner_epoch=seen.owner_epoch,
        identity_id=seen.identity_id,
        state=seen.state,
        priority=priority,
        now_ms=tx.now_ms,
    )


def set_urgency(tx: Tx, conversation_id: str, *, rescue: bool, priority: int) -> None:
    """Make a conversation a rescue, or no longer one."""
    tx.run(SET_URGENCY, id=conversation_id, rescue=int(rescue), priority=priority)


def write_move(tx: Tx, conversation: Conversation, reason: str, for_agent: str | None = None) -> None:
    """Write a conversation's new state and owner, and turn the page of its segments."""
    tx.run(
        MOVE,
        id=conversation.id,
        state=conversation.state,
        is_open=conversation.is_open,
        owner_kind=conversation.owner_kind,
        owner_id=conversation.owner_id,
        owner_epoch=conversation.owner_epoch,
        queue_id=conversation.queue_id,
        segment=conversation.segment,
        segment_seq=conversation.segment_seq,
        waiting_since_ms=conversation.waiting_since_ms,
        closed_ms=conversation.closed_ms,
        handoff=conversation.handoff,
        now_ms=tx.now_ms,
    )
    tx.run(CLOSE_SEGMENT, conversation_id=conversation.id, now_ms=tx.now_ms)
    _open_segment(tx, conversation, reason, for_agent)


def snooze(tx: Tx, conversation_id: str, until_ms: int) -> None:
    """Keep until when a conversation is put off; its next move forgets it."""
    tx.run(SNOOZE, id=conversation_id, until_ms=until_ms)


def write_end(tx: Tx, conversation_id: str, disposition_id: str | None, closed_by: str, reason: str) -> None:
    """Keep how the conversation's segment ended."""
    tx.run(END, id=conversation_id, disposition_id=disposition_id, closed_by=closed_by, reason=reason)


def idle_with_bot(tx: Tx, before_ms: int, limit: int) -> list[str]:
    """Return talks with the bot in which nothing was said since `before_ms`."""
    return [row[0] for row in tx.rows(IDLE_WITH_BOT, before_ms=before_ms, limit=limit)]


def agent_read(tx: Tx, conversation_id: str, seq: int) -> bool:
    """Raise how far staff has read; False when that was known already."""
    return tx.run(AGENT_READ, id=conversation_id, seq=seq) == 1


def _open_segment(tx: Tx, conversation: Conversation, reason: str, for_agent: str | None = None) -> None:
    tx.later(
        OPEN_SEGMENT,
        id=tx.new_id(),
        org_id=conversation.org_id,
        conversation_id=conversation.id,
        segment=conversation.segment,
        owner_epoch=conversation.owner_epoch,
        owner_kind=conversation.owner_kind,
        owner_id=conversation.owner_id,
        queue_id=conversation.queue_id,
        state=conversation.state,
        now_ms=tx.now_ms,
        reason=reason,
        for_agent=for_agent,
    )


def _one(row: object, conversation_id: str) -> Conversation:
    if row is None:
        raise NotFound("conversation_not_found", conversation_id)
    return Conversation.of(tuple(row))  # type: ignore[arg-type]  # a driver row is a sequence


def _last(row: Row | None) -> Conversation | None:
    return Conversation.of(tuple(row)) if row else None
