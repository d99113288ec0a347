"""Where things lie in the data folder, and the lock that lets only one hub use it.

Rules: `<data>/run/lock` is held with flock by the supervisor and by every child it starts (the descriptor is
inherited), so it is free only when nobody is left who could write; the file says who holds it and how often a child
has been started here, so that generations grow over restarts too. ARCHITECTURE §5, CONTRACTS "Processes".
"""

import fcntl
import json
import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.refusals import StartRefused, folder_refusal
from hub.clock import Clock

_LOCK_BYTES = 128
"More than the note in it ever needs."
_MEGABYTE = 1_000_000
_RETRY_S = 0.05


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The places in the data folder; `prepare` makes them."""

    root: Path

    @property
    def run(self) -> Path:
        """What lives only as long as a process: lock and control socket."""
        return self.root / "run"

    @property
    def lock(self) -> Path:
        """The file whose flock says that a hub is at work here."""
        return self.run / "lock"

    @property
    def control_socket(self) -> Path:
        """Where the command line talks to the running hub."""
        return self.run / "control.sock"

    @property
    def keys(self) -> Path:
        """The key ring; whoever loses it cannot read sealed rows any more."""
        return self.root / "keys"

    @property
    def blobs(self) -> Path:
        """Files by their content's hash."""
        return self.root / "blobs"

    @property
    def models(self) -> Path:
        """The models that understand texts, by their content's hash."""
        return self.root / "models"

    @property
    def backups(self) -> Path:
        """Copies of the database made before each upgrade of its tables."""
        return self.root / "backups"

    @property
    def audit_head(self) -> Path:
        """Where the newest seal of the audit is noted outside the database."""
        return self.root / "audit-head.json"

    @property
    def is_begun(self) -> bool:
        """Whether a hub has ever been started here."""
        return self.lock.exists()

    def prepare(self, min_free_mb: int) -> None:
        """Make the folders, only for this user.

        Raises:
            StartRefused: they cannot be made or written, or the disk is as good as full.
        """
        try:
            for folder in (self.root, self.run, self.keys, self.blobs, self.models, self.backups):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.lock.touch(mode=0o600)
            free_mb = shutil.disk_usage(self.root).free // _MEGABYTE
        except OSError as error:
            raise folder_refusal(self.root, error) from error
        if free_mb < min_free_mb:
            raise StartRefused(
                f"The disk is nearly full: {free_mb} MB are free in {self.root}, the hub wants {min_free_mb} MB "
                "(HUB_DATA_MIN_FREE_MB). Free some space, then start."
            )


class FolderTaken(StartRefused):
    """A hub is at work in this data folder; `pid` is its supervisor, None when only its children are left."""

    def __init__(self, folder: DataFolder, pid: int | None) -> None:
        self.pid = pid
        if pid is None:
            super().__init__(f"A hub is still shutting down in the data folder {folder.root}. Try again in a moment.")
        else:
            super().__init__(
                f"A hub is already running with the data folder {folder.root} (process {pid}). "
                "Stop it, or give this one a folder of its own with HUB_DATA_DIR."
            )


class RunLock:
    """The held lock; its descriptor is handed to children so that it outlives a killed supervisor."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self._generation = 0

    @classmethod
    def take(cls, folder: DataFolder, *, clock: Clock, patience_s: float = 0.0) -> "RunLock":
        """Take the lock and write our process id into it.

        Args:
            folder: Whose lock.
            clock: Where time comes from.
            patience_s: How long to wait for the children of a supervisor that is already dead.

        Raises:
            FolderTaken: a hub is at work in this folder; the sentence names its process.
            StartRefused: the folder cannot be locked at all.
        """
        deadline_s = clock.monotonic_s() + patience_s
        while True:
            try:
                return cls._try(folder)
            except FolderTaken as taken:
                if taken.pid is not None or clock.monotonic_s() >= deadline_s:
                    raise
            time.sleep(_RETRY_S)

    @classmethod
    def _try(cls, folder: DataFolder) -> "RunLock":
        try:
            fd = os.open(folder.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise folder_refusal(folder.root, error) from error
        lock = cls(fd)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            lock._write({**_read(fd), "pid": os.getpid()})
        except BlockingIOError:
            pid = _read(fd).get("pid")
            lock.release()
            raise FolderTaken(folder, pid if pid and _alive(pid) else None) from None
        except OSError as error:
            lock.release()
            raise folder_refusal(folder.root, error) from error
        return lock

    def next_generation(self) -> int:
        """Return a number greater than every one given before in this data folder."""
        self._generation = max(self._generation, _read(self.fd).get("generation", 0)) + 1
        with suppress(OSError):  # a full disk must not keep a child from being started again
            self._write({"pid": os.getpid(), "generation": self._generation})
        return self._generation

    def release(self) -> None:
        """Let go of our copy; a child that is still at work keeps its own."""
        with suppress(OSError):
            os.close(self.fd)

    def _write(self, note: dict[str, int]) -> None:
        os.pwrite(self.fd, json.dumps(note).encode().ljust(_LOCK_BYTES), 0)
        os.fsync(self.fd)


def _read(fd: int) -> dict[str, int]:
    try:
        note = json.loads(os.pread(fd, _LOCK_BYTES, 0) or b"{}")
    except ValueError:
        return {}
    if not isinstance(note, dict):
        return {}
    return {str(name): value for name, value in note.items() if isinstance(value, int)}


def _alive(pid: int) -> bool:
    """Tell whether a process is at work; one that has died and was not yet buried by its parent is not."""
    try:
        facts = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return facts.rpartition(")")[2].split()[0] not in {"Z", "X"}
