"""A dialogue with the bot as the tests hold it: each line said in turn, the state carried on as the core does."""

from functools import cache
from pathlib import Path

import bot
from bot.demo import articles
from bot.dialogue import Desk, Turning
from bot.flows import loader
from bot.flows.definitions import Book
from bot.knowledge import Knowledge
from bot.nlu.embedded.engine import EmbeddedEngine
from bot.nlu.embedded.training import train
from bot.nlu.port import Parse, nothing_understood
from bot.nlu.training_data import together
from bot.nlu.training_file import read_text
from bot.wording import wording
from hub.clock import SystemClock
from hub.ids import ConversationId, OrgId
from hub.model import BotState, BotTurn, Escalate, InboundMessage, Kind, TurnInput
from hub.texts import Wording

TRAINING = Path(bot.__file__).parent / "training" / "zh-CN"


@cache
def flows() -> Book:
    """Return the dialogues as they are shipped."""
    return loader.load()


WORDING = wording((), flows().texts)
_FILES = ("complaint_tour", "rescue", "talk", "desk", "out_of_scope")


@cache
def understanding() -> EmbeddedEngine:
    """Return an engine that has learned a few of our own files, which takes two seconds instead of thirty."""
    files = [TRAINING / f"{name}.yml" for name in _FILES]
    lessons = together(read_text(file.read_text("utf-8"), file.name) for file in files)
    return EmbeddedEngine(train(lessons, 1), SystemClock())


@cache
def demo() -> Knowledge:
    """Return the sample articles as an index."""
    return Knowledge(articles())


def decide(given: TurnInput, knowledge: Knowledge, words: Wording, parse: Parse | None = None) -> BotTurn:
    """Return the bot's turn; `parse` is what the text means, None where nobody understands; no service answers."""
    turning = Turning(given, Desk(knowledge, words, flows()))
    call = turning.hear()
    if turning.is_unclear:
        call = turning.understand(parse or nothing_understood(turning.text, turning.lang))
    while call is not None:
        call = turning.returned(call, None)
    return turning.finished()


def heard(*messages: InboundMessage, state: BotState | None = None, lang: str = "zh-CN") -> TurnInput:
    """Return what the core hands the bot."""
    return TurnInput(ConversationId("c"), OrgId("o"), messages, state or BotState(), lang, 0)


def written(text: str | None, kind: Kind = Kind.TEXT) -> InboundMessage:
    """Return one message of a tourist."""
    return InboundMessage("visitor", "1", kind, text)


class Talk:
    """One conversation."""

    def __init__(self, knowledge: Knowledge | None = None, lang: str = "zh-CN") -> None:
        self.knowledge = demo() if knowledge is None else knowledge
        self.lang = lang
        self.state = BotState()

    def say(self, *texts: str | None, kind: Kind = Kind.TEXT) -> BotTurn:
        """Write one or more messages and return the bot's turn."""
        messages = tuple(written(text, kind) for text in texts)
        turn = decide(heard(*messages, state=self.state, lang=self.lang), self.knowledge, WORDING)
        self.state = turn.state
        return turn


def handed_over(turn: BotTurn) -> str | None:
    """Return why the bot handed over, None if it did not."""
    return next((action.reason for action in turn.actions if isinstance(action, Escalate)), None)


def told(turn: BotTurn, lang: str = "zh-CN") -> str | None:
    """Return the code of the article that the turn tells, if it tells one."""
    said = turn.replies[-1].text if turn.replies else ""
    versions = (article for article in articles() if article.lang == lang)
    return next((article.code for article in versions if said.startswith(article.body)), None)


def outcome(turn: BotTurn) -> str:
    """Return the turn in one word: an article's code, why it was handed over, or unsure."""
    return handed_over(turn) or told(turn) or told(turn, "en") or "unsure"
