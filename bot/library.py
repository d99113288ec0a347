"""Keeps what the bot knows and says for each organisation in memory: articles as an index, words and dialogues.

Rules: what is known is looked at again when some seconds have passed and read anew only when it has changed, or a new
day has come there; the time between is the price of not reading for every message. One asks at a time, the others go
on with what is known meanwhile; an index is made beside the loop. When the store cannot be read, what is known goes on.
"""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, replace

from bot.dialogue import Desk
from bot.flows import loader
from bot.knowledge import Article, Knowledge
from bot.store import articles as article_rows
from bot.store.articles import Stamp
from bot.wording import PREFIX, wording
from hub.clock import Clock
from hub.database import Database, Tx
from hub.errors import StoreUnavailable
from hub.ids import OrgId
from hub.rescue import REPLY
from hub.store import orgs, texts
from hub.store.texts import Written

FRESH_S = 2.0
"For how long what was read is trusted without asking."


@dataclass(frozen=True, slots=True)
class _Known:
    """What is at hand for one organisation, and how it was written when it was looked at."""

    desk: Desk
    stamp: Stamp | None
    written: tuple[Written, ...]
    looked_s: float


class Library:
    """What is at hand for all organisations."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        book = loader.load()
        self.empty = Desk(Knowledge(), wording((), book.texts), book)
        "What is at hand where nothing is known yet: our own words and dialogues."
        self._known: dict[OrgId, _Known] = {}
        self._asking: dict[OrgId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def desk(self, org_id: OrgId) -> Desk:
        """Return what is at hand for an organisation.

        Raises:
            StoreUnavailable: nothing is known yet, and nothing can be read now.
        """
        known = self._known.get(org_id)
        if known is not None and (self._is_fresh(known) or self._asking[org_id].locked()):
            return known.desk
        async with self._asking[org_id]:
            known = self._known.get(org_id)
            if known is not None and self._is_fresh(known):
                return known.desk
            return (await self._renewed(org_id, known)).desk

    def _is_fresh(self, known: _Known) -> bool:
        return self._clock.monotonic_s() - known.looked_s < FRESH_S

    async def _renewed(self, org_id: OrgId, known: _Known | None) -> _Known:
        looked_s = self._clock.monotonic_s()
        before = known or _Known(self.empty, None, (), looked_s)
        try:
            found = await self._database.read(_look, (org_id, before.stamp))
        except StoreUnavailable:
            if known is None:
                raise
            return known
        desk = replace(before.desk, tz=found.tz)
        if found.articles is not None:
            desk = replace(desk, knowledge=await asyncio.to_thread(Knowledge, found.articles))
        if found.written != before.written:
            desk = replace(desk, wording=wording(found.written, desk.book.texts))
        renewed = self._known[org_id] = _Known(desk, found.stamp, found.written, looked_s)
        return renewed


@dataclass(frozen=True, slots=True)
class _Found:
    stamp: Stamp
    articles: tuple[Article, ...] | None
    "None: unchanged."
    written: tuple[Written, ...]
    tz: str


def _look(tx: Tx, args: tuple[OrgId, Stamp | None]) -> _Found:
    """Query: what is written now; the articles only if they are not those of the stamp."""
    org_id, known = args
    stamp = article_rows.stamp(tx, org_id)
    articles = None if stamp == known else tuple(article_rows.seen(tx, org_id, stamp.day))
    written = (*texts.by_prefix(tx, org_id, PREFIX), *texts.by_key(tx, org_id, REPLY))
    return _Found(stamp, articles, written, orgs.get(tx, org_id).tz)
