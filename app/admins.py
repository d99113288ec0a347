"""The first administrator, and the way back in for one who has forgotten the password.

Rule: the password is random, shown once to whoever started the hub or the command, and good for one thing only:
choosing another.
"""

from dataclasses import dataclass

from app.passwords import Passwords, generated
from app.security import Subjects
from hub import sign_in
from hub.database import Database, Tx
from hub.keys import KeyRing
from hub.people import normal_login
from hub.scope import Role
from hub.sign_in import FirstAdmin, Reset
from hub.store import users

LOGIN = "admin"
_DISPLAY_NAME = "管理员"
_ROOT_CODE = "cn"
_ROOT_NAME = "全国"


@dataclass(frozen=True, slots=True)
class OneTimePassword:
    """What the operator is told once."""

    login: str
    password: str

    def __repr__(self) -> str:
        return f"OneTimePassword(login={self.login!r})"


async def first_admin(database: Database, passwords: Passwords) -> OneTimePassword | None:
    """Make an administrator if there is none, with the organisation's root; None if somebody is one already."""
    if await database.read(_has_admin, None):
        return None
    password = generated()
    first = FirstAdmin(LOGIN, _DISPLAY_NAME, await passwords.hash(password), _ROOT_CODE, _ROOT_NAME)
    made = await database.write(sign_in.ensure_admin, first)
    return OneTimePassword(made.login, password) if made else None


async def reset_password(database: Database, ring: KeyRing, passwords: Passwords, login: str) -> OneTimePassword:
    """Give somebody a one-time password, lift the login's lock, and end all the person's sessions.

    Raises:
        NotFound: nobody has this login.
    """
    known = normal_login(login)
    password = generated()
    reset = Reset(known, Subjects(ring).of_login(known), await passwords.hash(password))
    await database.write(sign_in.reset_password, reset)
    return OneTimePassword(known, password)


def _has_admin(tx: Tx, _: None) -> bool:
    return users.somebody_is(tx, Role.ADMIN)
