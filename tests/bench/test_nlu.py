"""What the bench of understanding counts, on answers made up by hand and on a very small model."""

from pathlib import Path

import pytest

from bench.box import Box
from bench.nlu import embedded, judged, named_things
from bench.nlu_sets import Task, crosswoz, ours
from bot.nlu.port import Entity, Parse, Scored
from bot.nlu.training_data import Named, Sample, TrainingData

pytestmark = pytest.mark.unit

BOX = Box("here", 2, 1.0, 0.5, 0.1)
TEXTS = TrainingData(
    (
        *(Sample(f"{number}号馆几点开门", ("opening_hours",)) for number in range(3)),
        *(Sample(text, ("weather_query",)) for text in ("明天天气", "会下雨吗", "天气好吗")),
    )
)


def answer(text: str) -> Parse:
    """Take everything for a greeting with a sight in its first two letters."""
    sight = Entity(0, 2, "attraction", text[:2], text[:2], 1.0, "crf")
    return Parse(text, text, "zh-CN", (Scored("greet", 0.9), Scored("bye", 0.1)), (sight,), 0.9, "hand")


def test_wrong_second_and_out_of_scope_are_counted() -> None:
    texts = (
        [Sample("你好", ("greet",))] * 15 + [Sample("再见", ("bye",))] * 5 + [Sample("写诗", ("out_of_scope",))] * 20
    )
    rows = {row.name: row.value for row in judged("x", answer, texts, 8.0)}
    assert rows["x: intents wrong of 20"] == 25
    assert rows["x: not among the first three"] == 0
    assert rows["x: out of scope, not seen of 20"] == 100


def test_named_things_count_by_place_and_kind() -> None:
    right = Sample("故宫几点", ("greet",), (Named(0, 2, "attraction"),))
    wrong = Sample("去故宫", ("greet",), (Named(1, 3, "attraction"),))
    (row,) = named_things("x", answer, [right] * 10 + [wrong] * 10, 4.0)
    assert row.value == 50
    assert not row.met


def test_a_small_task_is_learned_and_served_by_a_process_of_its_own(tmp_path: Path) -> None:
    task = Task("hotline", TEXTS, (), {"zh-CN": TEXTS.samples})
    rows = {row.name: row for row in embedded(task, tmp_path, BOX)}
    assert rows["hotline: memory of a process that only serves"].value > 0
    assert rows["hotline: one text, CPU p95"].counts


def test_where_no_data_are_there_are_no_tasks(tmp_path: Path) -> None:
    assert crosswoz(tmp_path, 10) is None
    assert ours(tmp_path) is None
