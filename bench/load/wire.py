"""A WebSocket client that costs little: one protocol object a socket, no task, no queue.

Rule: `heard` is called on the loop as soon as a frame is whole, so what it stamps is when the frame was there.
Source: websockets' Sans-I/O layer does the protocol (RFC 6455).
"""

import asyncio
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.http11 import Response
from websockets.protocol import State
from websockets.uri import parse_uri


class Wire(asyncio.Protocol):
    """One socket."""

    def __init__(self, uri: str, origin: str, headers: Mapping[str, str], heard: Callable[[str], None]) -> None:
        self._peer = ClientProtocol(parse_uri(uri), origin=origin, max_size=1 << 20)  # type: ignore[arg-type]
        self._headers = headers
        self._heard = heard
        self._transport: asyncio.Transport | None = None
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.ended = False
        "The socket is closed, by whomever."

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Ask for the upgrade."""
        self._transport = transport
        request = self._peer.connect()
        for name, value in self._headers.items():
            request.headers[name] = value
        self._peer.send_request(request)
        self._flush()

    def data_received(self, data: bytes) -> None:
        """Take what came."""
        self._peer.receive_data(data)
        for event in self._peer.events_received():
            if isinstance(event, Frame) and event.opcode is Opcode.TEXT:
                self._heard(bytes(event.data).decode())
            elif isinstance(event, Response):
                self._answered()
        self._flush()

    def connection_lost(self, exc: Exception | None) -> None:
        """Remember that there is nothing more to come."""
        self.ended = True
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("closed before it was open"))

    def say(self, text: str) -> None:
        """Send a text frame; into a socket that has closed nothing can be said."""
        if self._peer.state is not State.OPEN:
            return
        self._peer.send_text(text.encode())
        self._flush()

    def close(self) -> None:
        """Say goodbye."""
        if self._peer.state is State.OPEN:
            self._peer.send_close(1000)
            self._flush()

    def _answered(self) -> None:
        if self._peer.handshake_exc is not None:
            self.opened.set_exception(self._peer.handshake_exc)
        else:
            self.opened.set_result(None)

    def _flush(self) -> None:
        assert self._transport is not None  # noqa: S101 - narrows the type
        data = b"".join(self._peer.data_to_send())
        if data and not self._transport.is_closing():
            self._transport.write(data)


async def connect(
    uri: str, heard: Callable[[str], None], *, origin: str, headers: Mapping[str, str] | None = None
) -> Wire:
    """Return an open socket; raises `ConnectionError` or what the handshake found wrong."""
    there = urlsplit(uri)
    loop = asyncio.get_running_loop()
    _, wire = await loop.create_connection(
        lambda: Wire(uri, origin, headers or {}, heard), there.hostname or "", there.port or 80
    )
    await wire.opened
    return wire
