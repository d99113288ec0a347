"""Bounds what a client may do to a connection: how long headers take, how large they grow, how long it reads nothing.

Rule: nothing is kept for a client that sends headers slowly, endlessly or not at all, or that takes nothing of what we
say; uvicorn's protocols do the rest. Source: uvicorn bounds no headers for httptools (`h11_max_incomplete_event_size`
is for h11 alone), and ends connections by `Transport.close()`, which first waits, for ever, for the last byte to leave.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

HEADERS_BYTES = 65_536
HEADERS_S = 15.0
UNREAD_S = 60.0
"Who has not made room by then in a full line is let go."
LINGER_S = 15.0
"For the last words on a socket that is over; longer than uvicorn waits for the other side's goodbye."


class _MustRead(asyncio.Protocol):
    """Lets go of a client who takes nothing of what is written to it."""

    loop: asyncio.AbstractEventLoop
    transport: asyncio.Transport
    unread_s = UNREAD_S
    _unread: asyncio.TimerHandle | None = None

    def pause_writing(self) -> None:
        """The line is full: give the client some time."""
        super().pause_writing()
        self._unread = self.loop.call_later(self.unread_s, self.transport.abort)

    def resume_writing(self) -> None:
        """The client has read on."""
        self._forget_unread()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for any more."""
        self._forget_unread()
        super().connection_lost(exc)

    def _forget_unread(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None


class BoundedWebSocketProtocol(_MustRead, WebSocketsSansIOProtocol):
    """uvicorn's WebSocket, which also ends when the other side does not read how it ends."""

    linger_s = LINGER_S
    _last_words: asyncio.TimerHandle | None = None

    async def run_asgi(self) -> None:
        """Serve the socket, then let go of it within bounds."""
        await super().run_asgi()
        if not self.disconnected:
            self._last_words = self.loop.call_later(self.linger_s, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """The last words are said, or nobody hears them."""
        if self._last_words is not None:
            self._last_words.cancel()
        super().connection_lost(exc)


class BoundedHttpProtocol(_MustRead, HttpToolsProtocol):
    """uvicorn's HTTP/1.1 with a limit on unfinished headers."""

    _unfinished_bytes = 0
    _in_headers = True
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Give the first request its time."""
        super().connection_made(transport)
        self._start_clock()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the clock."""
        self._stop_clock()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Refuse headers that grow without end."""
        super().data_received(data)
        if self._in_headers and not self.transport.is_closing():
            self._unfinished_bytes += len(data)
            if self._unfinished_bytes > HEADERS_BYTES:
                self.send_400_response("The headers are too large.")

    def on_message_begin(self) -> None:
        """Another request begins."""
        super().on_message_begin()
        self._in_headers = True
        if self._deadline is None:
            self._start_clock()

    def on_headers_complete(self) -> Any:
        """Stop counting: from here on the body's limit holds."""
        self._in_headers = False
        self._unfinished_bytes = 0
        self._stop_clock()
        return super().on_headers_complete()

    def _start_clock(self) -> None:
        self._deadline = self.loop.call_later(HEADERS_S, self._too_slow)

    def _stop_clock(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_slow(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
