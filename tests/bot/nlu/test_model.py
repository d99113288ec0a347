"""Models: equal lessons make equal files, a stopped training changes nothing, and nothing broken is loaded."""

import json
import zipfile
from pathlib import Path

import pytest

from bot.nlu.embedded import model as models
from bot.nlu.embedded.engine import EmbeddedEngine
from bot.nlu.embedded.model import BadModel, Model, from_bytes, load, save, to_bytes
from bot.nlu.embedded.training import train
from bot.nlu.training_data import Sample, TrainingData
from hub.clock import ManualClock
from tests.bot.nlu.conftest import MONDAY_MS

pytestmark = pytest.mark.unit


class Stopped(Exception):
    """Somebody stopped the training."""


def test_equal_lessons_make_equal_bytes(lessons: TrainingData, model: Model) -> None:
    assert to_bytes(train(lessons, MONDAY_MS)) == to_bytes(model)


def test_what_is_loaded_answers_as_what_was_saved(model: Model, tmp_path: Path) -> None:
    save(model, tmp_path / "a.model")
    fresh = EmbeddedEngine(load(tmp_path / "a.model"), ManualClock(MONDAY_MS))
    kept = EmbeddedEngine(model, ManualClock(MONDAY_MS))
    assert fresh.understand("云台寺几点开门") == kept.understand("云台寺几点开门")
    assert fresh.info() == model.info


@pytest.mark.parametrize("step", ["intents", "measuring", "names"])
def test_a_stopped_training_leaves_the_old_model(
    lessons: TrainingData, model: Model, tmp_path: Path, step: str
) -> None:
    path = tmp_path / "a.model"
    save(model, path)
    before = path.read_bytes()

    def told(now: str) -> None:
        if now == step:
            raise Stopped

    with pytest.raises(Stopped):
        save(train(lessons, 0, told=told), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("place", [0, 0.1, 0.5, 0.9])
def test_a_broken_file_is_refused(model: Model, place: float) -> None:
    content = bytearray(to_bytes(model))
    content[int(place * len(content))] ^= 0xFF
    with pytest.raises(BadModel):
        from_bytes(bytes(content))
    with pytest.raises(BadModel):
        from_bytes(bytes(content[: len(content) // 2]))


def test_a_foreign_an_older_and_a_missing_file_are_refused(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "a.model"
    with pytest.raises(BadModel, match="cannot be read"):
        load(path)
    for manifest, reason in (
        ({"format": "something"}, "of another kind"),
        ({"format": models.FORMAT, "code_version": 0}, "code version 0"),
        ({}, "broken or no model"),
    ):
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("manifest.json", json.dumps(manifest))
        with pytest.raises(BadModel, match=reason):
            load(path)


def test_a_part_that_was_exchanged_is_refused(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "a.model"
    save(model, path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["names.json"] = b"[]"
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    with pytest.raises(BadModel, match=r"names\.json is not what was written"):
        load(path)


def test_lessons_without_named_things_or_foreign_matters_make_a_model_too() -> None:
    data = TrainingData((Sample("你好", ("greet",)), Sample("您好", ("greet",)), Sample("再见", ("bye",))))
    engine = EmbeddedEngine(train(data, 0), ManualClock(MONDAY_MS))
    assert {one.name for one in engine.understand("你好").intents} == {"greet", "bye"}


def test_other_content_has_another_hash(lessons: TrainingData) -> None:
    assert TrainingData(lessons.samples[1:]).data_hash() != TrainingData(lessons.samples).data_hash()
