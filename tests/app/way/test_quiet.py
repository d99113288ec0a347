"""A line in a quiet talk is taken in on the strength of what was seen, unless somebody came between."""

from collections.abc import Callable

import pytest
from sqlalchemy.util import await_

from bot.store.dialogue import DialogueStates
from hub import escalation, outbox
from hub.database import Ask, Row, Tx
from hub.intake import IN
from hub.model import BOT, Author, BotState, Escalate, Reply
from hub.outbox import Speaker
from hub.store import conversations, identities, lanes
from tests.app.way.conftest import SmallHub
from tests.app.way.test_at_once import Way
from voice_bridge.distributor import Lines

pytestmark = pytest.mark.store

Happening = Callable[[Tx, tuple[str, str]], None]


class Interrupted(DialogueStates):
    """The bot's table, and somebody who comes just after it was looked at, once."""

    def __init__(self, small: SmallHub) -> None:
        self._small = small
        self.happening: Happening | None = None
        self.who = ("", "")

    def seeing(self, identity_id: str) -> Ask[BotState]:
        """Look, and let it happen before anything is made of that."""
        ask = super().seeing(identity_id)

        def meaning(row: Row | None) -> BotState:
            happening, self.happening = self.happening, None
            if happening is not None:
                await_(self._small.database.write(happening, self.who))
            return ask.meaning(row)

        return Ask(ask.statement, ask.params, meaning)


def _numbered(tx: Tx, who: tuple[str, str]) -> None:
    """A number of the tourist's thread is taken."""
    identities.take_numbers(tx, who[1], 1)


def _noted(tx: Tx, who: tuple[str, str]) -> None:
    """A line for staff alone takes a number of the conversation."""
    conversations.take_numbers(tx, who[0], 1)


def _woken(tx: Tx, who: tuple[str, str]) -> None:
    """Something is announced in the lane from him."""
    lanes.wake(tx, IN, who[1], identities.get(tx, who[1]).org_id, 4)


def _said(tx: Tx, who: tuple[str, str]) -> None:
    """The system says a line."""
    conversation = conversations.lock(tx, who[0])
    outbox.say(tx, conversation, Speaker(Author.SYSTEM, None), Reply("between"), "between")


def _called_rescue(tx: Tx, who: tuple[str, str]) -> None:
    """Somebody finds that he is in danger."""
    conversations.set_urgency(tx, who[0], rescue=True, priority=0)


def _to_people(tx: Tx, who: tuple[str, str]) -> None:
    """The talk goes to people."""
    escalation.escalate(tx, Lines(), conversations.lock(tx, who[0]), Escalate("asked"), BOT)


async def _second_line(small: SmallHub, way: Way, states: Interrupted, happening: Happening) -> None:
    await way.hear("一")
    await way.until("echo 一")
    line = (await small.thread())[0]
    states.who = (line.conversation_id, line.identity_id)
    states.happening = happening
    assert await way.hear("二")
    assert states.happening is None, "it came between"


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("happening", [_numbered, _noted, _woken, _said, _called_rescue])
async def test_what_came_between_makes_it_take_the_usual_way(
    small: SmallHub, units: list[str], happening: Happening
) -> None:
    states = Interrupted(small)
    way = Way(small, states=states)
    said = ["between"] if happening is _said else []
    async with way.running():
        await _second_line(small, way, states, happening)
        await way.until("echo 一", *said, "echo 二")
    assert units.count("intake.enter") == 3, "one for the first line, two for the second"
    thread = await small.thread()
    assert sorted(str(message.text) for message in thread) == sorted(["一", "echo 一", "二", *said, "echo 二"])
    pub_seqs = [message.pub_seq for message in thread]
    assert pub_seqs == sorted({number for number in pub_seqs if number is not None})
    assert len({message.seq for message in thread}) == len(thread)


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_a_talk_that_went_to_people_meanwhile_waits_with_them(small: SmallHub) -> None:
    states = Interrupted(small)
    way = Way(small, states=states)
    async with way.running():
        await _second_line(small, way, states, _to_people)
        await way.until("echo 一")
    assert [message.text for message in await small.thread()] == ["一", "echo 一", "二"]
    assert (await small.conversation()).state == "queued"


async def test_a_line_to_a_person_is_one_unit_and_leaves_the_lane_as_it_was(small: SmallHub, units: list[str]) -> None:
    way = Way(small)
    async with way.running():
        await way.hear("人工")
        await way.until("转人工")
        talk = await small.accept()
        units.clear()
        assert await way.hear("在吗")
        assert not await way.hear("在吗")
        await way.until("转人工")
        assert units == ["intake.enter"] * 3, "the repeat is found on the usual way"
    assert [message.text for message in await small.thread()] == ["人工", "转人工", "在吗"]
    assert [message.text for message in way.shown] == ["人工", "在吗"]
    assert (await small.conversation()).owner_id == talk.owner_id
