"""People who can sign in, as an administrator sets them: made, given rights, shut out and let in again.

Rules: rights are given and taken only where the administrator has them; somebody can neither shut out nor disarm
oneself, so an organisation never loses its last administrator by a slip. Who is shut out is out at once. Who may serve
no longer is offline from then on, and nobody loses that right with work in hand, since nobody could finish it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.audit import Subject
from hub.database import Tx
from hub.errors import Conflict, NotFound, Unprocessable
from hub.ids import OrgId, UserId
from hub.model import AgentCommand
from hub.people import User, UserState, normal_login
from hub.ports import Floor, Router
from hub.scope import WORKERS, Right, Role
from hub.steering import profiles, steward
from hub.steering.steward import Steward
from hub.store import agents, orgs, roles, sessions, users
from hub.store import profiles as profile_rows

USER = "user"
Wanted = tuple[Role, str]
"A role and the organisation in which it shall be held."


@dataclass(frozen=True, slots=True)
class MakePerson:
    """Somebody new, with a password that is good for choosing another."""

    steward: Steward
    org_id: str
    login: str
    display_name: str
    lang: str
    rights: tuple[Wanted, ...]
    password_hash: str


@dataclass(frozen=True, slots=True)
class ChangePerson:
    """Another name, other rights, shut out or let in."""

    steward: Steward
    floor: Floor
    router: Router
    user_id: str
    rev: int
    display_name: str
    lang: str
    active: bool
    rights: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in, with rights and revision."""

    user: User
    rights: Sequence[Right]
    rev: int
    is_agent: bool
    org_name: str


def make(tx: Tx, args: MakePerson) -> Person:
    """Unit: make a person.

    Raises:
        NotFound: no such organisation for this steward.
        NotPermitted: a right that the steward does not have there.
        Conflict: code `login_taken`.
        Unprocessable: the login is not acceptable.
    """
    org = steward.org_of(tx, args.steward.admin, args.org_id)
    user = users.add(
        tx,
        org_id=org.id,
        login=normal_login(args.login),
        display_name=steward.name(args.display_name, "display_name"),
        password_hash=args.password_hash,
        temporary_password=True,
        lang=args.lang,
    )
    _set_rights(tx, args.steward, user.id, args.rights)
    args.steward.note(tx, "user.made", Subject(USER, user.id), ("login", "rights"), org.id)
    return seen(tx, args.steward, user.id)


def change(tx: Tx, args: ChangePerson) -> Person:
    """Unit: change a person.

    Raises:
        Conflict: `changed_meanwhile`; `own_account` (shutting out or disarming oneself); `agent_has_work`.
    """
    before = seen(tx, args.steward, args.user_id)
    user = before.user
    steward.require_rev(tx, Subject(USER, user.id), args.rev, before.rev)
    fields = _named(tx, args, user)
    if _set_rights(tx, args.steward, user.id, args.rights):
        fields.append("rights")
        if _serves_less(before.rights, roles.rights_of(tx, user.id)):
            _leave_floor(tx, args, user.id)
    if args.active != (user.state is UserState.ACTIVE):
        fields.append("state")
        _set_state(tx, args, user)
    if user.id == args.steward.user_id and ("state" in fields or _is_disarmed(tx, args.steward)):
        raise Conflict("own_account", "nobody shuts out or disarms oneself; ask another administrator")
    users.touch(tx, user.id)
    args.steward.note(tx, "user.changed", Subject(USER, user.id), fields, user.org_id)
    return seen(tx, args.steward, user.id)


def seen(tx: Tx, who: Steward, user_id: str) -> Person:
    """Return a person of the steward's.

    Raises:
        NotFound: there is none.
    """
    user = users.find(tx, UserId(user_id))
    org = orgs.get(tx, user.org_id) if user else None
    if user is None or org is None or not who.admin.allows(org.path):
        raise NotFound("user_not_found", user_id)
    is_agent = agents.find(tx, user.id) is not None
    return Person(user, roles.rights_of(tx, user.id), users.rev(tx, user.id), is_agent, org.name)


def _named(tx: Tx, args: ChangePerson, user: User) -> list[str]:
    display_name = steward.name(args.display_name, "display_name")
    users.describe(tx, user.id, display_name=display_name, lang=args.lang)
    different = {"display_name": display_name != user.display_name, "lang": args.lang != user.lang}
    return [field for field, differs in different.items() if differs]


def _set_state(tx: Tx, args: ChangePerson, user: User) -> None:
    if args.active:
        users.set_state(tx, user.id, UserState.ACTIVE)
        return
    _leave_floor(tx, args, user.id)
    users.set_state(tx, user.id, UserState.DISABLED)
    sessions.end_others(tx, user.id, "")


def _leave_floor(tx: Tx, args: ChangePerson, user_id: UserId) -> None:
    """Let nothing more ring at a person, if it ever did; refused with work in hand."""
    if profile_rows.find(tx, user_id) is not None:
        profiles.require_idle(tx, args.floor, user_id)
        args.router.set_agent(tx, user_id, AgentCommand("offline"))


def _serves_less(before: Sequence[Right], after: Sequence[Right]) -> bool:
    """Tell whether somebody served somewhere before and may not any more."""
    now = [right.path for right in after if right.role in WORKERS]
    return any(right.role in WORKERS and not right.path.startswith(tuple(now)) for right in before)


def _set_rights(tx: Tx, who: Steward, user_id: UserId, wanted: Sequence[Wanted]) -> bool:
    """Give and take rights where the steward may; those elsewhere stay. Returns whether anything changed."""
    after = set()
    for number, (role, org_id) in enumerate(wanted):
        org = orgs.find(tx, OrgId(org_id))
        if org is None:
            raise Unprocessable("right_invalid", "there is no such organisation", {f"rights/{number}": "unknown"})
        after.add((role, org.id, org.path))
    before = {(right.role, right.org_id, right.path) for right in roles.rights_of(tx, user_id)}
    for role, org_id, path in after ^ before:
        ours, given = who.admin.allows(path), (role, org_id, path) in after
        if given and not ours:
            raise Unprocessable("right_not_yours", "rights are given where one has them", {"rights": "not_yours"})
        if given:
            roles.grant(tx, user_id, role, org_id)
        elif ours:
            roles.revoke(tx, user_id, role, org_id)
    return any(who.admin.allows(path) for _, _, path in after ^ before)


def _is_disarmed(tx: Tx, who: Steward) -> bool:
    """Tell whether the steward would lose an administrator's rights by this change."""
    now = [right.path for right in roles.rights_of(tx, UserId(who.user_id)) if right.role is Role.ADMIN]
    return not all(any(path.startswith(one) for one in now) for path in who.admin.paths)
