"""Tells a client what went wrong: every error of the API is one `application/problem+json` (RFC 9457).

Rules: `code` is for programs, `detail` for people, `errors` names the fields that are not acceptable; a value that
the client sent is never repeated; an address with an id of a wrong shape leads nowhere, like one of nothing; what we
did not expect is 500 with the correlation id under which it is logged, and nothing else. The status numbers of
`hub.errors` live here and nowhere else.
"""

import math
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError, WebSocketRequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.metrics import Metrics
from hub.errors import (
    BadRequest,
    Conflict,
    HubError,
    NotFound,
    NotPermitted,
    NotSignedIn,
    OutcomeUnknown,
    RateLimited,
    StoreUnavailable,
    Unavailable,
    Unprocessable,
)

MEDIA_TYPE = "application/problem+json"
CORRELATION = "hub.correlation"
"Key in the ASGI scope under which the correlation id of a request stands."
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "correlation": {"type": "string"},
        "owner": {
            "type": "object",
            "description": "With `stale_owner`: who has the conversation now.",
            "required": ["kind", "id", "name"],
            "properties": {
                "kind": {"type": "string"},
                "id": {"type": ["string", "null"]},
                "name": {"type": ["string", "null"]},
            },
        },
        "changed": {
            "type": "object",
            "description": "With `changed_meanwhile`: the present revision, and who made it when.",
            "required": ["rev", "by", "at_ms"],
            "properties": {
                "rev": {"type": "integer"},
                "by": {"type": ["string", "null"]},
                "at_ms": {"type": ["integer", "null"]},
            },
        },
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code"],
                "properties": {
                    "pointer": {"type": "string"},
                    "parameter": {"type": "string"},
                    "in": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
"How a problem looks, for the OpenAPI description."
_TYPE = "urn:hotline-hub:problem:"
_STATUS: Mapping[type[HubError], int] = {
    Unprocessable: 422,
    BadRequest: 400,
    NotSignedIn: 401,
    NotPermitted: 403,
    NotFound: 404,
    Conflict: 409,
    RateLimited: 429,
    Unavailable: 503,
    HubError: 500,
}
_CODES: Mapping[int, str] = {
    400: "bad_request",
    401: "not_signed_in",
    403: "not_permitted",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    408: "timed_out",
    411: "length_required",
    413: "body_too_large",
    414: "address_too_long",
    415: "wrong_media_type",
    422: "not_acceptable_values",
    429: "too_many_requests",
    431: "headers_too_large",
    503: "unavailable",
}
_ECHOING = frozenset({"union_tag_invalid", "value_error", "assertion_error", "json_invalid"})
"Kinds of fault whose text may repeat what was sent."
_MOST_ERRORS = 20
_LONGEST_NAME = 64
_WS_POLICY_VIOLATION = 1008
_WS_INTERNAL_ERROR = 1011
_WS_TRY_AGAIN_LATER = 1013

log = structlog.get_logger()


def problem(
    status: int,
    code: str,
    detail: str = "",
    *,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    correlation: str | None = None,
    extra: Mapping[str, object] | None = None,
) -> JSONResponse:
    """Return one problem as a response; `extra` are members of its own (RFC 9457 §3.2)."""
    content: dict[str, Any] = {
        **(extra or {}),
        "type": _TYPE + code,
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
    }
    if detail:
        content["detail"] = detail
    if errors:
        content["errors"] = list(errors)
    if correlation:
        content["correlation"] = correlation
    all_headers = {"Cache-Control": "no-store", **(headers or {})}
    return JSONResponse(content, status_code=status, headers=all_headers, media_type=MEDIA_TYPE)


def status_of(error: HubError) -> int:
    """Return the status number of one of our errors: that of the nearest class in the table."""
    return next(_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS)


def install(app: FastAPI, metrics: Metrics) -> None:
    """Let `app` answer every error as a problem, and count them."""
    answers: Mapping[Any, Callable[[Request, Any], Response]] = {
        HubError: _of_ours,
        RequestValidationError: _of_validation,
        HTTPException: _of_http,
        ClientDisconnect: _of_the_departed,
        Exception: _of_the_unexpected,
    }
    for kind, answer in answers.items():
        app.add_exception_handler(kind, _counted(answer, metrics))
    app.add_exception_handler(WebSocketRequestValidationError, _close_socket)


def _counted(
    answer: Callable[[Request, Any], Response], metrics: Metrics
) -> Callable[[Any, Exception], Awaitable[Any]]:
    async def handler(request: Request | WebSocket, error: Exception) -> Response | None:
        if isinstance(request, WebSocket):
            metrics.problems.labels(_code_of(error, 500)).inc()
            await _end_socket(request, error)
            return None
        response = answer(request, error)
        metrics.problems.labels(_code_of(error, response.status_code)).inc()
        return response

    return handler


def _code_of(error: Exception, status: int) -> str:
    if isinstance(error, ClientDisconnect):
        return "client_gone"
    return error.code if isinstance(error, HubError) else _CODES.get(status, "internal_error")


def _of_ours(request: Request, error: HubError) -> Response:
    status = status_of(error)
    headers: dict[str, str] = {}
    errors: list[dict[str, str]] = []
    if isinstance(error, RateLimited):
        headers["Retry-After"] = str(max(1, math.ceil(error.retry_after_s)))
    elif isinstance(error, Unavailable):
        headers["Retry-After"] = "1"
    elif isinstance(error, NotSignedIn):
        headers["WWW-Authenticate"] = 'Session realm="hotline-hub"'
    elif isinstance(error, Unprocessable):
        errors = [{"pointer": f"#/{field}", "code": reason} for field, reason in error.fields.items()]
    # What a driver says of a failing store may hold addresses or values; the code tells enough.
    detail = "" if isinstance(error, StoreUnavailable | OutcomeUnknown) else error.detail
    extra = error.extra if isinstance(error, Conflict) else None
    return problem(
        status,
        error.code,
        detail,
        errors=errors,
        headers=headers,
        correlation=_correlation(request, status),
        extra=extra,
    )


def _of_validation(_request: Request, error: RequestValidationError) -> Response:
    faults = error.errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        return problem(400, "malformed_json", "The body is not JSON.")
    if any(fault["loc"][0] == "path" for fault in faults):
        return problem(404, "not_found", "There is nothing at this address.")
    return problem(
        422, "not_acceptable_values", "Some values are not acceptable.", errors=list(_errors(faults[:_MOST_ERRORS]))
    )


def _errors(faults: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, str]]:
    for fault in faults:
        place, *path = [str(part)[:_LONGEST_NAME] for part in fault["loc"]]
        where = (
            {"pointer": "#" + "".join(f"/{_escaped(part)}" for part in path)}
            if place == "body"
            else {"parameter": "/".join(path), "in": place}
        )
        kind = str(fault["type"])
        detail = "not acceptable" if kind in _ECHOING or kind.endswith("_parsing") else str(fault["msg"])
        yield {**where, "code": kind, "detail": detail}


def _escaped(part: str) -> str:
    """Return one token of a JSON pointer (RFC 6901 §3)."""
    return part.replace("~", "~0").replace("/", "~1")


def _of_http(request: Request, error: HTTPException) -> Response:
    status = error.status_code
    if status < 400:
        return Response(status_code=status, headers=error.headers)
    code, detail = _CODES.get(status, f"status_{status}"), ""
    if status == 400 and isinstance(error.__cause__, UnicodeDecodeError):
        code, detail = "malformed_text", "The body is not UTF-8."
    elif status == 413:
        detail = "The body is larger than this address takes."
    return problem(status, code, detail, headers=error.headers, correlation=_correlation(request, status))


def _of_the_departed(_request: Request, _error: ClientDisconnect) -> Response:
    """Answer a client that left in the middle of its request: nobody hears it, and it is no failure of ours."""
    return problem(400, "client_gone")


def _of_the_unexpected(request: Request, error: Exception) -> Response:
    correlation = _correlation(request, 500)
    log.error("request.failed", exc_info=error, correlation=correlation, method=request.method, route=route_of(request))
    return problem(500, "internal_error", "Something went wrong on our side.", correlation=correlation)


async def _close_socket(socket: WebSocket, _error: Exception) -> None:
    await socket.close(code=_WS_POLICY_VIOLATION, reason="not_acceptable_values")


async def _end_socket(socket: WebSocket, error: Exception) -> None:
    """Close a socket whose route met one of our errors; before the handshake is done this refuses it."""
    ours = _WS_POLICY_VIOLATION if isinstance(error, HubError) and status_of(error) < 500 else _WS_INTERNAL_ERROR
    code = _WS_TRY_AGAIN_LATER if isinstance(error, Unavailable | RateLimited) else ours
    with suppress(RuntimeError, WebSocketDisconnect):  # it is closed already
        await socket.close(code=code)


def route_of(request: HTTPConnection) -> str:
    """Return the template of the route that answers, `other` if none does."""
    return str(getattr(request.scope.get("route"), "path", "other"))


def _correlation(request: Request, status: int) -> str | None:
    return request.scope.get(CORRELATION) if status >= 500 else None
