"""The router's own units: look whether there is anything to do, and do one step of it.

Rules: a step decides everything from the open rows inside one transaction, guarded by the lease, so a router that
was taken for dead decides nothing, and the next one loads the rows and goes on. Looking writes nothing: it costs one
query while nobody can be offered anything and nothing is due, else the same decision that the step will take.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from hub.database import Tx
from hub.store import leases, queues
from hub.store.leases import Holder, Lease
from voice_bridge import desks, offers, wrap_up
from voice_bridge.distributor_rules import Decision, Waiting, decide
from voice_bridge.offers import Outcome
from voice_bridge.store import agent_state, outlook, work_items
from voice_bridge.store import offers as offer_rows
from voice_bridge.store.work_items import ItemState

LEASE = "router"
LEASE_MS = 5_000
KEPT_FOR_MS = 120_000
"How long work is kept for the one agent it is meant for, before everybody in its queue may have it."
GRACE_MS = 10_000
"After a change of router nothing rings out and nobody counts as silent for so long."
BATCH = 100
"How many of each kind one step does."


@dataclass(frozen=True, slots=True)
class Look:
    """What the router sees before it decides whether to step."""

    needed: bool
    "Something is due, or somebody can be offered something."
    urgent: bool
    "A rescue waits."
    next_due_ms: int | None
    "When something will be due by itself."


@dataclass(frozen=True, slots=True)
class Stepped:
    """What one step did."""

    made: int = 0
    timed_out: int = 0
    lost: int = 0
    more: bool = False
    "There was more of something than one step does."


def take_over(tx: Tx, holder: Holder) -> Lease | None:
    """Unit: become the one router, if nobody else is; earlier generations of this process are surely dead."""
    leases.release_earlier(tx, holder.node, holder.role, holder.generation)
    lease = leases.acquire(tx, LEASE, holder, LEASE_MS)
    if lease is not None:
        offer_rows.give_grace(tx, tx.now_ms + GRACE_MS)
        agent_state.give_grace(tx, tx.now_ms + GRACE_MS)
    return lease


def renew(tx: Tx, lease: Lease) -> None:
    """Unit: stay the router."""
    leases.guard(tx, lease, LEASE_MS)


def give_up(tx: Tx, lease: Lease) -> bool:
    """Unit: let another router take over at once."""
    return leases.release(tx, lease)


def look(tx: Tx, _: None) -> Look:
    """Query: see whether a step would do anything, and when something will be due."""
    seen = outlook.look(tx, KEPT_FOR_MS)
    if seen.due_ms is not None and seen.due_ms <= tx.now_ms:
        return Look(True, seen.rescue, seen.due_ms)
    if not (seen.possible or seen.rescue):
        return Look(False, False, seen.due_ms)
    decision = _decide(tx, with_busy=seen.rescue)
    due_ms = min((at for at in (seen.due_ms, decision.retry_ms) if at is not None), default=None)
    return Look(bool(decision.matches), seen.rescue, due_ms)


def step(tx: Tx, lease: Lease) -> Stepped:
    """Unit: end what is due, then offer what can be offered.

    Raises:
        LeaseLost: another router is at work; nothing was done.
    """
    leases.guard(tx, lease, LEASE_MS)
    timed_out = _ring_out(tx)
    lost = _lose_silent(tx)
    wrapped = _end_wrap_ups(tx)
    work_items.open_old_to_all(tx, tx.now_ms - KEPT_FOR_MS)
    decision = _decide(tx, with_busy=outlook.rescue_waits(tx))
    made = _offer(tx, decision)
    more = decision.more or made < len(decision.matches) or max(timed_out, lost, wrapped) >= BATCH
    return Stepped(made, timed_out, lost, more)


def _ring_out(tx: Tx) -> int:
    due = offer_rows.rung_out(tx, BATCH)
    missed_by: set[str] = set()
    for item_id in due:
        item = work_items.lock(tx, item_id)
        if item.state is ItemState.OFFERED and item.agent_id is not None:
            offers.put_back(tx, item, Outcome.TIMED_OUT, {item.agent_id: tx.now_ms})
            missed_by.add(item.agent_id)
    for agent_id in sorted(missed_by):
        desks.miss(tx, agent_id)
    return len(due)


def _lose_silent(tx: Tx) -> int:
    silent = agent_state.silent(tx, BATCH)
    for agent_id in sorted(silent):
        desks.lose(tx, agent_id)
    return len(silent)


def _end_wrap_ups(tx: Tx) -> int:
    due = work_items.wrapped(tx, BATCH)
    for item_id in due:
        item = work_items.lock(tx, item_id)
        still = item.state is ItemState.WRAP_UP and (item.wrap_up_until_ms or tx.now_ms + 1) <= tx.now_ms
        if still and item.agent_id is not None:
            wrap_up.let_go(tx, item)
            desks.work_changed(tx, item.agent_id)
    return len(due)


def _decide(tx: Tx, *, with_busy: bool) -> Decision:
    agents = agent_state.candidates(tx, with_busy=with_busy)
    if not agents:
        return Decision()
    lines: dict[str, Iterator[Waiting]] = {
        queue_id: work_items.queue_line(tx, queue_id)
        for queue_id in sorted(frozenset[str]().union(*(agent.queues for agent in agents)))
    }
    able = {agent.id for agent in agents}
    lines.update((keeper, work_items.own_line(tx, keeper)) for keeper in work_items.keepers(tx) if keeper in able)
    return decide(agents, lines, tx.now_ms, BATCH, urgent=with_busy)


def _offer(tx: Tx, decision: Decision) -> int:
    """Make the offers; whoever has moved since the rows were read is left to the next step."""
    held: dict[str, bool] = {}
    rings_s: dict[str, int] = {}
    made = 0
    for match in decision.matches:
        queue_id, agent = match.item.queue_id, match.agent
        if queue_id not in rings_s:
            rings_s[queue_id] = queues.get(tx, queue_id).ring_timeout_s
        if agent.id not in held:
            held[agent.id] = agent_state.promise(tx, agent)
        made += held[agent.id] and offers.make(tx, match, rings_s[queue_id])
    return made
