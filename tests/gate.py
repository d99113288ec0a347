"""A gate that holds a unit inside its open transaction, so that a test can let transactions overlap as it wants.

On SQLite the unit waits on the writer's thread, on PostgreSQL for an advisory lock that the test holds.
"""

import asyncio
import threading

# asyncpg ships no types.
import asyncpg  # type: ignore[import-untyped]

from hub import patience
from hub.database import Tx

PATIENCE_S = 20
LOCK = 12301
GATE = "gate"
"What the gate's own connection calls itself."


class Gate:
    """Holds a unit inside its transaction, on either engine."""

    def __init__(self, admin: "asyncpg.Connection | None") -> None:
        """Take a connection that holds `LOCK`, or None on SQLite."""
        self.admin = admin
        self._entered = threading.Event()
        self._open = threading.Event()

    def wait(self, tx: Tx) -> None:
        """Stay here until the gate is opened; called by the unit."""
        self._entered.set()
        if tx.dialect == "sqlite":
            assert self._open.wait(PATIENCE_S)
        else:
            tx.connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock_shared({LOCK})")

    async def entered(self) -> None:
        """Wait until a unit stands at the gate."""
        assert await asyncio.to_thread(self._entered.wait, PATIENCE_S)

    async def somebody_waits(self) -> None:
        """Wait until another transaction stands behind the one at the gate; on SQLite it always does."""
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype <> 'advisory'"
        async with patience.timeout(PATIENCE_S):
            while self.admin is not None and not await self.admin.fetchval(waiting):  # noqa: ASYNC110 - has no event
                await asyncio.sleep(0)

    async def open(self) -> None:
        """Let all units pass."""
        self._open.set()
        if self.admin is not None:
            await self.admin.execute("SELECT pg_advisory_unlock_all()")
