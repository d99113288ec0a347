"""A web application served on a real port of this machine, for tests that need sockets."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn

from app.http_protocol import BoundedHttpProtocol, BoundedWebSocketProtocol


class _Server(uvicorn.Server):
    """uvicorn, which leaves the signals to the tests and says when it accepts."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.accepting = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept."""
        await super().startup(sockets=sockets)
        self.accepting.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take none."""
        yield


@asynccontextmanager
async def serving(
    application: Any, *, send_buffer: int | None = None, http: type[BoundedHttpProtocol] = BoundedHttpProtocol
) -> AsyncIterator[int]:
    """Serve inside this block and give the port; a small `send_buffer` makes a page that does not read felt soon."""
    listener = socket.socket()
    if send_buffer is not None:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
    listener.bind(("127.0.0.1", 0))
    server = _Server(
        uvicorn.Config(
            application,
            http=http,
            ws=BoundedWebSocketProtocol,
            ws_max_size=256 * 1024,
            ws_per_message_deflate=False,
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=2,
        )
    )
    async with asyncio.TaskGroup() as tasks:
        done = tasks.create_task(server.serve(sockets=[listener]))
        await server.accepting.wait()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            await done
            listener.close()
