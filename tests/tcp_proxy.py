"""A TCP proxy that fails on purpose: it cuts, swallows or holds back exactly what a test names."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from enum import Enum, auto

_CHUNK = 65536


class Fate(Enum):
    """What becomes of the bytes that a rule was waiting for."""

    LOSE = auto()
    "They never reach the server, and the connection is cut."
    LOSE_ANSWER = auto()
    "They reach the server; its answer is swallowed and the connection cut."
    HOLD = auto()
    "They are kept back until the rule is released."


@dataclass
class Rule:
    """Waits for a client to send `needle`, once."""

    needle: bytes
    fate: Fate
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    "Set when the bytes have come."
    released: asyncio.Event = field(default_factory=asyncio.Event)
    "To be set by the test that holds them."


class TcpProxy:
    """Relays connections to one server."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._rules: list[Rule] = []
        self._given: list[Rule] = []
        self._links: set[_Link] = set()
        self.port = 0
        "Where it listens on 127.0.0.1, once it runs."

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["TcpProxy"]:
        """Relay inside this block; leaving it cuts what is still connected."""
        server = await asyncio.start_server(self._relay, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for rule in self._given:
                rule.released.set()
            self.cut()
            while self._links:
                await next(iter(self._links)).ended.wait()
            await server.wait_closed()

    def when(self, needle: bytes, fate: Fate) -> Rule:
        """Add a rule for the next time that a client sends `needle` in one piece."""
        rule = Rule(needle, fate)
        self._rules.append(rule)
        self._given.append(rule)
        return rule

    def cut(self) -> None:
        """Cut all connections, as a broken network would."""
        for link in self._links:
            link.cut()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(*self._target)
        except OSError:
            writer.transport.abort()
            return
        link = _Link(self._rules, writer, far_writer)
        self._links.add(link)
        try:
            async with asyncio.TaskGroup() as pumps:
                pumps.create_task(link.upwards(reader))
                pumps.create_task(link.downwards(far_reader))
        finally:
            self._links.discard(link)
            link.ended.set()


class _Link:
    """One relayed connection."""

    def __init__(self, rules: list[Rule], near: asyncio.StreamWriter, far: asyncio.StreamWriter) -> None:
        self._rules = rules
        self._near = near
        self._far = far
        self._mute = False
        self.ended = asyncio.Event()

    def cut(self) -> None:
        self._near.transport.abort()
        self._far.transport.abort()

    async def upwards(self, reader: asyncio.StreamReader) -> None:
        """Carry what the client says."""
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(_CHUNK):
                if not await self._may_pass(data):
                    break
                self._far.write(data)
                await self._far.drain()
        if not self._mute:
            self.cut()

    async def downwards(self, reader: asyncio.StreamReader) -> None:
        """Carry what the server answers."""
        with contextlib.suppress(ConnectionError):
            while (data := await reader.read(_CHUNK)) and not self._mute:
                self._near.write(data)
                await self._near.drain()
        self.cut()

    async def _may_pass(self, data: bytes) -> bool:
        rule = next((rule for rule in self._rules if rule.needle in data), None)
        if rule is None:
            return True
        self._rules.remove(rule)
        rule.reached.set()
        if rule.fate is Fate.HOLD:
            await rule.released.wait()
        self._mute = rule.fate is Fate.LOSE_ANSWER
        return rule.fate is not Fate.LOSE
