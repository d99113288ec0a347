"""The control socket: named commands, plain refusals, and nothing that a wrong line could break."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE
from typing import Any

import pytest
import pytest_asyncio

from app.control_socket import ControlSocket, HubSilent, ask
from app.metrics import Metrics
from hub.errors import Conflict, HubError

pytestmark = pytest.mark.journey


async def _greet(arguments: Mapping[str, Any]) -> Any:
    return {"greeting": f"你好 {arguments['name']}"}


async def _refuse(_: Mapping[str, Any]) -> Any:
    raise Conflict("taken", "somebody was first")


async def _break(_: Mapping[str, Any]) -> Any:
    raise LookupError("a bug of ours")


@pytest_asyncio.fixture
async def path(tmp_path: Path) -> AsyncIterator[Path]:
    """Serve three commands at the path."""
    path = tmp_path / "control.sock"
    path.write_text("what an earlier life has left")
    server = ControlSocket(path, {"greet": _greet, "refuse": _refuse, "break": _break}, Metrics())
    async with asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(server.run())
        await asyncio.to_thread(_until_served, path)
        yield path
        serving.cancel()
    assert not path.exists()


async def test_a_command_is_done_and_its_result_comes_back(path: Path) -> None:
    assert await asyncio.to_thread(ask, path, "greet", {"name": "小林"}) == {"greeting": "你好 小林"}


def test_only_its_user_may_connect(path: Path) -> None:
    assert S_IMODE(path.stat().st_mode) == 0o600


async def test_a_refusal_keeps_its_code_and_words(path: Path) -> None:
    with pytest.raises(HubError, match="taken: somebody was first"):
        await asyncio.to_thread(ask, path, "refuse", {})
    with pytest.raises(HubError, match="command_not_found"):
        await asyncio.to_thread(ask, path, "rm -rf", {})


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_a_command_that_breaks_leaves_the_hub_serving(path: Path) -> None:
    told: list[Mapping[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    with pytest.raises(HubSilent):
        await asyncio.to_thread(ask, path, "break", {})
    assert await asyncio.to_thread(ask, path, "greet", {"name": "x"})
    assert isinstance(told[0]["exception"], LookupError)


@pytest.mark.parametrize(
    "line", [b"not json\n", b'"text"\n', b'{"command": 5, "arguments": {}}\n', b'{"command": "greet"}\n', b"\xff\n"]
)
async def test_a_line_that_is_no_request_is_refused(path: Path, line: bytes) -> None:
    assert json.loads(await asyncio.to_thread(_say, path, line))["error"]["code"] == "malformed_request"


async def test_a_line_without_end_is_given_up(path: Path) -> None:
    assert await asyncio.to_thread(_say, path, b"x" * (2 << 20)) == b""


async def test_where_nobody_listens_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(HubSilent):
        ask(tmp_path / "control.sock", "greet", {})


def _until_served(path: Path) -> None:
    """Ask until somebody answers; the first calls may come before the socket is bound."""
    for _ in range(10_000):
        with suppress(HubSilent):
            ask(path, "greet", {"name": "x"})
            return
    raise AssertionError("nobody serves the control socket")


def _say(path: Path, line: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(30)
        connection.connect(str(path))
        try:
            connection.sendall(line)
            return connection.makefile("rb").readline()
        except (BrokenPipeError, ConnectionResetError):
            return b""
