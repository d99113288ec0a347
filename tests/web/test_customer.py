"""The customer's card beside the transcript, in a real browser: earlier talks are found, opened and left again."""

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.processes import HubProcess
from tests.web.agent import Agent, agent_at, commands_of
from tests.web.staff import Look, violations
from tests.web.test_looks import LOOKS, overflow
from tests.web.tourist import Tourist

pytestmark = pytest.mark.journey

ABOUT = re.compile("^(客户资料|Customer)$")
_WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


def serve(lin: Agent, tourist: Tourist) -> str:
    """Let the agent take the tourist's conversation; returns its id."""
    commands_of(lin.person)("/api/agents/me/state", {"state": "ready"})
    tourist.say("人工")
    expect(lin.page.get_by_role("article")).to_be_visible()
    lin.page.keyboard.press("a")
    expect(lin.writing).to_be_focused()
    return lin.page.url.partition("c=")[2]


def long_ago(hub: HubProcess, conversation_id: str) -> None:
    """Let a conversation have ended yesterday, so that the tourist's next word opens another one."""
    with sqlite3.connect(hub.data_dir / "hub.db", timeout=20) as store:
        changed = store.execute(
            "UPDATE conversations SET closed_ms = closed_ms - 86400000 WHERE id = ? AND state = 'closed'",
            (conversation_id,),
        )
        assert changed.rowcount == 1


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_an_earlier_talk_stands_on_the_card_and_opens(
    browser: Browser, hub: HubProcess, tmp_path: Path, look: Look
) -> None:
    def looks_well(name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png")
        assert (violations(page), overflow(page.evaluate(_WIDTHS))) == ([], 0), name

    with agent_at(browser, hub, "lin", look) as lin, Tourist.at(hub) as tourist:
        page, command = lin.page, commands_of(lin.person)
        first = serve(lin, tourist)
        page.get_by_role("button", name=ABOUT).click()
        card = page.get_by_role("complementary", name=ABOUT)
        expect(card).to_contain_text(re.compile("这是第一次联系|This is the first contact"))
        looks_well("1-new")
        page.keyboard.press("Escape")
        expect(card).to_have_count(0)
        expect(page.get_by_role("button", name=ABOUT)).to_be_focused()
        command(f"/api/conversations/{first}/notes", {"text": "对花生过敏"})
        ticket = {"kind": "complaint", "title": "导游迟到"}
        command(f"/api/conversations/{first}/wrap-up", {"disposition": None, "ticket": ticket})
        long_ago(hub, first)
        second = serve(lin, tourist)
        assert second != first
        page.keyboard.press("Tab")
        page.get_by_role("button", name=ABOUT).click()
        history = card.get_by_test_id("history")
        expect(history.get_by_role("listitem")).to_have_count(1)
        expect(card).to_contain_text("导游迟到")
        expect(card).to_contain_text("对花生过敏")
        looks_well("2-history")
        history.get_by_role("link").click()
        expect(page).to_have_url(re.compile(first))
        expect(page.get_by_test_id("transcript")).to_contain_text("对花生过敏")
        # The card is open here too: it stays as one left it.
        expect(card.get_by_test_id("history").get_by_role("link")).to_have_attribute("href", re.compile(second))
