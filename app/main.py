"""The way in for the supervisor's children: builds the hub, serves on the inherited socket, drains when told to.

Rules: everything runs in one TaskGroup, so a task that fails ends the process and the supervisor starts another; a
process that drains first stops being ready, then finishes what is open, then lets its tasks go; one that cannot
drain in time is ended. What an operator must mend is said in a sentence on standard error.
"""

import asyncio
import gc
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

import structlog
import uvicorn
import uvloop

from app import logs
from app.check import load_certificate
from app.children import Inheritance
from app.http_protocol import BoundedHttpProtocol, BoundedWebSocketProtocol
from app.migrate import prepare_database
from app.refusals import StartRefused
from app.settings import Settings
from app.settings_help import load_settings
from app.wiring import Hub, open_hub
from hub import crash
from hub.clock import SystemClock
from hub.store.leases import Holder

_WS_FRAME_BYTES = 256 * 1024
_CYCLES_EVERY = (20_000, 20, 20)
"""Thresholds of the cycle collector: almost all that a message makes is freed by its reference count, and with Python's
default of 700 the search for cycles takes a quarter of this process."""
_GIVE_UP_S = 4.0
"After the time for open requests: for the tasks and the database."
log = structlog.get_logger()


class Starter(Protocol):
    """Who has started this process and wants to hear from it."""

    def say(self, line: str) -> None:
        """Take a line for the person in front; it must reach no log."""
        ...

    def is_ready(self) -> None:
        """Hear that the process does its work."""
        ...

    def when_orphaned(self, stop: Callable[[], None], give_up: Callable[[], None], *, after_s: float) -> None:
        """Call `stop` once the starter is gone, and `give_up` when that took longer than `after_s`."""
        ...


def main() -> None:
    """Run the child that the supervisor has asked for."""
    inheritance = Inheritance(os.environ)
    settings = load_settings()
    listener = socket.socket(fileno=inheritance.fds["http"])
    run_control(settings, listener, inheritance.generation, inheritance)


def run_control(settings: Settings, listener: socket.socket, generation: int, starter: Starter) -> None:
    """Be the control process until told to stop.

    Raises:
        StartRefused: the operator has to change something first.
    """
    logs.configure(settings.log.level, settings.log.format, process="control")
    crash.arm_from(os.environ)
    _allow_many_connections()
    if settings.tls.on:
        load_certificate(settings)
    clock = SystemClock()
    prepare_database(settings, clock)
    holder = Holder(settings.node, "control", generation)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_control(settings, listener, holder, clock, starter))


async def _control(
    settings: Settings, listener: socket.socket, holder: Holder, clock: SystemClock, starter: Starter
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    _stop_on_signals(stop)

    def orphaned() -> None:
        loop.call_soon_threadsafe(stop.set)

    starter.when_orphaned(
        orphaned,
        lambda: os._exit(1),
        after_s=settings.http.drain_s + _GIVE_UP_S,
    )
    async with open_hub(settings, holder, clock, starter.say) as hub:
        await hub.first_start()
        await hub.start()
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(service.run(), name=service.name) for service in hub.services]
            _spare_the_collector()
            await _serve(settings, hub, listener, stop, starter)
            for task in running:
                task.cancel()
    log.info("process.drained")


async def _serve(settings: Settings, hub: Hub, listener: socket.socket, stop: asyncio.Event, starter: Starter) -> None:
    server = _Server(_web_config(settings, hub), starter.is_ready)

    async def until_done() -> None:
        try:
            await server.serve(sockets=[listener])
        finally:
            stop.set()

    async with asyncio.TaskGroup() as serving:
        serving.create_task(until_done(), name="http")
        await stop.wait()
        hub.state.drain()
        await hub.drain()
        server.should_exit = True


class _Server(uvicorn.Server):
    """uvicorn, which here neither takes the signals nor tells of itself."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._when_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept, then say so."""
        await super().startup(sockets=sockets)
        self._when_started()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to this process, which drains more than HTTP."""
        yield


def _web_config(settings: Settings, hub: Hub) -> uvicorn.Config:
    return uvicorn.Config(
        hub.web,
        http=BoundedHttpProtocol,
        ws=BoundedWebSocketProtocol,
        ws_max_size=_WS_FRAME_BYTES,
        ws_per_message_deflate=False,
        ws_ping_interval=None,  # pages and hub ask for signs of life themselves, and only after silence
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        backlog=4096,
        timeout_graceful_shutdown=max(1, round(settings.http.drain_s)),
        ssl_certfile=settings.tls.cert,
        ssl_keyfile=settings.tls.key,
    )


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()

    def begin() -> None:
        stop.set()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)  # the next one ends us at once

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, begin)


def _spare_the_collector() -> None:
    """Let the search for garbage cycles pass over what lives as long as the process, and come less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_CYCLES_EVERY)


def _allow_many_connections() -> None:
    """Take as many descriptors as we are allowed: each visitor holds one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    try:
        main()
    except StartRefused as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(refusal.exit_code)
