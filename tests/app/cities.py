"""Two sibling cities with an agent each at the real inbox API; their tourists write through the real core."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from fastapi import APIRouter

from app.api.admin.canned import own_canned_router
from app.api.agents import AgentParts, agents_router
from app.api.board import board_router
from app.api.canned import canned_router
from app.api.conversation_list import conversation_list_router
from app.api.customer import customer_router
from app.api.deps import Guards
from app.api.history import history_router
from app.api.inbox import InboxParts, inbox_router
from app.api.passing import passing_router
from app.api.rescues import RescueParts, rescues_router
from app.api.search import search_router
from app.api.snoozing import snoozing_router
from app.board import Board
from app.commands import Commands
from app.stream import Stream
from hub import patience
from hub.bus import EVENTS
from hub.clock import Clock
from hub.database import Database, Tx
from hub.feed import Feed
from hub.ids import OrgId, UserId
from hub.model import Account, InboundMessage, Kind
from hub.people import Org, User
from hub.scope import Role
from hub.store import accounts, agents, choices, events, queues
from hub.store.agents import Agent
from hub.store.queues import Queue
from tests.app.door import Browser, Door, open_door
from tests.app.way.conftest import SmallHub
from tests.people import make_two_cities

LOGINS = ("anna", "ben")


@dataclass(frozen=True, slots=True)
class _Furniture:
    org_id: OrgId
    code: str
    agent_ids: Sequence[UserId]
    wrap_up_s: int


def furnish(tx: Tx, wanted: _Furniture) -> Queue:
    """Give a city a queue with its agents, a site and two ways to end."""
    events.start_epoch(tx)
    queue = queues.create(tx, wanted.org_id, "general", wrap_up_s=wanted.wrap_up_s)
    for agent_id in wanted.agent_ids:
        agents.create(tx, Agent(agent_id, wanted.org_id, "小" + wanted.code))
        queues.add_member(tx, queue.id, agent_id)
    code = f"site-{wanted.code}"
    accounts.add(tx, org_id=wanted.org_id, channel="webchat", code=code, name=code, queue_id=queue.id, settings={})
    for position, disposition in enumerate(("solved", "nonsense")):
        choices.add_disposition(tx, wanted.org_id, disposition, position)
    return queue


@dataclass(slots=True)
class City:
    """A city: its queue, its site and its agent's browser."""

    small: SmallHub
    org: Org
    queue: Queue
    account: Account
    agent: Browser
    user: User

    async def hear(self, *texts: str, visitor: str = "v1", name: str | None = None) -> None:
        """Let a tourist write to this city's site, and take it in."""
        self.small.account = self.account
        user = f"{self.org.code}-{visitor}"
        for number, text in enumerate(texts):
            key = f"{user}:{number}:{text.encode('utf-8', 'replace').hex()}"
            message = InboundMessage(user, key, Kind.TEXT, text, display_name=name)
            await self.small.intake.receive(self.account, [message])
        while await self.small.take_in():
            pass

    async def rings(self, visitor: str = "v1") -> dict[str, Any]:
        """Let a tourist ask for a person; returns the offer that rings at the agent then."""
        await self.hear("人工", visitor=visitor)
        answer = await self.agent.send("POST", "/api/agents/me/state", {"state": "ready"})
        assert answer.status_code == 200, answer.text
        await self.small.offers(self.user.id)
        (offer,) = (await self.agent.get("/api/inbox")).json()["offers"]
        return dict(offer)

    async def assigned(self, visitor: str = "v1") -> dict[str, Any]:
        """Let the agent take a tourist's conversation, and return how it stands."""
        offer = await self.rings(visitor)
        where = f"/api/offers/{offer['work_item_id']}/accept"
        answer = await self.agent.send("POST", where, {"offer_epoch": offer["offer_epoch"]})
        assert answer.status_code == 200, answer.text
        return dict((await self.agent.get(f"/api/conversations/{answer.json()['id']}")).json())

    async def do(self, conversation: dict[str, Any], what: str, body: object = None, **more: str) -> httpx.Response:
        """Send a command of this city's agent about a conversation."""
        return await self.agent.send("POST", f"/api/conversations/{conversation['id']}/{what}", body, **more)

    async def said(self, conversation: dict[str, Any]) -> list[tuple[str, str]]:
        """Return the transcript: who said what."""
        answer = await self.agent.get(f"/api/conversations/{conversation['id']}/messages")
        return [(one["author"], one["text"]) for one in answer.json()["messages"]]


@dataclass(frozen=True, slots=True)
class Cities:
    """Both cities, and the door to their hub."""

    door: Door
    province: Org
    shenzhen: City
    guangzhou: City
    feed: Feed
    stream: Stream
    board: Board

    async def relay(self) -> None:
        """Wake those who follow the facts after each commit, as the application does."""
        watch = self.door.database.watch()
        while True:
            if await watch.wait(1.0):
                self.shenzhen.small.bus.wake(EVENTS)

    async def caught_up(self, cursor: str) -> None:
        """Wait until the stream has handed out the fact at this place."""
        async with patience.timeout(20):
            while self.stream.cursor != cursor:
                await self.feed.news.wait(self.feed.news.version, 0.02)

    async def colleague(self, login: str, *rights: tuple[Role, Org], serves: Queue | None = None) -> Browser:
        """Return the browser of somebody else, signed in; who serves a queue is an agent of its city."""
        user = await self.door.person(rights[0][1], login, *rights)
        if serves is not None:

            def join(tx: Tx, queue: Queue) -> None:
                agents.create(tx, Agent(user.id, queue.org_id, login))
                queues.add_member(tx, queue.id, user.id)

            await self.door.database.write(join, serves)
        browser = self.door.client()
        await browser.sign_in(login)
        return browser


@asynccontextmanager
async def open_cities(
    database: Database, clock: Clock, pages: Path, *, wrap_up_s: int = 15, more: Sequence[Any] = ()
) -> AsyncIterator[Cities]:
    """Open the door with both cities behind it; `more` makes further routers of guards, stream and board."""
    province, *orgs = await make_two_cities(database)
    small = SmallHub(database, clock, Account.__new__(Account))
    feed = Feed(database, small.bus.topic(EVENTS))
    stream = Stream(database, feed)
    board = Board(database, feed, clock)

    def rooms(guards: Guards, commands: Commands) -> Sequence[APIRouter]:
        parts = InboxParts(database, commands, guards, stream, small.router, small.tickets, small.bus)
        agent_parts = AgentParts(guards, commands, database, small.router)
        rescue_parts = RescueParts(database, commands, guards, small.router, small.tickets)
        own = [
            inbox_router(parts),
            passing_router(parts),
            snoozing_router(parts),
            agents_router(agent_parts),
            rescues_router(rescue_parts),
        ]
        return [
            *own,
            board_router(database, guards),
            conversation_list_router(database, guards),
            history_router(database, guards),
            customer_router(database, guards),
            search_router(database, guards),
            canned_router(database, guards, commands),
            own_canned_router(database, guards, commands),
            *(make(guards, stream, board) for make in more),
        ]

    async with open_door(database, clock, pages, rooms=rooms) as door:
        made = []
        for org, login in zip(orgs, LOGINS, strict=True):
            user = await door.person(org, login, (Role.AGENT, org))
            queue = await database.write(furnish, _Furniture(org.id, org.code, [user.id], wrap_up_s))
            account = await database.read(_site, f"site-{org.code}")
            browser = door.client()
            await browser.sign_in(login)
            made.append(City(small, org, queue, account, browser, user))
        await feed.start()
        yield Cities(door, province, made[0], made[1], feed, stream, board)


def _site(tx: Tx, code: str) -> Account:
    found = accounts.by_code(tx, "webchat", code)
    assert found is not None
    return found
