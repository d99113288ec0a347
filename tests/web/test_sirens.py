"""Nobody on duty at three in the morning: the tourist gets numbers and honest words, the chief's page sounds.

Each test waits for the thirty seconds after which everybody is called, on a real hub.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.processes import HubProcess
from tests.web.agent import agent_at, commands_of
from tests.web.staff import Look, Staff, password_of, staff_at, violations
from tests.web.tourist import Tourist

pytestmark = pytest.mark.journey

SOON_MS = 60_000
"The siren comes half a minute after the cry."
COUNT_TONES = """
window.tones = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...times) { window.tones += 1; return start.apply(this, times); };
"""


def siren_on(page: Page) -> Any:
    """Return the siren on a page."""
    return page.get_by_test_id("siren")


@contextmanager
def chief_at(browser: Browser, hub: HubProcess, look: Look | None = None) -> Iterator[Staff]:
    """Sign the duty chief in; whatever the chief has is closed in the end."""
    with staff_at(browser, hub.origin, look, choose=look is not None) as chief:
        chief.context.add_init_script(COUNT_TONES)
        data = {"login": "zhao", "password": password_of(hub, "zhao")}
        request = chief.context.request
        assert request.post(f"{hub.origin}/api/session", data=data, headers={"Origin": hub.origin}).ok
        yield chief
        command = commands_of(chief)
        for conversation in request.get(f"{hub.origin}/api/inbox").json()["conversations"]:
            command(f"/api/conversations/{conversation['id']}/wrap-up", {"disposition": None})


def photograph(page: Page, name: str) -> None:
    """Keep a picture for people, where they ask for pictures."""
    folder = os.environ.get("HUB_TEST_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")


def rescue_tickets(person: Staff) -> list[dict[str, Any]]:
    """Return the rescue tickets that somebody sees."""
    answer = person.context.request.get(f"{person.origin}/api/tickets?kind=rescue").json()
    tickets: list[dict[str, Any]] = answer["tickets"]
    return tickets


def the_drawer_stands_below_the_siren(board: Page) -> None:
    """Open the rescue from the line: its head can be read and closed, and it bears the name that the siren says."""
    expect(siren_on(board)).to_be_visible(timeout=SOON_MS)
    (name,) = re.findall("游客 [0-9A-Z]{4}", siren_on(board).inner_text())
    board.locator("[data-queue=general]").click()
    board.get_by_role("button", name=f"查看 {name} 的会话").click()
    drawer = board.get_by_role("complementary", name="会话详情")
    expect(drawer.get_by_role("heading", name=name)).to_be_visible()
    photograph(board, "siren-drawer")
    drawer.get_by_role("button", name="关闭会话详情").click()
    expect(drawer).to_be_hidden()
    board.close()


def test_nobody_on_duty_at_three_in_the_morning(browser: Browser, hub: HubProcess) -> None:
    with Tourist.at(hub) as tourist:
        tourist.say("救命！有人落水了")
        tourist.wait_for("报警 110")
        tourist.wait_for("119")
        with chief_at(browser, hub) as chief:
            assert [ticket["title"] for ticket in rescue_tickets(chief)] == ["遇险求助：救命！有人落水了"]
            tickets, account = chief.open("/tickets"), chief.open("/account")
            for page in (tickets, account):
                expect(siren_on(page)).to_contain_text("雾云谷景区", timeout=SOON_MS)
                expect(siren_on(page)).to_contain_text("救命！有人落水了")
                expect(page.get_by_role("alert").first).to_contain_text("紧急求助无人接手")
            the_drawer_stands_below_the_siren(chief.open("/supervisor"))
            account.get_by_role("heading", level=1).click()
            account.wait_for_function("window.tones > 0")
            photograph(tickets, "siren-tickets")
            assert violations(account) == []
            tourist.wait_for("不要只等我们")
            with agent_at(browser, hub, "lin") as agent:
                agent.be("就绪")
                agent.accept()
                for page in (tickets, account):
                    expect(siren_on(page)).to_be_hidden()
                agent.say("我们马上派人，请说一下您的位置")
                tourist.wait_for("我们马上派人")


def test_a_chief_answers_the_siren_takes_the_rescue_and_lowers_a_false_alarm(browser: Browser, hub: HubProcess) -> None:
    with Tourist.at(hub) as tourist, chief_at(browser, hub, Look(width=390, height=844)) as chief:
        tourist.say("救救我，我被困在山上了")
        tourist._post({"t": "msg", "cid": "place-of-the-first", "kind": "location", "lat": 30.1318, "lon": 118.1668})
        inbox, other = chief.open("/inbox"), chief.open("/account")
        expect(siren_on(other)).to_contain_text("查看位置", timeout=SOON_MS)
        photograph(other, "siren-phone")
        assert violations(other) == []
        other.get_by_role("button", name="我来安排").click()
        expect(siren_on(inbox)).to_contain_text("赵敏 正在处理")
        other.get_by_role("button", name="立即接手").click()
        expect(siren_on(inbox)).to_be_hidden()
        expect(other.get_by_role("link", name="高德地图")).to_be_visible()
        other.get_by_role("button", name="解除紧急").click()
        expect(other.get_by_role("button", name="升级为紧急求助")).to_be_visible()
        expect(other.get_by_text("解除紧急：没有人遇险")).to_be_visible()
        expect(other.locator(".head__rescue").get_by_role("link")).to_have_count(1)
        photograph(other, "rescue-lowered")
        other.close()
        the_ticket_tells_of_it(chief.open("/tickets"))


def the_ticket_tells_of_it(page: Page) -> None:
    """Open the rescue's ticket: it has a map, and says who found nobody in danger."""
    page.get_by_role("row", name=re.compile("被困在山上")).first.get_by_role("link").click()
    expect(page.get_by_role("link", name="在高德地图中查看")).to_have_attribute("href", re.compile("^https://uri.amap"))
    expect(page.get_by_role("listitem").filter(has_text="解除紧急")).to_contain_text("赵敏")
    photograph(page, "rescue-ticket")
    assert violations(page) == []


@pytest.mark.parametrize("look", [Look(lang="en", scheme="dark")], ids=str)
def test_the_siren_is_accessible_in_the_dark_and_in_english(browser: Browser, hub: HubProcess, look: Look) -> None:
    with Tourist.at(hub) as tourist, chief_at(browser, hub, look) as chief:
        tourist.say("help us please!!")
        page = chief.open("/tickets")
        expect(siren_on(page)).to_contain_text("nobody has taken it", timeout=SOON_MS)
        photograph(page, "siren-dark")
        assert violations(page) == []
        page.get_by_role("button", name="Take it now").click()
        expect(siren_on(page)).to_be_hidden()
