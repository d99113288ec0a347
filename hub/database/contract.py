"""What the rest of the house knows of its store, whichever engine is behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from hub.database.statements import DialectName
from hub.database.tx import Tx
from hub.database.watch import Watch
from hub.errors import OutcomeUnknown, StoreUnavailable
from hub.model import NORMAL

A = TypeVar("A")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that `check` looked at."""

    level: Literal["ok", "warn", "unsafe", "error"]
    "`unsafe`: it works, but an acknowledged write can be lost."
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class PoolSizes:
    """Connections of one process to PostgreSQL; one more is used for notifications."""

    writes: int = 8
    reserved: int = 2
    "Those of `writes` that only rescues may use."
    reads: int = 4


@dataclass(slots=True)
class Counters:
    """What the engine has done since it was opened; numbers only grow, but `waiting`."""

    units: int = 0
    "Units that were run and committed."
    failed_units: int = 0
    "Units that raised, each undone alone."
    commits: int = 0
    "Commits sent; on SQLite one for a whole batch of units."
    retries: int = 0
    "Runs repeated after a deadlock, a serialization failure or a lost connection (PostgreSQL)."
    refused: int = 0
    "Calls answered with StoreUnavailable."
    unknown: int = 0
    "Calls answered with OutcomeUnknown."
    reads: int = 0
    waiting: int = 0
    "Callers whose units are not answered yet, now."

    def note(self, error: BaseException | None) -> None:
        """Count the outcome of one unit."""
        if error is None:
            self.units += 1
        elif isinstance(error, StoreUnavailable):
            self.refused += 1
        elif isinstance(error, OutcomeUnknown):
            self.unknown += 1
        else:
            self.failed_units += 1


class Database(Protocol):
    """The store of one process: units are written, queries are read, and whoever waits for news is woken."""

    @property
    def dialect(self) -> DialectName:
        """Which engine this is."""
        ...

    @property
    def counters(self) -> Counters:
        """The engine's own numbers, for metrics and tests."""
        ...

    async def write(self, unit: Callable[[Tx, A], R], args: A, priority: int = NORMAL) -> R:
        """Run `unit` in a transaction of its own and return its result once that is durable.

        An error raised by the unit undoes the unit and reaches this caller alone. A caller that is cancelled
        while its unit waits takes it back; later the unit may or may not take effect.

        Raises:
            StoreUnavailable: nothing was written; the same call may succeed later.
            OutcomeUnknown: the commit was sent and its answer lost; repeat only what is keyed.
        """
        ...

    async def read(self, query: Callable[[Tx, A], R], args: A) -> R:
        """Run `query` on one consistent snapshot, not older than this call, where nothing can be written.

        Raises:
            StoreUnavailable: the store cannot be reached.
        """
        ...

    def watch(self) -> Watch:
        """Return a new watch, which knows nothing of what was committed before."""
        ...

    async def check(self) -> list[Finding]:
        """Look at how safe the store is."""
        ...

    async def close(self) -> None:
        """Refuse new calls, finish those that wait, and let go of the engine."""
        ...
