"""A visitor who gets numbered texts through everything that networks and pages do: cut, repeat, reload, poll, crawl."""

import asyncio
import json
import random
from dataclasses import dataclass, field

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.frames import Frame as WireFrame
from websockets.frames import Opcode

from bench.torture.page import Frame, Page
from bench.torture.together import together
from hub import patience

TIMEOUT_S = 12.0
AWAY = (OSError, TimeoutError, EOFError, ConnectionClosed, InvalidHandshake, httpx.HTTPError)
"How a hub that is being killed looks from outside."


@dataclass
class Phase:
    """What all clients of the process know of the run."""

    draining: bool = False
    "Nobody begins anything any more."
    over: bool = False
    "Time is up."
    served: int = 0
    "Visitors who have all they are due."
    conversations: set[str] = field(default_factory=set)
    "Every conversation that an agent has seen."


class Refused(Exception):
    """The hub does not let us in any more."""


def http_client(origin: str, address: str) -> httpx.AsyncClient:
    """Return an HTTP client that comes from an address of its own."""
    transport = httpx.AsyncHTTPTransport(local_address=address)
    return httpx.AsyncClient(transport=transport, base_url=origin, headers={"Origin": origin}, timeout=TIMEOUT_S)


class Visitor:
    """Somebody with a page, for the length of the run."""

    def __init__(self, page: Page, origin: str, address: str, phase: Phase) -> None:
        self._page = page
        self._rng: random.Random = page.rng
        self._origin = origin
        self._address = address
        self._phase = phase
        self._http = http_client(origin, address)
        self._token: str | None = None
        self._pass = ""
        self._ready = asyncio.Event()

    async def run(self) -> None:
        """Write until the run drains, then wait for all that is due."""
        while not self._done:
            try:
                if not self._pass or self._rng.random() < 0.2:
                    await self._open_session()
                await self._life()
            except* AWAY:
                await self._rest(0.2)
            except* Refused as refused:
                self._page.diary.note("refused", code=str(refused.exceptions[0]))
                await self._rest(1.0)
        self._phase.served += self._page.served

    @property
    def _done(self) -> bool:
        return self._phase.over or (self._phase.draining and self._page.served)

    async def _rest(self, most_s: float) -> None:
        await asyncio.sleep(self._rng.uniform(0.02, most_s))

    async def _open_session(self) -> None:
        body = {"site_key": "demo", "page": f"{self._origin}/demo/", "locale": "zh-CN"}
        if self._token is not None:
            body["visitor_token"] = self._token
        answer = await self._http.post("/webchat/v1/session", json=body)
        if answer.status_code != 200:
            if answer.status_code in {429, 503}:
                raise TimeoutError
            raise Refused(f"session {answer.status_code} {answer.text[:200]}")
        opened = answer.json()
        self._token, self._pass = opened["visitor_token"], opened["resume_token"]

    async def _life(self) -> None:
        """Be connected for a while, in one of the ways, and part in one of the ways."""
        most_s = self._rng.uniform(1.0, 9.0)
        if self._rng.random() < 0.2:
            await self._poll_life(most_s)
        else:
            await self._socket_life(most_s)
        if not self._phase.draining and self._rng.random() < 0.15:
            self._page.reload()

    # --- a socket ---------------------------------------------------------------------------------------------

    def _connect(self) -> connect:
        uri = f"{self._origin.replace('http', 'ws', 1)}/webchat/v1/ws"
        return connect(
            uri,
            origin=self._origin,  # type: ignore[arg-type]  # a NewType of str
            local_addr=(self._address, 0),
            compression=None,
            open_timeout=TIMEOUT_S,
            close_timeout=0.5,
            ping_interval=None,
            max_queue=4,
        )

    async def _socket_life(self, most_s: float) -> None:
        async with self._connect() as socket:
            self._page.connected("socket")
            self._ready.clear()
            hello = {"t": "hello", "v": 1, "token": self._pass, "last_seq": self._page.cursor}
            await socket.send(json.dumps(hello))
            crawling = self._rng.random() < 0.15
            try:
                await together(self._hear(socket, crawling), self._write(socket), most_s=most_s)
            except TimeoutError:
                await self._part(socket)

    async def _part(self, socket: ClientConnection) -> None:
        manner = self._rng.random()
        if manner < 0.35:
            socket.transport.abort()
        elif manner < 0.6 and not socket.transport.is_closing():
            half = json.dumps(
                {"t": "msg", "cid": f"never-{self._rng.getrandbits(40):x}", "kind": "text", "text": "半句"}
            )
            wire = WireFrame(Opcode.TEXT, half.encode()).serialize(mask=True)
            socket.transport.write(wire[: self._rng.randrange(1, len(wire))])
            socket.transport.abort()

    async def _hear(self, socket: ClientConnection, crawling: bool) -> None:
        async for text in socket:
            frame = json.loads(text)
            await self._take(frame, socket)
            if crawling:
                await self._rest(0.3)
        code = socket.close_code
        if code in {4401, 4403}:
            self._pass = ""
        if code == 4403:
            raise Refused("socket 4403")
        raise EOFError

    async def _take(self, frame: Frame, socket: ClientConnection | None) -> None:
        page = self._page
        match frame["t"]:
            case "welcome":
                self._ready.set()
            case "ack" | "nack":
                page.answered(frame)
            case "msg":
                whole = page.line(frame)
                if not whole and socket is not None:
                    await self._ask_again(socket)
            case "state":
                page.stands(frame["phase"])
            case "reset":
                page.diary.note("reset", conn=page.connection)
            case "ping" if socket is not None:
                await socket.send('{"t":"pong"}')

    async def _ask_again(self, socket: ClientConnection) -> None:
        self._page.diary.note("gap", conn=self._page.connection, after=self._page.cursor)
        await socket.send(json.dumps({"t": "gap", "after": self._page.cursor}))

    async def _write(self, socket: ClientConnection) -> None:
        await self._ready.wait()
        await self._send_waiting(socket)
        while not self._done:
            await self._rest(0.9)
            page = self._page
            if page.hold_s:
                await asyncio.sleep(page.hold_s)
                page.hold_s = 0.0
                await self._send_waiting(socket)
            elif not self._phase.draining and page.may_say():
                cid = page.compose()
                await socket.send(_say(cid, page.waiting[cid]))
            await self._now_and_then(socket)
        raise EOFError

    async def _send_waiting(self, socket: ClientConnection) -> None:
        for cid, text in list(self._page.waiting.items()):
            self._page.diary.note("again", conn=self._page.connection, cid=cid)
            await socket.send(_say(cid, text))

    async def _now_and_then(self, socket: ClientConnection) -> None:
        """Confirm, repeat on this socket or beside it, ask for what was there already."""
        chance = self._rng.random()
        if chance < 0.3:
            kind = self._rng.choice(("recv", "read"))
            await socket.send(json.dumps({"t": kind, "seq": self._page.cursor}))
        elif chance < 0.4 and (known := self._page.repeatable()) is not None:
            await socket.send(_say(*known))
        elif chance < 0.47 and (known := self._page.repeatable()) is not None:
            await self._repeat_aside(*known)
        elif chance < 0.49:
            await self._ask_again(socket)

    async def _repeat_aside(self, cid: str, text: str) -> None:
        """Send a text again on a way of its own, as a second tab that shares the page's box would."""
        if self._rng.random() < 0.5:
            answer = await self._post(cid, text)
            if answer is not None:
                self._page.answered(answer, aside=True)
            return
        async with self._connect() as beside:
            await beside.send(json.dumps({"t": "hello", "v": 1, "token": self._pass, "last_seq": self._page.cursor}))
            await beside.send(_say(cid, text))
            async with patience.timeout(TIMEOUT_S):
                async for came in beside:
                    frame = json.loads(came)
                    if frame["t"] in {"ack", "nack"} and frame["cid"] == cid:
                        self._page.answered(frame, aside=True)
                        return

    # --- polling ----------------------------------------------------------------------------------------------

    async def _poll_life(self, most_s: float) -> None:
        self._page.connected("poll")
        try:
            await together(self._poll(), self._write_by_post(), most_s=most_s)
        except TimeoutError:
            return

    async def _poll(self) -> None:
        mark = ""
        while not self._done:
            query = {"after_seq": str(self._page.cursor), "mark": mark}
            answer = await self._http.get("/webchat/v1/poll", params=query, headers=self._bearer())
            self._check(answer)
            polled = answer.json()
            mark = polled["mark"]
            for frame in polled["frames"]:
                await self._take(frame, None)
        raise EOFError

    async def _write_by_post(self) -> None:
        page = self._page
        while True:
            await self._rest(0.9)
            if page.hold_s:
                await asyncio.sleep(page.hold_s)
                page.hold_s = 0.0
            if not self._phase.draining and not page.waiting and page.may_say():
                page.compose()
            for cid, text in list(page.waiting.items()):
                answer = await self._post(cid, text)
                if answer is not None:
                    page.answered(answer)
                if page.hold_s:
                    break

    async def _post(self, cid: str, text: str) -> Frame | None:
        answer = await self._http.post("/webchat/v1/messages", content=_say(cid, text), headers=self._bearer())
        if answer.headers.get("content-type", "").startswith("application/json"):
            frame: Frame = answer.json()
            return frame
        self._check(answer)
        return None

    def _check(self, answer: httpx.Response) -> None:
        if answer.status_code in {401, 403}:
            self._pass = ""
            if answer.status_code == 403:
                raise Refused(f"{answer.request.url.path} 403 {answer.text[:200]}")
        if answer.status_code != 200:
            raise TimeoutError

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._pass}"}

    # --- the end ----------------------------------------------------------------------------------------------

    async def read_all(self) -> None:
        """Read the thread from its end to its beginning and note it: the last word on what the visitor has."""
        lines: list[Frame] = []
        before = 2**53 - 1
        while True:
            try:
                if not self._pass:
                    await self._open_session()
                query = {"before_seq": str(before), "limit": "200"}
                answer = await self._http.get("/webchat/v1/history", params=query, headers=self._bearer())
                self._check(answer)
            except AWAY:
                await self._rest(0.5)
                continue
            told = answer.json()
            lines = [*told["messages"], *lines]
            if not told["more"]:
                break
            before = told["messages"][0]["seq"]
        shown = [
            [one["seq"], one["prev"], one["id"], one["from"]["role"], one["text"], one.get("cid")] for one in lines
        ]
        self._page.diary.note("thread", lines=shown)
        await self._http.aclose()


def _say(cid: str, text: str) -> str:
    return json.dumps({"t": "msg", "cid": cid, "kind": "text", "text": text}, ensure_ascii=False)
