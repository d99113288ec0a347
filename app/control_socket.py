"""How the command line talks to the running hub: named commands as JSON lines over `<data>/run/control.sock`.

Rules: only the user who runs the hub may connect (mode 0600); a command does what a button of the administrator's
page would do, through the same units; one request and one answer per connection. SQLite has one writing process, so
this is how everybody else writes. CONTRACTS "Units of work".
"""

import asyncio
import json
import os
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import structlog

from app.metrics import Metrics
from hub import patience
from hub.errors import BadRequest, HubError, NotFound

Command = Callable[[Mapping[str, Any]], Awaitable[Any]]
"Takes the arguments and returns what JSON can hold."
_LONGEST_LINE = 1 << 20
_LONGEST_ADDRESS = 100
"Of a Unix socket: 107 bytes on Linux."
_PATIENCE_S = 60.0
_REQUEST_S = 5.0
log = structlog.get_logger()


class ControlSocket:
    """The server's end; `commands` is the whole of what can be asked."""

    def __init__(self, path: Path, commands: Mapping[str, Command], metrics: Metrics) -> None:
        self._path = path
        self._commands = commands
        self._metrics = metrics

    async def run(self) -> None:
        """Serve until cancelled."""
        server = await asyncio.start_unix_server(self._serve, sock=_listen(self._path), limit=_LONGEST_LINE)
        try:
            async with server:
                await server.serve_forever()
        finally:
            self._path.unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with patience.timeout(_REQUEST_S):
                line = await reader.readline()
            answer = await self._answer(line)
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()
        except (TimeoutError, ConnectionError, ValueError):
            log.info("control_request.given_up")
        finally:
            writer.close()

    async def _answer(self, line: bytes) -> Mapping[str, Any]:
        try:
            name, arguments = _parsed(line)
            command = self._commands.get(name)
            if command is None:
                raise NotFound("command_not_found", "This version of the hub does not know that command.")
            self._metrics.commands.labels(name).inc()
            log.info("command.received", command=name)
            return {"result": await command(arguments)}
        except HubError as error:
            return {"error": {"code": error.code, "detail": error.detail}}


class HubSilent(Exception):
    """Nobody answers at the control socket."""


def ask(path: Path, command: str, arguments: Mapping[str, Any]) -> Any:
    """Let the running hub do a command and return its result.

    Raises:
        HubSilent: nobody is there, or the hub died or failed while it was at it.
        HubError: the hub refused; code and detail are its own.
    """
    request = json.dumps({"command": command, "arguments": dict(arguments)}).encode() + b"\n"
    try:
        with _reachable(path) as address, socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(_PATIENCE_S)
            connection.connect(address)
            connection.sendall(request)
            with connection.makefile("rb") as answers:
                line = answers.readline()
    except OSError as error:
        raise HubSilent(path.name) from error
    if not line:
        raise HubSilent(path.name)
    answer = json.loads(line)
    if "error" in answer:
        raise HubError(answer["error"]["code"], answer["error"]["detail"])
    return answer["result"]


def _parsed(line: bytes) -> tuple[str, Mapping[str, Any]]:
    try:
        request = json.loads(line)
        name, arguments = request["command"], request["arguments"]
    except (ValueError, KeyError, TypeError):
        raise BadRequest("malformed_request", "A request is one line of JSON with command and arguments.") from None
    if not isinstance(name, str) or not isinstance(arguments, dict):
        raise BadRequest("malformed_request", "A request is one line of JSON with command and arguments.")
    return name, arguments


def _listen(path: Path) -> socket.socket:
    path.unlink(missing_ok=True)  # of an earlier life; the run lock is ours, so nobody listens there
    listener = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        with _reachable(path) as address:
            listener.bind(address)
    finally:
        os.umask(before)
    listener.listen()
    listener.setblocking(False)
    return listener


@contextmanager
def _reachable(path: Path) -> Iterator[str]:
    """Return an address for the socket that is short enough, however deep the data folder lies."""
    if len(os.fsencode(path)) <= _LONGEST_ADDRESS:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        with suppress(OSError):
            os.close(folder)
