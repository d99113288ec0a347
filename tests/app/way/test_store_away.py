"""A server that goes away while a message is with the platform: what became of it is written when it is back."""

import asyncio
from collections.abc import Iterator

import pytest

from hub.clock import SystemClock
from hub.database import open_database
from hub.ids import IdSource
from hub.model import OutboundMessage, SendOutcome
from tests.app.way.conftest import Platform, all_tables, furnished
from tests.postgres import Cluster
from tests.stores import create_tables

pytestmark = pytest.mark.store


class Outage(Platform):
    """A platform that keeps a message until the server is gone, and then lets it come back."""

    def __init__(self, cluster: Cluster, tasks: asyncio.TaskGroup) -> None:
        super().__init__()
        self.has_key = False
        self._cluster = cluster
        self._tasks = tasks
        self.was_away = False

    async def send(self, message: OutboundMessage) -> SendOutcome:
        """Take one message, the first one while the server dies."""
        if not self.was_away:
            await asyncio.to_thread(self._cluster.stop)
            self.was_away = True
            self._tasks.create_task(asyncio.to_thread(self._cluster.start))
        return await super().send(message)


@pytest.fixture
def mortal() -> Iterator[Cluster]:
    """Return a server of the test's own."""
    cluster = Cluster()
    yield cluster
    cluster.remove()


async def test_what_became_of_a_message_is_written_when_the_store_is_back(mortal: Cluster) -> None:
    clock = SystemClock()
    database = open_database(mortal.url(mortal.new_database()), clock=clock, ids=IdSource(clock))
    await database.write(create_tables, all_tables())
    small = await furnished(database, clock)
    await small.hear("一", "二")
    await small.take_in()
    async with asyncio.TaskGroup() as tasks:
        outage = Outage(mortal, tasks)
        small.connect(outage)
        assert await small.deliver() == 1
    assert outage.was_away
    thread = await small.thread()
    assert [message.status for message in thread] == ["received", "received", "accepted", "accepted"]
    assert [message.reply.text for message in outage.got] == ["echo 一", "echo 二"]
    await database.close()
