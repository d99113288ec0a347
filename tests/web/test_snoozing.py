"""Putting a conversation off in a real browser: by the keyboard, seen in list and head, and taken back."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.processes import HubProcess
from tests.web.agent import agent_at
from tests.web.staff import Look, violations
from tests.web.test_customer import serve
from tests.web.test_looks import LOOKS, overflow
from tests.web.tourist import Tourist

pytestmark = pytest.mark.journey

SNOOZE = re.compile("^(稍后处理|Snooze)$")
CONTINUE = re.compile("^(现在处理|Continue now)$")
_WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_it_is_put_off_by_the_keyboard_and_comes_back(
    browser: Browser, hub: HubProcess, tmp_path: Path, look: Look
) -> None:
    def looks_well(name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png")
        assert (violations(page), overflow(page.evaluate(_WIDTHS))) == ([], 0), name

    with agent_at(browser, hub, "lin", look) as lin, Tourist.at(hub) as tourist:
        page = lin.page
        serve(lin, tourist)
        snooze = page.get_by_role("button", name=SNOOZE)
        expect(snooze).to_be_in_viewport(ratio=0.99)
        snooze.press("Enter")
        dialog = page.get_by_role("dialog", name=SNOOZE)
        page.keyboard.press("ArrowUp")  # round to the last: a time of one's own
        dialog.get_by_role("button", name=SNOOZE).click()
        expect(dialog.get_by_text(re.compile("一分钟之后|at least a minute"))).to_be_visible()
        looks_well("1-dialog")
        dialog.get_by_role("radio").nth(1).check()
        dialog.get_by_role("textbox").fill("等景区回电")
        page.keyboard.press("Control+Enter")
        expect(dialog).to_have_count(0)
        expect(page.get_by_role("button", name=CONTINUE)).to_be_visible()
        expect(page.get_by_test_id("transcript")).to_contain_text("等景区回电")
        looks_well("2-put-off")
        page.get_by_role("button", name=CONTINUE).click()
        expect(snooze).to_be_visible()
        snooze.click()
        dialog.get_by_role("button", name=SNOOZE).click()
        expect(page.get_by_role("button", name=CONTINUE)).to_be_visible()
        tourist.say("还在吗？")
        expect(page.get_by_role("article")).to_contain_text("还在吗？")
        page.keyboard.press("a")
        expect(snooze).to_be_visible()
