"""Sessions of signed-in browsers.

Rules: every look-up asks at once whether the session, its idleness and its user still hold, so nothing has to be
told to anybody when a person is disabled or signed out elsewhere. A session that a reset of the password ended is kept,
as one that never held (`expires_ms` 0), until it would have been idle: its person's page asks why it is over.
"""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, select, text, update
from sqlalchemy.sql.dml import Delete

from hub.database import Statement, Tx
from hub.ids import OrgId, UserId
from hub.people import Org, SessionInfo, SignedIn, User, UserState
from hub.scope import Right, Role
from hub.store.house_tables import orgs, roles, sessions, users

_role_orgs = orgs.alias("role_orgs")
# One row for each right, one row with NULLs for a person without any.
SIGNED_IN = Statement(
    select(
        *(sessions.c.id, sessions.c.seen_ms, sessions.c.expires_ms),
        *(users.c.id, users.c.org_id, users.c.login, users.c.display_name, users.c.lang, users.c.temporary_password),
        *(orgs.c.parent_id, orgs.c.path, orgs.c.kind, orgs.c.code, orgs.c.name, orgs.c.tz, orgs.c.lang),
        *(roles.c.role, roles.c.org_id, _role_orgs.c.path),
    )
    .select_from(sessions)
    .join(users, users.c.id == sessions.c.user_id)
    .join(orgs, orgs.c.id == users.c.org_id)
    .outerjoin(roles, roles.c.user_id == users.c.id)
    .outerjoin(_role_orgs, _role_orgs.c.id == roles.c.org_id)
    .where(
        sessions.c.id == bindparam("session_id"),
        sessions.c.expires_ms > bindparam("now_ms"),
        sessions.c.seen_ms > bindparam("idle_since_ms"),
        users.c.state == "active",
    )
    .order_by(_role_orgs.c.path, roles.c.role)
)
ADD = Statement(
    text(
        "INSERT INTO sessions (id, user_id, created_ms, seen_ms, expires_ms)"
        " VALUES (:session_id, :user_id, :now_ms, :now_ms, :expires_ms)"
    )
)
TOUCH = Statement(text("UPDATE sessions SET seen_ms = :now_ms WHERE id = :session_id AND seen_ms < :now_ms"))
OWNER = Statement(select(sessions.c.user_id).where(sessions.c.id == bindparam("session_id"), sessions.c.expires_ms > 0))
WAS_RESET = Statement(text("SELECT 1 FROM sessions WHERE id = :session_id AND expires_ms = 0"))
END = Statement(text("DELETE FROM sessions WHERE id = :session_id"))


def add(tx: Tx, session_id: str, user_id: UserId, expires_ms: int) -> None:
    """Begin a session."""
    tx.run(ADD, session_id=session_id, user_id=user_id, now_ms=tx.now_ms, expires_ms=expires_ms)


def signed_in(tx: Tx, session_id: str, idle_ms: int) -> SignedIn | None:
    """Return the session with its person and rights, None if it is over for whatever reason."""
    rows = tx.rows(SIGNED_IN, session_id=session_id, now_ms=tx.now_ms, idle_since_ms=tx.now_ms - idle_ms)
    if not rows:
        return None
    found, seen_ms, expires_ms, user_id, org_id, login, display_name, lang, temporary, *org, _, _, _ = rows[0]
    parent_id, path, kind, code, name, tz, org_lang = org
    return SignedIn(
        session_id=found,
        user=User(user_id, org_id, login, display_name, lang, UserState.ACTIVE, bool(temporary)),
        org=Org(org_id, parent_id, path, kind, code, name, tz, org_lang),
        rights=tuple(Right(Role(row[-3]), OrgId(row[-2]), row[-1]) for row in rows if row[-3] is not None),
        seen_ms=seen_ms,
        expires_ms=expires_ms,
    )


def touch(tx: Tx, session_id: str) -> None:
    """Note that the person was here now."""
    tx.run(TOUCH, session_id=session_id, now_ms=tx.now_ms)


def owner(tx: Tx, session_id: str) -> UserId | None:
    """Return whose session this is, over or not; None if it was ended."""
    user_id: UserId | None = tx.scalar(OWNER, session_id=session_id)
    return user_id


def end(tx: Tx, session_id: str) -> bool:
    """End one session; tell whether it was there."""
    return bool(tx.run(END, session_id=session_id))


def end_others(tx: Tx, user_id: UserId, kept_id: str) -> int:
    """End all sessions of a person but one; return how many."""
    return _delete(tx, delete(sessions).where(sessions.c.user_id == user_id, sessions.c.id != kept_id))


def end_by_reset(tx: Tx, user_id: UserId) -> int:
    """End all sessions of a person because the password was reset; return how many."""
    living = (sessions.c.user_id == user_id) & (sessions.c.expires_ms > 0)
    return tx.connection.execute(update(sessions).where(living).values(expires_ms=0)).rowcount


def was_ended_by_reset(tx: Tx, session_id: str) -> bool:
    """Tell whether this session is over because its person's password was reset."""
    return tx.scalar(WAS_RESET, session_id=session_id) is not None


def of_user(tx: Tx, user_id: UserId) -> Sequence[SessionInfo]:
    """Return a person's sessions, the latest seen first."""
    columns = (sessions.c.id, sessions.c.user_id, sessions.c.created_ms, sessions.c.seen_ms, sessions.c.expires_ms)
    kept = (sessions.c.user_id == user_id) & (sessions.c.expires_ms > 0)
    query = select(*columns).where(kept).order_by(sessions.c.seen_ms.desc(), sessions.c.id)
    return [SessionInfo(*row) for row in tx.connection.execute(query)]


def sweep(tx: Tx, idle_ms: int) -> int:
    """Delete the sessions that are over; return how many."""
    over = sessions.c.expires_ms.between(1, tx.now_ms) | (sessions.c.seen_ms <= tx.now_ms - idle_ms)
    return _delete(tx, delete(sessions).where(over))


def _delete(tx: Tx, statement: Delete) -> int:
    return tx.connection.execute(statement).rowcount
