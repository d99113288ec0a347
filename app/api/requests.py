"""Gives every request a correlation id and counts how long it took, before anything else sees it.

Rules: the id is always ours (a client's own would let it write into our logs); it stands in the ASGI scope, in each
log line made meanwhile and in the answer's `X-Correlation-Id`. Neither address nor query string is ever logged.
"""

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.metrics import Metrics
from app.problems import CORRELATION, route_of
from hub.clock import Clock
from hub.ids import IdSource

HEADER = "X-Correlation-Id"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestContext:
    """The outermost layer of the web application."""

    def __init__(self, app: ASGIApp, *, clock: Clock, ids: IdSource, metrics: Metrics) -> None:
        self._app = app
        self._clock = clock
        self._ids = ids
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, named and timed."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        correlation = self._ids.new_id()
        scope[CORRELATION] = correlation
        started_s = self._clock.monotonic_s()
        status = 500

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = correlation
            await send(message)

        with structlog.contextvars.bound_contextvars(correlation=correlation):
            try:
                await self._app(scope, receive, send_named)
            finally:
                if scope["type"] == "http":
                    self._count(scope, status, self._clock.monotonic_s() - started_s)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = route_of(HTTPConnection(scope))
        self._metrics.http_seconds.labels(method, route, f"{status // 100}xx").observe(seconds)
