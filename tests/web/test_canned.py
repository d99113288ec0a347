"""Canned replies in a real browser: made by an agent, called by a stroke, filled in before the tourist reads them."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.processes import HubProcess
from tests.web.agent import Agent, agent_at, commands_of
from tests.web.staff import Look, violations
from tests.web.test_looks import LOOKS, overflow
from tests.web.tourist import Tourist

pytestmark = pytest.mark.journey

_WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


def serve(lin: Agent, tourist: Tourist) -> None:
    commands_of(lin.person)("/api/agents/me/state", {"state": "ready"})
    tourist.say("人工")
    expect(lin.page.get_by_role("article")).to_be_visible()
    lin.page.keyboard.press("a")
    expect(lin.writing).to_be_focused()


def test_an_agent_makes_one_and_says_it_by_the_keyboard_alone(browser: Browser, hub: HubProcess) -> None:
    with agent_at(browser, hub, "lin") as lin, Tourist.at(hub) as tourist:
        page = lin.page
        page.goto(f"{hub.origin}/replies")
        expect(page.get_by_text("还没有自己的常用语。")).to_be_visible()
        page.get_by_role("link", name=re.compile("新建")).click()
        page.get_by_label("标题").fill("集合地点")
        page.get_by_label("快捷词").fill("集合")
        page.get_by_role("textbox", name=re.compile("中文")).first.fill("请在{org}东门集合，工单 {ticket}。")
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("row", name=re.compile("集合地点"))).to_be_visible()
        page.goto(f"{hub.origin}/inbox")
        serve(lin, tourist)
        page.keyboard.type("好的！ /集")
        expect(page.get_by_role("option")).to_have_count(1)
        page.keyboard.press("Enter")
        expect(lin.writing).to_have_value(re.compile("^好的！ 请在.+东门集合，工单 【待填：工单编号】。$"))
        page.keyboard.press("Enter")
        expect(page.get_by_text("发送前请先填写：工单编号")).to_be_visible()
        page.keyboard.type("12号")
        page.keyboard.press("Enter")
        tourist.wait_for("工单 12号")
        assert not any("【" in words or "{" in words for words in tourist.words())


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_list_and_pages_are_accessible_and_in_sight(
    browser: Browser, hub: HubProcess, tmp_path: Path, look: Look
) -> None:
    with agent_at(browser, hub, "lin", look) as lin, Tourist.at(hub) as tourist:
        looks_well = _looking(lin.page, tmp_path)
        serve(lin, tourist)
        lin.page.keyboard.type("/")
        expect(lin.page.get_by_role("option")).not_to_have_count(0)
        looks_well("1-list")
        lin.page.keyboard.press("Escape")
        lin.writing.fill("")
        lin.page.goto(f"{hub.origin}/replies/new")
        expect(lin.page.locator("form")).to_be_visible()
        looks_well("2-form")


def _looking(page: Page, folder: Path) -> Callable[[str], None]:
    def looks_well(name: str) -> None:
        page.screenshot(path=folder / f"{name}.png")
        assert (violations(page), overflow(page.evaluate(_WIDTHS))) == ([], 0), name

    return looks_well
