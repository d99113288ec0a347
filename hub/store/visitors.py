"""Visitors of web chat: the sites they come from, their rotating tokens, and how their conversation stands.

Rule: a token is kept as its SHA-256 only; it is good until its time is over or a token that follows it has been used,
so an answer that never reached the page locks nobody out.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text

from hub.database import Statement, Tx
from hub.ids import AccountId, OrgId, QueueId
from hub.model import Account

SITES = Statement(
    text(
        "SELECT id, org_id, channel, code, queue_id, settings, name, secrets FROM accounts"
        " WHERE channel = 'webchat' AND state = 'active' ORDER BY code"
    )
)
TOKEN = Statement(
    text(
        "SELECT t.id, coalesce(i.merged_into, i.id), t.account_id, t.successor_of, coalesce(t.chain, i.ext_user),"
        " t.expires_ms, t.used_ms,"
        " EXISTS (SELECT 1 FROM visitor_tokens s WHERE s.successor_of = t.id AND s.used_ms IS NOT NULL)"
        " FROM visitor_tokens t JOIN identities i ON i.id = t.identity_id WHERE t.id = :id"
    )
)
ISSUE = Statement(
    text(
        "INSERT INTO visitor_tokens (id, identity_id, account_id, successor_of, chain, issued_ms, expires_ms)"
        " VALUES (:id, :identity_id, :account_id, :successor_of, :chain, :issued_ms, :expires_ms)"
    )
)
USE = Statement(text("UPDATE visitor_tokens SET used_ms = :now_ms WHERE id = :id AND used_ms IS NULL"))
DROP_BEFORE = Statement(
    text(
        "DELETE FROM visitor_tokens WHERE id ="
        " (SELECT p.successor_of FROM visitor_tokens t JOIN visitor_tokens p ON p.id = t.successor_of WHERE t.id = :id)"
    )
)
EXPIRE = Statement(text("DELETE FROM visitor_tokens WHERE expires_ms < :now_ms"))
BY_SITE_USER = Statement(text("SELECT id FROM identities WHERE account_id = :account_id AND site_user = :site_user"))
SITE_USER = Statement(text("SELECT site_user FROM identities WHERE id = :id"))
VOUCH = Statement(
    text(
        "UPDATE identities SET site_user = :site_user, verified = 'site'"
        " WHERE id = :id AND (site_user IS NULL OR site_user = :site_user)"
    )
)
MERGE_CUSTOMER = Statement(
    text("UPDATE customers SET merged_into = :into, rev = rev + 1 WHERE id = :id AND id <> :into")
)
STANDING = Statement(
    text(
        "SELECT c.id, c.state, c.owner_kind, a.public_name, c.queue_id, c.rescue, coalesce(q.is_open, 1),"
        " coalesce((SELECT m.pub_seq FROM messages m WHERE m.conversation_id = c.id AND m.seq <= c.agent_read_seq"
        " AND m.direction = 'in' ORDER BY m.seq DESC LIMIT 1), 0)"
        " FROM conversations c LEFT JOIN agents a ON c.owner_kind = 'agent' AND a.user_id = c.owner_id"
        " LEFT JOIN queues q ON q.id = c.queue_id"
        " WHERE c.identity_id = :identity_id ORDER BY c.is_open DESC, c.id DESC LIMIT 1"
    )
)


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A web chat account with what only its door needs."""

    account: Account
    name: str
    secrets: bytes | None
    "Sealed."


@dataclass(frozen=True, slots=True)
class VisitorToken:
    """A visitor's token as it stands."""

    id: str
    identity_id: str
    "Whose thread it opens, wherever that has gone."
    account_id: str
    successor_of: str | None
    chain: str
    "The same for all tokens of one browser."
    expires_ms: int
    used_ms: int | None
    superseded: bool
    "A token that follows this one has been used (SQLite says 0 or 1)."


@dataclass(frozen=True, slots=True)
class ConversationStanding:
    """The visitor's latest conversation, as far as a visitor may know."""

    conversation_id: str
    state: str
    owner_kind: str
    agent_name: str | None
    queue_id: str | None
    rescue: int
    is_open: int
    "Whether its queue is within its hours."
    seen_seq: int
    "Up to here (in the visitor's thread) an agent has read."


def sites(tx: Tx) -> Sequence[SiteRow]:
    """Return all web chat accounts in service."""
    return [_site(tuple(row)) for row in tx.rows(SITES)]


def token(tx: Tx, token_id: str) -> VisitorToken | None:
    """Return a token, if it is known."""
    row = tx.row(TOKEN, id=token_id)
    return VisitorToken(*row) if row else None


def issue(
    tx: Tx, *, token_id: str, identity_id: str, account_id: str, successor_of: str | None, chain: str, expires_ms: int
) -> None:
    """Keep a token that is about to be handed out."""
    tx.run(
        ISSUE,
        id=token_id,
        identity_id=identity_id,
        account_id=account_id,
        successor_of=successor_of,
        chain=chain,
        issued_ms=tx.now_ms,
        expires_ms=expires_ms,
    )


def use(tx: Tx, token_id: str) -> bool:
    """Note the first use of a token: the one before it ends now, the one before that is forgotten."""
    if tx.run(USE, id=token_id, now_ms=tx.now_ms) != 1:
        return False
    tx.run(DROP_BEFORE, id=token_id)
    return True


def forget_expired(tx: Tx) -> int:
    """Drop the tokens whose time is over; return how many."""
    return tx.run(EXPIRE, now_ms=tx.now_ms)


def by_site_user(tx: Tx, account_id: str, site_user: str) -> str | None:
    """Return the identity for whom the site has vouched under this id."""
    found: str | None = tx.scalar(BY_SITE_USER, account_id=account_id, site_user=site_user)
    return found


def site_user(tx: Tx, identity_id: str) -> str | None:
    """Return under which id the site vouches for this identity, None for an anonymous one."""
    found: str | None = tx.scalar(SITE_USER, id=identity_id)
    return found


def vouch(tx: Tx, identity_id: str, site_user: str) -> bool:
    """Note that the site vouches for this identity; False when it is another's already."""
    return tx.run(VOUCH, id=identity_id, site_user=site_user) == 1


def merge_customer(tx: Tx, customer_id: str, into: str) -> None:
    """Note that two customers are one person."""
    tx.run(MERGE_CUSTOMER, id=customer_id, into=into)


def standing(tx: Tx, identity_id: str) -> ConversationStanding | None:
    """Return how the visitor's latest conversation stands, None before the first word."""
    row = tx.row(STANDING, identity_id=identity_id)
    return ConversationStanding(*row) if row else None


def _site(row: tuple[str, str, str, str, str | None, str, str, bytes | None]) -> SiteRow:
    account_id, org_id, channel, code, queue_id, settings, name, secrets = row
    parsed: Mapping[str, object] = json.loads(settings)
    account = Account(
        AccountId(account_id), OrgId(org_id), channel, code, QueueId(queue_id) if queue_id else None, parsed
    )
    return SiteRow(account, name, secrets)
