"""Queues: where work of every medium waits, and the agents who serve them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from hub.database import Statement, Tx
from hub.errors import NotFound
from hub.ids import OrgId, QueueId

_COLUMNS = "id, org_id, code, ring_timeout_s, wrap_up_s, service_level_s"
GET = Statement(text(f"SELECT {_COLUMNS} FROM queues WHERE id = :id"))  # noqa: S608 - our own constant
BY_CODE = Statement(text(f"SELECT {_COLUMNS} FROM queues WHERE org_id = :org_id AND code = :code"))  # noqa: S608 - our own constant
OF_AGENT = Statement(
    text(
        f"SELECT {_COLUMNS} FROM queues WHERE id IN"  # noqa: S608 - our own constant
        " (SELECT queue_id FROM queue_members WHERE user_id = :user_id) ORDER BY code, id"
    )
)
INSERT = Statement(
    text(
        f"INSERT INTO queues ({_COLUMNS})"  # noqa: S608 - our own constant
        " VALUES (:id, :org_id, :code, :ring_timeout_s, :wrap_up_s, :service_level_s)"
    )
)
ADD_MEMBER = Statement(
    text(
        "INSERT INTO queue_members (queue_id, user_id) VALUES (:queue_id, :user_id)"
        " ON CONFLICT (queue_id, user_id) DO NOTHING"
    )
)
REMOVE_MEMBER = Statement(text("DELETE FROM queue_members WHERE queue_id = :queue_id AND user_id = :user_id"))


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue's own rules; its name is the text `queue.<code>`."""

    id: QueueId
    org_id: OrgId
    code: str
    ring_timeout_s: int
    "How long an offer rings before it goes to somebody else."
    wrap_up_s: int
    "How long an agent gets to write up what was talked about; 0: none."
    service_level_s: int
    "Within this time work should be taken."


def get(tx: Tx, queue_id: str) -> Queue:
    """Return a queue.

    Raises:
        NotFound: there is none with this id.
    """
    row = tx.row(GET, id=queue_id)
    if row is None:
        raise NotFound("queue_not_found", queue_id)
    return Queue(*row)


def by_code(tx: Tx, org_id: str, code: str) -> Queue | None:
    """Return the queue that an organisation calls by this code."""
    row = tx.row(BY_CODE, org_id=org_id, code=code)
    return Queue(*row) if row else None


def of_agent(tx: Tx, user_id: str) -> Sequence[Queue]:
    """Return the queues an agent serves."""
    return [Queue(*row) for row in tx.rows(OF_AGENT, user_id=user_id)]


def create(
    tx: Tx, org_id: str, code: str, *, ring_timeout_s: int = 25, wrap_up_s: int = 15, service_level_s: int = 20
) -> Queue:
    """Make a queue without members."""
    queue = Queue(QueueId(tx.new_id()), OrgId(org_id), code, ring_timeout_s, wrap_up_s, service_level_s)
    tx.run(
        INSERT,
        id=queue.id,
        org_id=org_id,
        code=code,
        ring_timeout_s=ring_timeout_s,
        wrap_up_s=wrap_up_s,
        service_level_s=service_level_s,
    )
    return queue


def add_member(tx: Tx, queue_id: str, user_id: str) -> None:
    """Let an agent serve a queue; harmless when the agent does so already."""
    tx.run(ADD_MEMBER, queue_id=queue_id, user_id=user_id)


def remove_member(tx: Tx, queue_id: str, user_id: str) -> None:
    """Take an agent off a queue; work in hand is not touched."""
    tx.run(REMOVE_MEMBER, queue_id=queue_id, user_id=user_id)
