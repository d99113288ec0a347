"""Reads the flows from their YAML files; whatever is wrong is told with file, flow and step, all at once.

Rule: a file is either all texts that flows share (`common.yml`) or one flow; a word that is not known is a fault, so
that a slip of the pen never becomes a silent default.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from bot.flows import checker
from bot.flows.conditions import BadCondition, condition
from bot.flows.definitions import (
    COMMON,
    MAX_TRIES,
    Book,
    Branch,
    Call,
    Case,
    Collect,
    Confirm,
    End,
    Flow,
    HandOver,
    Say,
    Step,
    text_key,
)
from bot.flows.slots import KINDS, Option, Slot

FOLDER = Path(__file__).parent
# libyaml where the wheel brings it: ten times as fast.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BadFlows(ValueError):
    """Flows that cannot be used; `faults` says all that is wrong, each with its place."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class _Wrong(Exception):
    """What is wrong at one place."""


def load(folder: Path = FOLDER) -> Book:
    """Return all flows of a folder.

    Raises:
        BadFlows: a file cannot be read, or the checker finds something.
    """
    return parse({path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.yml"))})


def parse(files: Mapping[str, str]) -> Book:
    """Return the flows that stand in these files (name → YAML).

    Raises:
        BadFlows: as in `load`.
    """
    faults: list[str] = []
    flows: dict[str, Flow] = {}
    texts: dict[str, Mapping[str, str]] = {}
    for name, written in files.items():
        try:
            _file(name, written, flows, texts)
        except _Wrong as wrong:
            faults.append(f"{name}: {wrong}")
    book = Book.of(flows, texts)
    # A file that could not be read would make the checker complain of what stands in it.
    faults += [] if faults else checker.faults(book)
    if faults:
        raise BadFlows(faults)
    return book


def _file(name: str, written: str, flows: dict[str, Flow], texts: dict[str, Mapping[str, str]]) -> None:
    try:
        _names_once(yaml.compose(written, _LOADER))
        root = yaml.load(written, _LOADER)  # noqa: S506 - one of the two safe ones
    except yaml.YAMLError as error:
        raise _Wrong(f"not YAML: {' '.join(str(error).split())}") from None
    root = _mapping(root, "the file")
    flow_id = COMMON if name == f"{COMMON}.yml" else _word(root, "id", "the file")
    if flow_id != COMMON:
        if flow_id in flows:
            raise _Wrong(f"flow {flow_id}: there is another one of this name")
        flows[flow_id] = _flow(flow_id, root)
    for key, by_lang in _mapping(root.get("texts", {}), f"flow {flow_id}: texts").items():
        languages = _mapping(by_lang, f"flow {flow_id}: text {key}")
        if not all(isinstance(words, str) for words in languages.values()):
            raise _Wrong(f"flow {flow_id}: text {key}: words are missing, or not in quotes")
        texts[text_key(flow_id, str(key))] = {str(lang): words.strip() for lang, words in languages.items()}


def _names_once(node: yaml.Node | None) -> None:
    """Refuse a name that stands twice in one place: the second would silently win."""
    if isinstance(node, yaml.MappingNode):
        names = [key.value for key, _ in node.value]
        for name in names:
            if names.count(name) > 1:
                raise _Wrong(f"line {node.start_mark.line + 1}: {name} stands twice")
        for _, value in node.value:
            _names_once(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _names_once(value)


def _flow(flow_id: str, root: dict[str, Any]) -> Flow:
    where = f"flow {flow_id}"
    _only(
        root,
        {"id", "version", "starts", "slots", "steps", "texts", "prefill", "entities", "story", "words", "after"},
        where,
    )
    written = _mapping(root.get("slots", {}), f"{where}: slots")
    slots = {str(name): _slot(str(name), value, f"{where}, slot {name}") for name, value in written.items()}
    steps = [_step(value, slots, where, place) for place, value in enumerate(_list(root, "steps", where), start=1)]
    if not steps:
        raise _Wrong(f"{where}: there are no steps")
    prefill = _mapping(root.get("prefill", {}), f"{where}: prefill")
    return Flow(
        id=flow_id,
        version=_number(root, "version", 1, where),
        starts=tuple(map(str, _list(root, "starts", where))),
        slots=MappingProxyType(slots),
        steps=tuple(steps),
        prefill={str(intent): _words(value, f"{where}: prefill {intent}") for intent, value in prefill.items()},
        entities=_words(root.get("entities", {}), f"{where}: entities"),
        story=_word(root, "story", where) if "story" in root else None,
        words=tuple(map(str, _list(root, "words", where))),
        after_articles=tuple(map(str, _list(root, "after", where))),
    )


def _slot(name: str, value: object, where: str) -> Slot:
    row = _mapping(value, where)
    _only(row, {"type", "least", "options", "private"}, where)
    kind = _word(row, "type", where)
    if kind not in KINDS:
        raise _Wrong(f"{where}: unknown type {kind!r}; there are {', '.join(KINDS)}")
    options = _mapping(row.get("options", {}), f"{where}: options")
    if (kind == "choice") != bool(options):
        raise _Wrong(f"{where}: a choice has options, and nothing else has")
    return Slot(
        name,
        kind,
        least=_number(row, "least", 1, where),
        options=tuple(_option(str(code), words, where) for code, words in options.items()),
        private=row.get("private") is True,
    )


def _option(code: str, value: object, where: str) -> Option:
    row = _mapping(value, f"{where}, option {code}")
    also = row.pop("also", [])
    if not isinstance(also, list):
        raise _Wrong(f"{where}, option {code}: `also` is a list")
    return Option(code, {str(lang): str(words) for lang, words in row.items()}, tuple(map(str, also)))


_WORDS_OF = {
    "say": {"id", "say"},
    "collect": {"id", "collect", "ask", "simpler", "max_tries", "optional", "buttons"},
    "call": {"id", "call", "with", "into", "failed"},
    "branch": {"id", "branch"},
    "confirm": {"id", "confirm"},
    "handoff": {"id", "handoff"},
    "end": {"id", "end"},
}


def _step(value: object, slots: Mapping[str, Slot], where: str, place: int) -> Step:
    row = _mapping(value, f"{where}, step {place}")
    step_id = _word(row, "id", f"{where}, step {place}")
    where = f"{where}, step {step_id}"
    kinds = [kind for kind in _WORDS_OF if kind in row]
    if len(kinds) != 1:
        raise _Wrong(f"{where}: a step is exactly one of {', '.join(_WORDS_OF)}")
    _only(row, _WORDS_OF[kinds[0]], where)
    match kinds[0]:
        case "say":
            return Say(step_id, _word(row, "say", where))
        case "collect":
            return _collect(step_id, row, where)
        case "call":
            return _call(step_id, row, where)
        case "branch":
            return _branch(step_id, row, slots, where)
        case "confirm":
            return Confirm(step_id, _word(row, "confirm", where))
        case "handoff":
            return HandOver(step_id, _word(row, "handoff", where))
        case _:
            return End(step_id, None if row["end"] is None else _word(row, "end", where))


def _collect(step_id: str, row: dict[str, Any], where: str) -> Collect:
    return Collect(
        step_id,
        slot=_word(row, "collect", where),
        ask=_word(row, "ask", where),
        simpler=_word(row, "simpler", where) if "simpler" in row else None,
        max_tries=_number(row, "max_tries", MAX_TRIES, where),
        optional=row.get("optional") is True,
        buttons=row.get("buttons") is True,
    )


def _call(step_id: str, row: dict[str, Any], where: str) -> Call:
    return Call(
        step_id,
        service=_word(row, "call", where),
        given=_words(row.get("with", {}), f"{where}: with"),
        into=_words(row.get("into", {}), f"{where}: into"),
        failed=_word(row, "failed", where) if "failed" in row else None,
    )


def _branch(step_id: str, row: dict[str, Any], slots: Mapping[str, Slot], where: str) -> Branch:
    cases = []
    for value in _list(row, "branch", where):
        case = _mapping(value, f"{where}: a case")
        _only(case, {"if", "else", "to", "clear"}, where)
        if ("if" in case) == ("else" in case) or ("if" in case and "to" not in case):
            raise _Wrong(f"{where}: a case is `if` with `to`, or `else`")
        try:
            when = condition(str(case["if"]), slots) if "if" in case else None
        except BadCondition as bad:
            raise _Wrong(f"{where}: {bad}") from None
        to = _word(case, "to" if "if" in case else "else", where)
        cases.append(Case(when, to, tuple(map(str, case.get("clear", [])))))
    if not cases or any(case.when is None for case in cases[:-1]):
        raise _Wrong(f"{where}: a branch has cases, and `else` is the last")
    return Branch(step_id, tuple(cases))


def _mapping(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _Wrong(f"{where}: here stands a list of names and values")
    return dict(value)


def _words(value: object, where: str) -> dict[str, str]:
    return {str(key): str(word) for key, word in _mapping(value, where).items()}


def _list(row: Mapping[str, Any], key: str, where: str) -> list[Any]:
    value = row.get(key, [])
    if not isinstance(value, list):
        raise _Wrong(f"{where}: `{key}` is a list")
    return value


def _word(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value:
        raise _Wrong(f"{where}: `{key}` is missing or no word")
    return value


def _number(row: Mapping[str, Any], key: str, default: int, where: str) -> int:
    value = row.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise _Wrong(f"{where}: `{key}` is a whole number from 1")
    return value


def _only(row: Mapping[str, Any], known: set[str], where: str) -> None:
    # YAML 1.1 reads a bare `on` or `yes` as a truth value, so a key need not be a word.
    unknown = sorted(str(key) for key in row if key not in known)
    if unknown:
        raise _Wrong(f"{where}: unknown words {', '.join(unknown)}")
