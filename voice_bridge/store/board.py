"""What a supervisor's board shows: queues with who waits, agents with their work; read only, all in one transaction.

Rules: what waits is counted by the index of the line, what is in hand by the index of agents, so that finished work
costs nothing; "today" begins at midnight where the queue's or the agent's organisation is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import text

from hub.database import Statement, Tx
from hub.days import day_began_ms
from hub.leaving import TO_BOT
from hub.left import WITH_WORD
from hub.store.agents import places
from voice_bridge.acd.prospect import Prospect
from voice_bridge.store import lacks, outlooks
from voice_bridge.store.lacks import Lacking
from voice_bridge.store.lists import among, ids_of
from voice_bridge.store.outlooks import COMERS
from voice_bridge.store.tables import IN_HAND, IN_LINE, KEPT, RANG_OUT

_QUEUES = (
    "SELECT q.id, q.org_id, o.path, o.tz, q.code, q.service_level_s, q.is_open"
    " FROM queues q JOIN orgs o ON o.id = q.org_id"
)
ALL_QUEUES = Statement(text(_QUEUES + " ORDER BY o.path, q.code, q.id"))
SOME_QUEUES = among(_QUEUES + " WHERE q.id IN :ids ORDER BY o.path, q.code, q.id")


def _sort(of: str = "") -> str:
    """Return the SQL of what work is called: a conversation by its medium, everything else by what it is."""
    return f"CASE WHEN {of}kind = 'chat' THEN {of}medium ELSE {of}kind END"


_SORT = _sort()
_LINE = (
    f"SELECT queue_id, {_SORT}, count(*), min(enqueued_ms), sum(CASE WHEN priority = 0 THEN 1 ELSE 0 END)"  # noqa: S608 - our own constant
    f" FROM work_items WHERE queue_id IN :ids AND {{line}} GROUP BY queue_id, {_SORT}"
)
LINE = among(_LINE.format(line=IN_LINE))
KEPT_LINE = among(_LINE.format(line=KEPT))
HANDS = among(
    f"SELECT queue_id, state, {_SORT}, count(*), min(enqueued_ms), sum(CASE WHEN priority = 0 THEN 1 ELSE 0 END)"  # noqa: S608 - our own constant
    f" FROM work_items WHERE {IN_HAND} AND queue_id IN :ids"
    f" AND NOT (state = 'wrap_up' AND wrap_up_until_ms IS NULL) GROUP BY queue_id, state, {_SORT}"
)
OUTLOOKS = among(
    "SELECT queue_id, medium, paces_ms, changed_ms FROM queue_statistics"  # noqa: S608 - our own constant
    f" WHERE priority = {COMERS} AND queue_id IN :ids AND changed_ms >= :from_ms ORDER BY queue_id, medium"
)
MEMBERS = among(
    "SELECT m.queue_id, s.state, count(*) FROM queue_members m JOIN agent_state s ON s.user_id = m.user_id"
    " WHERE m.queue_id IN :ids GROUP BY m.queue_id, s.state"
)
_SENT_OUT = f"('{TO_BOT}', '{WITH_WORD}')"
# A wait that has ended, with what followed it: whoever was served, gave up, was sent out, or went on waiting elsewhere.
TODAY = among(
    "SELECT s.queue_id, sum(CASE WHEN n.owner_kind = 'agent' THEN 1 ELSE 0 END),"  # noqa: S608 - our own constants
    " sum(CASE WHEN n.owner_kind = 'agent' AND s.to_ms - s.from_ms <= q.service_level_s * 1000 THEN 1 ELSE 0 END),"
    f" sum(CASE WHEN n.owner_kind = 'none' AND n.reason NOT IN {_SENT_OUT} THEN 1 ELSE 0 END),"
    f" sum(CASE WHEN n.reason IN {_SENT_OUT} THEN 1 ELSE 0 END)"
    " FROM owner_segments s JOIN queues q ON q.id = s.queue_id JOIN owner_segments n ON n.id ="
    " (SELECT min(x.id) FROM owner_segments x"
    " WHERE x.conversation_id = s.conversation_id AND x.from_ms = s.to_ms AND x.id > s.id)"
    " WHERE s.owner_kind = 'queue' AND s.queue_id IN :ids AND s.to_ms >= :from_ms GROUP BY s.queue_id"
)
_AGENTS = (
    "SELECT a.user_id, a.org_id, o.path, o.tz, u.display_name, a.public_name, a.capacity, s.state, s.reason,"
    " s.next_state, s.next_reason, s.since_ms, s.load FROM agents a JOIN users u ON u.id = a.user_id"
    " JOIN orgs o ON o.id = a.org_id LEFT JOIN agent_state s ON s.user_id = a.user_id WHERE u.state = 'active'"
)
ALL_AGENTS = Statement(text(_AGENTS + " ORDER BY u.display_name, a.user_id"))
SOME_AGENTS = among(_AGENTS + " AND a.user_id IN :ids ORDER BY u.display_name, a.user_id")
SERVES = among("SELECT user_id, queue_id FROM queue_members WHERE user_id IN :ids ORDER BY user_id, queue_id")
WORK = among(
    f"SELECT w.agent_id, w.id, o.path, w.conversation_id, w.queue_id, {_sort('w.')}, w.state, w.changed_ms, w.priority,"  # noqa: S608 - our own constant
    " c.state, i.display_name, c.customer_id FROM work_items w JOIN orgs o ON o.id = w.org_id"
    " LEFT JOIN conversations c ON c.id = w.conversation_id LEFT JOIN identities i ON i.id = c.identity_id"
    f" WHERE w.{IN_HAND} AND w.agent_id IN :ids ORDER BY w.changed_ms, w.id"
)
MISSED = among(
    f"SELECT agent_id, count(*) FROM offers WHERE {RANG_OUT} AND agent_id IN :ids AND ended_ms >= :from_ms"  # noqa: S608 - our own constant
    " GROUP BY agent_id"
)
_WAITS = (
    f"SELECT id, org_id, conversation_id, {_SORT} AS medium, priority, enqueued_ms, for_agent, state"  # noqa: S608 - our own constant
    " FROM work_items WHERE"
)
WAITING = Statement(
    text(
        "SELECT w.id, o.path, w.conversation_id, w.medium, w.priority, w.enqueued_ms, w.for_agent, u.display_name,"  # noqa: S608 - our own constants
        " c.channel, c.lang, c.rescue, c.owner_epoch, i.display_name, c.customer_id, w.state FROM"
        f" ({_WAITS} queue_id = :queue_id AND {IN_LINE} UNION ALL {_WAITS} queue_id = :queue_id AND {KEPT}"
        f" UNION ALL {_WAITS} {IN_HAND} AND state = 'offered' AND queue_id = :queue_id"
        " ORDER BY 5, 6, 1 LIMIT :limit OFFSET :skip) w JOIN orgs o ON o.id = w.org_id"
        " LEFT JOIN conversations c ON c.id = w.conversation_id LEFT JOIN identities i ON i.id = c.identity_id"
        " LEFT JOIN users u ON u.id = w.for_agent ORDER BY w.priority, w.enqueued_ms, w.id"
    )
)


@dataclass(frozen=True, slots=True)
class MediumNow:
    """Work of one sort in a queue at this moment."""

    medium: str
    waiting: int = 0
    "In the line, ringing ones not counted."
    offered: int = 0
    active: int = 0
    wrap_up: int = 0


@dataclass(frozen=True, slots=True)
class Ahead:
    """What somebody who comes with a medium's work now would be told, and when the router said so last."""

    medium: str
    prospect: Prospect
    at_ms: int


@dataclass(frozen=True, slots=True)
class QueueNow:
    """A queue at this moment, and its day so far."""

    id: str
    org_id: str
    org_path: str
    code: str
    service_level_s: int
    is_open: bool
    waiting: int
    "In the line, ringing ones not counted."
    oldest_ms: int | None
    "Since when the first of those who wait or ring has been waiting."
    rescues: int
    "How many of those who wait or ring are in danger."
    offered: int
    active: int
    wrap_up: int
    agents: Mapping[str, int]
    "How many of its agents are in each state."
    answered: int
    in_time: int
    "How many of the answered waited no longer than `service_level_s`."
    abandoned: int
    "How many gave up before anybody answered."
    sent_out: int
    "How many a rule of the queue took out of the line: back to the bot, or with a ticket and a word."
    media: tuple[MediumNow, ...]
    "Those of which there is anything, by name."
    ahead: tuple[Ahead, ...]
    "By medium; none where no router has been at work lately."
    lacks: tuple[Lacking, ...]
    "Skills without which nobody of its agents can take its work; none where somebody can."


@dataclass(frozen=True, slots=True)
class Work:
    """Something in an agent's hands, or ringing there."""

    id: str
    org_path: str
    conversation_id: str | None
    queue_id: str
    medium: str
    "Chat, email and so on for a conversation, else what it is: call, callback, ticket."
    state: str
    since_ms: int
    priority: int
    conversation_state: str | None
    tourist_name: str | None
    customer_id: str | None


@dataclass(frozen=True, slots=True)
class AgentNow:
    """An agent at this moment."""

    id: str
    org_id: str
    org_path: str
    name: str
    public_name: str
    capacity: Mapping[str, int]
    state: str
    reason: str | None
    next_state: str | None
    next_reason: str | None
    since_ms: int | None
    load: int
    missed: int
    "How many offers rang out here today."
    queue_ids: tuple[str, ...]
    work: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class Waits:
    """One whom nobody serves yet: who waits in a queue, or rings."""

    id: str
    org_path: str
    conversation_id: str | None
    medium: str
    priority: int
    enqueued_ms: int
    for_agent: str | None
    for_agent_name: str | None
    channel: str | None
    lang: str | None
    rescue: int | None
    owner_epoch: int | None
    tourist_name: str | None
    customer_id: str | None
    state: str
    "Waiting, or offered: it rings."


def queues_of(tx: Tx, agent_ids: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the queues that each of these agents serves."""
    found: dict[str, list[str]] = {}
    for user_id, queue_id in tx.rows(SERVES, ids=ids_of(agent_ids)):
        found.setdefault(user_id, []).append(queue_id)
    return {user_id: tuple(queue_ids) for user_id, queue_ids in found.items()}


def queues(tx: Tx, queue_ids: Iterable[str] | None = None) -> Sequence[QueueNow]:
    """Return these queues, or all, as they are now."""
    rows = tx.rows(ALL_QUEUES) if queue_ids is None else tx.rows(SOME_QUEUES, ids=ids_of(queue_ids))
    ids = ids_of(row[0] for row in rows)
    lines = _lines(tx, ids)
    ahead = _ahead(tx, ids)
    lacking = lacks.of(tx, ids)
    members: dict[str, dict[str, int]] = {}
    for queue_id, state, count in tx.rows(MEMBERS, ids=ids):
        members.setdefault(queue_id, {})[state] = int(count)
    days = _days(tx, TODAY, ((row[0], row[3]) for row in rows))
    found = []
    for queue_id, org_id, path, _, code, service_level_s, is_open in rows:
        line = lines.get(queue_id, _Line())
        answered, in_time, abandoned, sent_out = days.get(queue_id, (0, 0, 0, 0))
        found.append(
            QueueNow(
                id=queue_id,
                org_id=org_id,
                org_path=path,
                code=code,
                service_level_s=service_level_s,
                is_open=bool(is_open),
                waiting=line.sum("waiting"),
                oldest_ms=line.oldest_ms,
                rescues=line.rescues,
                offered=line.sum("offered"),
                active=line.sum("active"),
                wrap_up=line.sum("wrap_up"),
                agents=members.get(queue_id, {}),
                answered=answered,
                in_time=in_time,
                abandoned=abandoned,
                sent_out=sent_out,
                media=line.media(),
                ahead=ahead.get(queue_id, ()),
                lacks=lacking.get(queue_id, ()),
            )
        )
    return found


@dataclass(slots=True)
class _Line:
    """What is counted of a queue."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    "By medium, then by state."
    oldest_ms: int | None = None
    rescues: int = 0

    def add(self, medium: str, state: str, count: int) -> None:
        of = self.counts.setdefault(medium, {})
        of[state] = of.get(state, 0) + count

    def unserved(self, oldest_ms: int, rescues: int) -> None:
        self.oldest_ms = oldest_ms if self.oldest_ms is None else min(self.oldest_ms, oldest_ms)
        self.rescues += rescues

    def sum(self, state: str) -> int:
        return sum(of.get(state, 0) for of in self.counts.values())

    def media(self) -> tuple[MediumNow, ...]:
        return tuple(MediumNow(medium, **of) for medium, of in sorted(self.counts.items()))


def _lines(tx: Tx, ids: str) -> Mapping[str, _Line]:
    """Return what waits, rings and is in hand in these queues."""
    found: dict[str, _Line] = {}
    for statement in (LINE, KEPT_LINE):
        for queue_id, medium, count, oldest_ms, rescues in tx.rows(statement, ids=ids):
            line = found.setdefault(queue_id, _Line())
            line.add(medium, "waiting", int(count))
            line.unserved(int(oldest_ms), int(rescues))
    for queue_id, state, medium, count, oldest_ms, rescues in tx.rows(HANDS, ids=ids):
        line = found.setdefault(queue_id, _Line())
        line.add(medium, state, int(count))
        if state == "offered":
            line.unserved(int(oldest_ms), int(rescues))
    return found


def _ahead(tx: Tx, ids: str) -> Mapping[str, tuple[Ahead, ...]]:
    """Return what whoever comes into these queues now would be told."""
    found: dict[str, tuple[Ahead, ...]] = {}
    for queue_id, medium, written, at_ms in tx.rows(OUTLOOKS, ids=ids, from_ms=tx.now_ms - outlooks.FRESH_MS):
        found[queue_id] = (*found.get(queue_id, ()), Ahead(medium, outlooks.read(written), at_ms))
    return found


def agents(tx: Tx, agent_ids: Iterable[str] | None = None) -> Sequence[AgentNow]:
    """Return these agents, or all who can sign in, as they are now."""
    rows = tx.rows(ALL_AGENTS) if agent_ids is None else tx.rows(SOME_AGENTS, ids=ids_of(agent_ids))
    ids = [row[0] for row in rows]
    serves = queues_of(tx, ids)
    work: dict[str, list[Work]] = {}
    for agent_id, *held in tx.rows(WORK, ids=ids_of(ids)):
        work.setdefault(agent_id, []).append(Work(*held))
    missed = _days(tx, MISSED, ((row[0], row[3]) for row in rows))
    return [
        AgentNow(
            id=user_id,
            org_id=org_id,
            org_path=path,
            name=name,
            public_name=public_name,
            capacity=places(capacity),
            state=state or "offline",
            reason=reason,
            next_state=next_state,
            next_reason=next_reason,
            since_ms=since_ms,
            load=load or 0,
            missed=missed.get(user_id, (0,))[0],
            queue_ids=serves.get(user_id, ()),
            work=tuple(work.get(user_id, ())),
        )
        for (
            user_id,
            org_id,
            path,
            _,
            name,
            public_name,
            capacity,
            state,
            reason,
            next_state,
            next_reason,
            since_ms,
            load,
        ) in rows
    ]


def waiting(tx: Tx, queue_id: str, skip: int, limit: int) -> Sequence[Waits]:
    """Return part of a queue's line in its order, what rings included, `skip` places from its head."""
    return [Waits(*row) for row in tx.rows(WAITING, queue_id=queue_id, skip=skip, limit=limit)]


def _days(tx: Tx, statement: Statement, zoned: Iterable[tuple[str, str]]) -> Mapping[str, tuple[int, ...]]:
    """Return what a statement counts for each id since its own midnight; `zoned` are ids with their time zones."""
    by_zone: dict[str, list[str]] = {}
    for one, tz in zoned:
        by_zone.setdefault(tz, []).append(one)
    found: dict[str, tuple[int, ...]] = {}
    for tz, ids in by_zone.items():
        for one, *counts in tx.rows(statement, ids=ids_of(ids), from_ms=day_began_ms(tx.now_ms, tz)):
            found[one] = tuple(int(count) for count in counts)
    return found
