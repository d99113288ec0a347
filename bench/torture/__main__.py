"""`make torture`: several hubs on both engines die at every named point, and the clients' diaries must add up.

The seed is printed and drawn anew for each run; the same seed plans the same deaths and the same words (what the
scheduler does in between is its own). The folder of a run with faults is kept.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from bench import box
from bench.torture import plan
from bench.torture.arena import Setup
from bench.torture.chance import chance
from bench.torture.points import POINTS
from bench.torture.report import Report
from bench.torture.run import play
from tests.postgres import Cluster

ENGINES = ("sqlite", "postgresql")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the torture as the arguments say; returns the exit code."""
    wanted = _parser().parse_args(arguments)
    seed = str(wanted.seed if wanted.seed is not None else random.SystemRandom().randrange(10**9))
    print(f"seed {seed}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="hub-torture-"))
    start_s = time.monotonic()
    measured = box.measure(folder)
    with ExitStack() as stack:
        outcomes = play(_setups(wanted, seed, folder, start_s + wanted.minutes * 60, stack))
    report = Report(seed, outcomes, wanted_times=wanted.times, points=POINTS)
    code = report.tell(measured, minutes=(time.monotonic() - start_s) / 60, keep=not wanted.trial)
    if code == 0 and not wanted.keep:
        shutil.rmtree(folder)
    else:
        print(f"diaries, logs and plans: {folder}", file=sys.stderr)
    return code


def _setups(wanted: argparse.Namespace, seed: str, folder: Path, until_s: float, stack: ExitStack) -> Sequence[Setup]:
    engines = [wanted.engine] if wanted.engine else list(ENGINES)
    cluster: Cluster | None = None
    if "postgresql" in engines:
        cluster = Cluster()
        stack.callback(cluster.remove)
    setups = []
    for number in range(len(engines) * wanted.arenas):
        engine = engines[number % len(engines)]
        name = f"{engine}{number // len(engines)}"
        (folder / name).mkdir()
        rng = chance(seed, "plan", name)
        # The server dies under all arenas on it, so one of them kills it.
        kills_server = engine == "postgresql" and number < len(engines)
        lines = plan.make(rng, wanted.times, share=len(engines) * wanted.arenas, postgres=kills_server)
        own = cluster if engine == "postgresql" else None
        setups.append(Setup(name, folder / name, seed, tuple(lines), until_s, own, talkers=wanted.visitors))
    return setups


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.torture", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, help="repeat the plan of an earlier run")
    parser.add_argument("--times", type=int, default=20, help="how often each point shall kill")
    parser.add_argument("--minutes", type=float, default=21.0, help="when to stop killing and let it drain")
    parser.add_argument("--arenas", type=int, default=max(1, (os.cpu_count() or 2) // 2 + 1), help="hubs per engine")
    parser.add_argument("--visitors", type=int, default=9, help="who want people, per hub")
    parser.add_argument("--engine", choices=ENGINES, help="only this one")
    parser.add_argument("--keep", action="store_true", help="keep the folder also when all is well")
    parser.add_argument("--trial", action="store_true", help="keep no line in bench/results")
    return parser


if __name__ == "__main__":
    sys.exit(main())
