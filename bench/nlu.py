"""How well texts are understood that nobody has learned from, how fast, and at what price (ARCHITECTURE §8).

Bars are told as what goes wrong, since a report's bar is a most: CrossWOZ intents right in 92 % and named things found
with F1 0.96, hotline intents right in 70 %, of what is right in simplified characters 95 % right in traditional ones
too (converted by OpenCC where it is installed), one text in 2 ms (CPU has no excuse
on a noisy box), a process that only serves in 100 MB. A second
engine is measured by the same rows: it brings `Answers` of its own.

    python -m bench.nlu [--templates 5000] [--shared ../shared/data] [--training bot/training] [--dry]
"""

import argparse
import importlib
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bench.box import Box, measure
from bench.nlu_sets import OURS, SHARED, Task, crosswoz, of_one_intent, ours
from bench.report import Figure, close
from bot.nlu.embedded.engine import RESCUE, EmbeddedEngine
from bot.nlu.embedded.model import load, save
from bot.nlu.embedded.training import train
from bot.nlu.port import OUT_OF_SCOPE, Parse
from bot.nlu.training_data import Sample
from hub.clock import SystemClock

WRONG = {"CrossWOZ": 8.0, "hotline": 30.0}
"Per cent of the intents."
UNFOUND = 4.0
LOST_BY_SCRIPT = 5.0
PARSE_P95_MS = 2.0
RSS_MB = 100.0
LOADED_MS = 300.0
GATE = 0.5
LEAST_TEXTS = 20
Answers = Callable[[str], Parse]
_LEARNED = frozenset({"crf", "gazetteer"})


def judged(name: str, answers: Answers, samples: Sequence[Sample], wrong_bar: float | None) -> Iterable[Figure]:
    """Yield what an engine makes of these texts."""
    single = [one for one in of_one_intent(samples) if one.intents != (OUT_OF_SCOPE,)]
    told = [[scored.name for scored in answers(one.text).intents] for one in single]
    ranks = [
        names.index(one.intents[0]) if one.intents[0] in names else 99 for one, names in zip(single, told, strict=True)
    ]
    if len(single) >= LEAST_TEXTS:
        yield Figure(f"{name}: intents wrong of {len(single)}", _share(rank > 0 for rank in ranks), "%", wrong_bar)
        yield Figure(f"{name}: not among the first three", _share(rank > 2 for rank in ranks), "%")
    several = [one for one in samples if len(one.intents) == 2]
    if len(several) >= LEAST_TEXTS:
        missed = (set(one.intents) != {it.name for it in answers(one.text).intents[:2]} for one in several)
        yield Figure(f"{name}: one of two intents not in the first two", _share(missed), "%")
    outside = [one for one in samples if one.intents == (OUT_OF_SCOPE,)]
    if len(outside) >= LEAST_TEXTS:
        passed = (answers(one.text).in_scope >= GATE for one in outside)
        yield Figure(f"{name}: out of scope, not seen of {len(outside)}", _share(passed), "%")
        kept_out = (answers(one.text).in_scope < GATE for one in single)
        yield Figure(f"{name}: ours, taken for out of scope", _share(kept_out), "%")
    cries = [one for one in single if one.intents == (RESCUE,)]
    if cries:
        yield Figure(f"{name}: cries missed of {len(cries)}", _share(_top(answers, it) != RESCUE for it in cries), "%")
        calm = [one for one in samples if RESCUE not in one.intents]
        yield Figure(f"{name}: false cries", _share(_top(answers, it) == RESCUE for it in calm), "%")


def _top(answers: Answers, sample: Sample) -> str:
    intents = answers(sample.text).intents
    return intents[0].name if intents else ""


def named_things(name: str, answers: Answers, samples: Sequence[Sample], bar: float | None) -> Iterable[Figure]:
    """Yield how far from perfect the named things are that were learned (100 minus F1 in per cent)."""
    both = told = marked = 0
    for one in samples:
        found = {(it.start, it.end, it.entity) for it in answers(one.text).entities if it.extractor in _LEARNED}
        wanted = {(it.start, it.end, it.entity) for it in one.entities}
        both, told, marked = both + len(found & wanted), told + len(found), marked + len(wanted)
    if marked >= LEAST_TEXTS:
        yield Figure(f"{name}: named things, 100 - F1 of {marked}", 100 - 200 * both / (told + marked), "%", bar)


def other_script(name: str, answers: Answers, samples: Sequence[Sample]) -> Iterable[Figure]:
    """Yield what is no longer right when the same text is written in traditional characters."""
    if importlib.util.find_spec("opencc") is None:
        yield Figure(f"{name}: lost in traditional characters", 0, "%", LOST_BY_SCRIPT, void="opencc is not installed")
        return
    convert = importlib.import_module("opencc").OpenCC("s2twp").convert
    right = [one for one in of_one_intent(samples) if _top(answers, one) == one.intents[0]]
    lost = (_top(answers, Sample(convert(one.text), one.intents)) != one.intents[0] for one in right)
    yield Figure(f"{name}: lost in traditional characters", _share(lost), "%", LOST_BY_SCRIPT)


def serving(name: str, model: Path, samples: Sequence[Sample], box: Box) -> Iterable[Figure]:
    """Yield what a fresh process that only serves this model takes."""
    texts = json.dumps([one.text for one in samples])
    told = subprocess.run(
        [sys.executable, "-m", "bench.nlu_serving", str(model)], input=texts, capture_output=True, text=True, check=True
    )
    found = json.loads(told.stdout)
    late = box.spin_p99_ms
    yield Figure(f"{name}: one text, p50", found["p50_ms"], "ms")
    yield Figure(f"{name}: one text, p95", found["p95_ms"], "ms", PARSE_P95_MS, ratio_bar=PARSE_P95_MS + late)
    yield Figure(f"{name}: one text, CPU p95", found["cpu_p95_ms"], "ms", PARSE_P95_MS)
    yield Figure(f"{name}: memory of a process that only serves", found["rss_mb"], "MB", RSS_MB)
    yield Figure(f"{name}: ready", found["loaded_ms"], "ms", LOADED_MS, ratio_bar=LOADED_MS + late)
    yield Figure(f"{name}: model file", model.stat().st_size / 1e6, "MB")


def embedded(task: Task, folder: Path, box: Box) -> Iterable[Figure]:
    """Train the embedded engine for a task and yield all its rows."""
    clock = SystemClock()
    started = time.perf_counter()
    model = train(task.train, clock.now_ms(), task.names)
    yield Figure(f"{task.name}: trained on {len(task.train.samples)}", time.perf_counter() - started, "s")
    path = folder / f"{task.name}.model"
    save(model, path)
    engine = EmbeddedEngine(load(path), clock)
    everything = [sample for samples in task.tests.values() for sample in samples]
    for name, samples in task.tests.items():
        bar = WRONG[task.name] if name in {"real turns", "zh-CN"} else None
        yield from judged(f"{task.name}, {name}", engine.understand, samples, bar)
        strict = UNFOUND if task.name == "CrossWOZ" else None
        yield from named_things(f"{task.name}, {name}", engine.understand, samples, strict)
        if name in {"real turns", "zh-CN"}:
            yield from other_script(f"{task.name}, {name}", engine.understand, samples)
    yield from serving(task.name, path, everything, box)


def _share(wrong: Iterable[bool]) -> float:
    """Return how many are true, in per cent."""
    values = list(wrong)
    return 100.0 * sum(values) / len(values) if values else 0.0


def asked_for(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.nlu", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--templates", type=int, default=5_000, help="of CrossWOZ's 14,000 made sentences")
    parser.add_argument("--shared", type=Path, default=SHARED, help="where the data of others lie")
    parser.add_argument("--training", type=Path, default=OURS, help="the project's own texts")
    parser.add_argument("--dry", action="store_true", help="keep no line in bench/results")
    return parser.parse_args(arguments)


def main() -> int:
    """Measure every task there is."""
    asked = asked_for()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="bench-nlu-") as name:
        folder = Path(name)
        box = measure(folder)
        for task in (crosswoz(asked.shared, asked.templates), ours(asked.training)):
            if task is not None:
                figures.extend(embedded(task, folder, box))
    return close("nlu", box, figures, keep=not asked.dry)


if __name__ == "__main__":
    sys.exit(main())
