"""The production store: PostgreSQL through asyncpg, READ COMMITTED, units in greenlets on the event loop."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.util import greenlet_spawn

from hub import crash
from hub.clock import Clock
from hub.database import postgres_errors as errors
from hub.database.contract import A, Counters, Finding, PoolSizes, R
from hub.database.postgres_check import look
from hub.database.postgres_link import PostgresLink, make_engine
from hub.database.postgres_links import Links
from hub.database.postgres_news import News
from hub.database.postgres_tx import NotAlone, PostgresTx
from hub.database.statements import DialectName
from hub.database.tx import Tx
from hub.database.watch import Signal, Watch
from hub.errors import OutcomeUnknown, StoreUnavailable
from hub.ids import IdSource
from hub.model import NORMAL, RESCUE

ATTEMPTS = 10
"Runs of one unit at most."
COMMIT_TIMEOUT_S = 10.0
"After this the standby or the network is taken for dead; the server's own time-out does not cover commits."
MAX_WAITING = 20_000
"Callers in line from which on only rescues are taken in."

_WRITE = "BEGIN"
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class _Again(Exception):
    """The server has undone this run of the unit; it may be run again."""

    def __init__(self, *, conflict: bool) -> None:
        super().__init__()
        self.conflict = conflict
        "Whether another transaction was in the way, not the network."


class PostgresDatabase:
    """A `Database` on one PostgreSQL server; used from one event loop."""

    dialect: DialectName = "postgresql"

    def __init__(
        self,
        url: str,
        *,
        clock: Clock,
        ids: IdSource,
        name: str,
        sizes: PoolSizes | None = None,
        server_settings: Mapping[str, str] | None = None,
    ) -> None:
        sizes = sizes or PoolSizes()
        self.counters = Counters()
        self._clock = clock
        self._ids = ids
        self._engine = make_engine(url, name, server_settings or {})
        self._writing = Links(self._engine, clock, size=sizes.writes, reserved=sizes.reserved)
        self._reading = Links(self._engine, clock, size=sizes.reads, reserved=0, writes=False)
        self._signal = Signal()
        self._news = News(self._engine, clock, self._signal)
        self._plural: set[object] = set()
        "Queries of which more than one statement is known; the others are tried without a transaction around."
        self._open_calls = 0
        self._closing = False
        # Units that have been in each other's way are run again one by one, or they would meet once more.
        self._second_runs = asyncio.Lock()
        self._idle = asyncio.Event()
        self._idle.set()

    async def write(self, unit: Callable[[Tx, A], R], args: A, priority: int = NORMAL) -> R:
        """See `Database.write`."""
        if self.counters.waiting >= MAX_WAITING and priority != RESCUE:
            self.counters.refused += 1
            raise StoreUnavailable("store_overloaded", f"{MAX_WAITING} units are waiting")
        self._enter()
        self.counters.waiting += 1
        try:
            result = await self._repeat(self._writing, priority, unit, args)
        except BaseException as error:
            self.counters.note(error)
            raise
        finally:
            self.counters.waiting -= 1
            self._leave()
        self.counters.note(None)
        return result

    async def read(self, query: Callable[[Tx, A], R], args: A) -> R:
        """See `Database.read`."""
        self._enter()
        self.counters.reads += 1
        try:
            return await self._repeat(self._reading, NORMAL, query, args)
        except NotAlone:
            self._plural.add(_body(query))
            return await self._repeat(self._reading, NORMAL, query, args)
        finally:
            self._leave()

    def watch(self) -> Watch:
        """See `Database.watch`; to be called on the event loop."""
        self._news.start()
        return Watch(self._signal)

    async def check(self) -> list[Finding]:
        """Look at how the server keeps what it acknowledges."""
        return await self.read(look, None)

    async def close(self) -> None:
        """See `Database.close`."""
        self._closing = True
        await self._idle.wait()
        await self._news.close()
        await self._writing.close()
        await self._reading.close()
        await self._engine.dispose()

    def _enter(self) -> None:
        if self._closing:
            raise StoreUnavailable("store_closed")
        self._open_calls += 1
        self._idle.clear()

    def _leave(self) -> None:
        self._open_calls -= 1
        if self._open_calls == 0:
            self._idle.set()

    async def _repeat(self, links: Links, priority: int, unit: Callable[[Tx, A], R], args: A) -> R:
        link = links.take_at_once(priority) or await links.take(priority)
        try:
            return await self._attempt(links, link, unit, args)
        except _Again as again:
            return await self._run_again(links, priority, unit, args, again)

    async def _run_again(self, links: Links, priority: int, unit: Callable[[Tx, A], R], args: A, again: _Again) -> R:
        alone = False
        for _ in range(ATTEMPTS - 1):
            self.counters.retries += 1
            alone = alone or (again.conflict and priority != RESCUE)
            async with self._second_runs if alone else contextlib.nullcontext():
                link = await links.take(priority)
                try:
                    return await self._attempt(links, link, unit, args)
                except _Again as once_more:
                    again = once_more
        cause = again.__cause__
        raise StoreUnavailable("store_contended", f"gave way {ATTEMPTS} times: {cause}") from cause

    async def _attempt(self, links: Links, link: PostgresLink, unit: Callable[[Tx, A], R], args: A) -> R:
        begin = _WRITE if links is self._writing else _READ if _body(unit) in self._plural else None
        tx = link.begin_unit(begin, self._clock, self._ids)
        try:
            result: R = await greenlet_spawn(_call, unit, tx, args)
            if tx.failure is not None:
                raise tx.failure  # noqa: TRY301 - a unit that hides a failed statement fails like any other
        except BaseException as error:
            lost = link.wire.is_closed()
            await self._undo(links, link, error, begun=tx.begun)
            verdict = _verdict(error, tx.failure, lost=lost, reading=links is self._reading)
            if verdict is error:
                raise
            raise verdict from error
        if links is self._reading:
            await self._undo(links, link, None, begun=tx.begun)
        else:
            await self._commit(links, link, unit, tx)
            if tx.changed or link.touched:
                link.touched = False
                self._news.tell()
        return result

    async def _undo(self, links: Links, link: PostgresLink, error: BaseException | None, *, begun: bool) -> None:
        """Bring the link back without what was done on it; one that is not surely well is closed."""
        unwell = isinstance(error, TimeoutError | asyncio.CancelledError) or errors.is_lost(error)
        if not unwell and not begun:
            links.give(link)
        elif not unwell and not link.wire.is_closed():
            try:
                await link.wire.execute("ROLLBACK")
            except BaseException as second:
                await links.give_up(link)
                if not isinstance(second, errors.DRIVER_ERRORS):
                    raise
            else:
                links.give(link)
        else:
            await links.give_up(link)

    async def _commit(self, links: Links, link: PostgresLink, unit: Callable[[Tx, A], R], tx: PostgresTx) -> None:
        """Commit and bring the link back.

        Raises:
            OutcomeUnknown: the server may have committed.
        """
        _pass_points("before", unit)
        link.warned = False
        rest = None if tx.begun else tx.rest()
        try:
            if tx.begun:
                tag = await link.wire.execute("COMMIT", timeout=COMMIT_TIMEOUT_S)
            elif rest is not None:
                await link.wire.fetchrow(rest.sql, *rest.values)
        except BaseException as error:
            if errors.is_certain(error):
                links.give(link)
                failure = tx.failed("COMMIT", error) if rest is None else tx.failed(rest.sql, error)
                raise _verdict(failure, None) from error
            await links.give_up(link)
            if isinstance(error, errors.DRIVER_ERRORS):
                raise OutcomeUnknown("connection_lost_in_commit", type(error).__name__) from error
            raise
        links.give(link)
        if tx.begun and tag != "COMMIT":
            raise RuntimeError("a statement failed and the unit hid it: nothing was committed")
        self.counters.commits += 1
        _pass_points("after", unit)
        if link.warned:  # it gave up waiting for its standby: committed, but on one machine only
            raise OutcomeUnknown("not_replicated", "the server did not wait for its standby")


def _body(query: Callable[..., Any]) -> object:
    """Return what is the same for a query that is made anew for each call."""
    return getattr(query, "__code__", query)


def _call(unit: Callable[[Tx, A], R], tx: PostgresTx, args: A) -> R:
    result = unit(tx, args)
    tx.end()
    return result


def _verdict(
    error: BaseException, failure: Exception | None, *, lost: bool = False, reading: bool = False
) -> BaseException:
    """Return what to raise for a unit that ended with `error`, after its statement `failure`, if one failed."""
    if not isinstance(error, Exception):
        return error  # its caller has left (the driver closes the connection then): it is not run again for nobody
    reasons = [reason for reason in (failure, error) if reason is not None]
    conflict = any(errors.is_conflict(reason) for reason in reasons)
    if lost or conflict or any(errors.is_lost(reason) for reason in reasons):
        return _Again(conflict=conflict)
    for reason in reasons:
        if refusal := errors.unavailable(reason, reading=reading):
            return refusal
    return error


def _pass_points(side: str, unit: Callable[..., Any]) -> None:
    if crash.armed():
        crash.point(f"commit.{side}")
        crash.point(f"commit.{side}.{crash.name_of(unit)}")
