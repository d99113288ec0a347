"""Errors as a client sees them: one form, stable codes, and nothing of what was sent."""

import io
import json
from collections.abc import Iterator
from typing import Annotated, Literal

import pytest
import structlog
from fastapi import APIRouter, Body, HTTPException, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.types import Message
from starlette.websockets import WebSocket

from app import logs
from app.metrics import Metrics
from app.problems import MEDIA_TYPE, status_of
from hub import errors
from hub.errors import HubError
from tests.app.web_client import application_of, client_of

pytestmark = pytest.mark.unit

SENT = "13800138000"


class Place(BaseModel):
    lat: Annotated[float, Field(ge=-90, le=90)]


class Cat(BaseModel):
    kind: Literal["cat"]


class Dog(BaseModel):
    kind: Literal["dog"]


class Report(BaseModel):
    text: Annotated[str, Field(max_length=10)]
    place: Place
    pet: Annotated[Cat | Dog, Field(discriminator="kind")] = Cat(kind="cat")


def _routes() -> APIRouter:
    router = APIRouter(prefix="/api")

    @router.post("/reports")
    async def take(report: Report, number: Annotated[int, Query(ge=1)] = 1) -> dict[str, int]:
        return {"length": len(report.text), "number": number}

    @router.get("/fails/{what}")
    async def fail(what: str) -> None:
        raise {
            "limited": errors.RateLimited("locked_out", "too many", retry_after_s=2.2),
            "fields": errors.Unprocessable("password_weak", "too short", {"new_password": "too_short"}),
            "stranger": errors.NotSignedIn("not_signed_in"),
            "away": errors.StoreUnavailable("store_away", f"no route to {SENT}"),
            "lost": errors.OutcomeUnknown("outcome_unknown"),
            "second": errors.IllegalTransition("no_such_step"),
            "teapot": HTTPException(418, SENT),
            "bug": RuntimeError(SENT),
        }[what]

    @router.post("/reads")
    async def read(request: Request) -> dict[str, int]:
        return {"length": len(await request.body())}

    @router.post("/anything")
    async def anything(content: Annotated[object, Body()]) -> dict[str, str]:
        return {"type": type(content).__name__}

    return router


@pytest.mark.parametrize(
    ("what", "status", "code", "headers"),
    [
        ("limited", 429, "locked_out", {"retry-after": "3"}),
        ("fields", 422, "password_weak", {}),
        ("stranger", 401, "not_signed_in", {"www-authenticate": 'Session realm="hotline-hub"'}),
        ("away", 503, "store_away", {"retry-after": "1"}),
        ("lost", 503, "outcome_unknown", {"retry-after": "1"}),
        ("second", 409, "no_such_step", {}),
        ("teapot", 418, "status_418", {}),
    ],
)
async def test_each_error_of_ours_has_its_status_code_and_headers(
    what: str, status: int, code: str, headers: dict[str, str]
) -> None:
    async with client_of(_routes()) as client:
        answer = await client.get(f"/api/fails/{what}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert headers.items() <= answer.headers.items()
    told = answer.json()
    assert (told["status"], told["code"], told["type"]) == (status, code, f"urn:hotline-hub:problem:{code}")
    assert SENT not in answer.text


def test_every_class_of_the_tree_has_a_status() -> None:
    def all_below(kind: type[HubError]) -> Iterator[type[HubError]]:
        for below in kind.__subclasses__():
            yield below
            yield from all_below(below)

    for kind in all_below(HubError):
        if kind.__module__.startswith("hub.errors"):
            assert 400 <= status_of(kind.__new__(kind)) <= 503


async def test_fields_that_are_not_acceptable_are_named_by_pointer_and_code() -> None:
    async with client_of(_routes()) as client:
        sent = {"text": SENT, "place": {"lat": 91}, "pet": {"kind": SENT}}
        answer = await client.post("/api/reports?number=0", json=sent)
    assert answer.status_code == 422
    assert SENT not in answer.text
    told = answer.json()
    assert told["code"] == "not_acceptable_values"
    named = {(one.get("pointer") or one["parameter"], one["code"]) for one in told["errors"]}
    assert named == {
        ("#/text", "string_too_long"),
        ("#/place/lat", "less_than_equal"),
        ("#/pet", "union_tag_invalid"),
        ("number", "greater_than_equal"),
    }


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"text": ', 400, "malformed_json"),
        (b"", 422, "not_acceptable_values"),
        (b'{"text": "\xff\xfe"}', 400, "malformed_text"),
        (b"[" * 200_000, 400, "bad_request"),
        (b'{"text": "\\ud800", "place": {"lat": 1}}', 422, "not_acceptable_values"),
        (b'{"text": "ok", "place": {"lat": NaN}}', 422, "not_acceptable_values"),
        (b'"text"', 422, "not_acceptable_values"),
        (b'{"text": 5, "place": []}', 422, "not_acceptable_values"),
    ],
)
async def test_a_body_that_is_not_what_it_should_be_is_refused_plainly(body: bytes, status: int, code: str) -> None:
    async with client_of(_routes()) as client:
        answer = await client.post("/api/reports", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_body_without_the_json_type_is_not_read_as_json() -> None:
    async with client_of(_routes()) as client:
        answer = await client.post(
            "/api/reports", content=b'{"text":"x","place":{"lat":1}}', headers={"Content-Type": "text/plain"}
        )
    assert answer.status_code == 422


async def test_unknown_addresses_and_methods_are_problems_too() -> None:
    async with client_of(_routes()) as client:
        nowhere = await client.post("/api/nowhere")
        method = await client.delete("/api/reports")
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "not_found")
    assert (method.status_code, method.json()["code"]) == (405, "method_not_allowed")
    assert method.headers["allow"] == "POST"


async def test_what_nobody_expected_tells_only_the_id_under_which_it_is_logged() -> None:
    stream = io.StringIO()
    metrics = Metrics()
    logs.configure("info", "json", process="test", stream=stream)
    try:
        async with client_of(_routes(), metrics=metrics) as client:
            answer = await client.get("/api/fails/bug")
    finally:
        structlog.reset_defaults()
    told = answer.json()
    assert answer.status_code == 500
    assert (told["code"], told["correlation"]) == ("internal_error", answer.headers["x-correlation-id"])
    logged = [json.loads(line) for line in stream.getvalue().splitlines()]
    (line,) = [one for one in logged if one["event"] == "request.failed"]
    assert (line["correlation"], line["exception"]) == (told["correlation"], "RuntimeError")
    assert line["route"] == "/api/fails/{what}"
    assert SENT not in answer.text + stream.getvalue()
    assert metrics.registry.get_sample_value("hub_problems_total", {"code": "internal_error"}) == 1


async def test_a_client_that_leaves_in_the_middle_of_its_body_is_counted_and_no_failure_of_ours() -> None:
    stream = io.StringIO()
    logs.configure("info", "json", process="test", stream=stream)
    metrics = Metrics()
    told: list[Message] = []

    async def leave() -> Message:
        return {"type": "http.disconnect"}

    async def hear(message: Message) -> None:
        told.append(message)

    scope: dict[str, object] = {"type": "http", "method": "POST", "path": "/api/reads", "query_string": b""}
    scope |= {"headers": [], "client": None}
    try:
        await application_of(_routes(), metrics=metrics)(scope, leave, hear)
    finally:
        structlog.reset_defaults()
    assert told[0]["status"] == 400
    assert "request.failed" not in stream.getvalue()
    assert metrics.registry.get_sample_value("hub_problems_total", {"code": "client_gone"}) == 1


@pytest.mark.parametrize(
    ("path", "ends"),
    [
        ("/api/shut/away", [("websocket.close", 1013)]),
        ("/api/shut/stranger", [("websocket.close", 1008)]),
        ("/api/open/away", [("websocket.accept", None), ("websocket.close", 1013)]),
    ],
)
async def test_a_socket_that_meets_an_error_is_closed_with_what_to_do_next(
    path: str, ends: list[tuple[str, int | None]]
) -> None:
    router = APIRouter(prefix="/api")

    @router.websocket("/{manner}/{what}")
    async def meet(socket: WebSocket, manner: str, what: str) -> None:
        if manner == "open":
            await socket.accept()
        raise errors.StoreUnavailable("store_away") if what == "away" else errors.NotSignedIn("not_signed_in")

    told: list[Message] = []

    async def connect() -> Message:
        return {"type": "websocket.connect"}

    async def hear(message: Message) -> None:
        told.append(message)

    scope: dict[str, object] = {"type": "websocket", "scheme": "ws", "path": path, "query_string": b"", "headers": []}
    await application_of(router)(scope, connect, hear)
    assert [(one["type"], one.get("code")) for one in told] == ends


async def test_problems_are_never_cached_and_described_in_the_schema() -> None:
    async with client_of(_routes()) as client:
        assert (await client.get("/api/fails/stranger")).headers["cache-control"] == "no-store"
        schema = (await client.get("/api/openapi.json")).json()
    responses = schema["paths"]["/api/reports"]["post"]["responses"]
    assert set(responses) == {"200", "default"}
    assert "application/problem+json" in responses["default"]["content"]


async def test_requests_are_counted_by_their_routes_template_and_never_by_what_a_client_chose() -> None:
    metrics = Metrics()
    async with client_of(_routes(), metrics=metrics) as client:
        await client.get(f"/api/fails/second?phone={SENT}")
        await client.get(f"/api/{SENT}")
        await client.request("BREW", "/api/reports")
    page = metrics.page().decode()
    assert SENT not in page
    assert 'hub_http_request_seconds_count{method="GET",route="/api/fails/{what}",status="4xx"} 1.0' in page
    assert 'method="GET",route="other",status="4xx"' in page
    assert "BREW" not in page
