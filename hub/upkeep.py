"""What the hub does by the clock: opening hours, what was put off, unfinished wrap-ups, lanes of dead nodes, old data.

Rule: every sweep is a unit that may run in several processes at once and may be repeated; nothing here is needed for
a message to arrive, only for the house to stay tidy.
"""

from collections.abc import Mapping

import structlog

from hub import conversations, inbox, opening, snoozing
from hub.clock import Clock
from hub.database import Database, Tx
from hub.errors import HubError
from hub.hearing import WRAP_UP
from hub.lifecycle import Step
from hub.model import BULK, SYSTEM, State
from hub.opening import QUEUE_HOURS
from hub.ports import Router
from hub.snoozing import SNOOZE
from hub.store import conversations as rows
from hub.store import idempotency, journal, lanes, outbox, receipts, schedule

log = structlog.get_logger(__name__)

TICK_S = 1.0
ROUND_S = 10.0
SWEEP_S = 60.0
ALARM_S = 30.0
"A message that nobody has dealt with for so long is an alarm, in seconds."
IDLE_MS = 30 * 60_000
"A talk with the bot in which nobody says anything for so long is over."
PAYLOADS_MS = 90 * 24 * 3_600_000
"How long raw payloads are kept."
RECEIPTS_MS = 10 * 60_000
"How long a receipt waits for the message it belongs to."
_AT_ONCE = 50


class Upkeep:
    """Ticks each second, goes round each ten, sweeps each minute."""

    def __init__(self, database: Database, clock: Clock, router: Router) -> None:
        self._database = database
        self._clock = clock
        self._router = router
        self.ages_s: Mapping[str, float] = {}
        "For how long the oldest message in and out has not been dealt with, in seconds."

    async def run(self) -> None:
        """Tick for ever; a failure is logged and tried again with the next tick."""
        went_s = swept_s = self._clock.monotonic_s()
        while True:
            try:
                await self.tick()
                now_s = self._clock.monotonic_s()
                if now_s - went_s >= ROUND_S:
                    went_s = now_s
                    await self.go_round()
                if now_s - swept_s >= SWEEP_S:
                    swept_s = now_s
                    await self.sweep()
            except HubError as problem:
                log.warning("upkeep.tick_failed", code=problem.code)
            await self._clock.sleep(TICK_S)

    async def tick(self) -> None:
        """Do what is due."""
        await self._database.write(do_due, self._router, BULK)

    async def go_round(self) -> None:
        """Free the lanes of dead nodes, and raise the alarm for messages that stand."""
        await self._database.write(free_lanes, None)
        self.ages_s = await self._database.read(ages, None)
        for way, age_s in self.ages_s.items():
            if age_s > ALARM_S:
                log.error("upkeep.messages_stand", way=way, oldest_s=round(age_s))

    async def sweep(self) -> None:
        """Look at every queue's hours again, close what fell asleep and drop what is old."""
        await self._database.write(opening.settle_all, None, BULK)
        while await self._database.write(close_idle, None, BULK) == _AT_ONCE:
            pass
        await self._database.write(drop_old, None, BULK)


def do_due(tx: Tx, router: Router) -> int:
    """Unit: do what is due; returns how much it was."""
    due = schedule.take_due(tx, _AT_ONCE)
    for one in due:
        if one.kind == WRAP_UP:
            inbox.close_unfinished(tx, one.ref, router)
        elif one.kind == QUEUE_HOURS:
            opening.settle(tx, one.ref)
        elif one.kind == SNOOZE:
            snoozing.wake_due(tx, one.ref, router)
    return len(due)


def free_lanes(tx: Tx, _: None) -> int:
    """Unit: make the lanes ready again whose lease has run out; returns how many."""
    return lanes.free_expired(tx)


def ages(tx: Tx, _: None) -> dict[str, float]:
    """Return for how long the oldest message on its way in and out has been there, in seconds; 0 without one."""
    oldest = {"in": journal.oldest_ms(tx), "out": outbox.oldest_ms(tx)}
    return {way: 0.0 if at_ms is None else (tx.now_ms - at_ms) / 1000 for way, at_ms in oldest.items()}


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
