"""A house in which very many wait, for a hub to be started on: its line is long from the first moment.

Rule: as in `ground`, everything is written before the hub starts, through the rooms' own functions.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.load.ground import furnish, make_tables
from hub.clock import SystemClock
from hub.database import Tx, open_database
from hub.errors import NotFound
from hub.ids import IdSource
from hub.model import AgentCommand, WorkItemSpec
from hub.store import orgs, queues, users
from hub.store.queues import Queue
from voice_bridge.distributor import Lines

QUEUES = 20
SERVES = 4
"So many queues an agent serves."
CLASSES = (4, 5, 5, 6)
MEDIA = ("chat", "voice", "voice")
READY_MS = 3_600_000
AT_ONCE = 1_000
"So many are written in one unit."


@dataclass(frozen=True, slots=True)
class _Some:
    """A part of those who come."""

    opened: Sequence[Queue]
    first: int
    behind: int


def let_wait(data_dir: Path, waiting: int, agents: int) -> None:
    """Make a hub's store in which so many wait in many queues; every second of the agents is ready."""
    data_dir.mkdir(mode=0o700, exist_ok=True)
    url = f"sqlite://{data_dir / 'hub.db'}"
    make_tables(url)
    asyncio.run(_fill(url, data_dir, waiting, agents))


async def _fill(url: str, data_dir: Path, waiting: int, agents: int) -> None:
    staff = await furnish(url, data_dir, agents, agents)
    clock = SystemClock()
    database = open_database(url, clock=clock, ids=IdSource(clock), name="bench")
    try:
        opened = await database.write(_open_queues, staff.logins)
        for first in range(0, waiting, AT_ONCE):
            await database.write(_line_up, _Some(opened, first, min(first + AT_ONCE, waiting)))
    finally:
        await database.close()


def _open_queues(tx: Tx, logins: Sequence[str]) -> Sequence[Queue]:
    org = orgs.root(tx)
    if org is None:
        raise NotFound("org_not_found", "the store has not been furnished")
    opened = [queues.create(tx, org.id, f"queue{number:02}") for number in range(QUEUES)]
    for number, login in enumerate(logins):
        user = users.by_login(tx, login)
        if user is None:
            raise NotFound("user_not_found", login)
        for more in range(SERVES):
            queues.add_member(tx, opened[(number * 7 + more * 3) % QUEUES].id, user.id)
        if number % 2 == 0:
            Lines().set_agent(tx, user.id, AgentCommand("ready", None, tx.now_ms + READY_MS))
    return opened


def _line_up(tx: Tx, some: _Some) -> None:
    lines = Lines()
    for number in range(some.first, some.behind):
        queue = some.opened[number % QUEUES]
        lines.enqueue(
            tx,
            WorkItemSpec(
                org_id=queue.org_id,
                kind="call",
                ref=f"bench-{number:06}",
                segment=1,
                queue_id=queue.id,
                medium=MEDIA[number % len(MEDIA)],
                priority=CLASSES[number // QUEUES % len(CLASSES)],
            ),
        )
