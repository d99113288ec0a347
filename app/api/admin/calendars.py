"""Calendars over HTTP, with a preview of the days to come and what is known of holidays."""

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, Field

from app.api.admin.shared import AdminParts, Body, Code, Name, Rev, RevQuery, steward_of
from app.api.deps import Caller
from app.api.fields import Id, PathId
from app.commands import Command
from hub import hours, hours_rules
from hub.database import Tx
from hub.days import local_day
from hub.holidays import china
from hub.hours import Day, Open
from hub.scope import Role
from hub.steering import calendars, steward
from hub.steering.calendars import ChangeCalendar, MakeCalendar
from hub.steering.skills import Remove
from hub.steering.steward import Steward
from hub.store import calendars as rows
from hub.store.calendars import CalendarRow

PREVIEW_DAYS = 14
Rules = Annotated[dict[str, Any], Field(max_length=10)]


class MakeCalendarBody(Body):
    """A new calendar."""

    org_id: Id
    code: Code
    name: Name
    rules: Rules
    "As `hub/hours_rules.py` explains them."


class ChangeCalendarBody(Body):
    """A calendar changed."""

    rev: Rev
    name: Name
    rules: Rules


class PreviewBody(Body):
    """Hours that are not kept yet."""

    org_id: Id
    "In whose time zone."
    rules: Rules


class CalendarView(BaseModel):
    """A calendar."""

    id: str
    org_id: str
    code: str
    name: str
    rules: dict[str, Any]
    rev: int
    editable: bool
    queues: list[str]
    "Codes of the queues that follow it."

    @classmethod
    def of(cls, tx: Tx, row: CalendarRow, who: Steward) -> "CalendarView":
        """Make the view of a calendar."""
        return cls(
            id=row.id,
            org_id=row.org_id,
            code=row.code,
            name=row.name,
            rules=dict(row.rules),
            rev=row.rev,
            editable=who.admin.allows(row.org_path),
            queues=list(rows.users(tx, row.id)),
        )


class CalendarsView(BaseModel):
    """The calendars that queues of the caller's organisations can follow."""

    calendars: list[CalendarView]


class DayView(BaseModel):
    """A day as a calendar has it."""

    date: str
    kind: str
    "weekday, holiday, make_up or date."
    spans: list[list[str]]
    holiday: str | None
    announced: bool
    "False: the holidays of this year are not published yet."

    @classmethod
    def of(cls, day: Day) -> "DayView":
        """Make the view of a day."""
        return cls(
            date=day.date.isoformat(),
            kind=day.kind,
            spans=hours_rules.written(day.spans),
            holiday=day.holiday,
            announced=day.announced,
        )


class PreviewView(BaseModel):
    """What hours mean from today on."""

    is_open: bool
    changes_ms: int | None
    tz: str
    "The time zone of the hours (IANA)."
    days: list[DayView]


class HolidayView(BaseModel):
    """A day off, or a weekend day on which people make up for one."""

    date: str
    name: str
    make_up: bool


class HolidaysView(BaseModel):
    """What is known of a year's holidays, and from where."""

    year: int
    announced: bool
    name: str
    version: str
    source: str
    licence: str
    years: list[int]
    days: list[HolidayView]


def calendar_routes(router: APIRouter, parts: AdminParts) -> None:
    """Add the routes of calendars."""

    @router.get("/calendars")
    async def read_calendars(caller: Annotated[Caller, Depends(parts.guards.signed_in)]) -> CalendarsView:
        return await parts.database.read(_all, steward_of(caller.signed_in))

    @router.get("/holidays/{year}")
    async def read_holidays(year: Annotated[int, Path(ge=1970, le=9999)]) -> HolidaysView:
        return _holidays(year)

    @router.post("/calendars/preview")
    async def preview(body: PreviewBody, caller: Annotated[Caller, Depends(parts.guards.signed_in)]) -> PreviewView:
        return await parts.database.read(_preview, (steward_of(caller.signed_in), body))

    _changing(router, parts)


def _changing(router: APIRouter, parts: AdminParts) -> None:
    admins = [Depends(parts.guards.may(Role.ADMIN))]

    def made(tx: Tx, args: MakeCalendar) -> CalendarView:
        return CalendarView.of(tx, calendars.make(tx, args), args.steward)

    def changed(tx: Tx, args: ChangeCalendar) -> CalendarView:
        return CalendarView.of(tx, calendars.change(tx, args), args.steward)

    @router.post("/calendars", response_model=CalendarView, status_code=201, dependencies=admins)
    async def make_calendar(
        body: MakeCalendarBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        args = MakeCalendar(steward_of(command.signed_in), body.org_id, body.code, body.name, body.rules)
        return await parts.commands.run(command, made, args, answer=_same, status=201)

    @router.patch("/calendars/{calendar_id}", response_model=CalendarView, dependencies=admins)
    async def change_calendar(
        calendar_id: PathId, body: ChangeCalendarBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        args = ChangeCalendar(steward_of(command.signed_in), calendar_id, body.rev, body.name, body.rules)
        return await parts.commands.run(command, changed, args, answer=_same)

    @router.delete("/calendars/{calendar_id}", status_code=204, response_class=Response, dependencies=admins)
    async def remove_calendar(
        calendar_id: PathId, rev: RevQuery, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        args = Remove(steward_of(command.signed_in), calendar_id, rev)
        return await parts.commands.run(command, calendars.remove, args)


def _all(tx: Tx, who: Steward) -> CalendarsView:
    return CalendarsView(calendars=[CalendarView.of(tx, row, who) for row in rows.seen(tx, who.floor)])


def _preview(tx: Tx, args: tuple[Steward, PreviewBody]) -> PreviewView:
    who, body = args
    tz = steward.org_of(tx, who.floor, body.org_id).tz
    calendar = hours_rules.read(body.rules)
    state = hours.state_at(calendar, tx.now_ms, tz)
    days = hours.days(calendar, local_day(tx.now_ms, tz), PREVIEW_DAYS)
    return PreviewView(
        is_open=isinstance(state, Open), changes_ms=state.until_ms, tz=tz, days=[DayView.of(day) for day in days]
    )


def _holidays(year: int) -> HolidaysView:
    data = china()
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = [
        HolidayView(date=day.isoformat(), name=name, make_up=make_up)
        for days, make_up in ((data.off, False), (data.make_up, True))
        for day, name in days.items()
        if first - timedelta(days=1) < day <= last
    ]
    return HolidaysView(
        year=year,
        announced=year in data.years,
        name=data.name,
        version=data.version,
        source=data.source,
        licence=data.licence,
        years=sorted(data.years),
        days=sorted(found, key=lambda day: day.date),
    )


def _same(view: CalendarView) -> CalendarView:
    return view
