"""The phone number that a tourist has left with a ticket: sealed in its row, shown to whoever asks, who is noted.

Rule: a page shows that there is a number and where it is from; the number itself is asked for, by somebody whose rights
cover the ticket, and each time the audit keeps who did.
"""

from dataclasses import dataclass

from crm import tickets
from crm.store import tickets as rows
from hub import audit
from hub.audit import Subject
from hub.database import Tx
from hub.errors import NotFound
from hub.inbox import Person

REVEALED = "phone.revealed"


@dataclass(frozen=True, slots=True)
class Reveal:
    """Somebody wants to call the tourist of a ticket."""

    person: Person
    ticket_id: str


def reveal(tx: Tx, args: Reveal) -> bytes:
    """Unit: return the sealed number (`hub.phones.open_phone` with the ticket's id), and note who has asked.

    Raises:
        NotFound: there is no such ticket for this person, or no number was left with it.
    """
    ticket = tickets.sheet(tx, args.person, args.ticket_id).ticket
    sealed = rows.phone_of(tx, ticket.id)
    if sealed is None:
        raise NotFound("phone_not_found", args.ticket_id)
    audit.record(tx, args.person.actor, REVEALED, Subject("ticket", ticket.id), org_id=ticket.org_id)
    return sealed
