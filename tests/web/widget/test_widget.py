"""The chat widget in a real Chromium, on a site of another origin."""

import re

import pytest
from playwright.async_api import Browser, BrowserContext, expect

from hub import patience
from hub.model import Button
from tests.channels.webchat.house import House
from tests.chromium import Complaints, person, violations
from tests.web.widget.site import CarryingSite, answer

pytestmark = pytest.mark.journey

Profile = tuple[BrowserContext, Complaints]


async def test_a_tourist_asks_and_reads_the_answer(site: CarryingSite, profile: Profile) -> None:
    context, complaints = profile
    chat = await (await site.visit(context)).open()
    await expect(chat.frame.get_by_role("log")).to_contain_text("您好")
    await chat.say("几点开门？")
    await chat.sees("echo 几点开门？")
    await expect(chat.frame.locator(".visitor .fine")).to_contain_text("已送达")  # nobody has read it but a machine
    await expect(chat.frame.locator(".bot .name")).to_have_text("智能助手")
    assert await chat.texts() == ["几点开门？", "echo 几点开门？"]
    assert complaints.said == []


async def test_the_keyboard_opens_writes_and_closes_and_the_focus_returns(site: CarryingSite, profile: Profile) -> None:
    chat = await site.visit(profile[0])
    await chat.button.wait_for()
    await expect(chat.button).to_have_attribute("aria-expanded", "false")
    await chat.button.focus()
    await chat.page.keyboard.press("Enter")
    await expect(chat.field).to_be_focused()
    await expect(chat.button).to_have_attribute("aria-expanded", "true")
    await chat.page.keyboard.type("第一行")
    await chat.page.keyboard.press("Shift+Enter")
    await chat.page.keyboard.type("第二行")
    await chat.page.keyboard.press("Enter")
    await chat.sees("第一行\n第二行")
    await expect(chat.field).to_be_focused()
    for _ in range(12):
        await chat.page.keyboard.press("Tab")
        assert await chat.page.evaluate("document.activeElement.tagName") == "HOTLINE-CHAT", "Tab left the open chat"
    await chat.page.keyboard.press("Escape")
    await expect(chat.field).to_be_hidden()
    await expect(chat.button).to_have_attribute("aria-expanded", "false")
    assert await chat.page.evaluate("document.activeElement.shadowRoot.activeElement.tagName") == "BUTTON"


async def test_the_enter_that_ends_a_word_of_an_input_method_sends_nothing(
    site: CarryingSite, profile: Profile
) -> None:
    chat = await (await site.visit(profile[0])).open()
    await chat.field.fill("nihao")
    for init in ({"isComposing": True, "keyCode": 13}, {"isComposing": False, "keyCode": 229}):
        await chat.field.dispatch_event("keydown", {"key": "Enter", "bubbles": True, "cancelable": True, **init})
    await expect(chat.field).to_have_value("nihao")
    await chat.field.press("Enter")
    await chat.sees("nihao")


@pytest.mark.parametrize(
    ("page", "chat", "placeholder"),
    [
        ("en", "", "Write a message"),
        ("zh-CN", "auto", "Write a message"),
        ("en", "zh-CN", "输入消息"),
        ("zh-HK", "", "輸入訊息"),
    ],
)
async def test_the_chat_speaks_as_it_is_told_or_as_the_page_or_as_the_browser(
    site: CarryingSite, browser: Browser, page: str, chat: str, placeholder: str
) -> None:
    site.lang, site.chat_lang = page, chat
    context = await browser.new_context(locale="en-US")
    opened = await (await site.visit(context)).open()
    await expect(opened.field).to_have_attribute("placeholder", placeholder)
    await context.close()


async def test_too_long_words_are_never_cut_and_never_lost(site: CarryingSite, profile: Profile) -> None:
    chat = await (await site.visit(profile[0])).open()
    await chat.field.fill("字" * 5_003)
    count = chat.frame.locator("#count")
    await expect(count).to_have_text("超出 3 字，最多 5000 字，请分几次发送。")
    await chat.field.press("Enter")
    await expect(chat.field).to_have_value("字" * 5_003)
    await expect(chat.frame.locator("#send")).to_be_disabled()
    await chat.field.fill("字" * 4_600)
    await expect(count).to_have_text("还可输入 400 字")
    await chat.field.fill("好")
    await expect(count).to_be_hidden()


async def test_what_comes_while_the_chat_is_closed_is_counted_on_the_button(
    house: House, site: CarryingSite, profile: Profile
) -> None:
    chat = await (await site.visit(profile[0])).open()
    await chat.say("人工")
    await chat.sees("转人工")
    await chat.page.keyboard.press("Escape")
    conversation = await house.small.accept()
    await answer(house, conversation.id, "一")
    await answer(house, conversation.id, "二")
    await expect(chat.button).to_have_accessible_name("在线咨询 (2)")
    await chat.button.click()
    await expect(chat.button).to_have_accessible_name("在线咨询")
    again = await site.visit(profile[0])
    await again.button.wait_for()
    await expect(again.button).to_have_accessible_name("在线咨询")


async def test_markup_in_messages_is_text_and_addresses_are_links_that_tell_nobody(
    site: CarryingSite, profile: Profile
) -> None:
    context, complaints = profile
    chat = await (await site.visit(context)).open()
    evil = '<img src=x onerror="window.hacked=1"> javascript:alert(1) https://example.com/a?b=1#c。'
    await chat.say(evil)
    await chat.sees(f"echo {evil}")
    assert await chat.bubbles.locator("img").count() == 0
    links = chat.bubbles.locator("a")
    assert await links.count() == 2
    await expect(links.first).to_have_attribute("href", "https://example.com/a?b=1#c")
    await expect(links.first).to_have_attribute("rel", "noopener noreferrer nofollow")
    assert not await chat.inner().evaluate("'hacked' in window")
    assert complaints.said == []


async def test_choices_are_pressed_instead_of_written(house: House, site: CarryingSite, profile: Profile) -> None:
    chat = await (await site.visit(profile[0])).open()
    await chat.say("hi")
    await chat.sees("echo hi")
    conversation_id = house.webchat.desk.live.all_seats()[0].conversation_id
    assert conversation_id is not None
    await answer(house, conversation_id, "哪一种票？", Button("成人", "成人票"), Button("学生", "学生票"))
    await chat.frame.get_by_role("button", name="学生").click()
    await chat.sees("echo 学生票")
    assert await chat.frame.locator(".choices").count() == 0, "an old choice is no choice any more"


async def test_the_visitor_sees_who_serves_who_writes_and_that_it_has_ended(
    house: House, site: CarryingSite, profile: Profile
) -> None:
    chat = await (await site.visit(profile[0])).open()
    await chat.say("人工")
    state = chat.frame.locator("#state")
    await expect(state).to_have_text("正在为您接通人工客服，请稍候。")
    conversation = await house.small.accept()
    await expect(state).to_have_text("小李 正在为您服务")
    house.webchat.desk.show_agent_typing(conversation.identity_id, "小李", on=True)
    await expect(chat.frame.locator("#typing")).to_have_text("小李 正在输入…")
    await answer(house, conversation.id, "您好，我是小李")
    await chat.sees("您好，我是小李")
    await expect(chat.frame.locator("#typing")).to_be_hidden()
    await house.small.wrap_up(conversation.id)
    await expect(chat.frame.locator(".note")).to_contain_text("本次对话已结束")


async def test_older_messages_are_fetched_when_asked_for(site: CarryingSite, profile: Profile) -> None:
    chat = await (await site.visit(profile[0])).open()
    for number in range(20):
        await chat.say(f"消息 {number}")
        await chat.sees(f"echo 消息 {number}")  # or the next one may come before it in the thread
    await chat.page.reload()
    await chat.open()
    await chat.sees("echo 消息 19")
    assert await chat.bubbles.count() == 30
    await chat.frame.get_by_role("button", name="查看更早的消息").click()
    await chat.sees("消息 0")
    said = await chat.texts()
    assert said == [text for number in range(20) for text in (f"消息 {number}", f"echo 消息 {number}")]


async def test_a_foreign_site_cannot_put_the_chat_into_its_pages(
    house: House, site: CarryingSite, profile: Profile
) -> None:
    context, complaints = profile
    await house.configure(origins=["https://somebody.else.example"])
    chat = await site.visit(context)
    await chat.button.click()
    await expect(chat.page.locator("hotline-chat iframe")).to_be_visible()
    assert await chat.page.locator("hotline-chat iframe").count() == 1
    async with patience.timeout(20):
        while not any("frame-ancestors" in said for said in complaints.said):
            await chat.page.wait_for_event("console")
    assert await chat.frame.locator("#field").count() == 0


async def test_two_tabs_show_one_thread(site: CarryingSite, profile: Profile) -> None:
    one = await (await site.visit(profile[0])).open()
    await one.say("aus dem ersten")
    await one.sees("echo aus dem ersten")
    two = await (await site.visit(profile[0])).open()
    await two.sees("echo aus dem ersten")
    await two.say("aus dem zweiten")
    for tab in (one, two):
        await tab.sees("echo aus dem zweiten")
    assert await one.texts() == await two.texts()


@pytest.mark.parametrize(("lang", "scheme"), [("zh-CN", "light"), ("en", "dark")])
async def test_axe_finds_nothing_wrong_in_any_state(
    house: House, site: CarryingSite, browser: Browser, lang: str, scheme: str
) -> None:
    site.lang = lang
    async with person(browser, color_scheme=scheme) as (context, complaints):
        chat = await (await site.visit(context)).open()
        assert await violations(chat.inner()) == []
        await chat.say("人工 https://example.com")
        await chat.sees("echo 人工 https://example.com")
        await chat.say("人工")
        await chat.sees("转人工")
        conversation = await house.small.accept()
        await answer(house, conversation.id, "A or B?", Button("A", "a"), Button("B", "b"))
        await chat.sees("A or B?")
        house.webchat.desk.show_agent_typing(conversation.identity_id, "小李", on=True)
        await expect(chat.frame.locator("#typing")).to_be_visible()
        assert await violations(chat.inner()) == []
        site.line.down()
        await chat.say("unsent")
        await expect(chat.frame.locator("#bar")).to_be_visible()
        assert await violations(chat.inner()) == []
        assert not [said for said in complaints.said if "Content Security Policy" in said]


async def test_on_a_phone_the_chat_fills_the_screen_and_can_be_left(site: CarryingSite, browser: Browser) -> None:
    async with person(browser, viewport={"width": 360, "height": 640}, has_touch=True) as (context, _):
        chat = await (await site.visit(context)).open()
        await chat.say("von unterwegs")
        await chat.sees("echo von unterwegs")
        box = await chat.page.locator("hotline-chat iframe").bounding_box()
        assert box == {"x": 0, "y": 0, "width": 360, "height": 640}
        await chat.frame.get_by_role("button", name=re.compile("关闭")).tap()
        await expect(chat.field).to_be_hidden()
