"""The outbox: our messages on their way to tourists, each until a final state.

    queued ──► leased ──► sending ──► accepted | failed | unknown
       ▲         │           │
       └─────────┴───────────┘ dead worker, Retryable
Rule: `sending` is committed just before the first byte leaves; what was `sending` when its worker died becomes
`unknown` and is not repeated, unless the platform drops repeats of our id.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text

from hub.database import Statement, Tx

_ON_ITS_WAY = "state IN ('queued', 'leased', 'sending', 'unknown')"
"Word for word the condition of the table's partial index, or the engines do not use it."
INSERT = Statement(
    text(
        "INSERT INTO outbox (id, org_id, account_id, identity_id, conversation_id, position, author_kind, owner_epoch,"
        " priority, enqueued_ms, not_after_ms, state, attempts, sending_ms, lease_owner) VALUES (:id, :org_id,"
        " :account_id, :identity_id, :conversation_id, :position, :author_kind, :owner_epoch, :priority, :enqueued_ms,"
        " :not_after_ms, :state, :attempts, :sending_ms, :lease_owner)"
    )
)
_COLUMNS = (
    "id, org_id, account_id, identity_id, conversation_id, author_kind, owner_epoch, priority, state, attempts,"
    " enqueued_ms, sending_ms, not_before_ms, not_after_ms"
)
_DUE = f"{_ON_ITS_WAY} AND NOT (state = 'unknown' AND (priority = 0 OR sending_ms <= :held_since_ms))"
# Locked where others may write meanwhile: what is being cancelled is waited for, and falls out of the answer.
HEADS = Statement(
    sqlite=text(
        f"SELECT {_COLUMNS} FROM (SELECT {_COLUMNS}, position, row_number() OVER"  # noqa: S608 - our own constants
        " (PARTITION BY identity_id ORDER BY position) AS place FROM outbox"
        f" WHERE identity_id IN (SELECT value FROM json_each(:identity_ids)) AND {_DUE})"
        " WHERE place <= :limit ORDER BY identity_id, position"
    ),
    postgresql=text(
        f"SELECT {_COLUMNS} FROM (SELECT head.* FROM unnest(CAST(:identity_ids AS text[])) AS lane(identity_id)"  # noqa: S608
        f" CROSS JOIN LATERAL (SELECT {_COLUMNS}, position FROM outbox WHERE outbox.identity_id = lane.identity_id"
        f" AND {_DUE} ORDER BY position LIMIT :limit FOR UPDATE) AS head) AS heads ORDER BY identity_id, position"
    ),
)
SENDING = Statement(
    text(
        "UPDATE outbox SET state = 'sending', sending_ms = :now_ms, attempts = attempts + 1, lease_owner = :owner"
        " WHERE id = :id"
    )
)
MOVE = Statement(text("UPDATE outbox SET state = :state, reason = :reason WHERE id = :id"))
RETRY = Statement(
    text(
        "UPDATE outbox SET state = 'queued', lease_owner = NULL, reason = :reason, not_before_ms = :not_before_ms"
        " WHERE id = :id AND state = 'sending'"
    )
)
_STATE = "SELECT state FROM outbox WHERE id = :id"
STATE = Statement(sqlite=text(_STATE), postgresql=text(_STATE + " FOR UPDATE"))
RESOLVE = Statement(text("UPDATE outbox SET state = :state WHERE id = :id AND state = 'unknown'"))
CANCEL_BOT = Statement(
    text(
        "UPDATE outbox SET state = 'cancelled', reason = :reason WHERE conversation_id = :conversation_id"
        " AND author_kind = 'bot' AND state = 'queued' AND attempts = 0 RETURNING id"
    )
)
IS_SENDING = Statement(
    text(f"SELECT EXISTS (SELECT 1 FROM outbox WHERE identity_id = :identity_id AND {_ON_ITS_WAY})")  # noqa: S608 - ours
)
OLDEST = Statement(text(f"SELECT min(enqueued_ms) FROM outbox WHERE {_ON_ITS_WAY}"))  # noqa: S608 - our own constant
COUNT_BY_STATE = Statement(
    text(f"SELECT state, count(*) FROM outbox WHERE {_ON_ITS_WAY} GROUP BY state")  # noqa: S608 - our own constant
)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way; its words stand in the messages table under the same id."""

    id: str
    org_id: str
    account_id: str
    identity_id: str
    conversation_id: str
    author_kind: str
    owner_epoch: int
    priority: int
    state: str
    attempts: int
    enqueued_ms: int
    sending_ms: int | None
    not_before_ms: int
    not_after_ms: int | None


def insert(
    tx: Tx,
    *,
    message_id: str,
    org_id: str,
    account_id: str,
    identity_id: str,
    conversation_id: str,
    position: int,
    author_kind: str,
    owner_epoch: int,
    priority: int,
    not_after_ms: int | None = None,
    sent_by: str | None = None,
) -> None:
    """Put a message on its way; `sent_by` is the worker that sends it as soon as this has been committed."""
    tx.later(
        INSERT,
        id=message_id,
        org_id=org_id,
        account_id=account_id,
        identity_id=identity_id,
        conversation_id=conversation_id,
        position=position,
        author_kind=author_kind,
        owner_epoch=owner_epoch,
        priority=priority,
        enqueued_ms=tx.now_ms,
        not_after_ms=not_after_ms,
        state="queued" if sent_by is None else "sending",
        attempts=0 if sent_by is None else 1,
        sending_ms=None if sent_by is None else tx.now_ms,
        lease_owner=sent_by,
    )


def heads(tx: Tx, identity_ids: Sequence[str], held_since_ms: int, limit: int) -> Mapping[str, Sequence[Outgoing]]:
    """Return what is first in each of these lanes, so many rows of one at most; locked, so that it stays so.

    What is `unknown` holds its lane only from `held_since_ms` on, and not at all when it is a rescue.
    """
    found: dict[str, list[Outgoing]] = {identity_id: [] for identity_id in identity_ids}
    if found:
        ids = json.dumps(identity_ids) if tx.dialect == "sqlite" else identity_ids
        for row in tx.rows(HEADS, identity_ids=ids, held_since_ms=held_since_ms, limit=limit):
            head = Outgoing(*row)
            found[head.identity_id].append(head)
    return found


def sending(tx: Tx, message_id: str, owner: str) -> None:
    """Mark a head of a lane as about to be sent."""
    tx.later(SENDING, id=message_id, owner=owner, now_ms=tx.now_ms)


def has_gone(tx: Tx, message_id: str) -> bool:
    """Tell whether what became of a message is written; waits for whoever is writing it."""
    return bool(tx.scalar(STATE, id=message_id) != "sending")


def move(tx: Tx, message_id: str, state: str, reason: str | None = None) -> None:
    """Write the state a message has reached."""
    tx.later(MOVE, id=message_id, state=state, reason=reason)


def resolve(tx: Tx, message_id: str, state: str) -> None:
    """Write what a receipt says of a message that was `unknown`; harmless for every other."""
    tx.run(RESOLVE, id=message_id, state=state)


def retry(tx: Tx, message_id: str, not_before_ms: int, reason: str) -> None:
    """Put a message that certainly did not leave back to the head of its lane."""
    tx.run(RETRY, id=message_id, not_before_ms=not_before_ms, reason=reason)


def cancel_bot(tx: Tx, conversation_id: str, reason: str) -> Sequence[str]:
    """Cancel the bot's messages that are only queued; returns their ids. People's messages are never cancelled."""
    return [row[0] for row in tx.rows(CANCEL_BOT, conversation_id=conversation_id, reason=reason)]


def is_sending(tx: Tx, identity_id: str) -> bool:
    """Tell whether something for this tourist is still on its way."""
    return bool(tx.scalar(IS_SENDING, identity_id=identity_id))


def counts(tx: Tx) -> dict[str, int]:
    """Return how many messages stand in each state that is not final."""
    return {row[0]: row[1] for row in tx.rows(COUNT_BY_STATE)}


def oldest_ms(tx: Tx) -> int | None:
    """Return when the oldest message was put on its way that is not there yet."""
    oldest: int | None = tx.scalar(OLDEST)
    return oldest
