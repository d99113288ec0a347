"""What happens to a message between the door and the conversation."""

import asyncio
import json

import pytest

from hub import escalation, inbox
from hub.clock import ManualClock
from hub.database import Tx
from hub.ids import ConversationId
from hub.lifecycle import Step
from hub.model import SYSTEM, Author, BotState, Escalate, InboundMessage, Kind, State
from hub.store import conversations, identities, journal, lanes
from tests.app.way.conftest import SmallHub, person

pytestmark = pytest.mark.store


async def test_a_message_is_answered_and_both_stand_in_the_thread_without_a_hole(small: SmallHub) -> None:
    await small.hear("你好")
    assert await small.take_in() == 1
    assert [message.text for message in await small.thread()] == ["你好"]
    assert await small.deliver() == 1
    thread = await small.thread()
    assert [(message.pub_seq, message.seq, message.text) for message in thread] == [(1, 1, "你好"), (2, 2, "echo 你好")]
    assert [message.status for message in thread] == ["received", "accepted"]
    assert [message.reply.text for message in small.platform.got] == ["echo 你好"]


async def test_a_repeat_is_acknowledged_with_the_first_ones_number_and_changes_nothing(small: SmallHub) -> None:
    message = InboundMessage("v1", "v1:same", Kind.TEXT, "你好")
    first = await small.intake.receive(small.account, [message])
    await small.take_in()
    again = await small.intake.receive(small.account, [message, message])
    assert first[0].fresh
    assert [one.fresh for one in again] == [False, False]
    assert {one.journal_id for one in again} == {first[0].journal_id}
    await small.take_in()
    assert [message.text for message in await small.thread()] == ["你好"]
    assert len(small.bot.turns) == 1


async def test_messages_that_wait_in_one_lane_are_answered_together_and_in_order(small: SmallHub) -> None:
    await small.hear("一", "二", "三")
    assert await small.take_in() == 1
    await small.deliver()
    assert [message.text for message in await small.thread()] == ["一", "二", "三", "echo 一", "echo 二", "echo 三"]
    assert len(small.bot.turns) == 1


async def test_a_hundred_racing_first_messages_of_one_tourist_open_one_conversation(small: SmallHub) -> None:
    async with asyncio.TaskGroup() as group:
        for number in range(100):
            group.create_task(small.hear(f"m{number}"))
    while await small.take_in():
        pass
    thread = await small.thread()
    assert sorted(message.text or "" for message in thread) == sorted(f"m{number}" for number in range(100))
    assert [message.pub_seq for message in thread] == list(range(1, 101))
    assert len({message.conversation_id for message in thread}) == 1


async def test_a_lane_is_worked_on_by_one_worker_only(small: SmallHub) -> None:
    await small.hear("你好")
    first = await small.taking.claim(10, 9)
    await small.hear("还在吗")
    assert len(first) == 1
    assert await small.taking.claim(10, 9) == []
    await small.taking.work(first[0])
    assert await small.take_in() == 1
    assert [message.text for message in await small.thread()] == ["你好", "还在吗"]


async def test_a_worker_that_was_taken_for_dead_writes_nothing(small: SmallHub) -> None:
    await small.hear("你好")
    (stale,) = await small.taking.claim(10, 9)
    await small.database.write(lanes.free_owner, "one:control:1")
    assert await small.take_in() == 1
    await small.taking.work(stale)
    await small.deliver()
    assert [message.text for message in await small.thread()] == ["你好", "echo 你好"]


async def test_what_died_between_the_units_is_done_again_without_a_second_copy(small: SmallHub) -> None:
    await small.hear("你好")
    (held,) = await small.taking.claim(10, 9)

    async def die() -> None:
        raise asyncio.CancelledError

    small.bot.meanwhile = die
    with pytest.raises(asyncio.CancelledError):
        await small.taking.work(held)
    small.bot.meanwhile = None
    await small.database.write(lanes.free_owner, "one:control:1")
    await small.hear("在吗")
    await small.take_in()
    await small.deliver()
    assert [message.text for message in await small.thread()] == ["你好", "在吗", "echo 你好", "echo 在吗"]


async def test_the_bots_words_are_void_when_a_person_took_over_meanwhile(small: SmallHub) -> None:
    await small.hear("你好", user="v2")

    async def take_over() -> None:
        def escalate(tx: Tx, conversation_id: str) -> None:
            locked = conversations.lock(tx, conversation_id)
            escalation.escalate(tx, small.router, locked, Escalate("asked"), SYSTEM)

        await small.database.write(escalate, (await small.conversation("v2")).id)

    small.bot.meanwhile = take_over
    await small.take_in()
    small.bot.meanwhile = None
    await small.deliver()
    assert [message.text for message in await small.thread("v2")] == ["你好"]


async def test_asking_for_a_person_queues_conversation_and_work_item_together(small: SmallHub) -> None:
    await small.hear("人工")
    await small.take_in()
    conversation = await small.conversation()
    assert (conversation.state, conversation.owner_kind, conversation.queue_id) == (State.QUEUED, "queue", "Q")
    packet = {"reason": "asked", "summary": "要人工", "business": "inquiry"}
    assert json.loads(conversation.handoff or "") == packet
    item = await small.database.read(small.router.item_of, ConversationId(conversation.id))
    assert item is not None


async def test_the_bots_place_in_the_dialogue_is_kept_with_its_answer(small: SmallHub) -> None:
    await small.hear("一")
    await small.take_in()
    await small.hear("二")
    await small.take_in()
    assert [turn.state for turn in small.bot.turns] == [BotState("{}"), BotState('{"n":1}')]


async def test_five_failures_make_a_message_poison_and_the_lane_goes_on(small: SmallHub, clock: ManualClock) -> None:
    small.bot.failures = 5
    await small.hear("坏")
    for _ in range(5):
        assert await small.take_in() == 1
        await clock.advance(60)
    await small.hear("好")
    while await small.take_in():
        await clock.advance(1)
    thread = await small.thread()
    assert [(message.text, message.poison) for message in thread] == [("坏", 0), ("好", 0)]
    conversation = await small.conversation()
    assert conversation.state == State.QUEUED


async def test_a_failing_message_waits_longer_each_time_and_is_not_lost(small: SmallHub, clock: ManualClock) -> None:
    small.bot.failures = 1
    await small.hear("你好")
    await small.take_in()
    assert await small.take_in() == 0
    await clock.advance(1)
    assert await small.take_in() == 1
    await small.deliver()
    assert [message.text for message in await small.thread()] == ["你好", "echo 你好"]


async def test_a_call_for_rescue_goes_before_everything_that_waits(small: SmallHub) -> None:
    for number in range(20):
        await small.hear("你好", user=f"u{number}")
    await small.hear("救命！有人落水了", user="victim")
    held = await small.taking.claim(1, 9)
    assert [one.lane.priority for one in held] == [0]
    entries = await small.database.read(lambda tx, one: journal.waiting(tx, [one], 10)[one], held[0].lane.identity_id)
    assert [entry.priority for entry in entries] == [0]


async def test_the_sos_button_and_the_location_after_a_cry_go_before_everything(small: SmallHub) -> None:
    sos: tuple[dict[str, object], ...] = ({"kind": "sos"},)
    place: tuple[dict[str, object], ...] = ({"kind": "location", "lat": 30.1, "lon": 118.2},)
    arrived = [
        InboundMessage("button", "b:1", Kind.TEXT, "请联系我", parts=sos),
        InboundMessage("words", "w:1", Kind.TEXT, "救命"),
        InboundMessage("words", "w:2", Kind.LOCATION, parts=place),
        InboundMessage("calm", "c:1", Kind.LOCATION, parts=place),
    ]
    for message in arrived:
        await small.intake.receive(small.account, [message])
    assert await priorities(small, "button") == [0]
    assert await priorities(small, "words") == [0, 0]
    assert await priorities(small, "calm") == [5]
    await small.take_in()
    late = InboundMessage("words", "w:3", Kind.LOCATION, parts=place)
    await small.intake.receive(small.account, [late])
    assert await priorities(small, "words") == [0]


async def priorities(small: SmallHub, user: str) -> list[int]:
    """Return the priorities of what waits for a tourist, in order."""

    def query(tx: Tx, ext_user: str) -> list[int]:
        identity = identities.find(tx, small.account.id, ext_user)
        assert identity is not None
        return [entry.priority for entry in journal.waiting(tx, [identity.id], 10)[identity.id]]

    return await small.database.read(query, user)


async def test_writing_again_soon_after_the_end_opens_a_new_segment_with_people(
    small: SmallHub, clock: ManualClock
) -> None:
    await small.hear("人工")
    await small.take_in()
    conversation = await small.conversation()
    await small.accept()
    await small.wrap_up(conversation.id)
    await small.hear("还有一个问题")
    await small.take_in()
    again = await small.conversation()
    assert (again.id, again.segment, again.state) == (conversation.id, 2, State.QUEUED)
    await small.accept()
    await small.wrap_up(conversation.id)
    await clock.advance(601)
    await small.hear("新的一天")
    await small.take_in()
    latest = (await small.thread())[-1].conversation_id
    assert latest != conversation.id


CRY = "救命！有人落水了"
NUMBERS = ("110", "119", "120")


async def told(small: SmallHub, user: str = "v1") -> list[str]:
    """Return what the system, not the bot, has said to the tourist."""
    await small.deliver()
    return [message.text or "" for message in await small.thread(user) if message.author_kind == Author.SYSTEM]


async def cry(small: SmallHub, text: str, user: str = "v1") -> None:
    await small.hear(text, user=user)
    assert await small.take_in() == 1


@pytest.mark.parametrize("where", ["queued", "assigned", "wrap_up"])
async def test_a_cry_to_people_is_answered_with_the_emergency_numbers_once_in_a_segment(
    small: SmallHub, where: str
) -> None:
    await cry(small, "人工")
    conversation = await small.conversation()
    if where != "queued":
        await small.accept()
    if where == "wrap_up":
        ended = inbox.Change(person(), conversation.id, Step.ENDED, small.router)
        await small.database.write(inbox.change, ended)
    assert (await small.conversation()).state == where
    await cry(small, CRY)
    [said] = await told(small)
    assert all(number in said for number in NUMBERS)
    transcript = await small.transcript(conversation.id)
    assert [message.seq for message in transcript] == list(range(1, len(transcript) + 1))
    assert transcript[-1].author_kind == Author.SYSTEM
    assert (await small.conversation()).rescue
    await cry(small, "快来人啊，" + CRY)
    await cry(small, "谢谢")
    assert await told(small) == [said]


PLACE = ({"kind": "location", "lat": 30.1318, "lon": 118.1668, "datum": "wgs84"},)


@pytest.mark.parametrize("more", ["place", "words"])
async def test_what_follows_a_cry_that_the_bot_has_answered_is_not_answered_again(small: SmallHub, more: str) -> None:
    small.bot.at_cries = "110 119 120"
    await cry(small, CRY)
    assert (await small.conversation()).state == State.QUEUED
    if more == "place":
        where = InboundMessage("v1", "v1:place", Kind.LOCATION, parts=PLACE)
        await small.intake.receive(small.account, [where])
    else:
        await small.hear("快来救我们，" + CRY)
    await small.take_in()
    assert await told(small) == []
    assert [line.text for line in await small.thread() if line.author_kind == Author.BOT] == ["110 119 120"]


async def test_what_the_bot_could_not_send_any_more_is_said_at_the_next_cry(small: SmallHub) -> None:
    small.bot.at_cries = "110 119 120"
    await cry(small, CRY)
    await small.accept()
    await cry(small, "快来救我们，" + CRY)
    assert len(await told(small)) == 1
    assert [line.author_kind for line in await small.thread() if line.direction == "out"] == [Author.SYSTEM]


async def test_a_cry_that_opens_a_new_segment_with_people_is_answered_again(small: SmallHub) -> None:
    await cry(small, "人工")
    await cry(small, CRY)
    conversation = await small.conversation()
    await small.accept()
    await small.wrap_up(conversation.id)
    await cry(small, "又有人落水了，救命")
    assert (await small.conversation()).segment == 2
    assert len(await told(small)) == 2


async def test_a_cry_is_answered_in_its_language_or_in_english(small: SmallHub) -> None:
    for user, text, words in (
        ("v1", "help me please", "call now"),
        ("v2", "助けて", "すぐ電話してください"),
        ("v3", "살려주세요", "즉시 전화하세요"),
        ("v4", "我們被困在山上了", "有生命危險不要等我們，請立刻撥打"),
        ("v5", "救命", "请立刻拨打"),
    ):
        await cry(small, "人工", user)
        await cry(small, text, user)
        [said] = await told(small, user)
        assert words in said


async def test_an_inquiry_to_people_gets_no_answer_of_ours(small: SmallHub) -> None:
    await cry(small, "人工")
    await cry(small, "救生衣在哪里租？")
    assert await told(small) == []


async def test_a_cry_that_the_bot_fails_on_is_answered_all_the_same(small: SmallHub, clock: ManualClock) -> None:
    small.bot.failures = 5
    await small.hear(CRY)
    for _ in range(6):
        await small.take_in()
        await clock.advance(60)
    assert (await small.conversation()).state == State.QUEUED
    assert len(await told(small)) == 1


async def test_a_cry_is_answered_though_the_bots_words_are_void(small: SmallHub) -> None:
    async def take_over() -> None:
        def escalate(tx: Tx, conversation_id: str) -> None:
            locked = conversations.lock(tx, conversation_id)
            escalation.escalate(tx, small.router, locked, Escalate("asked"), SYSTEM)

        await small.database.write(escalate, (await small.conversation()).id)

    small.bot.meanwhile = take_over
    await cry(small, CRY)
    small.bot.meanwhile = None
    assert len(await told(small)) == 1
    assert len(await small.thread()) == 2
