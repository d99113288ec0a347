"""Phrases the bot knows without looking anything up: asking for a person, anger, greetings, thanks.

Rules: patterns are folded as the texts are (`hub.script.fold`), so they use no upper-case escapes. What is said in
passing (人工湖, travel agent, 垃圾桶) is no demand and no anger.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from bot.tokens import shortened
from hub.script import bare, fold


def _compiled(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{fold(pattern)})" for pattern in patterns))


_PERSON = _compiled(
    "(?:转|接|找|要|换|叫|请|呼叫|连线?|需要)[^。,!?]{0,4}(?:人工(?!湖|智能|岛|讲解|导游|沙滩|呼吸|费)|真人|活人|座席|坐席|话务员|接线员)",
    "^人工(?:服务|客服|坐席|座席|台)?[啊吧呢!。]*$",
    "人工(?:客服|坐席|座席)",
    "(?:转|找|要|叫|和|跟|联系你们|接)(?:一下|你们的?|个)?客服",
    "^客服$",
    "有没有人(?:啊|吗|理我|管)?[?!]*$",
    "(?:不想|不要|别)(?:跟|和|再)?(?:用)?机器(?:人)?(?:聊|说|回复)?",
    "(?:跟|和)(?:真的)?人(?:聊|说话|讲)",
    "换(?:个)?人来",
    "叫你们(?:领导|主管|经理|负责人)",
    "回个?电话?(?:给我)?(?:吧|吗)?$|回个电话|回拨|打给我|打我(?:的)?(?:手机|电话)|电话联系我|电话沟通|打电话给我|预约回电|给我回电",
    r"\b(?:talk|speak|chat|connect|transfer|put)(?: me)?(?: through)? (?:to|with) (?:an? |the |some |your )?"
    r"(?:real |live |human |actual )*(?:agent|human|person|operator|representative|rep|someone|somebody|staff|people"
    r"|customer service|support|manager|advisor)\b(?! rights| history| remains)",
    r"^(?:an? |the )?(?:real |live |human )*(?:agent|human|operator|representative|person|staff|customer service"
    r"|someone)(?:,? please| now)?[.!?]*$",
    r"\b(?:need|want|get|give) (?:me )?(?:an? |the )?(?:real |live |human |actual )*(?:agent|human|person|operator"
    r"|representative)\b(?! rights| history)",
    r"\bhuman (?:agent|operator|help|support|assistance)\b",
    r"\bcall me(?: back)?\b",
    "オペレーター|担当者(?:に|と|を)|(?:人間?|スタッフ|係の(?:人|方))(?:と|に)(?:話|つな|繋|代わ|替わ)|有人(?:対応|チャット)",
    "상담원|상담사|(?:사람|직원)(?:과|와|이랑|하고|한테|에게|이)? ?(?:연결|얘기|이야기|대화|통화|상담|바꿔)",
)

_ANGER = _compiled(
    "(?:你们?|这)[^。,!?]{0,6}(?:垃圾|废物|骗子|混蛋)(?!桶|箱|分类|场)",
    "垃圾(?:服务|平台|客服|机器人?|热线|公司|旅行社|东西)",
    "什么(?:破|垃圾|狗屁|鬼)",
    "气死|太过分|欺人太甚|忍无可忍|气愤|愤怒|火大",
    "王八蛋|他妈|妈的|傻[逼x]|滚(?:蛋|开|$)|去死|混蛋|草泥马|操你|狗屎|智障|脑残|放屁",
    "曝光(?:你们)?|找记者|找媒体|打官司|起诉|律师函",
    "(?:退钱|还钱|投诉|骗|坑|黑心|差劲)[^。?]{0,12}!{3,}",
    r"\b(?:fuck\w*|shit\w*|bullshit|assholes?|bastards?|idiots?|outrageous|unacceptable|disgusting|furious)\b",
    r"\b(?:stupid|useless|dumb) (?:bot|robot|machine|service|hotline|answers?)\b|\b(?:you are|you're|this is) "
    r"(?:so |really |totally |absolutely |completely )?(?:a )?(?:useless|terrible|awful|horrible|ridiculous"
    r"|joke|scam)\b",
    r"\bworst (?:service|experience|hotline|company)|\bsue you\b|\bmy lawyer\b",
    "ふざけ(?:るな|んな|ないで)|最悪|馬鹿|バカ|いい加減に|詐欺師|許せない|クソ|役立たず|腹が立",
    "짜증|씨발|시발|개같|미친|쓰레기 ?같|최악|사기꾼|화가 ?나|어이없|장난하",
)


class Talk(StrEnum):
    """Small talk: what is said without wanting to know anything."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    YES = "yes"
    NO = "no"
    "Also: that was not what I asked."


_TALK: Mapping[Talk, str] = {
    Talk.GREETING: """
        你好 您好 你好啊 您好啊 在吗 在么 在不在 请问在吗 喂 嗨 哈喽 哈啰 早 早上好 上午好 中午好 下午好 晚上好 有人在吗
        有人吗 客服你好 hi hello hey hithere hellothere goodmorning goodafternoon goodevening こんにちは こんばんは
        おはよう おはようございます もしもし はじめまして 안녕 안녕하세요 안녕하십니까 여보세요 bonjour hola""",
    Talk.THANKS: """
        谢谢 谢谢你 谢谢您 多谢 感谢 谢啦 谢了 好的谢谢 非常感谢 太感谢了 thanks thankyou thankyouverymuch thx ty
        thankyouforyourhelp thanksforyourhelp thankyouforyourservice
        thanksalot okthanks ありがとう ありがとうございます ありがとうございました どうも
        감사합니다 고마워요 고맙습니다""",
    Talk.FAREWELL: """
        再见 拜拜 好的再见 没事了 没有了 没别的了 就这样吧 先这样 88 没事了谢谢 不用了谢谢 bye byebye goodbye seeyou
        thatsall さようなら では失礼します 안녕히계세요 안녕히가세요""",
    Talk.YES: """
        是 是的 对 对的 好 好的 好啊 嗯 嗯嗯 行 可以 没错 确认 没问题 知道了 明白了 收到 ok okay yes yeah yep sure right
        isee gotit fine はい ええ わかりました 了解です 네 예 알겠습니다 좋아요""",
    Talk.NO: """
        不是 不对 都不是 不是这个 错了 没用 没有用 没帮助 答非所问 听不懂 你没听懂 你没明白 看不懂 不行 no nope
        noneofthese notthis wrong nothelpful thatsnotit thatsnotwhatiasked いいえ
        違います ちがいます 아니요 아니오 아닙니다""",
}
_TALK_OF: Mapping[str, Talk] = MappingProxyType(
    {fold(phrase): talk for talk, phrases in _TALK.items() for phrase in phrases.split()}
)


_LONGEST_QUESTION = 60
_QUESTION = _compiled(
    r"[?]|吗|怎么|怎样|如何|多少|几点|哪里|哪儿|哪个|什么时候|能不能|可不可以|要不要|有没有|是不是|为什么",
    r"^(?:what|where|when|how|who|why|which|can|could|do|does|is|are|may|should)\b",
    r"(?:ですか|ますか|でしょうか|か)[。]?$|(?:나요|까요|습니까|ㅂ니까|어디|얼마)",
)


_WISH = _compiled(
    r"我们?(?:要|想要?|需要|打算)(?!知道|问|了解|咨询|请教)|帮我|给我|请(?:帮|给|为)|麻烦你?们?帮",
    r"\b(?:i(?:'d| would) like|i want|i need|i wish) to\b(?! know| ask)|\bhelp me\b",
    r"たいです|てください|てほしい|하고 싶|해 ?주세요",
)


def asks_for_person(text: str) -> bool:
    """Tell whether the tourist wants a person, here or on the telephone."""
    return _PERSON.search(fold(shortened(text)).strip()) is not None


def is_angry(text: str) -> bool:
    """Tell whether the tourist is past talking to a machine."""
    return _ANGER.search(fold(shortened(text)).strip()) is not None


def asks(text: str) -> bool:
    """Tell whether a short text is a question."""
    folded = fold(text).strip()
    return len(folded) <= _LONGEST_QUESTION and _QUESTION.search(folded) is not None


def wishes(text: str) -> bool:
    """Tell whether a text says that something should be done."""
    return _WISH.search(fold(shortened(text))) is not None


def wants_person(text: str) -> bool:
    """Tell whether words ask for a person, or are too angry for a machine."""
    return asks_for_person(text) or is_angry(text)


def small_talk(text: str) -> Talk | None:
    """Return what kind of small talk the whole text is, or None."""
    return _TALK_OF.get(bare(shortened(text)))


def says_something(text: str) -> bool:
    """Tell whether there is any letter or digit in it."""
    return any(letter.isalnum() for letter in shortened(text))
