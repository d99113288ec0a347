"""Search over what was said and over who said it, in Chinese as in any language, without a dictionary.

Rules: texts are folded (full width, upper case and traditional characters make no difference); runs of Chinese,
Japanese or Korean are cut into overlapping pairs of characters, everything else into words. The pairs find candidates,
and each is a hit only if the very words stand in it. The index is filled by a follower of the events, about a second
behind, so that no message waits for it; whatever is taken in twice stands there once.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from hub.clock import Clock
from hub.database import Database, Tx
from hub.errors import HubError
from hub.feed import Feed, Reset
from hub.model import BULK, Author
from hub.scope import Scope
from hub.script import fold
from hub.store import messages, search
from hub.store.search import Entry, Found

log = structlog.get_logger(__name__)

LOOK_S = 1.0
PAGE = 20
_CANDIDATES = 100
_ROUNDS = 10
"So many pages of candidates are looked through for one page of hits."
_BATCH = 500
_AROUND = 30
"Characters of an excerpt before the first hit."
_EXCERPT = 120
_LONGEST = 2000
"Characters of a message that are searched."
_SAID = frozenset({"MessageReceived", "MessageQueued", "NoteWritten"})
_PEOPLE = frozenset({Author.TOURIST, Author.AGENT})
"Whose words are taken in: the bot says the same to everybody, and half of all there is."
_OPENED = "ConversationOpened"
_TIGHT = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003134f"
_RUN = re.compile(f"[{_TIGHT}]+|[^\\W_{_TIGHT}]+")
_IS_TIGHT = re.compile(f"[{_TIGHT}]")


def tokens(text: str) -> list[str]:
    """Return the pairs and words of a text, each once, in their order."""
    found: dict[str, None] = {}
    for run in _RUN.findall(fold(text[:_LONGEST])):
        if _IS_TIGHT.match(run) and len(run) > 1:
            found |= dict.fromkeys(run[at : at + 2] for at in range(len(run) - 1))
        else:
            found[run] = None
    return list(found)


def terms(query: str) -> list[str]:
    """Return what has to stand in a hit, folded: the parts of a query between its blanks; nothing for one of no use.

    A single Chinese character is of no use beside nothing else, as it stands in no index.
    """
    parts = [part for part in fold(query).split() if tokens(part)]
    return parts if any(len(part) > 1 for part in parts) else []


@dataclass(frozen=True, slots=True)
class Hit:
    """Something in which all terms stand."""

    found: Found
    excerpt: str
    marks: tuple[tuple[int, int], ...]
    "Where terms stand in the excerpt: from and behind."


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of hits, the newest first."""

    hits: Sequence[Hit]
    next: int | None
    "Where the next page begins; None at the end."


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody searches for, and where."""

    scope: Scope
    query: str
    before: int | None


def find(tx: Tx, asked: Asked) -> Hits:
    """Query: return a page of what the scope covers and all terms stand in."""
    wanted = terms(asked.query)
    words = [word for part in wanted for word in tokens(part) if len(word) > 1 or not _IS_TIGHT.match(word)]
    if not words:
        return Hits((), None)
    hits: list[Hit] = []
    before = asked.before
    for _ in range(_ROUNDS):
        candidates = search.candidates(tx, asked.scope, words, before, _CANDIDATES)
        for one in candidates:
            before = one.n
            text = (one.text or "")[:_LONGEST]
            if all(term in fold(text) for term in wanted):
                hits.append(_hit(one, text, _places(text, wanted)))
            if len(hits) == PAGE:
                return Hits(hits, before)
        if len(candidates) < _CANDIDATES:
            return Hits(hits, None)
    return Hits(hits, before)


def _places(text: str, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the terms stand in a text; letters that fold only together with others are not found."""
    folded = [fold(letter) for letter in text]
    whole = "".join(folded)
    at = [index for index, part in enumerate(folded) for _ in part]
    places = []
    for term in wanted:
        starts = (one.start() for one in re.finditer(re.escape(term), whole))
        places += [(at[start], at[start + len(term) - 1] + 1) for start in starts]
    return sorted(places)


def _hit(found: Found, text: str, places: Sequence[tuple[int, int]]) -> Hit:
    start = max(0, places[0][0] - _AROUND) if places else 0
    end = start + _EXCERPT
    marks: list[tuple[int, int]] = []
    for first, behind in places:
        if behind <= end and (not marks or first - start >= marks[-1][1]):
            marks.append((first - start, behind - start))
    return Hit(found, text[start:end], tuple(marks))


class SearchFollower:
    """Takes in what was said, behind the event log."""

    def __init__(self, database: Database, feed: Feed, clock: Clock) -> None:
        self._database = database
        self._feed = feed
        self._clock = clock
        self._cursor: str | None = None

    async def run(self) -> None:
        """Follow for ever; a failure is logged and tried again."""
        while True:
            try:
                while await self.turn():
                    pass
            except HubError as problem:
                log.warning("search.follow_failed", code=problem.code)
            await self._clock.sleep(LOOK_S)

    async def turn(self) -> bool:
        """Take in the next stretch of the log; tell whether more may follow at once."""
        if self._cursor is None:
            self._cursor = await self._database.read(search.cursor, None) or f"{self._feed.epoch}.0."
        try:
            page = await self._feed.after(self._cursor, _BATCH)
        except Reset:  # another log since a restore, or one that was trimmed: what is kept is taken in once more
            self._cursor = f"{self._feed.epoch}.0."
            page = await self._feed.after(self._cursor, _BATCH)
        if not page.items:
            return False
        said = tuple(one.subject_id for one in page.items if one.type in _SAID)
        opened = tuple(one.conversation_id for one in page.items if one.type == _OPENED and one.conversation_id)
        if said or opened:
            await self._database.write(take_in, TakeIn(said, opened, page.cursor), BULK)
        self._cursor = page.cursor
        return len(page.items) == _BATCH


@dataclass(frozen=True, slots=True)
class TakeIn:
    """What has happened since: ids of messages and of conversations that were opened, and the cursor behind it."""

    said: Sequence[str]
    opened: Sequence[str]
    cursor: str


def take_in(tx: Tx, args: TakeIn) -> None:
    """Unit: make findable what was said, and keep how far the log has been followed."""
    said = messages.of_ids(tx, args.said)
    entries = [
        Entry(one.org_id, "message", one.id, one.conversation_id, one.at_ms, tokens(one.text))
        for one in (said[message_id] for message_id in args.said if message_id in said)
        if one.text and one.author_kind in _PEOPLE
    ]
    for conversation_id in args.opened:
        org_id, at_ms, name = search.tourist(tx, conversation_id)
        entries.append(Entry(org_id, "tourist", conversation_id, conversation_id, at_ms, tokens(name)))
    search.add(tx, entries)
    search.keep_cursor(tx, args.cursor)
