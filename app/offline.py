"""How a command of the command line reaches the database: through the running hub, or by ourselves when none runs.

Rule: SQLite has one writing process. Whoever holds the run lock writes; who does not get it asks the holder, and
when the holder does not answer, nothing is written and that is said.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from app import logs
from app.control_socket import HubSilent, ask
from app.data_folder import DataFolder, FolderTaken, RunLock
from app.migrate import is_current, prepare_database
from app.refusals import NotNow, StartRefused
from app.settings import Settings
from hub.clock import Clock, SystemClock
from hub.store.leases import Holder

ROLE = "command-line"


def ask_or_do(
    settings: Settings,
    command: str,
    arguments: Mapping[str, Any],
    *,
    say: Callable[[str], None],
    look_only: bool = False,
) -> Any:
    """Do a command of `app.wiring` wherever it may be done, and return its result.

    Args:
        settings: The configuration.
        command: Its name.
        arguments: What JSON can hold.
        say: Takes what a first start has to tell, when we are the first.
        look_only: Change nothing; the database must be there and have this version's tables.

    Raises:
        NotNow: a hub runs but does not answer.
        StartRefused: the database or the keys cannot be used.
        HubError: the command was refused.
    """
    clock = SystemClock()
    try:
        lock = RunLock.take(DataFolder(settings.data_dir), clock=clock)
    except FolderTaken as taken:
        return _ask(taken, DataFolder(settings.data_dir), command, arguments)
    try:
        logs.configure("warning", settings.log.format, process=ROLE)
        if not look_only:
            prepare_database(settings, clock)
        elif not is_current(settings.database):
            raise StartRefused(
                "The database does not have this version's tables yet; the next start or upgrade does it."
            )
        holder = Holder(settings.node, ROLE, lock.next_generation())
        return asyncio.run(_do(settings, holder, clock, command, arguments, None if look_only else say))
    finally:
        lock.release()


def _ask(taken: FolderTaken, folder: DataFolder, command: str, arguments: Mapping[str, Any]) -> Any:
    try:
        return ask(folder.control_socket, command, arguments)
    except HubSilent:
        who = f"process {taken.pid}" if taken.pid else "a process that is shutting down"
        raise NotNow(
            f"A hub holds the data folder {folder.root} ({who}) but does not answer, so nothing was written. "
            "Try again in a moment; its log says more."
        ) from None


async def _do(
    settings: Settings,
    holder: Holder,
    clock: Clock,
    command: str,
    arguments: Mapping[str, Any],
    say: Callable[[str], None] | None,
) -> Any:
    from app.wiring import open_hub  # whoever can ask the running hub need not load all of it

    async with open_hub(settings, holder, clock, say or _to_nobody) as hub:
        if say is not None:
            await hub.first_start()
        return await hub.commands[command](arguments)


def _to_nobody(_line: str) -> None:
    """Tell nothing: who only looks starts nothing."""
