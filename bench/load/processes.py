"""What processes cost, and on which core they run; read from /proc (Linux proc(5))."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

GENERATOR_CORE = 1
_TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    found = [pid]
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += family(int(child))
    return found


def cpu_of_each(pid: int) -> Mapping[int, float]:
    """Return user and system time of each process of a family, in seconds."""
    used = {}
    for member in family(pid):
        with suppress(OSError):
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
            used[member] = (int(fields[11]) + int(fields[12])) * _TICK_S
    return used


def memory_mb(pid: int) -> float:
    """Return the resident memory of a family."""
    pages = 0
    for member in family(pid):
        with suppress(OSError):
            pages += int(Path(f"/proc/{member}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def on_the_generators_core() -> Iterator[None]:
    """Let what is started within run on the generator's core; a machine with one core has no choice."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {GENERATOR_CORE} & before or before)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
