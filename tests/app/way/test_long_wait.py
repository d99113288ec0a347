"""A wait that will be long: what the tourist is told of it, once, and whom nobody tells."""

import pytest
from sqlalchemy import text

from hub import opening
from hub.clock import ManualClock
from hub.database import Tx
from hub.ids import ConversationId, OrgId
from hub.model import AgentCommand
from hub.store import texts as text_rows
from hub.telling import LONG_WAIT, offer_message
from tests.app.way.conftest import SmallHub
from tests.app.way.test_opening import follow
from voice_bridge.store import router
from voice_bridge.waits import Waits

pytestmark = pytest.mark.store

LONG = "您不必一直停留在这个页面"


@pytest.fixture
async def small(small: SmallHub) -> SmallHub:
    """Return the hub with an agent at tea, where lately everybody waited 200 s for each place."""

    def past(tx: Tx, _: None) -> None:
        command = AgentCommand("break", "tea", presence_until_ms=tx.now_ms + 10**9)
        small.router.set_agent(tx, "U1", command)
        router.put_paces(tx, [("Q", 5, "chat", (200_000,) * 10)])

    await small.database.write(past, None)
    return small


async def asks(small: SmallHub, *users: str) -> None:
    """Let tourists ask for a person, and the router have a look."""
    for user in users:
        await small.hear("人工", user=user)
        await small.take_in()
    assert await small.offers("U1") == []


async def told(small: SmallHub, user: str) -> list[str]:
    """Return what the system said to a tourist."""
    lines = await small.transcript(await of(small, user))
    return [line.text or "" for line in lines if line.author_kind == "system" and line.direction == "out"]


async def of(small: SmallHub, user: str) -> ConversationId:
    """Return a tourist's conversation."""

    def query(tx: Tx, ext_user: str) -> ConversationId:
        asked = "SELECT c.id FROM conversations c JOIN identities i ON i.id = c.identity_id WHERE i.ext_user = :user"
        return ConversationId(tx.connection.execute(text(asked), {"user": ext_user}).scalar_one())

    return await small.database.read(query, user)


async def test_who_will_wait_long_is_told_once_and_keeps_the_place(small: SmallHub, clock: ManualClock) -> None:
    await asks(small, "v1", "v2")
    assert await told(small, "v1") == [], "200 s are within the limit of 300"
    (words,) = await told(small, "v2")
    assert LONG in words
    for _ in range(5):
        await clock.advance(30)
        await small.hear("我的电话 0559-2512345", user="v2", key=str(clock.now_ms()))
        await small.take_in()
        await small.offers("U1")
    assert await told(small, "v2") == [words]
    conversation_id = await of(small, "v2")
    found = await small.database.read(Waits().told, conversation_id)
    assert found is not None
    assert found.position == 2


async def test_the_words_are_the_organisations_own_where_it_has_some(small: SmallHub) -> None:
    await small.database.write(
        lambda tx, _: text_rows.put(tx, OrgId("O"), key=LONG_WAIT, lang="zh-CN", text="人多，请留言。"), None
    )
    await asks(small, "v1", "v2")
    assert await told(small, "v2") == ["人多，请留言。"]


async def test_nobody_in_danger_and_nobody_at_a_closed_queue_is_told(small: SmallHub) -> None:
    await asks(small, "v1")
    await small.hear("救命，有人落水了", user="v2")
    await small.take_in()
    await small.database.write(follow, {"week": {}})
    await small.database.write(lambda tx, _: opening.settle(tx, "Q"), None)
    await asks(small, "v3")
    for user in ("v1", "v2", "v3"):
        assert not any(LONG in words for words in await told(small, user)), user
    found = await small.database.read(Waits().told, await of(small, "v3"))
    assert found is not None
    assert (found.p50_s, found.p90_s) == (None, None), "nobody knows when it opens for whom"
    assert await small.database.read(Waits().told, await of(small, "v2")) is None


async def test_a_conversation_that_waits_no_more_is_offered_nothing(small: SmallHub) -> None:
    await asks(small, "v1")
    conversation_id = await of(small, "v1")

    def offered(tx: Tx, state: str) -> bool:
        tx.connection.execute(text("UPDATE conversations SET state = :state"), {"state": state})
        return offer_message(tx, conversation_id)

    assert await small.database.write(offered, "queued")
    assert not await small.database.write(offered, "assigned")
    assert not await small.database.write(offered, "bot")
    assert not await small.database.write(lambda tx, _: offer_message(tx, "0" * 26), None)
    assert len(await told(small, "v1")) == 1


async def test_it_is_said_again_only_in_another_segment(small: SmallHub) -> None:
    await asks(small, "v1")
    conversation_id = await of(small, "v1")

    def again(tx: Tx, segment: int) -> bool:
        tx.connection.execute(text("UPDATE conversations SET segment = :segment"), {"segment": segment})
        return offer_message(tx, conversation_id)

    for segment in (1, 1, 2):
        assert await small.database.write(again, segment)
    assert len(await told(small, "v1")) == 2
