"""Signing in and out: the units of work, pure over the transaction.

Rules:
1. An attempt is admitted and counted before its password is judged, per login and per client address; what was
   right is forgiven. From a number of failures on the subject is locked, for longer each time.
2. A lock keeps attempts out, never a session: who is signed in stays in, and changing one's own password is counted
   by the person, not by the login that strangers can lock.
3. Subjects of the counts are HMACs: what somebody types into the login field is often a password.
4. A change of password ends all other sessions of the person; a reset ends all, and their pages are told why.
"""

from dataclasses import dataclass

from hub import audit
from hub.audit import Subject
from hub.database import Tx
from hub.errors import NotFound, NotSignedIn, RateLimited
from hub.ids import UserId
from hub.model import SYSTEM, Actor
from hub.people import Credentials, SignedIn, User, UserState
from hub.scope import Role
from hub.store import orgs, roles, sessions, sign_in_failures, users

USER = "user"


@dataclass(frozen=True, slots=True)
class LockOut:
    """After how many failures a subject is locked, and for how long."""

    login_failures: int = 5
    address_failures: int = 20
    "More than of a login: an office shares one address."
    first_s: int = 30
    longest_s: int = 900
    forget_s: int = 3600
    "Failures older than this no longer count."

    def lock_s(self, failures: int, allowed: int) -> int:
        """Return for how many seconds the n-th failure locks: 0 below the limit, then doubling."""
        if failures < allowed:
            return 0
        return int(min(self.first_s * 2 ** min(failures - allowed, 16), self.longest_s))


@dataclass(frozen=True, slots=True)
class SessionRules:
    """How long a session lives."""

    idle_s: int = 12 * 3600
    absolute_s: int = 7 * 24 * 3600
    touch_every_s: int = 60
    "How often at most a session's last use is written."


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody wants to be judged by a password."""

    login: str
    "In its normal form."
    login_subject: str
    address_subject: str
    lock_out: LockOut


@dataclass(frozen=True, slots=True)
class Admitted:
    """An attempt that may be judged; `locked` says whose lock it began should it be wrong."""

    credentials: Credentials | None
    locked: tuple[str, ...]


def admit(tx: Tx, attempt: Attempt) -> Admitted:
    """Count a sign-in attempt and return what to judge it by, None for a login that nobody has.

    Raises:
        RateLimited: code `locked_out`; nothing was counted.
    """
    limits = attempt.lock_out
    locked = [
        name
        # In one order everywhere, so that two attempts on PostgreSQL never wait for each other crosswise.
        for name, subject, allowed in (
            ("address", attempt.address_subject, limits.address_failures),
            ("login", attempt.login_subject, limits.login_failures),
        )
        if _count(tx, subject, allowed, limits)
    ]
    credentials = users.credentials_by_login(tx, attempt.login)
    if locked:
        subject = Subject(USER, credentials.user_id if credentials else None)
        audit.record(tx, SYSTEM, "sign_in.locked", subject, {"by": locked, "address": attempt.address_subject})
    return Admitted(credentials, tuple(locked))


def admit_change(tx: Tx, given: tuple[UserId, LockOut]) -> Credentials:
    """Count a person's own change of password and return what the current one is judged by.

    Raises:
        RateLimited: code `locked_out`.
    """
    user_id, limits = given
    if _count(tx, _change_subject(user_id), limits.login_failures, limits):
        audit.record(tx, Actor(USER, user_id), "password.locked", Subject(USER, user_id))
    return users.credentials(tx, user_id)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A judged attempt that was wrong."""

    user_id: UserId | None
    reason: str
    address_subject: str


def refuse(tx: Tx, refusal: Refusal) -> None:
    """Note a wrong attempt in the audit; its count stands already."""
    fields = {"reason": refusal.reason, "address": refusal.address_subject}
    audit.record(tx, SYSTEM, "sign_in.refused", Subject(USER, refusal.user_id), fields)


@dataclass(frozen=True, slots=True)
class Opening:
    """A right attempt: the session to open."""

    credentials: Credentials
    session_id: str
    replaces: str | None
    "The session that the browser had before, if any: it ends."
    login_subject: str
    address_subject: str
    rules: SessionRules
    rehashed: str | None = None
    "The same password under today's parameters."


class Replaced(NotSignedIn):
    """What the password was judged by is kept no longer: it was changed in this moment, or merely hashed anew."""


def open_session(tx: Tx, opening: Opening) -> SignedIn:
    """Open a session for a person whose password was right.

    Raises:
        Replaced: code `bad_credentials`; to be judged again by what is kept now.
        NotSignedIn: code `bad_credentials`; the person was disabled in this moment.
    """
    judged = opening.credentials
    current = users.credentials_by_login(tx, judged.login)
    if current is None or current.state is not UserState.ACTIVE:
        raise NotSignedIn("bad_credentials", "login or password is wrong")
    if current.password_hash != judged.password_hash:
        raise Replaced("bad_credentials", "login or password is wrong")
    sign_in_failures.forgive(tx, opening.address_subject)
    sign_in_failures.forget(tx, opening.login_subject)
    if opening.rehashed:
        users.rehash(tx, judged.user_id, judged.password_hash, opening.rehashed)
    if opening.replaces:
        sessions.end(tx, opening.replaces)
    sessions.add(tx, opening.session_id, judged.user_id, tx.now_ms + opening.rules.absolute_s * 1000)
    opened = sessions.signed_in(tx, opening.session_id, opening.rules.idle_s * 1000)
    if opened is None:
        raise NotSignedIn("bad_credentials", "login or password is wrong")
    fields = {"session": opening.session_id[:16], "address": opening.address_subject}
    audit.record(tx, Actor(USER, judged.user_id), "session.opened", _person(opened), fields, org_id=opened.org.id)
    return opened


def find_session(tx: Tx, given: tuple[str, SessionRules]) -> SignedIn | None:
    """Return a session that still holds; a query."""
    session_id, rules = given
    return sessions.signed_in(tx, session_id, rules.idle_s * 1000)


def was_reset(tx: Tx, session_id: str) -> bool:
    """Tell whether a session is over because its person's password was reset; a query."""
    return sessions.was_ended_by_reset(tx, session_id)


def touch_session(tx: Tx, session_id: str) -> None:
    """Note that the person is still here."""
    sessions.touch(tx, session_id)


def close_session(tx: Tx, signed_in: SignedIn) -> None:
    """Sign out; harmless when it is over already."""
    if sessions.end(tx, signed_in.session_id):
        actor = Actor(USER, signed_in.user.id)
        fields = {"session": signed_in.session_id[:16]}
        audit.record(tx, actor, "session.closed", _person(signed_in), fields, org_id=signed_in.org.id)


@dataclass(frozen=True, slots=True)
class PasswordChange:
    """A person's own change of password, already judged."""

    signed_in: SignedIn
    verified_hash: str
    new_hash: str


def change_password(tx: Tx, change: PasswordChange) -> None:
    """Keep the new password and end the person's other sessions.

    Raises:
        NotSignedIn: somebody else changed the password, or ended this session, in this moment.
    """
    user = change.signed_in.user
    current = users.credentials(tx, user.id)
    if current.password_hash != change.verified_hash or sessions.owner(tx, change.signed_in.session_id) != user.id:
        raise NotSignedIn("not_signed_in", "the password was changed elsewhere")
    users.set_password(tx, user.id, change.new_hash, temporary=False)
    ended = sessions.end_others(tx, user.id, change.signed_in.session_id)
    sign_in_failures.forget(tx, _change_subject(user.id))
    fields = {"sessions_ended": ended}
    subject, org_id = _person(change.signed_in), change.signed_in.org.id
    audit.record(tx, Actor(USER, user.id), "password.changed", subject, fields, org_id=org_id)


@dataclass(frozen=True, slots=True)
class FirstAdmin:
    """The administrator that a new installation gets."""

    login: str
    display_name: str
    password_hash: str
    root_code: str
    root_name: str


def ensure_admin(tx: Tx, first: FirstAdmin) -> User | None:
    """Make the first administrator, and a root organisation if there is none; None if somebody is one already."""
    if users.somebody_is(tx, Role.ADMIN):
        return None
    root = orgs.root(tx) or orgs.add(tx, code=first.root_code, name=first.root_name, kind="nation")
    known = users.by_login(tx, first.login)
    if known is None:
        known = users.add(
            tx,
            org_id=root.id,
            login=first.login,
            display_name=first.display_name,
            password_hash=first.password_hash,
            temporary_password=True,
        )
    else:
        _give_temporary(tx, known.id, first.password_hash)
    roles.grant(tx, known.id, Role.ADMIN, root.id)
    audit.record(tx, SYSTEM, "admin.made", Subject(USER, known.id), org_id=root.id)
    return known


@dataclass(frozen=True, slots=True)
class Reset:
    """A temporary password for somebody."""

    login: str
    login_subject: str
    password_hash: str
    actor: Actor = SYSTEM


def reset_password(tx: Tx, reset: Reset) -> User:
    """Give a person a temporary password, let them in again, lift the locks, and end all their sessions.

    Raises:
        NotFound: nobody has this login.
    """
    user = users.by_login(tx, reset.login)
    if user is None:
        raise NotFound("user_not_found", "nobody has this login")
    sign_in_failures.forget(tx, reset.login_subject)
    fields = {"sessions_ended": _give_temporary(tx, user.id, reset.password_hash)}
    audit.record(tx, reset.actor, "password.reset", Subject(USER, user.id), fields, org_id=user.org_id)
    return user


def sweep(tx: Tx, given: tuple[SessionRules, LockOut]) -> int:
    """Delete sessions that are over and failures that no longer count; return how many rows."""
    rules, limits = given
    swept = sessions.sweep(tx, rules.idle_s * 1000)
    return swept + sign_in_failures.sweep(tx, tx.now_ms - limits.forget_s * 1000)


def _count(tx: Tx, subject: str, allowed: int, limits: LockOut) -> bool:
    """Count one attempt of `subject`; tell whether it began a lock."""
    failures, locked_until_ms = sign_in_failures.count(tx, subject, tx.now_ms - limits.forget_s * 1000)
    if locked_until_ms > tx.now_ms:
        wait_s = (locked_until_ms - tx.now_ms) / 1000
        raise RateLimited("locked_out", "too many wrong passwords, try again later", retry_after_s=wait_s)
    lock_s = limits.lock_s(failures, allowed)
    if lock_s:
        sign_in_failures.lock(tx, subject, tx.now_ms + lock_s * 1000)
    return lock_s > 0


def _give_temporary(tx: Tx, user_id: UserId, password_hash: str) -> int:
    users.set_password(tx, user_id, password_hash, temporary=True)
    users.set_state(tx, user_id, UserState.ACTIVE)
    sign_in_failures.forget(tx, _change_subject(user_id))
    return sessions.end_by_reset(tx, user_id)


def _change_subject(user_id: UserId) -> str:
    return f"change:{user_id}"


def _person(signed_in: SignedIn) -> Subject:
    return Subject(USER, signed_in.user.id)
