"""From an understood sentence to commands: the bridge between whatever understands and the dialogue machine.

The order, the first that fits decides. Whoever cuts a sentence with several wishes into its parts asks for each part
and gives all the commands to one turn:

    a fixed format (投诉#…)                      its command
    a button's own words                         yes, no, stop, skip, a person
    go on, or not, where that was asked          Affirm, Deny
    a correction (不对，是三个人)                  CorrectSlot
    something is asked: a surely typed value     SetSlot, before any intent is looked at
    an intent, if sure enough                    what `_BY_INTENT` and the flows' `starts` say
    something is asked                           SetSlot: the words are the answer
    otherwise                                    Clarify, or Answer

Rule: a doubtful intent never breaks into a question that is open, except one that asks (opening hours) or leaves.
Sources: reference nlu §F "Order per message", "Confidence policy".
"""

import re
from collections.abc import Mapping
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
from bot.flows.definitions import Book, Collect, Flow, text_key
from bot.flows.slots import claimed
from bot.flows.state import Side, State
from bot.nlu.port import Parse, Scored
from hub.script import fold

SURE = 0.80
AHEAD = 0.15
MAYBE = 0.45
IN_SCOPE = 0.5
"Start values (reference nlu §F); to be fitted on a split of our own."
STORY, STORY_WORDS = 12, 7
"Chinese letters, or words, from which the sentence that begins a flow also tells what happened."
_OFFERS = 3
_CALL = "callback_request"
_CHAT = frozenset({"greet", "thank", "bye", "small_talk"})
_SIMPLE: Mapping[str, Command] = {
    "affirm": Affirm(),
    "deny": Deny(),
    "cancel_flow": Cancel(),
    "human_agent": Handoff("asked"),
}
_BUTTONS: Mapping[str, Command] = {
    "yes": Affirm(),
    "right": Affirm(),
    "no": Deny(),
    "change": Deny(),
    "stop": Cancel(),
    "person": Handoff("asked"),
}
_CORRECTION = re.compile(
    r"^(?:(?:不对|不是|错了|说错了|写错了|更正|改一下)(?:[,。:!\s]+(?:(?:应该|其实)?(?:是|改成|为))?|(?:应该)?是|改成)"
    r"|应该是|我是说|(?:no|sorry|actually|correction)[,.:!\s]+(?:it'?s|make it|i meant?|it should be)|i meant)"
    r"[,:\s]*(.+)$",
    re.DOTALL,
)
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


def commands(understood: Parse, book: Book, state: State, today: date) -> tuple[Command, ...]:
    """Return what the tourist wants; never nothing."""
    text = understood.text.strip()
    fixed = formats.read(text)
    if fixed is not None:
        return (fixed,)
    pressed = _pressed(text, book)
    if pressed is not None:
        return (pressed,)
    if phrases.asks_for_person(text) and not _wants_a_call(understood):
        return (Handoff("asked"),)
    open_flow = book.flows.get(state.top.flow) if state.top else None
    if open_flow is not None:
        answered = _in_flow(text, understood, open_flow, state, today)
        if answered:
            return answered
    return _by_intent(understood, book, open_flow, today)


def _wants_a_call(understood: Parse) -> bool:
    """Tell whether it is surely about a call back, which has a flow of its own; a person may not be free now."""
    return bool(understood.intents) and understood.intents[0].name == _CALL and understood.intents[0].confidence >= SURE


def _pressed(text: str, book: Book) -> Command | None:
    folded = fold(text)
    for key, command in _BUTTONS.items():
        if folded in map(fold, book.texts.get(text_key("common", key), {}).values()):
            return command
    return None


def _in_flow(text: str, understood: Parse, flow: Flow, state: State, today: date) -> tuple[Command, ...] | None:
    folded = fold(text)
    if state.side in {Side.RESUMING, Side.CANCELLING}:
        resuming = state.side is Side.RESUMING
        if _STOP.fullmatch(folded):
            return (Deny() if resuming else Affirm(),)
        if _GO_ON.fullmatch(folded):
            return (Affirm() if resuming else Deny(),)
    corrected = _CORRECTION.match(folded) or _CHANGE_TO.search(folded)
    if corrected and state.top and state.top.slots:
        # As it was written, where folding has not moved the letters: a name keeps its capitals.
        value = text[corrected.start(1) :] if len(folded) == len(text) else corrected[1]
        return (CorrectSlot(None, value.strip()),)
    step = flow.step(state.top.step) if state.top else None
    if not isinstance(step, Collect):
        return None
    if flow.slots[step.slot].kind == "choice" or claimed(flow.slots[step.slot], text, today) is None:
        labels = {fold(word) for option in flow.slots[step.slot].options for word in option.labels.values()}
        return (SetSlot(None, text),) if fold(text) in labels else None
    return (SetSlot(None, text),)


def _by_intent(understood: Parse, book: Book, open_flow: Flow | None, today: date) -> tuple[Command, ...]:
    best = understood.intents[0] if understood.intents else Scored("inform", 0.0)
    second = understood.intents[1].confidence if len(understood.intents) > 1 else 0.0
    confidence = best.confidence
    sure = confidence >= SURE and confidence - second >= AHEAD and understood.in_scope >= IN_SCOPE
    if sure:
        return _sure(best.name, understood, book, open_flow, today)
    if open_flow is not None:
        # What is asked for is the likelier meaning of words that nobody is sure of.
        return (SetSlot(None, understood.text),)
    if confidence >= MAYBE and understood.in_scope >= IN_SCOPE:
        return (Clarify(tuple(intent.name for intent in understood.intents[:_OFFERS])),)
    return (Answer(understood.text),)


def _sure(intent: str, understood: Parse, book: Book, open_flow: Flow | None, today: date) -> tuple[Command, ...]:
    if intent in _SIMPLE:
        return (_SIMPLE[intent],)
    if intent in _CHAT:
        return (ChitChat(intent),)
    if intent == "change_language":
        lang = next((lang for words, lang in _LANGUAGES if words.search(fold(understood.text))), None)
        return (ChangeLanguage(lang),) if lang else (Handoff("asked"),)
    flow = book.starting(intent)
    if flow is not None and open_flow is not None and flow.id == open_flow.id:
        return (SetSlot(None, understood.text),)
    if flow is not None:
        return (StartFlow(flow.id, _prefilled(flow, intent, understood, today)),)
    if intent == "inform":
        return (SetSlot(None, understood.text),)
    return (Answer(understood.text),)


def _tells(text: str) -> bool:
    return len(re.findall(r"[^\x00-\u024f\s]", text)) >= STORY or len(text.split()) >= STORY_WORDS


def _prefilled(flow: Flow, intent: str, understood: Parse, today: date) -> dict[str, str]:
    slots = dict(flow.prefill.get(intent, {}))
    for entity in understood.entities:
        meant = flow.entities.get(entity.entity)
        if meant is not None:
            slots.setdefault(meant, entity.value)
    if flow.story is not None and _tells(understood.text):
        slots.setdefault(flow.story, understood.text)
    for name, slot in flow.slots.items():
        if slot.kind != "choice" and flow.collecting(name) and claimed(slot, understood.text, today) is not None:
            slots.setdefault(name, understood.text)
    return slots
