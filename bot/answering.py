"""The bot behind the port: keeps each organisation's articles and words in memory, and decides.

Rules: what it knows is looked at again when some seconds have passed and read anew only when it has changed; the
time between is the price of not reading for every message. When the store cannot be read, the bot goes on with what
it knows. While it knows nothing yet it answers cries for help alone: to everything else it would say that it does not
understand, where in a moment it does.
"""

from dataclasses import dataclass

from bot.dialogue import decide
from bot.knowledge import Article, Knowledge
from bot.store import articles as article_rows
from bot.store.articles import Stamp
from bot.wording import PREFIX, wording
from hub.clock import Clock
from hub.database import Database, Tx
from hub.errors import StoreUnavailable
from hub.ids import OrgId
from hub.model import BotTurn, TurnInput
from hub.rescue import REPLY, is_cry
from hub.store import texts
from hub.store.texts import Written
from hub.texts import Wording

FRESH_S = 2.0
"For how long what was read is trusted without asking."


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the bot has at hand for one organisation."""

    knowledge: Knowledge
    wording: Wording
    stamp: Stamp | None
    written: tuple[Written, ...]
    looked_s: float


class AnsweringBot:
    """Answers from articles (`hub.ports.Bot`)."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._desks: dict[OrgId, _Desk] = {}

    async def turn(self, given: TurnInput) -> BotTurn:
        """Return what to say and do.

        Raises:
            StoreUnavailable: nothing is known yet, and nothing can be read now.
        """
        try:
            desk = await self._desk(given.org_id)
        except StoreUnavailable:
            if not any(is_cry(message) for message in given.messages):
                raise
            return decide(given, Knowledge(), wording())
        return decide(given, desk.knowledge, desk.wording)

    async def _desk(self, org_id: OrgId) -> _Desk:
        now_s = self._clock.monotonic_s()
        known = self._desks.get(org_id)
        if known is not None and now_s - known.looked_s < FRESH_S:
            return known
        if known is None:
            known = _Desk(Knowledge(), wording(), None, (), now_s)
        try:
            found = await self._database.read(_look, (org_id, known.stamp))
        except StoreUnavailable:
            if known.stamp is None:
                raise
            return known
        desk = _renewed(known, found, now_s)
        self._desks[org_id] = desk
        return desk


@dataclass(frozen=True, slots=True)
class _Found:
    stamp: Stamp
    articles: tuple[Article, ...] | None
    "None: unchanged."
    written: tuple[Written, ...]


def _look(tx: Tx, args: tuple[OrgId, Stamp | None]) -> _Found:
    """Query: what is written now; the articles only if they are not those of the stamp."""
    org_id, known = args
    stamp = article_rows.stamp(tx)
    articles = None if stamp == known else tuple(article_rows.seen(tx, org_id))
    written = (*texts.by_prefix(tx, org_id, PREFIX), *texts.by_key(tx, org_id, REPLY))
    return _Found(stamp, articles, written)


def _renewed(known: _Desk, found: _Found, now_s: float) -> _Desk:
    return _Desk(
        knowledge=known.knowledge if found.articles is None else Knowledge(found.articles),
        wording=known.wording if found.written == known.written else wording(found.written),
        stamp=found.stamp,
        written=found.written,
        looked_s=now_s,
    )
