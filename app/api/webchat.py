"""Web chat over HTTP and WebSocket: sessions, the socket, and the way round for networks without sockets.

    POST /webchat/v1/session              begin, or come back                      → tokens, where the thread stands
    WS   /webchat/v1/ws                   frames; the first one shows the pass
    GET  /webchat/v1/poll?after_seq=      frames behind a number, waiting up to 25 s
    POST /webchat/v1/messages             one frame                                → ack, nack or nothing
    GET  /webchat/v1/history?before_seq=  older messages

Rules: the pass travels in the `Authorization` header or the first frame, never in an address; there are no cookies, so
no page can borrow a visitor's session; answers are readable only for pages of origins that a site allows.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, WebSocket
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, Response

from app.problems import problem, status_of
from app.security import OwnOrigin, address_of
from app.webchat_socket import SocketWire
from channels.webchat.desk import Desk, Guest, Page, SessionAnswer, SessionRequest
from channels.webchat.identity import Claim
from channels.webchat.limits import MAX_FRAME_BYTES, MAX_TEXT
from channels.webchat.outbound import bearer
from channels.webchat.polling import WAIT_S, poll
from channels.webchat.posting import post
from channels.webchat.render import BEAT_S, message_object
from channels.webchat.session import Stretch
from channels.webchat.sites import Site, origin_of
from channels.webchat.tokens import PASS_LIFE_MS
from channels.webchat.visit import Visit
from hub.errors import BadRequest, HubError, NotPermitted, RateLimited, Unavailable, Unprocessable
from hub.texts import fallbacks

PREFIX = "/webchat/v1"
_SESSION_BYTES = 16 * 1024
_HISTORY = 50
_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", re.ASCII)
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "authorization, content-type",
    "Access-Control-Max-Age": "600",
}
Seq = Annotated[int, Query(ge=0, le=2**53 - 1)]


class IdentityBody(BaseModel):
    """Whom the page says it has before it, with the site's proof."""

    model_config = ConfigDict(extra="ignore", strict=True, hide_input_in_errors=True)

    id: Annotated[str | None, Field(max_length=256)] = None
    name: Annotated[str | None, Field(max_length=256)] = None
    hash: Annotated[str | None, Field(max_length=256)] = None
    jwt: Annotated[str | None, Field(max_length=8192)] = None


class SessionBody(BaseModel):
    """What a page sends to begin."""

    model_config = ConfigDict(extra="ignore", strict=True, hide_input_in_errors=True)

    site_key: Annotated[str, Field(min_length=1, max_length=64)]
    visitor_token: Annotated[str | None, Field(max_length=512)] = None
    identity: IdentityBody | None = None
    page: Annotated[str | None, Field(max_length=4096)] = None
    locale: Annotated[str | None, Field(max_length=64)] = None


def webchat_router(desk: Desk, own: OwnOrigin) -> APIRouter:
    """Return the routes of web chat."""
    door = _Door(desk, own)
    router = APIRouter(prefix=PREFIX, include_in_schema=False)

    @router.options("/{path:path}")
    async def preflight(request: Request) -> Response:
        return Response(status_code=204, headers={**await door.cors(request), **_PREFLIGHT})

    @router.post("/session")
    async def session(request: Request) -> Response:
        return await door.answer(request, door.session)

    @router.post("/messages")
    async def messages(request: Request) -> Response:
        return await door.answer(request, door.messages)

    @router.get("/poll")
    async def polled(request: Request, after_seq: Seq = 0, mark: Annotated[str, Query(max_length=16)] = "") -> Response:
        return await door.answer(request, lambda asked: door.poll(asked, after_seq, mark))

    @router.get("/history")
    async def history(
        request: Request, before_seq: Seq = 2**53 - 1, limit: Annotated[int, Query(ge=1, le=200)] = _HISTORY
    ) -> Response:
        return await door.answer(request, lambda asked: door.history(asked, before_seq, limit))

    @router.websocket("/ws")
    async def socket(websocket: WebSocket) -> None:
        await websocket.accept()
        await Visit(desk, SocketWire(websocket), door.page(websocket)).run()

    return router


class _Door:
    """The answers, and what they have in common."""

    def __init__(self, desk: Desk, own: OwnOrigin) -> None:
        self._desk = desk
        self._own = own

    def page(self, connection: HTTPConnection) -> Page:
        """Return where a request comes from."""
        try:
            self._own.require(connection)
        except NotPermitted:
            own = False
        else:
            own = True
        return Page(origin_of(connection.headers.get("origin")), own, address_of(connection))

    async def cors(self, request: Request) -> dict[str, str]:
        """Return the headers that let the asking page read the answer, if any site knows it."""
        origin = request.headers.get("origin")
        headers = {"Vary": "Origin"}
        if origin is not None and await self._desk.allows_anywhere(self.page(request)):
            headers["Access-Control-Allow-Origin"] = origin
            headers["Access-Control-Expose-Headers"] = "retry-after"
        return headers

    async def answer(self, request: Request, work: Callable[[Request], Awaitable[Response]]) -> Response:
        """Do the work; errors become problems that the page can read."""
        try:
            response = await work(request)
        except HubError as error:
            response = _problem(error)
        try:
            response.headers.update(await self.cors(request))
        except Unavailable as error:
            response = _problem(error)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    async def session(self, request: Request) -> Response:
        """Open a session."""
        body = await request.body()
        if len(body) > _SESSION_BYTES:
            raise BadRequest("body_too_large", "a session's request is small")
        try:
            asked = SessionBody.model_validate_json(body)
        except ValidationError as error:
            raise _unreadable(error) from None
        identity = asked.identity or IdentityBody()
        lang = asked.locale if asked.locale and _LANG.fullmatch(asked.locale) else None
        answer = await self._desk.open(
            SessionRequest(
                asked.site_key,
                asked.visitor_token,
                Claim(identity.id, identity.name, identity.hash, identity.jwt),
                lang,
                self.page(request),
            )
        )
        return JSONResponse(_session_view(answer, lang), headers={"Cache-Control": "no-store"})

    async def messages(self, request: Request) -> Response:
        """Take one frame."""
        guest = await self._guest(request)
        posted = await post(self._desk, guest, await request.body())
        if posted.answer is None:
            return Response(status_code=204)
        if not posted.refused:
            return JSONResponse(dict(posted.answer))
        status = 422 if posted.retry_s is None else 503 if posted.answer["code"] == "unavailable" else 429
        headers = {} if posted.retry_s is None else {"Retry-After": str(max(1, round(posted.retry_s)))}
        return JSONResponse(dict(posted.answer), status_code=status, headers=headers)

    async def poll(self, request: Request, after: int, mark: str) -> Response:
        """Wait for frames."""
        polled = await poll(self._desk, await self._guest(request), after, mark)
        content = f'{{"frames":[{",".join(polled.frames)}],"mark":"{polled.mark}"}}'
        return Response(content, media_type="application/json")

    async def history(self, request: Request, before: int, limit: int) -> Response:
        """Read older messages."""
        guest = await self._guest(request)
        arrived = await self._desk.arrive(guest)
        page = await self._desk.thread(Stretch(guest.identity_id, limit + 1, before=before))
        shown = [message_object(message) for message in page[-limit:]]
        return JSONResponse({"messages": shown, "more": len(page) > limit, "last_seq": arrived.last_seq})

    async def _guest(self, request: Request) -> Guest:
        try:
            token = bearer(request.headers.get("authorization"))
            return await self._desk.admit(token, self.page(request))
        except HubError as refusal:
            self._desk.note_refusal(refusal)
            raise


def _session_view(answer: SessionAnswer, lang: str | None) -> Mapping[str, Any]:
    identity = answer.opened.identity
    return {
        "session_id": answer.session,
        "visitor_token": answer.visitor_token,
        "resume_token": answer.resume_token,
        "expires_in_s": PASS_LIFE_MS // 1000,
        "ws_url": f"{PREFIX}/ws",
        "last_seq": identity.pub_seq,
        "read_seq": identity.read_seq,
        "known": answer.opened.is_known,
        "merged": answer.opened.merged,
        "limits": {"frame_bytes": MAX_FRAME_BYTES, "text": MAX_TEXT, "beat_s": BEAT_S, "poll_s": WAIT_S},
        "site": {**_words(answer.site, lang), "privacy_url": answer.site.privacy_url},
    }


def _words(site: Site, lang: str | None) -> dict[str, str | None]:
    return {
        name: next((by_lang[one] for one in fallbacks(lang) if one in by_lang), None)
        for name, by_lang in site.words.items()
    }


def _unreadable(error: ValidationError) -> HubError:
    faults = error.errors(include_input=False, include_context=False, include_url=False)
    if any(fault["type"] == "json_invalid" for fault in faults):
        return BadRequest("malformed_json", "The body is not JSON.")
    fields = {"/".join(str(part)[:64] for part in fault["loc"]): str(fault["type"]) for fault in faults[:20]}
    return Unprocessable("not_acceptable_values", "Some values are not acceptable.", fields)


def _problem(error: HubError) -> Response:
    headers: dict[str, str] = {}
    if isinstance(error, RateLimited):
        headers["Retry-After"] = str(max(1, round(error.retry_after_s)))
    elif isinstance(error, Unavailable):
        headers["Retry-After"] = "1"
    errors = (
        [{"pointer": f"#/{name}", "code": code} for name, code in error.fields.items()]
        if isinstance(error, Unprocessable)
        else []
    )
    return problem(status_of(error), error.code, error.detail, errors=errors, headers=headers)
