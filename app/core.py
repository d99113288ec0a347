"""Puts the conversation core together: the way in, the bot, the router, the way out, and what the inbox sees of it.

Rule: one call from wiring; every object is made once here and handed on by constructor.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import APIRouter

import channels
from app.accounts import AccountBook
from app.api.admin.canned import own_canned_router
from app.api.admin.routes import admin_router
from app.api.admin.shared import AdminParts
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
from app.api.stream import StreamParts, stream_router
from app.api.tickets import TicketParts, tickets_router
from app.board import Board
from app.commands import Commands
from app.metrics import Metrics
from app.passwords import Passwords
from app.presence import Presence
from app.security import OwnOrigin
from app.stream import Stream
from app.webchat import Webchat, WebchatParts, build_webchat
from bot.answering import AnsweringBot
from bot.library import Library
from bot.phrases import wants_person
from bot.store.dialogue import DialogueStates
from bot.understanding import Understanding
from channels.base import Connector, Parts
from channels.webchat import NAME as WEBCHAT
from channels.webchat import WebChat
from crm.ratings import RatingDesk
from crm.status import StatusDesk
from crm.tickets import TicketDesk
from hub import bus
from hub.bus import Bus
from hub.clock import Clock
from hub.database import Database, Tx
from hub.delivery import Delivery, Ready
from hub.feed import Feed
from hub.ids import IdSource
from hub.intake import IN, Hands, HeldLane, Host, Intake
from hub.keys import KeyRing
from hub.lanes import LaneWorkers
from hub.model import AgentCommand
from hub.outbox import OUT
from hub.rescue_watch import RescueWatch
from hub.search import SearchFollower
from hub.store import events, lanes
from hub.store.leases import Holder
from hub.taking import Rooms, Taking
from hub.upkeep import Upkeep
from voice_bridge.desks import PRESENCE_MS
from voice_bridge.distributor import Distributor
from voice_bridge.waits import Waits
from voice_bridge.workplace import Workplace

LANES = 64
"Lanes that this process works on at once, in each direction; most of them wait for the disk."
RELAY_S = 0.02
"A burst of commits wakes those who follow the facts once in this time."


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreParts:
    """What the core is built on."""

    database: Database
    keys: KeyRing
    clock: Clock
    ids: IdSource
    metrics: Metrics
    holder: Holder
    guards: Guards
    commands: Commands
    own: OwnOrigin
    passwords: Passwords
    understanding: Understanding
    static: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """The core, ready to be served and run."""

    routers: tuple[APIRouter, ...]
    start: Callable[[], Coroutine[Any, Any, None]]
    "To be awaited before anything runs."
    services: Mapping[str, Callable[[], Coroutine[Any, Any, None]]]
    "What runs as long as the process lives."
    drain: Callable[[], Coroutine[Any, Any, None]]
    "To be awaited before the server stops: pages come back at once, lanes in hand are finished."


def build_core(parts: CoreParts) -> Core:
    """Return the core built of these parts."""
    wakes = Bus()
    book = AccountBook(parts.database, parts.clock)
    feed = Feed(parts.database, wakes.topic(bus.EVENTS))
    stream = Stream(parts.database, feed)
    board = Board(parts.database, feed, parts.clock)
    tickets = TicketDesk(parts.keys)
    router = Distributor(parts.database, parts.clock, tickets, parts.holder)
    bot = AnsweringBot(
        Library(parts.database, parts.clock), parts.understanding, StatusDesk(parts.database, parts.keys)
    )
    rooms = Rooms(bot, DialogueStates(), router, tickets, RatingDesk(), wants_person)
    lanes_of = _lanes(parts, wakes, book, rooms)
    webchat = _webchat(parts, lanes_of.chat, lanes_of.intake, feed, stream)
    upkeep = Upkeep(parts.database, parts.clock, router)
    stopping = asyncio.Event()
    _count(parts, router, upkeep)

    async def start() -> None:
        await parts.database.write(begin, parts.holder)
        await book.load()
        await feed.start()

    async def drain() -> None:
        stopping.set()
        await webchat.drain()
        await lanes_of.ways_in.finish()
        await lanes_of.ways_out.finish()

    return Core(
        routers=(
            *webchat.routers,
            *_staff_routers(
                InboxParts(parts.database, parts.commands, parts.guards, stream, router, tickets, wakes), parts.keys
            ),
            admin_router(_admin(parts, router)),
            stream_router(_live(parts, router, stream, webchat, stopping, board)),
        ),
        start=start,
        services={
            "news": lambda: _relay(parts.database, wakes, parts.clock),
            "accounts": book.run,
            "feed": feed.run,
            "stream": stream.run,
            "search": SearchFollower(parts.database, feed, parts.clock).run,
            "board": board.run,
            "lanes in": lanes_of.ways_in.run,
            "lanes out": lanes_of.ways_out.run,
            "router": router.run,
            "rescue watch": _rescue_watch(parts).run,
            "understanding": parts.understanding.run,
            "upkeep": upkeep.run,
            "webchat": webchat.run,
        },
        drain=drain,
    )


def _count(parts: CoreParts, router: Distributor, upkeep: Upkeep) -> None:
    parts.metrics.watch("hub_router", "What the router has done in this process.", router.counted, counts=True)
    parts.metrics.watch(
        "hub_waits_ended",
        "Waits that ended, by what became of the first time that was told.",
        router.promises,
        counts=True,
    )
    parts.metrics.watch(
        "hub_understanding", "What became of texts the bot was to understand.", parts.understanding.counted, counts=True
    )
    parts.metrics.watch(
        "hub_oldest_message_seconds",
        "For how long the oldest message on its way in or out has been there; looked at each ten seconds.",
        lambda: upkeep.ages_s,
        counts=False,
    )


def _rescue_watch(parts: CoreParts) -> RescueWatch:
    made = RescueWatch(parts.database, parts.clock)
    parts.metrics.watch("hub_rescues", "Rescues of all time, and those that wait.", made.counted, counts=False)
    return made


def _staff_routers(parts: InboxParts, keys: KeyRing) -> tuple[APIRouter, ...]:
    """Return what staff asks for and commands over HTTP."""
    ticket_parts = TicketParts(
        guards=parts.guards, commands=parts.commands, database=parts.database, bus=parts.bus, keys=keys
    )
    return (
        inbox_router(parts),
        passing_router(parts),
        snoozing_router(parts),
        rescues_router(RescueParts(parts.database, parts.commands, parts.guards, parts.router, parts.tickets)),
        history_router(parts.database, parts.guards),
        customer_router(parts.database, parts.guards),
        search_router(parts.database, parts.guards),
        canned_router(parts.database, parts.guards, parts.commands),
        own_canned_router(parts.database, parts.guards, parts.commands),
        agents_router(AgentParts(parts.guards, parts.commands, parts.database, parts.router)),
        tickets_router(ticket_parts),
        board_router(parts.database, parts.guards),
        conversation_list_router(parts.database, parts.guards),
    )


@dataclass(frozen=True, slots=True)
class _Lanes:
    """The ways in and out, and what stands at their ends."""

    chat: WebChat
    intake: Intake
    ways_in: LaneWorkers[HeldLane]
    ways_out: LaneWorkers[Ready]


def _lanes(parts: CoreParts, wakes: Bus, book: AccountBook, rooms: Rooms) -> _Lanes:
    owner = str(parts.holder)
    doors = {name: make(Parts(keys=parts.keys, clock=parts.clock)) for name, make in channels.ALL.items()}
    chat = _own_chat(doors[WEBCHAT])
    delivery = Delivery(parts.database, doors, book.channel_of, owner, parts.clock)
    ways_out = LaneWorkers(
        OUT, delivery.claim, delivery.work, delivery.give_back, wakes.topic(bus.LANES_OUT), parts.clock, LANES
    )
    taking = Taking(
        parts.database, parts.keys, wakes, parts.clock, rooms, book.get, owner, outward=ways_out, show=chat.show
    )
    ways_in = LaneWorkers(
        IN, taking.claim, taking.work, taking.give_back, wakes.topic(bus.LANES_IN), parts.clock, LANES
    )
    intake = Intake(parts.database, parts.keys, parts.ids, wakes, Hands(ways_in, Host(owner, taking.reception)))
    return _Lanes(chat, intake, ways_in, ways_out)


def begin(tx: Tx, holder: Holder) -> int:
    """Unit: give a new log its epoch, and make the lanes ready again that earlier lives of this process held."""
    events.start_epoch(tx)
    dead = [owner for owner in lanes.owners(tx) if Holder.parse(owner).precedes(holder)]
    return sum(lanes.free_owner(tx, owner) for owner in dead)


def _own_chat(channel: Connector) -> WebChat:
    if not isinstance(channel, WebChat):
        raise TypeError("the row of web chat in channels.ALL makes something else")
    return channel


def _webchat(parts: CoreParts, channel: WebChat, intake: Intake, feed: Feed, stream: Stream) -> Webchat:
    return build_webchat(
        WebchatParts(
            channel=channel,
            database=parts.database,
            keys=parts.keys,
            clock=parts.clock,
            ids=parts.ids,
            metrics=parts.metrics,
            intake=intake,
            feed=feed,
            own=parts.own,
            static=parts.static,
            waits=Waits(),
            show_typing=lambda _identity, conversation, on: stream.tell_typing(conversation, on=on),
        )
    )


def _admin(parts: CoreParts, router: Distributor) -> AdminParts:
    return AdminParts(
        guards=parts.guards,
        commands=parts.commands,
        database=parts.database,
        router=router,
        floor=Workplace(),
        passwords=parts.passwords,
        keys=parts.keys,
    )


def _live(
    parts: CoreParts, router: Distributor, stream: Stream, webchat: Webchat, stopping: asyncio.Event, board: Board
) -> StreamParts:
    return StreamParts(
        stream=stream,
        guards=parts.guards,
        beat=_beating(parts.database, router),
        typing=_typing(stream, webchat),
        stopping=stopping,
        board=board,
        presence=Presence(parts.clock),
    )


def _beating(database: Database, router: Distributor) -> Callable[[str], Coroutine[Any, Any, None]]:
    def prolong(tx: Tx, agent_id: str) -> None:
        router.set_agent(tx, agent_id, AgentCommand(None, presence_until_ms=tx.now_ms + PRESENCE_MS))

    async def beat(agent_id: str) -> None:
        await database.write(prolong, agent_id)

    return beat


def _typing(stream: Stream, webchat: Webchat) -> Callable[[str, str, bool], Coroutine[Any, Any, None]]:
    async def typing(user_id: str, conversation_id: str, on: bool) -> None:
        writer = await stream.writer(user_id, conversation_id)
        if writer is not None:
            webchat.desk.show_agent_typing(writer.identity_id, writer.name, on=on)

    return typing


async def _relay(database: Database, wakes: Bus, clock: Clock) -> None:
    """Wake those who follow the facts after each burst of commits, of this process or another."""
    watch = database.watch()
    while True:
        if await watch.wait(1.0):
            wakes.wake(bus.EVENTS)
            await clock.sleep(RELAY_S)
