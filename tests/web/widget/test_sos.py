"""The SOS button of the chat in a real Chromium: two steps, at once, with the place when it comes, and without."""

import json
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, expect

from hub.database import Tx
from hub.store import conversations
from hub.store.conversations import Conversation
from hub.store.messages import Message
from hub.store.tables import identities as identity_table
from tests.channels.webchat.house import House, eventually
from tests.chromium import Complaints, person, violations
from tests.web.widget.site import CarryingSite, Chat

pytestmark = pytest.mark.journey

Profile = tuple[BrowserContext, Complaints]
MAP = re.compile("^https://uri.amap.com/marker[?]position=118.166800,30.131800&")
CRY = "🆘 紧急求助：我遇到危险，请马上联系我！"
PEAK = {"latitude": 30.1318, "longitude": 118.1668, "accuracy": 12}


@asynccontextmanager
async def somebody(browser: Browser, *, may_be_found: bool, **options: Any) -> AsyncIterator[BrowserContext]:
    """Open a profile whose browser knows where it is, and may or may not tell."""
    permissions = ["geolocation"] if may_be_found else []
    async with person(browser, geolocation=PEAK, permissions=permissions, **options) as (context, _):
        yield context


async def press(chat: Chat) -> None:
    """Take the first step."""
    await chat.frame.get_by_role("button", name="紧急求助").click()


async def call(chat: Chat) -> None:
    """Take both steps."""
    await press(chat)
    await chat.frame.get_by_role("button", name="立即求助").click()


async def heard(house: House, count: int) -> tuple[Sequence[Message], Conversation]:
    """Return what the one tourist said, as soon as so much has been taken in, and the conversation."""

    def only(tx: Tx, _: None) -> str:
        row = tx.connection.execute(identity_table.select()).one_or_none()
        return str(row.ext_user) if row else ""

    async def said() -> Sequence[Message]:
        thread = await house.small.thread(await house.database.read(only, None))
        own = [message for message in thread if message.direction == "in"]
        return own if len(own) >= count else []

    own = await eventually(said)
    return own, await house.database.read(conversations.get, own[-1].conversation_id)


def parts_of(message: Message) -> Sequence[Mapping[str, Any]]:
    """Return what a message carries beside its words."""
    found: Sequence[Mapping[str, Any]] = json.loads(message.parts or "[]")
    return found


async def test_two_presses_call_for_help_and_tell_where_somebody_is(
    browser: Browser, site: CarryingSite, house: House
) -> None:
    async with somebody(browser, may_be_found=True) as context:
        chat = await (await site.visit(context)).open()
        await call(chat)
        await chat.sees(CRY)
        await expect(chat.frame.get_by_text("您的位置已发送")).to_be_visible()
        place = chat.frame.get_by_role("link", name="位置 30.13180, 118.16680 ±12 m")
        await expect(place).to_have_attribute("href", MAP)
        own, conversation = await heard(house, 2)
        assert [message.kind for message in own] == ["text", "location"]
        assert parts_of(own[0]) == [{"kind": "sos"}]
        assert parts_of(own[1])[0]["accuracy_m"] == 12
        assert (conversation.rescue, conversation.priority) == (1, 0)


async def test_without_a_place_the_call_goes_out_all_the_same(
    browser: Browser, site: CarryingSite, house: House
) -> None:
    async with somebody(browser, may_be_found=False) as context:
        chat = await (await site.visit(context)).open()
        await call(chat)
        await chat.sees(CRY)
        await expect(chat.frame.get_by_text("求助已发出。您没有允许使用位置。")).to_be_visible()
        _, conversation = await heard(house, 1)
        assert conversation.rescue == 1


async def test_who_cries_in_words_is_offered_to_send_the_place_and_numbers_to_tap(
    browser: Browser, site: CarryingSite, house: House
) -> None:
    async with somebody(browser, may_be_found=True) as context:
        chat = await (await site.visit(context)).open()
        await chat.say("救命，110、119、120 都打不通")
        vital = chat.frame.locator(".vital").first
        await expect(vital.get_by_role("link", name="119", exact=True)).to_have_attribute("href", "tel:119")
        await expect(chat.frame.locator("#emergency a")).to_have_text(["110", "119", "120"])
        assert await violations(chat.inner()) == []
        send = chat.frame.get_by_role("button", name="发送我的位置")
        await send.click()
        await expect(chat.frame.get_by_role("link", name="位置 30.13180, 118.16680 ±12 m")).to_be_visible()
        await expect(send).to_be_hidden()
        await expect(chat.frame.locator(".visitor .fine").first).to_contain_text("已送达")
        own, _ = await heard(house, 2)
        assert [message.kind for message in own] == ["text", "location"]


async def test_neither_a_double_click_nor_a_held_key_calls_for_help(site: CarryingSite, profile: Profile) -> None:
    chat = await (await site.visit(profile[0])).open()
    button = chat.frame.get_by_role("button", name="紧急求助")
    await button.dblclick()
    await expect(chat.frame.get_by_role("alertdialog")).to_be_hidden()
    await button.focus()
    await chat.page.keyboard.press("Enter")
    await chat.page.keyboard.press("Enter")
    await chat.page.keyboard.press("Enter")
    await expect(chat.frame.get_by_role("alertdialog")).to_be_visible()
    await expect(chat.frame.get_by_role("button", name="立即求助")).to_be_focused()
    await chat.page.keyboard.press("Escape")
    await expect(chat.frame.get_by_role("alertdialog")).to_be_hidden()
    await expect(button).to_be_focused()
    await expect(chat.field).to_be_visible()
    assert await chat.texts() == []


async def test_the_keyboard_alone_calls_for_help(site: CarryingSite, profile: Profile) -> None:
    chat = await (await site.visit(profile[0])).open()
    await chat.frame.get_by_role("button", name="紧急求助").focus()
    await chat.page.keyboard.press("Enter")
    await expect(chat.frame.get_by_role("button", name="立即求助")).to_be_focused()
    await chat.page.keyboard.press("Enter")
    await chat.sees(CRY)


async def test_a_call_made_offline_arrives_when_the_line_is_back_before_other_words(
    browser: Browser, site: CarryingSite, house: House
) -> None:
    async with somebody(browser, may_be_found=True) as context:
        chat = await (await site.visit(context)).open()
        await chat.say("你好")
        await chat.sees("echo 你好")
        site.line.down()
        await chat.say("我在山上")
        await call(chat)
        await expect(chat.frame.get_by_text("您的位置已发送")).to_be_visible()
        site.line.up()
        await chat.sees("echo 我在山上")
        own, conversation = await heard(house, 4)
        assert [message.text for message in own][1:] == [CRY, None, "我在山上"]
        assert conversation.rescue == 1


async def test_the_second_step_is_accessible_in_light_and_dark(browser: Browser, site: CarryingSite) -> None:
    for scheme in ("light", "dark"):
        async with somebody(browser, may_be_found=False, color_scheme=scheme, locale="en-US") as context:
            site.lang = "en"
            chat = await (await site.visit(context)).open()
            await chat.frame.get_by_role("button", name="Emergency help").click()
            await expect(chat.frame.get_by_role("button", name="Send SOS now")).to_be_enabled()
            assert await violations(chat.inner()) == []
