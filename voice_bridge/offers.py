"""Offers as they begin and end: item, reservation, history and event in one place, in the caller's unit."""

from collections.abc import Mapping
from enum import StrEnum

from hub import events
from hub.database import Tx
from hub.model import RESCUE
from voice_bridge.store import offers, work_items
from voice_bridge.store.work_items import ItemState, WorkItem


class Outcome(StrEnum):
    """How an offer ended."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TIMED_OUT = "timed_out"
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    WITHDRAWN = "withdrawn"


def make(tx: Tx, item: WorkItem, agent_id: str, epoch: int, until_ms: int) -> None:
    """Let an item that is offered under this epoch ring at an agent."""
    offers.open_offer(tx, item_id=item.id, org_id=item.org_id, agent_id=agent_id, offer_epoch=epoch, until_ms=until_ms)
    events.publish(
        tx,
        events.OfferMade(
            org_id=item.org_id,
            conversation_id=item.conversation_id,
            queue_id=item.queue_id,
            agent_id=agent_id,
            work_item_id=item.id,
            offer_epoch=epoch,
            until_ms=until_ms,
        ),
    )


def end(tx: Tx, item: WorkItem, agent_id: str, outcome: Outcome) -> bool:
    """End the offer that rings at an agent, the item itself is the caller's to move; False when it rings no more."""
    made_ms = offers.close_offer(tx, item.id, item.offer_epoch, agent_id, outcome)
    if made_ms is None:
        return False
    events.publish(
        tx,
        events.OfferWithdrawn(
            org_id=item.org_id,
            conversation_id=item.conversation_id,
            queue_id=item.queue_id,
            agent_id=agent_id,
            work_item_id=item.id,
            offer_epoch=item.offer_epoch,
            outcome=outcome,
            made_ms=made_ms,
        ),
    )
    return True


def end_all(tx: Tx, item: WorkItem, outcome: Outcome) -> None:
    """End all offers that ring for an item; the item itself is the caller's to move."""
    for agent_id in offers.at(tx, item.id):
        end(tx, item, agent_id, outcome)


def pass_on(
    tx: Tx, item: WorkItem, agent_id: str, outcome: Outcome, barred: Mapping[str, int | None] | None = None
) -> bool:
    """End the offer at an agent; an item that rings nowhere then is back where it stood. False: it rings no more.

    Args:
        tx: the caller's unit.
        item: an item that rings, locked.
        agent_id: at whom it shall ring no more.
        outcome: how the offer ended.
        barred: who passed on the item, and until when it must not be offered there again. It is then no longer kept
            for anybody.
    """
    if not end(tx, item, agent_id, outcome):
        return False
    if offers.at(tx, item.id):
        return True
    for_agent = None if barred else item.for_agent
    work_items.put_back(tx, item.id, for_agent, {**item.excluded, **(barred or {})})
    return True


def withdraw_all(tx: Tx, agent_id: str, *, but_rescues: bool = False) -> None:
    """Put back what rings at an agent who can take nothing more; `but_rescues` lets a rescue ring on there."""
    for item in work_items.lock_ringing(tx, agent_id):
        if item.state is ItemState.OFFERED and not (but_rescues and item.priority == RESCUE):
            pass_on(tx, item, agent_id, Outcome.WITHDRAWN)
