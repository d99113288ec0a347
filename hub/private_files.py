"""Small files that only their owner may read, written whole or not at all.

Rule: the content is written beside, synced, and put in place in one step; then the folder is synced, so that a loss
of power leaves the old file or the new one.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def replace_private(path: Path, content: bytes) -> None:
    """Put `content` in the place of whatever is at `path`."""
    with _written(path, content) as fresh:
        fresh.replace(path)


def create_private(path: Path, content: bytes) -> bool:
    """Make a new file; tell whether it was made, False if somebody was first (theirs is left as it is)."""
    with _written(path, content) as fresh:
        try:
            path.hardlink_to(fresh)
        except FileExistsError:
            return False
        return True


@contextmanager
def _written(path: Path, content: bytes) -> Iterator[Path]:
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield fresh
    finally:
        fresh.unlink(missing_ok=True)
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
