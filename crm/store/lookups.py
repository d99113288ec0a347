"""Questions for the state of tickets: the ticket as it may be told, and the tries that did not fit."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, insert, or_, select

from crm.store.tables import ticket_lookups, tickets
from hub.database import Statement, Tx
from hub.ids import OrgId
from hub.store.house_tables import orgs

_asker = orgs.alias("asker")
_IN_LINE = or_(
    func.substr(orgs.c.path, 1, func.length(_asker.c.path)) == _asker.c.path,
    func.substr(_asker.c.path, 1, func.length(orgs.c.path)) == orgs.c.path,
)
"Of the organisation that is asked, of one above it or one below it; never of one beside it."
FIND = Statement(
    select(tickets.c.state, tickets.c.changed_ms, tickets.c.phone_last4_mac, orgs.c.tz)
    .join(orgs, orgs.c.id == tickets.c.org_id)
    .join(_asker, _asker.c.id == bindparam("asker_id"))
    .where(tickets.c.no == bindparam("no"), _IN_LINE)
)
ADD_TRY = Statement(insert(ticket_lookups).values({column.name: bindparam(column.name) for column in ticket_lookups.c}))
TRIES_ABOUT = Statement(
    select(func.count()).where(ticket_lookups.c.no == bindparam("no"), ticket_lookups.c.at_ms > bindparam("since_ms"))
)
TRIES_FROM = Statement(
    select(func.count()).where(
        ticket_lookups.c.conversation_id == bindparam("conversation_id"), ticket_lookups.c.at_ms > bindparam("since_ms")
    )
)


class Standing(NamedTuple):
    """What may be told of a ticket, and what must be known for it."""

    state: str
    changed_ms: int
    last4_mac: str | None
    "None: no phone was left, so nobody can be told."
    tz: str


def find(tx: Tx, asker_id: OrgId, no: str) -> Standing | None:
    """Return the ticket of this number, if it belongs to the organisation that is asked, one above or one below."""
    row = tx.row(FIND, asker_id=asker_id, no=no)
    return Standing(*row) if row else None


def tries(tx: Tx, no: str, conversation_id: str, since_ms: int) -> tuple[int, int]:
    """Return how often somebody did not know enough of this ticket, and how often this talk of any."""
    about: int = tx.scalar(TRIES_ABOUT, no=no, since_ms=since_ms)
    made: int = tx.scalar(TRIES_FROM, conversation_id=conversation_id, since_ms=since_ms)
    return about, made


def add_try(tx: Tx, org_id: OrgId, no: str, conversation_id: str) -> None:
    """Note that somebody did not know enough."""
    tx.run(ADD_TRY, id=tx.new_id(), org_id=org_id, no=no, conversation_id=conversation_id, at_ms=tx.now_ms)
