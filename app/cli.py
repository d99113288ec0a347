"""`hotline`: what an operator types.

Rules: whatever is wrong is said in a sentence on standard error and ends with exit code 2 (a check that found
something ends with 1); a command that writes asks the running hub to do it, or does it itself under the hub's own
lock when none is running. ARCHITECTURE §5.
"""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from app import logs, settings_help
from app.children import CHILDREN
from app.cli_keys import keys_group
from app.cli_nlu import nlu_group
from app.data_folder import DataFolder, RunLock
from app.listening import listen_tcp
from app.metrics import our_version
from app.refusals import EXIT_REFUSED, StartRefused
from app.settings import Settings, local_origin
from app.settings_help import load_settings, unknown_names
from app.supervisor import Supervisor
from hub.clock import SystemClock
from hub.errors import HubError

_PATIENCE_S = 20.0
"How long a start waits for the children of a supervisor that was killed."
_LEVELS = {"ok": "green", "warn": "yellow", "unsafe": "red", "error": "red"}


def main() -> None:
    """Run `hotline` as the console script does."""
    try:
        _hotline(prog_name="hotline", standalone_mode=False)
    except click.exceptions.Exit as ended:
        sys.exit(ended.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except StartRefused as refusal:
        _refuse(str(refusal))
    except HubError as error:
        _refuse(error.detail or error.code)


@click.group
def _hotline() -> None:
    """Hotline Hub: an omnichannel contact centre."""


@_hotline.command
def run() -> None:
    """Run the hub until it is stopped (Ctrl-C or SIGTERM)."""
    settings = _loaded()
    folder = DataFolder(settings.data_dir)
    logs.configure(settings.log.level, settings.log.format, process="supervisor")
    clock = SystemClock()
    # A first start that cannot listen leaves nothing behind; later, a hub that runs here is the better news.
    listener = None if folder.is_begun else listen_tcp(settings.http.host, settings.http.port)
    folder.prepare(settings.data_min_free_mb)
    lock = RunLock.take(folder, clock=clock, patience_s=_PATIENCE_S)
    listener = listener or listen_tcp(settings.http.host, settings.http.port)
    pages = _pages(settings, listener.getsockname()[1])
    supervisor = Supervisor(CHILDREN, {"http": listener}, lock, pages, clock=clock, drain_s=settings.http.drain_s)
    sys.exit(supervisor.run())


@_hotline.command
@click.option("--role", type=click.Choice(["all"]), required=True, help="What this process does.")
def serve(role: str) -> None:
    """Run one role without a supervisor, for service managers that restart it themselves."""
    from app.main import run_control  # the supervisor must not carry what a child needs

    settings, folder = _settings_and_folder()
    lock = RunLock.take(folder, clock=SystemClock())
    listener = listen_tcp(settings.http.host, settings.http.port)
    pages = _pages(settings, listener.getsockname()[1])
    run_control(settings, listener, lock.next_generation(), _Terminal(pages))


@_hotline.command
@click.option("--audit", is_flag=True, help="Verify the whole audit, not only its newest batches.")
def check(audit: bool) -> None:
    """Say what is missing, wrong or unsafe."""
    from app.check import local_findings
    from app.wiring import STATIC

    settings = load_settings()
    found: list[tuple[str, str, str]] = [
        (one.level, one.code, one.detail) for one in local_findings(settings, os.environ, STATIC)
    ]
    found += _store_findings(settings, audit)
    for level, code, detail in found:
        click.echo(f"{click.style(f'{level.upper():7}', fg=_LEVELS[level])} {code:18} {detail}")
    if any(level in {"unsafe", "error"} for level, *_ in found):
        sys.exit(1)


@_hotline.group
def admin() -> None:
    """Look after administrators."""


@admin.command("reset")
@click.argument("login", default="admin")
def admin_reset(login: str) -> None:
    """Give LOGIN (admin, if not named) a new one-time password and print it."""
    folder = DataFolder(load_settings().data_dir)
    if not folder.is_begun:
        raise StartRefused(
            f"No hub has run with the data folder {folder.root.absolute()} yet, so nobody there has lost a password. "
            "HUB_DATA_DIR names the folder; the first start makes everything and prints a password."
        )
    told = _ask_or_do(_prepared(), "admin.reset", {"login": login})
    click.echo(f"Sign in as {told['login']} with the one-time password {told['password']}")


@_hotline.command
def seed() -> None:
    """Make the demo organisation and its people; what is there already stays as it is."""
    made = _ask_or_do(_prepared(), "seed", {})
    for one in made:
        click.echo(f"Demo: {one['login']} signs in with the password {one['password']}")
    if not made:
        click.echo("The demo is there already.")


@_hotline.command
def upgrade() -> None:
    """Bring the database to this version (PostgreSQL; SQLite is upgraded at start)."""
    from app.migrate import upgrade_database

    settings = _prepared()
    lock = RunLock.take(DataFolder(settings.data_dir), clock=SystemClock())
    logs.configure("warning", settings.log.format, process="upgrade")
    reached = upgrade_database(settings, SystemClock())
    lock.release()
    click.echo(f"The database is now at revision {reached}." if reached else "The database is up to date.")


@_hotline.command
@click.option("--markdown", is_flag=True, help="As the table in the README.")
def settings(markdown: bool) -> None:
    """Explain every setting."""
    click.echo(settings_help.markdown() if markdown else settings_help.plain(), nl=False)


@_hotline.command
def version() -> None:
    """Print the version."""
    click.echo(our_version())


def _store_findings(loaded: Settings, audit: bool) -> Sequence[tuple[str, str, str]]:
    folder = DataFolder(loaded.data_dir)
    if not folder.root.exists():
        return []  # said of the folder already
    if not folder.is_begun:
        return [("warn", "database", "no hub has run here yet; the first start makes everything")]
    try:
        told = _ask_or_do(loaded, "check", {"audit": audit}, look_only=True)
    except StartRefused as refusal:
        return [("error", "database", str(refusal))]
    return [(one["level"], one["code"], one["detail"]) for one in told]


class _Terminal:
    """What `serve` tells, it tells directly."""

    def __init__(self, pages: Sequence[str]) -> None:
        self._pages = pages
        self._said: list[str] = []

    def say(self, line: str) -> None:
        """Keep the line until the addresses are printed."""
        self._said.append(line)

    def is_ready(self) -> None:
        """Print the addresses, then what was said."""
        for line in (*self._pages, *self._said):
            click.echo(line)

    def when_orphaned(self, stop: Callable[[], None], give_up: Callable[[], None], *, after_s: float) -> None:
        """Nobody holds our lifeline."""


def _ask_or_do(loaded: Settings, command: str, arguments: dict[str, Any], *, look_only: bool = False) -> Any:
    from app.offline import ask_or_do  # loads the whole hub, which most commands do not need

    return ask_or_do(loaded, command, arguments, say=click.echo, look_only=look_only)


def _prepared() -> Settings:
    return _settings_and_folder()[0]


def _loaded() -> Settings:
    for line in unknown_names(os.environ):
        click.echo(line, err=True)
    os.umask(0o077)  # whatever is made in the data folder is nobody else's
    return load_settings()


def _settings_and_folder() -> tuple[Settings, DataFolder]:
    loaded = _loaded()
    folder = DataFolder(loaded.data_dir)
    folder.prepare(loaded.data_min_free_mb)
    return loaded, folder


def _pages(loaded: Settings, port: int) -> Sequence[str]:
    origin = local_origin(loaded, port)
    return [f"{origin}{path}" for path in (*(("/demo/",) if loaded.demo else ()), "/inbox", "/sign-in")]


def _key_folder() -> Path:
    return DataFolder(load_settings().data_dir).keys


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(EXIT_REFUSED)


def _of_a_hub(command: str, arguments: dict[str, Any], look_only: bool) -> Any:
    """Do a command that makes no sense where no hub has ever run."""
    loaded = _loaded()
    folder = DataFolder(loaded.data_dir)
    if not folder.is_begun:
        raise StartRefused(
            f"No hub has run with the data folder {folder.root} yet. HUB_DATA_DIR names the folder; "
            "the first start makes everything."
        )
    return _ask_or_do(loaded, command, arguments, look_only=look_only)


_hotline.add_command(keys_group(_key_folder, SystemClock()))
_hotline.add_command(nlu_group(_of_a_hub))

if __name__ == "__main__":
    main()
