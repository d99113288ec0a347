"""Bounds what a client may do before its request is even known: how long headers take, how large they grow.

Rule: nothing is kept for a client that sends headers slowly, endlessly or not at all; uvicorn's protocol does the
rest. Source: uvicorn sets neither bound for httptools (its `h11_max_incomplete_event_size` is for h11 alone).
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADERS_BYTES = 65_536
HEADERS_S = 15.0


class BoundedHttpProtocol(HttpToolsProtocol):
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
