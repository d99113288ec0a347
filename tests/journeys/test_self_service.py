"""Tourists whom the bot serves to the end, and one whom it does not understand: in the chat, and as staff sees it."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.windows import HANDED_OVER, Tourist, chat_at, windows
from tests.processes import HubProcess
from tests.web.agent import agent_at

pytestmark = pytest.mark.journey

STORY = "导游张某逼我们在玉器店待了三小时，不买就骂人"
ENGLISH = "The guide kept us in a jade shop for three hours and shouted at those who did not buy"
NUMBER = re.compile(r"[A-Z][A-Z-]*-\d{8}-\d{4}")


def _number_told(tourist: Tourist) -> str:
    told = NUMBER.search(tourist.words.last.inner_text())
    assert told
    return told[0]


def test_from_the_greeting_to_a_complaint_with_a_number_and_back_to_how_far_it_is(
    browser: Browser, hub: HubProcess
) -> None:
    with chat_at(browser, hub.origin) as tourist:
        tourist.say("你好")
        tourist.press("投诉登记")
        tourist.press("强制购物")
        for asked, said in (
            ("发生了什么", STORY),
            ("哪家公司", "假日山水旅行社"),
            ("哪一天", "昨天"),
            ("什么地方", "护照丢了怎么办？"),
            ("什么地方", "丽江古城"),
            ("金额", "3200元"),
        ):
            expect(tourist.words.last).to_contain_text(asked)
            tourist.say(said)
        tourist.press("不是")
        tourist.say("13800138000")
        expect(tourist.words.last).to_contain_text("3,200 元")
        tourist.say("不对，是前天")
        expect(tourist.words.last).to_contain_text("日期改为")
        tourist.press("没错，提交")
        tourist.sees("已经登记")
        number = _number_told(tourist)
        tourist.say(f"查询#{number}")
        expect(tourist.words.last).to_contain_text("为了核对身份")
        tourist.say("8000")
        tourist.sees(f"单号 {number}：已登记")
    with agent_at(browser, hub, "lin") as agent:
        page = agent.person.open("/tickets")
        page.get_by_text(number).first.click()
        expect(page.get_by_text(STORY).first).to_be_visible()
        expect(page.get_by_text("13800138000")).to_have_count(0)
        page.get_by_role("button", name="显示号码").click()
        expect(page.get_by_role("link", name="+8613800138000")).to_be_visible()


def test_the_same_in_english(browser: Browser, hub: HubProcess) -> None:
    with chat_at(browser, hub.origin, "en-US") as tourist:
        tourist.say("I want to complain")
        tourist.press("Forced shopping")
        for asked, said in (
            ("What happened", ENGLISH),
            ("Which company", "Holiday Travel"),
            ("which day", "yesterday"),
            ("Where", "Lijiang"),
            ("How much", "3200 yuan"),
        ):
            expect(tourist.words.last).to_contain_text(asked)
            tourist.say(said)
        tourist.press("No")
        tourist.say("+86 138 0013 8000")
        tourist.press("Correct, send it")
        expect(tourist.words.last).to_contain_text(NUMBER)


def test_who_is_not_understood_gets_choices_and_then_a_person_who_knows_what_was_told(
    browser: Browser, hub: HubProcess
) -> None:
    with windows(browser, hub) as both:
        both.agent.be("就绪")
        tourist = both.tourist
        tourist.say("高原反应保险赔不赔")
        expect(tourist.chat.locator(".choices").last.get_by_role("button")).not_to_have_count(0)
        tourist.say("我要投诉")
        tourist.press("强制购物")
        tourist.say(STORY)
        expect(tourist.words.last).to_contain_text("哪家公司")
        tourist.press("跳过")
        tourist.say("转人工")
        tourist.sees(HANDED_OVER)
        both.agent.accept()
        card = both.agent.page.locator(".handoff__known")
        expect(card).to_contain_text("办到一半：投诉登记")
        expect(card).to_contain_text(STORY)
