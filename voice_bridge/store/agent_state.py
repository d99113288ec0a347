"""What each agent is doing now, and the intervals of it that reports read.

Rule: whoever changes an agent's state or work locks the row first (`lock`) and writes it once (`write`), which raises
`rev`; a heartbeat alone changes nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text

from hub.database import Statement, Tx
from hub.store.agents import places
from voice_bridge.agent_rules import AgentState, Desk, Load
from voice_bridge.store.lists import among, ids_of
from voice_bridge.store.tables import IN_HAND, PRESENT

_TAKES_A_PLACE = f"w.{IN_HAND} AND w.aside_ms IS NULL AND NOT (w.state = 'wrap_up' AND w.wrap_up_until_ms IS NULL)"
_ROW = (
    "SELECT s.user_id, s.org_id, s.state, s.reason, s.next_state, s.next_reason, s.missed_offer, s.since_ms,"
    " s.idle_since_ms, s.presence_until_ms, s.load, s.rev, a.capacity, s.handled, s.worked_ms, s.idle_ms,"
    " s.counted_to_ms, s.offered_ms"
    " FROM agent_state s JOIN agents a ON a.user_id = s.user_id WHERE s.user_id = :user_id"
)
STATES = among("SELECT user_id, state FROM agent_state WHERE user_id IN :ids")
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
    text(
        "UPDATE agent_state SET handled = :handled, worked_ms = :worked_ms, idle_ms = :idle_ms,"
        " counted_to_ms = :counted_to_ms, offered_ms = :offered_ms WHERE user_id = :user_id AND rev = :rev"
        " AND next_state IS NULL AND state IN ('ready', 'busy')"
    )
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
ALL = Statement(text("SELECT user_id FROM agent_state ORDER BY user_id"))
DUE = Statement(
    text(f"SELECT presence_until_ms FROM agent_state WHERE {PRESENT} ORDER BY presence_until_ms LIMIT 1")  # noqa: S608 - our own constant
)
SKILLS = Statement(
    text("SELECT k.code, s.level FROM agent_skills s JOIN skills k ON k.id = s.skill_id WHERE s.user_id = :user_id")
)
EVERYBODY = Statement(text("SELECT user_id FROM agents ORDER BY user_id"))
DAY_BEGAN = Statement(text("UPDATE agent_state SET handled = 0, worked_ms = 0, idle_ms = 0"))


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
    figures: "Figures"


@dataclass(frozen=True, slots=True)
class Figures:
    """What an agent did today, as of the last offer; the router counts it."""

    handled: int = 0
    worked_ms: int = 0
    idle_ms: int = 0
    counted_to_ms: int = 0
    offered_ms: int = 0


def states_of(tx: Tx, user_ids: Iterable[str]) -> Mapping[str, AgentState]:
    """Return what these people are doing now; those who have never sat at a desk are left out."""
    return {row[0]: AgentState(row[1]) for row in tx.rows(STATES, ids=ids_of(user_ids))}


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


def promise(tx: Tx, user_id: str, rev: int, figures: Figures) -> bool:
    """Hold an agent for an offer; False when state or work have changed since that revision, or may not be rung."""
    return (
        tx.run(
            PROMISE,
            user_id=user_id,
            rev=rev,
            handled=figures.handled,
            worked_ms=figures.worked_ms,
            idle_ms=figures.idle_ms,
            counted_to_ms=figures.counted_to_ms,
            offered_ms=figures.offered_ms,
        )
        == 1
    )


def everybody(tx: Tx) -> Sequence[str]:
    """Return all agents there are, at work or not."""
    return [row[0] for row in tx.rows(EVERYBODY)]


def desks(tx: Tx) -> Sequence[DeskRow]:
    """Return the rows of all who ever worked here."""
    found = [find(tx, row[0]) for row in tx.rows(ALL)]
    return [row for row in found if row is not None]


def skills(tx: Tx, user_id: str) -> Mapping[str, int]:
    """Return an agent's skills by code; of skills of one code in several organisations the best level."""
    found: dict[str, int] = {}
    for code, level in tx.rows(SKILLS, user_id=user_id):
        found[code] = max(level, found.get(code, 0))
    return found


def due_ms(tx: Tx) -> int | None:
    """Return when the next agent will have been silent for too long."""
    until_ms: int | None = tx.scalar(DUE)
    return until_ms


def day_began(tx: Tx) -> None:
    """Count everybody's day from nothing."""
    tx.run(DAY_BEGAN)


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
        Figures(row.handled, row.worked_ms, row.idle_ms, row.counted_to_ms, row.offered_ms),
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
