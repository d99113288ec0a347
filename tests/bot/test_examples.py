"""What tourists really write, and what must come of it: an article, a person, or an honest question back."""

import pytest

from hub.texts import fallbacks
from tests.bot.talk import WORDING, Talk, handed_over, outcome, told

pytestmark = pytest.mark.unit

UNDERSTOOD = {
    "护照丢了怎么办": "lost-passport",
    "護照丟了怎麼辦": "lost-passport",
    "昨天在车上护照被偷了": "lost-passport",
    "I lost my passport on the train": "lost-passport",
    "my passport was stolen": "lost-passport",
    "パスポートをなくしました": "lost-passport",
    "여권을 잃어버렸어요": "lost-passport",
    "身份证丢在酒店了": "lost-id-card",
    "没带身份证能坐火车吗，忘带身份证了": "lost-id-card",
    "手机丢了怎么找": "lost-property",
    "失物招领": "lost-property",
    "i lost my luggage, what now": "lost-property",
    "我要投诉旅行社": "complaint",
    "导游态度太差了我要投诉": "complaint",
    "酒店乱收费": "complaint",
    "投诉电话是多少": "complaint",
    "how do I complain about my guide": "complaint",
    "我的投诉处理得怎么样了": "case-progress",
    "查一下工单进度": "case-progress",
    "我要投诉强制购物": "forced-shopping",
    "旅行团带我们进了五个购物店不买不让走": "forced-shopping",
    "低价团是骗人的": "forced-shopping",
    "旅行社擅自改变行程": "tour-contract",
    "我要退款": "cancel-tour",
    "旅行社不退钱": "cancel-tour",
    "退票手续费多少": "cancel-tour",
    "怎么查导游证真假": "verify-agency",
    "这家旅行社正规吗": "verify-agency",
    "约满了怎么办": "reservation",
    "现场能买票吗": "reservation",
    "do I need to book tickets?": "reservation",
    "入場券の予約": "reservation",
    "残疾人有优惠政策吗": "discounts",
    "高原反应怎么预防": "altitude",
    "altitude sickness": "altitude",
    "爬山要带什么，登山注意事项": "hiking",
    "有离岸流怎么办": "seaside",
    "封山了吗": "bad-weather",
    "景区有停车场吗": "accessible",
    "可以租轮椅吗": "accessible",
    "可以带无人机吗": "drone",
    "能带宠物吗": "pets",
    "海鲜大排档缺斤少两": "food",
    "博物馆里能拍照吗": "museum-manners",
    "写真を撮ってもいいですか": "museum-manners",
    "사진 찍어도 되나요": "museum-manners",
    "where can I exchange money": "payment",
    "旅游保险怎么买": "insurance",
    "航班延误险怎么赔": "insurance",
    "林区能抽烟吗": "forest-fire",
    "西湖": "west-lake",
    "tell me about the Great Wall": "great-wall",
    "你们是什么单位": "about-us",
    "are you a bot?": "about-us",
    "急救电话是多少": "emergency-numbers",
}

FOR_PEOPLE = {
    "转人工": "asked",
    "人工": "asked",
    "轉人工": "asked",
    "我要人工服务": "asked",
    "找个真人跟我说": "asked",
    "不想跟机器人聊": "asked",
    "叫你们领导来": "asked",
    "有没有人啊": "asked",
    "给我回个电话": "asked",
    "我要和客服说话": "asked",
    "agent": "asked",
    "Human please": "asked",
    "I want to talk to a real person": "asked",
    "connect me to an agent": "asked",
    "オペレーターお願いします": "asked",
    "人と話したい": "asked",
    "상담원 연결해 주세요": "asked",
    "사람과 이야기하고 싶어요": "asked",
    "你们这帮骗子": "angry",
    "什么破机器人，气死我了": "angry",
    "退钱！！！": "angry",
    "我要找记者曝光": "angry",
    "this is fucking ridiculous": "angry",
    "useless bot": "angry",
    "ふざけるな": "angry",
    "짜증나 진짜": "angry",
    "救命，我们被困在山上了": "rescue",
    "有人落水了": "rescue",
    "help me!": "rescue",
    "助けて": "rescue",
    "살려주세요": "rescue",
}

OUT_OF_SCOPE = (
    "今天股票怎么样",
    "帮我写一首诗",
    "一加一等于几",
    "你喜欢吃什么",
    "推荐一部电影",
    "明天黄山天气怎么样",
    "从北京南站怎么去故宫",
    "帮我订个酒店",
    "故宫几点开门",
    "八达岭长城的电话是多少",
    "西湖附近有什么好吃的",
    "五天云南怎么安排",
    "公务员考试什么时候报名",
    "我的电脑坏了",
    "外卖什么时候到",
    "what is the capital of France",
    "how is the weather in Beijing",
    "how much is the ticket for the Great Wall",
    "tell me a joke",
    "please recommend a restaurant near the Forbidden City",
    "我想买一辆车",
    "世界杯谁赢了",
    "人工湖在哪里",
    "人工智能是什么",
    "that's great, thank you!",
)


@pytest.mark.parametrize(("text", "code"), UNDERSTOOD.items())
def test_a_question_in_scope_gets_its_article(text: str, code: str) -> None:
    assert outcome(Talk().say(text)) == code


@pytest.mark.parametrize(("text", "reason"), FOR_PEOPLE.items())
def test_who_wants_or_needs_a_person_gets_one_at_once(text: str, reason: str) -> None:
    turn = Talk().say(text)
    assert handed_over(turn) == reason
    assert turn.replies, "and is told so"


@pytest.mark.parametrize("text", OUT_OF_SCOPE)
def test_what_no_article_answers_is_not_answered(text: str) -> None:
    turn = Talk().say(text)
    assert (told(turn), told(turn, "en"), handed_over(turn)) == (None, None, None)


def test_there_are_enough_examples() -> None:
    assert len(UNDERSTOOD) + len(FOR_PEOPLE) >= 40
    assert len(OUT_OF_SCOPE) >= 20


@pytest.mark.parametrize("lang", ["zh-CN", "en", "ja", "ko"])
def test_the_button_for_a_person_leads_to_one(lang: str) -> None:
    assert fallbacks(lang)[0] == lang
    assert handed_over(Talk().say(WORDING.say("bot.person", lang))) == "asked"
