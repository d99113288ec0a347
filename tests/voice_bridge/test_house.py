"""The rules of the house are set while many wait: the router goes by them at once, and everybody keeps the place."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import text

from hub.database import Tx
from hub.errors import Conflict, Unprocessable
from hub.model import RESCUE, Cancel
from hub.scope import EVERYTHING
from hub.steering.steward import Steward
from tests.voice_bridge.books import audit
from tests.voice_bridge.floor import ORG, Floor
from voice_bridge import house
from voice_bridge.house import ChangeHouse, House

pytestmark = pytest.mark.store
MANY = 10_000
CHIEF = Steward("chief", EVERYTHING, EVERYTHING)


async def set_rules(floor: Floor, rev: int, document: Any) -> House:
    """Set the rules as the API does."""
    return await floor.database.write(house.change, ChangeHouse(CHIEF, rev, document))


def kind(number: int) -> int:
    """Return the class of a chat: two of three are everyday ones, the last is a rescue."""
    return RESCUE if number == MANY - 1 else (5, 5, 4)[number % 3]


async def crowd(floor: Floor) -> None:
    """Let ten thousand chats wait, a millisecond apart, the last a rescue; the router finds them there."""
    now_ms = floor.any_clock.now_ms()

    def unit(tx: Tx) -> None:
        rows = [{"id": f"W{number:05}", "class": kind(number), "at": now_ms - MANY + number} for number in range(MANY)]
        statement = text(
            "INSERT INTO work_items (id, org_id, kind, ref, segment, queue_id, medium, state, priority, enqueued_ms,"
            " changed_ms, lined_up) VALUES (:id, :org, 'chat', :id, 1, :queue, 'chat', 'waiting', :class, :at, :now, 1)"
        )
        always = {"org": ORG, "queue": floor.queue.id, "now": now_ms}
        tx.connection.execute(statement, [row | always for row in rows])

    await floor.do(unit)
    await floor.take_over()


async def turns(floor: Floor) -> None:
    """Let the router do some turns: enough for what is urgent, while it may still have much else to do."""
    for _ in range(8):
        await floor.step()


async def test_rules_change_while_ten_thousand_wait_and_nobody_is_lost_or_stuck(floor: Floor) -> None:
    await crowd(floor)
    await turns(floor)
    set_to = await set_rules(floor, 0, {"classes": {"4": {"base_s": 1200}}})
    assert set_to.rev == 1
    for document in ({"classes": {"0": {"strict": False}}}, {"classes": {"5": {"slope": 0}}}):
        with pytest.raises(Unprocessable):
            await set_rules(floor, 1, document)
    with pytest.raises(Conflict):
        await set_rules(floor, 0, {})
    await turns(floor)
    await floor.ask("anna", "ready")
    await turns(floor)
    assert await floor.ringing("anna") == ["W09999"], "a rescue is first, whatever the rules say"
    await floor.ask("ben", "ready")
    await turns(floor)
    assert await floor.ringing("ben") == ["W00000"], "class 4 has no head start any more: the order is that of waiting"
    await set_rules(floor, 1, {})
    await turns(floor)
    assert await floor.ringing("ben") == ["W00000"], "what rings goes on ringing"
    await floor.finish("W09999", Cancel("left"))
    await turns(floor)
    assert await floor.ringing("anna") == ["W00002"], "and now it has one again"
    states = Counter(dict(await floor.rows("SELECT state, count(*) FROM work_items GROUP BY state")))
    assert states == {"abandoned": 1, "offered": 2, "waiting": MANY - 3}
    await floor.see(lambda tx: audit(tx, frozenset()))
