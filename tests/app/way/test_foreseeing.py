"""The bot's answer to what was seen a moment ago: written if all is still so, and the usual way if it is not."""

from collections.abc import Callable

import pytest

from hub import escalation, outbox
from hub.database import Tx
from hub.model import BOT, Author, Escalate, Reply
from hub.outbox import OUT, Speaker
from hub.store import conversations, identities, lanes
from tests.app.way.conftest import SmallHub
from tests.app.way.test_at_once import Way
from voice_bridge.distributor import Lines

pytestmark = pytest.mark.store

ANSWER = "answering.answer"
Happening = Callable[[Tx, tuple[str, str]], None]


def _said(tx: Tx, who: tuple[str, str]) -> None:
    """The system says a line."""
    conversation = conversations.lock(tx, who[0])
    outbox.say(tx, conversation, Speaker(Author.SYSTEM, None), Reply("between"), "between")


def _numbered(tx: Tx, who: tuple[str, str]) -> None:
    """A number of the tourist's thread is taken."""
    identities.take_numbers(tx, who[1], 1)


def _woken(tx: Tx, who: tuple[str, str]) -> None:
    """Something is announced in the lane to him."""
    lanes.wake(tx, OUT, who[1], identities.get(tx, who[1]).org_id, 4)


def _noted(tx: Tx, who: tuple[str, str]) -> None:
    """A line for staff alone takes a number of the conversation."""
    conversations.take_numbers(tx, who[0], 1)


async def _between(small: SmallHub, way: Way, happening: Happening) -> None:
    """Let the tourist write twice, and something happen while the bot thinks about the second line."""
    await way.hear("一")
    await way.until("echo 一")
    line = (await small.thread())[0]

    async def meanwhile() -> None:
        small.bot.meanwhile = None
        await small.database.write(happening, (line.conversation_id, line.identity_id))

    small.bot.meanwhile = meanwhile
    await way.hear("二")


@pytest.mark.parametrize("happening", [_said, _numbered, _woken, _noted])
async def test_what_has_happened_since_makes_the_answer_look_again(
    small: SmallHub, units: list[str], happening: Happening
) -> None:
    way = Way(small)
    said = ["between"] if happening is _said else []
    async with way.running():
        await _between(small, way, happening)
        await way.until("echo 一", *said, "echo 二")
    assert units.count(ANSWER) == 3, "one for the first line, two for the second"
    thread = await small.thread()
    assert [message.text for message in thread] == ["一", "echo 一", "二", *said, "echo 二"]
    assert [message.status for message in thread if message.direction == "out"] == ["accepted"] * (2 + len(said))
    for numbers in ([message.pub_seq for message in thread], [message.seq for message in thread]):
        assert sorted({number for number in numbers if number is not None}) == numbers


async def test_a_conversation_that_went_to_people_meanwhile_hears_nothing_more_of_the_bot(
    small: SmallHub, units: list[str]
) -> None:
    def to_people(tx: Tx, who: tuple[str, str]) -> None:
        escalation.escalate(tx, Lines(), conversations.lock(tx, who[0]), Escalate("asked"), BOT)

    way = Way(small)
    async with way.running():
        await _between(small, way, to_people)
        await way.until("echo 一")
    assert units.count(ANSWER) == 3
    assert [message.text for message in await small.thread()] == ["一", "echo 一", "二"]
    assert (await small.conversation()).state == "queued"
