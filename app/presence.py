"""Who else has a conversation open, who writes in it, and who is answering: told to its pages, kept nowhere.

Rules: whoever begins to write a reply holds the word, softly: the others are asked before they send, nobody is refused.
It is held as long as the writer goes on, and for `LEASE_S` after the last stroke while words stand there; sending,
clearing the words, or closing the page gives it back. Notes hold nothing. What is told here has no cursor: a page that
comes back is told afresh. Source: reference conversation §1 "Collision detection".
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.stream import Follower
from hub.clock import Clock

LEASE_S = 30.0
"How long after the last stroke somebody still counts as answering, while the words stand there."
TELL_EVERY_S = 1.0
"A page that repeats itself faster is not told on."


class Doing(StrEnum):
    """What somebody writes at this moment."""

    REPLY = "reply"
    NOTE = "note"


@dataclass(slots=True)
class _Looker:
    """One page that shows a conversation."""

    name: str
    doing: Doing | None = None
    told_s: float = float("-inf")


@dataclass(frozen=True, slots=True)
class _Lease:
    """Who is answering, and until when at least (monotonic seconds)."""

    user_id: str
    name: str
    until_s: float


class Presence:
    """Keeps in memory which pages show which conversation, and tells each what the others do."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: dict[str, dict[Follower, _Looker]] = {}
        self._leases: dict[str, _Lease] = {}

    def come(self, page: Follower, name: str, conversation_id: str) -> None:
        """A page shows a conversation that its person may see; everybody who has it open hears so."""
        lookers = self._open.setdefault(conversation_id, {})
        if page in lookers:
            return
        lookers[page] = _Looker(name)
        if len({one.user_id for one in lookers}) > 1:
            self._tell(conversation_id)

    def go(self, page: Follower, conversation_id: str) -> None:
        """A page shows a conversation no more; harmless if it did not."""
        lookers = self._open.get(conversation_id, {})
        if lookers.pop(page, None) is None:
            return
        lease = self._leases.get(conversation_id)
        if lease is not None and all(one.user_id != lease.user_id for one in lookers):
            del self._leases[conversation_id]
        if not lookers:
            del self._open[conversation_id]
        self._tell(conversation_id)

    def leave(self, page: Follower) -> None:
        """A page is closed."""
        for conversation_id in [one for one, lookers in self._open.items() if page in lookers]:
            self.go(page, conversation_id)

    def write(self, page: Follower, conversation_id: str, doing: Doing | None, *, words: bool) -> None:
        """A page says what its person writes; heard only of a conversation that it shows.

        Args:
            page: Whose person writes.
            conversation_id: Where.
            doing: What is written at this moment; None: nothing.
            words: Whether words of a reply stand there that are not sent.
        """
        looker = self._open.get(conversation_id, {}).get(page)
        if looker is None:
            return
        now_s = self._clock.monotonic_s()
        before = self._lease(conversation_id)
        if doing is Doing.REPLY and (before is None or before.user_id == page.user_id):
            self._leases[conversation_id] = _Lease(page.user_id, looker.name, now_s + LEASE_S)
        elif not words and before is not None and before.user_id == page.user_id and doing is None:
            del self._leases[conversation_id]
        after = self._lease(conversation_id)
        same = looker.doing is doing and (before is None) == (after is None)
        looker.doing = doing
        if same and now_s - looker.told_s < TELL_EVERY_S:
            return
        looker.told_s = now_s
        self._tell(conversation_id)

    def _lease(self, conversation_id: str) -> _Lease | None:
        lease = self._leases.get(conversation_id)
        if lease is not None and lease.until_s <= self._clock.monotonic_s():
            del self._leases[conversation_id]
            return None
        return lease

    def _tell(self, conversation_id: str) -> None:
        lookers = self._open.get(conversation_id)
        if not lookers:
            return
        frame = json.dumps(self._frame(conversation_id, lookers), ensure_ascii=False)
        for page in lookers:
            page.put(frame)

    def _frame(self, conversation_id: str, lookers: Mapping[Follower, _Looker]) -> Mapping[str, Any]:
        people: dict[str, dict[str, Any]] = {}
        for page, looker in lookers.items():
            person = people.setdefault(page.user_id, {"user_id": page.user_id, "name": looker.name, "doing": None})
            person["doing"] = person["doing"] or looker.doing
        lease = self._lease(conversation_id)
        answering = None
        if lease is not None:
            left_ms = round((lease.until_s - self._clock.monotonic_s()) * 1000)
            answering = {"user_id": lease.user_id, "name": lease.name, "for_ms": left_ms}
        return {
            "t": "company",
            "conversation_id": conversation_id,
            "people": list(people.values()),
            "answering": answering,
        }
