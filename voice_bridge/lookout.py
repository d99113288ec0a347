"""What somebody who came now would be told, queue by queue, for those who watch: reckoned by the router's engine.

Rules: the engine is asked as for those who really come (`acd.prospect`), for everyday work, by somebody of the queue's
own organisation and with no wishes; all queues in turn, each two seconds at most, a few in each turn (`BUDGET`). A row
is written when what is *said* of it changes and once a minute, so that its age tells whether a router is at work.
"""

from collections import deque
from collections.abc import Iterable, Mapping

from hub.model import NORMAL
from voice_bridge.acd.floor import Floor
from voice_bridge.acd.nouns import WorkItem
from voice_bridge.acd.prospect import Meets, Prospect, newcomer, prospect
from voice_bridge.acd.waits import Said, said_of
from voice_bridge.store.outlooks import Outlook

EVERY_MS = 2_000
"No queue is looked at more often."
KEEP_MS = 60_000
"What is said is written again after so long, changed or not."
MOST = 20
"So many are written in one turn."
BUDGET = 4_000
"Buckets and members that may be looked through in one turn: a few milliseconds."
ALWAYS = "chat"
"Asked for in each queue; other media where somebody has waited for them."

Key = tuple[str, str]
"A queue and a medium."


class Lookout:
    """Remembers what was written last, and where to look next."""

    def __init__(self, silent: Iterable[str] = ()) -> None:
        """Begin with nothing; `silent` are media nobody sits and waits for."""
        self._silent = frozenset(silent)
        self._written: dict[Key, tuple[tuple[Meets, Said], int]] = {}
        self._left: deque[Key] = deque()
        self._began_ms: int | None = None

    def look(self, floor: Floor, homes: Mapping[str, str], now_ms: int) -> tuple[Outlook, ...]:
        """Return what is to be written now.

        Args:
            floor: the engine's.
            homes: the path of each queue's organisation.
            now_ms: the time.
        """
        if not self._left and (self._began_ms is None or now_ms - self._began_ms >= EVERY_MS):
            self._began_ms = now_ms
            self._left.extend(self._all(floor))
        found: list[Outlook] = []
        spent = 0
        while self._left and spent < BUDGET and len(found) < MOST:
            queue_id, medium = self._left.popleft()
            if queue_id not in floor.settings.queues or medium not in floor.settings.media:
                continue
            item = WorkItem(
                id="~",
                queue_id=queue_id,
                medium=medium,
                enqueued_ms=now_ms,
                priority=NORMAL,
                org=homes.get(queue_id, ""),
            )
            work = newcomer(floor, item, now_ms)
            spent += 2 * len(floor.lines.bucket_of(work).members) + 3 * len(floor.lines.buckets_of(queue_id))
            met = prospect(floor, work, now_ms)
            if self._is_due((queue_id, medium), met, now_ms):
                found.append(Outlook(queue_id, medium, met))
        return tuple(found)

    def wrote(self, outlooks: Iterable[Outlook], now_ms: int) -> None:
        """Remember what was written."""
        for each in outlooks:
            self._written[each.queue_id, each.medium] = (_words(each.prospect), now_ms)

    def _all(self, floor: Floor) -> list[Key]:
        queues = floor.settings.queues
        asked = {(queue_id, ALWAYS) for queue_id in queues}
        asked |= {(queue_id, medium) for queue_id, priority, medium in floor.histories if priority == NORMAL}
        self._written = {key: written for key, written in self._written.items() if key in asked}
        return sorted(key for key in asked if key[1] not in self._silent)

    def _is_due(self, key: Key, met: Prospect, now_ms: int) -> bool:
        if key not in self._written:
            return True
        words, written_ms = self._written[key]
        return words != _words(met) or now_ms - written_ms >= KEEP_MS


def _words(met: Prospect) -> tuple[Meets, Said]:
    """Return what is said of a prospect."""
    return met.meets, said_of(met.position, met.p50_ms, met.p90_ms)
