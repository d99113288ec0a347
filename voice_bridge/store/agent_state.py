"""What each agent is doing now, and the intervals of it that reports read.

Rule: whoever changes an agent's state or work locks the row first (`lock`) and writes it once (`write`), which raises
`rev`; a heartbeat alone changes nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text

from hub.database import Statement, Tx
from hub.store.agents import places
from voice_bridge.agent_rules import AgentState, Desk, Load
from voice_bridge.distributor_rules import Candidate
from voice_bridge.store.tables import IN_HAND, IN_LINE, KEPT, PRESENT

_TAKES_A_PLACE = f"w.{IN_HAND} AND NOT (w.state = 'wrap_up' AND w.wrap_up_until_ms IS NULL)"
_ROW = (
    "SELECT s.user_id, s.org_id, s.state, s.reason, s.next_state, s.next_reason, s.missed_offer, s.since_ms,"
    " s.idle_since_ms, s.presence_until_ms, s.load, s.rev, a.capacity"
    " FROM agent_state s JOIN agents a ON a.user_id = s.user_id WHERE s.user_id = :user_id"
)
FIND = Statement(text(_ROW))
LOCK = Statement(sqlite=text(_ROW), postgresql=text(_ROW + " FOR UPDATE OF s"))
HELD = Statement(
    text(
        "SELECT w.medium, sum(w.weight), max(CASE WHEN w.state = 'wrap_up' THEN 1 ELSE 0 END) FROM work_items w"  # noqa: S608 - our own constant
        f" WHERE w.agent_id = :user_id AND {_TAKES_A_PLACE} AND w.state <> 'offered' GROUP BY w.medium"
    )
)
INSERT = Statement(
    text(
        "INSERT INTO agent_state (user_id, org_id, since_ms, idle_since_ms, presence_until_ms)"
        " VALUES (:user_id, :org_id, :now_ms, :now_ms, :now_ms) ON CONFLICT (user_id) DO NOTHING"
    )
)
WRITE = Statement(
    text(
        "UPDATE agent_state SET state = :state, reason = :reason, next_state = :next_state,"
        " next_reason = :next_reason, missed_offer = :missed_offer, since_ms = :since_ms,"
        " idle_since_ms = :idle_since_ms, load = :load, rev = rev + 1 WHERE user_id = :user_id"
    )
)
HEARD = Statement(
    text(
        f"UPDATE agent_state SET presence_until_ms = :until_ms WHERE user_id = :user_id AND {PRESENT}"  # noqa: S608 - our own constant
    )
)
PRESENT_UNTIL = Statement(text("UPDATE agent_state SET presence_until_ms = :until_ms WHERE user_id = :user_id"))
PROMISE = Statement(
    text("UPDATE agent_state SET rev = rev + 1 WHERE user_id = :user_id AND rev = :rev AND state = :state")
)
GIVE_GRACE = Statement(
    text(
        f"UPDATE agent_state SET presence_until_ms = :until_ms WHERE {PRESENT} AND presence_until_ms < :until_ms"  # noqa: S608 - our own constant
    )
)
SILENT = Statement(
    text(
        "SELECT user_id FROM agent_state"  # noqa: S608 - our own constant
        f" WHERE {PRESENT} AND presence_until_ms <= :now_ms ORDER BY presence_until_ms LIMIT :limit"
    )
)
OPEN_INTERVAL = Statement(
    text(
        "INSERT INTO state_intervals (id, org_id, user_id, state, reason, from_ms)"
        " VALUES (:id, :org_id, :user_id, :state, :reason, :from_ms)"
    )
)
CLOSE_INTERVAL = Statement(text("UPDATE state_intervals SET to_ms = :to_ms WHERE user_id = :user_id AND to_ms IS NULL"))
FORMER = Statement(
    text(
        "SELECT state, reason FROM state_intervals WHERE user_id = :user_id AND to_ms IS NOT NULL"
        " ORDER BY from_ms DESC, id DESC LIMIT 1"
    )
)
# Only queues with work in the line are joined, so that a step under load reads the agents it may use and no others.
_ABLE = "s.next_state IS NULL AND (s.state = 'ready' OR s.state = :also)"
CANDIDATES = Statement(
    text(
        "SELECT s.user_id, s.rev, s.state, s.idle_since_ms, a.capacity, m.queue_id FROM queues q"  # noqa: S608 - our own constants
        " JOIN queue_members m ON m.queue_id = q.id JOIN agent_state s ON s.user_id = m.user_id"
        f" JOIN agents a ON a.user_id = s.user_id WHERE {_ABLE}"
        f" AND EXISTS (SELECT 1 FROM work_items WHERE queue_id = q.id AND {IN_LINE})"
        " UNION ALL SELECT s.user_id, s.rev, s.state, s.idle_since_ms, a.capacity, NULL FROM agent_state s"
        f" JOIN agents a ON a.user_id = s.user_id WHERE {_ABLE}"
        f" AND EXISTS (SELECT 1 FROM work_items WHERE for_agent = s.user_id AND {KEPT})"
    )
)
TAKEN = Statement(
    text(
        "SELECT w.agent_id, w.medium, sum(w.weight) FROM agent_state s"  # noqa: S608 - our own constants
        f" JOIN work_items w ON w.agent_id = s.user_id WHERE {_ABLE} AND {_TAKES_A_PLACE}"
        " GROUP BY w.agent_id, w.medium"
    )
)


@dataclass(frozen=True, slots=True)
class DeskRow:
    """An agent's row."""

    user_id: str
    org_id: str
    desk: Desk
    since_ms: int
    idle_since_ms: int
    presence_until_ms: int
    load: int
    rev: int
    capacity: Mapping[str, int]


def find(tx: Tx, user_id: str) -> DeskRow | None:
    """Return an agent's row, None for somebody who never worked here."""
    return _read(tx, FIND, user_id)


def lock(tx: Tx, user_id: str) -> DeskRow | None:
    """Return an agent's row and hold it for this unit."""
    return _read(tx, LOCK, user_id)


def create(tx: Tx, user_id: str, org_id: str) -> None:
    """Give an agent a row, offline since now, with the first interval."""
    if tx.run(INSERT, user_id=user_id, org_id=org_id, now_ms=tx.now_ms) == 1:
        _open_interval(tx, user_id, org_id, Desk(), tx.now_ms)


def load_of(tx: Tx, row: DeskRow) -> Load:
    """Return the work in an agent's hands, ringing work not counted."""
    held = tx.rows(HELD, user_id=row.user_id)
    taken = {medium: int(weight) for medium, weight, _ in held}
    return Load(row.capacity, taken, any(wrapping_up for _, _, wrapping_up in held))


def write(tx: Tx, row: DeskRow, desk: Desk, *, load: int, idle_since_ms: int) -> None:
    """Write an agent's new state and turn the page of the intervals."""
    turned = (desk.state, desk.reason) != (row.desk.state, row.desk.reason)
    since_ms = max(tx.now_ms, row.since_ms) if turned else row.since_ms
    tx.run(
        WRITE,
        user_id=row.user_id,
        state=desk.state,
        reason=desk.reason,
        next_state=desk.next_state,
        next_reason=desk.next_reason,
        missed_offer=int(desk.missed_offer),
        since_ms=since_ms,
        idle_since_ms=idle_since_ms,
        load=load,
    )
    if turned:
        tx.run(CLOSE_INTERVAL, user_id=row.user_id, to_ms=since_ms)
        _open_interval(tx, row.user_id, row.org_id, desk, since_ms)


def heard(tx: Tx, user_id: str, until_ms: int) -> bool:
    """Prolong an agent's presence; False when the agent is offline."""
    return tx.run(HEARD, user_id=user_id, until_ms=until_ms) == 1


def present_until(tx: Tx, user_id: str, until_ms: int) -> None:
    """Set until when an agent's browser counts as heard, whatever the state."""
    tx.run(PRESENT_UNTIL, user_id=user_id, until_ms=until_ms)


def promise(tx: Tx, agent: Candidate) -> bool:
    """Hold an agent for an offer; False when state or work have changed since the candidate was read."""
    state = AgentState.READY if agent.ready else AgentState.BUSY
    return tx.run(PROMISE, user_id=agent.id, rev=agent.rev, state=state) == 1


def give_grace(tx: Tx, until_ms: int) -> None:
    """Let nobody count as silent before a time: while no router ran, nobody could be heard."""
    tx.run(GIVE_GRACE, until_ms=until_ms)


def silent(tx: Tx, limit: int) -> Sequence[str]:
    """Return the agents whose browsers have not been heard for too long."""
    return [row[0] for row in tx.rows(SILENT, now_ms=tx.now_ms, limit=limit)]


def former(tx: Tx, user_id: str) -> tuple[AgentState, str | None]:
    """Return the state before the present one, with its reason."""
    row = tx.row(FORMER, user_id=user_id)
    return (AgentState(row[0]), row[1]) if row else (AgentState.OFFLINE, None)


def candidates(tx: Tx, *, with_busy: bool) -> Sequence[Candidate]:
    """Return everybody who serves a line in which something waits and may be offered it."""
    also = AgentState.BUSY if with_busy else AgentState.READY
    rows = tx.rows(CANDIDATES, also=also)
    if not rows:
        return []
    taken: dict[str, dict[str, int]] = {}
    for user_id, medium, weight in tx.rows(TAKEN, also=also):
        taken.setdefault(user_id, {})[medium] = int(weight)
    queues: dict[str, set[str]] = {}
    profiles: dict[str, tuple[int, str, int, str]] = {}
    for user_id, rev, state, idle_since_ms, capacity, queue_id in rows:
        profiles[user_id] = (rev, state, idle_since_ms, capacity)
        queues.setdefault(user_id, set()).update([queue_id] if queue_id else [])
    return [
        Candidate(
            user_id,
            rev,
            state == AgentState.READY,
            idle_since_ms,
            frozenset(queues[user_id]),
            places(capacity),
            taken.get(user_id, {}),
        )
        for user_id, (rev, state, idle_since_ms, capacity) in profiles.items()
    ]


def _read(tx: Tx, statement: Statement, user_id: str) -> DeskRow | None:
    row = tx.row(statement, user_id=user_id)
    if row is None:
        return None
    desk = Desk(
        AgentState(row.state),
        row.reason,
        AgentState(row.next_state) if row.next_state else None,
        row.next_reason,
        bool(row.missed_offer),
    )
    return DeskRow(
        row.user_id,
        row.org_id,
        desk,
        row.since_ms,
        row.idle_since_ms,
        row.presence_until_ms,
        row.load,
        row.rev,
        places(row.capacity),
    )


def _open_interval(tx: Tx, user_id: str, org_id: str, desk: Desk, from_ms: int) -> None:
    tx.run(
        OPEN_INTERVAL,
        id=tx.new_id(),
        org_id=org_id,
        user_id=user_id,
        state=desk.state,
        reason=desk.reason,
        from_ms=from_ms,
    )
