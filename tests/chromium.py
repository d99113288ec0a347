"""Debian's Chromium for journeys, driven by Playwright; every page's own complaints are collected."""

import contextlib
import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright, expect

PATIENCE_MS = 30_000
"How long a page may take on a busy machine until it shows what is expected."
PROGRAM = "/usr/bin/chromium"
INSTALL = "apt-get install -y chromium fonts-noto-cjk"
_AXE = Path(__file__).parent.parent / "web" / "node_modules" / "axe-core" / "axe.min.js"
_AXE_RUN = "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"

expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Complaints:
    """What the pages of a context wrote to the console as warnings and errors, and what they threw."""

    said: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Collect what this page complains of."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.said.append(f"thrown: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.said.append(f"{message.type}: {message.text}")


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Return a browser; it ends with the block."""
    if shutil.which(PROGRAM) is None:
        raise FileNotFoundError(f"{PROGRAM} is missing; run: {INSTALL}")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=PROGRAM, args=sandbox)
        try:
            yield browser
        finally:
            await browser.close()


@contextlib.asynccontextmanager
async def person(browser: Browser, **options: Any) -> AsyncIterator[tuple[BrowserContext, Complaints]]:
    """Return a person's own browser profile, and what its pages complain of."""
    context = await browser.new_context(**{"locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options})
    complaints = Complaints()
    context.on("page", complaints.listen)
    try:
        yield context, complaints
    finally:
        await context.close()


async def violations(page: Any) -> list[str]:
    """Return what axe finds wrong by WCAG 2.1 A and AA in a page or frame; the page's own policy does not apply."""
    await page.evaluate(_AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = await page.evaluate(_AXE_RUN)
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes']]}" for one in found["violations"]]
