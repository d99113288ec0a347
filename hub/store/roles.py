"""Who has which role in which part of the organisation tree."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, select, text

from hub.database import Statement, Tx
from hub.ids import OrgId, UserId
from hub.scope import Right, Role
from hub.store.tables import orgs, roles

RIGHTS = Statement(
    select(roles.c.role, roles.c.org_id, orgs.c.path)
    .join(orgs, orgs.c.id == roles.c.org_id)
    .where(roles.c.user_id == bindparam("user_id"))
    .order_by(orgs.c.path, roles.c.role)
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


def rights_of(tx: Tx, user_id: UserId) -> Sequence[Right]:
    """Return all that a person may do."""
    return [Right(Role(row[0]), row[1], row[2]) for row in tx.rows(RIGHTS, user_id=user_id)]
