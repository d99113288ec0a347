"""Calendars as an administrator sets them; the queues that follow one open and close at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub import hours_rules, opening
from hub.audit import Subject
from hub.database import Tx
from hub.errors import Conflict, NotFound
from hub.steering import steward
from hub.steering.skills import Remove
from hub.steering.steward import Steward
from hub.store import calendars as rows
from hub.store import opening as opening_rows
from hub.store.calendars import CalendarRow

CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class MakeCalendar:
    """A new calendar."""

    steward: Steward
    org_id: str
    code: str
    name: str
    rules: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChangeCalendar:
    """A calendar with other hours or another name."""

    steward: Steward
    calendar_id: str
    rev: int
    name: str
    rules: Mapping[str, Any]


def make(tx: Tx, args: MakeCalendar) -> CalendarRow:
    """Unit: make a calendar.

    Raises:
        NotFound: no such organisation for this steward.
        Conflict: the organisation has a calendar with this code.
        Unprocessable: the hours are not acceptable; `fields` says where.
    """
    org = steward.org_of(tx, args.steward.admin, args.org_id)
    steward.together(
        lambda: steward.name(args.name), lambda: steward.code(args.code), lambda: hours_rules.read(args.rules)
    )
    if rows.id_of(tx, org.id, args.code) is not None:
        raise Conflict("code_taken", "another calendar has this code", {"field": "code"})
    calendar_id = rows.add(tx, org_id=org.id, code=args.code, name=steward.name(args.name), rules=args.rules)
    args.steward.note(tx, "calendar.made", Subject(CALENDAR, calendar_id), ("code", "name", "rules"), org.id)
    return _held(tx, args.steward, calendar_id)


def change(tx: Tx, args: ChangeCalendar) -> CalendarRow:
    """Unit: change a calendar, and let the queues that follow it open or close now."""
    calendar = _held(tx, args.steward, args.calendar_id)
    steward.require_rev(tx, Subject(CALENDAR, calendar.id), args.rev, calendar.rev)
    steward.together(lambda: steward.name(args.name), lambda: hours_rules.read(args.rules))
    new_name = steward.name(args.name)
    changed = [
        field
        for field, differs in (("name", new_name != calendar.name), ("rules", args.rules != calendar.rules))
        if differs
    ]
    rows.write(tx, calendar.id, name=new_name, rules=args.rules)
    args.steward.note(tx, "calendar.changed", Subject(CALENDAR, calendar.id), changed, calendar.org_id)
    for queue_id in opening_rows.followers(tx, calendar.id):
        opening.settle(tx, queue_id)
    return _held(tx, args.steward, calendar.id)


def remove(tx: Tx, args: Remove) -> None:
    """Unit: remove a calendar.

    Raises:
        Conflict: code `calendar_in_use`; `queues` names those that follow it.
    """
    calendar = _held(tx, args.steward, args.id)
    steward.require_rev(tx, Subject(CALENDAR, calendar.id), args.rev, calendar.rev)
    following = list(rows.users(tx, calendar.id))
    if following:
        raise Conflict("calendar_in_use", f"queues follow it: {', '.join(following)}", {"queues": following})
    rows.remove(tx, calendar.id)
    args.steward.note(tx, "calendar.removed", Subject(CALENDAR, calendar.id), ("removed",), calendar.org_id)


def _held(tx: Tx, who: Steward, calendar_id: str) -> CalendarRow:
    calendar = rows.lock(tx, calendar_id)
    if calendar is None or not who.admin.allows(calendar.org_path):
        raise NotFound("calendar_not_found", calendar_id)
    return calendar
