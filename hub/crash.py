"""Named crash points: places where a torture run may kill this very process, to prove that nothing is lost there.

A place calls `point("intake.journaled")`. Unless the process was armed at its start, this costs one attribute
check. Armed with `name` or `name:n`, the process kills itself (SIGKILL, no clean-up) at the n-th hit of that name.
Armed with `@file`, it takes the first line of that file as its own and strikes it, so that each life of a process
that is started again and again has a point of its own; a file without lines arms nothing. With a log file the spec
is written when it is taken, each name when it is first seen, and the fatal hit just before the end, so that a run
can say which points it has crossed. Whoever wires the process calls `arm_from(os.environ)` once.
"""

import fcntl
import os
import signal
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

AT = "HUB_CRASH_AT"
LOG = "HUB_CRASH_LOG"


class _Plan:
    """What to do at which point; used by several threads."""

    def __init__(self, spec: str, log: Path | None) -> None:
        name, colon, count = spec.rpartition(":")
        self._fatal, self._hits_left = (name, int(count)) if colon else (spec, 1)
        if self._hits_left < 1:
            raise ValueError(f"{AT}: the count in {spec!r} must be at least 1")
        self._lock = threading.Lock()
        self._seen: set[str] = set()
        self._log = None if log is None else os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._write(f"armed {os.getpid()} {spec}\n")

    def hit(self, name: str) -> None:
        with self._lock:
            if name not in self._seen:
                self._seen.add(name)
                self._write(f"seen {name}\n")
            if name != self._fatal:
                return
            self._hits_left -= 1
            if self._hits_left == 0:
                self._write(f"kill {name}\n")
                os.kill(os.getpid(), signal.SIGKILL)

    def close(self) -> None:
        if self._log is not None:
            os.close(self._log)

    def _write(self, line: str) -> None:
        if self._log is not None:
            os.write(self._log, line.encode())


# The one module-wide variable of the hub: a point must be reachable from everywhere without being handed round,
# and must cost nothing in production, where this stays None.
_plan: _Plan | None = None


def arm(spec: str, log: Path | None = None) -> None:
    """Make the n-th hit of the point named in `spec` (`name` or `name:n`) fatal; an empty spec only logs."""
    global _plan  # noqa: PLW0603 - see above
    disarm()
    _plan = _Plan(spec, log)


def arm_from(environ: Mapping[str, str]) -> None:
    """Arm as the environment says; does nothing when neither variable is set."""
    spec, log = environ.get(AT, ""), environ.get(LOG)
    if spec.startswith("@"):
        spec = _take_first_line(Path(spec[1:]))
    if spec or log:
        arm(spec, Path(log) if log else None)


def _take_first_line(plan: Path) -> str:
    with plan.open("r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        first, *others = file.read().splitlines() or [""]
        file.seek(0)
        file.writelines(f"{line}\n" for line in others)
        file.truncate()
    return first


def disarm() -> None:
    """Make every point harmless again."""
    global _plan  # noqa: PLW0603 - see above
    if _plan is not None:
        _plan.close()
    _plan = None


def armed() -> bool:
    """Tell whether points do anything, for callers who would first have to build a name."""
    return _plan is not None


def point(name: str) -> None:
    """Pass the place called `name`; armed runs may end here."""
    if _plan is not None:
        _plan.hit(name)


def name_of(unit: Callable[..., Any]) -> str:
    """Return what a unit of work is called in the names of points: its module's last word and its own."""
    return f"{unit.__module__.rpartition('.')[2]}.{getattr(unit, '__name__', 'unit')}"
