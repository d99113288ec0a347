"""What those who wait are told, in rows and facts: with the decisions or not at all, and once."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from crm.tickets import TicketDesk
from hub.database import Database, Tx
from hub.ids import ConversationId
from hub.model import RESCUE, Cancel, Claimed, Transfer
from hub.ports import Wait
from hub.store.leases import LeaseLost
from tests.people import key_ring
from tests.voice_bridge.floor import ORG, Floor
from voice_bridge.acd.prospect import Meets
from voice_bridge.dispatch import Dispatch
from voice_bridge.store import board, router
from voice_bridge.store.outlooks import FRESH_MS
from voice_bridge.teller import EVERY_MS, MOST, ROUND_MS
from voice_bridge.waits import Waits

pytestmark = pytest.mark.store

PACE_MS = 60_000
EVERY_S = EVERY_MS / 1000


@pytest.fixture
async def floor(floor: Floor) -> Floor:
    """Return the house with a past: lately everybody waited a minute for each place; anna and ben have a break."""
    for name in ("anna", "ben"):
        await floor.ask(name, "break", present_s=80_000)
    await floor.do(lambda tx: router.put_paces(tx, [(floor.queue.id, 5, "chat", (PACE_MS,) * 10)]))
    await floor.take_over()
    await floor.settle()
    return floor


async def facts(floor: Floor, kind: str) -> list[dict[str, Any]]:
    rows = await floor.rows(f"SELECT conversation_id, data FROM events WHERE type = '{kind}' ORDER BY xid, id")  # noqa: S608 - our own
    return [{"conversation": row[0], **json.loads(row[1])} for row in rows]


async def places(floor: Floor) -> list[tuple[str, int, int, int]]:
    """Return whom the facts told what: conversation, place, seconds."""
    told = await facts(floor, "WaitTold")
    return [(each["conversation"], each["position"], each["p50_s"], each["p90_s"]) for each in told]


async def shown(floor: Floor, ref: str) -> Wait | None:
    return await floor.see(lambda tx: Waits().told(tx, ConversationId(ref)))


async def rows(floor: Floor) -> list[tuple[Any, ...]]:
    return await floor.rows("SELECT work_item_id, position, p50_ms, p90_ms FROM waits_told ORDER BY work_item_id")


async def test_who_waits_is_told_place_and_range_by_row_and_fact_in_the_turn_of_coming(floor: Floor) -> None:
    one, two = await floor.chat("a"), await floor.chat("b")
    written = await floor.step()
    assert written.waits.told == 2
    assert await rows(floor) == [(one, 1, PACE_MS, 78_000), (two, 2, 2 * PACE_MS, 156_000)]
    assert await places(floor) == [("a", 1, 60, 120), ("b", 2, 120, 180)]
    assert await shown(floor, "b") == Wait(2, 120, 180)
    assert await shown(floor, "nobody") is None


async def test_who_rings_at_once_is_told_nothing(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    await floor.chat("a")
    await floor.settle()
    assert len(await floor.ringing("anna")) == 1
    assert (await rows(floor), await places(floor)) == ([], [])


async def test_the_one_behind_moves_up_when_the_first_is_taken(floor: Floor) -> None:
    first, second = await floor.chat("a"), await floor.chat("b")
    await floor.settle()
    await floor.later(EVERY_S)
    await floor.ask("anna", "ready")
    await floor.settle()
    assert await shown(floor, "a") == Wait(1, 60, 120), "while it rings the last word stands"
    assert isinstance(await floor.claim("anna", first), Claimed)
    assert await shown(floor, "a") is None, "nothing stale, even before the router has heard of it"
    await floor.later(1)
    assert [row[0] for row in await rows(floor)] == [second]
    assert (await shown(floor, "b") or Wait(0)).position == 1
    assert (await places(floor))[-1][:2] == ("b", 1)


async def test_the_promise_is_held_against_what_came(floor: Floor) -> None:
    names = ("a", "b", "c", "d")
    items = [await floor.chat(name) for name in names]
    await floor.settle()
    await floor.later(50)
    await floor.ask("anna", "ready")
    await floor.settle()
    await floor.claim("anna", items[0])
    await floor.later(90)
    await floor.ask("ben", "ready")
    await floor.settle()
    await floor.claim("ben", items[1])
    await floor.later(10)
    await floor.finish(items[2], Cancel("left"))
    await floor.later(600)
    await floor.finish(items[3], Cancel("left"))
    await floor.settle()
    ended = await facts(floor, "WaitEnded")
    assert [(each["conversation"], each["verdict"], each["waited_ms"] // 1000) for each in ended] == [
        ("a", "within_p50", 50),
        ("b", "within_p90", 140),
        ("c", "gave_up", 150),
        ("d", "over", 750),
    ]
    assert (ended[1]["position"], ended[1]["p50_ms"], ended[1]["p90_ms"]) == (2, 2 * PACE_MS, 156_000)
    assert await rows(floor) == []


async def test_the_first_promise_counts_and_not_the_later_ones(floor: Floor) -> None:
    first, second = await floor.chat("a"), await floor.chat("b")
    await floor.settle()
    await floor.later(30)
    await floor.finish(first, Cancel("left"))
    await floor.settle()
    await floor.later(EVERY_S)
    assert (await shown(floor, "b") or Wait(0)).position == 1
    await floor.ask("anna", "ready")
    await floor.settle()
    await floor.later(1)
    await floor.claim("anna", second)
    await floor.settle()
    last = (await facts(floor, "WaitEnded"))[-1]
    assert (last["position"], last["p50_ms"], last["waited_ms"]) == (2, 2 * PACE_MS, 41_000)


async def test_a_rescue_is_told_no_figures_and_one_who_becomes_one_sees_none(floor: Floor) -> None:
    await floor.chat("cry", priority=RESCUE)
    await floor.chat("a")
    await floor.settle()
    await floor.later(1)
    assert await shown(floor, "cry") is None
    assert await shown(floor, "a") == Wait(2, 60, 120), "paces are the class's own"
    await floor.chat("a", priority=RESCUE)
    assert await shown(floor, "a") is None, "at once"
    await floor.later(1)
    await floor.later(1)
    assert await rows(floor) == [], "in the turn after the one with the rescue in it"
    assert await facts(floor, "WaitEnded") == [], "a wait that goes on as a rescue is not judged"


async def test_without_history_the_place_alone_is_told_and_with_nobody_there_only_that(floor: Floor) -> None:
    await floor.do(lambda tx: router.put_paces(tx, [(floor.queue.id, 5, "chat", ())]))
    await floor.take_over()
    await floor.chat("a")
    await floor.settle()
    assert await shown(floor, "a") == Wait(1)
    for name in ("anna", "ben"):
        await floor.ask(name, "offline")
    await floor.later(EVERY_S)
    assert await shown(floor, "a") == Wait(0)
    assert [each[:2] for each in await places(floor)] == [("a", 1), ("a", 0)]
    await floor.ask("ben", "break")
    await floor.later(EVERY_S)
    assert await shown(floor, "a") == Wait(1)


async def test_whoever_goes_as_soon_as_the_work_in_hand_is_done_is_not_there(floor: Floor) -> None:
    await floor.ask("ben", "offline")
    await floor.ask("anna", "ready")
    await floor.serve("anna")
    await floor.ask("anna", "offline")
    await floor.chat("a")
    await floor.settle()
    assert await shown(floor, "a") == Wait(0)
    await floor.later(EVERY_S)
    (queue,) = await floor.see(lambda tx: board.queues(tx, [floor.queue.id]))
    assert [one.prospect.meets for one in queue.ahead] == [Meets.NOBODY]
    await floor.ask("anna", "break")
    await floor.later(EVERY_S)
    told = await shown(floor, "a")
    assert told is not None
    assert told.position == 1, "whoever goes on a break comes back"


async def test_what_was_passed_on_waits_elsewhere_and_is_told_afresh(floor: Floor) -> None:
    other = await floor.new_queue("other")
    item_id = await floor.chat("a")
    await floor.settle()
    await floor.finish(item_id, Transfer(other.id))
    assert await shown(floor, "a") is None, "what was told of another line is not shown"
    await floor.settle()
    assert await shown(floor, "a") == Wait(0), "nobody is there"
    assert await facts(floor, "WaitEnded") == []


async def test_a_turn_that_is_not_written_has_told_nobody(floor: Floor) -> None:
    """The router dies between deciding and writing, or its lease is another's: the next one tells, once."""
    dead = floor.at_work
    assert dead is not None
    await floor.chat("a")
    await floor.take_over()
    with pytest.raises(LeaseLost):
        await dead.turn()
    assert (await rows(floor), await places(floor)) == ([], [])
    await floor.settle()
    assert await places(floor) == [("a", 1, 60, 120)]


async def test_a_unit_that_fails_leaves_neither_row_nor_fact_nor_place_in_the_log(floor: Floor) -> None:
    await floor.chat("a")
    before = await floor.rows("SELECT xid, event_id FROM router")

    assert floor.at_work is not None
    dying: Any = Dying(floor.database)
    router_ = await Dispatch.over(dying, floor.any_clock, TicketDesk(key_ring()), floor.at_work.lease)
    with pytest.raises(ZeroDivisionError):
        await router_.turn()
    assert dying.saw == 1, "the row was written before the unit failed"
    assert (await rows(floor), await places(floor)) == ([], [])
    assert await floor.rows("SELECT xid, event_id FROM router") == before
    await floor.take_over()
    await floor.settle()
    assert await places(floor) == [("a", 1, 60, 120)]


class Dying:
    """A store on which each unit fails when everything has been written."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.saw = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    async def write(self, unit: Callable[[Tx, Any], Any], args: Any, priority: int = 5) -> Any:
        """Run the unit, and fail."""

        def dies(tx: Tx, given: Any) -> None:
            unit(tx, given)
            self.saw = len(tx.connection.execute(text("SELECT * FROM waits_told")).fetchall())
            raise ZeroDivisionError

        return await self._database.write(dies, args, priority)


async def test_the_next_router_repeats_nothing(floor: Floor) -> None:
    for number in range(8):
        await floor.chat(f"c{number}")
    await floor.settle()
    told = await places(floor)
    for _ in range(3):
        await floor.take_over()
        await floor.settle()
        await floor.later(EVERY_S)
    assert await places(floor) == told


async def test_what_ended_while_no_router_was_there_is_cleared_by_the_next(floor: Floor) -> None:
    await floor.chat("a")
    item_id = await floor.chat("b")
    await floor.settle()
    await floor.finish(item_id, Cancel("left"))
    await floor.take_over()
    await floor.settle()
    assert len(await rows(floor)) == 1
    assert [each["verdict"] for each in await facts(floor, "WaitEnded")] == ["gave_up"]


async def test_ten_thousand_waiting_stay_bounded_and_a_rescue_is_not_kept_by_them(floor: Floor) -> None:
    def crowd(tx: Tx) -> None:
        tx.connection.execute(
            text(
                "INSERT INTO work_items (id, org_id, kind, ref, segment, queue_id, medium, state, enqueued_ms,"
                " changed_ms, entered_ms, lined_up) WITH RECURSIVE n(i) AS (SELECT 10001 UNION ALL SELECT i + 1 FROM n"
                " WHERE i < 20000) SELECT 'crowd-' || i, :org_id, 'chat', 'crowd-' || i, 1, :queue_id, 'chat',"
                " 'waiting', CAST(:now_ms AS BIGINT) - 30000 + i, :now_ms, :now_ms, 1 FROM n"
            ),
            {"org_id": ORG, "queue_id": floor.queue.id, "now_ms": tx.now_ms},
        )

    await floor.do(crowd)
    await floor.take_over()
    told = []
    for _ in range(20):
        told.append((await floor.step()).waits.told)
        await floor.clock.advance(ROUND_MS / 1000)
    assert max(told) == MOST
    heads = await floor.rows("SELECT work_item_id FROM waits_told ORDER BY first_position LIMIT 20")
    assert [row[0] for row in heads] == [f"crowd-{number}" for number in range(10_001, 10_021)]
    await floor.ask("anna", "ready")
    cry = await floor.chat(priority=RESCUE)
    written = await floor.step()
    assert await floor.ringing("anna") == [cry]
    assert (written.waits.told, written.waits.offered) == (0, 0), "a turn with a rescue in it tells nothing"
    assert (await floor.step()).waits.told == MOST


async def test_what_whoever_comes_now_would_be_told_stands_in_rows_for_those_who_watch(floor: Floor) -> None:
    async def ahead() -> list[tuple[str, Meets, int, int | None, int | None]]:
        (queue,) = await floor.see(lambda tx: board.queues(tx, [floor.queue.id]))
        met = [(one.medium, one.prospect) for one in queue.ahead]
        return [(medium, one.meets, one.position, one.p50_ms, one.p90_ms) for medium, one in met]

    assert await ahead() == [("chat", Meets.WAITS, 1, PACE_MS, 78_000)]
    await floor.chat("a")
    await floor.later(ROUND_MS / 250)
    assert await ahead() == [("chat", Meets.WAITS, 2, 2 * PACE_MS, 156_000)]
    await floor.chat("b")
    await floor.later(ROUND_MS / 250)
    told = await floor.see(lambda tx: Waits().told(tx, ConversationId("b")))
    assert told == Wait(2, 120, 180), "who then comes is told the same"
    await floor.take_over("another")
    await floor.settle()
    assert floor.at_work is not None
    assert [kin[1] for kin in floor.at_work.engine.floor.histories] == [5], "these rows are nobody's pace"
    await floor.clock.advance(FRESH_MS / 1000 + 1)
    assert await ahead() == [], "nobody has said so lately"
