"""A dialogue with the bot as the tests hold it: each line said in turn, the state carried on as the core does."""

from functools import cache

from bot.demo import articles
from bot.dialogue import decide
from bot.knowledge import Knowledge
from bot.wording import wording
from hub.ids import ConversationId, OrgId
from hub.model import BotState, BotTurn, Escalate, InboundMessage, Kind, TurnInput

WORDING = wording()


@cache
def demo() -> Knowledge:
    """Return the sample articles as an index."""
    return Knowledge(articles())


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
