"""Puts the web application together: routers inside, then the limits and rules that hold for every address.

Rule: the order of the layers is the order of trust: name and time the request, add the browser's rules, bound the
body, answer errors as problems, then route. What no router takes goes to the pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

from app import problems
from app.api.body_limit import BodyLimit
from app.api.browser_rules import BrowserRules
from app.api.pages import Pages
from app.api.requests import RequestContext
from app.metrics import Metrics, our_version
from hub.clock import Clock
from hub.ids import IdSource


@dataclass(frozen=True, slots=True, kw_only=True)
class WebParts:
    """What the web application is made of."""

    routers: Sequence[APIRouter]
    pages: Pages
    metrics: Metrics
    clock: Clock
    ids: IdSource
    https: bool
    "Whether browsers reach us over HTTPS, by our own certificate or a proxy's."
    larger_bodies: Sequence[tuple[str, int]] = ()
    "Address prefixes that take more than JSON does, with the most bytes."


def build_application(parts: WebParts) -> ASGIApp:
    """Return the whole web application as one ASGI callable."""
    inner = build_api(parts.routers, parts.metrics)
    inner.router.default = parts.pages
    bounded = BodyLimit(inner, larger=parts.larger_bodies)
    ruled = BrowserRules(bounded, https=parts.https)
    return RequestContext(ruled, clock=parts.clock, ids=parts.ids, metrics=parts.metrics)


def build_api(routers: Sequence[APIRouter], metrics: Metrics) -> FastAPI:
    """Return the API alone; its schema is what the pages' types are generated from."""
    api = FastAPI(
        title="Hotline Hub",
        version=our_version(),
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses={
            "default": {
                "description": "What went wrong (RFC 9457).",
                "content": {problems.MEDIA_TYPE: {"schema": problems.SCHEMA}},
            }
        },
    )
    problems.install(api, metrics)
    for router in routers:
        api.include_router(router)
    return api
