"""The flows as tourists meet them, line by line: complaints, corrections, digressions, pauses and nonsense."""

from collections.abc import Mapping

import pytest

from bot.commands import Answer, ChangeLanguage, Clarify, CorrectSlot, Handoff, Repeat, SetSlot, StartFlow
from bot.flows.effects import Amend, LookUp, Offer, RecordRating, Service
from bot.flows.handover import known
from bot.flows.speech import STAFF_LANG, Speech
from tests.bot.flow_talk import DAY_MS, FlowTalk, book, wording

pytestmark = pytest.mark.unit


def complained(talk: FlowTalk) -> FlowTalk:
    """Lead a complaint to its read-out."""
    talk.say("导游逼我们买东西，不买不让上车", "complaint_forced_shopping")
    for line in ("假日山水旅行社", "昨天", "桂林阳朔", "3200元", "有照片", "138-0000-0000"):
        talk.say(line)
    return talk


def test_a_whole_complaint_ends_in_a_ticket_whose_number_is_told() -> None:
    talk = FlowTalk()
    first = talk.say("导游逼我们买东西，不买不让上车", "complaint_forced_shopping")
    assert "很抱歉" in first
    assert talk.asked() == "ask_company", "what kind and what happened are told already"
    for line, asked in [
        ("假日山水旅行社", "ask_when"),
        ("昨天下午", "ask_where"),
        ("桂林阳朔", "ask_amount"),
        ("三千二百块", "ask_evidence"),
        ("有照片", "ask_phone"),
        ("138-0000-0000", "check"),
    ]:
        talk.say(line)
        assert talk.asked() == asked
    assert "类型：强制购物" in talk.words()
    assert "日期：2026-11-22" in talk.words()
    assert "金额：3,200 元" in talk.words()
    end = talk.say("没错，提交")
    assert "单号 {ticket_number}" in end
    assert "照片和凭证请保留好" in end
    assert talk.finished() == ["done"]
    ticket = talk.ticket()
    assert ticket is not None
    assert (ticket.kind, ticket.phone) == ("complaint", "+8613800000000")
    made = Speech(book(), wording(), "en").ticket(ticket)
    assert made.title == "投诉（强制购物）：假日山水旅行社"
    assert "138" not in made.description, "a phone is sealed apart"


def test_a_whole_complaint_in_english() -> None:
    talk = FlowTalk("en")
    talk.say("I want to complain", "complaint_other")
    assert "Forced shopping" in talk.buttons()
    for line, asked in [
        ("Transport", "ask_what"),
        ("The driver left us at the road side", "ask_company"),
        ("skip", "ask_when"),
        ("yesterday", "ask_where"),
        ("near the airport", "ask_amount"),
        ("Skip", "ask_evidence"),
        ("no", "ask_phone"),
        ("+44 20 7946 0018", "check"),
    ]:
        talk.say(line)
        assert talk.asked() == asked, talk.words()
    assert "Who: —" in talk.words()
    assert "It is recorded as {ticket_number}" in talk.say("Correct, send it")


@pytest.mark.parametrize(
    ("correction", "slot", "value"),
    [
        ("不对，是13900000000", "phone", "+8613900000000"),
        ("不对，是前天", "when", "2026-11-21"),
        ("错了，金额是 500元", "amount", 50_000),
        ("不是，应该是导游服务", "kind", "guide"),
    ],
)
def test_what_was_told_can_be_taken_back_at_the_read_out(correction: str, slot: str, value: object) -> None:
    talk = complained(FlowTalk())
    talk.say(correction)
    assert talk.slots[slot] == value
    assert talk.asked() == "check"


def test_whoever_says_no_to_the_read_out_is_asked_what_is_wrong() -> None:
    talk = complained(FlowTalk())
    talk.say("要改一项")
    assert talk.asked() == "what_wrong"
    assert "地点" in talk.buttons()
    talk.say("地点")
    assert talk.asked() == "ask_where"
    talk.say("阳朔西街")
    assert talk.asked() == "check"
    assert talk.slots["where"] == "阳朔西街"


def test_a_new_name_is_no_new_kind_and_one_is_asked_what_it_corrects() -> None:
    talk = complained(FlowTalk())
    talk.say("不对，是黄山旅行社")
    assert talk.asked() == "what_wrong"
    talk.say("对象")
    talk.say("黄山旅行社")
    assert (talk.slots["kind"], talk.slots["company"]) == ("shopping", "黄山旅行社")
    assert talk.asked() == "check"


def test_a_name_is_corrected_right_after_it_was_told() -> None:
    talk = FlowTalk()
    talk.say("导游逼我们买东西，不买不让上车", "complaint_forced_shopping")
    talk.say("黄山旅行社")
    assert "对象改为：假日山水旅行社" in talk.say("不对，是假日山水旅行社")
    assert talk.asked() == "ask_when"


def test_another_number_of_people_is_taken_even_without_saying_that_it_corrects() -> None:
    talk = FlowTalk()
    talk.say("明天3个人住湖畔客栈", "book_hotel", ("hotel", "湖畔客栈"))
    talk.say("跳过")
    assert "人数改为：4" in talk.say("我们四个人")
    assert talk.asked() == "ask_phone"


def test_a_correction_in_the_middle_comes_back_to_the_question() -> None:
    talk = FlowTalk()
    talk.say("订酒店", "book_hotel")
    for line in ("湖畔客栈", "明天", "两个人"):
        talk.say(line)
    said = talk.say("不对，是三个人")
    assert "人数改为：3" in said
    assert talk.asked() == "ask_notes"


def test_a_correction_after_the_ticket_is_added_to_it() -> None:
    talk = complained(FlowTalk())
    talk.say("没错，提交")
    talk.hear(CorrectSlot(None, "13900000000"))
    assert talk.effects[0] == Amend("complaint", "phone", "+8613900000000")
    assert "已经补充" in talk.words()


def test_a_question_in_the_middle_is_answered_and_the_flow_goes_on() -> None:
    talk = FlowTalk()
    talk.say("订酒店", "book_hotel")
    talk.say("湖畔客栈")
    talk.hear(Answer("故宫几点开门"))
    assert talk.effects[0] == LookUp("故宫几点开门")
    assert talk.asked() == "ask_when"
    talk.say("明天")
    assert talk.asked() == "ask_people"


def test_another_matter_in_the_middle_is_done_first_and_the_old_one_resumed() -> None:
    found: Mapping[str, str | int] = {"found": "yes", "state": "open", "changed_on": "2026-11-20"}
    talk = FlowTalk(answering=lambda _: found)
    talk.say("订酒店", "book_hotel")
    talk.say("湖畔客栈")
    assert "“预订登记”稍后接着办" in talk.say("查询#HZ-20261101-0003")
    said = talk.say("0000")
    assert "HZ-20261101-0003：处理中" in said
    assert "接着办“预订登记”" in said
    assert talk.asked() == "ask_when"


def test_a_wrong_ticket_number_is_asked_twice_then_a_person_helps() -> None:
    asked: list[Service] = []

    def never(call: Service) -> Mapping[str, str | int]:
        asked.append(call)
        return {"found": "no", "state": "", "changed_on": ""}

    talk = FlowTalk(answering=never)
    talk.say("查询#HZ-20261101-0003")
    assert "对不上" in talk.say("1234")
    assert talk.asked() == "ask_number_again"
    talk.say("HZ-20261101-0004")
    talk.say("1234")
    handed = talk.handed_over()
    assert handed is not None
    assert handed.reason == "asked"
    assert [call.given["number"] for call in asked] == ["HZ-20261101-0003", "HZ-20261101-0004"]


def test_a_service_that_fails_hands_over_with_what_is_known() -> None:
    talk = FlowTalk()
    talk.say("查询#HZ-20261101-0003")
    said = talk.say("1234")
    assert "出了点问题" in said
    handed = talk.handed_over()
    assert handed is not None
    assert handed.reason == "flow_failed"
    assert dict(handed.open[0][1]) == {"number": "HZ-20261101-0003", "last_four": "1234"}


def test_little_is_dropped_at_once_and_much_only_when_sure() -> None:
    talk = FlowTalk()
    talk.say("订酒店", "book_hotel")
    assert "不办了" in talk.say("算了不办了", "cancel_flow")
    assert talk.finished() == ["cancelled"]
    talk = complained(FlowTalk())
    talk.say("算了", "cancel_flow")
    assert talk.asked() == "cancel_sure"
    talk.say("不是")
    assert talk.asked() == "check"
    talk.say("不办了")
    talk.say("是")
    assert talk.finished() == ["cancelled"]
    assert talk.state.stack == ()


def test_after_three_days_it_asks_whether_to_go_on() -> None:
    talk = FlowTalk()
    talk.say("订酒店", "book_hotel")
    talk.say("湖畔客栈")
    talk.now_ms += 3 * DAY_MS
    assert "上次的“预订登记”还没办完" in talk.say("在吗", "greet")
    talk.say("好的", "affirm")
    assert talk.asked() == "ask_when"
    assert talk.slots["what"] == "湖畔客栈"


@pytest.mark.parametrize(("word", "asked"), [("继续", "ask_when"), ("我们说到哪儿了", "ask_when"), ("不办了", None)])
def test_whether_to_go_on_is_answered_in_any_words(word: str, asked: str | None) -> None:
    talk = FlowTalk()
    talk.say("订酒店", "book_hotel")
    talk.say("湖畔客栈")
    talk.now_ms += 3 * DAY_MS
    talk.say("在吗", "greet")
    talk.say(word)
    assert talk.asked() == asked


def test_to_go_on_is_no_to_stopping() -> None:
    talk = complained(FlowTalk())
    talk.say("算了", "cancel_flow")
    talk.say("继续办")
    assert talk.asked() == "check"


def test_after_three_days_a_plain_answer_is_taken_without_asking() -> None:
    talk = FlowTalk()
    talk.say("订酒店", "book_hotel")
    talk.say("湖畔客栈")
    talk.now_ms += 3 * DAY_MS
    talk.say("12月1日")
    assert talk.asked() == "ask_people"
    assert talk.slots["when"] == "2026-12-01"


def test_after_three_days_one_may_say_no_and_after_weeks_it_is_forgotten() -> None:
    talk = FlowTalk()
    talk.say("订酒店", "book_hotel")
    talk.now_ms += 3 * DAY_MS
    talk.say("你好", "greet")
    talk.say("不用了", "deny")
    assert talk.finished() == ["cancelled"]
    talk.say("订酒店", "book_hotel")
    talk.now_ms += 30 * DAY_MS
    talk.say("你好", "greet")
    assert talk.state.stack == ()


def test_what_does_not_fit_is_asked_more_simply_then_by_a_person() -> None:
    talk = FlowTalk()
    talk.say("请回电", "callback_request")
    assert "这个号码好像不对" in talk.say("12345")
    assert talk.asked() == "ask_number"
    talk.say("我的手机")
    assert talk.asked() == "ask_phone_simple"
    assert talk.buttons() == ["转人工"]
    talk.say("就是那个")
    handed = talk.handed_over()
    assert handed is not None
    assert handed.reason == "not_understood"


def test_a_day_to_come_is_no_day_that_was() -> None:
    talk = FlowTalk()
    talk.say("钱包掉了", "lost_property")
    talk.say("黑色钱包")
    talk.say("西湖边")
    assert "还没有到" in talk.say("明天")
    assert talk.asked() == "ask_when"
    talk.say("前天")
    assert talk.asked() == "ask_phone"


def test_what_is_told_by_the_way_is_not_asked_again() -> None:
    talk = FlowTalk()
    talk.say("订酒店", "book_hotel")
    talk.say("湖畔客栈")
    talk.say("四个人")
    assert talk.asked() == "ask_when", "the day is still missing"
    talk.say("后天")
    assert talk.asked() == "ask_notes", "how many people is known"


def test_all_told_in_one_sentence_is_asked_only_for_the_rest() -> None:
    talk = FlowTalk()
    talk.say("明天3个人住湖畔客栈", "book_hotel", ("hotel", "湖畔客栈"))
    assert talk.slots == {"kind": "hotel", "what": "湖畔客栈", "when": "2026-11-24", "people": 3}
    assert talk.asked() == "ask_notes"


def test_a_bad_rating_is_kept_and_the_way_to_complain_told() -> None:
    talk = FlowTalk()
    talk.say("我要给导游小李打分", "rate_guide", ("person", "小李"))
    assert talk.buttons() == ["5", "4", "3", "2", "1"]
    talk.say("1")
    said = talk.say("跳过")
    assert RecordRating("guide", "小李", 1, None) in talk.effects
    assert "我要投诉" in said


def test_satisfaction_may_be_left_out() -> None:
    talk = FlowTalk()
    talk.hear(StartFlow("satisfaction"))
    assert "祝您旅途愉快" in talk.say("跳过")
    talk.hear(StartFlow("satisfaction"))
    talk.say("非常满意")
    talk.say("都挺好")
    assert RecordRating("service", "hotline", 5, "都挺好") in talk.effects


def test_advice_on_refunds_ends_with_advice_or_with_a_ticket() -> None:
    talk = FlowTalk()
    assert "书面" in talk.say("团费不退", "refund_request") + talk.say("旅行团")
    talk.say("不用")
    assert talk.finished() == ["done"]
    talk.say("酒店不退钱", "refund_request")
    talk.say("酒店")
    talk.say("是")
    assert talk.asked() == "ask_company"


def test_a_dangerous_fault_is_warned_of_first() -> None:
    talk = FlowTalk()
    talk.say("报修#栈道护栏松了，快掉下去了")
    talk.say("东门观景台")
    assert "先离开" in talk.say("是")
    talk.say("没有")
    talk.say("跳过")
    ticket = talk.ticket()
    assert ticket is not None
    assert ticket.kind == "repair"


def test_the_last_question_is_said_again_and_in_another_language() -> None:
    talk = FlowTalk()
    talk.say("请回电", "callback_request")
    first = talk.words()
    assert talk.hear(Repeat()) == first
    assert "Which number" in talk.hear(ChangeLanguage("en"))
    assert "どの番号" in talk.hear(ChangeLanguage("ja"))


def test_a_language_without_the_text_is_told_it_in_english() -> None:
    talk = complained(FlowTalk("fr"))
    assert talk.words().startswith("Please check")


def test_not_understood_twice_is_handed_over() -> None:
    talk = FlowTalk()
    talk.hear(Clarify(("complaint", "booking")))
    assert talk.effects == (Offer(("complaint", "booking")),)
    talk.hear(Clarify(("complaint",)))
    assert talk.handed_over() is not None


def test_a_person_gets_all_that_is_known() -> None:
    talk = complained(FlowTalk())
    talk.hear(Handoff("asked"))
    effect = talk.handed_over()
    assert effect is not None
    (open_,) = known(effect, Speech(book(), wording(), STAFF_LANG))
    assert open_.topic == "投诉登记"
    assert ("对象", "假日山水旅行社") in open_.details
    assert ("金额", "3,200 元") in open_.details
    assert talk.state.stack == ()


def test_words_that_nobody_asked_for_are_a_question() -> None:
    talk = FlowTalk()
    talk.hear(SetSlot(None, "三个人"))
    assert talk.effects == (LookUp("三个人"),)


def test_nothing_said_is_never_nothing_answered() -> None:
    assert "我在" in FlowTalk().hear()
