"""Inbox and tickets at work, in both languages, both schemes, on a desk and on a phone: accessible, whole, in sight."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.processes import HubProcess
from tests.web.agent import agent_at, commands_of
from tests.web.staff import Look, violations
from tests.web.test_looks import LOOKS, overflow
from tests.web.tourist import Tourist

pytestmark = pytest.mark.journey

LONG = "我和家人在雾云谷索道上站把一个黑色双肩包落在长椅上了，里面有相机和老人的药，请问应该联系哪里？" * 2
END = re.compile("^(结束|End)$")
_WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    browser: Browser, hub: HubProcess, tmp_path: Path, look: Look
) -> None:
    def looks_well(name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png")
        assert (violations(page), overflow(page.evaluate(_WIDTHS))) == ([], 0), name

    with agent_at(browser, hub, "lin", look) as lin, Tourist.at(hub) as tourist:
        page, command = lin.page, commands_of(lin.person)
        expect(lin.synced()).to_be_visible()
        looks_well("1-empty")

        command("/api/agents/me/state", {"state": "ready"})
        tourist.say("人工")
        offer = page.get_by_role("article")
        expect(offer).to_be_visible()
        tourist.say(LONG)
        expect(offer).to_contain_text(LONG[:20])
        looks_well("2-offer")

        page.keyboard.press("a")
        expect(lin.writing).to_be_visible()
        expect(page.get_by_test_id("transcript")).to_contain_text(LONG)
        conversation = f"/api/conversations/{page.url.partition('c=')[2]}"
        command(f"{conversation}/notes", {"text": "老人的药要紧，先问游客中心。"})
        command(f"{conversation}/replies", {"text": "您好，请稍等，我马上问一下索道站。", "owner_epoch": None})
        expect(page.get_by_text("我马上问一下索道站").last).to_be_in_viewport()
        expect(page.get_by_role("button", name=END)).to_be_in_viewport(ratio=0.99)
        looks_well("3-conversation")

        command(f"{conversation}/end", {})
        form = page.locator("form.wrap")
        expect(form).to_be_visible()
        form.get_by_role("radio").first.check()
        form.get_by_role("checkbox").check()
        looks_well("4-wrap-up")

        form.locator("button[type=submit]").click()
        expect(form).to_have_count(0)
        _tickets(page, looks_well)


def _tickets(page: Page, looks_well: Callable[[str], None]) -> None:
    page.goto(page.url.partition("/inbox")[0] + "/tickets")
    numbers = page.get_by_role("table").get_by_role("link")
    expect(numbers.first).to_be_visible()
    looks_well("5-tickets")
    numbers.first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("我和家人")
    looks_well("6-ticket")
