"""How far the tourist has received and read: cumulative numbers that only grow.

Rules: a number covers everything before it; it never passes what stands in the thread, whatever a page says; our
messages up to it become delivered or read, also while the worker that sent them has not yet written `accepted`.
Source: CONTRACTS "Messages, numbers, outbox".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hub import events
from hub.database import Tx
from hub.model import Actor, Receipt, Status
from hub.outbox import publish_move
from hub.store import identities, messages, outbox
from hub.store import receipts as rows


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A tourist has received, and read, everything up to these numbers of the thread."""

    identity_id: str
    delivered: int
    read: int


def confirm(tx: Tx, confirmation: Confirmation) -> bool:
    """Unit: raise the numbers and the messages they cover; False when nothing was new."""
    before = identities.get(tx, confirmation.identity_id)
    read = min(max(confirmation.read, before.read_seq), before.pub_seq)
    delivered = min(max(confirmation.delivered, before.delivered_seq, read), before.pub_seq)
    if not identities.confirm(tx, before.id, delivered, read):
        return False
    moved = [
        *messages.confirmed(tx, before.id, before.read_seq, read, Status.READ),
        *messages.confirmed(tx, before.id, max(before.delivered_seq, read), delivered, Status.DELIVERED),
    ]
    for conversation_id, org_id in sorted({(row[1], row[4]) for row in moved}):
        events.publish(
            tx,
            events.ReadMoved(
                org_id=org_id,
                conversation_id=conversation_id,
                actor=Actor("tourist", before.id),
                by="tourist",
                identity_id=before.id,
                delivered=delivered,
                read=read,
            ),
        )
    return True


def confirm_all(tx: Tx, confirmations: Sequence[Confirmation]) -> int:
    """Unit: several tourists' confirmations at once, in one order everywhere; returns how many brought news."""
    return sum(confirm(tx, one) for one in sorted(confirmations, key=lambda one: one.identity_id))


def apply(tx: Tx, args: tuple[str, Sequence[Receipt]]) -> int:
    """Unit: a platform's receipts for an account; one whose message is not known yet waits. Returns how many moved."""
    account_id, receipts = args
    moved = 0
    for receipt in receipts:
        message_id = messages.by_ext(tx, account_id, receipt.ext_id)
        if message_id is None:
            rows.keep(tx, account_id, receipt)
        else:
            moved += move(tx, message_id, receipt.status, receipt.reason)
    return moved


def move(tx: Tx, message_id: str, status: Status, reason: str | None) -> bool:
    """Raise one message to what a receipt says and tell it; False when it stood higher already."""
    if not messages.move(tx, message_id, status, reason=reason):
        return False
    outbox.resolve(tx, message_id, status)
    message = messages.get(tx, message_id)
    if message is not None:
        publish_move(tx, message, status)
    return True
