"""Queues, their members, and the profiles of those who serve them."""

import pytest

from hub.database import Database, Tx
from hub.errors import NotFound
from hub.ids import UserId
from hub.store import agents, queues
from hub.store.agents import Agent
from tests.people import make_org, make_person

pytestmark = pytest.mark.store


async def test_an_agent_serves_the_queues_it_was_given(database: Database) -> None:
    org = await make_org(database, "city")
    user = await make_person(database, org, "lin")
    agent = Agent(UserId(user.id), org.id, "小林", ("zh-CN", "en"), {"chat": 2})

    def unit(tx: Tx, _: None) -> None:
        city = queues.create(tx, org.id, "city", wrap_up_s=0)
        sea = queues.create(tx, org.id, "sea")
        agents.create(tx, agent)
        for _repeat in range(2):
            queues.add_member(tx, sea.id, agent.user_id)
            queues.add_member(tx, city.id, agent.user_id)
        assert list(queues.of_agent(tx, agent.user_id)) == [city, sea]
        assert list(agents.of_queue(tx, city.id)) == [agent]
        assert queues.by_code(tx, org.id, "sea") == queues.get(tx, sea.id) == sea
        queues.remove_member(tx, city.id, agent.user_id)
        assert list(queues.of_agent(tx, agent.user_id)) == [sea]
        assert list(agents.of_queue(tx, city.id)) == []

    await database.write(unit, None)


async def test_what_is_not_there_is_said_so(database: Database) -> None:
    def query(tx: Tx, _: None) -> None:
        assert queues.by_code(tx, "nowhere", "x") is None
        assert agents.find(tx, "nobody") is None
        with pytest.raises(NotFound, match="queue_not_found"):
            queues.get(tx, "none")
        with pytest.raises(NotFound, match="agent_not_found"):
            agents.get(tx, "nobody")

    await database.read(query, None)
