"""Three hundred messages a second from three thousand visitors, on both engines (ARCHITECTURE §10, first row).

Four of five visitors are answered by the bot; the fifth talks with one of fifty agents, each with a live stream that
must show the message. Reported are the times a visitor and an agent see, the CPU of all our processes for each inbound
message, and what the clients saw of loss, doubles and disorder, which must be nothing. CONTRACTS "Benches".

    python -m bench.messages [--engine sqlite|postgresql] [--seconds 60] [--dry]
"""

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.box import measure
from bench.load.generator import DRAINING, MEASURING, ONE_IN, Orders
from bench.load.ground import SITE_KEY, bare_commit_p99_ms, furnish, make_tables
from bench.load.processes import on_the_generators_core
from bench.report import Figure, close
from tests.postgres import Cluster
from tests.processes import HubProcess

ACK_MS = 30.0
ACK_COMMITS = 5.0
VISIBLE_MS = 300.0
CPU_MS = 2.5
BUSY = 0.70
"A generator that used more of its core measured itself."
_BARE_S = 5.0
AS_IT_COMES = {"autovacuum": "on", "shared_buffers": "'128MB'", "max_wal_size": "'1GB'"}
"""PostgreSQL's own defaults, where the tests' servers are kept smaller. With their quarter of the log a checkpoint fell
into each minute, after which every page is written whole once more."""
_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class Store:
    """Where a run keeps its messages."""

    engine: str
    url: str
    settings: Mapping[str, str]
    "What tells the hub of it."
    server: int | None
    "The server's process id."
    settle: Callable[[], None] = lambda: None
    """What a server does by itself within its first minutes: it counts its rows, or it plans for empty tables. Done
    before each phase but the measured one: on a small store it takes the server half a second at once."""


@contextmanager
def sqlite(data_dir: Path) -> Iterator[Store]:
    """Give a file in the data folder."""
    yield Store("sqlite", f"sqlite://{data_dir / 'hub.db'}", {}, None)


@contextmanager
def postgresql(_data_dir: Path) -> Iterator[Store]:
    """Give a server of Debian's on the generator's core, with its settings as they come."""
    with on_the_generators_core():
        cluster = Cluster(settings=AS_IT_COMES)
    try:
        name = cluster.new_database()
        url = cluster.url(name)
        pid = int((cluster.folder / "data" / "postmaster.pid").read_text().split()[0])
        yield Store("postgresql", url, {"HUB_DATABASE_URL": url}, pid, lambda: _analyze(cluster, name))
    finally:
        cluster.remove()


def _analyze(cluster: Cluster, name: str) -> None:
    cluster.sql("ANALYZE", name)


def run(asked: argparse.Namespace, store: Store, data_dir: Path) -> Mapping[str, Any]:
    """Run the load against a hub on this store; returns what the generator saw, and the bare commit."""
    data_dir.mkdir(mode=0o700, exist_ok=True)
    make_tables(store.url)
    staff = asyncio.run(furnish(store.url, data_dir, asked.agents, asked.visitors // ONE_IN))
    bare_ms = asyncio.run(bare_commit_p99_ms(store.url, asked.rate, _BARE_S))
    with HubProcess(data_dir, settings={**store.settings, "HUB_LOG_LEVEL": "warning"}) as hub:
        orders = Orders(
            origin=hub.origin,
            site_key=SITE_KEY,
            logins=staff.logins,
            password=staff.password,
            visitors=asked.visitors,
            rate=asked.rate,
            warm_up_s=asked.warm_up,
            seconds=asked.seconds,
            confirms=asked.confirms,
            product=hub.pid,
            server=store.server,
        )
        found = _generate(orders, store)
        return {**found, "bare_ms": bare_ms, "warnings": len(hub.errors)}


def _generate(orders: Orders, store: Store) -> Mapping[str, Any]:
    with on_the_generators_core():
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.load.generator"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
    assert process.stdin is not None  # noqa: S101 - narrows the type
    assert process.stdout is not None  # noqa: S101 - narrows the type
    with process:
        process.stdin.write(json.dumps(asdict(orders)))
        process.stdin.close()
        for line in process.stdout:
            heard = json.loads(line)
            if "found" in heard:
                found: Mapping[str, Any] = heard["found"]
                return found
            print(f"  {heard['at_s']:>6} s  {heard['phase']}", file=sys.stderr, flush=True)
            if heard["phase"] not in (MEASURING, DRAINING):
                store.settle()
    raise SystemExit(f"the generator ended with {process.returncode}")


def figures_of(engine: str, found: Mapping[str, Any]) -> list[Figure]:
    """Return the rows of one engine."""
    name = _NAMES[engine]
    void = ""
    if found["generator"] > BUSY:
        void = f"the generator used {found['generator']:.0%} of its core"
    visible = max((found["visible_bot"], found["visible_agent"]), key=lambda times: times["p99"])
    bare_ms = found["bare_ms"]
    cpu_ms = found["product_cpu_s"] * 1000 / max(1, found["inbound"])
    server_ms = found["server_cpu_s"] * 1000 / max(1, found["inbound"])
    rows = [
        Figure(f"{name}: bare commit p99", bare_ms, "ms"),
        Figure(f"{name}: ack p50", found["ack"]["p50"], "ms"),
        Figure(f"{name}: ack p99", found["ack"]["p99"], "ms", ACK_MS, ratio_bar=ACK_COMMITS * bare_ms, void=void),
        Figure(f"{name}: visible p50", visible["p50"], "ms"),
        Figure(f"{name}: visible p99", visible["p99"], "ms", VISIBLE_MS, void=void),
        Figure(f"{name}: visible p99, the bot's answers", found["visible_bot"]["p99"], "ms"),
        Figure(f"{name}: visible p99, at the agents", found["visible_agent"]["p99"], "ms"),
        Figure(f"{name}: CPU of our processes a message", cpu_ms, "ms", CPU_MS, void=void),
        Figure(f"{name}: lost, duplicated, reordered", _faults(found), "", 0),
        Figure(f"{name}: left unanswered, because the bot got several at once and gave up", found["waiting"], "", 0),
        Figure(f"{name}: generator, share of its core", found["generator"] * 100, "%"),
        Figure(f"{name}: memory of our processes", found["memory_mb"], "MB"),
    ]
    if engine == "postgresql":
        rows.append(Figure(f"{name}: CPU of the server a message", server_ms, "ms"))
    return rows


def _faults(found: Mapping[str, Any]) -> int:
    """Return how much was wrong; a socket that closed, a refusal or a dead process spoils the run as well."""
    names = ("lost", "duplicated", "reordered", "refused", "hung_up", "died")
    return sum(int(found[name]) for name in names)


def note_of(engine: str, found: Mapping[str, Any]) -> str:
    """Return one line of how the run went."""
    return (
        f"{_NAMES[engine]}: {found['inbound']} messages in {found['seconds']:.1f} s "
        f"({found['inbound'] / found['seconds']:.0f}/s), {found['sent']} sent in all, lost {found['lost']} duplicated "
        f"{found['duplicated']} reordered {found['reordered']}, refused {found['refused']}, sockets closed "
        f"{found['hung_up']}, processes died {found['died']}, settled {found['drain_s']:.1f} s after the end, "
        f"warnings logged {found['warnings']}, {os.getloadavg()[0]:.1f} load average of the machine"
    )


def asked_for(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.messages", description=__doc__)
    parser.add_argument("--engine", choices=[*_NAMES], action="append", help="one engine instead of both")
    parser.add_argument("--seconds", type=float, default=60, help="measured time")
    parser.add_argument("--warm-up", type=float, default=None, help="unmeasured time; default: everybody writes twice")
    parser.add_argument("--rate", type=float, default=300, help="inbound messages a second")
    parser.add_argument("--visitors", type=int, default=3000)
    parser.add_argument("--agents", type=int, default=50)
    parser.add_argument("--no-confirms", dest="confirms", action="store_false", help="visitors confirm nothing as read")
    parser.add_argument("--dry", action="store_true", help="keep no line in bench/results")
    asked = parser.parse_args(arguments)
    if asked.warm_up is None:
        asked.warm_up = 2 * asked.visitors / asked.rate  # to begin a talk is another load, and what it piles up another
    return asked


def main(arguments: Sequence[str]) -> int:
    """Run the bench and return its exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is ended
    asked = asked_for(arguments)
    figures: list[Figure] = []
    notes: list[str] = []
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        box = measure(Path(folder))
        for engine in asked.engine or _NAMES:
            print(f"{_NAMES[engine]}: {asked.rate:g}/s from {asked.visitors} visitors", file=sys.stderr, flush=True)
            data_dir = Path(folder) / engine
            with (sqlite if engine == "sqlite" else postgresql)(data_dir) as store:
                found = run(asked, store, data_dir)
            figures += figures_of(engine, found)
            notes.append(note_of(engine, found))
    return close("messages", box, figures, notes, keep=not asked.dry)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
