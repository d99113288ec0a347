"""An agent at the inbox, and a way to leave nothing behind for the next test."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, Locator, Page, expect

from tests.processes import HubProcess
from tests.web.staff import Look, Staff, password_of, staff_at

Command = Callable[[str, dict[str, Any]], dict[str, Any]]
"Takes an address and a body, returns the answer."


@dataclass
class Agent:
    """Somebody signed in, with the inbox open."""

    person: Staff
    login: str
    password: str
    page: Page

    @property
    def writing(self) -> Locator:
        """Where replies and notes are written."""
        return self.page.get_by_role("textbox", name=re.compile("^(回复|内部备注|Reply|Note)"))

    def be(self, state: str) -> None:
        """Ask for a state by its name on the page."""
        self.page.get_by_role("button", name="我的状态").click()
        self.page.get_by_role("menuitem", name=state, exact=True).click()
        expect(self.page.get_by_role("button", name=state)).to_be_visible()

    def accept(self) -> None:
        """Take the one offer that rings."""
        self.page.get_by_role("button", name="接起").click()
        expect(self.writing).to_be_visible()

    def say(self, words: str) -> None:
        """Write something and send it by Enter."""
        self.writing.fill(words)
        self.writing.press("Enter")

    def transcript(self) -> Sequence[str]:
        """Return the words of all messages on the screen, from top to bottom."""
        return self.page.get_by_test_id("transcript").get_by_test_id("words").all_inner_texts()

    def synced(self) -> Locator:
        """Return the mark that says this page has everything."""
        return self.page.get_by_test_id("sync").get_by_text(re.compile("^(已同步|Synced|Up to date)"))

    def leave(self) -> None:
        """Go, with every conversation closed."""
        command, request = commands_of(self.person), self.person.context.request
        if request.get(f"{self.person.origin}/api/agents/me").json()["is_agent"]:
            command("/api/agents/me/state", {"state": "offline"})
        inbox = request.get(f"{self.person.origin}/api/inbox").json()
        for conversation in inbox["conversations"]:
            command(f"/api/conversations/{conversation['id']}/wrap-up", {"disposition": None})
        self.page.close()


@contextmanager
def agent_at(
    browser: Browser, hub: HubProcess, login: str, look: Look | None = None, *, origin: str | None = None
) -> Iterator[Agent]:
    """Sign somebody in and open the inbox; `origin` is another way to the same hub."""
    with staff_at(browser, origin or hub.origin, look, choose=look is not None) as person:
        _sign_in(person, login, password_of(hub, login))
        agent = Agent(person, login, password_of(hub, login), person.open("/inbox"))
        try:
            yield agent
        finally:
            agent.leave()


def sign_in_again(agent: Agent) -> None:
    """Sign in, without the page, somebody who has signed out on it."""
    _sign_in(agent.person, agent.login, agent.password)


def _sign_in(person: Staff, login: str, password: str) -> None:
    address, data = f"{person.origin}/api/session", {"login": login, "password": password}
    answer = person.context.request.post(address, data=data, headers={"Origin": person.origin})
    assert answer.ok, answer.text()


def commands_of(person: Staff) -> Command:
    """Return how to command the hub as this person, without the page."""
    request = person.context.request
    token = request.get(f"{person.origin}/api/session").json()["csrf_token"]

    def command(path: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"Origin": person.origin, "X-CSRF-Token": token, "Idempotency-Key": uuid4().hex}
        answer = request.post(person.origin + path, data=body, headers=headers)
        assert answer.ok, answer.text()
        return answer.json() if answer.status != 204 else {}

    return command
