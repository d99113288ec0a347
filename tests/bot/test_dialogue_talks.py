"""Whole talks with the bot: dialogues, articles and people in one, with and without somebody who understands."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue import Desk, Turning
from bot.flows.state import State, written
from bot.nlu.port import Entity, Parse, Part, Scored
from hub.model import BotState, BotTurn, CreateTicket, Escalate, Kind, NoteTicket, Rate, SetSlot
from tests.bot.talk import WORDING, Talk, decide, demo, flows, handed_over, heard, told
from tests.bot.talk import written as line

pytestmark = pytest.mark.unit

TOLD = ("强制购物", "导游逼我们买玉，不买就骂人", "假日山水旅行社", "昨天", "丽江", "3200元", "有", "13800138000")
DAY_MS = 24 * 3600 * 1000


def _complaint(*lines: str, lang: str = "zh-CN") -> Talk:
    talk = Talk(lang=lang)
    for text in ("我要投诉", *lines):
        talk.say(text)
    return talk


def _words(turn: BotTurn) -> str:
    return "\n".join(reply.text for reply in turn.replies)


def _labels(turn: BotTurn) -> list[str]:
    return [button.label for button in turn.replies[-1].buttons]


def _understood(text: str, *intents: tuple[str, float], entities: Iterable[Entity] = ()) -> Parse:
    return Parse(text, text, None, tuple(Scored(*one) for one in intents), tuple(entities), 1.0, "test")


def _say(talk: Talk, text: str, *intents: tuple[str, float]) -> BotTurn:
    given = heard(line(text), state=talk.state, lang=talk.lang)
    turn = decide(given, talk.knowledge, WORDING, _understood(text, *intents))
    talk.state = turn.state
    return turn


@pytest.mark.parametrize(
    ("text", "flow"),
    [(word, flow.id) for flow in flows().flows.values() for word in flow.words]
    + [
        (words, flow.id) for flow in flows().flows.values() for words in flows().texts[f"flow.{flow.id}.topic"].values()
    ],
)
def test_a_flow_s_own_words_and_its_topic_on_a_button_begin_it(text: str, flow: str) -> None:
    turn = Talk().say(text)
    assert handed_over(turn) is None
    assert f'[\\"{flow}\\"' in turn.state.json


def test_a_complaint_opens_one_ticket_with_its_phone_and_says_its_number() -> None:
    talk = _complaint(*TOLD)
    turn = talk.say("没错，提交")
    (ticket,) = [action for action in turn.actions if isinstance(action, CreateTicket)]
    assert (ticket.kind, ticket.phone, ticket.title) == (
        "complaint",
        "+8613800138000",
        "投诉（强制购物）：假日山水旅行社",
    )
    assert "{ticket_number}" in _words(turn)


def test_a_question_in_the_middle_is_answered_and_what_was_asked_is_asked_again() -> None:
    talk = _complaint(*TOLD[:3])
    turn = _say(talk, "护照丢了怎么办？", ("lost_property", 0.95))
    assert told(turn) == "lost-passport"
    assert turn.replies[-1].text.endswith("是哪一天发生的？")
    assert "什么地方" in _words(talk.say("昨天"))


@pytest.mark.parametrize("first", ["护照丢了怎么办", "我要投诉导游强迫购物"])
def test_a_question_and_a_wish_in_one_sentence_are_both_served(first: str) -> None:
    wish, question = "我要投诉导游强迫购物", "护照丢了怎么办"
    second = question if first == wish else wish
    text = f"{first}，另外{second}"
    intents = {wish: Scored("complaint_forced_shopping", 0.9), question: Scored("lost_property", 0.85)}
    border = len(first) + 1
    parts = (Part(0, border, intents[first]), Part(border, len(text), intents[second]))
    parse = Parse(text, text, "zh-CN", tuple(intents.values()), (), 1.0, "test", parts)
    turn = decide(heard(line(text)), demo(), WORDING, parse)
    assert told(turn) == "lost-passport"
    assert "发生了什么事" in _words(turn)
    assert "complaint" in turn.state.json


def test_the_name_of_an_article_is_an_answer_where_one_is_asked_for() -> None:
    talk = _complaint(*TOLD[:4])
    assert "金额" in _words(talk.say("安徽黄山"))


def test_a_question_that_nobody_knows_leaves_the_dialogue_where_it_was() -> None:
    talk = _complaint(*TOLD[:3])
    turn = _say(talk, "景区几点开门", ("opening_hours", 0.95))
    assert WORDING.say("bot.unknown", "zh-CN") in _words(turn)
    assert "是哪一天发生的？" in _words(turn)


def test_anger_in_the_story_is_part_of_it_and_anywhere_else_calls_a_person() -> None:
    talk = _complaint("强制购物")
    assert handed_over(talk.say("太过分了，导游逼我们买东西，气死我了")) is None
    talk = _complaint()
    assert handed_over(talk.say("你们这破机器人，气死我了")) == "angry"


def test_a_person_gets_what_was_told_in_labels_and_words() -> None:
    talk = _complaint(*TOLD[:4])
    turn = talk.say("转人工")
    (escalate,) = [action for action in turn.actions if isinstance(action, Escalate)]
    assert escalate.topic == "投诉登记"
    assert ("对象", "假日山水旅行社") in escalate.known[0].details
    assert "对象：假日山水旅行社" in escalate.summary


def test_what_is_unclear_is_offered_as_buttons_that_begin_it() -> None:
    talk = Talk(lang="zh-CN")
    turn = _say(talk, "那个事情", ("refund_request", 0.5), ("book_hotel", 0.47), ("complaint_other", 0.46))
    assert _labels(turn) == ["退款协助", "预订登记", "投诉登记", "转人工"]
    assert "订" in _words(talk.say("预订登记"))


def test_unclear_twice_goes_to_a_person_who_hears_how_often() -> None:
    talk = Talk()
    talk.say("今天股票怎么样")
    turn = _say(talk, "那个事情", ("refund_request", 0.5), ("book_hotel", 0.47))
    (escalate,) = [action for action in turn.actions if isinstance(action, Escalate)]
    assert (escalate.reason, escalate.unsure) == ("not_understood", 2)


def test_who_is_surely_understood_is_led_at_once() -> None:
    turn = _say(Talk(), "导游昨天逼我们去玉器店买东西不买不让走", ("complaint_forced_shopping", 0.95))
    assert "哪家公司" in _words(turn), "kind and story are known from the sentence"


def test_an_article_offers_the_dialogue_that_goes_on_from_it() -> None:
    talk = Talk()
    turn = talk.say("投诉电话是多少")
    assert told(turn) == "complaint"
    assert _labels(turn) == ["投诉登记", "转人工"]


def test_a_pressed_title_is_the_article_whatever_it_sounds_like() -> None:
    assert told(_say(Talk(), "怎么投诉", ("complaint_other", 0.99))) == "complaint"


def test_a_keyword_alone_is_told_the_format_with_a_button() -> None:
    turn = Talk().say("投诉")
    assert "投诉#" in _words(turn)
    assert _labels(turn) == ["投诉登记", "转人工"]


def test_a_name_or_a_number_in_latin_letters_does_not_change_the_language() -> None:
    talk = _complaint(*TOLD[:2])
    turn = talk.say("Lake Inn")
    assert "哪一天" in _words(turn)
    assert not any(isinstance(action, SetSlot) for action in turn.actions)
    assert "后四位" in _words(Talk().say("查询#HZ-20261123-0001"))


def test_a_complaint_in_english_is_led_in_english() -> None:
    talk = Talk(lang="en")
    turn = talk.say("I want to complain")
    assert "What kind of complaint" in _words(turn)
    assert "Forced shopping" in _labels(turn)


@pytest.mark.parametrize("kind", [Kind.IMAGE, Kind.FILE, Kind.LOCATION])
def test_a_picture_is_kept_while_and_after_something_is_recorded(kind: Kind) -> None:
    talk = _complaint(*TOLD)
    turn = talk.say(None, kind=kind)
    assert _words(turn).startswith(WORDING.say("bot.kept", "zh-CN"))
    assert "对吗" in _words(turn)
    talk.say("没错，提交")
    turn = talk.say(None, kind=kind)
    assert _words(turn) == WORDING.say("bot.kept", "zh-CN")
    assert [type(action) for action in turn.actions] == [NoteTicket]


def test_signs_in_the_middle_bring_the_question_back() -> None:
    talk = _complaint(*TOLD[:3])
    assert "哪一天" in _words(talk.say("👍"))


def test_a_correction_after_the_end_is_added_to_that_ticket() -> None:
    talk = _complaint(*TOLD)
    (ticket,) = [action for action in talk.say("没错，提交").actions if isinstance(action, CreateTicket)]
    turn = talk.say("不对，是前天")
    (note,) = [action for action in turn.actions if isinstance(action, NoteTicket)]
    assert note.tag == ticket.tag
    assert note.note.startswith("日期：")


def test_an_evaluation_is_an_action() -> None:
    talk = Talk()
    for text in ("我要评价", "导游", "王小明", "2"):
        turn = talk.say(text)
    turn = talk.say("跳过")
    assert Rate("guide", "王小明", 2) in turn.actions
    assert "我要投诉" in _words(turn)
    assert "哪一类" in _words(talk.say("我要投诉")), "what it says works"


def test_a_service_that_does_not_answer_hands_over() -> None:
    talk = Talk()
    talk.say("查询#HZ-20261123-0001")
    assert handed_over(talk.say("8000")) == "flow_failed"


def test_a_state_of_another_version_goes_to_a_person_and_not_back_to_the_start() -> None:
    dialogue = '{\\"v\\":99,\\"stack\\":[[\\"complaint\\"]]}'
    state = BotState(f'{{"greeted":true,"dialogue":"{dialogue}"}}')
    turn = decide(heard(line("昨天"), state=state), demo(), WORDING)
    assert handed_over(turn) == "flow_failed"
    assert written(State()) not in turn.state.json


def test_no_dialogue_leaves_no_trace_in_what_is_kept() -> None:
    turn = Talk().say("护照丢了怎么办")
    assert "dialogue" not in turn.state.json
    assert "ticket" not in turn.state.json


def test_what_may_be_a_cry_is_offered_as_one_and_pressing_it_is() -> None:
    talk = Talk()
    turn = _say(talk, "那边有人踩空了", ("emergency_rescue", 0.6), ("complaint_scenic", 0.2))
    assert _labels(turn)[0] == "我有危险，救命"
    assert handed_over(turn) is None
    assert handed_over(talk.say(_labels(turn)[0])) == "rescue"


def test_who_is_surely_in_danger_is_handed_over_even_in_the_middle_of_something() -> None:
    talk = _complaint("强制购物")
    turn = _say(talk, "冰面裂开有人掉进去了快派人", ("emergency_rescue", 0.99))
    assert handed_over(turn) == "rescue"
    assert "110" in _words(turn)


@pytest.mark.parametrize("text", ["护照丢了", "怎么投诉", "能飞无人机吗"])
def test_a_plain_question_is_answered_without_asking_what_it_means(text: str) -> None:
    turning = Turning(heard(line(text)), Desk(demo(), WORDING, flows()))
    turning.hear()
    assert not turning.is_unclear
    assert told(turning.finished()) is not None


@pytest.mark.parametrize("text", ["我要投诉导游强迫购物", "帮我订一家酒店", "昨天导游逼我们去玉器店买东西不买不让走"])
def test_who_wishes_something_or_tells_a_story_is_to_be_understood(text: str) -> None:
    turning = Turning(heard(line(text)), Desk(demo(), WORDING, flows()))
    turning.hear()
    assert turning.is_unclear


_INTENTS = (
    "emergency_rescue",
    "human_agent",
    "cancel_flow",
    "deny",
    "affirm",
    "book_hotel",
    "complaint_other",
    "rate_guide",
)
_LINES = (
    *TOLD,
    "没错，提交",
    "我要投诉",
    "投诉#",
    "查询#HZ-20261123-0001",
    "不对，是前天",
    "？",
    "护照丢了怎么办",
    "8000",
)


@given(st.lists(st.tuples(st.sampled_from(_LINES) | st.text(max_size=40), st.sampled_from(_INTENTS)), max_size=12))
def test_whatever_is_said_and_understood_each_turn_says_something_and_can_be_gone_on_from(
    said: list[tuple[str, str]],
) -> None:
    talk = Talk()
    for text, intent in said:
        turn = _say(talk, text, (intent, 0.95))
        assert turn.replies
        assert all(reply.text.strip() for reply in turn.replies)
        if handed_over(turn) is not None:
            break
