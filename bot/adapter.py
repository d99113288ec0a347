"""From an understood sentence to commands: the bridge between whatever understands and the dialogue machine.

What the words alone tell (`plain`), the first that fits decides:

    the words that call a flow (我要投诉)           StartFlow
    a fixed format (投诉#…)                      its command
    a button's own words                         yes, no, stop, skip, a person
    anger                                        Handoff
    small talk and nothing else (你好, 不是)        ChitChat, Affirm, Deny
    go on, or not, where that was asked          Affirm, Deny
    a correction (不对，是三个人)                  CorrectSlot
    something is asked: a surely typed value     SetSlot, before any intent is looked at

What else is written needs somebody who understands it (`meant`):

    a person is asked for                        Handoff, unless a call back is meant
    words are asked for (what happened?)         SetSlot, unless it asks, wishes or leaves
    an intent, if sure enough                    what `_SIMPLE` and the flows' `starts` say
    something is asked                           SetSlot: the words are the answer
    otherwise                                    Clarify, or Answer

A sentence with several wishes is cut into its `pieces` first, and each is asked for.

Rule: a doubtful intent never breaks into a question that is open, except one that asks (opening hours) or leaves.
Sources: reference nlu §F "Order per message", "Confidence policy".
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot import formats, phrases
from bot.commands import (
    Affirm,
    Answer,
    Cancel,
    ChangeLanguage,
    ChitChat,
    Clarify,
    Command,
    CorrectSlot,
    Deny,
    Handoff,
    SetSlot,
    StartFlow,
)
from bot.flows.definitions import Book, Collect, Flow
from bot.flows.slots import claimed
from bot.flows.state import Side, State
from bot.nlu.port import Parse, Scored
from bot.phrases import Talk
from hub.script import bare, fold

SURE = 0.80
AHEAD = 0.15
MAYBE = 0.45
IN_SCOPE = 0.5
"Start values (reference nlu §F); to be fitted on a split of our own."
STORY, STORY_WORDS = 12, 7
"Chinese letters, or words, from which the sentence that begins a flow also tells what happened."
_OFFERS = 3
_CALL = "callback_request"
RESCUE = "emergency_rescue"
"The intent of somebody in danger whose words no list has heard."
_CHAT = frozenset({"greet", "thank", "bye", "small_talk"})
_SIMPLE: Mapping[str, Command] = {
    "affirm": Affirm(),
    "deny": Deny(),
    "cancel_flow": Cancel(),
    "human_agent": Handoff("asked"),
    RESCUE: Handoff("rescue"),
}
_LEAVES = frozenset({*_SIMPLE, "change_language"})
_BUTTONS: Mapping[str, Command] = {
    "yes": Affirm(),
    "right": Affirm(),
    "no": Deny(),
    "change": Deny(),
    "stop": Cancel(),
    "person": Handoff("asked"),
}
_TALK: Mapping[Talk, Command] = {
    Talk.GREETING: ChitChat("greet"),
    Talk.THANKS: ChitChat("thank"),
    Talk.FAREWELL: ChitChat("bye"),
    Talk.YES: Affirm(),
    Talk.NO: Deny(),
}
_LONGEST_CALL = 80
"Letters of what calls a flow or stands on a button."
_CORRECTION = re.compile(
    r"^(?:(?:不对|不是|错了|说错了|写错了|更正|改一下)(?:[,。:!\s]+(?:(?:应该|其实)?(?:是|改成|为))?|(?:应该)?是|改成)"
    r"|应该是|我是说|(?:no|sorry|actually|correction)[,.:!\s]+(?:it'?s|make it|i meant?|it should be)|i meant)"
    r"[,:\s]*(.+)$",
    re.DOTALL,
)
_MARKS = " ，,。.；;、\n"
_JOINT = re.compile(
    r"^(?:另外|还有|顺便|以及|同时|对了|然后|and|also|plus)[,，\s]*(?:想|请|再)?(?:问|咨询)?(?:一?下)?[,，\s]*",
    re.IGNORECASE,
)
"What joins a second matter to the first."
_GO_ON = re.compile(
    r"(?:好的?|嗯|是的?)?[,。]?(?:请)?(?:我要|要)?(?:继续|接着)(?:办|填|吧|说)?"
    r"|(?:yes,? )?(?:please )?(?:go on|continue|carry on)"
    r"|続け(?:る|ます|て)?|계속(?:할게요|해요|하기)?"
)
_STOP = re.compile(
    r"(?:不|别|不用|不要|不想)(?:再)?(?:继续|接着)?(?:办|填)?了|(?:don't|do not) (?:go on|continue)|続けない|그만"
)
_CHANGE_TO = re.compile(r"(?:改成|改为|换成|change (?:it )?to|should be|make it)\s*(.+)$", re.DOTALL)
_LANGUAGES = (
    (re.compile(r"english|英文|英语"), "en"),
    (re.compile(r"日本語|日语|日文|japanese"), "ja"),
    (re.compile(r"한국어|韩语|韩文|korean"), "ko"),
    (re.compile(r"繁体"), "zh-TW"),
    (re.compile(r"中文|普通话|汉语|chinese|mandarin"), "zh-CN"),
)


def plain(text: str, book: Book, state: State, today: date) -> Command | None:
    """Return what the words alone tell beyond doubt; None where it makes a difference what they mean."""
    text = text.strip()
    open_flow = _open_flow(book, state)
    at_once = _called(text, book) or formats.read(text) or _pressed(text, book)
    if at_once is not None or phrases.asks_for_person(text):
        return at_once
    # Who is asked what happened may well tell it in anger.
    if phrases.is_angry(text) and not _asks_for_words(open_flow, state):
        return Handoff("angry")
    return _small_talk(text, open_flow) or (
        _in_flow(text, open_flow, state, today) if open_flow is not None else _late(text, state)
    )


def meant(understood: Parse, book: Book, state: State, today: date) -> Command:
    """Return what somebody wants whose words alone did not tell it."""
    if phrases.asks_for_person(understood.text) and not _wants_a_call(understood):
        return Handoff("asked")
    open_flow = _open_flow(book, state)
    if _asks_for_words(open_flow, state) and not _breaks_in(understood):
        return SetSlot(None, understood.text)
    return _by_intent(understood, book, open_flow, today)


def pieces(understood: Parse) -> tuple[Parse, ...]:
    """Return the pieces of a text that each have a matter of their own, as if each had been written alone."""
    return tuple(
        replace(
            understood,
            text=_JOINT.sub("", understood.text[part.start : part.end].strip(_MARKS)),
            intents=(part.intent,),
            entities=tuple(one for one in understood.entities if part.start <= one.start and one.end <= part.end),
            parts=(),
        )
        for part in understood.parts
    )


def _breaks_in(understood: Parse) -> bool:
    """Tell whether a text may be something else than the words that were asked for, as nearly any may be."""
    leaves = bool(understood.intents) and understood.intents[0].name in _LEAVES
    return leaves or phrases.asks(understood.text) or phrases.wishes(understood.text)


def _open_flow(book: Book, state: State) -> Flow | None:
    return book.flows.get(state.top.flow) if state.top else None


def _late(text: str, state: State) -> Command | None:
    """Return a correction of what is over."""
    return _corrected(text) if state.done is not None else None


def _called(text: str, book: Book) -> Command | None:
    flow = book.called.get(bare(text)) if len(text) <= _LONGEST_CALL else None
    return StartFlow(flow) if flow is not None else None


def _asks_for_words(flow: Flow | None, state: State) -> bool:
    step = flow.step(state.top.step) if flow and state.top else None
    return isinstance(step, Collect) and flow is not None and flow.slots[step.slot].kind == "text"


def _small_talk(text: str, flow: Flow | None) -> Command | None:
    talk = phrases.small_talk(text)
    if talk is None or (flow is not None and (talk is Talk.FAREWELL or any(letter.isdigit() for letter in text))):
        # 没有了 and 88 answer a question, where one is open.
        return None
    return _TALK[talk]


def _corrected(text: str) -> Command | None:
    folded = fold(text)
    found = _CORRECTION.match(folded) or _CHANGE_TO.search(folded)
    if found is None:
        return None
    # As it was written, where folding has not moved the letters: a name keeps its capitals.
    value = text[found.start(1) :] if len(folded) == len(text) else found[1]
    return CorrectSlot(None, value.strip())


def _wants_a_call(understood: Parse) -> bool:
    """Tell whether it is surely about a call back, which has a flow of its own; a person may not be free now."""
    return bool(understood.intents) and understood.intents[0].name == _CALL and understood.intents[0].confidence >= SURE


def _pressed(text: str, book: Book) -> Command | None:
    key = book.pressed.get(fold(text)) if len(text) <= _LONGEST_CALL else None
    return _BUTTONS[key] if key is not None else None


def _in_flow(text: str, flow: Flow, state: State, today: date) -> Command | None:
    folded = fold(text)
    if state.side in {Side.RESUMING, Side.CANCELLING}:
        resuming = state.side is Side.RESUMING
        if _STOP.fullmatch(folded):
            return Deny() if resuming else Affirm()
        if _GO_ON.fullmatch(folded):
            return Affirm() if resuming else Deny()
    corrected = _corrected(text)
    if corrected and state.top and state.top.slots:
        return corrected
    step = flow.step(state.top.step) if state.top else None
    if not isinstance(step, Collect):
        return None
    slot = flow.slots[step.slot]
    if slot.kind == "choice" or claimed(slot, text, today) is None:
        labels = {fold(word) for option in slot.options for word in option.labels.values()}
        return SetSlot(None, text) if folded in labels else None
    return SetSlot(None, text)


def _by_intent(understood: Parse, book: Book, open_flow: Flow | None, today: date) -> Command:
    best = understood.intents[0] if understood.intents else Scored("inform", 0.0)
    second = understood.intents[1].confidence if len(understood.intents) > 1 else 0.0
    confidence = best.confidence
    if confidence >= SURE and confidence - second >= AHEAD and understood.in_scope >= IN_SCOPE:
        return _sure(best.name, understood, book, open_flow, today)
    if open_flow is not None:
        # What is asked for is the likelier meaning of words that nobody is sure of.
        return SetSlot(None, understood.text)
    if confidence >= MAYBE and understood.in_scope >= IN_SCOPE:
        return Clarify(tuple(intent.name for intent in understood.intents[:_OFFERS]))
    return Answer(understood.text)


def _sure(intent: str, understood: Parse, book: Book, open_flow: Flow | None, today: date) -> Command:
    if intent in _SIMPLE:
        return _SIMPLE[intent]
    if intent in _CHAT:
        return ChitChat(intent)
    if intent == "change_language":
        lang = next((lang for words, lang in _LANGUAGES if words.search(fold(understood.text))), None)
        return ChangeLanguage(lang) if lang else Handoff("asked")
    flow = book.starting(intent)
    if flow is not None and (open_flow is None or flow.id != open_flow.id):
        return StartFlow(flow.id, _prefilled(flow, intent, understood, today))
    if flow is not None or intent == "inform":
        return SetSlot(None, understood.text)
    return Answer(understood.text)


def tells(text: str) -> bool:
    """Tell whether a text is long enough to say what happened."""
    return len(re.findall(r"[^\x00-\u024f\s]", text)) >= STORY or len(text.split()) >= STORY_WORDS


def _prefilled(flow: Flow, intent: str, understood: Parse, today: date) -> dict[str, str]:
    slots = dict(flow.prefill.get(intent, {}))
    for entity in understood.entities:
        meant = flow.entities.get(entity.entity)
        if meant is not None:
            slots.setdefault(meant, entity.value)
    if flow.story is not None and tells(understood.text):
        slots.setdefault(flow.story, understood.text)
    for name, slot in flow.slots.items():
        if slot.kind != "choice" and flow.collecting(name) and claimed(slot, understood.text, today) is not None:
            slots.setdefault(name, understood.text)
    return slots
