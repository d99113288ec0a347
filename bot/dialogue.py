"""One turn of the bot: what was written, what it knows and remembers, into words, deeds and the next state.

    somebody is in danger?      the emergency numbers, a person
    nothing in words?           kept, where something is being recorded; else said so, pictures count as not understood
    a plain question?           the article that answers it beyond doubt, as one does whose title was pressed
    plain words?                the command that they are (`bot.adapter.plain`)
    otherwise                   whoever understands texts is asked, and a command made of that (`bot.adapter.meant`)

Commands move the machine of the dialogues (`bot.flows.machine`). A question is looked up before the machine hears of
it: with one sure article it is answered, else choices are offered, and the second time in a row a person takes over.

Rules: pure but for what the caller asks for us, what a text means and what a service says; odd input is answered,
never an error; the same input gives the same turn; the greeting is said once.
Sources: ARCHITECTURE §8, reference nlu §F.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot import adapter, formats, phrases
from bot.commands import (
    Affirm,
    Answer,
    ChitChat,
    Clarify,
    Command,
    Deny,
    Handoff,
    Input,
    Repeat,
    ServiceFailed,
    ServiceReturned,
    SetSlot,
    StartFlow,
)
from bot.finding import Found, find, topic
from bot.flows import machine
from bot.flows.definitions import Book
from bot.flows.effects import Amend, Chat, Effect, OpenTicket, RecordRating, Service, Transfer
from bot.flows.filling import CORRECTABLE_MS
from bot.flows.handover import known
from bot.flows.speech import STAFF_LANG
from bot.flows.state import Refused, State
from bot.flows.state import remembered as dialogue_of
from bot.flows.state import written as dialogue_text
from bot.knowledge import Knowledge
from bot.memory import BOT, TOURIST, Memory, remembered
from bot.nlu.port import Parse
from bot.saying import REPHRASE, Voice
from hub import rescue
from hub.days import local_day
from hub.model import (
    BotAction,
    BotTurn,
    Escalate,
    InboundMessage,
    Kind,
    NoteTicket,
    Rate,
    Reply,
    TurnInput,
)
from hub.model import (
    SetSlot as TellCore,
)
from hub.script import bare, language_of
from hub.texts import Wording

_WHO = {TOURIST: "tourist", BOT: "bot"}
_CODES = re.compile(r"[!-~]*\d[!-~]*")
_FEW_WORDS, _FEW_LETTERS = 3, 20
_MEDIA = frozenset({Kind.IMAGE, Kind.VOICE, Kind.VIDEO, Kind.FILE, Kind.UNSUPPORTED})


@dataclass(frozen=True, slots=True)
class Desk:
    """What the bot has at hand for one organisation."""

    knowledge: Knowledge
    wording: Wording
    book: Book
    tz: str = "Asia/Shanghai"
    "Where its days begin and end (IANA name)."


class Turning:
    """A turn under way: `hear`, perhaps `understand`, `returned` for each service asked for, then `finished`."""

    def __init__(self, given: TurnInput, desk: Desk) -> None:
        memory = remembered(given.state)
        self._given = given
        self._desk = desk
        self.text = "\n".join(message.text for message in given.messages if message.text)
        self.lang = _language_of(self.text, memory, given.lang)
        "The tourist's language, as far as it is known."
        heard = tuple(_as_heard(message, desk.wording) for message in given.messages)
        self._memory = replace(memory, lang=self.lang).with_lines(TOURIST, heard)
        self._voice = _voice(desk, self.lang)
        self._state = self._dialogue()
        self._effects: list[Effect] = []
        self._first: str | None = None
        self._told: str | None = None
        self._found: tuple[str, Found] | None = None
        self._unclear = REPHRASE
        self._actions: list[BotAction] = []
        self._silent = False
        self.is_unclear = False
        "Whether it makes a difference what the text means."

    def _dialogue(self) -> State | Refused:
        fresh = State(lang=self._voice.lang, unsure=self._memory.unsure)
        state = dialogue_of(self._memory.dialogue) if self._memory.dialogue else fresh
        return state if isinstance(state, Refused) else replace(state, lang=self._voice.lang)

    def _is_cry(self) -> bool:
        return any(rescue.is_cry(message) for message in self._given.messages)

    # --- hearing ------------------------------------------------------------------------------------------------

    def hear(self) -> Service | None:
        """Take what was written as far as the words alone tell it; returns a service that must be asked first.

        Where `is_unclear` is true then, `understand` comes next.
        """
        if self._is_cry():
            return self._turn((Handoff("rescue"),))
        if not phrases.says_something(self.text):
            commands = self._wordless()
            return self._turn(commands) if commands else None
        command = self._plain() or self._answered() if self._open else self._answered() or self._plain()
        self.is_unclear = command is None
        return None if command is None else self._turn((self._settled(command),))

    def understand(self, parse: Parse) -> Service | None:
        """Take what was written as somebody understands it; returns a service that must be asked first."""
        self.is_unclear = False
        commands = self._several(parse) or (self._meant(parse),)
        return self._turn(tuple(self._settled(command) for command in commands))

    def _meant(self, parse: Parse) -> Command:
        return adapter.meant(parse, self._desk.book, self._known, self._today)

    def _several(self, parse: Parse) -> tuple[Command, ...]:
        """Return a question that an article answers and what is to be begun, where one sentence holds both."""
        if self._open is not None or len(parse.parts) < len(("a question", "a wish")):
            return ()
        pieces = adapter.pieces(parse)
        asked = next((one.text for one in pieces if phrases.asks(one.text) and self._find(one.text).told), None)
        wanted = [self._meant(one) for one in pieces if one.text != asked]
        leaving = next((one for one in wanted if isinstance(one, Handoff)), None)
        if leaving is not None:
            return (leaving,)
        begun = next((one for one in wanted if isinstance(one, StartFlow)), None)
        return (Answer(asked), begun) if asked is not None and begun is not None else ()

    @property
    def _known(self) -> State:
        return self._state if isinstance(self._state, State) else State()

    @property
    def _today(self) -> date:
        return local_day(self._given.now_ms, self._desk.tz)

    def returned(self, call: Service, result: Mapping[str, str | int] | None) -> Service | None:
        """Take what a service has said (None: it cannot answer); returns the next one to be asked."""
        self._effects.remove(call)
        return self._turn((ServiceFailed(call.call) if result is None else ServiceReturned(call.call, result),))

    def _turn(self, inputs: tuple[Input, ...]) -> Service | None:
        done = machine.turn(self._desk.book, self._state, inputs, self._given.now_ms, self._desk.tz)
        self._state = done.state
        self._effects += done.effects
        return next((effect for effect in done.effects if isinstance(effect, Service)), None)

    @property
    def _open(self) -> State | None:
        """Return the dialogue if something is under way in it."""
        return self._state if isinstance(self._state, State) and self._state.stack else None

    def _plain(self) -> Command | None:
        return adapter.plain(self.text, self._desk.book, self._known, self._today)

    def _answered(self) -> Command | None:
        """Return a plain question that an article answers beyond doubt: its title on a button, or nearly as short.

        What is long tells what happened, and who wishes for something is to be understood, whatever it is about.
        In the middle of something only a question is one.
        """
        if phrases.wants_person(self.text) or phrases.wishes(self.text):
            return None
        if bare(self.text) in self._desk.book.called or formats.read(self.text) is not None:
            return None
        short = self._desk.knowledge.named(self.text) is not None or not adapter.tells(self.text)
        if not phrases.asks(self.text) and (self._open is not None or not short):
            return None
        return Answer(self.text) if self._finds(self.text) else None

    def _wordless(self) -> tuple[Command, ...]:
        kinds = {message.kind for message in self._given.messages}
        if self._open is not None and kinds & (_MEDIA | {Kind.LOCATION}):
            self._first = "bot.kept"
            return (Repeat(),)
        if kinds & (_MEDIA | {Kind.LOCATION}) and self._belongs_to_ticket():
            self._first = "bot.kept"
            what = "\n".join(_as_heard(message, self._desk.wording) for message in self._given.messages)
            note = self._desk.wording.say("bot.summary.sent", STAFF_LANG, what=what)
            self._actions.append(NoteTicket(self._memory.ticket, note))
            return ()
        if kinds & _MEDIA:
            self._unclear = "bot.cannot_see"
            return (Clarify(()),)
        if self._open is not None and not kinds <= {Kind.EVENT}:
            return (Repeat(),)
        if Kind.LOCATION in kinds:
            self._first = "bot.location"
        elif self._memory.greeted:
            self._silent = kinds <= {Kind.EVENT}
            self._first = "bot.signs"
        return ()

    def _belongs_to_ticket(self) -> bool:
        """Tell whether what comes now is for what was recorded a while ago."""
        done = self._state.done if isinstance(self._state, State) else None
        recent = done is not None and self._given.now_ms - done.touched_ms <= CORRECTABLE_MS
        return recent and bool(self._memory.ticket)

    def _settled(self, command: Command) -> Command:
        """Return a command as it stands after a look into the knowledge."""
        match command:
            case Answer(question=question):
                return command if self._told is not None else self._looked_up(question)
            case SetSlot(slot=None, value=value) if self._open is None:
                return self._looked_up(value)
            case SetSlot(slot=None, value=value) if phrases.asks(value) and self._finds(value):
                return Answer(value)
            case Clarify(choices=choices):
                return self._looked_up(self.text, choices)
            case Affirm() if self._open is None:
                return ChitChat("affirm")
            case Deny() if self._open is None:
                return Clarify(())
            case _:
                return command

    def _finds(self, question: str) -> bool:
        self._told = self._find(question).told
        return self._told is not None

    def _find(self, question: str) -> Found:
        """Look into the knowledge, once for each question."""
        if self._found is None or self._found[0] != question:
            self._found = (question, find(self._desk.knowledge, question, self._memory.about))
        return self._found[1]

    def _looked_up(self, question: str, choices: tuple[str, ...] = ()) -> Command:
        found = self._find(question)
        self._told = found.told
        if found.told is not None:
            return Answer(question)
        if self._open is not None:
            self._unclear = "bot.unknown"
            return Answer(question)
        if found.offered:
            self._memory = replace(self._memory, about=found.offered[0])
        return Clarify((*choices, *found.offered))

    # --- the end ------------------------------------------------------------------------------------------------

    def finished(self) -> BotTurn:
        """Return the turn: words, deeds, the next state."""
        if isinstance(self._state, State) and self._state.lang != self._voice.lang:
            self._voice = _voice(self._desk, self._state.lang)
            self._memory = replace(self._memory, lang=self._state.lang)
        if self._told is not None:
            self._memory = replace(self._memory, about=self._told)
        replies = () if self._silent else self._replies()
        for effect in self._effects:
            self._do(effect)
        actions = (*self._language(), *self._actions)
        memory = self._memory.with_lines(BOT, tuple(reply.text for reply in replies))
        return BotTurn(replies, actions, self._kept(memory, said=bool(replies)).state())

    def _replies(self) -> tuple[Reply, ...]:
        greeted = self._memory.greeted
        escalates = any(isinstance(effect, Transfer) for effect in self._effects)
        effects = [
            effect for effect in self._effects if greeted or not (isinstance(effect, Chat) and effect.about == "greet")
        ]
        reply = self._voice.reply(effects, first=self._first, told=self._told, unclear=self._unclear)
        if reply is None:
            return (self._voice.greeting(alone=True),)
        if greeted or escalates:
            return (reply,)
        return self._voice.greeting(alone=False), reply

    def _do(self, effect: Effect) -> None:
        match effect:
            case OpenTicket():
                tag = f"{effect.flow}:{self._given.now_ms}"
                self._memory = replace(self._memory, ticket=tag)
                self._actions.append(replace(self._voice.staff.ticket(effect), phone=effect.phone, tag=tag))
            case Amend() if self._memory.ticket:
                self._actions.append(self._voice.staff.note(effect, self._memory.ticket))
            case RecordRating(subject=subject, name=name, stars=stars, words=words):
                self._actions.append(Rate(subject, name, stars, words))
            case Transfer():
                self._actions.append(self._escalate(effect))

    def _language(self) -> tuple[BotAction, ...]:
        lang = self._memory.lang
        return (TellCore("lang", lang),) if lang and lang != self._given.lang and self.text else ()

    def _kept(self, memory: Memory, *, said: bool) -> Memory:
        state = self._state if isinstance(self._state, State) else State()
        lasting = state.stack or state.done
        return replace(
            memory,
            greeted=memory.greeted or said,
            unsure=state.unsure,
            dialogue=dialogue_text(state) if lasting else "",
            ticket=memory.ticket if lasting else "",
        )

    def _escalate(self, effect: Transfer) -> Escalate:
        """Return the handing over, with what a person should know before taking over."""
        open_ = known(effect, self._voice.staff)
        about = "" if effect.reason == "rescue" else open_[0].topic if open_ else self._topic()
        unsure = remembered(self._given.state).unsure + (effect.reason == "not_understood")
        recent = tuple((_WHO[speaker], line) for speaker, line in self._memory.lines if speaker in _WHO)
        details = "".join(f"\n{label}：{value}" for one in open_ for label, value in one.details)
        return Escalate(
            effect.reason, self._summary(effect, about, details), topic=about, recent=recent, unsure=unsure, known=open_
        )

    def _summary(self, effect: Transfer, about: str, details: str) -> str:
        """Return the same as one text in the staff's language, for where no page puts it together."""
        say = self._desk.wording.say
        unknown = "bot.summary.rescue" if effect.reason == "rescue" else "bot.summary.unknown"
        who = {TOURIST: say("bot.summary.tourist", STAFF_LANG), BOT: say("bot.summary.bot", STAFF_LANG)}
        lines = "\n".join(f"{who.get(speaker, speaker)}：{line}" for speaker, line in self._memory.lines)
        return say("bot.summary", STAFF_LANG, topic=(about or say(unknown, STAFF_LANG)) + details, lines=lines)

    def _topic(self) -> str:
        """Return the best guess at what the tourist wants; empty for none."""
        code = topic(self._desk.knowledge, self.text, self._memory.about)
        return "" if code is None else self._desk.knowledge.article(code, STAFF_LANG).title


def _language_of(text: str, memory: Memory, known: str) -> str:
    """Return the language of the talk after this text.

    A number with letters in it (HZ-20261123-0001) is in no language, and a name or an OK in the middle of a dialogue
    is no wish for another one.
    """
    words = _CODES.sub(" ", text)
    if memory.dialogue and len(words.split()) <= _FEW_WORDS and sum(map(str.isalnum, words)) <= _FEW_LETTERS:
        return memory.lang or known
    return language_of(words, memory.lang or known) or known


def _voice(desk: Desk, lang: str) -> Voice:
    """Return words in `lang`, or in English for somebody whose language we have no words in."""
    return Voice(desk.knowledge, desk.wording, desk.book, lang if desk.wording.speaks(lang) else "en")


def _as_heard(message: InboundMessage, wording: Wording) -> str:
    """Return a message as one line of the summary."""
    if message.text:
        return message.text
    key = f"bot.kind.{message.kind}"
    return f"[{wording.find(key, STAFF_LANG) or wording.say('bot.kind.other', STAFF_LANG)}]"
