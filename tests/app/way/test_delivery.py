"""What happens to our words between the outbox and the tourist."""

import asyncio
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from hub import outbox as core_outbox
from hub.clock import ManualClock
from hub.database import Tx
from hub.delivery import HOLD_MS, MAX_ATTEMPTS, Settle, settle
from hub.hearing import LEASE_MS
from hub.model import Receipt, Refusal, Refused, Retryable, Status, Unknown
from hub.store import conversations, lanes, outbox
from hub.store.lanes import LaneLost
from hub.upkeep import ALARM_S, Upkeep
from tests.app.way.conftest import SmallHub
from tests.gate import Gate

pytestmark = pytest.mark.store


async def _died_while_sending(small: SmallHub) -> None:
    """Let a worker die between the commit that marks `sending` and the platform's answer."""
    ready = await small.delivery.claim(10, 9)
    assert len(ready) == 1
    await small.database.write(lanes.free_owner, "one:control:1")


async def _statuses(small: SmallHub) -> list[str]:
    return [message.status for message in await small.transcript((await small.conversation()).id)]


async def test_a_lane_is_sent_in_order_whatever_comes_meanwhile(small: SmallHub) -> None:
    await small.hear("一", "二")
    await small.take_in()
    (ready,) = await small.delivery.claim(10, 9)
    await small.hear("三")
    await small.take_in()
    await small.delivery.work(ready)
    await small.deliver()
    assert [message.reply.text for message in small.platform.got] == ["echo 一", "echo 二", "echo 三"]
    assert [message.pub_seq for message in await small.thread()] == list(range(1, 7))


async def test_where_the_platform_drops_repeats_a_dead_workers_message_is_sent_again(small: SmallHub) -> None:
    await small.hear("你好")
    await small.take_in()
    await _died_while_sending(small)
    await small.deliver()
    assert [message.pub_seq for message in small.platform.got] == [2]
    assert await _statuses(small) == ["received", "accepted"]


async def test_elsewhere_it_is_unknown_holds_the_lane_and_is_never_repeated(
    small: SmallHub, clock: ManualClock
) -> None:
    small.platform.has_key = False
    await small.hear("一", "二")
    await small.take_in()
    await _died_while_sending(small)
    assert await small.deliver() == 0
    assert small.platform.got == []
    await clock.advance(HOLD_MS / 1000 - 1)
    assert await small.deliver() == 0
    await clock.advance(2)
    assert await small.deliver() == 1
    assert [message.reply.text for message in small.platform.got] == ["echo 二"]
    assert await _statuses(small) == ["received", "received", "unknown", "accepted"]


async def test_an_unknown_rescue_answer_does_not_hold_the_lane(small: SmallHub) -> None:
    small.platform.has_key = False
    await small.hear("救命", "有人落水了")
    await small.take_in()
    await _died_while_sending(small)
    assert await small.deliver() == 1
    assert len(small.platform.got) == 1


async def test_an_end_of_which_nobody_knows_whether_it_was_written_is_written_again(small: SmallHub) -> None:
    small.platform.has_key = False
    await small.hear("一", "二", "三")
    await small.take_in()
    (ready,) = await small.delivery.claim(10, 9)
    settled = Settle(ready, await small.platform.send(ready.message), lambda _: False)
    await small.database.write(settle, settled)  # it was, but the answer to the commit never came
    following = await small.database.write(settle, replace(settled, again=True))
    assert following is not None
    await small.delivery.work(following)
    assert [message.reply.text for message in small.platform.got] == ["echo 一", "echo 二", "echo 三"]
    assert await _statuses(small) == ["received"] * 3 + ["accepted"] * 3


async def test_an_end_that_was_not_written_is_written_once(small: SmallHub) -> None:
    small.platform.has_key = False
    await small.hear("一", "二")
    await small.take_in()
    (ready,) = await small.delivery.claim(10, 9)
    settled = Settle(ready, await small.platform.send(ready.message), lambda _: False, again=True)
    following = await small.database.write(settle, settled)
    assert following is not None
    await small.delivery.work(following)
    with pytest.raises(LaneLost):
        await small.database.write(settle, settled)
    assert [message.reply.text for message in small.platform.got] == ["echo 一", "echo 二"]
    assert await _statuses(small) == ["received"] * 2 + ["accepted"] * 2


async def test_a_refusal_is_final_and_the_lane_goes_on(small: SmallHub) -> None:
    small.platform.answers = [Refused(Refusal.QUOTA_EXCEEDED, "5 of 5")]
    await small.hear("一", "二")
    await small.take_in()
    await small.deliver()
    assert await _statuses(small) == ["received", "received", "failed", "accepted"]


async def test_a_retry_waits_and_keeps_its_number_and_its_place(small: SmallHub, clock: ManualClock) -> None:
    small.platform.answers = [Retryable(30, "busy")]
    await small.hear("一", "二")
    await small.take_in()
    await small.deliver()
    assert await small.deliver() == 0
    await clock.advance(31)
    await small.deliver()
    assert [(one.reply.text, one.pub_seq) for one in small.platform.got] == [
        ("echo 一", 3),
        ("echo 一", 3),
        ("echo 二", 4),
    ]


async def test_what_is_never_taken_fails_after_some_tries(small: SmallHub, clock: ManualClock) -> None:
    small.platform.answers = [Retryable(1, "busy")] * (MAX_ATTEMPTS + 1)
    await small.hear("你好")
    await small.take_in()
    for _ in range(MAX_ATTEMPTS + 2):
        await small.deliver()
        await clock.advance(2)
    assert len(small.platform.got) == MAX_ATTEMPTS
    assert await _statuses(small) == ["received", "failed"]


async def test_a_receipt_that_comes_before_the_answer_is_not_lost(small: SmallHub) -> None:
    await small.hear("你好")
    await small.take_in()
    (ready,) = await small.delivery.claim(10, 9)
    await small.intake.receipts(small.account, [Receipt(f"p-{ready.message.id}", Status.DELIVERED, 0)])
    await small.delivery.work(ready)
    assert await _statuses(small) == ["received", "delivered"]


async def test_receipts_only_raise(small: SmallHub) -> None:
    await small.hear("你好")
    await small.take_in()
    await small.deliver()
    ext_id = f"p-{small.platform.got[0].id}"
    for status in (Status.READ, Status.DELIVERED, Status.FAILED, Status.ACCEPTED):
        await small.intake.receipts(small.account, [Receipt(ext_id, status, 0)])
    assert await _statuses(small) == ["received", "read"]


async def test_a_late_receipt_clears_up_what_was_unknown(small: SmallHub) -> None:
    small.platform.answers = [Unknown("timed out")]
    await small.hear("你好")
    await small.take_in()
    await small.deliver()
    assert await _statuses(small) == ["received", "unknown"]
    await small.intake.receipts(small.account, [Receipt(small.platform.got[0].id, Status.DELIVERED, 0)])
    assert await _statuses(small) == ["received", "delivered"]
    assert await small.database.read(lambda tx, _: outbox.counts(tx), None) == {}


async def test_many_lanes_are_sent_side_by_side(small: SmallHub) -> None:
    for number in range(20):
        await small.hear("你好", user=f"u{number}")
    while await small.take_in():
        pass
    ready = await small.delivery.claim(100, 9)
    assert len(ready) == 20
    async with asyncio.TaskGroup() as group:
        for one in ready:
            group.create_task(small.delivery.work(one))
    assert len({message.identity_id for message in small.platform.got}) == 20


async def test_what_is_cancelled_while_a_worker_comes_for_it_is_not_sent_and_takes_no_number(
    small: SmallHub, gate: Gate
) -> None:
    await small.hear("一", "二")
    await small.take_in()
    conversation = await small.conversation()

    def cancel(tx: Tx, held: Gate) -> None:
        core_outbox.cancel_bot(tx, conversations.lock(tx, conversation.id))
        held.wait(tx)

    async with asyncio.TaskGroup() as group:
        group.create_task(small.database.write(cancel, gate))
        await gate.entered()
        claimed = group.create_task(small.delivery.claim(10, 9))
        await gate.somebody_waits()
        await gate.open()
    assert claimed.result() == []
    assert small.platform.got == []
    assert await _statuses(small) == ["received", "received", "cancelled", "cancelled"]
    await small.hear("三")
    await small.take_in()
    assert await small.deliver() == 1
    assert [message.pub_seq for message in await small.thread()] == [1, 2, 3, 4]


async def test_a_message_that_stands_is_an_alarm(small: SmallHub, clock: ManualClock) -> None:
    upkeep = Upkeep(small.database, clock, small.router)
    await upkeep.go_round()
    assert upkeep.ages_s == {"in": 0.0, "out": 0.0}
    await small.hear("你好")
    await clock.advance(5)
    await small.hear("人工", user="v2")
    with capture_logs() as logs:
        await clock.advance(ALARM_S)
        await upkeep.go_round()
        assert upkeep.ages_s == {"in": ALARM_S + 5, "out": 0.0}
        await small.take_in()
        await clock.advance(ALARM_S + 1)
        await upkeep.go_round()
    assert upkeep.ages_s == {"in": 0.0, "out": ALARM_S + 1}
    assert [(one["event"], one["way"]) for one in logs if one["log_level"] == "error"] == [
        ("upkeep.messages_stand", "in"),
        ("upkeep.messages_stand", "out"),
    ]
    await small.deliver()
    await upkeep.go_round()
    assert upkeep.ages_s == {"in": 0.0, "out": 0.0}


async def test_a_lane_whose_worker_has_gone_is_free_when_its_lease_has_run_out(
    small: SmallHub, clock: ManualClock
) -> None:
    upkeep = Upkeep(small.database, clock, small.router)
    await small.hear("你好")
    assert len(await small.taking.claim(10, 9)) == 1
    await upkeep.go_round()
    assert await small.taking.claim(10, 9) == []
    await clock.advance(LEASE_MS / 1000 + 1)
    await upkeep.go_round()
    assert await small.take_in() == 1
