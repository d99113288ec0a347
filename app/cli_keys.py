"""`hotline keys`: rotate, export, import and check the key ring.

Rule: the ring lies beside the database, not in it, so these commands need no running hub; a running one learns of a
rotation within ten minutes, or when it first meets a text sealed with the new key.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from hub import key_folder
from hub.clock import Clock
from hub.keys import KeyRingError
from hub.private_files import create_private


def keys_group(folder: Callable[[], Path], clock: Clock) -> click.Group:
    """Return the command group; `folder` tells where the ring lies once a command runs."""
    group = click.Group("keys", help="The key ring that seals phone numbers, tokens and raw messages.")
    for command in (_rotate(folder, clock), _check(folder), _export(folder), _import(folder)):
        group.add_command(command)
    return group


def _rotate(folder: Callable[[], Path], clock: Clock) -> click.Command:
    @click.command("rotate", help="Make a new key for what is sealed from now on; the old ones still open.")
    def rotate() -> None:
        with _plainly():
            click.echo(f"The active key is now {key_folder.rotate(folder(), clock.now_ms())}.")

    return rotate


def _check(folder: Callable[[], Path]) -> click.Command:
    @click.command("check", help="Say whether the ring is whole and private.")
    def check() -> None:
        problems = key_folder.check(folder())
        for problem in problems:
            click.echo(problem, err=True)
        if problems:
            sys.exit(1)
        click.echo("The key ring is whole.")

    return check


def _export(folder: Callable[[], Path]) -> click.Command:
    @click.command("export", help="Write the whole ring to FILE, encrypted under a passphrase.")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.password_option("--passphrase", prompt="Passphrase for the export")
    def export(file: Path, passphrase: str) -> None:
        with _plainly():
            if not create_private(file.absolute(), key_folder.export_ring(folder(), passphrase).encode()):
                raise click.ClickException(f"{file} is there already; name another file.")
            click.echo(f"Written to {file}. Keep it and the passphrase apart, and both away from this machine.")

    return export


def _import(folder: Callable[[], Path]) -> click.Command:
    @click.command("import", help="Add the keys of an exported FILE to the ring.")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--passphrase", prompt="Passphrase of the export", hide_input=True)
    def import_keys(file: Path, passphrase: str) -> None:
        with _plainly():
            fresh = key_folder.import_ring(folder(), file.read_text("utf-8"), passphrase)
            click.echo(f"Added {', '.join(fresh)}." if fresh else "All these keys were here already.")

    return import_keys


@contextmanager
def _plainly() -> Iterator[None]:
    try:
        yield
    except KeyRingError as error:
        raise click.ClickException(error.detail or error.code) from None
    except UnicodeDecodeError:
        raise click.ClickException("That file is not an export of a key ring.") from None
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None
