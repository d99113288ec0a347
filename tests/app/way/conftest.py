"""A small hub for these tests: the real core, router and tickets over a real store, with a bot that does as told."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import TypeVar

import pytest
import pytest_asyncio
from sqlalchemy import MetaData, insert

import bot.store.tables
import crm.store.tables
import hub.store.tables
import voice_bridge.store.tables
from bot.phrases import wants_person
from bot.store.dialogue import DialogueStates
from crm.ratings import RatingDesk
from crm.tickets import TicketDesk
from hub import crash, inbox
from hub.bus import Bus
from hub.clock import Clock, ManualClock
from hub.database import Database, Tx
from hub.delivery import Delivery
from hub.ids import IdSource, WorkItemId
from hub.inbox import Accept, Person, Wrapped, WrapUp
from hub.intake import Intake
from hub.keys import KeyRing, Ring, new_master_key
from hub.model import (
    NORMAL,
    Accepted,
    Account,
    AgentCommand,
    BotState,
    BotTurn,
    CreateTicket,
    Escalate,
    InboundMessage,
    Kind,
    OutboundMessage,
    Reply,
    SendOutcome,
    TurnInput,
)
from hub.rescue import is_cry
from hub.scope import EVERYTHING, Scope
from hub.store import accounts, conversations, identities, messages
from hub.store.conversations import Conversation
from hub.store.leases import Holder
from hub.store.messages import Message
from hub.taking import Rooms, Taking
from voice_bridge import dispatch
from voice_bridge.dispatch import Dispatch
from voice_bridge.distributor import Lines
from voice_bridge.store import offers
from voice_bridge.store.offers import Ringing

_TABLES = hub.store.tables
A = TypeVar("A")
R = TypeVar("R")


class ScriptedBot:
    """Answers "echo …", hands over on 人工, and fails or lingers on demand."""

    def __init__(self) -> None:
        self.turns: list[TurnInput] = []
        self.failures = 0
        self.at_cries: str | None = None
        "What it says to a cry before it hands it over; None: it hears none."
        self.meanwhile: Callable[[], Awaitable[None]] | None = None

    async def turn(self, given: TurnInput) -> BotTurn:
        """Return the turn, after whatever the test wants to happen in the middle of it."""
        self.turns.append(given)
        if self.meanwhile is not None:
            await self.meanwhile()
        if self.failures:
            self.failures -= 1
            raise ZeroDivisionError("the bot stumbles")
        if self.at_cries is not None and any(is_cry(message) for message in given.messages):
            return BotTurn((Reply(self.at_cries),), (Escalate("rescue"),), BotState())
        texts = [message.text or "" for message in given.messages]
        if "人工" in texts:
            return BotTurn((Reply("转人工"),), (Escalate("asked", "要人工"),), BotState('{"asked":1}'))
        return BotTurn(tuple(Reply(f"echo {text}") for text in texts), (), BotState(f'{{"n":{len(self.turns)}}}'))


class Platform:
    """A platform that keeps what it gets and answers as told."""

    def __init__(self) -> None:
        self.got: list[OutboundMessage] = []
        self.answers: list[SendOutcome] = []
        self.has_key = True

    async def send(self, message: OutboundMessage) -> SendOutcome:
        """Take one message."""
        self.got.append(message)
        return self.answers.pop(0) if self.answers else Accepted(f"p-{message.id}")


class SmallHub:
    """The core, put together as the application does, driven lane by lane."""

    def __init__(self, database: Database, clock: Clock, account: Account) -> None:
        ids = IdSource(clock)
        key = new_master_key(clock.now_ms())
        keys = self.keys = KeyRing(lambda: Ring(key.id, (key,)))
        self.database = database
        self.account = account
        self._clock = clock
        self.bus = Bus()
        self._at_work: Dispatch | None = None
        self.bot = ScriptedBot()
        self.router = Lines()
        self.tickets = TicketDesk(keys)
        self.intake = Intake(database, keys, ids, self.bus)
        rooms = Rooms(self.bot, DialogueStates(), self.router, self.tickets, RatingDesk(), wants_person)
        self.taking = Taking(database, keys, self.bus, clock, rooms, self._account, "one:control:1", grace_s=600)
        self.connect(Platform())

    def connect(self, platform: Platform) -> None:
        """Send by this platform from now on."""
        self.platform = platform
        self.delivery = Delivery(
            self.database, {"webchat": platform}, lambda _: "webchat", "one:control:1", self._clock
        )

    async def _account(self, _: str) -> Account:
        return self.account

    async def hear(self, *texts: str, user: str = "v1", key: str = "") -> None:
        """Let a tourist write."""
        for number, text in enumerate(texts):
            message = InboundMessage(user, f"{user}:{key or text}:{number if key else ''}", Kind.TEXT, text)
            await self.intake.receive(self.account, [message])

    async def take_in(self) -> int:
        """Work on all lanes that are ready now; returns how many there were."""
        held = await self.taking.claim(100, 9)
        for lane in held:
            await self.taking.work(lane)
        return len(held)

    async def deliver(self) -> int:
        """Send all that is ready now."""
        ready = await self.delivery.claim(100, 9)
        for one in ready:
            await self.delivery.work(one)
        return len(ready)

    async def thread(self, user: str = "v1") -> Sequence[Message]:
        """Return what the tourist sees."""

        def query(tx: Tx, ext_user: str) -> Sequence[Message]:
            identity = identities.find(tx, self.account.id, ext_user)
            return messages.thread(tx, identity.id, 0, 1000) if identity else []

        return await self.database.read(query, user)

    async def conversation(self, user: str = "v1") -> Conversation:
        """Return the tourist's latest conversation."""
        return await self.database.read(conversations.get, (await self.thread(user))[-1].conversation_id)

    async def ready(self, user_id: str) -> None:
        """Let an agent be there and ready."""

        def set_ready(tx: Tx, agent_id: str) -> None:
            self.router.set_agent(tx, agent_id, AgentCommand("ready", presence_until_ms=tx.now_ms + 10**9))

        await self.database.write(set_ready, user_id)

    async def offers(self, user_id: str) -> Sequence[Ringing]:
        """Let the router decide, and return what rings at an agent."""
        if self._at_work is None:
            lease = await self.database.write(dispatch.take_over, Holder("one", "control", 1))
            assert lease is not None
            self._at_work = await Dispatch.over(self.database, self._clock, self.tickets, lease)
        while await self._at_work.turn() is not None or self._at_work.more:
            pass
        return await self.database.read(offers.ringing, user_id)

    async def accept(self, user_id: str = "U1") -> Conversation:
        """Let an agent become ready and take what rings."""
        await self.ready(user_id)
        (ringing,) = await self.offers(user_id)
        accept = Accept(person(user_id), WorkItemId(ringing.work_item_id), ringing.offer_epoch, self.router)
        return await self.database.write(inbox.accept, accept)

    async def wrap_up(self, conversation_id: str, user_id: str = "U1", ticket: CreateTicket | None = None) -> Wrapped:
        """Let an agent end and close a conversation."""
        args = WrapUp(person(user_id), conversation_id, "solved", ticket, "k", self.router, self.tickets)
        return await self.database.write(inbox.wrap_up, args)

    async def transcript(self, conversation_id: str) -> Sequence[Message]:
        """Return what staff sees."""
        return await self.database.read(lambda tx, one: messages.transcript(tx, one, 0, 1000), conversation_id)


def person(user_id: str = "U1", scope: Scope = EVERYTHING) -> Person:
    """Return an agent who may see `scope` and supervises nothing."""
    return Person(user_id, scope, Scope())


def all_tables() -> MetaData:
    """Return the tables of every room as one schema."""
    merged = MetaData()
    for metadata in (
        _TABLES.metadata,
        voice_bridge.store.tables.metadata,
        crm.store.tables.metadata,
        bot.store.tables.metadata,
    ):
        for table in metadata.tables.values():
            table.to_metadata(merged)
    return merged


@pytest.fixture
def schema() -> MetaData:
    """Return the tables of every room."""
    return all_tables()


@pytest.fixture
def clock() -> ManualClock:
    """Return a clock that the test moves."""
    return ManualClock()


@pytest_asyncio.fixture
async def small(database: Database, clock: ManualClock) -> AsyncIterator[SmallHub]:
    """Return a hub with one organisation, one queue, one agent and one account."""
    yield await furnished(database, clock)


async def furnished(database: Database, clock: Clock) -> SmallHub:
    """Return a hub with one organisation, one queue, one agent and one account on an empty store."""
    await database.write(_furnish, None)
    found = await database.read(lambda tx, _: accounts.by_code(tx, "webchat", "site"), None)
    assert found is not None
    return SmallHub(database, clock, found)


def _furnish(tx: Tx, _: None) -> None:
    rows: list[tuple[str, dict[str, object]]] = [
        ("orgs", {"id": "O", "path": "/cn/", "kind": "nation", "code": "cn", "name": "中国"}),
        ("users", {"id": "U1", "org_id": "O", "login": "li", "display_name": "李", "password_hash": "x",
                   "created_ms": 0, "password_changed_ms": 0}),
        ("users", {"id": "U2", "org_id": "O", "login": "wang", "display_name": "王", "password_hash": "x",
                   "created_ms": 0, "password_changed_ms": 0}),
        ("agents", {"user_id": "U1", "org_id": "O", "public_name": "小李"}),
        ("agents", {"user_id": "U2", "org_id": "O", "public_name": "小王"}),
        ("queues", {"id": "Q", "org_id": "O", "code": "general"}),
        ("dispositions", {"id": "D", "org_id": "O", "code": "solved"}),
        ("queue_members", {"queue_id": "Q", "user_id": "U1"}),
        ("queue_members", {"queue_id": "Q", "user_id": "U2"}),
        ("accounts", {"id": "A", "org_id": "O", "channel": "webchat", "code": "site", "name": "站", "queue_id": "Q"}),
        ("meta", {"name": "event_epoch", "value": "E1"}),
    ]  # fmt: skip
    for table, values in rows:
        tx.connection.execute(insert(_TABLES.metadata.tables[table]).values(**values))


@pytest.fixture
def units(small: SmallHub, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the units written from now on, but for the claims, which are tried at any time."""
    names: list[str] = []
    write = small.database.write

    async def noted(unit: Callable[[Tx, A], R], args: A, priority: int = NORMAL) -> R:
        if not (name := crash.name_of(unit)).endswith(".claim"):
            names.append(name)
        return await write(unit, args, priority)

    monkeypatch.setattr(small.database, "write", noted)
    return names
