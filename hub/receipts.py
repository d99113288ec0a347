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
from hub.store.identities import Identity
from hub.store.messages import Covered


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A tourist has received, and read, everything up to these numbers of the thread."""

    identity_id: str
    delivered: int
    read: int


def confirm(tx: Tx, confirmation: Confirmation) -> bool:
    """Unit: raise one tourist's numbers and the messages they cover; False when nothing was new."""
    return confirm_all(tx, [confirmation]) == 1


@dataclass(frozen=True, slots=True)
class _Move:
    """From where to where a tourist's numbers rise."""

    before: Identity
    delivered: int
    read: int

    @property
    def stretches(self) -> tuple[Covered, Covered]:
        """The numbers that are read now, and those behind them that have only arrived."""
        before = self.before
        return (
            Covered(before.id, before.read_seq, self.read, Status.READ),
            Covered(before.id, max(before.delivered_seq, self.read), self.delivered, Status.DELIVERED),
        )


def confirm_all(tx: Tx, confirmations: Sequence[Confirmation]) -> int:
    """Unit: raise the tourists' numbers and the messages they cover; returns how many brought news."""
    asked = {one.identity_id: one for one in confirmations}
    moves = {
        before.id: move
        for before in identities.of_ids(tx, sorted(asked))
        if (move := _move_of(before, asked[before.id])) is not None
    }
    identities.confirm(tx, [(one.before.id, one.delivered, one.read) for one in moves.values()])
    covered = [stretch for one in moves.values() for stretch in one.stretches if stretch.start < stretch.upto]
    for identity_id, conversation_id, org_id in sorted(set(messages.confirmed(tx, covered))):
        one = moves[identity_id]
        events.publish(
            tx,
            events.ReadMoved(
                org_id=org_id,
                conversation_id=conversation_id,
                actor=Actor("tourist", identity_id),
                by="tourist",
                identity_id=identity_id,
                delivered=one.delivered,
                read=one.read,
            ),
        )
    return len(moves)


def _move_of(before: Identity, told: Confirmation) -> _Move | None:
    read = min(max(told.read, before.read_seq), before.pub_seq)
    delivered = min(max(told.delivered, before.delivered_seq, read), before.pub_seq)
    if (delivered, read) == (before.delivered_seq, before.read_seq):
        return None
    return _Move(before, delivered, read)


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
