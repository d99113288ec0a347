"""What the demo hub offers: two queues, a web chat site, ways for a conversation to end, and articles for the bot.

Rules: as for all of the demo, what is there already is left as it is; names are invented; the words stand in two
languages, Chinese first.
"""

from collections.abc import Iterable, Mapping, Sequence

from bot import demo as bot_demo
from hub.database import Tx
from hub.ids import OrgId
from hub.store import accounts, canned, choices, queues, texts
from hub.store.canned import SHARED, Sheet

SITE_KEY = "demo"
"The public key of the demo's web chat site."
QUEUES: Mapping[str, Mapping[str, str]] = {
    "general": {"zh-CN": "综合咨询", "en": "General enquiries"},
    "complaints": {"zh-CN": "投诉与救援", "en": "Complaints and rescue"},
}
DISPOSITIONS: Mapping[str, Mapping[str, str]] = {
    "answered": {"zh-CN": "已解答", "en": "Answered"},
    "passed_on": {"zh-CN": "已转交处理", "en": "Passed on"},
    "complaint": {"zh-CN": "投诉已受理", "en": "Complaint taken"},
    "rescue": {"zh-CN": "救援已派出", "en": "Rescue sent"},
    "no_reply": {"zh-CN": "游客未再回复", "en": "Tourist fell silent"},
    "nonsense": {"zh-CN": "无效会话", "en": "Not a real request"},
}
CANNED: Sequence[tuple[str, str, Mapping[str, str]]] = (
    (
        "问候",
        "开场问候",
        {
            "zh-CN": "{tourist}您好，我是{agent}，很高兴为您服务。",
            "en": "Hello {tourist}, this is {agent}. How can I help you?",
        },
    ),
    (
        "稍等",
        "请稍等",
        {
            "zh-CN": "好的，我马上为您核实，请稍等。",
            "en": "I am looking into it for you. One moment, please.",
        },
    ),
    (
        "工单",
        "告知工单编号",
        {
            "zh-CN": "您的情况已登记，工单编号 {ticket}。处理有结果后，我们会在这里告诉您。",
            "en": "I have noted it down as {ticket}. We will tell you here as soon as there is an answer.",
        },
    ),
    (
        "再见",
        "结束语",
        {
            "zh-CN": "感谢您联系{org}，祝您旅途愉快！",
            "en": "Thank you for writing to us. Have a good trip!",
        },
    ),
)
"Shortcut, title, words."
SITE: Mapping[str, Mapping[str, str]] = {
    "webchat.title": {"zh-CN": "雾云谷旅游服务", "en": "Wuyun Valley visitor service"},
    "webchat.greeting": {
        "zh-CN": "您好，这里是雾云谷旅游服务热线。路线、交通、投诉、求助，都可以直接写给我们。",
        "en": "Hello, this is the Wuyun Valley visitor line. Ask about routes or transport, complain, call for help.",
    },
    "webchat.privacy": {
        "zh-CN": "您写下的内容会由工作人员查看并保存，用于答复和处理您的请求。",
        "en": "What you write is read and kept by our staff to answer and handle your request.",
    },
}


def furnish(tx: Tx, nation_id: OrgId, valley_id: OrgId, agent_ids: Iterable[str]) -> None:
    """Make what is missing; the queues and the site belong to the valley, the ways to end to the nation."""
    agents = list(agent_ids)
    for code in QUEUES:
        queue = queues.by_code(tx, valley_id, code) or queues.create(tx, valley_id, code)
        for agent_id in agents:
            queues.add_member(tx, queue.id, agent_id)
        if code == "general":
            accounts.add(
                tx,
                org_id=valley_id,
                channel="webchat",
                code=SITE_KEY,
                name="雾云谷官网",
                queue_id=queue.id,
                settings={},
            )
    for position, code in enumerate(DISPOSITIONS):
        choices.add_disposition(tx, nation_id, code, position)
    _write_texts(tx, valley_id, "queue.", QUEUES)
    _write_texts(tx, nation_id, "disposition.", DISPOSITIONS)
    _write_texts(tx, valley_id, "", SITE)
    if canned.count(tx, valley_id, SHARED) == 0:
        for position, (code, title, words) in enumerate(CANNED):
            canned.add(tx, valley_id, SHARED, Sheet(code, title, words, position))
    bot_demo.load(tx, valley_id)


def _write_texts(tx: Tx, org_id: OrgId, prefix: str, words: Mapping[str, Mapping[str, str]]) -> None:
    for code, by_lang in words.items():
        for lang, said in by_lang.items():
            texts.add(tx, org_id, prefix + code, lang, said)
