"""A supervisor at the board."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page, expect

from tests.processes import HubProcess
from tests.web.agent import Agent, agent_at
from tests.web.staff import Look


@dataclass
class Supervisor:
    """Somebody signed in who supervises, with the board open."""

    agent: Agent

    @property
    def page(self) -> Page:
        """The window."""
        return self.agent.page

    @property
    def drawer(self) -> Locator:
        """The conversation beside the board."""
        return self.page.get_by_role("complementary", name=re.compile("^(会话详情|Conversation)$"))

    @property
    def line(self) -> Locator:
        """Who waits in the queue that is chosen."""
        return self.page.get_by_role("region", name=re.compile("等待列表|who waits"))

    def open(self, path: str = "/supervisor") -> None:
        """Go to the board, and wait until it is live."""
        self.page.goto(self.agent.person.origin + path)
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        if path == "/supervisor":
            expect(self.agent.synced()).to_be_visible()
            expect(self.tile()).to_be_visible()

    def tile(self, code: str = "general") -> Locator:
        """A queue's tile."""
        return self.page.locator(f"[data-queue={code}]")

    def waiting(self, code: str = "general") -> Locator:
        """How many wait in a queue."""
        return self.tile(code).get_by_test_id("waiting")

    def row(self, name: str) -> Locator:
        """An agent's row."""
        return self.page.locator(f'[data-agent="{name}"]')

    def look_at_first(self, code: str = "general") -> None:
        """Open the conversation of whoever waits first in a queue."""
        if self.tile(code).get_attribute("aria-pressed") != "true":
            self.tile(code).click()
        self.line.get_by_role("button", name=re.compile("^(查看|Open)")).first.click()
        expect(self.drawer.get_by_test_id("transcript")).to_be_visible()


@contextmanager
def supervisor_at(browser: Browser, hub: HubProcess, look: Look | None = None) -> Iterator[Supervisor]:
    """Sign the demo's supervisor in and open the board; in the end, nothing is left in her hands."""
    with agent_at(browser, hub, "zhao", look) as agent:
        supervisor = Supervisor(agent)
        supervisor.open()
        try:
            yield supervisor
        finally:
            agent.page.goto(agent.person.origin + "/inbox")
            expect(agent.page.get_by_text(re.compile("仅监督，不接单|Supervising only"))).to_be_visible()
