"""An office as the tests of tickets need it: two cities, their people, conversations to make tickets of."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from crm import tickets
from crm.store.tickets import Filter, Ticket
from crm.tickets import Assign, Open, TakeStep, TicketSheet, Wanted
from crm.workflow import TicketStep
from hub.database import Database, Tx
from hub.ids import ConversationId
from hub.inbox import Person
from hub.model import CreateTicket
from hub.people import Org, User
from hub.scope import Role, Scope
from hub.store import conversations
from hub.store.conversations import Conversation
from tests.people import key_ring, make_person, make_two_cities

DESK = tickets.TicketDesk(key_ring())


@dataclass(frozen=True, slots=True)
class Office:
    """Two sibling cities below a province, an agent in each, a supervisor of the first."""

    database: Database
    province: Org
    city: Org
    other_city: Org
    agent: User
    other_agent: User
    boss: User

    def person(self, user: User) -> Person:
        """Return a person as the units know one."""
        place = self.other_city if user is self.other_agent else self.city
        supervises = Scope((place.path,)) if user is self.boss else Scope()
        return Person(user.id, Scope((place.path,)), supervises)

    async def talk(self, org: Org, messages: int = 3) -> Conversation:
        """Open a conversation with some messages in it."""
        return await self.database.write(_talk, (org.id, messages))

    async def create(self, conversation: Conversation, key: str, kind: str = "inquiry", title: str = "找包") -> str:
        """Open a ticket as the core does, and return its number."""
        return await self.database.write(_create, (CreateTicket(kind, title), conversation.id, key))

    async def open(self, user: User, key: str = "k", **values: Any) -> TicketSheet:
        """Open a ticket by hand."""
        given = {"kind": "inquiry", "title": "找包", "description": "", "org_id": self.city.id, **values}
        return await self.database.write(tickets.open_ticket, Open(person=self.person(user), key=key, **given))

    async def step(self, user: User, ticket_id: str, step: str, note: str = "", rev: int | None = None) -> TicketSheet:
        """Move a ticket on."""
        args = TakeStep(self.person(user), ticket_id, TicketStep(step), note, rev)
        return await self.database.write(tickets.take_step, args)

    async def assign(self, user: User, ticket_id: str, owner: User | None) -> TicketSheet:
        """Give a ticket to somebody."""
        args = Assign(self.person(user), ticket_id, owner.id if owner else None)
        return await self.database.write(tickets.assign, args)

    async def sheet(self, user: User, ticket_id: str) -> TicketSheet:
        """Look at a ticket."""
        person = self.person(user)
        return await self.database.read(lambda tx, wanted: tickets.sheet(tx, person, wanted), ticket_id)

    async def page(
        self, user: User, wanted: Filter | None = None, before: str | None = None, limit: int = 50
    ) -> list[Ticket]:
        """Look at the list."""
        args = Wanted(self.person(user), wanted or Filter(), before, limit)
        return list(await self.database.read(tickets.page, args))

    async def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Look into the tables."""
        return await self.database.read(lambda tx, query: [tuple(row) for row in _rows(tx, query)], sql)


async def open_office(database: Database) -> Office:
    """Furnish an office."""
    province, city, other_city = await make_two_cities(database)
    return Office(
        database=database,
        province=province,
        city=city,
        other_city=other_city,
        agent=await make_person(database, city, "anna", (Role.AGENT, city)),
        other_agent=await make_person(database, other_city, "ben", (Role.AGENT, other_city)),
        boss=await make_person(database, city, "chief", (Role.SUPERVISOR, city)),
    )


def _talk(tx: Tx, args: tuple[str, int]) -> Conversation:
    org_id, messages = args
    opened = conversations.open_new(
        tx,
        org_id=org_id,
        account_id="account",
        identity_id=tx.new_id(),
        customer_id="customer",
        channel="webchat",
        queue_id=None,
        priority=5,
        lang="zh-CN",
    )
    conversations.take_numbers(tx, opened.id, messages)
    return conversations.get(tx, opened.id)


def _create(tx: Tx, args: tuple[CreateTicket, str, str]) -> str:
    action, conversation_id, key = args
    return DESK.create(tx, action, ConversationId(conversation_id), key)


def _rows(tx: Tx, sql: str) -> Any:
    return tx.connection.execute(text(sql)).fetchall()
