"""Commands of the staff API: one effect and one answer for each Idempotency-Key, whatever the network does.

Rules (CONTRACTS "Idempotency-Key"):
1. The answer is kept for 24 hours under (actor, method, path, key) in the transaction of the effect, so there is
   never the one without the other.
2. The same key with another request is 422, a key whose first request is still at work is 409, a repeat gets the
   kept answer with `Idempotency-Replayed: true`.
3. An error is not kept: it had no effect, and a repeat is judged anew.
4. No secret is kept: fields marked `OneTime` stand in the first answer and are null in a repeat.

A route says `return await commands.run(command, unit, args, answer=View.of)`.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from fastapi.responses import Response
from pydantic import BaseModel

from hub import crash
from hub.database import Database, Tx
from hub.errors import BadRequest, Conflict, Unprocessable
from hub.model import NORMAL, Actor
from hub.people import SignedIn
from hub.store import idempotency
from hub.store.idempotency import CommandKey, KeptAnswer

A = TypeVar("A")
R = TypeVar("R")

REPLAYED = "Idempotency-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,128}", re.ASCII)


class _OneTimeMark:
    """Marks a field that is told once and not kept."""


OneTime = Annotated[str | None, _OneTimeMark()]
"The type of a view's field that holds a secret: in the first answer only."


@dataclass(frozen=True, slots=True)
class Command:
    """Who asks for what under which key."""

    signed_in: SignedIn
    key: CommandKey
    request_hash: str

    @property
    def actor(self) -> Actor:
        """The person, for events and the audit."""
        return Actor("user", self.signed_in.user.id)


def named(signed_in: SignedIn, method: str, path: str, key: str | None, content: tuple[bytes, ...]) -> Command:
    """Return the command that a request asks for; `content` is what makes two requests differ.

    Raises:
        BadRequest: the key is missing or is not 1 to 128 visible ASCII characters.
    """
    if key is None:
        raise BadRequest("idempotency_key_missing", "send an Idempotency-Key, a new one for each intent")
    if not _KEY.fullmatch(key):
        raise BadRequest("idempotency_key_invalid", "1 to 128 visible ASCII characters")
    digest = hashlib.sha256()
    for part in content:
        digest.update(len(part).to_bytes(8, "big") + part)
    return Command(signed_in, CommandKey(signed_in.user.id, method, path, key), digest.hexdigest())


@dataclass(frozen=True, slots=True)
class _Keyed(Generic[A, R]):
    command: Command
    unit: Callable[[Tx, A], R]
    args: A
    answer: Callable[[R], BaseModel] | None
    status: int


@dataclass(frozen=True, slots=True)
class _Answered:
    kept: KeptAnswer
    told: str
    "The body to send: what is kept, with the secrets."
    replayed: bool


class Commands:
    """Runs the units of commands, each once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._running: set[CommandKey] = set()

    async def run(
        self,
        command: Command,
        unit: Callable[[Tx, A], R],
        args: A,
        *,
        answer: Callable[[R], BaseModel] | None = None,
        status: int = 200,
        priority: int = NORMAL,
    ) -> Response:
        """Run `unit` once for the command's key and return its answer.

        Args:
            command: from the guard of the route.
            unit: the effect.
            args: what the unit needs.
            answer: makes the body of what the unit returns, pure; without it the answer is 204.
            status: of an answer with a body.
            priority: of the unit.

        Raises:
            Conflict: code `idempotency_key_in_use`.
            Unprocessable: code `idempotency_key_reused`.
        """
        with self._alone(command.key):
            return await self._written(_Keyed(command, unit, args, answer, status), priority)

    async def run_after(
        self,
        command: Command,
        prepare: Callable[[], Awaitable[A]],
        unit: Callable[[Tx, A], R],
        *,
        answer: Callable[[R], BaseModel] | None = None,
        status: int = 200,
        priority: int = NORMAL,
    ) -> Response:
        """Do the same for a unit whose arguments need work of their own, which a repeat must not do again."""
        with self._alone(command.key):
            kept = await self._database.read(_look, command)
            if kept is not None:
                return _response(_Answered(kept, kept.answer, replayed=True))
            return await self._written(_Keyed(command, unit, await prepare(), answer, status), priority)

    async def sweep(self) -> int:
        """Delete the answers that are older than a day; return how many."""
        return await self._database.write(_sweep, None)

    async def _written(self, keyed: _Keyed[A, R], priority: int) -> Response:
        answered = await self._database.write(_once, keyed, priority)
        _pass_point("after", keyed)
        return _response(answered)

    @contextmanager
    def _alone(self, key: CommandKey) -> Iterator[None]:
        if key in self._running:
            raise _in_use()
        self._running.add(key)
        try:
            yield
        finally:
            self._running.discard(key)


def _once(tx: Tx, keyed: _Keyed[A, R]) -> _Answered:
    command = keyed.command
    if not idempotency.try_lock(tx, command.key):
        raise _in_use()
    kept = _look(tx, command)
    if kept is not None:
        return _Answered(kept, kept.answer, replayed=True)
    result = keyed.unit(tx, keyed.args)
    if keyed.answer is None:
        fresh, told = KeptAnswer(command.request_hash, 204, ""), ""
    else:
        view = keyed.answer(result)
        fresh, told = KeptAnswer(command.request_hash, keyed.status, _without_secrets(view)), view.model_dump_json()
    if not idempotency.keep(tx, command.key, fresh):
        raise _in_use()
    _pass_point("before", keyed)
    return _Answered(fresh, told, replayed=False)


def _pass_point(side: str, keyed: _Keyed[Any, Any]) -> None:
    """Pass the point before or after the commit of a command: its unit is not the one that the store knows."""
    if crash.armed():
        crash.point(f"command.{side}.{crash.name_of(keyed.unit)}")


def _sweep(tx: Tx, _: None) -> int:
    return idempotency.sweep(tx)


def _look(tx: Tx, command: Command) -> KeptAnswer | None:
    kept = idempotency.find(tx, command.key)
    if kept is not None and kept.request_hash != command.request_hash:
        raise Unprocessable("idempotency_key_reused", "this key belongs to another request")
    return kept


def _without_secrets(view: BaseModel) -> str:
    secret = {
        name: None
        for name, field in type(view).model_fields.items()
        if any(isinstance(mark, _OneTimeMark) for mark in field.metadata)
    }
    return view.model_copy(update=secret).model_dump_json()


def _in_use() -> Conflict:
    return Conflict("idempotency_key_in_use", "the first request with this key is still at work")


def _response(answered: _Answered) -> Response:
    headers = {REPLAYED: "true"} if answered.replayed else {}
    if not answered.told:
        return Response(status_code=answered.kept.status, headers=headers)
    return Response(answered.told, answered.kept.status, headers, media_type="application/json")
