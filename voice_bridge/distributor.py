"""The router: one line over all queues, one agent state over all media, behind the core's port.

Two halves share the tables. The port's methods run inside the core's own units, in any process, and publish what they
did. `run` is the process part, active once by lease: it hears the facts, lets the engine decide and writes the
decisions down (`dispatch`). A router that dies at any point is replaced by the next one, which goes on from the rows.
Sources: ARCHITECTURE §3 and §6 "ACD", CONTRACTS "Units of work", docs/decisions/0009.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import structlog

from hub import crash, patience
from hub.clock import Clock
from hub.database import Database, Tx
from hub.errors import Unavailable
from hub.ids import ConversationId, WorkItemId
from hub.model import BULK, RESCUE, AgentCommand, Claimed, ClaimRefused, Finish, WorkItemSpec
from hub.ports import Tickets
from hub.store import leases
from hub.store.leases import Holder, Lease, LeaseLost
from voice_bridge import desks, dispatch, left_behind, news, sweeper, work
from voice_bridge.acd.waits import Verdict
from voice_bridge.dispatch import Dispatch
from voice_bridge.store import work_items
from voice_bridge.translation import Unlike

log = structlog.get_logger(__name__)

POLL_S = 1.0
"The router looks at least so often, also when no commit woke it."
PAUSE_S = 0.02
"Between two looks: a burst of commits is looked at once."
SWEEP_S = 30.0
LEFT_S = 5.0
"How often the router looks for talks whose agents are gone."
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

    def set_priority(self, tx: Tx, item: WorkItemId, priority: int) -> None:
        """See `Router.set_priority`."""
        work.hurry(tx, item, priority)

    def item_of(self, tx: Tx, conversation_id: ConversationId) -> WorkItemId | None:
        """See `Router.item_of`."""
        found = work_items.live_of(tx, conversation_id)
        return None if found is None else WorkItemId(found)


@dataclass(slots=True)
class Figures:
    """What the router has done in this process, for metrics."""

    looks: int = 0
    steps: int = 0
    "Looks after which something was written."
    offers: int = 0
    rung_out: int = 0
    overtaken: int = 0
    "Decisions that came too late, and were taken again."
    take_overs: int = 0
    made_anew: int = 0
    "How often engine and rows contradicted each other; a healthy system never sees that."
    repairs: int = 0
    "Contradictions that the sweeper mended; a healthy system never has one."
    failures: int = 0
    given_back: int = 0
    "Talks that went back into the line because their agent's browser was gone."
    waits_told: int = 0
    "How often somebody was told place and likely wait."
    messages_offered: int = 0
    "How often it was offered to leave a message instead of waiting."


class Distributor(Lines):
    """The router with its process part."""

    def __init__(self, database: Database, clock: Clock, tickets: Tickets, holder: Holder) -> None:
        self._database = database
        self._tickets = tickets
        self._clock = clock
        self._holder = holder
        self.figures = Figures()
        self.verdicts: Counter[Verdict] = Counter()

    def counted(self) -> Mapping[str, float]:
        """Return the figures by name."""
        return asdict(self.figures)

    def promises(self) -> Mapping[str, float]:
        """Return how often the wait that was told came true, by verdict."""
        return {verdict.value: float(self.verdicts[verdict]) for verdict in Verdict}

    async def run(self) -> None:
        """Be the router whenever nobody else is, until cancelled."""
        while True:
            try:
                lease = await self._database.write(dispatch.take_over, self._holder, RESCUE)
                if lease is None:
                    await self._clock.sleep(POLL_S)
                else:
                    await self._serve(lease)
            except LeaseLost:
                log.warning("router.lease_lost", holder=str(self._holder))
            except Unlike as problem:
                self.figures.made_anew += 1
                log.error("router.made_anew", problem=str(problem))  # noqa: TRY400 - where it was found says nothing
            except Unavailable as problem:
                log.warning("router.store_unavailable", code=problem.code)
                await self._clock.sleep(BACK_OFF_S)
            except Exception:  # edge: the worker loop outlives a row it cannot read; its failures are counted
                self.figures.failures += 1
                log.exception("router.step_failed")
                await self._clock.sleep(BACK_OFF_S)

    async def _serve(self, lease: Lease) -> None:
        watch, began_s = self._database.watch(), self._clock.monotonic_s()
        try:
            at_work = await Dispatch.over(self._database, self._clock, self._tickets, lease)
            self.figures.take_overs += 1
            took_ms = round((self._clock.monotonic_s() - began_s) * 1000)
            works = len(at_work.engine.floor.works)
            log.info("router.took_over", holder=lease.owner, fence=lease.fence, works=works, took_ms=took_ms)
            crash.point("router.took_over")
            swept_s = self._clock.monotonic_s() - SWEEP_S
            left_s = self._clock.monotonic_s() - LEFT_S
            while True:
                await self._turn(at_work)
                if self._clock.monotonic_s() - left_s >= LEFT_S:
                    left_s = self._clock.monotonic_s()
                    await self._give_back()
                if self._clock.monotonic_s() - swept_s >= SWEEP_S:
                    swept_s = self._clock.monotonic_s()
                    await self._sweep(at_work)
                if not at_work.more:
                    await self._clock.sleep(PAUSE_S)
                    await watch.wait(self._rest_s(at_work))
        finally:
            await self._give_up(lease)

    async def _turn(self, at_work: Dispatch) -> None:
        self.figures.looks += 1
        written = await at_work.turn()
        crash.point("router.stepped")
        self.figures.failures += at_work.newly_unread()
        if written is not None:
            self.figures.steps += 1
            self.figures.offers += written.offers
            self.figures.rung_out += written.rung_out
            self.figures.overtaken += len(written.overtaken_items)
            self.figures.waits_told += written.waits.told
            self.figures.messages_offered += written.waits.offered
            self.verdicts.update(written.waits.verdicts)

    async def _give_back(self) -> None:
        found = await self._database.read(left_behind.look, None)
        if not found:
            return
        given = await self._database.write(left_behind.give_back, (self, found), RESCUE)
        self.figures.given_back += given
        if given:
            log.info("router.given_back", talks=given)

    async def _sweep(self, at_work: Dispatch) -> None:
        """Mend what contradicts itself in the rows, and look again at what the engine knows otherwise."""
        at_work.look_again(await self._database.read(news.open_ids, None))
        found = await self._database.read(sweeper.look, None)
        if not found:
            return
        for mended in await self._database.write(sweeper.repair, found, BULK):
            self.figures.repairs += 1
            log.error("router.repaired", fault=mended.fault, ref=mended.ref)

    def _rest_s(self, at_work: Dispatch) -> float:
        due_ms = at_work.due_ms()
        if due_ms is None:
            return POLL_S
        return min(POLL_S, max(0.0, (due_ms - self._clock.now_ms()) / 1000))

    async def _give_up(self, lease: Lease) -> None:
        """Let another router take over at once; one that cannot be told waits until the lease has run out."""
        try:
            async with patience.timeout(BACK_OFF_S):
                await self._database.write(give_up, lease)
        except (TimeoutError, Unavailable):
            log.info("router.lease_kept", holder=lease.owner)


def give_up(tx: Tx, lease: Lease) -> bool:
    """Unit: let another router take over at once."""
    return leases.release(tx, lease)
