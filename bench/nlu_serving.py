"""A fresh process that only serves a model: how soon it is ready, how long one text takes, how much memory it holds.

python -m bench.nlu_serving MODEL < texts.json
"""

import gc
import json
import sys
import time
from pathlib import Path

from bench.box import percentile
from bot.nlu.embedded.engine import EmbeddedEngine
from bot.nlu.embedded.model import load
from hub.clock import SystemClock

_WARM = 50


def rss_mb() -> float:
    """Return the memory that this process holds."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def main() -> int:
    """Serve the texts on standard input, and print what it took as JSON."""
    texts = json.load(sys.stdin)
    started = time.perf_counter()
    engine = EmbeddedEngine(load(Path(sys.argv[1])), SystemClock())
    loaded_ms = (time.perf_counter() - started) * 1000
    for text in texts[:_WARM]:
        engine.understand(text)
    took: list[float] = []
    worked: list[float] = []
    gc.collect()
    for text in texts:
        cpu, start = time.thread_time(), time.perf_counter()
        engine.understand(text)
        took.append((time.perf_counter() - start) * 1000)
        worked.append((time.thread_time() - cpu) * 1000)
    found = {
        "loaded_ms": loaded_ms,
        "rss_mb": rss_mb(),
        "p50_ms": percentile(took, 0.5),
        "p95_ms": percentile(took, 0.95),
        "cpu_p95_ms": percentile(worked, 0.95),
    }
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
