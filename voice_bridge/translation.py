"""Rows to what the engine knows: what must be told to it so that it sees an item or an agent as the row says.

Events say *whom* to look at, rows say *how it is*; here the two views are compared and the facts are found that lead
from the one to the other. So a fact heard late, twice or not at all does no harm. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from voice_bridge import rulebook
from voice_bridge.acd import inputs
from voice_bridge.acd.inputs import Input
from voice_bridge.acd.nouns import Agent, Presence, WorkItem
from voice_bridge.acd.nouns import ItemState as Stage
from voice_bridge.acd.rows import AgentRow, ItemRow
from voice_bridge.acd.skills import ANYBODY, Has
from voice_bridge.acd.work import Work
from voice_bridge.agent_rules import WORKING, AgentState
from voice_bridge.documents import Malformed
from voice_bridge.store.agent_state import DeskRow, Figures
from voice_bridge.store.work_items import OVER, ItemState
from voice_bridge.store.work_items import WorkItem as Row

CHAT = "chat"
HANDS = frozenset({Stage.ACTIVE, Stage.INTERRUPTED, Stage.WRAP_UP})


class Unlike(Exception):
    """Engine and row contradict each other in a way that no fact leads out of."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An item's row with those at whom it rings (and until when), and the organisation's path."""

    row: Row
    ringing: Mapping[str, int]
    org: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """What a row says of where the router has looked so far."""

    for_agent: str | None
    kept_until_ms: int | None
    excluded: Mapping[str, int | None]
    ring: int


@dataclass(frozen=True, slots=True)
class Known:
    """What the engine was told of an item's row."""

    lined_up: int
    enqueued_ms: int
    noted: Noted


def known_of(row: Row) -> Known:
    """Return what is to be remembered of a row."""
    noted = Noted(row.for_agent, row.kept_until_ms if row.for_agent else None, row.excluded, row.ring)
    return Known(row.lined_up, row.enqueued_ms, noted)


def noted_of(work: Work) -> Noted:
    """Return what the row should say of where the router has looked."""
    never: dict[str, int | None] = dict.fromkeys(sorted(work.item.excluded))
    return Noted(work.keeper, work.kept_until_ms if work.keeper else None, {**work.barred, **never}, work.ring)


# --- work -------------------------------------------------------------------------------------------------------


def is_over(row: Row) -> bool:
    """Tell whether the engine has nothing to do with an item any more; who wrote it up has been free since."""
    return row.state in OVER or (row.state is ItemState.WRAP_UP and row.wrap_up_until_ms is None)


def item_of(seen: Seen) -> WorkItem:
    """Return the engine's item of a row.

    Raises:
        ValueError: its needs cannot be read.
    """
    row = seen.row
    try:
        required = ANYBODY if row.needs is None else rulebook.need_from_text(row.needs)
    except Malformed as malformed:
        raise ValueError(f"needs: {malformed}") from malformed
    return WorkItem(
        id=row.id,
        queue_id=row.queue_id,
        medium=row.medium,
        enqueued_ms=row.enqueued_ms,
        priority=row.priority,
        weight=row.weight,
        required=required,
        org=seen.org,
        department=row.department,
        business=row.business,
        vip=row.vip,
        dissatisfaction=row.dissatisfied / 100,
        last_agent=row.last_agent,
        for_agent=row.named_agent,
        excluded=frozenset(agent_id for agent_id, until_ms in row.excluded.items() if until_ms is None),
        preferred=tuple(Has(code, 1) for code in row.preferred),
        interruptible=bool(row.interruptible),
        may_leave=row.medium == CHAT and row.conversation_id is not None,
    )


def engine_row(seen: Seen) -> ItemRow:
    """Return what an engine is restored from."""
    row = seen.row
    return ItemRow(
        item=item_of(seen),
        state=Stage(row.state) if row.aside_ms is None else Stage.INTERRUPTED,
        entered_ms=row.entered_ms,
        ahead=0,
        ring=row.ring,
        epoch=row.offer_epoch,
        ringing=tuple(seen.ringing.items()) if row.state is ItemState.OFFERED else (),
        holder=row.agent_id if row.state in {ItemState.ACTIVE, ItemState.WRAP_UP} else None,
        wrap_up_until_ms=row.wrap_up_until_ms,
        keeper=row.for_agent,
        kept_until_ms=row.kept_until_ms or row.changed_ms,
        barred=tuple((agent_id, until_ms) for agent_id, until_ms in row.excluded.items() if until_ms is not None),
        hops=row.hops,
        visited=row.visited,
        resets_idle=True,
    )


def told_of(seen: Seen, work: Work | None, known: Known | None) -> list[Input]:
    """Return the facts that let the engine see an item as its row says.

    Raises:
        Unlike: there are none.
        ValueError: the row cannot be read.
    """
    row = seen.row
    if is_over(row):
        return [inputs.WorkAbandoned(row.id)] if work else []
    anew = work is not None and known is not None and known.lined_up != row.lined_up
    hurried: list[Input] = []
    if work is not None and not anew and work.item.priority != row.priority:
        hurried = [inputs.WorkHurried(row.id, row.priority)]
    if row.state is ItemState.WAITING:
        return _waits(seen, work, known) if anew or work is None else [*hurried, *_waits(seen, work, known)]
    if row.state is ItemState.OFFERED:
        return [*hurried, *_rings(seen, work, anew=anew)]
    return [*hurried, *_in_hand(seen, work)]


def _waits(seen: Seen, work: Work | None, known: Known | None) -> list[Input]:
    row, item = seen.row, item_of(seen)
    if work is None:
        return [inputs.WorkArrived(item, row.offer_epoch)]
    if known is not None and known.lined_up != row.lined_up:
        if known.enqueued_ms != row.enqueued_ms:
            return [inputs.WorkAbandoned(row.id), inputs.WorkArrived(item, row.offer_epoch)]
        anew: list[Input] = [inputs.WorkTransferred(row.id, row.queue_id, row.named_agent, item.excluded)]
        return [*anew, *([inputs.WorkHurried(row.id, row.priority)] if work.item.priority != row.priority else [])]
    if work.state in HANDS:
        raise Unlike(f"{row.id} waits and is in hand")
    return [_ended(row, work, agent_id) for agent_id in work.ringing]


def _rings(seen: Seen, work: Work | None, *, anew: bool) -> list[Input]:
    row = seen.row
    if work is None or anew or work.state is not Stage.OFFERED or work.epoch != row.offer_epoch or not seen.ringing:
        raise Unlike(f"{row.id} rings under {row.offer_epoch}")
    return [_ended(row, work, agent_id) for agent_id in work.ringing if agent_id not in seen.ringing]


def _ended(row: Row, work: Work, agent_id: str) -> Input:
    """Return how an offer ended that rings no more in the row: passed on, or taken back."""
    if work.epoch == row.offer_epoch and row.excluded.get(agent_id) is not None:
        return inputs.OfferDeclined(row.id, agent_id, work.epoch)
    return inputs.OfferLost(row.id, agent_id, work.epoch)


def _in_hand(seen: Seen, work: Work | None) -> list[Input]:
    row = seen.row
    if row.agent_id is None:
        raise Unlike(f"{row.id} is in nobody's hands")
    told: list[Input] = []
    if work is None or work.holder != row.agent_id:
        rang = work is not None and row.agent_id in work.ringing and work.epoch == row.offer_epoch
        taken = inputs.OfferAccepted(row.id, row.agent_id, row.offer_epoch)
        told.append(taken if rang else _taken(seen, row.agent_id))
    elif row.state is ItemState.ACTIVE and work.state is Stage.WRAP_UP:
        told.append(inputs.TalkResumed(row.id))
    if row.state is ItemState.WRAP_UP:
        writing = work is not None and work.state is Stage.WRAP_UP and not told
        until_ms = row.wrap_up_until_ms or 0
        if not writing:
            told.append(inputs.TalkEnded(row.id, until_ms))
        elif work is not None and work.wrap_up_until_ms != until_ms:
            told.append(inputs.WrapUpExtended(row.id, until_ms))
    return told


def _taken(seen: Seen, agent_id: str) -> Input:
    return inputs.WorkTaken(item_of(seen), agent_id, epoch=seen.row.offer_epoch)


# --- agents -----------------------------------------------------------------------------------------------------


def presence_of(desk: DeskRow | None) -> Presence:
    """Return whether an agent may be offered work, as far as the row says; who only ends the work in hand is gone."""
    if desk is None or AgentState.OFFLINE in {desk.desk.state, desk.desk.next_state}:
        return Presence.OFFLINE
    ready = desk.desk.state in WORKING and desk.desk.next_state is None
    return Presence.READY if ready else Presence.NOT_READY


def reason_of(desk: DeskRow | None) -> str:
    """Return why an agent is not ready."""
    return "" if desk is None else desk.desk.reason or desk.desk.next_reason or ""


def agent_row(agent: Agent, desk: DeskRow | None, now_ms: int) -> AgentRow:
    """Return what an agent's seat is restored from."""
    figures = Figures() if desk is None else desk.figures
    presence = presence_of(desk)
    return AgentRow(
        agent=agent,
        presence=presence,
        reason="" if presence is Presence.READY else reason_of(desk),
        idle_since_ms=0 if desk is None else desk.idle_since_ms,
        handled=figures.handled,
        worked_ms=figures.worked_ms,
        idle_ms=figures.idle_ms,
        counted_to_ms=figures.counted_to_ms or now_ms,
        offered_ms=figures.offered_ms,
    )


def moved_to(agent_id: str, presence: Presence, reason: str) -> Input:
    """Return the fact that an agent may be offered work from now on, or not."""
    match presence:
        case Presence.READY:
            return inputs.AgentReady(agent_id)
        case Presence.NOT_READY:
            return inputs.AgentPaused(agent_id, reason)
        case Presence.OFFLINE:
            return inputs.AgentLeft(agent_id)
