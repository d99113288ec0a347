"""Puts web chat together: the channel, its desk, its routes, and what runs beside; wiring asks for it in one call."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from prometheus_client import Counter

from app.api.webchat import webchat_router
from app.api.widget import widget_router
from app.metrics import Metrics
from app.security import OwnOrigin
from channels.gateway import Gateway
from channels.webchat import WebChat
from channels.webchat.confirmations import Confirmations
from channels.webchat.desk import Desk, ShowTyping, Ways
from channels.webchat.sites import Sites
from channels.webchat.upkeep import Upkeep
from hub.clock import Clock
from hub.database import Database
from hub.feed import Feed
from hub.ids import IdSource
from hub.intake import Intake
from hub.keys import KeyRing
from hub.ports import Waits
from hub.rescue import is_rescue


@dataclass(frozen=True, slots=True, kw_only=True)
class WebchatParts:
    """What web chat is made of."""

    channel: WebChat
    "Built from its row in `channels.ALL`; the delivery sends through the same object."
    database: Database
    keys: KeyRing
    clock: Clock
    ids: IdSource
    metrics: Metrics
    intake: Intake
    feed: Feed
    own: OwnOrigin
    static: Path
    "Where the built pages lie."
    show_typing: ShowTyping
    waits: Waits | None = None


@dataclass(frozen=True, slots=True)
class Webchat:
    """Web chat, ready to serve."""

    routers: tuple[APIRouter, ...]
    run: Callable[[], Coroutine[Any, Any, None]]
    "To be run as long as the process lives; the feed must have been started."
    drain: Callable[[], Coroutine[Any, Any, None]]
    "To be awaited before the server stops: every page is told to come back at once."
    desk: Desk


def build_webchat(parts: WebchatParts) -> Webchat:
    """Return web chat, built of these parts."""
    sites = Sites(parts.database, parts.keys, parts.clock, is_rescue)
    desk = Desk(
        Ways(
            database=parts.database,
            gateway=Gateway(parts.intake, _counting(parts.metrics)),
            channel=parts.channel,
            sites=sites,
            confirmations=Confirmations(parts.database, parts.clock),
            clock=parts.clock,
            ids=parts.ids,
            show_typing=parts.show_typing,
            waits=parts.waits,
        )
    )
    upkeep = Upkeep(desk, parts.database, parts.feed, parts.clock)
    _watch(parts.metrics, desk)
    return Webchat(
        (webchat_router(desk, parts.own), widget_router(sites, parts.static)), upkeep.run, upkeep.drain, desk
    )


def _counting(metrics: Metrics) -> Callable[[str, str], None]:
    counter = Counter(
        "hub_door_refusals",
        "Arrivals that a channel's door refused, by the error's code.",
        ["channel", "code"],
        registry=metrics.registry,
    )

    def refused(channel: str, code: str) -> None:
        counter.labels(channel, code).inc()

    return refused


def _watch(metrics: Metrics, desk: Desk) -> None:
    def here() -> dict[str, float]:
        presence = desk.live.presence
        return {"visitors": presence.visitors, "seats": presence.seats}

    metrics.watch("hub_webchat_now", "Visitors of web chat who are here now.", here, counts=False)
