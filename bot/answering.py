"""The bot behind the port: leads a turn through what it has to ask, and decides nothing itself.

    what is known and said in the tourist's organisation?   `bot.library`
    what do the words mean?                                 `bot.understanding`, where they do not tell it themselves
    what does a service say?                                its port, as `bot.flows.definitions.SERVICES` names it

Rule: while it knows nothing yet it answers cries for help alone: to everything else it would say that it does not
understand, where in a moment it does.
"""

from collections.abc import Mapping
from typing import Protocol

from bot.dialogue import Turning
from bot.flows.effects import Service
from bot.library import Library
from bot.nlu.port import NLUEngine
from hub.errors import StoreUnavailable
from hub.ids import ConversationId, OrgId
from hub.model import BotTurn, TurnInput
from hub.rescue import is_cry


class TicketStatus(Protocol):
    """Tells how far a ticket is, to who knows its number and the phone that was left for it."""

    async def ticket_status(
        self, org_id: OrgId, conversation_id: ConversationId, number: str, last_four: str
    ) -> Mapping[str, str | int]:
        """Return found (yes or no), state and changed_on (ISO date); nothing of a ticket that is not theirs.

        Raises:
            Unavailable: it cannot be looked up now.
        """
        ...


class AnsweringBot:
    """Answers from articles and leads through dialogues (`hub.ports.Bot`)."""

    def __init__(self, library: Library, understanding: NLUEngine, statuses: TicketStatus) -> None:
        """Make the bot.

        Args:
            library: What is known and said.
            understanding: Tells what a text means.
            statuses: Tells how far a ticket is.
        """
        self._library = library
        self._understanding = understanding
        self._statuses = statuses

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
            desk = self._library.empty
        turning = Turning(given, desk)
        call = turning.hear()
        if turning.is_unclear:
            call = turning.understand(await self._understanding.parse(turning.text, lang=turning.lang))
        while call is not None:
            call = turning.returned(call, await self._ask(given, call))
        return turning.finished()

    async def _ask(self, given: TurnInput, call: Service) -> Mapping[str, str | int] | None:
        if call.name != "ticket_status":
            return None
        number, last_four = str(call.given["number"]), str(call.given["last_four"])
        return await self._statuses.ticket_status(given.org_id, given.conversation_id, number, last_four)
