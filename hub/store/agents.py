"""Agents: the profiles of the people who serve tourists."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import text

from hub.database import Statement, Tx
from hub.errors import NotFound
from hub.ids import OrgId, UserId

_COLUMNS = "user_id, org_id, public_name, languages, capacity"
FIND = Statement(text(f"SELECT {_COLUMNS} FROM agents WHERE user_id = :user_id"))  # noqa: S608 - our own constant
OF_QUEUE = Statement(
    text(
        f"SELECT {_COLUMNS} FROM agents WHERE user_id IN"  # noqa: S608 - our own constant
        " (SELECT user_id FROM queue_members WHERE queue_id = :queue_id) ORDER BY public_name, user_id"
    )
)
INSERT = Statement(
    text(
        f"INSERT INTO agents ({_COLUMNS})"  # noqa: S608 - our own constant
        " VALUES (:user_id, :org_id, :public_name, :languages, :capacity)"
    )
)
DEFAULT_CAPACITY: Mapping[str, int] = {"chat": 3, "voice": 1}


@dataclass(frozen=True, slots=True)
class Agent:
    """The profile of a person who serves tourists."""

    user_id: UserId
    org_id: OrgId
    public_name: str
    "What tourists see."
    languages: tuple[str, ...] = ("zh-CN",)
    capacity: Mapping[str, int] = field(default_factory=lambda: dict(DEFAULT_CAPACITY))
    "Places per medium."


def find(tx: Tx, user_id: str) -> Agent | None:
    """Return a person's profile as an agent, None for somebody who is none."""
    row = tx.row(FIND, user_id=user_id)
    return _agent(tuple(row)) if row else None


def get(tx: Tx, user_id: str) -> Agent:
    """Return an agent's profile.

    Raises:
        NotFound: this person is no agent.
    """
    agent = find(tx, user_id)
    if agent is None:
        raise NotFound("agent_not_found", "this person is no agent")
    return agent


def of_queue(tx: Tx, queue_id: str) -> Sequence[Agent]:
    """Return the agents who serve a queue."""
    return [_agent(tuple(row)) for row in tx.rows(OF_QUEUE, queue_id=queue_id)]


def create(tx: Tx, agent: Agent) -> None:
    """Make a person an agent."""
    tx.run(
        INSERT,
        user_id=agent.user_id,
        org_id=agent.org_id,
        public_name=agent.public_name,
        languages=json.dumps(agent.languages),
        capacity=json.dumps(dict(agent.capacity)),
    )


def places(capacity: str) -> Mapping[str, int]:
    """Return the places per medium that the column's JSON holds."""
    return {str(medium): int(count) for medium, count in json.loads(capacity).items()}


def _agent(row: tuple[str, str, str, str, str]) -> Agent:
    user_id, org_id, public_name, languages, capacity = row
    return Agent(UserId(user_id), OrgId(org_id), public_name, tuple(json.loads(languages)), places(capacity))
