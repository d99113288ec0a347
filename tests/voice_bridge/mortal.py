"""A store seen by a process that is to die at one of its calls: before it reached the store, or before the answer."""

from collections.abc import Coroutine
from typing import Any

from hub.database import Database
from hub.model import NORMAL


class Died(Exception):
    """The process is gone."""


class Mortal:
    """A store that lets its user die, once it is told when."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._calls = 0
        self._after = False

    def dies_at(self, call: int, *, after: bool) -> None:
        """Let the process die at the n-th call from now on, after the store has done what was asked, or before."""
        self._calls, self._after = call, after

    async def write(self, unit: Any, args: Any, priority: int = NORMAL) -> Any:
        """See `Database.write`."""
        return await self._live(self._database.write(unit, args, priority))

    async def read(self, query: Any, args: Any) -> Any:
        """See `Database.read`."""
        return await self._live(self._database.read(query, args))

    async def _live(self, call: Coroutine[Any, Any, Any]) -> Any:
        self._calls -= 1
        if self._calls == 0 and not self._after:
            call.close()
            raise Died
        answer = await call
        if self._calls == 0:
            raise Died
        return answer
