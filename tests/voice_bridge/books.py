"""The books of the router, audited: what must be true of the tables after every unit, whatever happened before."""

import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import text

from hub.database import Tx
from hub.store.agents import places
from voice_bridge import sweeper
from voice_bridge.agent_rules import WORKING, AgentState, Load, is_full
from voice_bridge.store.tables import KEPT

TOLD = "SELECT data FROM events WHERE type = 'AgentStateChanged' AND agent_id = :agent_id"
OVERDUE = (
    "SELECT * FROM reservations WHERE until_ms <= :now_ms",
    "SELECT * FROM agent_state WHERE state <> 'offline' AND presence_until_ms <= :now_ms",
    "SELECT * FROM work_items WHERE wrap_up_until_ms <= :now_ms",
    f"SELECT * FROM work_items WHERE {KEPT} AND kept_until_ms <= :now_ms",  # noqa: S608 - our own constants
)
UNPUNISHED = (
    "SELECT o.* FROM offers o WHERE o.outcome = 'timed_out' AND NOT EXISTS (SELECT 1 FROM state_intervals i"
    " WHERE i.user_id = o.agent_id AND i.reason = 'missed_offer' AND i.from_ms = o.ended_ms)"
    " AND NOT EXISTS (SELECT 1 FROM offers r JOIN work_items w ON w.id = r.work_item_id AND w.priority = 0"
    " WHERE r.agent_id = o.agent_id AND r.work_item_id <> o.work_item_id AND r.made_ms <= o.ended_ms"
    " AND COALESCE(r.ended_ms, o.ended_ms) >= o.ended_ms)"
)
ROUNDS = (
    "SELECT count(DISTINCT made_ms) AS rounds, sum(CASE WHEN outcome = 'accepted' THEN 1 ELSE 0 END) AS taken"
    " FROM offers GROUP BY work_item_id, offer_epoch"
)
STALE_PROMISES = (
    "SELECT t.work_item_id, w.state, w.priority FROM waits_told t LEFT JOIN work_items w ON w.id = t.work_item_id"
    " AND w.state IN ('waiting', 'offered') AND w.lined_up = t.lined_up AND w.priority > 0 WHERE w.id IS NULL"
)
NO_OFFERS = {"offline", "break", "training", "wrap_up"}


def audit(tx: Tx, brought_back: frozenset[str]) -> None:
    """Fail when the tables contradict themselves.

    Args:
        tx: a reading transaction.
        brought_back: work that came back to its agent from a wrap-up, whose place may be taken by then.
    """
    _offers_and_reservations(tx)
    _desks(tx, brought_back)
    _intervals(tx)
    assert not sweeper.look(tx, None).findings


def overdue(tx: Tx) -> Sequence[Any]:
    """Return what should have ended by itself before now: offers, presences, wrap-ups, lines kept for somebody."""
    return [row for query in OVERDUE for row in _rows(tx, query, now_ms=tx.now_ms)]


def stale_promises(tx: Tx) -> Sequence[Any]:
    """Return who has been told of a wait and waits no more."""
    return _rows(tx, STALE_PROMISES)


def _rows(tx: Tx, sql: str, **params: object) -> Sequence[Any]:
    return tx.connection.execute(text(sql), params).fetchall()


def _offers_and_reservations(tx: Tx) -> None:
    """An item rings exactly while there is a reservation and an offer without an end, all under one epoch."""
    items = {tuple(row) for row in _rows(tx, "SELECT id, offer_epoch FROM work_items WHERE state = 'offered'")}
    reserved = {tuple(row) for row in _rows(tx, "SELECT work_item_id, agent_id, offer_epoch FROM reservations")}
    unended = {
        tuple(row) for row in _rows(tx, "SELECT work_item_id, agent_id, offer_epoch FROM offers WHERE ended_ms IS NULL")
    }
    assert reserved == unended
    assert items == {(item_id, epoch) for item_id, _, epoch in reserved}
    for row in _rows(tx, "SELECT state, agent_id, wrap_up_until_ms FROM work_items"):
        assert (row.agent_id is None) == (row.state == "waiting") or row.state in {"done", "abandoned"}
        assert row.wrap_up_until_ms is None or row.state == "wrap_up"
    assert _rows(tx, UNPUNISHED) == [], "an offer rang out and the agent went on"
    for row in _rows(tx, ROUNDS):
        assert row.rounds == 1, "an epoch was used twice"
        assert row.taken <= 1, "two agents took one item"


def _desks(tx: Tx, brought_back: frozenset[str]) -> None:
    """State and load follow from the work in hand; places are kept, but for one rescue and for what came back."""
    held: dict[str, Counter[str]] = defaultdict(Counter)
    rings: dict[str, Counter[str]] = defaultdict(Counter)
    extra: Counter[str] = Counter()
    rescues: Counter[str] = Counter()
    wrapping_up = set()
    for row in _rows(
        tx,
        "SELECT id, agent_id, state, medium, weight, priority FROM work_items WHERE state IN"
        " ('offered', 'active') AND aside_ms IS NULL OR (state = 'wrap_up' AND wrap_up_until_ms IS NOT NULL)",
    ):
        (rings if row.state == "offered" else held)[row.agent_id][row.medium] += row.weight
        extra[row.agent_id] += row.id in brought_back
        rescues[row.agent_id] += row.weight if row.state == "offered" and row.priority == 0 else 0
        if row.state == "wrap_up":
            wrapping_up.add(row.agent_id)
    urgent = {row.agent_id for row in _rows(tx, "SELECT agent_id FROM work_items WHERE priority = 0")}
    for row in _rows(tx, "SELECT s.*, a.capacity FROM agent_state s JOIN agents a ON a.user_id = s.user_id"):
        agent = row.user_id
        capacity = places(row.capacity)
        load = Load(capacity, held[agent], agent in wrapping_up)
        assert row.load == load.total
        if rings[agent]:
            rescued = row.state == "wrap_up" and rings[agent].total() == rescues[agent]
            assert row.state not in NO_OFFERS or rescued, f"{agent} is {row.state} and something rings"
            assert row.next_state is None
        over = extra[agent] + (1 if agent in urgent else 0)
        assert held[agent]["voice"] + rings[agent]["voice"] <= capacity["voice"] + extra[agent]
        assert held[agent]["chat"] + rings[agent]["chat"] <= capacity["chat"] + over
        if row.state in WORKING:
            assert (row.state == AgentState.WRAP_UP) == load.wrapping_up
            assert row.state != AgentState.READY or not is_full(capacity, held[agent])
            assert row.next_state is None or load.total, f"{agent} waits for nothing before {row.next_state}"


def _intervals(tx: Tx) -> None:
    """An agent's intervals follow each other without hole or overlap, the last is open and says the present state."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in _rows(tx, "SELECT * FROM state_intervals ORDER BY from_ms, id"):
        found[row.user_id].append(row)
    for row in _rows(tx, "SELECT * FROM agent_state"):
        own = found.pop(row.user_id)
        for one, following in itertools.pairwise(own):
            assert one.to_ms == following.from_ms
            assert (one.state, one.reason) != (following.state, following.reason)
        assert own[-1].to_ms is None
        assert (own[-1].state, own[-1].reason, own[-1].from_ms) == (row.state, row.reason, row.since_ms)
        told = _rows(tx, TOLD, agent_id=row.user_id)
        assert sorted(json.loads(each.data)["since_ms"] for each in told) == [each.from_ms for each in own[:-1]]
    assert not found
