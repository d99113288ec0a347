"""Built-in words for who leaves the line without having met a person: what became of it, and what to do next.

Rules: no promise that nobody keeps (an answer on a page that is closed), and how to reach a person all the same.
Whoever leaves may have read a moment ago that the bot passes one on: the words own up to that first.
"""

from collections.abc import Mapping
from types import MappingProxyType

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "overflow.bot": {
            "zh-CN": "很抱歉，这次没能为您转到人工：现在没有客服能接待您。您目前不在排队，由智能助手继续为您服务。\n"
            "请直接写下您的问题；仍然需要人工时，写“人工客服”就会重新排队。",
            "zh-TW": "很抱歉，這次沒能為您轉到真人客服：現在沒有客服人員能接待您。"
            "您目前不在排隊，由智慧助手繼續為您服務。\n"
            "請直接寫下您的問題；仍然需要人工時，寫「人工客服」就會重新排隊。",
            "en": "Sorry, I could not pass you on this time: nobody can serve you at present. "
            "You are not in the line now, and the assistant goes on.\n"
            "Write your question. If you still need a person, write “human agent” to line up again.",
            "ja": "申し訳ございません。ただいま対応できる担当者がおらず、お引き継ぎできませんでした。"
            "現在は順番待ちに入っておりません。自動応答が引き続きご案内します。\n"
            "ご質問をお書きください。担当者をご希望の場合は「オペレーター」とお書きいただくと、再び順番待ちになります。",
            "ko": "죄송합니다. 지금은 응대할 수 있는 직원이 없어 상담원에게 연결해 드리지 못했습니다. "
            "현재 대기 중이 아니며 자동 안내가 계속 도와드립니다.\n"
            "궁금한 점을 적어 주세요. 직원이 필요하시면 '상담원'이라고 적으시면 다시 대기하실 수 있습니다.",
        },
        "overflow.message": {
            "zh-CN": "现在没有客服能接待您。您写的内容已经登记，编号 {ticket}，会有专人处理。\n"
            "请在这里留下电话号码，方便我们联系您；接下来写的内容也会加到这个编号里。\n"
            "您也可以稍后再来，告诉我们这个编号即可。",
            "zh-TW": "現在沒有客服能接待您。您寫的內容已經登記，編號 {ticket}，會有專人處理。\n"
            "請在這裡留下電話號碼，方便我們聯絡您；接下來寫的內容也會加到這個編號裡。\n"
            "您也可以稍後再來，告訴我們這個編號即可。",
            "en": "Nobody can serve you at present. What you wrote is recorded as {ticket}; somebody will see to it.\n"
            "Please leave a phone number here so that we can reach you. What you write next is added to it.\n"
            "You can also come back later and tell us this number.",
            "ja": "ただいま対応できる担当者がおりません。お書きいただいた内容は受付番号 {ticket} で承りました。\n"
            "ご連絡のため、こちらに電話番号をお書きください。続けてお書きいただく内容も同じ番号に加えます。\n"
            "後ほどお越しの際は、この番号をお知らせください。",
            "ko": "지금은 응대할 수 있는 직원이 없습니다. "
            "적으신 내용은 접수 번호 {ticket}(으)로 등록되었으며 담당자가 처리합니다.\n"
            "연락드릴 수 있도록 여기에 전화번호를 남겨 주세요. 이어서 적으시는 내용도 같은 번호에 추가됩니다.\n"
            "나중에 다시 오셔서 이 번호를 알려 주셔도 됩니다.",
        },
        "overflow.added": {
            "zh-CN": "已补充到 {ticket}。仍然需要人工时，写“人工客服”就会重新排队。",
            "zh-TW": "已補充到 {ticket}。仍然需要人工時，寫「人工客服」就會重新排隊。",
            "en": "Added to {ticket}. If you still need a person, write “human agent” to line up again.",
            "ja": "{ticket} に追加しました。"
            "担当者をご希望の場合は「オペレーター」とお書きいただくと、再び順番待ちになります。",
            "ko": "{ticket}에 추가되었습니다. 직원이 필요하시면 '상담원'이라고 적으시면 다시 대기하실 수 있습니다.",
        },
        "overflow.ticket": {"zh-CN": "留言待处理：{words}", "en": "Message left: {words}"},
    }
)
