"""What the bot says of its own, by key and language; an organisation may say it differently (`hub.texts`)."""

from collections.abc import Iterable
from types import MappingProxyType

from hub.store.texts import Written
from hub.text_guide import Guide
from hub.texts import BUILT_IN, BuiltIn, Wording

PREFIX = "bot."

WORDS: BuiltIn = MappingProxyType(
    {
        "bot.greeting": {
            "zh-CN": "您好，这里是旅游服务热线，我是自动助手。请直接告诉我您遇到了什么事；想找人聊，随时说“转人工”。",
            "zh-TW": "您好，這裡是旅遊服務熱線，我是自動助理。請直接告訴我您遇到了什麼事；"
            "想找真人服務，隨時輸入「轉真人客服」。",
            "en": "Hello, this is the tourist hotline. I am the automatic assistant: tell me what it is about, "
            "or say “agent” at any time to talk to a person.",
            "ja": "こんにちは。観光サービスホットラインの自動アシスタントです。"
            "ご用件をそのままお書きください。担当者をご希望のときは「オペレーター」とお書きください。",
            "ko": "안녕하세요. 관광 서비스 핫라인의 자동 도우미입니다. 궁금한 점을 편하게 적어 주세요. "
            "사람과 상담하시려면 언제든지 “상담원”이라고 적어 주세요.",
        },
        "bot.again": {
            "zh-CN": "我在呢，请说。",
            "zh-TW": "我在，請說。",
            "en": "I am here. What can I do for you?",
            "ja": "はい、どうぞ。ご用件をお聞かせください。",
            "ko": "네, 말씀하세요.",
        },
        "bot.topics": {"zh-CN": "flow:complaint, reservation, lost-property"},
        "bot.citation": {
            "zh-CN": "—— 摘自《{title}》，{date}",
            "zh-TW": "—— 摘自《{title}》，{date}",
            "en": "— from “{title}”, {date}",
            "ja": "——「{title}」{date} より",
            "ko": "—— 「{title}」 {date}",
        },
        "bot.source": {
            "zh-CN": "（{source}）",
            "zh-TW": "（{source}）",
            "en": " ({source})",
            "ja": "（{source}）",
            "ko": " ({source})",
        },
        "bot.choose": {
            "zh-CN": "您想问的是下面哪一个？都不是的话，换个说法告诉我，或者转人工。",
            "zh-TW": "您想問的是下面哪一個？如果都不是，請換個說法告訴我，或轉真人客服。",
            "en": "Is it one of these? If not, put it in other words, or ask for a person.",
            "ja": "次のどれについてのご質問でしょうか。"
            "違う場合は、別の言い方でお書きいただくか、オペレーターをお選びください。",
            "ko": "다음 중 어떤 내용인가요? 없으면 다른 말로 적어 주시거나 상담원을 선택해 주세요.",
        },
        "bot.rephrase": {
            "zh-CN": "这句我没太明白。换个说法再告诉我一次好吗？也可以直接转人工。",
            "zh-TW": "這句我不太明白。可以換個說法再告訴我一次嗎？也可以直接轉真人客服。",
            "en": "I did not quite get that. Could you put it in other words? Or ask for a person right away.",
            "ja": "すみません、よくわかりませんでした。別の言い方でもう一度お願いできますか。"
            "オペレーターにもおつなぎできます。",
            "ko": "잘 이해하지 못했어요. 다른 말로 다시 적어 주시겠어요? 바로 상담원을 연결해 드릴 수도 있습니다.",
        },
        "bot.cannot_see": {
            "zh-CN": "收到了。图片、语音和文件我还看不懂，请用文字说一下；人工坐席看得到，也可以直接转人工。",
            "zh-TW": "收到了。圖片、語音和檔案我還看不懂，請用文字說明；真人客服看得到，也可以直接轉真人客服。",
            "en": "Received. I cannot read pictures, voice or files yet, so please tell me in words; "
            "our staff can see them, if you would rather talk to a person.",
            "ja": "受け取りました。画像や音声、ファイルはまだ読み取れませんので、文字でお知らせください。"
            "担当者は確認できますので、オペレーターにおつなぎすることもできます。",
            "ko": "받았습니다. 사진이나 음성, 파일은 아직 읽을 수 없으니 글로 적어 주세요. "
            "상담원은 볼 수 있으니 바로 연결해 드릴 수도 있습니다.",
        },
        "bot.kept": {
            "zh-CN": "收到，已经留在这次会话里，工作人员看得到。",
            "zh-TW": "收到，已經留在這次對話裡，工作人員看得到。",
            "en": "Received. It stays in this conversation, where our staff can see it.",
            "ja": "受け取りました。この会話に保存され、担当者が確認できます。",
            "ko": "받았습니다. 이 대화에 남아 있어 담당자가 볼 수 있습니다.",
        },
        "bot.danger": {
            "zh-CN": "我有危险，救命",
            "zh-TW": "我有危險，救命",
            "en": "Help, I am in danger",
            "ja": "危険です、助けて",
            "ko": "위험해요, 살려 주세요",
        },
        "bot.unknown": {
            "zh-CN": "这个我答不上来；想问人工，随时说“转人工”。",
            "zh-TW": "這個我答不上來；想問真人客服，隨時輸入「轉真人客服」。",
            "en": "I do not know that one; say “agent” at any time to ask a person.",
            "ja": "こちらは分かりかねます。担当者をご希望のときは「オペレーター」とお書きください。",
            "ko": "이 내용은 제가 알지 못합니다. 사람과 상담하시려면 “상담원”이라고 적어 주세요.",
        },
        "bot.location": {
            "zh-CN": "您的位置收到了。需要我帮什么忙？有危险请直接说“救命”，我马上叫人。",
            "zh-TW": "您的位置收到了。需要我幫什麼忙？如果有危險，請直接輸入「救命」，我馬上叫人。",
            "en": "I have your location. How can I help? If you are in danger, just write “help me” and I call people.",
            "ja": "位置情報を受け取りました。どうされましたか。"
            "危険なときは「助けて」とお書きください。すぐに人を呼びます。",
            "ko": "위치를 받았습니다. 무엇을 도와드릴까요? "
            "위험하시면 “살려주세요”라고 적어 주세요. 바로 사람을 부르겠습니다.",
        },
        "bot.signs": {
            "zh-CN": "我在呢，请用一句话说说您想问什么。",
            "zh-TW": "我在，請用一句話說說您想問什麼。",
            "en": "I am here. Tell me in a few words what it is about.",
            "ja": "はい、おります。ご用件を一言でお書きください。",
            "ko": "네, 여기 있습니다. 궁금한 점을 한마디로 적어 주세요.",
        },
        "bot.welcome": {
            "zh-CN": "不客气，还有事随时找我。",
            "zh-TW": "不客氣，還有問題隨時找我。",
            "en": "You are welcome. I am here if there is anything else.",
            "ja": "どういたしまして。ほかにもあればいつでもどうぞ。",
            "ko": "천만에요. 더 필요하신 것이 있으면 언제든지 말씀하세요.",
        },
        "bot.farewell": {
            "zh-CN": "再见，祝您旅途平安。",
            "zh-TW": "再見，祝您旅途平安。",
            "en": "Goodbye, and have a safe trip.",
            "ja": "失礼いたします。どうぞよいご旅行を。",
            "ko": "안녕히 가세요. 즐거운 여행 되세요.",
        },
        "bot.go_on": {
            "zh-CN": "好的。还想了解什么，请接着说。",
            "zh-TW": "好的。還想了解什麼，請接著說。",
            "en": "All right. What else would you like to know?",
            "ja": "承知しました。ほかに知りたいことがあればどうぞ。",
            "ko": "네, 알겠습니다. 더 궁금한 점이 있으면 말씀하세요.",
        },
        "bot.handover.asked": {
            "zh-CN": "好的，我来为您转人工。您可以先把情况写下来，坐席一进来就能看到。",
            "zh-TW": "好的，我來為您轉真人客服。您可以先把情況寫下來，客服人員一進來就能看到。",
            "en": "Of course, I am passing you on to our staff. "
            "You may write down what happened meanwhile; they will see it.",
            "ja": "承知しました。担当者に引き継ぎます。先に状況を書いておいていただければ、担当者が確認します。",
            "ko": "네, 상담원에게 넘겨 드리겠습니다. 그동안 내용을 적어 두시면 상담원이 확인합니다.",
        },
        "bot.handover.not_understood": {
            "zh-CN": "这个问题我没有把握，不耽误您，我来为您转人工。",
            "zh-TW": "這個問題我沒有把握，不耽誤您的時間，我來為您轉真人客服。",
            "en": "I am not sure about this one, so I am passing you on to our staff.",
            "ja": "こちらは私では確かなことを申し上げられません。担当者に引き継ぎます。",
            "ko": "이 내용은 제가 확실히 답변드리기 어려워 상담원에게 넘겨 드리겠습니다.",
        },
        "bot.handover.angry": {
            "zh-CN": "很抱歉让您这么不愉快。我来为您转人工，请人工坐席处理。",
            "zh-TW": "很抱歉讓您這麼不愉快。我來為您轉真人客服，請客服人員處理。",
            "en": "I am sorry about this. I am asking a colleague to take care of it.",
            "ja": "ご不快な思いをさせてしまい、申し訳ございません。担当者に引き継ぎます。",
            "ko": "불편을 드려 정말 죄송합니다. 상담원에게 넘겨 드리겠습니다.",
        },
        "bot.person": {
            "zh-CN": "转人工",
            "zh-TW": "轉真人客服",
            "en": "Talk to a person",
            "ja": "オペレーターにつなぐ",
            "ko": "상담원 연결",
        },
        "bot.summary": {
            "zh-CN": "可能想问：{topic}\n最近的对话：\n{lines}",
            "en": "Probably about: {topic}\nLast words:\n{lines}",
        },
        "bot.summary.rescue": {"zh-CN": "遇险求助", "en": "a call for rescue"},
        "bot.summary.unknown": {"zh-CN": "还不清楚", "en": "not clear yet"},
        "bot.summary.sent": {"zh-CN": "游客又发来：{what}", "en": "The tourist has sent more: {what}"},
        "bot.summary.tourist": {"zh-CN": "游客", "en": "Tourist"},
        "bot.summary.bot": {"zh-CN": "助手", "en": "Assistant"},
        "bot.kind.image": {"zh-CN": "图片", "en": "picture"},
        "bot.kind.voice": {"zh-CN": "语音", "en": "voice message"},
        "bot.kind.video": {"zh-CN": "视频", "en": "video"},
        "bot.kind.file": {"zh-CN": "文件", "en": "file"},
        "bot.kind.location": {"zh-CN": "位置", "en": "location"},
        "bot.kind.other": {"zh-CN": "其他内容", "en": "something else"},
    }
)

GUIDES = {
    "bot.greeting": Guide(
        {"zh-CN": "机器人：问候", "en": "Bot: Greeting"}, {"zh-CN": "游客打招呼时。", "en": "The tourist has greeted."}
    ),
    "bot.again": Guide(
        {"zh-CN": "机器人：再次问候", "en": "Bot: Greeting again"},
        {"zh-CN": "会话中再次打招呼时。", "en": "The tourist greets once more."},
    ),
    "bot.choose": Guide(
        {"zh-CN": "机器人：请游客选择", "en": "Bot: Which of these"},
        {"zh-CN": "不确定问题时，列出几个选项。", "en": "The bot is not sure and offers choices."},
    ),
    "bot.rephrase": Guide(
        {"zh-CN": "机器人：没有听懂", "en": "Bot: Not understood"},
        {"zh-CN": "第一次没有听懂时。", "en": "Nothing was understood the first time."},
    ),
    "bot.cannot_see": Guide(
        {"zh-CN": "机器人：看不懂图片等", "en": "Bot: Pictures and the like"},
        {"zh-CN": "收到图片、语音或文件时。", "en": "A picture, a voice message or a file has come."},
    ),
    "bot.kept": Guide(
        {"zh-CN": "机器人：收到附件", "en": "Bot: Kept"},
        {
            "zh-CN": "登记过程中或登记之后收到图片、文件等。",
            "en": "A picture or a file has come for what is being recorded.",
        },
    ),
    "bot.unknown": Guide(
        {"zh-CN": "机器人：登记中答不上来", "en": "Bot: Not known"},
        {"zh-CN": "办理事项中途问了没有答案的问题。", "en": "Asked in the middle of something, and no article knows."},
    ),
    "bot.location": Guide(
        {"zh-CN": "机器人：收到位置", "en": "Bot: A location"}, {"zh-CN": "收到位置时。", "en": "A location has come."}
    ),
    "bot.signs": Guide(
        {"zh-CN": "机器人：只有符号", "en": "Bot: Signs only"},
        {"zh-CN": "只发来表情或符号时。", "en": "Only signs or emoji have come."},
    ),
    "bot.welcome": Guide(
        {"zh-CN": "机器人：回应感谢", "en": "Bot: You are welcome"},
        {"zh-CN": "游客道谢时。", "en": "The tourist has said thanks."},
    ),
    "bot.farewell": Guide(
        {"zh-CN": "机器人：告别", "en": "Bot: Farewell"},
        {"zh-CN": "游客告别时。", "en": "The tourist has said goodbye."},
    ),
    "bot.go_on": Guide(
        {"zh-CN": "机器人：请继续", "en": "Bot: Go on"},
        {"zh-CN": "游客只说“好的”时。", "en": "The tourist has only said yes."},
    ),
    "bot.handover.asked": Guide({"zh-CN": "机器人：转人工：游客要求", "en": "Bot: To a person: asked for"}),
    "bot.handover.not_understood": Guide(
        {"zh-CN": "机器人：转人工：没有把握", "en": "Bot: To a person: not understood"}
    ),
    "bot.handover.angry": Guide({"zh-CN": "机器人：转人工：游客不满", "en": "Bot: To a person: anger"}),
    "bot.person": Guide({"zh-CN": "机器人：“转人工”按钮", "en": "Bot: The button for a person"}),
    "bot.citation": Guide(
        {"zh-CN": "机器人：答案出处", "en": "Bot: Source of an answer"},
        {"zh-CN": "写在答案之后。", "en": "Stands after an answer."},
    ),
}
"Those that an organisation may say differently, and what to know of them."

_ALL: BuiltIn = MappingProxyType({**BUILT_IN, **WORDS})


def wording(written: Iterable[Written] = (), texts: BuiltIn | None = None) -> Wording:
    """Return the words of an organisation that has written these itself; `texts` are those of the dialogues."""
    return Wording(written, {**_ALL, **texts} if texts else _ALL)
