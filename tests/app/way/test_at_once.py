"""An idle lane is taken in the unit that puts its first row there: fewer units, the same way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from bot.phrases import wants_person
from bot.store.dialogue import DialogueStates
from crm.ratings import RatingDesk
from hub import bus, escalation, patience
from hub.bus import Bus, Topic
from hub.clock import SystemClock
from hub.database import Statement, Tx
from hub.delivery import Delivery
from hub.ids import IdSource, WorkItemId
from hub.intake import IN, Hands, Host, Intake
from hub.keys import KeyRing, Ring, new_master_key
from hub.lanes import LaneWorkers
from hub.model import (
    RESCUE,
    Account,
    Actor,
    BotState,
    BotTurn,
    Escalate,
    InboundMessage,
    Kind,
    Reply,
    TurnInput,
    WorkItemSpec,
)
from hub.outbox import OUT
from hub.ports import Bot, BotStates
from hub.store import identities, journal, lanes, messages
from hub.store.conversations import Conversation
from hub.store.messages import Message
from hub.taking import Rooms, Taking
from tests.app.way.conftest import SmallHub
from voice_bridge.distributor import Lines

pytestmark = pytest.mark.store

OWNER = "one:control:1"
PATIENCE_S = 20.0
_PASSES = Topic()
"Nobody wakes it: waiting on it is looking again soon."


class TalksTwice:
    """A bot with two replies for everything."""

    async def turn(self, given: TurnInput) -> BotTurn:
        """Return both."""
        text = given.messages[-1].text
        return BotTurn((Reply(f"echo {text}"), Reply(f"again {text}")), (), BotState("{}"))


class Way:
    """The hub's workers as the application runs them, on a small hub's store."""

    def __init__(self, small: SmallHub, bot: Bot | None = None, states: BotStates | None = None) -> None:
        clock, key = SystemClock(), new_master_key(1)
        keys = KeyRing(lambda: Ring(key.id, (key,)))
        wakes = Bus()
        self.small = small
        self.shown: list[Message] = []
        delivery = Delivery(small.database, {"webchat": small.platform}, lambda _: "webchat", OWNER, clock)
        self.out = LaneWorkers(
            OUT, delivery.claim, delivery.work, delivery.give_back, wakes.topic(bus.LANES_OUT), clock
        )
        rooms = Rooms(
            bot or small.bot, states or DialogueStates(), small.router, small.tickets, RatingDesk(), wants_person
        )
        taking = Taking(
            small.database, keys, wakes, clock, rooms, self._account, OWNER, outward=self.out, show=self.shown.append
        )
        self.in_ = LaneWorkers(IN, taking.claim, taking.work, taking.give_back, wakes.topic(bus.LANES_IN), clock)
        self.intake = Intake(
            small.database, keys, IdSource(clock), wakes, Hands(self.in_, Host(OWNER, taking.reception))
        )

    async def _account(self, _: str) -> Account:
        return self.small.account

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Let the workers work within."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.in_.run())
            group.create_task(self.out.run())
            try:
                yield
            finally:
                await self.in_.finish()
                await self.out.finish()

    async def hear(self, text: str, key: str = "") -> bool:
        """Let the tourist write; tells whether it was new."""
        message = InboundMessage("v1", f"v1:{key or text}", Kind.TEXT, text)
        return (await self.intake.receive(self.small.account, [message]))[0].fresh

    async def until(self, *texts: str) -> None:
        """Wait until the platform has got exactly these messages, in this order."""
        async with patience.timeout(PATIENCE_S):
            while len(self.small.platform.got) < len(texts) or not await self.is_quiet():
                await _PASSES.wait(0, 0.01)
        assert [message.reply.text for message in self.small.platform.got] == list(texts)

    async def is_quiet(self) -> bool:
        """Tell whether no lane is anybody's."""
        return not await self.small.database.read(lambda tx, _: lanes.owners(tx), None)


async def test_the_second_message_takes_no_claim_and_comes_the_same_way(small: SmallHub, units: list[str]) -> None:
    way = Way(small)
    async with way.running():
        await way.hear("一")
        await way.until("echo 一")
        units.clear()
        await way.hear("二")
        await way.until("echo 一", "echo 二")
        assert units == ["intake.enter", "answering.answer", "delivery.settle"]
    thread = await small.thread()
    assert [(message.pub_seq, message.text) for message in thread] == [
        (1, "一"), (2, "echo 一"), (3, "二"), (4, "echo 二"),
    ]  # fmt: skip
    assert [message.seq for message in thread] == [1, 2, 3, 4]
    assert [message.status for message in thread] == ["received", "accepted", "received", "accepted"]
    assert [message.text for message in way.shown] == ["一", "二"]


class StumblingRouter(Lines):
    """The router, which fails when told to."""

    failures = 0

    def enqueue(self, tx: Tx, spec: WorkItemSpec) -> WorkItemId:
        """Fail as often as told, then do as the router does."""
        if self.failures:
            self.failures -= 1
            raise ZeroDivisionError("the router stumbles")
        return super().enqueue(tx, spec)


async def test_what_cannot_be_taken_in_at_once_is_kept_and_taken_in_by_a_worker(small: SmallHub) -> None:
    small.router = router = StumblingRouter()
    way = Way(small)
    async with way.running():
        await way.hear("人工")
        await way.until("转人工")
        router.failures = 1
        assert await way.hear("救命！有人落水了")
        assert router.failures == 0
        async with patience.timeout(PATIENCE_S):
            while len(way.shown) < 2:
                await _PASSES.wait(0, 0.01)
            while len(small.platform.got) < 2 or not await way.is_quiet():
                await _PASSES.wait(0, 0.01)
    assert [message.text for message in await small.thread()][:3] == ["人工", "转人工", "救命！有人落水了"]
    assert (await small.conversation()).rescue


async def test_the_first_message_of_somebody_takes_no_claim_either(small: SmallHub, units: list[str]) -> None:
    way = Way(small)
    async with way.running():
        await way.hear("一")
        await way.until("echo 一")
        units.clear()
        await way.intake.receive(small.account, [InboundMessage("v2", "v2:甲", Kind.TEXT, "甲")])
        await way.until("echo 一", "echo 甲")
        assert units == ["intake.enter", "answering.answer", "delivery.settle"]
    thread = await small.thread("v2")
    assert [(message.seq, message.pub_seq, message.text) for message in thread] == [(1, 1, "甲"), (2, 2, "echo 甲")]
    conversation = await small.conversation("v2")
    assert (conversation.seq, conversation.state) == (2, "bot")
    assert conversation.customer_id == await small.database.read(_customer_of, thread[0].identity_id)


def _customer_of(tx: Tx, identity_id: str) -> str | None:
    return identities.get(tx, identity_id).customer_id


async def test_a_repeat_into_an_idle_lane_leaves_it_idle(small: SmallHub) -> None:
    way = Way(small)
    async with way.running():
        assert await way.hear("一")
        await way.until("echo 一")
        assert not await way.hear("一")
        await way.until("echo 一")
        assert await way.hear("二")
        await way.until("echo 一", "echo 二")


async def test_what_people_have_is_dealt_with_when_it_is_entered(small: SmallHub, units: list[str]) -> None:
    way = Way(small)
    async with way.running():
        await way.hear("人工")
        await way.until("转人工")
        units.clear()
        for text in ("一", "二", "三"):
            assert await way.hear(text)
        assert units == ["intake.enter"] * 3
        assert not await way.hear("二")
        assert await way.is_quiet()
    assert [message.text for message in await small.thread()] == ["人工", "转人工", "一", "二", "三"]
    assert await small.database.read(lambda tx, _: journal.oldest_ms(tx), None) is None


async def test_whatever_is_said_to_somebody_in_danger_goes_out_first(small: SmallHub) -> None:
    way = Way(small)
    async with way.running():
        await way.hear("救命")
        await way.until("echo 救命")
        await way.hear("二")
        await way.until("echo 救命", "echo 二")
    assert await small.database.read(_out_lane_priority, None) == RESCUE


def _out_lane_priority(tx: Tx, _: None) -> object:
    return tx.scalar(Statement(text("SELECT priority FROM lanes WHERE kind = 'out'")))


async def test_who_reads_in_another_thread_by_now_is_heard_there(small: SmallHub) -> None:
    way = Way(small)
    async with way.running():
        await way.hear("一")
        await way.until("echo 一")
        await way.intake.receive(small.account, [InboundMessage("v2", "v2:甲", Kind.TEXT, "甲")])
        await way.until("echo 一", "echo 甲")
        await small.database.write(_merge, small.account.id)
        await way.hear("二")
        await way.until("echo 一", "echo 甲", "echo 二")
    threads = await small.database.read(_threads, small.account.id)
    assert threads == [
        [(1, "一"), (2, "echo 一")],
        [(1, "甲"), (2, "echo 甲"), (3, "二"), (4, "echo 二")],
    ]


def _merge(tx: Tx, account_id: str) -> None:
    first, second = (identities.find(tx, account_id, user) for user in ("v1", "v2"))
    assert first is not None
    assert second is not None
    identities.move(tx, first.id, second.id)


def _threads(tx: Tx, account_id: str) -> list[list[tuple[int | None, str | None]]]:
    both = [identities.find(tx, account_id, user) for user in ("v1", "v2")]
    return [[(one.pub_seq, one.text) for one in messages.thread(tx, who.id, 0, 100)] for who in both if who]


async def test_an_answer_that_comes_too_late_leaves_the_tourists_lane_and_numbers_as_they_were(
    small: SmallHub,
) -> None:
    async def hand_over() -> None:
        small.bot.meanwhile = None
        await small.database.write(_escalate, (small, await small.conversation()))

    way = Way(small)
    async with way.running():
        await way.hear("一")
        await way.until("echo 一")
        small.bot.meanwhile = hand_over
        await way.hear("二")
        await way.until("echo 一")
        await way.hear("三")
        await way.until("echo 一")
    thread = await small.thread()
    assert [(one.pub_seq, one.text) for one in thread] == [(1, "一"), (2, "echo 一"), (3, "二"), (4, "三")]


def _escalate(tx: Tx, args: tuple[SmallHub, Conversation]) -> None:
    small, conversation = args
    escalation.escalate(tx, small.router, conversation, Escalate("asked"), Actor("system"))


async def test_many_messages_at_once_of_one_tourist_keep_their_order(small: SmallHub) -> None:
    way = Way(small)
    texts = [str(number) for number in range(30)]
    async with way.running():
        for text in texts:
            await way.hear(text)
        async with patience.timeout(PATIENCE_S):
            while len(small.platform.got) < len(texts):
                await _PASSES.wait(0, 0.01)
    assert [message.reply.text for message in small.platform.got] == [f"echo {text}" for text in texts]
    thread = await small.thread()
    assert [message.pub_seq for message in thread] == list(range(1, 61))
    assert [message.text for message in thread if message.direction == "in"] == texts


async def test_a_visitor_who_leaves_in_the_middle_leaves_no_message_behind(small: SmallHub) -> None:
    way = Way(small)
    async with way.running():
        await way.hear("一")
        await way.until("echo 一")
        async with asyncio.TaskGroup() as group:
            leaving = group.create_task(way.hear("二"))
            await asyncio.sleep(0)
            leaving.cancel()
        await way.until("echo 一", "echo 二")


async def test_of_two_answers_the_second_follows_the_first(small: SmallHub) -> None:
    way = Way(small, TalksTwice())
    async with way.running():
        await way.hear("一")
        await way.until("echo 一", "again 一")
        await way.hear("二")
        await way.until("echo 一", "again 一", "echo 二", "again 二")
    assert [message.pub_seq for message in await small.thread()] == [1, 2, 3, 4, 5, 6]
    assert {message.status for message in await small.thread()} == {"received", "accepted"}
