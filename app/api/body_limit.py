"""Refuses a body that is larger than its address takes, before it is read into memory.

Rule: the refusal is a problem (413) that reaches the client: a body of moderate size is read and thrown away first,
because a connection closed over unread bytes is reset and the client would see an error instead of our answer.
"""

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub import patience

JSON_LIMIT_BYTES = 1_000_000
_POLITE_BYTES = 32_000_000
"What we read and throw away so that the client hears us; who sends more is cut off."
_POLITE_S = 5.0


class BodyLimit:
    """Counts the bytes of each body; `larger` names the addresses that take more than JSON does."""

    def __init__(self, app: ASGIApp, *, larger: Sequence[tuple[str, int]] = ()) -> None:
        self._app = app
        self._larger = tuple(larger)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a `receive` that counts."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = next((most for prefix, most in self._larger if scope["path"].startswith(prefix)), JSON_LIMIT_BYTES)
        headers = Headers(scope=scope)
        declared = headers.get("content-length", "")
        too_large = declared.isdecimal() and int(declared) > limit
        # Who waits for our "100 Continue" has not sent anything that could be thrown away.
        waits = headers.get("expect", "").lower() == "100-continue"
        taken = 0

        async def receive_counted() -> Message:
            nonlocal taken
            message: Message = {"type": "http.request"} if too_large and waits else await receive()
            taken += len(message.get("body", b""))
            if too_large or taken > limit:
                if message.get("more_body", False):
                    await _throw_away(receive)
                raise HTTPException(413, headers={"Connection": "close"})
            return message

        await self._app(scope, receive_counted, send)


async def _throw_away(receive: Receive) -> None:
    """Read what still comes, within bounds."""
    thrown = 0
    try:
        async with patience.timeout(_POLITE_S):
            while thrown <= _POLITE_BYTES:
                message = await receive()
                thrown += len(message.get("body", b""))
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return
    except TimeoutError:
        return
