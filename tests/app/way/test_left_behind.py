"""An agent's browser is gone: who waits for an answer goes back into the line by himself and is told."""

import pytest

from hub import inbox, passing, texts
from hub.clock import ManualClock
from hub.database import Tx
from hub.inbox import Write
from hub.model import AgentCommand
from hub.store import conversations
from hub.store.conversations import Conversation
from hub.telling import AGENT_GONE
from tests.app.way.conftest import SmallHub, person
from voice_bridge import left_behind
from voice_bridge.desks import PRESENCE_MS
from voice_bridge.left_behind import GRACE_MS
from voice_bridge.store.left_behind import LeftBehind

pytestmark = pytest.mark.store

FOREVER_MS = 10**9


@pytest.fixture
def words() -> str:
    return texts.Wording().say(AGENT_GONE, "zh-CN")


async def _talk(small: SmallHub) -> Conversation:
    """Bring a tourist to an agent."""
    await small.hear("人工")
    await small.take_in()
    await small.deliver()
    return await small.accept()


async def _beat(small: SmallHub, user_id: str, for_ms: int = PRESENCE_MS) -> None:
    """Let an agent's browser be heard."""

    def beat(tx: Tx, agent_id: str) -> None:
        small.router.set_agent(tx, agent_id, AgentCommand(None, presence_until_ms=tx.now_ms + for_ms))

    await small.database.write(beat, user_id)


async def _say(small: SmallHub, talk: Conversation, words: str) -> None:
    await small.database.write(inbox.reply, Write(person(), talk.id, words, words, talk.owner_epoch))
    await small.deliver()


async def _lose(small: SmallHub, clock: ManualClock) -> None:
    """Let the agent's browser fall silent, and the router notice."""
    await _beat(small, "U1")
    await clock.advance(PRESENCE_MS / 1000 + 1)
    await small.offers("U1")


async def _give_back(small: SmallHub) -> int:
    found = await small.database.read(left_behind.look, None)
    return await small.database.write(left_behind.give_back, (small.router, found)) if found else 0


async def test_who_waits_goes_to_a_colleague_in_the_old_place_and_is_told(
    small: SmallHub, clock: ManualClock, words: str
) -> None:
    talk = await _talk(small)
    await _lose(small, clock)
    assert await _give_back(small) == 0, "the browser may be back in a moment"
    await clock.advance(GRACE_MS / 1000)
    assert await _give_back(small) == 1
    assert await _give_back(small) == 0
    await small.deliver()
    left = await small.conversation()
    assert (left.state, left.owner_id) == ("queued", None)
    assert [message.text for message in await small.thread()][-1] == words
    assert passing.AGENT_GONE in (left.handoff or "")
    await small.ready("U2")
    (ringing,) = await small.offers("U2")
    assert ringing.conversation_id == talk.id
    taken = await small.accept("U2")
    assert taken.owner_id == "U2"


async def test_nobody_is_moved_who_has_his_answer_until_he_writes_again(
    small: SmallHub, clock: ManualClock, words: str
) -> None:
    talk = await _talk(small)
    await _say(small, talk, "请稍等")
    await _lose(small, clock)
    await clock.advance(GRACE_MS / 1000)
    assert await _give_back(small) == 0
    await small.hear("还在吗")
    await small.take_in()
    assert await _give_back(small) == 1
    assert (await small.conversation()).state == "queued"


async def test_an_agent_who_is_back_in_time_keeps_the_talks(small: SmallHub, clock: ManualClock) -> None:
    await _talk(small)
    await _lose(small, clock)
    await _beat(small, "U1", FOREVER_MS)
    await clock.advance(GRACE_MS / 1000)
    assert await _give_back(small) == 0
    assert (await small.conversation()).owner_id == "U1"


async def test_who_is_back_between_the_look_and_the_unit_keeps_them_too(small: SmallHub, clock: ManualClock) -> None:
    talk = await _talk(small)
    await _lose(small, clock)
    await clock.advance(GRACE_MS / 1000)
    found = await small.database.read(left_behind.look, None)
    assert found == [LeftBehind(talk.id, "U1")]
    await _beat(small, "U1", FOREVER_MS)
    assert await small.database.write(left_behind.give_back, (small.router, found)) == 0


async def test_a_rescue_goes_at_once_also_when_it_was_answered(small: SmallHub, clock: ManualClock) -> None:
    talk = await _talk(small)
    await _say(small, talk, "我们马上来")
    await small.database.write(lambda tx, one: conversations.set_urgency(tx, one, rescue=True, priority=0), talk.id)
    await _lose(small, clock)
    assert await _give_back(small) == 1
    assert (await small.conversation()).state == "queued"


async def test_who_leaves_on_purpose_keeps_the_talks(small: SmallHub, clock: ManualClock) -> None:
    await _talk(small)
    await small.database.write(lambda tx, agent_id: small.router.set_agent(tx, agent_id, AgentCommand("offline")), "U1")
    await clock.advance(10 * GRACE_MS / 1000)
    await small.offers("U1")
    assert await _give_back(small) == 0
    assert (await small.conversation()).owner_id == "U1"
