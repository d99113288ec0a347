"""The threads beside the writer: a few that read, and one that folds the log back into the file.

Each query runs in a transaction of its own, so that all its statements see one snapshot. The checkpointer does
most of the folding while the writer goes on; what little is left the writer does itself.
"""

import contextlib
import sqlite3
import threading
from collections.abc import Sequence
from queue import SimpleQueue

from hub.clock import Clock
from hub.database.sqlite_link import SqliteLink, is_forbidden, unavailable
from hub.database.sqlite_writer import Job, Settle
from hub.ids import IdSource

FOLD_AFTER_CHANGES = 1000
"Changed rows between two rounds of the checkpointer; some hundred pages of log."


class Readers:
    """Threads with a connection each that cannot write, fed from one queue."""

    def __init__(self, links: Sequence[SqliteLink], clock: Clock, ids: IdSource, settle: Settle) -> None:
        self._clock = clock
        self._ids = ids
        self._settle = settle
        self._inbox: SimpleQueue[Job | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, args=(link,), name=f"hub-reader-{number}", daemon=True)
            for number, link in enumerate(links, start=1)
        ]
        for thread in self._threads:
            thread.start()

    def hand_in(self, job: Job) -> None:
        """Queue a query; it will be answered through `settle`."""
        self._inbox.put(job)

    def stop(self) -> None:
        """Finish what was handed in, then close the connections; blocks until then."""
        for _ in self._threads:
            self._inbox.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self, link: SqliteLink) -> None:
        while (job := self._inbox.get()) is not None:
            if not job.future.cancelled():
                self._run(link, job)
            with contextlib.suppress(RuntimeError):  # the loop was closed without close(): nobody waits any more
                job.future.get_loop().call_soon_threadsafe(self._settle, [job], 0)
        link.close()

    def _run(self, link: SqliteLink, job: Job) -> None:
        try:
            link.send("BEGIN")
            tx = link.begin_unit(self._clock, self._ids)
            try:
                job.result = job.unit(tx, job.args)
            finally:
                link.send("COMMIT")
        except BaseException as error:  # noqa: BLE001 - the worker's edge: whatever a query raises is its caller's
            job.error = error if is_forbidden(error) else unavailable(error) or error


class Checkpointer:
    """Folds the log into the file beside the writer."""

    def __init__(self, link: SqliteLink) -> None:
        self._link = link
        self._changes = 0
        self._due: SimpleQueue[bool] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="hub-checkpointer", daemon=True)
        self._thread.start()

    def note(self, changed_rows: int) -> None:
        """Count what the writer has committed, and fold when there is enough."""
        self._changes += changed_rows
        if self._changes >= FOLD_AFTER_CHANGES:
            self._changes = 0
            self._due.put(True)

    def stop(self) -> None:
        """End the thread and close its connection; blocks until then."""
        self._due.put(False)
        self._thread.join()

    def _work(self) -> None:
        while self._due.get():
            with contextlib.suppress(sqlite3.Error):  # a full disk: the writer's callers hear of it
                self._link.cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        self._link.close()
