"""The one thread that writes to SQLite: it takes what waits, most urgent first, and commits it together.

Each unit runs in a savepoint of its own, so one that raises is undone alone. The callers hear nothing before the
commit that holds their unit is on the disk; then all of them are answered by one wake of the event loop.

Rule: a rescue waits at most for the unit that is running and for the commits before its own. So a batch takes no
ordinary unit any more once it holds a rescue, nor after `WORK_S` of work.

A commit costs as much CPU as ten statements, so under load commits are kept `PAUSE_S` apart and share more units.
A rescue ends the pause, the first unit after a quiet time does not wait, and where pausing brings no company (one
caller writing one unit after the other) it is only tried now and then.
"""

import asyncio
import contextlib
import heapq
import itertools
import sqlite3
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

from hub import crash
from hub.clock import Clock
from hub.database.contract import Counters
from hub.database.sqlite_link import SqliteLink, commit_failed, unavailable
from hub.database.tx import Tx
from hub.errors import HubError, StoreUnavailable
from hub.ids import IdSource
from hub.model import BULK, RESCUE

MAX_UNITS = 64
"Units in one commit at most."
WORK_S = 0.010
"Seconds of work after which a batch takes only rescues."

PAUSE_S = 0.004
"Seconds from a commit to the start of the next batch, when pausing pays."
ENOUGH_UNITS = 8
"Units that need not wait for more company."
PAUSES_ALONE = 8
RETRY_PAUSE_EVERY = 32
"After so many pauses without company only each such batch tries again."


class Job:
    """One unit or query, and the caller who waits for it."""

    __slots__ = ("args", "error", "future", "priority", "result", "unit")

    def __init__(self, unit: Callable[[Tx, Any], Any], args: Any, priority: int, future: "asyncio.Future[Any]") -> None:
        self.unit = unit
        self.args = args
        self.priority = priority
        self.future = future
        self.result: Any = None
        self.error: BaseException | None = None

    def answer(self) -> None:
        """Tell the caller, unless nobody waits any more; on the event loop."""
        if self.future.done():
            return
        if self.error is None:
            self.future.set_result(self.result)
        elif isinstance(self.error, StopIteration):
            self.future.set_exception(RuntimeError("the unit raised StopIteration"))  # no future can carry one
        else:
            self.future.set_exception(self.error)


Settle = Callable[[list[Job], int], None]
"Called on the event loop with the jobs of a batch, and how many rows they changed."


class Writer:
    """Owns the writing connection and its thread."""

    def __init__(self, link: SqliteLink, clock: Clock, ids: IdSource, counters: Counters, settle: Settle) -> None:
        self._link = link
        self._clock = clock
        self._ids = ids
        self._counters = counters
        self._settle = settle
        self._inbox: SimpleQueue[Job | None] = SimpleQueue()
        self._waiting: list[tuple[int, int, Job]] = []
        self._order = itertools.count()
        self._batch: list[Job] = []
        self._stopping = False
        self._hurry = threading.Event()
        self._last_commit_s = clock.monotonic_s() - PAUSE_S
        self._batches_alone = 0
        self._undone_rows = 0
        # A daemon: a process that ends without close() shall end, and what was not committed was not promised.
        self._thread = threading.Thread(target=self._work, name="hub-writer", daemon=True)
        self._thread.start()

    def hand_in(self, job: Job) -> None:
        """Queue a unit; it will be answered through `settle`."""
        self._inbox.put(job)
        if job.priority == RESCUE:
            self._hurry.set()

    def stop(self) -> None:
        """Finish what was handed in, then close the connection; blocks until then."""
        self._inbox.put(None)
        self._hurry.set()
        self._thread.join()

    def _work(self) -> None:
        try:
            self._serve()
        except BaseException as error:  # noqa: BLE001 - the worker's edge: a dead writer would leave all callers waiting
            self._refuse_all(error)
        self._link.close()

    def _serve(self) -> None:
        while self._waiting or not self._stopping:
            self._take_in(block=not self._waiting)
            if self._waiting:
                self._gather()
                self._commit_together()

    def _refuse_all(self, reason: BaseException) -> None:
        """Say no to everyone from now on; only a mistake of ours leads here."""
        failure = StoreUnavailable("writer_failed", repr(reason))
        self._abandon()
        self._fail(self._batch, failure)
        while self._waiting or not self._stopping:
            self._take_in(block=not self._waiting)
            self._fail(self._drain(), failure)

    def _drain(self) -> list[Job]:
        jobs = [job for _, _, job in self._waiting]
        self._waiting.clear()
        return jobs

    def _gather(self) -> None:
        """Give other units the time to join those that wait."""
        left_s = self._last_commit_s + PAUSE_S - self._clock.monotonic_s()
        pays = self._batches_alone < PAUSES_ALONE or self._batches_alone % RETRY_PAUSE_EVERY == 0
        if left_s > 0 and pays and len(self._waiting) < ENOUGH_UNITS and self._waiting[0][0] != RESCUE:
            self._hurry.wait(left_s)
            self._hurry.clear()
            self._take_in(block=False)

    def _take_in(self, *, block: bool) -> None:
        while block or not self._inbox.empty():
            job = self._inbox.get()
            block = False
            if job is None:
                self._stopping = True
            else:
                heapq.heappush(self._waiting, (job.priority, next(self._order), job))

    def _commit_together(self) -> None:
        batch: list[Job] = []
        self._batch = batch
        try:
            self._link.send("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            self._abandon()
            self._fail(self._drain(), unavailable(error) or StoreUnavailable("cannot_begin", str(error)))
            return
        before = self._link.raw.total_changes
        self._undone_rows = 0
        failure = self._run_batch(batch) or self._commit(batch)
        if failure is None:
            self._answer(batch, self._link.raw.total_changes - before - self._undone_rows)
        else:
            self._fail(batch, failure)

    def _run_batch(self, batch: list[Job]) -> HubError | None:
        least_urgent = BULK
        ends_s = self._clock.monotonic_s() + WORK_S
        while len(batch) < MAX_UNITS and self._waiting and self._waiting[0][0] <= least_urgent:
            job = heapq.heappop(self._waiting)[2]
            if job.future.cancelled():
                continue  # taken back in time
            batch.append(job)
            try:
                self._run(job)
            except sqlite3.Error as error:  # of our own savepoints: the transaction is gone, and all of it with it
                self._abandon()
                return _why_lost(job, error)
            if job.priority == RESCUE or self._clock.monotonic_s() >= ends_s:
                least_urgent = RESCUE
            self._take_in(block=False)
        return None

    def _run(self, job: Job) -> None:
        """Run one unit; afterwards the transaction holds all of it or nothing of it.

        Raises:
            sqlite3.Error: SQLite has rolled the whole transaction back, as it may when the disk is full.
        """
        link = self._link
        link.send("SAVEPOINT unit")
        before = link.raw.total_changes
        tx = link.begin_unit(self._clock, self._ids)
        try:
            job.result = job.unit(tx, job.args)
            if tx.failure is not None:
                raise tx.failure  # noqa: TRY301 - a unit that hides a failed statement fails like any other
        except BaseException as error:  # noqa: BLE001 - the worker's edge: whatever a unit raises is its caller's
            job.error = unavailable(error) or error
            self._undone_rows += link.raw.total_changes - before
            link.send("ROLLBACK TO unit")
        link.send("RELEASE unit")

    def _commit(self, batch: list[Job]) -> HubError | None:
        _pass_points("before", batch)
        try:
            self._link.send("COMMIT")
        except sqlite3.Error as error:
            self._abandon()
            return commit_failed(error)
        self._counters.commits += 1
        self._last_commit_s = self._clock.monotonic_s()
        self._batches_alone = 0 if len(batch) > 1 else self._batches_alone + 1
        _pass_points("after", batch)
        return None

    def _abandon(self) -> None:
        with contextlib.suppress(sqlite3.Error):  # a disk that fails here too: the next batch tries again
            if self._link.raw.in_transaction:
                self._link.send("ROLLBACK")

    def _fail(self, batch: list[Job], failure: HubError) -> None:
        for job in batch:
            job.error = type(failure)(failure.code, failure.detail)  # its own: an error keeps its raiser's trace
        self._answer(batch, 0)

    def _answer(self, batch: list[Job], changed_rows: int) -> None:
        if batch:
            with contextlib.suppress(RuntimeError):  # the loop was closed without close(): nobody waits any more
                batch[0].future.get_loop().call_soon_threadsafe(self._settle, batch, changed_rows)


def _pass_points(side: str, batch: list[Job]) -> None:
    if crash.armed():
        crash.point(f"commit.{side}")
        for job in batch:
            crash.point(f"commit.{side}.{crash.name_of(job.unit)}")


def _why_lost(job: Job, error: sqlite3.Error) -> HubError:
    """Return the reason for which SQLite gave up the transaction: what the unit met, not what we met after it."""
    if isinstance(job.error, StoreUnavailable):
        return job.error
    return unavailable(error) or StoreUnavailable("transaction_lost", str(error))
