"""Calendars: the opening hours that queues follow."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from hub.database import Statement, Tx
from hub.scope import Scope
from hub.store.house_tables import calendars, orgs, queues

_ROW = (calendars.c.id, calendars.c.org_id, calendars.c.code, calendars.c.name, calendars.c.rules, calendars.c.rev)
_SEEN = select(*_ROW, orgs.c.path, orgs.c.tz).join(orgs, orgs.c.id == calendars.c.org_id)
FIND = Statement(_SEEN.where(calendars.c.id == bindparam("calendar_id")))
LOCK = Statement(select(calendars.c.id).where(calendars.c.id == bindparam("calendar_id")).with_for_update())
BY_CODE = Statement(
    select(calendars.c.id).where(calendars.c.org_id == bindparam("org_id"), calendars.c.code == bindparam("code"))
)
USERS = Statement(select(queues.c.code).where(queues.c.calendar_id == bindparam("calendar_id")).order_by(queues.c.code))


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A calendar as it is kept."""

    id: str
    org_id: str
    code: str
    name: str
    rules: Mapping[str, Any]
    rev: int
    org_path: str
    tz: str


def find(tx: Tx, calendar_id: str) -> CalendarRow | None:
    """Return a calendar."""
    row = tx.row(FIND, calendar_id=calendar_id)
    return _row(row) if row else None


def lock(tx: Tx, calendar_id: str) -> CalendarRow | None:
    """Return a calendar and hold it for this unit."""
    tx.row(LOCK, calendar_id=calendar_id)
    return find(tx, calendar_id)


def seen(tx: Tx, scope: Scope) -> Sequence[CalendarRow]:
    """Return the calendars of a scope and of the organisations above it: what its queues can follow."""
    found = [_row(row) for row in tx.connection.execute(_SEEN.order_by(orgs.c.path, calendars.c.code))]
    return [
        one for one in found if scope.allows(one.org_path) or any(path.startswith(one.org_path) for path in scope.paths)
    ]


def id_of(tx: Tx, org_id: str, code: str) -> str | None:
    """Return the calendar that an organisation calls by this code."""
    row = tx.row(BY_CODE, org_id=org_id, code=code)
    return row[0] if row else None


def users(tx: Tx, calendar_id: str) -> Sequence[str]:
    """Return the codes of the queues that follow a calendar."""
    return [row[0] for row in tx.rows(USERS, calendar_id=calendar_id)]


def add(tx: Tx, *, org_id: str, code: str, name: str, rules: Mapping[str, Any]) -> str:
    """Make a calendar; returns its id."""
    calendar_id = tx.new_id()
    row = {"id": calendar_id, "org_id": org_id, "code": code, "name": name, "rules": _text(rules)}
    tx.connection.execute(insert(calendars).values(row))
    return calendar_id


def write(tx: Tx, calendar_id: str, *, name: str, rules: Mapping[str, Any]) -> None:
    """Change a calendar."""
    change = update(calendars).where(calendars.c.id == calendar_id)
    tx.connection.execute(change.values(name=name, rules=_text(rules), rev=calendars.c.rev + 1))


def remove(tx: Tx, calendar_id: str) -> None:
    """Drop a calendar that no queue follows."""
    tx.connection.execute(delete(calendars).where(calendars.c.id == calendar_id))


def _text(rules: Mapping[str, Any]) -> str:
    return json.dumps(rules, ensure_ascii=False, separators=(",", ":"))


def _row(row: Sequence[Any]) -> CalendarRow:
    calendar_id, org_id, code, name, rules, rev, path, tz = row
    return CalendarRow(calendar_id, org_id, code, name, json.loads(rules), rev, path, tz)
