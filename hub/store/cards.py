"""What the inbox shows of a conversation at a glance: one row with its people, its place and its last words."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from hub.database import Statement, Tx

_SELECT = (
    "SELECT c.id, c.org_id, o.path AS org_path, c.channel, a.name AS account_name, c.state, c.owner_kind, c.owner_id,"
    " u.display_name AS owner_name, c.owner_epoch, c.queue_id, q.code AS queue_code, c.priority, c.rescue, c.lang,"
    " c.seq, c.segment, c.agent_read_seq, c.handoff, c.opened_ms, c.last_ms, c.last_inbound_ms, c.waiting_since_ms,"
    " c.snoozed_until_ms, c.customer_id, c.identity_id, i.display_name AS tourist_name, i.verified, i.delivered_seq,"
    " i.read_seq,"
    " said.text AS last_text, said.kind AS last_kind,"
    " (SELECT m.text FROM messages m WHERE m.conversation_id = c.id AND m.direction = 'in' AND m.text IS NOT NULL"
    " ORDER BY m.seq DESC LIMIT 1) AS tourist_text,"
    " (SELECT count(*) FROM messages m WHERE m.conversation_id = c.id AND m.seq > c.agent_read_seq"
    " AND m.direction = 'in') AS unread"
    " FROM conversations c JOIN orgs o ON o.id = c.org_id JOIN accounts a ON a.id = c.account_id"
    " JOIN identities i ON i.id = c.identity_id LEFT JOIN users u ON u.id = c.owner_id"
    " LEFT JOIN queues q ON q.id = c.queue_id LEFT JOIN messages said ON said.id = (SELECT m.id FROM messages m"
    " WHERE m.conversation_id = c.id AND m.direction IN ('in', 'out') ORDER BY m.seq DESC LIMIT 1)"
)
ONE = Statement(text(f"{_SELECT} WHERE c.id = :id"))
OF_OWNER = Statement(
    text(
        f"{_SELECT} WHERE c.owner_id = :owner_id"
        " AND c.state IN ('assigned', 'on_hold', 'wrap_up', 'snoozed', 'in_call') ORDER BY c.last_ms DESC LIMIT 200"
    )
)
IDS_OF_OWNER = Statement(
    text(
        "SELECT id FROM conversations WHERE owner_id = :owner_id"
        " AND state IN ('assigned', 'on_hold', 'wrap_up', 'snoozed', 'in_call')"
    )
)


@dataclass(frozen=True, slots=True)
class Card:
    """A conversation at a glance; `handoff` is JSON text.

    `last_text` and `last_kind` are the last thing said by either side, `tourist_text` the tourist's own last words.
    """

    id: str
    org_id: str
    org_path: str
    channel: str
    account_name: str
    state: str
    owner_kind: str
    owner_id: str | None
    owner_name: str | None
    owner_epoch: int
    queue_id: str | None
    queue_code: str | None
    priority: int
    rescue: int
    lang: str | None
    seq: int
    segment: int
    agent_read_seq: int
    handoff: str | None
    opened_ms: int
    last_ms: int
    last_inbound_ms: int | None
    waiting_since_ms: int | None
    snoozed_until_ms: int | None
    customer_id: str
    identity_id: str
    tourist_name: str | None
    verified: str
    delivered_seq: int
    read_seq: int
    last_text: str | None
    last_kind: str | None
    tourist_text: str | None
    unread: int


def one(tx: Tx, conversation_id: str) -> Card | None:
    """Return the card of a conversation."""
    row = tx.row(ONE, id=conversation_id)
    return Card(*row) if row else None


def of_owner(tx: Tx, user_id: str) -> Sequence[Card]:
    """Return the cards of all open conversations that a person has, the latest first."""
    return [Card(*row) for row in tx.rows(OF_OWNER, owner_id=user_id)]


def ids_of_owner(tx: Tx, user_id: str) -> Sequence[str]:
    """Return the ids of all open conversations that a person has."""
    return [row[0] for row in tx.rows(IDS_OF_OWNER, owner_id=user_id)]
