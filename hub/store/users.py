"""Who can sign in."""

from collections.abc import Sequence

from sqlalchemy import bindparam, exists, insert, select, text, update

from hub.database import Statement, Tx
from hub.errors import Conflict, NotFound, Unprocessable
from hub.ids import OrgId, UserId
from hub.people import Credentials, User, UserState, is_login
from hub.scope import Role, Scope
from hub.store.house_tables import roles, users
from hub.store.orgs import in_scope

_USER = (
    users.c.id,
    users.c.org_id,
    users.c.login,
    users.c.display_name,
    users.c.lang,
    users.c.state,
    users.c.temporary_password,
)
_CREDENTIALS = (users.c.id, users.c.login, users.c.state, users.c.password_hash)
FIND = Statement(select(*_USER).where(users.c.id == bindparam("id")))
FIND_BY_LOGIN = Statement(select(*_USER).where(users.c.login == bindparam("login")))
CREDENTIALS = Statement(select(*_CREDENTIALS).where(users.c.id == bindparam("id")))
CREDENTIALS_BY_LOGIN = Statement(select(*_CREDENTIALS).where(users.c.login == bindparam("login")))
SET_PASSWORD = Statement(
    text(
        "UPDATE users SET password_hash = :password_hash, temporary_password = :temporary,"
        " password_changed_ms = :now_ms, rev = rev + 1 WHERE id = :id"
    )
)
# Only in place of the hash that was just verified: a password changed meanwhile must not come back.
REHASH = Statement(
    text("UPDATE users SET password_hash = :password_hash WHERE id = :id AND password_hash = :verified_hash")
)


def add(
    tx: Tx,
    *,
    org_id: OrgId,
    login: str,
    display_name: str,
    password_hash: str,
    temporary_password: bool = False,
    lang: str = "zh-CN",
) -> User:
    """Add a person who can sign in.

    Raises:
        Unprocessable: the login is not in its normal form.
        Conflict: the login is taken.
    """
    if not is_login(login):
        raise Unprocessable("login_invalid", "small letters, digits and ._@+- only", {"login": "invalid"})
    if credentials_by_login(tx, login) is not None:
        raise Conflict("login_taken", "another person has this login")
    user = User(UserId(tx.new_id()), org_id, login, display_name, lang, UserState.ACTIVE, temporary_password)
    tx.connection.execute(
        insert(users).values(
            id=user.id,
            org_id=org_id,
            login=login,
            display_name=display_name,
            password_hash=password_hash,
            temporary_password=int(temporary_password),
            state=user.state.value,
            lang=lang,
            created_ms=tx.now_ms,
            password_changed_ms=tx.now_ms,
        )
    )
    return user


def find(tx: Tx, user_id: UserId) -> User | None:
    """Return the user with this id."""
    row = tx.row(FIND, id=user_id)
    return _user(row) if row else None


def by_login(tx: Tx, login: str) -> User | None:
    """Return the user with this login (in its normal form)."""
    row = tx.row(FIND_BY_LOGIN, login=login)
    return _user(row) if row else None


def credentials(tx: Tx, user_id: UserId) -> Credentials:
    """Return what this user's password is judged by.

    Raises:
        NotFound: there is no such user.
    """
    row = tx.row(CREDENTIALS, id=user_id)
    if row is None:
        raise NotFound("user_not_found", "there is no such user")
    return Credentials(row[0], row[1], UserState(row[2]), row[3])


def credentials_by_login(tx: Tx, login: str) -> Credentials | None:
    """Return what a sign-in under this login is judged by."""
    row = tx.row(CREDENTIALS_BY_LOGIN, login=login)
    return Credentials(row[0], row[1], UserState(row[2]), row[3]) if row else None


def set_password(tx: Tx, user_id: UserId, password_hash: str, *, temporary: bool) -> None:
    """Give the user another password.

    Raises:
        NotFound: there is no such user.
    """
    changed = tx.run(SET_PASSWORD, id=user_id, password_hash=password_hash, temporary=int(temporary), now_ms=tx.now_ms)
    if not changed:
        raise NotFound("user_not_found", "there is no such user")


def rehash(tx: Tx, user_id: UserId, verified_hash: str, password_hash: str) -> None:
    """Keep the same password under today's parameters, unless it was changed meanwhile."""
    tx.run(REHASH, id=user_id, verified_hash=verified_hash, password_hash=password_hash)


def set_state(tx: Tx, user_id: UserId, state: UserState) -> None:
    """Disable a person or let them in again.

    Raises:
        NotFound: there is no such user.
    """
    change = update(users).where(users.c.id == user_id).values(state=state.value, rev=users.c.rev + 1)
    if not tx.connection.execute(change).rowcount:
        raise NotFound("user_not_found", "there is no such user")


def describe(tx: Tx, user_id: UserId, *, display_name: str, lang: str) -> None:
    """Give a person another name and language."""
    tx.connection.execute(update(users).where(users.c.id == user_id).values(display_name=display_name, lang=lang))


def touch(tx: Tx, user_id: UserId) -> None:
    """Count a change of the person, so that whoever has seen the former state is refused."""
    tx.connection.execute(update(users).where(users.c.id == user_id).values(rev=users.c.rev + 1))


def rev(tx: Tx, user_id: UserId) -> int:
    """Return how often the person was changed."""
    return int(tx.connection.execute(select(users.c.rev).where(users.c.id == user_id)).scalar_one())


def listed(tx: Tx, scope: Scope) -> Sequence[User]:
    """Return the people of a scope, by login."""
    query = select(*_USER).where(in_scope(scope, users.c.org_id)).order_by(users.c.login)
    return [_user(row) for row in tx.connection.execute(query)]


def somebody_is(tx: Tx, role: Role) -> bool:
    """Tell whether an active person has this role anywhere."""
    query = select(exists().where(roles.c.user_id == users.c.id, roles.c.role == role.value, users.c.state == "active"))
    return bool(tx.connection.execute(query).scalar())


def _user(row: Sequence[object]) -> User:
    user_id, org_id, login, display_name, lang, state, temporary = row
    return User(
        UserId(str(user_id)),
        OrgId(str(org_id)),
        str(login),
        str(display_name),
        str(lang),
        UserState(str(state)),
        bool(temporary),
    )
