"""Who had a conversation and in which state, from when to when, as staff reads it beside the transcript."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import text

from hub.database import Statement, Tx

OF_CONVERSATION = Statement(
    text(
        "SELECT s.id, s.segment, s.owner_epoch, s.state, s.owner_kind, s.owner_id, u.display_name AS owner_name,"
        " s.queue_id, q.code AS queue_code, s.from_ms, s.reason, k.display_name AS for_name"
        " FROM owner_segments s"
        " LEFT JOIN users u ON u.id = s.owner_id LEFT JOIN queues q ON q.id = s.queue_id"
        " LEFT JOIN users k ON k.id = s.for_agent"
        " WHERE s.conversation_id = :conversation_id ORDER BY s.from_ms DESC, s.id DESC LIMIT :limit"
    )
)

BACKGROUND = Statement(
    text(
        "SELECT c.vip, s.owner_id, a.org_id, (SELECT lang FROM identities WHERE id = :identity_id)"
        " FROM customers c LEFT JOIN (SELECT owner_id FROM owner_segments"
        " WHERE conversation_id = :conversation_id AND owner_kind = 'agent' ORDER BY from_ms DESC, id DESC LIMIT 1) s"
        " ON 1 = 1 LEFT JOIN agents a ON a.user_id = s.owner_id WHERE c.id = :customer_id"
    )
)


class OwnerSegment(NamedTuple):
    """One stretch of a conversation under one owner in one state; `reason` is the step that began it, or its why."""

    id: str
    segment: int
    owner_epoch: int
    state: str
    owner_kind: str
    owner_id: str | None
    owner_name: str | None
    queue_id: str | None
    queue_code: str | None
    from_ms: int
    reason: str
    for_name: str | None
    "Whom a wait is kept for, passed on by name."


def latest(tx: Tx, conversation_id: str, limit: int) -> Sequence[OwnerSegment]:
    """Return the latest stretches of a conversation, oldest first."""
    rows = tx.rows(OF_CONVERSATION, conversation_id=conversation_id, limit=limit)
    return [OwnerSegment(*row) for row in rows][::-1]


class Background(NamedTuple):
    """What is known of a tourist before a person is found."""

    vip: int = 0
    last_agent: str | None = None
    "Who served the conversation last."
    department: str | None = None
    "The organisation of that agent."
    lang: str | None = None
    "What was last written in."


def background(tx: Tx, conversation_id: str, customer_id: str, identity_id: str) -> Background:
    """Return what is known of a conversation's tourist."""
    row = tx.row(BACKGROUND, conversation_id=conversation_id, customer_id=customer_id, identity_id=identity_id)
    return Background(*row) if row else Background()
