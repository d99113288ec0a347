"""The journal: everything verified that reached a door, once, before it was acknowledged."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from hub.database import Statement, Tx
from hub.errors import Conflict
from hub.store import lanes

_ENTER = (
    "INSERT INTO journal (id, org_id, account_id, identity_id, external_id, position, priority, body, provider_ms,"
    " received_ms, state) VALUES (:id, :org_id, :account_id, :identity_id, :external_id, %s, :priority,"
    " :body, :provider_ms, :received_ms, :state) ON CONFLICT (account_id, external_id) DO NOTHING"
)
ENTER = Statement(text(_ENTER % ":position"))
ENTER_WAKING = Statement(postgresql=text(f"WITH woken AS ({lanes.WAKING}) {_ENTER % '(SELECT wake FROM woken)'}"))  # noqa: S608 - our own constants
FIND = Statement(
    text("SELECT id, received_ms FROM journal WHERE account_id = :account_id AND external_id = :external_id")
)
_COLUMNS = "id, org_id, account_id, identity_id, external_id, priority, body, provider_ms, received_ms, attempts"
_WAITING = (
    f"SELECT {_COLUMNS} FROM (SELECT {_COLUMNS}, position, row_number() OVER"  # noqa: S608 - our own constants
    " (PARTITION BY identity_id ORDER BY position) AS place FROM journal"
    " WHERE state = 'new' AND identity_id %s) AS rest WHERE place <= :limit ORDER BY identity_id, position"
)
WAITING = Statement(
    sqlite=text(_WAITING % "IN (SELECT value FROM json_each(:identity_ids))"),
    postgresql=text(_WAITING % "= ANY(CAST(:identity_ids AS text[]))"),
)
OLDEST = Statement(text("SELECT min(received_ms) FROM journal WHERE state = 'new'"))
HAS_CRIED = Statement(
    text(
        "SELECT 1 FROM conversations WHERE identity_id = :identity_id AND is_open = 1 AND rescue = 1 UNION ALL"
        " SELECT 1 FROM journal WHERE identity_id = :identity_id AND state = 'new' AND priority = 0 LIMIT 1"
    )
)
DONE = Statement(text("UPDATE journal SET state = 'done' WHERE id = :id"))
POISON = Statement(text("UPDATE journal SET state = 'poison', error = :error WHERE id = :id"))
FAILED = Statement(text("UPDATE journal SET attempts = attempts + 1, error = :error WHERE id = :id"))
FORGET = Statement(
    text("UPDATE journal SET body = NULL WHERE state = 'done' AND body IS NOT NULL AND received_ms < :before_ms")
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A journal row that waits for its turn; `body` is sealed."""

    id: str
    org_id: str
    account_id: str
    identity_id: str
    external_id: str
    priority: int
    body: bytes
    provider_ms: int | None
    received_ms: int
    attempts: int


class Repeated(Conflict):
    """This arrival stands in the journal already."""


def has_cried(tx: Tx, identity_id: str) -> bool:
    """Tell whether a tourist is in danger as far as we know: in the open conversation, or by what waits here."""
    return tx.row(HAS_CRIED, identity_id=identity_id) is not None


def enter(tx: Tx, kind: str, entry: Entry) -> bool:
    """Write an arrival and announce it in its lane; False when the account had this `external_id` before.

    Then nothing was written; whoever looks into the lane finds what there is.
    """
    if tx.dialect == "sqlite":
        position = lanes.wake(tx, kind, entry.identity_id, entry.org_id, entry.priority)
        return tx.run(ENTER, **_values(entry, "new"), position=position) == 1
    return tx.run(ENTER_WAKING, **_values(entry, "new"), kind=kind, now_ms=tx.now_ms) == 1


def enter_new(tx: Tx, entry: Entry, position: int, *, done: bool) -> None:
    """Write an arrival, maybe dealt with; the unit fails with `Repeated` when the account had its `external_id`."""
    values = _values(entry, "done" if done else "new")
    tx.require(ENTER, Repeated("journalled_before", entry.external_id), **values, position=position)


def find(tx: Tx, account_id: str, external_id: str) -> tuple[str, int]:
    """Return id and time of the row that a repeat repeats."""
    row = tx.row(FIND, account_id=account_id, external_id=external_id)
    if row is None:
        raise LookupError("no such journal row")
    return row[0], row[1]


def waiting(tx: Tx, identity_ids: Sequence[str], limit: int) -> Mapping[str, Sequence[Entry]]:
    """Return the oldest rows that are still to do of each lane, so many of one at most."""
    found: dict[str, list[Entry]] = {identity_id: [] for identity_id in identity_ids}
    if found:
        ids = json.dumps(identity_ids) if tx.dialect == "sqlite" else identity_ids
        for row in tx.rows(WAITING, identity_ids=ids, limit=limit):
            entry = Entry(*row)
            found[entry.identity_id].append(entry)
    return found


def oldest_ms(tx: Tx) -> int | None:
    """Return when the oldest row came that is still to do."""
    oldest: int | None = tx.scalar(OLDEST)
    return oldest


def done(tx: Tx, journal_id: str) -> None:
    """Mark a row as dealt with."""
    tx.later(DONE, id=journal_id)


def poison(tx: Tx, journal_id: str, error: str) -> None:
    """Mark a row that cannot be dealt with; it is shown raw to people."""
    tx.run(POISON, id=journal_id, error=error)


def failed(tx: Tx, journal_id: str, error: str) -> None:
    """Count a failed attempt."""
    tx.run(FAILED, id=journal_id, error=error)


def forget_bodies(tx: Tx, before_ms: int) -> int:
    """Drop the raw payloads of old rows; the keys stay for ever."""
    return tx.run(FORGET, before_ms=before_ms)


def _values(entry: Entry, state: str) -> dict[str, Any]:
    return {
        "id": entry.id,
        "org_id": entry.org_id,
        "account_id": entry.account_id,
        "identity_id": entry.identity_id,
        "external_id": entry.external_id,
        "priority": entry.priority,
        "body": entry.body,
        "provider_ms": entry.provider_ms,
        "received_ms": entry.received_ms,
        "state": state,
    }
