"""Cries for help under ten times the load that the hub is built for (ARCHITECTURE §10, third row).

A crowd writes 3,000 messages a second to a hub that is measured at 300; now and then somebody of whom nothing was
heard before cries for help. How long it took from the journal's commit to the offer at an agent is read from the
facts that the hub itself wrote, by one clock; a cry that was acknowledged and never offered is lost.

    python -m bench.rescue [--engine sqlite|postgresql] [--seconds 60] [--dry]
"""

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bench.box import measure, percentile
from bench.load.ground import SITE_KEY, furnish, make_tables
from bench.load.panic import CRY, PanicOrders
from bench.load.processes import on_the_generators_core
from bench.messages import Store, postgresql, sqlite
from bench.report import Figure, close
from hub.clock import SystemClock
from hub.database import Statement, Tx, open_database
from hub.ids import IdSource
from tests.processes import HubProcess

OFFERED_MS = 2_000.0
OVERLOAD = 10
BUILT_FOR = 300.0
"Messages a second (bench `messages`)."
BUSY = 0.70
_SETTLE_S = 60.0
_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
CRIES = Statement(
    text(
        "SELECT m.conversation_id, e.data, (SELECT min(o.at_ms) FROM events o WHERE o.type = 'OfferMade'"
        " AND o.conversation_id = m.conversation_id) FROM messages m"
        " JOIN events e ON e.type = 'MessageReceived' AND e.subject_id = m.id"
        " WHERE m.direction = 'in' AND substr(m.text, 1, :length) = :cry"
    )
)


def run(asked: argparse.Namespace, store: Store, data_dir: Path) -> Mapping[str, Any]:
    """Run the load against a hub on this store; returns what the generator and the store saw."""
    data_dir.mkdir(mode=0o700, exist_ok=True)
    make_tables(store.url)
    # Room for everybody: here it is asked how soon a cry is offered, not how many agents are needed.
    staff = asyncio.run(furnish(store.url, data_dir, asked.agents, asked.visitors + asked.cries))
    with HubProcess(data_dir, settings={**store.settings, "HUB_LOG_LEVEL": "warning"}) as hub:
        orders = PanicOrders(
            origin=hub.origin,
            site_key=SITE_KEY,
            logins=staff.logins,
            password=staff.password,
            crowd=asked.visitors,
            rate=asked.rate,
            cries=asked.cries,
            seconds=asked.seconds,
            product=hub.pid,
        )
        found = _generate(orders)
        waits = asyncio.run(_settled(store.url, found["cries_acked"]))
        return {**found, "waits": waits, "warnings": len(hub.errors)}


def _generate(orders: PanicOrders) -> Mapping[str, Any]:
    with on_the_generators_core():
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.load.panic"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
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
    raise SystemExit(f"the generator ended with {process.returncode}")


async def _settled(url: str, wanted: int) -> list[float]:
    """Return from durable to offered of each cry in ms, once all were offered or none has been for long enough."""
    clock = SystemClock()
    database = open_database(url, clock=clock, ids=IdSource(clock), name="bench")
    give_up_s = time.monotonic() + _SETTLE_S
    try:
        while len(waits := await database.read(_waits, None)) < wanted and time.monotonic() < give_up_s:  # noqa: ASYNC110 - it is the store that is asked
            await asyncio.sleep(0.5)
    finally:
        await database.close()
    return waits


def _waits(tx: Tx, _: None) -> list[float]:
    rows = tx.rows(CRIES, cry=CRY, length=len(CRY))
    return [float(offered) - json.loads(data)["received_ms"] for _, data, offered in rows if offered is not None]


def figures_of(engine: str, found: Mapping[str, Any]) -> list[Figure]:
    """Return the rows of one engine."""
    name = _NAMES[engine]
    void = ""
    if found["generator"] > BUSY:
        void = f"the generator used {found['generator']:.0%} of its core"
    waits = sorted(found["waits"])
    return [
        Figure(f"{name}: a cry, durable to offered, p50", percentile(waits, 0.5), "ms"),
        Figure(f"{name}: a cry, durable to offered, p99", percentile(waits, 0.99), "ms", OFFERED_MS, void=void),
        Figure(f"{name}: a cry, sent to acknowledged, p99", found["ack"]["p99"], "ms"),
        Figure(f"{name}: cries lost", found["cries"] - len(waits), "", 0),
        Figure(f"{name}: processes died", found["died"], "", 0),
        Figure(f"{name}: overload, written a second", found["written"] / found["seconds"], "/s"),
        Figure(f"{name}: acknowledged a second meanwhile", found["acked"] / found["seconds"], "/s"),
        Figure(f"{name}: generator, share of its core", found["generator"] * 100, "%"),
    ]


def note_of(engine: str, found: Mapping[str, Any]) -> str:
    """Return one line of how the run went."""
    return (
        f"{_NAMES[engine]}: {found['written']} messages and {found['cries']} cries in {found['seconds']:.1f} s, "
        f"{found['cries_acked']} cries acknowledged, {len(found['waits'])} offered, {found['accepted']} accepted, "
        f"refused {found['refused']}, sockets closed {found['hung_up']}, warnings logged {found['warnings']}, "
        f"{os.getloadavg()[0]:.1f} load average of the machine"
    )


def asked_for(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.rescue", description=__doc__)
    parser.add_argument("--engine", choices=[*_NAMES], action="append", help="one engine instead of both")
    parser.add_argument("--seconds", type=float, default=60, help="measured time")
    parser.add_argument("--rate", type=float, default=OVERLOAD * BUILT_FOR, help="messages a second of the crowd")
    parser.add_argument("--visitors", type=int, default=3000)
    parser.add_argument("--agents", type=int, default=50)
    parser.add_argument("--cries", type=int, default=200)
    parser.add_argument("--dry", action="store_true", help="keep no line in bench/results")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Run the bench and return its exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is ended
    asked = asked_for(arguments)
    figures: list[Figure] = []
    notes: list[str] = []
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        box = measure(Path(folder))
        for engine in asked.engine or _NAMES:
            print(f"{_NAMES[engine]}: {asked.rate:g}/s, {asked.cries} cries", file=sys.stderr, flush=True)
            data_dir = Path(folder) / engine
            with (sqlite if engine == "sqlite" else postgresql)(data_dir) as store:
                found = run(asked, store, data_dir)
            figures += figures_of(engine, found)
            notes.append(note_of(engine, found))
    return close("rescue", box, figures, notes, keep=not asked.dry)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
