"""The organisation tree, and the one place where a scope becomes SQL.

Rule: paths are compared by their first characters, never with LIKE (whose `_` and `%` a code could hold) and never
by `<` (whose order depends on the database's collation).
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, bindparam, false, func, insert, or_, select

from hub.database import Statement, Tx
from hub.errors import Conflict, NotFound, Unprocessable
from hub.ids import OrgId
from hub.people import Org
from hub.scope import Scope, is_org_code
from hub.store.house_tables import orgs

_ORG = (orgs.c.id, orgs.c.parent_id, orgs.c.path, orgs.c.kind, orgs.c.code, orgs.c.name, orgs.c.tz, orgs.c.lang)
FIND = Statement(select(*_ORG).where(orgs.c.id == bindparam("id")))
FIND_BY_CODE = Statement(select(*_ORG).where(orgs.c.code == bindparam("code")))
LOCK = Statement(select(orgs.c.id).where(orgs.c.id == bindparam("id")).with_for_update(key_share=True))
ROOT = Statement(select(*_ORG).where(orgs.c.parent_id.is_(None)).order_by(orgs.c.id).limit(1))


def add(
    tx: Tx,
    *,
    code: str,
    name: str,
    kind: str,
    parent_id: OrgId | None = None,
    tz: str = "Asia/Shanghai",
    lang: str = "zh-CN",
) -> Org:
    """Add a node below its parent, or a root.

    Raises:
        Unprocessable: the code is not lower-case letters, digits and hyphens.
        NotFound: no such parent.
        Conflict: the code is taken.
    """
    if not is_org_code(code):
        raise Unprocessable("org_code_invalid", "small letters, digits and hyphens only", {"code": "invalid"})
    if by_code(tx, code) is not None:
        raise Conflict("org_code_taken", "another organisation has this code")
    above = "/" if parent_id is None else get(tx, parent_id).path
    org = Org(OrgId(tx.new_id()), parent_id, f"{above}{code}/", kind, code, name, tz, lang)
    row = dict(zip((column.name for column in _ORG), _values(org), strict=True))
    tx.connection.execute(insert(orgs).values(row))
    return org


def find(tx: Tx, org_id: OrgId) -> Org | None:
    """Return the organisation with this id."""
    row = tx.row(FIND, id=org_id)
    return Org(*row) if row else None


def get(tx: Tx, org_id: OrgId) -> Org:
    """Return the organisation with this id.

    Raises:
        NotFound: there is none.
    """
    org = find(tx, org_id)
    if org is None:
        raise NotFound("org_not_found", "there is no such organisation")
    return org


def lock(tx: Tx, org_id: OrgId) -> None:
    """Let nobody else set what belongs to an organisation as a whole until the transaction ends."""
    tx.row(LOCK, id=org_id)


def by_code(tx: Tx, code: str) -> Org | None:
    """Return the organisation with this code."""
    row = tx.row(FIND_BY_CODE, code=code)
    return Org(*row) if row else None


def root(tx: Tx) -> Org | None:
    """Return the oldest organisation without a parent, None in an empty store."""
    row = tx.row(ROOT)
    return Org(*row) if row else None


def covered(tx: Tx, scope: Scope) -> Sequence[Org]:
    """Return the organisations of a scope, parents before children."""
    rows = tx.connection.execute(select(*_ORG).where(_covers(scope)).order_by(func.length(orgs.c.path), orgs.c.path))
    return [Org(*row) for row in rows]


def in_scope(scope: Scope, org_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that a row's `org_id` column lies in the scope; an empty scope matches nothing."""
    return org_id.in_(select(orgs.c.id).where(_covers(scope)))


def _covers(scope: Scope) -> ColumnElement[bool]:
    if not scope:
        return false()
    return or_(*(func.substr(orgs.c.path, 1, len(path)) == path for path in scope.paths))


def _values(org: Org) -> tuple[object, ...]:
    return (org.id, org.parent_id, org.path, org.kind, org.code, org.name, org.tz, org.lang)
