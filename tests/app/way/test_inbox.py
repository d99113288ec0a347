"""What people do in the inbox, and what they may not."""

import pytest
from sqlalchemy import text

from hub import inbox, passing
from hub.clock import ManualClock
from hub.errors import Conflict, IllegalTransition, NotFound, NotPermitted, Unprocessable
from hub.ids import WorkItemId
from hub.inbox import Accept, Change, Person, Read, Write
from hub.lifecycle import Step
from hub.model import CreateTicket, State
from hub.outbox import StaleOwner
from hub.passing import HandOver
from hub.scope import EVERYTHING, Scope
from hub.store import conversations
from hub.upkeep import Upkeep
from tests.app.way.conftest import SmallHub, person

pytestmark = pytest.mark.store


async def _assigned(small: SmallHub) -> conversations.Conversation:
    await small.hear("人工")
    await small.take_in()
    await small.deliver()
    return await small.accept()


async def test_an_agent_accepts_replies_and_the_tourist_gets_it_once(small: SmallHub) -> None:
    conversation = await _assigned(small)
    reply = Write(person(), conversation.id, " 您好 ", "key-1", conversation.owner_epoch)
    first = await small.database.write(inbox.reply, reply)
    second = await small.database.write(inbox.reply, reply)
    assert first.id == second.id
    await small.deliver()
    assert [(one.text, one.author_name) for one in await small.thread()][-1] == ("您好", "小李")
    assert [message.reply.text for message in small.platform.got] == ["转人工", "您好"]


async def test_a_colleague_who_does_not_own_it_is_told_who_does_and_may_insist(small: SmallHub) -> None:
    conversation = await _assigned(small)
    other = person("U2")
    with pytest.raises(StaleOwner) as refused:
        await small.database.write(inbox.reply, Write(other, conversation.id, "我来", "k", conversation.owner_epoch))
    assert refused.value.owner_id == "U1"
    insisted = await small.database.write(inbox.reply, Write(other, conversation.id, "我来", "k", None))
    assert insisted.author_name == "小王"


async def test_an_old_epoch_is_refused_after_a_transfer_and_back(small: SmallHub) -> None:
    conversation = await _assigned(small)
    hand_over = HandOver(person(), conversation.id, None, None, "请二线处理", "t", small.router)
    await small.database.write(passing.transfer, hand_over)
    taken = await small.accept("U2")
    assert taken.owner_epoch > conversation.owner_epoch
    with pytest.raises(StaleOwner):
        await small.database.write(inbox.reply, Write(person(), conversation.id, "晚了", "k", conversation.owner_epoch))
    notes = [one for one in await small.transcript(conversation.id) if one.direction == "note"]
    assert [note.text for note in notes] == ["请二线处理"]


async def test_taking_over_cancels_what_the_bot_only_had_queued(small: SmallHub) -> None:
    await small.hear("人工")
    await small.take_in()
    conversation = await small.accept()
    assert await small.deliver() == 0
    statuses = [one.status for one in await small.transcript(conversation.id)]
    assert statuses == ["received", "cancelled"]
    assert [one.pub_seq for one in await small.thread()] == [1]


async def test_a_note_never_reaches_the_tourist(small: SmallHub) -> None:
    conversation = await _assigned(small)
    await small.database.write(inbox.note, Write(person(), conversation.id, "客人很着急", "n"))
    await small.database.write(inbox.note, Write(person(), conversation.id, "客人很着急", "n"))
    assert await small.deliver() == 0
    assert "客人很着急" not in [one.text for one in await small.thread()]
    assert [one.direction for one in await small.transcript(conversation.id)].count("note") == 1


async def test_what_lies_outside_a_persons_organisations_does_not_exist_for_them(small: SmallHub) -> None:
    conversation = await _assigned(small)
    stranger = person("U2", Scope(("/cn/elsewhere/",)))
    attempt = Write(stranger, conversation.id, "x", "k")
    for unit in (inbox.note, inbox.reply):
        with pytest.raises(NotFound):
            await small.database.write(unit, attempt)
    with pytest.raises(NotFound):
        await small.database.write(inbox.read, Read(stranger, conversation.id, 1))


async def test_only_the_owner_or_a_supervisor_ends_it(small: SmallHub) -> None:
    conversation = await _assigned(small)
    with pytest.raises(NotPermitted):
        await small.database.write(inbox.change, Change(person("U2"), conversation.id, Step.ENDED, small.router))
    supervisor = Person("U2", EVERYTHING, EVERYTHING)
    ended = await small.database.write(inbox.change, Change(supervisor, conversation.id, Step.ENDED, small.router))
    assert ended.state == State.WRAP_UP


async def test_writing_during_the_wrap_up_brings_it_back_to_the_same_agent(small: SmallHub) -> None:
    conversation = await _assigned(small)
    await small.database.write(inbox.change, Change(person(), conversation.id, Step.ENDED, small.router))
    await small.hear("等等")
    await small.take_in()
    back = await small.conversation()
    assert (back.state, back.owner_id, back.owner_epoch) == (State.ASSIGNED, "U1", conversation.owner_epoch)


async def test_a_wrap_up_that_nobody_finishes_closes_by_itself(small: SmallHub, clock: ManualClock) -> None:
    conversation = await _assigned(small)
    await small.database.write(inbox.change, Change(person(), conversation.id, Step.ENDED, small.router))
    upkeep = Upkeep(small.database, clock, small.router)
    await upkeep.tick()
    assert (await small.conversation()).state == State.WRAP_UP
    await clock.advance(601)
    await upkeep.tick()
    assert (await small.conversation()).state == State.CLOSED


async def test_a_talk_with_the_bot_that_fell_asleep_is_closed(small: SmallHub, clock: ManualClock) -> None:
    await small.hear("你好")
    await small.take_in()
    upkeep = Upkeep(small.database, clock, small.router)
    await upkeep.sweep()
    assert (await small.conversation()).state == State.BOT
    await clock.advance(1801)
    await upkeep.sweep()
    assert (await small.conversation()).state == State.CLOSED


async def test_hold_and_resume_keep_the_owner_and_cannot_be_taken_twice(small: SmallHub) -> None:
    conversation = await _assigned(small)
    held = await small.database.write(inbox.change, Change(person(), conversation.id, Step.HELD, small.router))
    assert (held.state, held.owner_epoch) == (State.ON_HOLD, conversation.owner_epoch)
    with pytest.raises(IllegalTransition):
        await small.database.write(inbox.change, Change(person(), conversation.id, Step.HELD, small.router))
    back = await small.database.write(inbox.change, Change(person(), conversation.id, Step.RESUMED, small.router))
    assert back.state == State.ASSIGNED


async def test_ending_can_make_one_ticket_about_the_conversation(small: SmallHub) -> None:
    conversation = await _assigned(small)
    wrapped = await small.wrap_up(conversation.id, ticket=CreateTicket("complaint", "导游迟到", "等了两小时"))
    assert wrapped.ticket_no
    assert wrapped.conversation.state == State.CLOSED
    with pytest.raises((NotPermitted, IllegalTransition)):
        await small.wrap_up(conversation.id, ticket=CreateTicket("complaint", "再来一次"))


async def test_an_offer_that_is_over_cannot_be_accepted(small: SmallHub) -> None:
    await small.hear("人工")
    await small.take_in()
    await small.ready("U1")
    (ringing,) = await small.offers("U1")
    item = WorkItemId(ringing.work_item_id)
    decline = Accept(person(), item, ringing.offer_epoch, small.router)
    await small.database.write(inbox.decline, decline)
    with pytest.raises(Conflict):
        await small.database.write(inbox.accept, decline)


@pytest.mark.parametrize("text", ["", "   ", "长" * 4001])
async def test_an_empty_or_endless_reply_is_refused(small: SmallHub, text: str) -> None:
    conversation = await _assigned(small)
    with pytest.raises(Unprocessable):
        await small.database.write(inbox.reply, Write(person(), conversation.id, text, "k", conversation.owner_epoch))


async def test_reading_moves_forward_only_and_never_past_the_end(small: SmallHub) -> None:
    conversation = await _assigned(small)
    assert await small.database.write(inbox.read, Read(person(), conversation.id, 2))
    assert not await small.database.write(inbox.read, Read(person(), conversation.id, 1))
    assert not await small.database.write(inbox.read, Read(person(), conversation.id, 99))
    assert not await small.database.write(inbox.read, Read(person("U2"), conversation.id, 2))


async def test_who_comes_back_is_met_by_whoever_knows_them_and_a_vip_is_known(small: SmallHub) -> None:
    await small.ready("U2")
    conversation = await _assigned(small)
    vip = text("UPDATE customers SET vip = 2")
    await small.database.write(lambda tx, _: tx.connection.execute(vip).rowcount, None)
    await small.wrap_up(conversation.id)
    await small.hear("还有一件事，人工")
    await small.take_in()
    assert [len(await small.offers(user_id)) for user_id in ("U2", "U1")] == [0, 1]
    ask = text("SELECT vip, last_agent, department FROM work_items ORDER BY id DESC LIMIT 1")
    known = await small.database.read(lambda tx, _: tuple(tx.connection.execute(ask).one()), None)
    assert known == (2, "U1", "O")
