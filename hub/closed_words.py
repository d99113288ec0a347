"""What a tourist is told when nobody serves: what happens next, in five languages, with the numbers for emergencies.

Rule: the words are texts that an organisation can write itself, for one queue (`closed.<queue code>`) or for all
(`closed`); these are used where nobody has. `{opens}` is when somebody serves again, in the tourist's language.
Source: reference/conversation.md.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from hub.clock import utc

CLOSED = "closed"
"Key of the text with `{opens}`."
NO_OPENING = "closed_without_end"
"Key of the text for a queue that does not open within a year."

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        CLOSED: {
            "zh-CN": "现在不在人工服务时间，{opens} 起有人值班。\n"
            "您的留言已经保存，上班后我们会按先后顺序回复，不需要重复发送。\n"
            "有生命危险请立刻拨打：报警 110，火警和被困救援 119，医疗急救 120。",
            "zh-TW": "現在不在人工服務時間，{opens} 起有人值班。\n"
            "您的留言已經保存，上班後我們會按先後順序回覆，不需要重複傳送。\n"
            "有生命危險請立刻撥打：報警 110，火警和受困救援 119，醫療急救 120。",
            "en": "Our staff are off duty now and will be back {opens}.\n"
            "Your message is kept and will be answered in its turn; there is no need to send it again.\n"
            "If a life is in danger, call at once: police 110, fire and rescue 119, ambulance 120.",
            "ja": "ただいま受付時間外です。{opens}から担当者が対応します。\n"
            "メッセージは保存されています。順番にお返事しますので、再送の必要はありません。\n"
            "命の危険があるときは、すぐに電話してください：警察 110、消防・救助 119、救急車 120。",
            "ko": "지금은 상담 시간이 아닙니다. {opens}부터 직원이 응대합니다.\n"
            "남기신 글은 저장되어 있으며 순서대로 답변드리니 다시 보내지 않으셔도 됩니다.\n"
            "생명이 위험하면 즉시 전화하세요: 경찰 110, 화재·구조 119, 구급차 120.",
        },
        NO_OPENING: {
            "zh-CN": "现在没有人工服务。您的留言已经保存，有人值班后会回复您。\n"
            "有生命危险请立刻拨打：报警 110，火警和被困救援 119，医疗急救 120。",
            "zh-TW": "現在沒有人工服務。您的留言已經保存，有人值班後會回覆您。\n"
            "有生命危險請立刻撥打：報警 110，火警和受困救援 119，醫療急救 120。",
            "en": "Nobody is on duty here at present. Your message is kept and will be answered when somebody is.\n"
            "If a life is in danger, call at once: police 110, fire and rescue 119, ambulance 120.",
            "ja": "ただいま担当者がおりません。メッセージは保存されており、担当者が戻り次第お返事します。\n"
            "命の危険があるときは、すぐに電話してください：警察 110、消防・救助 119、救急車 120。",
            "ko": "지금은 담당 직원이 없습니다. 남기신 글은 저장되어 있으며 직원이 돌아오면 답변드립니다.\n"
            "생명이 위험하면 즉시 전화하세요: 경찰 110, 화재·구조 119, 구급차 120.",
        },
    }
)

_DAYS = {
    "zh": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "ja": ("月", "火", "水", "木", "金", "土", "日"),
    "ko": ("월", "화", "수", "목", "금", "토", "일"),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_FORMS = {
    "zh": ("今天 {time}", "明天 {time}", "{month}月{day}日（{weekday}）{time}"),
    "en": ("today at {time}", "tomorrow at {time}", "on {weekday}, {day} {month_name}, at {time}"),
    "ja": ("本日 {time}", "明日 {time}", "{month}月{day}日（{weekday}）{time}"),
    "ko": ("오늘 {time}", "내일 {time}", "{month}월 {day}일({weekday}) {time}"),
}


def when(at_ms: int, now_ms: int, tz: str, lang: str) -> str:
    """Return a moment to come as people say it in `lang` at a place: today, tomorrow, or the day with its date."""
    language = lang.split("-")[0]
    if language not in _FORMS:
        language = "en"
    zone = ZoneInfo(tz)
    moment, now = utc(at_ms).astimezone(zone), utc(now_ms).astimezone(zone)
    today, tomorrow, other = _FORMS[language]
    form = {now.date(): today, now.date() + timedelta(days=1): tomorrow}.get(moment.date(), other)
    return form.format(**_slots(moment, language))


def _slots(moment: datetime, language: str) -> dict[str, object]:
    return {
        "time": f"{moment:%H:%M}",
        "month": moment.month,
        "day": moment.day,
        "weekday": _DAYS[language][moment.weekday()],
        "month_name": _MONTHS[moment.month - 1],
    }
