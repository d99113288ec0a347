"""What the machine itself can do, measured first, so that a figure can be judged by the box it was taken on."""

import os
import platform
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SPIN_BAR_MS = 2.0
"Absolute bars count only while the scheduler keeps a busy loop within this (p99)."


@dataclass(frozen=True, slots=True)
class Box:
    """A machine and its figures; times in milliseconds."""

    machine: str
    cores: int
    fsync_p99_ms: float
    spin_p99_ms: float
    udp_echo_p99_ms: float

    @property
    def quiet(self) -> bool:
        """Tell whether absolute bars count here."""
        return self.spin_p99_ms <= SPIN_BAR_MS


def measure(folder: Path) -> Box:
    """Measure the box; `folder` lies on the disk that the product will write to."""
    return Box(
        machine=f"{platform.machine()} {platform.system()} {platform.release()}, Python {platform.python_version()}",
        cores=os.cpu_count() or 1,
        fsync_p99_ms=_fsync(folder),
        spin_p99_ms=_spin(),
        udp_echo_p99_ms=_udp_echo(),
    )


def percentile(values: Sequence[float], share: float) -> float:
    """Return the nearest-rank percentile, 0 for nothing."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _fsync(folder: Path, rounds: int = 200) -> float:
    path = folder / "box-fsync"
    took = []
    with path.open("wb", buffering=0) as file:
        for _ in range(rounds):
            file.write(b"x" * 4096)
            start = time.perf_counter()
            os.fsync(file.fileno())
            took.append((time.perf_counter() - start) * 1000)
    path.unlink()
    return percentile(took, 0.99)


def _spin(seconds: float = 2.0) -> float:
    """Look at the clock without rest: a gap is time that somebody else had the core."""
    gaps = []
    end = last = time.perf_counter()
    end += seconds
    while last < end:
        rest = last + 0.001
        worst = 0.0
        while last < rest:
            now = time.perf_counter()
            worst = max(worst, now - last)
            last = now
        gaps.append(worst * 1000)
    return percentile(gaps, 0.99)


def _udp_echo(rounds: int = 2000) -> float:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as there,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as here,
    ):
        there.bind(("127.0.0.1", 0))
        here.connect(there.getsockname())
        took = []
        for _ in range(rounds):
            start = time.perf_counter()
            here.send(b"x" * 172)
            packet, sender = there.recvfrom(2048)
            there.sendto(packet, sender)
            here.recv(2048)
            took.append((time.perf_counter() - start) * 1000)
    return percentile(took, 0.99)
