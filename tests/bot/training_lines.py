"""The lines that the bot learns from and is measured by, read plainly, and what every one of them must keep to."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

TRAINING = Path(__file__).parents[2] / "bot" / "training"
HELD_OUT = "held_out"

_INTENTS = """
emergency_rescue complaint_forced_shopping complaint_guide_service complaint_agency_contract complaint_hotel
complaint_scenic complaint_price complaint_transport complaint_restaurant complaint_other refund_request
lost_property report_repair ticket_status human_agent callback_request weather_query traffic_query policy_discount
policy_visa_entry policy_rules reserve_rule book_ticket book_hotel book_tour book_restaurant cancel_booking
verify_agency_guide facility_query opening_hours recommend_route emergency_notice praise_suggestion insurance_query
hotline_info affirm deny greet bye thank small_talk cancel_flow change_language find_attraction find_hotel
find_restaurant find_entertainment find_shopping find_agency nearby_attraction nearby_hotel nearby_restaurant
ask_address ask_phone ask_price ask_ticket ask_rating ask_duration ask_dish ask_hotel_type metro taxi travel_tips
rate_guide rate_agency rate_scenic rate_service inform out_of_scope
"""
_ENTITIES = "attraction hotel restaurant dish region agency facility hotel_type station person goods"
INTENTS = frozenset(_INTENTS.split())
ENTITIES = frozenset(_ENTITIES.split())

ANNOTATED = re.compile(r"\[([^\[\]()]+)\]\(([a-z_]+)\)")
PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8}|[48]00[- ]?\d{3}[- ]?\d{4})(?!\d)")


class Example(NamedTuple):
    """A sentence as it stands in the file, of one language and one intent (or two, joined by a plus)."""

    language: str
    held_out: bool
    intent: str
    text: str

    @property
    def plain(self) -> str:
        """The words without annotation."""
        return ANNOTATED.sub(r"\1", self.text)

    @property
    def bare(self) -> str:
        """What is left of the words when width, case, blanks and punctuation do not count."""
        folded = unicodedata.normalize("NFKC", self.plain).lower()
        return "".join(c for c in folded if unicodedata.category(c)[0] not in "PZSC") or folded


def sections(path: Path) -> Sequence[Mapping[str, str]]:
    """Return what a file says: intents, synonyms, lookups."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert document["version"] == "3.1", path.name
    return list(document["nlu"])


def lines(block: str) -> Sequence[str]:
    """Return the lines of a section."""
    listed = block.splitlines()
    assert all(line.startswith("- ") and line == f"- {line[2:].strip()}" for line in listed), listed
    return [line[2:] for line in listed]


@cache
def examples() -> tuple[Example, ...]:
    """Return all sentences of all languages, learned or held out."""
    return tuple(example for path in sorted(TRAINING.rglob("*.yml")) for example in _read(path))


def learned(language: str) -> tuple[Example, ...]:
    """Return what is learned in a language."""
    return tuple(one for one in examples() if one.language == language and not one.held_out)


def kept_back(language: str) -> tuple[Example, ...]:
    """Return what a language is measured by."""
    return tuple(one for one in examples() if one.language == language and one.held_out)


def too_few(said: Sequence[Example], wanted: Mapping[str, int]) -> Mapping[str, int]:
    """Return the intents that are said less often than wanted, and how often."""
    times = Counter(example.intent for example in said)
    return {intent: times[intent] for intent in INTENTS if times[intent] < wanted[intent]}


def check_annotations(said: Sequence[Example]) -> None:
    """See that what is annotated is well formed and of a known kind."""
    for example in said:
        assert {entity for _, entity in ANNOTATED.findall(example.text)} <= ENTITIES, example
        assert not set("[]") & set(example.plain), example
        assert all(value == value.strip() for value, _ in ANNOTATED.findall(example.text)), example


def numbers_in(said: Sequence[Example]) -> set[str]:
    """Return the telephone numbers that are named."""
    return {number for example in said for number in PHONE.findall(example.plain)}


def _read(path: Path) -> Iterator[Example]:
    held_out = path.parent.name == HELD_OUT
    language = path.stem if held_out else path.parent.name
    for section in sections(path):
        listed = lines(section["examples"])
        if "intent" in section:
            yield from (Example(language, held_out, section["intent"], line) for line in listed)
        else:
            assert section.keys() & {"synonym", "lookup", "regex"}, (path.name, section)
