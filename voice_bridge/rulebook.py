"""The rules of routing as an operator writes them down: JSON documents to the engine's settings and back.

One document for each queue (`queues.settings`; its ring and wrap-up times are columns) and one for the whole house
(`routing_rules`: classes, media, head starts, kinds of business). What a document leaves out is as usual.

    {"need": {"all_of": [["english", 6]]}, "strategy": "skill_level",
     "rings": [{}, {"after_ms": 30000, "levels_off": 2}],
     "overflow": [{"when": "wait", "to": "<queue id>", "limit": 90000}]}

Rules: `problems` tells an API what to refuse, place by place; `read` never fails: whatever is at fault counts as not
written, so that a rule which lost its queue or skill stops nobody. The settings are explained in docs/acd.md.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hub.model import RESCUE
from voice_bridge.acd import checks
from voice_bridge.acd.settings import (
    Advance,
    Exit,
    Medium,
    OverflowRule,
    Owner,
    PriorityClass,
    Queue,
    Ring,
    Settings,
    Weights,
    When,
    ten_classes,
    usual_media,
)
from voice_bridge.acd.skills import AllOf, AnyOf, Has, Need
from voice_bridge.acd.strategies import STRATEGIES
from voice_bridge.documents import (
    Codec,
    Faults,
    Malformed,
    Record,
    changed,
    choice,
    flag,
    listing,
    mapping,
    number,
    several,
    text,
    whole,
)

HUBS_OWN = frozenset({"members"})
"Keys of a queue's document that the hub reads and the router does not."
NOT_THERE = frozenset({Exit.CALLBACK, Exit.VOICEMAIL})
"Ways out of the line that need a telephone, which is not there yet."
DEEPEST = 8
"So many levels of and / or a need may have."

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A queue as it stands in the tables."""

    id: str
    ring_timeout_s: int = 25
    wrap_up_s: int = 15
    document: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Book:
    """All that the rules are made of."""

    queues: tuple[QueueRow, ...] = ()
    skills: frozenset[str] = frozenset()
    "The codes of all skills there are."
    rules: Document = field(default_factory=dict)
    "The document of the whole house."

    def with_queue(self, row: QueueRow) -> "Book":
        """Return the book with this queue's row in place of the one it had, to ask whether it could be so."""
        return replace(self, queues=(*(each for each in self.queues if each.id != row.id), row))


# --- the two questions ------------------------------------------------------------------------------------------


def problems(book: Book) -> dict[str, str]:
    """Return what is wrong and where, by places such as `queues.<id>.rings.1.after_ms` or `classes.0.strict`.

    All of it at once: what cannot be read does not hide what contradicts itself beside it.
    """
    faults = _settled(book)[1]
    unread = _read(book)[1]
    return _settled(_pared(book, unread))[1] | faults if unread else faults


def read(book: Book) -> Settings:
    """Return the settings that hold; what is at fault counts as not written."""
    return _settled(book)[0]


def _settled(book: Book) -> tuple[Settings, dict[str, str]]:
    """Read everything, leaving out what is at fault until nothing contradicts anything."""
    faults: dict[str, str] = {}
    while True:
        settings, found = _read(book)
        found |= {} if found else _contradictions(settings)
        if not found:
            return settings, faults
        faults |= found
        book = _without(book, found)


def _read(book: Book) -> tuple[Settings, dict[str, str]]:
    faults: dict[str, str] = {}
    queues: dict[str, Queue] = {}
    for row in book.queues:
        try:
            queues[row.id] = queue_of(row)
        except Malformed as malformed:
            faults |= {f"queues.{row.id}.{where}": code for where, code in malformed.faults.items()}
    house = Settings(queues={})
    try:
        house = rules_of(book.rules)
    except Malformed as malformed:
        faults |= malformed.faults
    return replace(house, queues=queues, skills=book.skills), faults


def _contradictions(settings: Settings) -> dict[str, str]:
    found = dict(checks.faults(settings))
    if not settings.classes[RESCUE].strict:
        found[f"classes.{RESCUE}.strict"] = "rescue_not_first"
    for code, urgency in settings.classes.items():
        if urgency.strict and code != RESCUE:
            found[f"classes.{code}.strict"] = "only_rescue_is_strict"
    for queue in settings.queues.values():
        for number_, rule in enumerate(queue.overflow):
            if rule.to in NOT_THERE:
                found[f"queues.{queue.id}.overflow.{number_}.to"] = "exit_not_there"
    return found


def _without(book: Book, faults: Mapping[str, str]) -> Book:
    """Return the book without the documents, or the parts of the house's, in which something is at fault."""
    tops = {where.split(".")[0] for where in faults}
    spoilt = {where.split(".")[1] for where in faults if where.startswith("queues.")}
    return replace(
        book,
        queues=tuple(_plain(row, spoilt) for row in book.queues),
        rules={key: part for key, part in book.rules.items() if key not in tops}
        if isinstance(book.rules, dict)
        else {},
    )


def _pared(book: Book, faults: Mapping[str, str]) -> Book:
    """Return the book without those parts of its documents in which something cannot be read."""
    rows = (replace(row, document=pared(row.document, faults, f"queues.{row.id}.")) for row in book.queues)
    return replace(book, queues=tuple(rows), rules=pared(book.rules, faults))


def pared(document: object, faults: Mapping[str, str], under: str = "") -> Document:
    """Return a document without the parts named by faults below a place; nothing of what is no document."""
    tops = {where.removeprefix(under).split(".")[0] for where in faults if where.startswith(under)}
    return {key: part for key, part in document.items() if key not in tops} if isinstance(document, dict) else {}


def _plain(row: QueueRow, spoilt: set[str]) -> QueueRow:
    if row.id not in spoilt:
        return row
    if row.document != {}:
        return replace(row, document={})
    usual = QueueRow(row.id)
    return replace(usual, wrap_up_s=min(max(0, row.wrap_up_s), checks.MOST_MS // 1000))


# --- a queue ----------------------------------------------------------------------------------------------------


def queue_of(row: QueueRow) -> Queue:
    """Return the engine's queue.

    Raises:
        Malformed: something in the document is not what it should be.
    """
    given = _QUEUE.read({key: part for key, part in _object(row.document).items() if key not in HUBS_OWN})
    strategy = STRATEGIES[given.pop("strategy", "")] if "strategy" in given else None
    weights = given.pop("weights", {})
    usual: dict[str, Any] = {"at_once": strategy.at_once} if strategy else {}
    base = strategy.weights if strategy else Weights()
    return Queue(
        id=row.id,
        weights=replace(base, **weights),
        ring_ms=row.ring_timeout_s * 1000,
        wrap_up_ms=row.wrap_up_s * 1000,
        **{**usual, **given},
    )


def document_of(queue: Queue) -> dict[str, Any]:
    """Return a queue's document; what is as usual is left out."""
    usual = Queue(id=queue.id)
    written = _QUEUE.write(changed(queue, usual, _QUEUE.codecs))
    name = next((name for name, each in STRATEGIES.items() if each.weights == queue.weights), None)
    if queue.weights == usual.weights:
        return written
    if name is not None:
        ring_all = queue.at_once is None and STRATEGIES["ring_all"].weights == queue.weights
        name = "ring_all" if ring_all else name
        strategy = STRATEGIES[name]
        at_once = {} if queue.at_once == strategy.at_once else {"at_once": queue.at_once}
        return {**{key: part for key, part in written.items() if key != "at_once"}, "strategy": name, **at_once}
    return {**written, "weights": _WEIGHTS.write(changed(queue.weights, Weights(), _WEIGHTS.codecs))}


# --- the house --------------------------------------------------------------------------------------------------


def rules_of(document: Document) -> Settings:
    """Return settings without queues and skills; classes and media that are not named are as usual.

    Raises:
        Malformed: something in the document is not what it should be.
    """
    given = _HOUSE.read(_object(document))
    return Settings(
        queues={},
        classes={**ten_classes(), **given.get("classes", {})},
        media={**usual_media(), **given.get("media", {})},
        advance=given.get("advance", Advance()),
        business=given.get("business", {}),
        strict_for_all_ms=given.get("strict_for_all_ms", Settings.__dataclass_fields__["strict_for_all_ms"].default),
    )


def document_of_rules(settings: Settings) -> dict[str, Any]:
    """Return the house's document; what is as usual is left out."""
    classes, media, usual = ten_classes(), usual_media(), Settings(queues={})
    parts: dict[str, tuple[Any, Any]] = {
        "classes": ({code: each for code, each in settings.classes.items() if classes.get(code) != each}, {}),
        "media": ({name: each for name, each in settings.media.items() if media.get(name) != each}, {}),
        "advance": (settings.advance, usual.advance),
        "business": (settings.business, {}),
        "strict_for_all_ms": (settings.strict_for_all_ms, usual.strict_for_all_ms),
    }
    return _HOUSE.write({key: part for key, (part, as_usual) in parts.items() if part != as_usual})


def whole_document(settings: Settings) -> dict[str, Any]:
    """Return the house's document with every class, medium and head start in it, for a form to show."""
    return _HOUSE.write({name: getattr(settings, name) for name in _HOUSE.codecs})


# --- the forms --------------------------------------------------------------------------------------------------


def _object(document: object) -> Document:
    if not isinstance(document, Mapping):
        raise Malformed({"": "not_an_object"})
    return document


def need_of(written: object, depth: int = 0) -> Need:
    """Return a need from `["skill", level]`, `{"all_of": […]}` or `{"any_of": […]}`.

    Raises:
        Malformed: it is none of these, or too deep.
    """
    if depth > DEEPEST:
        raise Malformed({"": "too_deep"})
    match written:
        case [str(skill), int(level)] if not isinstance(level, bool):
            return Has(skill, level)
        case {"all_of": list(parts), **rest} if not rest:
            return AllOf(_parts(parts, depth))
        case {"any_of": list(parts), **rest} if not rest:
            return AnyOf(_parts(parts, depth))
    raise Malformed({"": "not_a_need"})


def need_document(need: Need) -> Any:
    """Return a need as it is written down."""
    match need:
        case Has(skill, level):
            return [skill, level]
        case AllOf(parts):
            return {"all_of": [need_document(part) for part in parts]}
        case AnyOf(parts):
            return {"any_of": [need_document(part) for part in parts]}


def _parts(parts: list[Any], depth: int) -> tuple[Need, ...]:
    faults = Faults()
    found = [faults.at(str(place), need_of, part, depth + 1) for place, part in enumerate(parts)]
    faults.refuse()
    return tuple(part for part in found if part is not None)


def _way_out(written: object) -> str | Exit:
    if not isinstance(written, str):
        raise Malformed({"": "not_a_text"})
    return Exit(written) if written in set(Exit) else written


NEED = Codec(need_of, need_document)
_RING = Record(
    Ring,
    {
        "after_ms": whole,
        "levels_off": whole,
        "waived": several(text),
        "also_queues": several(text),
        "owner": choice(Owner),
        "same_department": flag,
        "peak": flag,
    },
)
_WEIGHTS = Record(dict, dict.fromkeys(Weights.__dataclass_fields__, number) | {"idle_cap_ms": whole})
_OVERFLOW = Record(
    OverflowRule,
    {"when": choice(When), "to": Codec(_way_out, str), "limit": whole},
    needed=("when", "to"),
)
_QUEUE = Record(
    dict,
    {
        "need": NEED,
        "rings": listing(_RING.codec),
        "strategy": choice(dict.fromkeys(STRATEGIES)),
        "weights": _WEIGHTS.codec,
        "at_once": whole.or_none(),
        "excluded_ms": whole,
        "misses_pause": flag,
        "affinity_ms": whole,
        "kept_ms": whole,
        "overflow": listing(_OVERFLOW.codec),
        "expected_talk_ms": whole,
        "offer_after_s": whole.or_none(),
    },
)
_CLASS = Record(PriorityClass, {"base_s": number, "slope": number, "strict": flag, "interrupts": flag})
_MEDIUM = Record(
    Medium,
    {"takes": mapping(whole), "closes": several(text), "interrupts": flag, "beyond": whole},
    needed=("takes",),
)
_ADVANCE = Record(
    Advance,
    {"vip_ms": mapping(whole, numbered=True), "dissatisfied_ms": whole, "business_ms": mapping(whole)},
)
_HOUSE = Record(
    dict,
    {
        "classes": mapping(_CLASS.codec, numbered=True),
        "media": mapping(_MEDIUM.codec),
        "advance": _ADVANCE.codec,
        "business": mapping(NEED),
        "strict_for_all_ms": whole,
    },
)


def need_from_text(written: str) -> Need:
    """Return a need from its JSON text.

    Raises:
        Malformed: it is no need.
    """
    try:
        return need_of(json.loads(written))
    except ValueError as fault:
        raise fault if isinstance(fault, Malformed) else Malformed({"": "no_json"}) from fault
