"""What an operator may set for the whole house, beyond what the engine can work with.

Rules: a rescue stays as it is, whatever is written. A class with a higher number never starts before one with a lower
number, because lanes and outbox serve in that order too. Every figure has bounds within which ageing still brings
everybody to the front on the same day. Sources: CONTRACTS "Codes and values", docs/acd.md.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from hub.errors import Unprocessable
from hub.model import RESCUE
from voice_bridge import rulebook
from voice_bridge.acd.checks import MOST_MS, Fault
from voice_bridge.acd.settings import Advance, Medium, PriorityClass, Settings, ten_classes
from voice_bridge.documents import Malformed
from voice_bridge.rulebook import Book, Document

MOST_BASE_S = 86_400.0
"Head start of a class, in seconds of waiting, before or behind."
SLOPES = (0.1, 10.0)
MOST_RESCUE_MS = 300_000
"A rescue that nobody takes reaches everybody after five minutes at the latest, of the usual 30 seconds."
MOST_PLACES = 10
VIP_LEVELS = range(1, 10)
MOST_KINDS = 50
"So many kinds of business can be told apart."
KINDS_OF_PLACE = frozenset({"chat", "voice", "email", "callback", "ticket"})
"For what agents have places (`hub.steering.profiles`)."
_QUEUES = "queues."
_KIND = re.compile(r"[a-z][a-z0-9_]{0,31}", re.ASCII)


def judged(book: Book, document: Document) -> Settings:
    """Return what a document of the house says among these queues and skills.

    Raises:
        Unprocessable: code `house_rules_invalid`; `fields` says what, by places such as `document/classes/5/slope`.
    """
    settings, unread = _readable(document)
    told = problems(replace(book, rules=document)) | unread
    found = {place: code for place, code in faults(settings) if not _told(place, told)} | told
    if not found:
        return settings
    places = {f"document.{place}".rstrip(".").replace(".", "/"): code for place, code in found.items()}
    raise Unprocessable("house_rules_invalid", "some rules are not acceptable", places)


def _readable(document: Document) -> tuple[Settings, dict[str, str]]:
    """Return what can be read of a document, and what cannot."""
    try:
        return rulebook.rules_of(document), {}
    except Malformed as malformed:
        return rulebook.rules_of(rulebook.pared(document, malformed.faults)), malformed.faults


def _told(place: str, told: Mapping[str, str]) -> bool:
    return any(where == place or where.startswith(f"{place}.") for where in told)


def problems(book: Book) -> dict[str, str]:
    """Return what the engine could not work with in the house's document, by its place; queues have their own."""
    return {place: code for place, code in rulebook.problems(book).items() if not place.startswith(_QUEUES)}


def faults(settings: Settings) -> Iterator[Fault]:
    """Yield what nobody may set or can mean, by places such as `advance.vip_ms.2`; the engine could do it."""
    yield from _classes(settings.classes)
    for name, medium in settings.media.items():
        yield from _medium(name, medium)
    yield from _advance(settings.advance)
    kinds = settings.business.keys() | settings.advance.business_ms.keys()
    if len(kinds) > MOST_KINDS:
        yield "business", "too_many"
    for where, names in (("business", settings.business), ("advance.business_ms", settings.advance.business_ms)):
        yield from ((f"{where}.{name[:32]}", "invalid") for name in names if not _KIND.fullmatch(name))
    if settings.strict_for_all_ms > MOST_RESCUE_MS:
        yield "strict_for_all_ms", "out_of_range"


def _classes(classes: Mapping[int, PriorityClass]) -> Iterator[Fault]:
    usual = ten_classes()
    if classes[RESCUE] != usual[RESCUE]:
        yield f"classes.{RESCUE}", "rescue_not_first"
    for code in sorted(classes.keys() - {RESCUE}):
        urgency = classes[code]
        if code not in usual:
            yield f"classes.{code}", "unknown"
        if abs(urgency.base_s) > MOST_BASE_S:
            yield f"classes.{code}.base_s", "out_of_range"
        if not SLOPES[0] <= urgency.slope <= SLOPES[1]:
            yield f"classes.{code}.slope", "out_of_range"
    for code, following in pairwise(sorted(classes.keys() - {RESCUE})):
        if classes[following].base_s > classes[code].base_s:
            yield f"classes.{following}.base_s", "classes_out_of_order"


def _medium(name: str, medium: Medium) -> Iterator[Fault]:
    where = f"media.{name[:32]}"
    if name not in KINDS_OF_PLACE:
        yield where, "medium_unknown"
        return
    for kind, units in medium.takes.items():
        if kind not in KINDS_OF_PLACE:
            yield f"{where}.takes.{kind[:32]}", "medium_unknown"
        elif units > MOST_PLACES:
            yield f"{where}.takes.{kind}", "out_of_range"
    if medium.closes - KINDS_OF_PLACE:
        yield f"{where}.closes", "medium_unknown"
    if medium.beyond > MOST_PLACES:
        yield f"{where}.beyond", "out_of_range"


def _advance(advance: Advance) -> Iterator[Fault]:
    for level, head_start_ms in advance.vip_ms.items():
        if level not in VIP_LEVELS or not 0 <= head_start_ms <= MOST_MS:
            yield f"advance.vip_ms.{level}", "out_of_range"
    for level, higher in pairwise(sorted(advance.vip_ms)):
        if advance.vip_ms[higher] < advance.vip_ms[level]:
            yield f"advance.vip_ms.{higher}", "vip_out_of_order"
    if not 0 <= advance.dissatisfied_ms <= MOST_MS:
        yield "advance.dissatisfied_ms", "out_of_range"
    for name, head_start_ms in advance.business_ms.items():
        if not 0 <= head_start_ms <= MOST_MS:
            yield f"advance.business_ms.{name[:32]}", "out_of_range"
