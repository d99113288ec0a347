"""A browser's WebSocket as web chat's visit needs it."""

from collections.abc import MutableMapping
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from channels.webchat.visit import WireClosed


class SocketWire:
    """Carries frames over one accepted WebSocket."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket

    async def receive(self) -> str | bytes:
        """Return the next frame; raises `WireClosed` when there will be none."""
        message = await self._receive()
        text: str | None = message.get("text")
        if text is not None:
            return text
        data: bytes = message.get("bytes") or b""
        return data

    async def send(self, text: str) -> None:
        """Hand a frame to the network, waiting while that is full; raises `WireClosed`."""
        try:
            await self._socket.send_text(text)
        except (WebSocketDisconnect, RuntimeError, OSError):
            raise WireClosed from None

    async def close(self, code: int, reason: str) -> None:
        """Say goodbye, if anybody is there to hear it."""
        if self._socket.application_state is WebSocketState.DISCONNECTED:
            raise WireClosed
        try:
            await self._socket.close(code, reason)
        except (WebSocketDisconnect, RuntimeError, OSError):
            raise WireClosed from None

    async def _receive(self) -> MutableMapping[str, Any]:
        try:
            message = await self._socket.receive()
        except (WebSocketDisconnect, RuntimeError):
            raise WireClosed from None
        if message["type"] == "websocket.disconnect":
            raise WireClosed
        return message
