"""Canned replies as rows: the shared ones of organisations, and those that a person has made for oneself.

`owner_id` is empty in a shared one: a unique key over an empty value holds on both engines, over NULL it does not.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text

from hub.database import Statement, Tx

SHARED = ""
"The owner of what belongs to an organisation."
_REPLY = (
    "SELECT r.id, r.org_id, r.owner_id, r.code, r.title, r.words, r.position, r.used, r.rev, o.path, o.name"
    " FROM canned_replies r JOIN orgs o ON o.id = r.org_id"
)
_ORDER = " ORDER BY r.owner_id DESC, length(o.path) DESC, o.path, r.position, r.code"
FIND = Statement(text(f"{_REPLY} WHERE r.id = :reply_id"))
OF_OWNER = Statement(text(f"{_REPLY} WHERE r.owner_id = :owner_id{_ORDER}"))
FOR_WRITER = Statement(
    text(
        f"{_REPLY} JOIN orgs mine ON mine.id = :org_id WHERE r.owner_id = :user_id"
        f" OR (r.owner_id = '' AND substr(mine.path, 1, length(o.path)) = o.path){_ORDER}"
    )
)
COUNT = Statement(text("SELECT count(*) FROM canned_replies WHERE org_id = :org_id AND owner_id = :owner_id"))
TAKEN = Statement(
    text("SELECT id FROM canned_replies WHERE org_id = :org_id AND owner_id = :owner_id AND code = :code")
)
ADD = Statement(
    text(
        "INSERT INTO canned_replies (id, org_id, owner_id, code, title, words, position, created_ms)"
        " VALUES (:id, :org_id, :owner_id, :code, :title, :words, :position, :now_ms)"
    )
)
WRITE = Statement(
    text(
        "UPDATE canned_replies SET code = :code, title = :title, words = :words, position = :position, rev = rev + 1"
        " WHERE id = :reply_id"
    )
)
REMOVE = Statement(text("DELETE FROM canned_replies WHERE id = :reply_id"))
USED = Statement(text("UPDATE canned_replies SET used = used + 1 WHERE id = :reply_id"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What somebody writes of a canned reply."""

    code: str
    "Its shortcut, by which it is called."
    title: str
    words: Mapping[str, str]
    "Language → words, with slots."
    position: int


@dataclass(frozen=True, slots=True)
class CannedReply:
    """A canned reply."""

    id: str
    org_id: str
    owner_id: str
    sheet: Sheet
    used: int
    "How often it was put into a reply."
    rev: int
    org_path: str
    org_name: str


def find(tx: Tx, reply_id: str) -> CannedReply | None:
    """Return a canned reply."""
    row = tx.row(FIND, reply_id=reply_id)
    return _reply(row) if row else None


def of_owner(tx: Tx, owner_id: str) -> Sequence[CannedReply]:
    """Return what a person has made for oneself, or (`SHARED`) what all organisations have, in order."""
    return [_reply(row) for row in tx.rows(OF_OWNER, owner_id=owner_id)]


def for_writer(tx: Tx, org_id: str, user_id: str) -> Sequence[CannedReply]:
    """Return what somebody can say in conversations of an organisation.

    First one's own, then the organisation's and those of the organisations above it, each in order.
    """
    return [_reply(row) for row in tx.rows(FOR_WRITER, org_id=org_id, user_id=user_id)]


def count(tx: Tx, org_id: str, owner_id: str) -> int:
    """Return how many there are of one owner in an organisation."""
    return int(tx.scalar(COUNT, org_id=org_id, owner_id=owner_id) or 0)


def taken_by(tx: Tx, org_id: str, owner_id: str, code: str) -> str | None:
    """Return the id of the canned reply that has a shortcut."""
    row = tx.row(TAKEN, org_id=org_id, owner_id=owner_id, code=code)
    return row[0] if row else None


def add(tx: Tx, org_id: str, owner_id: str, sheet: Sheet) -> str:
    """Make a canned reply; returns its id."""
    reply_id = tx.new_id()
    tx.run(ADD, id=reply_id, org_id=org_id, owner_id=owner_id, now_ms=tx.now_ms, **_values(sheet))
    return reply_id


def write(tx: Tx, reply_id: str, sheet: Sheet) -> None:
    """Change a canned reply."""
    tx.run(WRITE, reply_id=reply_id, **_values(sheet))


def remove(tx: Tx, reply_id: str) -> None:
    """Drop a canned reply."""
    tx.run(REMOVE, reply_id=reply_id)


def count_use(tx: Tx, reply_id: str) -> None:
    """Count that somebody has put it into a reply."""
    tx.run(USED, reply_id=reply_id)


def _values(sheet: Sheet) -> dict[str, object]:
    words = json.dumps(dict(sheet.words), ensure_ascii=False, sort_keys=True)
    return {"code": sheet.code, "title": sheet.title, "words": words, "position": sheet.position}


def _reply(row: Sequence[object]) -> CannedReply:
    reply_id, org_id, owner_id, code, title, words, position, used, rev, path, name = row
    sheet = Sheet(str(code), str(title), json.loads(str(words)), int(str(position)))
    return CannedReply(
        str(reply_id), str(org_id), str(owner_id), sheet, int(str(used)), int(str(rev)), str(path), str(name)
    )
