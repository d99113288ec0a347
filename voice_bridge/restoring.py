"""An engine made of the rows that another router left, with rules that fit all work that is there."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import structlog

from voice_bridge import rulebook, translation
from voice_bridge.acd.engine import Engine
from voice_bridge.acd.nouns import ItemState, WorkItem
from voice_bridge.acd.rows import HistoryRow, ItemRow, Rows, restore
from voice_bridge.acd.settings import Medium, PriorityClass, Queue, Settings
from voice_bridge.news import Everything, Row
from voice_bridge.translation import Seen

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Restored:
    """The engine, and what is still to be looked at."""

    engine: Engine
    heard: list[Row]
    "Rows that the engine knows."
    again: set[str] = field(default_factory=set)
    "Items that it is to be told of as if they had just come."
    unread: set[str] = field(default_factory=set)


@contextmanager
def no_collection() -> Iterator[None]:
    """Look for no garbage meanwhile: all that is made of the rows is kept, and looking again and again costs a third.

    Whoever is taken over from has left people waiting, so the time counts; what others make meanwhile waits for half a
    second to be looked through.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def restore_from(left: Everything, now_ms: int) -> Restored:
    """Return an engine that goes on from these rows."""
    heard: list[Row] = []
    items: list[ItemRow] = []
    again, unread = set(left.unread), set(left.unread)
    for row in left.rows.values():
        if translation.is_over(row.item):
            continue
        try:
            made = translation.engine_row(Seen(row.item, row.ringing, left.staff.orgs.get(row.item.org_id, "")))
        except ValueError:
            unread.add(row.item.id)
            again.add(row.item.id)
            continue
        arrives = made.state is ItemState.WAITING and row.item.id in left.fresh
        if _is_whole(made, row) and not arrives:
            heard.append(row)
            items.append(made)
        else:
            again.add(row.item.id)
    settings = fit(rulebook.read(left.staff.book), [made.item for made in items])
    agents = left.staff.agents.items()
    rows = Rows(
        now_ms=now_ms,
        items=tuple(items),
        agents=tuple(translation.agent_row(agent, left.desks.get(agent_id), now_ms) for agent_id, agent in agents),
        histories=tuple(HistoryRow(*pace) for pace in left.paces),
        closed=left.place.closed,
    )
    return Restored(restore(settings, rows), heard, again, unread)


def _is_whole(made: ItemRow, row: Row) -> bool:
    """Tell whether the row says all that an engine needs: a router has seen it, and it is where it says it is."""
    if made.state is ItemState.OFFERED:
        return bool(made.ringing)
    if made.state is ItemState.WAITING:
        return made.keeper is None or row.item.kept_until_ms is not None
    return made.holder is not None


def fit(settings: Settings, items: Iterable[WorkItem]) -> Settings:
    """Return settings that have a place for all these items: unknown queues, media and classes get plain rules."""
    queues: dict[str, Queue] = {}
    media: dict[str, Medium] = {}
    classes: dict[int, PriorityClass] = {}
    for item in items:
        if item.queue_id not in settings.queues:
            queues[item.queue_id] = Queue(id=item.queue_id)
        if item.medium not in settings.media:
            media[item.medium] = Medium({item.medium: 1})
        if item.priority not in settings.classes:
            classes[item.priority] = PriorityClass()
    if not (queues or media or classes):
        return settings
    log.warning("router.work_without_rules", queues=[*queues], media=[*media], classes=[*classes])
    return replace(
        settings,
        queues={**settings.queues, **queues},
        media={**settings.media, **media},
        classes={**settings.classes, **classes},
    )
