"""The inbox's WebSocket: facts with their cursors, and the heartbeat that keeps an agent present.

    C→S  {"t":"hello","cursor":"…"|null}      within five seconds
    S→C  {"t":"welcome","cursor":"…"}         facts behind the given cursor follow
    S→C  {"t":"reset","cursor":"…"}           read everything afresh by HTTP; facts behind this cursor follow
    S→C  {"t":"event","cursor":"…","type":"…","ids":{…},"data":{…},"view":{…}}
    S→C  {"t":"synced","cursor":"…"}          the page has everything up to here
    C→S  {"t":"watch","conversation_id":"…"}  and {"t":"unwatch",…}
    S→C  {"t":"watched","conversation_id":"…"}  somebody else's: its facts come from here on, read it once more
    C→S  {"t":"beat"}                         each ten seconds
    both {"t":"typing","conversation_id":"…","on":true}   a page adds "note" and "words" (a reply stands there)
    S→C  {"t":"company","conversation_id":"…","people":[{"user_id":"…","name":"…","doing":"reply"|"note"|null}],
          "answering":{"user_id":"…","name":"…","for_ms":30000}|null}   who has it open; oneself is among them
    C→S  {"t":"board","on":true}              supervisors: everything on the board at once, then what changes
    S→C  {"t":"board","full":true,"now_ms":…,"queues":[…],"agents":[…],"gone":[…]}

Close codes: 4401 not signed in, 4403 foreign origin, 4408 silent, 1013 too slow (come back with the cursor), 1012
restart (come back at once).
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from app.api.deps import Caller, Guards
from app.board import Board, Watcher
from app.presence import Doing, Presence
from app.stream import Follower, Stream
from hub import crash, patience
from hub.errors import NotPermitted, NotSignedIn, Unavailable
from hub.ids import is_id
from hub.scope import Role


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a page may take, and how often it hears how far it is."""

    hello_s: float = 5.0
    silent_s: float = 45.0
    synced_s: float = 5.0


class _Gone(Exception):
    """The page has closed, or has to be closed with `code`."""

    def __init__(self, code: int = 1000) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class StreamParts:
    """What the socket works with."""

    stream: Stream
    guards: Guards
    beat: Callable[[str], Awaitable[None]]
    "Prolongs an agent's presence."
    typing: Callable[[str, str, bool], Awaitable[None]]
    "Shows the tourist that this person writes in a conversation."
    stopping: asyncio.Event
    "Set when the process drains."
    board: Board
    presence: Presence
    pace: Pace = field(default_factory=Pace)


def stream_router(parts: StreamParts) -> APIRouter:
    """Return the route of `/api/stream`."""
    router = APIRouter()

    @router.websocket("/api/stream")
    async def follow(socket: WebSocket) -> None:
        try:
            caller = await parts.guards.of_socket(socket)
        except NotSignedIn:
            await _refuse(socket, 4401)
            return
        except NotPermitted:
            await _refuse(socket, 4403)
            return
        await socket.accept()
        await _Conversation(socket, caller, parts).run()

    return router


async def _refuse(socket: WebSocket, code: int) -> None:
    """Accept and close at once, since a browser tells its page no reason for a handshake that was refused."""
    await socket.accept()
    await socket.close(code)


class _Conversation:
    """One page's socket from hello to close."""

    def __init__(self, socket: WebSocket, caller: Caller, parts: StreamParts) -> None:
        self._socket = socket
        self._caller = caller
        self._parts = parts
        self._stream = parts.stream
        self._user_id = caller.signed_in.user.id
        self._watcher: Watcher | None = None

    async def run(self) -> None:
        """Serve the page; every end closes the socket with a code that says what to do next."""
        code = 1000
        follower: Follower | None = None
        try:
            cursor = await self._hello()
            scope = self._caller.scope(Role.AGENT, Role.SUPERVISOR, Role.DUTY_CHIEF)
            sirens = self._caller.signed_in.has(Role.SUPERVISOR, Role.DUTY_CHIEF)
            follower, fresh = await self._stream.follow(self._user_id, scope, cursor, sirens=sirens)
            first = {"t": "welcome", "cursor": cursor} if fresh is None else {"t": "reset", "cursor": fresh}
            await self._socket.send_text(json.dumps(first))
            await self._serve(follower)
        except* _Gone as gone:
            code = max(inner.code for inner in gone.exceptions if isinstance(inner, _Gone))
        except* Unavailable:
            code = 1013
        except* (WebSocketDisconnect, TimeoutError):
            code = 4408
        finally:
            if follower is not None:
                self._stream.leave(follower)
                self._parts.presence.leave(follower)
            self._leave_board()
            with suppress(RuntimeError, WebSocketDisconnect):
                await self._socket.close(code)

    async def _hello(self) -> str | None:
        async with patience.timeout(self._parts.pace.hello_s):
            hello = await self._receive()
        cursor = hello.get("cursor")
        if hello.get("t") != "hello" or not isinstance(cursor, str | None):
            raise _Gone(4400)
        return cursor

    async def _serve(self, follower: Follower) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._send(follower), name="stream-send")
            group.create_task(self._listen(follower), name="stream-listen")
            group.create_task(self._until_stopping(), name="stream-stopping")

    async def _send(self, follower: Follower) -> None:
        while True:
            while follower.mailbox:
                await self._socket.send_text(follower.mailbox.popleft())
                crash.point("stream.told")
            if follower.lost:
                raise _Gone(1013)
            follower.ready.clear()
            try:
                async with patience.timeout(self._parts.pace.synced_s):
                    await follower.ready.wait()
            except TimeoutError:
                cursor = self._stream.handed(follower)
                if cursor is not None and not follower.mailbox:
                    await self._socket.send_text(json.dumps({"t": "synced", "cursor": cursor}))

    async def _listen(self, follower: Follower) -> None:
        while True:
            async with patience.timeout(self._parts.pace.silent_s):
                frame = await self._receive()
            conversation_id = frame.get("conversation_id")
            match frame.get("t"):
                case "beat":
                    if not await self._parts.guards.holds(self._caller):
                        raise _Gone(4401)
                    await self._parts.beat(self._user_id)
                case "typing" if isinstance(conversation_id, str) and is_id(conversation_id):
                    await self._write(follower, conversation_id, frame)
                case "watch" if isinstance(conversation_id, str) and is_id(conversation_id):
                    await self._show(follower, conversation_id)
                case "board":
                    await self._look_at_board(follower, on=frame.get("on") is True)
                case "unwatch" if isinstance(conversation_id, str):
                    follower.watched.discard(conversation_id)
                    self._parts.presence.go(follower, conversation_id)
                case _:
                    raise _Gone(4400)

    async def _show(self, follower: Follower, conversation_id: str) -> None:
        if await self._stream.watch(follower, conversation_id):
            self._parts.presence.come(follower, self._caller.signed_in.user.display_name, conversation_id)

    async def _write(self, follower: Follower, conversation_id: str, frame: dict[str, Any]) -> None:
        """Tell colleagues what is written, and the tourist if it is a reply."""
        on, note = frame.get("on") is True, frame.get("note") is True
        doing = (Doing.NOTE if note else Doing.REPLY) if on else None
        self._parts.presence.write(follower, conversation_id, doing, words=frame.get("words") is True)
        if not note:
            await self._parts.typing(self._user_id, conversation_id, on)

    async def _look_at_board(self, follower: Follower, *, on: bool) -> None:
        scope = self._caller.scope(Role.SUPERVISOR)
        self._leave_board()
        if on and scope:
            self._watcher = await self._parts.board.watch(scope, follower.put)

    def _leave_board(self) -> None:
        if self._watcher is not None:
            self._parts.board.leave(self._watcher)
            self._watcher = None

    async def _until_stopping(self) -> None:
        await self._parts.stopping.wait()
        raise _Gone(1012)

    async def _receive(self) -> dict[str, Any]:
        try:
            frame = json.loads(await self._socket.receive_text())
        except WebSocketDisconnect:
            raise _Gone from None
        except (ValueError, KeyError, RecursionError):  # no JSON, no text, or JSON nested without end
            raise _Gone(4400) from None
        if not isinstance(frame, dict):
            raise _Gone(4400)
        return frame
