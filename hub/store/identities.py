"""Identities: the addresses tourists write from, with the numbers of the thread that each tourist sees."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import text

from hub.database import Ask, Row, Statement, Tx

_COLUMNS = (
    "id, org_id, account_id, ext_user, customer_id, display_name, lang, verified, pub_seq, delivered_seq, read_seq,"
    " blocked, merged_into"
)
FIND = Statement(
    text(f"SELECT {_COLUMNS} FROM identities WHERE account_id = :account_id AND ext_user = :ext_user")  # noqa: S608 - our own constant
)
GET = Statement(text(f"SELECT {_COLUMNS} FROM identities WHERE id = :id"))  # noqa: S608 - our own constant
CREATE = Statement(
    text(
        "INSERT INTO identities (id, org_id, account_id, ext_user, display_name, lang, created_ms)"  # noqa: S608 - our own constant
        " VALUES (:id, :org_id, :account_id, :ext_user, :display_name, :lang, :created_ms)"
        f" ON CONFLICT (account_id, ext_user) DO NOTHING RETURNING {_COLUMNS}"
    )
)
NUMBER = Statement(
    text(f"UPDATE identities SET pub_seq = pub_seq + :count WHERE id = :id RETURNING {_COLUMNS}")  # noqa: S608 - our own constant
)
NUMBER_ALL = Statement(
    postgresql=text(
        "UPDATE identities i SET pub_seq = i.pub_seq + s.count"  # noqa: S608 - our own constant
        " FROM unnest(CAST(:ids AS text[]), CAST(:counts AS bigint[])) AS s(id, count) WHERE i.id = s.id"
        f" RETURNING {', '.join(f'i.{column.strip()}' for column in _COLUMNS.split(','))}"
    )
)
NUMBER_SEEN = Statement(
    text("UPDATE identities SET pub_seq = pub_seq + 1 WHERE id = :id AND pub_seq = :pub_seq AND merged_into IS NULL")
)
KNOWN_AS = Statement(text("UPDATE identities SET customer_id = :customer_id WHERE id = :id"))
MOVE = Statement(text("UPDATE identities SET merged_into = :into WHERE id = :id"))
DESCRIBE = Statement(
    text(
        "UPDATE identities SET display_name = coalesce(:display_name, display_name), lang = coalesce(:lang, lang)"
        " WHERE id = :id"
    )
)
OF_IDS = Statement(
    sqlite=text(f"SELECT {_COLUMNS} FROM identities WHERE id IN (SELECT value FROM json_each(:ids))"),  # noqa: S608 - our own constant
    postgresql=text(f"SELECT {_COLUMNS} FROM identities WHERE id = ANY(CAST(:ids AS text[]))"),  # noqa: S608 - our own constant
)
CONFIRM = Statement(
    text(
        "UPDATE identities SET"
        " delivered_seq = CASE WHEN :delivered > delivered_seq THEN :delivered ELSE delivered_seq END,"
        " read_seq = CASE WHEN :read > read_seq THEN :read ELSE read_seq END WHERE id = :id"
    )
)
CONFIRM_ALL = Statement(
    postgresql=text(
        "UPDATE identities i SET delivered_seq = greatest(i.delivered_seq, s.delivered),"
        " read_seq = greatest(i.read_seq, s.read)"
        " FROM unnest(CAST(:ids AS text[]), CAST(:delivered AS bigint[]), CAST(:read AS bigint[]))"
        " AS s(id, delivered, read) WHERE i.id = s.id"
    )
)


@dataclass(frozen=True, slots=True)
class Identity:
    """One address of a tourist on one of our accounts."""

    id: str
    org_id: str
    account_id: str
    ext_user: str
    customer_id: str | None
    display_name: str | None
    lang: str | None
    verified: str
    pub_seq: int
    delivered_seq: int
    read_seq: int
    blocked: int
    merged_into: str | None
    "The identity in whose thread this tourist reads and writes by now."


def find(tx: Tx, account_id: str, ext_user: str) -> Identity | None:
    """Return the identity of a sender, if we have met."""
    row = tx.row(FIND, account_id=account_id, ext_user=ext_user)
    return Identity(*row) if row else None


def get(tx: Tx, identity_id: str) -> Identity:
    """Return an identity that is known to exist."""
    return _known(tx.row(GET, id=identity_id), identity_id)


def find_or_create(
    tx: Tx, *, org_id: str, account_id: str, ext_user: str, display_name: str | None, lang: str | None
) -> Identity:
    """Return the sender's identity, made now if this is the first sign of them; safe against a race."""
    known = find(tx, account_id, ext_user)
    if known is not None:
        return known
    made = tx.row(
        CREATE,
        id=tx.new_id(),
        org_id=org_id,
        account_id=account_id,
        ext_user=ext_user,
        display_name=display_name,
        lang=lang,
        created_ms=tx.now_ms,
    )
    known = Identity(*made) if made else find(tx, account_id, ext_user)
    if known is None:
        raise LookupError("an identity that was just made cannot be read")
    return known


def take_numbers(tx: Tx, identity_id: str, count: int) -> Identity:
    """Take `count` numbers of the tourist's thread (the last is `.pub_seq`) and hold the identity for this unit."""
    return _known(tx.row(NUMBER, id=identity_id, count=count), identity_id)


def take_numbers_of(tx: Tx, counts: Mapping[str, int]) -> Mapping[str, Identity]:
    """Do the same as `take_numbers` for several identities, each with a count of its own."""
    if tx.dialect == "sqlite":
        return {identity_id: take_numbers(tx, identity_id, count) for identity_id, count in counts.items()}
    ids = sorted(counts)  # in the order in which others lock several
    rows = tx.rows(NUMBER_ALL, ids=ids, counts=[counts[identity_id] for identity_id in ids]) if ids else []
    return {identity.id: identity for identity in (Identity(*row) for row in rows)}


def taking_numbers(identity_id: str, count: int) -> Ask[Identity]:
    """Do the same as `take_numbers`."""
    return Ask(NUMBER, {"id": identity_id, "count": count}, lambda row: _known(row, identity_id))


def seeing(identity_id: str) -> Ask[Identity]:
    """Look at an identity that is known to exist."""
    return Ask(GET, {"id": identity_id}, lambda row: _known(row, identity_id))


def take_number_seen(tx: Tx, seen: Identity, failing: Exception) -> Identity:
    """Take the number behind the last one seen; the unit fails if it was taken since, or the identity merged."""
    tx.require(NUMBER_SEEN, failing, id=seen.id, pub_seq=seen.pub_seq)
    return replace(seen, pub_seq=seen.pub_seq + 1)


def known_as(tx: Tx, identity_id: str, customer_id: str) -> None:
    """Say which customer writes from this address."""
    tx.later(KNOWN_AS, id=identity_id, customer_id=customer_id)


def move(tx: Tx, identity_id: str, into: str) -> None:
    """Say that this tourist reads and writes in another identity's thread from now on."""
    tx.run(MOVE, id=identity_id, into=into)


def describe(tx: Tx, identity_id: str, display_name: str | None, lang: str | None) -> None:
    """Keep the name and language that the sender gives now; None leaves what is known."""
    tx.run(DESCRIBE, id=identity_id, display_name=display_name, lang=lang)


def of_ids(tx: Tx, identity_ids: Sequence[str]) -> Sequence[Identity]:
    """Return those of the identities that there are."""
    ids = json.dumps(identity_ids) if tx.dialect == "sqlite" else identity_ids
    return [Identity(*row) for row in tx.rows(OF_IDS, ids=ids)]


def confirm(tx: Tx, told: Sequence[tuple[str, int, int]]) -> None:
    """Raise how far tourists have received and read: (identity, delivered, read); what stood higher stays."""
    if tx.dialect == "sqlite":
        for identity_id, delivered, read in told:
            tx.run(CONFIRM, id=identity_id, delivered=delivered, read=read)
    elif told:
        ids, delivered_all, read_all = zip(*sorted(told), strict=True)
        tx.run(CONFIRM_ALL, ids=ids, delivered=delivered_all, read=read_all)


def _known(row: Row | None, identity_id: str) -> Identity:
    if row is None:
        raise LookupError(f"no identity {identity_id}")
    return Identity(*row)
