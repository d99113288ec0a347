"""The texts that understanding is measured by, and those learned from for it; none is in both.

Rules: CrossWOZ's real turns are split in blocks of 32 lines, so that the turns of one dialogue fall on one side; a
turn of the test that was also said in the training is not counted. The project's own texts are learned from
bot/training and measured by bot/training/held_out. Data of others lie beside the repository (`../shared/data`) and
are only read; where they are not there, their rows are not either.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.nlu.embedded.gazetteer import Name
from bot.nlu.embedded.normalise import normalise
from bot.nlu.training_data import Named, Sample, TrainingData
from bot.nlu.training_file import HELD_OUT, read_folder, read_text

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"
OURS = ROOT / "bot" / "training"
_BLOCK = 32
_TEST_PER_CENT = 25


@dataclass(frozen=True, slots=True)
class Task:
    """Something to learn, and the texts that tell how well it was learned."""

    name: str
    train: TrainingData
    names: tuple[Name, ...]
    tests: dict[str, tuple[Sample, ...]]


def crosswoz(shared: Path, templates: int) -> Task | None:
    """Return tourists' turns about Beijing; so many of the training's are sentences made from templates."""
    folder = shared / "nlu"
    if not folder.is_dir():
        return None
    real = _lines(folder / "crosswoz_train_real.jsonl")
    test = [one for place, one in enumerate(real) if _is_test(place)]
    made = _lines(folder / "crosswoz_train_templates.jsonl")[:templates]
    train = [one for place, one in enumerate(real) if not _is_test(place)] + made
    seen = {normalise(one.text).text for one in train}
    unseen = tuple(one for one in test if normalise(one.text).text not in seen)
    return Task("CrossWOZ", TrainingData(tuple(train)), _knowledge(shared / "kb"), {"real turns": unseen})


def ours(folder: Path) -> Task | None:
    """Return the project's own texts."""
    held_out = sorted((folder / HELD_OUT).glob("*.yml"))
    if not held_out:
        return None
    tests = {path.stem: read_text(path.read_text(encoding="utf-8"), path.name).samples for path in held_out}
    return Task("hotline", read_folder(folder), (), tests)


def _is_test(place: int) -> bool:
    return int(hashlib.sha256(str(place // _BLOCK).encode()).hexdigest(), 16) % 100 < _TEST_PER_CENT


def _lines(path: Path) -> list[Sample]:
    with path.open(encoding="utf-8") as file:
        return [_sample(json.loads(line)) for line in file]


def _sample(line: dict[str, Any]) -> Sample:
    named = tuple(Named(one["start"], one["end"], one["entity"]) for one in line.get("entities", ()))
    return Sample(line["text"], tuple(line["labels"]), named)


def _knowledge(folder: Path) -> tuple[Name, ...]:
    names: list[Name] = []
    for kind in ("attraction", "hotel", "restaurant"):
        with (folder / f"kb_{kind}.jsonl").open(encoding="utf-8") as file:
            for row in map(json.loads, file):
                names.append(Name(kind, row["名称"]))
                names.extend(Name("dish", dish) for dish in row.get("推荐菜") or ())
    return tuple(names)


def of_one_intent(samples: Sequence[Sample]) -> list[Sample]:
    """Return the texts that ask one thing."""
    return [one for one in samples if len(one.intents) == 1]
