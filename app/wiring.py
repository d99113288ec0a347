"""Builds every object once, by constructor, and says which tasks a process runs; nobody else knows all rooms.

Rule: what is opened here is closed here, in the opposite order. A room gets its own small values, never `Settings`.
"""

from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp

from app import admins, check, seed
from app.api import health
from app.api.admin import articles
from app.api.application import WebParts, build_application
from app.api.deps import Guards
from app.api.pages import Pages
from app.api.session import session_router
from app.commands import Commands
from app.control_socket import Command, ControlSocket
from app.core import Core, CoreParts, build_core
from app.data_folder import DataFolder
from app.metrics import Metrics
from app.nlu_commands import nlu_commands, nlu_findings
from app.passwords import HashCost, Passwords
from app.refusals import StartRefused, store_refusal
from app.security import OwnOrigin, SessionCookie
from app.sessions import Sessions
from app.settings import Settings
from bot.model_files import ModelFiles
from bot.models import bring_shipped
from bot.understanding import Understanding
from fakes.site import FOLDER as DEMO_PAGES
from hub import key_folder, key_mark
from hub.audit import Sealer
from hub.audit_head import AuditHead
from hub.clock import Clock
from hub.database import Database, Tx, open_database
from hub.errors import StoreUnavailable, Unavailable
from hub.ids import IdSource
from hub.keys import KeyRing, KeyRingError
from hub.sign_in import SessionRules
from hub.store import leases, orgs
from hub.store.leases import Holder

STATIC = Path(__file__).parent / "static"
"Where the build puts the pages."
_SWEEP_EVERY_S = 600.0


@dataclass(frozen=True, slots=True)
class Service:
    """A task that runs as long as its process; it is cancelled when the process drains."""

    name: str
    run: Callable[[], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """A hub that is built and can be run."""

    web: ASGIApp
    state: health.ProcessState
    first_start: Callable[[], Coroutine[Any, Any, None]]
    "Makes what an empty hub lacks and tells the passwords; harmless when it has been done."
    commands: Mapping[str, Command]
    start: Callable[[], Coroutine[Any, Any, None]]
    "To be awaited before the services run."
    services: tuple[Service, ...]
    drain: Callable[[], Coroutine[Any, Any, None]]
    "To be awaited before the web server stops: sockets come back at once, work in hand is finished."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What everything else is built on."""

    settings: Settings
    clock: Clock
    ids: IdSource
    metrics: Metrics
    database: Database
    ring: KeyRing
    passwords: Passwords
    head: AuditHead
    models: ModelFiles
    understanding: Understanding


@asynccontextmanager
async def open_hub(settings: Settings, holder: Holder, clock: Clock, say: Callable[[str], None]) -> AsyncIterator[Hub]:
    """Build the hub on a database that has its tables, and close it afterwards.

    Args:
        settings: The configuration.
        holder: Who this process is, for leases.
        clock: Where time comes from.
        say: Takes lines for the person who started the hub: passwords that are told once.

    Raises:
        StartRefused: the key ring is missing or damaged.
        NotNow: the database does not answer.
    """
    ids = IdSource(clock)
    metrics = Metrics()
    metrics.generation.set(holder.generation)
    try:
        database = open_database(settings.database, clock=clock, ids=ids, name=f"hotline {holder}")
    except StoreUnavailable as error:
        raise store_refusal(error) from error
    passwords = Passwords(HashCost())
    try:
        _watch_store(metrics, database)
        folder = DataFolder(settings.data_dir)
        models = ModelFiles(folder.models)
        ground = _Ground(
            settings=settings,
            clock=clock,
            ids=ids,
            metrics=metrics,
            database=database,
            ring=await _ring(database, folder, clock),
            passwords=passwords,
            head=AuditHead(folder.audit_head),
            models=models,
            understanding=Understanding(database, models, clock),
        )
        await database.write(_free_leases, holder)
        yield _build(ground, folder, holder, lambda: _first_start(ground, say))
    except StoreUnavailable as error:
        raise store_refusal(error) from error
    finally:
        passwords.close()
        await database.close()


def _build(
    ground: _Ground, folder: DataFolder, holder: Holder, first_start: Callable[[], Coroutine[Any, Any, None]]
) -> Hub:
    state = health.ProcessState(lambda: ground.database.read(_ping, None))
    commands = _commands(ground)
    lives = ground.settings.session
    rules = SessionRules(idle_s=lives.idle_s, absolute_s=lives.absolute_s)
    sessions = Sessions(
        ground.database, ground.ring, ground.passwords, ground.clock, ground.metrics.registry, rules=rules
    )
    https = ground.settings.origin.startswith("https://")
    cookie = SessionCookie(secure=https, max_age_s=sessions.rules.absolute_s)
    own = OwnOrigin(ground.settings.public_url)
    guards = Guards(sessions, cookie, own)
    staff_commands = Commands(ground.database)
    core = _core(ground, holder, guards, staff_commands, own)
    token = ground.settings.metrics_token
    parts = WebParts(
        routers=[
            health.router(state, ground.metrics, token.get_secret_value() if token else None),
            session_router(sessions, staff_commands, guards, cookie),
            *core.routers,
        ],
        pages=Pages(STATIC, DEMO_PAGES if ground.settings.demo else None),
        metrics=ground.metrics,
        clock=ground.clock,
        ids=ground.ids,
        https=https,
        larger_bodies=((articles.IMPORTS, articles.IMPORT_LIMIT_BYTES),),
    )
    return Hub(
        web=build_application(parts),
        state=state,
        first_start=first_start,
        commands=commands,
        start=core.start,
        services=(
            Service("control socket", ControlSocket(folder.control_socket, commands, ground.metrics).run),
            Service("audit sealer", Sealer(ground.database, ground.ring, ground.head, ground.clock).run),
            Service("sweeper", lambda: _sweep(ground, sessions, staff_commands)),
            *(Service(name, run) for name, run in core.services.items()),
        ),
        drain=core.drain,
    )


def _core(ground: _Ground, holder: Holder, guards: Guards, staff_commands: Commands, own: OwnOrigin) -> Core:
    return build_core(
        CoreParts(
            database=ground.database,
            keys=ground.ring,
            clock=ground.clock,
            ids=ground.ids,
            metrics=ground.metrics,
            holder=holder,
            guards=guards,
            commands=staff_commands,
            own=own,
            passwords=ground.passwords,
            understanding=ground.understanding,
            static=STATIC,
        )
    )


def _commands(ground: _Ground) -> Mapping[str, Command]:
    """Return what the command line can ask for."""

    async def reset(arguments: Mapping[str, Any]) -> Any:
        login = str(arguments.get("login", admins.LOGIN))
        return asdict(await admins.reset_password(ground.database, ground.ring, ground.passwords, login))

    async def seed_demo(_: Mapping[str, Any]) -> Any:
        return [asdict(one) for one in await seed.seed_demo(ground.database, ground.passwords)]

    async def check_store(arguments: Mapping[str, Any]) -> Any:
        found = [*await check.store_findings(ground.database)]
        newest = None if arguments.get("audit") else check.NEWEST_BATCHES
        found += await nlu_findings(ground.database, ground.models)
        found += await check.audit_findings(ground.database, ground.ring, ground.head, ground.clock, newest=newest)
        return [asdict(finding) for finding in found]

    told = {"admin.reset": reset, "seed": seed_demo, "check": check_store}
    return {**told, **nlu_commands(ground.database, ground.understanding)}


async def _ring(database: Database, folder: DataFolder, clock: Clock) -> KeyRing:
    """Open the key ring; it is made for an empty store only, because a new one opens nothing that is sealed."""
    try:
        empty = await database.read(_is_empty, None)
        ring = key_folder.make_ring(folder.keys, clock.now_ms()) if empty else key_folder.open_ring(folder.keys)
        await database.write(key_mark.mark, ring)
    except KeyRingError as error:
        raise StartRefused(f"The key ring cannot be used: {error.detail or error.code}") from error
    return ring


async def _first_start(ground: _Ground, say: Callable[[str], None]) -> None:
    admin = await admins.first_admin(ground.database, ground.passwords)
    if admin is not None:
        say(f"Sign in as {admin.login} with the one-time password {admin.password}")
    if ground.settings.demo:
        for one in await seed.seed_demo(ground.database, ground.passwords):
            say(f"Demo: {one.login} signs in with the password {one.password}")
    await bring_shipped(ground.database, ground.models)


async def _sweep(ground: _Ground, sessions: Sessions, staff_commands: Commands) -> None:
    while True:
        with suppress(Unavailable):  # what is over then stays in the table a little longer
            await sessions.sweep()
            await staff_commands.sweep()
        with suppress(KeyRingError):  # `hotline check` tells; the keys in memory go on
            ground.ring.reload()  # the command line may have rotated the keys
        await ground.clock.sleep(_SWEEP_EVERY_S)


def _watch_store(metrics: Metrics, database: Database) -> None:
    counters = database.counters
    metrics.watch(
        "hub_store_work",
        "What the store has done since this process started.",
        lambda: {name: figure for name, figure in asdict(counters).items() if name != "waiting"},
        counts=True,
    )
    metrics.watch(
        "hub_store_now", "What the store has in hand now.", lambda: {"waiting": counters.waiting}, counts=False
    )


def _is_empty(tx: Tx, _: None) -> bool:
    return orgs.root(tx) is None


def _free_leases(tx: Tx, holder: Holder) -> None:
    leases.release_earlier(tx, holder.node, holder.role, holder.generation)


def _ping(tx: Tx, _: None) -> None:
    tx.connection.exec_driver_sql("SELECT 1")
