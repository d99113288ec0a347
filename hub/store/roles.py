"""Who has which role in which part of the organisation tree."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, select, text

from hub.database import Statement, Tx
from hub.ids import OrgId, UserId
from hub.scope import Right, Role
from hub.store.house_tables import orgs, roles

RIGHTS = Statement(
    select(roles.c.role, roles.c.org_id, orgs.c.path)
    .join(orgs, orgs.c.id == roles.c.org_id)
    .where(roles.c.user_id == bindparam("user_id"))
    .order_by(orgs.c.path, roles.c.role)
)
HOLDERS = Statement(
    text(
        "SELECT r.user_id FROM roles r JOIN orgs o ON o.id = r.org_id JOIN users u ON u.id = r.user_id"
        " WHERE r.role = :role AND u.state = 'active' AND o.path = substr(:org_path, 1, length(o.path))"
        " ORDER BY length(o.path) DESC, r.user_id"
    )
)
GRANT = Statement(
    text("INSERT INTO roles (user_id, role, org_id) VALUES (:user_id, :role, :org_id) ON CONFLICT DO NOTHING")
)


def grant(tx: Tx, user_id: UserId, role: Role, org_id: OrgId) -> None:
    """Give a role; having it already is no error."""
    tx.run(GRANT, user_id=user_id, role=role.value, org_id=org_id)


def revoke(tx: Tx, user_id: UserId, role: Role, org_id: OrgId) -> bool:
    """Take a role back; tell whether the person had it."""
    taken = delete(roles).where(roles.c.user_id == user_id, roles.c.role == role.value, roles.c.org_id == org_id)
    return bool(tx.connection.execute(taken).rowcount)


def holders(tx: Tx, role: Role, org_path: str) -> Sequence[UserId]:
    """Return who has a role in an organisation or above it, the nearest first; only people who may sign in."""
    return [UserId(row[0]) for row in tx.rows(HOLDERS, role=role.value, org_path=org_path)]


def rights_of(tx: Tx, user_id: UserId) -> Sequence[Right]:
    """Return all that a person may do."""
    return [Right(Role(row[0]), row[1], row[2]) for row in tx.rows(RIGHTS, user_id=user_id)]
