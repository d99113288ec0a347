"""A member of staff at a real Chromium: opens pages of a hub, reads them as people and screen readers do.

Rules: what the browser itself complains of (an error in a script, something the Content-Security-Policy stopped)
fails the test that caused it, whatever else was tried; waiting is done by Playwright for a state, never for a time.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.processes import ROOT, HubProcess

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 30_000.0
"Of every wait: long, because other tests share the two cores."
_AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
_VIOLATIONS = """
async () => {
  const { violations } = await axe.run();
  return violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map((node) => node.html) }));
}
"""


@dataclass(frozen=True, slots=True)
class Look:
    """How a person has set up browser and pages."""

    lang: str = "zh-CN"
    scheme: str = "light"
    width: int = 1366
    height: int = 768

    def __str__(self) -> str:
        return f"{self.lang}-{self.scheme}-{self.width}"


@dataclass  # without slots: Playwright notes on the object which of its methods listen
class Staff:
    """One person with one browser profile, at one hub."""

    context: BrowserContext
    origin: str
    complaints: list[str] = field(default_factory=list)
    "What the browser found wrong."
    breaks_lines: bool = False
    "The test itself cuts this person's connections: what the browser has to say of that is no fault."

    def open(self, path: str) -> Page:
        """Return a new window at an address of the hub."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._listen)
        page.goto(self.origin + path)
        expect(page.locator("h1")).to_be_visible()
        return page

    def _listen(self, message: ConsoleMessage) -> None:
        # A refused or failed request is an answer, and what the pages make of it is what the tests look at.
        if message.type not in {"error", "warning"} or message.text.startswith("Failed to load resource"):
            return
        if not (self.breaks_lines and message.text.startswith("WebSocket connection to")):
            self.complaints.append(message.text)


@contextmanager
def staff_at(
    browser: Browser, origin: str, look: Look | None = None, *, choose: bool = False, locale: str = "en-US"
) -> Iterator[Staff]:
    """Give a person a fresh browser profile; with `choose` they have chosen their language there before.

    `locale` is the browser's own; the staff pages are Chinese all the same.
    """
    look = look or Look()
    context = browser.new_context(
        viewport={"width": look.width, "height": look.height},
        color_scheme="dark" if look.scheme == "dark" else "light",
        locale=locale,
        reduced_motion="reduce",  # what fades is judged by neither colour nor place
    )
    context.set_default_timeout(PATIENCE_MS)
    if choose:
        context.add_init_script(f"localStorage.setItem('hub.language', '{look.lang}')")
    person = Staff(context, origin)
    try:
        yield person
    finally:
        context.close()
    assert person.complaints == [], person.complaints


def enter(page: Page, login: str, password: str) -> None:
    """Fill the sign-in form and send it by Enter."""
    page.locator("[name=username]").fill(login)
    page.locator("[name=password]").fill(password)
    page.keyboard.press("Enter")


def violations(page: Page) -> Sequence[Mapping[str, Any]]:
    """Return what axe finds wrong with a page, by WCAG 2.1 A and AA and its own best practices."""
    assert _AXE.exists(), "axe-core is missing: run npm ci in web/ (make test does)"
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    found: Sequence[Mapping[str, Any]] = page.evaluate(_VIOLATIONS)
    return found


def password_of(hub: HubProcess, login: str) -> str:
    """Return the password the hub has told for one of the demo's people."""
    return hub.line(lambda line: line.startswith(f"Demo: {login} ")).split()[-1]
