"""The order of the bot's questions, what it remembers, and that nothing anybody writes can upset it."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.finding import OFFERS
from bot.knowledge import Article, Knowledge
from bot.memory import LINES
from hub.model import BotState, BotTurn, Button, Escalate, Kind, SetSlot
from tests.bot.talk import WORDING, Talk, decide, demo, handed_over, heard, told, written

pytestmark = pytest.mark.unit

GREETING = WORDING.say("bot.greeting", "zh-CN")
MEGABYTE = 1_000_000


def test_a_greeting_is_returned_with_topics_and_a_way_to_a_person() -> None:
    turn = Talk().say("你好")
    assert [reply.text for reply in turn.replies] == [GREETING]
    assert [button.label for button in turn.replies[0].buttons] == [
        "投诉登记",
        "门票怎么预约",
        "东西丢了怎么找",
        "转人工",
    ]


def test_it_greets_once_in_a_conversation() -> None:
    talk = Talk()
    turns = [talk.say(text) for text in ("护照丢了怎么办", "能带宠物吗", "你好", "谢谢")]
    said = [reply.text for turn in turns for reply in turn.replies]
    assert said.count(GREETING) == 1
    assert said[0] == GREETING


def test_an_answer_names_its_article_and_date_and_says_that_a_sample_is_a_sample() -> None:
    turn = Talk().say("护照丢了怎么办")
    assert (turn.replies[0].text, told(turn)) == (GREETING, "lost-passport")
    assert turn.replies[-1].text.endswith("—— 摘自《护照丢了怎么办》，2026-11-01（演示数据，未核实）")


def test_who_writes_english_is_answered_in_english_and_the_core_is_told() -> None:
    turn = Talk().say("my passport was stolen")
    assert turn.replies[-1].text.startswith("First report the loss")
    assert turn.replies[-1].lang == "en"
    assert SetSlot("lang", "en") in turn.actions


def test_who_writes_korean_gets_the_english_article_with_korean_words_round_it() -> None:
    turn = Talk().say("여권을 잃어버렸어요")
    assert turn.replies[0].text == WORDING.say("bot.greeting", "ko")
    assert turn.replies[-1].lang == "en"


def test_a_language_that_we_have_no_words_in_is_answered_in_english() -> None:
    turn = Talk(lang="fr").say("Où est le musée ?")
    assert turn.replies[0].text == WORDING.say("bot.greeting", "en")
    assert not any(isinstance(action, SetSlot) for action in turn.actions)


def test_traditional_characters_find_the_same_article() -> None:
    traditional, simplified = (Talk().say(said).replies[-1] for said in ("護照丟了怎麼辦", "护照丢了怎么办"))
    assert traditional.text == simplified.text
    assert traditional.buttons == (Button("轉真人客服", "轉真人客服"),)


def test_not_sure_offers_articles_and_pressing_one_tells_it() -> None:
    talk = Talk()
    offer = talk.say("高原反应保险赔不赔")
    labels = [button.label for button in offer.replies[-1].buttons]
    assert labels[-1] == "转人工"
    assert 1 < len(labels) <= OFFERS + 1
    pressed = talk.say(offer.replies[-1].buttons[0].value)
    assert pressed.replies[-1].text.endswith(f"《{labels[0]}》，2026-11-01（演示数据，未核实）")


def test_twice_not_understood_is_handed_over_with_what_was_said() -> None:
    talk = Talk()
    assert handed_over(talk.say("今天股票怎么样")) is None
    turn = talk.say("世界杯谁赢了")
    assert handed_over(turn) == "not_understood"
    summary = next(action.summary for action in turn.actions if isinstance(action, Escalate))
    assert summary.startswith("可能想问：还不清楚\n最近的对话：\n")
    assert "游客：今天股票怎么样\n" in summary
    assert summary.endswith("游客：世界杯谁赢了")


def test_an_answer_between_makes_the_bot_patient_again() -> None:
    talk = Talk()
    talk.say("今天股票怎么样")
    talk.say("护照丢了怎么办")
    assert handed_over(talk.say("世界杯谁赢了")) is None


def test_that_was_not_it_counts_as_not_understood() -> None:
    talk = Talk()
    talk.say("今天股票怎么样")
    assert handed_over(talk.say("都不是")) == "not_understood"


def test_the_summary_guesses_what_it_is_about() -> None:
    talk = Talk()
    talk.say("护照丢了怎么办")
    turn = talk.say("转人工")
    summary = next(action.summary for action in turn.actions if isinstance(action, Escalate))
    assert summary.startswith("可能想问：护照丢了怎么办\n")


def test_a_cry_for_help_is_answered_with_the_emergency_numbers_before_anything_else() -> None:
    turn = Talk().say("转人工，垃圾服务，我们被困在山上了，救命")
    assert handed_over(turn) == "rescue"
    assert [reply.text for reply in turn.replies] == [WORDING.say("rescue.reply", "zh-CN")]
    summary = next(action.summary for action in turn.actions if isinstance(action, Escalate))
    assert summary.startswith("可能想问：遇险求助\n")


def test_a_cry_in_any_of_several_messages_is_heard() -> None:
    turn = Talk().say("你好", "help me!", "我在玉龙雪山")
    assert handed_over(turn) == "rescue"


def test_several_messages_are_answered_together() -> None:
    talk = Talk()
    talk.say("你好")
    assert told(talk.say("请问一下", "护照丢了怎么办")) == "lost-passport"


@pytest.mark.parametrize("kind", [Kind.IMAGE, Kind.VOICE, Kind.VIDEO, Kind.FILE, Kind.UNSUPPORTED])
def test_what_it_cannot_read_is_said_and_the_second_goes_to_people(kind: Kind) -> None:
    talk = Talk()
    assert talk.say(None, kind=kind).replies[-1].text == WORDING.say("bot.cannot_see", "zh-CN")
    assert handed_over(talk.say("", kind=kind)) == "not_understood"


def test_a_picture_with_words_is_answered_by_its_words() -> None:
    talk = Talk()
    talk.say("你好")
    assert told(talk.say("护照丢了怎么办", kind=Kind.IMAGE)) == "lost-passport"


def test_a_location_is_acknowledged() -> None:
    assert Talk().say(None, kind=Kind.LOCATION).replies[-1].text == WORDING.say("bot.location", "zh-CN")


def test_somebody_who_only_comes_in_is_greeted_once() -> None:
    talk = Talk()
    assert [reply.text for reply in talk.say(None, kind=Kind.EVENT).replies] == [GREETING]
    assert talk.say(None, kind=Kind.EVENT).replies == ()


@pytest.mark.parametrize("signs", ["", "   ", "😀😀", "👍", "？？？", "\u200b", "\u202e", "—"])
def test_signs_without_words_are_met_kindly_and_never_count_against_anybody(signs: str) -> None:
    talk = Talk()
    talk.say("你好")
    turns = [talk.say(signs) for _ in range(3)]
    assert {turn.replies[0].text for turn in turns} == {WORDING.say("bot.signs", "zh-CN")}


def test_a_megabyte_is_answered_in_no_time() -> None:
    began = time.thread_time()  # work done, not time gone by: others may have the cores
    turn = Talk().say("护照丢了怎么办" + "啊" * MEGABYTE)
    assert time.thread_time() - began < 1
    assert turn.replies
    assert len(turn.state.json) < 10_000


@pytest.mark.parametrize(
    "text", ["مرحبا كيف حالك", "שלום", "\u202eabc\u202d", "a\x00b", "\ud800", "<script>alert(1)</script>"]
)
def test_odd_writing_is_answered_and_leaves_nothing_odd_behind(text: str) -> None:
    talk = Talk()
    talk.say(text)
    turn = talk.say("转人工")
    summary = next(action.summary for action in turn.actions if isinstance(action, Escalate))
    assert "\x00" not in summary
    assert summary.encode("utf-8")
    assert turn.state.json.isascii()


@pytest.mark.parametrize("state", ["", "{", "[]", "null", '{"unsure": "x", "lines": [1, ["a"]], "lang": 5}', "\x00"])
def test_a_state_that_cannot_be_read_is_a_fresh_start(state: str) -> None:
    turn = decide(heard(written("护照丢了怎么办"), state=BotState(state)), demo(), WORDING)
    assert turn.replies[-1].text.startswith("先到就近的派出所")


def test_without_any_article_it_still_talks_and_hands_over() -> None:
    talk = Talk(Knowledge())
    assert talk.say("护照丢了怎么办").replies[-1].text == WORDING.say("bot.rephrase", "zh-CN")
    assert handed_over(talk.say("护照丢了怎么办")) == "not_understood"


def test_an_article_that_is_gone_is_not_named_in_the_summary() -> None:
    article = Article("tea", "zh-CN", "哪里喝茶", "在茶馆。", "2026-01-01", ("喝茶",))
    talk = Talk(Knowledge([article]))
    talk.say("喝茶")
    talk.knowledge = Knowledge()
    turn = talk.say("转人工")
    assert any(isinstance(action, Escalate) and "还不清楚" in action.summary for action in turn.actions)


@given(st.lists(st.text(max_size=80), min_size=1, max_size=6))
def test_any_texts_get_turns_that_can_be_kept(texts: list[str]) -> None:
    talk = Talk()
    for text in texts:
        turn = talk.say(text)
        assert isinstance(turn, BotTurn)
        assert turn.replies
        assert all(reply.text.strip() for reply in turn.replies)
        remembered = json.loads(turn.state.json)
        assert len(remembered["lines"]) <= LINES
        assert sum(isinstance(action, Escalate) for action in turn.actions) <= 1


@given(st.text(max_size=200), st.sampled_from(list(Kind)), st.sampled_from(["zh-CN", "en", "ja", "ko", "fr", ""]))
def test_the_same_input_gives_the_same_turn(text: str, kind: Kind, lang: str) -> None:
    given_ = heard(written(text, kind), lang=lang)
    assert decide(given_, demo(), WORDING) == decide(given_, demo(), WORDING)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_state_can_be_read(state: str, text: str) -> None:
    assert decide(heard(written(text), state=BotState(state)), demo(), WORDING).state.json
