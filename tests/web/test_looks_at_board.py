"""The supervisor's pages in both languages, both schemes, on a desk and on a phone: accessible, whole, in sight."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.processes import HubProcess
from tests.web.agent import agent_at, commands_of
from tests.web.staff import Look, violations
from tests.web.supervisor import supervisor_at
from tests.web.test_inbox import asks_for_a_person
from tests.web.test_looks import LOOKS, overflow
from tests.web.tourist import Tourist

pytestmark = pytest.mark.journey

LONG = "我和家人在雾云谷索道上站把一个黑色双肩包落在长椅上了，里面有相机和老人的药，请问应该联系哪里？" * 2
_WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    browser: Browser, hub: HubProcess, tmp_path: Path, look: Look
) -> None:
    def looks_well(name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png")
        assert violations(page) == [], name
        assert overflow(page.evaluate(_WIDTHS)) == 0, name

    with (
        agent_at(browser, hub, "lin") as lin,
        supervisor_at(browser, hub, look) as zhao,
        Tourist.at(hub) as tourist,
        Tourist.at(hub) as second,
    ):
        page = zhao.page
        looks_well("1-calm")

        lin.be("就绪")
        asks_for_a_person(tourist)
        tourist.say(LONG)
        lin.accept()
        commands_of(lin.person)("/api/agents/me/state", {"state": "break", "reason": "meeting"})
        second.say("救命，我们被困在山上了")
        expect(zhao.tile()).to_contain_text(re.compile("1 个紧急救援在等待|1 waiting for rescue"))
        zhao.tile().click()
        expect(zhao.line.get_by_role("listitem")).to_have_count(1)
        expect(zhao.tile().get_by_test_id("media")).to_contain_text(re.compile("在线会话 等待 1|Chats 1 waiting"))
        expect(zhao.tile().get_by_test_id("ahead")).to_contain_text(re.compile(r"第 2 位|place 2"))
        looks_well("2-at-work")

        zhao.look_at_first()
        expect(zhao.drawer.get_by_test_id("transcript")).to_contain_text("救命")
        looks_well("3-drawer")

        zhao.drawer.get_by_role("button", name=re.compile("^(接管|Take over)$")).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        looks_well("4-take-over")
        page.keyboard.press("Escape")
        zhao.drawer.get_by_role("button", name=re.compile("^(结束|End)$")).click()
        page.get_by_role("dialog").get_by_role("button", name=re.compile("^(结束会话|End conversation)$")).click()
        expect(zhao.waiting()).to_have_text("0")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.keyboard.press("Escape")
        expect(zhao.drawer).to_have_count(0)

        zhao.row("林晓燕").get_by_role("button", name=re.compile("^(设置状态|Set state)")).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        looks_well("5-state")
        page.keyboard.press("Escape")

        zhao.open("/supervisor/conversations")
        expect(page.get_by_role("table")).to_be_visible()
        looks_well("6-list")
        conversation = lin.page.url.partition("c=")[2]
        commands_of(lin.person)(f"/api/conversations/{conversation}/wrap-up", {"disposition": None})
