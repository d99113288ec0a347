"""Whatever happens in whatever order, and whenever the router dies: nobody stuck, nothing lost, nothing twice."""

import asyncio
import contextlib
from collections.abc import Coroutine, Iterator
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import MetaData

from hub.clock import ManualClock
from hub.database import Database, Tx, open_database
from hub.ids import IdSource
from hub.model import NORMAL, RESCUE, Cancel, Claimed, Decline, Done, Finish, Transfer
from hub.store.leases import LeaseLost
from hub.store.queues import Queue
from tests.stores import create_tables
from tests.voice_bridge.books import audit, overdue, stale_promises
from tests.voice_bridge.floor import Floor, open_floor
from tests.voice_bridge.mortal import Died, Mortal
from voice_bridge import turn
from voice_bridge.dispatch import Dispatch
from voice_bridge.store.work_items import OVER, ItemState

R = TypeVar("R")

AGENTS = ("anna", "ben", "carl", "dora")
EXAMPLES = {"sqlite": 60, "postgresql": 12}
MANY = {"sqlite": 1000, "postgresql": 200}
PRESENT_S = 200
rests = st.sampled_from([True, True, False])


class House:
    """A store that outlives the examples, emptied before each."""

    second: Queue

    def __init__(self, url: str, schema: MetaData) -> None:
        self.clock = ManualClock()
        self.loop = asyncio.Runner()
        self._tables = [table.name for table in reversed(schema.sorted_tables)]
        self.database: Database = self.loop.run(self._open(url, schema))

    async def _open(self, url: str, schema: MetaData) -> Database:
        database = open_database(url, clock=self.clock, ids=IdSource(self.clock))
        await database.write(create_tables, schema)
        return database

    async def opened(self) -> Floor:
        """Return an empty house with three agents and two queues."""
        await self.database.write(_empty, self._tables)
        floor = await open_floor(self.database, self.clock)
        self.second = await floor.new_queue("second", wrap_up_s=0)
        await floor.agent("carl", capacity={"chat": 2, "voice": 1})
        await floor.agent("dora", serves=[floor.queue, self.second])
        return floor

    def close(self) -> None:
        """Let go of the store."""
        self.loop.run(self.database.close())
        self.loop.close()


def _empty(tx: Tx, tables: list[str]) -> None:
    for name in tables:
        tx.connection.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608 - our own tables' names


class DistributorMachine(RuleBasedStateMachine):
    """Drives router and store; remembers only what the world outside knows.

    Most rules let the router come to rest afterwards, as it does in life; the others leave it lagging behind.
    """

    house: House

    def __init__(self) -> None:
        super().__init__()
        self.floor: Floor | None = None
        self.items: dict[str, int] = {}
        "All work that ever came, with the time it was enqueued."
        self.over: set[str] = set()
        self.brought_back: set[str] = set()
        self.dead: list[Dispatch] = []

    @property
    def open_floor(self) -> Floor:
        """The house, once it is open."""
        assert self.floor is not None
        return self.floor

    def do(self, deed: Coroutine[Any, Any, R], *, rest: bool = False) -> R:
        """Do something, and let the router come to rest."""
        result = self.house.loop.run(deed)
        if rest:
            self.house.loop.run(self.open_floor.settle())
        return result

    @initialize(ready=st.sets(st.sampled_from(AGENTS)), chats=st.integers(0, 4))
    def opens(self, ready: set[str], chats: int) -> None:
        """Open an empty house; some are ready, some already wait."""
        self.floor = self.do(self.house.opened())
        for agent in sorted(ready):
            self.do(self.floor.ask(agent, "ready", present_s=PRESENT_S))
        for _ in range(chats):
            self.arrives(second=False, rescue=False, medium="chat", kept=None, rest=True)

    # --- tourists

    @rule(
        second=st.booleans(),
        rescue=st.sampled_from([False, False, False, True]),
        medium=st.sampled_from(["chat", "chat", "voice"]),
        kept=st.sampled_from([None, None, None, *AGENTS]),
        rest=rests,
    )
    def arrives(self, *, second: bool, rescue: bool, medium: str, kept: str | None, rest: bool) -> None:
        floor = self.open_floor
        floor.chats += 1
        spec = floor.spec(
            f"c{floor.chats}",
            queue_id=self.house.second.id if second else floor.queue.id,
            priority=RESCUE if rescue else NORMAL,
            medium=medium,
            for_agent=kept,
        )
        item_id = self.do(floor.do(lambda tx: floor.router.enqueue(tx, spec)), rest=rest)
        self.items[item_id] = self.house.clock.now_ms()

    @precondition(lambda self: self.items)
    @rule(data=st.data(), rest=rests)
    def writes_again(self, data: st.DataObject, rest: bool) -> None:
        item_id = data.draw(st.sampled_from(sorted(self.items)))
        before = self.do(self.open_floor.item(item_id))
        spec = self.open_floor.spec(
            before.ref, queue_id=before.queue_id, priority=before.priority, medium=before.medium
        )
        assert self.do(self.open_floor.do(lambda tx: self.open_floor.router.enqueue(tx, spec)), rest=rest) == item_id
        if before.state is ItemState.WRAP_UP:
            self.brought_back.add(item_id)
        if item_id in self.over:
            self.over.remove(item_id)
            self.items[item_id] = self.house.clock.now_ms()

    @precondition(lambda self: self.over)
    @rule(data=st.data(), how=st.sampled_from([Done(), Cancel("late"), Decline("anna", 1)]))
    def finishes_again(self, data: st.DataObject, how: Finish) -> None:
        self.do(self.open_floor.finish(data.draw(st.sampled_from(sorted(self.over))), how))

    @precondition(lambda self: self.items.keys() - self.over)
    @rule(data=st.data(), how=st.sampled_from(["done", "done", "cancel", "transfer", "to_anna", "stale"]), rest=rests)
    def finishes(self, data: st.DataObject, how: str, rest: bool) -> None:
        held = self.do(
            self.open_floor.rows("SELECT id FROM work_items WHERE state IN ('active', 'wrap_up') ORDER BY id")
        )
        live = [row[0] for row in held] or sorted(self.items.keys() - self.over)
        item_id = data.draw(st.sampled_from(live))
        item = self.do(self.open_floor.item(item_id))
        ways: dict[str, Finish] = {
            "done": Done(),
            "cancel": Cancel("left"),
            "transfer": Transfer(self.house.second.id, None, ("anna",)),
            "to_anna": Transfer(self.open_floor.queue.id, "anna"),
            "stale": Decline("anna", item.offer_epoch - 1),
        }
        self.do(self.open_floor.finish(item_id, ways[how]), rest=rest)
        if self.do(self.open_floor.item(item_id)).state in OVER:
            self.over.add(item_id)

    # --- agents

    @rule(
        agent=st.sampled_from(AGENTS),
        state=st.sampled_from(["ready", "ready", "ready", "break", "training", "offline"]),
        rest=rests,
    )
    def asks(self, agent: str, state: str, rest: bool) -> None:
        self.do(self.open_floor.ask(agent, state, "because", present_s=PRESENT_S), rest=rest)

    @rule(silent=st.sets(st.sampled_from(AGENTS), max_size=2))
    def most_beat(self, silent: set[str]) -> None:
        for agent in sorted(set(AGENTS) - silent):
            self.do(self.open_floor.ask(agent, None, present_s=PRESENT_S))

    @rule(
        data=st.data(),
        how=st.sampled_from(["claim", "claim", "claim_twice", "claim_and_go", "decline", "claim_old", "break"]),
        rest=rests,
    )
    def answers_what_rings(self, data: st.DataObject, how: str, rest: bool) -> None:
        floor = self.open_floor
        ringing = self.do(
            floor.rows("SELECT work_item_id, agent_id, offer_epoch FROM reservations ORDER BY work_item_id")
        )
        if not ringing:
            return
        item_id, agent_id, epoch = data.draw(st.sampled_from(ringing))
        if how == "decline":
            self.do(floor.decline(agent_id, item_id), rest=rest)
        elif how == "break":
            self.do(floor.ask(agent_id, "break", "tea", present_s=PRESENT_S), rest=rest)
        else:
            assert not isinstance(self.do(floor.claim(agent_id, item_id, epoch - 1)), Claimed)
            for _ in range({"claim_twice": 2, "claim_old": 0}.get(how, 1)):
                assert isinstance(self.do(floor.claim(agent_id, item_id, epoch)), Claimed)
            if how == "claim_and_go":
                self.do(floor.ask(agent_id, "break", "lunch", present_s=PRESENT_S))
            if rest:
                self.do(floor.settle())

    # --- the router

    @rule()
    def router_steps(self) -> None:
        self.do(self.open_floor.step())

    @rule(seconds=st.sampled_from([1, 5, 15, 25, 45, 120, 400]), rest=rests)
    def time_passes(self, seconds: int, rest: bool) -> None:
        self.do(self.house.clock.advance(seconds), rest=rest)

    @rule()
    def router_dies_and_comes_back(self) -> None:
        assert self.open_floor.at_work is not None
        self.dead.append(self.open_floor.at_work)
        assert self.do(self.open_floor.take_over()) is not None

    @rule(call=st.integers(1, 6), after=st.booleans())
    def router_dies_at_an_await(self, call: int, after: bool) -> None:
        """Let the router die before or after what it waits for, and let the next one go on."""
        mortal = Mortal(self.house.database)
        mortal.dies_at(call, after=after)
        with contextlib.suppress(Died):
            self.do(self._turns_of(mortal))
        assert self.do(self.open_floor.take_over()) is not None

    async def _turns_of(self, mortal: Any) -> None:
        floor = self.open_floor
        dying = replace(floor, database=mortal)
        assert await dying.take_over() is not None
        floor.generation = dying.generation
        await dying.settle()

    @precondition(lambda self: self.dead)
    @rule()
    def a_dead_router_wakes_up(self) -> None:
        with pytest.raises(LeaseLost):
            self.do(self.house.database.write(turn.write, self.dead[-1].nothing_new()))

    @rule()
    def router_comes_to_rest(self) -> None:
        self.do(self.open_floor.settle())
        assert self.do(self.open_floor.rows(COULD_RING)) == [], "somebody ready could take what waits"
        assert self.do(self.open_floor.see(overdue)) == []
        self.do(self.open_floor.step())  # a turn with a rescue in it tells nothing
        assert self.do(self.open_floor.see(stale_promises)) == [], "told, and waits no more"

    # --- what is always true

    @invariant()
    def the_books_are_right(self) -> None:
        if self.floor is None:
            return
        known = frozenset(self.brought_back)
        self.do(self.floor.see(lambda tx: audit(tx, known)))
        rows = self.do(self.floor.rows("SELECT id, state, enqueued_ms FROM work_items"))
        assert {row[0]: row[2] for row in rows} == self.items, "lost, made up, or moved in the line"
        assert {row[0] for row in rows if row[1] in OVER} == self.over

    def teardown(self) -> None:
        """In the end everybody says ready, and the line is served to its end."""
        if self.floor is not None:
            self.do(self._serve_all(self.floor))

    async def _serve_all(self, floor: Floor) -> None:
        for _ in range(len(self.items) + 3):
            for agent in AGENTS:
                await floor.ask(agent, "ready", present_s=3600)
            for row in await floor.rows("SELECT id FROM work_items WHERE state IN ('active', 'wrap_up')"):
                await floor.finish(row[0], Cancel("the day is over"))
            await floor.later(60)
            for item_id, agent_id in await floor.rows("SELECT work_item_id, agent_id FROM reservations"):
                await floor.claim(agent_id, item_id)
        stuck = await floor.rows("SELECT * FROM work_items WHERE state NOT IN ('done', 'abandoned', 'active')")
        assert stuck == [], "an item nobody could ever get, with everybody ready"


COULD_RING = """
SELECT w.id, s.user_id FROM work_items w
JOIN queue_members m ON m.queue_id = w.queue_id
JOIN agent_state s ON s.user_id = m.user_id AND s.state = 'ready' AND s.load = 0
WHERE w.state = 'waiting' AND w.for_agent IS NULL AND w.excluded = '{}' AND w.lined_up > 0
AND NOT EXISTS (SELECT 1 FROM reservations r WHERE r.agent_id = s.user_id)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, schema: MetaData) -> Iterator[House]:
    """Return a store on either engine."""
    url = str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))
    opened = House(url, schema)
    yield opened
    opened.close()


@pytest.mark.store
def test_nobody_is_stuck_and_nothing_is_lost_or_offered_twice(house: House) -> None:
    drive(house, EXAMPLES[house.database.dialect])


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_nobody_is_stuck_in_any_of_many_days(house: House) -> None:
    drive(house, MANY[house.database.dialect])


def drive(house: House, examples: int) -> None:
    class Machine(DistributorMachine):
        pass

    Machine.house = house
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
