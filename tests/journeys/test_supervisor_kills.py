"""The supervisor's board while the hub is killed: it comes back by itself, and what was done stays done."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.test_kills import folder as folder
from tests.journeys.test_kills import settings
from tests.journeys.windows import RECOVERED_MS, windows
from tests.processes import HubProcess, kill
from tests.web.supervisor import Supervisor, supervisor_at
from tests.web.tourist import Tourist

pytestmark = pytest.mark.journey


@pytest.fixture
def hub(folder: Path) -> Iterator[HubProcess]:
    """Return a hub of this test's own, which it may kill."""
    with HubProcess(folder, settings=settings()) as running:
        yield running


def die_and_come_back(hub: HubProcess, zhao: Supervisor, generation: int) -> None:
    """Kill the control process, and wait until the board is live again."""
    kill(hub.child(generation=generation))
    hub.child(generation=generation + 1)
    expect(zhao.agent.synced()).to_be_visible(timeout=RECOVERED_MS)


def test_a_board_that_lost_its_hub_goes_on_and_so_does_what_was_done_on_it(browser: Browser, hub: HubProcess) -> None:
    with windows(browser, hub) as both, supervisor_at(browser, hub) as zhao, Tourist.at(hub) as second:
        zhao.agent.person.breaks_lines = True
        both.meet()
        expect(zhao.tile().get_by_test_id("active")).to_have_text("1")

        die_and_come_back(hub, zhao, 1)
        second.say("你好")
        second.wait_for("自动助手")
        zhao.row("林晓燕").get_by_role("button", name="设置状态：林晓燕").click()
        dialog = zhao.page.get_by_role("dialog")
        dialog.get_by_role("button", name="设置", exact=True).click()
        expect(both.agent.page.get_by_text("赵敏 已将您的状态设为“小休”")).to_be_visible()
        second.say("人工")
        expect(zhao.waiting()).to_have_text("1", timeout=RECOVERED_MS)

        die_and_come_back(hub, zhao, 2)
        expect(zhao.waiting()).to_have_text("1")
        expect(zhao.row("林晓燕")).to_contain_text("随后：小休")
        zhao.row("林晓燕").get_by_role("button", name=re.compile("服务中")).click()
        zhao.drawer.get_by_role("button", name="接管").click()
        zhao.page.get_by_role("dialog", name="接管会话").get_by_role("button", name="接管").click()
        expect(zhao.agent.writing).to_be_visible()
        expect(both.agent.page.get_by_text("已不在您手中")).to_be_visible()

        die_and_come_back(hub, zhao, 3)
        expect(zhao.page.get_by_role("list", name="我的会话")).to_contain_text("服务中")
        zhao.agent.say("您好，我是值班班长。")
        both.tourist.sees("您好，我是值班班长。")
        both.tourist.say("谢谢班长")
        expect(zhao.page.get_by_test_id("transcript")).to_contain_text("谢谢班长")

        zhao.open()
        zhao.look_at_first()
        zhao.drawer.get_by_role("button", name="结束").click()
        zhao.page.get_by_role("dialog").get_by_role("button", name="结束会话").click()
        expect(zhao.waiting()).to_have_text("0")
