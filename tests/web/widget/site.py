"""A site that carries the chat: pages of another origin, and a line to the hub that can be cut."""

import asyncio
import contextlib
import http.server
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import BrowserContext, FrameLocator, Locator, Page

from hub import outbox
from hub.database import Tx
from hub.model import Author, Button, Reply
from hub.outbox import Speaker
from hub.store import conversations
from tests.channels.webchat.house import SITE, House
from tests.tcp_proxy import TcpProxy

_HTML = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>A site</title><link rel="icon" href="data:,"></head>
<body><h1>A site</h1><p><a href="#here">A link of the site's</a></p>
<script async src="{hub}/widget/hotline-chat.js" data-site-key="{key}" data-lang="{chat_lang}"></script>
</body></html>"""


class Line(TcpProxy):
    """The way from the browser to the hub: it can be cut, and it can let no sockets through."""

    def __init__(self, port: int) -> None:
        super().__init__("127.0.0.1", port)
        self.is_up = True
        self.sockets_pass = True
        self.flows = asyncio.Event()
        "While it is not set, what the browser sends gets lost on the way without anybody noticing."
        self.flows.set()

    @property
    def origin(self) -> str:
        """Where the browser finds the hub."""
        return f"http://127.0.0.1:{self.port}"

    def down(self) -> None:
        """Cut all connections and let no new one through."""
        self.is_up = False
        self.cut()

    def up(self) -> None:
        """Let connections through again."""
        self.is_up = True

    def cut(self) -> None:
        """Cut all connections, also those that are stuck."""
        self.flows.set()
        super().cut()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.is_up:
            writer.transport.abort()
            return
        if not self.sockets_pass:
            reader = await _without_upgrade(reader)
        await super()._relay(_Stuck(reader, self.flows), writer)


async def _without_upgrade(reader: asyncio.StreamReader) -> asyncio.StreamReader:
    """Return what the client says with its wish for a socket taken out, as some companies' proxies do."""
    passed = asyncio.StreamReader()
    head = await reader.read(65536)
    passed.feed_data(head.replace(b"Upgrade: websocket", b"X-Upgrade: removed"))
    return _Chained(passed, reader)


class _Chained(asyncio.StreamReader):
    """One stream after the other."""

    def __init__(self, first: asyncio.StreamReader, rest: asyncio.StreamReader) -> None:
        super().__init__()
        self._first: asyncio.StreamReader | None = first
        self._rest = rest

    async def read(self, n: int = -1) -> bytes:
        """Read what was looked at already, then what follows."""
        if self._first is not None:
            first, self._first = self._first, None
            return await first.read(n)
        return await self._rest.read(n)


class _Stuck(asyncio.StreamReader):
    """Passes nothing on while the line is stuck."""

    def __init__(self, reader: asyncio.StreamReader, flows: asyncio.Event) -> None:
        super().__init__()
        self._reader = reader
        self._flows = flows

    async def read(self, n: int = -1) -> bytes:
        """Read what comes, once it flows."""
        data = await self._reader.read(n)
        await self._flows.wait()
        return data


@dataclass
class CarryingSite:
    """The site, as the tests see it."""

    house: House
    line: Line
    origin: str = ""
    key: str = SITE
    lang: str = "zh-CN"
    chat_lang: str = ""
    pages: list[Page] = field(default_factory=list)

    @property
    def html(self) -> str:
        """The page."""
        return _HTML.format(hub=self.line.origin, key=self.key, lang=self.lang, chat_lang=self.chat_lang)

    async def visit(self, context: BrowserContext) -> "Chat":
        """Open the page in a new tab."""
        page = await context.new_page()
        await page.goto(self.origin)
        return Chat(page)


@contextlib.contextmanager
def _served(site: CarryingSite) -> Iterator[None]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = site.html.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.origin = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextlib.asynccontextmanager
async def carrying_site(house: House) -> AsyncIterator[CarryingSite]:
    """Serve a site that the hub knows."""
    async with Line(house.port).running() as line:
        assert isinstance(line, Line)
        site = CarryingSite(house, line)
        with _served(site):
            await house.configure(origins=[site.origin])
            yield site


@dataclass
class Chat:
    """The widget on one page, as a person uses it."""

    page: Page

    @property
    def button(self) -> Locator:
        """The button on the site's page."""
        return self.page.locator("hotline-chat button")

    @property
    def frame(self) -> FrameLocator:
        """What is inside the frame."""
        return self.page.frame_locator("hotline-chat iframe")

    @property
    def field(self) -> Locator:
        """Where one writes."""
        return self.frame.locator("#field")

    @property
    def bubbles(self) -> Locator:
        """All that has been said, the greeting first."""
        return self.frame.locator(".bubble")

    async def open(self) -> "Chat":
        """Open the chat."""
        await self.button.click()
        await self.field.wait_for()
        return self

    async def say(self, text: str) -> None:
        """Write and press Enter."""
        await self.field.fill(text)
        await self.field.press("Enter")

    async def sees(self, text: str) -> None:
        """Wait until this stands in the thread."""
        await self.bubbles.get_by_text(text, exact=True).wait_for()

    async def texts(self) -> list[str]:
        """Return what stands in the thread, without the greeting."""
        return (await self.bubbles.all_inner_texts())[1:]

    def inner(self) -> Any:
        """Return the frame itself, for looking into it."""
        return next(frame for frame in self.page.frames if "/widget/frame" in frame.url)


async def answer(house: House, conversation_id: str, text: str, *buttons: Button) -> None:
    """Let the hub say something with choices."""

    def unit(tx: Tx, _: None) -> None:
        conversation = conversations.lock(tx, conversation_id)
        speaker = Speaker(Author.BOT, None)
        outbox.say(tx, conversation, speaker, Reply(text, buttons), made_key=tx.new_id())

    await house.database.write(unit, None)
    house.small.bus.wake("lanes_out")
