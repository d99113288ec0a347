"""What the hub does by the clock: wrap-ups that nobody finishes, bot talks that fell asleep, old raw payloads.

Rule: every sweep is a unit that may run in several processes at once and may be repeated; nothing here is needed for
a message to arrive, only for the house to stay tidy.
"""

import structlog

from hub import conversations, inbox
from hub.clock import Clock
from hub.database import Database, Tx
from hub.errors import HubError
from hub.hearing import WRAP_UP
from hub.lifecycle import Step
from hub.model import BULK, SYSTEM, State
from hub.ports import Router
from hub.store import conversations as rows
from hub.store import idempotency, journal, lanes, receipts, schedule

log = structlog.get_logger(__name__)

TICK_S = 1.0
SWEEP_S = 60.0
IDLE_MS = 30 * 60_000
"A talk with the bot in which nobody says anything for so long is over."
PAYLOADS_MS = 90 * 24 * 3_600_000
"How long raw payloads are kept."
RECEIPTS_MS = 10 * 60_000
"How long a receipt waits for the message it belongs to."
_AT_ONCE = 50


class Upkeep:
    """Ticks each second, sweeps each minute."""

    def __init__(self, database: Database, clock: Clock, router: Router) -> None:
        self._database = database
        self._clock = clock
        self._router = router

    async def run(self) -> None:
        """Tick for ever; a failure is logged and tried again with the next tick."""
        swept_s = self._clock.monotonic_s()
        while True:
            try:
                await self.tick()
                if self._clock.monotonic_s() - swept_s >= SWEEP_S:
                    swept_s = self._clock.monotonic_s()
                    await self.sweep()
            except HubError as problem:
                log.warning("upkeep.tick_failed", code=problem.code)
            await self._clock.sleep(TICK_S)

    async def tick(self) -> None:
        """Do what is due."""
        await self._database.write(do_due, self._router, BULK)

    async def sweep(self) -> None:
        """Close what fell asleep and drop what is old."""
        while await self._database.write(close_idle, None, BULK) == _AT_ONCE:
            pass
        await self._database.write(drop_old, None, BULK)


def do_due(tx: Tx, router: Router) -> int:
    """Unit: do what is due, and make lanes of dead nodes ready again; returns how much was due."""
    lanes.free_expired(tx)
    due = schedule.take_due(tx, _AT_ONCE)
    for one in due:
        if one.kind == WRAP_UP:
            inbox.close_unfinished(tx, one.ref, router)
    return len(due)


def close_idle(tx: Tx, _: None) -> int:
    """Unit: end talks with the bot that fell asleep; returns how many were looked at."""
    found = rows.idle_with_bot(tx, tx.now_ms - IDLE_MS, _AT_ONCE)
    for conversation_id in found:
        conversation = rows.lock(tx, conversation_id)
        if conversation.state == State.BOT and conversation.last_ms < tx.now_ms - IDLE_MS:
            closed = conversations.take_step(tx, conversation, Step.EXPIRED, SYSTEM, "idle")
            rows.write_end(tx, closed.id, None, SYSTEM.kind, "idle")
            inbox.publish_end(tx, closed, None, SYSTEM, None)
    return len(found)


def drop_old(tx: Tx, _: None) -> None:
    """Unit: drop raw payloads, unmatched receipts and kept answers that are past their time."""
    journal.forget_bodies(tx, tx.now_ms - PAYLOADS_MS)
    receipts.forget(tx, tx.now_ms - RECEIPTS_MS)
    idempotency.sweep(tx)
