"""Tickets on a real store: numbers without holes, one ticket per key, whose they are and what becomes of them."""

import asyncio
from itertools import count

import pytest

from crm import tickets
from crm.store.tickets import Filter, Link
from hub.clock import ManualClock
from hub.database import Database, Tx
from hub.errors import Conflict, IllegalTransition, NotFound, NotPermitted, Unprocessable
from hub.ids import ConversationId
from hub.inbox import Person
from hub.model import CreateTicket
from hub.scope import Scope
from tests.crm.office import DESK, Office, open_office

pytestmark = pytest.mark.store


@pytest.fixture
async def office(database: Database) -> Office:
    return await open_office(database)


async def test_a_number_is_the_organisation_the_local_day_and_a_count(office: Office, clock: ManualClock) -> None:
    talk, elsewhere = await office.talk(office.city), await office.talk(office.other_city)
    assert await office.create(talk, "1") == "SZ-20261122-0001"
    assert await office.create(talk, "2") == "SZ-20261122-0002"
    assert await office.create(elsewhere, "3") == "GZ-20261122-0001"
    await clock.advance(4 * 3600)  # midnight in Shanghai, four in the afternoon in Greenwich
    assert await office.create(talk, "4") == "SZ-20261123-0001"


async def test_numbers_taken_at_once_have_no_holes_and_no_repeats(office: Office) -> None:
    talk = await office.talk(office.city)
    keys = [f"key-{number % 20}" for number in range(60)]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(office.create(talk, key)) for key in keys]
    numbers = [task.result() for task in tasks]
    assert sorted(set(numbers)) == [f"SZ-20261122-{number:04d}" for number in range(1, 21)]
    by_key = dict(zip(keys, numbers, strict=True))
    assert [by_key[key] for key in keys] == numbers
    assert await office.rows("SELECT count(*) FROM tickets") == [(20,)]
    assert await office.rows("SELECT count(*) FROM events WHERE type = 'TicketOpened'") == [(20,)]


async def test_a_unit_that_fails_takes_no_number(office: Office) -> None:
    talk = await office.talk(office.city)

    def fail(tx: Tx, key: str) -> None:
        raise Conflict("test", DESK.create(tx, CreateTicket("inquiry", "找包"), ConversationId(talk.id), key))

    await office.create(talk, "1")
    with pytest.raises(Unprocessable):
        await office.create(talk, "2", title="  ")
    with pytest.raises(Conflict, match="SZ-20261122-0002"):
        await office.database.write(fail, "3")
    assert await office.create(talk, "4") == "SZ-20261122-0002"


async def test_the_same_key_gives_the_same_ticket_and_changes_nothing(office: Office) -> None:
    talk = await office.talk(office.city)
    assert await office.create(talk, "1", title="找包") == await office.create(talk, "1", title="别的")
    assert await office.rows("SELECT title FROM tickets") == [("找包",)]
    assert await office.rows("SELECT count(*) FROM ticket_changes") == [(1,)]


async def test_a_ticket_of_a_conversation_points_at_its_segment_and_knows_its_customer(office: Office) -> None:
    talk = await office.talk(office.city, messages=7)
    await office.create(talk, "1", kind="rescue")
    (ticket,) = await office.page(office.agent)
    sheet = await office.sheet(office.agent, ticket.id)
    assert sheet.links == [Link(talk.id, 1, 7)]
    assert (ticket.customer_id, ticket.created_by, ticket.owner_id) == ("customer", "bot", None)
    assert (ticket.kind, ticket.severity, ticket.state) == ("rescue", "critical", "new")
    assert await office.rows("SELECT conversation_id, actor_kind FROM events WHERE type = 'TicketOpened'") == [
        (talk.id, "bot")
    ]


async def test_an_unknown_kind_makes_no_ticket(office: Office) -> None:
    talk = await office.talk(office.city)
    with pytest.raises(Unprocessable, match="ticket_kind_unknown"):
        await office.create(talk, "1", kind="wish")
    assert await office.page(office.agent) == []


async def test_a_ticket_lives_from_new_to_closed_and_all_of_it_is_written_down(
    office: Office, clock: ManualClock
) -> None:
    ticket = (await office.open(office.agent, kind="complaint", title=" 导游\n强制购物 ")).ticket
    assert (ticket.no, ticket.title, ticket.rev) == ("SZ-20261122-0001", "导游 强制购物", 0)
    started = (await office.step(office.agent, ticket.id, "start")).ticket
    assert (started.state, started.owner_id, started.owner_name) == ("open", office.agent.id, "Anna")
    await office.step(office.agent, ticket.id, "wait", "等旅行社答复")
    await office.step(office.boss, ticket.id, "resume")
    await office.step(office.agent, ticket.id, "resolve", " 已退款 ")
    await clock.advance(60)
    closed = await office.step(office.boss, ticket.id, "close")
    assert (closed.ticket.state, closed.ticket.closed_ms, closed.ticket.rev) == ("closed", clock.now_ms(), 5)
    assert [(change.action, change.from_state, change.to_state, change.note) for change in closed.changes] == [
        ("open", None, "new", None),
        ("start", "new", "open", None),
        ("wait", "open", "waiting", "等旅行社答复"),
        ("resume", "waiting", "open", None),
        ("resolve", "open", "resolved", "已退款"),
        ("close", "resolved", "closed", None),
    ]
    assert [change.actor_name for change in closed.changes][-1] == "Chief"
    reopened = (await office.step(office.boss, ticket.id, "reopen")).ticket
    assert (reopened.state, reopened.closed_ms, reopened.owner_id) == ("open", None, office.agent.id)
    told = await office.rows("SELECT type, subject_id FROM events WHERE type LIKE 'Ticket%' ORDER BY xid, id")
    assert told == [("TicketOpened", ticket.id)] + [("TicketMoved", ticket.id)] * 6


async def test_a_step_that_the_table_has_not_changes_nothing(office: Office) -> None:
    ticket = (await office.open(office.agent, kind="rescue")).ticket
    with pytest.raises(IllegalTransition):
        await office.step(office.agent, ticket.id, "wait")
    sheet = await office.sheet(office.agent, ticket.id)
    assert (sheet.ticket, len(sheet.changes)) == (ticket, 1)


@pytest.mark.parametrize(
    ("note", "code"), [("", "note_missing"), ("  \n ", "note_missing"), ("长" * 2001, "note_too_long")]
)
async def test_resolving_needs_words_of_some_length(office: Office, note: str, code: str) -> None:
    ticket = (await office.open(office.agent)).ticket
    with pytest.raises(Unprocessable, match=code):
        await office.step(office.agent, ticket.id, "resolve", note)
    assert (await office.sheet(office.agent, ticket.id)).ticket.state == "new"


async def test_who_looked_at_an_older_ticket_is_told_to_look_again(office: Office) -> None:
    ticket = (await office.open(office.agent)).ticket
    await office.step(office.agent, ticket.id, "start", rev=0)
    with pytest.raises(Conflict, match="ticket_changed"):
        await office.step(office.boss, ticket.id, "wait", rev=0)


async def test_two_who_start_at_once_are_one_who_starts_and_one_who_is_told(office: Office) -> None:
    ticket = (await office.open(office.agent)).ticket
    refusals = count()

    async def start(number: int) -> None:
        try:
            await office.step((office.agent, office.boss)[number % 2], ticket.id, "start")
        except IllegalTransition:
            next(refusals)

    async with asyncio.TaskGroup() as group:
        for number in range(8):
            group.create_task(start(number))
    assert next(refusals) == 7
    assert len((await office.sheet(office.agent, ticket.id)).changes) == 2


async def test_sibling_cities_see_only_their_own(office: Office) -> None:
    here = (await office.open(office.agent, "1")).ticket
    there = (await office.open(office.other_agent, "1", org_id=office.other_city.id)).ticket
    assert [ticket.id for ticket in await office.page(office.agent)] == [here.id]
    assert [ticket.id for ticket in await office.page(office.other_agent)] == [there.id]
    for act in (
        office.sheet(office.other_agent, here.id),
        office.step(office.other_agent, here.id, "start"),
        office.assign(office.other_agent, here.id, office.other_agent),
        office.open(office.other_agent, "2", org_id=office.city.id),
        office.open(office.other_agent, "3", conversation_id=(await office.talk(office.city)).id),
    ):
        with pytest.raises(NotFound):
            await act
    assert [ticket.id for ticket in await office.page(office.other_agent)] == [there.id]


async def test_from_above_both_cities_are_seen_and_from_nowhere_none(office: Office) -> None:
    await office.open(office.agent, "1")
    await office.open(office.other_agent, "1", org_id=office.other_city.id)

    def seen(tx: Tx, scope: Scope) -> int:
        return len(tickets.page(tx, tickets.Wanted(Person("x", scope, Scope()), Filter(), None, 10)))

    assert await office.database.read(seen, Scope((office.province.path,))) == 2
    assert await office.database.read(seen, Scope()) == 0


async def test_a_ticket_opened_beside_a_conversation_belongs_where_the_conversation_does(office: Office) -> None:
    talk = await office.talk(office.city)
    sheet = await office.open(office.agent, org_id="ignored", conversation_id=talk.id)
    assert (sheet.ticket.org_id, sheet.links) == (office.city.id, [Link(talk.id, 1, 3)])
    linked = await office.page(office.agent, Filter(conversation_id=talk.id))
    assert [ticket.id for ticket in linked] == [sheet.ticket.id]


async def test_an_agent_takes_gives_back_and_cannot_take_from_a_colleague(office: Office) -> None:
    ticket = (await office.open(office.agent)).ticket
    assert (await office.assign(office.agent, ticket.id, office.agent)).ticket.owner_name == "Anna"
    assert (await office.assign(office.agent, ticket.id, None)).ticket.owner_id is None
    await office.assign(office.boss, ticket.id, office.boss)
    with pytest.raises(NotPermitted, match="not_yours"):
        await office.assign(office.agent, ticket.id, office.agent)
    given = await office.assign(office.boss, ticket.id, office.agent)
    assert [(change.action, change.note) for change in given.changes[1:]] == [
        ("assign", office.agent.id),
        ("assign", None),
        ("assign", office.boss.id),
        ("assign", office.agent.id),
    ]


async def test_a_ticket_goes_only_to_somebody_who_serves_there(office: Office) -> None:
    ticket = (await office.open(office.agent)).ticket
    with pytest.raises(Unprocessable, match="owner_unsuitable"):
        await office.assign(office.boss, ticket.id, office.other_agent)


async def test_the_list_is_paged_newest_first_without_repeats(office: Office) -> None:
    for number in range(7):
        await office.open(office.agent, f"k{number}", title=f"第{number}张")
    titles, before = [], None
    while page := await office.page(office.agent, before=before, limit=3):
        titles += [ticket.title for ticket in page]
        before = page[-1].id
    assert titles == [f"第{number}张" for number in reversed(range(7))]


async def test_a_rescue_that_nobody_has_resolved_stands_first_on_whatever_page(office: Office) -> None:
    for number, kind in enumerate(("rescue", "inquiry", "rescue", "inquiry", "inquiry")):
        await office.open(office.agent, f"k{number}", title=f"{kind} {number}", kind=kind)
    found, before = [], None
    while page := await office.page(office.agent, before=before, limit=2):
        found += [ticket.title for ticket in page]
        before = page[-1].id
    assert found == ["rescue 2", "rescue 0", "inquiry 4", "inquiry 3", "inquiry 1"]
    (rescue,) = [one for one in await office.page(office.agent, limit=9) if one.title == "rescue 2"]
    await office.step(office.agent, rescue.id, "cancel", "误报")
    assert [one.title for one in await office.page(office.agent, limit=2)] == ["rescue 0", "inquiry 4"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), ["雨伞", "护照 50% 找到", "包"]),
        (Filter(states=("new",)), ["雨伞", "包"]),
        (Filter(states=("new", "open")), ["雨伞", "护照 50% 找到", "包"]),
        (Filter(states=("closed",)), []),
        (Filter(kind="complaint"), ["雨伞"]),
        (Filter(words="20261122-0002"), ["护照 50% 找到"]),
        (Filter(words="sz-2026"), ["雨伞", "护照 50% 找到", "包"]),
        (Filter(words="护照"), ["护照 50% 找到"]),
        (Filter(words="0%"), ["护照 50% 找到"]),
        (Filter(words="%"), ["护照 50% 找到"]),
        (Filter(words="_"), []),
        (Filter(words="'; DROP TABLE tickets; --"), []),
    ],
)
async def test_the_list_is_narrowed(office: Office, wanted: Filter, found: list[str]) -> None:
    await office.open(office.agent, "1", title="包")
    passport = (await office.open(office.agent, "2", title="护照 50% 找到")).ticket
    await office.open(office.agent, "3", title="雨伞", kind="complaint")
    await office.step(office.agent, passport.id, "start")
    assert [ticket.title for ticket in await office.page(office.agent, wanted)] == found
    mine = await office.page(office.agent, Filter(owner_id=office.agent.id))
    assert [ticket.id for ticket in mine] == [passport.id]


async def test_a_ticket_that_does_not_exist_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound, match="ticket_not_found"):
        await office.step(office.agent, "0" * 26, "start")
