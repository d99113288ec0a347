"""Two windows side by side: the tourist's chat on the demo's site, and the agent's inbox.

Rule: what both show is compared as it stands on the two screens, from the first word to the last; a message that is
missing, doubled, strange, or in another place fails, on either side.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from tests.processes import HubProcess
from tests.web.agent import Agent, agent_at
from tests.web.staff import Look, Staff, staff_at

RECOVERED_MS = 60_000.0
"Both pages wait longer after each attempt that came to nothing, half a minute at most."
HANDED_OVER = "我来为您转人工"


@dataclass
class Tourist:
    """A tourist at the demo's site, with the chat open."""

    person: Staff
    page: Page

    @property
    def chat(self) -> FrameLocator:
        """What is inside the chat."""
        return self.page.frame_locator("hotline-chat iframe")

    @property
    def words(self) -> Locator:
        """The words of all messages in the chat, also of those that are still on their way; not the greeting."""
        return self.chat.locator(".line:has(.fine) .bubble")

    @property
    def unsent(self) -> Locator:
        """What the hub has not confirmed yet."""
        return self.chat.locator(".waiting")

    @property
    def state(self) -> Locator:
        """Who serves."""
        return self.chat.locator("#state")

    def say(self, text: str) -> None:
        """Write and press Enter."""
        field = self.chat.locator("#field")
        field.fill(text)
        field.press("Enter")

    def press(self, label: str) -> None:
        """Press what was offered last under these words, as soon as it is there."""
        self.chat.locator(".choices").last.get_by_role("button", name=label, exact=True).click()

    def sees(self, text: str) -> None:
        """Wait until these words stand in the chat."""
        expect(self.words.filter(has_text=text).last).to_be_visible()


@dataclass
class Windows:
    """The two, and what each of them must show."""

    tourist: Tourist
    agent: Agent
    by_tourist: list[str] = field(default_factory=list)
    "All words in the order of the tourist's window."
    by_agent: list[str] = field(default_factory=list)
    "All words in the order of the agent's window; another one only for what both wrote in the same instant."

    @property
    def transcript(self) -> Locator:
        """The words of all messages in the agent's transcript."""
        return self.agent.page.get_by_test_id("transcript").get_by_test_id("words")

    def meet(self) -> None:
        """Let the tourist greet the bot, ask for a person, and the agent take over."""
        self.agent.be("就绪")
        self.tourist.say("你好")
        self.tourist.sees("自动助手")
        self.tourist.say("人工")
        self.tourist.sees(HANDED_OVER)
        self.agent.accept()
        expect(self.tourist.state).to_have_text("小林 正在为您服务")
        said = self.tourist.words.all_inner_texts()
        assert [said[0], said[2]] == ["你好", "人工"]
        assert len(said) == 4
        self.must_show(*said)
        self.agree()

    def tourist_says(self, *texts: str) -> None:
        """Let the tourist say something, and wait until the agent reads it."""
        for text in texts:
            self.tourist.say(text)
            self.must_show(text)
        self.agree()

    def agent_says(self, *texts: str) -> None:
        """Let the agent say something, and wait until the tourist reads it."""
        for text in texts:
            self.agent.say(text)
            self.must_show(text)
        self.agree()

    def must_show(self, *texts: str) -> None:
        """Note what comes next in both windows."""
        self.by_tourist += texts
        self.by_agent += texts

    def agree(self, *, within_ms: float = RECOVERED_MS) -> None:
        """Wait until both windows show exactly what has been said, in its order, and nothing is on its way."""
        expect(self.tourist.words).to_have_text(self.by_tourist, timeout=within_ms)
        expect(self.transcript).to_have_text(self.by_agent, timeout=within_ms)
        expect(self.tourist.unsent).to_have_count(0)
        expect(self.agent.page.locator("[data-key]")).to_have_count(0)

    def agree_on(self, mine: Sequence[str], theirs: Sequence[str]) -> None:
        """Wait for what the tourist (`mine`) and the agent said without waiting for each other.

        In both windows each word must stand once, behind what was said before, and in the order of its own author.
        Whether the tourist or the agent comes first may differ: an agent's reply has its place in the transcript when
        it is written, and in the tourist's thread when it leaves (`seq` and `pub_seq`).
        """
        for words, before in ((self.tourist.words, self.by_tourist), (self.transcript, self.by_agent)):
            expect(words).to_have_count(len(before) + len(mine) + len(theirs), timeout=RECOVERED_MS)
            shown = words.all_inner_texts()
            assert shown[: len(before)] == before
            assert [text for text in shown[len(before) :] if text not in theirs] == list(mine)
            assert [text for text in shown[len(before) :] if text not in mine] == list(theirs)
            before[:] = shown
        self.agree()


@contextmanager
def windows(
    browser: Browser, hub: HubProcess, *, tourist_at: str | None = None, agent_by: str | None = None
) -> Iterator[Windows]:
    """Open both windows; `tourist_at` and `agent_by` are other ways to the same hub."""
    with (
        agent_at(browser, hub, "lin", origin=agent_by) as agent,
        chat_at(browser, tourist_at or hub.origin) as tourist,
    ):
        agent.person.breaks_lines = True
        yield Windows(tourist, agent)


@contextmanager
def chat_at(browser: Browser, origin: str, locale: str = "zh-CN") -> Iterator[Tourist]:
    """Open the tourist's window alone."""
    with staff_at(browser, origin, Look(width=1000, height=760), locale=locale) as person:
        page = person.open("/demo/")
        page.locator("hotline-chat button").click()
        person.breaks_lines = True
        yield Tourist(person, page)
        page.close()
