"""Out of the line by a rule: back to the bot, or a ticket, a word and the end; once, whatever dies; never a rescue."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from crm.tickets import TicketDesk
from hub import events
from hub.clock import ManualClock
from hub.database import Database, Tx
from hub.ids import OrgId
from hub.model import AgentCommand, State
from hub.store import segments
from hub.store import texts as text_rows
from hub.store.conversations import Conversation
from hub.store.leases import Holder
from tests.app.way.conftest import SmallHub
from tests.app.way.test_opening import follow
from tests.people import key_ring
from voice_bridge import dispatch, turn
from voice_bridge.acd import decisions
from voice_bridge.dispatch import Dispatch

pytestmark = pytest.mark.store

LIMIT_S = 90


async def set_way_out(small: SmallHub, to: str, when: str = "wait") -> None:
    """Let the queue's rule send work there, with an agent at tea."""

    def unit(tx: Tx, _: None) -> None:
        document = json.dumps({"overflow": [{"when": when, "to": to, "limit": LIMIT_S * 1000}]})
        tx.connection.execute(text("UPDATE queues SET settings = :document"), {"document": document})
        events.publish(tx, events.QueueChanged(org_id="O", queue_id="Q", fields=("settings",)))
        command = AgentCommand("break", "tea", presence_until_ms=tx.now_ms + 10**9)
        small.router.set_agent(tx, "U1", command)

    await small.database.write(unit, None)
    await small.offers("U1")


async def asks(small: SmallHub, *lines: str, user: str = "v1", key: str = "") -> Conversation:
    """Let a tourist write, and the router have a look."""
    await small.hear(*lines, user=user, key=key)
    while await small.take_in():
        pass
    await small.offers("U1")
    return await small.conversation(user)


async def later(small: SmallHub, clock: ManualClock, seconds: float) -> None:
    await clock.advance(seconds)
    await small.offers("U1")


async def rows(small: SmallHub, sql: str) -> list[tuple[Any, ...]]:
    return await small.database.read(lambda tx, _: [tuple(row) for row in tx.connection.execute(text(sql))], None)


async def told(small: SmallHub, user: str = "v1") -> list[str]:
    """Return what the system said to a tourist."""
    lines = await small.transcript((await small.conversation(user)).id)
    return [line.text or "" for line in lines if line.author_kind == "system" and line.direction == "out"]


async def test_who_has_waited_long_enough_is_the_bots_again(small: SmallHub, clock: ManualClock) -> None:
    await set_way_out(small, "bot")
    await asks(small, "门票怎么退", "人工")
    await later(small, clock, LIMIT_S)
    conversation = await small.conversation()
    assert (conversation.state, conversation.owner_kind, conversation.handoff) == (State.BOT, "bot", None)
    assert len(words := await told(small)) == 1
    assert "没能为您转到人工" in words[0], "the bot had said that it passes the tourist on"
    assert await rows(small, "SELECT state, outcome FROM work_items") == [("abandoned", "sent_to_bot")]
    ((data,),) = await rows(small, "SELECT data FROM events WHERE type = 'WorkItemSentOut'")
    assert json.loads(data) == {"to": "bot", "why": "wait", "waited_ms": LIMIT_S * 1000}
    stretches = await small.database.read(lambda tx, _: segments.latest(tx, conversation.id, 9), None)
    assert (stretches[-1].state, stretches[-1].reason) == ("bot", "overflow_bot")
    assert await rows(small, "SELECT 1 FROM events WHERE type = 'WaitEnded'") == [], (
        "we ended the wait, not the tourist"
    )
    again = await asks(small, "人工", key="again")
    assert again.state == State.QUEUED, "and may stand in the line once more"
    assert await rows(small, "SELECT state, hops FROM work_items") == [("waiting", 0)]


async def test_who_is_asked_for_a_message_has_a_ticket_and_reads_its_number(
    small: SmallHub, clock: ManualClock
) -> None:
    await set_way_out(small, "message")
    await asks(small, "导游强迫购物", "人工")
    await later(small, clock, LIMIT_S)
    conversation = await small.conversation()
    assert conversation.state == State.CLOSED
    ((number, kind, title, description),) = await rows(small, "SELECT no, kind, title, description FROM tickets")
    assert (kind, title, description) == ("complaint", "留言待处理：导游强迫购物", "导游强迫购物\n人工")
    (words,) = await told(small)
    assert number in words
    assert len(await rows(small, "SELECT 1 FROM events WHERE type = 'ConversationEnded'")) == 1
    assert await rows(small, "SELECT closed_by, close_reason FROM conversations") == [("system", "overflow_message")]


async def nobody_there(small: SmallHub) -> None:
    """Let the queue ask for a message where nobody is signed in."""
    await set_way_out(small, "message", "no_agent")
    await small.database.write(lambda tx, _: small.router.set_agent(tx, "U1", AgentCommand("offline")), None)
    await small.offers("U1")


async def notes(small: SmallHub) -> list[str]:
    return [note for (note,) in await rows(small, "SELECT note FROM ticket_changes WHERE note IS NOT NULL ORDER BY id")]


async def test_what_is_written_afterwards_is_added_to_the_ticket_and_nobody_is_lined_up_by_it(
    small: SmallHub, clock: ManualClock
) -> None:
    await nobody_there(small)
    assert (await asks(small, "人工")).state == State.CLOSED
    await clock.advance(90)
    sent_out = await asks(small, "我的电话 0559-2512345")
    assert (sent_out.state, sent_out.segment) == (State.CLOSED, 1)
    await asks(small, "下午方便接")
    ((number,),) = await rows(small, "SELECT no FROM tickets")
    assert await notes(small) == ["我的电话 0559-2512345", "下午方便接"]
    whole, short = await told(small)
    assert number in whole
    assert short == f"已补充到 {number}。仍然需要人工时，写“人工客服”就会重新排队。"
    assert len(await rows(small, "SELECT 1 FROM work_items")) == 1, "nobody stands in the line by that"
    lines = await small.transcript(sent_out.id)
    assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
    ((reach,),) = await rows(small, "SELECT seq_to FROM ticket_links")
    assert reach >= next(line.seq for line in lines if line.text == "下午方便接")


@pytest.mark.parametrize("text", ["还是要人工", "救命，有人落水了"])
async def test_who_was_sent_out_and_asks_for_a_person_or_cries_is_lined_up(
    small: SmallHub, clock: ManualClock, text: str
) -> None:
    await set_way_out(small, "message")
    await asks(small, "人工")
    await later(small, clock, LIMIT_S)
    again = await asks(small, text)
    assert (again.state, again.segment) == (State.QUEUED, 2)
    assert again.rescue == text.startswith("救命")
    assert await notes(small) == []


async def test_what_is_written_when_the_ticket_is_over_waits_for_a_person_and_is_a_new_one(
    small: SmallHub, clock: ManualClock
) -> None:
    await nobody_there(small)
    await asks(small, "人工")
    await small.database.write(lambda tx, _: tx.connection.execute(text("UPDATE tickets SET state = 'closed'")), None)
    await clock.advance(60)
    await asks(small, "还是没有人联系我")
    first, second = await rows(small, "SELECT no FROM tickets ORDER BY id")
    one, two = await told(small)
    assert (first[0] in one, second[0] in two) == (True, True)


async def test_after_the_grace_time_it_is_a_new_conversation(small: SmallHub, clock: ManualClock) -> None:
    await nobody_there(small)
    before = await asks(small, "人工")
    await clock.advance(601)
    assert (await asks(small, "我的电话 0559-2512345")).id != before.id
    assert await notes(small) == []


async def test_the_words_are_the_organisations_own(small: SmallHub, clock: ManualClock) -> None:
    await small.database.write(
        lambda tx, _: text_rows.put(tx, OrgId("O"), key="overflow.message", lang="zh-CN", text="工单 {ticket}，再见。"),
        None,
    )
    await set_way_out(small, "message")
    await asks(small, "人工")
    await later(small, clock, LIMIT_S)
    ((number,),) = await rows(small, "SELECT no FROM tickets")
    assert await told(small) == [f"工单 {number}，再见。"]


async def test_at_a_closed_queue_the_bot_goes_on_at_once_and_promises_no_answer_by_people(small: SmallHub) -> None:
    await set_way_out(small, "bot", "closed")
    await small.database.write(follow, {"week": {}})
    events_closed = events.QueueClosed(org_id="O", queue_id="Q")
    await small.database.write(lambda tx, _: events.publish(tx, events_closed), None)
    conversation = await asks(small, "人工")
    assert conversation.state == State.BOT
    (words,) = await told(small)
    assert "智能助手" in words


@pytest.mark.parametrize("way_out", ["bot", "message"])
async def test_a_rescue_is_never_sent_out_of_the_line(small: SmallHub, clock: ManualClock, way_out: str) -> None:
    await set_way_out(small, way_out)
    await asks(small, "人工")
    await clock.advance(LIMIT_S - 1)
    await small.hear("救命，有人落水了")
    while await small.take_in():
        pass
    await later(small, clock, LIMIT_S)
    conversation = await small.conversation()
    assert (conversation.state, conversation.rescue) == (State.QUEUED, 1)
    assert await rows(small, "SELECT state, priority FROM work_items") == [("waiting", 0)]


@pytest.mark.parametrize("way_out", ["bot", "message"])
async def test_a_cry_between_decision_and_commit_keeps_the_place(
    small: SmallHub, clock: ManualClock, way_out: str
) -> None:
    """What was decided for an everyday item holds no more for a rescue."""
    await set_way_out(small, way_out)
    await asks(small, "人工")
    await clock.advance(LIMIT_S)
    made = await _decided(small, clock)
    await small.hear("救命，有人落水了")
    while await small.take_in():
        pass
    written = await small.database.write(turn.write, made)
    assert len(written.overtaken_items) == 1
    assert await rows(small, "SELECT state, priority FROM work_items") == [("waiting", 0)]
    assert (await small.conversation()).state == State.QUEUED


@pytest.mark.parametrize("way_out", ["bot", "message"])
async def test_a_router_that_dies_around_the_commit_sends_nobody_out_twice(
    small: SmallHub, clock: ManualClock, way_out: str
) -> None:
    await set_way_out(small, way_out)
    await asks(small, "人工")
    await clock.advance(LIMIT_S)
    made = await _decided(small, clock)
    await small.database.write(turn.write, made)  # committed, and the router dies before it knows
    for generation in (8, 9):
        router_ = await _over(small, clock, generation)
        while await router_.turn() is not None or router_.more:
            pass
    assert len(await rows(small, "SELECT 1 FROM events WHERE type = 'WorkItemSentOut'")) == 1
    assert len(await rows(small, "SELECT 1 FROM tickets")) == (way_out == "message")
    assert len(await told(small)) == 1


async def test_who_came_while_no_router_was_there_is_asked_by_the_rules_for_arrivals_too(
    small: SmallHub, clock: ManualClock
) -> None:
    await set_way_out(small, "bot", "no_agent")
    await small.database.write(lambda tx, _: small.router.set_agent(tx, "U1", AgentCommand("offline")), None)
    await later(small, clock, 2)  # the first router says how far it has come, and dies
    await small.hear("人工")
    await small.take_in()
    router_ = await _over(small, clock, 7)
    while await router_.turn() is not None or router_.more:
        pass
    assert (await small.conversation()).state == State.BOT


async def _over(small: SmallHub, clock: ManualClock, generation: int, through: Database | None = None) -> Dispatch:
    lease = await small.database.write(dispatch.take_over, Holder("one", "control", generation))
    assert lease is not None
    return await Dispatch.over(through or small.database, clock, TicketDesk(key_ring()), lease)


async def _decided(small: SmallHub, clock: ManualClock) -> turn.Turn:
    """Return what a new router decides in its first turn, not written yet."""
    caught: Any = _Held(small.database)
    router_ = await _over(small, clock, 7, caught)
    with pytest.raises(_Kept):
        await _forever(router_)
    kept: turn.Turn = caught.turn
    return kept


async def _forever(router_: Dispatch) -> None:
    while True:
        await router_.turn()


class _Kept(Exception):
    """The turn is in the test's hands."""


class _Held:
    """The hub's store, which hands the turn that sends somebody out to the test."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.turn: turn.Turn | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    async def write(self, unit: Callable[[Tx, Any], Any], args: Any, priority: int = 5) -> Any:
        """Run the unit, but that of the turn which sends somebody out."""
        if any(isinstance(each, decisions.Overflow) for each in args.decided):
            self.turn = args
            raise _Kept
        return await self._database.write(unit, args, priority)
