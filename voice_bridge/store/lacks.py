"""Which skills each queue asks for in vain: what its rules need, held against what its agents can do.

Rules: only queues that ask for a skill cost anything; agents who cannot sign in count for nothing; a document that is
at fault counts as the router counts it, as not written.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import text

from hub.database import Statement, Tx
from voice_bridge.acd.lacks import Lack, lacks
from voice_bridge.acd.settings import Queue
from voice_bridge.acd.skills import Skills, relaxed, skills_in
from voice_bridge.documents import Malformed
from voice_bridge.rulebook import QueueRow, queue_of
from voice_bridge.store.lists import among, ids_of

NEEDING = among("""SELECT id, settings FROM queues WHERE id IN :ids AND settings LIKE '%"need"%'""")
MEMBERS = among(
    "SELECT m.queue_id, m.user_id, s.code, k.level FROM queue_members m"
    " JOIN users u ON u.id = m.user_id AND u.state = 'active' LEFT JOIN agent_skills k ON k.user_id = m.user_id"
    " LEFT JOIN skills s ON s.id = k.skill_id WHERE m.queue_id IN :ids"
)
NAMES = Statement(text("SELECT code, name FROM skills"))


@dataclass(frozen=True, slots=True)
class Lacking:
    """A skill that a queue asks for and none of its agents has well enough."""

    code: str
    name: str
    level: int
    "What is asked for at least, in the widest ring."
    best: int
    "The best level of its agents; 0: nobody has it."


def of(tx: Tx, ids: str) -> Mapping[str, tuple[Lacking, ...]]:
    """Return what the queues in this JSON list lack; those that lack nothing are left out."""
    rows = tx.rows(NEEDING, ids=ids)
    if not rows:
        return {}
    names: dict[str, str] = {row[0]: row[1] for row in tx.rows(NAMES)}
    asking = [queue for row in rows if (queue := _queue(row[0], row[1], names)) is not None]
    reached = {queue.id for queue in asking}.union(*(ring.also_queues for queue in asking for ring in queue.rings))
    members = _members(tx, ids_of(sorted(reached)))
    found = {queue.id: lacks(queue, members) for queue in asking}
    return {queue_id: tuple(_named(one, names) for one in several) for queue_id, several in found.items() if several}


def _queue(queue_id: str, written: str, there: Mapping[str, str]) -> Queue | None:
    """Return a queue that asks for a skill there is; the router does not ask for others either."""
    try:
        queue = queue_of(QueueRow(queue_id, document=json.loads(written)))
    except (Malformed, ValueError):
        return None
    need = relaxed(queue.need, 0, skills_in(queue.need) - there.keys())
    return replace(queue, need=need) if skills_in(need) else None


def _members(tx: Tx, ids: str) -> Mapping[str, list[Skills]]:
    served: dict[str, dict[str, dict[str, int]]] = {}
    for queue_id, user_id, code, level in tx.rows(MEMBERS, ids=ids):
        skills = served.setdefault(queue_id, {}).setdefault(user_id, {})
        if code is not None:
            skills[code] = level
    return {queue_id: list(folk.values()) for queue_id, folk in served.items()}


def _named(lack: Lack, names: Mapping[str, str]) -> Lacking:
    return Lacking(lack.skill, names.get(lack.skill, lack.skill), lack.level, lack.best)
