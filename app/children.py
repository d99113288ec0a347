"""The children of the supervisor as a table, and what each inherits: sockets, lock, lifeline, a pipe to speak.

Rules: descriptors are named in `HUB_FDS` as JSON, `HUB_GENERATION` grows at each start (CONTRACTS "Processes"). The
lifeline is a pipe whose other end only the supervisor holds, so it ends when the supervisor does, however it dies;
it is watched by a thread, because a stuck event loop must not keep an orphan alive.
"""

import json
import os
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

FDS = "HUB_FDS"
GENERATION = "HUB_GENERATION"


@dataclass(frozen=True, slots=True)
class Child:
    """A row of the table: what to run, and which of the supervisor's sockets it inherits."""

    name: str
    command: tuple[str, ...]
    sockets: tuple[str, ...]


# -P: a folder called app where the hub happens to be started must not be taken for ours.
CHILDREN = (Child("control", (sys.executable, "-P", "-m", "app.main", "control"), ("http",)),)


def handed_down(fds: Mapping[str, int], generation: int) -> dict[str, str]:
    """Return the variables that tell a child what it inherits."""
    return {FDS: json.dumps(dict(fds)), GENERATION: str(generation)}


class Inheritance:
    """What this process, a child, was given at its start."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.fds: Mapping[str, int] = json.loads(environment[FDS])
        self.generation = int(environment[GENERATION])
        for fd in self.fds.values():
            os.set_inheritable(fd, False)

    def say(self, line: str) -> None:
        """Let the supervisor print a line for the person who started it; it reaches no log."""
        self._tell({"say": line})

    def is_ready(self) -> None:
        """Tell the supervisor that this process now does its work."""
        self._tell({"ready": True})

    def when_orphaned(self, stop: Callable[[], None], give_up: Callable[[], None], *, after_s: float) -> None:
        """Call `stop` when the supervisor is gone, and `give_up` if this process is still there after `after_s`."""

        def watch() -> None:
            while os.read(self.fds["lifeline"], 1):
                continue
            last = threading.Timer(after_s, give_up)
            last.daemon = True
            last.start()
            stop()

        threading.Thread(target=watch, name="lifeline", daemon=True).start()

    def _tell(self, message: Mapping[str, object]) -> None:
        with suppress(BrokenPipeError):  # nobody is there any more; the lifeline tells, and we drain
            os.write(self.fds["ready"], json.dumps(message).encode() + b"\n")
