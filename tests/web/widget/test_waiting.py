"""What a tourist who waits sees in a real Chromium: the place, the range, a long wait, and that it goes in the end."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Locator, expect

from crm.tickets import TicketDesk
from hub import inbox
from hub.database import Tx
from hub.ids import WorkItemId
from hub.inbox import Accept
from hub.model import AgentCommand
from hub.store.leases import Holder
from hub.store.tables import metadata
from tests.app.way.conftest import person as agent_named
from tests.channels.webchat.house import House, LeapingClock, eventually
from tests.chromium import Complaints, person, violations
from tests.people import key_ring
from tests.web.widget.site import CarryingSite, Chat
from voice_bridge.distributor import Distributor
from voice_bridge.store import offers, router
from voice_bridge.store.offers import Ringing
from voice_bridge.teller import EVERY_MS

pytestmark = pytest.mark.journey

Profile = tuple[BrowserContext, Complaints]
LONG = "您不必一直停留在这个页面"


@dataclass
class Floor:
    """The agents, and the router that runs."""

    house: House
    clock: LeapingClock

    async def ask(self, user_id: str, state: str) -> None:
        """Let an agent ask for a state."""

        def unit(tx: Tx, agent_id: str) -> None:
            command = AgentCommand(state, "tea", presence_until_ms=tx.now_ms + 10**9)
            self.house.small.router.set_agent(tx, agent_id, command)

        await self.house.database.write(unit, user_id)

    async def rings(self, user_id: str) -> Ringing:
        """Return what rings at an agent, as soon as it does."""

        async def look() -> Ringing | None:
            return next(iter(await self.house.database.read(offers.ringing, user_id)), None)

        return await eventually(look)

    async def takes(self, user_id: str) -> None:
        """Let an agent be ready and accept what rings."""
        await self.ask(user_id, "ready")
        ringing = await self.rings(user_id)
        named = agent_named(user_id)
        args = Accept(named, WorkItemId(ringing.work_item_id), ringing.offer_epoch, self.house.small.router)
        await self.house.database.write(inbox.accept, args)

    def a_while_passes(self) -> None:
        """Let the router find that those it told may be told again."""
        self.clock.leapt_s += EVERY_MS / 1000


@pytest_asyncio.fixture
async def floor(house: House) -> AsyncIterator[Floor]:
    """Return a floor with two agents at tea, one chat each at a time; lately everybody waited 100 s for each place."""
    opened = Floor(house, LeapingClock())
    for user_id in ("U1", "U2"):
        await opened.ask(user_id, "break")

    def past(tx: Tx, _: None) -> None:
        router.put_paces(tx, [("Q", 5, "chat", (100_000,) * 10)])
        tx.connection.execute(metadata.tables["queues"].update().values(settings='{"offer_after_s": 250}'))
        tx.connection.execute(metadata.tables["agents"].update().values(capacity='{"chat": 1}'))

    await house.database.write(past, None)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(
            Distributor(house.database, opened.clock, TicketDesk(key_ring()), Holder("one", "control", 7)).run()
        )
        yield opened
        running.cancel()


def wait_of(chat: Chat) -> Locator:
    """Return where place and range stand."""
    return chat.frame.locator("#wait")


def heard(chat: Chat) -> Locator:
    """Return what a screen reader is told."""
    return chat.frame.locator("#place")


async def asks(site: CarryingSite, context: BrowserContext) -> Chat:
    """Let somebody come and ask for a person."""
    chat = await (await site.visit(context)).open()
    await chat.say("人工")
    await chat.sees("转人工")
    return chat


async def test_two_wait_the_first_is_taken_and_the_second_sees_the_place_move(
    site: CarryingSite, floor: Floor, profile: Profile, browser: Browser
) -> None:
    first = await asks(site, profile[0])
    await expect(wait_of(first)).to_have_text("下一位就是您，预计等待 2–3 分钟")
    async with person(browser, color_scheme="dark") as (context, complaints):
        second = await asks(site, context)
        await expect(wait_of(second)).to_have_text("您前面还有 1 位，预计等待 3–5 分钟")
        await expect(heard(second)).to_have_text("您前面还有 1 位")
        assert await violations(second.inner()) == []
        await second.page.reload()
        await second.open()
        await expect(wait_of(second)).to_have_text("您前面还有 1 位，预计等待 3–5 分钟")
        await floor.takes("U1")
        await expect(first.frame.locator("#state")).to_have_text("小李 正在为您服务")
        await expect(wait_of(first)).to_be_hidden()
        await expect(heard(first)).to_be_empty()
        floor.a_while_passes()
        await expect(wait_of(second)).to_have_text("下一位就是您，预计等待 2–3 分钟")
        await expect(heard(second)).to_have_text("下一位就是您")
        await floor.takes("U2")
        await expect(second.frame.locator("#state")).to_have_text("小王 正在为您服务")
        await expect(wait_of(second)).to_be_hidden()
        assert complaints.said == []


async def test_a_network_without_sockets_shows_it_too(site: CarryingSite, floor: Floor, profile: Profile) -> None:
    site.line.sockets_pass = False
    chat = await asks(site, profile[0])
    await expect(wait_of(chat)).to_have_text("下一位就是您，预计等待 2–3 分钟")
    await floor.takes("U1")
    await expect(wait_of(chat)).to_be_hidden()


async def test_who_will_wait_long_is_offered_to_leave_a_message_once(
    site: CarryingSite, floor: Floor, profile: Profile, browser: Browser
) -> None:
    async with person(browser) as (one, _), person(browser) as (two, _):
        for context in (one, two):
            await asks(site, context)
        third = await asks(site, profile[0])
        await expect(wait_of(third)).to_have_text("您前面还有 2 位，预计等待 5–7 分钟")
        offer = third.bubbles.filter(has_text=LONG)
        await expect(offer).to_contain_text("需要回电的话请留下电话号码")
        await third.say("请回电 0559-2512345，问登山时间")
        await third.page.reload()
        await third.open()
        await third.sees("请回电 0559-2512345，问登山时间")
        await expect(wait_of(third)).to_have_text("您前面还有 2 位，预计等待 5–7 分钟")
        await floor.takes("U1")
        floor.a_while_passes()
        await expect(wait_of(third)).to_have_text("您前面还有 1 位，预计等待 3–5 分钟")
        await expect(offer).to_have_count(1)
        for context in (one, two):
            assert not any(LONG in text for text in await Chat(context.pages[0]).texts())


async def test_somebody_in_danger_sees_no_figures(site: CarryingSite, floor: Floor, profile: Profile) -> None:
    chat = await asks(site, profile[0])
    await expect(wait_of(chat)).to_be_visible()
    await chat.say("救命，有人落水了")
    await expect(wait_of(chat)).to_be_hidden()
    await floor.takes("U1")
    await expect(wait_of(chat)).to_be_hidden()


async def test_who_comes_while_nobody_is_there_is_told_so_and_offered_to_leave_a_message(
    site: CarryingSite, floor: Floor, profile: Profile
) -> None:
    for user_id in ("U1", "U2"):
        await floor.ask(user_id, "offline")
    chat = await asks(site, profile[0])
    state = chat.frame.locator("#state")
    await expect(state).to_have_text("现在没有客服值班。请留言，我们会按先后顺序回复。")
    await expect(wait_of(chat)).to_be_hidden()
    await expect(chat.bubbles.filter(has_text="现在没有客服值班，您不必一直停留")).to_have_count(1)
    assert await violations(chat.inner()) == []
    await floor.takes("U1")
    await expect(state).to_have_text("小李 正在为您服务")
