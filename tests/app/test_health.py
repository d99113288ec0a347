"""What the hub tells machines about itself, and whom it tells."""

import asyncio

import pytest

from app.api.health import ProcessState, router
from app.metrics import Metrics
from hub.errors import StoreUnavailable
from tests.app.web_client import client_of

pytestmark = pytest.mark.unit

TOKEN = "a-token-of-our-own"


class _Store:
    """A store that answers, fails or hangs as the test wants."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.hangs = False

    async def ping(self) -> None:
        if self.hangs:
            await asyncio.Event().wait()
        if self.error:
            raise self.error


@pytest.fixture
def store() -> _Store:
    return _Store()


async def test_a_process_is_ready_until_it_drains(store: _Store) -> None:
    state = ProcessState(store.ping)
    async with client_of(router(state, Metrics(), None)) as client:
        assert (await client.get("/readyz")).json() == {"status": "ready"}
        state.drain()
        draining = await client.get("/readyz")
        assert (draining.status_code, draining.json()["code"]) == (503, "draining")
        assert (await client.get("/healthz")).json() == {"status": "alive"}


async def test_a_process_whose_store_fails_or_hangs_is_alive_but_not_ready(store: _Store) -> None:
    async with client_of(router(ProcessState(store.ping), Metrics(), None, patience_s=0.01)) as client:
        store.error = StoreUnavailable("store_away")
        assert (await client.get("/readyz")).json()["code"] == "store_away"
        store.hangs = True
        assert (await client.get("/readyz")).json()["code"] == "store_too_slow"
        assert (await client.get("/healthz")).status_code == 200


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {"Host": "[::1]:12301"}, 200),
        ("127.0.0.1", {"Host": "localhost:12301"}, 200),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 403),
        ("127.0.0.1", {"Via": "1.1 proxy"}, 403),
        ("127.0.0.1", {"Host": "evil.example"}, 403),
        ("203.0.113.9", {}, 403),
        ("203.0.113.9", {"Authorization": f"Bearer {TOKEN}"}, 200),
        ("203.0.113.9", {"Authorization": f"bearer {TOKEN}"}, 200),
        ("203.0.113.9", {"Authorization": "Bearer wrong"}, 403),
        ("203.0.113.9", {"Authorization": "Bearer "}, 403),
        ("203.0.113.9", {"Authorization": TOKEN}, 403),
    ],
)
async def test_figures_are_for_this_machine_and_for_who_has_the_token(
    store: _Store, address: str, headers: dict[str, str], status: int
) -> None:
    routes = router(ProcessState(store.ping), Metrics(), TOKEN)
    async with client_of(routes, address=(address, 50000)) as client:
        answer = await client.get("/metrics", headers=headers)
    assert answer.status_code == status
    assert ("hub_build_info" in answer.text) == (status == 200)


async def test_without_a_token_no_token_opens_the_figures(store: _Store) -> None:
    routes = router(ProcessState(store.ping), Metrics(), None)
    async with client_of(routes, address=("203.0.113.9", 50000)) as client:
        for given in ("Bearer ", "Bearer None", "Bearer x"):
            assert (await client.get("/metrics", headers={"Authorization": given})).status_code == 403
