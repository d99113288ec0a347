"""What an organisation says in its own words: written by language, judged, and taken back to what is said otherwise.

Rules: a text is written as a whole, on sight of what stood there; empty words bring back those of the organisations
above, else the built-in ones. Whatever is written is said from the next time on. Refused are a slot that nobody
fills, and words for a rescue that leave out the numbers for emergencies.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import normalize

from hub.audit import Subject
from hub.database import Tx
from hub.errors import NotFound, Unprocessable
from hub.ids import OrgId
from hub.people import Org
from hub.steering import steward
from hub.steering.steward import LANGS, MAX_WORDS, Steward, Words
from hub.store import orgs
from hub.store import texts as rows
from hub.store.texts import Written
from hub.text_guide import Catalogue, OwnText
from hub.texts import Wording, slots_in

TEXT = "text"


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What is said where an organisation has not written anything."""

    words: str
    source: str
    "built_in, above (an organisation above), or other_language."


@dataclass(frozen=True, slots=True)
class TextSheet:
    """A text as one organisation has it."""

    text: OwnText
    own: Mapping[str, str]
    otherwise: Mapping[str, Otherwise]
    "By language; a language is missing where nothing at all would be said."
    rev: int
    "Made of what is written; it differs whenever that does."


@dataclass(frozen=True, slots=True)
class SetText:
    """Other words, made on sight of revision `rev`."""

    steward: Steward
    catalogue: Catalogue
    org_id: str
    key: str
    rev: int
    words: Words


def sheets(tx: Tx, who: Steward, known: Catalogue, org_id: str) -> list[TextSheet]:
    """Return all texts as an organisation of the steward's has them."""
    org = steward.org_of(tx, who.admin, org_id)
    own: dict[str, dict[str, str]] = {}
    for written in rows.own_by_prefix(tx, org.id, ""):
        own.setdefault(written.key, {})[written.lang] = written.text
    above: dict[str, list[Written]] = {}
    for written in rows.by_prefix(tx, org.parent_id, "") if org.parent_id else ():
        above.setdefault(written.key, []).append(written)
    return [_sheet(text, own.get(key, {}), above.get(key, [])) for key, text in known.items()]


def change(tx: Tx, args: SetText) -> TextSheet:
    """Unit: write a text in all its languages.

    Raises:
        NotFound: code `text_not_found`; nothing of this name is said.
        Conflict: code `changed_meanwhile`.
        Unprocessable: code `words_invalid`; `fields` says which language, and why.
    """
    org = steward.org_of(tx, args.steward.admin, args.org_id)
    text = args.catalogue.get(args.key)
    if text is None:
        raise NotFound("text_not_found", "there is no such text")
    orgs.lock(tx, org.id)
    before = steward.own_words(tx, org.id, text.key)
    subject = Subject(TEXT, f"{org.id}/{text.key}")
    steward.require_rev(tx, subject, args.rev, rev_of(before))
    faults = faults_in(text, args.words)
    if faults:
        raise Unprocessable("words_invalid", "some words are not acceptable", faults)
    missing = {lang: "" for lang in before if lang not in args.words}
    steward.put_words(tx, org.id, text.key, {**args.words, **missing}, "words")
    after = steward.own_words(tx, org.id, text.key)
    changed = [lang for lang in before.keys() | after.keys() if before.get(lang) != after.get(lang)]
    args.steward.note(tx, "text.changed", subject, changed, org.id)
    return _sheet(text, after, _above(tx, org, text.key))


def faults_in(text: OwnText, words: Words, field: str = "words") -> dict[str, str]:
    """Return what is wrong with words, by places such as `words/en`; beside another fault, `words/en/numbers`."""
    found = {lang: _faults(text, lang, said.strip()) for lang, said in words.items()}
    return {f"{field}/{lang[:16]}{part}": code for lang, faults in found.items() for part, code in faults.items()}


def rev_of(own: Mapping[str, str]) -> int:
    """Return a number that stands for these words."""
    written = json.dumps(own, ensure_ascii=False, sort_keys=True).encode()
    return int.from_bytes(hashlib.sha256(written).digest()[:4], "big") >> 1


def _faults(text: OwnText, lang: str, said: str) -> dict[str, str]:
    """Return all that is wrong with words in a language, by the part of it."""
    if lang not in LANGS:
        return {"": "unknown"}
    faults = {} if _fills(said, text) else {"": "slot_unknown"}
    if len(said) > MAX_WORDS:
        faults = {"": "too_long"}
    if said and not all(_says(said, number) for number in text.guide.must_say):
        faults["/numbers" if faults else ""] = "number_missing"
    return faults


def _fills(said: str, text: OwnText) -> bool:
    rest = said
    for slot in slots_in(said) & set(text.slots):
        rest = rest.replace(f"{{{slot}}}", "")
    return "{" not in rest and "}" not in rest


def _says(said: str, number: str) -> bool:
    return re.search(rf"(?<!\d){number}(?!\d)", normalize("NFKC", said)) is not None


def _above(tx: Tx, org: Org, key: str) -> list[Written]:
    return [*rows.by_key(tx, OrgId(org.parent_id), key)] if org.parent_id else []


def _sheet(text: OwnText, own: Mapping[str, str], above: list[Written]) -> TextSheet:
    wording = Wording(above, {text.key: text.built_in})
    otherwise: dict[str, Otherwise] = {}
    for lang in LANGS:
        words = wording.find(text.key, lang)
        if words is not None:
            source = "above" if any(one.text == words for one in above) else "built_in"
            exact = text.built_in.get(lang) == words or any(one.lang == lang for one in above)
            otherwise[lang] = Otherwise(words, source if exact else "other_language")
    return TextSheet(text, own, otherwise, rev_of(own))
