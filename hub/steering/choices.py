"""Lists of codes that people choose from: how a conversation ended, and why an agent is away.

Rule: a disposition that was ever chosen stays in reports, so it is retired, never removed.
"""

from dataclasses import dataclass

from hub import break_reasons
from hub.audit import Subject
from hub.database import Tx
from hub.errors import Conflict, NotFound, Unprocessable
from hub.steering import steward
from hub.steering.steward import Steward, Words
from hub.store import choices as rows
from hub.store.choices import Disposition

DISPOSITION = "disposition"
BREAK_REASON = "break_reason"
ACTIVE, RETIRED = "active", "retired"
MOST_REASONS = 30


@dataclass(frozen=True, slots=True)
class MakeDisposition:
    """Another way for conversations to end."""

    steward: Steward
    org_id: str
    code: str
    names: Words
    position: int


@dataclass(frozen=True, slots=True)
class ChangeDisposition:
    """A disposition under another name, at another place, or retired."""

    steward: Steward
    disposition_id: str
    rev: int
    names: Words
    position: int
    active: bool


@dataclass(frozen=True, slots=True)
class SetBreakReasons:
    """All reasons of an organisation; none: those of the organisations above."""

    steward: Steward
    org_id: str
    reasons: tuple[tuple[str, Words], ...]


def make(tx: Tx, args: MakeDisposition) -> Disposition:
    """Unit: make a disposition."""
    org = steward.org_of(tx, args.steward.admin, args.org_id)
    if not rows.add_disposition(tx, org.id, steward.code(args.code), args.position):
        raise Conflict("code_taken", "another disposition has this code", {"field": "code"})
    made = next(one for one in rows.every_disposition(tx) if one.org_id == org.id and one.code == args.code)
    steward.put_words(tx, org.id, _key(made), args.names, "names", needed=True)
    args.steward.note(tx, "disposition.made", Subject(DISPOSITION, made.id), ("code", "names"), org.id)
    return made


def change(tx: Tx, args: ChangeDisposition) -> Disposition:
    """Unit: change a disposition."""
    found = _held(tx, args.steward, args.disposition_id)
    steward.require_rev(tx, Subject(DISPOSITION, found.id), args.rev, found.rev)
    state = ACTIVE if args.active else RETIRED
    fields = [
        name
        for name, differs in (("position", args.position != found.position), ("state", state != found.state))
        if differs
    ]
    rows.write_disposition(tx, found.id, position=args.position, state=state)
    if steward.put_words(tx, found.org_id, _key(found), args.names, "names", needed=True):
        fields.append("names")
    args.steward.note(tx, "disposition.changed", Subject(DISPOSITION, found.id), fields, found.org_id)
    return _held(tx, args.steward, found.id)


def names(tx: Tx, found: Disposition) -> dict[str, str]:
    """Return what a disposition is called."""
    return steward.own_words(tx, found.org_id, _key(found))


def set_break_reasons(tx: Tx, args: SetBreakReasons) -> None:
    """Unit: write an organisation's reasons for a break, in place of those before.

    Raises:
        Unprocessable: a code that is none, or named twice; words that are missing; more than anybody can choose from.
    """
    org = steward.org_of(tx, args.steward.admin, args.org_id)
    codes = [steward.code(code, f"reasons/{number}/code") for number, (code, _) in enumerate(args.reasons)]
    if len(set(codes)) != len(codes) or len(codes) > MOST_REASONS:
        raise Unprocessable("reasons_invalid", "each code once, at most 30", {"reasons": "repeated"})
    for code in break_reasons.own(tx, org.id).keys() - set(codes):
        steward.drop_words(tx, org.id, break_reasons.PREFIX + code)
    for number, (code, words) in enumerate(args.reasons):
        steward.put_words(tx, org.id, break_reasons.PREFIX + code, words, f"reasons/{number}/names", needed=True)
    args.steward.note(tx, "break_reasons.changed", Subject(BREAK_REASON, org.id), sorted(codes), org.id)


def _held(tx: Tx, who: Steward, disposition_id: str) -> Disposition:
    found = rows.disposition(tx, disposition_id)
    if found is None or not who.admin.allows(found.org_path):
        raise NotFound("disposition_not_found", disposition_id)
    return found


def _key(found: Disposition) -> str:
    return f"disposition.{found.code}"
