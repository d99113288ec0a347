"""How soon the hub is there: started for the first time, started again, and after its control process was killed.

The bars are those of CONTRACTS ("ready in three seconds", respawned within 200 ms) and of `make run` (a second start
within five). Each is timed from the outside, by the supervisor's own events and by a client that connects at once.
The router has a bar of its own: with ten thousand waiting, a thousand agents and every second of them rung, it may
take a second from asking for the lease until it knows everything; this and the time since the kill are in its events.

    python -m bench.restart [--kills 20] [--crowds 5] [--waiting 10000] [--agents 1000] [--dry]
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
from bench.load.crowd import let_wait
from bench.report import Figure, close
from tests.processes import HubProcess, kill, wait_until_gone

READY_MS = 3_000.0
RESPAWN_MS = 200.0
SECOND_START_MS = 5_000.0
TAKE_OVER_MS = 1_000.0


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


def taken_over_ms(data_dir: Path) -> tuple[float, float]:
    """Kill control while many wait; returns how long the next router took, and how long it was from the kill on."""
    with HubProcess(data_dir) as hub:
        _ready(hub)
        hub.event("router.took_over")
        victim = hub.child()
        kill(victim)
        wait_until_gone(victim)
        router = hub.event("router.took_over", at_least=2)
        return float(router["took_ms"]), _between_ms(hub.event("child.exited"), router)


def crowded(folder: Path, asked: argparse.Namespace) -> list[Figure]:
    """Return the rows of a router that is killed with a long line."""
    data_dir = folder / "crowded"
    let_wait(data_dir, asked.waiting, asked.agents)
    times = [taken_over_ms(data_dir) for _ in range(asked.crowds)]
    took, gone = (sorted(column) for column in zip(*times, strict=True))
    return [
        Figure("the router takes over, median", took[len(took) // 2], "ms"),
        Figure("the router takes over, longest", took[-1], "ms", TAKE_OVER_MS),
        Figure("killed until the router is there, median", gone[len(gone) // 2], "ms"),
        Figure("killed until the router is there, longest", gone[-1], "ms", READY_MS),
    ]


def main(arguments: Sequence[str]) -> int:
    """Run the bench and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.restart", description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--crowds", type=int, default=5, help="kills while many wait")
    parser.add_argument("--waiting", type=int, default=10_000)
    parser.add_argument("--agents", type=int, default=1_000)
    parser.add_argument("--dry", action="store_true", help="keep no line in bench/results")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        box = measure(Path(folder))
        data_dir = Path(folder) / "data"
        first_ms, second_ms = start_ms(data_dir), start_ms(data_dir)
        times = [killed_ms(data_dir) for _ in range(asked.kills)]
        waited_for = crowded(Path(folder), asked)
    ready, respawned = (sorted(column) for column in zip(*times, strict=True))
    figures = [
        Figure("first start", first_ms, "ms"),
        Figure("second start", second_ms, "ms", SECOND_START_MS),
        Figure("killed until ready, median", ready[len(ready) // 2], "ms"),
        Figure("killed until ready, longest", ready[-1], "ms", READY_MS),
        Figure("ended until started again, longest", respawned[-1], "ms", RESPAWN_MS),
        *waited_for,
    ]
    note = f"{asked.kills} kills, then {asked.crowds} with {asked.waiting} waiting and {asked.agents} agents"
    return close("restart", box, figures, [note], keep=not asked.dry)


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
