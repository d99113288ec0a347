"""Bodies that are too large, over a real socket: the client hears a refusal, and nobody keeps the bytes."""

import socket
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest
from fastapi import APIRouter, Request

from app.api.body_limit import JSON_LIMIT_BYTES
from tests.app.web_client import client_of
from tests.processes import HubProcess

pytestmark = pytest.mark.journey

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("body") / "data") as running:
        assert running.origin
        yield running


def _chunks(total: int) -> Iterator[bytes]:
    for _ in range(total // 10_000):
        yield b"x" * 10_000


@pytest.mark.parametrize("size", [JSON_LIMIT_BYTES + 1, 10 * MEGABYTE])
def test_a_large_body_is_refused_in_words_that_arrive(hub: HubProcess, size: int) -> None:
    with hub.client() as client:
        for content in (b"x" * size, _chunks(size + 10_000)):  # declared, and chunked without a length
            answer = client.post("/api/session", content=content, headers={"Content-Type": "application/json"})
            assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
        assert client.get("/readyz").status_code == 200


def test_who_asks_first_is_refused_before_sending(hub: HubProcess) -> None:
    with socket.create_connection(("127.0.0.1", httpx.URL(hub.origin).port or 0), timeout=30) as connection:
        connection.sendall(
            b"POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Content-Length: 999999999\r\nExpect: 100-continue\r\n\r\n"
        )
        assert connection.recv(12) == b"HTTP/1.1 413"


def test_headers_without_end_are_cut_off(hub: HubProcess) -> None:
    with socket.create_connection(("127.0.0.1", httpx.URL(hub.origin).port or 0), timeout=30) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
        heard = b"HTTP/1.1 400"
        with suppress(BrokenPipeError, ConnectionResetError):  # cut off while we were still talking
            for _ in range(1000):
                connection.sendall(b"X-Endless: " + b"y" * 1000 + b"\r\n")
            heard = connection.recv(12)
        assert heard == b"HTTP/1.1 400"
    with hub.client() as client:
        assert client.get("/healthz").status_code == 200


def test_bytes_that_are_no_http_are_refused_and_hurt_nobody(hub: HubProcess) -> None:
    with socket.create_connection(("127.0.0.1", httpx.URL(hub.origin).port or 0), timeout=30) as connection:
        connection.sendall(b"\x16\x03\x01\x02\x00 not http at all\r\n\r\n")
        assert connection.recv(12) in {b"HTTP/1.1 400", b""}
    with hub.client() as client:
        assert client.get("/healthz").status_code == 200
        assert hub.logs()
        assert "not http at all" not in hub.told()


async def test_an_address_may_take_more_than_json_does() -> None:
    router = APIRouter()

    @router.post("/api/uploads")
    async def upload(request: Request) -> int:
        return len(await request.body())

    async with client_of(router, larger=[("/api/uploads", 3 * MEGABYTE)]) as client:
        assert (await client.post("/api/uploads", content=b"x" * 2 * MEGABYTE)).json() == 2 * MEGABYTE
        assert (await client.post("/api/uploads", content=b"x" * 4 * MEGABYTE)).status_code == 413
