"""Canned replies, made and changed: by those who run an organisation for all its agents, by everybody for oneself.

Rules: a shared one is seen in its organisation and below, and is set by whoever administers or supervises there; one's
own is seen by nobody else. A shortcut is unique among those of one owner in one organisation. Words may hold the slots
of `SLOTS` and no others: what nobody fills in would reach a tourist with its braces.
"""

from dataclasses import dataclass
from typing import Literal, get_args
from unicodedata import normalize

from hub.audit import Subject
from hub.database import Tx
from hub.errors import Conflict, NotFound, Unprocessable
from hub.ids import OrgId, UserId
from hub.people import Org
from hub.script import writable
from hub.steering import steward
from hub.steering.steward import LANGS, Steward, Words
from hub.store import canned as rows
from hub.store import orgs, users
from hub.store.canned import SHARED, CannedReply, Sheet
from hub.texts import slots_in

CANNED_REPLY = "canned_reply"
Slot = Literal["tourist", "agent", "ticket", "queue", "org", "date", "time"]
SLOTS: tuple[Slot, ...] = get_args(Slot)
"What is filled in when a reply is written: names, the last ticket's number, the day and the time of the organisation."
MAX_CODE = 32
MOST_SHARED = 500
"Canned replies of one organisation."
MOST_OWN = 100
"Canned replies of one person."


@dataclass(frozen=True, slots=True)
class MakeReply:
    """Another canned reply."""

    steward: Steward
    org_id: str | None
    "The organisation that is to have it; None: the person alone."
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class ChangeReply:
    """A canned reply written otherwise, on sight of revision `rev`."""

    steward: Steward
    reply_id: str
    rev: int
    sheet: Sheet
    own: bool
    "Whether it is one of the person's own."


@dataclass(frozen=True, slots=True)
class RemoveReply:
    """A canned reply that nobody needs any more."""

    steward: Steward
    reply_id: str
    rev: int
    own: bool


def make(tx: Tx, args: MakeReply) -> CannedReply:
    """Unit: make a canned reply.

    Raises:
        NotFound: no such organisation for this steward.
        Conflict: code `code_taken`, or `canned_replies_full`.
        Unprocessable: a shortcut, a title or words that cannot be kept; all faults together.
    """
    own = args.org_id is None
    org = _home(tx, args.steward) if args.org_id is None else steward.org_of(tx, args.steward.floor, args.org_id)
    sheet = _judged(args.sheet)
    orgs.lock(tx, org.id)
    owner_id = args.steward.user_id if own else SHARED
    if rows.count(tx, org.id, owner_id) >= (MOST_OWN if own else MOST_SHARED):
        raise Conflict("canned_replies_full", "there are as many as anybody can find; remove some first")
    _require_free(tx, org.id, owner_id, sheet.code, None)
    reply_id = rows.add(tx, org.id, owner_id, sheet)
    fields = ("code", "position", "title", "words")
    args.steward.note(tx, "canned_reply.made", Subject(CANNED_REPLY, reply_id), fields, org.id)
    return held(tx, args.steward, reply_id, own=own)


def change(tx: Tx, args: ChangeReply) -> CannedReply:
    """Unit: write a canned reply otherwise.

    Raises:
        NotFound: there is none that this person may set.
        Conflict: code `changed_meanwhile` or `code_taken`.
        Unprocessable: as for `make`.
    """
    found = held(tx, args.steward, args.reply_id, own=args.own)
    orgs.lock(tx, OrgId(found.org_id))
    found = held(tx, args.steward, args.reply_id, own=args.own)
    subject = Subject(CANNED_REPLY, found.id)
    steward.require_rev(tx, subject, args.rev, found.rev)
    sheet = _judged(args.sheet)
    _require_free(tx, found.org_id, found.owner_id, sheet.code, found.id)
    rows.write(tx, found.id, sheet)
    before = found.sheet
    fields = [name for name in Sheet.__slots__ if getattr(before, name) != getattr(sheet, name)]
    args.steward.note(tx, "canned_reply.changed", subject, fields, found.org_id)
    return held(tx, args.steward, found.id, own=args.own)


def remove(tx: Tx, args: RemoveReply) -> None:
    """Unit: drop a canned reply; what was written with it stays."""
    found = held(tx, args.steward, args.reply_id, own=args.own)
    subject = Subject(CANNED_REPLY, found.id)
    steward.require_rev(tx, subject, args.rev, found.rev)
    rows.remove(tx, found.id)
    args.steward.note(tx, "canned_reply.removed", subject, ("removed",), found.org_id)


def held(tx: Tx, who: Steward, reply_id: str, *, own: bool) -> CannedReply:
    """Return a canned reply that a person may set: one's own, or one of an organisation in the person's charge.

    Raises:
        NotFound: there is none.
    """
    found = rows.find(tx, reply_id)
    if found is not None:
        mine = found.owner_id == who.user_id
        shared = found.owner_id == SHARED and who.floor.allows(found.org_path)
        if mine if own else shared:
            return found
    raise NotFound("canned_reply_not_found", reply_id)


def shortcut(given: str) -> str:
    """Return a shortcut as it is compared: without width, case and what nobody can see.

    Raises:
        Unprocessable: it is empty, too long, or holds a blank or a stroke, at which the list in the composer ends.
    """
    code = normalize("NFKC", writable(given)).strip().lower().lstrip("/")
    if not code or len(code) > MAX_CODE or any(sign.isspace() or sign == "/" for sign in code):
        raise Unprocessable("code_invalid", "1 to 32 characters without blanks", {"code": "invalid"})
    return code


def _judged(sheet: Sheet) -> Sheet:
    words = {lang: writable(said).strip() for lang, said in sheet.words.items()}
    kept = {lang: said for lang, said in words.items() if said}
    steward.together(
        lambda: shortcut(sheet.code), lambda: steward.name(sheet.title, "title"), lambda: _judge_words(kept)
    )
    return Sheet(shortcut(sheet.code), steward.name(sheet.title, "title"), kept, sheet.position)


def _judge_words(words: Words) -> None:
    faults = {f"words/{lang}": "slot_unknown" for lang, said in words.items() if lang in LANGS and not _fills(said)}
    faults.update(steward.word_faults(words, "words"))
    if not words:
        faults["words/zh-CN"] = "missing"
    if faults:
        raise Unprocessable("words_invalid", "some words are not acceptable", faults)


def _fills(said: str) -> bool:
    rest = said
    for slot in slots_in(said) & set(SLOTS):
        rest = rest.replace(f"{{{slot}}}", "")
    return "{" not in rest and "}" not in rest


def _require_free(tx: Tx, org_id: str, owner_id: str, code: str, reply_id: str | None) -> None:
    if rows.taken_by(tx, org_id, owner_id, code) not in {None, reply_id}:
        raise Conflict("code_taken", "another canned reply has this shortcut", {"field": "code"})


def _home(tx: Tx, who: Steward) -> Org:
    user = users.find(tx, UserId(who.user_id))
    if user is None:
        raise NotFound("user_not_found", who.user_id)
    return orgs.get(tx, user.org_id)
