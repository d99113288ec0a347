"""Offers as they begin and end: item, reservation, history and event in one place, in the caller's unit."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from hub import events
from hub.database import Tx
from voice_bridge.distributor_rules import Match
from voice_bridge.store import offers, work_items
from voice_bridge.store.work_items import ItemState, WorkItem


class Outcome(StrEnum):
    """How an offer ended."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TIMED_OUT = "timed_out"
    WITHDRAWN = "withdrawn"


def make(tx: Tx, match: Match, ring_timeout_s: int) -> bool:
    """Let an item ring at an agent who is held for it (`agent_state.promise`); False when it waits no more."""
    item_id, agent_id = match.item.id, match.agent.id
    epoch = work_items.offer(tx, item_id, agent_id)
    if epoch is None:
        return False
    item = work_items.lock(tx, item_id)
    until_ms = tx.now_ms + ring_timeout_s * 1000
    offers.open_offer(tx, item_id=item_id, org_id=item.org_id, agent_id=agent_id, offer_epoch=epoch, until_ms=until_ms)
    events.publish(
        tx,
        events.OfferMade(
            org_id=item.org_id,
            conversation_id=item.conversation_id,
            queue_id=item.queue_id,
            agent_id=agent_id,
            work_item_id=item_id,
            offer_epoch=epoch,
            until_ms=until_ms,
        ),
    )
    return True


def end(tx: Tx, item: WorkItem, outcome: Outcome) -> None:
    """End the offer that rings for this item; the item itself is the caller's to move."""
    made_ms = offers.close_offer(tx, item.id, item.offer_epoch, outcome)
    events.publish(
        tx,
        events.OfferWithdrawn(
            org_id=item.org_id,
            conversation_id=item.conversation_id,
            queue_id=item.queue_id,
            agent_id=item.agent_id,
            work_item_id=item.id,
            offer_epoch=item.offer_epoch,
            outcome=outcome,
            made_ms=made_ms,
        ),
    )


def put_back(tx: Tx, item: WorkItem, outcome: Outcome, passed_on: Mapping[str, int | None] | None = None) -> WorkItem:
    """End the offer and put the item back where it stood in the line.

    Args:
        tx: the caller's unit.
        item: an item that rings.
        outcome: how the offer ended.
        passed_on: who passed on the item, and until when it must not be offered there again. It is then no longer
            kept for anybody.
    """
    end(tx, item, outcome)
    back = replace(item, excluded={**item.excluded, **(passed_on or {})})
    work_items.queue_up(
        tx,
        back,
        queue_id=item.queue_id,
        for_agent=None if passed_on else item.for_agent,
        excluded=back.excluded,
        priority=item.priority,
        enqueued_ms=item.enqueued_ms,
    )
    return replace(back, state=ItemState.WAITING, agent_id=None)


def withdraw_all(tx: Tx, agent_id: str) -> None:
    """Put back everything that rings at an agent who can take nothing more."""
    for item in work_items.lock_ringing(tx, agent_id):
        put_back(tx, item, Outcome.WITHDRAWN)
