"""How soon the hub is there: started for the first time, started again, and after its control process was killed.

The bars are those of CONTRACTS ("ready in three seconds", respawned within 200 ms) and of `make run` (a second start
within five). Each is timed from the outside, by the supervisor's own events and by a client that connects at once.

    python -m bench.restart [--kills 20] [--dry]
"""

import argparse
import socket
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from bench.box import measure
from bench.report import Figure, close
from tests.processes import HubProcess, kill, wait_until_gone

READY_MS = 3_000.0
RESPAWN_MS = 200.0
SECOND_START_MS = 5_000.0


def start_ms(data_dir: Path) -> float:
    """Return how long a start takes, from the command to the answer that it is ready."""
    began_s = time.monotonic()
    with HubProcess(data_dir) as hub:
        _ready(hub)
        return (time.monotonic() - began_s) * 1000


def killed_ms(data_dir: Path) -> tuple[float, float]:
    """Kill control; returns the milliseconds until another answers, and from its end until the other was started.

    Each time in a life of its own, because a child that dies again and again is made to wait.
    """
    with HubProcess(data_dir) as hub:
        _ready(hub)
        victim = hub.child()
        began_s = time.monotonic()
        kill(victim)
        wait_until_gone(victim)
        _ready(hub)
        ready_ms = (time.monotonic() - began_s) * 1000
        return ready_ms, _between_ms(hub.event("child.exited"), hub.event("child.started", at_least=2))


def main(arguments: Sequence[str]) -> int:
    """Run the bench and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.restart", description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--dry", action="store_true", help="keep no line in bench/results")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        box = measure(Path(folder))
        data_dir = Path(folder) / "data"
        first_ms, second_ms = start_ms(data_dir), start_ms(data_dir)
        times = [killed_ms(data_dir) for _ in range(asked.kills)]
    ready, respawned = (sorted(column) for column in zip(*times, strict=True))
    figures = [
        Figure("first start", first_ms, "ms"),
        Figure("second start", second_ms, "ms", SECOND_START_MS),
        Figure("killed until ready, median", ready[len(ready) // 2], "ms"),
        Figure("killed until ready, longest", ready[-1], "ms", READY_MS),
        Figure("ended until started again, longest", respawned[-1], "ms", RESPAWN_MS),
    ]
    return close("restart", box, figures, [f"{asked.kills} kills"], keep=not asked.dry)


def _ready(hub: HubProcess) -> None:
    """Ask over a connection that the supervisor's socket takes at once; the answer comes when control is there."""
    address = ("127.0.0.1", httpx.URL(hub.origin).port or 0)
    with socket.create_connection(address, timeout=30) as line:
        line.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = line.recv(12)
    if answer != b"HTTP/1.1 200":
        raise SystemExit(f"not ready: {answer!r}")


def _between_ms(first: Mapping[str, Any], second: Mapping[str, Any]) -> float:
    times = [datetime.fromisoformat(one["timestamp"]) for one in (first, second)]
    return (times[1] - times[0]).total_seconds() * 1000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
