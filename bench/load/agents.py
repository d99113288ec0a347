"""The agents of a run: each signs in, is ready, follows the live stream and accepts whatever rings.

Rule: like the inbox's page, an agent follows from the cursor of the page it has read, and beats every ten seconds.
"""

import asyncio
import json
import time
import uuid
from collections.abc import Mapping
from typing import Any

import httpx

from bench.load.ledger import Ledger
from bench.load.wire import Wire, connect

BEAT_S = 10.0


class Agent:
    """One agent's page."""

    def __init__(self, login: str, password: str, ledger: Ledger) -> None:
        self._login = login
        self._password = password
        self._ledger = ledger
        self._wire: Wire | None = None
        self._offers: asyncio.Queue[tuple[str, int]] = asyncio.Queue()
        self._headers: dict[str, str] = {}
        self.accepted = 0

    @property
    def gone(self) -> bool:
        """Whether the stream has closed."""
        return self._wire is None or self._wire.ended

    async def open(self, web: httpx.AsyncClient, origin: str) -> None:
        """Sign in, say ready, and follow the stream."""
        web.cookies.clear()
        answer = await web.post("/api/session", json={"login": self._login, "password": self._password})
        answer.raise_for_status()
        cookie = "; ".join(f"{name}={value}" for name, value in answer.cookies.items())
        web.cookies.clear()
        self._headers = {"Cookie": cookie, "X-CSRF-Token": answer.json()["csrf_token"]}
        inbox = await web.get("/api/inbox", headers=self._headers)
        inbox.raise_for_status()
        address = origin.replace("http", "ws", 1) + "/api/stream"
        self._wire = await connect(address, self._hear, origin=origin, headers={"Cookie": cookie})
        self._say({"t": "hello", "cursor": inbox.json()["cursor"]})
        await self._post(web, "/api/agents/me/state", {"state": "ready"})

    async def serve(self, web: httpx.AsyncClient) -> None:
        """Accept what rings, for ever."""
        while True:
            item, epoch = await self._offers.get()
            await self._post(web, f"/api/offers/{item}/accept", {"offer_epoch": epoch})
            self.accepted += 1

    async def beat(self) -> None:
        """Show that somebody is here, for ever."""
        while True:
            await asyncio.sleep(BEAT_S)
            self._say({"t": "beat"})

    def close(self) -> None:
        """Leave."""
        if self._wire is not None:
            self._wire.close()

    async def _post(self, web: httpx.AsyncClient, path: str, body: Mapping[str, Any]) -> None:
        headers = {**self._headers, "Idempotency-Key": str(uuid.uuid4())}
        (await web.post(path, json=body, headers=headers)).raise_for_status()

    def _say(self, frame: Mapping[str, Any]) -> None:
        if self._wire is not None:
            self._wire.say(json.dumps(frame))

    def _hear(self, text: str) -> None:
        now_s = time.perf_counter()
        frame = json.loads(text)
        if frame["t"] != "event":
            return
        if frame["type"] == "MessageReceived" and "message" in frame["view"]:
            message = frame["view"]["message"]
            self._ledger.show_agent(message["conversation_id"], message["seq"], message["text"], now_s)
        elif frame["type"] == "OfferMade":
            self._offers.put_nowait((frame["ids"]["work_item_id"], frame["data"]["offer_epoch"]))
