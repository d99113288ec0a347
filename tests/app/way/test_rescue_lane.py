"""A rescue from the cry to the end: ticket, place, thirty seconds, sirens, taking, lowering."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select

from crm.store.tables import ticket_changes, ticket_links, tickets
from hub import passing, rescue_desk, rescuing
from hub.clock import ManualClock
from hub.database import Tx
from hub.errors import Conflict, NotPermitted
from hub.inbox import Person
from hub.model import BULK, InboundMessage, Kind, State
from hub.passing import HandOver
from hub.ports import Alarm
from hub.rescue_desk import Deed
from hub.rescue_watch import RescueWatch
from hub.scope import EVERYTHING, Scope
from hub.store import rescues
from hub.store.house_tables import roles
from hub.store.rescues import Rescue, RescueState
from hub.store.tables import audit, events, schedule
from tests.app.way.conftest import SmallHub, person
from tests.gate import Gate
from voice_bridge.store.tables import work_items

pytestmark = pytest.mark.store

CRY = "救命！有人落水了"
PLACE: tuple[Mapping[str, object], ...] = (
    {"kind": "location", "lat": 30.1318, "lon": 118.1668, "datum": "wgs84", "accuracy_m": 12, "source": "device"},
)
CHIEF = Person("U2", EVERYTHING, EVERYTHING)


@dataclass
class Paging:
    """A way to summon chiefs that remembers whom it was to summon."""

    after_s: float
    summoned: list[Alarm] = field(default_factory=list)

    def summon(self, tx: Tx, alarm: Alarm) -> None:
        """Remember it."""
        self.summoned.append(alarm)


def _make_chiefs(tx: Tx, _: None) -> None:
    both = [{"user_id": one, "role": "duty_chief", "org_id": "O"} for one in ("U1", "U2")]
    tx.connection.execute(roles.insert(), both)


async def cry(small: SmallHub, text: str = CRY) -> str:
    """Let a tourist cry for help; returns the conversation."""
    await small.hear(text)
    await small.take_in()
    return (await small.conversation()).id


async def locate(small: SmallHub, key: str = "place") -> None:
    """Let the tourist's place come."""
    await small.intake.receive(small.account, [InboundMessage("v1", f"v1:{key}", Kind.LOCATION, parts=PLACE)])
    await small.take_in()


async def rescue_of(small: SmallHub, conversation_id: str) -> Rescue:
    """Return a conversation's rescue."""
    found = await small.database.read(rescues.find, conversation_id)
    assert found is not None
    return found


async def facts(small: SmallHub) -> Sequence[str]:
    """Return the facts about rescues, in order."""

    def query(tx: Tx, _: None) -> Sequence[str]:
        rows = tx.connection.execute(select(events.c.type).order_by(events.c.xid, events.c.id))
        return [row[0] for row in rows if row[0].startswith("Rescue")]

    return await small.database.read(query, None)


async def rows_of(small: SmallHub, table: Any) -> Sequence[Mapping[str, Any]]:
    """Return a table's rows."""
    return await small.database.read(
        lambda tx, _: [dict(row._mapping) for row in tx.connection.execute(select(table))], None
    )


def watch(small: SmallHub, clock: ManualClock, *ways: Paging) -> RescueWatch:
    """Return a watch as a process that has just started has it."""
    return RescueWatch(small.database, clock, ways)


def deed(small: SmallHub, conversation_id: str, who: Person = CHIEF) -> Deed:
    """Return somebody's deed."""
    return Deed(who, conversation_id, small.router, small.tickets)


async def hand_back(small: SmallHub, conversation_id: str) -> None:
    """Let the agent pass the conversation to the queue again."""
    args = HandOver(person("U1"), conversation_id, "Q", None, "换人", "k", small.router)
    await small.database.write(passing.transfer, args)


async def test_a_cry_opens_one_rescue_and_one_ticket_with_the_words(small: SmallHub) -> None:
    conversation_id = await cry(small)
    await cry(small, "快来救我们")
    rescue = await rescue_of(small, conversation_id)
    assert (rescue.state, rescue.cause, rescue.segment) == (RescueState.WAITING, "words", 1)
    [ticket] = await rows_of(small, tickets)
    assert (ticket["kind"], ticket["severity"], ticket["title"]) == ("rescue", "critical", f"遇险求助：{CRY}")
    [link] = await rows_of(small, ticket_links)
    assert (link["conversation_id"], link["seq_from"]) == (conversation_id, 1)
    assert await facts(small) == ["RescueRaised"]


async def test_a_place_that_comes_later_is_added_to_rescue_and_ticket(small: SmallHub, clock: ManualClock) -> None:
    conversation_id = await cry(small)
    await clock.advance(20)
    await locate(small)
    rescue = await rescue_of(small, conversation_id)
    assert json.loads(rescue.place or "{}")["lat"] == 30.1318
    notes = [row["note"] for row in await rows_of(small, ticket_changes) if row["action"] == "note"]
    assert len(notes) == 1
    assert "30.131800, 118.166800 (WGS-84) ±12 m" in notes[0]
    [ticket] = await rows_of(small, tickets)
    assert ticket["changed_ms"] - ticket["created_ms"] == 20_000
    [link] = await rows_of(small, ticket_links)
    placed = next(one.seq for one in await small.transcript(conversation_id) if one.kind == Kind.LOCATION)
    assert (link["seq_from"], link["seq_to"] >= placed) == (1, True)
    assert await facts(small) == ["RescueRaised", "RescueLocated"]


async def test_the_ticket_knows_who_found_nobody_in_danger_and_who_thought_otherwise(small: SmallHub) -> None:
    conversation_id = await cry(small)
    await small.database.write(rescue_desk.take, deed(small, conversation_id))
    await small.database.write(rescue_desk.lower, deed(small, conversation_id))
    await small.database.write(rescue_desk.raise_up, deed(small, conversation_id))
    written = [(row["action"], row["actor_id"]) for row in await rows_of(small, ticket_changes)]
    assert written[1:] == [("lower", "U2"), ("raise", "U2")]


async def test_a_place_of_somebody_who_is_in_no_danger_is_only_a_message(small: SmallHub) -> None:
    await small.hear("你好")
    await locate(small)
    assert await rows_of(small, tickets) == []
    assert await facts(small) == []


async def test_the_sos_button_is_a_rescue_whatever_its_words(small: SmallHub) -> None:
    said = InboundMessage("v1", "v1:b", Kind.TEXT, "请联系我", parts=({"kind": "sos"},))
    await small.intake.receive(small.account, [said])
    await small.take_in()
    assert (await rescue_of(small, (await small.conversation()).id)).cause == "sos"


async def test_after_thirty_seconds_the_sirens_begin_once_and_outlive_the_process(
    small: SmallHub, clock: ManualClock
) -> None:
    conversation_id = await cry(small)
    await clock.advance(29)
    assert await watch(small, clock).look() == 0
    await clock.advance(1.1)
    assert await watch(small, clock).look() == 1
    assert await watch(small, clock).look() == 0
    assert (await facts(small)).count("RescueUnaccepted") == 1
    [siren] = await small.database.read(rescue_desk.sirens, EVERYTHING)
    assert (siren.conversation_id, siren.tourist_text, siren.seen_by) == (conversation_id, CRY, None)
    assert await small.database.read(rescue_desk.sirens, Scope(("/us/",))) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (CRY, "不要只等我们"),
        ("我們被困在山上了，救命", "不要只等我們"),
        ("help us please!!", "Do not only wait for us"),
        ("助けてください！", "今すぐ 110"),
        ("살려주세요", "지금 110"),
    ],
)
async def test_who_waits_in_vain_is_told_so_once_and_whom_to_call(
    small: SmallHub, clock: ManualClock, text: str, words: str
) -> None:
    await cry(small, text)
    await clock.advance(31)
    await watch(small, clock).look()
    await small.deliver()
    told = [line.text or "" for line in await small.thread() if line.author_kind == "system"]
    assert [words in one for one in told] == [True]
    assert all(number in told[0] for number in ("110", "119", "120"))


async def test_the_same_alarm_twice_sounds_once(small: SmallHub, clock: ManualClock) -> None:
    await cry(small)
    await clock.advance(31)
    before = await rows_of(small, schedule)

    def again(tx: Tx, _: None) -> int:
        rescuing.ring(tx, ())
        tx.connection.execute(schedule.insert(), [dict(row) for row in before])
        return rescuing.ring(tx, ())

    assert await small.database.write(again, None) == 1
    assert (await facts(small)).count("RescueUnaccepted") == 1


async def test_whoever_accepts_in_time_spares_everybody_the_sirens(small: SmallHub, clock: ManualClock) -> None:
    conversation_id = await cry(small, "人工")
    await cry(small)
    await clock.advance(12)
    await small.accept()
    rescue = await rescue_of(small, conversation_id)
    assert (rescue.state, rescue.accepted_by) == (RescueState.WITH_AGENT, "U1")
    await clock.advance(60)
    assert await watch(small, clock).look() == 0
    assert await facts(small) == ["RescueRaised", "RescueAccepted"]


async def test_a_rescue_that_goes_back_into_the_line_is_watched_again(small: SmallHub, clock: ManualClock) -> None:
    await cry(small, "人工")
    conversation_id = await cry(small)
    await small.accept()
    await hand_back(small, conversation_id)
    assert (await rescue_of(small, conversation_id)).state is RescueState.WAITING
    await clock.advance(31)
    assert await watch(small, clock).look() == 1
    assert (await facts(small))[-1] == "RescueUnaccepted"


async def test_wired_ways_summon_the_chiefs_nearest_first_each_in_its_time(small: SmallHub, clock: ManualClock) -> None:
    await small.database.write(_make_chiefs, None)
    sms, phone = Paging(60), Paging(120)
    await cry(small)
    await clock.advance(31)
    await watch(small, clock, phone, sms).look()
    assert (sms.summoned, phone.summoned) == ([], [])
    await clock.advance(30)
    await watch(small, clock, phone, sms).look()
    assert [alarm.chiefs for alarm in sms.summoned] == [("U1", "U2")]
    await clock.advance(60)
    await watch(small, clock, phone, sms).look()
    assert (len(sms.summoned), len(phone.summoned)) == (1, 1)
    await clock.advance(600)
    assert await watch(small, clock, phone, sms).look() == 0


async def test_the_first_to_answer_the_siren_stays(small: SmallHub, clock: ManualClock) -> None:
    conversation_id = await cry(small)
    await clock.advance(31)
    await watch(small, clock).look()
    await small.database.write(rescue_desk.acknowledge, deed(small, conversation_id))
    other = Person("U1", EVERYTHING, EVERYTHING)
    await small.database.write(rescue_desk.acknowledge, deed(small, conversation_id, other))
    [siren] = await small.database.read(rescue_desk.sirens, EVERYTHING)
    assert siren.seen_by == "王"
    assert (await facts(small)).count("RescueAcknowledged") == 1


async def test_a_chief_takes_what_nobody_has_and_what_rings_is_withdrawn(small: SmallHub, clock: ManualClock) -> None:
    await cry(small, "人工")
    conversation_id = await cry(small)
    await small.ready("U1")
    assert len(await small.offers("U1")) == 1
    taken = await small.database.write(rescue_desk.take, deed(small, conversation_id))
    assert (taken.state, taken.owner_id) == (State.ASSIGNED, "U2")
    assert await small.offers("U1") == []
    assert (await rescue_of(small, conversation_id)).accepted_by == "U2"
    again = await small.database.write(rescue_desk.take, deed(small, conversation_id))
    assert again.owner_id == "U2"
    late = Person("U1", EVERYTHING, EVERYTHING)
    with pytest.raises(Conflict, match="rescue_taken"):
        await small.database.write(rescue_desk.take, deed(small, conversation_id, late))


async def test_a_chief_takes_it_even_from_the_bot(small: SmallHub) -> None:
    conversation_id = await cry(small)
    taken = await small.database.write(rescue_desk.take, deed(small, conversation_id))
    assert (taken.state, taken.owner_id) == (State.ASSIGNED, "U2")
    assert {row["state"] for row in await rows_of(small, work_items)} == {"active"}


async def test_a_false_alarm_goes_back_to_everyday_work_with_one_deed(small: SmallHub, clock: ManualClock) -> None:
    await cry(small, "人工")
    conversation_id = await cry(small)
    await clock.advance(31)
    await watch(small, clock).look()
    await small.database.write(rescue_desk.lower, deed(small, conversation_id))
    conversation = await small.conversation()
    assert (conversation.rescue, conversation.priority) == (0, 5)
    assert [row["priority"] for row in await rows_of(small, work_items)] == [5]
    assert await small.database.read(rescue_desk.sirens, EVERYTHING) == []
    rescue = await rescue_of(small, conversation_id)
    assert (rescue.state, rescue.lowered_by) == (RescueState.LOWERED, "U2")
    assert [row["action"] for row in await rows_of(small, audit)] == ["rescue.lowered"]
    assert (await facts(small))[-1] == "RescueLowered"
    assert await small.database.read(lambda tx, _: rescues.counts(tx), None) == {
        "raised": 1,
        "unaccepted": 1,
        "lowered": 1,
        "waiting": 0,
    }
    await small.database.write(rescue_desk.lower, deed(small, conversation_id))
    (line,) = [one for one in await small.transcript(conversation_id) if one.direction == "note"]
    assert (line.author_id, line.at_ms, line.pub_seq) == ("U2", clock.now_ms(), None), "once, and for staff only"
    assert line.text == "解除紧急：没有人遇险，按普通会话继续。工单仍保留。"
    await cry(small, "真的，救命！")
    assert (await rescue_of(small, conversation_id)).state is RescueState.WAITING
    assert len(await rows_of(small, tickets)) == 1


async def test_a_talk_becomes_a_rescue_with_one_deed(small: SmallHub) -> None:
    await small.hear("人工")
    await small.take_in()
    conversation = await small.accept()
    raised = await small.database.write(rescue_desk.raise_up, deed(small, conversation.id, person("U1")))
    assert (raised.rescue, raised.priority) == (1, 0)
    rescue = await rescue_of(small, conversation.id)
    assert (rescue.cause, rescue.state) == ("agent", RescueState.WITH_AGENT)
    assert [row["kind"] for row in await rows_of(small, tickets)] == ["rescue"]
    assert (await small.transcript(conversation.id))[-1].text == "升级为紧急求助。"
    await small.database.write(rescue_desk.lower, deed(small, conversation.id, person("U1")))
    lines = await small.transcript(conversation.id)
    assert [one.seq for one in lines] == list(range(1, len(lines) + 1))


async def test_whose_affair_it_is_not_can_do_nothing(small: SmallHub) -> None:
    conversation_id = await cry(small)
    for unit in (rescue_desk.acknowledge, rescue_desk.take, rescue_desk.lower, rescue_desk.raise_up):
        with pytest.raises(NotPermitted):
            await small.database.write(unit, deed(small, conversation_id, person("U1")))


async def test_a_rescue_ends_with_its_conversation(small: SmallHub) -> None:
    await cry(small, "人工")
    conversation_id = await cry(small)
    await small.accept()
    await small.wrap_up(conversation_id)
    assert (await rescue_of(small, conversation_id)).state is RescueState.OVER
    assert (await facts(small))[-1] == "RescueClosed"
    await cry(small, "又有人落水了，救命")
    again = await rescue_of(small, conversation_id)
    assert (again.segment, again.state) == (2, RescueState.WAITING)
    assert len(await rows_of(small, tickets)) == 2


@pytest.mark.parametrize("lanes", ["in", "out"])
async def test_what_may_bring_a_rescue_is_asked_for_before_all_that_waits_for_the_store(
    small: SmallHub, gate: Gate, lanes: str
) -> None:
    await small.hear("你好")
    order: list[str] = []

    async def everyday(number: int) -> None:
        await small.database.write(lambda tx, _: gate.wait(tx), None)
        order.append(f"unit {number}")

    async def claim() -> None:
        held = await (small.taking if lanes == "in" else small.delivery).claim(1, BULK)
        assert len(held) == (lanes == "in")
        order.append("claim")

    async with asyncio.TaskGroup() as group:
        group.create_task(everyday(0))
        await gate.entered()  # alone: what the one writer has taken in hand together, nothing overtakes
        for number in range(1, 60):
            group.create_task(everyday(number))
        claiming = group.create_task(claim())
        if gate.admin is None:  # one writer, which takes it next when it is let go
            await asyncio.sleep(0)
        else:
            await claiming
        await gate.open()
    assert order.index("claim") <= 1
