"""Brings the database to the revision this program needs, or says plainly why not.

Rules: SQLite is upgraded at start, after a backup copy if there was anything in it, and the last three copies are
kept; PostgreSQL, which other nodes may be using, only by `hotline upgrade`. A database written by a newer version is
never touched. CONTRACTS "Migrations, layout, commands".
"""

import os

import structlog

from app.data_folder import DataFolder
from app.migrations import chain
from app.refusals import StartRefused, store_refusal
from app.settings import Settings
from hub.clock import Clock, utc
from hub.errors import StoreUnavailable

KEPT_BACKUPS = 3
log = structlog.get_logger()


def prepare_database(settings: Settings, clock: Clock) -> None:
    """Make sure that the tables are those of this version, upgrading SQLite where needed.

    Raises:
        StartRefused: PostgreSQL is unreachable or not migrated, or the database is newer than this program.
    """
    if is_current(settings.database):
        return
    if chain.sqlite_file(settings.database) is None:
        raise StartRefused(
            "The PostgreSQL database has not been brought to this version yet. Stop the hubs that use it, "
            "make a backup, then run: hotline upgrade"
        )
    upgrade_database(settings, clock)


def upgrade_database(settings: Settings, clock: Clock) -> str | None:
    """Run the missing revisions and return the newest, None if there was nothing to do."""
    if is_current(settings.database):
        return None
    if chain.sqlite_file(settings.database) is not None:
        back_up(settings, clock)
    try:
        chain.upgrade(settings.database)
    except StoreUnavailable as error:
        raise store_refusal(error) from error
    log.info("database.upgraded", revision=chain.head())
    return chain.head()


def is_current(url: str) -> bool:
    """Tell whether the database has the tables of this version.

    Raises:
        StartRefused: it cannot be reached, or was written by a newer version.
    """
    try:
        revision = chain.current(url)
    except StoreUnavailable as error:
        raise store_refusal(error) from error
    if revision is not None and revision not in chain.known():
        raise StartRefused(
            f"The database was written by a newer version of Hotline Hub (its revision is {revision}, this program "
            f"knows up to {chain.head()}). Install that version again, or put back a backup from before."
        )
    return revision == chain.head()


def back_up(settings: Settings, clock: Clock) -> None:
    """Copy a SQLite database that has our tables, and forget all but the last copies.

    Raises:
        StartRefused: there is no room for the copy.
    """
    revision = chain.current(settings.database)
    if revision is None:
        return
    folder = DataFolder(settings.data_dir).backups
    target = folder / f"hub-{utc(clock.now_ms()):%Y%m%d-%H%M%S}-{clock.now_ms() % 1000:03d}-from-{revision}.db"
    unfinished = target.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    try:
        chain.copy_sqlite(settings.database, unfinished)
    except StoreUnavailable as error:
        raise StartRefused(
            f"The database has to be upgraded, but the backup copy before it failed ({error.detail}). "
            f"Free some space in {folder}, then start again."
        ) from error
    with unfinished.open("rb") as copied:
        os.fsync(copied.fileno())
    unfinished.rename(target)
    log.info("database.backed_up", file=target.name)
    for old in sorted(folder.glob("hub-*.db"))[:-KEPT_BACKUPS]:
        old.unlink()
