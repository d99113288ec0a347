"""The visitors of a run: each opens a session and a socket, writes in its turn, and confirms what it has read.

Rule: they behave as the widget does (`web/src/widget`): a message has a client's id, and what came is confirmed as
read 150 ms later, once for all that came until then.
"""

import asyncio
import json
import secrets
import time
from typing import Any

import httpx

from bench.load.ledger import Ledger, Sent
from bench.load.wire import Wire, connect

AT_ONCE = 16
"Sessions that are opened at the same time."
READ_S = 0.15
ASK_FOR_A_PERSON = "转人工"
QUESTIONS = (
    "景区里能飞无人机吗",
    "高原反应怎么预防和处理",
    "身份证丢了还能坐车、住店吗",
    "护照丢了怎么办",
    "旅游保险怎么买、怎么赔",
    "门票怎么预约",
    "林区能抽烟、野炊吗",
    "能带宠物去景区吗",
    "登山徒步要注意什么",
    "海边玩水怎么才安全",
)
"Each is the title of one of the bot's sample articles."


class Visitor:
    """One visitor's page."""

    def __init__(self, number: int, ledger: Ledger, *, confirms: bool) -> None:
        self.number = number
        self.to_agent = False
        "A person has taken the conversation over."
        self._ledger = ledger
        self._confirms = confirms
        self._wire: Wire | None = None
        self._last_seq = 0
        self._confirm_due = False
        self._written = 0
        self._asked_for_a_person = False

    @property
    def gone(self) -> bool:
        """Whether the socket has closed."""
        return self._wire is None or self._wire.ended

    async def open(self, web: httpx.AsyncClient, origin: str, site_key: str) -> None:
        """Begin a session and open the socket."""
        asked = {"site_key": site_key, "page": f"{origin}/", "locale": "zh-CN"}
        answer = await web.post("/webchat/v1/session", json=asked)
        answer.raise_for_status()
        session = answer.json()
        address = origin.replace("http", "ws", 1) + session["ws_url"]
        self._wire = await connect(address, self._hear, origin=origin)
        self._say({"t": "hello", "v": 1, "token": session["resume_token"], "last_seq": 0})

    def ask_for_a_person(self) -> None:
        """Ask the bot to hand over; not a message of the run."""
        self._asked_for_a_person = True
        self._say({"t": "msg", "cid": f"person-{self.number:06}", "kind": "text", "text": ASK_FOR_A_PERSON})

    def write(self, *, measured: bool) -> None:
        """Write the next message."""
        cid = secrets.token_hex(8)
        self._written += 1
        question = QUESTIONS[(self.number + self._written) % len(QUESTIONS)]
        text = f"{question}？（{self.number}-{self._written}）"
        self._ledger.send(Sent(cid, self.number, time.perf_counter(), self.to_agent, measured), text)
        self._say({"t": "msg", "cid": cid, "kind": "text", "text": text})

    def close(self) -> None:
        """Leave."""
        if self._wire is not None:
            self._wire.close()

    def _say(self, frame: dict[str, Any]) -> None:
        if self._wire is not None:
            self._wire.say(json.dumps(frame, ensure_ascii=False))

    def _hear(self, text: str) -> None:
        now_s = time.perf_counter()
        frame = json.loads(text)
        match frame["t"]:
            case "ack" if not frame["cid"].startswith("person-"):
                self._ledger.acknowledge(frame["cid"], now_s)
            case "msg":
                self._ledger.show(self.number, frame, now_s)
                self._last_seq = max(self._last_seq, frame["seq"])
                self._confirm_soon()
            case "state" if frame["phase"] == "queued" and not self._asked_for_a_person:
                self._ledger.hand_over(self.number)
            case "nack":
                self._ledger.refused += 1
            case "ping":
                self._say({"t": "pong"})

    def _confirm_soon(self) -> None:
        if self._confirms and not self._confirm_due:
            self._confirm_due = True
            asyncio.get_running_loop().call_later(READ_S, self._confirm)

    def _confirm(self) -> None:
        self._confirm_due = False
        self._say({"t": "read", "seq": self._last_seq})


async def open_all(visitors: list[Visitor], origin: str, site_key: str) -> None:
    """Let all visitors in, a few at a time."""
    limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
    waiting = iter(visitors)
    async with httpx.AsyncClient(base_url=origin, headers={"Origin": origin}, limits=limits, timeout=60) as web:

        async def usher() -> None:
            for visitor in waiting:
                await visitor.open(web, origin, site_key)

        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(usher())
