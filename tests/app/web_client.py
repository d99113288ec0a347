"""Builds the web application round a test's own routes, and a client that calls it without a socket."""

from collections.abc import Sequence
from pathlib import Path

import httpx
from fastapi import APIRouter
from starlette.types import ASGIApp

from app.api.application import WebParts, build_application
from app.api.pages import Pages
from app.metrics import Metrics
from hub.clock import SystemClock
from hub.ids import IdSource

NOWHERE = Path("/nowhere")


def client_of(
    *routers: APIRouter,
    pages: Pages | None = None,
    metrics: Metrics | None = None,
    https: bool = False,
    larger: Sequence[tuple[str, int]] = (),
    address: tuple[str, int] = ("127.0.0.1", 50000),
) -> httpx.AsyncClient:
    """Return a client of an application with these routers; `address` is where it seems to come from."""
    application = application_of(*routers, pages=pages, metrics=metrics, https=https, larger=larger)
    transport = httpx.ASGITransport(application, raise_app_exceptions=False, client=address)
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:12301")


def application_of(
    *routers: APIRouter,
    pages: Pages | None = None,
    metrics: Metrics | None = None,
    https: bool = False,
    larger: Sequence[tuple[str, int]] = (),
) -> ASGIApp:
    """Return an application with these routers."""
    clock = SystemClock()
    parts = WebParts(
        routers=routers,
        pages=pages or Pages(NOWHERE, None),
        metrics=metrics or Metrics(),
        clock=clock,
        ids=IdSource(clock),
        https=https,
        larger_bodies=larger,
    )
    return build_application(parts)
