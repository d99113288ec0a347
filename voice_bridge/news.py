"""What the router reads at each turn: which facts are new, and how the rows they speak of stand.

Rule: one query function on one snapshot, so that rows are never older than the facts that led to them.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from hub import events
from hub.database import Tx
from hub.store import events as log
from hub.store import members, profiles
from hub.store.events import StoredEvent
from voice_bridge.acd.nouns import Agent
from voice_bridge.rulebook import Book
from voice_bridge.store import agent_state, offers, router, rules, waits, work_items
from voice_bridge.store.agent_state import DeskRow
from voice_bridge.store.router import Pace, Place
from voice_bridge.store.waits import Told
from voice_bridge.store.work_items import ItemState, WorkItem

PAGE = 500
"So many facts are read at once."
ABOUT_WORK = (
    events.WorkItemEnqueued,
    events.WorkItemMoved,
    events.WorkItemFinished,
    events.WorkItemRepaired,
    events.OfferWithdrawn,
)
ABOUT_AGENTS = (events.AgentStateChanged, events.NextStateChosen)
ABOUT_HOURS = (events.QueueOpened, events.QueueClosed)
ABOUT_RULES = (
    events.QueueChanged,
    events.QueueRemoved,
    events.SkillChanged,
    events.RoutingRulesChanged,
    events.AgentProfileChanged,
)
NEWS = log.of_types([kind.__name__ for kind in (*ABOUT_WORK, *ABOUT_AGENTS, *ABOUT_HOURS, *ABOUT_RULES)])
_HOURS = log.of_types([kind.__name__ for kind in ABOUT_HOURS])
_ENQUEUED = log.of_types([events.WorkItemEnqueued.__name__])
_OPENED = events.QueueOpened.__name__
_ON_HOURS = frozenset(kind.__name__ for kind in ABOUT_HOURS)
_ON_RULES = frozenset(kind.__name__ for kind in ABOUT_RULES)
MOST_SILENT = 100


@dataclass(frozen=True, slots=True)
class Ask:
    """From where to read, and what to look at in any case."""

    place: Place
    items: Set[str] = frozenset()
    agents: Set[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """An item's row with those at whom it rings."""

    item: WorkItem
    ringing: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Staff:
    """Rules, people and organisations, read together whenever one of them has changed."""

    book: Book
    agents: Mapping[str, Agent]
    orgs: Mapping[str, str]
    "Paths by id."
    homes: Mapping[str, str] = field(default_factory=dict)
    "The path of each queue's organisation."


@dataclass(slots=True)
class News:
    """What is new."""

    xid: int
    event_id: str
    rows: dict[str, Row] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    "Items asked for that do not exist."
    unread: set[str] = field(default_factory=set)
    "Items whose rows cannot be read."
    desks: dict[str, DeskRow | None] = field(default_factory=dict)
    hours: list[tuple[str, bool]] = field(default_factory=list)
    "Queues that opened (True) or closed."
    staff: Staff | None = None
    silent: Sequence[str] = ()
    silent_at_ms: int | None = None
    more: bool = False


def read(tx: Tx, ask: Ask) -> News:
    """Query: read what is new since a place, and what was asked for."""
    xid, event_id = log.last(tx)
    news = News(max(xid, ask.place.xid), event_id if xid >= ask.place.xid else ask.place.event_id)
    items, people = dict.fromkeys(sorted(ask.items)), dict.fromkeys(sorted(ask.agents))
    behind = (ask.place.xid, ask.place.event_id)
    found = log.between(tx, NEWS, behind, (xid, event_id), PAGE) if (xid, event_id) > behind else []
    changed = _sort(found, news, items, people)
    if len(found) == PAGE:
        news.more, news.xid, news.event_id = True, found[-1].xid, found[-1].id
    for item_id in items:
        _look_at(tx, item_id, news, people)
    news.desks = {agent_id: agent_state.find(tx, agent_id) for agent_id in people}
    news.staff = staff_now(tx, None) if changed else None
    news.silent_at_ms = agent_state.due_ms(tx)
    if news.silent_at_ms is not None and news.silent_at_ms <= tx.now_ms:
        news.silent = agent_state.silent(tx, MOST_SILENT)
    return news


def _sort(found: Sequence[StoredEvent], news: News, items: dict[str, None], people: dict[str, None]) -> bool:
    """Note whom the facts speak of; tells whether rules or people have changed."""
    changed = False
    for fact in found:
        if fact.type in _ON_RULES:
            changed = True
        elif fact.type in _ON_HOURS:
            news.hours.append((fact.subject_id, fact.type == _OPENED))
        elif fact.subject_type == "work_item":
            items[fact.subject_id] = None
        if fact.agent_id is not None:
            people[fact.agent_id] = None
    return changed


def _look_at(tx: Tx, item_id: str, news: News, people: dict[str, None]) -> None:
    try:
        found = work_items.read(tx, [item_id])
    except ValueError:
        news.unread.add(item_id)
        return
    if not found:
        news.gone.add(item_id)
        return
    (item,) = found
    ringing = offers.at(tx, item_id) if item.state is ItemState.OFFERED else {}
    news.rows[item_id] = Row(item, ringing)
    if item.agent_id is not None:
        people[item.agent_id] = None


def staff_now(tx: Tx, _: None) -> Staff:
    """Query: read rules, people and organisations."""
    orgs = router.org_paths(tx)
    people = [profile(tx, agent_id) for agent_id in agent_state.everybody(tx)]
    return Staff(rules.book(tx), {agent.id: agent for agent in people if agent is not None}, orgs, router.homes(tx))


def profile(tx: Tx, agent_id: str) -> Agent | None:
    """Return an agent as the engine sees one; None for a person who is none."""
    found = profiles.find(tx, agent_id)
    if found is None:
        return None
    return Agent(
        id=agent_id,
        org=found.org_path.strip("/"),
        department=found.org_id,
        queues=frozenset(members.queues_of(tx, agent_id)),
        skills=agent_state.skills(tx, agent_id),
        capacity=dict(found.capacity),
        peak=dict(found.peak),
    )


@dataclass(frozen=True, slots=True)
class Everything:
    """All open rows, for a router that takes over."""

    place: Place
    staff: Staff
    rows: Mapping[str, Row]
    unread: frozenset[str]
    desks: Mapping[str, DeskRow]
    paces: Sequence[Pace]
    tz: str
    told: Mapping[str, Told]
    "What those who wait were told."
    fresh: frozenset[str] = frozenset()
    "Work that came when no router was there to hear of it."


def read_all(tx: Tx, _: None) -> Everything:
    """Query: read all that another router left, on one snapshot."""
    epoch, (xid, event_id) = log.epoch(tx), log.last(tx)
    left, fresh = router.find(tx), frozenset[str]()
    if left is None or left.epoch != epoch:
        left = Place(epoch, 0, "")
    else:
        unheard = log.between(tx, _ENQUEUED, (left.xid, left.event_id), (xid, event_id), 100 * PAGE)
        fresh = frozenset(fact.subject_id for fact in unheard)
    closed = set(left.closed)
    for fact in log.between(tx, _HOURS, (left.xid, left.event_id), (xid, event_id), 100 * PAGE):
        (closed.discard if fact.type == _OPENED else closed.add)(fact.subject_id)
    ringing = offers.by_item(tx)
    rows: dict[str, Row] = {}
    unread: set[str] = set()
    for values in work_items.open_rows(tx):
        try:
            item = work_items.item_of(values)
        except ValueError:
            unread.add(str(values[0]))
        else:
            rows[item.id] = Row(item, ringing.get(item.id, {}))
    return Everything(
        Place(epoch, xid, event_id, left.day, tuple(sorted(closed))),
        staff_now(tx, None),
        rows,
        frozenset(unread),
        {desk.user_id: desk for desk in agent_state.desks(tx)},
        router.paces(tx),
        router.time_zone(tx),
        waits.every(tx),
        fresh,
    )


def open_ids(tx: Tx, _: None) -> Mapping[str, str]:
    """Query: read the states of all work that is not over, to compare."""
    return work_items.open_ids(tx)


def by_waiting(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """Return the rows of what waits, the longest waiting first, and all others."""
    waiting = [row for row in rows if row.item.state is ItemState.WAITING]
    others = [row for row in rows if row.item.state is not ItemState.WAITING]
    return sorted(waiting, key=lambda row: (row.item.enqueued_ms, row.item.id)), others
