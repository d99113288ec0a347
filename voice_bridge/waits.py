"""Writes down what those who wait are told, and what became of it: part of a turn's unit, before its decisions.

Rules: the fact goes out in the same unit as the row, and channels say it; the words of a long wait are the hub's
(`hub/telling.py`). Conversations are locked before anything of agents, as everywhere. Work that waits no more when
this is written is left out and reported.
"""

from collections import Counter
from dataclasses import dataclass, field

from hub import events, telling
from hub.database import Tx
from hub.ids import ConversationId
from hub.ports import Wait
from voice_bridge.acd.waits import NOBODY_THERE, Said, Verdict, said_of, verdict
from voice_bridge.store import outlooks
from voice_bridge.store import waits as rows
from voice_bridge.store.waits import Ending, Told
from voice_bridge.store.work_items import ItemState, sent_out
from voice_bridge.teller import Plan, Telling

_HANDS = frozenset({ItemState.ACTIVE, ItemState.WRAP_UP, ItemState.DONE})


@dataclass(slots=True)
class Kept:
    """What was told, and what became of what had been told."""

    told: int = 0
    offered: int = 0
    welcomed: int = 0
    "Who had waited over a closed time, and heard that people are there now."
    missed: set[str] = field(default_factory=set)
    "Work that waited no more, so nobody was told."
    verdicts: Counter[Verdict] = field(default_factory=Counter)


class Waits:
    """What somebody who waits was told, for whoever shows it (`hub.ports.Waits`)."""

    def told(self, tx: Tx, conversation_id: ConversationId) -> Wait | None:
        """Return what was told in a conversation that still waits, None in any other."""
        found = rows.shown(tx, conversation_id)
        if found is None:
            return None
        said = said_of(*found)
        return Wait(said.position, said.p50_s, said.p90_s)


def write(tx: Tx, plan: Plan) -> Kept:
    """Write down what a turn tells."""
    kept = Kept()
    for item_id in plan.ended:
        ending = rows.end(tx, item_id)
        if ending is not None:
            _end(tx, item_id, ending, kept)
    for each in plan.tellings:
        _tell(tx, each, kept)
    outlooks.put(tx, plan.outlooks)
    return kept


def _tell(tx: Tx, telling_: Telling, kept: Kept) -> None:
    told = telling_.told
    of = rows.tell(tx, told)
    if of is None:
        kept.missed.add(told.item_id)
        return
    org_id, queue_id, conversation_id = of
    if telling_.again:
        kept.told += 1
        said = said_of(told.position, told.p50_ms, told.p90_ms)
        _publish(tx, told, said, org_id, queue_id, conversation_id)
        if telling_.returned and conversation_id is not None:
            kept.welcomed += telling.welcome(tx, conversation_id, said.place)
    if telling_.offer:
        rows.offered(tx, told.item_id)
        nobody = told.position == NOBODY_THERE
        if conversation_id is not None and telling.offer_message(tx, conversation_id, nobody=nobody):
            kept.offered += 1


def _publish(tx: Tx, told: Told, said: Said, org_id: str, queue_id: str, conversation_id: str | None) -> None:
    events.publish(
        tx,
        events.WaitTold(
            org_id=org_id,
            conversation_id=conversation_id,
            queue_id=queue_id,
            work_item_id=told.item_id,
            position=said.position,
            p50_s=said.p50_s,
            p90_s=said.p90_s,
        ),
    )


def _end(tx: Tx, item_id: str, ending: Ending, kept: Kept) -> None:
    """Hold the first promise against what came; a wait that goes on elsewhere, or that we ended, is not."""
    p50_ms, p90_ms = ending.first_p50_ms, ending.first_p90_ms
    if p50_ms is None or p90_ms is None:
        return
    until_ms, served = ending.accepted_ms, True
    if until_ms is None and ending.state in _HANDS:
        until_ms = ending.changed_ms
    elif until_ms is None and ending.state == ItemState.ABANDONED and not sent_out(ending.outcome):
        until_ms, served = ending.changed_ms, False
    if until_ms is None:
        return
    waited_ms = max(0, until_ms - ending.first_ms)
    found = verdict(waited_ms, p50_ms, p90_ms, served=served)
    kept.verdicts[found] += 1
    events.publish(
        tx,
        events.WaitEnded(
            org_id=ending.org_id,
            conversation_id=ending.conversation_id,
            queue_id=ending.queue_id,
            agent_id=ending.agent_id if served else None,
            work_item_id=item_id,
            verdict=found,
            waited_ms=waited_ms,
            position=ending.first_position,
            p50_ms=p50_ms,
            p90_ms=p90_ms,
        ),
    )
