"""Messages: what was said, noted and done in conversations.

Rule: `made_key` makes each message once, whatever is run again; `seq` is staff's numbering without holes, `pub_seq`
the tourist's, given to an inbound message at once and to ours in the commit that marks it `sending`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text

from hub.database import Statement, Tx
from hub.model import STATUS_RANK, Status

_COLUMNS = (
    "id, org_id, conversation_id, seq, identity_id, pub_seq, direction, kind, author_kind, author_id, author_name,"
    " text, parts, lang, reply_to_id, account_id, ext_id, made_key, provider_ms, at_ms, status, status_rank,"
    " status_reason, poison"
)
_NAMES = [name.strip() for name in _COLUMNS.split(",")]
INSERT = Statement(
    text(f"INSERT INTO messages ({_COLUMNS}) VALUES ({', '.join(':' + name for name in _NAMES)})")  # noqa: S608 - our own constants
)
BY_KEY = Statement(text(f"SELECT {_COLUMNS} FROM messages WHERE made_key = :made_key"))  # noqa: S608 - our own constant
GET = Statement(text(f"SELECT {_COLUMNS} FROM messages WHERE id = :id"))  # noqa: S608 - our own constant
OF_IDS = Statement(
    sqlite=text(f"SELECT {_COLUMNS} FROM messages WHERE id IN (SELECT value FROM json_each(:ids))"),  # noqa: S608 - our own constant
    postgresql=text(f"SELECT {_COLUMNS} FROM messages WHERE id = ANY(CAST(:ids AS text[]))"),  # noqa: S608 - our own constant
)
THREAD = Statement(
    text(
        f"SELECT {_COLUMNS} FROM messages WHERE identity_id = :identity_id AND pub_seq > :after"  # noqa: S608 - our own constant
        " ORDER BY pub_seq LIMIT :limit"
    )
)
THREAD_BEFORE = Statement(
    text(
        f"SELECT {_COLUMNS} FROM messages WHERE identity_id = :identity_id AND pub_seq < :before"  # noqa: S608 - our own constant
        " ORDER BY pub_seq DESC LIMIT :limit"
    )
)
TRANSCRIPT = Statement(
    text(
        f"SELECT {_COLUMNS} FROM messages WHERE conversation_id = :conversation_id AND seq > :after"  # noqa: S608 - our own constant
        " ORDER BY seq LIMIT :limit"
    )
)
TRANSCRIPT_BEFORE = Statement(
    text(
        f"SELECT {_COLUMNS} FROM messages WHERE conversation_id = :conversation_id AND seq < :before"  # noqa: S608 - our own constant
        " ORDER BY seq DESC LIMIT :limit"
    )
)
SENDING = Statement(
    text(
        "UPDATE messages SET status = 'sending', status_rank = 1, pub_seq = coalesce(pub_seq, :pub_seq)"
        " WHERE id = :id AND status_rank < 3"
    )
)
MOVE = Statement(
    text(
        "UPDATE messages SET status = :status, status_rank = :rank, status_reason = :reason,"
        " ext_id = coalesce(:ext_id, ext_id) WHERE id = :id AND (status_rank < 3 OR status_rank < :rank)"
    )
)
BY_EXT = Statement(
    text(
        "SELECT id FROM messages WHERE account_id = :account_id AND ext_id = :ext_id AND ext_id IS NOT NULL"
        " AND direction = 'out' UNION ALL"
        " SELECT id FROM messages WHERE id = :ext_id AND account_id = :account_id AND direction = 'out'"
        " LIMIT 1"
    )
)
CONFIRMED = Statement(
    text(
        "UPDATE messages SET status = :status, status_rank = :rank WHERE identity_id = :identity_id"
        " AND pub_seq <= :upto AND pub_seq > :start AND direction = 'out' AND status_rank >= 1 AND status_rank < :rank"
        " RETURNING identity_id, conversation_id, org_id"
    )
)
CONFIRMED_ALL = Statement(
    postgresql=text(
        "UPDATE messages m SET status = s.status, status_rank = s.rank FROM unnest(CAST(:ids AS text[]),"
        " CAST(:starts AS bigint[]), CAST(:uptos AS bigint[]), CAST(:statuses AS text[]), CAST(:ranks AS integer[]))"
        " AS s(identity_id, start, upto, status, rank) WHERE m.identity_id = s.identity_id AND m.pub_seq <= s.upto"
        " AND m.pub_seq > s.start AND m.direction = 'out' AND m.status_rank >= 1 AND m.status_rank < s.rank"
        " RETURNING m.identity_id, m.conversation_id, m.org_id"
    )
)


@dataclass(frozen=True, slots=True)
class Covered:
    """The numbers (start, upto] of a tourist's thread have come as far as `status`."""

    identity_id: str
    start: int
    upto: int
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message as it stands in the table; `parts` is JSON text."""

    id: str
    org_id: str
    conversation_id: str
    seq: int
    identity_id: str
    pub_seq: int | None = None
    direction: str
    kind: str
    author_kind: str
    author_id: str | None = None
    author_name: str | None = None
    text: str | None = None
    parts: str | None = None
    lang: str | None = None
    reply_to_id: str | None = None
    account_id: str
    ext_id: str | None = None
    made_key: str
    provider_ms: int | None = None
    at_ms: int
    status: str
    status_rank: int
    status_reason: str | None = None
    poison: int = 0


def insert(tx: Tx, message: Message) -> None:
    """Write a message whose `made_key` is known to be new."""
    tx.later(INSERT, **{name: getattr(message, name) for name in _NAMES})


def by_key(tx: Tx, made_key: str) -> Message | None:
    """Return what an earlier run of the same work made."""
    return _message(tx.row(BY_KEY, made_key=made_key))


def get(tx: Tx, message_id: str) -> Message | None:
    """Return a message."""
    return _message(tx.row(GET, id=message_id))


def of_ids(tx: Tx, message_ids: Sequence[str]) -> Mapping[str, Message]:
    """Return those of the messages that there are, by their ids."""
    ids = json.dumps(message_ids) if tx.dialect == "sqlite" else message_ids
    return {message.id: message for message in _all(tx.rows(OF_IDS, ids=ids))}


def thread(tx: Tx, identity_id: str, after: int, limit: int) -> Sequence[Message]:
    """Return what the tourist sees behind number `after`, in order and without holes."""
    return _all(tx.rows(THREAD, identity_id=identity_id, after=after, limit=limit))


def thread_before(tx: Tx, identity_id: str, before: int, limit: int) -> Sequence[Message]:
    """Return the `limit` messages of the tourist's thread just before number `before`, oldest first."""
    return _all(tx.rows(THREAD_BEFORE, identity_id=identity_id, before=before, limit=limit))[::-1]


def transcript(tx: Tx, conversation_id: str, after: int, limit: int) -> Sequence[Message]:
    """Return what staff sees behind number `after`."""
    return _all(tx.rows(TRANSCRIPT, conversation_id=conversation_id, after=after, limit=limit))


def transcript_before(tx: Tx, conversation_id: str, before: int, limit: int) -> Sequence[Message]:
    """Return the `limit` messages just before staff number `before`, oldest first."""
    return _all(tx.rows(TRANSCRIPT_BEFORE, conversation_id=conversation_id, before=before, limit=limit))[::-1]


def sending(tx: Tx, message_id: str, pub_seq: int) -> None:
    """Mark a message as about to leave, under its number in the tourist's thread (kept on a second try)."""
    tx.later(SENDING, id=message_id, pub_seq=pub_seq)


def move(tx: Tx, message_id: str, status: Status, *, ext_id: str | None = None, reason: str | None = None) -> bool:
    """Write how far a message has come; from `accepted` on, only upwards. False when nothing changed."""
    return tx.run(MOVE, id=message_id, status=status, rank=STATUS_RANK[status], ext_id=ext_id, reason=reason) == 1


def arrived(tx: Tx, message_id: str, status: Status, *, ext_id: str | None = None, reason: str | None = None) -> None:
    """Write how far a message has come that nobody else moves at this moment; see `move`."""
    tx.later(MOVE, id=message_id, status=status, rank=STATUS_RANK[status], ext_id=ext_id, reason=reason)


def by_ext(tx: Tx, account_id: str, ext_id: str) -> str | None:
    """Return the id of our message that a receipt names, by the platform's id or by ours."""
    found: str | None = tx.scalar(BY_EXT, account_id=account_id, ext_id=ext_id)
    return found


def confirmed(tx: Tx, stretches: Sequence[Covered]) -> Sequence[tuple[str, str, str]]:
    """Raise our messages in these stretches of threads to delivered or read.

    Returns:
        (identity, conversation, organisation) of each message that changed.
    """
    if tx.dialect == "sqlite":
        return [found for one in stretches for found in _confirmed(tx, one)]
    if not stretches:
        return []
    rows = tx.rows(
        CONFIRMED_ALL,
        ids=[one.identity_id for one in stretches],
        starts=[one.start for one in stretches],
        uptos=[one.upto for one in stretches],
        statuses=[one.status for one in stretches],
        ranks=[STATUS_RANK[one.status] for one in stretches],
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _confirmed(tx: Tx, one: Covered) -> Sequence[tuple[str, str, str]]:
    rows = tx.rows(
        CONFIRMED,
        identity_id=one.identity_id,
        status=one.status,
        rank=STATUS_RANK[one.status],
        upto=one.upto,
        start=one.start,
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _message(row: object) -> Message | None:
    if row is None:
        return None
    return Message(**dict(zip(_NAMES, row, strict=True)))  # type: ignore[call-overload]  # a driver row


def _all(rows: Sequence[object]) -> list[Message]:
    return [message for message in map(_message, rows) if message is not None]
