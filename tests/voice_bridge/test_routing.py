"""What the written rules do on a real store: overflow, ringing together, hours, needs, rescue, changes at once."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from hub import events
from hub.database import Tx
from hub.ids import WorkItemId
from hub.model import NORMAL, RESCUE, Claimed, ClaimRefused, Decline, Prolong, Take, Transfer
from tests.voice_bridge.books import audit
from tests.voice_bridge.floor import ORG, RING_S, WRAP_UP_S, Floor
from voice_bridge import news
from voice_bridge.store import rules

pytestmark = pytest.mark.store


async def set_rules(floor: Floor, queue_id: str, document: Any) -> None:
    """Write a queue's rules, as its API does."""

    def unit(tx: Tx) -> None:
        change = text("UPDATE queues SET settings = :document WHERE id = :id")
        tx.connection.execute(change, {"document": json.dumps(document), "id": queue_id})
        events.publish(tx, events.QueueChanged(org_id=ORG, queue_id=queue_id, fields=("settings",)))

    await floor.do(unit)


async def set_house(floor: Floor, document: Any) -> None:
    """Write the house's rules, as their API does."""

    def unit(tx: Tx) -> int | None:
        events.publish(tx, events.RoutingRulesChanged(org_id=ORG))
        return rules.put(tx, ORG, document, rules.find(tx, ORG)[1])

    assert await floor.do(unit) is not None


async def skilled(floor: Floor, name: str, skill: str, level: int) -> None:
    """Let somebody be good at something."""

    def unit(tx: Tx) -> None:
        tx.connection.execute(
            text("INSERT INTO skills (id, org_id, code, name) VALUES (:id, :org, :id, :id) ON CONFLICT DO NOTHING"),
            {"id": skill, "org": ORG},
        )
        tx.connection.execute(
            text("INSERT INTO agent_skills (user_id, skill_id, level) VALUES (:user, :skill, :level)"),
            {"user": name, "skill": skill, "level": level},
        )
        events.publish(tx, events.AgentProfileChanged(org_id=ORG, agent_id=name, fields=("skills",)))

    await floor.do(unit)


async def told(floor: Floor, kind: type[events.Event]) -> list[tuple[Any, ...]]:
    return await floor.rows(f"SELECT subject_id, data FROM events WHERE type = '{kind.__name__}' ORDER BY id")  # noqa: S608


async def test_new_rules_hold_at_once_for_who_waits(floor: Floor) -> None:
    await skilled(floor, "anna", "english", 4)
    await set_rules(floor, floor.queue.id, {"need": ["english", 6]})
    await floor.ask("anna", "ready")
    item_id = await floor.chat()
    await floor.settle()
    assert await floor.ringing("anna") == []
    await set_rules(floor, floor.queue.id, {"need": ["english", 4]})
    await floor.settle()
    assert await floor.ringing("anna") == [item_id]


async def test_what_an_item_itself_needs_and_rings_that_relax_it(floor: Floor) -> None:
    await skilled(floor, "ben", "english", 3)
    await set_rules(floor, floor.queue.id, {"rings": [{}, {"after_ms": 20_000, "levels_off": 4}]})
    for name in ("anna", "ben"):
        await floor.ask(name, "ready")
    item_id = await floor.chat(needs='["english", 6]')
    await floor.settle()
    assert await floor.ringing("ben") == []
    await floor.later(20)
    assert (await floor.ringing("ben"), await floor.ringing("anna")) == ([item_id], [])
    assert (await floor.item(item_id)).ring == 1


async def test_rules_at_fault_stop_nobody(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    await set_rules(floor, floor.queue.id, {"need": ["klingon", 6]})
    await set_house(floor, {"classes": {"5": {"slope": -1}}})
    item_id = await floor.chat()
    await floor.settle()
    assert await floor.ringing("anna") == [item_id]


async def test_who_waits_too_long_goes_on_to_another_queue_and_is_there_for_good(floor: Floor) -> None:
    other = await floor.new_queue("other")
    await floor.agent("carl", serves=[other])
    await set_rules(floor, floor.queue.id, {"overflow": [{"when": "wait", "to": other.id, "limit": 30_000}]})
    await floor.ask("carl", "ready")
    item_id = await floor.chat()
    enqueued_ms = (await floor.item(item_id)).enqueued_ms
    await floor.settle()
    assert await floor.ringing("carl") == []
    await floor.later(30)
    assert await floor.ringing("carl") == [item_id]
    item = await floor.item(item_id)
    assert (item.queue_id, item.hops, item.visited, item.enqueued_ms) == (
        other.id,
        1,
        (floor.queue.id,),
        enqueued_ms,
    )
    ((subject, data),) = await told(floor, events.WorkItemOverflowed)
    assert (subject, json.loads(data)) == (item_id, {"to_queue_id": other.id, "why": "wait", "hops": 1})
    await floor.take_over()
    await floor.settle()
    assert await floor.ringing("carl") == [item_id]


async def test_a_closed_queue_sends_arrivals_on_also_after_a_change_of_router(floor: Floor) -> None:
    other = await floor.new_queue("other")
    await floor.agent("carl", serves=[other])
    await floor.ask("carl", "ready")
    await set_rules(floor, floor.queue.id, {"overflow": [{"when": "closed", "to": other.id}]})
    closed = events.QueueClosed(org_id=ORG, queue_id=floor.queue.id)
    await floor.do(lambda tx: events.publish(tx, closed))
    await floor.take_over()
    item_id = await floor.chat()
    await floor.settle()
    assert await floor.ringing("carl") == [item_id]


async def test_all_ring_together_and_the_first_has_it(floor: Floor) -> None:
    await floor.agent("carl")
    await set_rules(floor, floor.queue.id, {"strategy": "ring_all"})
    for name in ("anna", "ben", "carl"):
        await floor.ask(name, "ready")
    item_id = await floor.chat()
    await floor.settle()
    assert [await floor.ringing(name) for name in ("anna", "ben", "carl")] == [[item_id]] * 3
    await floor.decline("anna", item_id)
    await floor.settle()
    assert [await floor.ringing(name) for name in ("anna", "ben", "carl")] == [[], [item_id], [item_id]]
    assert (await floor.item(item_id)).state == "offered"
    assert isinstance(await floor.claim("ben", item_id), Claimed)
    assert await floor.claim("carl", item_id) == ClaimRefused("taken")
    assert await floor.claim("anna", item_id) == ClaimRefused("taken")
    await floor.settle()
    ends = await floor.rows("SELECT agent_id, outcome FROM offers ORDER BY agent_id")
    assert ends == [("anna", "declined"), ("ben", "accepted"), ("carl", "answered_elsewhere")]
    assert await floor.state("carl") == "ready"
    await floor.see(lambda tx: audit(tx, frozenset()))


async def test_when_all_let_it_ring_out_all_are_on_a_break_and_it_waits(floor: Floor) -> None:
    await set_rules(floor, floor.queue.id, {"strategy": "ring_all"})
    for name in ("anna", "ben"):
        await floor.ask(name, "ready")
    item_id = await floor.chat()
    await floor.settle()
    await floor.later(RING_S)
    assert [await floor.state(name) for name in ("anna", "ben")] == ["break", "break"]
    assert (await floor.item(item_id)).state == "waiting"
    await floor.see(lambda tx: audit(tx, frozenset()))


async def test_a_rescue_that_nobody_takes_reaches_everybody(floor: Floor) -> None:
    other = await floor.new_queue("other")
    await floor.agent("carl", serves=[other])
    await floor.ask("carl", "ready")
    everyday = await floor.chat()
    sos = await floor.chat(priority=RESCUE)
    await floor.later(29)
    assert await floor.ringing("carl") == []
    await floor.later(1)
    assert await floor.ringing("carl") == [sos]
    await floor.take_over()
    await floor.settle()
    assert await floor.ringing("carl") == [sos]
    assert (await floor.item(everyday)).state == "waiting"


async def test_vip_stand_before_those_who_came_a_little_earlier(floor: Floor) -> None:
    await set_house(floor, {"advance": {"vip_ms": {"1": 60_000}}})
    await floor.settle()
    await floor.chat()
    await floor.later(30)
    vip = await floor.chat(vip=1)
    await floor.ask("anna", "ready")
    await floor.settle()
    assert await floor.ringing("anna") == [vip]


async def test_the_last_agent_is_waited_for(floor: Floor) -> None:
    await set_rules(floor, floor.queue.id, {"affinity_ms": 20_000})
    await floor.ask("anna", "ready")
    await floor.ask("ben", "ready")
    await floor.serve("anna")
    mine = await floor.chat(last_agent="anna")
    await floor.settle()
    assert (await floor.item(mine)).for_agent == "anna"
    await floor.take_over()
    await floor.settle()
    assert await floor.ringing("ben") == []
    await floor.later(20)
    assert await floor.ringing("ben") == [mine]


async def test_work_that_nobody_could_ever_take_is_told_of_once(floor: Floor) -> None:
    empty = await floor.new_queue("empty")
    item_id = await floor.chat(queue_id=empty.id)
    await floor.settle()
    await floor.later(600)
    assert [row[0] for row in await told(floor, events.WorkItemStranded)] == [item_id]
    await floor.agent("carl", serves=[empty])
    await floor.ask("carl", "ready")
    await floor.settle()
    assert await floor.ringing("carl") == [item_id]


async def test_work_of_a_medium_without_rules_is_served_all_the_same(floor: Floor) -> None:
    await floor.agent("carl", capacity={"fax": 1})
    await floor.ask("carl", "ready")
    item_id = await floor.chat(medium="fax", priority=12)
    await floor.settle()
    assert await floor.ringing("carl") == [item_id]


async def test_a_row_that_cannot_be_read_holds_nobody_else_up(floor: Floor) -> None:
    broken, sound = await floor.chat(), await floor.chat()
    await floor.do(
        lambda tx: tx.connection.execute(text("UPDATE work_items SET needs = '[' WHERE id = :id"), {"id": broken})
    )
    await floor.take_over()
    await floor.ask("anna", "ready")
    await floor.settle()
    assert await floor.ringing("anna") == [sound]
    await floor.do(
        lambda tx: tx.connection.execute(text("UPDATE work_items SET needs = NULL WHERE id = :id"), {"id": broken})
    )
    await floor.ask("ben", "ready")
    await floor.settle()
    await floor.settle()
    assert await floor.ringing("ben") == [broken]


async def test_what_no_fact_told_of_is_found_when_all_rows_are_compared(floor: Floor) -> None:
    item_id = await floor.chat()
    await floor.settle()
    away = text("UPDATE work_items SET state = 'abandoned' WHERE id = :id")
    await floor.do(lambda tx: tx.connection.execute(away, {"id": item_id}))
    assert floor.at_work is not None
    states = await floor.see(lambda tx: news.open_ids(tx, None))
    assert floor.at_work.look_again(states) == {item_id}
    await floor.settle()
    assert item_id not in floor.at_work.engine.floor.works
    assert floor.at_work.look_again(states) == set()


async def test_an_offer_that_was_overtaken_goes_to_somebody_else(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    await floor.clock.advance(1)
    await floor.ask("ben", "ready")
    await floor.settle()
    item_id = await floor.chat()
    bump = text("UPDATE agent_state SET rev = rev + 1, next_state = 'break' WHERE user_id = 'anna'")
    await floor.do(lambda tx: tx.connection.execute(bump).rowcount)
    written = await floor.step()
    assert (written.offers, written.overtaken_items, written.overtaken_agents) == (0, {item_id}, {"anna"})
    await floor.settle()
    assert (await floor.ringing("anna"), await floor.ringing("ben")) == ([], [item_id])
    assert isinstance(await floor.claim("ben", item_id), Claimed)
    await floor.finish(WorkItemId(item_id), Decline("anna", 1))


async def test_work_that_a_supervisor_takes_is_known_to_be_in_other_hands(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    held = await floor.serve("anna")
    waiting = await floor.chat()
    await floor.finish(held, Take("ben"))
    await floor.settle()
    assert await floor.ringing("anna") == [waiting]
    await floor.finish(waiting, Take("ben"))
    await floor.settle()
    assert floor.at_work is not None
    works = floor.at_work.engine.floor.works
    assert {works[item_id].holder for item_id in (held, waiting)} == {"ben"}
    assert await floor.ringing("anna") == []


async def test_a_wrap_up_that_was_prolonged_ends_when_its_row_says(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    item_id = await floor.serve("anna")
    await floor.finish(item_id)
    await floor.finish(item_id, Prolong(60))
    await floor.later(60)
    assert await floor.state("anna") == "wrap_up"
    await floor.later(WRAP_UP_S)
    assert await floor.state("anna") == "ready"


async def test_a_rescue_that_is_lowered_stands_where_everyday_work_does(floor: Floor) -> None:
    earlier = await floor.chat()
    await floor.later(1)
    sos = await floor.chat(priority=RESCUE)
    await floor.settle()
    await floor.do(lambda tx: floor.router.set_priority(tx, WorkItemId(sos), NORMAL))
    await floor.settle()
    await floor.ask("anna", "ready")
    await floor.settle()
    assert await floor.ringing("anna") == [earlier]


async def test_what_was_told_gives_the_same_decisions_again(floor: Floor) -> None:
    """Replay: the inputs of a day, fed to an engine that began where this one did, lead to the same state."""
    from voice_bridge.acd.rows import restore, rows_of

    at_work = await floor.take_over()
    assert at_work is not None
    began, settings = rows_of(at_work.engine), at_work.engine.floor.settings
    at_work.inputs = []
    for name in ("anna", "ben"):
        await floor.ask(name, "ready")
    for _ in range(4):
        await floor.chat()
        await floor.later(3)
    (item_id,) = await floor.ringing("anna")
    await floor.decline("anna", item_id)
    await floor.later(RING_S)
    await floor.ask("ben", "ready")
    await floor.later(60)
    again = restore(settings, began)
    for now_ms, fact, more in at_work.inputs:
        again.apply(fact, now_ms, more=more)
    assert rows_of(again) == rows_of(at_work.engine)


async def test_of_all_that_came_at_once_the_most_urgent_is_offered_first(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    everyday = await floor.chat()
    await floor.clock.advance(1)
    sos = await floor.chat(priority=RESCUE)
    await floor.settle()
    assert await floor.ringing("anna") == [sos]
    assert (await floor.item(everyday)).state == "waiting"


async def test_work_that_is_handed_to_somebody_who_came_meanwhile_is_kept_for_them(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    held = await floor.serve("anna")
    await floor.ask("ben", "ready")
    await floor.finish(held, Transfer(floor.queue.id, for_agent="ben"))
    await floor.settle()
    assert await floor.ringing("ben") == [held]
    assert await floor.ringing("anna") == []
