"""Clients who read nothing, over a real socket: what waits for them is not kept for ever."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest

from app.http_protocol import BoundedHttpProtocol
from hub import patience
from tests.app.serving import serving

pytestmark = pytest.mark.journey

PATIENCE_S = 20.0
CHUNKS = 1000
"Of 64 KiB: more than any kernel keeps for a socket."


class _Hasty(BoundedHttpProtocol):
    unread_s = 0.1


async def test_who_takes_nothing_of_an_answer_is_let_go() -> None:
    ended = asyncio.Event()

    async def application(
        _scope: Mapping[str, Any], _receive: object, send: Callable[[Mapping[str, Any]], Awaitable[None]]
    ) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(CHUNKS):
            await send({"type": "http.response.body", "body": b"x" * 65_536, "more_body": True})
        await send({"type": "http.response.body"})
        ended.set()

    async with serving(application, http=_Hasty) as port:
        with socket.create_connection(("127.0.0.1", port)) as deaf:
            deaf.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            async with patience.timeout(PATIENCE_S):
                await ended.wait()
