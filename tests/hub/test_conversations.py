"""Steps of a conversation as they are written: state, owner and its epoch, segments of ownership, and the fact."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from hub import conversations
from hub.clock import ManualClock
from hub.conversations import Into
from hub.database import Statement, Tx
from hub.errors import IllegalTransition
from hub.lifecycle import TRANSITIONS, Step
from hub.model import SYSTEM, State
from hub.store import conversations as rows
from hub.store import events
from hub.store.conversations import Conversation
from hub.store.events import StoredEvent
from tests.app.way import conftest as way
from tests.app.way.conftest import SmallHub

pytestmark = pytest.mark.store
small = way.small
schema = way.schema
clock = way.clock

SEGMENTS = Statement(
    text(
        "SELECT state, owner_kind, owner_id, owner_epoch, from_ms, to_ms FROM owner_segments"
        " WHERE conversation_id = :id ORDER BY from_ms, id"
    )
)


class Talk:
    """One conversation with the bot, taken step by step."""

    def __init__(self, small: SmallHub, conversation: Conversation) -> None:
        self.small = small
        self.id = conversation.id

    async def step(self, step: Step, into: Into | None = None, reason: str = "") -> Conversation:
        """Take one step as its unit does."""

        def take(tx: Tx, _: None) -> Conversation:
            return conversations.take_step(tx, rows.lock(tx, self.id), step, SYSTEM, reason, into)

        return await self.small.database.write(take, None)

    async def stands(self) -> Conversation:
        """Read it."""
        return await self.small.database.read(rows.get, self.id)

    async def segments(self) -> list[tuple[Any, ...]]:
        """Read who owned it when."""
        return await self.small.database.read(lambda tx, _: [tuple(row) for row in tx.rows(SEGMENTS, id=self.id)], None)

    async def moves(self) -> list[StoredEvent]:
        """Read the facts of its moves."""
        found = await self.small.database.read(lambda tx, _: events.after(tx, 0, "", 100), None)
        return [fact for fact in found if fact.type == "ConversationMoved"]


@pytest.fixture
async def talk(small: SmallHub) -> Talk:
    await small.hear("你好")
    await small.take_in()
    return Talk(small, await small.conversation())


async def test_a_step_that_is_not_in_the_table_writes_nothing(talk: Talk) -> None:
    before = (await talk.stands(), await talk.segments(), await talk.moves())
    for step in set(Step) - set(TRANSITIONS[State.BOT]):
        with pytest.raises(IllegalTransition):
            await talk.step(step)
    assert (await talk.stands(), await talk.segments(), await talk.moves()) == before


async def test_a_step_that_changes_nothing_writes_nothing(talk: Talk) -> None:
    before = await talk.stands()
    assert await talk.step(Step.WROTE) == before
    assert (await talk.moves(), len(await talk.segments())) == ([], 1)


async def test_only_a_change_of_owner_raises_the_epoch(talk: Talk) -> None:
    epochs = []
    for step, into in (
        (Step.ESCALATED, Into(queue_id="Q")),
        (Step.ACCEPTED, Into(agent_id="U1")),
        (Step.HELD, None),
        (Step.RESUMED, None),
        (Step.TRANSFERRED, Into(queue_id="Q2")),
        (Step.TRANSFERRED, Into(queue_id="Q3")),
        (Step.ACCEPTED, Into(agent_id="U1")),
        (Step.ENDED, None),
        (Step.WROTE, None),
        (Step.ENDED, None),
        (Step.WRAPPED, None),
        (Step.REOPENED, Into(new_segment=True)),
    ):
        epochs.append((await talk.step(step, into)).owner_epoch)
    assert epochs == [2, 3, 3, 3, 4, 5, 6, 6, 6, 6, 7, 8]


async def test_segments_of_ownership_follow_each_other_without_a_gap(talk: Talk, clock: ManualClock) -> None:
    start = clock.now_ms()
    for step, into in (
        (Step.ESCALATED, Into(queue_id="Q")),
        (Step.ACCEPTED, Into(agent_id="U1")),
        (Step.HELD, None),
        (Step.ENDED, None),
        (Step.WRAPPED, None),
    ):
        await clock.advance(1)
        await talk.step(step, into)
    assert [(state, kind, owner, at - start, until and until - start) for state, kind, owner, _, at, until in (
        await talk.segments()
    )] == [
        ("bot", "bot", None, 0, 1_000),
        ("queued", "queue", None, 1_000, 2_000),
        ("assigned", "agent", "U1", 2_000, 3_000),
        ("on_hold", "agent", "U1", 3_000, 4_000),
        ("wrap_up", "agent", "U1", 4_000, 5_000),
        ("closed", "none", None, 5_000, None),
    ]  # fmt: skip


async def test_the_fact_says_who_had_it_who_has_it_and_since_when(talk: Talk, clock: ManualClock) -> None:
    start = clock.now_ms()
    await talk.step(Step.ESCALATED, Into(queue_id="Q"), "asked")
    await clock.advance(2)
    await talk.step(Step.ACCEPTED, Into(agent_id="U1"))
    await clock.advance(3)
    await talk.step(Step.TRANSFERRED, reason="transferred")
    first, second, third = [(fact.agent_id, fact.queue_id, json.loads(fact.data)) for fact in await talk.moves()]
    assert first[:2] == (None, "Q")
    assert (first[2]["reason"], first[2]["from_state"], first[2]["to_state"]) == ("asked", "bot", "queued")
    assert (second[0], second[2]["from_agent_id"], second[2]["since_ms"]) == ("U1", None, start)
    assert (third[0], third[2]["from_agent_id"], third[2]["since_ms"]) == (None, "U1", start + 2_000)


async def test_the_time_of_waiting_is_kept_through_the_line_and_ends_with_an_owner(
    talk: Talk, clock: ManualClock
) -> None:
    start = clock.now_ms()
    assert (await talk.step(Step.ESCALATED, Into(queue_id="Q"))).waiting_since_ms == start
    await clock.advance(5)
    assert (await talk.step(Step.TRANSFERRED, Into(queue_id="Q2"))).waiting_since_ms == start
    assert (await talk.step(Step.ACCEPTED, Into(agent_id="U1"))).waiting_since_ms is None


async def test_what_the_next_owner_should_know_is_kept_until_the_bot_has_it_again(talk: Talk) -> None:
    handoff = '{"reason":"asked","summary":"x"}'
    await talk.step(Step.ESCALATED, Into(queue_id="Q", handoff=handoff))
    assert (await talk.step(Step.ACCEPTED, Into(agent_id="U1"))).handoff == handoff
    assert (await talk.step(Step.RETURNED_TO_BOT)).handoff is None


async def test_closing_and_reopening_keep_the_numbers_of_each_segment(talk: Talk, clock: ManualClock) -> None:
    closed = await talk.step(Step.EXPIRED)
    assert (closed.is_open, closed.closed_ms) == (0, clock.now_ms())
    again = await talk.step(Step.REOPENED, Into(new_segment=True))
    assert (again.segment, again.segment_seq, again.is_open, again.closed_ms) == (2, closed.seq, 1, None)
    assert replace(again, moved_ms=0) == replace(await talk.stands(), moved_ms=0)
