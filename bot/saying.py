"""What the bot says, put into words: articles, choices, small talk and what the dialogues say, in one language.

Rules: a turn's words are one reply, since several would cost quota on some channels; only the greeting stands before
it. A button sends what stands on it. Nothing is decided here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bot import formats
from bot.adapter import RESCUE
from bot.finding import OFFERS
from bot.flows.definitions import Book
from bot.flows.effects import Ask, Chat, Effect, LookUp, Offer, Speak, Transfer
from bot.flows.run import FLOW_FAILED
from bot.flows.speech import STAFF_LANG, Speech
from bot.knowledge import Knowledge
from hub import rescue
from hub.model import Button, Reply
from hub.texts import Wording

_CHAT = {"greet": "bot.again", "thank": "bot.welcome", "bye": "bot.farewell", "affirm": "bot.go_on"}
_FORMAT = "format."
REPHRASE = "bot.rephrase"
_FLOW = "flow:"
"Before the name of a flow among choices: an article may have the same name."


@dataclass(frozen=True, slots=True)
class Voice:
    """Words for one organisation and one language, one that it has words in."""

    knowledge: Knowledge
    wording: Wording
    book: Book
    lang: str
    staff: Speech = field(init=False)
    speech: Speech = field(init=False)

    def __post_init__(self) -> None:
        """Make the speeches of the dialogues."""
        object.__setattr__(self, "speech", Speech(self.book, self.wording, self.lang))
        object.__setattr__(self, "staff", Speech(self.book, self.wording, STAFF_LANG))

    def line(self, key: str) -> str:
        """Return one of the bot's own texts."""
        return self.wording.say(key, self.lang)

    def greeting(self, *, alone: bool) -> Reply:
        """Return the greeting, with what one may ask for where nothing else is said."""
        topics = self.line("bot.topics").split(",") if alone else ()
        buttons = self.choices(topic.strip() for topic in topics) if alone else ()
        return Reply(self.line("bot.greeting"), buttons, self.lang)

    def article(self, code: str) -> Reply:
        """Return an article with its title and date, and the dialogue that goes on from it."""
        article = self.knowledge.article(code, self.lang)
        cited = self.wording.say("bot.citation", self.lang, title=article.title, date=article.written_on)
        source = self.wording.say("bot.source", self.lang, source=article.source) if article.source else ""
        flow = self.book.offered_after(code)
        return Reply(
            f"{article.body}\n\n{cited}{source}", self.choices((flow_choice(flow.id),) if flow else ()), article.lang
        )

    def choices(self, names: Iterable[str]) -> tuple[Button, ...]:
        """Return buttons for flows, intents that begin one, and articles; what is none of these has none."""
        labels = dict.fromkeys(label for name in names if (label := self._label(name)))
        return tuple(Button(label, label) for label in (*tuple(labels)[:OFFERS], self.line("bot.person")))

    def _label(self, name: str) -> str | None:
        if name == RESCUE:  # only likely: a button says it for them, in words that are a cry
            return self.line("bot.danger")
        begun = self.book.starting(name)
        flow = begun.id if begun else name.removeprefix(_FLOW)
        if (begun or name.startswith(_FLOW)) and flow in self.book.flows:
            return self.speech.topic(flow)
        return self.knowledge.article(name, self.lang).title if name in self.knowledge else None

    def reply(
        self, effects: Iterable[Effect], *, first: str | None = None, told: str | None = None, unclear: str = REPHRASE
    ) -> Reply | None:
        """Return the words of a turn, None where nothing is said.

        Args:
            effects: What the dialogue has come to.
            first: The key of what is said before all else.
            told: The code of the article that a question was answered with.
            unclear: The key of what is said where nothing fitting was found.
        """
        parts = [] if first is None else [Reply(self.line(first), (), self.lang)]
        for effect in effects:
            part = self._part(effect, told, unclear)
            if part is not None:
                parts.append(part)
        if not parts:
            return None
        # An article may be in a language of its own; the question below it is asked in the tourist's.
        lang = parts[0].lang if len(parts) == 1 else self.lang
        return Reply(_joined(parts), parts[-1].buttons, lang)

    def _part(self, effect: Effect, told: str | None, unclear: str) -> Reply | None:
        match effect:
            case Speak(key=key) if key.startswith(_FORMAT):
                flow = formats.FLOWS.get(key.removeprefix(_FORMAT))
                words = next(iter(self.speech.replies((effect,))))
                return replace(words, buttons=self.choices((flow_choice(flow),) if flow else ()))
            case Speak() | Ask():
                return next(iter(self.speech.replies((effect,))), None)
            case LookUp():
                return self.article(told) if told is not None else self._unclear((), unclear)
            case Chat(about=about):
                return Reply(self.line(_CHAT.get(about, "bot.go_on")), (), self.lang)
            case Offer(choices=choices):
                return self._unclear(choices, unclear)
            case Transfer(reason=reason) if reason != FLOW_FAILED:
                return Reply(self.line(rescue.REPLY if reason == "rescue" else f"bot.handover.{reason}"), (), self.lang)
            case _:
                return None

    def _unclear(self, choices: tuple[str, ...], unclear: str) -> Reply:
        buttons = self.choices(choices)
        return Reply(self.line("bot.choose" if len(buttons) > 1 else unclear), buttons, self.lang)


def flow_choice(flow: str) -> str:
    """Return how a flow is named among choices."""
    return _FLOW + flow


def _joined(parts: list[Reply]) -> str:
    """Return several things said as one text; an article stands apart from what follows it."""
    text = parts[0].text
    for before, part in pairwise(parts):
        text += ("\n\n" if "\n\n" in before.text else "\n") + part.text
    return text
