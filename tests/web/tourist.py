"""A tourist on web chat as the inbox's tests need one: writes, reads, types, over plain HTTP."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.processes import HubProcess

PATIENCE_S = 30.0


@dataclass
class Tourist:
    """One visitor with a session; `heard` is the thread as the visitor's page has it."""

    client: httpx.Client
    heard: dict[int, dict[str, Any]] = field(default_factory=dict)
    _mark: str = ""

    @classmethod
    @contextmanager
    def at(cls, hub: HubProcess) -> Iterator["Tourist"]:
        """Come to the demo's site."""
        with httpx.Client(base_url=hub.origin, headers={"Origin": hub.origin}, timeout=PATIENCE_S) as client:
            answer = client.post("/webchat/v1/session", json={"site_key": "demo", "locale": "zh-CN"})
            client.headers["Authorization"] = f"Bearer {answer.raise_for_status().json()['resume_token']}"
            yield cls(client)

    def say(self, *texts: str) -> None:
        """Write something; each text is in the journal when this returns."""
        for text in texts:
            self._post({"t": "msg", "cid": uuid4().hex, "kind": "text", "text": text})

    def type(self, *, on: bool) -> None:
        """Begin or stop to write."""
        self._post({"t": "typing", "on": on})

    def read_all(self) -> None:
        """Confirm that everything heard so far has been read."""
        self._post({"t": "read", "seq": max(self.heard)})

    def wait_for(self, text: str) -> None:
        """Poll until these words have come."""
        self._wait(lambda: any(text in words for words in self.words()), text)

    @contextmanager
    def listening(self) -> Iterator[Callable[[str], dict[str, Any]]]:
        """Hold a socket open; the value waits for the next frame of a kind."""
        address = str(self.client.base_url).replace("http", "ws", 1).rstrip("/") + "/webchat/v1/ws"
        token = self.client.headers["Authorization"].removeprefix("Bearer ")
        with connect(address, origin=Origin(self.client.headers["Origin"])) as socket:
            socket.send(json.dumps({"t": "hello", "token": token, "last_seq": max(self.heard, default=0)}))

            def next_of(kind: str) -> dict[str, Any]:
                while True:
                    frame: dict[str, Any] = json.loads(socket.recv(timeout=PATIENCE_S))
                    if frame["t"] == kind:
                        return frame

            yield next_of

    def words(self) -> Sequence[str]:
        """Return everything in the thread, in its order."""
        return [str(self.heard[seq].get("text")) for seq in sorted(self.heard)]

    def _post(self, frame: dict[str, Any]) -> None:
        self.client.post("/webchat/v1/messages", json=frame).raise_for_status()

    def _wait(self, happened: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not happened():
            assert time.monotonic() < deadline, f"never came: {what}; heard {self.words()}"
            self._poll()

    def _poll(self) -> None:
        after = max(self.heard, default=0)
        answer = self.client.get("/webchat/v1/poll", params={"after_seq": after, "mark": self._mark}).raise_for_status()
        page = answer.json()
        self._mark = page["mark"]
        for frame in page["frames"]:
            if frame.get("t") == "msg":
                self.heard[int(frame["seq"])] = frame
