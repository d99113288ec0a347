"""A network between a browser and a hub that a test without an event loop can take down and bring up again."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from tests.processes import PATIENCE_S
from tests.tcp_proxy import Fate, Rule
from tests.web.widget.site import Line


class Network:
    """The line of one browser; it runs in a thread of its own."""

    def __init__(self, port: int) -> None:
        self._line = Line(port)
        self._loop = asyncio.new_event_loop()
        self._up = threading.Event()
        self._over = asyncio.Event()
        self._thread = threading.Thread(target=self._run)

    @property
    def origin(self) -> str:
        """Where the browser finds the hub."""
        return self._line.origin

    @contextmanager
    def running(self) -> Iterator["Network"]:
        """Relay inside this block."""
        self._thread.start()
        assert self._up.wait(PATIENCE_S), "the line never came up"
        try:
            yield self
        finally:
            self._do(self._over.set)
            self._thread.join(PATIENCE_S)

    def down(self) -> None:
        """Cut all connections and let no new one through."""
        self._do(self._line.down)

    def up(self) -> None:
        """Let connections through again."""
        self._do(self._line.up)

    def cut(self) -> None:
        """Cut all connections; new ones come through."""
        self._do(self._line.cut)

    def when(self, needle: bytes, fate: Fate) -> Rule:
        """Add a rule for the next time that the browser sends `needle` in one piece."""
        return self._line.when(needle, fate)

    def _do(self, work: Callable[[], None]) -> None:
        async def do() -> None:
            work()

        asyncio.run_coroutine_threadsafe(do(), self._loop).result(PATIENCE_S)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        async with self._line.running():
            self._up.set()
            await self._over.wait()


@contextmanager
def network_to(origin: str) -> Iterator[Network]:
    """Lay a line to the hub that answers there."""
    port = urlsplit(origin).port
    assert port is not None
    with Network(port).running() as network:
        yield network
