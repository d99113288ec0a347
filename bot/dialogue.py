"""What the bot says and does in one turn: a pure decision over what was written, what it knows and remembers.

The order of questions, the first yes decides:

    somebody is in danger?         answer with the emergency numbers, hand over as a rescue
    a person is asked for, anger?  hand over
    nothing in words?              say so; pictures count as not understood
    small talk?                    return it
    one article fits surely?       tell it, with its title and date
    otherwise                      offer up to three articles; the second time in a row hand over

Rules: odd input is answered, never an error; the same input gives the same turn; the greeting is said once.
Sources: ARCHITECTURE §8, reference nlu §F.
"""

from dataclasses import dataclass, replace

from bot import phrases
from bot.knowledge import Article, Hit, Knowledge
from bot.memory import BOT, TOURIST, Memory, remembered
from bot.phrases import Talk
from hub import rescue
from hub.model import BotAction, BotTurn, Button, Escalate, InboundMessage, Kind, Reply, SetSlot, TurnInput
from hub.script import language_of
from hub.texts import Wording

SURE = 0.7
"Confidence from which an article is told; measured on 7,287 real questions about other things: 5 wrong answers."
AHEAD = 1.6
"How many times the score of another article that is named as well the best one must have."
WORTH_OFFERING = 0.2
"Confidence from which an article is worth a button."
OFFERS = 3
PATIENCE = 2
"Not understood so many times in a row: a person takes over."

_TALK_REPLY = {Talk.THANKS: "bot.welcome", Talk.FAREWELL: "bot.farewell", Talk.YES: "bot.go_on"}
_STAFF_LANG = "zh-CN"
_WHO = {TOURIST: "tourist", BOT: "bot"}


def decide(given: TurnInput, knowledge: Knowledge, wording: Wording) -> BotTurn:
    """Return what to say and do; raises nothing, whatever was written."""
    memory = remembered(given.state)
    text = "\n".join(message.text for message in given.messages if message.text)
    lang = language_of(text, memory.lang or given.lang) or given.lang
    heard = tuple(_as_heard(message, wording) for message in given.messages)
    memory = replace(memory, lang=lang).with_lines(TOURIST, heard)
    turn = _Turn(given, text, _spoken(lang, wording), memory, knowledge, wording)
    said = turn.answer()
    return _finished(turn, said)


@dataclass(frozen=True, slots=True)
class _Said:
    """The turn's outcome before it is written down."""

    replies: tuple[Reply, ...]
    memory: Memory
    escalate: str | None = None
    "The reason for handing over."


@dataclass(frozen=True, slots=True)
class _Turn:
    given: TurnInput
    text: str
    lang: str
    "The language the bot speaks, one it has words in."
    memory: Memory
    knowledge: Knowledge
    wording: Wording

    def answer(self) -> _Said:
        """Ask the questions in their order."""
        if any(rescue.is_cry(message) for message in self.given.messages):
            return self._hand_over("rescue", rescue.REPLY)
        if phrases.asks_for_person(self.text):
            return self._hand_over("asked")
        if phrases.is_angry(self.text):
            return self._hand_over("angry")
        if not phrases.says_something(self.text):
            return self._wordless()
        talk = phrases.small_talk(self.text)
        if talk is not None:
            return self._chat(talk)
        return self._look_up()

    def _wordless(self) -> _Said:
        kinds = {message.kind for message in self.given.messages}
        if kinds & {Kind.IMAGE, Kind.VOICE, Kind.VIDEO, Kind.FILE, Kind.UNSUPPORTED}:
            return self._not_understood("bot.cannot_see")
        if Kind.LOCATION in kinds:
            return self._say("bot.location")
        if not self.memory.greeted:
            return self._greet()
        if kinds <= {Kind.EVENT}:
            return _Said((), self.memory)
        return self._say("bot.signs")

    def _chat(self, talk: Talk) -> _Said:
        if talk is Talk.GREETING:
            return self._say("bot.again") if self.memory.greeted else self._greet()
        if talk is Talk.NO:
            return self._not_understood("bot.rephrase")
        return self._say(_TALK_REPLY[talk])

    def _look_up(self) -> _Said:
        named = self.knowledge.named(self.text)
        if named is not None:
            return self._tell(named)
        hits = self.knowledge.search(self.text)
        if is_sure(hits):
            return self._tell(hits[0].code)
        offered = [hit.code for hit in hits if hit.confidence >= WORTH_OFFERING][:OFFERS]
        if not offered:
            return self._not_understood("bot.rephrase")
        about = replace(self.memory, about=offered[0])
        return replace(self, memory=about)._not_understood("bot.choose", tuple(offered))

    def _tell(self, code: str) -> _Said:
        article = self.knowledge.article(code, self.lang)
        reply = Reply(f"{article.body}\n\n{self._citation(article)}", self._buttons(), article.lang)
        return _Said((reply,), replace(self.memory, unsure=0, about=code))

    def _citation(self, article: Article) -> str:
        cited = self.wording.say("bot.citation", self.lang, title=article.title, date=article.written_on)
        source = self.wording.say("bot.source", self.lang, source=article.source) if article.source else ""
        return cited + source

    def _not_understood(self, key: str, offered: tuple[str, ...] = ()) -> _Said:
        if self.memory.unsure + 1 >= PATIENCE:
            return self._hand_over("not_understood")
        reply = Reply(self.wording.say(key, self.lang), self._buttons(offered), self.lang)
        return _Said((reply,), replace(self.memory, unsure=self.memory.unsure + 1))

    def _hand_over(self, reason: str, key: str | None = None) -> _Said:
        words = self.wording.say(key or f"bot.handover.{reason}", self.lang)
        return _Said((Reply(words, lang=self.lang),), replace(self.memory, unsure=0), reason)

    def _greet(self) -> _Said:
        topics = [code.strip() for code in self.wording.say("bot.topics", self.lang).split(",")]
        known = tuple(code for code in topics if code in self.knowledge)[:OFFERS]
        reply = Reply(self.wording.say("bot.greeting", self.lang), self._buttons(known), self.lang)
        return _Said((reply,), replace(self.memory, greeted=True))

    def _say(self, key: str) -> _Said:
        return _Said((Reply(self.wording.say(key, self.lang), lang=self.lang),), self.memory)

    def _buttons(self, codes: tuple[str, ...] = ()) -> tuple[Button, ...]:
        titles = [self.knowledge.article(code, self.lang).title for code in codes]
        return tuple(Button(label, label) for label in (*titles, self.wording.say("bot.person", self.lang)))


def is_sure(hits: tuple[Hit, ...]) -> bool:
    """Tell whether the first of these hits is what the question is about, beyond reasonable doubt."""
    if not hits or not hits[0].named or hits[0].confidence < SURE:
        return False
    best = hits[0].score
    return all(best >= hit.score * AHEAD for hit in hits[1:] if hit.named)


def _finished(turn: _Turn, said: _Said) -> BotTurn:
    """Put the greeting before a first answer, write down what was said, and name the actions."""
    replies = said.replies
    if replies and not said.memory.greeted and said.escalate is None:
        replies = (Reply(turn.wording.say("bot.greeting", turn.lang), lang=turn.lang), *replies)
    memory = replace(said.memory, greeted=said.memory.greeted or bool(replies))
    actions: list[BotAction] = []
    if memory.lang and memory.lang != turn.given.lang and turn.text:
        actions.append(SetSlot("lang", memory.lang))
    if said.escalate is not None:
        actions.append(_escalate(turn, memory, said.escalate))
    memory = memory.with_lines(BOT, tuple(reply.text for reply in replies))
    return BotTurn(replies, tuple(actions), memory.state())


def _escalate(turn: _Turn, memory: Memory, reason: str) -> Escalate:
    """Return the handing over, with what a person should know before taking over."""
    topic = "" if reason == "rescue" else _topic(turn)
    recent = tuple((_WHO[speaker], line) for speaker, line in memory.lines if speaker in _WHO)
    unsure = turn.memory.unsure + (reason == "not_understood")
    return Escalate(reason, _summary(turn, memory, reason, topic), topic=topic, recent=recent, unsure=unsure)


def _summary(turn: _Turn, memory: Memory, reason: str, topic: str) -> str:
    """Return the same as one text in the staff's language, for where no page puts it together."""
    say = turn.wording.say
    unknown = "bot.summary.rescue" if reason == "rescue" else "bot.summary.unknown"
    who = {TOURIST: say("bot.summary.tourist", _STAFF_LANG), BOT: say("bot.summary.bot", _STAFF_LANG)}
    lines = "\n".join(f"{who.get(speaker, speaker)}：{line}" for speaker, line in memory.lines)
    return say("bot.summary", _STAFF_LANG, topic=topic or say(unknown, _STAFF_LANG), lines=lines)


def _topic(turn: _Turn) -> str:
    """Return the best guess at what the tourist wants; empty for none."""
    hits = [hit for hit in turn.knowledge.search(turn.text, limit=1) if hit.confidence >= WORTH_OFFERING]
    guessed = hits[0].code if hits else None
    code = guessed if hits and hits[0].named else turn.memory.about or guessed
    if code is None or code not in turn.knowledge:
        return ""
    return turn.knowledge.article(code, _STAFF_LANG).title


def _as_heard(message: InboundMessage, wording: Wording) -> str:
    """Return a message as one line of the summary."""
    if message.text:
        return message.text
    key = f"bot.kind.{message.kind}"
    return f"[{wording.find(key, _STAFF_LANG) or wording.say('bot.kind.other', _STAFF_LANG)}]"


def _spoken(lang: str, wording: Wording) -> str:
    """Return `lang`, or English for somebody whose language we have no words in."""
    return lang if wording.speaks(lang) else "en"
