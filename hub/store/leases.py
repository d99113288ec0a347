"""Leases: work that only one process may do at a time, with a fence that outlives every mistake about who is alive.

Rules: a holder is `node:role:generation`; each new holding raises the fence, and whoever writes on the strength of a
lease first guards it in the same unit, so a holder that was taken for dead changes nothing. A starting process at
once frees what earlier generations of its own node and role held (the supervisor has reaped them); running out by
time is for other nodes, whose clocks are taken to agree within the lease's length. Source: CONTRACTS "Processes".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from hub.database import Statement, Tx
from hub.errors import Conflict

ACQUIRE = Statement(
    text(
        "INSERT INTO leases (name, owner, fence, until_ms) VALUES (:name, :owner, 1, :until_ms)"
        " ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, fence = leases.fence + 1,"
        " until_ms = excluded.until_ms"
        " WHERE leases.owner IS NULL OR leases.owner = excluded.owner OR leases.until_ms <= :now_ms"
        " RETURNING fence"
    )
)
GUARD = Statement(
    text("UPDATE leases SET until_ms = :until_ms WHERE name = :name AND owner = :owner AND fence = :fence")
)
RELEASE = Statement(
    text(
        "UPDATE leases SET owner = NULL, fence = fence + 1, until_ms = 0"
        " WHERE name = :name AND owner = :owner AND fence = :fence"
    )
)
HELD = Statement(text("SELECT name, owner, fence FROM leases WHERE owner IS NOT NULL ORDER BY name"))
HOLDER = Statement(text("SELECT owner FROM leases WHERE name = :name"))


class LeaseLost(Conflict):
    """Another process holds the lease; what was to be done on its strength must not be written."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that can hold leases."""

    node: str
    role: str
    generation: int
    "Grows each time the supervisor starts this role on this node."

    def __str__(self) -> str:
        return f"{self.node}:{self.role}:{self.generation}"

    @classmethod
    def parse(cls, owner: str) -> "Holder":
        """Return the holder that `str` made this text of."""
        node, role, generation = owner.rsplit(":", 2)
        return cls(node, role, int(generation))

    def precedes(self, other: "Holder") -> bool:
        """Tell whether this is an earlier life of `other`."""
        return (self.node, self.role) == (other.node, other.role) and self.generation < other.generation


@dataclass(frozen=True, slots=True)
class Lease:
    """A lease in hand, under its fence."""

    name: str
    owner: str
    fence: int


def acquire(tx: Tx, name: str, holder: Holder, length_ms: int) -> Lease | None:
    """Take the lease if it is free, ours already, or has run out; None while somebody else holds it."""
    owner = str(holder)
    fence = tx.scalar(ACQUIRE, name=name, owner=owner, until_ms=tx.now_ms + length_ms, now_ms=tx.now_ms)
    return None if fence is None else Lease(name, owner, fence)


def guard(tx: Tx, lease: Lease, length_ms: int) -> None:
    """Prolong the lease and hold it for this unit; also one that ran out, while nobody else has taken it.

    Raises:
        LeaseLost: it is not ours any more.
    """
    held = tx.run(
        GUARD,
        name=lease.name,
        owner=lease.owner,
        fence=lease.fence,
        until_ms=tx.now_ms + length_ms,
    )
    if held != 1:
        raise LeaseLost("lease_lost", f"{lease.name} is not held by {lease.owner} under {lease.fence}")


def release(tx: Tx, lease: Lease) -> bool:
    """Give the lease back; False when it was not ours any more."""
    return tx.run(RELEASE, name=lease.name, owner=lease.owner, fence=lease.fence) == 1


def release_earlier(tx: Tx, node: str, role: str, generation: int) -> Sequence[str]:
    """Free what earlier generations of this node and role held and raise the fences; returns the leases' names."""
    now = Holder(node, role, generation)
    return [
        name
        for name, owner, fence in tx.rows(HELD)
        if Holder.parse(owner).precedes(now) and tx.run(RELEASE, name=name, owner=owner, fence=fence) == 1
    ]


def holder_of(tx: Tx, name: str) -> Holder | None:
    """Return who holds the lease, alive or not."""
    owner = tx.scalar(HOLDER, name=name)
    return Holder.parse(owner) if owner else None
