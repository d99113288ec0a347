"""The router: one line over all queues, one agent state over all media, behind the core's port.

Two halves share the tables. The port's methods run inside the core's own units, in any process. `run` is the process
part, active once by lease: it looks at the open rows after each commit and at each due time, and decides in single
steps. Nothing is remembered in between, so a router that dies at any point is replaced by the next one, which loads
the rows and goes on. Sources: ARCHITECTURE §3 and §6 "ACD", CONTRACTS "Units of work".
"""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import structlog

from hub import crash
from hub.clock import Clock
from hub.database import Database, Tx
from hub.errors import Unavailable
from hub.ids import ConversationId, WorkItemId
from hub.model import BULK, NORMAL, RESCUE, AgentCommand, Claimed, ClaimRefused, Finish, WorkItemSpec
from hub.store.leases import Holder, Lease, LeaseLost
from voice_bridge import desks, steps, sweeper, work
from voice_bridge.store import work_items

log = structlog.get_logger(__name__)

POLL_S = 1.0
"The router looks at least so often, also when no commit woke it."
PAUSE_S = 0.02
"Between two looks: a burst of commits is looked at once."
RENEW_S = steps.LEASE_MS / 3000
"A third of the lease."
SWEEP_S = 30.0
BACK_OFF_S = 0.5


class Lines:
    """The core's port (`hub.ports.Router`): it holds nothing, so any process may call it inside its units."""

    def enqueue(self, tx: Tx, spec: WorkItemSpec) -> WorkItemId:
        """See `Router.enqueue`; also hurries work that has become more urgent, and ends its wrap-up."""
        return work.enqueue(tx, spec)

    def claim(self, tx: Tx, item: WorkItemId, agent_id: str, offer_epoch: int) -> Claimed | ClaimRefused:
        """See `Router.claim`."""
        return work.claim(tx, item, agent_id, offer_epoch)

    def finish(self, tx: Tx, item: WorkItemId, how: Finish) -> None:
        """See `Router.finish`; the first Done begins the wrap-up, the second ends the work."""
        work.finish(tx, item, how)

    def set_agent(self, tx: Tx, agent_id: str, command: AgentCommand) -> None:
        """See `Router.set_agent`."""
        desks.command(tx, agent_id, command)

    def item_of(self, tx: Tx, conversation_id: ConversationId) -> WorkItemId | None:
        """See `Router.item_of`."""
        found = work_items.live_of(tx, conversation_id)
        return None if found is None else WorkItemId(found)


@dataclass(slots=True)
class Figures:
    """What the router has done in this process, for metrics."""

    looks: int = 0
    steps: int = 0
    offers: int = 0
    rung_out: int = 0
    presence_lost: int = 0
    take_overs: int = 0
    repairs: int = 0
    "Contradictions that the sweeper mended; a healthy system never has one."
    failures: int = 0


@dataclass(slots=True)
class _Duty:
    """A lease with what is next under it; seconds are the monotonic clock's."""

    lease: Lease
    renewed_s: float
    swept_s: float
    next_due_ms: int | None = None
    more: bool = False


class Distributor(Lines):
    """The router with its process part."""

    def __init__(self, database: Database, clock: Clock, holder: Holder) -> None:
        self._database = database
        self._clock = clock
        self._holder = holder
        self.figures = Figures()

    def counted(self) -> Mapping[str, float]:
        """Return the figures by name."""
        return asdict(self.figures)

    async def run(self) -> None:
        """Be the router whenever nobody else is, until cancelled."""
        while True:
            try:
                lease = await self._database.write(steps.take_over, self._holder)
                if lease is None:
                    await self._clock.sleep(POLL_S)
                else:
                    await self._serve(lease)
            except LeaseLost:
                log.warning("router.lease_lost", holder=str(self._holder))
            except Unavailable as problem:
                log.warning("router.store_unavailable", code=problem.code)
                await self._clock.sleep(BACK_OFF_S)
            except Exception:  # edge: the worker loop outlives a row it cannot read; its failures are counted
                self.figures.failures += 1
                log.exception("router.step_failed")
                await self._clock.sleep(BACK_OFF_S)

    async def _serve(self, lease: Lease) -> None:
        self.figures.take_overs += 1
        log.info("router.took_over", holder=lease.owner, fence=lease.fence)
        crash.point("router.took_over")
        now_s = self._clock.monotonic_s()
        duty = _Duty(lease, now_s, now_s - SWEEP_S)
        watch = self._database.watch()
        try:
            while True:
                await self._turn(duty)
                if not duty.more:
                    await self._clock.sleep(PAUSE_S)
                    await watch.wait(self._rest_s(duty))
        finally:
            await self._give_up(lease)

    async def _turn(self, duty: _Duty) -> None:
        """Look once, and do what is needed: a step, a renewal, a sweep."""
        self.figures.looks += 1
        seen = await self._database.read(steps.look, None)
        duty.next_due_ms, duty.more = seen.next_due_ms, False
        now_s = self._clock.monotonic_s()
        if seen.needed:
            await self._step(duty, RESCUE if seen.urgent else NORMAL)
        elif now_s - duty.renewed_s >= RENEW_S:
            await self._database.write(steps.renew, duty.lease, RESCUE)
            duty.renewed_s = now_s
        if now_s - duty.swept_s >= SWEEP_S:
            duty.swept_s = now_s
            await self._sweep()

    async def _step(self, duty: _Duty, priority: int) -> None:
        done = await self._database.write(steps.step, duty.lease, priority)
        crash.point("router.stepped")
        duty.renewed_s, duty.more = self._clock.monotonic_s(), done.more
        self.figures.steps += 1
        self.figures.offers += done.made
        self.figures.rung_out += done.timed_out
        self.figures.presence_lost += done.lost

    async def _sweep(self) -> None:
        found = await self._database.read(sweeper.look, None)
        if not found:
            return
        for mended in await self._database.write(sweeper.repair, found, BULK):
            self.figures.repairs += 1
            log.error("router.repaired", fault=mended.fault, ref=mended.ref)

    def _rest_s(self, duty: _Duty) -> float:
        if duty.next_due_ms is None:
            return POLL_S
        return min(POLL_S, max(0.0, (duty.next_due_ms - self._clock.now_ms()) / 1000))

    async def _give_up(self, lease: Lease) -> None:
        """Let another router take over at once; one that cannot be told waits until the lease has run out."""
        try:
            async with asyncio.timeout(BACK_OFF_S):
                await self._database.write(steps.give_up, lease)
        except (TimeoutError, Unavailable):
            log.info("router.lease_kept", holder=lease.owner)
