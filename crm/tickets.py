"""Tickets (工单): opened from a conversation or by hand, moved through their life, given to somebody.

Rules: a ticket is never a conversation, it points at ranges of them; its number counts by organisation and local
day (`CD-20261122-0001`) without holes; opening is idempotent on its key. A right covers an organisation and all below
it; what a person may not see does not exist for them. Whoever starts a ticket that nobody has, has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from crm import workflow
from crm.store import tickets as rows
from crm.store.tickets import Change, Filter, Link, Ticket
from crm.workflow import Severity, TicketKind, TicketState, TicketStep
from hub import events, inbox
from hub.database import Tx
from hub.days import local_day
from hub.errors import Conflict, NotFound, NotPermitted, Unprocessable
from hub.ids import ConversationId, OrgId, UserId
from hub.inbox import Person
from hub.keys import KeyRing
from hub.model import BOT, SYSTEM, Actor, CreateTicket, OwnerKind
from hub.people import UserState
from hub.phones import normal_phone, seal_phone
from hub.scope import Role, scope_of
from hub.script import writable
from hub.store import conversations, orgs, roles, users
from hub.store.conversations import Conversation

WORKERS = (Role.AGENT, Role.SUPERVISOR)
MAX_TITLE = 200
MAX_DESCRIPTION = 10_000
MAX_NOTE = 2_000


class TicketDesk:
    """Opens tickets inside the core's transactions (`hub.ports.Tickets`)."""

    def __init__(self, keys: KeyRing) -> None:
        """Make the desk; `keys` seal the phones that tickets are opened with."""
        self._keys = keys

    def create(self, tx: Tx, action: CreateTicket, conversation_id: ConversationId, key: str) -> str:
        """Return the ticket's number; the same `key` again returns the same ticket.

        Raises:
            Unprocessable: the kind is unknown, the title missing, or the phone none that can exist.
        """
        conversation = conversations.get(tx, conversation_id)
        draft = _Draft(
            org_id=OrgId(conversation.org_id),
            kind=workflow.kind_of(action.kind),
            title=action.title,
            description=action.description,
            severity=None,
            about=conversation,
        )
        ticket_id, no = _opened(tx, draft, _owner_of(conversation), key)
        self._keep(tx, ticket_id, action.phone)
        return no

    def _keep(self, tx: Tx, ticket_id: str, phone: str | None) -> None:
        if phone is not None:
            rows.keep_phone(tx, ticket_id, seal_phone(self._keys, normal_phone(phone), ticket_id))

    def leave(self, tx: Tx, action: CreateTicket, conversation_id: ConversationId, key: str) -> str:
        """Return the number of the ticket that `key` has made, with this as a note, or of a new one where it is over.

        Raises:
            Unprocessable: the kind is unknown, or the title missing.
        """
        ticket, free_key = self._left(tx, key)
        if ticket is None:
            return self.create(tx, action, conversation_id, free_key)
        _write_down(tx, ticket, SYSTEM, "note", _note(action.description[:MAX_NOTE]))
        return ticket.no

    def left(self, tx: Tx, key: str) -> str | None:
        """Return the number of the ticket to which `leave` would add a note, None where it would open one."""
        ticket, _ = self._left(tx, key)
        return None if ticket is None else ticket.no

    def _left(self, tx: Tx, key: str) -> tuple[Ticket | None, str]:
        """Return the ticket of `key` that somebody works on, or the key of the next one."""
        asked, number = key, 0
        while (made := rows.made_by(tx, asked)) is not None:
            ticket = rows.find(tx, made[0])
            if ticket is not None and ticket.state in workflow.IN_WORK:
                return ticket, asked
            number += 1
            asked = f"{key}:{number}"
        return None, asked

    def note(self, tx: Tx, key: str, note: str, phone: str | None = None) -> None:
        """Add a note, and another phone, to the ticket that `key` has made; harmless where there is none.

        Raises:
            Unprocessable: the phone is none that can exist.
        """
        ticket_id = self._add(tx, key, SYSTEM, "note", _note(note[:MAX_NOTE]))
        if ticket_id is not None:
            self._keep(tx, ticket_id, phone)

    def mark(self, tx: Tx, key: str, action: str, actor: Actor) -> None:
        """Write into the ticket that `key` has made what somebody did; harmless where there is none."""
        self._add(tx, key, actor, action, None)

    def _add(self, tx: Tx, key: str, actor: Actor, action: str, note: str | None) -> str | None:
        made = rows.made_by(tx, key)
        ticket = rows.find(tx, made[0]) if made else None
        if ticket is None:
            return None
        _write_down(tx, ticket, actor, action, note)
        return ticket.id


@dataclass(frozen=True, slots=True)
class Open:
    """Somebody of the staff opens a ticket by hand."""

    person: Person
    key: str
    kind: str
    title: str
    description: str
    org_id: str
    severity: Severity | None = None
    conversation_id: str | None = None
    "Then the ticket belongs to the conversation's organisation."


def open_ticket(tx: Tx, args: Open) -> "TicketSheet":
    """Unit: open a ticket.

    Raises:
        NotFound: the organisation or the conversation does not exist for this person.
        Unprocessable: the kind is unknown, or the title missing.
    """
    about = inbox.visible(tx, args.person, args.conversation_id) if args.conversation_id else None
    draft = _Draft(
        org_id=OrgId(about.org_id) if about else _own_org(tx, args),
        kind=workflow.kind_of(args.kind),
        title=args.title,
        description=args.description,
        severity=args.severity,
        about=about,
    )
    ticket_id, _ = _opened(tx, draft, args.person.actor, f"user:{args.person.user_id}:{args.key}")
    return sheet(tx, args.person, ticket_id)


@dataclass(frozen=True, slots=True)
class TakeStep:
    """Somebody moves a ticket on."""

    person: Person
    ticket_id: str
    step: TicketStep
    note: str = ""
    rev: int | None = None
    "The revision the person has seen; another one is a conflict."


def take_step(tx: Tx, args: TakeStep) -> "TicketSheet":
    """Unit: take one step of the ticket's life.

    Raises:
        NotFound: there is no such ticket for this person.
        IllegalTransition: the kind's table has no such step.
        Conflict: the ticket has changed meanwhile.
        Unprocessable: the step needs a note.
    """
    ticket = _held(tx, args.person, args.ticket_id, args.rev)
    to_state = workflow.after(ticket.kind, ticket.state, args.step)
    note = _note(args.note)
    if note is None and args.step in workflow.NEEDS_NOTE:
        raise Unprocessable("note_missing", "say how or why", {"note": "missing"})
    taken = args.step is TicketStep.START and ticket.owner_id is None
    ended_ms = tx.now_ms if to_state in workflow.ENDS else None
    rows.move(tx, ticket, to_state, ended_ms, args.person.user_id if taken else ticket.owner_id)
    rows.note_change(tx, ticket, args.person.actor, args.step, from_state=ticket.state, to_state=to_state, note=note)
    events.publish(
        tx,
        events.TicketMoved(
            org_id=ticket.org_id,
            actor=args.person.actor,
            ticket_id=ticket.id,
            kind=ticket.kind,
            from_state=ticket.state,
            to_state=to_state,
        ),
    )
    return sheet(tx, args.person, ticket.id)


@dataclass(frozen=True, slots=True)
class Assign:
    """Somebody gives a ticket to a person, or to nobody."""

    person: Person
    ticket_id: str
    owner_id: str | None
    rev: int | None = None


def assign(tx: Tx, args: Assign) -> "TicketSheet":
    """Unit: give a ticket to somebody who serves its organisation, or back to all.

    Raises:
        NotFound: there is no such ticket for this person.
        NotPermitted: it belongs to a colleague, and the person does not supervise.
        Unprocessable: the new owner does not serve the ticket's organisation.
    """
    ticket = _held(tx, args.person, args.ticket_id, args.rev)
    if ticket.owner_id not in {None, args.person.user_id} and not args.person.supervises.allows(ticket.org_path):
        raise NotPermitted("not_yours", "the ticket belongs to somebody else")
    if args.owner_id is not None and not _serves(tx, args.owner_id, ticket.org_path):
        raise Unprocessable("owner_unsuitable", "this person does not serve here", {"owner_id": "unsuitable"})
    if args.owner_id != ticket.owner_id:
        rows.move(tx, ticket, ticket.state, ticket.closed_ms, args.owner_id)
        rows.note_change(tx, ticket, args.person.actor, "assign", note=args.owner_id)
    return sheet(tx, args.person, ticket.id)


@dataclass(frozen=True, slots=True)
class TicketSheet:
    """A ticket with all that belongs to it."""

    ticket: Ticket
    links: Sequence[Link]
    changes: Sequence[Change]


def sheet(tx: Tx, person: Person, ticket_id: str) -> TicketSheet:
    """Return a ticket that the person's rights cover, with its links and changes.

    Raises:
        NotFound: there is none.
    """
    ticket = _covered(person, rows.find(tx, ticket_id), ticket_id)
    return TicketSheet(ticket, rows.links(tx, ticket_id), rows.changes(tx, ticket_id))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page of the list."""

    person: Person
    filter: Filter
    before: str | None
    limit: int


def page(tx: Tx, wanted: Wanted) -> Sequence[Ticket]:
    """Return the tickets that the person's rights cover, pressing ones first, behind the last page's last."""
    return rows.page(tx, wanted.person.scope, wanted.filter, wanted.before, wanted.limit)


def _write_down(tx: Tx, ticket: Ticket, actor: Actor, action: str, note: str | None) -> None:
    """Write down what happened while the talk went on, which the ticket is about as well from now on."""
    rows.note_change(tx, ticket, actor, action, note=note)
    rows.touch(tx, ticket.id)
    for conversation_id in {link.conversation_id for link in rows.links(tx, ticket.id)}:
        rows.reach(tx, ticket.id, conversation_id, conversations.get(tx, conversation_id).seq)


# --- opening ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Draft:
    org_id: OrgId
    kind: TicketKind
    title: str
    description: str
    severity: Severity | None
    about: Conversation | None


def _opened(tx: Tx, draft: _Draft, actor: Actor, made_key: str) -> tuple[str, str]:
    """Return id and number of the ticket that this key makes, or has made."""
    ticket = _fresh(tx, draft, actor)
    if not rows.add(tx, ticket, made_key):
        made = rows.made_by(tx, made_key)
        if made is None:
            raise Conflict("ticket_vanished", "the ticket of this key is gone")
        return made
    org = orgs.get(tx, draft.org_id)
    day = local_day(tx.now_ms, org.tz).strftime("%Y%m%d")
    no = f"{org.code.upper()}-{day}-{rows.take_number(tx, org.id, day):04d}"
    rows.give_number(tx, ticket.id, no)
    if draft.about is not None and draft.about.seq > draft.about.segment_seq:
        rows.link(tx, ticket.id, Link(draft.about.id, draft.about.segment_seq + 1, draft.about.seq))
    rows.note_change(tx, ticket, actor, "open", to_state=ticket.state)
    events.publish(
        tx,
        events.TicketOpened(
            org_id=ticket.org_id,
            conversation_id=draft.about.id if draft.about else None,
            actor=actor,
            ticket_id=ticket.id,
            kind=ticket.kind,
            severity=ticket.severity,
        ),
    )
    return ticket.id, no


def _fresh(tx: Tx, draft: _Draft, actor: Actor) -> Ticket:
    title = " ".join(writable(draft.title).split())[:MAX_TITLE]
    if not title:
        raise Unprocessable("title_missing", "a ticket needs a title", {"title": "missing"})
    ticket_id = tx.new_id()
    return Ticket(
        id=ticket_id,
        org_id=draft.org_id,
        no=ticket_id,
        kind=draft.kind,
        state=TicketState.NEW,
        title=title,
        description=writable(draft.description).strip()[:MAX_DESCRIPTION],
        severity=draft.severity or workflow.severity_of(draft.kind),
        customer_id=draft.about.customer_id if draft.about else None,
        owner_id=None,
        created_by=actor.id or actor.kind,
        created_ms=tx.now_ms,
        changed_ms=tx.now_ms,
        closed_ms=None,
        rev=0,
    )


def _owner_of(conversation: Conversation) -> Actor:
    """Return who opens a ticket out of a conversation: whoever has it."""
    if conversation.owner_kind == OwnerKind.AGENT and conversation.owner_id is not None:
        return Actor("user", conversation.owner_id)
    return BOT


def _own_org(tx: Tx, args: Open) -> OrgId:
    org = orgs.find(tx, OrgId(args.org_id))
    if org is None or not args.person.scope.allows(org.path):
        raise NotFound("org_not_found", "there is no such organisation")
    return org.id


# --- who may ----------------------------------------------------------------------------------------------------


def _held(tx: Tx, person: Person, ticket_id: str, rev: int | None) -> Ticket:
    ticket = _covered(person, rows.lock(tx, ticket_id), ticket_id)
    if rev is not None and rev != ticket.rev:
        raise Conflict("ticket_changed", "somebody has changed the ticket; look again")
    return ticket


def _covered(person: Person, ticket: Ticket | None, ticket_id: str) -> Ticket:
    if ticket is None or not person.scope.allows(ticket.org_path):
        raise NotFound("ticket_not_found", ticket_id)
    return ticket


def _serves(tx: Tx, user_id: str, org_path: str) -> bool:
    user = users.find(tx, UserId(user_id))
    if user is None or user.state is not UserState.ACTIVE:
        return False
    return scope_of(roles.rights_of(tx, user.id), *WORKERS).allows(org_path)


def _note(note: str) -> str | None:
    stripped = writable(note).strip()
    if len(stripped) > MAX_NOTE:
        raise Unprocessable("note_too_long", f"at most {MAX_NOTE} characters", {"note": "too_long"})
    return stripped or None
