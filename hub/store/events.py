"""The event log: written inside the change's transaction, read in the order of commits.

PostgreSQL gives a transaction's rows its `xid` and a reader takes only rows below the oldest transaction still
running, so that a slow commit can never slip in behind a reader's cursor. SQLite has one writer: a row's `xid`
is the next number. Sources: ARCHITECTURE §4 "Events"; PostgreSQL documentation, "Transaction ID and snapshot
information functions".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from hub.database import Statement, Tx

_COLUMNS = (
    "xid, id, at_ms, org_id, type, v, subject_type, subject_id, conversation_id, queue_id, agent_id, actor_kind, "
    "actor_id, data"
)
_INSERT = (
    f"INSERT INTO events ({_COLUMNS}) VALUES (%s, :id, :at_ms, :org_id, :type, :v, :subject_type, :subject_id,"  # noqa: S608 - our own constant
    " :conversation_id, :queue_id, :agent_id, :actor_kind, :actor_id, :data)"
)
INSERT = Statement(
    sqlite=text(_INSERT % "(SELECT coalesce(max(xid), 0) + 1 FROM events)"),
    postgresql=text(_INSERT % r"pg_current_xact_id()\:\:text\:\:bigint"),
)
_SETTLED = r"xid < pg_snapshot_xmin(pg_current_snapshot())\:\:text\:\:bigint"
_AFTER = f"SELECT {_COLUMNS} FROM events WHERE (xid, id) > (:xid, :id) %s ORDER BY xid, id LIMIT :limit"  # noqa: S608 - our own constant
AFTER = Statement(sqlite=text(_AFTER % ""), postgresql=text(_AFTER % f"AND {_SETTLED}"))
_LAST = "SELECT xid, id FROM events %s ORDER BY xid DESC, id DESC LIMIT 1"
LAST = Statement(sqlite=text(_LAST % ""), postgresql=text(_LAST % f"WHERE {_SETTLED}"))
FIRST = Statement(text("SELECT xid, id FROM events ORDER BY xid, id LIMIT 1"))
LEFT_SINCE = Statement(
    text(
        "SELECT DISTINCT conversation_id FROM events WHERE (xid, id) > (:xid, :id) AND type = 'ConversationMoved'"
        " AND data LIKE :pattern"
    )
)
EPOCH = Statement(text("SELECT value FROM meta WHERE name = 'event_epoch'"))
START_EPOCH = Statement(
    text("INSERT INTO meta (name, value) VALUES ('event_epoch', :value) ON CONFLICT (name) DO NOTHING")
)


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """A fact as it stands in the log; `data` is JSON text."""

    xid: int
    id: str
    at_ms: int
    org_id: str
    type: str
    v: int
    subject_type: str
    subject_id: str
    conversation_id: str | None
    queue_id: str | None
    agent_id: str | None
    actor_kind: str
    actor_id: str | None
    data: str


def insert(
    tx: Tx,
    *,
    org_id: str,
    type: str,
    v: int,
    subject_type: str,
    subject_id: str,
    conversation_id: str | None,
    queue_id: str | None,
    agent_id: str | None,
    actor_kind: str,
    actor_id: str | None,
    data: str,
) -> None:
    """Append one fact; within a transaction the order of calls is kept by the ids."""
    tx.later(
        INSERT,
        id=tx.new_id(),
        at_ms=tx.now_ms,
        org_id=org_id,
        type=type,
        v=v,
        subject_type=subject_type,
        subject_id=subject_id,
        conversation_id=conversation_id,
        queue_id=queue_id,
        agent_id=agent_id,
        actor_kind=actor_kind,
        actor_id=actor_id,
        data=data,
    )


def after(tx: Tx, xid: int, event_id: str, limit: int) -> Sequence[StoredEvent]:
    """Return up to `limit` settled facts behind the given place, in commit order."""
    return [StoredEvent(*row) for row in tx.rows(AFTER, xid=xid, id=event_id, limit=limit)]


def of_types(types: Sequence[str]) -> Statement:
    """Return the statement with which `between` finds facts of these types (their classes' names)."""
    names = ", ".join(f"'{name}'" for name in sorted(types))
    return Statement(
        text(
            f"SELECT {_COLUMNS} FROM events WHERE (xid, id) > (:xid, :id) AND (xid, id) <= (:last_xid, :last_id)"  # noqa: S608 - our own constants
            f" AND type IN ({names}) ORDER BY xid, id LIMIT :limit"
        )
    )


def between(
    tx: Tx, statement: Statement, after: tuple[int, str], upto: tuple[int, str], limit: int
) -> Sequence[StoredEvent]:
    """Return up to `limit` facts behind a place and not behind another, settled one; see `of_types`."""
    (xid, event_id), (last_xid, last_id) = after, upto
    params = {"xid": xid, "id": event_id, "last_xid": last_xid, "last_id": last_id, "limit": limit}
    return [StoredEvent(*row) for row in tx.rows(statement, **params)]


def last(tx: Tx) -> tuple[int, str]:
    """Return the place of the newest settled fact, (0, '') when there is none."""
    row = tx.row(LAST)
    return (row[0], row[1]) if row else (0, "")


def first(tx: Tx) -> tuple[int, str]:
    """Return the place of the oldest fact still kept, (0, '') when there is none."""
    row = tx.row(FIRST)
    return (row[0], row[1]) if row else (0, "")


def left_since(tx: Tx, xid: int, event_id: str, mark: str) -> Sequence[str]:
    """Return the conversations that moved behind the given place, settled or not, with `mark` in the fact's data."""
    return [row[0] for row in tx.rows(LEFT_SINCE, xid=xid, id=event_id, pattern=f"%{mark}%")]


def epoch(tx: Tx) -> str:
    """Return the log's epoch; it changes when a backup is restored."""
    value = tx.scalar(EPOCH)
    if value is None:
        raise LookupError("this database has no event epoch; run the migrations")
    return str(value)


def start_epoch(tx: Tx) -> None:
    """Give a new database its epoch, once."""
    tx.run(START_EPOCH, value=tx.new_id())
