"""Training files: what is read, what is told about faults, and that writing loses nothing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.training_data import BadTrainingData, Named, Sample, TrainingData
from bot.nlu.training_file import MOST_BYTES, read_folder, read_text, written

pytestmark = pytest.mark.unit

LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters="[]{}()-")
WORDS = st.text(LETTERS, min_size=1, max_size=8)


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    text, named = "", []
    for _ in range(draw(st.integers(1, 4))):
        piece = draw(WORDS)
        if draw(st.booleans()):
            named.append(
                Named(
                    len(text),
                    len(text) + len(piece),
                    draw(st.sampled_from(["attraction", "hotel"])),
                    draw(st.none() | WORDS),
                    draw(st.none() | st.sampled_from(["from", "to"])),
                )
            )
        text += piece
    intents = draw(st.lists(st.sampled_from(["greet", "find_hotel", "faq/visa"]), min_size=1, max_size=2, unique=True))
    return Sample(text, tuple(intents), tuple(named))


TABLES = st.dictionaries(WORDS, st.lists(WORDS, min_size=1, max_size=3).map(tuple), max_size=2)


@given(st.lists(samples(), max_size=5), TABLES, TABLES)
def test_what_is_written_reads_back_the_same(
    made: list[Sample], synonyms: dict[str, tuple[str, ...]], lookups: dict[str, tuple[str, ...]]
) -> None:
    data = TrainingData(tuple(made), synonyms, {"zip": (r"\d{6}",)}, lookups)
    back = read_text(written(data))
    assert back == data
    assert back.data_hash() == data.data_hash()


def test_a_text_that_the_format_cannot_hold_is_refused() -> None:
    with pytest.raises(BadTrainingData):
        written(TrainingData((Sample("看[这](attraction)", ("greet",)),)))


def test_named_things_keep_their_places_in_the_plain_text() -> None:
    data = read_text(
        'nlu:\n- intent: taxi+ask_price\n  examples: |\n    - 从[故宫](attraction)到[天坛]{"entity": "attraction",'
        ' "role": "to", "value": "天坛公园"}多少钱\n'
    )
    (one,) = data.samples
    assert (one.text, one.intents) == ("从故宫到天坛多少钱", ("taxi", "ask_price"))
    assert one.entities == (Named(1, 3, "attraction"), Named(4, 6, "attraction", "天坛公园", "to"))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("nlu:\n- intent: a\n  examples: |\n    - x\n    y\n", "bad.yml:5: an example begins with -"),
        ("nlu:\n- intent: a b\n  examples: |\n    - x\n", "bad.yml:2: an intent's name"),
        ("nlu:\n- intent: a\n  examples: |\n    - [x]{entity: y}\n", "bad.yml:4: {entity: y} is not JSON"),
        ("nlu:\n- intent: a\n  examples: |\n    - x\n    - [x](a b)\n", "bad.yml:5: "),
        ("nlu:\n- story: a\n", "bad.yml:2: an item has one of"),
        ('version: "2.0"\n', 'bad.yml:1: version must be "3.1"'),
        ("nlu: [\n", "bad.yml:"),
        ("nlu:\n- regex: a\n  examples: |\n    - (\n", "bad.yml:4: is no regular expression"),
        ("stories: []\n", "bad.yml:1: unknown section 'stories'"),
        ("a\x00b", "bad.yml:"),
        ("nlu:\n- intent: a\n  examples: |\n    - " + "长" * 700 + "\n", "bad.yml:4: an example has at most"),
        ("!!python/object/apply:os.system [echo]\n", "bad.yml:1: "),
    ],
)
def test_a_fault_is_told_with_file_and_line(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "bad.yml").write_text(text, encoding="utf-8")
    with pytest.raises(BadTrainingData) as caught:
        read_folder(tmp_path)
    assert fault in caught.value.detail


def test_a_folder_without_examples_and_a_file_too_large_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadTrainingData, match="holds no examples"):
        read_folder(tmp_path)
    (tmp_path / "large.yml").write_bytes(b"#" * (MOST_BYTES + 1))
    with pytest.raises(BadTrainingData, match="at most"):
        read_folder(tmp_path)


def test_held_out_texts_are_never_learned_from(tmp_path: Path) -> None:
    for folder, text in (("zh", "你好"), ("held_out", "您好")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.yml").write_text(f"nlu:\n- intent: greet\n  examples: |\n    - {text}\n", "utf-8")
    assert [one.text for one in read_folder(tmp_path).samples] == ["你好"]


def test_texts_under_two_intents_are_found() -> None:
    data = TrainingData((Sample("行", ("affirm",)), Sample("行", ("greet",)), Sample("好", ("affirm",))))
    assert set(data.contradictions()) == {"行"}
