"""Lanes: the one ordered way in and the one ordered way out of each identity.

Rules: a worker claims a lane, never a message; every unit of its work guards the lane (owner and fence) or leaves it,
which asks the same, so a worker that was taken for dead changes nothing; a lane that is left looks at `wake`, which
each new row raises under the same row lock, so no row is forgotten between the last look and the leaving. Nothing
waits in an idle lane: who puts the first row into it may take the lane in the same unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from hub.database import Ask, Statement, Tx
from hub.errors import Conflict

WAKING = (
    "INSERT INTO lanes (kind, identity_id, org_id, priority, state, waits_since_ms, wake)"
    " VALUES (:kind, :identity_id, :org_id, :priority, 'ready', :now_ms, 1)"
    " ON CONFLICT (kind, identity_id) DO UPDATE SET wake = lanes.wake + 1,"
    " priority = CASE WHEN lanes.state = 'idle' OR excluded.priority < lanes.priority"
    " THEN excluded.priority ELSE lanes.priority END,"
    " waits_since_ms = CASE WHEN lanes.state = 'idle' THEN CAST(:now_ms AS BIGINT) ELSE lanes.waits_since_ms END,"
    " not_before_ms = CASE WHEN lanes.state = 'idle' THEN 0 ELSE lanes.not_before_ms END,"
    " state = CASE WHEN lanes.state = 'idle' THEN 'ready' ELSE lanes.state END RETURNING wake"
)
"The change that announces a row in a lane; it returns the row's place."
WAKE = Statement(text(WAKING))
_CLAIM = (
    "UPDATE lanes SET state = 'leased', lease_owner = :owner, lease_until_ms = :until_ms, fence = fence + 1,"
    " attempts = attempts + 1, waits_since_ms = NULL WHERE kind = :kind AND identity_id IN (SELECT identity_id"
    " FROM lanes WHERE kind = :kind AND waits_since_ms IS NOT NULL AND priority <= :max_priority"
    " AND not_before_ms <= :now_ms ORDER BY priority, waits_since_ms LIMIT :limit %s)"
    " RETURNING identity_id, org_id, priority, fence, wake, attempts"
)
CLAIM = Statement(sqlite=text(_CLAIM % ""), postgresql=text(_CLAIM % "FOR UPDATE SKIP LOCKED"))
TAKE_IDLE = Statement(
    text(
        "INSERT INTO lanes (kind, identity_id, org_id, priority, state, lease_owner, lease_until_ms, fence, wake,"
        " attempts) VALUES (:kind, :identity_id, :org_id, :priority, 'leased', :owner, :until_ms, 1, 1, 1)"
        " ON CONFLICT (kind, identity_id) DO UPDATE SET state = 'leased', lease_owner = excluded.lease_owner,"
        " lease_until_ms = excluded.lease_until_ms, fence = lanes.fence + 1, wake = lanes.wake + 1, attempts = 1,"
        " priority = excluded.priority, not_before_ms = 0 WHERE lanes.state = 'idle'"
        " RETURNING identity_id, org_id, priority, fence, wake, attempts"
    )
)
SEE_IDLE = Statement(
    text("SELECT org_id, fence, wake FROM lanes WHERE kind = :kind AND identity_id = :identity_id AND state = 'idle'")
)
TAKE_SEEN = Statement(
    text(
        "UPDATE lanes SET state = 'leased', lease_owner = :owner, lease_until_ms = :until_ms, fence = fence + 1,"
        " wake = wake + 1, attempts = 1, priority = :priority, not_before_ms = 0 WHERE kind = :kind"
        " AND identity_id = :identity_id AND state = 'idle' AND fence = :fence AND wake = :wake"
    )
)
PASS_SEEN = Statement(
    text(
        "UPDATE lanes SET wake = wake + 1 WHERE kind = :kind AND identity_id = :identity_id AND state = 'idle'"
        " AND fence = :fence AND wake = :wake"
    )
)
GUARD = Statement(
    text(
        "UPDATE lanes SET lease_until_ms = :until_ms WHERE kind = :kind AND identity_id = :identity_id"
        " AND state = 'leased' AND lease_owner = :owner AND fence = :fence"
    )
)
LEAVE = Statement(
    text(
        "UPDATE lanes SET state = CASE WHEN wake > :seen OR :more = 1 THEN 'ready' ELSE 'idle' END,"
        " waits_since_ms = CASE WHEN wake > :seen OR :more = 1 THEN CAST(:now_ms AS BIGINT) END,"
        " lease_owner = NULL, attempts = 0, not_before_ms = :not_before_ms"
        " WHERE kind = :kind AND identity_id = :identity_id AND state = 'leased' AND lease_owner = :owner"
        " AND fence = :fence"
    )
)
PUT_OFF = Statement(
    text(
        "UPDATE lanes SET state = 'ready', waits_since_ms = :now_ms, lease_owner = NULL, not_before_ms = :not_before_ms"
        " WHERE kind = :kind AND identity_id = :identity_id AND state = 'leased' AND lease_owner = :owner"
        " AND fence = :fence"
    )
)
OWNERS = Statement(text("SELECT DISTINCT lease_owner FROM lanes WHERE state = 'leased'"))
_FREE = "UPDATE lanes SET state = 'ready', waits_since_ms = :now_ms, lease_owner = NULL WHERE state = 'leased' AND"
FREE_OWNER = Statement(text(f"{_FREE} lease_owner = :owner"))
FREE_OWN = Statement(text(f"{_FREE} kind = :kind AND lease_owner = :owner"))
FREE_EXPIRED = Statement(text(f"{_FREE} lease_until_ms < :now_ms"))


class LaneLost(Conflict):
    """The lane was given to another worker; whatever this one was doing must not be written."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane held by this worker under a fence."""

    kind: str
    owner: str
    identity_id: str
    org_id: str
    priority: int
    fence: int
    wake: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Idle:
    """A lane in which nothing waited when it was looked at."""

    kind: str
    identity_id: str
    org_id: str
    fence: int
    wake: int


def wake(tx: Tx, kind: str, identity_id: str, org_id: str, priority: int) -> int:
    """Announce a row in the unit that puts it into the lane; returns the row's position, which is commit order."""
    return int(tx.scalar(WAKE, kind=kind, identity_id=identity_id, org_id=org_id, priority=priority, now_ms=tx.now_ms))


def claim(tx: Tx, kind: str, owner: str, lease_ms: int, limit: int, max_priority: int) -> Sequence[Lane]:
    """Take up to `limit` ready lanes, the most urgent and then the oldest first."""
    rows = tx.rows(
        CLAIM,
        kind=kind,
        owner=owner,
        until_ms=tx.now_ms + lease_ms,
        now_ms=tx.now_ms,
        max_priority=max_priority,
        limit=limit,
    )
    return [Lane(kind, owner, *row) for row in rows]


def taking_idle(
    tx: Tx, kind: str, identity_id: str, org_id: str, owner: str, lease_ms: int, priority: int
) -> Ask[Lane | None]:
    """Take a lane in which nothing waits, the first time as well, and announce a row of it; None when it is not idle.

    The row's position is the lane's `wake`.
    """
    params = {
        "kind": kind,
        "identity_id": identity_id,
        "org_id": org_id,
        "owner": owner,
        "until_ms": tx.now_ms + lease_ms,
        "priority": priority,
    }
    return Ask(TAKE_IDLE, params, lambda row: Lane(kind, owner, *row) if row else None)


def seeing_idle(kind: str, identity_id: str) -> Ask[Idle | None]:
    """Look whether nothing waits in a lane; None where something does, or where there is no such lane yet."""
    params = {"kind": kind, "identity_id": identity_id}
    return Ask(SEE_IDLE, params, lambda row: Idle(kind, identity_id, *row) if row else None)


def take_seen(tx: Tx, seen: Idle, owner: str, lease_ms: int, priority: int, failing: Exception) -> Lane:
    """Take a lane that was seen idle and announce a row of it; the unit fails if anything has happened in it since."""
    tx.require(
        TAKE_SEEN,
        failing,
        kind=seen.kind,
        identity_id=seen.identity_id,
        owner=owner,
        until_ms=tx.now_ms + lease_ms,
        priority=priority,
        fence=seen.fence,
        wake=seen.wake,
    )
    return Lane(seen.kind, owner, seen.identity_id, seen.org_id, priority, seen.fence + 1, seen.wake + 1, 1)


def pass_seen(tx: Tx, seen: Idle, owner: str, priority: int, failing: Exception) -> Lane:
    """Put a row through a lane that was seen idle and stays so; the unit fails if anything has happened in it since."""
    tx.require(PASS_SEEN, failing, kind=seen.kind, identity_id=seen.identity_id, fence=seen.fence, wake=seen.wake)
    return Lane(seen.kind, owner, seen.identity_id, seen.org_id, priority, seen.fence, seen.wake + 1, 1)


def guard(tx: Tx, lane: Lane, lease_ms: int) -> None:
    """Prolong the lease and let the unit fail with `LaneLost` if somebody else has the lane now."""
    tx.require(
        GUARD,
        _lost(lane),
        kind=lane.kind,
        identity_id=lane.identity_id,
        owner=lane.owner,
        fence=lane.fence,
        until_ms=tx.now_ms + lease_ms,
    )


def leave(tx: Tx, lane: Lane, *, more: bool, not_before_ms: int = 0) -> None:
    """Give the lane back: ready when rows are left or came meanwhile, idle otherwise.

    The unit fails with `LaneLost` if somebody else has it now: a unit that leaves the lane needs no guard beside.
    """
    tx.require(LEAVE, _lost(lane), **_leaving(tx, lane, more=more, not_before_ms=not_before_ms))


def give_back(tx: Tx, lane: Lane) -> None:
    """Leave a lane that was taken in this very unit, and that nobody else can have therefore."""
    tx.later(LEAVE, **_leaving(tx, lane, more=False, not_before_ms=0))


def put_off(tx: Tx, lane: Lane, until_ms: int) -> None:
    """Give the lane back after a failure, not to be taken before `until_ms`; its attempts are kept.

    The unit fails with `LaneLost` if somebody else has it now.
    """
    tx.require(
        PUT_OFF,
        _lost(lane),
        kind=lane.kind,
        identity_id=lane.identity_id,
        owner=lane.owner,
        fence=lane.fence,
        now_ms=tx.now_ms,
        not_before_ms=until_ms,
    )


def _leaving(tx: Tx, lane: Lane, *, more: bool, not_before_ms: int) -> dict[str, Any]:
    return {
        "kind": lane.kind,
        "identity_id": lane.identity_id,
        "owner": lane.owner,
        "fence": lane.fence,
        "seen": lane.wake,
        "more": int(more),
        "now_ms": tx.now_ms,
        "not_before_ms": not_before_ms,
    }


def _lost(lane: Lane) -> LaneLost:
    return LaneLost("lane_lost", f"{lane.kind} lane {lane.identity_id} has another worker")


def owners(tx: Tx) -> Sequence[str]:
    """Return who holds lanes now."""
    return [row[0] for row in tx.rows(OWNERS)]


def free_owner(tx: Tx, owner: str) -> int:
    """Make the lanes of a worker that is known to be dead ready again; the next claim raises their fence."""
    return tx.run(FREE_OWNER, owner=owner, now_ms=tx.now_ms)


def free_own(tx: Tx, args: tuple[str, str]) -> int:
    """Unit: make the lanes of a kind ready again that stand under the name of a worker that works on none of them."""
    kind, owner = args
    return tx.run(FREE_OWN, kind=kind, owner=owner, now_ms=tx.now_ms)


def free_expired(tx: Tx) -> int:
    """Make lanes ready whose lease has run out (a node that died)."""
    return tx.run(FREE_EXPIRED, now_ms=tx.now_ms)
