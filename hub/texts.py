"""Words that tourists and agents see, by key and language: an organisation's own, those above it, or ours.

Rules: the language asked for comes first, then its shorter form (en-GB → en), then zh-CN, then en; whoever reads
Chinese in traditional characters (zh-HK, zh-Hant) is told zh-TW before that. Within one
language an organisation's own words come before those of the organisations above it, and ours come last. What must
be said in an emergency is built in, so that no table can make us silent. `{slots}` are filled in plainly: a text is
edited by people and can neither fail nor reach anything but the values it is given.
Source: CONTRACTS "Codes and values".
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from hub import closed_words, leaving_words
from hub.database import Tx
from hub.errors import NotFound
from hub.ids import OrgId
from hub.rescue import REPLY, UNACCEPTED
from hub.script import reads_traditional
from hub.store import texts as rows
from hub.store.texts import Written

_SLOT = re.compile(r"\{([a-z_]+)\}")

LAST_RESORTS = ("zh-CN", "en")
TRADITIONAL = "zh-TW"
"The tag of all our words in traditional Chinese."

BuiltIn = Mapping[str, Mapping[str, str]]
"Key → language → words."

BUILT_IN: BuiltIn = MappingProxyType(
    {
        UNACCEPTED: {
            "zh-CN": "值班人员暂时还没有接通，我们已经发出警报，会继续为您呼叫。\n"
            "请不要只等我们：现在就拨打 110（报警）、119（火警和被困救援）或 120（医疗急救）。\n"
            "您发来的内容都已记录。如果还没有告诉我们您在哪里，请马上写下来，不要离开这个页面。",
            "zh-TW": "值班人員暫時還沒有接通，我們已經發出警報，會繼續為您呼叫。\n"
            "請不要只等我們：現在就撥打 110（報警）、119（火警和受困救援）或 120（醫療急救）。\n"
            "您發來的內容都已記錄。如果還沒有告訴我們您在哪裡，請馬上寫下來，不要離開這個頁面。",
            "en": "Nobody on duty has answered yet. We have raised the alarm and keep calling.\n"
            "Do not only wait for us: call 110 (police), 119 (fire and rescue) or 120 (ambulance) now.\n"
            "What you wrote is recorded. If you have not told us where you are, do so now. Please stay on this page.",
            "ja": "当直の担当者がまだ応答していません。警報を出し、呼び出しを続けています。\n"
            "私たちを待つだけにせず、今すぐ 110（警察）・119（消防・救助）・120（救急）に電話してください。\n"
            "お送りいただいた内容は記録されています。"
            "今いる場所をまだお知らせでなければ、すぐにお書きください。この画面は開いたままお待ちください。",
            "ko": "당직 직원이 아직 응답하지 않았습니다. 경보를 울렸으며 계속 호출하고 있습니다.\n"
            "기다리지만 마시고 지금 110(경찰), 119(화재·구조), 120(구급)으로 전화하세요.\n"
            "보내신 내용은 기록되었습니다. 아직 위치를 알리지 않으셨다면 지금 적어 주세요. 이 화면을 닫지 말아 주세요.",
        },
        "rescue.ticket": {"zh-CN": "遇险求助：{words}", "en": "Call for rescue: {words}"},
        REPLY: {
            "zh-CN": "我们看到了，正在呼叫值班人员；半分钟内没有人接，会向更多值班人员发出警报。"
            "请不要离开这个页面。\n"
            "有生命危险不要等我们，请立刻拨打：报警 110，火警和被困救援 119，医疗急救 120。\n"
            "请尽量待在安全的地方，并告诉我们：您在哪里、有几个人、有没有人受伤。",
            "zh-TW": "我們看到了，正在呼叫值班人員；半分鐘內沒有人接，會向更多值班人員發出警報。"
            "請不要離開這個頁面。\n"
            "有生命危險不要等我們，請立刻撥打：報警 110，火警和受困救援 119，醫療急救 120。\n"
            "請盡量待在安全的地方，並告訴我們：您在哪裡、有幾個人、有沒有人受傷。",
            "en": "We see your message and are calling the duty staff. "
            "If nobody answers within half a minute, more of them are alerted. Please stay on this page.\n"
            "If a life is in danger, do not wait for us, call now: police 110, fire and rescue 119, ambulance 120.\n"
            "Stay somewhere safe if you can, and tell us where you are, how many you are, and whether anyone is hurt.",
            "ja": "確認しました。当直の担当者を呼び出しています。"
            "30秒以内に応答がなければ、ほかの当直者にも警報を出します。"
            "この画面を開いたままお待ちください。\n"
            "命の危険があるときは、返事を待たずにすぐ電話してください：警察 110、消防・救助 119、救急車 120。\n"
            "できるだけ安全な場所で、今いる場所・人数・けが人の有無をお知らせください。",
            "ko": "확인했습니다. 당직 직원을 호출하고 있습니다. "
            "30초 안에 응답이 없으면 다른 당직 직원들에게도 경보를 울립니다. "
            "이 화면을 닫지 말아 주세요.\n"
            "생명이 위험하면 답을 기다리지 말고 즉시 전화하세요: 경찰 110, 화재·구조 119, 구급차 120.\n"
            "가능하면 안전한 곳에 머무르면서 현재 위치, 인원, 부상자 유무를 알려 주세요.",
        },
        "rescue.lowered": {
            "zh-CN": "解除紧急：没有人遇险，按普通会话继续。工单仍保留。",
            "en": "False alarm: nobody is in danger, the talk goes on as an everyday one. The ticket stays.",
        },
        "rescue.raised": {"zh-CN": "升级为紧急求助。", "en": "Raised to a rescue: somebody is in danger."},
        **closed_words.WORDS,
        **leaving_words.WORDS,
        "conversation.held": {
            "zh-CN": "请稍候，我们正在为您核实，马上回来。",
            "zh-TW": "請稍候，我們正在為您查證，馬上回來。",
            "en": "One moment, please. We are checking this for you and will be right back.",
            "ja": "ただいま確認しております。少々お待ちください。",
            "ko": "확인 중입니다. 잠시만 기다려 주세요.",
        },
        "conversation.long_wait": {
            "zh-CN": "现在咨询的人比较多，可能要等较长时间，您不必一直停留在这个页面。\n"
            "请直接写下您的问题，需要回电的话请留下电话号码。您写的内容会保存，排队位置也会为您保留。\n"
            "客服会在这里回复，您回来就能看到。",
            "zh-TW": "現在諮詢的人比較多，可能要等較長時間，您不必一直停留在這個頁面。\n"
            "請直接寫下您的問題，需要回電的話請留下電話號碼。您寫的內容會保存，排隊位置也會為您保留。\n"
            "客服會在這裡回覆，您回來就能看到。",
            "en": "Many people are writing to us and the wait may be long. You need not stay on this page.\n"
            "Write your question now, with a phone number if you would like a call. "
            "What you write is kept, and so is your place in the line.\n"
            "The answer will be here when you come back.",
            "ja": "ただいま混み合っており、長くお待ちいただく場合があります。この画面を閉じても大丈夫です。\n"
            "ご質問をお書きください。お電話をご希望の場合は電話番号もお書きください。内容も順番もそのまま保たれます。\n"
            "お返事はこちらに届きますので、戻られたときにご覧いただけます。",
            "ko": "문의가 많아 오래 기다리실 수 있습니다. 이 화면에 계속 계시지 않아도 됩니다.\n"
            "궁금한 점을 적어 주세요. 전화를 원하시면 전화번호도 남겨 주세요. 적으신 내용과 순서는 그대로 유지됩니다.\n"
            "답변은 여기에 남으니 돌아오시면 보실 수 있습니다.",
        },
        "conversation.nobody_there": {
            "zh-CN": "现在没有客服值班，您不必一直停留在这个页面。\n"
            "请直接写下您的问题，需要回电的话请留下电话号码。您写的内容会保存，排队位置也会为您保留。\n"
            "有人值班后会在这里回复，您回来就能看到。",
            "zh-TW": "現在沒有客服值班，您不必一直停留在這個頁面。\n"
            "請直接寫下您的問題，需要回電的話請留下電話號碼。您寫的內容會保存，排隊位置也會為您保留。\n"
            "有人值班後會在這裡回覆，您回來就能看到。",
            "en": "Nobody of our staff is on duty now. You need not stay on this page.\n"
            "Write your question, with a phone number if you would like a call. "
            "What you write is kept, and so is your place in the line.\n"
            "The answer will be here when you come back.",
            "ja": "ただいま担当者がおりません。この画面を閉じても大丈夫です。\n"
            "ご質問をお書きください。お電話をご希望の場合は電話番号もお書きください。内容も順番もそのまま保たれます。\n"
            "担当者が戻り次第こちらにお返事しますので、戻られたときにご覧いただけます。",
            "ko": "지금은 담당 직원이 없습니다. 이 화면에 계속 계시지 않아도 됩니다.\n"
            "궁금한 점을 적어 주세요. 전화를 원하시면 전화번호도 남겨 주세요. 적으신 내용과 순서는 그대로 유지됩니다.\n"
            "직원이 돌아오면 여기에 답변드리니 돌아오시면 보실 수 있습니다.",
        },
        "conversation.open_again": {
            "zh-CN": "现在有人值班了，您排在第 {place} 位，会按顺序为您接通，不需要重复发送。",
            "zh-TW": "現在有人值班了，您排在第 {place} 位，會按順序為您接通，不需要重複傳送。",
            "en": "Our staff are on duty now. You are number {place} in the line; there is no need to write again.",
            "ja": "担当者の受付が始まりました。現在の順番は {place} 番目です。"
            "順番に対応しますので、再送の必要はありません。",
            "ko": "직원이 근무를 시작했습니다. "
            "현재 순서는 {place}번째이며 차례대로 응대하니 다시 보내지 않으셔도 됩니다.",
        },
        "conversation.agent_gone": {
            "zh-CN": "为您服务的同事连接中断了，正在为您转接其他同事，您不必重复说明。",
            "zh-TW": "為您服務的同事連線中斷了，正在為您轉接其他同事，您不必重複說明。",
            "en": "The colleague who was helping you has lost the connection. We are passing you on to another, "
            "who will see this conversation.",
            "ja": "担当者との接続が切れたため、ほかの担当者におつなぎします。改めてのご説明は不要です。",
            "ko": "상담 직원의 연결이 끊겨 다른 직원에게 연결해 드리고 있습니다. 다시 설명하지 않으셔도 됩니다.",
        },
        "conversation.transferred": {
            "zh-CN": "正在为您转接其他同事，对话内容会一并转交，您不必重复说明。",
            "zh-TW": "正在為您轉接其他同事，對話內容會一併轉交，您不必重複說明。",
            "en": "We are passing you on to a colleague, who will see this conversation. No need to repeat anything.",
            "ja": "ほかの担当者におつなぎします。これまでの内容は引き継がれますので、改めてのご説明は不要です。",
            "ko": "다른 담당자에게 연결해 드리고 있습니다. 대화 내용이 전달되므로 다시 설명하지 않으셔도 됩니다.",
        },
    }
)


class Wording:
    """The texts that one organisation sees, read once and asked often; never changes."""

    def __init__(self, written: Iterable[Written] = (), built_in: BuiltIn = BUILT_IN) -> None:
        self._words: dict[tuple[str, str], str] = {}
        for text in written:
            self._words.setdefault((text.key, text.lang), text.text)
        for key, by_lang in built_in.items():
            for lang, words in by_lang.items():
                self._words.setdefault((key, lang), words)
        self._langs = frozenset(lang for _, lang in self._words)

    def find(self, key: str, lang: str | None) -> str | None:
        """Return the words for `key` in the best language there is, or None."""
        for candidate in fallbacks(lang):
            words = self._words.get((key, candidate))
            if words is not None:
                return words
        return None

    def say(self, key: str, lang: str | None, /, **slots: object) -> str:
        """Return the words for `key` with their `{slots}` filled.

        Raises:
            NotFound: code `text_not_found`; nobody has written such a text.
        """
        words = self.find(key, lang)
        if words is None:
            raise NotFound("text_not_found", f"there is no text {key!r}")
        return filled(words, slots)

    def speaks(self, lang: str) -> bool:
        """Tell whether anything is written in this very language or its shorter form."""
        return not self._langs.isdisjoint(_narrowing(lang))


def say(tx: Tx, org_id: OrgId, key: str, lang: str | None, /, **slots: object) -> str:
    """Return what the organisation says under `key`, best in `lang`.

    Raises:
        NotFound: code `text_not_found`; nobody has written such a text.
    """
    return Wording(rows.by_key(tx, org_id, key)).say(key, lang, **slots)


def fallbacks(lang: str | None) -> tuple[str, ...]:
    """Return the languages to try, the best first."""
    return tuple(dict.fromkeys((*_narrowing(lang or ""), *LAST_RESORTS)))


def filled(words: str, slots: Mapping[str, object]) -> str:
    """Return `words` with each `{name}` replaced by its slot; what has no slot stays as it is."""
    return _SLOT.sub(lambda found: str(slots.get(found[1], found[0])), words)


def slots_in(words: str) -> frozenset[str]:
    """Return the names of the slots in a text."""
    return frozenset(_SLOT.findall(words))


def _narrowing(lang: str) -> list[str]:
    """Return the language with ever fewer subtags (RFC 4647 §3.4, Lookup); Chinese also as its script is written here.

    So it is zh-Hant-HK, zh-Hant, zh-TW, zh for traditional characters, and zh-SG, zh, zh-CN for simplified ones.
    """
    parts = [part for part in lang.split("-") if part]
    found = ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]
    if parts and parts[0].lower() == "zh":
        traditional = reads_traditional(lang)
        found.insert(len(found) - 1 if traditional else len(found), TRADITIONAL if traditional else "zh-CN")
    return list(dict.fromkeys(found))
