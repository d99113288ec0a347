"""The bot behind the port: takes what is known and said in the tourist's organisation, and decides.

Rule: while it knows nothing yet it answers cries for help alone: to everything else it would say that it does not
understand, where in a moment it does.
"""

from bot.dialogue import decide
from bot.knowledge import Knowledge
from bot.library import Library
from bot.wording import wording
from hub.errors import StoreUnavailable
from hub.model import BotTurn, TurnInput
from hub.rescue import is_cry


class AnsweringBot:
    """Answers from articles (`hub.ports.Bot`)."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def turn(self, given: TurnInput) -> BotTurn:
        """Return what to say and do.

        Raises:
            StoreUnavailable: nothing is known yet, and nothing can be read now.
        """
        try:
            desk = await self._library.desk(given.org_id)
        except StoreUnavailable:
            if not any(is_cry(message) for message in given.messages):
                raise
            return decide(given, Knowledge(), wording())
        return decide(given, desk.knowledge, desk.wording)
