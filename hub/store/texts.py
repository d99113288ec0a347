"""The words that organisations have written themselves, by key and language.

Rule: paths are compared by their first characters, as in `hub.store.orgs`.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from hub.database import Statement, Tx
from hub.ids import OrgId
from hub.store.house_tables import orgs, texts

_viewer = orgs.alias("viewer")
_NEAREST_FIRST = (func.length(orgs.c.path).desc(), texts.c.key, texts.c.lang)
_SEEN = (
    select(texts.c.key, texts.c.lang, texts.c.text)
    .join(orgs, orgs.c.id == texts.c.org_id)
    .join(_viewer, func.substr(_viewer.c.path, 1, func.length(orgs.c.path)) == orgs.c.path)
    .where(_viewer.c.id == bindparam("org_id"))
    .order_by(*_NEAREST_FIRST)
)
BY_KEY = Statement(_SEEN.where(texts.c.key == bindparam("key")))
BY_PREFIX = Statement(_SEEN.where(func.substr(texts.c.key, 1, bindparam("length")) == bindparam("prefix")))
_NEW = insert(texts).values(
    org_id=bindparam("org_id"), key=bindparam("key"), lang=bindparam("lang"), text=bindparam("text")
)
PUT = Statement(
    _NEW.on_conflict_do_update(
        index_elements=[texts.c.org_id, texts.c.key, texts.c.lang], set_={"text": _NEW.excluded.text}
    )
)
ADD = Statement(_NEW.on_conflict_do_nothing(index_elements=[texts.c.org_id, texts.c.key, texts.c.lang]))
REMOVE = Statement(
    delete(texts).where(
        texts.c.org_id == bindparam("org_id"), texts.c.key == bindparam("key"), texts.c.lang == bindparam("lang")
    )
)
OWN = Statement(
    select(texts.c.lang, texts.c.text)
    .where(texts.c.org_id == bindparam("org_id"), texts.c.key == bindparam("key"))
    .order_by(texts.c.lang)
)
OWN_PREFIX = Statement(
    select(texts.c.key, texts.c.lang, texts.c.text)
    .where(
        texts.c.org_id == bindparam("org_id"),
        func.substr(texts.c.key, 1, bindparam("length")) == bindparam("prefix"),
    )
    .order_by(texts.c.key, texts.c.lang)
)


class Written(NamedTuple):
    """A text as it stands in the table."""

    key: str
    lang: str
    text: str


def by_key(tx: Tx, org_id: OrgId, key: str) -> Sequence[Written]:
    """Return what the organisation and those above it say under `key`, the nearest first."""
    return [Written(*row) for row in tx.rows(BY_KEY, org_id=org_id, key=key)]


def by_prefix(tx: Tx, org_id: OrgId, prefix: str) -> Sequence[Written]:
    """Return all texts that the organisation sees under keys with this beginning, the nearest first."""
    return [Written(*row) for row in tx.rows(BY_PREFIX, org_id=org_id, prefix=prefix, length=len(prefix))]


def own(tx: Tx, org_id: OrgId, key: str) -> dict[str, str]:
    """Return what the organisation itself says under `key`, by language."""
    return {row[0]: row[1] for row in tx.rows(OWN, org_id=org_id, key=key)}


def own_by_prefix(tx: Tx, org_id: OrgId, prefix: str) -> Sequence[Written]:
    """Return what the organisation itself says under keys with this beginning."""
    return [Written(*row) for row in tx.rows(OWN_PREFIX, org_id=org_id, prefix=prefix, length=len(prefix))]


def put(tx: Tx, org_id: OrgId, key: str, lang: str, text: str) -> None:
    """Write an organisation's own words, over what it said before."""
    tx.run(PUT, org_id=org_id, key=key, lang=lang, text=text)


def add(tx: Tx, org_id: OrgId, key: str, lang: str, text: str) -> bool:
    """Write an organisation's own words unless it has some; tell whether they are new."""
    return tx.run(ADD, org_id=org_id, key=key, lang=lang, text=text) == 1


def remove(tx: Tx, org_id: OrgId, key: str, lang: str) -> bool:
    """Take an organisation's own words away, so that those above it are heard again."""
    return tx.run(REMOVE, org_id=org_id, key=key, lang=lang) == 1
