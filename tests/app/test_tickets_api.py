"""Tickets over HTTP: what the page does with them, what it is told, and what bad input gets."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, text

from app.api.tickets import TicketParts, tickets_router
from crm.store import tables as crm_tables
from crm.tickets import TicketDesk
from hub.bus import Bus
from hub.clock import ManualClock
from hub.database import Database, Tx
from hub.ids import ConversationId
from hub.keys import KeyRing
from hub.model import CreateTicket
from hub.people import Org
from hub.scope import Role
from hub.store import conversations
from hub.store import tables as hub_tables
from tests.app.door import Browser, Door, open_door
from tests.people import key_ring, make_two_cities

# What differs between the engines lies below and is tried on both in tests/crm.
pytestmark = [pytest.mark.store, pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)]

TICKETS = "/api/tickets"


@pytest.fixture
def schema() -> MetaData:
    """Return the tables of tickets and of the hub."""
    both = MetaData()
    for metadata in (hub_tables.metadata, crm_tables.metadata):
        for table in metadata.sorted_tables:
            table.to_metadata(both)
    return both


@pytest.fixture
def clock() -> ManualClock:
    """Return a clock that stands at noon in Greenwich on 22 November 2026."""
    return ManualClock(1_795_348_800_000)


@pytest.fixture
def keys() -> KeyRing:
    """Return what seals phones."""
    return key_ring()


@pytest.fixture
async def door(database: Database, clock: ManualClock, tmp_path: Path, keys: KeyRing) -> AsyncIterator[Door]:
    async with open_door(
        database,
        clock,
        tmp_path,
        rooms=lambda guards, commands: [
            tickets_router(TicketParts(guards=guards, commands=commands, database=database, bus=Bus(), keys=keys))
        ],
    ) as opened:
        yield opened


@pytest.fixture
async def cities(door: Door) -> tuple[Org, Org, Org]:
    """Return a province and its two cities."""
    return await make_two_cities(door.database)


@pytest.fixture
async def agent(door: Door, cities: tuple[Org, Org, Org]) -> Browser:
    """Return the browser of an agent of the first city."""
    await door.person(cities[1], "anna", (Role.AGENT, cities[1]))
    browser = door.client()
    await browser.sign_in("anna")
    return browser


async def opened(browser: Browser, **values: Any) -> dict[str, Any]:
    """Open a ticket and return its sheet."""
    answer = await browser.send("POST", TICKETS, {"kind": "inquiry", "title": "找包", **values})
    assert answer.status_code == 201, answer.text
    sheet: dict[str, Any] = answer.json()
    return sheet


async def test_a_ticket_is_opened_listed_and_read(agent: Browser, cities: tuple[Org, Org, Org]) -> None:
    sheet = await opened(agent, kind="complaint", title="导游强制购物", description="在玉器店两小时", severity="high")
    ticket = sheet["ticket"]
    assert (ticket["no"], ticket["state"], ticket["severity"]) == ("SZ-20261122-0001", "new", "high")
    assert (ticket["org_id"], ticket["org_name"]) == (cities[1].id, "SZ")
    assert (ticket["creator_name"], ticket["owner_id"], ticket["steps"]) == ("Anna", None, ["start", "cancel"])
    assert sheet["description"] == "在玉器店两小时"
    assert [change["action"] for change in sheet["changes"]] == ["open"]
    page = (await agent.get(TICKETS)).json()
    assert page == {"tickets": [ticket], "next": None}
    assert (await agent.get(f"{TICKETS}/{ticket['id']}")).json() == sheet


async def test_a_ticket_is_moved_given_away_and_closed(agent: Browser) -> None:
    ticket = (await opened(agent))["ticket"]
    where = f"{TICKETS}/{ticket['id']}"
    started = (await agent.send("POST", f"{where}/steps", {"step": "start", "rev": 0})).json()
    assert (started["ticket"]["state"], started["ticket"]["owner_name"]) == ("open", "Anna")
    freed = (await agent.send("PATCH", where, {"owner_id": None})).json()
    assert freed["ticket"]["owner_id"] is None
    resolved = (await agent.send("POST", f"{where}/steps", {"step": "resolve", "note": "包已找到"})).json()
    assert resolved["changes"][-1]["note"] == "包已找到"
    closed = (await agent.send("POST", f"{where}/steps", {"step": "close"})).json()["ticket"]
    assert (closed["state"], closed["steps"]) == ("closed", [])
    assert closed["closed_ms"] == closed["changed_ms"]


async def test_a_command_that_is_repeated_opens_one_ticket(agent: Browser) -> None:
    body = {"kind": "inquiry", "title": "找包"}
    first = await agent.send("POST", TICKETS, body, key="once")
    again = await agent.send("POST", TICKETS, body, key="once")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    assert len((await agent.get(TICKETS)).json()["tickets"]) == 1


async def test_the_list_is_paged_and_narrowed_by_its_address(agent: Browser) -> None:
    sheets = [await opened(agent, title=f"第{number}张") for number in range(3)]
    first = (await agent.get(f"{TICKETS}?limit=2")).json()
    assert [ticket["title"] for ticket in first["tickets"]] == ["第2张", "第1张"]
    rest = (await agent.get(f"{TICKETS}?limit=2&before={first['next']}")).json()
    assert ([ticket["title"] for ticket in rest["tickets"]], rest["next"]) == (["第0张"], None)
    await agent.send("POST", f"{TICKETS}/{sheets[0]['ticket']['id']}/steps", {"step": "start"})
    narrowed = (await agent.get(f"{TICKETS}?owner=me&state=open&state=waiting&kind=inquiry&q=0001")).json()
    assert [ticket["title"] for ticket in narrowed["tickets"]] == ["第0张"]


async def test_the_neighbouring_city_s_tickets_do_not_exist(
    door: Door, cities: tuple[Org, Org, Org], agent: Browser
) -> None:
    await door.person(cities[2], "ben", (Role.AGENT, cities[2]))
    neighbour = door.client()
    await neighbour.sign_in("ben")
    theirs = (await opened(neighbour))["ticket"]
    where = f"{TICKETS}/{theirs['id']}"
    answers = [
        await agent.get(where),
        await agent.send("POST", f"{where}/steps", {"step": "start"}),
        await agent.send("PATCH", where, {"owner_id": None}),
        await agent.send("POST", TICKETS, {"kind": "inquiry", "title": "x", "org_id": cities[2].id}),
        await agent.send("POST", TICKETS, {"kind": "inquiry", "title": "x", "conversation_id": theirs["id"]}),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert (await agent.get(TICKETS)).json()["tickets"] == []


async def test_strangers_and_other_roles_get_nothing(door: Door, cities: tuple[Org, Org, Org]) -> None:
    browser = door.client()
    assert (await browser.get(TICKETS)).status_code == 401
    await door.person(cities[1], "auditor", (Role.AUDITOR, cities[1]))
    await browser.sign_in("auditor")
    assert (await browser.get(TICKETS)).status_code == 403
    assert (await browser.send("POST", TICKETS, {"kind": "inquiry", "title": "x"})).status_code == 403


async def test_what_the_life_cycle_forbids_is_a_conflict_in_words(agent: Browser) -> None:
    ticket = (await opened(agent))["ticket"]
    answer = await agent.send("POST", f"{TICKETS}/{ticket['id']}/steps", {"step": "close"})
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_transition")
    stale = await agent.send("POST", f"{TICKETS}/{ticket['id']}/steps", {"step": "start", "rev": 9})
    assert (stale.status_code, stale.json()["code"]) == (409, "ticket_changed")
    mute = await agent.send("POST", f"{TICKETS}/{ticket['id']}/steps", {"step": "resolve"})
    assert (mute.status_code, mute.json()["code"]) == (422, "note_missing")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": "wish", "title": "x"},
        {"kind": "inquiry", "title": ""},
        {"kind": "inquiry", "title": " \n "},
        {"kind": "inquiry", "title": "长" * 201},
        {"kind": "inquiry", "title": "x", "description": "长" * 10_001},
        {"kind": "inquiry", "title": 7},
        {"kind": "inquiry", "title": "x", "severity": "huge"},
        {"kind": "inquiry", "title": "x", "org_id": "short"},
        {"kind": "inquiry", "title": "x", "no": "SZ-1"},
        [],
    ],
)
async def test_a_body_that_is_not_a_ticket_is_refused_and_makes_none(agent: Browser, body: object) -> None:
    answer = await agent.send("POST", TICKETS, body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert (await agent.get(TICKETS)).json()["tickets"] == []


@pytest.mark.parametrize(
    "query", ["state=lost", "kind=wish", "limit=0", "limit=9999", "before=x", "owner=" + "x" * 27, "q=" + "x" * 101]
)
async def test_an_address_that_makes_no_sense_is_refused(agent: Browser, query: str) -> None:
    assert (await agent.get(f"{TICKETS}?{query}")).status_code == 422


async def test_words_are_kept_as_they_were_written(agent: Browser) -> None:
    title = "<script>alert('🎫')</script> \u202e\u0633\u0644\u0627\u0645"
    sheet = await opened(agent, title=title, description="a\n\tb")
    assert (sheet["ticket"]["title"], sheet["description"]) == (title, "a\n\tb")


async def test_signs_that_no_store_can_keep_are_left_out_or_refused(agent: Browser) -> None:
    sheet = await opened(agent, title="a\x00b", description="\x1b[31m")
    assert (sheet["ticket"]["title"], sheet["description"]) == ("ab", "[31m")
    assert (await agent.get(f"{TICKETS}?q=%00ab")).json()["tickets"] == [sheet["ticket"]]
    half = await agent.http.post(
        TICKETS,
        content=b'{"kind": "inquiry", "title": "a\\ud800"}',
        headers={"content-type": "application/json", "x-csrf-token": agent.csrf, "idempotency-key": "half"},
    )
    assert (half.status_code, half.json()["code"]) == (422, "not_acceptable_values")


async def _left_phone(door: Door, keys: KeyRing, org: Org, phone: str | None) -> str:
    """Open a ticket as the bot does for a tourist, and return its id."""

    def unit(tx: Tx, _: None) -> str:
        talk = conversations.open_new(
            tx,
            org_id=org.id,
            account_id="account",
            identity_id=tx.new_id(),
            customer_id="customer",
            channel="webchat",
            queue_id=None,
            priority=5,
            lang="zh-CN",
        )
        action = CreateTicket("complaint", "投诉", "导游", phone=phone)
        TicketDesk(keys).create(tx, action, ConversationId(talk.id), "key")
        return str(tx.connection.execute(text("SELECT id FROM tickets")).scalar_one())

    return await door.database.write(unit, None)


async def _asked_for(door: Door) -> list[tuple[str, str, str]]:
    return await door.database.read(
        lambda tx, sql: [tuple(row) for row in tx.connection.execute(text(sql))],
        "SELECT actor_id, subject_type, subject_id FROM audit WHERE action = 'phone.revealed'",
    )


async def test_the_phone_of_a_ticket_is_told_to_who_asks_and_the_audit_keeps_who(
    door: Door, agent: Browser, cities: tuple[Org, Org, Org], keys: KeyRing
) -> None:
    ticket_id = await _left_phone(door, keys, cities[1], "+8613800138000")
    sheet = await agent.get(f"{TICKETS}/{ticket_id}")
    assert sheet.json()["phone_area"] == "CN"
    assert "138" not in sheet.text
    assert await _asked_for(door) == []
    told = await agent.get(f"{TICKETS}/{ticket_id}/phone")
    assert (told.json(), told.headers["cache-control"]) == ({"phone": "+8613800138000"}, "no-store")
    ((_, subject, about),) = await _asked_for(door)
    assert (subject, about) == ("ticket", ticket_id)
    stranger = door.client()
    await door.person(cities[2], "ben", (Role.AGENT, cities[2]))
    await stranger.sign_in("ben")
    refused = await stranger.get(f"{TICKETS}/{ticket_id}/phone")
    assert (refused.status_code, refused.json()["code"]) == (404, "ticket_not_found")
    assert len(await _asked_for(door)) == 1


async def test_where_no_phone_was_left_none_is_told(
    door: Door, agent: Browser, cities: tuple[Org, Org, Org], keys: KeyRing
) -> None:
    ticket_id = await _left_phone(door, keys, cities[1], None)
    assert (await agent.get(f"{TICKETS}/{ticket_id}")).json()["phone_area"] is None
    refused = await agent.get(f"{TICKETS}/{ticket_id}/phone")
    assert (refused.status_code, refused.json()["code"]) == (404, "phone_not_found")
    assert await _asked_for(door) == []
