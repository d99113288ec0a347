"""Searching in a real browser: the words are found, shown where they stand, and the transcript opens at them."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.processes import HubProcess
from tests.web.agent import agent_at, commands_of
from tests.web.staff import Look, violations
from tests.web.test_customer import serve
from tests.web.test_looks import LOOKS, overflow
from tests.web.tourist import Tourist

pytestmark = pytest.mark.journey

FIELD = re.compile("^(搜索消息和游客|Search messages and tourists)$")
RESULTS = re.compile("^(搜索结果|Search results)$")
PATIENCE_S = 20.0
_WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_words_are_found_and_the_transcript_opens_at_them(
    browser: Browser, hub: HubProcess, tmp_path: Path, look: Look
) -> None:
    def looks_well(name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png")
        assert (violations(page), overflow(page.evaluate(_WIDTHS))) == ([], 0), name

    with agent_at(browser, hub, "lin", look) as lin, Tourist.at(hub) as tourist:
        page, word = lin.page, "鎏金" + "甲乙丙丁"[LOOKS.index(look) % 4] + "号塔"
        conversation = serve(lin, tourist)
        tourist.say(f"請問{word}在哪里？")
        expect(page.get_by_test_id("transcript")).to_contain_text(word)
        command = commands_of(lin.person)
        for number in range(60):  # further back than the page reads at first
            command(f"/api/conversations/{conversation}/notes", {"text": f"第{number}条"})
        command(f"/api/conversations/{conversation}/notes", {"text": f"{word}正在维修"})
        page.goto(f"{hub.origin}/inbox")
        field, results = page.get_by_role("textbox", name=FIELD), page.get_by_role("region", name=RESULTS)

        def search(words: str) -> None:
            field.fill(words)
            field.press("Enter")
            expect(results.get_by_role("status")).not_to_have_text(re.compile("^(正在搜索…|Searching…)$"))

        # The index follows about a second behind.
        address, until_s = f"{hub.origin}/api/search?q={word}", time.monotonic() + PATIENCE_S
        while len(lin.person.context.request.get(address).json()["hits"]) < 2:
            assert time.monotonic() < until_s, "what was said is not found"
        search(word)
        expect(results.get_by_role("listitem")).to_have_count(2)
        expect(results.get_by_role("listitem").first).to_contain_text("正在维修")
        expect(results.locator("mark").first).to_have_text(word)
        looks_well("1-found")
        results.get_by_role("link").last.click()
        named = page.locator(".transcript__named")
        expect(named).to_contain_text(word)
        expect(named).to_be_in_viewport()
        if look.width > 960:
            looks_well("2-opened")
            search("根本没有的词语")
            expect(results).to_contain_text(re.compile("没有找到|Nothing found"))
            search("谷")
            expect(results.get_by_role("alert")).to_contain_text(re.compile("至少输入两个字|at least two"))
            field.press("Escape")
            expect(results).to_have_count(0)
