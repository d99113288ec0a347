"""The written rules of routing: a document of each queue, one of the house, and the skills there are."""

import json
from typing import Any

from sqlalchemy import text

from hub.database import Statement, Tx
from voice_bridge.rulebook import Book, QueueRow

QUEUES = Statement(text("SELECT id, ring_timeout_s, wrap_up_s, settings FROM queues ORDER BY id"))
SKILLS = Statement(text("SELECT DISTINCT code FROM skills"))
TOP = Statement(
    text(
        "SELECT r.document FROM routing_rules r JOIN orgs o ON o.id = r.org_id ORDER BY length(o.path), o.path LIMIT 1"
    )
)
FIND = Statement(text("SELECT document, rev FROM routing_rules WHERE org_id = :org_id"))
PUT = Statement(
    text(
        "INSERT INTO routing_rules (org_id, document, rev, changed_ms) VALUES (:org_id, :document, 1, :now_ms)"
        " ON CONFLICT (org_id) DO UPDATE SET document = excluded.document, rev = routing_rules.rev + 1,"
        " changed_ms = excluded.changed_ms WHERE routing_rules.rev = :rev RETURNING rev"
    )
)


def book(tx: Tx) -> Book:
    """Return all that the rules are made of; the house's are those of the organisation highest in the tree."""
    queues = tuple(QueueRow(row[0], row[1], row[2], _document(row[3])) for row in tx.rows(QUEUES))
    rules = tx.row(TOP)
    return Book(queues, frozenset(row[0] for row in tx.rows(SKILLS)), _document(rules[0]) if rules else {})


def find(tx: Tx, org_id: str) -> tuple[Any, int]:
    """Return an organisation's document of rules and its revision; empty and 0 where nothing was ever written."""
    row = tx.row(FIND, org_id=org_id)
    return (_document(row[0]), row[1]) if row else ({}, 0)


def put(tx: Tx, org_id: str, document: Any, rev: int) -> int | None:
    """Write an organisation's document of rules over the revision `rev`; whoever calls publishes RoutingRulesChanged.

    Returns:
        The new revision, or None if somebody else has written meanwhile; then nothing is changed.
    """
    written = json.dumps(document, ensure_ascii=False)
    found: int | None = tx.scalar(PUT, org_id=org_id, document=written, rev=rev, now_ms=tx.now_ms)
    return found


def _document(written: str) -> Any:
    """Return what is written; what is no JSON stands for itself, so that the rulebook names it."""
    try:
        return json.loads(written)
    except ValueError:
        return written
