"""Dialogues in real conversations: the bot as it runs, over the real way, tickets and store."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import text

from bot.answering import AnsweringBot
from bot.library import Library
from bot.phrases import wants_person
from bot.store.dialogue import DialogueStates
from crm import status
from crm.ratings import RatingDesk
from crm.status import LookUp, StatusDesk
from hub import answering
from hub.bus import Bus
from hub.clock import ManualClock
from hub.database import Database, Tx
from hub.ids import ConversationId, OrgId
from hub.keys import KeyRing
from hub.model import Account
from hub.phones import last4_lookups, open_phone
from hub.rescue import is_rescue
from hub.taking import Rooms, Taking
from hub.upkeep import IDLE_MS, close_idle
from tests.app.way.conftest import SmallHub
from tests.bot.talk import understanding

pytestmark = pytest.mark.store

STORY = "导游张某逼我们在玉器店待了三小时，不买就骂人"
TOLD = ("强制购物", STORY, "假日山水旅行社", "昨天", "丽江古城", "3200元", "有", "13800138000")
DAYS_MS = 24 * 3600 * 1000


class Killed(BaseException):
    """The process is gone at once; nothing may catch it."""


class Service:
    """A hub whose bot is the real one, and a tourist who writes to it."""

    def __init__(self, small: SmallHub, clock: ManualClock) -> None:
        self.small = small
        self.clock = clock
        self.keys = small.keys
        self.written = 0
        self.rooms = Rooms(
            AnsweringBot(Library(small.database, clock), understanding(), StatusDesk(small.database, small.keys)),
            DialogueStates(),
            small.router,
            small.tickets,
            RatingDesk(),
            wants_person,
        )
        self.restart()

    def restart(self) -> None:
        """Let another life of the worker begin, which knows nothing of the one before."""
        self.taking = Taking(
            self.small.database, self.keys, Bus(), self.clock, self.rooms, self._account, "one:control:1", 600
        )

    async def _account(self, _: str) -> Account:
        return self.small.account

    async def write(self, text: str, user: str = "v1") -> None:
        """Write a line that nobody has taken in yet."""
        self.written += 1
        await self.small.hear(text, user=user, key=f"{self.written}")

    async def take_in(self) -> None:
        """Take in what waits."""
        for held in await self.taking.claim(100, 9):
            await self.taking.work(held)

    async def say(self, *lines: str, user: str = "v1") -> str:
        """Write, and return what is said last."""
        for line in lines:
            await self.write(line, user)
            await self.take_in()
        return (await self.said(user))[-1]

    async def said(self, user: str = "v1") -> list[str]:
        """Return all that the tourist has been told."""
        last = (await self.small.thread(user))[-1]
        lines = await self.small.transcript(last.conversation_id)
        return [str(line.text) for line in lines if line.direction == "out"]

    async def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Look into the tables."""
        return await self.small.database.read(
            lambda tx, query: [tuple(row) for row in tx.connection.execute(text(query))], sql
        )


@pytest.fixture
def service(small: SmallHub, clock: ManualClock) -> Service:
    """Return a hub with the real bot."""
    return Service(small, clock)


async def _complain(service: Service, *lines: str) -> str:
    return await service.say("我要投诉", *(lines or (*TOLD, "没错，提交")))


async def test_a_complaint_ends_in_a_ticket_whose_number_is_told(service: Service) -> None:
    said = await _complain(service)
    (ticket,) = await service.rows("SELECT no, kind, title, description, phone_area FROM tickets")
    assert (ticket[1], ticket[2], ticket[4]) == ("complaint", "投诉（强制购物）：假日山水旅行社", "CN")
    assert STORY in str(ticket[3])
    assert f"单号 {ticket[0]}" in said
    assert f"查询#{ticket[0]}" in said
    (linked,) = await service.rows("SELECT seq_from, seq_to FROM ticket_links")
    assert linked[0] == 1
    assert (await service.small.conversation()).state == "bot"


async def test_the_phone_of_a_ticket_is_sealed_and_found_by_its_last_digits(service: Service) -> None:
    await _complain(service)
    (row,) = await service.rows("SELECT id, phone, phone_last4_mac, title, description FROM tickets")
    assert "138" not in f"{row[3]}{row[4]}"
    assert b"13800138000" not in bytes(row[1])
    assert open_phone(service.keys, bytes(row[1]), str(row[0])) == "+8613800138000"
    assert row[2] in last4_lookups(service.keys, "8000")


async def test_a_phone_that_is_corrected_later_takes_the_other_s_place_and_stands_in_no_note(service: Service) -> None:
    await _complain(service)
    await service.say("不对，电话应该是13900139001")
    ((ticket_id, phone),) = await service.rows("SELECT id, phone FROM tickets")
    assert open_phone(service.keys, bytes(phone), str(ticket_id)) == "+8613900139001"
    (note,) = await service.rows("SELECT note FROM ticket_changes WHERE action = 'note'")
    assert str(note[0]).endswith("*******9001")


async def test_a_fixed_format_begins_it_and_a_near_miss_is_helped(service: Service) -> None:
    assert "投诉#" in await service.say("头诉#导游骂人")
    assert "哪一类" in await service.say(f"投诉#{STORY}")
    last = (await service.small.thread())[0].conversation_id
    buttons = (await service.small.transcript(last))[-1].parts or ""
    assert "强制购物" in buttons
    assert "哪家公司" in await service.say("强制购物"), "what happened is known already"


async def test_a_correction_a_question_between_and_going_back(service: Service) -> None:
    await _complain(service, *TOLD[:4])
    asked = await service.say("不对，是前天")
    assert "日期改为" in asked
    assert "什么地方" in asked
    await service.say("跳过", "跳过", "没有", "13800138000")
    assert "跳过" not in (await service.said())[-1]
    assert "单号" in await service.say("没错，提交")


async def test_stopping_is_asked_about_once_much_was_told_and_opens_nothing(service: Service) -> None:
    await _complain(service, *TOLD[:5])
    assert "确定不办" in await service.say("不办了")
    assert "不办了" in await service.say("是")
    assert await service.rows("SELECT no FROM tickets") == []


async def test_a_complaint_goes_on_days_later_in_another_conversation(service: Service) -> None:
    await _complain(service, *TOLD[:6])
    first = (await service.small.conversation()).id
    await service.clock.advance(IDLE_MS / 1000 + 60)
    await service.small.database.write(close_idle, None)
    await service.clock.advance(3 * DAYS_MS / 1000)
    assert "还没办完，要继续吗" in await service.say("你好")
    assert (await service.small.conversation()).id != first
    assert "凭证" in await service.say("继续")
    assert "单号" in await service.say("有", "13800138000", "没错，提交")
    assert len(await service.rows("SELECT no FROM tickets")) == 1


@pytest.mark.parametrize("lost", ["before", "after"])
async def test_a_crash_round_the_commit_makes_one_ticket_and_one_answer(
    service: Service, lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _complain(service, *TOLD)
    database, write = service.small.database, service.small.database.write

    async def dying(unit: object, args: object, priority: int = 5) -> object:
        if unit is answering.answer:
            if lost == "after":
                await write(answering.answer, args, priority)  # type: ignore[arg-type]  # as it came
            raise Killed
        return await write(unit, args, priority)  # type: ignore[arg-type]  # as it came

    monkeypatch.setattr(database, "write", dying)
    await service.write("没错，提交")
    for held in await service.taking.claim(100, 9):
        with pytest.raises(Killed):
            await service.taking.work(held)
    monkeypatch.setattr(database, "write", write)
    service.restart()
    await service.taking.give_back()
    await service.take_in()
    tickets = await service.rows("SELECT no FROM tickets")
    assert len(tickets) == 1
    told = [line for line in await service.said() if "已经登记" in line]
    assert len(told) == 1
    assert str(tickets[0][0]) in told[0]
    service.restart()
    await service.take_in()
    assert len(await service.rows("SELECT no FROM tickets")) == 1


async def test_a_cry_for_help_wins_in_the_middle_and_people_see_what_was_told(service: Service) -> None:
    await _complain(service, *TOLD[:3])
    said = await service.say("救命，有人掉进河里了")
    assert "110" in said
    talk = await service.small.conversation()
    assert (talk.state, talk.rescue) == ("queued", 1)
    assert "投诉登记" in (talk.handoff or "")
    assert "假日山水旅行社" in (talk.handoff or "")


async def test_a_person_is_told_what_is_known_and_the_bot_is_silent_from_then_on(service: Service) -> None:
    await _complain(service, *TOLD[:3])
    await service.say("转人工")
    count = len(await service.said())
    assert "假日山水旅行社" in ((await service.small.conversation()).handoff or "")
    await service.write("昨天")
    await service.take_in()
    assert len(await service.said()) == count


async def test_a_late_correction_and_a_picture_go_to_the_ticket(service: Service) -> None:
    await _complain(service)
    assert "补充" in await service.say("不对，是前天")
    (note,) = await service.rows("SELECT note FROM ticket_changes WHERE action = 'note'")
    assert "日期" in str(note[0])


async def test_an_evaluation_is_kept_once(service: Service) -> None:
    assert "记下" in await service.say("我要评价", "导游", "王小明", "5", "讲得很好")
    rows = await service.rows("SELECT subject, name, stars, words FROM ratings")
    assert rows == [("guide", "王小明", 5, "讲得很好")]
    (fact,) = await service.rows("SELECT data FROM events WHERE type = 'RatingGiven'")
    assert "王小明" not in str(fact[0])


async def test_satisfaction_is_kept_with_the_service_as_its_subject(service: Service) -> None:
    assert "谢谢" in await service.say("满意度", "4", "跳过")
    assert await service.rows("SELECT subject, stars, words FROM ratings") == [("service", 4, None)]


async def test_how_far_a_complaint_is_is_told_to_who_knows_the_phone(service: Service) -> None:
    await _complain(service)
    ((number,),) = await service.rows("SELECT no FROM tickets")
    assert "后四位" in await service.say(f"查询#{number}", user="v2")
    assert "没有查到" in await service.say("1234", user="v2")
    assert f"单号 {number}：已登记" in await service.say(str(number), "8000", user="v2")


async def test_wrong_twice_is_passed_on_to_a_person(service: Service) -> None:
    await service.say("查询#CN-20260101-0001", "1234", "CN-20260101-0001", "1234")
    assert (await service.small.conversation()).state == "queued"


async def _asked(database: Database, ring: KeyRing, number: str, digits: str, talk: str, org: str = "O") -> str:
    args = LookUp(OrgId(org), ConversationId(talk), number, last4_lookups(ring, digits))
    return str((await database.write(status.look_up, args))["found"])


async def test_nobody_guesses_a_ticket_and_nobody_learns_whether_there_is_one(service: Service) -> None:
    await _complain(service)
    ((number,),) = await service.rows("SELECT no FROM tickets")
    database = service.small.database
    for guess in range(status.TRIES_ABOUT):
        assert await _asked(database, service.keys, str(number), f"{guess:04d}", f"talk {guess}") == "no"
    assert await _asked(database, service.keys, str(number), "8000", "owner") == "no", "too many have guessed"
    await service.clock.advance(DAYS_MS / 1000 + 1)
    assert await _asked(database, service.keys, str(number), "8000", "owner") == "yes"
    for guess in range(status.TRIES_FROM):
        assert await _asked(database, service.keys, f"CN-20260101-{guess:04d}", "8000", "guesser") == "no"
    assert await _asked(database, service.keys, str(number), "8000", "guesser") == "no"


async def test_a_ticket_of_another_branch_of_the_house_is_no_ticket(service: Service) -> None:
    await _complain(service)
    ((number,),) = await service.rows("SELECT no FROM tickets")

    def beside(tx: Tx, _: None) -> None:
        tx.connection.execute(
            text("INSERT INTO orgs (id, path, kind, code, name) VALUES ('B', '/other/', 'nation', 'other', '别处')")
        )

    await service.small.database.write(beside, None)
    assert await _asked(service.small.database, service.keys, str(number), "8000", "talk", "B") == "no"


async def test_what_happened_is_understood_and_begins_a_complaint_that_knows_it(service: Service) -> None:
    assert "哪家公司" in await service.say("昨天导游逼我们去玉器店买东西不买不让走")
    assert "单号" in await service.say("假日山水旅行社", "丽江", "跳过", "没有", "13800138000", "没错，提交")
    ((title, words),) = await service.rows("SELECT title, description FROM tickets")
    assert title == "投诉（强制购物）：假日山水旅行社"
    assert "玉器店" in str(words)


async def test_a_cry_in_words_that_no_list_has_is_understood_and_is_a_rescue_with_all_that_belongs_to_it(
    service: Service,
) -> None:
    cry = "冰面裂开有人掉进去了快派人"
    assert not is_rescue(cry)
    assert "110" in await service.say(cry)
    talk = await service.small.conversation()
    assert (talk.state, talk.rescue, talk.priority) == ("queued", 1, 0)
    assert await service.rows("SELECT segment, state, cause FROM rescues") == [(1, "waiting", "bot")]
    ((kind, words),) = await service.rows("SELECT kind, description FROM tickets")
    assert (kind, words) == ("rescue", cry)
    assert await service.rows("SELECT kind, ref FROM schedule WHERE kind = 'rescue'") == [("rescue", talk.id)]
    assert await service.rows("SELECT priority FROM work_items") == [(0,)]
    said = await service.said()
    await service.say("救命")
    assert await service.said() == said, "the numbers are said once"


@pytest.mark.parametrize(
    ("lines", "kind", "told"),
    [
        (("我要预订", "酒店", "湖畔客栈", "两人", "明天", "跳过", "13800138000", "没错，提交"), "booking", "湖畔客栈"),
        (("我要报修", "电梯坏了，门打不开", "西门停车场", "不会", "没有", "13800138000"), "repair", "电梯坏了"),
        (("报修#电梯坏了，门打不开", "西门停车场", "不会", "没有", "13800138000"), "repair", "电梯坏了"),
        (("失物登记", "黑色背包", "索道站", "昨天", "13800138000", "没错，提交"), "inquiry", "黑色背包"),
        (("给我回电", "13800138000", "明天上午", "问团费", "没错，提交"), "inquiry", "团费"),
    ],
)
async def test_each_request_ends_in_a_ticket_whose_number_is_told(
    service: Service, lines: tuple[str, ...], kind: str, told: str
) -> None:
    said = await service.say(*lines)
    ((number, found, words),) = await service.rows("SELECT no, kind, description FROM tickets")
    assert (found, told in str(words)) == (kind, True)
    assert str(number) in said
