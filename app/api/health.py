"""Tells machines how the hub is: alive, ready, and in figures.

Rules: `/healthz` says only that the event loop turns; `/readyz` is 503 while the database does not answer or the
process is on its way out, so that a proxy sends nobody here; `/metrics` is for this machine or whoever has the token.
"""

import ipaddress
import secrets
from collections.abc import Awaitable, Callable
from typing import Protocol

from fastapi import APIRouter, Request, Response

from app.metrics import CONTENT_TYPE, Metrics
from hub import patience
from hub.errors import NotPermitted, Unavailable

_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-real-ip")
_LOCAL_NAMES = frozenset({"localhost", "ip6-localhost"})


class Readiness(Protocol):
    """What `/readyz` asks."""

    @property
    def draining(self) -> bool:
        """Whether the process is on its way out."""
        ...

    async def ping(self) -> None:
        """Return when the store answers; raise when it cannot."""
        ...


class ProcessState:
    """Whether this process takes new work: it does until `drain` is called and as long as the store answers."""

    def __init__(self, ping: Callable[[], Awaitable[None]]) -> None:
        self._ping = ping
        self.draining = False

    def drain(self) -> None:
        """Stop being ready."""
        self.draining = True

    async def ping(self) -> None:
        """Ask the store."""
        await self._ping()


def router(readiness: Readiness, metrics: Metrics, metrics_token: str | None, *, patience_s: float = 2.0) -> APIRouter:
    """Return the routes; a store that takes longer than `patience_s` is not ready."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @routes.get("/readyz")
    async def readyz() -> dict[str, str]:
        if readiness.draining:
            raise Unavailable("draining", "This process is being stopped.")
        try:
            async with patience.timeout(patience_s):
                await readiness.ping()
        except TimeoutError:
            raise Unavailable("store_too_slow", "The database does not answer in time.") from None
        return {"status": "ready"}

    @routes.get("/metrics")
    async def figures(request: Request) -> Response:
        if not (_is_local(request) or _has_token(request, metrics_token)):
            raise NotPermitted("metrics_not_permitted", "Only this machine or the bearer of the token may read this.")
        return Response(metrics.page(), media_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})

    return routes


def _is_local(request: Request) -> bool:
    """Tell whether a program on this machine asks for itself: neither a proxy nor a page in a browser does so."""
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    return _is_loopback(request.client.host) and _is_loopback(request.url.hostname or "")


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return name in _LOCAL_NAMES


def _has_token(request: Request, token: str | None) -> bool:
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    return bool(token) and kind.lower() == "bearer" and secrets.compare_digest(given.encode(), (token or "").encode())
