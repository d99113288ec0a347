"""Tickets as rows: their numbers, links and changes; the only place that writes them.

Rule: a ticket row is inserted under its `made_key` before it takes a number, so that a repeat takes none and the
numbers of a day have no holes; the counter's row is held until the unit commits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from crm.store.tables import ticket_changes, ticket_counters, ticket_links, tickets
from crm.workflow import Severity, TicketKind, TicketState
from hub.database import Statement, Tx
from hub.ids import OrgId
from hub.model import Actor
from hub.phones import SealedPhone
from hub.scope import Scope
from hub.store.house_tables import orgs, users
from hub.store.orgs import in_scope
from hub.store.tables import conversations

_owner = users.alias("owner")
_creator = users.alias("creator")
_later = ticket_links.alias("later")
_TICKET = (
    tickets.c.id,
    tickets.c.org_id,
    tickets.c.no,
    tickets.c.kind,
    tickets.c.state,
    tickets.c.title,
    tickets.c.description,
    tickets.c.severity,
    tickets.c.customer_id,
    tickets.c.owner_id,
    tickets.c.created_by,
    tickets.c.created_ms,
    tickets.c.changed_ms,
    tickets.c.closed_ms,
    tickets.c.rev,
)
_SEEN = (
    select(
        *_TICKET,
        orgs.c.name.label("org_name"),
        orgs.c.path.label("org_path"),
        _owner.c.display_name.label("owner_name"),
        _creator.c.display_name.label("creator_name"),
        tickets.c.phone_area,
    )
    .join(orgs, orgs.c.id == tickets.c.org_id)
    .outerjoin(_owner, _owner.c.id == tickets.c.owner_id)
    .outerjoin(_creator, _creator.c.id == tickets.c.created_by)
)
_PRESSING = case(
    (and_(tickets.c.severity == Severity.CRITICAL, tickets.c.state.in_([TicketState.NEW, TicketState.OPEN])), 1),
    else_=0,
)
"What somebody has to see first: critical, and not yet resolved."
ADD = Statement(
    upsert(tickets)
    .values({column.name: bindparam(column.name) for column in _TICKET[:-1]} | {"made_key": bindparam("made_key")})
    .on_conflict_do_nothing(index_elements=[tickets.c.made_key])
)
NO_OF_KEY = Statement(select(tickets.c.id, tickets.c.no).where(tickets.c.made_key == bindparam("made_key")))
_COUNT = upsert(ticket_counters).values(org_id=bindparam("org_id"), day=bindparam("day"), last=1)
TAKE_NUMBER = Statement(
    _COUNT.on_conflict_do_update(
        index_elements=[ticket_counters.c.org_id, ticket_counters.c.day],
        set_={"last": ticket_counters.c.last + 1},
    ).returning(ticket_counters.c.last)
)
NAME = Statement(update(tickets).where(tickets.c.id == bindparam("ticket_id")).values(no=bindparam("new_no")))
KEEP_PHONE = Statement(
    update(tickets)
    .where(tickets.c.id == bindparam("ticket_id"))
    .values(
        phone=bindparam("sealed"),
        phone_mac=bindparam("whole_mac"),
        phone_last4_mac=bindparam("last4_mac"),
        phone_area=bindparam("area"),
    )
)
PHONE_OF = Statement(select(tickets.c.phone).where(tickets.c.id == bindparam("ticket_id")))
FIND = Statement(_SEEN.where(tickets.c.id == bindparam("ticket_id")))
LOCK = Statement(select(tickets.c.id).where(tickets.c.id == bindparam("ticket_id")).with_for_update())
MOVE = Statement(
    update(tickets)
    .where(tickets.c.id == bindparam("ticket_id"))
    .values(
        state=bindparam("to_state"),
        closed_ms=bindparam("ended_ms"),
        owner_id=bindparam("new_owner_id"),
        changed_ms=bindparam("now_ms"),
        rev=tickets.c.rev + 1,
    )
)
LINK = Statement(
    upsert(ticket_links)
    .values({column.name: bindparam(column.name) for column in ticket_links.c})
    .on_conflict_do_nothing()
)
REACH = Statement(
    update(ticket_links)
    .where(
        ticket_links.c.ticket_id == bindparam("about_id"),
        ticket_links.c.conversation_id == bindparam("talk_id"),
        ticket_links.c.seq_to < bindparam("upto"),
        ticket_links.c.seq_from
        == select(func.max(_later.c.seq_from))
        .where(_later.c.ticket_id == bindparam("about_id"), _later.c.conversation_id == bindparam("talk_id"))
        .scalar_subquery(),
    )
    .values(seq_to=bindparam("upto"))
)
TOUCH = Statement(update(tickets).where(tickets.c.id == bindparam("ticket_id")).values(changed_ms=bindparam("now_ms")))
LINKS = Statement(
    select(ticket_links.c.conversation_id, ticket_links.c.seq_from, ticket_links.c.seq_to)
    .where(ticket_links.c.ticket_id == bindparam("ticket_id"))
    .order_by(ticket_links.c.conversation_id, ticket_links.c.seq_from)
)
ADD_CHANGE = Statement(
    insert(ticket_changes).values({column.name: bindparam(column.name) for column in ticket_changes.c})
)
CHANGES = Statement(
    select(
        ticket_changes.c.at_ms,
        ticket_changes.c.actor_kind,
        ticket_changes.c.actor_id,
        users.c.display_name,
        ticket_changes.c.action,
        ticket_changes.c.from_state,
        ticket_changes.c.to_state,
        ticket_changes.c.note,
    )
    .outerjoin(users, users.c.id == ticket_changes.c.actor_id)
    .where(ticket_changes.c.ticket_id == bindparam("ticket_id"))
    .order_by(ticket_changes.c.id)
)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as it stands."""

    id: str
    org_id: OrgId
    no: str
    kind: TicketKind
    state: TicketState
    title: str
    description: str
    severity: str
    customer_id: str | None
    owner_id: str | None
    created_by: str
    "The person's id, or bot."
    created_ms: int
    changed_ms: int
    closed_ms: int | None
    rev: int
    org_name: str = ""
    org_path: str = ""
    owner_name: str | None = None
    creator_name: str | None = None
    phone_area: str | None = None
    "Where the number is from that the tourist has left (`hub.phones`); None: none was left."


class Link(NamedTuple):
    """The part of a conversation that a ticket is about; both numbers belong to it."""

    conversation_id: str
    seq_from: int
    seq_to: int


class Change(NamedTuple):
    """Something that happened to a ticket."""

    at_ms: int
    actor_kind: str
    actor_id: str | None
    actor_name: str | None
    action: str
    from_state: str | None
    to_state: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which tickets are wanted; what is empty does not narrow."""

    states: tuple[str, ...] = ()
    kind: str | None = None
    owner_id: str | None = None
    conversation_id: str | None = None
    customer_ids: tuple[str, ...] = ()
    words: str = ""
    "Part of a number or of a title."


def add(tx: Tx, ticket: Ticket, made_key: str) -> bool:
    """Insert a ticket that has no number yet (its id stands for it); False when the key has made one before."""
    values = {column.name: getattr(ticket, column.name) for column in _TICKET[:-1]}
    return tx.run(ADD, **values, made_key=made_key) == 1


def made_by(tx: Tx, made_key: str) -> tuple[str, str] | None:
    """Return id and number of the ticket that this key has made."""
    row = tx.row(NO_OF_KEY, made_key=made_key)
    return (row[0], row[1]) if row else None


def take_number(tx: Tx, org_id: OrgId, day: str) -> int:
    """Return the organisation's next number of a local day (YYYYMMDD), beginning at 1."""
    number: int = tx.scalar(TAKE_NUMBER, org_id=org_id, day=day)
    return number


def give_number(tx: Tx, ticket_id: str, no: str) -> None:
    """Write the ticket's number, once."""
    tx.run(NAME, ticket_id=ticket_id, new_no=no)


def keep_phone(tx: Tx, ticket_id: str, phone: SealedPhone) -> None:
    """Write where the tourist of a ticket can be reached."""
    tx.run(
        KEEP_PHONE,
        ticket_id=ticket_id,
        sealed=phone.ciphertext,
        whole_mac=phone.whole_mac,
        last4_mac=phone.last4_mac,
        area=phone.area,
    )


def phone_of(tx: Tx, ticket_id: str) -> bytes | None:
    """Return the sealed number of a ticket."""
    sealed = tx.scalar(PHONE_OF, ticket_id=ticket_id)
    return None if sealed is None else bytes(sealed)


def find(tx: Tx, ticket_id: str) -> Ticket | None:
    """Return a ticket."""
    row = tx.row(FIND, ticket_id=ticket_id)
    return _ticket(row) if row else None


def lock(tx: Tx, ticket_id: str) -> Ticket | None:
    """Return a ticket and hold it for this unit."""
    return find(tx, ticket_id) if tx.row(LOCK, ticket_id=ticket_id) else None


def move(tx: Tx, ticket: Ticket, to_state: TicketState, closed_ms: int | None, owner_id: str | None) -> None:
    """Write a ticket's state and owner."""
    tx.run(
        MOVE,
        ticket_id=ticket.id,
        to_state=to_state.value,
        ended_ms=closed_ms,
        new_owner_id=owner_id,
        now_ms=tx.now_ms,
    )


def link(tx: Tx, ticket_id: str, part: Link) -> None:
    """Let a ticket point at a part of a conversation."""
    tx.run(LINK, ticket_id=ticket_id, **part._asdict())


def reach(tx: Tx, ticket_id: str, conversation_id: str, seq_to: int) -> None:
    """Let the last part of a conversation that a ticket points at reach further, up to a message."""
    tx.run(REACH, about_id=ticket_id, talk_id=conversation_id, upto=seq_to)


def touch(tx: Tx, ticket_id: str) -> None:
    """Note that something was added; whoever has the ticket open may still act on what is seen there."""
    tx.run(TOUCH, ticket_id=ticket_id, now_ms=tx.now_ms)


def links(tx: Tx, ticket_id: str) -> Sequence[Link]:
    """Return the parts of conversations that a ticket is about."""
    return [Link(*row) for row in tx.rows(LINKS, ticket_id=ticket_id)]


def note_change(
    tx: Tx,
    ticket: Ticket,
    actor: Actor,
    action: str,
    *,
    from_state: str | None = None,
    to_state: str | None = None,
    note: str | None = None,
) -> None:
    """Write down what happened to a ticket."""
    tx.run(
        ADD_CHANGE,
        id=tx.new_id(),
        ticket_id=ticket.id,
        org_id=ticket.org_id,
        at_ms=tx.now_ms,
        actor_kind=actor.kind,
        actor_id=actor.id,
        action=action,
        from_state=from_state,
        to_state=to_state,
        note=note,
    )


def changes(tx: Tx, ticket_id: str) -> Sequence[Change]:
    """Return what happened to a ticket, oldest first."""
    return [Change(*row) for row in tx.rows(CHANGES, ticket_id=ticket_id)]


def numbers_about(tx: Tx, conversation_ids: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Return the numbers of the tickets about each of these conversations."""
    query = (
        select(ticket_links.c.conversation_id, tickets.c.no)
        .join(tickets, tickets.c.id == ticket_links.c.ticket_id)
        .where(ticket_links.c.conversation_id.in_(conversation_ids))
        .order_by(tickets.c.no)
    )
    found: dict[str, list[str]] = {}
    for conversation_id, no in tx.connection.execute(query):
        if no not in found.setdefault(conversation_id, []):
            found[conversation_id].append(no)
    return found


class Mark(NamedTuple):
    """A ticket by which it is found and called."""

    id: str
    no: str


def about(tx: Tx, conversation_id: str) -> Sequence[Mark]:
    """Return the tickets about a conversation, by their numbers."""
    linked = select(ticket_links.c.ticket_id).where(ticket_links.c.conversation_id == conversation_id)
    query = select(tickets.c.id, tickets.c.no).where(tickets.c.id.in_(linked)).order_by(tickets.c.no)
    return [Mark(*row) for row in tx.connection.execute(query)]


def has_ticket() -> ColumnElement[bool]:
    """Return the condition that a row of the conversations is what some ticket is about."""
    return exists().where(ticket_links.c.conversation_id == conversations.c.id)


def page(tx: Tx, scope: Scope, wanted: Filter, before: str | None, limit: int) -> Sequence[Ticket]:
    """Return the tickets of a scope that lie behind the ticket `before`: the pressing ones first, then the newest."""
    query = _SEEN.where(in_scope(scope, tickets.c.org_id))
    if wanted.states:
        query = query.where(tickets.c.state.in_(wanted.states))
    if wanted.kind:
        query = query.where(tickets.c.kind == wanted.kind)
    if wanted.owner_id:
        query = query.where(tickets.c.owner_id == wanted.owner_id)
    if wanted.conversation_id:
        linked = select(ticket_links.c.ticket_id).where(ticket_links.c.conversation_id == wanted.conversation_id)
        query = query.where(tickets.c.id.in_(linked))
    if wanted.customer_ids:
        query = query.where(tickets.c.customer_id.in_(wanted.customer_ids))
    if wanted.words:
        either = (tickets.c.no, tickets.c.title)
        query = query.where(
            or_(*(func.lower(column).contains(wanted.words.lower(), autoescape=True) for column in either))
        )
    if before:
        query = query.where(_behind(tx, before))
    rows = tx.connection.execute(query.order_by(_PRESSING.desc(), tickets.c.id.desc()).limit(limit))
    return [_ticket(tuple(row)) for row in rows]


def _behind(tx: Tx, before: str) -> ColumnElement[bool]:
    last = tx.connection.execute(select(_PRESSING).where(tickets.c.id == before)).scalar()
    older = tickets.c.id < before
    return or_(_PRESSING == 0, older) if last else and_(_PRESSING == 0, older)


def _ticket(row: Sequence[object]) -> Ticket:
    values = list(row)
    values[3], values[4] = TicketKind(str(values[3])), TicketState(str(values[4]))
    return Ticket(*values)  # type: ignore[arg-type]  # a row of exactly these columns
