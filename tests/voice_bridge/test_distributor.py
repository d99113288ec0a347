"""The router on a real store: offers, claims, refusals, breaks, wrap-ups, and what is written of them."""

import pytest

from hub.errors import NotFound
from hub.ids import ConversationId, WorkItemId
from hub.model import RESCUE, Cancel, Claimed, ClaimRefused, Decline, Done, Transfer
from hub.store.leases import LeaseLost
from tests.voice_bridge.floor import RING_S, WRAP_UP_S, Floor
from voice_bridge.dispatch import GRACE_MS
from voice_bridge.work import DECLINED_FOR_MS

pytestmark = pytest.mark.store

KEPT_FOR_MS = 120_000


async def test_an_item_rings_at_whoever_is_ready_and_is_theirs_when_claimed(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    item_id = await floor.chat()
    await floor.settle()
    offer = (await floor.offers("anna"))[0]
    assert (offer.work_item_id, offer.offer_epoch) == (item_id, 1)
    assert offer.until_ms == floor.clock.now_ms() + RING_S * 1000
    assert await floor.claim("anna", item_id) == Claimed(item_id, ConversationId("chat-0001"))
    assert (await floor.item(item_id)).agent_id == "anna"
    assert await floor.ringing("anna") == []
    assert await floor.state("anna") == "busy"


async def test_a_claim_may_be_repeated_and_nobody_else_gets_what_is_taken(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    item_id = await floor.serve("anna")
    assert isinstance(await floor.claim("anna", item_id), Claimed)
    assert await floor.claim("ben", item_id) == ClaimRefused("taken")
    assert await floor.claim("anna", item_id, epoch=7) == ClaimRefused("taken")


async def test_the_same_work_stands_in_the_line_once_and_can_only_become_more_urgent(floor: Floor) -> None:
    first = await floor.chat("a", priority=5)
    assert await floor.chat("a", priority=RESCUE) == first
    assert (await floor.item(first)).priority == RESCUE
    assert await floor.chat("a", priority=9) == first
    assert (await floor.item(first)).priority == RESCUE
    assert await floor.rows("SELECT count(*) FROM work_items") == [(1,)]
    assert await floor.rows("SELECT type FROM events WHERE type = 'WorkItemEnqueued'") == [("WorkItemEnqueued",)]


async def test_what_the_bot_took_back_can_be_queued_again_in_the_same_segment(floor: Floor) -> None:
    item_id = await floor.chat("a")
    await floor.finish(item_id, Cancel("bot"))
    assert (await floor.item(item_id)).state == "abandoned"
    await floor.clock.advance(9)
    assert await floor.chat("a") == item_id
    again = await floor.item(item_id)
    assert (again.state, again.enqueued_ms) == ("waiting", floor.clock.now_ms())
    assert await floor.see(lambda tx: floor.router.item_of(tx, ConversationId("a"))) == item_id


async def test_an_offer_that_rings_out_goes_on_to_the_next_and_the_agent_on_a_break(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    await floor.clock.advance(1)
    await floor.ask("ben", "ready")
    item_id = await floor.chat()
    await floor.settle()
    assert await floor.ringing("anna") == [item_id]
    before = (await floor.item(item_id)).enqueued_ms
    await floor.later(RING_S)
    assert await floor.ringing("ben") == [item_id]
    assert (await floor.item(item_id)).enqueued_ms == before
    anna = (await floor.desk("anna")).desk
    assert (anna.state, anna.reason, anna.missed_offer) == ("break", "missed_offer", True)
    assert await floor.claim("anna", item_id, epoch=1) == ClaimRefused("withdrawn")


async def test_a_lone_agent_who_missed_an_offer_gets_it_again_only_after_saying_ready(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    item_id = await floor.chat()
    await floor.settle()
    await floor.later(RING_S)
    assert await floor.ringing("anna") == []
    await floor.later(600)
    await floor.ask("anna", None)
    await floor.settle()
    assert await floor.ringing("anna") == []
    await floor.ask("anna", "ready")
    await floor.settle()
    assert await floor.ringing("anna") == [item_id]


async def test_who_missed_an_item_comes_after_whoever_did_not(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    item_id = await floor.chat()
    await floor.settle()
    await floor.later(RING_S)
    await floor.ask("anna", "ready")
    await floor.clock.advance(1)
    await floor.ask("ben", "ready")
    await floor.settle()
    assert await floor.ringing("ben") == [item_id]


async def test_a_declined_item_goes_to_others_and_comes_back_to_a_lone_agent_after_a_while(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    item_id = await floor.chat()
    await floor.settle()
    await floor.decline("anna", item_id)
    await floor.settle()
    assert await floor.ringing("anna") == []
    assert await floor.state("anna") == "ready"
    assert floor.at_work is not None
    assert floor.at_work.engine.next_due() == floor.clock.now_ms() + DECLINED_FOR_MS
    await floor.later(DECLINED_FOR_MS / 1000)
    assert await floor.ringing("anna") == [item_id]


async def test_declining_under_an_old_epoch_changes_nothing(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    item_id = await floor.chat()
    await floor.settle()
    await floor.finish(item_id, Decline("anna", 0))
    await floor.finish(item_id, Decline("ben", 1))
    assert await floor.ringing("anna") == [item_id]


async def test_a_break_takes_back_what_rings_and_keeps_what_is_held(floor: Floor) -> None:
    await floor.agent("carl", capacity={"chat": 2})
    await floor.ask("carl", "ready")
    held = await floor.serve("carl")
    rings = await floor.chat()
    await floor.settle()
    await floor.ask("carl", "break", "lunch")
    carl = (await floor.desk("carl")).desk
    assert (carl.state, carl.next_state, carl.next_reason) == ("busy", "break", "lunch")
    assert await floor.ringing("carl") == []
    assert (await floor.item(rings)).state == "waiting"
    await floor.settle()
    assert await floor.ringing("carl") == []
    await floor.finish(held)
    assert await floor.state("carl") == "wrap_up"
    await floor.finish(held)
    carl = (await floor.desk("carl")).desk
    assert (carl.state, carl.reason, carl.next_state) == ("break", "lunch", None)


async def test_wrap_up_ends_by_the_queue_s_time_and_nothing_is_offered_before(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    item_id = await floor.serve("anna")
    await floor.finish(item_id)
    waiting = await floor.chat()
    await floor.later(WRAP_UP_S - 1)
    assert await floor.state("anna") == "wrap_up"
    assert await floor.ringing("anna") == []
    await floor.later(1)
    assert await floor.ringing("anna") == [waiting]
    assert (await floor.item(item_id)).state == "wrap_up", "it ends with its conversation"
    await floor.finish(item_id)
    assert (await floor.item(item_id)).state == "done"


async def test_saying_ready_ends_the_wrap_up_early(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    await floor.finish(await floor.serve("anna"))
    await floor.ask("anna", "ready")
    assert await floor.state("anna") == "ready"
    assert (await floor.desk("anna")).load == 0


async def test_a_tourist_who_writes_during_the_wrap_up_is_back_with_the_same_agent(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    item_id = await floor.serve("anna")
    await floor.finish(item_id)
    assert await floor.chat((await floor.item(item_id)).ref) == item_id
    back = await floor.item(item_id)
    assert (back.state, back.agent_id, await floor.state("anna")) == ("active", "anna", "busy")


async def test_a_queue_without_wrap_up_frees_the_agent_at_once(floor: Floor) -> None:
    quick = await floor.new_queue("quick", wrap_up_s=0)
    await floor.agent("carl", serves=[quick])
    await floor.ask("carl", "ready")
    item_id = await floor.chat(queue_id=quick.id)
    await floor.settle()
    await floor.claim("carl", item_id)
    await floor.finish(item_id)
    assert (await floor.state("carl"), (await floor.desk("carl")).load) == ("ready", 0)
    assert await floor.chat((await floor.item(item_id)).ref, queue_id=quick.id) == item_id
    back = await floor.item(item_id)
    assert (back.state, back.agent_id, await floor.state("carl")) == ("active", "carl", "busy"), "who wrote once more"


async def test_who_falls_silent_is_offline_keeps_the_work_and_comes_back_to_it(floor: Floor) -> None:
    await floor.agent("carl", capacity={"chat": 2})
    await floor.ask("carl", "ready", present_s=45)
    held = await floor.serve("carl")
    rings = await floor.chat()
    await floor.later(20)
    assert await floor.ringing("carl") == [rings]
    await floor.ask("carl", None, present_s=20)
    await floor.later(20)
    carl = (await floor.desk("carl")).desk
    assert (carl.state, carl.reason) == ("offline", "presence_lost")
    assert await floor.ringing("carl") == []
    assert ((await floor.item(held)).agent_id, (await floor.item(rings)).state) == ("carl", "waiting")
    await floor.later(60)
    await floor.ask("carl", None, present_s=45)
    assert await floor.state("carl") == "ready"
    await floor.settle()
    assert await floor.ringing("carl") == [rings]


async def test_who_was_away_for_long_has_to_say_ready(floor: Floor) -> None:
    await floor.ask("anna", "ready", present_s=45)
    await floor.later(45)
    await floor.later(3600)
    await floor.ask("anna", None, present_s=45)
    assert await floor.state("anna") == "offline"
    await floor.ask("anna", "ready")
    assert await floor.state("anna") == "ready"


async def test_a_heartbeat_makes_nobody_ready_who_never_said_so(floor: Floor) -> None:
    await floor.ask("anna", None)
    assert await floor.see(lambda tx: floor.router.item_of(tx, ConversationId("x"))) is None
    assert await floor.rows("SELECT count(*) FROM agent_state") == [(0,)]


async def test_only_agents_have_a_state(floor: Floor) -> None:
    with pytest.raises(NotFound, match="agent_not_found"):
        await floor.ask("somebody", "ready")


async def test_a_transfer_keeps_the_place_in_the_line_and_frees_the_agent(floor: Floor) -> None:
    other = await floor.new_queue("other")
    await floor.agent("carl", serves=[other])
    await floor.ask("anna", "ready")
    await floor.ask("carl", "ready")
    item_id = await floor.serve("anna")
    enqueued_ms = (await floor.item(item_id)).enqueued_ms
    await floor.clock.advance(60)
    waiting = await floor.chat(queue_id=other.id)
    await floor.finish(item_id, Transfer(other.id, excluded=("anna",)))
    assert await floor.state("anna") == "ready"
    assert (await floor.item(item_id)).enqueued_ms == enqueued_ms
    await floor.settle()
    assert await floor.ringing("carl") == [item_id]
    assert (await floor.item(waiting)).state == "waiting"


async def test_a_transfer_to_a_person_waits_for_that_person_and_then_for_everybody(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    await floor.ask("ben", "ready")
    held = await floor.serve("anna")
    mine = await floor.chat(for_agent="anna")
    await floor.settle()
    assert await floor.ringing("ben") == []
    await floor.later(KEPT_FOR_MS / 1000 - 1)
    assert await floor.ringing("ben") == []
    await floor.later(1)
    assert await floor.ringing("ben") == [mine]
    assert (await floor.item(held)).agent_id == "anna"


async def test_what_is_kept_for_somebody_reaches_them_outside_their_queues(floor: Floor) -> None:
    other = await floor.new_queue("other")
    await floor.ask("anna", "ready")
    mine = await floor.chat(queue_id=other.id, for_agent="anna")
    await floor.settle()
    assert await floor.ringing("anna") == [mine]
    await floor.decline("anna", mine)
    assert (await floor.item(mine)).for_agent is None


async def test_nothing_is_kept_for_somebody_who_is_not_there(floor: Floor) -> None:
    await floor.ask("ben", "ready")
    first = await floor.chat(for_agent="anna")
    await floor.settle()
    assert await floor.ringing("ben") == [first]
    await floor.claim("ben", first)
    await floor.ask("anna", "break")
    second = await floor.chat(for_agent="anna")
    assert (await floor.item(second)).for_agent == "anna"
    await floor.ask("anna", "offline")
    assert (await floor.item(second)).for_agent is None


async def test_a_rescue_rings_at_a_busy_agent_one_over_capacity(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    await floor.serve("anna")
    ordinary = await floor.chat()
    sos = await floor.chat(priority=RESCUE)
    second = await floor.chat(priority=RESCUE)
    await floor.settle()
    assert await floor.ringing("anna") == [sos]
    assert (await floor.item(second)).state == (await floor.item(ordinary)).state == "waiting"
    await floor.claim("anna", sos)
    assert (await floor.desk("anna")).load == 2


async def test_a_missed_rescue_rings_again_at_once_where_everyday_work_waits_its_minute(floor: Floor) -> None:
    await floor.agent("carl", capacity={"chat": 3})
    await floor.ask("carl", "ready")
    plain, sos = await floor.chat(), await floor.chat(priority=RESCUE)
    await floor.settle()
    await floor.later(RING_S)
    assert await floor.state("carl") == "break"
    await floor.later(2)
    await floor.ask("carl", "ready")
    await floor.settle()
    assert await floor.ringing("carl") == [sos]
    await floor.decline("carl", sos)
    await floor.settle()
    assert await floor.ringing("carl") == [sos], "there is nobody else"
    await floor.claim("carl", sos)
    assert (await floor.item(plain)).state == "waiting"


async def test_a_missed_everyday_offer_takes_no_rescue_away(floor: Floor) -> None:
    await floor.agent("carl", capacity={"chat": 3})
    await floor.ask("carl", "ready")
    plain = await floor.chat()
    await floor.settle()
    await floor.later(RING_S - 7)
    sos = await floor.chat(priority=RESCUE)
    await floor.settle()
    await floor.later(7)
    assert (await floor.item(plain)).state == "waiting"
    assert (await floor.ringing("carl"), await floor.state("carl")) == ([sos], "ready")
    await floor.later(RING_S - 7)
    assert (await floor.desk("carl")).desk.reason == "missed_offer"
    assert await floor.ringing("carl") == []


async def test_a_wrap_up_that_begins_takes_no_rescue_away(floor: Floor) -> None:
    await floor.agent("carl", capacity={"chat": 3})
    await floor.ask("carl", "ready")
    held = await floor.serve("carl")
    plain, sos = await floor.chat(), await floor.chat(priority=RESCUE)
    await floor.settle()
    assert sorted(await floor.ringing("carl")) == sorted([plain, sos])
    await floor.finish(held)
    await floor.settle()
    assert (await floor.ringing("carl"), await floor.state("carl")) == ([sos], "wrap_up")
    assert isinstance(await floor.claim("carl", sos), Claimed)


async def test_work_that_is_over_is_left_alone(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    item_id = await floor.serve("anna")
    await floor.finish(item_id, Cancel("left"))
    for how in (Done(), Cancel("again"), Transfer(floor.queue.id), Decline("anna", 1)):
        await floor.finish(item_id, how)
    assert (await floor.item(item_id)).state == "done"
    assert await floor.claim("anna", item_id) == ClaimRefused("finished")
    assert await floor.rows("SELECT count(*) FROM events WHERE type = 'WorkItemFinished'") == [(1,)]


async def test_who_is_cancelled_while_ringing_costs_the_agent_nothing(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    idle_since_ms = (await floor.desk("anna")).idle_since_ms
    item_id = await floor.chat()
    await floor.later(5)
    await floor.finish(item_id, Cancel("left"))
    anna = await floor.desk("anna")
    assert (anna.desk.state, anna.idle_since_ms) == ("ready", idle_since_ms)
    assert await floor.ringing("anna") == []


async def test_a_router_that_was_replaced_decides_nothing(floor: Floor) -> None:
    old = floor.at_work
    assert old is not None
    await floor.ask("anna", "ready")
    await floor.chat()
    assert await floor.take_over() is not None
    with pytest.raises(LeaseLost):
        await old.turn()
    assert await floor.ringing("anna") == []
    await floor.settle()
    assert len(await floor.ringing("anna")) == 1


async def test_nobody_pays_for_the_time_in_which_no_router_ran(floor: Floor) -> None:
    await floor.ask("anna", "ready", present_s=30)
    item_id = await floor.chat()
    await floor.settle()
    await floor.clock.advance(60)
    await floor.take_over()
    await floor.settle()
    assert await floor.ringing("anna") == [item_id]
    await floor.ask("anna", None)
    await floor.later(GRACE_MS / 1000)
    assert await floor.state("anna") == "break"


async def test_every_offer_is_kept_with_its_end_and_told_as_events(floor: Floor) -> None:
    await floor.ask("anna", "ready")
    await floor.ask("ben", "ready")
    item_id = await floor.chat()
    await floor.settle()
    await floor.decline("anna", item_id)
    await floor.settle()
    await floor.clock.advance(3)
    await floor.claim("ben", item_id)
    now_ms = floor.clock.now_ms()
    made = await floor.rows("SELECT agent_id, made_ms, ended_ms, outcome FROM offers ORDER BY offer_epoch")
    assert made == [
        ("anna", now_ms - 3000, now_ms - 3000, "declined"),
        ("ben", now_ms - 3000, now_ms, "accepted"),
    ]
    told = await floor.rows(
        "SELECT type, agent_id, queue_id, conversation_id, subject_id FROM events WHERE type LIKE 'Offer%' ORDER BY id"
    )
    rest = (floor.queue.id, "chat-0001", item_id)
    assert told == [
        ("OfferMade", "anna", *rest),
        ("OfferWithdrawn", "anna", *rest),
        ("OfferMade", "ben", *rest),
        ("OfferWithdrawn", "ben", *rest),
    ]


async def test_one_step_gives_an_agent_as_much_as_there_are_places(floor: Floor) -> None:
    await floor.agent("carl", capacity={"chat": 3})
    await floor.ask("carl", "ready")
    waiting = [await floor.chat() for _ in range(4)]
    assert (await floor.step()).offers == 3
    assert sorted(await floor.ringing("carl")) == sorted(waiting[:3])


async def test_the_line_is_served_in_order_also_over_many_pages(floor: Floor) -> None:
    await floor.agent("carl", capacity={"chat": 200})
    expected = []
    for _ in range(120):
        expected.append(await floor.chat())
        await floor.clock.advance(0.01)
    await floor.ask("carl", "ready")
    await floor.settle()
    rang = await floor.rows("SELECT subject_id FROM events WHERE type = 'OfferMade' ORDER BY id")
    assert [WorkItemId(row[0]) for row in rang] == expected
