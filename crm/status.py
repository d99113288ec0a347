"""How far a ticket is, told to who knows its number and the last four digits of the phone that was left for it.

Rules: an unknown number, another's ticket, wrong digits and too many tries get one and the same answer, so that nobody
learns whether a ticket exists. After `TRIES_ABOUT` wrong tries at one ticket, or `TRIES_FROM` out of one talk, within a
day nothing is told there any more: four digits are guessed in ten thousand tries.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from crm.store import lookups
from hub.database import Database, Tx
from hub.days import local_day
from hub.errors import Unprocessable
from hub.ids import ConversationId, OrgId
from hub.keys import KeyRing
from hub.phones import last4_lookups

DAY_MS = 24 * 3600 * 1000
TRIES_ABOUT = 5
TRIES_FROM = 10
NOT_FOUND: Mapping[str, str | int] = {"found": "no", "state": "", "changed_on": ""}


class StatusDesk:
    """Answers the bot's question for a ticket."""

    def __init__(self, database: Database, keys: KeyRing) -> None:
        self._database = database
        self._keys = keys

    async def ticket_status(
        self, org_id: OrgId, conversation_id: ConversationId, number: str, last_four: str
    ) -> Mapping[str, str | int]:
        """Return found (yes or no), state and changed_on (ISO date).

        Raises:
            StoreUnavailable: it cannot be looked up now.
        """
        try:
            macs = last4_lookups(self._keys, last_four)
        except Unprocessable:
            return NOT_FOUND
        return await self._database.write(look_up, LookUp(org_id, conversation_id, number, macs))


@dataclass(frozen=True, slots=True)
class LookUp:
    """A question for a ticket."""

    org_id: OrgId
    conversation_id: ConversationId
    number: str
    last4_macs: tuple[str, ...]


def look_up(tx: Tx, args: LookUp) -> Mapping[str, str | int]:
    """Unit: say how far the ticket is, or note that somebody did not know enough."""
    about, made = lookups.tries(tx, args.number, args.conversation_id, tx.now_ms - DAY_MS)
    if about >= TRIES_ABOUT or made >= TRIES_FROM:
        return NOT_FOUND
    found = lookups.find(tx, args.org_id, args.number)
    if found is None or found.last4_mac not in args.last4_macs:
        lookups.add_try(tx, args.org_id, args.number, args.conversation_id)
        return NOT_FOUND
    return {"found": "yes", "state": found.state, "changed_on": local_day(found.changed_ms, found.tz).isoformat()}
