"""What an agent can choose from for a conversation: where to pass it on, to whom, and how it can end.

An organisation's queues and dispositions are its own and those of the organisations above it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from hub.database import Statement, Tx

_ABOVE = (
    " FROM {table} t JOIN orgs o ON o.id = t.org_id JOIN orgs mine ON mine.id = :org_id"
    " WHERE substr(mine.path, 1, length(o.path)) = o.path"
)
QUEUES = Statement(text("SELECT t.id, t.code" + _ABOVE.format(table="queues") + " ORDER BY o.path DESC, t.code"))
DISPOSITIONS = Statement(
    text(
        "SELECT t.id, t.code"
        + _ABOVE.format(table="dispositions")
        + " AND t.state = 'active' ORDER BY o.path DESC, t.position, t.code"
    )
)
COLLEAGUES = Statement(
    text(
        "SELECT m.queue_id, m.user_id, u.display_name FROM queue_members m"
        " JOIN users u ON u.id = m.user_id AND u.state = 'active' JOIN queues t ON t.id = m.queue_id"
        " JOIN orgs o ON o.id = t.org_id JOIN orgs mine ON mine.id = :org_id"
        " WHERE substr(mine.path, 1, length(o.path)) = o.path ORDER BY u.display_name LIMIT 500"
    )
)
SERVES = Statement(
    text(
        "SELECT 1 FROM queue_members m JOIN users u ON u.id = m.user_id AND u.state = 'active'"
        " WHERE m.queue_id = :queue_id AND m.user_id = :user_id"
    )
)
ADD_DISPOSITION = Statement(
    text(
        "INSERT INTO dispositions (id, org_id, code, position) VALUES (:id, :org_id, :code, :position)"
        " ON CONFLICT (org_id, code) DO NOTHING"
    )
)
_DISPOSITION = "SELECT d.id, d.org_id, d.code, d.position, d.state, d.rev, o.path FROM dispositions d JOIN orgs o"
FIND_DISPOSITION = Statement(text(_DISPOSITION + " ON o.id = d.org_id WHERE d.id = :id"))
ALL_DISPOSITIONS = Statement(text(_DISPOSITION + " ON o.id = d.org_id ORDER BY o.path, d.position, d.code"))
WRITE_DISPOSITION = Statement(
    text("UPDATE dispositions SET position = :position, state = :state, rev = rev + 1 WHERE id = :id")
)


@dataclass(frozen=True, slots=True)
class Disposition:
    """A way for conversations to end, as an administrator sees it."""

    id: str
    org_id: str
    code: str
    position: int
    state: str
    "active or retired: not to be chosen any more."
    rev: int
    org_path: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose, by its id and its code; its name is a text."""

    id: str
    code: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who serves a queue."""

    queue_id: str
    user_id: str
    name: str


def queues(tx: Tx, org_id: str) -> Sequence[Choice]:
    """Return the queues that an organisation can pass conversations to."""
    return [Choice(*row) for row in tx.rows(QUEUES, org_id=org_id)]


def dispositions(tx: Tx, org_id: str) -> Sequence[Choice]:
    """Return how conversations of an organisation can end."""
    return [Choice(*row) for row in tx.rows(DISPOSITIONS, org_id=org_id)]


def add_disposition(tx: Tx, org_id: str, code: str, position: int) -> bool:
    """Let conversations of an organisation end this way; False when they can already."""
    return tx.run(ADD_DISPOSITION, id=tx.new_id(), org_id=org_id, code=code, position=position) == 1


def disposition(tx: Tx, disposition_id: str) -> Disposition | None:
    """Return a disposition."""
    row = tx.row(FIND_DISPOSITION, id=disposition_id)
    return Disposition(*row) if row else None


def every_disposition(tx: Tx) -> Sequence[Disposition]:
    """Return all dispositions, also those that are not to be chosen any more."""
    return [Disposition(*row) for row in tx.rows(ALL_DISPOSITIONS)]


def write_disposition(tx: Tx, disposition_id: str, *, position: int, state: str) -> None:
    """Change a disposition."""
    tx.run(WRITE_DISPOSITION, id=disposition_id, position=position, state=state)


def colleagues(tx: Tx, org_id: str) -> Sequence[Colleague]:
    """Return who serves these queues."""
    return [Colleague(*row) for row in tx.rows(COLLEAGUES, org_id=org_id)]


def serves(tx: Tx, queue_id: str, user_id: str) -> bool:
    """Tell whether somebody serves a queue."""
    return tx.row(SERVES, queue_id=queue_id, user_id=user_id) is not None
