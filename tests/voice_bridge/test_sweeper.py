"""The sweeper finds each contradiction, mends it once, tells it, and leaves a healthy house alone."""

import pytest
from sqlalchemy import text

from hub.database import Tx
from hub.ids import ConversationId
from hub.model import Cancel
from hub.store import conversations
from tests.voice_bridge.floor import ORG, Floor
from voice_bridge import sweeper
from voice_bridge.store.sweep import Fault

pytestmark = pytest.mark.store


async def sweep(floor: Floor) -> list[Fault]:
    found = await floor.database.read(sweeper.look, None)
    return [finding.fault for finding in await floor.database.write(sweeper.repair, found)]


async def conversation(floor: Floor, state: str, *, queue: bool = True) -> ConversationId:
    """Put a conversation into the store that stands in a state."""

    def unit(tx: Tx) -> str:
        made = conversations.open_new(
            tx,
            org_id=ORG,
            account_id="account",
            identity_id=tx.new_id(),
            customer_id="customer",
            channel="webchat",
            queue_id=floor.queue.id if queue else None,
            priority=5,
            lang=None,
        )
        return made.id

    conversation_id = await floor.do(unit)
    await put(floor, conversation_id, state)
    return ConversationId(conversation_id)


async def put(floor: Floor, conversation_id: str, state: str) -> None:
    await change(
        floor, "UPDATE conversations SET state = :value, is_open = :open WHERE id = :id", conversation_id, state
    )


async def change(floor: Floor, sql: str, row_id: str, value: str = "") -> None:
    """Change a row behind everybody's back."""
    values = {"id": row_id, "value": value, "open": int(value != "closed")}
    used = {name: worth for name, worth in values.items() if f":{name}" in sql}
    await floor.do(lambda tx: tx.connection.execute(text(sql), used).rowcount)


async def faults_told(floor: Floor) -> list[str]:
    return [row[0] for row in await floor.rows("SELECT data FROM events WHERE type = 'WorkItemRepaired' ORDER BY id")]


async def test_a_queued_conversation_that_nobody_waits_for_is_put_into_the_line(floor: Floor) -> None:
    conversation_id = await conversation(floor, "queued")
    assert await sweep(floor) == [Fault.NOT_IN_LINE]
    assert await sweep(floor) == []
    item_id = await floor.see(lambda tx: floor.router.item_of(tx, conversation_id))
    assert item_id is not None
    item = await floor.item(item_id)
    assert (item.state, item.queue_id, item.medium, item.segment) == ("waiting", floor.queue.id, "chat", 1)
    assert await faults_told(floor) == ['{"fault":"not_in_line"}']


async def test_a_queued_conversation_whose_work_was_finished_or_is_held_waits_again(floor: Floor) -> None:
    finished, held = await conversation(floor, "queued"), await conversation(floor, "queued")
    await floor.finish(await floor.chat(finished), Cancel("by mistake"))
    await floor.ask("anna", "ready")
    held_item = await floor.chat(held)
    await floor.settle()
    await floor.claim("anna", held_item)
    assert await sweep(floor) == [Fault.NOT_IN_LINE, Fault.NOT_IN_LINE]
    assert (await floor.item(held_item)).state == "waiting"
    assert await floor.state("anna") == "ready"
    assert await sweep(floor) == []


async def test_a_queued_conversation_without_a_queue_is_left_to_people(floor: Floor) -> None:
    await conversation(floor, "queued", queue=False)
    assert await sweep(floor) == []


async def test_work_whose_conversation_is_closed_leaves_line_and_hands(floor: Floor) -> None:
    in_line, rings, held = [await conversation(floor, "queued") for _ in range(3)]
    await floor.ask("anna", "ready")
    held_item = await floor.chat(held)
    await floor.settle()
    await floor.claim("anna", held_item)
    await floor.ask("ben", "ready")
    ringing_item = await floor.chat(rings)
    await floor.settle()
    waiting_item = await floor.chat(in_line)
    for conversation_id in (in_line, rings, held):
        await put(floor, conversation_id, "closed")
    assert await sweep(floor) == [Fault.CONVERSATION_CLOSED] * 3
    states = [(await floor.item(item_id)).state for item_id in (waiting_item, ringing_item, held_item)]
    assert states == ["abandoned", "abandoned", "done"]
    assert await floor.ringing("ben") == []
    assert await floor.state("anna") == "ready"
    assert await sweep(floor) == []


async def test_work_in_the_line_of_a_conversation_that_is_elsewhere_is_taken_out(floor: Floor) -> None:
    for state in ("bot", "assigned", "on_hold"):
        await floor.chat(await conversation(floor, state))
    await floor.chat(await conversation(floor, "queued"))
    assert await sweep(floor) == [Fault.CONVERSATION_ELSEWHERE] * 3
    assert await floor.rows("SELECT count(*) FROM work_items WHERE state = 'waiting'") == [(1,)]


async def test_an_offer_that_would_ring_for_ever_is_taken_back(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    item_id = await floor.chat()
    await floor.settle()
    await change(floor, "DELETE FROM reservations WHERE work_item_id = :id", item_id)
    assert await sweep(floor) == [Fault.RINGS_FOR_EVER]
    await floor.settle()
    assert await floor.ringing("anna") == [item_id]


async def test_a_wrong_load_is_counted_again(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    await change(floor, "UPDATE agent_state SET load = 1, state = 'busy' WHERE user_id = :id", "anna")
    assert await sweep(floor) == [Fault.LOAD_WRONG]
    assert (await floor.state("anna"), (await floor.desk("anna")).load) == ("ready", 0)


async def test_tidying_away_what_was_written_up_is_no_repair(floor: Floor) -> None:
    conversation_id = await conversation(floor, "queued")
    await floor.ask("anna", "ready")
    item_id = await floor.chat(conversation_id)
    await floor.settle()
    await floor.claim("anna", item_id)
    await floor.finish(item_id)
    await put(floor, conversation_id, "closed")
    assert await sweep(floor) == [], "the agent's time still runs"
    await floor.later(60)
    assert await sweep(floor) == []
    assert (await floor.item(item_id)).state == "done"
    assert await faults_told(floor) == []


async def test_what_was_mended_meanwhile_is_not_mended_again(floor: Floor) -> None:
    conversation_id = await conversation(floor, "queued")
    found = await floor.database.read(sweeper.look, None)
    await floor.chat(conversation_id)
    assert await floor.database.write(sweeper.repair, found) == []
