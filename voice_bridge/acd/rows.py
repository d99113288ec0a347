"""The state of the engine as rows: what must be kept so that another process can go on where this one stopped.

Rule: a restored engine decides exactly as the one that was kept would have, to the same inputs (tests/voice_bridge/acd,
property 3 and 10). Lines, buckets and timers follow from the rows and are made anew. Whoever is not sure that the rows
were at rest applies `TakenOver`: that looks at everything again.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from voice_bridge.acd import checks
from voice_bridge.acd.engine import Engine
from voice_bridge.acd.estimate import History
from voice_bridge.acd.floor import Floor
from voice_bridge.acd.nouns import Agent, ItemState, Presence, WorkItem
from voice_bridge.acd.seat import Seat
from voice_bridge.acd.settings import Settings
from voice_bridge.acd.work import Work

Pairs = tuple[tuple[str, int], ...]
"""A small mapping in a row: agents and times, in the order in which they were noted."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A work item; the fields are those of `Work`."""

    item: WorkItem
    state: ItemState
    entered_ms: int
    ahead: int
    ring: int
    epoch: int
    ringing: Pairs
    holder: str | None
    wrap_up_until_ms: int | None
    keeper: str | None
    kept_until_ms: int
    barred: Pairs
    hops: int
    visited: tuple[str, ...]
    resets_idle: bool


@dataclass(frozen=True, slots=True)
class AgentRow:
    """An agent; the fields are those of `Seat`. What is in hand stands in the items' rows."""

    agent: Agent
    presence: Presence
    reason: str
    idle_since_ms: int
    handled: int
    worked_ms: int
    idle_ms: int
    counted_to_ms: int
    offered_ms: int


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """How fast a queue has answered a class and medium lately; without it estimates begin anew."""

    queue_id: str
    priority: int
    medium: str
    paces_ms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """All of it, each in the order of its keys."""

    now_ms: int
    items: tuple[ItemRow, ...] = ()
    agents: tuple[AgentRow, ...] = ()
    histories: tuple[HistoryRow, ...] = ()
    closed: tuple[str, ...] = ()


def rows_of(engine: Engine) -> Rows:
    """Return what to keep of an engine."""
    floor = engine.floor
    return Rows(
        now_ms=floor.now_ms,
        items=tuple(_item_row(floor.works[item_id]) for item_id in sorted(floor.works)),
        agents=tuple(_agent_row(floor.seats[agent_id]) for agent_id in sorted(floor.seats)),
        histories=tuple(
            HistoryRow(*kin, tuple(history.paces_ms))
            for kin, history in sorted(floor.histories.items())
            if history.paces_ms
        ),
        closed=tuple(sorted(floor.closed)),
    )


def restore(settings: Settings, rows: Rows, grace_until_ms: int = 0) -> Engine:
    """Return an engine that goes on from these rows.

    Args:
        settings: the rules that hold now.
        rows: what was kept.
        grace_until_ms: nothing rings out before then: agents could not answer while nobody was there to hear it.

    Raises:
        Unprocessable: `settings_contradict`.
        Conflict: `settings_in_use`; the settings do not know a queue, medium or class of the rows.
    """
    engine = Engine(settings)
    floor = engine.floor
    floor.now_ms = rows.now_ms
    floor.closed = set(rows.closed) & settings.queues.keys()
    for history in rows.histories:
        floor.histories[history.queue_id, history.priority, history.medium] = History(history.paces_ms)
    _seat_agents(floor, rows)
    checks.check_change(settings, [row.item for row in rows.items])
    for row in rows.items:
        _put(floor, _work(floor, row, grace_until_ms))
    for seat in floor.seats.values():
        seat.changed()
    return engine


def _item_row(work: Work) -> ItemRow:
    return ItemRow(
        item=work.item,
        state=work.state,
        entered_ms=work.entered_ms,
        ahead=work.ahead,
        ring=work.ring,
        epoch=work.epoch,
        ringing=tuple(work.ringing.items()),
        holder=work.holder,
        wrap_up_until_ms=work.wrap_up_until_ms,
        keeper=work.keeper,
        kept_until_ms=work.kept_until_ms,
        barred=tuple(work.barred.items()),
        hops=work.hops,
        visited=work.visited,
        resets_idle=work.resets_idle,
    )


def _agent_row(seat: Seat) -> AgentRow:
    return AgentRow(
        agent=seat.agent,
        presence=seat.presence,
        reason=seat.reason,
        idle_since_ms=seat.idle_since_ms,
        handled=seat.handled,
        worked_ms=seat.worked_ms,
        idle_ms=seat.idle_ms,
        counted_to_ms=seat.counted_to_ms,
        offered_ms=seat.offered_ms,
    )


def _seat_agents(floor: Floor, rows: Rows) -> None:
    """Seat everybody; who holds work and is administered no more gets a seat without places, so nothing is lost."""
    for row in rows.agents:
        floor.seats[row.agent.id] = Seat(
            agent=row.agent,
            presence=row.presence,
            reason=row.reason,
            idle_since_ms=row.idle_since_ms,
            handled=row.handled,
            worked_ms=row.worked_ms,
            idle_ms=row.idle_ms,
            counted_to_ms=row.counted_to_ms,
            offered_ms=row.offered_ms,
        )
    for agent_id in _named_in(rows.items):
        floor.seats.setdefault(agent_id, Seat(Agent(id=agent_id), counted_to_ms=rows.now_ms))
    for seat in floor.seats.values():
        floor.lines.admit(seat)


def _named_in(items: Iterable[ItemRow]) -> list[str]:
    named = {agent_id for row in items for agent_id, _ in row.ringing}
    named |= {agent_id for row in items for agent_id in (row.holder, row.keeper) if agent_id is not None}
    return sorted(named)


def _work(floor: Floor, row: ItemRow, grace_until_ms: int) -> Work:
    ringing = {agent_id: max(until_ms, grace_until_ms) for agent_id, until_ms in row.ringing}
    return Work(
        item=row.item,
        terms=floor.lines.terms_of(row.item),
        place=floor.lines.place_of(row.item),
        entered_ms=row.entered_ms,
        state=row.state,
        ahead=row.ahead,
        ring=row.ring,
        epoch=row.epoch,
        ringing=ringing,
        holder=row.holder,
        wrap_up_until_ms=row.wrap_up_until_ms,
        keeper=row.keeper,
        kept_until_ms=row.kept_until_ms,
        barred=dict(row.barred),
        hops=row.hops,
        visited=row.visited,
        resets_idle=row.resets_idle,
    )


def _put(floor: Floor, work: Work) -> None:
    """Put work where its row says it is."""
    floor.works[work.id] = work
    if work.state is ItemState.WAITING:
        floor.lines.add(work)
    for agent_id in [*work.ringing, *([work.holder] if work.holder else [])]:
        floor.seats[agent_id].held[work.id] = work
    floor.set_timer(work)
