"""Who may set what, and how a change that came too late is refused.

Rules: a steward sees and changes only rows of organisations that the steward's rights cover; the others do not exist.
Whoever sends an old revision is told who changed the row meanwhile. Each change is in the audit, by names of fields.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from hub import audit
from hub.audit import Subject
from hub.database import Tx
from hub.errors import Conflict, NotFound, Unprocessable
from hub.ids import OrgId, UserId
from hub.model import Actor
from hub.people import Org
from hub.scope import Scope
from hub.script import writable
from hub.store import audit as audit_rows
from hub.store import orgs, texts, users

LANGS = ("zh-CN", "zh-TW", "en", "ja", "ko")
"Languages in which names and words can be written."
MAX_NAME = 60
MAX_WORDS = 1000
_CODE = re.compile(r"[a-z][a-z0-9_]{0,31}", re.ASCII)
Words = Mapping[str, str]
"Language → words."


@dataclass(frozen=True, slots=True)
class Steward:
    """The member of staff who sets something."""

    user_id: str
    admin: Scope
    "Where everything may be set."
    floor: Scope
    "Where queues and agents may be set: also what a supervisor supervises."

    @property
    def actor(self) -> Actor:
        """Return who acts, for events and the audit."""
        return Actor("user", self.user_id)

    def note(self, tx: Tx, action: str, subject: Subject, fields: Iterable[str], org_id: str) -> None:
        """Put a change into the audit."""
        audit.record(tx, self.actor, action, subject, {"fields": sorted(fields)}, org_id=org_id)


def org_of(tx: Tx, scope: Scope, org_id: str) -> Org:
    """Return an organisation that a scope covers.

    Raises:
        NotFound: there is none.
    """
    org = orgs.find(tx, OrgId(org_id))
    if org is None or not scope.allows(org.path):
        raise NotFound("org_not_found", "there is no such organisation")
    return org


def require_rev(tx: Tx, subject: Subject, given: int, present: int) -> None:
    """Refuse a change made on sight of an older row.

    Raises:
        Conflict: code `changed_meanwhile`; `changed` says by whom and when.
    """
    if given == present:
        return
    last = audit_rows.last_of(tx, subject.type, subject.id or "")
    who = users.find(tx, UserId(last.actor_id)) if last and last.actor_id else None
    changed = {
        "rev": present,
        "by": who.display_name if who else None,
        "at_ms": last.at_ms if last else None,
    }
    raise Conflict("changed_meanwhile", "somebody has changed this; look again", {"changed": changed})


def code(given: str, field: str = "code") -> str:
    """Return a code.

    Raises:
        Unprocessable: it is none.
    """
    if not _CODE.fullmatch(given):
        raise Unprocessable("code_invalid", "small letters, digits and underscores, at most 32", {field: "invalid"})
    return given


def together(*judgements: Callable[[], object]) -> None:
    """Judge several things, so that somebody learns of all that is wrong and not only of the first.

    Raises:
        Unprocessable: with the faults of all, and the code of the first.
    """
    refusals: list[Unprocessable] = []
    for judge in judgements:
        try:
            judge()
        except Unprocessable as refusal:
            refusals.append(refusal)
    if refusals:
        found = {field: why for refusal in reversed(refusals) for field, why in refusal.fields.items()}
        raise Unprocessable(refusals[0].code, str(refusals[0]), found)


def name(given: str, field: str = "name") -> str:
    """Return a name in one line.

    Raises:
        Unprocessable: nothing is left of it, or too much.
    """
    found = " ".join(writable(given).split())
    if not found:
        raise Unprocessable("name_missing", "a name is needed", {field: "missing"})
    if len(found) > MAX_NAME:
        raise Unprocessable("name_too_long", f"at most {MAX_NAME} characters", {field: "too_long"})
    return found


def put_words(tx: Tx, org_id: str, key: str, words: Words, field: str, *, needed: bool = False) -> bool:
    """Write an organisation's words under a key; empty ones are taken away. Returns whether anything changed.

    Raises:
        Unprocessable: a language we do not know, too many words, or none in Chinese where they are needed.
    """
    clean = _clean(words)
    faults = word_faults(words, field, needed=needed)
    if faults:
        raise Unprocessable("words_invalid", "some words are not acceptable", faults)
    before = own_words(tx, org_id, key)
    for lang, said in clean.items():
        if said:
            texts.put(tx, OrgId(org_id), key, lang, said)
        else:
            texts.remove(tx, OrgId(org_id), key, lang)
    return own_words(tx, org_id, key) != before


def word_faults(words: Words, field: str, *, needed: bool = False) -> dict[str, str]:
    """Return what is wrong with words in several languages, by places such as `names/zh-CN`."""
    clean = _clean(words)
    faults = {f"{field}/{lang[:16]}": "unknown" for lang in words if lang not in LANGS}
    faults.update({f"{field}/{lang}": "too_long" for lang, said in clean.items() if len(said) > MAX_WORDS})
    if needed and not clean.get("zh-CN"):
        faults[f"{field}/zh-CN"] = "missing"
    return faults


def _clean(words: Words) -> dict[str, str]:
    return {lang: writable(said).strip() for lang, said in words.items()}


def drop_words(tx: Tx, org_id: str, key: str) -> None:
    """Take all of an organisation's words under a key away."""
    for lang in own_words(tx, org_id, key):
        texts.remove(tx, OrgId(org_id), key, lang)


def own_words(tx: Tx, org_id: str, key: str) -> dict[str, str]:
    """Return what an organisation itself says under a key."""
    return texts.own(tx, OrgId(org_id), key)
