"""Reads and writes training data as Rasa NLU YAML 3.1, so that every engine learns from the same files.

Rules: only YAML's plain types are read (safe loader); a fault is told with file and line, all faults of a folder at
once (at most twenty). What is written is read again before it is handed out: a text that the format cannot hold is
refused, not bent. Files of a folder are read in the order of their names, sub-folders included, but for those named
held_out: nothing learns from what it is measured by.
Source: Rasa 3.x "NLU Training Data".
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import yaml

from bot.nlu.training_data import BadTrainingData, Named, Sample, TrainingData, together

VERSION: Final = "3.1"
MOST_BYTES: Final = 8_000_000
MOST_SAMPLES: Final = 200_000
MOST_LETTERS: Final = 600
MOST_FAULTS: Final = 20
HELD_OUT: Final = "held_out"
_TABLES = ("synonym", "regex", "lookup")
_INTENT = re.compile(r"[\w/.-]+")
_NAMED = re.compile(r"\[(?P<written>[^\]\[]+)\](?:\((?P<entity>[^():]+)\)|(?P<more>\{[^{}]*\}))")
_ENTITY = re.compile(r"[\w.-]+")
_MORE = frozenset({"entity", "role", "value"})


class _Fault(Exception):
    """Something is wrong with one line."""


class _Reader:
    """Reads one file and gathers what is wrong with it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._samples: list[Sample] = []
        self._tables: dict[str, dict[str, tuple[str, ...]]] = {table: {} for table in _TABLES}
        self.faults: list[str] = []

    def read(self, text: str) -> TrainingData:
        """Return what the file holds, as far as it could be read."""
        try:
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            self._fault(error.problem_mark.line if error.problem_mark else 0, error.problem or "is not YAML")
            root = None
        except yaml.YAMLError as error:
            self._fault(0, str(error).splitlines()[0])
            root = None
        if root is not None:
            self._document(root)
        return TrainingData(
            tuple(self._samples), self._tables["synonym"], self._tables["regex"], self._tables["lookup"]
        )

    def _fault(self, line: int, what: str) -> None:
        self.faults.append(f"{self._name}:{line + 1}: {what}")

    def _document(self, root: yaml.Node) -> None:
        for key, node in self._pairs(root):
            if key == "version":
                if node.value != VERSION:
                    self._fault(node.start_mark.line, f'version must be "{VERSION}"')
            elif key != "nlu":
                self._fault(node.start_mark.line, f"unknown section {key!r}; only version and nlu are read")
            elif not isinstance(node, yaml.SequenceNode):
                self._fault(node.start_mark.line, "nlu must be a list")
            else:
                for item in node.value:
                    self._item(item)

    def _pairs(self, node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            self._fault(node.start_mark.line, "names with values are expected here")
            return
        for key, value in node.value:
            yield str(key.value), value

    def _item(self, item: yaml.Node) -> None:
        fields = dict(self._pairs(item))
        line = item.start_mark.line
        kind = next((kind for kind in ("intent", *_TABLES) if kind in fields), None)
        examples = fields.get("examples")
        if kind is None or set(fields) != {kind, "examples"}:
            self._fault(line, "an item has one of intent, synonym, regex, lookup, and examples")
        elif not isinstance(fields[kind], yaml.ScalarNode) or not fields[kind].value:
            self._fault(line, f"{kind} must be a name")
        elif not isinstance(examples, yaml.ScalarNode):
            self._fault(line, "examples must be a text of lines, each with - before it (examples: |)")
        elif kind == "intent":
            self._intent(fields[kind], examples)
        else:
            texts = tuple(text for _, text in self._lines(examples))
            name = fields[kind].value
            self._tables[kind][name] = (*self._tables[kind].get(name, ()), *texts)
            if kind == "regex":
                self._patterns(examples)

    def _lines(self, examples: yaml.ScalarNode) -> Iterator[tuple[int, str]]:
        # A block's text begins on the line after its mark, a plain one's on the same line.
        first = examples.start_mark.line + (examples.style == "|")
        for line, written in enumerate(examples.value.split("\n"), start=first):
            text = written.strip()
            if text and not text.startswith("-"):
                self._fault(line, "an example begins with -")
            elif len(text) > MOST_LETTERS:
                self._fault(line, f"an example has at most {MOST_LETTERS} characters")
            elif text.lstrip("-").strip():
                yield line, text[1:].strip()

    def _patterns(self, examples: yaml.ScalarNode) -> None:
        for line, text in self._lines(examples):
            try:
                re.compile(text)
            except re.error as error:
                self._fault(line, f"is no regular expression: {error}")

    def _intent(self, name: yaml.Node, examples: yaml.ScalarNode) -> None:
        intents = tuple(str(name.value).split("+"))
        if not all(_INTENT.fullmatch(intent) for intent in intents):
            self._fault(name.start_mark.line, f"an intent's name has letters, digits, _ - . / only: {name.value!r}")
            return
        for line, text in self._lines(examples):
            try:
                self._samples.append(sample_of(text, intents))
            except _Fault as fault:
                self._fault(line, str(fault))


def sample_of(line: str, intents: tuple[str, ...]) -> Sample:
    """Return the example that a line of the format writes."""
    text, last, entities = "", 0, []
    for found in _NAMED.finditer(line):
        text += line[last : found.start()]
        entity, value, role = _meant(found)
        entities.append(Named(len(text), len(text) + len(found["written"]), entity, value, role))
        text += found["written"]
        last = found.end()
    return Sample(text + line[last:], intents, tuple(entities))


def _meant(found: re.Match[str]) -> tuple[str, str | None, str | None]:
    if found["entity"]:
        more: object = {"entity": found["entity"]}
    else:
        try:
            more = json.loads(found["more"])
        except ValueError as error:
            raise _Fault(f"{found['more']} is not JSON") from error
    if not isinstance(more, dict) or not set(more) <= _MORE or not all(isinstance(it, str) for it in more.values()):
        raise _Fault(f"{found[0]}: texts named entity, role and value are expected")
    if not _ENTITY.fullmatch(more.get("entity", "")):
        raise _Fault(f"{found[0]}: the entity's name has letters, digits, _ - . only")
    return more["entity"], more.get("value"), more.get("role")


def read_text(text: str, name: str = "text") -> TrainingData:
    """Return what `text` holds; `name` stands before the line numbers of its faults.

    Raises:
        BadTrainingData: with each fault and its line.
    """
    reader = _Reader(name)
    data = reader.read(text)
    if reader.faults:
        raise BadTrainingData(reader.faults[:MOST_FAULTS])
    return data


def read_folder(folder: Path, told: Callable[[Path], None] = lambda _: None) -> TrainingData:
    """Return what the .yml files under `folder` hold, without held-out ones; `told` hears of each before it is read.

    Raises:
        BadTrainingData: with each fault, its file and line; also when there is nothing at all.
    """
    parts: list[TrainingData] = []
    faults: list[str] = []
    for path in _files(folder):
        told(path)
        name = path.relative_to(folder).as_posix()
        if path.stat().st_size > MOST_BYTES:
            faults.append(f"{name}:1: a file has at most {MOST_BYTES} bytes")
            continue
        reader = _Reader(name)
        try:
            parts.append(reader.read(path.read_text(encoding="utf-8")))
        except UnicodeDecodeError as error:
            faults.append(f"{name}:1: is not UTF-8 at byte {error.start}")
        faults.extend(reader.faults)
    data = together(parts)
    if not faults and not data.samples:
        faults.append(f"{folder.name}: holds no examples")
    if len(data.samples) > MOST_SAMPLES:
        faults.append(f"{folder.name}: there are at most {MOST_SAMPLES} examples")
    if faults:
        raise BadTrainingData(faults[:MOST_FAULTS])
    return data


def _files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in {".yml", ".yaml"} and HELD_OUT not in path.relative_to(folder).parts and path.is_file()
    )


def written(data: TrainingData) -> str:
    """Return `data` in the format.

    Raises:
        BadTrainingData: the format cannot hold one of the texts.
    """
    lines = [f'version: "{VERSION}"', "", "nlu:"]
    before: tuple[str, ...] | None = None
    for one in data.samples:
        if one.intents != before:
            lines += [f"- intent: {json.dumps('+'.join(one.intents), ensure_ascii=False)}", "  examples: |"]
            before = one.intents
        lines.append(f"    - {_line(one)}")
    for kind, table in zip(_TABLES, (data.synonyms, data.patterns, data.lookups), strict=True):
        for name, texts in table.items():
            lines += [f"- {kind}: {json.dumps(name, ensure_ascii=False)}", "  examples: |"]
            lines += [f"    - {text}" for text in texts]
    text = "\n".join(lines) + "\n"
    if read_text(text, "written") != data:
        raise BadTrainingData(["written: a text would not be read back as it is (brackets, blanks, line ends)"])
    return text


def _line(one: Sample) -> str:
    written_so_far, last = "", 0
    for named in one.entities:
        written_so_far += f"{one.text[last : named.start]}[{one.text[named.start : named.end]}]"
        if named.value is None and named.role is None:
            written_so_far += f"({named.entity})"
        else:
            more = {"entity": named.entity, "role": named.role, "value": named.value}
            written_so_far += json.dumps({name: it for name, it in more.items() if it is not None}, ensure_ascii=False)
        last = named.end
    return written_so_far + one.text[last:]
