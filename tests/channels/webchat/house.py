"""A small hub with its web chat door open on a real port, and a visitor's page played by the test.

The core, the channel, the routes and the server are the real ones; only the bot is scripted ("echo …", 人工 hands
over).
"""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, TypeVar
from uuid import uuid4

import httpx
import uvicorn
from sqlalchemy import update
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

import channels
from app.api.application import WebParts, build_application
from app.api.pages import Pages
from app.http_protocol import BoundedWebSocketProtocol
from app.metrics import Metrics
from app.security import OwnOrigin
from app.webchat import WebchatParts, build_webchat
from channels.base import Parts
from channels.webchat import WebChat
from channels.webchat.live import Seat
from hub import account_secrets, bus, inbox, patience
from hub.clock import SystemClock
from hub.database import Tx
from hub.delivery import Delivery
from hub.feed import Feed
from hub.ids import IdSource
from hub.inbox import Read
from hub.lanes import LaneWorkers
from hub.store.tables import accounts
from tests.app.way.conftest import SmallHub, person
from tests.channels.webchat.test_identity import token
from tests.people import key_ring
from voice_bridge.waits import Waits

T = TypeVar("T")
STATIC = Path(__file__).parents[3] / "app" / "static"
SITE = "site"
SECRET = "a secret between the site and us"
ELSEWHERE = "https://valley.example"
"The origin of a site that carries the chat."
PATIENCE_S = 20.0
GENEROUS = {"per_s": 1000, "burst": 10_000}
SETTINGS: Mapping[str, object] = {
    "origins": [ELSEWHERE],
    "limits": dict.fromkeys(("messages", "address_messages", "sessions", "connects", "frames"), GENEROUS),
}


class LeapingClock(SystemClock):
    """Real time, which a test can make leap forward; whoever sleeps has slept enough in a tenth of it."""

    def __init__(self) -> None:
        self.leapt_s = 0.0

    def now_ms(self) -> int:
        """Return the time with all leaps."""
        return super().now_ms() + round(self.leapt_s * 1000)

    def monotonic_s(self) -> float:
        """Return seconds with all leaps."""
        return super().monotonic_s() + self.leapt_s

    async def sleep(self, seconds: float) -> None:
        """Wait a tenth of what was asked for."""
        await super().sleep(seconds / 10)


class House:
    """The hub with its door."""

    def __init__(self, small: SmallHub) -> None:
        self.small = small
        self.database = small.database
        self.clock = LeapingClock()
        self.ring = key_ring()
        self.metrics = Metrics()
        made = channels.ALL["webchat"](Parts(self.clock, self.ring))
        assert isinstance(made, WebChat)
        self.channel = made
        self.typing: list[tuple[str, str, bool]] = []
        self.feed = Feed(small.database, small.bus.topic(bus.EVENTS))
        self.webchat = build_webchat(
            WebchatParts(
                channel=made,
                database=small.database,
                keys=self.ring,
                clock=self.clock,
                ids=IdSource(self.clock),
                metrics=self.metrics,
                intake=small.intake,
                feed=self.feed,
                own=OwnOrigin(),
                static=STATIC,
                waits=Waits(),
                show_typing=lambda identity, conversation, on: self.typing.append((identity, conversation, on)),
            )
        )
        self.port = 0
        self.server: _Server | None = None

    @property
    def origin(self) -> str:
        """Where the hub answers."""
        return f"http://127.0.0.1:{self.port}"

    async def configure(self, **settings: object) -> None:
        """Change the site's settings; the directory is read again at once."""
        await self.database.write(_set_settings, json.dumps({**SETTINGS, **settings}))
        self.webchat.desk.sites.forget()

    async def give_secret(self) -> None:
        """Give the site its secret."""
        sealed = account_secrets.seal(self.ring, self.small.account.id, {"identity_secret": SECRET})
        await self.database.write(_set_secret, sealed)
        self.webchat.desk.sites.forget()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Self]:
        """Serve and work until the block ends."""
        await self.configure()
        await self.feed.start()
        delivery = Delivery(self.database, {"webchat": self.channel}, lambda _: "webchat", "one:control:1", self.clock)
        coming, going, hub = self.small.bus.topic(bus.LANES_IN), self.small.bus.topic(bus.LANES_OUT), self.small.taking
        taking = LaneWorkers("in", hub.claim, hub.work, hub.give_back, coming, self.clock)
        giving = LaneWorkers("out", delivery.claim, delivery.work, delivery.give_back, going, self.clock)
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        self.server = _server(
            build_application(
                WebParts(
                    routers=self.webchat.routers,
                    pages=Pages(STATIC, None),
                    metrics=self.metrics,
                    clock=self.clock,
                    ids=IdSource(self.clock),
                    https=False,
                )
            )
        )
        async with asyncio.TaskGroup() as tasks:
            running = [
                tasks.create_task(work())
                for work in (self._relay, self.feed.run, self.webchat.run, taking.run, giving.run)
            ]
            serving = tasks.create_task(self.server.serve(sockets=[listener]))
            await self.server.accepting.wait()
            try:
                yield self
            finally:
                await self.webchat.drain()
                self.server.should_exit = True
                await serving
                for task in running:
                    task.cancel()
                listener.close()

    async def _relay(self) -> None:
        """Wake those who follow the facts after each commit, as the application does."""
        watch = self.database.watch()
        while True:
            if await watch.wait(1.0):
                self.small.bus.wake(bus.EVENTS)

    async def seats(self) -> Sequence[Seat]:
        """Return who is here."""
        return self.webchat.desk.live.all_seats()

    async def visits(self) -> Sequence[object]:
        """Return the sockets that are open, also before their hello."""
        return tuple(self.webchat.desk.visits)

    async def only(self, count: int) -> bool:
        """Tell whether exactly so many seats are left."""
        return len(self.webchat.desk.live.all_seats()) == count

    async def connected(self, count: int) -> bool:
        """Tell whether exactly so many connections of any kind are left."""
        return self.server is not None and len(self.server.server_state.connections) == count

    def jwt(self, visitor_id: str) -> str:
        """Return a token as the site's server makes them."""
        now_s = self.clock.now_ms() / 1000
        return token({"sub": visitor_id, "iat": now_s, "exp": now_s + 300}, secret=SECRET.encode())

    async def read_up_to(self, conversation_id: str, seq: int) -> None:
        """Let the agent read."""
        await self.database.write(inbox.read, Read(person(), conversation_id, seq))

    def page(
        self, origin: str | None = None, *, visitor_token: str | None = None, resume_token: str | None = None
    ) -> "VisitorPage":
        """Return a visitor's page that stands on `origin` (our own frame, if None)."""
        return VisitorPage(self.origin, origin or self.origin, visitor_token, resume_token)


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


class _HastyWebSocket(BoundedWebSocketProtocol):
    """The hub's own, but for the patience with those who do not read its last words."""

    linger_s = 0.1


def _server(app: Any) -> _Server:
    return _Server(
        uvicorn.Config(
            app,
            ws=_HastyWebSocket,
            ws_max_size=256 * 1024,
            ws_per_message_deflate=False,
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=2,
        )
    )


def _set_settings(tx: Tx, settings: str) -> None:
    tx.connection.execute(update(accounts).values(settings=settings))


def _set_secret(tx: Tx, sealed: bytes) -> None:
    tx.connection.execute(update(accounts).values(secrets=sealed))


async def eventually(look: Callable[[], Awaitable[T | None]]) -> T:
    """Return what `look` finds, as soon as it is true; for what tells nobody when it happens."""
    async with patience.timeout(PATIENCE_S):
        while not (found := await look()):  # noqa: ASYNC110 - the other side of a socket sets no event of ours
            await asyncio.sleep(0.02)
    return found


def new_cid() -> str:
    """Return a message id as pages make them."""
    return str(uuid4())


@dataclass
class VisitorPage:
    """One tab: it keeps what a page keeps, and nothing of what the hub knows."""

    hub: str
    "Where the hub answers."
    origin: str
    visitor_token: str | None = None
    resume_token: str | None = None
    last_seq: int = 0
    thread: list[dict[str, Any]] = field(default_factory=list)
    "The messages put out here, in the order they came."
    others: list[dict[str, Any]] = field(default_factory=list)
    "All other frames."
    socket: ClientConnection | None = None
    close_code: int | None = None

    async def ask(self, method: str, path: str, **kwargs: Any) -> httpx.Response:
        """Send a request as the page would."""
        headers = {"Origin": self.origin, **kwargs.pop("headers", {})}
        if self.resume_token and "Authorization" not in headers:
            headers["Authorization"] = f"Bearer {self.resume_token}"
        async with httpx.AsyncClient(base_url=self.hub, timeout=40) as client:
            return await client.request(method, f"/webchat/v1/{path}", headers=headers, **kwargs)

    async def begin(self, site_key: str = SITE, **fields: object) -> httpx.Response:
        """Open a session and keep its tokens."""
        body = {"site_key": site_key, "locale": "zh-CN", **fields}
        if self.visitor_token and "visitor_token" not in body:
            body["visitor_token"] = self.visitor_token
        answer = await self.ask("POST", "session", json=body, headers={"Authorization": ""})
        if answer.status_code == 200:
            self.visitor_token = answer.json()["visitor_token"]
            self.resume_token = answer.json()["resume_token"]
        return answer

    async def connect(self, port: int | None = None, **hello: object) -> Self:
        """Open the socket and say hello; `port` may be a proxy's."""
        where = f"ws://127.0.0.1:{port or httpx.URL(self.hub).port}/webchat/v1/ws"
        self.socket = await connect(where, origin=Origin(self.origin), ping_interval=None, compression=None)
        self.close_code = None
        with suppress(ConnectionClosed):  # the hub may have closed it already
            await self.send({"t": "hello", "v": 1, "token": self.resume_token, "last_seq": self.last_seq, **hello})
        return self

    async def send(self, frame: object) -> None:
        """Send one frame."""
        assert self.socket is not None
        await self.socket.send(frame if isinstance(frame, str | bytes) else json.dumps(frame))

    async def say(self, text: str, cid: str | None = None) -> str:
        """Send a message and return its id."""
        cid = cid or new_cid()
        await self.send({"t": "msg", "cid": cid, "kind": "text", "text": text})
        return cid

    async def hear(self) -> dict[str, Any] | None:
        """Take the next frame, as a page does; None when the socket has been closed."""
        assert self.socket is not None
        try:
            async with patience.timeout(PATIENCE_S):
                frame: dict[str, Any] = json.loads(await self.socket.recv())
        except ConnectionClosed:
            self.close_code = self.socket.close_code
            return None
        if frame["t"] == "msg":
            if frame["seq"] > self.last_seq:
                assert frame["prev"] == self.last_seq, "a gap"
                self.last_seq = frame["seq"]
                self.thread.append(frame)
        else:
            self.others.append(frame)
        return frame

    async def until(self, **wanted: object) -> dict[str, Any]:
        """Hear frames until one has these fields."""
        for known in [*self.others, *self.thread]:
            if wanted.items() <= known.items():
                return known
        while (frame := await self.hear()) is not None:
            if wanted.items() <= frame.items():
                return frame
        raise AssertionError(f"closed with {self.close_code} before {wanted} came")

    async def until_closed(self) -> int:
        """Hear until the socket is closed; returns the code."""
        while await self.hear() is not None:
            pass
        assert self.close_code is not None
        return self.close_code

    async def leave(self) -> None:
        """Close the tab."""
        if self.socket is not None:
            await self.socket.close()

    def texts(self) -> Sequence[str]:
        """What the visitor reads, in order."""
        return [line["text"] for line in self.thread]


def refusals(house: House, code: str) -> float:
    """Return how often the door has refused somebody with this code, by the metrics."""
    value = house.metrics.registry.get_sample_value("hub_door_refusals_total", {"channel": "webchat", "code": code})
    return value or 0.0


async def audited(house: House, action: str) -> list[dict[str, object]]:
    """Return the fields of the audit's rows for an action."""

    def look(tx: Tx, wanted: str) -> list[dict[str, object]]:
        rows = tx.connection.exec_driver_sql("SELECT action, fields FROM audit").all()
        return [json.loads(fields) for name, fields in rows if name == wanted]

    return await house.database.read(look, action)


async def came_in(house: House, **begin: Any) -> VisitorPage:
    """Return a page with a session and an open socket."""
    page = house.page()
    answer = await page.begin(**begin)
    assert answer.status_code == 200, answer.text
    return await page.connect()
