"""Which texts an organisation may write itself, with what somebody must know who writes them.

Rules: every key that is built in can be written, also one that nobody has explained yet; then it goes by its key. Slots
are those of the built-in words. Some words must stay whatever else is said, such as the numbers for emergencies.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from hub.closed_words import CLOSED, NO_OPENING
from hub.rescue import REPLY, UNACCEPTED
from hub.texts import BUILT_IN, BuiltIn, slots_in

Said = Mapping[str, str]
"Language → words."
EMERGENCY_NUMBERS = ("110", "119", "120")


@dataclass(frozen=True, slots=True)
class Guide:
    """What a text is called and when it is said, in Chinese and English."""

    title: Said
    note: Said = field(default_factory=dict)
    must_say: tuple[str, ...] = ()
    "Numbers without which nobody may say it."


@dataclass(frozen=True, slots=True)
class OwnText:
    """A text that an organisation may write."""

    key: str
    built_in: Said
    guide: Guide

    @property
    def slots(self) -> tuple[str, ...]:
        """Return the names of what the hub fills in, sorted."""
        return tuple(sorted(frozenset().union(*(slots_in(words) for words in self.built_in.values()))))


Catalogue = Mapping[str, OwnText]
"All texts that can be written, by their keys, in the order in which they are shown."

SAMPLES: Mapping[str, Said] = MappingProxyType(
    {
        "words": {"zh-CN": "我们两个人在山上迷路了", "en": "The two of us are lost on the mountain"},
        "title": {"zh-CN": "景区门票退改说明", "en": "Refunds of tickets"},
        "date": {"zh-CN": "2026-11-01", "en": "2026-11-01"},
        "place": {"zh-CN": "3", "en": "3"},
        "ticket": {"zh-CN": "HS-20261101-0007", "en": "HS-20261101-0007"},
    }
)
"What may stand in a slot, for a preview; `{opens}` is reckoned."

GUIDES: Mapping[str, Guide] = MappingProxyType(
    {
        REPLY: Guide(
            {"zh-CN": "紧急救援：第一句回复", "en": "Rescue: the first reply"},
            {
                "zh-CN": "游客求救时立即发出。可以补充本地电话，但必须写明 110、119、120。",
                "en": "Said at once to whoever cries for help. Add numbers of your own; 110, 119 and 120 stay.",
            },
            EMERGENCY_NUMBERS,
        ),
        UNACCEPTED: Guide(
            {"zh-CN": "紧急救援：还没有人接", "en": "Rescue: nobody has taken it yet"},
            {
                "zh-CN": "求救一段时间无人接时发出。必须写明 110、119、120。",
                "en": "Said when nobody has taken a rescue for a while. 110, 119 and 120 stay.",
            },
            EMERGENCY_NUMBERS,
        ),
        "rescue.ticket": Guide(
            {"zh-CN": "紧急救援：工单标题", "en": "Rescue: title of the ticket"},
            {"zh-CN": "只有工作人员看到。", "en": "Only staff reads this."},
        ),
        "rescue.lowered": Guide(
            {"zh-CN": "紧急救援：解除的记录", "en": "Rescue: the line of a false alarm"},
            {
                "zh-CN": "写进会话记录，只有工作人员看到；后面是谁、什么时候。",
                "en": "A note in the transcript that only staff reads, under the name of whoever did it.",
            },
        ),
        "rescue.raised": Guide(
            {"zh-CN": "紧急救援：升级的记录", "en": "Rescue: the line of one raised by staff"},
            {"zh-CN": "写进会话记录，只有工作人员看到。", "en": "A note in the transcript that only staff reads."},
        ),
        CLOSED: Guide(
            {"zh-CN": "非服务时间", "en": "Closed"},
            {
                "zh-CN": "队列关闭时发出，每个队列也可以另写。建议保留 110、119、120。",
                "en": "Said when a queue is closed; each queue can have its own. Better keep 110, 119 and 120 in it.",
            },
        ),
        NO_OPENING: Guide(
            {"zh-CN": "非服务时间，没有下次开放时间", "en": "Closed, and no opening is known"},
            {
                "zh-CN": "队列一年内都不会开放时发出。建议保留 110、119、120。",
                "en": "Said when a queue does not open within a year. Better keep 110, 119 and 120 in it.",
            },
        ),
        "overflow.bot": Guide(
            {"zh-CN": "溢出到机器人", "en": "Overflow to the bot"},
            {
                "zh-CN": "队列的溢出规则把游客转回机器人时发出。",
                "en": "Said when a queue's rule gives somebody who waits back to the bot.",
            },
        ),
        "overflow.message": Guide(
            {"zh-CN": "溢出：请留言并结束", "en": "Overflow: leave a message"},
            {
                "zh-CN": "溢出规则结束会话并建立工单时发出，{ticket} 是工单编号。",
                "en": "Said when a queue's rule ends the conversation with a ticket; {ticket} is its number.",
            },
        ),
        "overflow.added": Guide(
            {"zh-CN": "溢出留言：已补充", "en": "Overflow: added to the ticket"},
            {
                "zh-CN": "游客被请留言后又写了内容，已补充到工单时发出，{ticket} 是工单编号。",
                "en": "Said when somebody who was asked to leave a message writes on; {ticket} is the ticket's number.",
            },
        ),
        "overflow.ticket": Guide(
            {"zh-CN": "溢出留言：工单标题", "en": "Overflow: title of the ticket"},
            {"zh-CN": "只有工作人员看到。", "en": "Only staff reads this."},
        ),
        "conversation.held": Guide(
            {"zh-CN": "会话保持", "en": "On hold"},
            {"zh-CN": "坐席去核实情况时发出。", "en": "Said when the agent has gone to find something out."},
        ),
        "conversation.long_wait": Guide(
            {"zh-CN": "等待较久", "en": "A long wait"},
            {
                "zh-CN": "预计还要等很久时发出，请游客先留言。",
                "en": "Said when the wait will be long: one may write and go.",
            },
        ),
        "conversation.nobody_there": Guide(
            {"zh-CN": "没有人值班", "en": "Nobody on duty"},
            {
                "zh-CN": "服务时间内没有坐席在线时发出，请游客先留言。",
                "en": "Said within service hours when no agent is signed in: one may write and go.",
            },
        ),
        "conversation.open_again": Guide(
            {"zh-CN": "重新有人值班", "en": "Open again"},
            {
                "zh-CN": "在非服务时间留言的游客，开放后仍在排队时发出一次，{place} 是排队位置。",
                "en": "Said once to who waited while it was closed and still waits; {place} is the place in the line.",
            },
        ),
        "conversation.agent_gone": Guide(
            {"zh-CN": "坐席连接中断", "en": "The agent's connection is lost"},
            {
                "zh-CN": "坐席的浏览器失去连接、会话自动回到队列时发出。",
                "en": "Said when an agent's browser has been gone for a while and the talk goes back into the line.",
            },
        ),
        "conversation.transferred": Guide(
            {"zh-CN": "会话转接", "en": "Passed on"},
            {"zh-CN": "会话转给其他同事时发出。", "en": "Said when a conversation is passed on to a colleague."},
        ),
    }
)


def catalogue(built_in: BuiltIn, guides: Mapping[str, Guide]) -> dict[str, OwnText]:
    """Return all these texts, those with a guide first and in the guides' order."""
    keys = dict.fromkeys([*(key for key in guides if key in built_in), *built_in])
    return {key: OwnText(key, built_in[key], guides.get(key) or Guide({"zh-CN": key})) for key in keys}


HUB: Catalogue = MappingProxyType(catalogue(BUILT_IN, GUIDES))
"What the hub itself says."
