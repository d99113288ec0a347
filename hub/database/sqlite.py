"""The embedded store: one SQLite file, one writing thread, a few reading ones."""

import asyncio
import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hub.clock import Clock
from hub.database.contract import A, Counters, Finding, R
from hub.database.sqlite_link import SqliteLink
from hub.database.sqlite_readers import Checkpointer, Readers
from hub.database.sqlite_writer import Job, Writer
from hub.database.statements import DialectName
from hub.database.tx import Tx
from hub.database.watch import Signal, Watch
from hub.errors import StoreUnavailable
from hub.ids import IdSource
from hub.model import NORMAL, RESCUE

READERS = 2
MAX_WAITING = 20_000
"Units in line from which on only rescues are taken in: a full house says so, it does not grow."
LOW_DISK_BYTES = 1 << 30
FULL_SYNC = 2


class SqliteDatabase:
    """A `Database` on one file; used from one event loop."""

    dialect: DialectName = "sqlite"

    def __init__(self, path: Path, *, clock: Clock, ids: IdSource) -> None:
        """Open the file, which is made when it is not there.

        Raises:
            StoreUnavailable: the file cannot be opened.
        """
        self.counters = Counters()
        self._path = path
        self._signal = Signal()
        self._closed = False
        writing, folding, *reading = _open_links(path)
        self._writer = Writer(writing, clock, ids, self.counters, self._settle)
        self._checkpointer = Checkpointer(folding)
        self._readers = Readers(reading, clock, ids, self._settle_read)

    async def write(self, unit: Callable[[Tx, A], R], args: A, priority: int = NORMAL) -> R:
        """See `Database.write`."""
        if self.counters.waiting >= MAX_WAITING and priority != RESCUE:
            self.counters.refused += 1
            raise StoreUnavailable("store_overloaded", f"{MAX_WAITING} units are waiting")
        job = self._job(unit, args, priority)
        self._writer.hand_in(job)
        self.counters.waiting += 1
        try:
            result: R = await job.future
        finally:
            self.counters.waiting -= 1
        return result

    async def read(self, query: Callable[[Tx, A], R], args: A) -> R:
        """See `Database.read`."""
        job = self._job(query, args, NORMAL)
        self._readers.hand_in(job)
        result: R = await job.future
        return result

    def watch(self) -> Watch:
        """See `Database.watch`."""
        return Watch(self._signal)

    async def check(self) -> list[Finding]:
        """Look at the file, at how it is written, and at the room on its disk."""
        findings = [await self.read(_quick_check, None), await self.write(_durability, None)]
        free = shutil.disk_usage(self._path.parent).free
        room = f"{free >> 20} MiB free beside {self._path.name}"
        findings.append(Finding("warn" if free < LOW_DISK_BYTES else "ok", "disk_space", room))
        return findings

    async def close(self) -> None:
        """See `Database.close`."""
        if self._closed:
            return
        self._closed = True
        for part in (self._readers, self._checkpointer, self._writer):  # the last one folds the log for good
            await asyncio.to_thread(part.stop)

    def _job(self, unit: Callable[[Tx, A], R], args: A, priority: int) -> Job:
        if self._closed:
            raise StoreUnavailable("store_closed")
        return Job(unit, args, priority, asyncio.get_running_loop().create_future())

    def _settle(self, jobs: list[Job], changed_rows: int) -> None:
        for job in jobs:
            self.counters.note(job.error)
            job.answer()
        if changed_rows:
            self._signal.wake()
            self._checkpointer.note(changed_rows)

    def _settle_read(self, jobs: list[Job], _changed_rows: int) -> None:
        self.counters.reads += len(jobs)
        for job in jobs:
            job.answer()


def _open_links(path: Path) -> list[SqliteLink]:
    """Open the writer's, the checkpointer's and the readers' connections, or none."""
    with contextlib.ExitStack() as opened:
        links: list[SqliteLink] = []
        for writes in (True, True, *[False] * READERS):
            links.append(SqliteLink(path, writes=writes))
            opened.callback(links[-1].close)
        opened.pop_all()
    return links


def _quick_check(tx: Tx, _: None) -> Finding:
    problems: list[Any] = [row[0] for row in tx.connection.exec_driver_sql("PRAGMA quick_check(5)")]
    if problems == ["ok"]:
        return Finding("ok", "sqlite_file", "the file is sound")
    return Finding("error", "sqlite_file", "; ".join(str(problem) for problem in problems))


def _durability(tx: Tx, _: None) -> Finding:
    synchronous = tx.connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
    journal = tx.connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
    safe = synchronous >= FULL_SYNC and journal == "wal"
    return Finding("ok" if safe else "unsafe", "sqlite_durability", f"{synchronous=} {journal=}")
